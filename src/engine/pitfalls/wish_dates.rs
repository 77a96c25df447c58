//! Dates are wished for, without logic or capacity (the 14 points of the DCMA, PAM 200.1, as far as a plan of tasks can be asked).

use super::{Evidence, Level, positions, share};

/// Longer, or with more float, than two months of working days.
const LONG: f64 = 44.0;

/// A task that is not done, in working days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DatedTask {
    pub predecessors: usize,
    pub successors: usize,
    /// Its date is fixed by hand.
    pub fixed: bool,
    pub float: f64,
    pub duration: f64,
    pub has_resource: bool,
    /// Of its links: above zero waits, below zero starts too early.
    pub lag: f64,
    pub finish_to_start: bool,
    /// Something actual lies in the future, or something planned in the past.
    pub impossible_date: bool,
    /// Hours of its resource beyond what is there.
    pub overload: f64,
}

/// A point that a plan fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    MissingLogic,
    Fixed,
    NegativeFloat,
    HighFloat,
    LongTasks,
    NoResource,
    Lags,
    Leads,
    FewFinishToStart,
    ImpossibleDates,
    Overload,
}

/// What was found: shares of tasks, and counts where none is allowed.
#[derive(Clone, Debug, PartialEq)]
pub struct WishDates {
    /// Of the points failed; concerned are the tasks that fail any point.
    pub evidence: Evidence,
    /// Ends without a link, beyond one start and one finish of the whole, by tasks.
    pub missing_logic: f64,
    pub fixed: f64,
    pub negative_float: usize,
    pub high_float: f64,
    pub long_tasks: f64,
    pub no_resource: f64,
    pub lags: f64,
    pub leads: usize,
    pub finish_to_start: f64,
    pub impossible_dates: usize,
    pub overload: f64,
    pub failed: Vec<Failed>,
}

/// Judges at least ten tasks by eleven points: amber from two that fail, red from four.
pub fn wish_dates(tasks: &[DatedTask]) -> WishDates {
    let count = |holds: fn(&DatedTask) -> bool| positions(tasks, holds).len();
    let part = |holds: fn(&DatedTask) -> bool| share(count(holds), tasks.len());
    let loose = |holds: fn(&DatedTask) -> bool| count(holds).saturating_sub(1);
    let missing_logic = share(loose(|task| task.predecessors == 0) + loose(|task| task.successors == 0), tasks.len());
    let (fixed, high_float) = (part(|task| task.fixed), part(|task| task.float > LONG));
    let (long_tasks, no_resource) = (part(|task| task.duration > LONG), part(|task| !task.has_resource));
    let (lags, finish_to_start) = (part(|task| task.lag > 0.0), part(|task| task.finish_to_start));
    let (negative_float, leads) = (count(|task| task.float < 0.0), count(|task| task.lag < 0.0));
    let impossible_dates = count(|task| task.impossible_date);
    let overload: f64 = tasks.iter().map(|task| task.overload.max(0.0)).sum();
    let points = [
        (Failed::MissingLogic, missing_logic > 0.05),
        (Failed::Fixed, fixed > 0.05),
        (Failed::NegativeFloat, negative_float > 0),
        (Failed::HighFloat, high_float > 0.05),
        (Failed::LongTasks, long_tasks > 0.05),
        (Failed::NoResource, no_resource > 0.05),
        (Failed::Lags, lags > 0.05),
        (Failed::Leads, leads > 0),
        (Failed::FewFinishToStart, finish_to_start < 0.9),
        (Failed::ImpossibleDates, impossible_dates > 0),
        (Failed::Overload, overload > 0.0),
    ];
    let failed: Vec<Failed> = points.into_iter().filter(|(_, fails)| *fails).map(|(point, _)| point).collect();
    let concerned = positions(tasks, |task| {
        let [before, after] = [task.predecessors, task.successors].map(|links| links == 0);
        let times = task.fixed || task.float < 0.0 || task.float > LONG || task.duration > LONG || task.impossible_date;
        before || after || times || !task.has_resource || task.lag != 0.0 || !task.finish_to_start || task.overload > 0.0
    });
    let level = Level::of(tasks.len() >= 10, failed.len() >= 2, failed.len() >= 4);
    WishDates {
        evidence: Evidence { level, n: tasks.len(), statistic: failed.len() as f64, p: None, concerned },
        missing_logic,
        fixed,
        negative_float,
        high_float,
        long_tasks,
        no_resource,
        lags,
        leads,
        finish_to_start,
        impossible_dates,
        overload,
        failed,
    }
}
