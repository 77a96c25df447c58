//! What is already placed on one resource, kept so that the next free place is found quickly.
//!
//! Never checks calendars of tasks; it only knows what is used when.

use super::network::{LineKind, NONE, Network, ResourceRow};
use super::pool::Pool;
use crate::engine::calendar::{Milli, ONE};
use crate::engine::rows::Rows;

/// Use of one resource over time.
#[derive(Clone, Debug)]
pub(super) enum Line {
    Unlimited,
    /// Busy stretches, sorted and apart; gaps in which nothing could be done anyway are filled.
    Single(Rows<Stretch>),
    /// Tasks one after the other with their setup families.
    Sequence(Rows<Turn>),
    Pool(Box<Pool>),
    /// Use of each bucket.
    Buckets(Vec<Milli>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub start: i64,
    pub end: i64,
    /// Seconds since the one before in which anything can be done.
    gap: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    pub start: i64,
    pub end: i64,
    pub family: u32,
    /// Seconds since the one before in which anything can be done.
    gap: i64,
}

/// A task as a resource sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim {
    pub start: i64,
    pub end: i64,
    pub quantity: Milli,
    pub family: u32,
    /// No placement of it is shorter.
    pub shortest: i64,
    /// Whether it waits while a resource has less than it needs.
    pub rests: bool,
}

/// Whether there is room for a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    Free,
    /// Not here, and nowhere with a start before this.
    StartFrom(i64),
    /// Not here, and nowhere with an end before this.
    EndFrom(i64),
    Never,
}

impl Line {
    pub fn new(resource: &ResourceRow) -> Line {
        match resource.line {
            LineKind::Unlimited => Line::Unlimited,
            LineKind::Single => Line::Single(Rows::default()),
            LineKind::Sequence => Line::Sequence(Rows::default()),
            LineKind::Pool => Line::Pool(Box::default()),
            LineKind::Buckets => Line::Buckets(vec![0; resource.buckets.len()]),
        }
    }

    /// Forgets everything placed, keeps the memory.
    pub fn clear(&mut self) {
        match self {
            Line::Unlimited => {}
            Line::Single(busy) => busy.clear(),
            Line::Sequence(turns) => turns.clear(),
            Line::Pool(pool) => pool.clear(),
            Line::Buckets(used) => used.fill(0),
        }
    }

    /// Whether the claim has room where it is.
    #[inline]
    pub fn room(&self, net: &Network, resource: &ResourceRow, claim: &Claim) -> Room {
        match self {
            Line::Unlimited => Room::Free,
            Line::Single(busy) => room_single(busy, claim),
            Line::Sequence(turns) => room_sequence(turns, net, resource, claim),
            Line::Pool(pool) => pool.room(net, resource, claim),
            Line::Buckets(used) => room_buckets(used, net.mirrored, resource, claim),
        }
    }

    /// Takes the claim's time or quantity, whether or not there is room.
    #[inline]
    pub fn add(&mut self, net: &Network, resource: &ResourceRow, claim: &Claim) {
        match self {
            Line::Unlimited => {}
            Line::Single(busy) => add_single(busy, net, resource, claim.start, claim.end),
            Line::Sequence(turns) => add_turn(turns, net, resource, claim),
            Line::Pool(pool) => pool.change(net, resource, claim, claim.quantity),
            Line::Buckets(used) => change_bucket(used, net.mirrored, resource, claim, claim.quantity),
        }
    }

    /// Gives back what [`Line::add`] took.
    pub fn remove(&mut self, net: &Network, resource: &ResourceRow, claim: &Claim) {
        match self {
            Line::Unlimited => {}
            Line::Single(busy) => remove_single(busy, net, resource, claim.start, claim.end),
            Line::Sequence(turns) => {
                let same = |turn: &Turn| turn.start == claim.start && turn.family == claim.family;
                if let Some(found) = turns.iter().position(same) {
                    turns.remove(found);
                    let reached = found.checked_sub(1).map_or(i64::MIN, |before| turns[before].end);
                    if let Some(after) = turns.get_mut(found) {
                        after.gap = doable_between(net, resource, reached, after.start);
                    }
                }
            }
            Line::Pool(pool) => pool.change(net, resource, claim, -claim.quantity),
            Line::Buckets(used) => change_bucket(used, net.mirrored, resource, claim, -claim.quantity),
        }
    }

