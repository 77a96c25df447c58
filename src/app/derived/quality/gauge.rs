//! A gauge study as it is pasted from a spreadsheet: part, operator and value in three columns, and what comes of it as a table.
//!
//! Never fills a gap: where a measurement is missing, it says which.

use crate::engine::quality::{GaugeStudy, gauge_by_range, gauge_by_variance};
use crate::model::text::{number_text, parse_number};

/// Above this an interaction counts as repeatability (AIAG, Measurement Systems Analysis, fourth edition).
const KEEP_BELOW: f64 = 0.25;

/// What was pasted, as it is understood.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct GaugeRows {
    pub parts: Vec<String>,
    pub operators: Vec<String>,
    /// By part, operator and trial.
    pub measurements: Vec<Vec<Vec<f64>>>,
    /// Lines that say no measurement; a first line of titles is none of them.
    pub unread: Vec<String>,
}

/// How a study is worked out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum GaugeMethod {
    #[default]
    Variance,
    Ranges,
}

/// A source of variation in the table of a study.
#[derive(Clone, PartialEq, Debug)]
pub struct GaugeLine {
    pub source: &'static str,
    pub variance: f64,
    pub deviation: f64,
    /// Share of the total variance.
    pub contribution: f64,
    /// Share of the total standard deviation.
    pub study: f64,
    /// Six standard deviations as a share of the tolerance, where it is known.
    pub tolerance: Option<f64>,
}

/// Reads rows of part, operator and value, apart by tabs or semicolons, else by blanks.
pub fn read_gauge(text: &str) -> GaugeRows {
    let mut rows = GaugeRows::default();
    let mut is_first = true;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = match line.contains(['\t', ';']) {
            true => line.split(['\t', ';']).map(str::trim).collect(),
            false => line.split_whitespace().collect(),
        };
        let read = match cells.as_slice() {
            [part, operator, value] if !part.is_empty() && !operator.is_empty() => {
                parse_number(value).map(|value| (*part, *operator, value))
            }
            _ => None,
        };
        match read {
            Some((part, operator, value)) => rows.put(part, operator, value),
            None if is_first => {}
            None => rows.unread.push(line.to_owned()),
        }
        is_first = false;
    }
    // Whoever was met later has no place yet in the parts before.
    let operators = rows.operators.len();
    rows.measurements.iter_mut().for_each(|part| part.resize(operators, Vec::new()));
    rows
}

impl GaugeRows {
    fn put(&mut self, part: &str, operator: &str, value: f64) {
        let place = |names: &mut Vec<String>, name: &str| {
            names.iter().position(|known| known == name).unwrap_or_else(|| {
                names.push(name.to_owned());
                names.len() - 1
            })
        };
        let (part, operator) = (place(&mut self.parts, part), place(&mut self.operators, operator));
        self.measurements.resize(self.parts.len().max(self.measurements.len()), Vec::new());
        let Some(of_part) = self.measurements.get_mut(part) else { return };
        of_part.resize(of_part.len().max(operator + 1), Vec::new());
        of_part.iter_mut().skip(operator).take(1).for_each(|cell| cell.push(value));
    }

    /// Measurements of each part by each operator, as most have it.
    pub fn trials(&self) -> usize {
        self.measurements.iter().flatten().map(Vec::len).max().unwrap_or(0)
    }

    /// What is missing for a study, in a sentence.
    pub fn missing(&self) -> Option<String> {
        let trials = self.trials();
        if self.parts.len() < 2 || self.operators.len() < 2 || trials < 2 {
            return Some("A study needs at least two parts, two operators and two measurements of each part by each operator.".to_owned());
        }
        for (part, cells) in self.parts.iter().zip(&self.measurements) {
            for (operator, cell) in self.operators.iter().zip(cells) {
                if cell.len() != trials {
                    return Some(format!(
                        "{operator} measured {part} {} times, others {trials} times: all have to be the same.",
                        cell.len()
                    ));
                }
            }
        }
        None
    }

    /// The study by a method; none where something is missing.
    pub fn study(&self, method: GaugeMethod) -> Option<GaugeStudy> {
        match method {
            GaugeMethod::Variance => gauge_by_variance(&self.measurements, KEEP_BELOW),
            GaugeMethod::Ranges => gauge_by_range(&self.measurements),
        }
    }
}

