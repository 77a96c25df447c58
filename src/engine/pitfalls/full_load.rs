//! Every hour is planned, so that any variation becomes waiting (Kingman 1961; Hopp and Spearman, Factory Physics, chapter 8).

use super::{Evidence, Level, positions};

/// So many periods ahead are looked at.
const AHEAD: usize = 6;

/// What was found, period by period.
#[derive(Clone, Debug, PartialEq)]
pub struct FullLoad {
    pub evidence: Evidence,
    /// Load by effective capacity.
    pub utilisation: Vec<f64>,
    /// Waiting in process times where arrivals and work vary as usual; nothing where it is endless.
    pub waiting: Vec<Option<f64>>,
}

/// Hours planned and open per period ahead, and what part of an open hour is effective. Amber from two periods at 85 %, red from two at 95 % or
/// one beyond all there is.
pub fn full_load(load: &[f64], capacity: &[f64], efficiency: f64) -> FullLoad {
    let utilisation: Vec<f64> = load
        .iter()
        .zip(capacity)
        .take(AHEAD)
        .map(|(load, open)| (load / (open * efficiency)).max(0.0))
        .map(|share| if share.is_nan() { 0.0 } else { share })
        .collect();
    let at_least = |limit: f64| positions(&utilisation, |share| *share >= limit);
    let beyond = utilisation.iter().any(|share| *share > 1.0);
    let concerned = at_least(0.85);
    let level = Level::of(!utilisation.is_empty(), concerned.len() >= 2, beyond || at_least(0.95).len() >= 2);
    FullLoad {
        evidence: Evidence {
            level,
            n: utilisation.len(),
            statistic: utilisation.iter().copied().fold(0.0, f64::max),
            p: None,
            concerned: if level >= Level::Amber { concerned } else { Vec::new() },
        },
        waiting: utilisation.iter().map(|share| (*share < 1.0).then(|| share / (1.0 - share))).collect(),
        utilisation,
    }
}
