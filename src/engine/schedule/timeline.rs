//! What is already placed on one resource, kept so that the next free place is found quickly.
//!
//! Never checks calendars of tasks; it only knows what is used when.

use super::network::{LineKind, NONE, Network, ResourceRow};
use crate::engine::calendar::Milli;

/// Use of one resource over time.
#[derive(Clone, Debug)]
pub(super) enum Line {
    Unlimited,
    /// Busy stretches, sorted and apart; gaps in which nothing could be done anyway are filled.
    Single(Vec<(i64, i64)>),
    /// Tasks one after the other with their setup families.
    Sequence(Vec<Turn>),
    /// Use from each step on, sorted; nothing before the first, the last is zero.
    Pool(Vec<(i64, Milli)>),
    /// Use of each bucket.
    Buckets(Vec<Milli>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    pub start: i64,
    pub end: i64,
    pub family: u32,
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
            LineKind::Single => Line::Single(Vec::new()),
            LineKind::Sequence => Line::Sequence(Vec::new()),
            LineKind::Pool => Line::Pool(Vec::new()),
            LineKind::Buckets => Line::Buckets(vec![0; resource.buckets.len()]),
        }
    }

    /// Forgets everything placed, keeps the memory.
    pub fn clear(&mut self) {
        match self {
            Line::Unlimited => {}
            Line::Single(busy) => busy.clear(),
            Line::Sequence(turns) => turns.clear(),
            Line::Pool(steps) => steps.clear(),
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
            Line::Pool(steps) => room_pool(steps, net, resource, claim),
            Line::Buckets(used) => room_buckets(used, net.mirrored, resource, claim),
        }
    }

    /// Takes the claim's time or quantity, whether or not there is room.
    #[inline]
    pub fn add(&mut self, net: &Network, resource: &ResourceRow, claim: &Claim) {
        match self {
            Line::Unlimited => {}
            Line::Single(busy) => add_single(busy, net, resource, claim.start, claim.end),
            Line::Sequence(turns) => add_turn(turns, claim),
            Line::Pool(steps) => change_pool(steps, net, resource, claim, claim.quantity),
            Line::Buckets(used) => change_bucket(used, net.mirrored, resource, claim, claim.quantity),
        }
    }

    /// Gives back what [`Line::add`] took.
    pub fn remove(&mut self, net: &Network, resource: &ResourceRow, claim: &Claim) {
        match self {
            Line::Unlimited => {}
            Line::Single(busy) => remove_single(busy, claim.start, claim.end),
            Line::Sequence(turns) => {
                let same = |turn: &Turn| turn.start == claim.start && turn.family == claim.family;
                if let Some(found) = turns.iter().position(same) {
                    turns.remove(found);
                }
            }
            Line::Pool(steps) => change_pool(steps, net, resource, claim, -claim.quantity),
            Line::Buckets(used) => change_bucket(used, net.mirrored, resource, claim, -claim.quantity),
        }
    }
}

#[inline]
fn room_single(busy: &[(i64, i64)], claim: &Claim) -> Room {
    match busy.last() {
        None => return Room::Free,
        Some(last) if last.1 <= claim.start => return Room::Free,
        Some(_) => {}
    }
    let mut next = busy.partition_point(|stretch| stretch.1 <= claim.start);
    if busy[next].0 >= claim.end {
        return Room::Free;
    }
    while let Some(after) = busy.get(next + 1) {
        if after.0 - busy[next].1 >= claim.shortest {
            break;
        }
        next += 1;
    }
    Room::StartFrom(busy[next].1)
}

fn add_single(busy: &mut Vec<(i64, i64)>, net: &Network, resource: &ResourceRow, start: i64, end: i64) {
    // Two stretches are one when nothing that uses the resource could be done between them.
    let joins = |end: i64, start: i64| {
        start <= end || resource.usable != NONE && net.shape(resource.usable).open_from(end).is_none_or(|open| open >= start)
    };
    let mut first = busy.partition_point(|stretch| stretch.1 < start);
    let mut last = first + busy[first..].partition_point(|stretch| stretch.0 <= end);
    if first > 0 && joins(busy[first - 1].1, start) {
        first -= 1;
    }
    if last < busy.len() && joins(end, busy[last].0) {
        last += 1;
    }
    if first == last {
        busy.insert(first, (start, end));
        return;
    }
    busy[first] = (start.min(busy[first].0), end.max(busy[last - 1].1));
    busy.drain(first + 1..last);
}

