//! The schedule as a project in Microsoft's XML form (MSPDI): orders as headings, tasks where they stand, with links, resources, calendars,
//! deadlines and progress.
//!
//! The tasks run by a calendar of all hours, so that another program shows them where they are instead of moving them by its own rules; the
//! resources bring their calendars along. A rule that holds without an end is written as part of the week.

use crate::exchange::convert::plain_number;
use crate::model::*;
use std::collections::BTreeMap;

/// The calendar by which tasks run.
const ALL_HOURS: usize = 1;

/// The schedule as an MSPDI text; `now` is when it is written.
pub fn export_project(workspace: &Workspace, now: Time) -> String {
    let mut xml = Xml(String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"));
    xml.0.push_str("<Project xmlns=\"http://schemas.microsoft.com/project\">");
    xml.element("Title", &workspace.settings().name);
    xml.element("CreationDate", &moment(now));
    let placed = || workspace.tasks.values().filter_map(|task| task.placement.as_ref());
    xml.optional("StartDate", placed().map(|at| at.start).min().map(moment));
    xml.optional("FinishDate", placed().map(|at| at.end).max().map(moment));
    xml.element("CalendarUID", &ALL_HOURS.to_string());
    let calendars: BTreeMap<u64, usize> = workspace.calendars.keys().map(CalendarId::raw).zip(ALL_HOURS + 1..).gather();
    xml.block("Calendars", &mut |xml| {
        let day = [(0, DAY)];
        xml.block("Calendar", &mut |xml| week(xml, ALL_HOURS, "All hours", &|_| day.to_vec()));
        for (calendar, uid) in workspace.calendars.values().zip(ALL_HOURS + 1..) {
            xml.block("Calendar", &mut |xml| own_calendar(xml, workspace, calendar, uid));
        }
    });
    let tasks = outline(workspace);
    let uids: BTreeMap<u64, usize> = tasks.iter().flatten().zip(1..).filter_map(|(row, uid)| Some((row.task?.id.raw(), uid))).gather();
    xml.block("Tasks", &mut |xml| {
        for ((number, group), first) in (1..).zip(&tasks).zip(first_uids(&tasks)) {
            for (at, row) in group.iter().enumerate() {
                let outline = if at == 0 { format!("{number}") } else { format!("{number}.{at}") };
                xml.block("Task", &mut |xml| write_row(xml, workspace, row, group, first + at, &outline, &uids));
            }
        }
    });
    let resources: Vec<&Resource> = workspace.resources.values().filter(|resource| resource.class != ResourceClass::Group).collect();
    xml.block("Resources", &mut |xml| {
        for (resource, uid) in resources.iter().zip(1..) {
            xml.block("Resource", &mut |xml| {
                xml.element("UID", &uid.to_string());
                xml.element("ID", &uid.to_string());
                xml.element("Name", &resource.name);
                xml.element("Type", "1");
                xml.element("MaxUnits", &plain_number(resource.maximum));
                xml.element("StandardRate", &plain_number(resource.cost));
                xml.optional("CalendarUID", resource.calendar.and_then(|id| calendars.get(&id.raw())).map(usize::to_string));
            });
        }
    });
    xml.block("Assignments", &mut |xml| {
        let mut next = 1;
        for (task, uid) in tasks.iter().flatten().zip(1..).filter_map(|(row, uid)| Some((row.task?, uid))) {
            for used in task.placement.iter().flat_map(|placement| &placement.uses) {
                let Some(at) = resources.iter().position(|resource| resource.id == used.resource) else { continue };
                xml.block("Assignment", &mut |xml| {
                    xml.element("UID", &next.to_string());
                    xml.element("TaskUID", &uid.to_string());
                    xml.element("ResourceUID", &(at + 1).to_string());
                    xml.element("Units", &plain_number(used.quantity));
                });
                next += 1;
            }
        }
    });
    xml.0.push_str("</Project>\n");
    xml.0
}

/// A line of the outline: a heading, or a task under it.
struct OutlineRow<'a> {
    name: String,
    task: Option<&'a Task>,
}

