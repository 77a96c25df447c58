//! How a scenario differs from the workspace, record by record, in words.
//!
//! Never decides what is taken over; it only says what else a choice needs.

use crate::app::derived::schedule::moment_text;
use crate::document::{Difference, differences_of};
use crate::model::text::value_text;
use crate::model::{
    FieldKind, FieldValue, Gather, Placement, RecordId, ScenarioChangeId, ScenarioEdit, ScenarioId, TableName, Time, Value, Workspace,
    default_value,
};
use std::collections::BTreeSet;

/// A record in which a scenario differs.
#[derive(Clone, PartialEq, Debug)]
pub struct DifferenceRow {
    pub table: TableName,
    pub id: u64,
    /// What people call the record.
    pub label: String,
    pub edit: ScenarioEdit,
    /// What differs: the field's label, its value in the workspace and in the scenario.
    pub fields: Vec<(&'static str, String, String)>,
    /// The records that tell of the difference.
    pub told_by: Vec<ScenarioChangeId>,
    /// Records that are only in the scenario and without which this one cannot be taken over.
    pub needs: Vec<(TableName, u64)>,
    /// The workspace does not hold the record any more, so the difference comes to nothing.
    pub is_moot: bool,
}

/// All differences in one table.
#[derive(Clone, PartialEq, Debug)]
pub struct DifferenceGroup {
    pub table: TableName,
    pub rows: Vec<DifferenceRow>,
}

/// The differences of a scenario by table; `seen` is the workspace as it is in the scenario.
pub fn difference_groups(base: &Workspace, seen: &Workspace, scenario: ScenarioId, now: Time) -> Vec<DifferenceGroup> {
    let all = differences_of(base, scenario);
    let added: BTreeSet<(TableName, u64)> =
        all.iter().filter(|difference| difference.edit == ScenarioEdit::Added).map(|difference| (difference.table, difference.id)).gather();
    let mut groups: Vec<DifferenceGroup> = Vec::new();
    for difference in all {
        let row = row(base, seen, &difference, &added, now);
        match groups.last_mut().filter(|group| group.table == row.table) {
            Some(group) => group.rows.push(row),
            None => groups.push(DifferenceGroup { table: row.table, rows: vec![row] }),
        }
    }
    groups
}

fn row(base: &Workspace, seen: &Workspace, difference: &Difference, added: &BTreeSet<(TableName, u64)>, now: Time) -> DifferenceRow {
    let (table, id) = (difference.table, difference.id);
    let words = |workspace: &Workspace, field: usize, value: &Value| {
        let kind = table.fields().get(field).map_or(FieldKind::Text, |field| field.kind);
        match Placement::from_value(value).filter(|_| kind == FieldKind::List) {
            Some(placement) => {
                let who: Vec<String> =
                    placement.uses.iter().map(|usage| workspace.label(TableName::Resource, usage.resource.raw())).collect();
                format!("{} – {}, {}", moment_text(placement.start, now), moment_text(placement.end, now), who.join(", "))
            }
            None => value_text(kind, value, &|table, id| workspace.label(table, id)),
        }
    };
    let fields = difference.values.iter().filter_map(|(field, value)| {
        let described = table.fields().get(*field)?;
        let before = if difference.edit == ScenarioEdit::Added { default_value(table, *field) } else { base.get(table, id, *field) };
        Some((described.label, words(base, *field, &before), words(seen, *field, value)))
    });
    DifferenceRow {
        table,
        id,
        label: if seen.has(table, id) { seen.label(table, id) } else { base.label(table, id) },
        edit: difference.edit,
        fields: fields.collect(),
        told_by: difference.told_by.clone(),
        needs: difference.refers_to().into_iter().filter(|key| *key != (table, id) && added.contains(key)).collect(),
        is_moot: difference.edit != ScenarioEdit::Added && !base.has(table, id),
    }
}

/// What is chosen together with all that it needs.
pub fn with_needed(groups: &[DifferenceGroup], chosen: &BTreeSet<(TableName, u64)>) -> BTreeSet<(TableName, u64)> {
    let mut all = chosen.clone();
    let mut open: Vec<(TableName, u64)> = chosen.iter().copied().collect();
    while let Some((table, id)) = open.pop() {
        let rows = groups.iter().filter(|group| group.table == table).flat_map(|group| &group.rows);
        for needed in rows.filter(|row| row.id == id).flat_map(|row| &row.needs) {
            if all.insert(*needed) {
                open.push(*needed);
            }
        }
    }
    all
}

/// Whether a scenario that changes what plans are made from has a schedule of its own, so that its figures are those of its plan.
pub fn is_planned_anew(groups: &[DifferenceGroup]) -> bool {
    let planned = |table: TableName| matches!(table, TableName::Task | TableName::SupplyOrder | TableName::Promise);
    groups.is_empty() || groups.iter().any(|group| planned(group.table))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;
    use crate::document::{Command, Document, RecordCommand, ScenarioCommand};

    #[test]
    fn differences_are_told_with_both_values_and_a_choice_brings_what_it_needs() {
        let now = Time::parse("2026-03-02 08:00").unwrap();
        let mut document = Document::new(1);
        let add = |document: &mut Document, table: TableName, id: u64, fields: Vec<(usize, Value)>| {
            document.dispatch(&Command::Record(RecordCommand::Add { table, fields, id: Some(id) }), now).unwrap();
        };
        let text = |text: &str| Value::Text(text.to_owned());
        let item = TableName::Order.field("item").unwrap();
        add(&mut document, TableName::Item, 1, vec![(0, text("Chair"))]);
        add(&mut document, TableName::Order, 2, vec![(0, text("Order 2")), (item, Value::Id(1))]);
        let begin = ScenarioCommand::Begin { name: "New".to_owned(), note: String::new(), from: None, time: now };
        document.dispatch(&Command::from(begin), now).unwrap();
        let scenario = *document.workspace().scenarios.values().next().map(|scenario| &scenario.id).unwrap();
        document.enter(scenario).unwrap();
        add(&mut document, TableName::Item, 3, vec![(0, text("Stool"))]);
        let set = RecordCommand::Set { table: TableName::Order, ids: vec![2], field: item, value: Value::Id(3) };
        document.dispatch(&Command::Record(set), now).unwrap();
        let seen = document.workspace().clone();
        document.leave();
        let groups = difference_groups(document.workspace(), &seen, scenario, now);
        let tables: Vec<TableName> = groups.iter().map(|group| group.table).collect();
        assert_eq!(tables, [TableName::Item, TableName::Order]);
        let order = groups.iter().flat_map(|group| &group.rows).find(|row| row.table == TableName::Order).unwrap();
        assert_eq!(order.fields, [("Item", "Chair".to_owned(), "Stool".to_owned())]);
        let chosen = with_needed(&groups, &BTreeSet::from([(TableName::Order, 2)]));
        assert_eq!(chosen, BTreeSet::from([(TableName::Item, 3), (TableName::Order, 2)]));
        assert!(!is_planned_anew(&groups));
    }
}
