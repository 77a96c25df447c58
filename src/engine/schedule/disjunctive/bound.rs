//! What no solution of a shop can beat: a span is refuted when machines cannot find time for their tasks within it.
//!
//! Never claims more than it has refuted, and never works longer than one round of all machines at a time. The rounds are
//! edge finding on one machine (Carlier and Pinson 1990, in the form of Nuijten 1994) and longest paths; the greatest refuted
//! span is found by halving.

use super::shop::{LOW, NONE, Shop};

/// Rounds for one span at most; what is not refuted by then counts as possible.
const MOST_ROUNDS: u32 = 60;

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
        let mut bound = Bound {
            machines,
            length,
            low: LOW,
            high,
            tried: high,
            rounds: 0,
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

    /// One round; `false` when nothing more can be refuted.
    pub fn step(&mut self, shop: &Shop) -> bool {
        if self.low >= self.high {
            return false;
        }
        if self.rounds == 0 {
            self.tried = self.low + (self.high - self.low) / 2;
            self.begin(shop);
            self.relax(shop);
        }
        self.rounds += 1;
        match self.round(shop) {
            None => {
                self.low = self.tried + 1;
                self.rounds = 0;
            }
            Some(changed) if !changed || self.rounds > MOST_ROUNDS => {
                self.high = self.tried;
                self.rounds = 0;
            }
            Some(_) => {}
        }
        self.low < self.high
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

    /// Edge finding on every machine and both ways, then longest paths: whether anything changed, `None` when the span is refuted.
    fn round(&mut self, shop: &Shop) -> Option<bool> {
        let mut changed = false;
        for machine in 0..self.machines.len() {
            for backwards in [false, true] {
                let (heads, tails) = if backwards { (&self.tails, &self.heads) } else { (&self.heads, &self.tails) };
                let row = |task: &u32| {
                    let index = *task as usize;
                    let (head, deadline) = (heads[index], self.tried - tails[index]);
                    Row { task: *task, head, length: self.length[index], deadline, raised: head }
                };
                self.rows.clear();
                // What counts for nothing in the end has no deadline, and turned around no beginning.
                self.rows.extend(self.machines[machine].iter().map(row));
                raise(&mut self.rows, &mut self.ends).then_some(())?;
                let heads = if backwards { &mut self.tails } else { &mut self.heads };
                for row in &self.rows {
                    changed |= row.raised > heads[row.task as usize];
                    heads[row.task as usize] = row.raised;
                }
            }
        }
        self.relax(shop);
        let fits = |task: usize| self.heads[task] + self.length[task] + self.tails[task] <= self.tried;
        (0..shop.tasks()).all(fits).then_some(changed)
    }
}

/// Raises heads of tasks that must come after a set of others; `false` when some set does not fit before its deadline.
fn raise(rows: &mut [Row], ends: &mut Vec<i32>) -> bool {
    rows.sort_unstable_by_key(|row| row.head);
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
