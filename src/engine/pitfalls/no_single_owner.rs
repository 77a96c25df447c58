//! Nobody answers for an activity, or more than one does (the rule of RACI: exactly one accountable, at least one responsible).

use super::{Evidence, Level, positions, share};

/// How many are accountable and responsible for one activity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    pub accountable: usize,
    pub responsible: usize,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct NoSingleOwner {
    /// Of the larger share; concerned are the activities that break the rule.
    pub evidence: Evidence,
    /// Of activities, those that break the rule.
    pub violations: f64,
    /// Of open figures, issues and improvements, those without an owner.
    pub without_owner: f64,
}

/// Activities, and for each open figure, issue and improvement whether somebody owns it.
pub fn no_single_owner(activities: &[Roles], owned: &[bool]) -> NoSingleOwner {
    let concerned = positions(activities, |roles| roles.accountable != 1 || roles.responsible == 0);
    let violations = share(concerned.len(), activities.len());
    let without_owner = share(positions(owned, |owned| !owned).len(), owned.len());
    let worst = violations.max(without_owner);
    let flag = violations > 0.0 || owned.len() >= 5 && without_owner > 0.05;
    let level = Level::of(!activities.is_empty() || owned.len() >= 5, flag, flag && worst >= 0.1);
    let n = activities.len() + owned.len();
    NoSingleOwner { evidence: Evidence { level, n, statistic: worst, p: None, concerned }, violations, without_owner }
}
