//! A control chart as plain data: what is asked and what is answered. The arithmetic is in the files beside it; never draws.

use super::rules::{Rule, RuleSet};
use serde::{Deserialize, Serialize};

/// The kinds of control charts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum ChartKind {
    /// Means of subgroups, with their ranges.
    XbarR,
    /// Means of subgroups, with their standard deviations.
    XbarS,
    /// Single values, with their moving ranges (I-MR).
    Individuals,
    /// Share of nonconforming items among those inspected.
    P,
    /// Number of nonconforming items.
    Np,
    /// Number of nonconformities in samples of one size.
    C,
    /// Nonconformities per unit inspected.
    U,
    /// Good items, or opportunities, between two rare events.
    G,
    /// Time between two rare events.
    T,
    /// Exponentially weighted moving average: weight of the newest, limits in standard deviations, and whether they stand at their final width
    /// from the first point on.
    Ewma { weight: f64, width: f64, steady: bool },
    /// Cumulative sums upwards and downwards, with slack and decision interval in standard deviations of what is plotted.
    Cusum { slack: f64, decision: f64 },
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChartRequest {
    pub kind: ChartKind,
    /// One list a point: its measurements, or its one value, count or time. An empty list is a point without a value.
    pub points: Vec<Vec<f64>>,
    /// Items or units inspected for each point, or one number for all; only for p, np and u.
    pub sizes: Vec<f64>,
    /// In order of their first points; none is one stage whose limits are estimated.
    pub stages: Vec<Stage>,
    pub excluded: Vec<Exclusion>,
    pub rules: RuleSet,
}

/// Points from one on that share their limits, until the next stage begins.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    pub start: usize,
    pub limits: Basis,
}

/// Where the limits of a stage come from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Basis {
    /// From the points of the stage itself: phase I.
    Estimated,
    /// From the stage before, as they were found there: phase II.
    Before,
    /// From a known process: mean (share, count or rate of attributes) and standard deviation, which attributes do not need.
    Known { mean: f64, deviation: f64 },
    /// Drawn as they are said; the second chart is estimated. Averages and sums take their centre from it and keep limits of their own.
    Fixed { lower: Option<f64>, centre: f64, upper: Option<f64> },
}

/// A point that no limit is estimated from and no rule looks at; it is still drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    pub point: usize,
    pub reason: String,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChartOutcome {
    pub main: Series,
    /// Ranges, standard deviations, moving ranges, or the sums downwards (drawn below zero).
    pub second: Option<Series>,
    /// What each stage is measured by.
    pub stages: Vec<StageOutcome>,
    /// Rules that were asked for and do not hold for this kind of chart.
    pub left_out: Vec<Rule>,
    pub findings: Vec<Finding>,
}

/// One line of points.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Series {
    pub points: Vec<Point>,
    pub signals: Vec<Signal>,
}

/// One point with its limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub value: Option<f64>,
    pub centre: f64,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    /// Standard deviation of what is plotted.
    pub deviation: f64,
    /// Distance from the centre line in standard deviations.
    pub z: Option<f64>,
    /// 1 within one standard deviation (zone C), 2 within two (B), 3 within three (A), 4 beyond; negative below the centre line, 0 on it.
    pub zone: i8,
    pub excluded: bool,
    /// Points that the sum has stayed above zero, of cumulative sums.
    pub run: usize,
}

/// A rule that fires.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    pub rule: Rule,
    /// The last of the pattern.
    pub point: usize,
    /// All points of the pattern.
    pub points: Vec<usize>,
}

/// The process as a stage sees it: what phase II and capability go on with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StageOutcome {
    pub start: usize,
    pub end: usize,
    pub mean: f64,
    /// Within subgroups; of single values for individuals. Zero for attributes, which have it from the mean.
    pub deviation: f64,
    /// Degrees of freedom of the deviation: those with its relative error, 1/(2ν). None where it is known or not needed.
    pub degrees: f64,
    /// Points that the limits were estimated from.
    pub used: usize,
}

/// What whoever reads the chart should know; stages are positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Finding {
    /// There is nothing to estimate limits from.
    NothingToEstimate { stage: usize },
    /// Fewer than twenty points: the limits will move.
    FewPoints { stage: usize, used: usize },
    /// Nothing varies.
    NoVariation { stage: usize },
    /// Some of the points that the limits were estimated from signal themselves.
    LimitsFromSignals { stage: usize },
    /// Samples so small that hardly ever anything is found in them: the lower limit is at zero and chance alone passes the upper one.
    SmallCounts { stage: usize },
    /// Ranges of large subgroups waste what was measured.
    LargeSubgroups { stage: usize },
    /// Points without a value that can be used, or with more found than inspected.
    NotUsable { points: usize },
    /// An excluded point without its reason.
    NoReason { point: usize },
}

impl Finding {
    /// The cause in words.
    pub fn cause(self) -> &'static str {
        match self {
            Finding::NothingToEstimate { .. } => "There are too few usable points to estimate limits from.",
            Finding::FewPoints { .. } => "The limits rest on few points and will still move.",
            Finding::NoVariation { .. } => "Nothing varies, so every change will signal.",
            Finding::LimitsFromSignals { .. } => {
                "Some points that the limits rest on signal themselves: find their cause, then exclude them with the reason."
            }
            Finding::SmallCounts { .. } => {
                "So little is found in each sample that the limits mislead: inspect more, or count between findings."
            }
            Finding::LargeSubgroups { .. } => "In subgroups this large standard deviations say more than ranges.",
            Finding::NotUsable { .. } => "Some points have no usable value and are left open.",
            Finding::NoReason { .. } => "A point is excluded without saying why.",
        }
    }
}

impl ChartKind {
    /// The rules that hold for what is plotted, and for the second chart. Zones count where values are near normal alone; attributes and spreads
    /// keep the first four, and values that carry the past with them only the first.
    pub fn valid_rules(self) -> (&'static [Rule], &'static [Rule]) {
        const FIRST_FOUR: [Rule; 4] = [Rule::Beyond, Rule::OneSide, Rule::Trend, Rule::Alternating];
        match self {
            ChartKind::XbarR | ChartKind::XbarS => (&Rule::ALL, &FIRST_FOUR),
            // Neighbouring moving ranges share a value, so that their patterns mean nothing.
            ChartKind::Individuals => (&Rule::ALL, &[Rule::Beyond]),
            ChartKind::Ewma { .. } | ChartKind::Cusum { .. } => (&[Rule::Beyond], &[Rule::Beyond]),
            _ => (&FIRST_FOUR, &[]),
        }
    }
}
