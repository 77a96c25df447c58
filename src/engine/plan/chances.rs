//! How likely each order is on time: the schedule as it stands, carried out many times with durations that vary.
//!
//! Every run keeps the sequence on each resource and starts nothing before it is planned, for people and material come then; what runs
//! late pushes what waits for it. What runs into an absence is taken over by somebody else as good. A duration is lognormal with the planned one as its mean. Never plans anew: a person who
//! steers against a delay does better than this.

use super::Calendars;
use super::changes::Positions;
use crate::engine::calendar::{Milli, Profile, milli};
use crate::engine::slices::Slices;
use crate::model::*;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::rc::Rc;

/// What is simulated, and how often.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct ChanceOptions {
    /// Nothing that is not begun starts before this.
    pub now: Time,
    /// Standard deviation of a duration as a share of its mean.
    pub spread: f64,
    pub runs: u32,
    pub seed: u64,
}

/// What the runs so far say.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Chances {
    pub runs: u32,
    /// The least likely to be on time first.
    pub orders: Vec<OrderChance>,
}

/// An order in all runs.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OrderChance {
    pub order: OrderId,
    pub name: String,
    pub due: Option<Time>,
    /// When it is ready if everything takes as long as planned.
    pub planned: Time,
    /// Share of the runs in which it is on time; `None` without a due date.
    pub on_time: Option<f64>,
    /// Ready by then in half of the runs.
    pub half: Time,
    /// Ready by then in four of five runs.
    pub four_fifths: Time,
}

/// A task as it is carried out.
struct Step {
    start: i64,
    end: i64,
    /// Seconds at full speed.
    work: f64,
    status: TaskStatus,
    interruptible: bool,
    pace: Rc<Profile>,
    /// What it waits for: position, kind, lag.
    after: Vec<(usize, LinkKind, i64)>,
    /// Limited resources it holds, by position, and how much of them.
    holds: Vec<(usize, Milli)>,
}

/// An order's last tasks, and what comes after them.
struct Finish {
    order: OrderId,
    last: Vec<usize>,
    /// Seconds from the last task's end until the order is ready: rest, transport.
    rest: i64,
}

/// The schedule of a workspace, ready to be carried out again and again.
struct Floor {
    /// In an order in which each comes after what it waits for.
    steps: Vec<Step>,
    capacity: Vec<Milli>,
    orders: Vec<Finish>,
}

/// Milliseconds between two reports.
const REPORT_EVERY_MS: f64 = 250.0;

/// Carries the schedule of `workspace` out as often as the options say, or until `report` no longer wants to go on.
pub async fn chances(
    workspace: &Workspace,
    options: &ChanceOptions,
    slices: &Slices<'_>,
    report: &mut dyn FnMut(&Chances) -> bool,
) -> Chances {
    let floor = Floor::of(workspace, options.now);
    let mut random = Normal { state: options.seed, spare: None };
    let mut ready: Vec<Vec<i64>> = vec![Vec::new(); floor.orders.len()];
    let mut told = slices.now();
    for run in 1..=options.runs {
        floor.carry_out(options, &mut random, &mut ready);
        slices.breathe(false).await;
        if slices.now() - told >= REPORT_EVERY_MS && run < options.runs {
            told = slices.now();
            if !report(&floor.summed_up(workspace, &ready, run)) {
                return floor.summed_up(workspace, &ready, run);
            }
        }
    }
    floor.summed_up(workspace, &ready, options.runs)
}