fn remove_single(busy: &mut Vec<(i64, i64)>, start: i64, end: i64) {
    let first = busy.partition_point(|stretch| stretch.1 <= start);
    let Some(&(from, to)) = busy.get(first).filter(|stretch| stretch.0 < end) else { return };
    let rest = [(from, start), (end, to)].into_iter().filter(|stretch| stretch.0 < stretch.1);
    busy.splice(first..=first, rest);
}

fn room_sequence(turns: &[Turn], net: &Network, resource: &ResourceRow, claim: &Claim) -> Room {
    let next = match turns.last() {
        Some(last) if last.end <= claim.start => turns.len(),
        _ => turns.partition_point(|turn| turn.end <= claim.start),
    };
    let ready = match next.checked_sub(1).and_then(|before| turns.get(before)) {
        Some(before) => net.changed_over(resource, before.end, net.changeover(resource, before.family, claim.family)),
        None => first_ready(net, resource, claim),
    };
    let Some(ready) = ready else { return Room::Never };
    if ready > claim.start {
        return Room::StartFrom(ready);
    }
    let Some(after) = turns.get(next) else { return last_room(net, resource, claim) };
    let changeover = net.changeover(resource, claim.family, after.family);
    if claim.end <= after.start && net.changed_over(resource, claim.end, changeover).is_some_and(|ready| ready <= after.start) {
        return Room::Free;
    }
    let mut next = next;
    while turns.get(next + 1).is_some_and(|after| after.start - turns[next].end < claim.shortest) {
        next += 1;
    }
    Room::StartFrom(turns[next].end)
}

