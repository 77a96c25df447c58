//! What each resource can take: its size at every moment, its buckets, one thing after the other with changeovers between.

use super::{Judge, Use, Violation};
use linewright::engine::schedule::{Broken, ResourceKind};
use std::collections::BTreeSet;

impl Judge<'_> {
    fn size(&self, resource: u32, t: i64) -> i64 {
        self.problem.resources[resource as usize].size.map_or(1000, |size| self.calendars[size as usize].value(t))
    }

    /// At every moment at which anything changes, no more than the size is used by those who can work.
    pub(super) fn capacity(&self, resource: u32, found: &mut Vec<Violation>) {
        let uses = self.uses(resource);
        let mut moments: BTreeSet<i64> = uses.iter().flat_map(|one| [one.start, one.end]).collect();
        let (Some(&first), Some(&last)) = (moments.first(), moments.last()) else { return };
        if let Some(size) = self.problem.resources[resource as usize].size {
            moments.extend(self.calendars[size as usize].changes(first, last));
        }
        for at in moments {
            let size = self.size(resource, at);
            let present: Vec<&Use> = uses.iter().filter(|one| one.start <= at && at < one.end && one.quantity <= size).collect();
            if present.iter().map(|one| one.quantity).sum::<i64>() > size {
                let held =
                    |one: &&&Use| self.is_held(one.task) && self.pin_told(one.task, |broken| matches!(broken, Broken::Capacity { .. }));
                // Too much among held tasks is theirs to answer for, but nobody else may be there too.
                if present.iter().filter(held).count() < present.len() {
                    found.push(Violation::Capacity { resource, at });
                }
            }
        }
    }

    pub(super) fn buckets(&self, resource: u32, found: &mut Vec<Violation>) {
        let ResourceKind::Buckets(buckets) = &self.problem.resources[resource as usize].kind else { return };
        let uses = self.uses(resource);
        for (i, bucket) in buckets.iter().enumerate() {
            let (from, to) = (bucket.start.seconds(), buckets.get(i + 1).map_or(i64::MAX, |next| next.start.seconds()));
            let inside: Vec<&Use> = uses.iter().filter(|one| from <= one.start && one.start < to).collect();
            if inside.iter().map(|one| one.quantity).sum::<i64>() > bucket.limit.max(0) && inside.iter().any(|one| !self.is_held(one.task))
            {
                found.push(Violation::Bucket { resource, bucket: from });
            }
        }
    }

    pub(super) fn is_sequence(&self, resource: u32) -> bool {
        self.problem.resources[resource as usize].setup.is_some_and(|setup| (setup as usize) < self.problem.setups.len())
    }

    /// One task after the other, with time for the changeover in between.
    pub(super) fn sequence(&self, resource: u32, found: &mut Vec<Violation>) {
        let mut uses = self.uses(resource);
        uses.sort_by_key(|one| (one.start, one.end, one.task));
        let both_held = |a: u32, b: u32| self.is_held(a) && self.is_held(b);
        for (i, first) in uses.iter().enumerate() {
            for second in &uses[i + 1..] {
                if second.start < first.end && !both_held(first.task, second.task) {
                    found.push(Violation::Overlap { resource, first: first.task, second: second.task });
                }
            }
        }
        let row = &self.problem.resources[resource as usize];
        let family = |task: u32| self.problem.tasks[task as usize].family;
        for (i, second) in uses.iter().enumerate() {
            let (first, from, since) = match i.checked_sub(1) {
                Some(before) => (Some(uses[before].task), family(uses[before].task), uses[before].end),
                None if second.start >= self.problem.now.seconds() => (None, row.first_family, self.problem.now.seconds()),
                None => continue,
            };
            let seconds = self.changeover(resource, from, family(second.task));
            let open: i64 = (since..second.start.min(since + 1_000_000)).filter(|t| self.size(resource, *t) > 0).count() as i64;
            let held = self.is_held(second.task) && first.is_none_or(|first| self.is_held(first));
            if open < seconds && !held {
                found.push(Violation::Setup { resource, first, second: second.task });
            }
        }
    }

    fn changeover(&self, resource: u32, from: Option<u32>, to: Option<u32>) -> i64 {
        let (Some(from), Some(to)) = (from, to) else { return 0 };
        let Some(matrix) = self.problem.resources[resource as usize].setup.and_then(|setup| self.problem.setups.get(setup as usize)) else {
            return 0;
        };
        if from >= matrix.families || to >= matrix.families {
            return 0;
        }
        matrix.times.get((from * matrix.families + to) as usize).map_or(0, |time| time.seconds().max(0))
    }
}
