//! What a resource is surely used by at every moment, and what follows for tasks that do not fit beside that (time-tabling).
//!
//! Never explains more than one moment at a time (Schutt, Feydy, Stuckey and Wallace 2011).

use super::trail::{Atom, Clash, Reason, Trail};

/// A stretch of time in which the sure use stays the same.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    start: i32,
    end: i32,
    used: i64,
}

/// A resource with the tasks that need it.
#[derive(Clone, Debug, Default)]
pub(super) struct Usage {
    pub size: i64,
    /// Task, length and quantity.
    pub users: Vec<(u32, i32, i64)>,
    events: Vec<(i32, i64)>,
    stretches: Vec<Stretch>,
    covering: Vec<(u32, i32, i64)>,
    /// Users in the order of their earliest starts, latest first, for sums of energy.
    rows: Vec<Row>,
    /// Times with something that belongs to them, to be sorted.
    order: Vec<(i32, i64)>,
}

/// A task as a sum of energy sees it.
#[derive(Clone, Copy, Debug)]
struct Row {
    first_start: i32,
    last_start: i32,
    first_end: i32,
    last_end: i32,
    need: i64,
}

impl Usage {
    pub fn new(size: i64) -> Usage {
        Usage { size, ..Usage::default() }
    }

    /// Moves starts away from where the resource is surely in use.
    pub fn follow(&mut self, trail: &mut Trail) -> Result<(), Clash> {
        let most = self.build(trail);
        if most > self.size {
            let over = self.stretches.iter().find(|stretch| stretch.used > self.size);
            let at = over.map_or(0, |stretch| stretch.start + (stretch.end - stretch.start) / 2);
            self.cover(trail, at, u32::MAX, self.size);
            trail.conflict.clear();
            trail.conflict.extend(self.covering.iter().flat_map(|(task, length, _)| covers(*task, *length, at)));
            return Err(Clash);
        }
        for at in 0..self.users.len() {
            let (task, length, need) = self.users[at];
            if most + need > self.size && trail.low(task) < trail.high(task) {
                let own = (trail.high(task), trail.low(task) + length);
                self.later(trail, task, length, need, own)?;
                self.earlier(trail, task, length, need, own)?;
            }
        }
        Ok(())
    }

    /// Whether some stretch of time is too short for what has to be done in it (energetic reasoning: Erschler and Lopez 1990).
    pub fn check_energy(&mut self, trail: &mut Trail) -> Result<(), Clash> {
        self.build(trail);
        let row = |&(task, length, need): &(u32, i32, i64)| {
            let (first, last) = (trail.low(task), trail.high(task));
            Row { first_start: first, last_start: last, first_end: first + length, last_end: last + length, need }
        };
        self.order.clear();
        self.order.extend(self.users.iter().zip(0..).map(|(user, at)| (-trail.low(user.0), at)));
        self.order.sort_unstable();
        self.rows.clear();
        self.rows.extend(self.order.iter().map(|(_, at)| row(&self.users[*at as usize])));
        self.order.clear();
        self.order.extend(self.rows.iter().map(|row| (row.last_end, 0)));
        self.order.sort_unstable();
        self.order.dedup();
        for at in 0..self.order.len() {
            let end = self.order[at].0;
            if let Some(start) = self.overfull(end) {
                self.explain_energy(trail, start, end);
                return Err(Clash);
            }
        }
        Ok(())
    }

    /// The start of a stretch up to `end` that is too short for what has to be done in it.
    fn overfull(&self, end: i32) -> Option<i32> {
        let mut stretches = self.stretches.iter().rev().skip_while(|stretch| stretch.start >= end).peekable();
        let mut used = 0;
        let mut reached = end;
        for (at, row) in self.rows.iter().enumerate() {
            let start = row.first_start;
            if start >= end {
                continue;
            }
            // What surely runs from here to where the sum has come to.
            while let Some(stretch) = stretches.peek() {
                let from = stretch.start.max(start);
                let to = stretch.end.min(reached);
                used += stretch.used * i64::from((to - from).max(0));
                if stretch.start < start {
                    break;
                }
                stretches.next();
            }
            reached = start;
            let sure = (row.first_end - row.last_start).max(0);
            let free =
                if row.last_end <= end { row.first_end - row.first_start - sure } else { (end - row.last_start.max(row.first_end)).max(0) };
            used += row.need * i64::from(free);
            let is_last = self.rows.get(at + 1).is_none_or(|next| next.first_start < start);
            if is_last && used > self.size * i64::from(end - start) {
                return Some(start);
            }
        }
        None
    }

