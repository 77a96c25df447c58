//! Sums all amounts, period by period, for the whole or for each member of what the figures are told apart by.
//!
//! One pass over the facts in the order of tasks and one over orders; never keeps what nobody has asked for.

use super::amounts::{Amount, Sums};
use super::cells::Cells;
use super::facts::{Dimension, Fact, FlowUnit, Input, Loss, Order, Task};
use super::intervals::{self, Interval, TaskRun};
use crate::model::{Groups, sort_with, sort_with_key};

/// Sums of every member and period in which there is anything, and the stretches that they were made from.
pub struct Gathered {
    pub(super) cells: Cells,
    pub(super) intervals: Vec<Interval>,
    pub(super) runs: Vec<TaskRun>,
    /// The starts of each order and the positions of the facts that tell them, where orders flow.
    order_starts: Groups<u64, (i64, u32)>,
}

impl Gathered {
    fn at(&mut self, member: u64, period: usize) -> &mut Sums {
        self.cells.at(member, period)
    }

    /// The first start of an order and the position of the fact that tells it; nothing unless orders flow.
    pub(super) fn start_of_order(&self, order: u64) -> Option<(i64, u32)> {
        self.order_starts.get(order).iter().min().copied()
    }
}

/// Finds records by their id.
pub(super) struct Finder<'a, T> {
    sorted: Vec<(u64, &'a T)>,
}

impl<'a, T> Finder<'a, T> {
    pub(super) fn new(list: &'a [T], id: fn(&T) -> u64) -> Finder<'a, T> {
        let mut sorted: Vec<(u64, &T)> = list.iter().map(|record| (id(record), record)).collect();
        sort_with_key(&mut sorted, |(id, _)| *id);
        Finder { sorted }
    }

    pub(super) fn find(&self, id: u64) -> Option<&'a T> {
        let at = self.sorted.partition_point(|(other, _)| *other < id);
        self.sorted.get(at).filter(|(other, _)| *other == id).map(|(_, record)| *record)
    }
}

/// What a fact's reason means.
pub(super) fn loss_of(input: &Input, fact: &Fact) -> Option<Loss> {
    input.reasons.get(fact.reason as usize).copied()
}

/// Sums it all up.
pub fn gather(input: &Input) -> Gathered {
    let ordered = intervals::by_task(input);
    let (mut found, runs) = intervals::stretches(input, &ordered);
    let mut gathered = Gathered {
        cells: Cells::new(input.periods.len()),
        intervals: Vec::new(),
        runs,
        order_starts: Groups::of_pairs(starts_of_orders(input, &ordered)),
    };
    sum_time(input, &mut gathered, &mut found);
    gathered.intervals = found;
    sum_tasks(input, &mut gathered, &ordered);
    sum_flow(input, &mut gathered);
    for order in input.orders {
        if let Some(member) = input.member_of_order(order) {
            sum_order(input, &mut gathered, member, order);
        }
    }
    for cost in input.costs {
        let Some(period) = input.period_of(cost.time) else { continue };
        gathered.at(input.member_of_cost(cost), period).add(cost.kind.amount(), cost.amount);
    }
    for check in input.checks {
        let Some(period) = input.period_of(check.time) else { continue };
        let sums = gathered.at(input.member_of_check(check), period);
        sums.add(Amount::Checks, 1.0);
        sums.add(Amount::ChecksPassed, f64::from(u8::from(check.passed)));
    }
    sum_open(input, &mut gathered);
    gathered
}

/// The starts of orders, each with its order; of one that the same order tells again and again the first.
fn starts_of_orders(input: &Input, ordered: &[u32]) -> Vec<(u64, (i64, u32))> {
    let mut starts: Vec<(u64, (i64, u32))> = Vec::new();
    if input.flows() != FlowUnit::Orders {
        return starts;
    }
    for at in ordered {
        let Some(fact) = input.facts.get(*at as usize).filter(|fact| fact.kind == super::Kind::Start && fact.order != 0) else { continue };
        let start = (fact.time, *at);
        match starts.last_mut().filter(|last| last.0 == fact.order) {
            Some(last) => last.1 = start.min(last.1),
            None => starts.push((fact.order, start)),
        }
    }
    starts
}

/// Seconds running and standing still, and breakdowns: one that holds up several tasks of a resource is one.
fn sum_time(input: &Input, gathered: &mut Gathered, found: &mut [Interval]) {
    let mut broken: Option<((u64, u64), i64)> = None;
    let mut last = GONE;
    intervals::shares(input, found, |interval, period, share| {
        let Some(fact) = input.facts.get(interval.begun as usize) else { return };
        let sums = gathered.at(input.member_of_fact(fact), period);
        if interval.running {
            sums.add(Amount::Running, share.running);
            sums.add(Amount::Overtime, share.overtime);
            return;
        }
        let amount = match loss_of(input, fact) {
            Some(Loss::PlannedStop) => Amount::PlannedStop,
            Some(Loss::Breakdown) => Amount::Breakdown,
            Some(Loss::Setup) => Amount::Setup,
            Some(Loss::MinorStop) => Amount::MinorStop,
            _ => Amount::OtherStop,
        };
        sums.add(amount, share.stopped);
        // A stretch over several periods is told once for each of them; it breaks down in the first alone.
        if amount == Amount::Breakdown && interval.begun != last {
            last = interval.begun;
            let new = broken.is_none_or(|(place, until)| place != interval.place || until <= interval.from);
            if new && input.period_of(interval.from) == Some(period) {
                sums.add(Amount::Failures, 1.0);
            }
            let until = if new { interval.to } else { broken.map_or(interval.to, |(_, until)| until.max(interval.to)) };
            broken = Some((interval.place, until));
        }
    });
}

