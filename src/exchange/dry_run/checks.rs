//! Laws that need more than one record: times in order, and no circles in groups, materials and precedence.

use super::Record;
use super::compare::Plan;
use super::cycles::{Edge, circles};
use super::report::{Place, Reports};
use crate::document::Edit;
use crate::model::{OperationId, RecordId, TableName, Value, Workspace};
use std::collections::{HashMap, HashSet};

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
    let touched: HashSet<TableName> = plan.edits.iter().map(|edit: &Edit| edit.record().0).collect();
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
fn tell<N: Copy>(found: Vec<Vec<Edge<N, Line>>>, plan: &Plan, reports: &mut Reports, name: &dyn Fn(N) -> Option<String>, what: &str) {
    for circle in found {
        let Some(place) = circle.iter().rev().find_map(|edge| plan.places.get(&edge.line)) else { continue };
        let mut names: Vec<String> = circle.iter().filter_map(|edge| name(edge.from)).take(7).collect();
        if names.len() == 7 {
            names.pop();
            names.push("…".to_owned());
        }
        names.extend(names.first().cloned());
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
    tell(circles(&edges), plan, reports, &|id| Some(after.label(table, id)), what);
}

fn precedence(after: &Workspace, plan: &Plan, reports: &mut Reports) {
    let mut edges = Vec::new();
    for (id, link) in after.operation_dependencies.iter() {
        if let (Some(operation), Some(blocked_by)) = (link.operation, link.blocked_by) {
            edges.push(Edge { from: operation.raw(), to: blocked_by.raw(), line: (TableName::OperationDependency, id.raw()) });
        }
    }
    tell(circles(&edges), plan, reports, &|id| Some(after.label(TableName::Operation, id)), "An operation waits for itself");
}

/// A part of the graph of materials: an item at a place, or the operation or routing that uses and makes it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Node {
    /// A part that comes back from elsewhere is another one.
    Good(u64, Option<u64>),
    Work(u64),
}

/// Circles of materials: what an operation uses up must not need what the operation makes. By-products do not count.
fn materials(after: &Workspace, plan: &Plan, reports: &mut Reports) {
    let roots = roots(after);
    let place = |operation: OperationId| after.operations.get(&operation).and_then(|operation| operation.location).map(|place| place.raw());
    let root = |operation: OperationId| roots.get(&operation).copied().unwrap_or(operation).raw();
    let mut edges = Vec::new();
    let mut named = HashSet::new();
    for (id, operation) in after.operations.iter() {
        if let Some(item) = operation.item {
            named.insert(root(id));
            let line = (TableName::Operation, id.raw());
            edges.push(Edge { from: Node::Good(item.raw(), place(id)), to: Node::Work(root(id)), line });
        }
    }
    for (id, line) in after.operation_materials.iter() {
        let (Some(operation), Some(item)) = (line.operation, line.item) else { continue };
        let good = Node::Good(item.raw(), place(operation));
        let (work, line_of) = (root(operation), (TableName::OperationMaterial, id.raw()));
        if line.quantity < 0.0 || line.fixed_quantity < 0.0 {
            edges.push(Edge { from: Node::Work(work), to: good, line: line_of });
        } else if (line.quantity > 0.0 || line.fixed_quantity > 0.0) && !named.contains(&work) {
            edges.push(Edge { from: good, to: Node::Work(work), line: line_of });
        }
    }
    let name = |node: Node| match node {
        Node::Good(item, _) => Some(after.label(TableName::Item, item)),
        Node::Work(_) => None,
    };
    tell(circles(&edges), plan, reports, &name, "An item is needed to make itself");
}

/// The routing at the top of every step: a step's materials are its routing's.
fn roots(after: &Workspace) -> HashMap<OperationId, OperationId> {
    let mut roots: HashMap<OperationId, OperationId> = HashMap::new();
    for start in after.operations.keys() {
        let mut path = vec![start];
        let mut walked: HashSet<OperationId> = HashSet::from([start]);
        let mut at = start;
        let root = loop {
            if let Some(root) = roots.get(&at) {
                break *root;
            }
            match after.operations.get(&at).and_then(|operation| operation.owner) {
                // A step that leads back to itself is told elsewhere.
                Some(owner) if walked.insert(owner) => {
                    path.push(owner);
                    at = owner;
                }
                _ => break at,
            }
        };
        roots.extend(path.into_iter().map(|step| (step, root)));
    }
    roots
}