impl Floor {
    fn of(workspace: &Workspace, now: Time) -> Floor {
        let placed: Vec<(&Task, &Placement)> = workspace.tasks.values().filter_map(|task| Some((task, task.placement.as_ref()?))).collect();
        let first = placed.iter().map(|(_, placement)| placement.start).min().unwrap_or(now).min(now);
        let last = placed.iter().map(|(_, placement)| placement.end).max().unwrap_or(now);
        // Long enough for everything to take several times as long.
        let calendars = Calendars::new(workspace, first.minus(Span::from_days(7)), last.plus(Span::from_days(730))).without_absences();
        let sequence = in_sequence(&placed);
        let position = Positions::of(sequence.iter().map(|row| placed[*row].0.id.raw()));
        let mut floor = Floor { steps: Vec::with_capacity(placed.len()), capacity: Vec::new(), orders: Vec::new() };
        let rows = Positions::of(workspace.resources.keys().map(RecordId::raw));
        let largest = |resource: &Resource| if is_limited(resource) { calendars.size(resource).largest() } else { 0 };
        floor.capacity = workspace.resources.values().map(largest).collect();
        let mut paces: BTreeMap<Vec<(u64, Milli)>, Rc<Profile>> = BTreeMap::new();
        for row in &sequence {
            let (task, placement) = placed[*row];
            let operation = task.operation.and_then(|id| workspace.operations.get(&id));
            let uses = placement.uses.iter().map(|used| (used.resource.raw(), milli(used.quantity)));
            let key = task.operation.map(|id| (id.raw(), 0)).into_iter().chain(uses).collect();
            let pace =
                paces.entry(key).or_insert_with(|| Rc::new(calendars.pace(operation, &placement.uses).unwrap_or_else(Profile::open)));
            let mut holds = Vec::new();
            for used in &placement.uses {
                let (row, quantity) = (rows.find(used.resource.raw()), milli(used.quantity));
                if let Some(at) = row.filter(|_| workspace.resources.get(&used.resource).is_some_and(is_limited)) {
                    floor.capacity[at] = floor.capacity[at].max(quantity);
                    holds.push((at, quantity));
                }
            }
            let known = |link: &TaskLink| Some((position.find(link.task.raw())?, link.kind, link.lag.seconds()));
            floor.steps.push(Step {
                start: placement.start.seconds(),
                end: placement.end.seconds(),
                work: pace.worked(placement.start, placement.end).seconds() as f64,
                status: task.status,
                interruptible: operation.is_none_or(|operation| operation.interruptible),
                pace: pace.clone(),
                after: task.after.iter().filter_map(known).collect(),
                holds,
            });
        }
        floor.orders = finishes(workspace, &placed, &position);
        floor
    }

    /// One run; adds when each order is ready.
    fn carry_out(&self, options: &ChanceOptions, random: &mut Normal, ready: &mut [Vec<i64>]) {
        let deviation = (1.0 + options.spread * options.spread).ln().sqrt();
        let mut times: Vec<(i64, i64)> = vec![(0, 0); self.steps.len()];
        let mut busy: Vec<Vec<(i64, Milli)>> = vec![Vec::new(); self.capacity.len()];
        for (at, step) in self.steps.iter().enumerate() {
            // Drawn for every task, so that each has the same luck whatever becomes of the others.
            let factor = (deviation * random.next() - deviation * deviation / 2.0).exp();
            times[at] = match step.status {
                TaskStatus::Finished => (step.start, step.end),
                _ => step.carried_out(factor, options.now.seconds(), &times, &busy, &self.capacity),
            };
            let (start, end) = times[at];
            for (resource, quantity) in &step.holds {
                busy[*resource].retain(|(until, _)| *until > start);
                busy[*resource].push((end, *quantity));
            }
        }
        for (order, ready) in self.orders.iter().zip(ready) {
            ready.push(order.last.iter().map(|at| times[*at].1).max().unwrap_or(0) + order.rest);
        }
    }

    fn summed_up(&self, workspace: &Workspace, ready: &[Vec<i64>], runs: u32) -> Chances {
        let chance = |(finish, ready): (&Finish, &Vec<i64>)| {
            let order = workspace.orders.get(&finish.order)?;
            let mut ready = ready.clone();
            sort_with_key(&mut ready, |moment| *moment);
            // The smallest moment by which at least that share of the runs is ready.
            let by = |share: f64| Time::clamped(ready[((ready.len() as f64 * share).ceil() as usize).clamp(1, ready.len()) - 1]);
            let in_time = |due: Time| ready.partition_point(|ready| *ready <= due.seconds()) as f64 / ready.len() as f64;
            let planned = finish.last.iter().map(|at| self.steps[*at].end).max().unwrap_or(0) + finish.rest;
            Some(OrderChance {
                order: order.id,
                name: order.name.clone(),
                due: order.due,
                planned: Time::clamped(planned),
                on_time: order.due.map(in_time),
                half: by(0.5),
                four_fifths: by(0.8),
            })
        };
        let mut orders: Vec<OrderChance> = self.orders.iter().zip(ready).filter_map(chance).collect();
        sort_with(&mut orders, |a, b| a.on_time.unwrap_or(2.0).total_cmp(&b.on_time.unwrap_or(2.0)));
        Chances { runs, orders }
    }
}

impl Step {
    /// When it starts and ends in a run.
    fn carried_out(&self, factor: f64, now: i64, times: &[(i64, i64)], busy: &[Vec<(i64, Milli)>], capacity: &[Milli]) -> (i64, i64) {
        let work = Span::from_seconds((self.work * factor).round() as i64);
        if self.status == TaskStatus::Started {
            let end = self.pace.finish(Time::clamped(self.start), work).map_or(self.end, Time::seconds);
            return (self.start, end.max(now));
        }
        let (mut start, mut end_least) = (self.start.max(now), i64::MIN);
        for (before, kind, lag) in &self.after {
            let (from_start, from_end) = times[*before];
            match kind {
                LinkKind::FinishStart => start = start.max(from_end + lag),
                LinkKind::StartStart => start = start.max(from_start + lag),
                LinkKind::FinishFinish => end_least = end_least.max(from_end + lag),
                LinkKind::StartFinish => end_least = end_least.max(from_start + lag),
            }
        }
        for (resource, quantity) in &self.holds {
            start = free_from(&busy[*resource], start, capacity[*resource] - quantity);
        }
        // Nobody knows beforehand how long it takes: it is begun where it should fit, and goes on where it does not.
        let fits = if self.interruptible { None } else { self.pace.unbroken_from(start, self.work as i64) };
        let start = Time::clamped(fits.map_or(start, |(start, _)| start));
        let start = self.pace.next_open(start).filter(|_| !work.is_zero()).unwrap_or(start);
        let end = self.pace.finish(start, work).unwrap_or(start.plus(work));
        (start.seconds(), end.seconds().max(end_least))
    }
}