/// The orders with their tasks by start; tasks that serve no order come last, under a heading of their own.
fn outline(workspace: &Workspace) -> Vec<Vec<OutlineRow<'_>>> {
    let mut groups: BTreeMap<(bool, Option<OrderId>), Vec<&Task>> = BTreeMap::new();
    for task in workspace.tasks.values() {
        let order = task.orders.first().copied().filter(|order| workspace.orders.contains_key(order));
        groups.entry((order.is_none(), order)).or_default().push(task);
    }
    let mut outline = Vec::new();
    for ((_, order), mut tasks) in groups {
        sort_with_key(&mut tasks, |task| (task.placement.as_ref().map_or(Time::MAX, |at| at.start), task.id));
        let heading = order.map_or_else(|| "Without an order".to_owned(), |order| workspace.label(TableName::Order, order.raw()));
        let mut rows = vec![OutlineRow { name: heading, task: None }];
        rows.extend(tasks.into_iter().map(|task| OutlineRow { name: workspace.label(TableName::Task, task.id.raw()), task: Some(task) }));
        outline.push(rows);
    }
    outline
}

/// The unique id of each heading; its tasks follow it.
fn first_uids(outline: &[Vec<OutlineRow>]) -> Vec<usize> {
    outline
        .iter()
        .scan(1, |next, group| {
            let first = *next;
            *next += group.len();
            Some(first)
        })
        .collect()
}

fn write_row(
    xml: &mut Xml,
    workspace: &Workspace,
    row: &OutlineRow,
    group: &[OutlineRow],
    uid: usize,
    outline: &str,
    uids: &BTreeMap<u64, usize>,
) {
    let under = || group.iter().filter_map(|row| row.task?.placement.as_ref());
    let (start, end) = match row.task {
        Some(task) => (task.placement.as_ref().map(|at| at.start), task.placement.as_ref().map(|at| at.end)),
        None => (under().map(|at| at.start).min(), under().map(|at| at.end).max()),
    };
    let order = row.task.and_then(|task| task.orders.first()).and_then(|order| workspace.orders.get(order));
    // Their 1,000 is the most important, ours the lowest number.
    let priority = order.map_or(500, |order| 1000 - order.priority.clamp(0, 1000));
    xml.element("UID", &uid.to_string());
    xml.element("ID", &uid.to_string());
    xml.element("Name", &row.name);
    xml.element("Type", "1");
    xml.element("WBS", outline);
    xml.element("OutlineNumber", outline);
    xml.element("OutlineLevel", if row.task.is_some() { "2" } else { "1" });
    xml.element("Priority", &priority.to_string());
    xml.optional("Start", start.map(moment));
    xml.optional("Finish", end.map(moment));
    let length = start.zip(end).map_or(0, |(start, end)| end.since(start).seconds());
    xml.element("Duration", &format!("PT{}H{}M{}S", length / 3600, length / 60 % 60, length % 60));
    xml.element("DurationFormat", "5");
    xml.element("Milestone", if length == 0 && row.task.is_some() { "1" } else { "0" });
    xml.element("Summary", if row.task.is_some() { "0" } else { "1" });
    let Some(task) = row.task else { return };
    let done = match task.status {
        TaskStatus::Planned => "0",
        TaskStatus::Started => "50",
        TaskStatus::Finished => "100",
    };
    xml.element("PercentComplete", done);
    // Must start on where it is held, else not before the place it has.
    xml.element("ConstraintType", if task.pinned { "2" } else { "4" });
    xml.element("CalendarUID", &ALL_HOURS.to_string());
    xml.optional("ConstraintDate", start.map(moment));
    xml.optional("Deadline", task.due.map(moment));
    xml.element("IgnoreResourceCalendar", "1");
    for link in &task.after {
        let Some(before) = uids.get(&link.task.raw()) else { continue };
        xml.block("PredecessorLink", &mut |xml| {
            let kind = match link.kind {
                LinkKind::FinishFinish => "0",
                LinkKind::FinishStart => "1",
                LinkKind::StartFinish => "2",
                LinkKind::StartStart => "3",
            };
            xml.element("PredecessorUID", &before.to_string());
            xml.element("Type", kind);
            xml.element("LinkLag", &(link.lag.seconds() / 6).to_string());
            xml.element("LagFormat", "7");
        });
    }
}

/// Name and week of a calendar; `hours` gives the open hours of a weekday, 0 is Monday, in seconds of the day.
fn week(xml: &mut Xml, uid: usize, name: &str, hours: &dyn Fn(u8) -> Vec<(i64, i64)>) {
    xml.element("UID", &uid.to_string());
    xml.element("Name", name);
    xml.element("IsBaseCalendar", "1");
    xml.block("WeekDays", &mut |xml| {
        // Their week begins on Sunday, which is 1.
        for day_type in 1..=7u8 {
            xml.block("WeekDay", &mut |xml| {
                xml.element("DayType", &day_type.to_string());
                working_times(xml, &hours((day_type + 5) % 7));
            });
        }
    });
}