/// No fact has this position.
const GONE: u32 = u32::MAX;

/// Pieces as they were counted, and each task against its plan.
fn sum_tasks(input: &Input, gathered: &mut Gathered, ordered: &[u32]) {
    let tasks = Finder::new(input.tasks, |task| task.id);
    let task_of = |at: &u32| input.facts.get(*at as usize).map_or(0, |fact| fact.task);
    let mut seen = Vec::new();
    for places in ordered.chunk_by(|a, b| task_of(a) == task_of(b)) {
        let id = places.first().map_or(0, task_of);
        let task = tasks.find(id);
        let mut set_up = false;
        for at in places {
            let Some(fact) = input.facts.get(*at as usize) else { continue };
            let Some(period) = input.period_of(fact.time) else { continue };
            let startup = loss_of(input, fact) == Some(Loss::StartupReject);
            let sums = gathered.at(input.member_of_fact(fact), period);
            if fact.kind == super::Kind::Start && !set_up {
                set_up = true;
                sums.add(Amount::StandardSetup, task.map_or(0.0, |task| task.setup_seconds));
            }
            sum_pieces(sums, fact, task, startup);
        }
        if let Some(task) = task {
            seen.push(id);
            let facts = || places.iter().filter_map(|at| input.facts.get(*at as usize));
            sum_plan(input, gathered, task, facts);
        }
    }
    // What was planned and never heard of counts as well. Chunks come in the order of ids.
    for task in input.tasks.iter().filter(|task| seen.binary_search(&task.id).is_err()) {
        sum_plan(input, gathered, task, std::iter::empty);
    }
}

fn sum_pieces(sums: &mut Sums, fact: &Fact, task: Option<&Task>, startup: bool) {
    let produced = fact.good + fact.scrap + fact.rework;
    if produced == 0.0 || !produced.is_finite() {
        return;
    }
    let (unit, ways, cost) = task.map_or((0.0, 1.0, 0.0), |task| (task.unit_seconds, task.opportunities.max(1.0), task.unit_cost));
    for (amount, number) in [
        (Amount::Good, fact.good),
        (Amount::Scrap, fact.scrap),
        (Amount::Rework, fact.rework),
        (Amount::StandardProduced, unit * produced),
        (Amount::StandardGood, unit * fact.good),
        (Amount::StandardStartup, if startup { unit * (fact.scrap + fact.rework) } else { 0.0 }),
        (Amount::Opportunities, ways * produced),
        (Amount::ScrapCost, cost * fact.scrap),
    ] {
        sums.add(amount, number);
    }
    let counted = sums.operations.entry(fact.operation).or_default();
    counted.0 += fact.good;
    counted.1 += produced;
}

/// A task against its plan, in the period in which it was to end or to start; usable pieces count until that period is over.
fn sum_plan<'f, I: Iterator<Item = &'f Fact>>(input: &Input, gathered: &mut Gathered, task: &Task, facts: impl Fn() -> I) {
    let member = input.member_of_task(task);
    let when = |kind: super::Kind| facts().filter(move |fact| fact.kind == kind).map(|fact| fact.time);
    if let Some((end, period)) = task.planned_end.and_then(|end| Some((end, input.period_of(end)?))) {
        let over = input.periods.get(period).map_or(end, |period| period.end);
        let made: f64 = facts().filter(|fact| fact.time < over).map(|fact| fact.good + fact.rework).sum();
        let on_time = when(super::Kind::Finish).max().is_some_and(|last| last <= end);
        let sums = gathered.at(member, period);
        sums.add(Amount::TasksPlanned, 1.0);
        sums.add(Amount::TasksOnTime, f64::from(u8::from(on_time)));
        sums.add(Amount::PlannedQuantity, task.planned_quantity);
        sums.add(Amount::ActualQuantity, made);
        sums.add(Amount::KeptQuantity, made.min(task.planned_quantity));
        sums.add(Amount::QuantityDeviation, (made - task.planned_quantity).abs());
    }
    if let Some((start, period)) = task.planned_start.and_then(|start| Some((start, input.period_of(start)?))) {
        let on_time = when(super::Kind::Start).min().is_some_and(|first| first <= start);
        let sums = gathered.at(member, period);
        sums.add(Amount::StartsPlanned, 1.0);
        sums.add(Amount::StartsOnTime, f64::from(u8::from(on_time)));
    }
}

