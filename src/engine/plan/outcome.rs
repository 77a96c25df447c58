//! From the best attempt to records: supply orders, tasks, promises, findings.
//!
//! Purchases are dated here, as late as what takes them allows. Never changes a time the scheduler gave.

use super::attempt::{Attempt, Ground, moment};
use super::draft::*;
use super::explosion::Steering;
use super::why::Reasons;
use super::{PlanOutcome, PlanStats};
use crate::engine::checks::{Finding, Weight};
use crate::engine::schedule as sched;
use crate::model::*;
use std::collections::BTreeMap;

/// What each work waits for: another, how, and by how many seconds.
type Links = Groups<WorkIndex, (WorkIndex, LinkKind, i64)>;

struct Writer<'a, 'w> {
    ground: &'a Ground<'w>,
    attempt: &'a Attempt,
    steering: &'a Steering,
    /// When each supply's quantity is first taken.
    taken: BTreeMap<SupplyIndex, Time>,
}

/// The records of an attempt.
pub fn write(ground: &Ground, attempt: &Attempt, steering: &Steering) -> PlanOutcome {
    let mut writer = Writer { ground, attempt, steering, taken: BTreeMap::new() };
    writer.find_takings();
    let links = writer.links();
    let tasks: Vec<Task> = (0..attempt.draft.works.len()).filter_map(|work| writer.task(work, &links)).collect();
    let supply_orders: Vec<SupplyOrder> = (0..attempt.draft.supplies.len()).filter_map(|supply| writer.supply_order(supply)).collect();
    let promises = writer.promises();
    let findings = writer.findings();
    let stats = stats(attempt, &promises, &tasks, &supply_orders, ground.shop.workspace);
    PlanOutcome { supply_orders, tasks, promises, findings, stats }
}

fn stats(attempt: &Attempt, promises: &[Promise], tasks: &[Task], supplies: &[SupplyOrder], workspace: &Workspace) -> PlanStats {
    let count = |verdict: Verdict| promises.iter().filter(|promise| promise.verdict == verdict).count() as u32;
    let late = promises.iter().filter_map(|promise| {
        let due = workspace.orders.get(&promise.order?)?.due?;
        Some(promise.ready?.since(due).seconds().max(0))
    });
    let lateness = late.sum();
    PlanStats {
        orders: promises.len() as u32,
        on_time: count(Verdict::OnTime),
        late: count(Verdict::Late),
        partial: count(Verdict::Partial),
        refused: count(Verdict::Refused),
        tasks: tasks.len() as u32,
        supply_orders: supplies.len() as u32,
        lateness: Span::from_seconds(lateness),
        least_lateness: super::standing::least_lateness(lateness, attempt.lateness_of_tasks),
        passes: attempt.passes,
        attempts: 0,
        proved: attempt.proved,
        elapsed_ms: 0.0,
    }
}

impl Writer<'_, '_> {
    fn find_takings(&mut self) {
        for peg in &self.attempt.draft.pegs {
            let lot = &self.attempt.draft.lots[peg.lot];
            let Some(supply) = self.attempt.draft.supply_of(lot) else { continue };
            let at = match peg.taker {
                Taker::Demand(demand) => self.attempt.demands[demand].due,
                Taker::Work { work, kind, transfer_batch, total } => self.attempt.placement(work).map(|placed| {
                    let flow = super::transfer::Flow { kind, transfer_batch, total, seconds: self.attempt.draft.works[work].seconds };
                    moment(&self.attempt.assembly, work, &placed, super::transfer::first_taking(&flow, peg.taker_offset))
                }),
            };
            if let Some(at) = at {
                self.taken.entry(supply).and_modify(|first| *first = (*first).min(at)).or_insert(at);
            }
        }
    }

    /// What each work waits for: ties and handovers, transports in between counted as lags.
    fn links(&self) -> Links {
        let mut links = Vec::new();
        let works = self.attempt.draft.works.len() as u32;
        for link in self.attempt.assembly.problem.links.iter().filter(|link| link.from < works && link.to < works) {
            let kind = match link.kind {
                sched::LinkKind::FinishToStart => LinkKind::FinishStart,
                sched::LinkKind::StartToStart => LinkKind::StartStart,
                sched::LinkKind::FinishToFinish => LinkKind::FinishFinish,
                sched::LinkKind::StartToFinish => LinkKind::StartFinish,
            };
            links.push((link.to as usize, (link.from as usize, kind, link.min_lag.seconds())));
        }
        Groups::of_pairs(links)
    }

