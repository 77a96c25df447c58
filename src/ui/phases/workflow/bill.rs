//! The bill of materials of an item as a tree.

use super::target::{Chooser, chosen_item};
use crate::app::Session;
use crate::app::derived::workflow::{BomNode, bom_of};
use crate::model::{Gather, ItemId, RecordId, TableName};
use crate::ui::widgets::table::{CellValue, Column};
use crate::ui::widgets::tree::TreeNode;
use crate::ui::widgets::{EmptyState, Icon, Tone, Tree};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What goes into an item, level by level.
#[component]
pub fn BillOfMaterials(item: RwSignal<Option<ItemId>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let nodes = Memo::new(move |_| {
        let nodes = bom_of(session, |workspace| chosen_item(workspace, item.get()));
        Arc::new(tree_of(session, &nodes))
    });
    let open = RwSignal::new(BTreeSet::new());
    // A tree of another item is shown with its first levels open.
    let opened = Memo::new(move |_| {
        nodes.with(|nodes| nodes.iter().filter(|node| node.has_children && node.depth < 3).map(|node| node.key).gather::<BTreeSet<u64>>())
    });
    Effect::new(move |_| open.set(opened.get()));
    let columns = vec![
        Column::text("item", "Item").width(280),
        Column::number("per_parent", "Per unit above").width(120),
        Column::number("per_top", "Per unit at the top").width(136),
        Column::text("source", "Comes from").width(240),
        Column::duration("lead", "Takes").width(104),
        Column::duration("total", "From nothing").width(136),
    ];
    let columns = StoredValue::new(columns);
    view! {
        <div class="stack">
            <div class="bar"><Chooser item /></div>
            {move || {
                if nodes.with(|nodes| nodes.is_empty()) {
                    let text = "Items and what they are made of appear here as soon as there are operations with materials.";
                    view! { <EmptyState title="No bill of materials" text shape=Icon::Tree /> }.into_any()
                } else {
                    view! { <Tree label="Bill of materials" columns=columns.get_value() nodes=nodes open /> }.into_any()
                }
            }}
        </div>
    }
    .into_any()
}

fn tree_of(session: Session, nodes: &[BomNode]) -> Vec<TreeNode> {
    nodes
        .iter()
        .enumerate()
        .map(|(at, node)| {
            let name = session.peek(|workspace| workspace.label(TableName::Item, node.item.raw()));
            let label = if node.is_circular { format!("{name} (goes into itself)") } else { name };
            let decimals = |number: f64| if number.fract() == 0.0 { 0 } else { 3 };
            let cells = vec![
                CellValue::number(node.per_parent, decimals(node.per_parent)),
                CellValue::number(node.per_top, decimals(node.per_top)),
                if node.is_circular { CellValue::text("circular").tone(Tone::Bad) } else { CellValue::text(node.source.clone()) },
                CellValue::span(node.lead_time),
                CellValue::span(node.total_lead_time),
            ];
            let has_children = nodes.get(at + 1).is_some_and(|next| next.depth > node.depth);
            TreeNode { key: at as u64, depth: node.depth, label, cells, has_children }
        })
        .collect()
}
