//! Problems in which single machines bind: tabu search on the graph of a schedule, path relinking, and bounds.
//!
//! Never places a task: what it finds are sequences, and the decoder makes the schedule that counts.

mod bound;
mod compile;
mod construct;
mod critical;
mod elite;
mod plans;
mod relink;
mod selection;
mod shop;
mod span;
mod tabu;
mod tardiness;
#[cfg(test)]
mod tests;

use super::score::Goal;
use super::search::{Ground, Search};
use compile::Frame;
use span::SpanSearch;
use tardiness::TardinessSearch;

/// The searches for problems of this kind; none for others, or where other goals come first.
pub(super) fn suited(ground: Ground) -> Vec<Box<dyn Search>> {
    let served = [Goal::Deadlines, Goal::TardinessByPriority, Goal::Tardiness, Goal::Makespan, Goal::LastDay];
    let is_served = ground.scorer.goals().next().is_some_and(|(goal, _)| served.contains(&goal));
    let Some(frame) = Frame::new(ground.net, ground.windows).filter(|_| is_served) else { return Vec::new() };
    let mut searches: Vec<Box<dyn Search>> = Vec::new();
    let tardiness = TardinessSearch::new(&frame, ground);
    if tardiness.is_some() || ground.scorer.wants_early_end() {
        searches.push(Box::new(SpanSearch::new(frame, ground)));
    }
    searches.extend(tardiness.map(|search| Box::new(search) as Box<dyn Search>));
    searches
}
