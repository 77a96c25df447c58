//! A field for several lines of text.

use super::frame::Frame;
use leptos::prelude::*;

/// A field for several lines of text.
#[component]
pub fn TextAreaField(
    /// What the text is.
    #[prop(into)]
    label: String,
    /// The text in force.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the text when the person leaves the field; refuses with a sentence.
    #[prop(into)]
    on_commit: Callback<String, Result<(), String>>,
    /// A sentence under the input.
    #[prop(optional, into)]
    help: String,
    /// A finding about the text in force.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Lines shown before it scrolls.
    #[prop(default = 3)]
    lines: u32,
) -> impl IntoView {
    let frame = Frame::new(label, help, false, error);
    let refusal = frame.refusal;
    let commit = move |text: String| {
        let changed = text != value.get_untracked();
        refusal.set(if changed { on_commit.run(text).err() } else { None });
    };
    let invalid = frame.is_invalid();
    let input = view! {
        <textarea
            id=frame.id.clone()
            class="input"
            rows=lines
            aria-describedby=frame.described_by()
            aria-invalid=move || invalid.get().then_some("true")
            prop:value=move || value.get()
            prop:defaultValue=move || value.get()
            on:change=move |event| commit(event_target_value(&event))
        ></textarea>
    };
    frame.view(input.into_any())
}
