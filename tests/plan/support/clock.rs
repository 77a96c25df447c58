//! Calendars for the judge: the rules read for one moment at a time, and the moments at which anything may change.

use linewright::model::*;

/// The value of a calendar at a moment, straight from its rules.
pub fn value_at(workspace: &Workspace, calendar: CalendarId, at: i64) -> f64 {
    let mut best: Option<(i64, i64, usize, f64)> = None;
    let rules = workspace.calendar_rules.values().filter(|rule| rule.calendar == Some(calendar));
    for (position, rule) in rules.enumerate() {
        let begins = rule.start.map_or(i64::MIN, Time::seconds);
        let valid = begins <= at && rule.end.is_none_or(|end| at < end.seconds());
        let key = (rule.priority, -begins.max(-1 << 60), usize::MAX - position);
        if valid && speaks(rule, at) && best.is_none_or(|(priority, begin, order, _)| key < (priority, begin, order)) {
            best = Some((key.0, key.1, key.2, rule.value));
        }
    }
    best.map_or_else(|| workspace.calendars[&calendar].default_value, |(.., value)| value)
}

fn hours(rule: &CalendarRule) -> (i64, i64) {
    let start = rule.start_time.0;
    let end = if rule.end_time.0 == DAY - 1 { DAY } else { rule.end_time.0 };
    (start, if end <= start { end + DAY } else { end })
}

fn speaks(rule: &CalendarRule, at: i64) -> bool {
    let (start, end) = hours(rule);
    let time = Time::clamped(at);
    let (second, today) = (time.second_of_day(), time.weekday());
    let yesterday = (today + 6) % 7;
    (rule.weekdays.has(today) && start <= second && second < end) || (rule.weekdays.has(yesterday) && second + DAY < end)
}

/// Every moment between two at which a calendar may change, both ends included.
pub fn moments(workspace: &Workspace, calendars: &[CalendarId], from: i64, to: i64) -> Vec<i64> {
    let mut found = vec![from, to];
    for rule in workspace.calendar_rules.values().filter(|rule| rule.calendar.is_some_and(|id| calendars.contains(&id))) {
        found.extend([rule.start, rule.end].into_iter().flatten().map(Time::seconds));
        let (start, end) = hours(rule);
        let mut day = Time::clamped(from).day_start().seconds() - DAY;
        while day <= to {
            found.extend([day + start, day + end]);
            day += DAY;
        }
    }
    found.retain(|moment| (from..=to).contains(moment));
    found.sort_unstable();
    found.dedup();
    found
}

/// Units of a resource at a moment, and its speed.
pub fn resource_at(workspace: &Workspace, resource: &Resource, at: i64) -> (f64, f64) {
    let location = resource.location.and_then(|id| workspace.locations.get(&id));
    let gates = [resource.calendar, location.and_then(|location| location.calendar)];
    let open = gates.into_iter().flatten().all(|calendar| value_at(workspace, calendar, at) > 0.0);
    let away = workspace.absences.values().any(|absence| {
        absence.resource == Some(resource.id)
            && absence.start.is_some_and(|start| start.seconds() <= at)
            && absence.end.is_some_and(|end| at < end.seconds())
    });
    let sized = matches!(resource.kind, ResourceKind::Default) && resource.constrained;
    let size = match resource.maximum_calendar {
        Some(calendar) if sized => value_at(workspace, calendar, at),
        _ if sized => resource.maximum,
        _ => f64::INFINITY,
    };
    let speed = resource.efficiency_calendar.map_or(resource.efficiency, |calendar| value_at(workspace, calendar, at)) / 100.0;
    (if open && !away { size } else { 0.0 }, speed)
}

/// Every calendar that has a say in when a resource works.
pub fn calendars_of(workspace: &Workspace, resource: &Resource) -> Vec<CalendarId> {
    let location = resource.location.and_then(|id| workspace.locations.get(&id));
    let all = [resource.calendar, location.and_then(|location| location.calendar), resource.maximum_calendar, resource.efficiency_calendar];
    all.into_iter().flatten().collect()
}
