//! Whether supply is of the sizes and times that are allowed, and nothing is taken before it is there.

use super::*;

impl Judge<'_> {
    fn sizes(&self, order: &SupplyOrder, minimum: f64, multiple: Option<f64>, found: &mut Vec<String>) {
        if order.quantity + CLOSE < minimum {
            found.push(format!("{} of {} is less than the least of {minimum}", order.quantity, order.reference));
        }
        if let Some(multiple) = multiple.filter(|multiple| *multiple > 0.0) {
            let times = order.quantity / multiple;
            if (times - times.round()).abs() > 1e-6 {
                found.push(format!("{} of {} is no multiple of {multiple}", order.quantity, order.reference));
            }
        }
    }

    pub(super) fn supplies(&self, found: &mut Vec<String>) {
        for order in self.plan.supply_orders.iter().filter(|order| order.status == SupplyStatus::Proposed) {
            let (Some(start), Some(end)) = (order.start, order.end) else {
                found.push(format!("{} has no dates", order.reference));
                continue;
            };
            if start < self.now || end < start {
                found.push(format!("{} runs from {start} to {end}", order.reference));
            }
            match order.kind {
                SupplyKind::Buy => {
                    let family = self.family(order.item);
                    let terms = self
                        .workspace
                        .item_suppliers
                        .values()
                        .filter(|terms| terms.supplier == order.supplier && family.contains(&terms.item));
                    let fits = |terms: &&ItemSupplier| end.since(start) >= terms.lead_time && start >= self.now.plus(terms.fence);
                    let Some(terms) = { terms }.find(fits) else {
                        found.push(format!("nobody sells {:?} in that time", order));
                        continue;
                    };
                    self.sizes(order, terms.size_minimum, terms.size_multiple, found);
                }
                SupplyKind::Move => {
                    let family = self.family(order.item);
                    let fits = |terms: &&ItemDistribution| {
                        terms.origin == order.origin
                            && terms.location.is_none_or(|to| Some(to) == order.location)
                            && (terms.item.is_none() || family.contains(&terms.item))
                    };
                    let Some(terms) = self.workspace.item_distributions.values().find(fits) else {
                        found.push(format!("nobody moves {:?}", order));
                        continue;
                    };
                    self.sizes(order, terms.size_minimum, terms.size_multiple, found);
                    let calendar = order.location.and_then(|id| self.workspace.locations[&id].calendar);
                    let open: i64 = match calendar {
                        None => end.since(start).seconds(),
                        Some(calendar) => {
                            let all = moments(self.workspace, &[calendar], start.seconds(), end.seconds());
                            all.windows(2)
                                .filter(|pair| value_at(self.workspace, calendar, pair[0]) > 0.0)
                                .map(|pair| pair[1] - pair[0])
                                .sum()
                        }
                    };
                    if open < terms.lead_time.seconds() {
                        found.push(format!("{} is faster than its transport", order.reference));
                    }
                }
                SupplyKind::Make | SupplyKind::Deliver => {
                    let operation = &self.workspace.operations[&order.operation.unwrap()];
                    self.sizes(order, operation.size_minimum, operation.size_multiple, found);
                    let tasks: Vec<&Placement> = self
                        .plan
                        .tasks
                        .iter()
                        .filter(|task| task.supply == Some(order.id))
                        .filter_map(|task| task.placement.as_ref())
                        .collect();
                    if tasks.iter().map(|task| task.start).min() != Some(start) || tasks.iter().map(|task| task.end).max() != Some(end) {
                        found.push(format!("{} does not run as long as its tasks", order.reference));
                    }
                }
            }
        }
    }

    fn family(&self, item: Option<ItemId>) -> Vec<Option<ItemId>> {
        let mut family = Vec::new();
        let mut at = item;
        while let Some(id) = at {
            family.push(Some(id));
            at = self.workspace.items[&id].owner;
        }
        family
    }

    pub(super) fn stocks(&self, found: &mut Vec<String>) {
        let mut events: BTreeMap<Shelf, Vec<(i64, u8, f64, String)>> = BTreeMap::new();
        let now = self.now.seconds();
        for stock in self.workspace.stocks.values() {
            let shelf = self.shelf(stock.item.unwrap(), stock.location, &stock.batch);
            events.entry(shelf).or_default().push((i64::MIN, 0, stock.on_hand, "stock".into()));
        }
        for order in self.plan.supply_orders.iter().filter(|order| matches!(order.kind, SupplyKind::Buy | SupplyKind::Move)) {
            let shelf = self.shelf(order.item.unwrap(), order.location, &order.batch);
            let arrival = order.end.or(order.start).unwrap().seconds().max(now);
            let arrival = if order.status == SupplyStatus::Completed { now } else { arrival };
            events.entry(shelf).or_default().push((arrival, 0, order.quantity, order.reference.clone()));
            if order.kind == SupplyKind::Move && order.status != SupplyStatus::Completed {
                let shelf = self.shelf(order.item.unwrap(), order.origin, &order.batch);
                let start = order.start.unwrap().seconds();
                // What is on its way already took what there was.
                let kind = if order.status != SupplyStatus::Proposed && start < now { 1 } else { 2 };
                events.entry(shelf).or_default().push((start.max(now), kind, -order.quantity, order.reference.clone()));
            }
        }
        for task in &self.plan.tasks {
            self.flows(task, &mut events);
        }
        for promise in &self.plan.promises {
            let order = &self.workspace.orders[&promise.order.unwrap()];
            if let (Some(ready), Some(item), None) = (promise.ready, order.item, order.operation) {
                let place = order.location.or_else(|| self.only_place());
                let batch = if order.batch.is_empty() { &order.name } else { &order.batch };
                events.entry(self.shelf(item, place, batch)).or_default().push((ready.seconds(), 2, -promise.quantity, order.name.clone()));
            }
        }
        for (shelf, mut events) in events {
            // Shares of a run end within a second of what two ways of counting say.
            let early = |event: &(i64, u8, f64, String)| if event.1 == 0 { event.0.saturating_sub(2) } else { event.0 };
            events.sort_by_key(|a| (early(a), a.1));
            let mut level = 0.0f64;
            for (at, kind, quantity, what) in &events {
                level += quantity;
                if *kind == 1 {
                    level = level.max(0.0);
                }
                if level < -1e-3 {
                    found.push(format!(
                        "{} {:?} falls to {level} by {what} at {:?}",
                        self.workspace.items[&shelf.0].name,
                        shelf,
                        Time::clamped(*at)
                    ));
                    if std::env::var_os("LINEWRIGHT_EXPLAIN").is_some() {
                        for (at, _, quantity, what) in &events {
                            println!("    {:?} {quantity:+} {what}", Time::clamped(*at));
                        }
                    }
                    break;
                }
            }
        }
    }

    fn only_place(&self) -> Option<LocationId> {
        let owners: Vec<Option<LocationId>> = self.workspace.locations.values().map(|location| location.owner).collect();
        let leaves: Vec<LocationId> = self.workspace.locations.keys().filter(|id| !owners.contains(&Some(*id))).collect();
        if let [only] = leaves.as_slice() { Some(*only) } else { None }
    }

    fn shelf(&self, item: ItemId, place: Option<LocationId>, batch: &str) -> Shelf {
        let own_batch = self.workspace.items[&item].kind == ItemKind::Order;
        (item, place.or_else(|| self.only_place()), if own_batch { batch.to_owned() } else { String::new() })
    }

    /// What a task takes and gives, and when.
    fn flows(&self, task: &Task, events: &mut BTreeMap<Shelf, Vec<(i64, u8, f64, String)>>) {
        let Some(placement) = &task.placement else { return };
        let supply = self.supply(task);
        let operation = &self.workspace.operations[&task.operation.unwrap()];
        let place = operation.location.or(supply.location);
        let siblings: Vec<&Task> = self.plan.tasks.iter().filter(|other| other.supply == task.supply).collect();
        let priority = |task: &Task| (self.workspace.operations[&task.operation.unwrap()].priority, task.operation);
        let (first, last) = (
            siblings.iter().all(|other| priority(other) >= priority(task)),
            siblings.iter().all(|other| priority(other) <= priority(task)),
        );
        let own = |line: &&OperationMaterial| {
            let of_routing = line.operation == supply.operation && supply.operation != task.operation;
            line.operation == task.operation || (of_routing && if line.kind == FlowKind::End || line.quantity > 0.0 { last } else { first })
        };
        let lines: Vec<&OperationMaterial> = self.workspace.operation_materials.values().filter(own).collect();
        let begun = supply.status == SupplyStatus::Confirmed && placement.start < self.now;
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        lines.iter().filter(|line| !line.name.is_empty()).for_each(|line| *names.entry(&line.name).or_insert(0) += 1);
        for line in &lines {
            if names.get(line.name.as_str()).is_some_and(|count| *count > 1) {
                // One of several alternatives was taken; which one the records do not say.
                continue;
            }
            let total = line.quantity * task.quantity + line.fixed_quantity;
            let total = if total > 0.0 { total * self.kept(task, supply, &siblings) } else { total };
            let shelf = self.shelf(line.item.unwrap(), place, &supply.batch);
            let kind = if begun && total < 0.0 {
                1
            } else if total < 0.0 {
                2
            } else {
                0
            };
            for (at, part) in self.parts(task, line, total) {
                events.entry(shelf.clone()).or_default().push((at.max(self.now.seconds()), kind, part, self.name(task)));
            }
        }
        let routing = supply.operation.map(|id| &self.workspace.operations[&id]);
        let made = routing.and_then(|routing| routing.item).or(operation.item).or(supply.item.filter(|_| self.is_part(supply)));
        let told = |item: ItemId| {
            let of_supply = siblings.iter().map(|task| task.operation).chain([supply.operation]);
            let operations: Vec<Option<OperationId>> = of_supply.collect();
            self.workspace
                .operation_materials
                .values()
                .any(|line| line.item == Some(item) && line.quantity > 0.0 && operations.contains(&line.operation))
        };
        if let Some(item) = made.filter(|item| last && supply.kind == SupplyKind::Make && !told(*item)) {
            let shelf = self.shelf(item, place, &supply.batch);
            let units = task.quantity * self.kept(task, supply, &siblings);
            events.entry(shelf).or_default().push((placement.end.seconds().max(self.now.seconds()), 0, units, self.name(task)));
        }
    }

    /// What is left of each unit begun once a task is done: less what it, the steps before it and the routing itself scrap.
    fn kept(&self, task: &Task, supply: &SupplyOrder, siblings: &[&Task]) -> f64 {
        let operation = |task: &Task| &self.workspace.operations[&task.operation.unwrap()];
        let own = (operation(task).priority, operation(task).id);
        let before = siblings.iter().map(|other| operation(other)).filter(|other| (other.priority, other.id) <= own);
        let mut all: BTreeMap<OperationId, f64> = before.map(|other| (other.id, other.scrap_share)).collect();
        all.extend(supply.operation.map(|id| (id, self.workspace.operations[&id].scrap_share)));
        all.values().map(|share| 1.0 - share).product()
    }

    /// Whether a supply is made by a part of a choice, which makes what the choice makes.
    fn is_part(&self, supply: &SupplyOrder) -> bool {
        let owner = supply.operation.and_then(|id| self.workspace.operations[&id].owner);
        owner.is_some_and(|id| self.workspace.operations[&id].item == supply.item)
    }

    fn parts(&self, task: &Task, line: &OperationMaterial, total: f64) -> Vec<(i64, f64)> {
        let placement = task.placement.as_ref().unwrap();
        let batch = line.transfer_batch.filter(|batch| *batch > 0.0 && line.kind == FlowKind::TransferBatch);
        if let Some(batch) = batch {
            let count = (total.abs() / batch - 1e-9).ceil().clamp(1.0, 50.0) as usize;
            if count > 1 {
                let share = |at: usize| if total < 0.0 { at as f64 / count as f64 } else { (at + 1) as f64 / count as f64 };
                return (0..count).map(|at| (self.moment(task, share(at)), total / count as f64)).collect();
            }
        }
        let at = match line.kind {
            FlowKind::Start => placement.start,
            FlowKind::End => placement.end,
            FlowKind::TransferBatch if total < 0.0 => placement.start,
            FlowKind::TransferBatch => placement.end,
        };
        vec![(at.seconds(), total)]
    }
}
