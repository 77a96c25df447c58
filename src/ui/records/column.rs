//! Fields as columns and values as cells.
//!
//! Reads only; edits go out as commands from the table.

use crate::app::{RecordCommand, Session};
use crate::model::text::{parse_value, value_text};
use crate::model::{Field, FieldKind, FieldValue, Mark, Span, TableName, Time, Value};
use crate::ui::widgets::entry::Entered;
use crate::ui::widgets::fuzzy::fold;
use crate::ui::widgets::table::{CellValue, Choice, Column, Lookup};
use std::sync::Arc;

/// The column of a field.
pub fn column(session: Session, table: TableName, index: usize) -> Option<Column> {
    let field = table.fields().get(index)?;
    let column = match field.kind {
        FieldKind::Text => Column::text(field.name, field.label),
        FieldKind::Number => Column::number(field.name, field.label),
        FieldKind::Whole => Column::integer(field.name, field.label),
        FieldKind::Flag => Column::boolean(field.name, field.label),
        FieldKind::Time => Column::date_time(field.name, field.label),
        FieldKind::Span => Column::duration(field.name, field.label),
        FieldKind::Clock => Column::text(field.name, field.label).width(88),
        FieldKind::Weekdays => Column::text(field.name, field.label).width(128),
        FieldKind::Choice(choices) => {
            let options = choices.iter().map(|choice| Choice::new(choice.code, choice.label)).collect();
            Column::choice(field.name, field.label, options)
        }
        FieldKind::Reference(other) => Column::reference(field.name, field.label, lookup_or_add(session, other)),
        FieldKind::List => return Some(Column::text(field.name, field.label).help(table.help(index))),
    };
    Some(column.editable().help(table.help(index)))
}

/// Finds records of a table by the beginning or a part of their names; the best sixty.
pub fn lookup(session: Session, table: TableName) -> Lookup {
    Arc::new(move |typed: &str| {
        let typed = typed.trim().to_lowercase();
        session.peek(|workspace| {
            let mut found: Vec<(usize, String, u64)> = workspace
                .ids(table)
                .into_iter()
                .map(|id| (id, workspace.label(table, id)))
                .filter_map(|(id, label)| label.to_lowercase().find(&typed).map(|at| (at, label, id)))
                .collect();
            found.sort();
            found.into_iter().take(60).map(|(_, label, id)| Choice::new(id.to_string(), label)).collect()
        })
    })
}

/// Tables of which a record can be made by its name alone, where it is first needed.
const BY_NAME: [TableName; 9] = [
    TableName::Item,
    TableName::Customer,
    TableName::Location,
    TableName::Supplier,
    TableName::Resource,
    TableName::Skill,
    TableName::Operation,
    TableName::Calendar,
    TableName::SetupMatrix,
];

/// How the key of an option begins that makes a record of what follows.
const MAKES: &str = "+";

/// Like [`lookup`], and where nothing has exactly the name that is typed, an option that adds a record of that name.
pub fn lookup_or_add(session: Session, table: TableName) -> Lookup {
    let find = lookup(session, table);
    Arc::new(move |typed: &str| {
        let mut found = find(typed);
        let name = typed.trim();
        if BY_NAME.contains(&table) && !name.is_empty() && !found.iter().any(|choice| fold(&choice.label) == fold(name)) {
            let hint = format!("add to {}", table.title().to_lowercase());
            found.push(Choice::new(format!("{MAKES}{name}"), name).hint(hint).making());
        }
        found
    })
}

/// The record behind the key of an option of [`lookup_or_add`], which is added where it is new.
///
/// # Errors
/// Why it could not be added, in words.
pub fn chosen(session: Session, table: TableName, key: &str) -> Result<u64, String> {
    let Some(name) = key.strip_prefix(MAKES) else { return key.parse().map_err(|_| format!("“{key}” is not a record.")) };
    let fields = table.name_field().map(|field| (field, Value::Text(name.to_owned()))).into_iter().collect();
    let before = session.ids(table);
    session.dispatch(&RecordCommand::Add { table, id: None, fields }).map_err(|refusal| format!("{} {}", refusal.what, refusal.todo))?;
    let made = session.ids(table).iter().rev().copied().find(|id| !before.contains(id));
    made.ok_or_else(|| format!("“{name}” was not added."))
}

/// The cell of a field, depending on its record alone (and on the name of a record it refers to).
pub fn cell(session: Session, table: TableName, id: u64, index: usize) -> CellValue {
    let Some(field) = table.fields().get(index) else { return CellValue::empty() };
    let value = session.value(table, id, index);
    match (field.kind, &value) {
        (_, Value::Nothing) => missing(field),
        (FieldKind::Number | FieldKind::Whole, Value::Number(number)) => {
            if number.fract() == 0.0 {
                CellValue::integer(*number as i64)
            } else {
                CellValue::number(*number, 3)
            }
        }
        (FieldKind::Flag, Value::Flag(flag)) => CellValue::boolean(*flag),
        (FieldKind::Time, value) => Time::from_value(value).map(CellValue::date_time).unwrap_or_default(),
        (FieldKind::Span, value) => Span::from_value(value).map(CellValue::span).unwrap_or_default(),
        (FieldKind::Choice(choices), Value::Text(code)) => {
            let rank = choices.iter().position(|choice| choice.code == code).unwrap_or(choices.len());
            CellValue::choice(code.clone(), choices.get(rank).map_or(code.as_str(), |choice| choice.label), rank)
        }
        (FieldKind::Reference(other), Value::Id(target)) => reference(session, other, *target),
        (kind, value) => CellValue::text(value_text(kind, value, &|table, id| session.peek(|workspace| workspace.label(table, id)))),
    }
}

fn reference(session: Session, table: TableName, target: u64) -> CellValue {
    let label = session.watch_record(table, target, |workspace| workspace.has(table, target).then(|| workspace.label(table, target)));
    match label {
        Some(label) => CellValue::reference(target.to_string(), label),
        None => CellValue::text("removed").tone(crate::ui::widgets::Tone::Bad).note("What this refers to was removed."),
    }
}

/// An empty cell; one that must be filled says so.
fn missing(field: &Field) -> CellValue {
    let empty = CellValue::empty();
    if field.is(Mark::Required) { empty.note(format!("{} must have a value.", field.label)) } else { empty }
}

/// What a person entered as a field's value.
///
/// What an option makes is made.
///
/// # Errors
/// A sentence that says which forms are understood.
pub fn entered(session: Session, field: &Field, entered: &Entered) -> Result<Value, String> {
    Ok(match entered {
        Entered::Empty => Value::Nothing,
        Entered::Number(number) => Value::Number(*number),
        Entered::Integer(number) => Value::Number(*number as f64),
        Entered::Moment(time) => time.to_value(),
        Entered::Span(span) => span.to_value(),
        Entered::Flag(flag) => Value::Flag(*flag),
        Entered::Choice(key) => match field.kind {
            FieldKind::Reference(table) => Value::Id(chosen(session, table, key)?),
            _ => Value::Text(key.clone()),
        },
        Entered::Text(text) => {
            let resolve = |table: TableName, name: &str| {
                session.peek(|workspace| workspace.ids(table).into_iter().find(|&id| workspace.label(table, id) == name))
            };
            parse_value(field.kind, text, &resolve)?
        }
    })
}
