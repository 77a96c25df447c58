//! Terms of the field where pages use them: a word in a heading or a label, and a line with those that a page uses.
//!
//! The words themselves are fetched with the part that explains them.

use crate::guide::{Term, term};
use crate::ui::parts;
use crate::ui::widgets;
use leptos::prelude::*;

/// A term as it stands in a heading or a label.
pub fn explained(key: Term, label: &'static str) -> AnyView {
    view! { <widgets::Term label=label>{move || parts::term_words(key)}</widgets::Term> }.into_any()
}

/// A line of the terms that a page uses.
pub fn terms_line(terms: &'static [(Term, &'static str)]) -> AnyView {
    let words = terms.iter().map(|(key, label)| view! { <li>{explained(*key, label)}</li> }.into_any()).collect::<Vec<_>>();
    view! {
        <div class="terms hint no-print">
            <span>"Terms used here:"</span>
            <ul role="list">{words}</ul>
        </div>
    }
    .into_any()
}

/// The explanation of a term.
pub fn words(key: Term) -> AnyView {
    let Some(known) = term(key) else { return ().into_any() };
    let formula = (!known.formula.is_empty()).then(|| view! { <p class="term-formula">{known.formula}</p> });
    view! { <p><strong>{known.name}</strong></p> <p>{known.plain}</p> {formula} }.into_any()
}
