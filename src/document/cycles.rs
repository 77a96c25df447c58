//! Circles that no plan can untie: an operation that waits for itself, an item that is made from itself.
//!
//! Never looks at circles that an edit has no part in.

use super::draft::{Draft, Outcome};
use super::refusal::{Refusal, short_label};
use crate::model::{Gather, TableName, Value, Workspace};
use std::collections::{BTreeMap, BTreeSet};

/// Refuses edits that close a circle of dependencies or of materials.
///
/// # Errors
/// The records of the circle by name.
pub(super) fn check(workspace: &Workspace, draft: &Draft) -> Result<(), Refusal> {
    let touches = |table: TableName, names: &[&str]| {
        draft.records.iter().filter(|(key, _)| key.0 == table).any(|(_, outcome)| match outcome {
            Outcome::Added(_) => true,
            Outcome::Changed(values) => names.iter().filter_map(|name| table.field(name)).any(|field| values.contains_key(&field)),
            Outcome::Removed => false,
        })
    };
    if touches(TableName::OperationDependency, &["operation", "blocked_by"]) {
        check_dependencies(workspace, draft)?;
    }
    if touches(TableName::OperationMaterial, &["operation", "item", "quantity", "fixed_quantity"])
        || touches(TableName::Operation, &["item", "owner"])
    {
        check_materials(workspace, draft)?;
    }
    Ok(())
}

/// Where one can get from a node, and the nodes that the edit leads out of.
#[derive(Default)]
struct Graph {
    next: BTreeMap<u64, BTreeSet<u64>>,
    fresh: BTreeSet<u64>,
}

impl Graph {
    fn link(&mut self, from: u64, to: u64, is_fresh: bool) {
        self.next.entry(from).or_default().insert(to);
        if is_fresh {
            self.fresh.insert(from);
        }
    }

    /// A circle through one of the fresh nodes, in order, without the repetition at its end.
    fn circle(&self) -> Option<Vec<u64>> {
        let mut done: BTreeSet<u64> = BTreeSet::new();
        for &start in &self.fresh {
            let mut path: Vec<(u64, Vec<u64>)> = vec![(start, self.after(start))];
            let mut on_path = std::iter::once(start).gather::<BTreeSet<_>>();
            while let Some((node, open)) = path.last_mut() {
                match open.pop() {
                    Some(next) if on_path.contains(&next) => {
                        return Some(path.iter().map(|(node, _)| *node).skip_while(|node| *node != next).collect());
                    }
                    Some(next) if done.contains(&next) => {}
                    Some(next) => {
                        on_path.insert(next);
                        let after = self.after(next);
                        path.push((next, after));
                    }
                    None => {
                        done.insert(*node);
                        on_path.remove(node);
                        path.pop();
                    }
                }
            }
        }
        None
    }

    fn after(&self, node: u64) -> Vec<u64> {
        self.next.get(&node).map(|next| next.iter().copied().collect()).unwrap_or_default()
    }
}

/// The ids of a table's records once the edits are carried out.
fn ids(workspace: &Workspace, draft: &Draft, table: TableName) -> BTreeSet<u64> {
    let touched = draft.records.keys().filter(|key| key.0 == table).map(|key| key.1);
    workspace.ids(table).into_iter().chain(touched).filter(|id| draft.has(workspace, table, *id)).gather()
}

/// Reads references and numbers of a table by the names of its fields.
struct Columns<'a> {
    workspace: &'a Workspace,
    draft: &'a Draft,
    table: TableName,
}

impl Columns<'_> {
    fn value(&self, id: u64, name: &str) -> Value {
        self.table.field(name).map(|field| self.draft.get(self.workspace, self.table, id, field)).unwrap_or_default()
    }

    fn id(&self, id: u64, name: &str) -> Option<u64> {
        if let Value::Id(target) = self.value(id, name) { Some(target) } else { None }
    }

    fn number(&self, id: u64, name: &str) -> f64 {
        if let Value::Number(number) = self.value(id, name) { number } else { 0.0 }
    }

    fn is_touched(&self, id: u64) -> bool {
        self.draft.records.contains_key(&(self.table, id))
    }
}

fn check_dependencies(workspace: &Workspace, draft: &Draft) -> Result<(), Refusal> {
    let table = TableName::OperationDependency;
    let columns = Columns { workspace, draft, table };
    let mut graph = Graph::default();
    for id in ids(workspace, draft, table) {
        if let (Some(operation), Some(blocked_by)) = (columns.id(id, "operation"), columns.id(id, "blocked_by")) {
            graph.link(operation, blocked_by, columns.is_touched(id));
        }
    }
    match graph.circle() {
        Some(circle) => Err(Refusal::new(
            format!("These operations would wait for each other: {}.", told(workspace, draft, TableName::Operation, &circle)),
            "Leave out one of these dependencies.",
        )),
        None => Ok(()),
    }
}

fn check_materials(workspace: &Workspace, draft: &Draft) -> Result<(), Refusal> {
    let operations = Columns { workspace, draft, table: TableName::Operation };
    let lines = Columns { workspace, draft, table: TableName::OperationMaterial };
    let mut makes: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
    let mut uses: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
    let mut touched: BTreeSet<u64> = BTreeSet::new();
    for id in ids(workspace, draft, TableName::Operation) {
        // A step helps to make what its routing makes.
        let mut at = Some(id);
        for _ in 0..16 {
            let Some(operation) = at else { break };
            if let Some(item) = operations.id(operation, "item") {
                makes.entry(id).or_default().insert(item);
                break;
            }
            at = operations.id(operation, "owner");
        }
        if operations.is_touched(id) {
            touched.insert(id);
        }
    }
    for id in ids(workspace, draft, TableName::OperationMaterial) {
        let (Some(operation), Some(item)) = (lines.id(id, "operation"), lines.id(id, "item")) else { continue };
        let quantity = lines.number(id, "quantity") + lines.number(id, "fixed_quantity");
        let side = if quantity < 0.0 { &mut uses } else { &mut makes };
        side.entry(operation).or_default().insert(item);
        if lines.is_touched(id) {
            touched.insert(operation);
        }
    }
    let mut graph = Graph::default();
    for (operation, used) in &uses {
        for made in makes.get(operation).into_iter().flatten() {
            for item in used.iter().filter(|item| *item != made) {
                graph.link(*made, *item, touched.contains(operation));
            }
        }
    }
    match graph.circle() {
        Some(circle) => Err(Refusal::new(
            format!("These items would be made from each other: {}.", told(workspace, draft, TableName::Item, &circle)),
            "Leave out one of these lines of the bill of materials.",
        )),
        None => Ok(()),
    }
}

/// The names of a circle's records, with the first one again at the end.
fn told(workspace: &Workspace, draft: &Draft, table: TableName, circle: &[u64]) -> String {
    let name = |id: &u64| match table.name_field().map(|field| draft.get(workspace, table, *id, field)) {
        Some(Value::Text(name)) => name,
        _ => short_label(workspace, table, *id).unwrap_or_else(|| "without a name".to_owned()),
    };
    let mut names: Vec<String> = circle.iter().map(name).collect();
    names.extend(circle.first().map(name));
    names.join(" → ")
}
