//! How far the solution has come, with the one step to the next stage and why it cannot be taken yet.

use super::page::Scope;
use crate::app::IssueCommand;
use crate::app::derived::issues::{EFFECT_TABLES, hindrance, next_stage, stage_before};
use crate::model::{Issue, IssueId, IssueKind, IssueStatus, Phase};
use crate::ui::accountable::accountable_field;
use crate::ui::widgets::{Button, ButtonLook, Icon};
use leptos::prelude::*;

/// The stages of one issue.
#[component]
pub fn Stages(scope: Scope, id: IssueId) -> impl IntoView {
    let session = scope.session;
    let status = Memo::new(move |_| scope.issue(id, |issue| issue.status).unwrap_or_default());
    let stage = move |stage: IssueStatus| {
        let is_here = move || status.get() == stage;
        view! {
            <li class:done=move || stage < status.get() class:here=is_here aria-current=move || is_here().then_some("step")>
                {stage.label()}
            </li>
        }
    };
    let refused = Memo::new(move |_| {
        let next = next_stage(status.get())?;
        session.watch(&EFFECT_TABLES, |workspace| hindrance(workspace, workspace.issues.get(&id)?, next, session.now()))
    });
    let by = RwSignal::new(String::new());
    // Each is one button with changing words, so that whoever pressed it by the keyboard stays on it.
    let step = move |to: fn(IssueStatus) -> Option<IssueStatus>, words: &'static str, look: ButtonLook, icon: Option<Icon>| {
        let is_there = Memo::new(move |_| to(status.get()).is_some());
        let label = Signal::derive(move || to(status.get()).map(|to| format!("{words} {}", to.label().to_lowercase())).unwrap_or_default());
        let refused = Signal::derive(move || icon.and_then(|_| refused.get()));
        let press = move |()| {
            if let Some(status) = to(status.get_untracked()) {
                match status {
                    IssueStatus::Closed => session.act(IssueCommand::Close { issue: id, by: by.get_untracked(), time: session.now() }),
                    _ => session.act(IssueCommand::Advance { issue: id, status, time: session.now() }),
                };
            }
        };
        move || is_there.get().then(|| view! { <Button label look icon=MaybeProp::from(icon) refused on_press=press /> })
    };
    let on = step(next_stage, "Mark as", ButtonLook::Primary, Some(Icon::Check));
    let back = step(stage_before, "Back to", ButtonLook::Quiet, None);
    let closes = Memo::new(move |_| next_stage(status.get()) == Some(IssueStatus::Closed));
    let who = move || closes.get().then(|| accountable_field(session, Phase::Issues, by));
    let closed_by = move || {
        let name = scope.issue(id, |issue| issue.closed_by.clone()).filter(|name| !name.is_empty())?;
        Some(view! { <p class="hint">{format!("Closed by {name}.")}</p> })
    };
    view! {
        <div class="issue-stages">
            <ol class="stages" aria-label="Stages">
                {IssueStatus::ALL.iter().map(|known| stage(*known)).collect_view()}
            </ol>
            <div class="bar">{who}{on}{back}</div>
            {closed_by}
            <p class="hint" role="status">{move || refused.get()}</p>
            {call_buttons(scope, id)}
        </div>
    }
    .into_any()
}

/// For a call for help: that somebody has come, and that work goes on.
fn call_buttons(scope: Scope, id: IssueId) -> AnyView {
    let session = scope.session;
    let stands = Memo::new(move |_| scope.issue(id, |issue| issue.kind == IssueKind::Call && issue.resolved.is_none()).unwrap_or_default());
    let waits = Memo::new(move |_| scope.issue(id, |issue| issue.acknowledged.is_none()).unwrap_or_default());
    let come = move |()| {
        // Whoever looks after it is the likely one; the field under Facts says otherwise.
        let likely = |issue: &Issue| if issue.acknowledged_by.is_empty() { issue.owner.clone() } else { issue.acknowledged_by.clone() };
        let by = session.peek(|workspace| workspace.issues.get(&id).map(likely)).unwrap_or_default();
        session.act(IssueCommand::Acknowledge { issue: id, by, time: session.now() });
    };
    let resolve = move |()| {
        session.act(IssueCommand::Resolve { issue: id, time: session.now() });
    };
    let buttons = move || {
        stands.get().then(|| {
            view! {
                <div class="bar">
                    {move || waits.get().then(|| view! { <Button label="Somebody has come" on_press=come /> })}
                    <Button label="Work goes on" on_press=resolve />
                </div>
            }
        })
    };
    view! { {buttons} }.into_any()
}
