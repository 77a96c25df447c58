//! Where the making of a plan stands; a plan enters the workspace only when it is accepted.
//!
//! Never plans: the engine worker does.

use super::{PlanRecords, ScheduleCommand};
use crate::engine::job::{Proposal, is_better};
use crate::engine::plan::{OrderShift, PlanChanges, PlanStats, Stage, Standing};
use crate::model::text::count_text;
use crate::model::{Absence, Order, Span};
use std::sync::Arc;

/// How a person wants a plan to be made.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct PlanWish {
    /// What starts within so long stays as it is.
    pub freeze: Span,
    /// Whether little may move.
    pub stay: bool,
}

/// Where the making of a plan stands.
#[derive(Clone, Debug, Default)]
pub enum Planning {
    /// Nothing is going on.
    #[default]
    Idle,
    /// The worker is searching.
    Running {
        /// Nothing while the engine is being loaded.
        stage: Option<Stage>,
        standing: Standing,
        /// The best plan so far.
        best: Option<Arc<Proposal>>,
    },
    /// A plan is there and waits to be accepted; `revision` is the session's when planning began.
    Ready { proposal: Arc<Proposal>, revision: u64 },
    /// Planning failed, for this reason; nothing has changed.
    Failed(String),
}

/// The best plan at a moment of the search.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Reached {
    /// Since the search began.
    pub elapsed_ms: f64,
    pub late: u32,
    pub lateness: Span,
}

impl Planning {
    /// The best plan so far.
    pub fn best(&self) -> Option<&Arc<Proposal>> {
        match self {
            Planning::Running { best, .. } => best.as_ref(),
            Planning::Ready { proposal, .. } => Some(proposal),
            Planning::Idle | Planning::Failed(_) => None,
        }
    }
}

/// The better of a plan that is there and one that was found: the one that is there, unless the other is better.
pub fn better(there: Option<Arc<Proposal>>, found: Arc<Proposal>) -> Arc<Proposal> {
    there.filter(|there| !is_better(&found.outcome.stats, &there.outcome.stats)).unwrap_or(found)
}

/// Above so many tasks, at most two workers search side by side, for each keeps a plan of its own in memory.
const MANY_TASKS: usize = 5_000;
/// At most so many workers, whatever the device has.
const MOST_WORKERS: usize = 4;

/// How many workers search side by side on a device of so many cores: one core is left to the page.
pub fn workers(cores: usize, tasks: usize) -> usize {
    cores.saturating_sub(1).clamp(1, if tasks > MANY_TASKS { 2 } else { MOST_WORKERS })
}

/// The best of what several workers came to, of equals one that is proved, else the first; all schedules that were tried are its own.
pub fn best_of(proposals: impl Iterator<Item = Proposal>) -> Option<Proposal> {
    proposals.reduce(|best, next| {
        let (old, new) = (best.outcome.stats, next.outcome.stats);
        let wins = is_better(&new, &old) || !is_better(&old, &new) && new.proved && !old.proved;
        let mut winner = if wins { next } else { best };
        winner.outcome.stats.passes = old.passes.saturating_add(new.passes);
        winner
    })
}

/// The command that takes a plan over, with the orders and absences it was made for.
pub fn acceptance(proposal: &Proposal, orders: Vec<Order>, absences: Vec<Absence>) -> ScheduleCommand {
    let outcome = &proposal.outcome;
    ScheduleCommand::AcceptPlan {
        plan: Box::new(PlanRecords {
            supply_orders: outcome.supply_orders.clone(),
            tasks: outcome.tasks.clone(),
            promises: outcome.promises.clone(),
            orders,
            absences,
        }),
    }
}

/// How good a plan is beside the best possible one: only what is proved is claimed.
pub fn quality_words(stats: &PlanStats) -> String {
    let tried = format!("{} schedules were tried.", count_text(stats.passes.max(1) as usize));
    let late = stats.lateness.seconds();
    let met = late == 0 && stats.refused + stats.partial == 0;
    let known = match stats.least_lateness.map(Span::seconds) {
        _ if stats.proved => "Proved: no schedule of these tasks is better.".to_owned(),
        _ if met => "Proved: no plan is less late.".to_owned(),
        Some(least) if least >= late => "Proved: these tasks cannot be less late.".to_owned(),
        Some(least) if least > 0 => {
            let over = ((late - least) as f64 / least as f64 * 100.0).ceil();
            if over > 100.0 {
                return format!(
                    "{} of the lateness cannot be avoided by these tasks; how much of the rest could be is not known. {tried}",
                    Span::from_seconds(least).text()
                );
            }
            format!(
                "At most {over} % above the least lateness that these tasks can have, which is at least {}.",
                Span::from_seconds(least).text()
            )
        }
        _ => "How much less late these tasks could be is not known.".to_owned(),
    };
    format!("{known} {tried}")
}

/// What a plan changes, line by line.
pub fn change_lines(changes: &PlanChanges) -> Vec<String> {
    let PlanChanges { added, earlier, later, handed_over, kept, removed, .. } = changes;
    let [added, earlier, later, handed_over, kept, removed] =
        [added, earlier, later, handed_over, kept, removed].map(|count| count_text(*count as usize));
    let mut lines = vec![format!(
        "Tasks: {added} new, {earlier} earlier, {later} later, {handed_over} handed over, {kept} as they are, {removed} no longer needed."
    )];
    let mut tell = |what: &str, wanted: &dyn Fn(&OrderShift) -> bool| {
        let found: Vec<String> = changes.orders.iter().filter(|shift| wanted(shift)).map(shift_words).collect();
        if !found.is_empty() {
            lines.push(format!("{what}: {}.", some(&found)));
        }
    };
    tell("No longer late", &OrderShift::is_saved);
    tell("No longer on time", &OrderShift::is_lost);
    tell("Later than now", &|shift| !shift.is_lost() && shift.growth() > 0);
    tell("Less late than now", &|shift| !shift.is_saved() && shift.growth() < 0);
    lines
}

