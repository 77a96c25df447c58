//! History as it is pasted from a spreadsheet: one series in two columns, several in three, or one line a series under a line of periods.
//!
//! Reads only; what it cannot read is told line by line and never guessed.

use crate::app::derived::demand::period_start;
use crate::model::text::parse_number;
use crate::model::{Period, Span, Time};
use std::collections::BTreeSet;

/// One value of a pasted history.
#[derive(Clone, PartialEq, Debug)]
pub struct PastedValue {
    /// The name of the series; empty where the text names none.
    pub series: String,
    /// First moment of the period that the text names.
    pub start: Time,
    pub quantity: f64,
}

/// What a pasted text says.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Pasted {
    pub values: Vec<PastedValue>,
    /// Lines that were not understood, each with what is wrong.
    pub left_out: Vec<String>,
}

/// The most values of one paste: more would hold the page up.
const MOST_VALUES: usize = 20_000;

/// The period that a pasted text has its values in, by the shortest step between two of a series; `None` where no series has two.
pub fn period_of(text: &str) -> Option<Period> {
    let days = read_history(text, Period::Day).summed();
    let steps = days.values.windows(2).filter(|pair| matches!(pair, [one, other] if one.series == other.series));
    let shortest = steps.filter_map(|pair| Some(pair.last()?.start.since(pair.first()?.start))).min()?;
    Some(match shortest {
        step if step >= Span::from_days(28) => Period::Month,
        step if step >= Span::from_days(7) => Period::Week,
        _ => Period::Day,
    })
}

/// Reads a pasted history; periods are those that hold the days it names.
pub fn read_history(text: &str, period: Period) -> Pasted {
    read(text, period, true)
}

/// Reads pasted values of anything, which may be below zero and may bear a percent sign.
pub fn read_values(text: &str, period: Period) -> Pasted {
    read(text, period, false)
}

/// Reads a column of numbers with no periods beside them, perhaps under a heading; nothing where the text is anything else.
pub fn read_numbers(text: &str) -> Option<Vec<f64>> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let numbers: Vec<Option<f64>> = lines.iter().map(|line| number(line)).collect();
    let is_heading = numbers.first().is_some_and(Option::is_none) && lines.first().is_some_and(|line| !line.contains(['\t', ';']));
    let numbers: Option<Vec<f64>> = numbers.into_iter().skip(usize::from(is_heading)).take(MOST_VALUES).collect();
    numbers.filter(|numbers| !numbers.is_empty())
}

fn number(cell: &str) -> Option<f64> {
    parse_number(cell.trim_end_matches('%'))
}

fn read(text: &str, period: Period, is_demand: bool) -> Pasted {
    let lines: Vec<Vec<&str>> = text.lines().map(cells_of).filter(|cells| cells.iter().any(|cell| !cell.is_empty())).collect();
    let mut pasted = Pasted::default();
    let Some(first) = lines.first() else { return pasted };
    let heads: Vec<Option<Time>> = first.iter().map(|cell| read_period(cell)).collect();
    if heads.iter().flatten().count() > 1 {
        for cells in lines.iter().skip(1) {
            let name = cells.first().copied().unwrap_or_default();
            for (cell, start) in cells.iter().zip(&heads).skip(1) {
                if let (Some(start), false) = (start, cell.is_empty()) {
                    pasted.take(name, *start, cell, (period, is_demand));
                }
            }
        }
        return pasted;
    }
    // A line of headings says nothing by itself.
    let is_heading = first.iter().all(|cell| read_period(cell).is_none() && number(cell).is_none());
    for cells in lines.iter().skip(usize::from(is_heading)) {
        let (name, day, quantity) = match cells.as_slice() {
            [day, quantity] => ("", *day, *quantity),
            [name, day, quantity, ..] => (*name, *day, *quantity),
            _ => {
                pasted.refuse(format!("“{}”: a period and a quantity are needed, side by side.", cells.concat()));
                continue;
            }
        };
        match read_period(day) {
            Some(start) => pasted.take(name, start, quantity, (period, is_demand)),
            None => pasted.refuse(format!("“{day}” is no period: enter 2026-03, Mar 2026, W12 2026 or 2026-03-01.")),
        }
    }
    pasted
}

impl Pasted {
    fn take(&mut self, series: &str, start: Time, quantity: &str, (period, is_demand): (Period, bool)) {
        match if is_demand { parse_number(quantity) } else { number(quantity) } {
            _ if self.values.len() >= MOST_VALUES => self.refuse(format!("Only the first {MOST_VALUES} values are taken at once.")),
            Some(quantity) if is_demand && quantity < 0.0 => {
                self.refuse(format!("“{quantity}” on {}: demand is never below zero.", start.date_text()));
            }
            Some(quantity) => self.values.push(PastedValue { series: series.to_owned(), start: period_start(period, start), quantity }),
            None => self.refuse(format!("“{quantity}” on {} is no number.", start.date_text())),
        }
    }

    fn refuse(&mut self, why: String) {
        if self.left_out.last() != Some(&why) {
            self.left_out.push(why);
        }
    }

    /// The names of the series that the text names.
    pub fn names(&self) -> BTreeSet<&str> {
        self.values.iter().map(|value| value.series.as_str()).collect()
    }

    /// The same with one value a period: what falls into the same is added up, as days into their month.
    pub fn summed(mut self) -> Pasted {
        let mut summed: Vec<PastedValue> = Vec::new();
        self.values.sort_by(|a, b| (&a.series, a.start).cmp(&(&b.series, b.start)));
        for value in self.values {
            match summed.last_mut().filter(|last| (&last.series, last.start) == (&value.series, value.start)) {
                Some(last) => last.quantity += value.quantity,
                None => summed.push(value),
            }
        }
        Pasted { values: summed, left_out: self.left_out }
    }
}