/// What was started, in work and done: tasks or orders.
fn sum_flow(input: &Input, gathered: &mut Gathered) {
    let mut units: Vec<(u64, Option<i64>, Option<i64>)> = Vec::new();
    match input.flows() {
        FlowUnit::Tasks => units.extend(gathered.runs.iter().filter_map(|run| {
            let member = input.member_of_fact(input.facts.get(run.begun as usize)?);
            Some((member, Some(run.start), run.end))
        })),
        FlowUnit::Orders => units.extend(input.orders.iter().filter_map(|order| {
            let start = gathered.start_of_order(order.id).map(|(start, _)| start);
            Some((input.member_of_order(order)?, start, order.finished.filter(|end| *end <= input.now)))
        })),
    }
    for (member, start, end) in units {
        if let Some(period) = end.and_then(|end| input.period_of(end)) {
            let sums = gathered.at(member, period);
            sums.add(Amount::Done, 1.0);
            sums.cycle_times.extend(start.zip(end).map(|(start, end)| end.saturating_sub(start) as f64));
        }
        let Some(start) = start else { continue };
        if let Some(period) = input.period_of(start) {
            gathered.at(member, period).add(Amount::Started, 1.0);
        }
        let until = end.unwrap_or(input.now);
        for (at, period) in input.periods_of(start, until) {
            let sums = gathered.at(member, at);
            sums.add(Amount::InWorkSeconds, until.min(period.end).saturating_sub(start.max(period.start)) as f64);
            if end.is_none_or(|end| end > period.end.min(input.now)) {
                sums.add(Amount::InWorkAtEnd, 1.0);
            }
        }
    }
}

/// An order in the periods of its due date, its promise and its delivery, and in all in which it was open.
fn sum_order(input: &Input, gathered: &mut Gathered, member: u64, order: &Order) {
    let delivered = order.delivered.filter(|time| *time <= input.now);
    let by = |time: i64| delivered.is_some_and(|delivered| delivered <= time);
    let full = delivered.is_some() && order.delivered_quantity >= order.quantity;
    let one = |is: bool| f64::from(u8::from(is));
    if let Some((due, period)) = order.due.and_then(|due| Some((due, input.period_of(due)?))) {
        let sums = gathered.at(member, period);
        sums.add(Amount::Demanded, order.quantity);
        sums.add(Amount::OrdersDue, 1.0);
        sums.add(Amount::OrdersOnTime, one(by(due)));
        sums.add(Amount::OrdersInFull, one(full));
        sums.add(Amount::OrdersOnTimeInFull, one(full && by(due)));
        sums.add(Amount::LateSeconds, delivered.unwrap_or(input.now).saturating_sub(due).max(0) as f64);
    }
    if let Some((promised, period)) = order.promised.and_then(|promised| Some((promised, input.period_of(promised)?))) {
        let sums = gathered.at(member, period);
        sums.add(Amount::OrdersPromised, 1.0);
        sums.add(Amount::PromisesKept, one(by(promised)));
    }
    if let Some(released) = order.released {
        if let Some((time, period)) = delivered.and_then(|time| Some((time, input.period_of(time)?))) {
            gathered.at(member, period).lead_times.push(time.saturating_sub(released) as f64);
        }
        for (at, period) in input.periods_of(released, delivered.unwrap_or(input.now.saturating_add(1))) {
            let end = period.end.min(input.now);
            if !by(end) {
                let sums = gathered.at(member, at);
                sums.add(Amount::BacklogOrders, 1.0);
                sums.add(Amount::BacklogQuantity, order.quantity);
                sums.add(Amount::OverdueOrders, one(order.due.is_some_and(|due| due < end)));
            }
        }
    }
}

/// Hours of the calendar, as far as periods have gone; nobody but resources and shifts has them.
fn sum_open(input: &Input, gathered: &mut Gathered) {
    let shifts: Vec<u64> = if input.dimension == Dimension::Shift {
        let mut shifts: Vec<u64> = input.facts.iter().map(|fact| u64::from(fact.shift)).collect();
        sort_with(&mut shifts, u64::cmp);
        shifts.dedup();
        shifts
    } else {
        Vec::new()
    };
    for (at, period) in input.periods.iter().enumerate() {
        let end = period.end.min(input.now);
        if end <= period.start {
            continue;
        }
        for resource in input.resources {
            match input.dimension {
                Dimension::All => gathered.at(0, at).add(Amount::Open, (input.open)(*resource, None, period.start, end)),
                Dimension::Resource => gathered.at(*resource, at).add(Amount::Open, (input.open)(*resource, None, period.start, end)),
                Dimension::Shift => {
                    for shift in &shifts {
                        let open = (input.open)(*resource, u32::try_from(*shift).ok(), period.start, end);
                        gathered.at(*shift, at).add(Amount::Open, open);
                    }
                }
                Dimension::Item | Dimension::Customer | Dimension::Order | Dimension::Operation => {}
            }
        }
    }
    gathered.cells.each(|at, sums| {
        if let Some(period) = input.periods.get(at) {
            sums.add(Amount::Seconds, period.end.min(input.now).saturating_sub(period.start).max(0) as f64);
        }
    });
}
