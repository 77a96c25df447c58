//! The columns of a table's sheet: titles that other programs know, and the cell of each record.

use super::OutCell;
use super::labels::Labels;
use crate::exchange::convert::{exact_span_text, span_text};
use crate::exchange::dry_run::lists::{Link, write_amounts, write_links, write_names};
use crate::exchange::is_keyed;
use crate::exchange::understand::Target;
use crate::model::{
    Clock, FieldKind, FieldValue, Mark, OrderId, Placement, RecordId, Span, TableName, TaskLink, Time, Value, Weekdays, Workspace,
};

/// A column on its way out.
pub(super) struct OutColumn {
    pub title: String,
    pub target: Target,
}

/// Titles of fields that other programs know by other names than ours.
const TITLES: [(TableName, &str, &str); 30] = [
    (TableName::CalendarRule, "start", "start date"),
    (TableName::CalendarRule, "end", "end date"),
    (TableName::Location, "calendar", "available"),
    (TableName::Item, "kind", "type"),
    (TableName::Item, "unit", "unit of measure"),
    (TableName::Supplier, "calendar", "available"),
    (TableName::ItemSupplier, "start", "effective start"),
    (TableName::ItemSupplier, "end", "effective end"),
    (TableName::Stock, "on_hand", "onhand"),
    (TableName::SetupRule, "matrix", "setup matrix"),
    (TableName::Resource, "kind", "type"),
    (TableName::Resource, "calendar", "available"),
    (TableName::Resource, "efficiency", "efficiency %"),
    (TableName::Resource, "efficiency_calendar", "efficiency % calendar"),
    (TableName::ResourceSkill, "start", "effective start"),
    (TableName::ResourceSkill, "end", "effective end"),
    (TableName::Operation, "kind", "type"),
    (TableName::Operation, "calendar", "available"),
    (TableName::Operation, "start", "effective start"),
    (TableName::Operation, "end", "effective end"),
    (TableName::OperationMaterial, "kind", "type"),
    (TableName::OperationMaterial, "transfer_batch", "transfer batch quantity"),
    (TableName::OperationDependency, "blocked_by", "blocked by operation"),
    (TableName::Order, "operation", "delivery operation"),
    (TableName::Order, "max_lateness", "maximum lateness"),
    (TableName::Forecast, "method", "forecast method"),
    (TableName::SupplyOrder, "kind", "type"),
    (TableName::SupplyOrder, "start", "start date"),
    (TableName::SupplyOrder, "end", "end date"),
    (TableName::SupplyOrder, "orders", "demands"),
];

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The columns of a table's sheet.
pub(super) fn columns(table: TableName) -> Vec<OutColumn> {
    let mut columns = Vec::new();
    let mut add = |title: &str, target| columns.push(OutColumn { title: title.to_owned(), target });
    if is_keyed(table) {
        add("key", Target::Key);
    }
    for (index, field) in table.fields().iter().enumerate() {
        match (table, field.name) {
            (TableName::CalendarRule, "weekdays") => (0u8..).zip(WEEKDAYS).for_each(|(day, name)| add(name, Target::Weekday(day))),
            (TableName::Task, "placement") => {
                add("start", Target::PlacedStart);
                add("end", Target::PlacedEnd);
                add("on", Target::PlacedOn);
            }
            _ => {
                let known = TITLES.iter().find(|(other, name, _)| *other == table && *name == field.name);
                let title = known.map_or_else(|| field.name.replace('_', " "), |(_, _, title)| (*title).to_owned());
                add(&title, Target::Field(index));
            }
        }
    }
    columns
}

/// The cell of a record in a column.
pub(super) fn cell(workspace: &Workspace, labels: &Labels, table: TableName, id: u64, target: Target) -> OutCell {
    let text = |text: Option<String>| text.filter(|text| !text.is_empty()).map_or(OutCell::Empty, OutCell::Text);
    let placement = || {
        let field = table.field("placement")?;
        Placement::from_value(&workspace.get(table, id, field))
    };
    match target {
        Target::Key => text(labels.key(table, id)),
        Target::PlacedStart => placement().map_or(OutCell::Empty, |placement| OutCell::Time(placement.start)),
        Target::PlacedEnd => placement().map_or(OutCell::Empty, |placement| OutCell::Time(placement.end)),
        Target::PlacedOn => {
            let uses = placement().map(|placement| placement.uses).unwrap_or_default();
            let named =
                uses.iter().filter_map(|usage| Some((labels.of_record(TableName::Resource, usage.resource.raw())?, usage.quantity)));
            text(Some(write_amounts(named)))
        }
        Target::Weekday(day) => {
            let days = table.field("weekdays").and_then(|field| Weekdays::from_value(&workspace.get(table, id, field)));
            OutCell::Flag(days.unwrap_or(Weekdays::ALL).has(day))
        }
        Target::Field(field) | Target::Instead(field) => field_cell(workspace, labels, table, id, field),
    }
}