    /// The conflict of too much work between two moments, no more of it than is needed.
    fn explain_energy(&mut self, trail: &mut Trail, start: i32, end: i32) {
        let least = |trail: &Trail, task: u32, length: i32| {
            let (first, last) = (trail.low(task), trail.high(task));
            (first + length - start).min(end - last).min(length).min(end - start).max(0)
        };
        let work: i64 = self.users.iter().map(|(task, length, need)| need * i64::from(least(trail, *task, *length))).sum();
        let mut spare = work - self.size * i64::from(end - start) - 1;
        let mut atoms = std::mem::take(&mut trail.conflict);
        atoms.clear();
        for &(task, length, need) in &self.users {
            let part = least(trail, task, length);
            let spared = (spare / need).min(i64::from(part)).max(0);
            spare -= spared * need;
            let part = part - spared as i32;
            if part > 0 {
                atoms.extend([Atom { slot: 2 * task, least: start - length + part }, Atom { slot: 2 * task + 1, least: part - end }]);
            }
        }
        trail.conflict = atoms;
    }

    /// Sums up what surely runs; answers the greatest use.
    fn build(&mut self, trail: &Trail) -> i64 {
        self.events.clear();
        for &(task, length, need) in &self.users {
            let (from, to) = (trail.high(task), trail.low(task) + length);
            if from < to {
                self.events.extend([(from, need), (to, -need)]);
            }
        }
        self.events.sort_unstable();
        self.stretches.clear();
        let (mut used, mut most, mut start) = (0, 0, 0);
        for &(at, change) in &self.events {
            if used > 0 && at > start {
                self.stretches.push(Stretch { start, end: at, used });
                most = most.max(used);
            }
            (used, start) = (used + change, at);
        }
        most
    }

    fn later(&mut self, trail: &mut Trail, task: u32, length: i32, need: i64, own: (i32, i32)) -> Result<(), Clash> {
        let mut start = trail.low(task);
        let mut next = self.stretches.partition_point(|stretch| stretch.end <= start);
        while let Some(&stretch) = self.stretches.get(next) {
            if stretch.start >= start + length {
                break;
            }
            let is_own = own.0 <= stretch.start && stretch.end <= own.1;
            if is_own || stretch.used + need <= self.size || stretch.end <= start {
                next += 1;
                continue;
            }
            let at = stretch.end.min(start + length) - 1;
            let reason = self.reason(trail, at, (task, need), Atom { slot: 2 * task, least: at - length + 1 });
            start = at + 1;
            trail.raise(Atom { slot: 2 * task, least: start }, reason)?;
        }
        Ok(())
    }

    fn earlier(&mut self, trail: &mut Trail, task: u32, length: i32, need: i64, own: (i32, i32)) -> Result<(), Clash> {
        let mut start = trail.high(task);
        let mut next = self.stretches.partition_point(|stretch| stretch.start < start + length);
        while let Some(&stretch) = next.checked_sub(1).and_then(|before| self.stretches.get(before)) {
            if stretch.end <= start {
                break;
            }
            let is_own = own.0 <= stretch.start && stretch.end <= own.1;
            if is_own || stretch.used + need <= self.size || stretch.start >= start + length {
                next -= 1;
                continue;
            }
            let at = stretch.start.max(start);
            let reason = self.reason(trail, at, (task, need), Atom { slot: 2 * task + 1, least: -at });
            start = at - length;
            trail.raise(Atom { slot: 2 * task + 1, least: -start }, reason)?;
        }
        Ok(())
    }

    /// Why a task cannot run at a moment that it would meet, were it not moved.
    fn reason(&mut self, trail: &mut Trail, at: i32, (task, need): (u32, i64), meets: Atom) -> Reason {
        self.cover(trail, at, task, self.size - need);
        let first = trail.listed.len() as u32;
        trail.listed.push(meets);
        trail.listed.extend(self.covering.iter().flat_map(|(task, length, _)| covers(*task, *length, at)));
        Reason::Listed { first, last: trail.listed.len() as u32 }
    }

    /// Collects tasks but `but` that surely run at a moment and together need more than `limit`, none of them for nothing.
    fn cover(&mut self, trail: &Trail, at: i32, but: u32, limit: i64) {
        let runs = |(task, length, _): &&(u32, i32, i64)| *task != but && trail.high(*task) <= at && at < trail.low(*task) + *length;
        self.covering.clear();
        self.covering.extend(self.users.iter().filter(runs));
        let mut spare = self.covering.iter().map(|user| user.2).sum::<i64>() - limit - 1;
        self.covering.retain(|user| {
            let is_spared = user.2 <= spare;
            spare -= if is_spared { user.2 } else { 0 };
            !is_spared
        });
    }
}

/// That a task runs at a moment.
fn covers(task: u32, length: i32, at: i32) -> [Atom; 2] {
    [Atom { slot: 2 * task, least: at - length + 1 }, Atom { slot: 2 * task + 1, least: -at }]
}