/// From when on no more than `most` of a resource is in use.
fn free_from(busy: &[(i64, Milli)], start: i64, most: Milli) -> i64 {
    let mut start = start;
    loop {
        let used: Milli = busy.iter().filter(|(until, _)| *until > start).map(|(_, quantity)| quantity).sum();
        if used <= most {
            return start;
        }
        let Some(next) = busy.iter().map(|(until, _)| *until).filter(|until| *until > start).min() else { return start };
        start = next;
    }
}

/// Positions of the tasks by their starts, each after what it waits for; what waits in a circle comes last.
fn in_sequence(placed: &[(&Task, &Placement)]) -> Vec<usize> {
    let row = Positions::of(placed.iter().map(|(task, _)| task.id.raw()));
    let mut waits = vec![0u32; placed.len()];
    let mut behind: Vec<Vec<usize>> = vec![Vec::new(); placed.len()];
    for (at, (task, _)) in placed.iter().enumerate() {
        for before in task.after.iter().filter_map(|link| row.find(link.task.raw())) {
            waits[at] += 1;
            behind[before].push(at);
        }
    }
    let key = |at: usize| Reverse((placed[at].1.start, placed[at].1.end, at));
    let mut next: BinaryHeap<_> = (0..placed.len()).filter(|at| waits[*at] == 0).map(key).collect();
    let mut sequence = Vec::with_capacity(placed.len());
    while let Some(Reverse((_, _, at))) = next.pop() {
        sequence.push(at);
        for after in &behind[at] {
            waits[*after] -= 1;
            if waits[*after] == 0 {
                next.push(key(*after));
            }
        }
    }
    sequence.extend((0..placed.len()).filter(|at| waits[*at] > 0));
    sequence
}

/// The last tasks of every open order: those with a due date where there are any.
fn finishes(workspace: &Workspace, placed: &[(&Task, &Placement)], position: &Positions) -> Vec<Finish> {
    let open: Vec<&Order> = workspace.orders.values().filter(|order| order.status == OrderStatus::Open).collect();
    let known = Positions::of(open.iter().map(|order| order.id.raw()));
    let mut tasks: Vec<Vec<usize>> = vec![Vec::new(); open.len()];
    for (at, (task, _)) in placed.iter().enumerate() {
        task.orders.iter().filter_map(|order| known.find(order.raw())).for_each(|order| tasks[order].push(at));
    }
    let mut promised: Vec<Option<Time>> = vec![None; open.len()];
    for promise in workspace.promises.values() {
        if let Some(order) = promise.order.and_then(|order| known.find(order.raw())) {
            promised[order] = promise.ready;
        }
    }
    let finish = |((order, own), promised): ((&&Order, &Vec<usize>), &Option<Time>)| {
        let marked = own.iter().any(|at| placed[*at].0.due.is_some());
        let last = || own.iter().map(|at| placed[*at]).filter(|(task, _)| !marked || task.due.is_some());
        let end = last().map(|(_, placement)| placement.end).max()?;
        let rest = promised.map_or(0, |ready| ready.since(end).seconds().max(0));
        Some(Finish { order: order.id, last: last().filter_map(|(task, _)| position.find(task.id.raw())).collect(), rest })
    };
    open.iter().zip(&tasks).zip(&promised).filter_map(finish).collect()
}

fn is_limited(resource: &Resource) -> bool {
    resource.constrained && resource.kind == ResourceKind::Default
}

/// Standard normal numbers (Marsaglia's polar method, 1964) from a seed (SplitMix64).
struct Normal {
    state: u64,
    spare: Option<f64>,
}

impl Normal {
    fn next(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (x, y) = (2.0 * self.share() - 1.0, 2.0 * self.share() - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                let scale = (-2.0 * square.ln() / square).sqrt();
                self.spare = Some(y * scale);
                return x * scale;
            }
        }
    }

    /// From 0 up to, not including, 1.
    fn share(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ mixed >> 31) >> 11) as f64 / (1u64 << 53) as f64
    }
}
