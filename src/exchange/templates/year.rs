//! A year of facts for a template: what was made, stopped, lost, checked and solved, week by week, so that figures and charts have something
//! to say from the first look.
//!
//! Made from a seed: the same template seen from the same day always has the same past. What is planted in it, and nothing else, is what the
//! pages should find: the second half of the year needs less time at the first step, the measured characteristic has moved in the last weeks,
//! and one problem came back.

mod care;
mod checks;
mod hours;

use super::build::Build;
use super::domain::Domain;
use crate::document::USUAL_REASONS;
use crate::model::*;
use hours::Hours;
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
/// The longest step of a run keeps one worker for about so many hours,
const RUN_HOURS: f64 = 6.0;
/// or longer where that would come to more runs a week than somebody looks through.
const RUNS_A_WEEK: f64 = 12.0;

/// Shorter work is not interrupted.
const LEAST_STOPPED: Span = Span::from_hours(1);

/// A work that is done in runs.
struct Course {
    item: ItemId,
    routing: OperationId,
    steps: Vec<OperationId>,
    /// The part of all demand that is for the item.
    mix: f64,
    /// Units of one run.
    size: f64,
}

/// One run on its way.
struct Run<'c> {
    course: &'c Course,
    /// The week in which it was asked for, counted back.
    ago: i64,
    quantity: f64,
    begin: Time,
    supply: SupplyOrder,
    /// The step that comes next, and when it could begin.
    step: usize,
    ready: Time,
    /// When it would be ready behind what is begun already if all took a little longer than planned.
    promised: Time,
    first: Option<Time>,
    good: f64,
    tasks: Vec<TaskId>,
    is_over: bool,
}

/// One unit of a resource.
#[derive(Clone, Copy)]
struct Worker {
    resource: ResourceId,
    hours: Hours,
    /// When it has time again.
    free: Time,
}

struct Past<'b> {
    build: &'b mut Build,
    rng: fastrand::Rng,
    today: Time,
    reasons: HashMap<&'static str, ReasonId>,
    workers: Vec<Worker>,
}

