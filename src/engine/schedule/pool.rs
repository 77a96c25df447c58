//! Use of a resource that several tasks share, over time, and where there is room beside it.
//!
//! Never counts a task while the resource has less than the task needs: it rests then.

use super::network::{NONE, Network, ResourceRow};
use super::timeline::{Claim, Room};
use crate::engine::calendar::{LAST, Milli};

/// Whether there is as much as the claim needs all the time it would count.
pub(super) fn room_pool(steps: &[(i64, Milli)], net: &Network, resource: &ResourceRow, claim: &Claim) -> Room {
    match steps.last() {
        None => return Room::Free,
        Some(last) if last.0 <= claim.start => return Room::Free,
        Some(_) => {}
    }
    let mut next = steps.partition_point(|step| step.0 <= claim.start);
    let mut from = claim.start;
    loop {
        let used = next.checked_sub(1).map_or(0, |current| steps[current].1);
        let until = steps.get(next).map_or(i64::MAX, |step| step.0);
        if used + claim.quantity > resource.least
            && let Some(conflict) = short_between(net, resource, used, claim.quantity, from, until.min(claim.end))
        {
            return Room::StartFrom(enough_from(steps, net, resource, claim, next, conflict));
        }
        if until >= claim.end || until == i64::MAX {
            return Room::Free;
        }
        (from, next) = (until, next + 1);
    }
}

/// The first moment in a stretch of constant use at which a further quantity would be too much.
#[inline]
fn short_between(net: &Network, resource: &ResourceRow, used: Milli, quantity: Milli, from: i64, to: i64) -> Option<i64> {
    if resource.size == NONE {
        return (used + quantity > resource.full && quantity <= resource.full).then_some(from);
    }
    let mut t = from;
    while t < to {
        let (size, end) = net.shape(resource.size).stretch(t);
        if size >= quantity && used + quantity > size {
            return Some(t);
        }
        t = end;
    }
    None
}

/// The first moment after a shortage from which there is room for as long as the claim takes at least; steps from `next` on lie after `t`.
fn enough_from(steps: &[(i64, Milli)], net: &Network, resource: &ResourceRow, claim: &Claim, next: usize, conflict: i64) -> i64 {
    let (mut t, mut next) = (conflict, next);
    // Since when there has been no shortage, and how much of that time counts.
    let (mut since, mut counted) = (None, 0);
    let (mut size, mut end) = if resource.size == NONE { (resource.full, i64::MAX) } else { (0, conflict) };
    loop {
        let used = next.checked_sub(1).map_or(0, |current| steps[current].1);
        let until = steps.get(next).map_or(i64::MAX, |step| step.0);
        if end <= t {
            (size, end) = net.shape(resource.size).stretch(t);
        }
        let (is_enough, change) = (size >= claim.quantity, until.min(end));
        if is_enough && used + claim.quantity > size {
            (since, counted) = (None, 0);
        } else {
            if is_enough && since.is_none() {
                since = Some(t);
            }
            if since.is_some() && (is_enough || !claim.rests) {
                counted += change - t;
            }
        }
        // Beyond the last step and the last calendar entry nothing changes any more.
        if since.is_some() && counted >= claim.shortest || change >= LAST {
            return since.unwrap_or(t).max(conflict + 1);
        }
        t = change;
        next += usize::from(until == t);
    }
}

/// Adds a quantity to the use wherever the claim counts: not while there is less than it needs.
pub(super) fn change_pool(steps: &mut Vec<(i64, Milli)>, net: &Network, resource: &ResourceRow, claim: &Claim, quantity: Milli) {
    if claim.quantity <= resource.least || resource.size == NONE {
        return change_steps(steps, claim.start, claim.end, quantity);
    }
    let mut t = claim.start;
    while t < claim.end {
        let (size, end) = net.shape(resource.size).stretch(t);
        if size >= claim.quantity {
            change_steps(steps, t, end.min(claim.end), quantity);
        }
        t = end;
    }
}

/// Adds a quantity to the use between two moments.
fn change_steps(steps: &mut Vec<(i64, Milli)>, start: i64, end: i64, quantity: Milli) {
    if end <= start {
        return;
    }
    let first = step_at(steps, start);
    let last = step_at(steps, end);
    for step in &mut steps[first..last] {
        step.1 += quantity;
    }
    // Only at its ends may the change have made neighbours equal.
    for edge in [last, first] {
        let before = edge.checked_sub(1).map_or(0, |before| steps[before].1);
        if steps[edge].1 == before {
            steps.remove(edge);
        }
    }
}

/// Position of the step at `t`, made if there is none.
fn step_at(steps: &mut Vec<(i64, Milli)>, t: i64) -> usize {
    let place = match steps.last() {
        Some(last) if last.0 < t => steps.len(),
        _ => steps.partition_point(|step| step.0 < t),
    };
    if steps.get(place).is_none_or(|step| step.0 != t) {
        let used = place.checked_sub(1).map_or(0, |before| steps[before].1);
        steps.insert(place, (t, used));
    }
    place
}
