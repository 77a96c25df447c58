//! The whys of an issue as a tree of fields: each asks about the answer above it, and an answer may have several causes.

use super::field::{set, text_of};
use super::line_editor::{Proofs, proof_view};
use super::page::Scope;
use crate::app::derived::issues::{Line, Why, further_label, is_end, parent_of, why_label, whys, with_further_why, with_why};
use crate::model::{FieldValue, IssueId};
use crate::ui::widgets::{Button, ButtonLook, TextField};
use leptos::prelude::*;

/// The tree; below its last answer stands an empty field.
#[component]
pub fn WhyTree(scope: Scope, id: IssueId, proofs: Proofs) -> impl IntoView {
    let all = Memo::new(move |_| whys(&text_of(scope, id, "whys")));
    // Where one more cause is asked for: below the why of this place, or of the problem itself.
    let asked = RwSignal::new(None::<Option<usize>>);
    let places = move || all.with(|all| (0..=all.len()).collect::<Vec<_>>());
    let further = move || {
        // What was taken out meanwhile is asked about no more, and below the last one there is a field anyway.
        all.with(|all| asked.get().filter(|parent| parent.map_or(!all.is_empty(), |at| at + 1 < all.len()))).into_iter().collect::<Vec<_>>()
    };
    let ask = Callback::new(move |parent: Option<usize>| asked.set(Some(parent)));
    let line = move |at: usize| line_view(scope, id, all, at, proofs, ask);
    let new = move |parent: Option<usize>| new_view(scope, id, all, parent, asked);
    let ends = move || {
        all.with(|all| {
            let ends: Vec<usize> = (0..all.len()).filter(|at| is_end(all, *at)).collect();
            let unproven = ends.iter().filter(|at| all.get(**at).is_some_and(|why| why.line.evidence.is_none())).count();
            (ends.len() > 1).then(|| format!("{} ends, each a possible root cause; {unproven} without proof.", ends.len()))
        })
    };
    view! {
        <ol class="issue-lines" role="list">
            <For each=places key=|at| *at children=line />
            <For each=further key=|parent| *parent children=new />
        </ol>
        <p class="hint" role="status">{ends}</p>
    }
    .into_any()
}

/// How far a line stands in.
fn indent(depth: usize) -> String {
    format!("calc({} * var(--space-4))", depth.min(8))
}

/// The field of a place; the one behind the last asks about the last. It stays the same field when it is filled in, and with it the focus.
fn line_view(scope: Scope, id: IssueId, all: Memo<Vec<Why>>, at: usize, proofs: Proofs, further: Callback<Option<usize>>) -> AnyView {
    let line = Memo::new(move |_| all.with(|all| all.get(at).map(|why| why.line.clone())).unwrap_or_default());
    let depth = Memo::new(move |_| all.with(|all| all.get(at).map_or_else(|| all.last().map_or(0, |why| why.depth + 1), |why| why.depth)));
    let is_there = Memo::new(move |_| all.with(|all| at < all.len()));
    let label =
        Memo::new(move |_| all.with(|all| if at < all.len() { why_label(all, at) } else { further_label(all, all.len().checked_sub(1)) }));
    let put = move |line: Line| {
        let text = untrack(|| text_of(scope, id, "whys"));
        let text = match all.with_untracked(Vec::len) {
            known if at < known => with_why(&text, at, line),
            known => with_further_why(&text, known.checked_sub(1), line),
        };
        set(scope, id, "whys", text.to_value())
    };
    let commit = move |text: String| put(Line { text, ..line.get_untracked() });
    let own = Callback::new(put);
    let value = Signal::derive(move || line.with(|line| line.text.clone()));
    // Labels follow the tree, so fields are made anew when it changes its shape above them.
    let field = move || view! { <TextField label=label.get() value on_commit=commit /> };
    let proof = move || {
        let label = format!("What proves {}", label.get().to_lowercase());
        is_there.get().then(|| proof_view(scope, label, line, proofs, own))
    };
    let below = move || {
        let is_inner_end = all.with(|all| at + 1 < all.len() && is_end(all, at));
        is_inner_end.then(|| {
            let label = format!("Ask about {}", label.get().to_lowercase());
            view! { <Button label look=ButtonLook::Quiet on_press=move |()| further.run(Some(at)) /> }
        })
    };
    let beside = move || {
        is_there.get().then(|| {
            let label = format!("Another cause beside {}", label.get().to_lowercase());
            let press = move |()| further.run(all.with_untracked(|all| parent_of(all, at)));
            view! { <Button label look=ButtonLook::Quiet on_press=press /> }
        })
    };
    view! { <li style:margin-inline-start=move || indent(depth.get())>{field} {proof}<span class="why-more no-print">{beside} {below}</span></li> }.into_any()
}

fn new_view(scope: Scope, id: IssueId, all: Memo<Vec<Why>>, parent: Option<usize>, asked: RwSignal<Option<Option<usize>>>) -> AnyView {
    let depth = Memo::new(move |_| all.with(|all| parent.and_then(|at| all.get(at)).map_or(0, |why| why.depth + 1)));
    let label = Memo::new(move |_| all.with(|all| further_label(all, parent)));
    let commit = move |words: String| {
        let text = untrack(|| text_of(scope, id, "whys"));
        let taken = set(scope, id, "whys", with_further_why(&text, parent, Line { text: words, evidence: None }).to_value());
        asked.set(None);
        taken
    };
    let field = move || view! { <TextField label=label.get() value=Signal::stored(String::new()) on_commit=commit /> };
    view! { <li style:margin-inline-start=move || indent(depth.get())>{field}</li> }.into_any()
}
