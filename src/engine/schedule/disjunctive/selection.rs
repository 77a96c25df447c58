//! One solution as a graph: who follows whom on each machine, with the longest way to and from every task.
//!
//! Never holds a circle: a move that would make one is refused and leaves everything as it was. Times are kept exact after
//! every move by walking only that part of the topological order where something changes.

use super::shop::{LOW, NONE, Shop};

/// A solution without its times: what is needed to build it again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    /// All tasks in an order that respects links and machines.
    pub order: Vec<u32>,
    /// Position of each task's choice.
    pub choice: Vec<u32>,
    /// The end that counts.
    pub span: i32,
}

/// Takes a task out of its machine's sequence and puts it behind another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Move {
    pub task: u32,
    pub choice: u32,
    /// The task that it then follows on the machine of the choice; `NONE` for the first place.
    pub behind: u32,
}

/// All arrays have one entry per task; `previous`, `next`, `end` and `full` one more, which stands for no task.
#[derive(Clone)]
pub(crate) struct Selection {
    pub choice: Vec<u32>,
    pub machine: Vec<u32>,
    pub length: Vec<i32>,
    /// Neighbours on the machine; the number of tasks stands for none.
    pub previous: Vec<u32>,
    pub next: Vec<u32>,
    /// First task of each machine.
    pub first: Vec<u32>,
    /// Earliest end.
    pub end: Vec<i32>,
    /// Longest way from the task's start to the end that counts.
    pub full: Vec<i32>,
    /// A topological order, and the position of each task in it.
    pub order: Vec<u32>,
    pub position: Vec<u32>,
    pub span: i32,
    marked: Vec<bool>,
    moved: Vec<u32>,
}

impl Selection {
    pub fn new(shop: &Shop, plan: &Plan) -> Selection {
        let count = shop.tasks();
        let mut selection = Selection {
            choice: vec![NONE; count],
            machine: vec![NONE; count],
            length: vec![0; count],
            previous: vec![count as u32; count + 1],
            next: vec![count as u32; count + 1],
            first: vec![count as u32; shop.machines],
            end: vec![LOW; count + 1],
            full: vec![LOW; count + 1],
            order: vec![0; count],
            position: vec![0; count],
            span: 0,
            marked: vec![false; count + 1],
            moved: Vec::new(),
        };
        selection.load(shop, plan);
        selection
    }

    /// Becomes the solution of a plan.
    pub fn load(&mut self, shop: &Shop, plan: &Plan) {
        let none = self.none();
        self.order.copy_from_slice(&plan.order);
        self.choice.copy_from_slice(&plan.choice);
        self.first.fill(none);
        let mut last = vec![none; shop.machines];
        for (position, &task) in plan.order.iter().enumerate() {
            let index = task as usize;
            self.position[index] = position as u32;
            let choice = shop.choice(plan.choice[index]);
            (self.machine[index], self.length[index]) = (choice.machine, choice.length);
            (self.previous[index], self.next[index]) = (none, none);
            if choice.machine != NONE {
                let last = &mut last[choice.machine as usize];
                match *last {
                    before if before == none => self.first[choice.machine as usize] = task,
                    before => self.next[before as usize] = task,
                }
                self.previous[index] = *last;
                *last = task;
            }
        }
        for position in 0..self.order.len() {
            let task = self.order[position];
            self.end[task as usize] = self.new_end(shop, task);
        }
        for position in (0..self.order.len()).rev() {
            let task = self.order[position];
            self.full[task as usize] = self.new_full(shop, task);
        }
        self.measure(shop);
    }

    pub fn plan(&self) -> Plan {
        Plan { order: self.order.clone(), choice: self.choice.clone(), span: self.span }
    }

    /// Writes the solution into a plan without new memory.
    pub fn save(&self, plan: &mut Plan) {
        plan.order.clone_from(&self.order);
        plan.choice.clone_from(&self.choice);
        plan.span = self.span;
    }

    /// The number that stands for no task.
    #[inline]
    pub fn none(&self) -> u32 {
        self.machine.len() as u32
    }

