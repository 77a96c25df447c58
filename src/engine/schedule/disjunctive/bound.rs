//! What no solution of a shop can beat: a span is refuted when machines cannot find time for their tasks within it.
//!
//! Never claims more than it has refuted, and never works longer than for one machine at a time. A round is edge finding on
//! every machine (Carlier and Pinson 1990, in the form of Nuijten 1994) and longest paths; the greatest refuted span is found
//! by halving.

use super::shop::{LOW, NONE, Shop};
use crate::model::sort_with_key;

/// Rounds for one span at most; what is not refuted by then counts as possible.
const MOST_ROUNDS: u32 = 60;

/// Edge finding looks at every pair of a machine's tasks; with more tasks than this it would take too long for one step.
const MOST_TASKS: usize = 1200;

pub(crate) struct Bound {
    /// Tasks that no machine but one can do, by machine.
    machines: Vec<Vec<u32>>,
    length: Vec<i32>,
    /// Every solution's span is at least this.
    pub low: i32,
    /// Not refuted, or not tried.
    high: i32,
    tried: i32,
    rounds: u32,
    /// The machine whose turn it is in this round, and whether anything changed before it.
    machine: usize,
    changed: bool,
    /// Earliest starts, and least times from ends to the end that counts, if the span is to be the one tried.
    heads: Vec<i32>,
    tails: Vec<i32>,
    rows: Vec<Row>,
    ends: Vec<i32>,
}

/// A task on one machine, in one direction of time.
#[derive(Clone, Copy)]
struct Row {
    task: u32,
    head: i32,
    length: i32,
    deadline: i32,
    raised: i32,
}

impl Bound {
    /// `high` is the span of a known solution.
    pub fn new(shop: &Shop, high: i32) -> Bound {
        let shortest = |task: u32| shop.choices_of(task).map(|index| shop.choice(index).length).min().unwrap_or(0);
        let length: Vec<i32> = (0..shop.tasks() as u32).map(shortest).collect();
        let mut machines = vec![Vec::new(); shop.machines];
        for task in 0..shop.tasks() as u32 {
            let mut choices = shop.choices_of(task).map(|index| shop.choice(index).machine);
            let first = choices.next().unwrap_or(NONE);
            if length[task as usize] > 0
                && choices.all(|machine| machine == first)
                && let Some(machine) = machines.get_mut(first as usize)
            {
                machine.push(task);
            }
        }
        machines.retain(|tasks| (2..=MOST_TASKS).contains(&tasks.len()));
        let mut bound = Bound {
            machines,
            length,
            low: LOW,
            high,
            tried: high,
            rounds: 0,
            machine: 0,
            changed: false,
            heads: Vec::new(),
            tails: Vec::new(),
            rows: Vec::new(),
            ends: Vec::new(),
        };
        bound.begin(shop);
        bound.relax(shop);
        let longest = |task: usize| bound.heads[task] + bound.length[task] + bound.tails[task];
        bound.low = (0..shop.tasks()).map(longest).max().unwrap_or(0).min(high);
        bound
    }

    /// One machine of a round; `false` when nothing more can be refuted.
    pub fn step(&mut self, shop: &Shop) -> bool {
        if self.low >= self.high {
            return false;
        }
        if self.rounds == 0 {
            self.tried = self.low + (self.high - self.low) / 2;
            self.begin(shop);
            self.relax(shop);
            (self.machine, self.changed, self.rounds) = (0, false, 1);
        }
        let is_possible = self.narrow();
        let is_whole = self.machine >= self.machines.len();
        if is_whole {
            self.relax(shop);
        }
        if !is_possible || is_whole && !self.fits(shop) {
            self.low = self.tried + 1;
            self.rounds = 0;
        } else if is_whole && (!self.changed || self.rounds > MOST_ROUNDS) {
            self.high = self.tried;
            self.rounds = 0;
        } else if is_whole {
            (self.machine, self.changed, self.rounds) = (0, false, self.rounds + 1);
        }
        self.low < self.high
    }

    /// About how many pairs of tasks the next step looks at.
    pub fn work(&self) -> u64 {
        let tasks = self.machines.get(self.machine).map_or(0, Vec::len) as u64;
        2 * tasks * tasks + self.length.len() as u64
    }

    fn begin(&mut self, shop: &Shop) {
        self.heads.clone_from(&shop.release);
        self.tails.clone_from(&shop.delivery);
    }

    /// Longest paths from and to every task.
    fn relax(&mut self, shop: &Shop) {
        for &task in &shop.order {
            for arc in shop.before(task) {
                let other = arc.other as usize;
                let head = self.heads[other] + self.length[other] + arc.lag;
                self.heads[task as usize] = self.heads[task as usize].max(head);
            }
        }
        for &task in shop.order.iter().rev() {
            for arc in shop.after(task) {
                let other = arc.other as usize;
                let tail = self.tails[other] + self.length[other] + arc.lag;
                self.tails[task as usize] = self.tails[task as usize].max(tail);
            }
        }
    }

    /// Edge finding on the next machine, both ways; `false` when the span is refuted.
    fn narrow(&mut self) -> bool {
        let Some(tasks) = self.machines.get(self.machine) else { return true };
        self.machine += 1;
        for backwards in [false, true] {
            let (heads, tails) = if backwards { (&self.tails, &self.heads) } else { (&self.heads, &self.tails) };
            let row = |task: &u32| {
                let index = *task as usize;
                let (head, deadline) = (heads[index], self.tried - tails[index]);
                Row { task: *task, head, length: self.length[index], deadline, raised: head }
            };
            self.rows.clear();
            // What counts for nothing in the end has no deadline, and turned around no beginning.
            self.rows.extend(tasks.iter().map(row));
            if !raise(&mut self.rows, &mut self.ends) {
                return false;
            }
            let heads = if backwards { &mut self.tails } else { &mut self.heads };
            for row in &self.rows {
                self.changed |= row.raised > heads[row.task as usize];
                heads[row.task as usize] = row.raised;
            }
        }
        true
    }

    /// Whether every task can still end in time for the span that is tried.
    fn fits(&self, shop: &Shop) -> bool {
        (0..shop.tasks()).all(|task| self.heads[task] + self.length[task] + self.tails[task] <= self.tried)
    }
}

/// Raises heads of tasks that must come after a set of others; `false` when some set does not fit before its deadline.
fn raise(rows: &mut [Row], ends: &mut Vec<i32>) -> bool {
    sort_with_key(rows, |row| row.head);
    for k in 0..rows.len() {
        let deadline = rows[k].deadline;
        let (mut work, mut end) = (0, LOW);
        ends.clear();
        for row in rows.iter().rev() {
            if row.deadline <= deadline {
                work += row.length;
                end = end.max(row.head + work);
            }
            ends.push(end);
        }
        if end > deadline {
            return false;
        }
        let mut first = LOW;
        for (at, row) in rows.iter_mut().enumerate() {
            if row.deadline <= deadline {
                first = first.max(row.head + work);
                work -= row.length;
                continue;
            }
            // Before all that is left, or before any set that begins earlier, there is no room for it.
            if work > 0 && row.head + work + row.length > deadline {
                row.raised = row.raised.max(ends[ends.len() - 1 - at]);
            }
            if first + row.length > deadline {
                row.raised = row.raised.max(end);
            }
        }
    }
    true
}
