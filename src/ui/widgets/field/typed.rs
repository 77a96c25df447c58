//! The fields for text, numbers, dates and durations.

use super::entry_field::{EntryField, EntryInput};
use crate::model::{Span, Time};
use crate::ui::widgets::entry::{Entered, EntryKind, span_text};
use leptos::prelude::*;

/// A field for a line of text.
#[component]
pub fn TextField(
    /// What the text is.
    #[prop(into)]
    label: String,
    /// The text in force.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the text when the person is done; refuses with a sentence.
    #[prop(into)]
    on_commit: Callback<String, Result<(), String>>,
    /// A sentence under the input.
    #[prop(optional, into)]
    help: String,
    /// Shown in the empty input.
    #[prop(optional, into)]
    placeholder: String,
    /// A finding about the text in force.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// May not be left empty.
    #[prop(optional)]
    required: bool,
    /// Shows the text without letting it be changed.
    #[prop(optional, into)]
    fixed: Signal<bool>,
) -> impl IntoView {
    let commit = Callback::new(move |entered: Entered| on_commit.run(entered.as_text().trim().to_owned()));
    view! { <EntryField label kind=EntryKind::Text value on_commit=commit help placeholder error required fixed /> }
}

/// A field for a number.
#[component]
pub fn NumberField(
    /// What the number is, with its unit.
    #[prop(into)]
    label: String,
    /// The number in force.
    #[prop(into)]
    value: Signal<Option<f64>>,
    /// Called with the number, or `None` when emptied; refuses with a sentence.
    #[prop(into)]
    on_commit: Callback<Option<f64>, Result<(), String>>,
    /// A sentence under the input.
    #[prop(optional, into)]
    help: String,
    /// A finding about the number in force.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// May not be left empty.
    #[prop(optional)]
    required: bool,
    /// Shows the number without letting it be changed.
    #[prop(optional, into)]
    fixed: Signal<bool>,
) -> impl IntoView {
    let text = Signal::derive(move || value.get().map(|number| number.to_string()).unwrap_or_default());
    let commit = Callback::new(move |entered: Entered| match entered {
        Entered::Number(number) => on_commit.run(Some(number)),
        _ => on_commit.run(None),
    });
    view! { <EntryField label kind=EntryKind::Number input=EntryInput::Decimal value=text on_commit=commit help error required fixed /> }
}

/// A field for a whole number.
#[component]
pub fn IntegerField(
    /// What the number is, with its unit.
    #[prop(into)]
    label: String,
    /// The number in force.
    #[prop(into)]
    value: Signal<Option<i64>>,
    /// Called with the number, or `None` when emptied; refuses with a sentence.
    #[prop(into)]
    on_commit: Callback<Option<i64>, Result<(), String>>,
    /// A sentence under the input.
    #[prop(optional, into)]
    help: String,
    /// A finding about the number in force.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// May not be left empty.
    #[prop(optional)]
    required: bool,
    /// Shows the number without letting it be changed.
    #[prop(optional, into)]
    fixed: Signal<bool>,
) -> impl IntoView {
    let text = Signal::derive(move || value.get().map(|number| number.to_string()).unwrap_or_default());
    let commit = Callback::new(move |entered: Entered| match entered {
        Entered::Integer(number) => on_commit.run(Some(number)),
        _ => on_commit.run(None),
    });
    view! { <EntryField label kind=EntryKind::Integer input=EntryInput::Numeric value=text on_commit=commit help error required fixed /> }
}

/// A field for a day.
#[component]
pub fn DateField(
    /// What the day is.
    #[prop(into)]
    label: String,
    /// The day in force.
    #[prop(into)]
    value: Signal<Option<Time>>,
    /// Called with midnight of the day, or `None` when emptied; refuses with a sentence.
    #[prop(into)]
    on_commit: Callback<Option<Time>, Result<(), String>>,
    /// A sentence under the input.
    #[prop(optional, into)]
    help: String,
    /// A finding about the day in force.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// May not be left empty.
    #[prop(optional)]
    required: bool,
    /// Shows the day without letting it be changed.
    #[prop(optional, into)]
    fixed: Signal<bool>,
) -> impl IntoView {
    let text = Signal::derive(move || value.get().map(Time::date_text).unwrap_or_default());
    let commit = Callback::new(move |entered| on_commit.run(moment(entered)));
    view! { <EntryField label kind=EntryKind::Date input=EntryInput::Date value=text on_commit=commit help error required fixed /> }
}

/// A field for a moment on the wall clock.
#[component]
pub fn DateTimeField(
    /// What the moment is.
    #[prop(into)]
    label: String,
    /// The moment in force.
    #[prop(into)]
    value: Signal<Option<Time>>,
    /// Called with the moment, or `None` when emptied; refuses with a sentence.
    #[prop(into)]
    on_commit: Callback<Option<Time>, Result<(), String>>,
    /// A sentence under the input.
    #[prop(optional, into)]
    help: String,
    /// A finding about the moment in force.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// May not be left empty.
    #[prop(optional)]
    required: bool,
    /// Shows the moment without letting it be changed.
    #[prop(optional, into)]
    fixed: Signal<bool>,
) -> impl IntoView {
    let text = Signal::derive(move || value.get().map(Time::input_text).unwrap_or_default());
    let commit = Callback::new(move |entered| on_commit.run(moment(entered)));
    view! { <EntryField label kind=EntryKind::DateTime input=EntryInput::DateTime value=text on_commit=commit help error required fixed /> }
}

/// A field for a length of time.
#[component]
pub fn DurationField(
    /// What lasts that long.
    #[prop(into)]
    label: String,
    /// The length in force.
    #[prop(into)]
    value: Signal<Option<Span>>,
    /// Called with the length, or `None` when emptied; refuses with a sentence.
    #[prop(into)]
    on_commit: Callback<Option<Span>, Result<(), String>>,
    /// A sentence under the input.
    #[prop(default = "2 h 30 min, 1:30, 3 d or 45 s".into(), into)]
    help: String,
    /// A finding about the length in force.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// May not be left empty.
    #[prop(optional)]
    required: bool,
    /// Shows the length without letting it be changed.
    #[prop(optional, into)]
    fixed: Signal<bool>,
) -> impl IntoView {
    let text = Signal::derive(move || value.get().map(span_text).unwrap_or_default());
    let commit = Callback::new(move |entered: Entered| match entered {
        Entered::Span(span) => on_commit.run(Some(span)),
        _ => on_commit.run(None),
    });
    view! { <EntryField label kind=EntryKind::Duration value=text on_commit=commit help error required fixed /> }
}

fn moment(entered: Entered) -> Option<Time> {
    match entered {
        Entered::Moment(time) => Some(time),
        _ => None,
    }
}
