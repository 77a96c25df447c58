//! Whether a process fits its specification: capability and performance indices with their intervals, and the ppm to expect.
//!
//! ISO 22514-2; Montgomery, chapter 8. Within is the spread inside subgroups (Cp, Cpk), overall that of all values (Pp, Ppk). Never asks whether
//! the process is stable or its values normal, without which no index means anything: the chart and `normality` say so.

use super::chart::StageOutcome;
use crate::engine::statistics::{chi_square_quantile, normal_probability, normal_quantile};
use serde::{Deserialize, Serialize};

/// What is allowed; a missing limit is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Specification {
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub target: Option<f64>,
}

/// A process as it was measured.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Process {
    pub mean: f64,
    pub deviation: f64,
    /// Values that the mean rests on.
    pub values: f64,
    /// Degrees of freedom that the deviation rests on.
    pub degrees: f64,
}

/// An index with its confidence interval, which is missing where too few values were measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Index {
    pub value: f64,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// Indices of one deviation, within or overall. What needs a limit or a target that is not said is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Indices {
    /// Cp or Pp: width allowed by width needed.
    pub potential: Option<Index>,
    /// Cpk or Ppk: the nearer side.
    pub actual: Option<Index>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    /// Cpm, which counts the distance from the target as spread.
    pub about_target: Option<Index>,
    /// Distance of the mean from the middle, as a share of half the width.
    pub off_centre: Option<f64>,
    /// Parts per million expected below and above, of a normal process.
    pub ppm_below: f64,
    pub ppm_above: f64,
}

/// The indices of a process at a confidence such as 0.95; none where nothing varies.
///
/// Cp by chi-square, Cpk after Bissell (1990), Cpm after Boyles (1991).
pub fn indices(process: &Process, specification: &Specification, confidence: f64) -> Indices {
    let Process { mean, deviation, values, degrees } = *process;
    let usable = mean.is_finite() && deviation.is_finite() && deviation > 0.0;
    if !usable {
        return Indices::default();
    }
    let finite = |limit: Option<f64>| limit.filter(|limit| limit.is_finite());
    let (low, high) = (finite(specification.lower), finite(specification.upper));
    let width = low.zip(high).map(|(low, high)| high - low).filter(|width| *width > 0.0);
    let lower = low.map(|low| (mean - low) / (3.0 * deviation));
    let upper = high.map(|high| (high - mean) / (3.0 * deviation));
    let nearer = match (lower, upper) {
        (Some(lower), Some(upper)) => Some(lower.min(upper)),
        (one, other) => one.or(other),
    };
    let doubt = 0.5 * (1.0 - if (0.0..1.0).contains(&confidence) { confidence } else { 0.95 });
    let by_chi_square = |value: f64, degrees: f64| {
        let end = |probability: f64| (degrees > 0.0).then(|| value * (chi_square_quantile(probability, degrees) / degrees).sqrt());
        Index { value, low: end(doubt), high: end(1.0 - doubt) }
    };
    let by_normal = |value: f64| {
        let reach = -normal_quantile(doubt) * (1.0 / (9.0 * values) + value * value / (2.0 * degrees)).sqrt();
        let end = |end: f64| (degrees > 0.0 && values > 0.0).then_some(end);
        Index { value, low: end(value - reach), high: end(value + reach) }
    };
    let about_target = width.zip(finite(specification.target)).map(|(width, target)| {
        let away = ((mean - target) / deviation).powi(2);
        let degrees = values * (1.0 + away).powi(2) / (1.0 + 2.0 * away);
        by_chi_square(width / (6.0 * deviation * (1.0 + away).sqrt()), if values > 1.0 { degrees } else { 0.0 })
    });
    let million = |limit: Option<f64>, side: f64| limit.map_or(0.0, |limit| 1e6 * normal_probability(side * (limit - mean) / deviation));
    Indices {
        potential: width.map(|width| by_chi_square(width / (6.0 * deviation), degrees)),
        actual: nearer.map(by_normal),
        lower,
        upper,
        about_target,
        off_centre: width.zip(low).map(|(width, low)| (mean - low - 0.5 * width).abs() / (0.5 * width)),
        ppm_below: million(low, 1.0),
        ppm_above: million(high, -1.0),
    }
}

/// Capability within subgroups and performance overall of the same values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Capability {
    pub process_within: Process,
    pub process_overall: Process,
    pub within: Indices,
    pub overall: Indices,
    /// Values outside the specification, per million measured.
    pub observed_ppm_below: f64,
    pub observed_ppm_above: f64,
}

/// The capability of measured subgroups, or of single values where every subgroup is one. The deviation within
/// and its degrees of freedom are those of the stage of their chart.
pub fn capability(subgroups: &[Vec<f64>], stage: &StageOutcome, specification: &Specification, confidence: f64) -> Capability {
    let all: Vec<f64> = subgroups.iter().flatten().copied().filter(|value| value.is_finite()).collect();
    let count = all.len() as f64;
    let mean = if all.is_empty() { 0.0 } else { all.iter().sum::<f64>() / count };
    let squares: f64 = all.iter().map(|value| (value - mean).powi(2)).sum();
    let overall = Process { mean, deviation: (squares / (count - 1.0).max(1.0)).sqrt(), values: count, degrees: (count - 1.0).max(0.0) };
    let within = Process { deviation: stage.deviation, degrees: stage.degrees, ..overall };
    let share = |outside: &dyn Fn(f64) -> bool| 1e6 * all.iter().filter(|value| outside(**value)).count() as f64 / count.max(1.0);
    Capability {
        process_within: within,
        process_overall: overall,
        within: indices(&within, specification, confidence),
        overall: indices(&overall, specification, confidence),
        observed_ppm_below: share(&|value| specification.lower.is_some_and(|lower| value < lower)),
        observed_ppm_above: share(&|value| specification.upper.is_some_and(|upper| value > upper)),
    }
}
