//! The one field behind text, number, date and duration: typed text in, a checked value out.

use super::frame::Frame;
use crate::ui::widgets::entry::{Entered, EntryKind, read};
use leptos::prelude::*;

/// Which input the browser shows for a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum EntryInput {
    #[default]
    Text,
    Decimal,
    Numeric,
    Date,
    DateTime,
}

/// A field for one value of a kind, as text: the general form of [`super::TextField`] and its sisters.
#[component]
pub fn EntryField(
    /// What the value is.
    #[prop(into)]
    label: String,
    /// How typed text is read.
    kind: EntryKind,
    /// Which input the browser shows.
    #[prop(optional)]
    input: EntryInput,
    /// The value in force, as text the reader of `kind` understands.
    #[prop(into)]
    value: Signal<String>,
    /// Called with what was entered; refuses with a sentence.
    #[prop(into)]
    on_commit: Callback<Entered, Result<(), String>>,
    /// A sentence under the input.
    #[prop(optional, into)]
    help: String,
    /// Shown in the empty input.
    #[prop(optional, into)]
    placeholder: String,
    /// A finding about the value in force.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// May not be left empty.
    #[prop(optional)]
    required: bool,
    /// Shows the value without letting it be changed.
    #[prop(optional, into)]
    fixed: Signal<bool>,
) -> impl IntoView {
    let frame = Frame::new(label, help, required, error);
    let refusal = frame.refusal;
    let commit = move |text: String| {
        if text == value.get_untracked() {
            refusal.set(None);
            return;
        }
        let read = match read(kind, &text) {
            Ok(Entered::Empty) if required => Err("This cannot be empty.".to_owned()),
            other => other,
        };
        refusal.set(read.and_then(|entered| on_commit.run(entered)).err());
    };
    let (kind_of_input, mode) = match input {
        EntryInput::Text => ("text", "text"),
        EntryInput::Decimal => ("text", "decimal"),
        EntryInput::Numeric => ("text", "numeric"),
        EntryInput::Date => ("date", "none"),
        EntryInput::DateTime => ("datetime-local", "none"),
    };
    // The years that a workspace can hold.
    let (earliest, latest) = match input {
        EntryInput::Date => (Some("1900-01-01"), Some("2199-12-31")),
        EntryInput::DateTime => (Some("1900-01-01T00:00"), Some("2199-12-31T23:59")),
        _ => (None, None),
    };
    let is_number = matches!(input, EntryInput::Decimal | EntryInput::Numeric);
    let invalid = frame.is_invalid();
    let typed = view! {
        <input
            type=kind_of_input
            id=frame.id.clone()
            class="input"
            class:numbers=is_number
            autocomplete="off"
            min=earliest
            max=latest
            inputmode=(mode != "none").then_some(mode)
            placeholder=(!placeholder.is_empty()).then_some(placeholder)
            aria-describedby=frame.described_by()
            aria-invalid=move || invalid.get().then_some("true")
            aria-required=required.then_some("true")
            readonly=move || fixed.get()
            prop:value=move || value.get()
            prop:defaultValue=move || value.get()
            on:change=move |event| commit(event_target_value(&event))
        />
    };
    frame.view(typed.into_any())
}
