//! Quality is inspected in at the end, while defects are made before (Deming, point 3; Shingo, source inspection).

use super::{Evidence, Level, positions, share};

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedAtTheEnd {
    /// Of the late share; concerned are the late checks.
    pub evidence: Evidence,
    /// Of all checks, those in the last fifth of the steps.
    pub late: f64,
    /// How far a defect travels, by the whole way.
    pub escape: f64,
    pub unknown_origin: f64,
}

/// The number of steps, the step of each check, and of each defect where it was made (if known) and found, all counted from zero.
pub fn checked_at_the_end(steps: usize, checks: &[usize], defects: &[(Option<usize>, usize)]) -> CheckedAtTheEnd {
    // The last fifth, and the last step at least.
    let first_late = steps - (steps / 5).max(1).min(steps);
    let concerned = positions(checks, |step| *step >= first_late);
    let late = share(concerned.len(), checks.len());
    let ways: Vec<f64> = defects.iter().filter_map(|(origin, found)| Some(*found as f64 - (*origin)? as f64)).collect();
    let way = steps.saturating_sub(1).max(1) as f64;
    let escape = if ways.is_empty() { 0.0 } else { ways.iter().sum::<f64>() / ways.len() as f64 / way };
    let unknown_origin = share(defects.len() - ways.len(), defects.len());
    let flag = late >= 0.8 && (escape >= 0.3 || unknown_origin >= 0.5);
    let level = Level::of(steps >= 3 && checks.len() >= 2, flag, flag && late >= 1.0);
    CheckedAtTheEnd { evidence: Evidence { level, n: checks.len(), statistic: late, p: None, concerned }, late, escape, unknown_origin }
}
