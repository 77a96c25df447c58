//! Series that people type, brought onto the periods that are shown, and pasted values read for them.
//!
//! Never guesses a value: a period in which nothing was typed has none, and a longer one is never shared out to shorter ones.

use super::basis::Basis;
use crate::app::derived::demand::{period_after, period_label};
use crate::app::derived::forecast::{Pasted, PastedValue, read_numbers, read_values};
use crate::engine::performance::can_name;
use crate::model::{Kpi, KpiId, KpiValueId, Period, Span, Time, Together, Workspace};

/// One typed series.
#[derive(Clone, PartialEq, Debug)]
pub struct TypedSeries {
    pub id: KpiId,
    /// Its name in formulas.
    pub word: String,
    pub label: String,
    pub unit: String,
    /// What it is typed per.
    pub period: Period,
    pub together: Together,
    /// Its values by the periods shown.
    pub values: Vec<Option<f64>>,
    /// What was typed, in the order of time.
    pub rows: Vec<(KpiValueId, Time, f64)>,
}

/// All typed series of a workspace.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Typed {
    pub series: Vec<TypedSeries>,
}

impl Typed {
    /// Of a workspace, on the periods of a basis.
    pub fn of(workspace: &Workspace, basis: &Basis) -> Typed {
        let of = |figure: &Kpi| {
            let period = figure.typed?;
            let row = |value: &&crate::model::KpiValue| Some((value.id, period.start_of(value.start?), value.value?));
            let rows: Vec<(KpiValueId, Time, f64)> = workspace.typed_values(figure).iter().filter_map(row).collect();
            let is_long = is_longer(period, basis.asked.period);
            let within = |shown: &crate::engine::performance::Period| {
                let inside = rows.iter().filter(|(_, start, _)| (shown.start..shown.end).contains(&start.seconds()));
                together(figure.together, &inside.map(|(.., value)| *value).collect::<Vec<f64>>()).filter(|_| !is_long)
            };
            Some(TypedSeries {
                id: figure.id,
                word: figure.formula.trim().to_lowercase(),
                label: figure.name.clone(),
                unit: figure.unit.clone(),
                period,
                together: figure.together,
                values: basis.periods.iter().map(within).collect(),
                rows,
            })
        };
        Typed { series: workspace.kpis.values().filter_map(of).collect() }
    }

    /// The names by which formulas call them.
    pub fn words(&self) -> Vec<&str> {
        self.series.iter().map(|series| series.word.as_str()).collect()
    }

    /// The place of a figure's series.
    pub fn place(&self, figure: KpiId) -> Option<usize> {
        self.series.iter().position(|series| series.id == figure)
    }

    /// The value of a series in a period shown.
    pub fn value(&self, place: usize, period: usize) -> Option<f64> {
        self.series.get(place)?.values.get(period).copied().flatten()
    }

    /// Whether a name in formulas is free and can be one; what is wrong with it in words.
    ///
    /// # Errors
    /// It cannot name a series, or another one has it.
    pub fn check_word(&self, word: &str) -> Result<(), String> {
        if !can_name(word) {
            return Err("Use small letters, digits and _, beginning with a letter, and no name of a key figure.".to_owned());
        }
        match self.series.iter().find(|series| series.word == word) {
            Some(series) => Err(format!("{} is called so in formulas already.", series.label)),
            None => Ok(()),
        }
    }
}

/// The name in formulas that a figure's name suggests: `Energy use (kWh)` gives `energy_use_kwh`.
pub fn word_for(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    let parts = lower.split(|sign: char| !sign.is_alphanumeric()).filter(|part| !part.is_empty());
    let word = parts.collect::<Vec<_>>().join("_");
    if word.is_empty() || can_name(&word) { word } else { format!("typed_{word}") }
}

impl TypedSeries {
    /// Whether it is typed for longer periods than those.
    pub fn is_longer(&self, shown: Period) -> bool {
        is_longer(self.period, shown)
    }

    /// How its values come about, in words.
    pub fn words(&self, shown: Period) -> String {
        let typed = format!("typed per {}", self.period.label().to_lowercase());
        match self.together {
            _ if shown == self.period => typed,
            Together::Sum => format!("{typed}, added up"),
            Together::Mean => format!("{typed}, their mean"),
            Together::Last => format!("{typed}, the last one counts"),
        }
    }

    /// What was typed for a period shown: the place, its name and its value.
    pub fn rows_in(&self, basis: &Basis, period: usize) -> impl Iterator<Item = (KpiValueId, String, f64)> {
        let shown = basis.periods.get(period).copied();
        let inside = move |start: Time| shown.is_some_and(|shown| (shown.start..shown.end).contains(&start.seconds()));
        let rows = self.rows.iter().filter(move |(_, start, _)| inside(*start));
        rows.map(|(id, start, value)| (*id, period_label(self.period, *start), *value))
    }
}

/// Whether a period is longer than another.
fn is_longer(period: Period, other: Period) -> bool {
    let length = |period| [Period::Day, Period::Week, Period::Month].iter().position(|known| *known == period);
    length(period) > length(other)
}

