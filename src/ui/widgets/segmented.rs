//! A choice among a few options that are all in sight: day, week, month.

use super::dom::unique_id;
use super::table::Choice;
use leptos::prelude::*;

/// A choice among two to five options in one row; radio buttons underneath, so arrow keys work as everywhere.
#[component]
pub fn Segmented(
    /// What is chosen, for screen readers.
    #[prop(into)]
    label: String,
    /// The options.
    options: Vec<Choice>,
    /// Key of the chosen option.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the key that was chosen.
    #[prop(into)]
    on_change: Callback<String>,
) -> impl IntoView {
    let name = unique_id();
    let option = move |choice: Choice| {
        let key = choice.key.clone();
        let is_chosen = move || value.with(|value| *value == key);
        let key = choice.key;
        view! {
            <label class="segment">
                <input type="radio" name=name.clone() prop:checked=is_chosen on:change=move |_| on_change.run(key.clone()) />
                <span>{choice.label}</span>
            </label>
        }
        .into_any()
    };
    view! {
        <div class="segmented" role="radiogroup" aria-label=label>
            {options.into_iter().map(option).collect::<Vec<_>>()}
        </div>
    }
    .into_any()
}
