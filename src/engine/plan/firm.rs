//! Supply that is not the plan's to change: orders released or under way, and runs whose tasks are held or begun.
//!
//! It is laid on the shelves before any order is served; what it still needs is provided for like for any order.

use super::draft::*;
use super::explosion::{Demand, Explosion, Need};
use super::frozen::FrozenRun;
use super::ids::supply_id;
use super::runs::seconds_of;
use crate::model::*;

/// Supplies of one source for one order that are looked through for the one with a certain id.
const MOST_OF_A_KIND: u64 = 500;

/// The tasks of each supply order.
pub fn tasks_by_supply(workspace: &Workspace) -> Groups<SupplyOrderId, &Task> {
    Groups::of(workspace.tasks.values(), |task| task.supply)
}

/// Whether the next plan keeps a supply order: it is released, one of its tasks is held or begun, or a person has split one.
pub fn is_firm(order: &SupplyOrder, tasks: &[&Task]) -> bool {
    match order.status {
        SupplyStatus::Approved | SupplyStatus::Confirmed | SupplyStatus::Completed => true,
        SupplyStatus::Proposed => tasks.iter().any(|task| is_held(task)) || is_split(tasks),
        SupplyStatus::Closed | SupplyStatus::Cancelled => false,
    }
}

/// Whether an operation is done in parts: a plan makes one task of each, so a person has split it.
fn is_split(tasks: &[&Task]) -> bool {
    tasks.iter().enumerate().any(|(at, task)| tasks[..at].iter().any(|other| other.operation == task.operation))
}

/// Whether a task stays where it is.
pub fn is_held(task: &Task) -> bool {
    task.status != TaskStatus::Planned || (task.pinned && task.placement.is_some())
}