fn together(how: Together, values: &[f64]) -> Option<f64> {
    let last = values.last().copied()?;
    let sum: f64 = values.iter().sum();
    Some(match how {
        Together::Sum => sum,
        Together::Mean => sum / values.len() as f64,
        Together::Last => last,
    })
}

/// The present period and those before it, so many in all, the latest first: what is typed into.
pub fn typing_periods(period: Period, now: Time, most: usize) -> Vec<Time> {
    let mut starts = vec![period.start_of(now)];
    while starts.len() < most
        && let Some(start) = starts.last()
    {
        starts.push(period.start_of(start.minus(Span::from_hours(1))));
    }
    starts
}

/// Reads values as they are pasted: periods with their values side by side, or a column of values alone, the last of which is of the
/// period before the present one. Values are divided by `scale`, as shares typed in percent are by a hundred.
pub fn read_typed(text: &str, period: Period, now: Time, scale: f64) -> Pasted {
    let mut pasted = match read_numbers(text) {
        Some(numbers) => {
            let mut start = period.start_of(period.start_of(now).minus(Span::from_hours(1)));
            let mut values = Vec::with_capacity(numbers.len());
            for quantity in numbers.into_iter().rev() {
                values.push(PastedValue { series: String::new(), start, quantity });
                start = period.start_of(start.minus(Span::from_hours(1)));
            }
            values.reverse();
            Pasted { values, left_out: Vec::new() }
        }
        None => read_values(text, period),
    };
    for value in &mut pasted.values {
        value.quantity /= scale;
    }
    pasted
}

/// What a pasted text comes to, in a sentence; nothing where it says nothing.
pub fn typed_words(pasted: &Pasted, period: Period) -> Option<String> {
    let first = pasted.values.iter().map(|value| value.start).min()?;
    let last = pasted.values.iter().map(|value| value.start).max()?;
    let periods = format!("from {} to {}", period_label(period, first), period_label(period, last));
    let mut starts: Vec<Time> = pasted.values.iter().map(|value| value.start).collect();
    crate::model::sort_with_key(&mut starts, |start| *start);
    let twice = starts.windows(2).any(|pair| matches!(pair, [one, other] if one == other));
    let twice = if twice { " Where a period comes twice, the last value counts." } else { "" };
    starts.dedup();
    let (mut expected, mut at) = (1, first);
    while at < last && expected <= starts.len() {
        at = period_after(period, at);
        expected += 1;
    }
    let holes = expected > starts.len();
    let holes = if holes { " Some periods between have none." } else { "" };
    Some(format!("{} values, {periods}.{twice}{holes}", pasted.values.len()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    fn at(text: &str) -> Time {
        Time::parse(text).unwrap()
    }

    #[test]
    fn a_column_alone_ends_with_the_last_period_that_is_over() {
        let pasted = read_typed("120\n130\n110", Period::Week, at("2026-11-25 10:00"), 1.0);
        let told: Vec<(String, f64)> = pasted.values.iter().map(|value| (value.start.date_text(), value.quantity)).collect();
        assert_eq!(told, [("2026-11-02".to_owned(), 120.0), ("2026-11-09".to_owned(), 130.0), ("2026-11-16".to_owned(), 110.0)]);
        assert_eq!(typed_words(&pasted, Period::Week).unwrap(), "3 values, from W45 2026 to W47 2026.");
    }

    #[test]
    fn periods_beside_values_are_read_shares_in_percent_and_what_is_missing_is_told() {
        let pasted = read_typed("Month\tQuota\n2026-01\t95 %\n2026-03\t-2\n2026-03\t90", Period::Month, at("2026-11-25 10:00"), 100.0);
        assert_eq!(pasted.values.iter().map(|value| value.quantity).collect::<Vec<_>>(), [0.95, -0.02, 0.9]);
        let words = typed_words(&pasted, Period::Month).unwrap();
        let expected =
            "3 values, from Jan 2026 to Mar 2026. Where a period comes twice, the last value counts. Some periods between have none.";
        assert_eq!(words, expected);
        assert_eq!(typed_words(&read_typed("nothing", Period::Month, at("2026-11-25"), 1.0), Period::Month), None);
    }

    #[test]
    fn a_name_in_formulas_is_made_of_the_name() {
        assert_eq!(word_for(" Energy use (kWh) "), "energy_use_kwh");
        assert_eq!(
            (word_for("OEE").as_str(), word_for("2nd shift").as_str(), word_for("!").as_str()),
            ("typed_oee", "typed_2nd_shift", "")
        );
    }

    #[test]
    fn periods_to_type_into_begin_with_the_present_one() {
        let days: Vec<String> = typing_periods(Period::Month, at("2026-03-31 10:00"), 3).iter().map(|start| start.date_text()).collect();
        assert_eq!(days, ["2026-03-01", "2026-02-01", "2026-01-01"]);
    }
}