/// Adds the past of an organisation: all that was asked of it in a year, made in runs by its routings.
pub(super) fn year(build: &mut Build, domain: &Domain, items: &[ItemId], today: Time, seed: u64) {
    let rng = fastrand::Rng::with_seed(seed);
    let mut past = Past { build, rng, today, reasons: HashMap::new(), workers: Vec::new() };
    past.reasons();
    past.workers();
    let courses = past.courses(domain, items);
    let list = past.checklist(&courses, &domain.checked);
    let mut runs: Vec<Run> = Vec::new();
    for ago in (0..WEEKS).rev() {
        let monday = today.week_start().minus(Span::from_days(7 * ago));
        let asked = domain.demand.len().checked_sub(ago.max(1) as usize).and_then(|week| domain.demand.get(week)).copied().unwrap_or(0);
        for course in &courses {
            let units = (asked as f64 * course.mix).round();
            let count = (units / course.size).ceil();
            let mut left = units;
            while left >= 1.0 {
                // Over the working days of the week.
                let day = (5.0 * ((units - left) / course.size).floor() / count) as i64;
                let begin = monday.plus(Span::from_days(day.min(4)));
                runs.push(past.begun(ago, course, begin, left.min(course.size)));
                left -= course.size;
            }
        }
    }
    // Whatever can begin first does.
    while let Some(run) = runs.iter_mut().filter(|run| !run.is_over).min_by_key(|run| run.ready) {
        let is_ahead = !past.step(run, &domain.checked, &list);
        if is_ahead || run.step >= run.course.steps.len() {
            run.is_over = true;
            past.ended(run, !is_ahead);
        }
    }
    past.issues(&domain.checked, &courses);
    past.improvement(&courses);
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

    /// The hours of everybody, and that all of them have time.
    fn workers(&mut self) {
        let workspace = &self.build.workspace;
        for resource in workspace.resources.values() {
            let hours = Hours::of(workspace, resource.calendar);
            for _ in 0..resource.maximum.max(1.0) as usize {
                self.workers.push(Worker { resource: resource.id, hours, free: Time::MIN });
            }
        }
    }

    /// The items that have a routing, with its steps in their order and how much is made in one run.
    fn courses(&self, domain: &Domain, items: &[ItemId]) -> Vec<Course> {
        let operations = &self.build.workspace.operations;
        let usual = domain.demand.iter().sum::<i64>() as f64 / domain.demand.len().max(1) as f64;
        let lot = domain.lot as f64;
        let mut courses = Vec::new();
        for (item, goods) in items.iter().zip(domain.items) {
            let Some(routing) = operations.values().find(|one| one.item == Some(*item) && one.kind == OperationKind::Routing) else {
                continue;
            };
            let mut steps: Vec<&Operation> = operations.values().filter(|one| one.owner == Some(routing.id)).collect();
            sort_with_key(&mut steps, |operation| (operation.priority, operation.id));
            let longest = steps.iter().map(|step| step.duration_per_unit).fold(1.0, f64::max);
            let lots = (RUN_HOURS * 3600.0 / longest / lot).floor().max(1.0);
            let steps: Vec<OperationId> = steps.into_iter().map(|operation| operation.id).collect();
            if !steps.is_empty() {
                courses.push(Course { item: *item, routing: routing.id, steps, mix: goods.mix, size: lots * lot });
            }
        }
        let runs: f64 = courses.iter().map(|course| usual * course.mix / course.size).sum();
        for course in &mut courses {
            course.size = (course.size * (runs / RUNS_A_WEEK).max(1.0) / lot).round() * lot;
        }
        courses
    }

    /// Whoever has time first of those who can do a step, by position.
    fn worker(&self, operation: OperationId) -> Option<usize> {
        let workspace = &self.build.workspace;
        let asked = workspace.operation_resources.values().find(|line| line.operation == Some(operation))?.resource?;
        let is_member = |resource: ResourceId| workspace.resources.get(&resource).is_some_and(|member| member.owner == Some(asked));
        let has_members = self.workers.iter().any(|worker| is_member(worker.resource));
        let can = |worker: &Worker| if has_members { is_member(worker.resource) } else { worker.resource == asked };
        let able = self.workers.iter().enumerate().filter(|(_, worker)| can(worker));
        able.min_by_key(|(_, worker)| (worker.free, worker.resource)).map(|(at, _)| at)
    }

    /// Around one, seldom far from it.
    fn spread(&mut self) -> f64 {
        (0..12).map(|_| self.rng.f64()).sum::<f64>() - 6.0
    }

    fn begun<'c>(&mut self, ago: i64, course: &'c Course, begin: Time, quantity: f64) -> Run<'c> {
        Run {
            course,
            ago,
            quantity,
            begin,
            supply: self.build.record(),
            step: 0,
            ready: begin,
            promised: begin,
            first: None,
            good: quantity,
            tasks: Vec::new(),
            is_over: false,
        }
    }

    /// The next step of a run; `false` where it would not have been done by today.
    fn step(&mut self, run: &mut Run, checked: &Checked, list: &[CheckItem]) -> bool {
        let at = run.step;
        run.step += 1;
        let Some(step) = run.course.steps.get(at).copied() else { return true };
        let Some(who) = self.worker(step) else { return true };
        let Some(Worker { resource, hours, free }) = self.workers.get(who).copied() else { return true };
        let Some(operation) = self.build.workspace.operations.get(&step) else { return true };
        let planned = operation.duration.seconds() as f64 + operation.duration_per_unit * run.quantity;
        if planned < 30.0 {
            return true;
        }
        let better = if at == 0 && run.ago <= CHANGED { 0.82 } else { 1.0 };
        let needed = planned * (1.05 + 0.1 * self.spread()).max(0.6) * better;
        let mut stretches = hours.stretches(run.ready.max(free), needed);
        let first_length = stretches.first().map_or(Span::ZERO, |(start, until)| until.since(*start));
        // Long enough that the stop ends before they do.
        let stop = (self.rng.u8(0..3) == 0 && first_length >= LEAST_STOPPED).then(|| Span::from_minutes(self.rng.i64(5..25)));
        // What was lost is made up for on the last day.
        let Some((_, end)) = stretches.last_mut() else { return true };
        *end = end.plus(stop.unwrap_or(Span::ZERO));
        let end = *end;
        if end >= self.today.day_start() {
            return false;
        }
        run.promised = hours.done(run.promised.max(free), 1.15 * planned);
        let Some((start, _)) = stretches.first().copied() else { return true };
        let mut task: Task = self.build.record();
        task.supply = Some(run.supply.id);
        task.operation = Some(step);
        task.quantity = run.quantity;
        task.status = TaskStatus::Finished;
        task.placement = Some(Placement { start, end: hours.done(start, planned), uses: vec![ResourceUse { resource, quantity: 1.0 }] });
        task.after = run.tasks.last().map(|task| TaskLink::new(*task, LinkKind::FinishStart, Span::ZERO)).into_iter().collect();
        run.tasks.push(task.id);
        let about = Report {
            task: Some(task.id),
            operation: Some(step),
            item: Some(run.course.item),
            resource: Some(resource),
            by: self.build.workspace.label(TableName::Resource, resource.raw()),
            device: "Template".to_owned(),
            ..Report::new(ReportId::from_raw(0))
        };
        self.build.workspace.tasks.insert(task.id, task);
        self.worked(&about, &stretches, stop.map(|length| (Span::from_seconds(first_length.seconds() * 2 / 5), length)));
        let is_last = at + 1 == run.course.steps.len();
        let chance = if run.ago > CHANGED { 0.05 } else { 0.03 };
        let scrap = if is_last { (0..run.quantity as i64).filter(|_| self.rng.f64() < chance).count() as f64 } else { 0.0 };
        run.good -= scrap;
        let reason = self.reasons.get("Handling fault").copied().filter(|_| scrap > 0.0);
        self.tell(&about, ReportKind::Finish, end, &|report| {
            (report.good, report.scrap, report.reason) = (run.quantity - scrap, scrap, reason);
        });
        if is_last {
            self.check(run.ago, &about, end, checked, list);
        }
        if let Some(worker) = self.workers.get_mut(who) {
            worker.free = end;
        }
        run.first.get_or_insert(start);
        run.ready = end;
        true
    }

    /// A run of which no more is done: whole, or as far as it came.
    fn ended(&mut self, run: &Run, is_whole: bool) {
        let Some(first) = run.first else { return };
        let order = if is_whole { self.ordered(run.course.item, run.begin, run.promised, run.quantity) } else { None };
        for task in &run.tasks {
            if let Some(task) = self.build.workspace.tasks.get_mut(task) {
                task.orders = order.into_iter().collect();
            }
        }
        let supply = SupplyOrder {
            reference: format!("H-{}-{}", first.date_text(), self.build.workspace.supply_orders.len() + 1),
            status: SupplyStatus::Closed,
            orders: order.into_iter().collect(),
            item: Some(run.course.item),
            operation: Some(run.course.routing),
            quantity: run.good,
            start: Some(first),
            end: Some(run.ready),
            ..run.supply.clone()
        };
        self.build.workspace.supply_orders.insert(supply.id, supply);
    }

    /// Begins work, goes on with it day after day, and tells a stop on the first of them; the end is told by whoever knows what came of it.
    fn worked(&mut self, about: &Report, stretches: &[(Time, Time)], stop: Option<(Span, Span)>) {
        for (at, (start, until)) in stretches.iter().enumerate() {
            self.tell(about, ReportKind::Start, *start, &|_| {});
            if let Some((halt, length)) = stop.filter(|_| at == 0) {
                let halt = start.plus(halt);
                let names = ["Waiting for material", "Waiting for information", "Breakdown", "Short stop", "Break"];
                let reason = self.reasons.get(names[self.rng.usize(0..names.len())]).copied();
                self.tell(about, ReportKind::Pause, halt, &|report| report.reason = reason);
                self.tell(about, ReportKind::Start, halt.plus(length), &|_| {});
            }
            if at + 1 < stretches.len() {
                let reason = self.reasons.get("Break").copied();
                self.tell(about, ReportKind::Pause, *until, &|report| report.reason = reason);
            }
        }
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
        let (whole, location, customer) = (asked.name.clone(), asked.location, asked.customer);
        // The parts of what was asked for in a week are numbered.
        let part = self.build.workspace.orders.values().filter(|order| order.name.starts_with(&whole)).count();
        let name = format!("{whole}-{part}");
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
}
