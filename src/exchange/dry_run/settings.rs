//! Parameters of another program that are settings here: where the plan starts, the currency, how lengths of time are written.

use super::drafts::{Content, Draft, DraftField};
use super::report::{Place, Reports};
use crate::exchange::convert::{Form, Meaning, Style, cell_text, convert};
use crate::exchange::sheets::{Cell, Sheet, Sheets};
use crate::exchange::understand::{Mapping, SheetMapping, Target};
use crate::model::{FieldKind, TableName, Value, Workspace, sort_with_key};

/// Whether bare numbers in columns of lengths of time count days, as the file itself says.
///
/// What an earlier file said does not count: the next one may come from somewhere else.
pub(super) fn spans_in_days(file: &Sheets, mapping: &Mapping) -> bool {
    let told = file.sheets.iter().zip(&mapping.sheets).find_map(|(sheet, mapped)| parameter(sheet, mapped, "excel_duration_in_days"));
    told.is_some_and(|text| text.trim().eq_ignore_ascii_case("true"))
}

/// The value of a parameter in a sheet of parameters.
fn parameter(sheet: &Sheet, mapped: &SheetMapping, wanted: &str) -> Option<String> {
    if mapped.table != Some(TableName::Parameter) {
        return None;
    }
    let column = |name: &str| {
        let target = Target::Field(TableName::Parameter.field(name)?);
        let at = mapped.columns.iter().position(|column| *column == Some(target))?;
        sheet.columns.get(at).map(|column| column.index)
    };
    let (name, value) = (column("name")?, column("value")?);
    let row = sheet.rows.iter().find(|row| row.cell(name).is_some_and(|cell| cell_text(cell) == wanted))?;
    row.cell(value).map(cell_text)
}

/// Turns parameters into settings, unless the file brings settings of its own.
pub(super) fn from_parameters(file: &Sheets, drafts: &mut Vec<Draft>, workspace: &Workspace, reports: &mut Reports) {
    if drafts.iter().any(|draft| draft.table == TableName::Settings) {
        return;
    }
    let field = |table: TableName, name: &str| table.field(name).unwrap_or(usize::MAX);
    let (name_field, value_field) = (field(TableName::Parameter, "name"), field(TableName::Parameter, "value"));
    let mut settings: Vec<(usize, Value)> = Vec::new();
    let mut place = Place::default();
    for draft in drafts.iter().filter(|draft| draft.table == TableName::Parameter) {
        let text = |field| match draft.content(field) {
            Some(Content::Value(Value::Text(text))) => Some(text.as_str()),
            _ => None,
        };
        let (Some(name), Some(value)) = (text(name_field), text(value_field)) else { continue };
        let here =
            Place { column: draft.fields.iter().find(|field| field.field == value_field).and_then(|field| field.column), ..draft.place };
        match name {
            "currentdate" if matches!(value.to_lowercase().as_str(), "now" | "today") => {}
            "currentdate" => match convert(Form::Kind(FieldKind::Time), &Cell::Text(value.to_owned()), Style::default()) {
                Ok((Meaning::Value(time), _)) => {
                    settings.push((field(TableName::Settings, "plan_start"), time));
                    place = here;
                }
                Ok(_) => {}
                Err(sentence) => reports.warn(here, format!("{sentence} The plan starts at the present moment instead.")),
            },
            // A comma after the sign says that it stands before the amount.
            "currency" => settings.push((field(TableName::Settings, "currency"), Value::Text(value.trim_matches(',').trim().to_owned()))),
            _ => {}
        }
    }
    if settings.is_empty() {
        return;
    }
    if workspace.settings.is_empty() {
        let stem = file.file_name.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        let title = if stem.is_empty() { "Imported workspace" } else { stem };
        settings.push((field(TableName::Settings, "name"), Value::Text(title.to_owned())));
    }
    sort_with_key(&mut settings, |(field, _)| *field);
    let fields = settings.into_iter().map(|(field, value)| DraftField { field, column: None, content: Content::Value(value) });
    drafts.push(Draft { place: Place { column: None, ..place }, table: TableName::Settings, fields: fields.collect(), key: None });
}