    #[inline]
    pub fn start(&self, task: u32) -> i32 {
        self.end[task as usize] - self.length[task as usize]
    }

    /// Earliest start by links and release alone.
    #[inline]
    pub fn link_head(&self, shop: &Shop, task: u32) -> i32 {
        let mut head = shop.release[task as usize];
        for arc in shop.before(task) {
            head = head.max(self.end[arc.other as usize] + arc.lag);
        }
        head
    }

    /// Longest way behind the task's end by links and delivery alone.
    #[inline]
    pub fn link_tail(&self, shop: &Shop, task: u32) -> i32 {
        let mut tail = shop.delivery[task as usize];
        for arc in shop.after(task) {
            tail = tail.max(self.full[arc.other as usize] + arc.lag);
        }
        tail
    }

    #[inline]
    fn new_end(&self, shop: &Shop, task: u32) -> i32 {
        let before = self.end[self.previous[task as usize] as usize];
        self.link_head(shop, task).max(before) + self.length[task as usize]
    }

    #[inline]
    fn new_full(&self, shop: &Shop, task: u32) -> i32 {
        let behind = self.full[self.next[task as usize] as usize];
        self.link_tail(shop, task).max(behind) + self.length[task as usize]
    }

    fn measure(&mut self, shop: &Shop) {
        let end = |task: &u32| self.end[*task as usize] + shop.delivery[*task as usize];
        self.span = shop.sinks.iter().map(end).max().unwrap_or(0);
    }

    /// The task that a move would take, and what is now before it.
    pub fn undo_of(&self, task: u32) -> Move {
        let index = task as usize;
        let previous = self.previous[index];
        Move { task, choice: self.choice[index], behind: if previous == self.none() { NONE } else { previous } }
    }

    /// Makes the move; `false`, and nothing changed, if that closed a circle.
    pub fn apply(&mut self, shop: &Shop, step: Move) -> bool {
        let index = step.task as usize;
        let back = self.undo_of(step.task);
        let (old_previous, old_next) = (self.previous[index], self.next[index]);
        self.relink(shop, step);
        if !self.sort(shop, step.task) {
            self.relink(shop, back);
            return false;
        }
        let (previous, next) = (self.previous[index], self.next[index]);
        let none = self.none();
        let place = |task: u32, absent: u32| if task == none { absent } else { self.position[task as usize] };
        let own = self.position[index];
        let later = [place(old_next, own), place(next, own)];
        let earlier = [place(old_previous, own), place(previous, own)];
        self.update_ends(shop, own.min(later[0]).min(later[1]), own.max(later[0]).max(later[1]));
        self.update_fulls(shop, own.max(earlier[0]).max(earlier[1]), own.min(earlier[0]).min(earlier[1]));
        self.measure(shop);
        true
    }

    /// Changes the machine's sequences and nothing else.
    fn relink(&mut self, shop: &Shop, step: Move) {
        let (task, index, none) = (step.task, step.task as usize, self.none());
        let (previous, next) = (self.previous[index], self.next[index]);
        if self.machine[index] != NONE {
            if previous == none {
                self.first[self.machine[index] as usize] = next
            } else {
                self.next[previous as usize] = next
            }
            if next != none {
                self.previous[next as usize] = previous;
            }
        }
        let choice = *shop.choice(step.choice);
        (self.choice[index], self.machine[index], self.length[index]) = (step.choice, choice.machine, choice.length);
        (self.previous[index], self.next[index]) = (none, none);
        if choice.machine == NONE {
            return;
        }
        let behind = if step.behind == NONE { none } else { step.behind };
        let next = if behind == none { self.first[choice.machine as usize] } else { self.next[behind as usize] };
        if behind == none {
            self.first[choice.machine as usize] = task
        } else {
            self.next[behind as usize] = task
        }
        if next != none {
            self.previous[next as usize] = task;
        }
        (self.previous[index], self.next[index]) = (behind, next);
    }

