//! The dialog in which an issue is reported.
//!
//! Keeps what was typed until it is reported; a refusal is shown and loses nothing.

use super::page::Scope;
use crate::app::IssueCommand;
use crate::model::laws::check_value;
use crate::model::{Issue, IssueId, IssueKind, Record, RecordId, TableName, Value};
use crate::ui::records::record_field;
use crate::ui::widgets::{Button, ButtonLook, Dialog, DialogSize, TextAreaField};
use leptos::prelude::*;

/// What is asked for, the description after it.
const FIELDS: [&str; 10] = ["name", "kind", "severity", "category", "operation", "item", "resource", "quantity", "owner", "due"];

/// The dialog.
#[component]
pub fn ReportDialog(scope: Scope) -> impl IntoView {
    let draft = RwSignal::new(fresh());
    view! {
        <Dialog open=scope.reporting title="Report an issue" size=DialogSize::Wide>
            <Form scope draft />
        </Dialog>
    }
    .into_any()
}

/// What is reported where nothing else is said: most issues that are written down by hand are nonconformities.
fn fresh() -> Issue {
    Issue { kind: IssueKind::Nonconformity, ..Issue::new(IssueId::from_raw(0)) }
}

#[component]
fn Form(scope: Scope, draft: RwSignal<Issue>) -> impl IntoView {
    let session = scope.session;
    let refusal = RwSignal::new(None::<String>);
    let report = move || {
        let issue = Issue { raised: Some(session.now()), ..draft.get_untracked() };
        let name = issue.name.clone();
        match session.dispatch(&IssueCommand::Raise { issue: Box::new(issue) }) {
            Ok(()) => {
                draft.set(fresh());
                refusal.set(None);
                scope.reporting.set(false);
                // Whoever reported it sees it: the newest of that name.
                let newest = session.peek(|workspace| {
                    let named = workspace.issues.values().filter(|issue| issue.name == name);
                    named.max_by_key(|issue| (issue.raised, issue.id)).map(|issue| issue.id)
                });
                if let Some(issue) = newest {
                    scope.open(issue);
                }
            }
            Err(refused) => refusal.set(Some(format!("{} {}", refused.what, refused.todo))),
        }
    };
    let fields = FIELDS.iter().filter_map(|name| TableName::Issue.field(name)).map(|index| drafted(scope, draft, index)).collect_view();
    let set_description = move |text: String| {
        draft.update(|issue| issue.description = text);
        Ok(())
    };
    let description = Signal::derive(move || draft.with(|issue| issue.description.clone()));
    view! {
        <form
            class="form-grid"
            on:submit=move |event| {
                event.prevent_default();
                report();
            }
        >
            {fields}
            <div class="issue-description">
                <TextAreaField label="Description" value=description on_commit=set_description />
            </div>
            <div class="dialog-actions">
                <p class="form-refusal" role="alert">{move || refusal.get()}</p>
                <Button label="Cancel" on_press=move || scope.reporting.set(false) />
                <Button label="Report" look=ButtonLook::Primary submit=true on_press=|()| () />
            </div>
        </form>
    }
    .into_any()
}

fn drafted(scope: Scope, draft: RwSignal<Issue>, index: usize) -> AnyView {
    let value = Signal::derive(move || draft.with(|issue| issue.get(index)));
    let set = Callback::new(move |value: Value| {
        // A value that no issue can have is told where it was entered, and not taken.
        if let Some(objection) = Issue::FIELDS.get(index).and_then(|field| check_value(field, &value).err()) {
            return Err(objection.to_string());
        }
        draft.update(|issue| {
            issue.set(index, &value);
        });
        Ok(())
    });
    record_field(scope.session, TableName::Issue, index, value, set)
}
