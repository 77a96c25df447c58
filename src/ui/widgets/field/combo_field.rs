//! A field for one of many records, found by typing.

use super::frame::Frame;
use crate::ui::widgets::combo::{Combo, ComboLabels, combo_view};
use crate::ui::widgets::fuzzy::fold;
use crate::ui::widgets::table::{Choice, Lookup};
use leptos::prelude::*;

/// A field for one of many records: typing finds, arrow keys and Enter choose.
#[component]
pub fn ComboField(
    /// What is chosen.
    #[prop(into)]
    label: String,
    /// Finds options by what has been typed.
    lookup: Lookup,
    /// The option in force; `None` when nothing is chosen.
    #[prop(into)]
    value: Signal<Option<Choice>>,
    /// Called with the option that was chosen, or `None` when emptied; refuses with a sentence.
    #[prop(into)]
    on_commit: Callback<Option<Choice>, Result<(), String>>,
    /// A sentence under the input.
    #[prop(optional, into)]
    help: String,
    /// Shown in the empty input.
    #[prop(optional, into)]
    placeholder: String,
    /// A finding about the choice in force.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// May not be left empty.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let mut frame = Frame::new(label, help, required, error);
    let refusal = frame.refusal;
    let shown = move || value.get().map(|choice| choice.label).unwrap_or_default();
    let combo = Combo::new(untrack(shown), lookup.clone());
    frame.id = combo.input_id.get_value();
    // The input follows the value in force when that changes from outside.
    Effect::new(move |before: Option<String>| {
        let now = shown();
        if before.is_some_and(|before| before != now) {
            combo.restart(now.clone());
        }
        now
    });
    let commit = move || {
        let text = combo.text.get_untracked();
        if text == untrack(shown) && combo.choice().is_none() {
            refusal.set(None);
            return;
        }
        let chosen = match combo.choice() {
            Some(choice) => Ok(Some(choice)),
            None if text.trim().is_empty() && required => Err("This cannot be empty.".to_owned()),
            None if text.trim().is_empty() => Ok(None),
            None => exact(&lookup, text.trim()).map(Some),
        };
        refusal.set(chosen.and_then(|choice| on_commit.run(choice)).err());
    };
    let commit = StoredValue::new(commit);
    // A field that goes away with its page loses the focus as well: by then there is nothing to commit to.
    let run = move || {
        let _gone = commit.try_with_value(|commit| commit());
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let used = combo.on_key(&event);
        if !used && event.key() == "Enter" {
            event.prevent_default();
            run();
        }
    };
    let labels =
        ComboLabels { name: None, described_by: Some(frame.described_by()), placeholder: (!placeholder.is_empty()).then_some(placeholder) };
    let input = combo_view(combo, labels, frame.is_invalid(), Callback::new(move |()| run()));
    let input = view! {
        <div class="combo" on:keydown=on_key on:focusout=move |_| run()>
            {input}
        </div>
    };
    frame.view(input.into_any())
}

fn exact(lookup: &Lookup, wanted: &str) -> Result<Choice, String> {
    let folded = fold(wanted);
    let found = lookup(wanted);
    let or_add = if found.iter().any(|choice| choice.makes) { ", or its last line to add it" } else { "" };
    found
        .into_iter()
        .find(|choice| !choice.makes && fold(&choice.label) == folded)
        .ok_or_else(|| format!("There is no \u{201c}{wanted}\u{201d} here. Choose one from the list{or_add}."))
}
