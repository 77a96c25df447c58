//! Load against capacity over the periods of the plan, and the week of a calendar.
//!
//! Reads only; the Capacity phase shows it.

use crate::app::Session;
use crate::app::derived::demand::{period_after, period_start};
use crate::engine::plan::load;
use crate::model::{CalendarId, CalendarRule, OrderStatus, Period, RecordId, Span, TableName, Time, Workspace, sort_with_key};

pub use crate::engine::plan::{Bucket, Load, LoadPart, ResourceLoad};

/// Tables on which the load depends.
const TABLES: &[TableName] = &[
    TableName::Order,
    TableName::Resource,
    TableName::ResourceSkill,
    TableName::Calendar,
    TableName::CalendarRule,
    TableName::Location,
    TableName::Absence,
    TableName::Operation,
    TableName::OperationResource,
    TableName::OperationMaterial,
    TableName::OperationDependency,
    TableName::Task,
    TableName::Stock,
    TableName::Settings,
];

/// The most periods of one chart.
const MOST_PERIODS: usize = 60;

/// Load and capacity from the plan's start to the last due date or task; tracked.
pub fn load_of(session: Session, period: Period) -> Load {
    let now = session.plan_start();
    session.watch(TABLES, |workspace| {
        let from = period_start(period, now);
        load(workspace, period, now, (from, end_of(workspace, period, from)))
    })
}

fn end_of(workspace: &Workspace, period: Period, from: Time) -> Time {
    let due = workspace.orders.values().filter(|order| order.status == OrderStatus::Open).filter_map(|order| order.due);
    let ends = workspace.tasks.values().filter_map(|task| task.placement.as_ref().map(|placement| placement.end));
    let last = due.chain(ends).max().unwrap_or(from).max(from.plus(Span::from_days(27)));
    let mut end = from;
    for _ in 0..MOST_PERIODS {
        end = period_after(period, end);
        if end > last {
            break;
        }
    }
    end
}

/// The rules of a calendar that come every week, strongest first.
pub fn week_of(workspace: &Workspace, calendar: CalendarId) -> Vec<CalendarRule> {
    rules_of(workspace, calendar, false)
}

/// The rules of a calendar that hold for some days only: holidays and exceptions, in order of their start.
pub fn exceptions_of(workspace: &Workspace, calendar: CalendarId) -> Vec<CalendarRule> {
    rules_of(workspace, calendar, true)
}

fn rules_of(workspace: &Workspace, calendar: CalendarId, dated: bool) -> Vec<CalendarRule> {
    // A rule that holds for a year or longer is part of the week as people see it, though its file gave it dates.
    let is_long = |rule: &CalendarRule| match (rule.start, rule.end) {
        (Some(start), Some(end)) => end.since(start) >= Span::from_days(365),
        _ => true,
    };
    let rules = workspace.calendar_rules.values().filter(|rule| rule.calendar == Some(calendar) && is_long(rule) != dated);
    let mut rules: Vec<CalendarRule> = rules.cloned().collect();
    sort_with_key(&mut rules, |rule| {
        if dated { (rule.start.map_or(i64::MIN, Time::seconds), rule.id.raw()) } else { (rule.priority, rule.id.raw()) }
    });
    rules
}
