//! From drafts to records: which record a row is, and which records it refers to.
//!
//! Masters that rows only name, such as a customer of an order, are made with nothing but their name and reported;
//! an operation, resource or calendar of which nothing is known is an error.

use super::drafts::{Content, Draft};
use super::lists;
use super::names::{Found, Ids, Names, unique_name};
use super::report::{Place, Reports};
use super::{Record, Told};
use crate::exchange::convert::shortened;
use crate::exchange::is_keyed;
use crate::model::laws::LONGEST_TEXT;
use crate::model::{FieldValue, Placement, RecordId, SettingsId, TableName, TaskId, TaskLink, Value, Workspace, default_value};
use std::collections::{HashMap, HashSet};

/// Finds out who is who.
pub(super) struct Resolver<'a> {
    workspace: &'a Workspace,
    names: Names,
    ids: Ids<'a>,
    implied: Vec<(TableName, u64, String)>,
    /// Names that were found with other capitals and have been reported.
    nearly: HashSet<(TableName, String)>,
}

impl<'a> Resolver<'a> {
    pub fn new(workspace: &'a Workspace, ids: Ids<'a>) -> Self {
        Resolver { workspace, names: Names::of(workspace), ids, implied: Vec::new(), nearly: HashSet::new() }
    }

    /// Records made only because rows name them.
    pub fn implied(&mut self) -> Vec<(TableName, u64, String)> {
        std::mem::take(&mut self.implied)
    }

    /// The records of the drafts, tables in their order, so that every record comes after those its key needs.
    pub fn records(&mut self, drafts: Vec<Draft>, reports: &mut Reports) -> Vec<Record> {
        let mut by_table: HashMap<TableName, Vec<Draft>> = HashMap::new();
        for draft in drafts {
            by_table.entry(draft.table).or_default().push(draft);
        }
        let mut named: HashMap<TableName, Vec<(u64, bool, Vec<Draft>)>> = HashMap::new();
        for table in TableName::ALL.iter().copied() {
            if let Some(field) = unique_name(table)
                && let Some(drafts) = by_table.remove(&table)
            {
                named.insert(table, self.by_name(table, field, drafts, reports));
            }
        }
        let mut records = Vec::new();
        for table in TableName::ALL.iter().copied() {
            if let Some(groups) = named.remove(&table) {
                for (id, is_new, drafts) in groups {
                    records.extend(self.merged(table, id, is_new, drafts, reports));
                }
            } else if let Some(drafts) = by_table.remove(&table) {
                self.by_key(table, drafts, reports, &mut records);
            }
        }
        records
    }

    /// Drafts of one table grouped by their names, each with the id of the record it is.
    fn by_name(&mut self, table: TableName, field: usize, drafts: Vec<Draft>, reports: &mut Reports) -> Vec<(u64, bool, Vec<Draft>)> {
        let mut groups: Vec<(u64, bool, Vec<Draft>)> = Vec::new();
        let mut at: HashMap<u64, usize> = HashMap::new();
        for draft in drafts {
            let Some(Content::Value(Value::Text(name))) = draft.content(field) else {
                let label = table.fields().get(field).map_or("Name", |field| field.label);
                reports.error(draft.place, format!("{label} must have a value."));
                continue;
            };
            let name = name.clone();
            let (id, is_new) = match self.names.find(table, &name) {
                Found::Exactly(id) => (id, !self.workspace.has(table, id)),
                _ => {
                    let id = self.ids.next(table);
                    self.names.add(table, &name, id);
                    (id, true)
                }
            };
            match at.get(&id).and_then(|at| groups.get_mut(*at)) {
                Some((_, _, drafts)) => {
                    repeated(&name, drafts, &draft, reports);
                    drafts.push(draft);
                }
                None => {
                    at.insert(id, groups.len());
                    groups.push((id, is_new, vec![draft]));
                }
            }
        }
        groups
    }

    /// One record of all the rows that speak of it; what a later row says counts.
    fn merged(&mut self, table: TableName, id: u64, is_new: bool, drafts: Vec<Draft>, reports: &mut Reports) -> Option<Record> {
        let mut record: Option<Record> = None;
        for draft in drafts {
            let fields = self.told(&draft, reports);
            let record = record.get_or_insert_with(|| Record { table, id, is_new, fields: Vec::new(), place: draft.place });
            for told in fields {
                match record.fields.iter_mut().find(|other| other.field == told.field) {
                    Some(other) => *other = told,
                    None => record.fields.push(told),
                }
            }
        }
        record
    }

