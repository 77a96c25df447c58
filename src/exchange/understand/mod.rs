//! Understanding: which table a sheet is and which field a column is, proposed here and corrected by people.
//!
//! Never reads a value and never changes anything.

mod guess;
mod names;
mod unused;

use super::convert::Form;
use super::sheets::{Column, Sheet, Sheets};
use crate::exchange::is_keyed;
use crate::model::{FieldKind, TableName, Value};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

pub(super) use unused::unused_column;

/// What the sheets and columns of a file are.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Mapping {
    /// One entry per sheet, in the file's order.
    pub sheets: Vec<SheetMapping>,
}

/// What a sheet is.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct SheetMapping {
    pub sheet: String,
    /// The table its rows go to; `None` leaves the sheet out.
    pub table: Option<TableName>,
    /// For each titled column of the sheet what it is; `None` leaves it out.
    pub columns: Vec<Option<Target>>,
    /// Fields that every new record of the sheet has.
    pub constants: Vec<(usize, Value)>,
    /// Why the sheet is left out, where it is.
    pub left_out: Option<String>,
    /// Whether the table or a column was guessed from similar words, so that a person should look at it.
    pub guessed: bool,
}

/// What a column is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Target {
    /// The field at an index of the table's fields.
    Field(usize),
    /// The same field, for rows in which its own column is empty.
    Instead(usize),
    /// Whether a rule holds on a weekday, Monday = 0.
    Weekday(u8),
    /// What other rows of the file call this record, where it has no name of its own.
    Key,
    /// When a task starts.
    PlacedStart,
    /// When a task ends.
    PlacedEnd,
    /// What a task runs on.
    PlacedOn,
}

/// What a file's sheets and columns most probably are.
pub fn propose(sheets: &Sheets) -> Mapping {
    Mapping { sheets: sheets.sheets.iter().map(propose_sheet).collect() }
}

/// Proposes columns where a person chose another table and left the columns empty.
pub fn complete(mapping: &mut Mapping, sheets: &Sheets) {
    for (mapped, sheet) in mapping.sheets.iter_mut().zip(&sheets.sheets) {
        if let (Some(table), true) = (mapped.table, mapped.columns.is_empty()) {
            mapped.columns = columns_of(table, names::Role::Plain, &sheet.columns, &mut mapped.guessed);
            mapped.constants.clear();
            mapped.left_out = None;
        }
    }
}

/// What columns of a table can be, with words for people.
pub fn targets(table: TableName) -> Vec<(Target, &'static str)> {
    let mut targets = Vec::new();
    for (index, field) in table.fields().iter().enumerate() {
        match (table, field.name) {
            (TableName::Task, "placement") => {
                targets.extend([(Target::PlacedStart, "Start"), (Target::PlacedEnd, "End"), (Target::PlacedOn, "On")]);
            }
            _ => targets.push((Target::Field(index), field.label)),
        }
    }
    if table == TableName::CalendarRule {
        targets.extend((0u8..).zip(names::WEEKDAYS).map(|(day, name)| (Target::Weekday(day), name)));
    }
    if is_keyed(table) {
        targets.push((Target::Key, "Key"));
    }
    targets
}

/// How a column of a table is read.
pub(super) fn form_of(table: TableName, target: Target) -> Form {
    match target {
        Target::Weekday(_) => Form::Kind(FieldKind::Flag),
        Target::Key | Target::PlacedOn => Form::Kind(FieldKind::Text),
        Target::PlacedStart | Target::PlacedEnd => Form::Kind(FieldKind::Time),
        Target::Field(index) | Target::Instead(index) => match (table, table.fields().get(index)) {
            (TableName::Operation, Some(field)) if field.name == "duration_per_unit" => Form::Seconds,
            (TableName::CalendarRule, Some(field)) if field.name == "end_time" => Form::InclusiveClock,
            // Lists are written as text and taken apart where references are resolved.
            (_, Some(field)) if field.kind == FieldKind::List => Form::Kind(FieldKind::Text),
            (_, Some(field)) => Form::Kind(field.kind),
            (_, None) => Form::Kind(FieldKind::Text),
        },
    }
}

/// What people call a target.
pub(super) fn target_label(table: TableName, target: Target) -> &'static str {
    let target = match target {
        Target::Instead(field) => Target::Field(field),
        target => target,
    };
    targets(table).into_iter().find(|(other, _)| *other == target).map_or("", |(_, label)| label)
}

/// A word with nothing but its letters and digits, in lower case.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn propose_sheet(sheet: &Sheet) -> SheetMapping {
    let mut mapping = SheetMapping { sheet: sheet.name.clone(), columns: vec![None; sheet.columns.len()], ..SheetMapping::default() };
    if sheet.columns.is_empty() {
        mapping.left_out = Some("The sheet is empty.".to_owned());
        return mapping;
    }
    match names::sheet_of(&sheet.name) {
        Some(names::Known::LeftOut(reason)) => mapping.left_out = Some((*reason).to_owned()),
        Some(names::Known::Table(table, role)) => {
            mapping.table = Some(*table);
            mapping.constants = role.constants(*table);
            mapping.columns = columns_of(*table, *role, &sheet.columns, &mut mapping.guessed);
        }
        None => match guess::table_of(&sheet.columns) {
            Some(table) => {
                mapping.table = Some(table);
                mapping.columns = columns_of(table, names::Role::Plain, &sheet.columns, &mut mapping.guessed);
                mapping.guessed = true;
            }
            None => mapping.left_out = Some("No table fits the columns of this sheet. Choose one to import it.".to_owned()),
        },
    }
    mapping
}

