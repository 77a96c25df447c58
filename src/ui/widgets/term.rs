//! A word that explains itself: dotted underneath, it opens a small surface with the explanation.
//!
//! It is a button, so that it is reached by the keyboard and by touch; nothing appears by hovering alone.

use super::popover::Popover;
use leptos::prelude::*;

/// A word with its explanation, which is made when it opens.
#[component]
pub fn Term(
    /// The word as it stands in the text.
    #[prop(into)]
    label: Signal<String>,
    /// The explanation.
    children: ChildrenFn,
) -> impl IntoView {
    view! {
        <Popover label class="term" plain=true>
            // The focus goes into the words, so that they are read out; it returns to the button when they close.
            <div class="term-words" tabindex="-1" data-autofocus="">{children()}</div>
        </Popover>
    }
    .into_any()
}