    /// Records of lines without a name: the same key is the same line, and the second of a key is the second such line.
    fn by_key(&mut self, table: TableName, drafts: Vec<Draft>, reports: &mut Reports, records: &mut Vec<Record>) {
        let key = key_fields(table);
        let mut existing: HashMap<String, Vec<u64>> = HashMap::new();
        for id in self.workspace.ids(table) {
            let values = key.iter().map(|field| self.workspace.get(table, id, *field));
            existing.entry(key_text(table, values)).or_default().push(id);
        }
        existing.values_mut().for_each(|ids| ids.reverse());
        let mut seen: HashMap<String, Option<u32>> = HashMap::new();
        let mut late = Vec::new();
        for mut draft in drafts {
            // What tasks wait for can only be found once all of them have their ids.
            let after = table.field("after").filter(|_| table == TableName::Task);
            let waits =
                after.and_then(|field| draft.fields.iter().position(|other| other.field == field)).map(|at| draft.fields.remove(at));
            let fields = self.told(&draft, reports);
            let value_of = |field: &usize| {
                let told = fields.iter().find(|told| told.field == *field).map(|told| told.value.clone());
                told.filter(|value| *value != Value::Nothing).unwrap_or_else(|| default_value(table, *field))
            };
            let text = key_text(table, key.iter().map(value_of));
            let (id, is_new) = match existing.get_mut(&text).and_then(Vec::pop) {
                _ if table == TableName::Settings => (SettingsId::THE, !self.workspace.has(table, SettingsId::THE)),
                Some(id) => (id, false),
                None => (self.ids.next(table), true),
            };
            if let Some(first) = seen.get(&text).copied().flatten()
                && !is_keyed(table)
            {
                reports.warn(draft.place, format!("This line repeats row {first}; both are kept."));
            }
            seen.entry(text).or_insert(draft.place.row);
            self.make_known(table, id, &draft);
            if let Some(waits) = waits {
                late.push((records.len(), waits));
            }
            records.push(Record { table, id, is_new, fields, place: draft.place });
        }
        for (at, waits) in late {
            if let Some(record) = records.get_mut(at) {
                let place = Place { column: waits.column, ..record.place };
                let value = self.value(table, waits.field, &waits.content, place, reports);
                record.fields.push(Told { field: waits.field, value, place });
            }
        }
    }

    fn make_known(&mut self, table: TableName, id: u64, draft: &Draft) {
        if let Some(key) = &draft.key {
            self.names.add(table, key, id);
        }
        let reference = table.field("reference").and_then(|field| draft.content(field));
        if let Some(Content::Value(Value::Text(reference))) = reference {
            self.names.add(table, reference, id);
        }
    }

    /// The fields of a draft with their references resolved.
    fn told(&mut self, draft: &Draft, reports: &mut Reports) -> Vec<Told> {
        let place = |column| Place { column, ..draft.place };
        let fields = draft.fields.iter();
        fields
            .map(|field| {
                let place = place(field.column);
                Told { field: field.field, value: self.value(draft.table, field.field, &field.content, place, reports), place }
            })
            .collect()
    }

    fn value(&mut self, table: TableName, field: usize, content: &Content, place: Place, reports: &mut Reports) -> Value {
        match content {
            Content::Value(value) => value.clone(),
            Content::Name(other, name) => self.reference(*other, name, place, reports).map_or(Value::Nothing, Value::Id),
            Content::Written(text) => self.list(table, field, text, place, reports),
            Content::Placed { start: None, .. } => Value::Nothing,
            Content::Placed { start: Some(start), end, on } => {
                let end = end.unwrap_or(*start);
                if end < *start {
                    reports.error(place, "The task ends before it starts.");
                    return Value::Nothing;
                }
                let uses = self.uses(on, place, reports);
                Placement { start: *start, end, uses }.to_value()
            }
        }
    }

    fn list(&mut self, table: TableName, field: usize, text: &str, place: Place, reports: &mut Reports) -> Value {
        let name = table.fields().get(field).map_or("", |field| field.name);
        let list = match name {
            "orders" => lists::names(text).map(|names| {
                // Other programs write more than names here; an order that is not found is no harm.
                let ids = names.iter().filter_map(|name| match self.names.find(TableName::Order, name) {
                    Found::Exactly(id) | Found::Nearly(id) => Some(Value::Id(id)),
                    Found::Nobody => {
                        reports.warn(place, format!("There is no “{}” among the orders; it is left out of the list.", shortened(name)));
                        None
                    }
                });
                ids.collect()
            }),
            "after" => lists::links(text).map(|links| {
                let mut values = Vec::new();
                for link in links {
                    if let Some(id) = self.reference(TableName::Task, &link.name, place, reports) {
                        let task = TaskId::from_raw(id);
                        values.push(TaskLink { by_hand: link.by_hand, ..TaskLink::new(task, link.kind, link.lag) }.to_value());
                    }
                }
                values
            }),
            _ => None,
        };
        match list {
            Some(values) if values.is_empty() => Value::Nothing,
            Some(values) => Value::List(values),
            None => {
                reports.error(place, format!("“{}” is not a list. Write names with semicolons between them.", shortened(text)));
                Value::Nothing
            }
        }
    }

    fn uses(&mut self, text: &str, place: Place, reports: &mut Reports) -> Vec<crate::model::ResourceUse> {
        let Some(parts) = lists::amounts(text) else {
            reports.error(
                place,
                format!("“{}” is not a list of resources. Write name=quantity with semicolons between them.", shortened(text)),
            );
            return Vec::new();
        };
        let mut uses = Vec::new();
        for (name, quantity) in parts {
            if let Some(id) = self.reference(TableName::Resource, &name, place, reports) {
                uses.push(crate::model::ResourceUse { resource: crate::model::RecordId::from_raw(id), quantity });
            }
        }
        uses
    }

