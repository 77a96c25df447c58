//! Resources that limit the plan but never work: size zero, or a calendar that never opens.

use super::{Finding, Weight, told};
use crate::model::{CalendarId, RecordId, Resource, ResourceKind, TableName, Workspace};

pub fn find(workspace: &Workspace) -> Option<Finding> {
    let records: Vec<u64> = workspace
        .resources
        .values()
        .filter(|resource| resource.constrained && resource.kind != ResourceKind::Infinite && never_open(workspace, resource))
        .map(|resource| resource.id.raw())
        .collect();
    (!records.is_empty()).then(|| Finding {
        check: "resource_never_open".to_owned(),
        weight: Weight::Warning,
        sentence: told(records.len(), "One resource never works.", "{} resources never work."),
        remedy: "Give them a size above zero and a calendar with open hours.".to_owned(),
        table: TableName::Resource,
        records,
    })
}

fn never_open(workspace: &Workspace, resource: &Resource) -> bool {
    let is_group = workspace.resources.values().any(|member| member.owner == Some(resource.id));
    let closed = |calendar: Option<CalendarId>| calendar.is_some_and(|calendar| always_zero(workspace, calendar));
    let no_size = match resource.maximum_calendar {
        Some(calendar) => always_zero(workspace, calendar),
        None => resource.maximum <= 0.0,
    };
    let location = resource.location.and_then(|location| workspace.locations.get(&location));
    !is_group && (no_size || closed(resource.calendar) || closed(location.and_then(|location| location.calendar)))
}

fn always_zero(workspace: &Workspace, calendar: CalendarId) -> bool {
    let default_closed = workspace.calendars.get(&calendar).is_some_and(|calendar| calendar.default_value == 0.0);
    default_closed
        && !workspace.calendar_rules.values().any(|rule| rule.calendar == Some(calendar) && rule.value > 0.0 && rule.weekdays.0 != 0)
}