    fn after(&self, work: WorkIndex, links: &Links) -> Vec<TaskLink> {
        let mut after: Vec<TaskLink> = Vec::new();
        let mut waiting: Vec<(WorkIndex, LinkKind, i64)> = links.get(work).to_vec();
        let mut steps = 0;
        while let Some((from, kind, lag)) = waiting.pop() {
            steps += 1;
            match self.attempt.ids.works[from] {
                Some(task) => after.push(TaskLink::new(task, kind, Span::from_seconds(lag))),
                None if steps < 1_000 => {
                    let on_the_way = self.attempt.draft.works[from].seconds;
                    let before = links.get(from).iter();
                    waiting.extend(before.filter_map(|(other, first, more)| {
                        let (kind, way) = joined(*first, kind, on_the_way)?;
                        Some((*other, kind, lag + way + more))
                    }));
                }
                None => {}
            }
        }
        sort_with_key(&mut after, |link| (link.task, link.kind));
        after.dedup_by(|next, kept| {
            let same = next.task == kept.task && next.kind == kept.kind;
            if same {
                kept.lag = kept.lag.max(next.lag);
            }
            same
        });
        after
    }

    fn task(&self, work: WorkIndex, links: &Links) -> Option<Task> {
        let id = self.attempt.ids.works[work]?;
        let row = &self.attempt.draft.works[work];
        let recorded = row.record.and_then(|record| self.ground.shop.workspace.tasks.get(&record)).cloned();
        let problem = &self.attempt.assembly.problem.tasks[work];
        let mut task = recorded.unwrap_or_else(|| Task::new(id));
        task.supply = Some(self.attempt.ids.supplies[row.supply]);
        task.operation = row.operation;
        task.quantity = row.quantity;
        task.release = problem.release.filter(|release| *release > self.ground.now);
        task.due = self.due_of(work);
        let before = std::mem::take(&mut task.after);
        task.after = self.after(work, links);
        let now = self.ground.shop.workspace.tasks.get(&id).map_or(before.as_slice(), |task| task.after.as_slice());
        for link in &mut task.after {
            link.by_hand = now.iter().any(|known| known.by_hand && (known.task, known.kind) == (link.task, link.kind));
        }
        task.orders = self.orders(row.supply);
        if task.status == TaskStatus::Planned || task.placement.is_none() {
            task.placement = self.attempt.placement(work).map(|placed| self.placed(work, placed));
        }
        Some(task)
    }

    fn placed(&self, work: WorkIndex, placed: sched::Placement) -> Placement {
        let row = &self.attempt.draft.works[work];
        let team = self.attempt.assembly.teams[work].get(placed.mode as usize);
        let used = |member: &super::staff::Member| {
            let record = self.ground.shop.workspace.resources.get(&member.resource);
            let quantity = match record.map(|record| record.kind) {
                Some(ResourceKind::Default | ResourceKind::Infinite) | None => member.quantity,
                // Of a limit per period: what the whole run takes of it.
                Some(_) => {
                    record.map_or(0.0, |record| super::staff::use_of_period(record, member.quantity * row.quantity + member.per_run))
                }
            };
            ResourceUse { resource: member.resource, quantity }
        };
        let uses = team.map_or_else(Vec::new, |team| team.members.iter().map(used).collect());
        Placement { start: placed.start, end: placed.end, uses }
    }

    /// The due date of an order's last task, before any transport that follows it.
    fn due_of(&self, work: WorkIndex) -> Option<Time> {
        let tasks = &self.attempt.assembly.problem.tasks;
        let supply = self.attempt.draft.works[work].supply;
        let for_order = |due: &Time| {
            let orders = self.attempt.served[supply].iter().any(|demand| self.attempt.demands[*demand].order.is_some());
            orders || *due > self.ground.now
        };
        if let Some(due) = tasks[work].due.filter(for_order) {
            return Some(due);
        }
        let next = self.attempt.assembly.problem.links.iter().filter(|link| link.from as usize == work);
        let transports = next.filter(|link| self.attempt.draft.works.get(link.to as usize).is_some_and(|next| next.operation.is_none()));
        transports
            .filter_map(|link| {
                Some(tasks[link.to as usize].due?.minus(Span::from_seconds(self.attempt.draft.works[link.to as usize].seconds)))
            })
            .min()
    }

    /// The orders that a supply serves, and the one that it was made for where it is kept as it is.
    fn orders(&self, supply: SupplyIndex) -> Vec<OrderId> {
        let mut orders: Vec<OrderId> = Vec::new();
        let made_for = self.attempt.demands[self.attempt.draft.supplies[supply].demand].on_behalf_of;
        for order in self.attempt.served[supply].iter().filter_map(|demand| self.attempt.demands[*demand].order).chain(made_for) {
            if !orders.contains(&order) {
                orders.push(order);
            }
        }
        orders
    }