fn field_cell(workspace: &Workspace, labels: &Labels, table: TableName, id: u64, index: usize) -> OutCell {
    let Some(field) = table.fields().get(index) else { return OutCell::Empty };
    let value = workspace.get(table, id, index);
    match (field.kind, &value) {
        // A record without its name would be lost on the way back.
        (_, Value::Nothing) if field.is(Mark::Unique) => OutCell::Text(crate::model::id_text(id)),
        (_, Value::Nothing) => OutCell::Empty,
        (FieldKind::Time, value) => Time::from_value(value).map_or(OutCell::Empty, OutCell::Time),
        (FieldKind::Span, value) => Span::from_value(value).map_or(OutCell::Empty, |span| OutCell::Text(span_text(span.seconds()))),
        (FieldKind::Clock, value) => {
            let clock = Clock::from_value(value).map_or(0, |clock| clock.0);
            OutCell::Text(if (table, field.name) == (TableName::CalendarRule, "end_time") { inclusive(clock) } else { span_text(clock) })
        }
        (FieldKind::Number, Value::Number(seconds)) if (table, field.name) == (TableName::Operation, "duration_per_unit") => {
            OutCell::Text(exact_span_text(*seconds))
        }
        (FieldKind::Reference(other), Value::Id(target)) => labels.of_record(other, *target).map_or(OutCell::Empty, OutCell::Text),
        (FieldKind::List, value) => match list(labels, field.name, value) {
            text if text.is_empty() => OutCell::Empty,
            text => OutCell::Text(text),
        },
        (_, Value::Flag(flag)) => OutCell::Flag(*flag),
        (_, Value::Number(number)) => OutCell::Number(*number),
        (_, Value::Text(text)) => OutCell::Text(text.clone()),
        _ => OutCell::Empty,
    }
}

/// The last second that belongs to a shift, as other programs write its end; an end of our own at such a second is marked.
fn inclusive(end: i64) -> String {
    match end {
        end if end > 0 && end % 60 == 0 => span_text(end - 1),
        end if end % 60 == 59 => format!("{}.0", span_text(end)),
        end => span_text(end),
    }
}

fn list(labels: &Labels, name: &str, value: &Value) -> String {
    match name {
        "orders" => {
            let orders = Vec::<OrderId>::from_value(value).unwrap_or_default();
            let names: Vec<String> = orders.iter().filter_map(|id| labels.of_record(TableName::Order, id.raw())).collect();
            write_names(names.iter().map(String::as_str))
        }
        "after" => {
            let links = Vec::<TaskLink>::from_value(value).unwrap_or_default();
            write_links(links.iter().filter_map(|link| {
                Some(Link {
                    name: labels.of_record(TableName::Task, link.task.raw())?,
                    kind: link.kind,
                    lag: link.lag,
                    by_hand: link.by_hand,
                })
            }))
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::sheets::{Column, Format, Sheet, Sheets};
    use crate::exchange::understand::propose;

    #[test]
    fn every_title_written_is_read_back_as_the_same_field() {
        for table in TableName::ALL.iter().copied() {
            let columns = columns(table);
            let titles = columns.iter().enumerate().map(|(at, column)| Column { index: at as u32, title: column.title.clone() });
            let sheet = Sheet { name: table.word().replace('_', " "), columns: titles.collect(), rows: Vec::new() };
            let mapping = propose(&Sheets { file_name: String::new(), format: Format::Workbook, sheets: vec![sheet] });
            let read = mapping.sheets.first().map(|sheet| (sheet.table, sheet.guessed, sheet.columns.clone()));
            let expected = columns.iter().map(|column| Some(column.target)).collect();
            assert_eq!(read, Some((Some(table), false, expected)));
        }
    }

    #[test]
    fn ends_of_shifts_are_written_as_other_programs_do() {
        assert_eq!([0, 61_200, 86_400, 61_199, 61_170].map(inclusive), ["00:00:00", "16:59:59", "23:59:59", "16:59:59.0", "16:59:30"]);
    }
}
