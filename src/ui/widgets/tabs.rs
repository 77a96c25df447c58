//! Tabs: several views of one thing, one at a time, by the tabs pattern of the ARIA guide.

use super::dom::{focus_soon, unique_id};
use leptos::prelude::*;

/// One tab: key, words, an optional count, and its content.
#[derive(Clone)]
pub struct Tab {
    pub key: &'static str,
    pub label: String,
    /// A small count after the words.
    pub count: Signal<Option<usize>>,
    pub content: ChildrenFn,
}

impl Tab {
    /// A tab with its words and content: `Tab::new("load", "Load", || view! { … }.into_any())`.
    pub fn new(key: &'static str, label: impl Into<String>, content: impl Fn() -> AnyView + Send + Sync + 'static) -> Tab {
        Tab { key, label: label.into(), count: Signal::default(), content: std::sync::Arc::new(content) }
    }

    /// This tab with a small count after its words.
    pub fn count(mut self, count: impl Into<Signal<Option<usize>>>) -> Tab {
        self.count = count.into();
        self
    }
}

/// A row of tabs over the content of the selected one. Arrow keys, Home and End move and select.
#[component]
pub fn Tabs(
    /// What the tabs are views of, for screen readers.
    #[prop(into)]
    label: String,
    /// The tabs.
    tabs: Vec<Tab>,
    /// Key of the selected tab.
    selected: RwSignal<&'static str>,
) -> impl IntoView {
    let id = unique_id();
    let tabs = StoredValue::new(tabs);
    let keys: Vec<&'static str> = tabs.with_value(|tabs| tabs.iter().map(|tab| tab.key).collect());
    let tab_id = {
        let id = id.clone();
        move |key: &str| format!("{id}-{key}")
    };
    let on_key = {
        let tab_id = tab_id.clone();
        move |event: web_sys::KeyboardEvent| {
            let count = keys.len().max(1);
            let now = keys.iter().position(|key| *key == selected.get_untracked()).unwrap_or(0);
            let next = match event.key().as_str() {
                "ArrowRight" => (now + 1) % count,
                "ArrowLeft" => (now + count - 1) % count,
                "Home" => 0,
                "End" => count - 1,
                _ => return,
            };
            event.prevent_default();
            if let Some(key) = keys.get(next) {
                selected.set(key);
                focus_soon(tab_id(key));
            }
        }
    };
    let heads = tabs.with_value(|tabs| tabs.iter().map(|tab| tab_head(tab, &id, selected)).collect::<Vec<_>>());
    let panel_label = move || tab_id(selected.get());
    let content = move || {
        let key = selected.get();
        tabs.with_value(|tabs| tabs.iter().find(|tab| tab.key == key).map(|tab| tab.content.clone())).map(|content| content())
    };
    view! {
        <div class="tabs">
            <div class="tab-list" role="tablist" aria-label=label on:keydown=on_key>
                {heads}
            </div>
            <div class="tab-panel" role="tabpanel" id=format!("{id}-panel") aria-labelledby=panel_label tabindex="0">
                {content}
            </div>
        </div>
    }
    .into_any()
}

fn tab_head(tab: &Tab, id: &str, selected: RwSignal<&'static str>) -> AnyView {
    let (key, count) = (tab.key, tab.count);
    let is_selected = move || selected.get() == key;
    view! {
        <button
            type="button"
            class="tab"
            role="tab"
            id=format!("{id}-{key}")
            aria-controls=format!("{id}-panel")
            aria-selected=move || if is_selected() { "true" } else { "false" }
            tabindex=move || if is_selected() { "0" } else { "-1" }
            on:click=move |_| selected.set(key)
        >
            {tab.label.clone()}
            {move || count.get().map(|count| view! { <span class="count">{count}</span> })}
        </button>
    }
    .into_any()
}