/// The cells of a line: tabs part them, else semicolons, else commas where no number is cut by them.
fn cells_of(line: &str) -> Vec<&str> {
    let parted = |sign: char| line.split(sign).map(|cell| cell.trim().trim_matches('"')).collect::<Vec<_>>();
    if line.contains('\t') {
        parted('\t')
    } else if line.contains(';') {
        parted(';')
    } else {
        parted(',')
    }
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a day, a month (`2026-03`, `Mar 2026`, `03/2026`) or a week (`W12 2026`, `2026-W12`).
fn read_period(text: &str) -> Option<Time> {
    if let Some(time) = Time::parse(text) {
        return Some(time);
    }
    let lower = text.to_lowercase();
    let parts: Vec<&str> = lower.split([' ', '-', '/', '.']).filter(|part| !part.is_empty()).collect();
    let year = |text: &str| text.parse::<i32>().ok().filter(|_| text.len() == 4);
    let small = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= 2);
    let month = |text: &str| {
        let named = text.get(..3).and_then(|start| MONTHS.iter().position(|name| *name == start)).map(|at| at as u32 + 1);
        named.or_else(|| small(text))
    };
    let week = |text: &str| text.strip_prefix("kw").or_else(|| text.strip_prefix('w')).and_then(small);
    match parts.as_slice() {
        [a, b] => {
            let (at, rest) = if let Some(at) = year(a) { (at, b) } else { (year(b)?, a) };
            match week(rest) {
                Some(week) => week_of(at, week),
                None => Time::from_date(at, month(rest)?, 1),
            }
        }
        [day, month_word, at] => Time::from_date(year(at)?, month(month_word)?, small(day)?),
        _ => None,
    }
}

/// The Monday of an ISO week.
fn week_of(year: i32, week: u32) -> Option<Time> {
    // The fourth of January lies in the first week.
    let first = Time::from_date(year, 1, 4)?.week_start();
    let start = first.plus(crate::model::Span::from_days(7 * i64::from(week.checked_sub(1)?)));
    (start.iso_week() == (year, week)).then_some(start)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    fn told(pasted: &Pasted) -> Vec<(String, String, f64)> {
        pasted.values.iter().map(|value| (value.series.clone(), value.start.date_text(), value.quantity)).collect()
    }

    fn one(name: &str, day: &str, quantity: f64) -> (String, String, f64) {
        (name.to_owned(), day.to_owned(), quantity)
    }

    #[test]
    fn two_columns_are_one_series_and_a_heading_says_nothing() {
        let pasted = read_history("Month\tSold\n2026-01\t1,200\nFeb 2026\t90.5\n03/2026\t7\n", Period::Month);
        assert_eq!(told(&pasted), [one("", "2026-01-01", 1200.0), one("", "2026-02-01", 90.5), one("", "2026-03-01", 7.0)]);
        assert!(pasted.left_out.is_empty());
    }

    #[test]
    fn a_line_of_periods_heads_one_line_per_series_and_gaps_stay_gaps() {
        let pasted = read_history("\t2026-W01\tW02 2026\nchair\t5\t\nstool\t6\t8", Period::Week);
        assert_eq!(told(&pasted), [one("chair", "2025-12-29", 5.0), one("stool", "2025-12-29", 6.0), one("stool", "2026-01-05", 8.0)]);
    }

    #[test]
    fn the_period_is_that_of_the_shortest_step() {
        assert_eq!(period_of("chair\t2026-01\t3\nchair\t2026-02\t4\nstool\t2026-02\t4"), Some(Period::Month));
        assert_eq!(period_of("W02 2026\t3\nW04 2026\t3\nW05 2026\t3"), Some(Period::Week));
        assert_eq!(period_of("2026-01-30\t3\n2026-01-31\t3\n2026-03-01\t3"), Some(Period::Day));
        assert_eq!(period_of("chair\t2026-01\t3\nstool\t2026-02\t4"), None);
    }

    #[test]
    fn days_are_added_up_into_their_period() {
        let text = "chair;2026-03-04;2\nchair;05.03.2026;3\nstool;2026-03-04;1\nchair;2026-04-01;9";
        let pasted = read_history(text, Period::Month).summed();
        assert_eq!(told(&pasted), [one("chair", "2026-03-01", 5.0), one("chair", "2026-04-01", 9.0), one("stool", "2026-03-01", 1.0)]);
    }

    #[test]
    fn values_of_anything_may_be_below_zero_and_a_column_alone_is_read_as_numbers() {
        let pasted = read_values("2026-01\t-4\n2026-02\t92.5 %", Period::Month);
        assert_eq!(told(&pasted), [one("", "2026-01-01", -4.0), one("", "2026-02-01", 92.5)]);
        assert_eq!(read_numbers("Energy\n120\n\n-3,5\n7 %"), Some(vec![120.0, -3.5, 7.0]));
        for text in ["", "Energy", "2026-01\t4\n2026-02\t5", "1\ntwo\n3"] {
            assert_eq!(read_numbers(text), None, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_and_the_rest_is_taken() {
        let pasted = read_history("2026-01\tmany\n2026-02\t-4\nsoon\t3\n2026-04\t4\nalone", Period::Month);
        assert_eq!(told(&pasted), [one("", "2026-04-01", 4.0)]);
        assert_eq!(pasted.left_out.len(), 4);
        assert!(pasted.left_out[0].contains("“many”") && pasted.left_out[1].contains("below zero"), "{:?}", pasted.left_out);
        assert_eq!(read_history("", Period::Day), Pasted::default());
        assert!(read_history("2026-W60\t3", Period::Week).values.is_empty());
    }
}
