//! Use of a resource that several tasks share, over time, and where there is room beside it.
//!
//! Never counts a task while the resource has less than the task needs: it rests then.

use super::network::{NONE, Network, ResourceRow};
use super::timeline::{Claim, Room};
use crate::engine::calendar::{LAST, Milli};
use crate::engine::rows::Rows;
use std::cell::{Cell, RefCell};

/// So many lengths to each doubling, as a power of two, are remembered by where a shared resource is full: with fewer, much would be left
/// to search beyond what is remembered, for a claim asks for any length up to the next.
const FINENESS: u32 = 2;
/// Fewer steps are searched sooner than remembered.
const REMEMBERED: usize = 32;

/// Use of a shared resource while claims are placed.
#[derive(Clone, Debug, Default)]
pub(super) struct Pool {
    /// Use from each step on, sorted; nothing before the first, the last is zero.
    pub steps: Rows<(i64, Milli)>,
    full: Full,
}

/// Where there is known to be no room, so that what is crowded is not searched again and again: claims only ever take room, and when one
/// gives it back all is forgotten.
#[derive(Clone, Debug, Default)]
struct Full {
    /// What is remembered holds for claims of this quantity, and of this kind.
    of: Cell<(Milli, bool)>,
    /// For each length: stretches, sorted and apart, that begin short of room and in which no room of that length or longer begins.
    stretches: RefCell<Vec<Vec<(i64, i64)>>>,
}

impl Pool {
    /// Forgets everything placed, keeps the memory.
    pub fn clear(&mut self) {
        self.steps.clear();
        self.full.forget();
    }

    /// Whether there is as much as the claim needs all the time it would count.
    pub fn room(&self, net: &Network, resource: &ResourceRow, claim: &Claim) -> Room {
        match conflict(&self.steps, net, resource, claim) {
            Some(conflict) => Room::StartFrom(self.enough_after(net, resource, claim, conflict).max(conflict + 1)),
            None => Room::Free,
        }
    }

    /// Adds a quantity to the use wherever the claim counts; less than nothing where it is taken back.
    pub fn change(&mut self, net: &Network, resource: &ResourceRow, claim: &Claim, quantity: Milli) {
        if quantity < 0 {
            self.full.forget();
        }
        change_pool(&mut self.steps, net, resource, claim, quantity);
    }

    /// The first moment after a shortage from which there is room for as long as the claim takes at least.
    fn enough_after(&self, net: &Network, resource: &ResourceRow, claim: &Claim, conflict: i64) -> i64 {
        let search =
            |from: i64, length: i64, stop: i64| enough_from(&self.steps, net, resource, claim, length, from, stop).unwrap_or((stop, stop));
        if self.steps.len() < REMEMBERED || !self.full.remembers(claim) {
            return search(conflict, claim.shortest, i64::MAX).1;
        }
        let (class, length) = length_class(claim.shortest);
        let whole;
        let mut stretches = self.full.stretches.borrow_mut();
        if stretches.len() <= class {
            stretches.resize(class + 1, Vec::new());
        }
        let (known, mut t) = (&mut stretches[class], conflict);
        let first = known.partition_point(|stretch| stretch.1 <= conflict);
        let (mut next, mut from) = (first, conflict);
        // What is known to be full is passed over, what lies between is searched.
        loop {
            match known.get(next) {
                Some(stretch) if stretch.0 <= t => {
                    (from, t) = (from.min(stretch.0), stretch.1);
                    next += 1;
                }
                between => {
                    let stop = between.map_or(i64::MAX, |stretch| stretch.0);
                    let found = search(t, length, stop);
                    t = found.0;
                    if t != stop {
                        whole = found.1;
                        break;
                    }
                }
            }
        }
        if first == next {
            known.insert(first, (from, t));
        } else {
            known[first] = (from, t);
            known.drain(first + 1..next);
        }
        whole
    }
}

impl Full {
    fn forget(&self) {
        self.of.set((0, false));
        self.stretches.borrow_mut().iter_mut().for_each(Vec::clear);
    }