    /// Mends the topological order around a task that has new neighbours (Pearce and Kelly 2006); `false` on a circle.
    fn sort(&mut self, shop: &Shop, task: u32) -> bool {
        let none = self.none();
        let (previous, next) = (self.previous[task as usize], self.next[task as usize]);
        let own = self.position[task as usize];
        if previous != none && self.position[previous as usize] > own {
            return self.sort_later(shop, own as usize, self.position[previous as usize] as usize);
        }
        if next != none && self.position[next as usize] < own {
            return self.sort_earlier(shop, self.position[next as usize] as usize, own as usize);
        }
        true
    }

    /// The task at `from`, and all between that hang on it, go behind the task at `to`.
    fn sort_later(&mut self, shop: &Shop, from: usize, to: usize) -> bool {
        self.moved.clear();
        self.marked[self.order[from] as usize] = true;
        let mut free = from;
        for position in from..=to {
            let task = self.order[position];
            let waits = position == from
                || self.marked[self.previous[task as usize] as usize]
                || shop.before(task).iter().any(|arc| self.marked[arc.other as usize]);
            if waits {
                self.marked[task as usize] = true;
                self.moved.push(task);
            } else {
                // Written over only where the reader has been.
                self.order[free] = task;
                free += 1;
            }
        }
        // Its target is the last task of the stretch: if that hangs on the task, there is a circle.
        let circle = self.moved.last().is_some_and(|last| self.position[*last as usize] as usize == to);
        self.settle(free, from, to, circle, false)
    }

    /// The task at `to`, and all between that it waits for, go before the task at `from`.
    fn sort_earlier(&mut self, shop: &Shop, from: usize, to: usize) -> bool {
        self.moved.clear();
        let mut free = to + 1;
        for position in (from..=to).rev() {
            let task = self.order[position];
            let awaited = position == to
                || self.marked[self.next[task as usize] as usize]
                || shop.after(task).iter().any(|arc| self.marked[arc.other as usize]);
            if awaited {
                self.marked[task as usize] = true;
                self.moved.push(task);
            } else {
                free -= 1;
                self.order[free] = task;
            }
        }
        let circle = self.moved.last().is_some_and(|last| self.position[*last as usize] as usize == from);
        self.settle(free, from, to, circle, true)
    }

    /// Writes the moved tasks into the gap, or everything back where it was.
    fn settle(&mut self, free: usize, from: usize, to: usize, circle: bool, earlier: bool) -> bool {
        if earlier {
            for (offset, task) in self.moved.iter().rev().enumerate() {
                self.order[from + offset] = *task;
            }
        } else {
            self.order[free..=to].copy_from_slice(&self.moved);
        }
        for &task in &self.moved {
            self.marked[task as usize] = false;
        }
        if circle {
            // Positions still tell the old order.
            self.moved.clear();
            self.moved.extend_from_slice(&self.order[from..=to]);
            for &task in &self.moved {
                self.order[self.position[task as usize] as usize] = task;
            }
            return false;
        }
        for position in from..=to {
            self.position[self.order[position] as usize] = position as u32;
        }
        true
    }

    /// Earliest ends from a position on, at least to `reach`, and as far as changes go.
    fn update_ends(&mut self, shop: &Shop, from: u32, mut reach: u32) {
        let mut position = from;
        while position <= reach {
            let task = self.order[position as usize];
            let end = self.new_end(shop, task);
            if end != self.end[task as usize] {
                self.end[task as usize] = end;
                let next = self.next[task as usize];
                if next != self.none() {
                    reach = reach.max(self.position[next as usize]);
                }
                for arc in shop.after(task) {
                    reach = reach.max(self.position[arc.other as usize]);
                }
            }
            position += 1;
        }
    }

    /// Longest ways to the end from a position back, at least to `reach`, and as far as changes go.
    fn update_fulls(&mut self, shop: &Shop, from: u32, mut reach: u32) {
        let mut position = from + 1;
        while position > reach {
            position -= 1;
            let task = self.order[position as usize];
            let full = self.new_full(shop, task);
            if full != self.full[task as usize] {
                self.full[task as usize] = full;
                let previous = self.previous[task as usize];
                if previous != self.none() {
                    reach = reach.min(self.position[previous as usize]);
                }
                for arc in shop.before(task) {
                    reach = reach.min(self.position[arc.other as usize]);
                }
            }
        }
    }
}