    /// The start of the turn after `from` that the resource cannot be changed over for, now that what was before it is gone.
    pub fn unready_after(&self, net: &Network, resource: &ResourceRow, from: i64) -> Option<i64> {
        let Line::Sequence(turns) = self else { return None };
        let next = turns.partition_point(|turn| turn.start < from);
        let Turn { start, family, .. } = *turns.get(next)?;
        let ready = ready_for(turns, net, resource, next, start, family);
        ready.is_none_or(|ready| ready > start).then_some(start)
    }
}

/// Seconds between two moments in which the resource can be used.
fn doable_between(net: &Network, resource: &ResourceRow, from: i64, to: i64) -> i64 {
    if resource.usable == NONE || to <= from {
        return to.saturating_sub(from).max(0);
    }
    let usable = net.shape(resource.usable);
    (usable.area_at(to) - usable.area_at(from)) / ONE
}

/// Position of the first stretch that ends later than `t`.
fn first_ending_after(busy: &Rows<Stretch>, t: i64) -> usize {
    busy.position(|stretch| stretch.end <= t)
}

#[inline]
fn room_single(busy: &Rows<Stretch>, claim: &Claim) -> Room {
    let mut next = first_ending_after(busy, claim.start);
    if busy.get(next).is_none_or(|stretch| stretch.start >= claim.end) {
        return Room::Free;
    }
    while busy.get(next + 1).is_some_and(|after| after.gap < claim.shortest) {
        next += 1;
    }
    Room::StartFrom(busy[next].end)
}

fn add_single(busy: &mut Rows<Stretch>, net: &Network, resource: &ResourceRow, start: i64, end: i64) {
    let mut first = first_ending_after(busy, start - 1);
    let mut last = first;
    while busy.get(last).is_some_and(|stretch| stretch.start <= end) {
        last += 1;
    }
    let mut joined = Stretch { start, end, gap: i64::MAX };
    // Two stretches are one when nothing that uses the resource could be done between them.
    if let Some(before) = first.checked_sub(1) {
        joined.gap = doable_between(net, resource, busy[before].end, start);
        first -= usize::from(joined.gap == 0);
    }
    if first < last {
        if busy[first].start <= start {
            (joined.start, joined.gap) = (busy[first].start, busy[first].gap);
        }
        joined.end = end.max(busy[last - 1].end);
    }
    if let Some(after) = busy.get_mut(last) {
        after.gap = doable_between(net, resource, joined.end, after.start);
        if after.gap == 0 {
            joined.end = after.end;
            last += 1;
        }
    }
    if first == last {
        busy.insert(first, joined);
        return;
    }
    busy[first] = joined;
    busy.drain(first + 1..last);
}

fn remove_single(busy: &mut Rows<Stretch>, net: &Network, resource: &ResourceRow, start: i64, end: i64) {
    let first = busy.partition_point(|stretch| stretch.end <= start);
    let Some(&whole) = busy.get(first).filter(|stretch| stretch.start < end) else { return };
    let rest = [Stretch { end: start, ..whole }, Stretch { start: end, ..whole }];
    busy.splice(first..=first, rest.into_iter().filter(|stretch| stretch.start < stretch.end));
    let mut reached = first.checked_sub(1).map_or(i64::MIN, |before| busy[before].end);
    for stretch in busy.iter_mut().skip(first).take(3) {
        stretch.gap = doable_between(net, resource, reached, stretch.start);
        reached = stretch.end;
    }
}

