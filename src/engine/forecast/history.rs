//! What a series must be before anything is computed from it: finite, without gaps, with a beginning.
//!
//! Never corrects what is only unusual: that is flagged, and corrected by people.

use serde::{Deserialize, Serialize};

/// What was found in a series that whoever reads its forecast should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Finding {
    /// There is no value at all: the forecast is zero.
    Empty,
    /// So few values that the forecast is their last or their mean.
    TooShort { values: usize },
    /// Every value is zero: so is the forecast.
    AllZero,
    /// Every value is the same: so is the forecast.
    Constant,
    /// So many periods without a value were filled from their neighbours.
    GapsFilled { periods: usize },
    /// So many values were no numbers, or too large to be quantities, and count as gaps.
    NotNumbers { periods: usize },
    /// Some values are negative: methods that multiply were left out, and forecasts may be negative.
    Negative,
    /// The method asked for needs more seasons, or values above zero: the last value goes on.
    MethodDoesNotApply,
}

/// Beyond this a value is a slip of the keyboard; squares stay far from the limits of numbers.
const LARGEST: f64 = 1e15;

/// The series from its first value on, gaps filled, with what was found.
///
/// A gap between the same seasons of the years before and after gets their mean, any other a straight line between its neighbours; gaps at the
/// end repeat the last value.
pub fn clean(history: &[Option<f64>], length: usize) -> (Vec<f64>, Vec<Finding>) {
    let lawful = |value: &Option<f64>| value.filter(|value| value.is_finite() && value.abs() <= LARGEST);
    let known: Vec<Option<f64>> = history.iter().map(lawful).skip_while(Option::is_none).collect();
    let strange = history.iter().filter(|value| value.is_some() && lawful(value).is_none()).count();
    let mut findings = Vec::new();
    if strange > 0 {
        findings.push(Finding::NotNumbers { periods: strange });
    }
    let gaps = known.iter().filter(|value| value.is_none()).count();
    if gaps > 0 {
        findings.push(Finding::GapsFilled { periods: gaps });
    }
    let mut values = Vec::with_capacity(known.len());
    let mut last = (0, 0.0);
    for (at, value) in known.iter().enumerate() {
        if let Some(value) = value {
            last = (at, *value);
            values.push(*value);
            continue;
        }
        let season = |at: Option<usize>| at.and_then(|at| known.get(at).copied().flatten());
        let same = (length > 1).then(|| season(at.checked_sub(length)).zip(season(Some(at + length)))).flatten();
        let next = known[at..].iter().position(Option::is_some).and_then(|ahead| Some((at + ahead, known[at + ahead]?)));
        values.push(match (same, next) {
            (Some((before, after)), _) => (before + after) / 2.0,
            (None, Some((there, value))) => last.1 + (value - last.1) * (at - last.0) as f64 / (there - last.0) as f64,
            (None, None) => last.1,
        });
    }
    match values.first() {
        None => findings.push(Finding::Empty),
        Some(first) if values.iter().all(|value| value == first) => {
            findings.push(if *first == 0.0 { Finding::AllZero } else { Finding::Constant });
        }
        Some(_) if values.len() < 5 => findings.push(Finding::TooShort { values: values.len() }),
        Some(_) => {}
    }
    if values.iter().any(|value| *value < 0.0) {
        findings.push(Finding::Negative);
    }
    (values, findings)
}
