//! The schedule as a calendar file (RFC 5545): one event per placed task, in floating local time.
//!
//! Written by hand: what is needed is folding, escaping and six properties, for which a library would add 40 KiB.

use super::labels::Labels;
use crate::model::{OperationId, Placement, RecordId, ResourceId, TableName, Task, Time, Workspace, id_text, sort_with_key};

/// Which tasks become events.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct ScheduleFilter {
    /// Only tasks on one of these resources; empty means any.
    pub resources: Vec<ResourceId>,
    /// Only tasks that end after this.
    pub from: Option<Time>,
    /// Only tasks that start before this.
    pub until: Option<Time>,
}

/// Octets of a line before it is folded.
const LINE: usize = 75;

/// The schedule as an iCalendar text. `now` is when it is written; calendars use it to tell newer copies from older ones.
pub fn export_icalendar(workspace: &Workspace, filter: &ScheduleFilter, now: Time) -> String {
    let labels = Labels::of(workspace);
    let mut text = String::new();
    let name = workspace.settings().name;
    for (property, value) in
        [("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", "-//Linewright//Schedule//EN"), ("CALSCALE", "GREGORIAN")]
    {
        line(&mut text, property, value);
    }
    line(&mut text, "X-WR-CALNAME", &escaped(&name));
    let mut placed: Vec<(&Task, &Placement)> =
        workspace.tasks.values().filter_map(|task| Some((task, task.placement.as_ref()?))).filter(|(_, at)| filter.keeps(at)).collect();
    sort_with_key(&mut placed, |(task, placement)| (placement.start, task.id));
    for (task, placement) in placed {
        event(&mut text, workspace, &labels, task, placement, now);
    }
    line(&mut text, "END", "VCALENDAR");
    text
}

impl ScheduleFilter {
    fn keeps(&self, placement: &Placement) -> bool {
        let on = self.resources.is_empty() || placement.uses.iter().any(|usage| self.resources.contains(&usage.resource));
        on && self.from.is_none_or(|from| placement.end > from) && self.until.is_none_or(|until| placement.start < until)
    }
}

fn event(text: &mut String, workspace: &Workspace, labels: &Labels, task: &Task, placement: &Placement, now: Time) {
    let operation = task.operation.and_then(|id: OperationId| workspace.operations.get(&id));
    let title = operation.map_or("Task", |operation| operation.name.as_str());
    let orders: Vec<String> = task.orders.iter().filter_map(|id| labels.of_record(TableName::Order, id.raw())).collect();
    let on: Vec<String> = placement.uses.iter().filter_map(|usage| labels.of_record(TableName::Resource, usage.resource.raw())).collect();
    let summary = if orders.is_empty() { title.to_owned() } else { format!("{title} ({})", orders.join(", ")) };
    let mut about = vec![format!("Quantity: {}", crate::model::text::number_text(task.quantity))];
    if !on.is_empty() {
        about.push(format!("On: {}", on.join(", ")));
    }
    if let Some(due) = task.due {
        about.push(format!("Due: {due}"));
    }
    line(text, "BEGIN", "VEVENT");
    line(text, "UID", &format!("{}@linewright", id_text(task.id.raw())));
    line(text, "DTSTAMP", &format!("{}Z", stamp(now)));
    line(text, "DTSTART", &stamp(placement.start));
    line(text, "DTEND", &stamp(placement.end));
    line(text, "SUMMARY", &escaped(&summary));
    line(text, "DESCRIPTION", &escaped(&about.join("\n")));
    let place = operation.and_then(|operation| operation.location).and_then(|id| labels.of_record(TableName::Location, id.raw()));
    if let Some(place) = place {
        line(text, "LOCATION", &escaped(&place));
    }
    line(text, "END", "VEVENT");
}

/// `20260301T143000`.
fn stamp(time: Time) -> String {
    let (year, month, day) = time.date();
    let second = time.second_of_day();
    format!("{year:04}{month:02}{day:02}T{:02}{:02}{:02}", second / 3600, second / 60 % 60, second % 60)
}

/// A text as a property's value; control characters other than line ends have no place in one.
fn escaped(text: &str) -> String {
    let mut value = String::new();
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' | ';' | ',' => value.extend(['\\', sign]),
            '\r' => {
                signs.next_if_eq(&'\n');
                value.push_str("\\n");
            }
            '\n' => value.push_str("\\n"),
            sign if sign.is_control() && sign != '\t' => {}
            sign => value.push(sign),
        }
    }
    value
}

/// Writes a line, folded between characters so that no part is longer than 75 octets.
fn line(text: &mut String, property: &str, value: &str) {
    let mut length = 0;
    for sign in property.chars().chain([':']).chain(value.chars()) {
        if length + sign.len_utf8() > LINE {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(sign);
        length += sign.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn moments_are_written_without_a_zone() {
        assert_eq!(Time::parse("2026-03-01 14:30:05").map(stamp).as_deref(), Some("20260301T143005"));
    }

    proptest! {
        #[test]
        fn any_text_is_folded_into_short_lines_and_back(value in "[^\r\n]{0,200}") {
            let mut text = String::new();
            line(&mut text, "SUMMARY", &value);
            prop_assert!(text.split("\r\n").all(|part| part.len() <= LINE));
            prop_assert_eq!(text.replace("\r\n ", ""), format!("SUMMARY:{value}\r\n"));
            prop_assert!(!escaped(&value).contains(['\r', '\n']));
        }
    }
}
