//! The frame that every field shares: label above, help and refusal below, tied together for screen readers.

use crate::ui::widgets::dom::unique_id;
use crate::ui::widgets::icon::{Icon, icon};
use leptos::prelude::*;

/// The words and state that every field shares.
#[derive(Clone)]
pub struct Frame {
    pub id: String,
    pub label: String,
    pub help: String,
    pub required: bool,
    /// Why the last value was refused.
    pub refusal: RwSignal<Option<String>>,
    /// A finding about the value that is in force, shown while nothing is refused.
    pub error: Signal<Option<String>>,
}

impl Frame {
    /// A frame with a new id for the input inside.
    pub fn new(label: String, help: String, required: bool, error: Signal<Option<String>>) -> Frame {
        Frame { id: unique_id(), label, help, required, refusal: RwSignal::new(None), error }
    }

    /// Ids of the help and the error, for `aria-describedby`.
    pub fn described_by(&self) -> String {
        if self.help.is_empty() { format!("{}-error", self.id) } else { format!("{0}-error {0}-help", self.id) }
    }

    /// Whether an error shows.
    pub fn is_invalid(&self) -> Signal<bool> {
        let (refusal, error) = (self.refusal, self.error);
        Signal::derive(move || refusal.with(Option::is_some) || error.with(Option::is_some))
    }

    /// The frame around an input.
    pub fn view(self, input: AnyView) -> AnyView {
        let Frame { id, label, help, required, refusal, error } = self;
        let message = move || refusal.get().or_else(|| error.get());
        let has_help = !help.is_empty();
        let (error_id, help_id) = (format!("{id}-error"), format!("{id}-help"));
        view! {
            <div class="field">
                <label for=id>{label} {required.then(|| view! { <span class="required" aria-hidden="true">" *"</span> })}</label>
                {input}
                <div class="field-error" id=error_id>
                    {move || message().map(|reason| view! { <span role="alert">{icon(Icon::Error)} {reason}</span> })}
                </div>
                {has_help.then(|| view! { <div class="field-help" id=help_id>{help}</div> })}
            </div>
        }
        .into_any()
    }
}
