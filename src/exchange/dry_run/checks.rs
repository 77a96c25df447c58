//! Laws that need more than one record: times in order, and no circles in groups, materials and precedence.

use super::Record;
use super::compare::Plan;
use super::cycles::{Edge, circles};
use super::report::{Place, Reports};
use crate::document::Edit;
use crate::model::{RecordId, TableName, Value, Workspace};
use std::collections::HashMap;

/// The record whose line an edge of a graph is.
type Line = (TableName, u64);

/// Checks the workspace as it would be after the import; only what the file touches is reported.
pub(super) fn check(workspace: &Workspace, plan: &Plan, records: &[Record], reports: &mut Reports) {
    if plan.edits.is_empty() {
        return;
    }
    let mut after = workspace.clone();
    super::apply(&mut after, &plan.edits);
    for record in records {
        times(&after, record, reports);
    }
    let touched: std::collections::HashSet<TableName> = plan.edits.iter().map(|edit: &Edit| edit.record().0).collect();
    for table in TableName::ALL.iter().copied().filter(|table| touched.contains(table)) {
        if let Some(owner) = table.field("owner") {
            groups(&after, table, owner, plan, reports);
        }
    }
    if touched.contains(&TableName::OperationDependency) {
        precedence(&after, plan, reports);
    }
    if touched.contains(&TableName::OperationMaterial) || touched.contains(&TableName::Operation) {
        materials(&after, plan, reports);
    }
}

fn times(after: &Workspace, record: &Record, reports: &mut Reports) {
    for (earlier, later) in [("start", "end"), ("release", "deadline")] {
        let (Some(first), Some(second)) = (record.table.field(earlier), record.table.field(later)) else { continue };
        let value = |field| after.get(record.table, record.id, field);
        if let (Value::Number(from), Value::Number(to)) = (value(first), value(second))
            && to < from
        {
            let label = |index: usize| record.table.fields().get(index).map_or("", |field| field.label);
            let place = record.fields.iter().find(|told| told.field == second).map_or(record.place, |told| told.place);
            reports.error(place, format!("{} must not be before {}.", label(second), label(first)));
        }
    }
}

/// Tells each circle at a line of it that stands in the file.
fn tell<N: Copy>(found: Vec<Vec<Edge<N, Line>>>, plan: &Plan, reports: &mut Reports, name: &dyn Fn(N) -> String, what: &str) {
    for circle in found {
        let Some(place) = circle.iter().rev().find_map(|edge| plan.places.get(&edge.line)) else { continue };
        let mut names: Vec<String> = circle.iter().take(6).map(|edge| name(edge.from)).collect();
        if circle.len() > 6 {
            names.push("…".to_owned());
        }
        names.extend(circle.last().map(|edge| name(edge.to)));
        reports.error(Place { column: None, ..*place }, format!("{what}: {}.", names.join(" → ")));
    }
}

fn groups(after: &Workspace, table: TableName, owner: usize, plan: &Plan, reports: &mut Reports) {
    let mut edges = Vec::new();
    for id in after.ids(table) {
        if let Value::Id(to) = after.get(table, id, owner) {
            edges.push(Edge { from: id, to, line: (table, id) });
        }
    }
    let what = if table == TableName::Operation { "A step leads back to itself" } else { "A group leads back to itself" };
    tell(circles(&edges), plan, reports, &|id| after.label(table, id), what);
}

fn precedence(after: &Workspace, plan: &Plan, reports: &mut Reports) {
    let mut edges = Vec::new();
    for (id, link) in &after.operation_dependencies {
        if let (Some(operation), Some(blocked_by)) = (link.operation, link.blocked_by) {
            edges.push(Edge { from: operation.raw(), to: blocked_by.raw(), line: (TableName::OperationDependency, id.raw()) });
        }
    }
    tell(circles(&edges), plan, reports, &|id| after.label(TableName::Operation, id), "An operation waits for itself");
}

/// An item at a place; a part that comes back from elsewhere is no circle.
type Good = (u64, Option<u64>);

/// Circles of materials: what an operation uses up must not need what the operation makes. By-products do not count.
fn materials(after: &Workspace, plan: &Plan, reports: &mut Reports) {
    // A step's materials are its routing's.
    let top = |mut id| {
        let mut steps = 0;
        while let Some(owner) = after.operations.get(&id).and_then(|operation| operation.owner) {
            steps += 1;
            if steps > 100 {
                break;
            }
            id = owner;
        }
        id
    };
    let mut made: HashMap<u64, Vec<Good>> = HashMap::new();
    for (id, operation) in &after.operations {
        let place = operation.location.map(|location| location.raw());
        if let Some(item) = operation.item {
            made.entry(top(*id).raw()).or_default().push((item.raw(), place));
        }
    }
    let named: std::collections::HashSet<u64> = made.keys().copied().collect();
    for line in after.operation_materials.values() {
        let (Some(operation), Some(item)) = (line.operation, line.item) else { continue };
        let place = after.operations.get(&operation).and_then(|operation| operation.location).map(|location| location.raw());
        let root = top(operation).raw();
        if (line.quantity > 0.0 || line.fixed_quantity > 0.0) && !named.contains(&root) {
            made.entry(root).or_default().push((item.raw(), place));
        }
    }
    let mut edges = Vec::new();
    for (id, line) in &after.operation_materials {
        let (Some(operation), Some(item)) = (line.operation, line.item) else { continue };
        if line.quantity < 0.0 || line.fixed_quantity < 0.0 {
            let place = after.operations.get(&operation).and_then(|operation| operation.location).map(|location| location.raw());
            for good in made.get(&top(operation).raw()).into_iter().flatten() {
                edges.push(Edge { from: *good, to: (item.raw(), place), line: (TableName::OperationMaterial, id.raw()) });
            }
        }
    }
    tell(circles(&edges), plan, reports, &|good: Good| after.label(TableName::Item, good.0), "An item is needed to make itself");
}