    fn supply_order(&self, index: SupplyIndex) -> Option<SupplyOrder> {
        let supply = &self.attempt.draft.supplies[index];
        let workspace = self.ground.shop.workspace;
        let id = self.attempt.ids.supplies[index];
        let recorded = supply.firm.and_then(|firm| workspace.supply_orders.get(&firm)).cloned();
        let mut order = recorded.unwrap_or_else(|| self.new_order(id, supply));
        order.orders = self.orders(index);
        // What is released without a batch and takes parts made to order has got one, by which they are found again.
        if order.batch.is_empty() && supply.batch != 0 {
            order.batch = self.attempt.batches.name(supply.batch).to_owned();
        }
        let (start, end) = self.times(index);
        // A purchase of the present plan that is kept is dated anew.
        let is_arrival = supply.firm.is_some() && supply.works.1 == 0 && supply.terms.is_none();
        let fixed = matches!(order.status, SupplyStatus::Confirmed | SupplyStatus::Completed) || is_arrival;
        if !fixed {
            (order.start, order.end) = (start, end);
        }
        Some(order)
    }

    fn new_order(&self, id: SupplyOrderId, supply: &Supply) -> SupplyOrder {
        let workspace = self.ground.shop.workspace;
        let mut order = SupplyOrder::new(id);
        let short = id_text(id.raw()).split_off(6).to_uppercase();
        order.reference = format!("{} {short}", supply.kind.code());
        (order.kind, order.status) = (supply.kind, SupplyStatus::Proposed);
        (order.item, order.location, order.operation) = (supply.item, supply.place, supply.operation);
        order.supplier = supply.terms.and_then(|terms| workspace.item_suppliers.get(&terms)?.supplier);
        order.origin = supply.transport.and_then(|transport| workspace.item_distributions.get(&transport)?.origin);
        order.batch = self.attempt.batches.name(supply.batch).to_owned();
        order.quantity = supply.quantity;
        order
    }

    /// Start and end of a supply: of its work, or of a purchase made as late as possible.
    fn times(&self, index: SupplyIndex) -> (Option<Time>, Option<Time>) {
        let supply = &self.attempt.draft.supplies[index];
        let workspace = self.ground.shop.workspace;
        if supply.works.1 > 0 {
            let placed: Vec<sched::Placement> =
                (supply.works.0..supply.works.0 + supply.works.1).filter_map(|work| self.attempt.placement(work)).collect();
            let start = placed.iter().map(|placed| placed.start).min();
            let end = placed.iter().map(|placed| placed.end).max();
            return (start, end);
        }
        let wanted = self.taken.get(&index).copied().unwrap_or(supply.arrival).max(supply.arrival);
        let Some(terms) = supply.terms.and_then(|terms| workspace.item_suppliers.get(&terms)) else { return (None, Some(wanted)) };
        let start = self.ground.calendars.order_by(terms.supplier, wanted, terms.lead_time).unwrap_or(self.ground.now);
        let start = start.max(self.ground.now);
        // A supplier that is closed on the day delivers before, not after.
        let end = self.ground.calendars.arrival(terms.supplier, start, terms.lead_time).unwrap_or(wanted);
        (Some(start), Some(end.min(wanted.max(end))))
    }

    fn promises(&self) -> Vec<Promise> {
        let workspace = self.ground.shop.workspace;
        let reasons = Reasons::new(self.ground, self.attempt, self.steering);
        let known = Groups::of(workspace.promises.values(), |promise| promise.order);
        let demands = self.attempt.demands.iter().enumerate();
        let demand_of = Groups::of_pairs(demands.filter_map(|(index, demand)| Some((demand.order?, index))).collect());
        super::explosion::in_sequence(workspace)
            .into_iter()
            .map(|order| {
                // A promise belongs to its order alone, so the order's id serves for it.
                let id = known.get(order.id).last().map_or_else(|| PromiseId::from_raw(order.id.raw()), |promise| promise.id);
                let mut promise = Promise::new(id);
                promise.order = Some(order.id);
                self.judge(order, demand_of.get(order.id).last().copied(), &reasons, &mut promise);
                promise
            })
            .collect()
    }

