//! Records found by name, for the command palette.
//!
//! Never changes anything; it only leads there.

use super::links;
use crate::app::Session;
use crate::model::{RecordId, TableName, Workspace};
use crate::ui::widgets::Action;
use leptos_router::hooks::use_navigate;

/// Records of the session's workspace whose name holds what was typed.
pub fn find_records(session: Session, typed: &str) -> Vec<Action> {
    session.peek(|workspace| found(workspace, typed))
}

/// Records whose name holds what was typed, each leading to its page.
fn found(workspace: &Workspace, typed: &str) -> Vec<Action> {
    // So many of each table, so that many orders named after an item do not hide the item.
    const MOST: usize = 4;
    let typed = typed.trim().to_lowercase();
    if typed.len() < 2 {
        return Vec::new();
    }
    let mut actions = Vec::new();
    let orders = workspace.orders.values().map(|order| (TableName::Order, order.id.raw(), "demand/"));
    let items = workspace.items.values().map(|item| (TableName::Item, item.id.raw(), "tables/"));
    let resources = workspace.resources.values().map(|resource| (TableName::Resource, resource.id.raw(), "tables/"));
    let mut shown = std::collections::HashMap::new();
    for (table, id, route) in orders.chain(items).chain(resources) {
        let count = shown.entry(table).or_insert(0);
        if *count == MOST {
            continue;
        }
        let label = workspace.label(table, id);
        if label.to_lowercase().contains(&typed) {
            let navigate = use_navigate();
            let route = links::route(&format!("{route}?record={}", crate::model::id_text(id)));
            actions.push(Action::new(label, move || navigate(&route, Default::default())).group(table.title()));
            *count += 1;
        }
    }
    actions
}
