//! A year of facts for a template: what was made, stopped, lost, checked and solved, week by week, so that figures and charts have something
//! to say from the first look.
//!
//! Made from a seed: the same template seen from the same day always has the same past. What is planted in it, and nothing else, is what the
//! pages should find: the second half of the year needs less time at the first step, the measured characteristic has moved in the last weeks,
//! and one problem came back.

mod care;

use super::build::Build;
use crate::document::USUAL_REASONS;
use crate::model::*;
use std::collections::HashMap;

/// What is checked at the last step of each run, and how much it varies.
pub(super) struct Checked {
    pub list: &'static str,
    /// What is answered with pass or fail.
    pub question: &'static str,
    pub measured: &'static str,
    pub unit: &'static str,
    pub target: f64,
    /// Values lie a third of this around the target.
    pub tolerance: f64,
    /// What went wrong more than once.
    pub problem: &'static str,
}

const WEEKS: i64 = 52;
/// From so many weeks ago on the first step needs less time.
const CHANGED: i64 = 26;
/// In the last weeks the measured characteristic lies elsewhere.
const MOVED: i64 = 4;
/// Work of a day begins and ends here, in hours.
const DAY_FROM: i64 = 8;
const DAY_UNTIL: i64 = 16;

struct Past<'b> {
    build: &'b mut Build,
    rng: fastrand::Rng,
    today: Time,
    reasons: HashMap<&'static str, ReasonId>,
    /// When each resource has time again.
    free: HashMap<ResourceId, Time>,
}

/// Adds the past of an organisation that makes `items` in lots, by their routings.
pub(super) fn year(build: &mut Build, items: &[ItemId], lot: i64, checked: &Checked, today: Time, seed: u64) {
    let mut past = Past { build, rng: fastrand::Rng::with_seed(seed), today, reasons: HashMap::new(), free: HashMap::new() };
    past.reasons();
    let list = past.checklist(items, checked);
    let routings: Vec<(ItemId, OperationId, Vec<OperationId>)> = items.iter().filter_map(|item| past.routing(*item)).collect();
    for ago in (0..WEEKS).rev() {
        let monday = today.week_start().minus(Span::from_days(7 * ago));
        for (at, (item, routing, steps)) in (0i64..).zip(&routings) {
            // Not every week is like the others.
            if past.rng.u8(0..9) == 0 {
                continue;
            }
            let begin = monday.plus(Span::from_hours(24 * (at % 4) + DAY_FROM));
            past.run(ago, *item, *routing, steps, begin, lot as f64, checked, &list);
        }
    }
    past.issues(checked, &routings);
    past.improvement(&routings);
    past.tiles();
}

