//! From the records of a workspace to what the engine counts: facts, plans, orders, checks, open hours and periods.
//!
//! Facts count for the machine that a task is done on, also where a person reported them: hours are not told twice.

use super::costs::{CostOf, costs};
use super::orders::orders;
use super::plan::{Lead, tasks};
use crate::app::derived::demand::{period_label, period_start};
use crate::engine::calendar::Profile;
use crate::engine::performance::{
    Checked, Cost, Dimension, Fact, FlowUnit, Gathered, Input, Kind, Loss, NO_REASON, Order, Period, Task, gather,
};
use crate::engine::plan::Calendars;
use crate::model::{self, CalendarId, CheckId, RecordId, Report, ReportId, ReportKind, Span, TableName, Time, Workspace};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Over which periods figures are made, and what flows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asked {
    pub period: model::Period,
    /// So many, the present one among them.
    pub periods: usize,
    pub flow: FlowUnit,
}

impl Default for Asked {
    fn default() -> Asked {
        Asked { period: model::Period::Week, periods: 13, flow: FlowUnit::Tasks }
    }
}

/// The most periods that are looked at.
const MOST_PERIODS: usize = 104;

/// When a resource is open, as a whole and by shift.
struct Hours {
    presence: Profile,
    /// Number of the shift and when it holds.
    shifts: Vec<(u32, Profile)>,
}

/// Everything that figures are made from, whatever they are told apart by.
pub struct Basis {
    pub asked: Asked,
    pub now: Time,
    pub facts: Vec<Fact>,
    /// The report of each fact.
    pub reports: Vec<ReportId>,
    pub reasons: Vec<Loss>,
    pub tasks: Vec<Task>,
    pub orders: Vec<Order>,
    pub checks: Vec<Checked>,
    /// The check of each.
    pub check_ids: Vec<CheckId>,
    /// What quality and the lack of it cost.
    pub costs: Vec<Cost>,
    /// The record of each.
    pub cost_of: Vec<CostOf>,
    pub resources: Vec<u64>,
    pub periods: Vec<Period>,
    pub period_names: Vec<String>,
    /// By their numbers, from one on.
    pub shifts: Vec<String>,
    /// What was assumed or left out.
    pub notes: Vec<String>,
    /// By resource.
    hours: BTreeMap<u64, Arc<Hours>>,
}

