//! Solutions of a shop as the solver's schedules, and back.
//!
//! Never carries times over: what passes is who goes before whom, and how each task is done.

use super::super::network::UNSET;
use super::super::search::{Found, Ground};
use super::super::solver::Candidate;
use super::selection::{Plan, Selection};
use super::shop::Shop;
use crate::model::sort_with_key;

/// The order and choices of a schedule; `None` when tasks are missing in it.
pub(super) fn heard(shop: &Shop, ground: Ground, schedule: &Candidate) -> Option<Plan> {
    if schedule.start.contains(&UNSET) {
        return None;
    }
    let mut order: Vec<u32> = (0..schedule.start.len() as u32).collect();
    sort_with_key(&mut order, |task| (schedule.start[*task as usize], ground.net.rank[*task as usize]));
    let choice = schedule.mode.iter().enumerate().map(|(task, mode)| shop.choices_of(task as u32).start + mode).collect();
    let mut plan = Plan { order, choice, span: 0 };
    plan.span = Selection::new(shop, &plan).span;
    Some(plan)
}

/// A solution as turns and modes for the decoder.
pub(super) fn found(shop: &Shop, plan: &Plan) -> Found {
    let selection = Selection::new(shop, plan);
    let start = (0..shop.tasks() as u32).map(|task| i64::from(selection.start(task))).collect();
    Found { start, mode: plan.choice.iter().map(|choice| shop.choice(*choice).mode).collect() }
}
