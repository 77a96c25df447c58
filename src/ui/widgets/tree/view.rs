//! The tree on the page.

use super::nodes::{TreeNode, parent_of, visible};
use crate::ui::widgets::dom::{by_id, unique_id};
use crate::ui::widgets::icon::{Icon, icon};
use crate::ui::widgets::table::{Align, CellValue, Column, content_view};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A tree with columns. Arrow keys move, open and close; Enter chooses.
#[component]
pub fn Tree(
    /// What the tree shows, for screen readers.
    #[prop(into)]
    label: String,
    /// The first column and those of the cells: label, width, alignment.
    columns: Vec<Column>,
    /// The rows in reading order.
    #[prop(into)]
    nodes: Signal<Arc<Vec<TreeNode>>>,
    /// Keys of the open rows.
    open: RwSignal<BTreeSet<u64>>,
    /// Key of the row that is chosen.
    #[prop(optional)]
    chosen: Option<RwSignal<Option<u64>>>,
) -> impl IntoView {
    let chosen = chosen.unwrap_or_else(|| RwSignal::new(None));
    let id = StoredValue::new(unique_id());
    let cursor = RwSignal::new(None::<u64>);
    let shown = Memo::new(move |_| nodes.with(|nodes| open.with(|open| visible(nodes, open))));
    let aligns = StoredValue::new(columns.iter().skip(1).map(|column| column.align).collect::<Vec<_>>());
    let tree = TreeState { id, nodes, open, chosen, cursor, shown, aligns };
    let template: Vec<String> = columns.iter().enumerate().map(|(place, column)| track(place, column.width)).collect();
    let heads: Vec<AnyView> = columns.iter().map(head_view).collect();
    let rows = move || shown.get().iter().filter_map(|place| nodes.with(|nodes| nodes.get(*place).cloned())).collect::<Vec<_>>();
    view! {
        <div class="tree" role="treegrid" aria-label=label style=("--tree-columns", template.join(" ")) on:keydown=move |event| tree.on_key(event)>
            <div role="row" class="tree-row tree-head">{heads}</div>
            <For each=rows key=|node| (node.key, node.label.clone(), node.depth, node.has_children) children=move |node| tree.row(node) />
        </div>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct TreeState {
    id: StoredValue<String>,
    nodes: Signal<Arc<Vec<TreeNode>>>,
    open: RwSignal<BTreeSet<u64>>,
    chosen: RwSignal<Option<u64>>,
    cursor: RwSignal<Option<u64>>,
    shown: Memo<Vec<usize>>,
    /// Alignments of the cells after the first column.
    aligns: StoredValue<Vec<Align>>,
}

/// How wide a column is: the first takes what is left over.
fn track(place: usize, width: u32) -> String {
    if place == 0 { format!("minmax({width}px, 1fr)") } else { format!("{width}px") }
}

fn head_view(column: &Column) -> AnyView {
    let is_end = column.align == Align::End;
    view! { <div role="columnheader" class="cell" class:end=is_end title=column.help.clone()>{column.label.clone()}</div> }.into_any()
}

impl TreeState {
    fn row(self, node: TreeNode) -> AnyView {
        let TreeNode { key, depth, label, has_children, .. } = node;
        let is_open = move || self.open.with(|open| open.contains(&key));
        let is_chosen = move || self.chosen.get() == Some(key);
        let is_stop = move || self.cursor.get().or_else(|| self.key_at(0)) == Some(key);
        let cells = move || {
            let cells =
                self.nodes.with(|nodes| nodes.iter().find(|node| node.key == key).map(|node| node.cells.clone())).unwrap_or_default();
            let cell = |(place, cell): (usize, CellValue)| {
                let is_end = self.aligns.with_value(|aligns| aligns.get(place) == Some(&Align::End));
                view! { <div role="gridcell" class="cell" class:end=is_end>{content_view(cell)}</div> }
            };
            cells.into_iter().enumerate().map(cell).collect::<Vec<_>>()
        };
        let press = move |_| {
            self.cursor.set(Some(key));
            self.chosen.set(Some(key));
        };
        let twist = move |event: web_sys::MouseEvent| {
            event.stop_propagation();
            self.toggle(key);
        };
        let twisty = move || if is_open() { Icon::ChevronDown } else { Icon::ChevronRight };
        view! {
            <div
                role="row"
                id=format!("{}-{key}", self.id.get_value())
                class="tree-row"
                class:chosen=is_chosen
                attr:aria-level=(depth + 1).to_string()
                aria-expanded=move || has_children.then(|| if is_open() { "true" } else { "false" })
                aria-selected=move || if is_chosen() { "true" } else { "false" }
                tabindex=move || if is_stop() { "0" } else { "-1" }
                style=("--depth", depth.to_string())
                on:click=press
                on:focus=move |_| self.cursor.set(Some(key))
            >
                <div role="rowheader" class="cell tree-label">
                    <span class="twisty" class:leaf=!has_children aria-hidden="true" on:click=twist>
                        {has_children.then_some(move || icon(twisty()))}
                    </span>
                    <span class="cell-text">{label}</span>
                </div>
                {cells}
            </div>
        }
        .into_any()
    }

    fn toggle(self, key: u64) {
        self.open.update(|open| {
            if !open.remove(&key) {
                open.insert(key);
            }
        });
    }

    /// Key of the row at a place among those in sight.
    fn key_at(self, shown_place: usize) -> Option<u64> {
        let place = self.shown.with(|shown| shown.get(shown_place).copied())?;
        self.nodes.with(|nodes| nodes.get(place).map(|node| node.key))
    }

    fn go(self, key: Option<u64>) {
        let Some(key) = key else { return };
        self.cursor.set(Some(key));
        if let Some(row) = by_id(&format!("{}-{key}", self.id.get_value())) {
            let _ = row.focus();
        }
    }

    fn on_key(self, event: web_sys::KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let used = untrack(|| self.handle(&event.key()));
        if used {
            event.prevent_default();
            event.stop_propagation();
        }
    }

    fn handle(self, key: &str) -> bool {
        let (nodes, shown) = (self.nodes.get(), self.shown.get());
        let now = self.cursor.get();
        let at = shown.iter().position(|place| nodes.get(*place).map(|node| node.key) == now).unwrap_or(0);
        let Some((place, node)) = shown.get(at).and_then(|place| Some((*place, nodes.get(*place)?))) else { return false };
        let is_open = self.open.with(|open| open.contains(&node.key));
        match key {
            "ArrowDown" => self.go(self.key_at(at + 1)),
            "ArrowUp" => self.go(self.key_at(at.saturating_sub(1))),
            "Home" => self.go(self.key_at(0)),
            "End" => self.go(self.key_at(shown.len().saturating_sub(1))),
            "ArrowRight" if node.has_children && !is_open => self.toggle(node.key),
            "ArrowRight" if node.has_children => self.go(self.key_at(at + 1)),
            "ArrowLeft" if node.has_children && is_open => self.toggle(node.key),
            "ArrowLeft" => self.go(parent_of(&nodes, place).and_then(|parent| nodes.get(parent)).map(|parent| parent.key)),
            "Enter" | " " => self.chosen.set(Some(node.key)),
            _ => return false,
        }
        true
    }
}
