//! Possible causes by branch: the fishbone, and the lists it is drawn from.

use super::field::{set, text_of};
use super::line_editor::{Proofs, line_editor};
use super::page::Scope;
use crate::app::derived::issues::{BRANCHES, Causes, Line, causes, with_cause};
use crate::model::{FieldValue, IssueId};
use crate::ui::widgets::FishboneChart;
use leptos::prelude::*;

/// The fishbone of one issue.
#[component]
pub fn Fishbone(scope: Scope, id: IssueId, proofs: Proofs) -> impl IntoView {
    let found = Memo::new(move |_| causes(&text_of(scope, id, "causes")));
    let problem = Signal::derive(move || scope.issue(id, |issue| issue.name.clone()).unwrap_or_default());
    let branches = Signal::derive(move || found.with(drawn));
    let branch = move |at: usize| {
        let lines = Memo::new(move |_| found.with(|found| found.of(at).to_vec()));
        let put = Callback::new(move |(place, line): (usize, Line)| {
            let text = untrack(|| text_of(scope, id, "causes"));
            set(scope, id, "causes", with_cause(&text, at, place, line).to_value())
        });
        view! {
            <fieldset class="issue-branch">
                <legend>{BRANCHES.get(at).copied().unwrap_or("Others")}</legend>
                {line_editor(scope, "Cause", lines, proofs, put)}
            </fieldset>
        }
        .into_any()
    };
    let others = Memo::new(move |_| found.with(|found| !found.of(BRANCHES.len()).is_empty()));
    view! {
        <div class="stack">
            <div class="scroll" tabindex="0" role="region" aria-label="Fishbone, scrollable">
                <FishboneChart problem branches />
            </div>
            <div class="issue-branches">
                {(0..BRANCHES.len()).map(branch).collect_view()}
                {move || others.get().then(|| branch(BRANCHES.len()))}
            </div>
        </div>
    }
    .into_any()
}

/// The branches as they are drawn; that of what names none only where there is something in it.
fn drawn(found: &Causes) -> Vec<(String, Vec<String>)> {
    let names = BRANCHES.iter().copied().chain(["Others"]).enumerate();
    let texts = |at: usize| found.of(at).iter().map(|line| line.text.clone()).collect::<Vec<_>>();
    names.map(|(at, name)| (name.to_owned(), texts(at))).filter(|(name, causes)| name != "Others" || !causes.is_empty()).collect()
}
