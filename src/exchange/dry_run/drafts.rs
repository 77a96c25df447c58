//! From rows to drafts: every cell read in the form of its field, references still by name.
//!
//! Never looks at the workspace.

use super::report::{Place, Reports};
use crate::exchange::convert::{Form, Meaning, Style, cell_text, convert, day_first_of, decimal_comma_of};
use crate::exchange::sheets::{Cell, Format, Row, Sheet, Sheets};
use crate::exchange::understand::{Mapping, SheetMapping, Target, form_of, target_label, unused_column};
use crate::model::{FieldKind, FieldValue, TableName, Time, Value, Weekdays, sort_with_key};
use std::collections::{HashMap, HashSet};

/// A row of the file on its way to become a record.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub place: Place,
    pub table: TableName,
    /// Fields in ascending order, each once.
    pub fields: Vec<DraftField>,
    /// What other rows call the record.
    pub key: Option<String>,
}

/// A field of a draft.
#[derive(Clone, Debug)]
pub(super) struct DraftField {
    pub field: usize,
    pub column: Option<u32>,
    pub content: Content,
}

/// What a field of a draft holds.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Content {
    Value(Value),
    /// The name of a record of the table.
    Name(TableName, String),
    /// A list in its written form.
    Written(String),
    /// When and on what a task runs.
    Placed {
        start: Option<Time>,
        end: Option<Time>,
        on: String,
    },
}

impl Draft {
    pub fn content(&self, field: usize) -> Option<&Content> {
        self.fields.iter().find(|other| other.field == field).map(|other| &other.content)
    }
}

/// Reads every mapped sheet.
pub(super) fn read(file: &Sheets, mapping: &Mapping, spans_in_days: bool, reports: &mut Reports) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (index, sheet) in file.sheets.iter().enumerate() {
        let empty = SheetMapping::default();
        let mapped = mapping.sheets.get(index).filter(|mapped| mapped.sheet == sheet.name).unwrap_or(&empty);
        describe(index, sheet, mapped, reports);
        let Some(table) = mapped.table else { continue };
        let reader = Reader { table, file, sheet, mapped, index, columns: columns(sheet, mapped, table, spans_in_days) };
        drafts.extend(sheet.rows.iter().filter_map(|row| reader.row(row, reports)));
    }
    drafts
}

/// Tells which columns are understood and which are left out.
fn describe(index: usize, sheet: &Sheet, mapped: &SheetMapping, reports: &mut Reports) {
    let Some(report) = reports.sheet(index) else { return };
    report.rows_read = sheet.rows.len();
    report.table = mapped.table;
    let Some(table) = mapped.table else {
        report.left_out = Some(mapped.left_out.clone().unwrap_or_else(|| "It is left out on your wish.".to_owned()));
        return;
    };
    let (mut targets, mut titles) = (HashSet::new(), HashSet::new());
    for (at, column) in sheet.columns.iter().enumerate() {
        let repeated = !titles.insert(column.title.to_lowercase());
        match mapped.columns.get(at).copied().flatten() {
            Some(target) if targets.insert(target) => {
                let label = target_label(table, target);
                let label = if matches!(target, Target::Instead(_)) { format!("{label}, where it is empty") } else { label.to_owned() };
                report.fields_understood.push((column.title.clone(), label));
            }
            Some(_) => report.fields_ignored.push((column.title.clone(), "another column is already this field".to_owned())),
            None => {
                let reason =
                    if repeated { "the title stands twice" } else { unused_column(&column.title).unwrap_or("no field of that name") };
                report.fields_ignored.push((column.title.clone(), reason.to_owned()));
            }
        }
    }
}

struct MappedColumn {
    index: u32,
    target: Target,
    form: Form,
    style: Style,
}

fn columns(sheet: &Sheet, mapped: &SheetMapping, table: TableName, spans_in_days: bool) -> Vec<MappedColumn> {
    let mut taken = HashSet::new();
    let targets = sheet.columns.iter().zip(&mapped.columns).filter_map(|(column, target)| Some((column.index, (*target)?)));
    targets
        .filter(|(_, target)| taken.insert(*target))
        .map(|(index, target)| {
            let form = form_of(table, target);
            let cells = || sheet.rows.iter().filter_map(move |row| row.cell(index));
            let mut style = Style { spans_in_days, ..Style::default() };
            match form {
                Form::Kind(FieldKind::Time) => style.day_first = day_first_of(cells()),
                Form::Kind(FieldKind::Number | FieldKind::Whole) => style.decimal_comma = decimal_comma_of(cells()),
                _ => {}
            }
            MappedColumn { index, target, form, style }
        })
        .collect()
}

struct Reader<'a> {
    table: TableName,
    file: &'a Sheets,
    sheet: &'a Sheet,
    mapped: &'a SheetMapping,
    index: usize,
    columns: Vec<MappedColumn>,
}

/// What several columns of a row tell together.
#[derive(Default)]
struct Together {
    days: Option<Weekdays>,
    placed: HashMap<Target, Meaning>,
}