    /// The record meant by a name; made, or reported as unknown, where there is none.
    fn reference(&mut self, table: TableName, name: &str, place: Place, reports: &mut Reports) -> Option<u64> {
        let others = || table.title().to_lowercase();
        let shown = shortened(name);
        match self.names.find(table, name) {
            Found::Exactly(id) => Some(id),
            Found::Nearly(id) => {
                if self.nearly.insert((table, name.to_owned())) {
                    reports.warn(place, format!("“{shown}” was taken for the one among the {} with other capitals.", others()));
                }
                Some(id)
            }
            Found::Nobody if is_harmless(table) && name.chars().nth(LONGEST_TEXT).is_some() => {
                reports.error(place, format!("“{shown}” is longer than {LONGEST_TEXT} characters."));
                None
            }
            Found::Nobody if is_harmless(table) => {
                let id = self.ids.next(table);
                self.names.add(table, name, id);
                self.implied.push((table, id, name.to_owned()));
                reports.warn(place, format!("“{shown}” is not among the {}; it is added with nothing but its name.", others()));
                Some(id)
            }
            Found::Nobody => {
                reports.error(place, format!("There is no “{shown}” among the {}.", others()));
                None
            }
        }
    }
}

/// Whether a record of which only the name is known does no harm to a plan.
fn is_harmless(table: TableName) -> bool {
    matches!(table, TableName::Item | TableName::Customer | TableName::Location | TableName::Supplier | TableName::Skill)
}

/// Tells that a name stands twice: rows that agree on what they are about are one record, others cannot both be right.
fn repeated(name: &str, before: &[Draft], draft: &Draft, reports: &mut Reports) {
    let Some(first) = before.iter().rev().find(|other| other.place.sheet == draft.place.sheet) else { return };
    let row = first.place.row.unwrap_or(0);
    let name = shortened(name);
    let differ = draft.fields.iter().find(|field| {
        let other = first.content(field.field);
        let owner = draft.table.fields().get(field.field).is_some_and(|field| field.name == "owner");
        let told = |content: Option<&Content>| !matches!(content, None | Some(Content::Value(Value::Nothing)));
        matches!(field.content, Content::Name(..)) && !owner && told(other) && other != Some(&field.content)
    });
    match differ {
        Some(field) => {
            let place = Place { column: field.column, ..draft.place };
            let label = draft.table.fields().get(field.field).map_or("", |field| field.label);
            reports
                .error(place, format!("“{name}” stands in row {row} too, with another value of {label}. Give one of them another name."));
        }
        None => {
            let sentence = format!("“{name}” stands in row {row} too; this row is taken and row {row} is not.");
            reports.warn(draft.place, sentence);
        }
    }
}

/// The fields that make a line without a name the same line.
fn key_fields(table: TableName) -> Vec<usize> {
    let names: &[&str] = match table {
        TableName::CalendarRule => &["calendar", "start", "end", "priority", "weekdays", "start_time", "end_time", "name"],
        TableName::ItemSupplier => &["item", "location", "supplier", "start"],
        TableName::ItemDistribution => &["item", "location", "origin"],
        TableName::Stock => &["item", "location", "batch"],
        TableName::ResourceSkill => &["resource", "skill", "start"],
        TableName::SetupRule => &["matrix", "from_setup", "to_setup", "priority"],
        TableName::Absence => &["resource", "start", "end"],
        TableName::OperationMaterial => &["operation", "item", "kind", "name"],
        TableName::OperationResource => &["operation", "resource", "skill", "name"],
        TableName::OperationDependency => &["operation", "blocked_by", "kind"],
        TableName::SupplyOrder => &["reference", "kind", "item", "location", "operation", "supplier", "origin", "batch", "start", "end"],
        TableName::Task => &["supply", "operation"],
        TableName::Promise => &["order"],
        TableName::WorkLimit => &["status", "lane"],
        TableName::ForecastValue => &["forecast", "start"],
        TableName::KpiValue => &["kpi", "start"],
        TableName::Report => &["kind", "time", "task", "order", "resource", "good", "scrap", "rework", "reason", "text", "by", "device"],
        TableName::CheckItem => &["checklist", "name", "position"],
        TableName::Check => &["checklist", "time", "task", "order", "by", "device"],
        TableName::Issue => &["name", "raised", "raised_by", "operation", "order"],
        TableName::Improvement => &["name", "background", "goal"],
        TableName::IssueAction => &["issue", "kind", "name", "owner"],
        _ => &[],
    };
    names.iter().filter_map(|name| table.field(name)).collect()
}

fn key_text(table: TableName, values: impl Iterator<Item = Value>) -> String {
    let mut text = String::new();
    for (at, value) in values.enumerate() {
        // An order with a number is known by it alone.
        if table == TableName::SupplyOrder && at == 0 && value != Value::Nothing {
            return format!("{value:?}");
        }
        // Zero is zero with either sign.
        let value = if let Value::Number(number) = value { Value::Number(number + 0.0) } else { value };
        text.push_str(&format!("{value:?}\u{1f}"));
    }
    text
}
