//! Why it happened: whys, a fishbone, what it is and is not, and what came of them.

use super::field::{issue_text, text_of};
use super::fishbone::Fishbone;
use super::is_not::IsNot;
use super::line_editor::proofs;
use super::page::Scope;
use super::why_tree::WhyTree;
use crate::guide::Term;
use crate::model::IssueId;
use crate::ui::terms::terms_line;
use leptos::prelude::*;

/// The causes of one issue.
#[component]
pub fn Causes(scope: Scope, id: IssueId) -> impl IntoView {
    let proofs = proofs(scope, id);
    let (has_causes, has_limits) = untrack(|| (!text_of(scope, id, "causes").is_empty(), !text_of(scope, id, "is_not").is_empty()));
    view! {
        <div class="stack">
            {terms_line(&[
                (Term::FiveWhys, "five whys"),
                (Term::Fishbone, "fishbone"),
                (Term::RootCause, "root cause"),
                (Term::EscapeCause, "escape cause"),
            ])}
            <section class="issue-part">
                <h3>"Why, and why again"</h3>
                <p class="hint">"Each why asks about the answer before; where it has several causes, ask about each. Name what proves it: a guess is no cause."</p>
                <WhyTree scope id proofs />
            </section>
            <details open=has_causes>
                <summary>"Fishbone: possible causes by branch"</summary>
                <Fishbone scope id proofs />
            </details>
            <details open=has_limits>
                <summary>"What it is, and what it is not"</summary>
                <IsNot scope id />
            </details>
            {issue_text(scope, id, "root_cause", 2)}
            {issue_text(scope, id, "escape_cause", 2)}
        </div>
    }
    .into_any()
}