fn working_times(xml: &mut Xml, hours: &[(i64, i64)]) {
    xml.element("DayWorking", if hours.is_empty() { "0" } else { "1" });
    if hours.is_empty() {
        return;
    }
    let clock = |seconds: i64| format!("{:02}:{:02}:00", seconds / 3600 % 24, seconds / 60 % 60);
    xml.block("WorkingTimes", &mut |xml| {
        for (from, until) in hours {
            xml.block("WorkingTime", &mut |xml| {
                xml.element("FromTime", &clock(*from));
                xml.element("ToTime", &clock(*until));
            });
        }
    });
}

fn own_calendar(xml: &mut Xml, workspace: &Workspace, calendar: &Calendar, uid: usize) {
    let mut rules: Vec<&CalendarRule> = workspace.calendar_rules.values().filter(|rule| rule.calendar == Some(calendar.id)).collect();
    sort_with_key(&mut rules, |rule| (rule.priority, rule.id));
    let (exceptions, usual): (Vec<&CalendarRule>, Vec<&CalendarRule>) =
        rules.into_iter().partition(|rule| rule.start.is_some() && rule.end.is_some());
    week(xml, uid, &calendar.name, &|day| open_hours(&usual, calendar.default_value, day));
    if exceptions.is_empty() {
        return;
    }
    xml.block("Exceptions", &mut |xml| {
        for rule in &exceptions {
            let (Some(start), Some(end)) = (rule.start, rule.end) else { continue };
            xml.block("Exception", &mut |xml| {
                xml.block("TimePeriod", &mut |xml| {
                    xml.element("FromDate", &moment(start));
                    xml.element("ToDate", &moment(end.minus(Span::from_seconds(60))));
                });
                xml.element("Name", &rule.name);
                let hours = (rule.start_time.0, rule.end_time.0);
                working_times(xml, if rule.value > 0.0 { std::slice::from_ref(&hours) } else { &[] });
            });
        }
    });
}

/// When a weekday is open by rules of which the first that holds wins.
fn open_hours(rules: &[&CalendarRule], otherwise: f64, day: u8) -> Vec<(i64, i64)> {
    let mut moments: Vec<i64> = rules.iter().flat_map(|rule| [rule.start_time.0, rule.end_time.0]).chain([0, DAY]).collect();
    sort_with_key(&mut moments, |moment| *moment);
    moments.dedup();
    let mut hours: Vec<(i64, i64)> = Vec::new();
    for pair in moments.windows(2) {
        let Some(&[from, until]) = pair.first_chunk::<2>() else { continue };
        let holds = |rule: &&&CalendarRule| rule.weekdays.has(day) && rule.start_time.0 <= from && from < rule.end_time.0;
        if rules.iter().find(holds).map_or(otherwise, |rule| rule.value) <= 0.0 {
            continue;
        }
        match hours.last_mut() {
            Some(last) if last.1 == from => last.1 = until,
            _ => hours.push((from, until)),
        }
    }
    hours
}

/// `2026-03-01T14:30:05`.
fn moment(time: Time) -> String {
    let second = time.second_of_day();
    format!("{}T{:02}:{:02}:{:02}", time.date_text(), second / 3600, second / 60 % 60, second % 60)
}

/// An XML text in the making.
struct Xml(String);

impl Xml {
    /// An element with a text; characters that XML has no place for are left out.
    fn element(&mut self, name: &str, text: &str) {
        let allowed = text.chars().filter(|sign| !sign.is_control() || matches!(sign, '\t' | '\n'));
        let text: String = allowed.collect();
        for part in ["<", name, ">", &quick_xml::escape::escape(text.as_str()), "</", name, ">"] {
            self.0.push_str(part);
        }
    }

    fn optional(&mut self, name: &str, text: Option<String>) {
        text.iter().for_each(|text| self.element(name, text));
    }

    /// An element with elements.
    fn block(&mut self, name: &str, inside: &mut dyn FnMut(&mut Xml)) {
        for part in ["\n<", name, ">"] {
            self.0.push_str(part);
        }
        inside(self);
        for part in ["</", name, ">"] {
            self.0.push_str(part);
        }
    }
}
