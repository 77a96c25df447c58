//! An independent judge of plans: it reads the workspace and the plan's records, and nothing of how the plan was made.
//!
//! Times, people, materials, sizes and sequence are each looked at for every record; stock is followed through all moments.

use super::clock::{calendars_of, moments, resource_at, value_at};
use linewright::engine::plan::PlanOutcome;
use linewright::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that a plan breaks, in words; empty where it is sound.
pub fn violations(workspace: &Workspace, plan: &PlanOutcome, now: Time) -> Vec<String> {
    let judge = Judge { workspace, plan, now };
    let mut found = Vec::new();
    judge.times(&mut found);
    judge.people(&mut found);
    judge.capacity(&mut found);
    judge.changeovers(&mut found);
    judge.periods(&mut found);
    judge.sequence(&mut found);
    judge.supplies(&mut found);
    judge.stocks(&mut found);
    judge.promises(&mut found);
    judge.held(&mut found);
    found
}

struct Judge<'a> {
    workspace: &'a Workspace,
    plan: &'a PlanOutcome,
    now: Time,
}

const CLOSE: f64 = 1e-6;

impl Judge<'_> {
    fn name(&self, task: &Task) -> String {
        let operation = task.operation.map_or("?", |id| self.workspace.operations[&id].name.as_str());
        format!("{operation} x{} {:?}", task.quantity, task.placement.as_ref().map(|placement| (placement.start, placement.end)))
    }

    fn supply(&self, task: &Task) -> &SupplyOrder {
        self.plan.supply_orders.iter().find(|order| Some(order.id) == task.supply).expect("a task has its supply order")
    }

    /// Placed where the plan chose, not held.
    fn free(&self, task: &Task) -> bool {
        task.status == TaskStatus::Planned && !task.pinned && self.supply(task).status != SupplyStatus::Confirmed
    }

    fn seconds(&self, task: &Task) -> f64 {
        let operation = &self.workspace.operations[&task.operation.unwrap()];
        let per_unit = if operation.kind == OperationKind::TimePer { operation.duration_per_unit * task.quantity } else { 0.0 };
        operation.duration.seconds() as f64 + per_unit
    }

    /// Speed of a task at a moment: the slowest of its resources, zero where its calendars or resources are closed.
    fn speed(&self, task: &Task, at: i64) -> f64 {
        let operation = &self.workspace.operations[&task.operation.unwrap()];
        let location = operation.location.and_then(|id| self.workspace.locations.get(&id));
        let gates = [operation.calendar, location.and_then(|location| location.calendar)];
        if gates.into_iter().flatten().any(|calendar| value_at(self.workspace, calendar, at) <= 0.0) {
            return 0.0;
        }
        let mut slowest: Option<f64> = None;
        for used in &task.placement.as_ref().unwrap().uses {
            let resource = &self.workspace.resources[&used.resource];
            let (size, speed) = resource_at(self.workspace, resource, at);
            let needed = if resource.kind == ResourceKind::Default { used.quantity } else { CLOSE };
            let speed = if size + CLOSE >= needed && size > 0.0 { speed } else { 0.0 };
            slowest = Some(slowest.map_or(speed, |slowest: f64| slowest.min(speed)));
        }
        slowest.unwrap_or(1.0)
    }

    /// Work done by each moment of change between start and end.
    fn progress(&self, task: &Task) -> Vec<(i64, f64)> {
        let placement = task.placement.as_ref().unwrap();
        let operation = &self.workspace.operations[&task.operation.unwrap()];
        let location = operation.location.and_then(|id| self.workspace.locations.get(&id));
        let mut calendars: Vec<CalendarId> =
            [operation.calendar, location.and_then(|location| location.calendar)].into_iter().flatten().collect();
        let mut extra = Vec::new();
        for used in &placement.uses {
            calendars.extend(calendars_of(self.workspace, &self.workspace.resources[&used.resource]));
            let away = self.workspace.absences.values().filter(|absence| absence.resource == Some(used.resource));
            extra.extend(away.flat_map(|absence| [absence.start, absence.end]).flatten().map(Time::seconds));
        }
        let (start, end) = (placement.start.seconds(), placement.end.seconds());
        let mut all = moments(self.workspace, &calendars, start, end);
        all.extend(extra.into_iter().filter(|moment| (start..=end).contains(moment)));
        all.sort_unstable();
        all.dedup();
        let mut done = 0.0;
        let mut found = vec![(start, 0.0)];
        for pair in all.windows(2) {
            done += self.speed(task, pair[0]) * (pair[1] - pair[0]) as f64;
            found.push((pair[1], done));
        }
        found
    }

    /// When a share of the task's work is done.
    fn moment(&self, task: &Task, share: f64) -> i64 {
        let progress = self.progress(task);
        let goal = share * progress.last().unwrap().1;
        for pair in progress.windows(2) {
            if pair[1].1 + CLOSE >= goal {
                let speed = (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0) as f64;
                return if speed > 0.0 { pair[0].0 + ((goal - pair[0].1) / speed).round() as i64 } else { pair[0].0 };
            }
        }
        task.placement.as_ref().unwrap().end.seconds()
    }

    fn times(&self, found: &mut Vec<String>) {
        for task in self.plan.tasks.iter().filter(|task| self.free(task)) {
            let Some(placement) = &task.placement else { continue };
            if placement.start < self.now {
                found.push(format!("starts before now: {}", self.name(task)));
            }
            if task.release.is_some_and(|release| placement.start < release) {
                found.push(format!("starts before its release: {}", self.name(task)));
            }
            let needed = self.seconds(task);
            let done = self.progress(task).last().unwrap().1;
            if done + 0.01 < needed {
                found.push(format!("only {done} of {needed} seconds of work: {}", self.name(task)));
            }
            let fastest = placement.uses.iter().map(|used| self.workspace.resources[&used.resource].efficiency / 100.0).fold(1.0, f64::max);
            if done > needed + 2.0 * fastest {
                found.push(format!("{done} instead of {needed} seconds of work: {}", self.name(task)));
            }
            if needed > 0.0 && self.speed(task, placement.start.seconds()) <= 0.0 {
                found.push(format!("starts while closed: {}", self.name(task)));
            }
            let orders = &self.supply(task).orders;
            if let [only] = orders.as_slice()
                && self.workspace.orders[only].release.is_some_and(|release| placement.start < release)
            {
                found.push(format!("starts before its order's release: {}", self.name(task)));
            }
        }
    }

    fn is_member(&self, resource: ResourceId, group: ResourceId) -> bool {
        let mut at = Some(resource);
        while let Some(id) = at {
            if id == group {
                return true;
            }
            at = self.workspace.resources[&id].owner;
        }
        false
    }

    fn meets(&self, used: &ResourceUse, line: &OperationResource, task: &Task) -> bool {
        let placement = task.placement.as_ref().unwrap();
        let resource = &self.workspace.resources[&used.resource];
        let has_members = self.workspace.resources.values().any(|other| other.owner == Some(resource.id));
        let skilled = line.skill.is_none_or(|skill| {
            self.workspace.resource_skills.values().any(|held| {
                held.resource == Some(resource.id)
                    && held.skill == Some(skill)
                    && held.level >= line.skill_level
                    && held.start.is_none_or(|since| since <= placement.start)
                    && held.end.is_none_or(|until| placement.end <= until)
            })
        });
        let enough = resource.kind != ResourceKind::Default || used.quantity + CLOSE >= line.quantity;
        line.resource.is_some_and(|group| self.is_member(used.resource, group)) && !has_members && skilled && enough
    }

    /// Several members of a group, one unit of each, instead of one that is large enough.
    fn crew(&self, left: &mut Vec<&ResourceUse>, lines: &[&OperationResource], task: &Task) -> bool {
        lines.iter().any(|line| {
            let single = OperationResource { quantity: 1.0, ..(*line).clone() };
            let count = line.quantity.ceil() as usize;
            let fits: Vec<usize> = (0..left.len()).filter(|at| self.meets(left[*at], &single, task)).take(count).collect();
            let enough = count > 1 && fits.len() == count;
            if enough {
                for at in fits.iter().rev() {
                    left.remove(*at);
                }
            }
            enough
        })
    }

    fn people(&self, found: &mut Vec<String>) {
        for task in self.plan.tasks.iter().filter(|task| self.free(task) && task.placement.is_some()) {
            let lines: Vec<&OperationResource> =
                self.workspace.operation_resources.values().filter(|line| line.operation == task.operation).collect();
            let mut groups: BTreeMap<String, Vec<&OperationResource>> = BTreeMap::new();
            for line in &lines {
                let key = if line.name.is_empty() { format!("#{:?}", line.id) } else { line.name.clone() };
                groups.entry(key).or_default().push(line);
            }
            let mut left: Vec<&ResourceUse> = task.placement.as_ref().unwrap().uses.iter().collect();
            for (key, lines) in groups {
                match left.iter().position(|used| lines.iter().any(|line| self.meets(used, line, task))) {
                    Some(at) => {
                        left.remove(at);
                    }
                    None if self.crew(&mut left, &lines, task) => {}
                    None => found.push(format!("nobody for {key}: {}", self.name(task))),
                }
            }
            if !left.is_empty() {
                found.push(format!("uses more than it needs: {}", self.name(task)));
            }
        }
    }

    fn capacity(&self, found: &mut Vec<String>) {
        let limited = |resource: &&Resource| resource.kind == ResourceKind::Default && resource.constrained;
        for resource in self.workspace.resources.values().filter(limited) {
            let mut running: Vec<(i64, i64, f64)> = Vec::new();
            for task in self.plan.tasks.iter().filter(|task| task.status != TaskStatus::Finished) {
                let Some(placement) = &task.placement else { continue };
                for used in placement.uses.iter().filter(|used| used.resource == resource.id) {
                    running.push((placement.start.seconds().max(self.now.seconds()), placement.end.seconds(), used.quantity));
                }
            }
            let mut events: Vec<i64> = running.iter().flat_map(|(start, end, _)| [*start, *end]).collect();
            let (Some(first), Some(last)) = (events.iter().min().copied(), events.iter().max().copied()) else { continue };
            events.extend(moments(self.workspace, &calendars_of(self.workspace, resource), first, last));
            let away = self.workspace.absences.values().filter(|absence| absence.resource == Some(resource.id));
            events.extend(away.flat_map(|absence| [absence.start, absence.end]).flatten().map(Time::seconds));
            events.sort_unstable();
            events.dedup();
            for at in events {
                let (size, _) = resource_at(self.workspace, resource, at);
                // Who needs more than there is rests, and counts against nobody.
                let used: f64 =
                    running.iter().filter(|(start, end, q)| *start <= at && at < *end && *q <= size + CLOSE).map(|(.., q)| q).sum();
                if used > size + CLOSE && size > 0.0 {
                    found.push(format!("{} has {size} but {used} are used at {:?}", resource.name, Time::clamped(at)));
                    break;
                }
            }
        }
    }

    /// A machine that is changed over does one thing at a time, and between two it is open for as long as the change takes.
    fn changeovers(&self, found: &mut Vec<String>) {
        for machine in self.workspace.resources.values().filter(|resource| resource.kind == ResourceKind::Default && resource.constrained) {
            let Some(matrix) = machine.setup_matrix else { continue };
            let uses = |task: &&Task| task.placement.as_ref().is_some_and(|at| at.uses.iter().any(|used| used.resource == machine.id));
            let takes_time = |task: &&Task| task.placement.as_ref().is_some_and(|at| at.start < at.end);
            let mut runs: Vec<&Task> = self.plan.tasks.iter().filter(uses).filter(takes_time).collect();
            runs.sort_by_key(|task| task.placement.as_ref().map(|at| (at.start, at.end)));
            let mut before = (machine.setup.trim(), self.now.seconds());
            for task in runs {
                let at = task.placement.as_ref().unwrap();
                let lines = self.workspace.operation_resources.values().filter(|line| line.operation == task.operation);
                let asked = lines
                    .filter(|line| line.resource.is_some_and(|resource| self.is_member(machine.id, resource)))
                    .find(|line| !line.setup.trim().is_empty())
                    .map_or("", |line| line.setup.trim());
                let needed = if asked.is_empty() || before.0.is_empty() { 0 } else { self.change(matrix, before.0, asked) };
                let mut changes = moments(self.workspace, &calendars_of(self.workspace, machine), before.1, at.start.seconds());
                changes.extend([before.1, at.start.seconds()]);
                changes.sort_unstable();
                let open = |pair: &&[i64]| pair[0] >= before.1 && resource_at(self.workspace, machine, pair[0]).0 > 0.0;
                let had: i64 = changes.windows(2).filter(open).map(|pair| pair[1] - pair[0]).sum();
                if self.free(task) && (at.start.seconds() < before.1 || had < needed) {
                    let why = format!("{} needs {needed} s from “{}” to “{asked}” and has {had} s", machine.name, before.0);
                    found.push(format!("{why}: {}", self.name(task)));
                }
                before = (asked, at.end.seconds());
            }
        }
    }

    fn change(&self, matrix: SetupMatrixId, from: &str, to: &str) -> i64 {
        let mut least: Option<(i64, SetupRuleId, i64)> = None;
        for rule in self.workspace.setup_rules.values().filter(|rule| rule.matrix == Some(matrix)) {
            let (named_from, named_to) = (rule.from_setup.trim(), rule.to_setup.trim());
            let stays = from == to && (named_from.is_empty() || named_to.is_empty());
            let fits = (named_from.is_empty() || named_from == from) && (named_to.is_empty() || named_to == to) && !stays;
            let found = (rule.priority, rule.id, rule.duration.seconds());
            if fits && least.is_none_or(|least| (found.0, found.1) < (least.0, least.1)) {
                least = Some(found);
            }
        }
        least.map_or(0, |(.., seconds)| seconds)
    }

    fn periods(&self, found: &mut Vec<String>) {
        let limited =
            |resource: &&Resource| !matches!(resource.kind, ResourceKind::Default | ResourceKind::Infinite) && resource.constrained;
        for resource in self.workspace.resources.values().filter(limited) {
            let mut used: BTreeMap<i64, f64> = BTreeMap::new();
            for task in &self.plan.tasks {
                let Some(placement) = &task.placement else { continue };
                for _ in placement.uses.iter().filter(|used| used.resource == resource.id) {
                    let lines = self
                        .workspace
                        .operation_resources
                        .values()
                        .filter(|line| line.operation == task.operation && line.resource.is_some());
                    let line = { lines }.find(|line| self.is_member(resource.id, line.resource.unwrap())).unwrap();
                    let quantity = (line.fixed_quantity + line.quantity * task.quantity) / (resource.efficiency / 100.0);
                    *used.entry(self.period_of(resource, placement.start)).or_insert(0.0) += quantity;
                }
            }
            for (period, quantity) in used {
                let limit = self.limit_of(resource, Time::clamped(period));
                if quantity > limit + 4.0 {
                    found.push(format!(
                        "{} has {limit} in its period from {:?} but {quantity} are used",
                        resource.name,
                        Time::clamped(period)
                    ));
                    if std::env::var_os("LINEWRIGHT_EXPLAIN").is_some() {
                        let uses = |task: &&Task| {
                            task.placement.as_ref().is_some_and(|placement| placement.uses.iter().any(|used| used.resource == resource.id))
                        };
                        for task in self.plan.tasks.iter().filter(uses) {
                            println!("    {} {:?} pinned {} {:?}", self.name(task), task.placement, task.pinned, resource);
                        }
                    }
                }
            }
        }
    }

    fn period_of(&self, resource: &Resource, at: Time) -> i64 {
        match resource.kind {
            ResourceKind::BucketsDay => at.day_start().seconds(),
            ResourceKind::BucketsWeek => at.week_start().seconds(),
            ResourceKind::BucketsMonth => at.month_start().seconds(),
            _ => {
                let Some(calendar) = resource.maximum_calendar else { return at.day_start().seconds() };
                let all = moments(self.workspace, &[calendar], at.seconds() - 40 * DAY, at.seconds());
                let here = value_at(self.workspace, calendar, at.seconds());
                let edges: BTreeSet<i64> = self
                    .workspace
                    .calendar_rules
                    .values()
                    .filter(|rule| rule.calendar == Some(calendar))
                    .flat_map(|rule| [rule.start, rule.end])
                    .flatten()
                    .map(Time::seconds)
                    .collect();
                let mut begin = at.seconds();
                for moment in all.into_iter().rev() {
                    if value_at(self.workspace, calendar, moment) != here {
                        break;
                    }
                    begin = moment;
                    if edges.contains(&moment) {
                        break;
                    }
                }
                begin
            }
        }
    }

    fn limit_of(&self, resource: &Resource, period: Time) -> f64 {
        let end = match resource.kind {
            ResourceKind::BucketsDay => period.plus(Span::from_days(1)),
            ResourceKind::BucketsWeek => period.plus(Span::from_days(7)),
            ResourceKind::BucketsMonth => period.next_month(),
            _ => {
                return resource.maximum_calendar.map_or(resource.maximum, |calendar| value_at(self.workspace, calendar, period.seconds()));
            }
        };
        let mut all = moments(self.workspace, &calendars_of(self.workspace, resource), period.seconds(), end.seconds());
        let away = self.workspace.absences.values().filter(|absence| absence.resource == Some(resource.id));
        let edges = away.flat_map(|absence| [absence.start, absence.end]).flatten().map(Time::seconds);
        all.extend(edges.filter(|edge| (period.seconds()..end.seconds()).contains(edge)));
        all.sort_unstable();
        let counted = Resource { kind: ResourceKind::Default, constrained: true, ..resource.clone() };
        all.windows(2).map(|pair| resource_at(self.workspace, &counted, pair[0]).0 * (pair[1] - pair[0]) as f64).sum()
    }

    fn holds(kind: LinkKind, before: &Placement, after: &Placement, lag: Span) -> bool {
        let (from, to) = match kind {
            LinkKind::FinishStart => (before.end, after.start),
            LinkKind::StartStart => (before.start, after.start),
            LinkKind::FinishFinish => (before.end, after.end),
            LinkKind::StartFinish => (before.start, after.end),
        };
        to >= from.plus(lag)
    }

    fn sequence(&self, found: &mut Vec<String>) {
        let by_id: BTreeMap<TaskId, &Task> = self.plan.tasks.iter().map(|task| (task.id, task)).collect();
        for task in self.plan.tasks.iter().filter(|task| self.free(task)) {
            let Some(placement) = &task.placement else { continue };
            for link in &task.after {
                let Some(before) = by_id.get(&link.task).and_then(|before| before.placement.as_ref()) else { continue };
                if !Judge::holds(link.kind, before, placement, link.lag) {
                    found.push(format!("does not wait {link:?} for {}: {}", self.name(by_id[&link.task]), self.name(task)));
                }
            }
            self.routing(task, placement, found);
        }
    }

    /// Steps in their order, or by the dependencies among them; other dependencies by a task of the same orders.
    fn routing(&self, task: &Task, placement: &Placement, found: &mut Vec<String>) {
        let supply = self.supply(task);
        let siblings: Vec<&Task> = self.plan.tasks.iter().filter(|other| other.supply == task.supply && other.id != task.id).collect();
        let is_step =
            |operation: Option<OperationId>| siblings.iter().any(|other| other.operation == operation) || task.operation == operation;
        let waits =
            |operation: Option<OperationId>| self.workspace.operation_dependencies.values().filter(move |wait| wait.operation == operation);
        let among_steps = siblings
            .iter()
            .map(|other| other.operation)
            .chain([task.operation])
            .any(|step| waits(step).any(|wait| is_step(wait.blocked_by)));
        let priority = |task: &Task| self.workspace.operations[&task.operation.unwrap()].priority;
        for before in siblings.iter().filter(|other| !among_steps && priority(other) < priority(task)) {
            if before.placement.as_ref().is_some_and(|before| before.end > placement.start) {
                found.push(format!("out of order: {} before {}", self.name(task), self.name(before)));
            }
        }
        for wait in waits(task.operation) {
            let candidates: Vec<&Task> = if is_step(wait.blocked_by) {
                siblings.iter().copied().filter(|other| other.operation == wait.blocked_by).collect()
            } else {
                let serves = |other: &Task| self.supply(other).orders.iter().any(|order| supply.orders.contains(order));
                self.plan.tasks.iter().filter(|other| other.operation == wait.blocked_by && serves(other)).collect()
            };
            let met = candidates
                .iter()
                .any(|other| other.placement.as_ref().is_some_and(|before| Judge::holds(wait.kind, before, placement, wait.lag)));
            if !met && wait.quantity > 0.0 {
                found.push(format!("a dependency is not met: {}", self.name(task)));
            }
        }
    }

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

    fn supplies(&self, found: &mut Vec<String>) {
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

    fn stocks(&self, found: &mut Vec<String>) {
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
            events.entry(shelf).or_default().push((placement.end.seconds().max(self.now.seconds()), 0, task.quantity, self.name(task)));
        }
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

    /// What is begun, or held by the planner, stays where it is for as long as its supply is open.
    fn held(&self, found: &mut Vec<String>) {
        let is_closed = |id: &SupplyOrderId| {
            let order = self.workspace.supply_orders.get(id);
            order.is_some_and(|order| matches!(order.status, SupplyStatus::Completed | SupplyStatus::Closed | SupplyStatus::Cancelled))
        };
        for before in self.workspace.tasks.values().filter(|task| task.pinned || task.status == TaskStatus::Started) {
            let Some(place) = before.placement.as_ref().filter(|_| !before.supply.as_ref().is_some_and(is_closed)) else { continue };
            let stays = |task: &Task| {
                task.placement.as_ref().is_some_and(|at| {
                    let used = |placement: &Placement| placement.uses.iter().map(|used| used.resource).collect::<BTreeSet<_>>();
                    (at.start, at.end, used(at)) == (place.start, place.end, used(place))
                })
            };
            match self.plan.tasks.iter().find(|task| task.id == before.id) {
                Some(task) if stays(task) => {}
                Some(task) => found.push(format!("held and moved: {}", self.name(task))),
                None => found.push(format!("held and gone: {}", self.name(before))),
            }
        }
    }

    fn promises(&self, found: &mut Vec<String>) {
        for order in self.workspace.orders.values().filter(|order| order.status == OrderStatus::Open) {
            let promises: Vec<&Promise> = self.plan.promises.iter().filter(|promise| promise.order == Some(order.id)).collect();
            let [promise] = promises.as_slice() else {
                found.push(format!("{} has {} promises", order.name, promises.len()));
                continue;
            };
            let late = promise.ready.zip(order.due).is_some_and(|(ready, due)| ready > due);
            let sound = match promise.verdict {
                Verdict::OnTime => !late && promise.ready.is_some() && promise.quantity == order.quantity,
                Verdict::Late => late && promise.quantity == order.quantity && !promise.reason.is_empty(),
                Verdict::Partial => promise.quantity < order.quantity && !promise.reason.is_empty(),
                Verdict::Refused => promise.ready.is_none() && !promise.reason.is_empty(),
            };
            let limit =
                [order.deadline, order.max_lateness.and_then(|lateness| Some(order.due?.plus(lateness)))].into_iter().flatten().min();
            if !sound || promise.ready.zip(limit).is_some_and(|(ready, limit)| ready > limit) {
                found.push(format!("{} is promised wrongly: {promise:?}", order.name));
            }
        }
    }
}

type Shelf = (ItemId, Option<LocationId>, String);
