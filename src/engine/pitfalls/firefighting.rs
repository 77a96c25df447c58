//! The same problems come back and urgent beats important: Bohn's symptoms ("Stop Fighting Fires", Harvard Business Review 78(4), 2000).

use super::{Evidence, Level, positions, share};
use crate::engine::statistics::mann_kendall;

/// The window in days.
const WINDOW: f64 = 90.0;

/// One issue. Days are counted from anywhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    pub opened: f64,
    pub closed: Option<f64>,
    /// Equal where it is the same problem at the same step.
    pub problem: u64,
    pub urgent: bool,
    pub has_cause: bool,
    /// Critical, and opened as less; nothing where that is not known.
    pub became_critical: Option<bool>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Firefighting {
    /// Of the number of symptoms; concerned are the issues that came back.
    pub evidence: Evidence,
    /// Open issues by those closed in a week; endless where none is closed.
    pub backlog_weeks: f64,
    /// Of closed issues, those without a cause.
    pub incomplete: f64,
    pub recurring: f64,
    pub urgent: f64,
    pub crises: f64,
    /// Whether results fall, in one of the series given.
    pub falling: bool,
    pub symptoms: usize,
}

/// Issues of the 90 days before `now`, and series of results where more is better (on time in full, first pass yield).
pub fn firefighting(issues: &[Issue], now: f64, results: &[&[f64]]) -> Firefighting {
    let recent = |time: f64| time > now - WINDOW && time <= now;
    let opened = positions(issues, |issue| recent(issue.opened));
    let closed = positions(issues, |issue| issue.closed.is_some_and(recent));
    let open = positions(issues, |issue| issue.opened <= now && issue.closed.is_none_or(|closed| closed > now)).len();
    let count = |list: &[usize], holds: &dyn Fn(&Issue) -> bool| list.iter().filter(|at| issues.get(**at).is_some_and(holds)).count();
    let came_before = |issue: &Issue| {
        issues.iter().any(|other| {
            other.problem == issue.problem && other.closed.is_some_and(|end| end <= issue.opened && end > issue.opened - WINDOW)
        })
    };
    let back: Vec<usize> = opened.iter().copied().filter(|at| issues.get(*at).is_some_and(came_before)).collect();
    let weekly = closed.len() as f64 * 7.0 / WINDOW;
    let backlog_weeks = if open == 0 { 0.0 } else { open as f64 / weekly };
    let incomplete = share(count(&closed, &|issue| !issue.has_cause), closed.len());
    let recurring = share(back.len(), opened.len());
    let urgent = share(count(&opened, &|issue| issue.urgent), opened.len());
    let told = count(&opened, &|issue| issue.became_critical.is_some());
    let crises = share(count(&opened, &|issue| issue.became_critical == Some(true)), told);
    let falling = results.iter().any(|series| {
        let last = series.get(series.len().saturating_sub(12)..).unwrap_or_default();
        falling(last).is_some_and(|p| p < 0.1)
    });
    let signs = [backlog_weeks > 4.0, incomplete >= 0.3, recurring >= 0.2, urgent >= 0.25, told > 0 && crises >= 0.1, falling];
    let symptoms = signs.iter().filter(|sign| **sign).count();
    let level = Level::of(opened.len() >= 10, symptoms >= 3, symptoms >= 5);
    Firefighting {
        evidence: Evidence { level, n: opened.len(), statistic: symptoms as f64, p: None, concerned: back },
        backlog_weeks,
        incomplete,
        recurring,
        urgent,
        crises,
        falling,
        symptoms,
    }
}

/// Probability, two-sided, of a fall this steady by chance; nothing where the series does not fall (Mann 1945, Kendall; with ties).
pub fn falling(series: &[f64]) -> Option<f64> {
    mann_kendall(series).filter(|(score, _)| *score < 0.0).map(|(_, p)| p)
}
