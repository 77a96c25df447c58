//! The tree of losses: from planned busy time down to the time of good pieces, in seconds that add up.
//!
//! Stops that were recorded are told by their reason; what ran slower than planned holds the minor stops that nobody recorded as well. What
//! ran faster than planned shows as a loss below zero: then the planned run time is wrong.

use super::amounts::{Amount, Sums};

/// Where a loss belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Branch {
    Availability,
    Performance,
    Quality,
}

/// One loss, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LostTime {
    pub branch: Branch,
    pub name: &'static str,
    pub seconds: f64,
}

/// The whole tree of one member and period.
#[derive(Clone, Debug, PartialEq)]
pub struct LossTree {
    pub open: f64,
    pub planned_stops: f64,
    pub overtime: f64,
    pub planned_busy: f64,
    pub running: f64,
    pub net_running: f64,
    pub fully_productive: f64,
    pub losses: Vec<LostTime>,
}

/// Where the time went. Nothing where no time is open, as for members that have no hours of their own.
pub fn losses(sums: &Sums) -> Option<LossTree> {
    let of = |amount| sums.of(amount);
    let [open, planned_stops, overtime] = [Amount::Open, Amount::PlannedStop, Amount::Overtime].map(of);
    let [running, net_running, fully_productive] = [Amount::Running, Amount::StandardProduced, Amount::StandardGood].map(of);
    let planned_busy = open - planned_stops + overtime;
    if open <= 0.0 || planned_busy <= 0.0 {
        return None;
    }
    let [breakdown, setup, minor, other] = [Amount::Breakdown, Amount::Setup, Amount::MinorStop, Amount::OtherStop].map(of);
    let startup = of(Amount::StandardStartup);
    let lost = |branch, name, seconds| LostTime { branch, name, seconds };
    let losses = vec![
        lost(Branch::Availability, "breakdowns", breakdown),
        lost(Branch::Availability, "setup and adjustment", setup),
        lost(Branch::Availability, "minor stops recorded", minor),
        lost(Branch::Availability, "unexplained stops", other),
        lost(Branch::Availability, "no work running", planned_busy - running - breakdown - setup - minor - other),
        lost(Branch::Performance, "reduced speed and minor stops not recorded", running - net_running),
        lost(Branch::Quality, "start-up rejects", startup),
        lost(Branch::Quality, "production rejects", net_running - fully_productive - startup),
    ];
    Some(LossTree { open, planned_stops, overtime, planned_busy, running, net_running, fully_productive, losses })
}
