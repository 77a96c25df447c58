//! Steps that take time but need nobody and nothing, so that any number of them runs at once.

use super::{Finding, Weight, told};
use crate::model::{Gather, OperationId, OperationKind, RecordId, TableName, Workspace};
use std::collections::BTreeSet;

pub fn find(workspace: &Workspace) -> Option<Finding> {
    let staffed: BTreeSet<OperationId> = workspace.operation_resources.values().filter_map(|line| line.operation).gather();
    let records: Vec<u64> = workspace
        .operations
        .values()
        .filter(|operation| matches!(operation.kind, OperationKind::FixedTime | OperationKind::TimePer))
        .filter(|operation| !operation.duration.is_zero() || operation.duration_per_unit > 0.0)
        .filter(|operation| !staffed.contains(&operation.id))
        .map(|operation| operation.id.raw())
        .collect();
    (!records.is_empty()).then(|| Finding {
        check: "step_without_resource".to_owned(),
        weight: Weight::Hint,
        sentence: told(records.len(), "One step needs no resource.", "{} steps need no resource."),
        remedy: "Name who or what does them, unless they really need nobody, such as drying.".to_owned(),
        table: TableName::Operation,
        records,
    })
}