/// The table of a study; `tolerance` is the width between the limits.
pub fn gauge_lines(study: &GaugeStudy, tolerance: Option<f64>) -> Vec<GaugeLine> {
    let line = |source: &'static str, variance: f64| GaugeLine {
        source,
        variance,
        deviation: variance.sqrt(),
        contribution: study.contribution(variance),
        study: study.study_share(variance),
        tolerance: tolerance.and_then(|tolerance| study.tolerance_share(variance, tolerance)),
    };
    let mut lines = vec![
        line("Gauge, in all", study.gauge()),
        line("Repeatability (equipment)", study.repeatability),
        line("Reproducibility (operators)", study.reproducibility),
    ];
    if study.interaction_kept {
        lines.push(line("Operators alone", study.operator));
        lines.push(line("Operators with parts", study.interaction));
    }
    lines.push(line("Parts", study.part));
    lines.push(line("Total", study.total()));
    lines
}

/// What the study says in a sentence, by AIAG's usual borders of ten and thirty per cent.
pub fn gauge_words(study: &GaugeStudy) -> String {
    let share = study.study_share(study.gauge());
    let verdict = match share {
        share if share < 0.1 => "usually good enough",
        share if share <= 0.3 => "good enough for some uses",
        _ => "too much: improve measuring before judging parts by it",
    };
    let categories = match study.distinct_categories() {
        Some(one) => format!("It tells {one} kinds of parts apart; five or more are wanted."),
        None => "It never errs.".to_owned(),
    };
    format!("Measuring makes up {} % of the variation seen, which is {verdict}. {categories}", number_text((share * 1000.0).round() / 10.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn study_text() -> String {
        let mut text = String::from("Part\tOperator\tValue\n");
        // Operators alternate line by line, so that cells fill in another order than they stand.
        for trial in 0..2 {
            for part in 1..=3 {
                for (operator, off) in [("Ada", 0.0), ("Bo", 1.0)] {
                    text.push_str(&format!("P{part}\t{operator}\t{}\n", f64::from(part) * 10.0 + off + f64::from(trial)));
                }
            }
        }
        text
    }

    #[test]
    fn pasted_rows_become_a_study_worked_out_by_hand() {
        let rows = read_gauge(&study_text());
        assert_eq!((rows.parts.len(), rows.operators.len(), rows.trials(), rows.missing(), rows.unread.len()), (3, 2, 2, None, 0));
        assert_eq!(rows.measurements.first().map(Vec::as_slice), Some([vec![10.0, 11.0], vec![11.0, 12.0]].as_slice()));
        let Some(study) = rows.study(GaugeMethod::Variance) else { unreachable!() };
        // Within: six cells of squares 0.5, in all 3 on 6 degrees, and an interaction of nothing on 2: 3/8. Operators: means half a unit from
        // the middle, mean square 3 against 3/8 over six measurements; parts: mean square 400 against 3/8 over four.
        assert!((study.repeatability - 0.375).abs() < 1e-9 && (study.operator - 0.4375).abs() < 1e-9, "{study:?}");
        assert!((study.part - (400.0 - 0.375) / 4.0).abs() < 1e-9, "{study:?}");
        let lines = gauge_lines(&study, Some(6.0));
        let total = lines.last().map(|line| (line.source, line.contribution, line.study));
        assert_eq!(total, Some(("Total", 1.0, 1.0)));
        let gauge = lines.first().and_then(|line| line.tolerance);
        assert!(gauge.is_some_and(|share| (share - 0.8125_f64.sqrt()).abs() < 1e-9), "{gauge:?}");
        assert!(gauge_words(&study).contains("usually good enough"), "{}", gauge_words(&study));
        assert!(rows.study(GaugeMethod::Ranges).is_some());
    }

    #[test]
    fn what_is_missing_or_unread_is_said() {
        assert!(read_gauge("").missing().is_some());
        let mut text = study_text();
        text.push_str("P1;Ada;12\nand so on\nP1 Bo many");
        let rows = read_gauge(&text);
        assert_eq!(rows.unread, ["and so on", "P1 Bo many"]);
        assert_eq!(rows.missing().as_deref(), Some("Bo measured P1 2 times, others 3 times: all have to be the same."));
        assert_eq!(rows.study(GaugeMethod::Variance), None);
        let late = read_gauge("a x 1\na x 2\nb y 3\nb y 4");
        assert!(late.missing().is_some_and(|words| words.contains("y measured a 0 times")), "{:?}", late.missing());
    }
}