impl<'w> Explosion<'_, 'w> {
    /// Lays what is firm on the shelves, the firmest first.
    pub fn keep_firm_supply(&mut self) {
        let workspace = self.shop.workspace;
        let tasks = tasks_by_supply(workspace);
        self.find_frozen(&tasks);
        let mut firm: Vec<(&SupplyOrder, &[&Task])> = workspace
            .supply_orders
            .values()
            .map(|order| (order, tasks.get(order.id)))
            .filter(|(order, tasks)| order.quantity > 0.0 && (is_firm(order, tasks) || self.is_frozen(order)))
            .collect();
        sort_with_key(&mut firm, |(order, _)| (std::cmp::Reverse(order.status), order.start.or(order.end), order.id));
        for &(order, tasks) in &firm {
            self.keep(order, tasks);
        }
        self.take_for_frozen();
    }

    /// Runs with tasks that are frozen, and those that these wait for: else what comes from them would come from others.
    fn find_frozen(&mut self, tasks: &Groups<SupplyOrderId, &Task>) {
        let workspace = self.shop.workspace;
        let mut waiting: Vec<SupplyOrderId> = Vec::new();
        if self.keeps_runs() {
            let frozen = workspace.tasks.values().filter(|task| self.held.is_frozen(task, self.now));
            waiting.extend(frozen.filter_map(|task| task.supply));
        }
        while let Some(supply) = waiting.pop() {
            if self.frozen.insert(supply) {
                let links = tasks.get(supply).iter().flat_map(|task| &task.after);
                waiting.extend(links.filter_map(|link| workspace.tasks.get(&link.task)?.supply));
            }
        }
    }

    /// Whether a run stays as it is for being frozen, and somebody still wants it.
    fn is_frozen(&self, order: &SupplyOrder) -> bool {
        let is_wanted = |id: &OrderId| {
            let order = self.shop.workspace.orders.get(id);
            order.is_some_and(|order| order.status == OrderStatus::Open) && !self.steering.refused.contains_key(id)
        };
        order.status == SupplyStatus::Proposed
            && (order.orders.is_empty() || order.orders.iter().any(is_wanted))
            && self.frozen.contains(&order.id)
    }

    /// The order that a proposed supply was first made for: the one of those it serves that gives it its id.
    fn made_for(&self, order: &SupplyOrder) -> Option<OrderId> {
        let source = order.operation.map(RecordId::raw)?;
        let gives_id = |id: &&OrderId| (1..=MOST_OF_A_KIND).any(|count| supply_id(id.raw(), order.kind, source, count) == order.id);
        order.orders.iter().find(gives_id).or(order.orders.first()).copied().filter(|_| order.status == SupplyStatus::Proposed)
    }

    fn keep(&mut self, order: &'w SupplyOrder, tasks: &[&'w Task]) {
        let demand = self.demand_for(order);
        let batch = self.demands[demand].batch;
        let done =
            order.status == SupplyStatus::Completed || (!tasks.is_empty() && tasks.iter().all(|task| task.status == TaskStatus::Finished));
        let operation = order.operation.and_then(|id| self.shop.workspace.operations.get(&id));
        match operation.filter(|_| !done && matches!(order.kind, SupplyKind::Make | SupplyKind::Deliver)) {
            Some(operation) => self.keep_runs(order, operation, tasks, demand),
            None => {
                let arrival = order.end.or(order.start).filter(|_| !done).unwrap_or(self.now).max(self.now);
                let supply = self.add_firm(order, None, demand, arrival);
                let made = self.outputs_of(order, operation);
                let place = self.place_of_firm(order, operation);
                for (item, quantity) in made {
                    let shelf = self.shelf(item, place, batch);
                    self.draft.add_lot(shelf, Origin::Arrival(supply), quantity, arrival, arrival);
                }
                if order.kind == SupplyKind::Move && !done {
                    self.take_away(order, demand, batch);
                }
            }
        }
    }

    fn demand_for(&mut self, order: &SupplyOrder) -> DemandIndex {
        let batch = self.batches.number(&order.batch);
        let (place, quantity) = (self.shop.place_of(order.location), order.quantity);
        let due = order.end.or(order.start);
        let on_behalf_of = self.made_for(order).filter(|_| self.keeps_runs());
        let release = on_behalf_of.and_then(|order| self.shop.workspace.orders.get(&order)?.release);
        self.demands.push(Demand {
            order: None,
            on_behalf_of,
            rank: 0,
            priority: 0,
            due,
            limit: None,
            release,
            quantity,
            item: order.item,
            place,
            batch,
        });
        self.demands.len() - 1
    }

    fn add_firm(&mut self, order: &SupplyOrder, operation: Option<&Operation>, demand: DemandIndex, arrival: Time) -> SupplyIndex {
        let works = (self.draft.works.len(), 0);
        self.firm.insert(order.id);
        self.draft.add_supply(Supply {
            kind: order.kind,
            operation: order.operation,
            terms: None,
            transport: None,
            item: order.item,
            place: self.place_of_firm(order, operation),
            batch: self.demands[demand].batch,
            quantity: order.quantity,
            demand,
            firm: Some(order.id),
            arrival,
            wanted: order.end.unwrap_or(arrival),
            works,
        })
    }

    fn place_of_firm(&self, order: &SupplyOrder, operation: Option<&Operation>) -> Option<LocationId> {
        self.shop.place_of(order.location.or(operation.and_then(|operation| operation.location)))
    }

    /// Everything a firm order puts on the shelf.
    fn outputs_of(&self, order: &SupplyOrder, operation: Option<&'w Operation>) -> Vec<(ItemId, f64)> {
        match (operation, order.kind) {
            (_, SupplyKind::Deliver) => Vec::new(),
            (Some(operation), _) => {
                self.shop.outputs(operation).iter().map(|output| (output.item, output.per_unit * order.quantity + output.per_run)).collect()
            }
            (None, _) => order.item.into_iter().map(|item| (item, order.quantity)).collect(),
        }
    }

    /// A firm transport takes what it moves from where it comes from.
    fn take_away(&mut self, order: &SupplyOrder, demand: DemandIndex, batch: u32) {
        let (Some(item), Some(start)) = (order.item, order.start) else { return };
        let consumes = !self.shop.switched_off("WIP.consume_material");
        let need = Need { item, place: order.origin, batch, quantity: order.quantity, by: start, demand };
        if start > self.now {
            let point = self.point();
            if self.fulfil(&need, Taker::Demand(demand), 0.0).is_ok() {
                return;
            }
            self.back_to(point);
        }
        if consumes {
            self.take_what_there_is(&need, Taker::Demand(demand), 0.0);
        }
    }

    pub(super) fn take_what_there_is(&mut self, need: &Need, taker: Taker, offset: f64) {
        let mut taken = 0.0;
        for lot in self.draft.on_shelf(self.shelf(need.item, need.place, need.batch)) {
            if self.draft.lots[lot].earliest <= self.now && taken < need.quantity {
                taken += self.draft.take(lot, need.quantity - taken, taker, offset + taken);
            }
        }
    }

    /// A firm run: its tasks as they are recorded, parts made by hand among them, or one for each step where none are.
    fn keep_runs(&mut self, order: &'w SupplyOrder, operation: &'w Operation, tasks: &[&'w Task], demand: DemandIndex) {
        let steps = self.shop.steps(operation);
        let supply = self.add_firm(order, Some(operation), demand, self.now);
        let first = self.draft.works.len();
        self.draft.supplies[supply].works = (first, steps.len());
        let place = self.draft.supplies[supply].place;
        for step in &steps {
            let task = tasks.iter().find(|task| task.operation == Some(step.id));
            self.keep_work(order, supply, step, task.copied());
        }
        let ties = self.draft.ties.len();
        // A circle among the steps is told when an order asks for them; firm work stays where it is anyway.
        let point = self.point();
        if self.link_steps(first, &steps, demand).is_err() {
            self.back_to(point);
        }
        let mut parts: Vec<(WorkIndex, usize, &Task)> = Vec::new();
        for (at, step) in steps.iter().enumerate() {
            for task in tasks.iter().filter(|task| task.operation == Some(step.id)).skip(1) {
                let part = self.keep_work(order, supply, step, Some(task));
                self.tie_like(part, first + at, ties);
                parts.push((part, at, task));
            }
        }
        self.draft.supplies[supply].works = (first, steps.len() + parts.len());
        self.draft.supplies[supply].batch = self.batch_below(self.draft.supplies[supply].batch, &order.reference, operation, &steps);
        if self.is_frozen(order) {
            self.frozen_runs.push(FrozenRun { order, operation, steps: steps.clone(), supply });
        } else {
            for (at, step) in steps.iter().enumerate() {
                let task = tasks.iter().find(|task| task.operation == Some(step.id)).copied();
                self.take_for_firm(order, operation, &steps, (first + at, at), task);
            }
            for (part, at, task) in &parts {
                self.take_for_firm(order, operation, &steps, (*part, *at), Some(task));
            }
        }
        let outputs = self.shop.outputs(operation);
        for output in outputs.iter().filter(|_| order.kind != SupplyKind::Deliver) {
            // Each part puts out its own share; what a run makes whatever its quantity comes once.
            let mut rest = order.quantity;
            for (part, ..) in parts.iter().filter(|(_, at, _)| steps[*at].id == output.operation) {
                let share = self.draft.works[*part].quantity.min(rest);
                rest -= share;
                self.put_out_of(supply, *part, output.per_unit * share, (output, place));
            }
            let lot = self.put_out_one(supply, rest, output, place);
            self.know_batches(lot);
        }
        for served in &order.orders {
            self.kept.insert((*served, operation.id), supply);
        }
    }

    /// A firm run's work of a step: as it is recorded, or all of the order's quantity.
    fn keep_work(&mut self, order: &SupplyOrder, supply: SupplyIndex, step: &Operation, task: Option<&Task>) -> WorkIndex {
        let quantity = task.map_or(order.quantity, |task| task.quantity);
        let finished = task.is_some_and(|task| task.status == TaskStatus::Finished && task.placement.is_none());
        let placed = task.and_then(|task| task.placement.as_ref()).map(|placement| (placement.start, placement.end));
        let seconds = if finished { 0 } else { seconds_of(step, quantity) };
        // What is released and not scheduled yet comes when it is wanted: its dates say by when at the latest, and nothing is made beside it that
        // it could have been in time for.
        let is_free = placed.is_none() && order.status == SupplyStatus::Approved;
        let usual = order.end.filter(|_| is_free).map(|end| end.minus(Span::from_seconds(seconds)).max(self.now));
        let start = placed.map(|placed| placed.0).or(order.start).or(usual).unwrap_or(self.now);
        let end = placed.map(|placed| placed.1).or(order.end).unwrap_or(start).max(start);
        let soonest = if is_free { self.now.plus(Span::from_seconds(seconds)).min(end) } else { end };
        self.draft.add_work(Work {
            supply,
            operation: Some(step.id),
            quantity,
            seconds,
            release: task.and_then(|task| task.release).unwrap_or(Time::MIN),
            deadline: None,
            latest: (start, end),
            earliest: (if is_free { self.now.min(start) } else { start }, soonest.max(self.now)),
            record: task.map(|task| task.id),
        })
    }

    /// Lets a part wait for the same, and be waited for by the same, as the work it is a part of; `ties` are those of its run on.
    fn tie_like(&mut self, part: WorkIndex, whole: WorkIndex, ties: usize) {
        for at in ties..self.draft.ties.len() {
            let tie = self.draft.ties[at];
            if tie.from == whole {
                self.draft.ties.push(Tie { from: part, ..tie });
            } else if tie.to == whole {
                self.draft.ties.push(Tie { to: part, ..tie });
            }
        }
    }

    /// What a firm step takes: as for any other run while it lies ahead, else what is there.
    pub(super) fn take_for_firm(
        &mut self,
        order: &SupplyOrder,
        operation: &'w Operation,
        steps: &[&'w Operation],
        at: (WorkIndex, usize),
        task: Option<&Task>,
    ) {
        let (work, demand) = (at.0, self.draft.supplies[self.draft.works[at.0].supply].demand);
        let status = task.map_or(TaskStatus::Planned, |task| task.status);
        if status == TaskStatus::Finished {
            return;
        }
        let begun =
            status == TaskStatus::Started || (order.status == SupplyStatus::Confirmed && self.draft.works[work].latest.0 < self.now);
        let place = self.draft.supplies[self.draft.works[work].supply].place;
        let batch = self.draft.supplies[self.draft.works[work].supply].batch;
        for line in self.shop.lines_of_step(operation, steps, at.1) {
            let total = -(line.quantity * self.draft.works[work].quantity + line.fixed_quantity);
            let Some(item) = line.item.filter(|_| total > 0.0) else { continue };
            let (start, end) = self.draft.works[work].latest;
            let by = if line.kind == FlowKind::End { end } else { start };
            let need = Need { item, place, batch, quantity: total, by, demand };
            let taker = Taker::Work { work, kind: line.kind, transfer_batch: line.transfer_batch, total };
            let point = self.point();
            if !begun {
                match self.fulfil(&need, taker, 0.0) {
                    Ok(_) => continue,
                    Err(_) => self.back_to(point),
                }
            }
            if !self.shop.switched_off("WIP.consume_material") {
                self.take_what_there_is(&need, taker, 0.0);
            }
        }
    }
}