    fn judge(&self, order: &Order, demand: Option<DemandIndex>, reasons: &Reasons, promise: &mut Promise) {
        let shop = &self.ground.shop;
        if let Some(lack) = self.attempt.lacks.get(&order.id) {
            (promise.verdict, promise.reason) = (Verdict::Refused, lack.sentence(shop));
            return;
        }
        let Some((demand, ready)) = demand.and_then(|demand| Some((demand, self.ready(demand)?))) else {
            let lack = demand.map(|demand| reasons.of_unplaced(demand).sentence(shop));
            (promise.verdict, promise.reason) = (Verdict::Refused, lack.unwrap_or_default());
            return;
        };
        promise.ready = Some(ready);
        promise.quantity = self.attempt.demands[demand].quantity;
        let late = order.due.map_or(Span::ZERO, |due| ready.since(due));
        promise.verdict = if late.seconds() > 0 { Verdict::Late } else { Verdict::OnTime };
        if late.seconds() > 0 {
            promise.reason = format!("Late by {}: {}", late.text(), reasons.of_late(demand));
        } else if self.steering.hurried.contains(&order.id) {
            promise.reason = "In time only because the safety time after its operations is cut short.".to_owned();
        }
        if let Some((quantity, lack)) = self.steering.reduced.get(&order.id) {
            promise.verdict = Verdict::Partial;
            let (part, whole) = (text::number_text(*quantity), text::number_text(order.quantity));
            promise.reason = format!("Only {part} of {whole} can be delivered. {}", lack.sentence(shop));
        }
    }

    /// When an order is ready: bought items when they really arrive.
    fn ready(&self, demand: DemandIndex) -> Option<Time> {
        let mut ready = self.attempt.ready[demand]?;
        for peg in &self.attempt.taken.by_demand[demand] {
            let lot = &self.attempt.draft.lots[self.attempt.draft.pegs[*peg].lot];
            if let Origin::Buy(supply) = lot.origin {
                ready = ready.max(self.times(supply).1?);
            }
        }
        Some(ready)
    }

    fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let task = |index: u32| self.attempt.ids.works.get(index as usize).copied().flatten();
        let held: Vec<u64> = self
            .attempt
            .schedule
            .findings
            .iter()
            .filter_map(|finding| match finding {
                sched::Finding::PinConflict { task: index, broken } if !matches!(broken, sched::Broken::Release) => {
                    // What is begun cannot be mended.
                    let begun = self.attempt.placement(*index as usize).is_some_and(|placed| placed.start < self.ground.now);
                    task(*index).filter(|_| !begun).map(RecordId::raw)
                }
                _ => None,
            })
            .collect();
        if !held.is_empty() {
            findings.push(Finding {
                check: "pin_conflict".to_owned(),
                weight: Weight::Warning,
                sentence: text::told(held.len(), "One held task breaks a rule where it is.", "{} held tasks break a rule where they are."),
                remedy: "Unpin them, or move them to where they fit.".to_owned(),
                table: TableName::Task,
                records: held,
            });
        }
        let mut apart: Vec<u64> = Vec::new();
        for finding in &self.attempt.schedule.findings {
            let sched::Finding::MaxLagMissed { from, to, .. } = finding else { continue };
            let records = [*to, *from].into_iter().filter_map(|index| task(index).map(RecordId::raw));
            apart.extend(records.filter(|record| !apart.contains(record)).collect::<Vec<u64>>());
        }
        if !apart.is_empty() {
            findings.push(Finding {
                check: "lag_exceeded".to_owned(),
                weight: Weight::Warning,
                sentence: "Tasks are further apart than their maximum lag allows.".to_owned(),
                remedy: "Look for what holds up the later one, or allow more time between them.".to_owned(),
                table: TableName::Task,
                records: apart,
            });
        }
        let refused: Vec<u64> = self.attempt.lacks.keys().map(|order| order.raw()).collect();
        if !refused.is_empty() {
            findings.push(Finding {
                check: "order_refused".to_owned(),
                weight: Weight::Warning,
                sentence: text::told(refused.len(), "One order cannot be planned.", "{} orders cannot be planned."),
                remedy: "Each order says why.".to_owned(),
                table: TableName::Order,
                records: refused,
            });
        }
        findings
    }
}

/// What two ties in a row, over a transport of so many seconds, come to: how the first work is tied to the last, and the seconds on the
/// way. `None` where nothing follows: a transport that is tied by its end says nothing of when it starts, for it may rest.
fn joined(first: LinkKind, second: LinkKind, seconds: i64) -> Option<(LinkKind, i64)> {
    let leaves_end = |kind| matches!(kind, LinkKind::FinishStart | LinkKind::FinishFinish);
    let reaches_end = |kind| matches!(kind, LinkKind::FinishFinish | LinkKind::StartFinish);
    let kind = match (leaves_end(first), reaches_end(second)) {
        (true, false) => LinkKind::FinishStart,
        (false, false) => LinkKind::StartStart,
        (true, true) => LinkKind::FinishFinish,
        (false, true) => LinkKind::StartFinish,
    };
    match (reaches_end(first), leaves_end(second)) {
        (false, true) => Some((kind, seconds)),
        (true, true) | (false, false) => Some((kind, 0)),
        (true, false) => None,
    }
}
