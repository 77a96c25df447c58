//! Which item the Workflow Map and the bill of materials are of.

use crate::app::Session;
use crate::model::{ItemId, RecordId, TableName, Workspace};
use crate::ui::records::lookup;
use crate::ui::widgets::ComboField;
use crate::ui::widgets::table::Choice;
use leptos::prelude::*;

/// The item chosen, or the first that is ordered and made.
pub fn chosen_item(workspace: &Workspace, chosen: Option<ItemId>) -> Option<ItemId> {
    let made = |item: &ItemId| workspace.operations.values().any(|operation| operation.item == Some(*item));
    let kept = chosen.filter(|item| workspace.items.contains_key(item));
    let ordered = || workspace.orders.values().filter_map(|order| order.item).find(made);
    kept.or_else(ordered)
        .or_else(|| workspace.operations.values().find_map(|operation| operation.item))
        .or_else(|| workspace.items.keys().next())
}

/// A field to choose the item by its name.
#[component]
pub fn Chooser(item: RwSignal<Option<ItemId>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let value = Signal::derive(move || {
        let shown =
            session.watch(&[TableName::Item, TableName::Operation, TableName::Order], |workspace| chosen_item(workspace, item.get()));
        shown.map(|id| Choice::new(id.raw().to_string(), session.peek(|workspace| workspace.label(TableName::Item, id.raw()))))
    });
    let commit = Callback::new(move |choice: Option<Choice>| {
        item.set(choice.and_then(|choice| choice.key.parse().ok()).map(ItemId::from_raw));
        Ok(())
    });
    view! { <ComboField label="Item" lookup=lookup(session, TableName::Item) value on_commit=commit /> }.into_any()
}
