//! What a key figure is, as data: its words, unit, direction, source, and how it is made of amounts; and the figure itself with all that it
//! is made of. Never a number where something would be divided by nothing.

use super::amounts::{Amount, Sums};
use super::facts::Dimension;
use super::laws::{nearest_rank, sigma_of_dpmo};
use super::{delivery, equipment, flow_figures, money, pieces};

/// In what a figure is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// One is a hundred percent.
    Share,
    Seconds,
    SecondsPerPiece,
    PerDay,
    PiecesPerHour,
    Count,
    Quantity,
    PerMillion,
    Sigma,
    Money,
    Ratio,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    Up,
    Down,
    /// Neither: it has a place where it belongs.
    Near,
}

/// What a figure is counted from, so that its rows can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Starts, pauses and ends of what ran or stood still in the period.
    Time,
    /// Counts of pieces in the period.
    Pieces,
    /// Counts of pieces that were scrapped in the period, and what was paid in it.
    Money,
    /// Both of them.
    TimeAndPieces,
    /// First starts and ends of what flowed.
    Flow,
    /// All facts of the tasks or orders that were due; the orders themselves tell the rest.
    Plan,
    /// Orders alone, which are no facts.
    Orders,
    /// Checks alone.
    Checks,
}

/// Which times a percentile is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    Cycle,
    Lead,
}

/// An amount, added or taken away.
pub type Term = (f64, Amount);

/// How a figure is made.
#[derive(Clone, Copy, Debug)]
pub enum Made {
    /// A sum.
    Sum { of: &'static [Term] },
    /// A sum by another sum, in the unit of the scale.
    Ratio { over: &'static [Term], under: &'static [Term], scale: f64 },
    /// The nearest rank of all times, or their mean where no rank is given.
    Times { of: Sample, rank: Option<f64> },
    /// The product over operations of what was good the first time; with `mean`, its geometric mean.
    Rolled { mean: bool },
    /// The sigma level of defects per opportunity, with the usual shift of 1.5.
    Sigma,
    /// Work in progress by throughput times cycle time.
    Little,
}

/// One key figure.
#[derive(Clone, Copy, Debug)]
pub struct Kpi {
    /// Its name in formulas.
    pub word: &'static str,
    pub label: &'static str,
    pub formula: &'static str,
    pub unit: Unit,
    pub better: Better,
    pub source: &'static str,
    pub rows: Rows,
    pub made: Made,
}

/// A number with all that it is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    pub value: Option<f64>,
    pub numerator: f64,
    pub denominator: f64,
    /// How many it is made of, where single things are counted.
    pub n: u32,
    pub inputs: Vec<(&'static str, f64)>,
}

/// All key figures with the names of their families, in the order in which they are read.
pub const FAMILIES: [(&str, &[Kpi]); 6] = [
    ("Flow", flow_figures::KPIS),
    ("Effectiveness", equipment::KPIS),
    ("Delivery", delivery::KPIS),
    ("Quality", pieces::KPIS),
    ("Maintenance", equipment::BREAKDOWNS),
    ("Cost", money::KPIS),
];

/// All key figures, family by family.
pub fn kpis() -> impl Iterator<Item = &'static Kpi> {
    FAMILIES.into_iter().flat_map(|(_, figures)| figures)
}

/// The key figure with this name.
pub fn kpi(word: &str) -> Option<&'static Kpi> {
    kpis().find(|kpi| kpi.word == word)
}

fn quotient(over: f64, under: f64) -> Option<f64> {
    (under > 0.0).then(|| over / under).filter(|value| value.is_finite())
}

impl Kpi {
    /// The figure of one member in one period.
    pub fn of(&self, sums: &Sums, dimension: Dimension) -> Figure {
        let sum = |terms: &[Term]| terms.iter().map(|(sign, amount)| sign * sums.of(*amount)).sum::<f64>();
        let mut figure = Figure::default();
        let mut show = |terms: &[Term]| {
            for (_, amount) in terms.iter().filter(|(_, amount)| *amount != Amount::One) {
                let input = (amount.word(), sums.of(*amount));
                if !figure.inputs.contains(&input) {
                    figure.inputs.push(input);
                }
            }
        };
        match self.made {
            Made::Sum { of } => {
                show(of);
                (figure.numerator, figure.denominator) = (sum(of), 1.0);
                figure.value = Some(figure.numerator);
            }
            Made::Ratio { over, under, scale } => {
                show(over);
                show(under);
                (figure.numerator, figure.denominator) = (sum(over), sum(under));
                // By whom hours are not told apart, nothing is a share of them.
                let of_hours = over.iter().chain(under).any(|(_, amount)| *amount == Amount::Open);
                let value = quotient(figure.numerator, figure.denominator).map(|value| scale * value);
                figure.value = value.filter(|_| !of_hours || dimension.has_hours());
                figure.n = figure.denominator.max(0.0) as u32;
            }
            Made::Times { of, rank } => {
                let times = if of == Sample::Cycle { &sums.cycle_times } else { &sums.lead_times };
                figure.n = times.len() as u32;
                (figure.numerator, figure.denominator) = (times.iter().sum(), times.len() as f64);
                figure.value = match rank {
                    Some(rank) => nearest_rank(times, rank),
                    None => quotient(figure.numerator, figure.denominator),
                };
                let ends = |best: fn(f64, f64) -> f64| times.iter().copied().reduce(best).unwrap_or(0.0);
                figure.inputs.extend([("times", figure.denominator), ("shortest", ends(f64::min)), ("longest", ends(f64::max))]);
            }
            // Over operations of different items there is no product.
            Made::Rolled { mean } if matches!(dimension, Dimension::Item | Dimension::Order) => {
                let yields: Vec<f64> = sums.operations.values().filter_map(|(good, produced)| quotient(*good, *produced)).collect();
                figure.n = yields.len() as u32;
                figure.inputs.extend(yields.iter().map(|share| ("good the first time", *share)));
                (figure.numerator, figure.denominator) = (yields.iter().product(), 1.0);
                let power = if mean { 1.0 / yields.len() as f64 } else { 1.0 };
                figure.value = (!yields.is_empty()).then(|| figure.numerator.powf(power));
            }
            Made::Rolled { .. } => {}
            Made::Sigma => {
                let (over, under) = (pieces::DEFECTS, &[(1.0, Amount::Opportunities)]);
                show(over);
                show(under);
                (figure.numerator, figure.denominator) = (sum(over), sum(under));
                figure.value = quotient(figure.numerator, figure.denominator).and_then(|share| sigma_of_dpmo(1e6 * share));
            }
            Made::Little => {
                let (inside, done, seconds) = (sums.of(Amount::InWorkSeconds), sums.of(Amount::Done), sums.of(Amount::Seconds));
                let cycle = quotient(sums.cycle_times.iter().sum(), sums.cycle_times.len() as f64);
                let wip = quotient(inside, seconds);
                (figure.numerator, figure.denominator) = (wip.unwrap_or(0.0), done / seconds * cycle.unwrap_or(0.0));
                figure.value = cycle.and_then(|_| quotient(figure.numerator, figure.denominator));
                figure.n = done as u32;
                figure.inputs.extend([("mean in work", figure.numerator), ("done per second", done / seconds)]);
                figure.inputs.extend(cycle.map(|cycle| ("mean cycle time in seconds", cycle)));
            }
        }
        figure
    }
}