/// An order that is worse or better off, with by how much.
pub fn shift_words(shift: &OrderShift) -> String {
    match (shift.before, shift.after) {
        (_, None) => format!("{} (not possible)", shift.name),
        (Some(_), Some(_)) if !shift.is_saved() => format!("{} by {}", shift.name, Span::from_seconds(shift.growth().abs()).text()),
        _ => shift.name.clone(),
    }
}

/// The first few names and how many more.
pub fn some(names: &[String]) -> String {
    let rest = names.len().saturating_sub(6);
    let shown = names[..names.len() - rest].join(", ");
    if rest == 0 { shown } else { format!("{shown} and {rest} more") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::plan::{PlanOutcome, PlanStats};

    fn proposal(late: u32) -> Arc<Proposal> {
        let stats = PlanStats { late, ..PlanStats::default() };
        Arc::new(Proposal { outcome: PlanOutcome { stats, ..PlanOutcome::default() }, ..Proposal::default() })
    }

    #[test]
    fn a_plan_that_is_there_gives_way_only_to_a_better_one() {
        let (two, three) = (proposal(2), proposal(3));
        assert!(Arc::ptr_eq(&better(Some(three.clone()), two.clone()), &two));
        assert!(Arc::ptr_eq(&better(Some(two.clone()), three.clone()), &two));
        assert!(Arc::ptr_eq(&better(Some(two.clone()), proposal(2)), &two));
        assert!(Arc::ptr_eq(&better(None, three.clone()), &three));
    }

    #[test]
    fn the_best_of_several_workers_is_the_same_whoever_is_done_first() {
        let made = |late: u32, proved: bool, passes: u32| {
            let stats = PlanStats { late, proved, passes, ..PlanStats::default() };
            Proposal { outcome: PlanOutcome { stats, ..PlanOutcome::default() }, ..Proposal::default() }
        };
        let best = |all: &[(u32, bool, u32)]| {
            let stats = best_of(all.iter().map(|(late, proved, passes)| made(*late, *proved, *passes))).map(|best| best.outcome.stats);
            stats.map(|stats| (stats.late, stats.proved, stats.passes))
        };
        assert_eq!(best(&[(3, false, 10), (2, false, 5), (4, true, 1)]), Some((2, false, 16)));
        assert_eq!(best(&[(2, false, 10), (2, true, 5)]), Some((2, true, 15)));
        assert_eq!(best(&[(2, true, 10), (2, false, 5)]), Some((2, true, 15)));
        assert_eq!(best(&[]), None);
    }

    #[test]
    fn a_core_is_left_to_the_page_and_many_tasks_take_two_workers_at_most() {
        let of = |tasks: usize| [0, 1, 2, 3, 5, 64].map(|cores| workers(cores, tasks));
        assert_eq!(of(5_000), [1, 1, 1, 2, 4, 4]);
        assert_eq!(of(5_001), [1, 1, 1, 2, 2, 2]);
    }

    #[test]
    fn only_what_is_proved_is_claimed() {
        let hours = Span::from_hours;
        let words = |late: i64, least: Option<i64>, proved: bool| {
            let stats = PlanStats { lateness: hours(late), least_lateness: least.map(hours), proved, passes: 9, ..PlanStats::default() };
            quality_words(&stats).replace(" 9 schedules were tried.", "")
        };
        assert_eq!(words(0, Some(0), true), "Proved: no schedule of these tasks is better.");
        assert_eq!(words(0, Some(0), false), "Proved: no plan is less late.");
        assert_eq!(words(12, Some(12), false), "Proved: these tasks cannot be less late.");
        let over = "At most 20 % above the least lateness that these tasks can have, which is at least 10 h.";
        assert_eq!(words(12, Some(10), false), over);
        let rest = "2 h of the lateness cannot be avoided by these tasks; how much of the rest could be is not known.";
        assert_eq!(words(12, Some(2), false), rest);
        assert_eq!(words(12, Some(0), false), "How much less late these tasks could be is not known.");
        assert_eq!(words(12, None, false), "How much less late these tasks could be is not known.");
    }

    #[test]
    fn orders_are_told_by_what_becomes_of_them() {
        let shift = |raw: u64, before: Option<i64>, after: Option<i64>| OrderShift {
            order: crate::model::RecordId::from_raw(raw),
            name: format!("O{raw}"),
            before: before.map(Span::from_hours),
            after: after.map(Span::from_hours),
        };
        let orders = vec![
            shift(1, Some(0), None),
            shift(2, Some(0), Some(3)),
            shift(3, Some(1), Some(2)),
            shift(4, Some(5), Some(0)),
            shift(5, Some(5), Some(4)),
        ];
        let lines = change_lines(&PlanChanges { orders, ..PlanChanges::default() });
        let rest = [
            "No longer late: O4.",
            "No longer on time: O1 (not possible), O2 by 3 h.",
            "Later than now: O3 by 1 h.",
            "Less late than now: O5 by 1 h.",
        ];
        assert_eq!(lines[1..], rest);
    }
}
