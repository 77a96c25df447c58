//! Orders that refer to something another person removed at the same time.

use super::{Finding, Weight, told};
use crate::model::{FieldKind, TableName, Value, Workspace};

pub fn find(workspace: &Workspace) -> Option<Finding> {
    let table = TableName::Order;
    let records: Vec<u64> = workspace.ids(table).into_iter().filter(|&id| dangles(workspace, table, id)).collect();
    (!records.is_empty()).then(|| Finding {
        check: "reference_dangling".to_owned(),
        weight: Weight::Warning,
        sentence: told(
            records.len(),
            "One order refers to something that was removed elsewhere.",
            "{} orders refer to something that was removed elsewhere.",
        ),
        remedy: "Choose another item, customer or location for them.".to_owned(),
        table,
        records,
    })
}

fn dangles(workspace: &Workspace, table: TableName, id: u64) -> bool {
    table.fields().iter().enumerate().any(|(index, field)| match (field.kind, workspace.get(table, id, index)) {
        (FieldKind::Reference(other), Value::Id(target)) => !workspace.has(other, target),
        _ => false,
    })
}