// Every basis is made because something changed.
impl PartialEq for Basis {
    fn eq(&self, other: &Basis) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Basis {
    /// Of a workspace, at `now`.
    pub fn of(workspace: &Workspace, asked: Asked, now: Time) -> Basis {
        let starts = starts(asked, now);
        let first = starts.first().copied().unwrap_or(now);
        let end = starts.last().copied().unwrap_or(now);
        let counted = workspace.counted_reports();
        let mut notes = Vec::new();
        // Looked for once for each report, among numbers that lie close together: there are many, and they come in the order of time.
        let task_ids: Vec<u64> = workspace.tasks.values().map(|task| task.id.raw()).collect();
        let mut began: Vec<Option<Time>> = vec![None; task_ids.len()];
        let mut places: Vec<Option<usize>> = Vec::with_capacity(counted.len());
        for report in &counted {
            let place = report.task.and_then(|task| task_ids.binary_search(&task.raw()).ok());
            if let (ReportKind::Start, Some(began)) = (report.kind, place.and_then(|place| began.get_mut(place))) {
                *began = began.or(report.time);
            }
            places.push(place);
        }
        let (mut tasks, leads) = tasks(workspace, &began, &mut notes);
        let orders = orders(workspace, &counted, &places, first, &mut notes);
        let lead = |(report, at): (&&Report, &Option<usize>)| match kind(report.kind) {
            Some(_) => lead_of(workspace, report, at.and_then(|at| leads.get(at))),
            None => 0,
        };
        let done_on: Vec<u64> = counted.iter().zip(&places).map(lead).collect();
        let resources = in_use(&done_on, &leads);
        // Shifts are told of what began before the first period too.
        let calendars = Calendars::new(workspace, first.minus(Span::from_days(35)), end);
        let (hours, shifts) = hours(workspace, &calendars, &resources);
        let shift_at = |resource: u64, time: Time| shift_of(&hours, resource, time);
        for task in &mut tasks {
            task.shift = task.planned_start.map_or(0, |start| shift_at(task.resource, Time::clamped(start)));
        }
        let reasons: Vec<Loss> = workspace.reasons.values().map(|reason| loss(reason.loss)).collect();
        let reason_ids: Vec<model::ReasonId> = workspace.reasons.values().map(|reason| reason.id).collect();
        let customer_of = |order: u64| workspace.orders.get(&RecordId::from_raw(order)).and_then(|order| order.customer);
        let (mut facts, mut reports) = (Vec::with_capacity(counted.len()), Vec::with_capacity(counted.len()));
        for (report, (at, resource)) in counted.iter().zip(places.into_iter().zip(done_on)) {
            let Some((kind, time)) = kind(report.kind).zip(report.time) else { continue };
            let task = at.and_then(|at| tasks.get(at));
            let order = report.order.map(RecordId::raw).or(task.map(|task| task.order)).unwrap_or(0);
            let known = task.filter(|task| task.order == order).map(|task| task.customer);
            let customer = known.unwrap_or_else(|| customer_of(order).map_or(0, RecordId::raw));
            let reason = report.reason.and_then(|reason| reason_ids.binary_search(&reason).ok());
            facts.push(Fact {
                time: time.seconds(),
                kind,
                // What belongs to no task is a task of its own.
                task: report.task.map_or(report.id.raw(), RecordId::raw),
                order,
                operation: report.operation.map(RecordId::raw).or(task.map(|task| task.operation)).unwrap_or(0),
                item: report.item.map(RecordId::raw).or(task.map(|task| task.item)).unwrap_or(0),
                customer,
                resource,
                shift: shift_at(resource, time),
                good: report.good,
                scrap: report.scrap,
                rework: report.rework,
                reason: reason.map_or(NO_REASON, |at| u32::try_from(at).unwrap_or(NO_REASON)),
            });
            reports.push(report.id);
        }
        let (checks, check_ids) = checks(workspace, &shift_at).into_iter().unzip();
        let (costs, cost_of) = costs(workspace, &orders, &shift_at).into_iter().unzip();
        let named = starts.iter().take(starts.len().saturating_sub(1));
        Basis {
            asked,
            now,
            facts,
            reports,
            reasons,
            tasks,
            orders,
            checks,
            check_ids,
            costs,
            cost_of,
            resources,
            period_names: named.map(|start| period_label(asked.period, *start)).collect(),
            periods: starts
                .windows(2)
                .filter_map(|pair| Some(Period { start: pair.first()?.seconds(), end: pair.get(1)?.seconds() }))
                .collect(),
            shifts,
            notes,
            hours,
        }
    }

    /// What the engine takes, told apart by a dimension.
    pub fn with<T>(&self, dimension: Dimension, read: impl FnOnce(&Input) -> T) -> T {
        let open = |resource: u64, shift: Option<u32>, from: i64, to: i64| self.open(resource, shift, from, to);
        read(&Input {
            facts: &self.facts,
            reasons: &self.reasons,
            tasks: &self.tasks,
            orders: &self.orders,
            costs: &self.costs,
            checks: &self.checks,
            resources: &self.resources,
            open: &open,
            periods: &self.periods,
            now: self.now.seconds(),
            dimension,
            flow: self.asked.flow,
        })
    }

    pub(super) fn gather(&self, dimension: Dimension) -> Gathered {
        self.with(dimension, gather)
    }

    /// Open seconds of a resource; of a shift alone where one is given.
    pub fn open(&self, resource: u64, shift: Option<u32>, from: i64, to: i64) -> f64 {
        let Some(hours) = self.hours.get(&resource) else { return 0.0 };
        let (from, to) = (Time::clamped(from), Time::clamped(to));
        let profile = match shift {
            None => Some(&hours.presence),
            Some(shift) => hours.shifts.iter().find(|(number, _)| *number == shift).map(|(_, profile)| profile),
        };
        profile.filter(|_| from < to).map_or(0.0, |profile| profile.open_between(from, to).seconds() as f64)
    }

    /// Whether the last period is still going on.
    pub fn goes_on(&self) -> bool {
        self.periods.last().is_some_and(|period| period.end > self.now.seconds())
    }

    /// Whether nothing was reported in the running period yet, as on a Monday morning: the one before says more.
    pub fn is_quiet(&self) -> bool {
        let (last, fact) = (self.periods.last(), self.facts.last());
        self.periods.len() > 1 && self.goes_on() && last.zip(fact).is_some_and(|(period, fact)| fact.time < period.start)
    }

    /// What a member of a dimension is called.
    pub fn member_name(&self, workspace: &Workspace, dimension: Dimension, member: u64) -> String {
        let table = match dimension {
            Dimension::All => return "All".to_owned(),
            Dimension::Shift => {
                let name = usize::try_from(member).ok().and_then(|at| self.shifts.get(at.checked_sub(1)?));
                return name.cloned().unwrap_or_else(|| "Outside all shifts".to_owned());
            }
            Dimension::Item => TableName::Item,
            Dimension::Customer => TableName::Customer,
            Dimension::Order => TableName::Order,
            Dimension::Operation => TableName::Operation,
            Dimension::Resource => TableName::Resource,
        };
        match member {
            0 => "None given".to_owned(),
            _ if !workspace.has(table, member) => "Removed since".to_owned(),
            _ => workspace.label(table, member),
        }
    }
}

/// First moments of the periods, the oldest first, and the end of the last.
fn starts(asked: Asked, now: Time) -> Vec<Time> {
    let count = asked.periods.clamp(1, MOST_PERIODS);
    let mut start = period_start(asked.period, now);
    let mut starts = vec![crate::app::derived::demand::period_after(asked.period, start)];
    for _ in 0..count {
        starts.push(start);
        start = period_start(asked.period, start.minus(Span::from_minutes(1)));
    }
    starts.reverse();
    starts
}

fn kind(kind: ReportKind) -> Option<Kind> {
    match kind {
        ReportKind::Start => Some(Kind::Start),
        ReportKind::Pause => Some(Kind::Pause),
        ReportKind::Count => Some(Kind::Count),
        ReportKind::Finish => Some(Kind::Finish),
        ReportKind::Note | ReportKind::HandOver | ReportKind::Evidence | ReportKind::Withdrawal => None,
    }
}

fn loss(loss: model::Loss) -> Loss {
    match loss {
        model::Loss::Breakdown => Loss::Breakdown,
        model::Loss::Setup => Loss::Setup,
        model::Loss::MinorStop => Loss::MinorStop,
        model::Loss::Speed => Loss::ReducedSpeed,
        model::Loss::Defect => Loss::ProductionReject,
        model::Loss::StartUp => Loss::StartupReject,
        model::Loss::Planned => Loss::PlannedStop,
    }
}

/// For whom a report counts: the machine of its task where a person reported it, else whoever reported it, else whoever was to do it.
fn lead_of(workspace: &Workspace, report: &Report, lead: Option<&Lead>) -> u64 {
    let is_person = |id| workspace.resources.get(&id).is_some_and(|resource| resource.class == model::ResourceClass::Person);
    let planned = lead.and_then(|lead| lead.resource);
    let reported = report.resource.filter(|by| !(is_person(*by) && lead.is_some_and(|lead| lead.is_machine)));
    reported.or(planned).map_or(0, RecordId::raw)
}

/// Those whose hours count: work was reported on them or is planned for them.
fn in_use(reported: &[u64], planned: &[Lead]) -> Vec<u64> {
    let mut found: Vec<u64> = Vec::new();
    let planned = planned.iter().filter_map(|lead| lead.resource).map(RecordId::raw);
    for id in reported.iter().copied().chain(planned).filter(|id| *id != 0) {
        if let Err(at) = found.binary_search(&id) {
            found.insert(at, id);
        }
    }
    found
}

fn hours(workspace: &Workspace, calendars: &Calendars, resources: &[u64]) -> (BTreeMap<u64, Arc<Hours>>, Vec<String>) {
    let (mut hours, mut names): (BTreeMap<u64, Arc<Hours>>, Vec<String>) = (BTreeMap::new(), Vec::new());
    // Most machines of a hall have the same hours.
    let mut known: Vec<(Option<CalendarId>, Arc<Hours>)> = Vec::new();
    for id in resources {
        let Some(resource) = workspace.resources.get(&RecordId::from_raw(*id)) else { continue };
        let presence = calendars.presence(resource);
        let calendar = calendars.calendar_of_shifts(resource);
        if let Some((_, same)) = known.iter().find(|(of, hours)| *of == calendar && hours.presence == presence) {
            hours.insert(*id, same.clone());
            continue;
        }
        let mut shifts = Vec::new();
        for (name, open) in calendars.shifts(resource) {
            let at = names.iter().position(|known| *known == name).unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            });
            shifts.push((u32::try_from(at + 1).unwrap_or(0), presence.during(&open)));
        }
        let own = Arc::new(Hours { presence, shifts });
        known.push((calendar, own.clone()));
        hours.insert(*id, own);
    }
    (hours, names)
}

/// The shift of a resource at a moment; zero outside of all.
fn shift_of(hours: &BTreeMap<u64, Arc<Hours>>, resource: u64, time: Time) -> u32 {
    let shifts = hours.get(&resource).map(|hours| hours.shifts.as_slice()).unwrap_or_default();
    shifts.iter().find(|(_, open)| open.value_at(time) > 0).map_or(0, |(number, _)| *number)
}

fn checks(workspace: &Workspace, shift_at: &dyn Fn(u64, Time) -> u32) -> Vec<(Checked, CheckId)> {
    let first = workspace.checks.values().filter(|check| check.corrects.is_none());
    first
        .filter_map(|check| {
            let time = check.time?;
            let resource = check.resource.map_or(0, RecordId::raw);
            let customer = check.order.and_then(|order| workspace.orders.get(&order)?.customer);
            let checked = Checked {
                time: time.seconds(),
                passed: check.passed,
                order: check.order.map_or(0, RecordId::raw),
                item: check.item.map_or(0, RecordId::raw),
                customer: customer.map_or(0, RecordId::raw),
                operation: check.operation.map_or(0, RecordId::raw),
                resource,
                shift: shift_at(resource, time),
            };
            Some((checked, check.id))
        })
        .collect()
}