fn room_sequence(turns: &Rows<Turn>, net: &Network, resource: &ResourceRow, claim: &Claim) -> Room {
    let next = turns.position(|turn| turn.end <= claim.start);
    let Some(ready) = ready_for(turns, net, resource, next, claim.start, claim.family) else { return Room::Never };
    if ready > claim.start {
        return Room::StartFrom(ready);
    }
    let Some(after) = turns.get(next) else { return last_room(net, resource, claim) };
    let changeover = net.changeover(resource, claim.family, after.family);
    if claim.end <= after.start && net.changed_over(resource, claim.end, changeover).is_some_and(|ready| ready <= after.start) {
        return Room::Free;
    }
    // On to the next gap in which the task and both changeovers can be done, and there to the end of the first of them, which is worked out
    // only there: reading a calendar for every gap on the way would take longer than all the rest.
    let is_wide = |gap: usize| {
        let (before, after) = (&turns[gap], &turns[gap + 1]);
        let both = || net.changeover(resource, before.family, claim.family) + net.changeover(resource, claim.family, after.family);
        after.gap >= claim.shortest && after.gap >= claim.shortest + both()
    };
    let last = turns.len() - 1;
    let found = (next..last).find(|gap| is_wide(*gap)).unwrap_or(last);
    let before = turns[found];
    let first = net.changeover(resource, before.family, claim.family);
    let ready = net.changed_over(resource, before.end, first).unwrap_or(before.end);
    Room::StartFrom(turns.get(found + 1).map_or(ready, |after| ready.min(after.start)))
}

/// When what has its turn at position `next`, from `start` on, may start: after the changeover from what is before it, or from what the
/// resource is set up for now.
#[inline]
fn ready_for(turns: &[Turn], net: &Network, resource: &ResourceRow, next: usize, start: i64, family: u32) -> Option<i64> {
    match next.checked_sub(1).and_then(|before| turns.get(before)) {
        Some(before) => net.changed_over(resource, before.end, net.changeover(resource, before.family, family)),
        None if net.mirrored || start < net.earliest => Some(start),
        None => net.changed_over(resource, net.earliest, net.changeover(resource, resource.first_family, family)),
    }
}

/// The same at the other end, when time is turned around.
fn last_room(net: &Network, resource: &ResourceRow, claim: &Claim) -> Room {
    let changeover = if net.mirrored { net.changeover(resource, claim.family, resource.first_family) } else { 0 };
    if changeover == 0 || claim.end > net.latest {
        return Room::Free;
    }
    match net.changed_over(resource, claim.end, changeover) {
        Some(ready) if ready <= net.latest => Room::Free,
        // It would have to be done before now, where others are left to be repaired too.
        _ => Room::EndFrom(net.latest + 1),
    }
}

fn add_turn(turns: &mut Rows<Turn>, net: &Network, resource: &ResourceRow, claim: &Claim) {
    let turn = Turn { start: claim.start, end: claim.end, family: claim.family, gap: 0 };
    let place = turns.position(|other| other.start < turn.start);
    turns.insert(place, turn);
    // Only held tasks can overlap; ends are kept in order so that they can be searched.
    let mut reached = place.checked_sub(1).map_or(i64::MIN, |before| turns[before].end);
    for turn in &mut turns[place..] {
        turn.gap = doable_between(net, resource, reached, turn.start);
        if turn.end > reached && turn.start != claim.start {
            break;
        }
        turn.end = turn.end.max(reached);
        reached = turn.end;
    }
}

/// Bucket of the moment from which a claim takes its quantity: its start, or its end when time is turned around.
fn bucket_of(mirrored: bool, resource: &ResourceRow, claim: &Claim) -> Option<usize> {
    let moment = if mirrored { claim.end } else { claim.start };
    resource.buckets.partition_point(|bucket| bucket.0 <= moment).checked_sub(1)
}

fn room_buckets(used: &[Milli], mirrored: bool, resource: &ResourceRow, claim: &Claim) -> Room {
    let Some(mut bucket) = bucket_of(mirrored, resource, claim) else { return Room::Free };
    let fits = |bucket: usize| claim.quantity <= resource.buckets[bucket].1.saturating_sub(used[bucket]);
    if fits(bucket) {
        return Room::Free;
    }
    bucket += 1;
    while bucket < used.len() && !fits(bucket) {
        bucket += 1;
    }
    match resource.buckets.get(bucket) {
        None => Room::Never,
        Some(&(start, _)) if mirrored => Room::EndFrom(start),
        Some(&(start, _)) => Room::StartFrom(start),
    }
}

fn change_bucket(used: &mut [Milli], mirrored: bool, resource: &ResourceRow, claim: &Claim, quantity: Milli) {
    if let Some(bucket) = bucket_of(mirrored, resource, claim) {
        used[bucket] = used[bucket].saturating_add(quantity);
    }
}

#[cfg(test)]
mod tests;
