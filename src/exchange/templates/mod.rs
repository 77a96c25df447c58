//! Workspaces to start from: five kinds of organisation and a furniture workshop, all invented here.
//!
//! A template is made relative to the plan's start and given as edits; it never touches records that are there.

mod build;
mod customer_service;
mod domain;
mod finance;
mod it;
mod operations;
mod sample;
mod sample_data;
mod supply_chain;
mod year;

use super::dry_run::names::Ids;
use crate::document::Edit;
use crate::model::{
    FieldValue, OrderId, Placement, RecordId, ResourceUse, SettingsId, TableName, TaskLink, Time, Value, Workspace, default_value, id_text,
};
use std::collections::HashMap;

/// A workspace to start from, as the start page offers it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TemplateCard {
    pub id: &'static str,
    pub name: &'static str,
    /// One sentence that says what is in it.
    pub summary: &'static str,
}

const DOMAINS: [&domain::Domain; 5] =
    [&operations::DOMAIN, &it::DOMAIN, &customer_service::DOMAIN, &finance::DOMAIN, &supply_chain::DOMAIN];

/// The sample and the five domain templates, in the order of the start page.
pub const TEMPLATES: [TemplateCard; 6] = [
    TemplateCard { id: "sample", name: sample_data::NAME, summary: sample_data::SUMMARY },
    operations::DOMAIN.card(),
    it::DOMAIN.card(),
    customer_service::DOMAIN.card(),
    finance::DOMAIN.card(),
    supply_chain::DOMAIN.card(),
];

/// The edits that fill a workspace with a template seen from `today`; `None` where there is no such template.
///
/// `seed` must be random: new records get ids of a session of its own.
pub fn template(id: &str, today: Time, workspace: &Workspace, seed: u64) -> Option<Vec<Edit>> {
    let made = match id {
        "sample" => sample::workspace(today),
        id => DOMAINS.iter().find(|domain| domain.id == id)?.workspace(today),
    };
    Some(edits(&made, workspace, seed))
}

/// The edits that add everything of `made` to `workspace`.
fn edits(made: &Workspace, workspace: &Workspace, seed: u64) -> Vec<Edit> {
    let mut source = Ids::new(seed, workspace);
    let mut ids: HashMap<(TableName, u64), u64> = HashMap::new();
    for table in TableName::ALL.iter().copied() {
        for id in made.ids(table) {
            let new = if table == TableName::Settings { SettingsId::THE } else { source.next(table) };
            ids.insert((table, id), new);
        }
    }
    let mut edits = Vec::new();
    for table in TableName::ALL.iter().copied() {
        for id in made.ids(table) {
            let Some(new) = ids.get(&(table, id)).copied() else { continue };
            let mut fields = Vec::new();
            for (index, field) in table.fields().iter().enumerate() {
                let value = match (field.kind, made.get(table, id, index)) {
                    (crate::model::FieldKind::Reference(other), Value::Id(target)) => {
                        ids.get(&(other, target)).map_or(Value::Nothing, |id| Value::Id(*id))
                    }
                    (_, value) => renamed(table, field.name, value, &ids),
                };
                if value != default_value(table, index) {
                    fields.push((index, value));
                }
            }
            if table == TableName::Settings && workspace.has(table, new) {
                edits.extend(fields.into_iter().map(|(field, value)| Edit::Set { table, id: new, field, value }));
            } else {
                edits.push(Edit::Add { table, id: new, fields });
            }
        }
    }
    edits
}

/// A value whose lists or text name records, with the ids that these get.
fn renamed(table: TableName, field: &str, value: Value, ids: &HashMap<(TableName, u64), u64>) -> Value {
    let new = |table: TableName, id: u64| ids.get(&(table, id)).copied().unwrap_or(id);
    match (table, field) {
        (TableName::Task, "placement") => match Placement::from_value(&value) {
            Some(mut placement) => {
                let place = |usage: &mut ResourceUse| usage.resource = RecordId::from_raw(new(TableName::Resource, usage.resource.raw()));
                placement.uses.iter_mut().for_each(place);
                placement.to_value()
            }
            None => value,
        },
        (TableName::Task, "after") => match Vec::<TaskLink>::from_value(&value) {
            Some(mut links) => {
                links.iter_mut().for_each(|link| link.task = RecordId::from_raw(new(TableName::Task, link.task.raw())));
                links.to_value()
            }
            None => value,
        },
        (TableName::Task | TableName::SupplyOrder, "orders") => match Vec::<OrderId>::from_value(&value) {
            Some(orders) => {
                let served: Vec<OrderId> = orders.iter().map(|id| RecordId::from_raw(new(TableName::Order, id.raw()))).collect();
                served.to_value()
            }
            None => value,
        },
        (TableName::Check, "answers") => match value {
            Value::Text(text) => {
                let items = ids.iter().filter(|((table, _), _)| *table == TableName::CheckItem);
                Value::Text(items.fold(text, |text, ((_, old), new)| text.replace(&id_text(*old), &id_text(*new))))
            }
            value => value,
        },
        _ => value,
    }
}
