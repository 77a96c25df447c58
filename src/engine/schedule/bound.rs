//! What no schedule can beat: earliest ends by calendars and links, and the energy that resources must find time for.
//!
//! Never counts anything that some schedule could avoid; a term that cannot be bounded is zero.

use super::evaluate::{Scorer, Terms};
use super::network::{LineKind, ModeRow, Need, Network, UNSET};
use super::problem::Pace;
use super::score::Goal;
use super::windows::Windows;
use crate::engine::calendar::{LAST, ONE};
use crate::model::sort_with_key;

/// A task that must use a certain resource.
struct Demand {
    task: usize,
    /// Earliest start, and shortest time from its end to the end of everything.
    head: i64,
    tail: i64,
    /// Least length, and least quantity times open seconds.
    length: i64,
    energy: i64,
}

/// For every term of the score a number that it is never below, as long as the terms before are met.
pub(super) fn bound(net: &Network, windows: &Windows, scorer: &Scorer) -> Terms {
    let mut terms = Terms::default();
    let placeable = |task: &usize| windows.earliest_end[*task] != UNSET;
    let tasks = || (0..net.tasks.len()).filter(placeable);
    terms[0] = (net.tasks.len() - tasks().count()) as i64;
    let end = &windows.earliest_end;
    let sum = |each: &dyn Fn(usize) -> i64| tasks().map(each).fold(0, i64::saturating_add);
    let mut set = |goal: Goal, value: i64| {
        if let Some(term) = scorer.term(goal) {
            terms[term] = value;
        }
    };
    set(Goal::Deadlines, sum(&|task| (end[task] - net.tasks[task].deadline).max(0)));
    set(Goal::Tardiness, sum(&|task| scorer.late(net, task, end[task])));
    set(Goal::Disturbance, sum(&|task| scorer.pressing(net, task, end[task])));
    set(Goal::FlowTime, sum(&|task| (end[task] - net.earliest).max(0)));
    set(Goal::Cost, sum(&|task| net.modes_of(task as u32).iter().map(|mode| mode.cost).min().unwrap_or(0)));
    scorer.raise_last_end(&mut terms, windows.critical_end - net.earliest);
    if let Some(first) = scorer.term(Goal::TardinessByPriority) {
        for task in tasks() {
            let term = &mut terms[first + scorer.class(task)];
            *term = term.saturating_add(scorer.late(net, task, end[task]));
        }
    }
    terms
}

/// Raises the bound by what resources must find time for. Takes longer than a first schedule, so it is done after that.
pub(super) fn bound_by_resources(net: &Network, windows: &Windows, scorer: &Scorer, terms: &mut Terms) {
    for (resource, mut demands) in demands(net, windows).into_iter().enumerate().filter(|(_, demands)| !demands.is_empty()) {
        let resource = resource as u32;
        if scorer.wants_early_end() {
            let last = energy_end(net, resource, &mut demands).max(one_machine_end(net, resource, &demands));
            scorer.raise_last_end(terms, last - net.earliest);
        }
        lateness(net, resource, &mut demands, scorer, terms);
    }
}

/// By resource, tasks that need it in every mode; held ones are left out, because they may overlap.
fn demands(net: &Network, windows: &Windows) -> Vec<Vec<Demand>> {
    let mut demands: Vec<Vec<Demand>> = net.resources.iter().map(|_| Vec::new()).collect();
    for (task, row) in net.tasks.iter().enumerate() {
        let modes = net.modes_of(task as u32);
        let Some(first) = modes.first().filter(|_| windows.earliest_end[task] != UNSET && row.pin.is_none()) else { continue };
        let length = modes.iter().map(|mode| mode.shortest).min().unwrap_or(0);
        for &Need { resource, .. } in net.needs_of(first) {
            let need = |mode: &ModeRow| net.needs_of(mode).iter().find(|need: &&Need| need.resource == resource);
            let energies = modes.iter().map(|mode| need(mode).map(|need| need.quantity.saturating_mul(mode.shortest)));
            let Some(energy) = energies.reduce(|a, b| Some(a?.min(b?))).flatten() else { continue };
            if matches!(net.resources[resource as usize].line, LineKind::Single | LineKind::Sequence | LineKind::Pool) {
                // What goes on by itself may go on while the resource is closed.
                let energy = if row.pace == Pace::Elapsed { 0 } else { energy };
                let (head, tail) = (windows.earliest_start[task], windows.tail[task]);
                demands[resource as usize].push(Demand { task, head, tail, length, energy });
            }
        }
    }
    demands
}

