//! What is known of an issue: what it is about, who looks after it, and what becomes of the units affected.

use super::field::{issue_field, issue_text};
use super::page::Scope;
use crate::model::IssueId;
use leptos::prelude::*;

/// Fields that everybody fills in.
const FIRST: [&str; 9] = ["name", "severity", "category", "operation", "owner", "due", "quantity", "disposition", "cost"];
/// Fields that say what it is about, and when what happened.
const MORE: [&str; 12] = [
    "kind",
    "item",
    "order",
    "resource",
    "task",
    "blocks",
    "raised",
    "raised_by",
    "acknowledged",
    "acknowledged_by",
    "resolved",
    "corrected",
];

/// The fields of one issue.
#[component]
pub fn Facts(scope: Scope, id: IssueId) -> impl IntoView {
    let fields = move |names: &'static [&'static str]| names.iter().map(|name| issue_field(scope, id, name)).collect_view();
    view! {
        <div class="stack">
            <div class="issue-fields">{fields(&FIRST)}</div>
            {issue_text(scope, id, "description", 3)}
            <details>
                <summary>"Where, when and who"</summary>
                <div class="issue-fields">{fields(&MORE)}</div>
            </details>
        </div>
    }
    .into_any()
}
