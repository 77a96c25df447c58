//! From records to edits: only what differs from the workspace.

use super::Record;
use super::report::{Place, Reports};
use crate::document::Edit;
use crate::model::laws::check_value;
use crate::model::{FieldKind, Mark, OperationId, RecordId, TableName, Value, Workspace, default_value, sort_with_key};
use std::collections::HashMap;

/// The edits of an import, and what they do to each record.
#[derive(Default)]
pub(super) struct Plan {
    pub edits: Vec<Edit>,
    /// For each record of the file: whether anything of it changes.
    pub changed: Vec<bool>,
    /// Where in the file a record stands.
    pub places: HashMap<(TableName, u64), Place>,
}

impl Plan {
    /// The edits that make the workspace what the records say; values that break a law are reported.
    pub fn of(workspace: &Workspace, records: &[Record], implied: &[(TableName, u64, String)], reports: &mut Reports) -> Plan {
        let mut plan = Plan::default();
        let mut adds: Vec<Edit> = implied
            .iter()
            .filter_map(|(table, id, name)| {
                let field = table.name_field()?;
                Some(Edit::Add { table: *table, id: *id, fields: vec![(field, Value::Text(name.clone()))] })
            })
            .collect();
        let mut sets = Vec::new();
        for record in records {
            plan.places.insert((record.table, record.id), record.place);
            check_fields(record, reports);
            if record.is_new {
                let mut fields: Vec<(usize, Value)> = record
                    .fields
                    .iter()
                    .filter(|told| told.value != Value::Nothing && told.value != default_value(record.table, told.field))
                    .map(|told| (told.field, told.value.clone()))
                    .collect();
                sort_with_key(&mut fields, |(field, _)| *field);
                adds.push(Edit::Add { table: record.table, id: record.id, fields });
                plan.changed.push(true);
                continue;
            }
            let before = sets.len();
            for told in &record.fields {
                let value = if told.value == Value::Nothing { default_value(record.table, told.field) } else { told.value.clone() };
                if workspace.get(record.table, record.id, told.field) != value {
                    sets.push(Edit::Set { table: record.table, id: record.id, field: told.field, value });
                }
            }
            plan.changed.push(sets.len() > before);
        }
        sort_with_key(&mut adds, |edit| edit.record().0);
        derive(workspace, records, &mut adds);
        plan.edits = adds;
        plan.edits.append(&mut sets);
        plan
    }
}

fn check_fields(record: &Record, reports: &mut Reports) {
    for (index, field) in record.table.fields().iter().enumerate() {
        match record.fields.iter().find(|told| told.field == index) {
            Some(told) if told.value == Value::Nothing && told.place.column.is_some() && matches!(field.kind, FieldKind::Reference(_)) => {
                // A reference that was not found has been reported already.
                let missing = field.is(Mark::Required) && !reports.has_error_at(told.place);
                if missing {
                    reports.error(told.place, format!("{} must have a value.", field.label));
                }
            }
            Some(told) => {
                if let Err(objection) = check_value(field, &told.value) {
                    reports.error(told.place, objection.to_string());
                }
            }
            None if record.is_new && field.is(Mark::Required) && default_value(record.table, index) == Value::Nothing => {
                reports.error(record.place, format!("{} must have a value, and no column holds it.", field.label));
            }
            None => {}
        }
    }
}

/// Counts what is added, changed and left alone, per sheet.
pub(super) fn count(plan: &Plan, records: &[Record], reports: &mut Reports) {
    for (record, changed) in records.iter().zip(&plan.changed) {
        // Settings found among parameters are no row of their own.
        let Some(report) = reports.sheet(record.place.sheet).filter(|report| report.table == Some(record.table)) else { continue };
        match (record.is_new, changed) {
            (true, _) => report.added += 1,
            (false, true) => report.updated += 1,
            (false, false) => report.unchanged += 1,
        }
    }
}

/// Fills in what a foreign file leaves to its program: what a manufacturing order makes, and what a resource is.
fn derive(workspace: &Workspace, records: &[Record], adds: &mut [Edit]) {
    let tells = |table: TableName, name: &str| {
        let field = table.field(name)?;
        let told = records.iter().filter(|record| record.table == table).any(|record| record.fields.iter().any(|told| told.field == field));
        (!told).then_some(field)
    };
    let added: HashMap<u64, Vec<(usize, Value)>> = adds
        .iter()
        .filter_map(|edit| match edit {
            Edit::Add { table: TableName::Operation, id, fields } => Some((*id, fields.clone())),
            _ => None,
        })
        .collect();
    let of_operation = |id: u64, name: &str| -> Option<Value> {
        let field = TableName::Operation.field(name)?;
        let new = added.get(&id).and_then(|fields| fields.iter().find(|(other, _)| *other == field)).map(|(_, value)| value.clone());
        new.or_else(|| {
            workspace.operations.contains_key(&OperationId::from_raw(id)).then(|| workspace.get(TableName::Operation, id, field))
        })
    };
    let targets = [("item", tells(TableName::SupplyOrder, "item")), ("location", tells(TableName::SupplyOrder, "location"))];
    let operation = TableName::SupplyOrder.field("operation");
    for edit in adds.iter_mut() {
        let Edit::Add { table: TableName::SupplyOrder, fields, .. } = edit else { continue };
        let made_by = fields.iter().find(|(field, _)| Some(*field) == operation).map(|(_, value)| value.clone());
        let Some(Value::Id(made_by)) = made_by else { continue };
        for (name, field) in targets {
            if let (Some(field), Some(value)) = (field, of_operation(made_by, name).filter(|value| *value != Value::Nothing)) {
                fields.push((field, value));
            }
        }
        sort_with_key(fields, |(field, _)| *field);
    }
    if let Some(class) = tells(TableName::Resource, "class") {
        super::resources::classify(class, adds);
    }
}