impl Reader<'_> {
    fn row(&self, row: &Row, reports: &mut Reports) -> Option<Draft> {
        let place = Place { sheet: self.index, row: Some(row.number), column: None };
        // A row that only has cells under columns without a title says nothing.
        if !row.cells.iter().any(|(index, _)| self.sheet.column(*index).is_some()) {
            return None;
        }
        let mut draft = Draft { place, table: self.table, fields: Vec::new(), key: None };
        let mut together = Together::default();
        for column in &self.columns {
            let place = Place { column: Some(column.index), ..place };
            match row.cell(column.index) {
                Some(cell) => match convert(column.form, cell, column.style) {
                    Ok((meaning, note)) => {
                        if let Some(note) = note {
                            reports.warn(place, note);
                        }
                        if self.is_stock_row(column.target, cell) {
                            reports.warn(place, "Rows of stock among the orders are left out; stock stands on its own sheet.");
                            return None;
                        }
                        self.take(column, meaning, cell, &mut draft, &mut together);
                    }
                    Err(sentence) if self.is_stock_row(column.target, cell) => {
                        reports.warn(place, format!("{sentence} The row is left out."));
                        return None;
                    }
                    Err(sentence) => reports.error(place, sentence),
                },
                // In a fixture a field that is not there stays as it is; an empty cell of a sheet empties the field.
                None if self.file.format == Format::Json => {}
                None => self.take_empty(column, &mut draft, &mut together),
            }
        }
        self.take_together(together, &mut draft);
        for (field, value) in &self.mapped.constants {
            let told = draft.fields.iter().position(|other| other.field == *field);
            match told.and_then(|at| draft.fields.get_mut(at)) {
                Some(other) if other.content == Content::Value(Value::Nothing) => other.content = Content::Value(value.clone()),
                Some(_) => {}
                None => draft.fields.push(DraftField { field: *field, column: None, content: Content::Value(value.clone()) }),
            }
        }
        sort_with_key(&mut draft.fields, |field| field.field);
        Some(draft)
    }

    /// A row of the operation plans of another program that only states a stock.
    fn is_stock_row(&self, target: Target, cell: &Cell) -> bool {
        self.table == TableName::SupplyOrder
            && Some(target) == self.table.field("kind").map(Target::Field)
            && matches!(cell, Cell::Text(text) if text.eq_ignore_ascii_case("STCK"))
    }

    fn take(&self, column: &MappedColumn, meaning: Meaning, cell: &Cell, draft: &mut Draft, together: &mut Together) {
        match column.target {
            Target::Field(field) | Target::Instead(field) => {
                let kind = self.table.fields().get(field).map(|field| field.kind);
                let content = match (meaning, kind) {
                    (Meaning::Name(name), Some(FieldKind::Reference(table))) => Content::Name(table, name),
                    (Meaning::Value(Value::Text(text)), Some(FieldKind::List)) => Content::Written(text),
                    (Meaning::Value(value), _) => Content::Value(value),
                    (Meaning::Name(name), _) => Content::Value(Value::Text(name)),
                };
                let told = DraftField { field, column: Some(column.index), content };
                match draft.fields.iter_mut().find(|other| other.field == field) {
                    Some(other) if other.content == Content::Value(Value::Nothing) || column.target == Target::Field(field) => {
                        *other = told
                    }
                    Some(_) => {}
                    None => draft.fields.push(told),
                }
            }
            Target::Weekday(day) => {
                let days = together.days.unwrap_or(Weekdays::ALL);
                together.days = Some(days.with(day, meaning == Meaning::Value(Value::Flag(true))));
            }
            Target::Key => draft.key = Some(cell_text(cell)),
            Target::PlacedStart | Target::PlacedEnd | Target::PlacedOn => {
                together.placed.insert(column.target, meaning);
            }
        }
    }

    fn take_empty(&self, column: &MappedColumn, draft: &mut Draft, together: &mut Together) {
        match column.target {
            Target::Field(field) | Target::Instead(field) => {
                if !draft.fields.iter().any(|other| other.field == field) {
                    draft.fields.push(DraftField { field, column: Some(column.index), content: Content::Value(Value::Nothing) });
                }
            }
            Target::Weekday(_) => together.days = together.days.or(Some(Weekdays::ALL)),
            Target::PlacedStart => {
                together.placed.insert(column.target, Meaning::Value(Value::Nothing));
            }
            Target::Key | Target::PlacedEnd | Target::PlacedOn => {}
        }
    }

    fn take_together(&self, mut together: Together, draft: &mut Draft) {
        if let (Some(days), Some(field)) = (together.days, self.table.field("weekdays")) {
            draft.fields.retain(|other| other.field != field);
            draft.fields.push(DraftField { field, column: None, content: Content::Value(days.to_value()) });
        }
        if let (false, Some(field)) = (together.placed.is_empty(), self.table.field("placement")) {
            let mut time = |target| match together.placed.remove(&target) {
                Some(Meaning::Value(value)) => Time::from_value(&value),
                _ => None,
            };
            let (start, end) = (time(Target::PlacedStart), time(Target::PlacedEnd));
            let on = match together.placed.remove(&Target::PlacedOn) {
                Some(Meaning::Value(Value::Text(text))) => text,
                _ => String::new(),
            };
            let column = self.columns.iter().find(|column| column.target == Target::PlacedStart).map(|column| column.index);
            draft.fields.push(DraftField { field, column, content: Content::Placed { start, end, on } });
        }
    }
}
