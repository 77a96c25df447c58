//! What, where, when and how much the problem is, and is not: what divides them points to the cause (Kepner and Tregoe).

use super::field::{set, text_of};
use super::page::Scope;
use crate::app::derived::issues::{QUESTIONS, is_not, with_is_not};
use crate::model::{FieldValue, IssueId};
use crate::ui::widgets::TextField;
use leptos::prelude::*;

/// The limits of one issue.
#[component]
pub fn IsNot(scope: Scope, id: IssueId) -> impl IntoView {
    let found = Memo::new(move |_| is_not(&text_of(scope, id, "is_not")));
    let answer = move |at: usize, is: bool| {
        let value = Signal::derive(move || {
            found.with(|found| found.get(at).map(|(yes, no)| if is { yes.clone() } else { no.clone() })).unwrap_or_default()
        });
        let commit = move |answer: String| {
            let text = untrack(|| text_of(scope, id, "is_not"));
            set(scope, id, "is_not", with_is_not(&text, at, is, &answer).to_value())
        };
        let question = QUESTIONS.get(at).copied().unwrap_or_default();
        let label = if is { format!("{question} it is") } else { format!("{question} it is not, but could be") };
        view! { <TextField label value on_commit=commit /> }.into_any()
    };
    let rows = (0..QUESTIONS.len()).map(|at| view! { {answer(at, true)} {answer(at, false)} }).collect_view();
    view! { <div class="issue-limits">{rows}</div> }.into_any()
}