    /// Whether what is remembered is of claims of this kind; of no other once one is remembered.
    fn remembers(&self, claim: &Claim) -> bool {
        let kind = (claim.quantity, claim.rests);
        if self.of.get() == (0, false) {
            self.of.set(kind);
        }
        self.of.get() == kind
    }
}

/// The longest remembered length that is not above a claim's, by position and in seconds: its highest bits.
fn length_class(shortest: i64) -> (usize, i64) {
    let shortest = shortest.max(1);
    let doublings = shortest.ilog2();
    let shift = doublings.saturating_sub(FINENESS);
    let steps = shortest >> shift;
    (((doublings << FINENESS) + (steps as u32 & ((1 << FINENESS) - 1))) as usize, steps << shift)
}

/// Position of the first step later than `t`.
fn first_behind(steps: &Rows<(i64, Milli)>, t: i64) -> usize {
    steps.position(|step| step.0 <= t)
}

/// The first moment at which there is less than the claim needs where it is.
fn conflict(steps: &Rows<(i64, Milli)>, net: &Network, resource: &ResourceRow, claim: &Claim) -> Option<i64> {
    if steps.last().is_none_or(|last| last.0 <= claim.start) {
        return None;
    }
    let mut next = first_behind(steps, claim.start);
    let mut from = claim.start;
    loop {
        let used = next.checked_sub(1).map_or(0, |current| steps[current].1);
        let until = steps.get(next).map_or(i64::MAX, |step| step.0);
        if used + claim.quantity > resource.least
            && let Some(conflict) = short_between(net, resource, used, claim.quantity, from, until.min(claim.end))
        {
            return Some(conflict);
        }
        if until >= claim.end || until == i64::MAX {
            return None;
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

/// The first moments from `t` on from which there is room for `length`, and for as long as the claim takes at least, which is no shorter;
/// `None` where none of the first begins before `stop`, which is a moment that is short of room.
fn enough_from(
    steps: &Rows<(i64, Milli)>,
    net: &Network,
    resource: &ResourceRow,
    claim: &Claim,
    length: i64,
    t: i64,
    stop: i64,
) -> Option<(i64, i64)> {
    let mut next = first_behind(steps, t);
    let (mut t, begun) = (t, t);
    // Since when there has been no shortage, and how much of that time counts.
    let (mut since, mut counted) = (None, 0);
    let mut shorter = None;
    let mut stretches = net.shape(if resource.size == NONE { 0 } else { resource.size }).stretches(t);
    let (mut size, mut end) = if resource.size == NONE { (resource.full, i64::MAX) } else { (0, begun) };
    let mut used = next.checked_sub(1).map_or(0, |current| steps[current].1);
    loop {
        if t >= stop && since.is_none() && shorter.is_none() {
            return None;
        }
        let (until, behind) = steps.get(next).map_or((i64::MAX, used), |step| *step);
        if end <= t {
            (size, end) = stretches.next().unwrap_or((size, LAST));
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
        // Beyond the last step and the last calendar entry nothing changes any more: what is short there stays short.
        let is_end = change >= LAST;
        if shorter.is_none() && (since.is_some() && counted >= length || is_end) {
            shorter = Some(since.unwrap_or(LAST));
        }
        if let Some(shorter) = shorter.filter(|_| since.is_some() && counted >= claim.shortest || is_end) {
            return Some((shorter, since.unwrap_or(LAST)));
        }
        t = change;
        if until == t {
            (next, used) = (next + 1, behind);
        }
    }
}

/// Adds a quantity to the use wherever the claim counts: not while there is less than it needs.
fn change_pool(steps: &mut Rows<(i64, Milli)>, net: &Network, resource: &ResourceRow, claim: &Claim, quantity: Milli) {
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
fn change_steps(steps: &mut Rows<(i64, Milli)>, start: i64, end: i64, quantity: Milli) {
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
fn step_at(steps: &mut Rows<(i64, Milli)>, t: i64) -> usize {
    let place = first_behind(steps, t - 1);
    if steps.get(place).is_none_or(|step| step.0 != t) {
        let used = place.checked_sub(1).map_or(0, |before| steps[before].1);
        steps.insert(place, (t, used));
    }
    place
}
