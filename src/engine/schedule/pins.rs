//! What tasks that are held break among themselves and on their own.
//!
//! Never speaks of links and deadlines: those depend on the rest of the schedule.

use super::finding::{Broken, Finding};
use super::network::{LineKind, NONE, Network, PinRow, ResourceRow};
use super::problem::{Pace, ResourceIndex, TaskIndex};
use crate::engine::calendar::{LAST, Milli};
use crate::model::{Time, sort_with_key};

/// A held task on a resource.
struct Held {
    task: TaskIndex,
    start: i64,
    end: i64,
    quantity: Milli,
}

/// One finding per held task and thing broken.
pub(super) fn conflicts(net: &Network) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut held: Vec<Vec<Held>> = Vec::new();
    held.resize_with(net.resources.len(), Vec::new);
    for (index, row) in net.tasks.iter().enumerate() {
        let (Some(pin), task) = (row.pin, index as TaskIndex) else { continue };
        if pin.start < row.release {
            found.push(Finding::PinConflict { task, broken: Broken::Release });
        }
        if rests(net, &pin, row.pace) {
            found.push(Finding::PinConflict { task, broken: Broken::Calendar });
        }
        if pin.end > pin.start {
            for need in net.needs_of(&net.modes[pin.mode as usize]) {
                held[need.resource as usize].push(Held { task, start: pin.start, end: pin.end, quantity: need.quantity });
            }
        }
    }
    for (index, mut held) in held.into_iter().enumerate().filter(|(_, held)| !held.is_empty()) {
        sort_with_key(&mut held, |one| (one.start, one.task));
        let row = &net.resources[index];
        match row.line {
            LineKind::Unlimited => {}
            LineKind::Buckets => buckets(row, index as ResourceIndex, &held, &mut found),
            LineKind::Sequence => turns(net, row, index as ResourceIndex, &held, &mut found),
            LineKind::Single | LineKind::Pool => shortages(net, row, index as ResourceIndex, &held, &mut found),
        }
    }
    found
}

/// Whether a held task cannot be done where it is: closed at its start, or inside if it is to be done in one stretch, or
/// never open for long enough.
fn rests(net: &Network, pin: &PinRow, pace: Pace) -> bool {
    let mode = &net.modes[pin.mode as usize];
    if mode.fixed >= 0 {
        return false;
    }
    let speed = net.shape(mode.speed);
    let unfinished = speed.finish_at(pin.start, mode.work).is_none();
    unfinished || speed.value(pin.start) == 0 || pace == Pace::Unbroken && speed.run_end(pin.start) < pin.end
}

fn capacity(task: TaskIndex, resource: ResourceIndex, at: i64) -> Finding {
    Finding::PinConflict { task, broken: Broken::Capacity { resource, at: Time::clamped(at) } }
}

fn buckets(row: &ResourceRow, resource: ResourceIndex, held: &[Held], found: &mut Vec<Finding>) {
    let bucket_of = |one: &Held| row.buckets.partition_point(|bucket| bucket.0 <= one.start).checked_sub(1);
    for group in held.chunk_by(|a, b| bucket_of(a) == bucket_of(b)) {
        let Some((start, limit)) = group.first().and_then(bucket_of).and_then(|bucket| row.buckets.get(bucket)) else { continue };
        if group.iter().map(|one| one.quantity).fold(0, Milli::saturating_add) > *limit {
            found.extend(group.iter().map(|one| capacity(one.task, resource, *start)));
        }
    }
}

fn turns(net: &Network, row: &ResourceRow, resource: ResourceIndex, held: &[Held], found: &mut Vec<Finding>) {
    for pair in held.windows(2) {
        let [first, second] = pair else { continue };
        let family = |one: &Held| net.tasks[one.task as usize].family;
        let changeover = net.changeover(row, family(first), family(second));
        if second.start < first.end {
            found.push(capacity(second.task, resource, second.start));
        } else if net.changed_over(row, first.end, changeover).is_none_or(|ready| ready > second.start) {
            found.push(Finding::PinConflict { task: second.task, broken: Broken::Setup { resource, other: first.task } });
        }
    }
}

/// Walks through all moments at which use or size changes; each task is told at most once.
fn shortages(net: &Network, row: &ResourceRow, resource: ResourceIndex, held: &[Held], found: &mut Vec<Finding>) {
    let size_at = |t: i64| if row.size == NONE { (row.full, LAST) } else { net.shape(row.size).stretch(t) };
    let mut told = vec![false; held.len()];
    let (mut active, mut next): (Vec<usize>, usize) = (Vec::new(), 0);
    let mut now = held.first().map_or(LAST, |one| one.start);
    while now < LAST && (next < held.len() || !active.is_empty()) {
        while next < held.len() && held[next].start <= now {
            active.push(next);
            next += 1;
        }
        active.retain(|one| held[*one].end > now);
        let (size, until) = size_at(now);
        let counted = |one: &usize| held[*one].quantity <= size || held[*one].quantity > row.full;
        let used = active.iter().filter(|one| counted(one)).map(|one| held[*one].quantity).fold(0, Milli::saturating_add);
        if used > size && size > 0 {
            for one in active.iter().copied().filter(counted) {
                if !std::mem::replace(&mut told[one], true) {
                    found.push(capacity(held[one].task, resource, now));
                }
            }
        }
        let next_start = held.get(next).map_or(LAST, |one| one.start);
        let next_end = active.iter().map(|one| held[*one].end).min().unwrap_or(LAST);
        now = until.min(next_start).min(next_end).max(now + 1);
    }
}