/// When a claim with nothing before it may start: after the changeover from what the resource is set up for now.
fn first_ready(net: &Network, resource: &ResourceRow, claim: &Claim) -> Option<i64> {
    if net.mirrored || claim.start < net.earliest {
        return Some(claim.start);
    }
    net.changed_over(resource, net.earliest, net.changeover(resource, resource.first_family, claim.family))
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

fn add_turn(turns: &mut Vec<Turn>, claim: &Claim) {
    let turn = Turn { start: claim.start, end: claim.end, family: claim.family };
    let place = match turns.last() {
        Some(last) if last.start < turn.start => turns.len(),
        _ => turns.partition_point(|other| other.start < turn.start),
    };
    turns.insert(place, turn);
    // Only held tasks can overlap; ends are kept in order so that they can be searched.
    let mut reached = place.checked_sub(1).map_or(i64::MIN, |before| turns[before].end);
    for turn in &mut turns[place..] {
        if turn.end > reached && turn.start != claim.start {
            break;
        }
        turn.end = turn.end.max(reached);
        reached = turn.end;
    }
}

fn room_pool(steps: &[(i64, Milli)], net: &Network, resource: &ResourceRow, claim: &Claim) -> Room {
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
            return Room::StartFrom(enough_from(steps, net, resource, claim.quantity, next, conflict));
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

/// The first moment after a shortage at which there is room again; steps from `next` on lie after `t`.
fn enough_from(steps: &[(i64, Milli)], net: &Network, resource: &ResourceRow, quantity: Milli, next: usize, conflict: i64) -> i64 {
    let (mut t, mut next) = (conflict, next);
    loop {
        let used = next.checked_sub(1).map_or(0, |current| steps[current].1);
        let until = steps.get(next).map_or(i64::MAX, |step| step.0);
        let (size, end) = if resource.size == NONE { (resource.full, i64::MAX) } else { net.shape(resource.size).stretch(t) };
        if t > conflict && size >= quantity && used + quantity <= size || until.min(end) == i64::MAX {
            return t.max(conflict + 1);
        }
        // Beyond the last step and the last calendar entry nothing changes any more.
        if until == i64::MAX && end >= crate::engine::calendar::LAST {
            return t.max(conflict + 1);
        }
        t = until.min(end);
        next += usize::from(until == t);
    }
}

/// Adds a quantity to the use wherever the claim counts: not while there is less than it needs.
fn change_pool(steps: &mut Vec<(i64, Milli)>, net: &Network, resource: &ResourceRow, claim: &Claim, quantity: Milli) {
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
mod tests {
    use super::*;
    use crate::engine::calendar::{ONE, Profile};
    use crate::engine::schedule::problem::{Mode, Problem, Requirement, Resource, Task};
    use crate::engine::schedule::random::Random;
    use crate::model::{Span, Time};

    /// One resource of changing size, with a task of the given quantity so that its kind is known.
    fn resource(quantity: Milli) -> Network {
        let steps = [(0, 3), (40, 0), (50, 2), (90, 3)].map(|(at, units)| (Time::clamped(at), units * ONE));
        let mode = Mode { work: Span::from_seconds(1), requirements: vec![Requirement { resource: 0, quantity }], cost: 0 };
        let problem = Problem {
            horizon_end: Time::MAX,
            profiles: vec![Profile::from_steps(0, steps)],
            resources: vec![Resource { size: Some(0), ..Resource::single() }],
            tasks: vec![Task { modes: vec![mode], ..Task::default() }],
            ..Problem::default()
        };
        Network::build(&problem, &mut Vec::new())
    }

    fn random_claims(seed: u64, quantities: &[Milli]) -> Vec<Claim> {
        let mut random = Random::new(seed);
        let mut number = |bound: u64| random.below(bound) as i64;
        let claim =
            |start: i64, length: i64, quantity: Milli| Claim { start, end: start + length, quantity, family: NONE, shortest: length };
        (0..25).map(|_| claim(number(100), 1 + number(30), quantities[number(quantities.len() as u64) as usize])).collect()
    }

    #[test]
    fn a_pool_remembers_just_what_is_placed_and_forgets_what_is_taken_back() {
        let net = resource(ONE);
        let row = &net.resources[0];
        let size = |t: i64| net.shape(row.size).value(t);
        for seed in 0..50 {
            let claims = random_claims(seed, &[ONE, 2 * ONE, 3 * ONE]);
            let mut line = Line::new(row);
            claims.iter().for_each(|claim| line.add(&net, row, claim));
            let (kept, gone) = claims.split_at(10);
            gone.iter().for_each(|claim| line.remove(&net, row, claim));
            let counts = |claim: &Claim, t: i64| claim.start <= t && t < claim.end && claim.quantity <= size(t);
            let used = |t: i64| kept.iter().filter(|claim| counts(claim, t)).map(|claim| claim.quantity).sum::<Milli>();
            for asked in random_claims(seed + 1000, &[ONE, 2 * ONE, 3 * ONE]) {
                let short = (asked.start..asked.end).any(|t| asked.quantity <= size(t) && used(t) + asked.quantity > size(t));
                assert_eq!(line.room(&net, row, &asked) != Room::Free, short, "seed {seed}: {asked:?} beside {kept:?}");
            }
            kept.iter().for_each(|claim| line.remove(&net, row, claim));
            assert!(matches!(&line, Line::Pool(steps) if steps.is_empty()), "seed {seed}: {line:?}");
        }
    }

    #[test]
    fn a_single_resource_has_room_between_stretches_and_where_one_was_taken_back() {
        let net = resource(2 * ONE);
        let row = &net.resources[0];
        assert_eq!(row.line, LineKind::Single);
        let claim = |start: i64, end: i64| Claim { start, end, quantity: 2 * ONE, family: NONE, shortest: end - start };
        let mut line = Line::new(row);
        for (start, end) in [(10, 20), (30, 40), (50, 60), (70, 80)] {
            line.add(&net, row, &claim(start, end));
        }
        // From 40 to 50 the resource is closed: nothing fits there anyway, and the stretches around are one.
        assert!(matches!(&line, Line::Single(busy) if *busy == [(10, 20), (30, 60), (70, 80)]), "{line:?}");
        assert_eq!(line.room(&net, row, &claim(20, 30)), Room::Free);
        assert_eq!(line.room(&net, row, &claim(15, 26)), Room::StartFrom(80));
        assert_eq!(line.room(&net, row, &claim(15, 24)), Room::StartFrom(20));
        line.remove(&net, row, &claim(30, 40));
        assert_eq!(line.room(&net, row, &claim(25, 38)), Room::Free);
        line.clear();
        assert_eq!(line.room(&net, row, &claim(10, 80)), Room::Free);
    }
}
