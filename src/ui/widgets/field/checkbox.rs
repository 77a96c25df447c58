//! A field for yes or no.

use crate::ui::widgets::dom::unique_id;
use leptos::prelude::*;

/// A tick box with its words.
#[component]
pub fn CheckField(
    /// What is true when it is ticked.
    #[prop(into)]
    label: String,
    /// Whether it is ticked.
    #[prop(into)]
    value: Signal<bool>,
    /// Called with the new state; a refusal puts the tick back and shows the reason.
    #[prop(into)]
    on_commit: Callback<bool, Result<(), String>>,
    /// A sentence under the words.
    #[prop(optional, into)]
    help: String,
) -> impl IntoView {
    let refusal = RwSignal::new(None::<String>);
    let help_id = unique_id();
    let described = (!help.is_empty()).then(|| help_id.clone());
    let change = move |event: web_sys::Event| {
        let refused = on_commit.run(event_target_checked(&event)).err();
        if refused.is_some() {
            event_target::<web_sys::HtmlInputElement>(&event).set_checked(value.get_untracked());
        }
        refusal.set(refused);
    };
    view! {
        <div class="field">
            <label class="check">
                <input type="checkbox" aria-describedby=described prop:checked=move || value.get() on:change=change />
                <span>{label}</span>
            </label>
            <div class="field-error">{move || refusal.get().map(|reason| view! { <span role="alert">{reason}</span> })}</div>
            {(!help.is_empty()).then(|| view! { <div class="field-help" id=help_id>{help}</div> })}
        </div>
    }
    .into_any()
}