/// When an amount of energy begun at `from` is used up at the earliest, with the whole resource at work.
fn used_up(net: &Network, resource: u32, from: i64, energy: i64) -> i64 {
    let row = &net.resources[resource as usize];
    // Time that is needed even if nothing is ever closed and the resource is as large as it ever gets.
    let plain = from.saturating_add(energy / row.full.max(1)).min(LAST);
    if row.size == super::network::NONE {
        return plain;
    }
    net.shape(row.size).finish_at(from, energy / ONE).unwrap_or(plain).max(plain)
}

/// The earliest end of everything by energy: all tasks from some head on, and then the shortest of their tails.
fn energy_end(net: &Network, resource: u32, demands: &mut [Demand]) -> i64 {
    sort_with_key(demands, |demand| -demand.head);
    let (mut energy, mut tail, mut last) = (0i64, i64::MAX, net.earliest);
    for demand in demands.iter() {
        energy = energy.saturating_add(demand.energy);
        tail = tail.min(demand.tail);
        last = last.max(used_up(net, resource, demand.head, energy).saturating_add(tail));
    }
    last
}

/// The earliest end of everything if a resource that does one task at a time could interrupt tasks at will (Jackson 1955).
fn one_machine_end(net: &Network, resource: u32, demands: &[Demand]) -> i64 {
    if net.resources[resource as usize].line == LineKind::Pool {
        return net.earliest;
    }
    let mut waiting: Vec<&Demand> = demands.iter().filter(|demand| demand.energy > 0).collect();
    sort_with_key(&mut waiting, |demand| -demand.head);
    // Ready tasks by tail, with what is left of them.
    let mut ready: std::collections::BinaryHeap<(i64, i64)> = std::collections::BinaryHeap::new();
    let (mut now, mut last) = (i64::MIN, net.earliest);
    loop {
        if ready.is_empty() {
            let Some(next) = waiting.last() else { return last };
            now = now.max(next.head);
        }
        while let Some(next) = waiting.pop_if(|next| next.head <= now) {
            ready.push((next.tail, next.length));
        }
        let Some((tail, left)) = ready.pop() else { continue };
        let until = waiting.last().map_or(i64::MAX, |next| next.head).min(now + left);
        if until == now + left {
            last = last.max(until.saturating_add(tail));
        } else {
            ready.push((tail, left - (until - now)));
        }
        now = until;
    }
}

/// Lateness that a resource cannot avoid: of all tasks due by a date, one ends no earlier than their energy allows.
fn lateness(net: &Network, resource: u32, demands: &mut [Demand], scorer: &Scorer, terms: &mut Terms) {
    sort_with_key(demands, |demand| net.tasks[demand.task].due);
    let by_priority = scorer.term(Goal::TardinessByPriority);
    let classes = by_priority.map_or(1, |_| demands.iter().map(|demand| scorer.class(demand.task) + 1).max().unwrap_or(1));
    for class in 0..classes {
        let term = by_priority.map(|first| first + class).or_else(|| scorer.term(Goal::Tardiness));
        let Some(term) = term else { return };
        let (mut energy, mut head, mut weight) = (0i64, i64::MAX, i64::MAX);
        for demand in demands.iter().filter(|demand| by_priority.is_none() || scorer.class(demand.task) == class) {
            let row = &net.tasks[demand.task];
            if row.due == LAST {
                break;
            }
            energy = energy.saturating_add(demand.energy);
            head = head.min(demand.head);
            weight = weight.min(row.weight);
            let late = (used_up(net, resource, head, energy) - row.due).max(0).saturating_mul(weight);
            terms[term] = terms[term].max(late);
        }
    }
}
