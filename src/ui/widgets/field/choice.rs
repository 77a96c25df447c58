//! A field for one of a few options: the browser's own list.

use super::frame::Frame;
use crate::ui::widgets::table::Choice;
use leptos::prelude::*;

/// A field for one of a few options. Options are told apart by key; for long lists use [`super::ComboField`].
#[component]
pub fn ChoiceField(
    /// What is chosen.
    #[prop(into)]
    label: String,
    /// The options.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// Key of the option in force; one that is not among the options shows as nothing chosen.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the key that was chosen; refuses with a sentence.
    #[prop(into)]
    on_commit: Callback<String, Result<(), String>>,
    /// Words of the option for nothing, with the empty key; without it one of the options has to be chosen.
    #[prop(optional, into)]
    none: Option<String>,
    /// A sentence under the input.
    #[prop(optional, into)]
    help: String,
    /// A finding about the choice in force.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let frame = Frame::new(label, help, false, error);
    let refusal = frame.refusal;
    let invalid = frame.is_invalid();
    // A refused choice goes back to the one in force by itself: the options are painted again.
    let painted = RwSignal::new(0_u32);
    let commit = move |key: String| {
        refusal.set(on_commit.run(key).err());
        painted.update(|count| *count += 1);
    };
    let items = move || {
        painted.track();
        let now = value.get();
        let none = none.clone().map(|words| Choice::new("", words));
        let known = options.with(|options| options.iter().any(|option| option.key == now));
        let unknown = (!known && none.is_none()).then(|| Choice::new(now.clone(), ""));
        let item = |option: Choice| {
            let is_chosen = option.key == now;
            view! { <option value=option.key prop:selected=is_chosen>{option.label}</option> }
        };
        none.into_iter().chain(unknown).chain(options.get()).map(item).collect::<Vec<_>>()
    };
    let input = view! {
        <select
            id=frame.id.clone()
            class="input"
            aria-describedby=frame.described_by()
            aria-invalid=move || invalid.get().then_some("true")
            on:change=move |event| commit(event_target_value(&event))
        >
            {items}
        </select>
    };
    frame.view(input.into_any())
}
