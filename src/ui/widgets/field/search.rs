//! A field that searches while typing.

use crate::ui::widgets::icon::{Icon, icon};
use leptos::prelude::*;

/// A search field; reports every letter.
#[component]
pub fn SearchField(
    /// What is searched, for screen readers.
    #[prop(into)]
    label: String,
    /// What is searched for.
    value: RwSignal<String>,
    /// Shown in the empty input.
    #[prop(default = "Search".into(), into)]
    placeholder: String,
) -> impl IntoView {
    view! {
        <div class="search">
            {icon(Icon::Search)}
            <input
                type="search"
                class="input"
                autocomplete="off"
                placeholder=placeholder
                aria-label=label
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
    .into_any()
}