/// What each column is: first by exact words, then by similar ones for what is still free.
fn columns_of(table: TableName, role: names::Role, columns: &[Column], guessed: &mut bool) -> Vec<Option<Target>> {
    let mut taken = HashSet::new();
    let mut titles = HashSet::new();
    let mut found: Vec<Option<Target>> = Vec::new();
    for column in columns {
        let repeated = !titles.insert(column.title.to_lowercase());
        let key = (column.title == "pk").then(|| names::key_field(table)).flatten().map(Target::Field);
        let target = names::column_of(table, role, &column.title).or(key).filter(|_| !repeated);
        // Two names of one field: the second counts where the first is empty.
        found.push(match target {
            Some(Target::Field(field)) if !taken.insert(Target::Field(field)) => Some(Target::Instead(field)),
            Some(target) if matches!(target, Target::Field(_)) || taken.insert(target) => Some(target),
            _ => None,
        });
    }
    for (column, target) in columns.iter().zip(&mut found) {
        let free = target.is_none() && unused_column(&column.title).is_none() && names::column_of(table, role, &column.title).is_none();
        if !free {
            continue;
        }
        if let Some(guess) = guess::column_of(table, &column.title)
            && taken.insert(guess)
        {
            *target = Some(guess);
            *guessed = true;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::sheets::Format;
    use super::*;

    fn proposed(name: &str, titles: &[&str]) -> (SheetMapping, Vec<Option<&'static str>>) {
        let columns = titles.iter().enumerate().map(|(at, title)| Column { index: at as u32, title: (*title).to_owned() }).collect();
        let sheet = Sheet { name: name.to_owned(), columns, rows: Vec::new() };
        let mapping = propose_sheet(&sheet);
        let labels = mapping.columns.iter().map(|target| mapping.table.zip(*target).map(|(table, target)| target_label(table, target)));
        let labels = labels.collect();
        (mapping, labels)
    }

    #[test]
    fn a_plain_list_of_orders_is_recognised() {
        assert_eq!(proposed("march", &["Order", "Item", "Quantity"]).0.table, Some(TableName::Order), "and not what lies in stock");
        assert_eq!(proposed("march", &["Item", "Quantity", "Location"]).0.table, Some(TableName::Stock));
        let (mapping, labels) = proposed("march", &["Order no", "Article", "Qty", "Due date", "Colour"]);
        assert_eq!(mapping.table, Some(TableName::Order));
        assert!(mapping.guessed);
        assert_eq!(labels, [Some("Order"), Some("Item"), Some("Quantity"), Some("Due"), None]);
    }

    #[test]
    fn sheets_of_other_programs_have_several_names() {
        for (name, table) in [
            ("operation material", TableName::OperationMaterial),
            ("operationmaterial", TableName::OperationMaterial),
            ("Sales Orders", TableName::Order),
            ("input.demand", TableName::Order),
            ("demand", TableName::Order),
            ("buffer", TableName::Stock),
            ("calendar_bucket", TableName::CalendarRule),
            ("purchase order", TableName::SupplyOrder),
            ("input.operationplan", TableName::SupplyOrder),
            ("suboperation", TableName::Operation),
            ("Customers", TableName::Customer),
        ] {
            assert_eq!(proposed(name, &["name"]).0.table, Some(table), "{name}");
        }
        assert!(proposed("measure", &["name"]).0.left_out.is_some());
        assert!(proposed("holiday snaps", &["where", "who"]).0.left_out.is_some_and(|reason| reason.contains("Choose")));
    }

    #[test]
    fn columns_are_found_in_any_spelling_and_order() {
        let (_, labels) = proposed("demand", &["MINSHIPMENT", "delivery operation", "customer_id", "Max Lateness", "lft", "due", "Due"]);
        let expected =
            [Some("Min. shipment"), Some("Delivery operation"), Some("Customer"), Some("Max. lateness"), None, Some("Due"), None];
        assert_eq!(labels, expected);
        let (_, labels) = proposed("resource", &["Efficiency %", "maximum_calendar_id", "available", "type", "efficiency % calendar"]);
        assert_eq!(labels, [Some("Efficiency %"), Some("Size over time"), Some("Calendar"), Some("Limit"), Some("Efficiency over time")]);
        let (_, labels) = proposed("calendar bucket", &["Monday", "sunday", "end time", "startdate"]);
        assert_eq!(labels, [Some("Monday"), Some("Sunday"), Some("Until"), Some("Valid from")]);
    }

    #[test]
    fn misspelt_titles_are_guessed() {
        let (mapping, labels) = proposed("sales order", &["Name", "Quanttiy", "Costumer"]);
        assert!(mapping.guessed);
        assert_eq!(labels, [Some("Order"), Some("Quantity"), Some("Customer")]);
    }

    #[test]
    fn every_target_has_words_and_every_sheet_its_own_table() {
        for table in TableName::ALL.iter().copied() {
            assert!(targets(table).iter().all(|(target, label)| !label.is_empty() && target_label(table, *target) == *label));
            assert_eq!(proposed(&table.word().replace('_', " "), &["name"]).0.table, Some(table), "{}", table.word());
        }
        let sheets = Sheets { file_name: String::new(), format: Format::Text, sheets: Vec::new() };
        assert_eq!(propose(&sheets), Mapping::default());
    }
}