impl Past<'_> {
    fn reasons(&mut self) {
        for (name, above, loss) in USUAL_REASONS {
            let owner = self.reasons.get(above).copied();
            let reason = Reason { name: name.to_owned(), owner, loss, ..self.build.record() };
            self.reasons.insert(name, reason.id);
            self.build.workspace.reasons.insert(reason.id, reason);
        }
    }

    /// The routing of an item and its steps in their order.
    fn routing(&self, item: ItemId) -> Option<(ItemId, OperationId, Vec<OperationId>)> {
        let operations = &self.build.workspace.operations;
        let routing = operations.values().find(|operation| operation.item == Some(item) && operation.kind == OperationKind::Routing)?.id;
        let mut steps: Vec<&Operation> = operations.values().filter(|operation| operation.owner == Some(routing)).collect();
        sort_with_key(&mut steps, |operation| (operation.priority, operation.id));
        let steps: Vec<OperationId> = steps.into_iter().map(|operation| operation.id).collect();
        (!steps.is_empty()).then_some((item, routing, steps))
    }

    /// One that has time first of those who can do a step.
    fn worker(&self, operation: OperationId) -> Option<ResourceId> {
        let workspace = &self.build.workspace;
        let asked = workspace.operation_resources.values().find(|line| line.operation == Some(operation))?.resource?;
        let members: Vec<ResourceId> =
            workspace.resources.values().filter(|resource| resource.owner == Some(asked)).map(|resource| resource.id).collect();
        let free = |resource: &ResourceId| self.free.get(resource).copied().unwrap_or(Time::MIN);
        if members.is_empty() { Some(asked) } else { members.into_iter().min_by_key(free) }
    }

    /// Around one, seldom far from it.
    fn spread(&mut self) -> f64 {
        (0..12).map(|_| self.rng.f64()).sum::<f64>() - 6.0
    }

    #[allow(clippy::too_many_arguments, reason = "one run is a week, an item with its routing, a beginning and what is checked")]
    fn run(
        &mut self,
        ago: i64,
        item: ItemId,
        routing: OperationId,
        steps: &[OperationId],
        begin: Time,
        quantity: f64,
        checked: &Checked,
        list: &[CheckItem],
    ) {
        let supply: SupplyOrder = self.build.record();
        let supply_id = supply.id;
        let (mut ready, mut first, mut good) = (begin, None, quantity);
        let (mut before, mut tasks, mut is_whole) = (None, Vec::new(), true);
        // When it would be ready if nobody waited for anybody and all took a little longer than planned: what is promised.
        let mut promised = begin;
        for (at, step) in steps.iter().enumerate() {
            let Some(resource) = self.worker(*step) else { continue };
            let Some(operation) = self.build.workspace.operations.get(step) else { continue };
            let planned = operation.duration.seconds() as f64 + operation.duration_per_unit * quantity;
            if planned < 30.0 {
                continue;
            }
            let better = if at == 0 && ago <= CHANGED { 0.82 } else { 1.0 };
            let needed = planned * (1.05 + 0.1 * self.spread()).max(0.6) * better;
            let wanted = ready.max(self.free.get(&resource).copied().unwrap_or(ready));
            let start = in_hours(wanted, needed);
            if start.plus(Span::from_seconds(needed as i64)) >= self.today.day_start() {
                is_whole = false;
                break;
            }
            let likely = 1.15 * planned;
            promised = in_hours(promised, likely).plus(Span::from_seconds(likely as i64));
            let stop = (self.rng.u8(0..4) == 0).then(|| self.rng.i64(5..25) * 60);
            let end = start.plus(Span::from_seconds(needed as i64 + stop.unwrap_or(0)));
            let mut task: Task = self.build.record();
            task.supply = Some(supply_id);
            task.operation = Some(*step);
            task.quantity = quantity;
            task.status = TaskStatus::Finished;
            task.placement = Some(Placement {
                start,
                end: start.plus(Span::from_seconds(planned as i64)),
                uses: vec![ResourceUse { resource, quantity: 1.0 }],
            });
            task.after = before.map(|task| TaskLink::new(task, LinkKind::FinishStart, Span::ZERO)).into_iter().collect();
            before = Some(task.id);
            tasks.push(task.id);
            let about = Report {
                task: Some(task.id),
                operation: Some(*step),
                item: Some(item),
                resource: Some(resource),
                by: self.build.workspace.label(TableName::Resource, resource.raw()),
                device: "Template".to_owned(),
                ..Report::new(ReportId::from_raw(0))
            };
            self.build.workspace.tasks.insert(task.id, task);
            let is_last = at + 1 == steps.len();
            let chance = if ago > CHANGED { 0.05 } else { 0.03 };
            let scrap = if is_last { (0..quantity as i64).filter(|_| self.rng.f64() < chance).count() as f64 } else { 0.0 };
            good -= scrap;
            self.tell(&about, ReportKind::Start, start, &|_| {});
            if let Some(length) = stop {
                let at = start.plus(Span::from_seconds((needed * 0.4) as i64));
                let names = ["Waiting for material", "Waiting for information", "Breakdown", "Short stop", "Break"];
                let reason = self.reasons.get(names[self.rng.usize(0..names.len())]).copied();
                self.tell(&about, ReportKind::Pause, at, &|report| report.reason = reason);
                self.tell(&about, ReportKind::Start, at.plus(Span::from_seconds(length)), &|_| {});
            }
            let reason = self.reasons.get("Handling fault").copied().filter(|_| scrap > 0.0);
            self.tell(&about, ReportKind::Finish, end, &|report| {
                (report.good, report.scrap, report.reason) = (quantity - scrap, scrap, reason);
            });
            if is_last {
                self.check(ago, &about, end, checked, list);
            }
            self.free.insert(resource, end);
            first.get_or_insert(start);
            ready = end;
        }
        let Some(first) = first else { return };
        let order = if is_whole { self.ordered(item, begin, promised, quantity) } else { None };
        for task in &tasks {
            if let Some(task) = self.build.workspace.tasks.get_mut(task) {
                task.orders = order.into_iter().collect();
            }
        }
        let supply = SupplyOrder {
            reference: format!("H-{}-{}", first.date_text(), self.build.workspace.supply_orders.len() + 1),
            status: SupplyStatus::Completed,
            orders: order.into_iter().collect(),
            item: Some(item),
            operation: Some(routing),
            quantity: good,
            start: Some(first),
            end: Some(ready),
            ..supply
        };
        self.build.workspace.supply_orders.insert(supply.id, supply);
    }

    /// The order that a run was made for: a part of what was asked for of the item in that week, promised for an hour after the work is
    /// likely to be done. A little less than the lot is promised, for some of it is lost.
    fn ordered(&mut self, item: ItemId, begin: Time, promised: Time, lot: f64) -> Option<OrderId> {
        let due = promised.plus(Span::from_hours(1));
        // Nobody promises seconds.
        let due = due.minus(Span::from_seconds(due.seconds().rem_euclid(60)));
        let week = begin.week_start();
        let asked = self.build.workspace.orders.values_mut().find(|order| {
            order.status == OrderStatus::Closed && order.item == Some(item) && order.due.is_some_and(|due| due.week_start() == week)
        })?;
        let quantity = (lot * 0.92).floor().max(1.0);
        if due >= self.today.week_start() || asked.quantity <= quantity {
            return None;
        }
        asked.quantity -= quantity;
        let (name, location, customer) = (format!("{}-1", asked.name), asked.location, asked.customer);
        let order = Order {
            name,
            item: Some(item),
            location,
            customer,
            quantity,
            due: Some(due),
            status: OrderStatus::Closed,
            ..self.build.record()
        };
        let id = order.id;
        self.build.workspace.orders.insert(id, order);
        Some(id)
    }

    #[inline(never)]
    fn tell(&mut self, about: &Report, kind: ReportKind, time: Time, change: &dyn Fn(&mut Report)) {
        let fresh: Report = self.build.record();
        let mut report = Report { id: fresh.id, kind, time: Some(time), entered: Some(time), ..about.clone() };
        change(&mut report);
        self.build.workspace.reports.insert(report.id, report);
    }

    /// The checklist at the last step of the first item, and the chart of what is measured.
    fn checklist(&mut self, items: &[ItemId], checked: &Checked) -> Vec<CheckItem> {
        let last = items.first().and_then(|item| self.routing(*item)).and_then(|(_, _, steps)| steps.last().copied());
        let list = Checklist { name: checked.list.to_owned(), operation: last, blocks: false, ..self.build.record() };
        let pass = CheckItem { checklist: Some(list.id), position: 1.0, name: checked.question.to_owned(), ..self.build.record() };
        let measured = CheckItem {
            checklist: Some(list.id),
            position: 2.0,
            name: checked.measured.to_owned(),
            kind: AnswerKind::Measured,
            unit: checked.unit.to_owned(),
            lower: Some(checked.target - checked.tolerance),
            target: Some(checked.target),
            upper: Some(checked.target + checked.tolerance),
            size: 3,
            ..self.build.record()
        };
        let chart = ControlChart {
            name: checked.measured.to_owned(),
            question: Some(measured.id),
            learned_until: Some(self.today.week_start().minus(Span::from_days(7 * MOVED))),
            ..self.build.record()
        };
        self.build.workspace.control_charts.insert(chart.id, chart);
        self.build.workspace.checklists.insert(list.id, list);
        for item in [&pass, &measured] {
            self.build.workspace.check_items.insert(item.id, item.clone());
        }
        vec![pass, measured]
    }

    fn check(&mut self, ago: i64, about: &Report, time: Time, checked: &Checked, list: &[CheckItem]) {
        let [pass, measured] = list else { return };
        let moved = if ago <= MOVED { 0.45 * checked.tolerance } else { 0.0 };
        let values: Vec<f64> = (0..3)
            .map(|_| {
                let value = checked.target + moved + self.spread() * checked.tolerance / 4.0;
                (value * 100.0).round() / 100.0
            })
            .collect();
        let is_within = values.iter().all(|value| (value - checked.target).abs() <= checked.tolerance);
        let is_well = self.rng.f64() > 0.04;
        // As answers are kept; nothing in our own words has to be escaped.
        let numbers: Vec<String> = values.iter().map(f64::to_string).collect();
        let answers = format!(
            concat!(
                r#"[{{"item":"{}","question":"{}","kind":"PassFail","size":1,"text":"{}","passed":{}}},"#,
                r#"{{"item":"{}","question":"{}","kind":"Measured","values":[{}],"size":3,"passed":{},"lower":{},"upper":{},"unit":"{}"}}]"#
            ),
            id_text(pass.id.raw()),
            pass.name,
            if is_well { "pass" } else { "fail" },
            is_well,
            id_text(measured.id.raw()),
            measured.name,
            numbers.join(","),
            is_within,
            checked.target - checked.tolerance,
            checked.target + checked.tolerance,
            measured.unit
        );
        let passed = is_well && is_within;
        let check = Check {
            checklist: pass.checklist,
            time: Some(time),
            by: about.by.clone(),
            device: about.device.clone(),
            task: about.task,
            operation: about.operation,
            item: about.item,
            resource: about.resource,
            passed,
            score: f64::from(u8::from(is_well) + u8::from(is_within)) * 50.0,
            answers,
            ..self.build.record()
        };
        self.build.workspace.checks.insert(check.id, check);
    }
}

/// The first moment from which work of so many seconds fits into a working day; longer work begins with the day.
fn in_hours(wanted: Time, seconds: f64) -> Time {
    let mut start = wanted;
    for _ in 0..10 {
        let (from, until) = (start.day_start().plus(Span::from_hours(DAY_FROM)), start.day_start().plus(Span::from_hours(DAY_UNTIL)));
        if start.weekday() >= 5 || start >= until {
            start = start.day_start().plus(Span::from_hours(24 + DAY_FROM));
        } else if start < from {
            start = from;
        } else if start.plus(Span::from_seconds(seconds as i64)) > until && start > from {
            start = start.day_start().plus(Span::from_hours(24 + DAY_FROM));
        } else {
            break;
        }
    }
    start
}
