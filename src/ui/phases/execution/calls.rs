//! Calls for help: raised at work, answered by whoever comes, and resolved; each is an issue from the start. What waits too long is first.

use super::page::{Floor, since_words};
use super::patience::PatienceFields;
use crate::app::IssueCommand;
use crate::app::derived::schedule::{length_text, moment_text};
use crate::model::Record;
use crate::model::{Escalation, Issue, IssueId, IssueKind, RecordId, Severity, TableName, TaskId, sort_with_key};
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Badge, Button, ButtonLook, CheckField, ChoiceField, EmptyState, Icon, TextAreaField, TextField, Tone};
use leptos::prelude::*;

/// Says that work can go on after a call.
pub fn resolve(floor: Floor, issue: IssueId) {
    let session = floor.session;
    session.act(IssueCommand::Resolve { issue, time: session.now() });
}

/// A call as it is told.
#[derive(Clone, PartialEq)]
struct Call {
    id: IssueId,
    what: String,
    about: String,
    severity: Severity,
    blocks: bool,
    times: String,
    answered: bool,
    resolved: bool,
    escalated: Option<Escalation>,
    description: String,
}

/// The calls: those that have waited too long first, then those that wait for an answer.
#[component]
pub fn Calls(floor: Floor) -> impl IntoView {
    let session = floor.session;
    let calls = Memo::new(move |_| {
        floor.tick.track();
        let now = session.now();
        session.watch(&[TableName::Issue, TableName::Task, TableName::Resource, TableName::Parameter], |workspace| {
            let patience = workspace.patience();
            let mut found: Vec<&Issue> = workspace.issues.values().filter(|issue| issue.kind == IssueKind::Call).collect();
            sort_with_key(&mut found, |issue| {
                let waits = issue.escalation(patience, now).is_none();
                (waits, issue.resolved.is_some(), issue.acknowledged.is_some(), std::cmp::Reverse(issue.raised))
            });
            let told = found.into_iter().take(200).map(|issue| {
                let raised = issue.raised.unwrap_or(now);
                let by = if issue.raised_by.is_empty() { String::new() } else { format!(" by {}", issue.raised_by) };
                let times = match (issue.acknowledged, issue.resolved) {
                    (_, Some(resolved)) => {
                        format!("Raised {}{by}, resolved after {}", moment_text(raised, now), length_text(resolved.since(raised)))
                    }
                    (Some(came), None) => {
                        let who = if issue.acknowledged_by.is_empty() { "Somebody" } else { &issue.acknowledged_by };
                        format!("Raised {}{by}; {who} came after {}", moment_text(raised, now), length_text(came.since(raised)))
                    }
                    (None, None) => format!("Raised {} ago{by}", since_words(raised, now)),
                };
                let task = issue.task.map(|task| workspace.label(TableName::Task, task.raw()));
                let resource = issue.resource.map(|resource| workspace.label(TableName::Resource, resource.raw()));
                Call {
                    id: issue.id,
                    what: issue.name.clone(),
                    about: task.into_iter().chain(resource).collect::<Vec<_>>().join(" · "),
                    severity: issue.severity,
                    blocks: issue.blocks && issue.resolved.is_none(),
                    times,
                    answered: issue.acknowledged.is_some(),
                    resolved: issue.resolved.is_some(),
                    escalated: issue.escalation(patience, now),
                    description: issue.description.clone(),
                }
            });
            told.collect::<Vec<_>>()
        })
    });
    let ids = move || calls.with(|calls| calls.iter().map(|call| call.id).collect::<Vec<_>>());
    let raise = move |()| floor.ask(super::ask::Ask::Call(None));
    let list = move || {
        if calls.with(Vec::is_empty) {
            return view! {
                <EmptyState
                    title="Nobody has called for help"
                    text="Whoever cannot go on calls here or from the card of the work. The call stops the task where it must, and stays open as an issue until its cause is gone."
                    shape=Icon::Alert
                >
                    <Button label="Call for help" icon=Icon::Alert on_press=raise />
                </EmptyState>
            }
            .into_any();
        }
        let row = move |id: IssueId| {
            let call = move || calls.with(|calls| calls.iter().find(|call| call.id == id).cloned());
            view! { <article class="work">{move || call().map(|call| call_view(floor, call))}</article> }
        };
        view! { <div class="works"><For each=ids key=|id| *id children=row /></div> }.into_any()
    };
    view! {
        <div class="execution">
            <div class="bar no-print"><Button label="Call for help" icon=Icon::Alert look=ButtonLook::Danger on_press=raise /></div>
            {list}
            <PatienceFields session />
        </div>
    }
    .into_any()
}

fn call_view(floor: Floor, call: Call) -> AnyView {
    let session = floor.session;
    let id = call.id;
    let come = move |()| {
        session.act(IssueCommand::Acknowledge { issue: id, by: floor.person.get_untracked(), time: session.now() });
    };
    let (word, tone) = match (call.resolved, call.answered) {
        (true, _) => ("Resolved", Tone::Good),
        (false, true) => ("Being helped", Tone::Warning),
        (false, false) => ("Waiting", Tone::Bad),
    };
    let answer = (!call.answered && !call.resolved)
        .then(|| view! { <Button label="I am coming" icon=Icon::Person look=ButtonLook::Primary on_press=come /> });
    let done = (!call.resolved).then(|| view! { <Button label="Resolved" icon=Icon::Check on_press=move |()| resolve(floor, id) /> });
    view! {
        <header>
            <span class="work-name"><strong>{call.what}</strong><span>{call.about}</span></span>
            <Badge label=word tone />
            {call.escalated.map(|_| view! { <Badge label="Escalated" tone=Tone::Bad /> })}
            <Badge label=call.severity.label() plain=true />
            {call.blocks.then(|| view! { <Badge label="Blocks the task" tone=Tone::Bad /> })}
        </header>
        <p class="work-facts"><span>{call.times}</span></p>
        {call.escalated.map(|why| view! { <p><strong>"Escalated: "</strong>{why.words()}</p> })}
        {(!call.description.is_empty()).then_some(view! { <p>{call.description}</p> })}
        <div class="work-buttons no-print">{answer} {done}</div>
    }
    .into_any()
}

/// The form of a call.
#[component]
pub fn CallForm(floor: Floor, task: Option<TaskId>) -> impl IntoView {
    let session = floor.session;
    let first = {
        let known = task.map(|task| floor.report(task, crate::model::ReportKind::Note));
        let of = |read: fn(&crate::model::Report) -> Option<u64>| known.as_ref().and_then(read);
        Issue {
            kind: IssueKind::Call,
            severity: Severity::Major,
            task,
            blocks: task.is_some(),
            operation: of(|report| report.operation.map(RecordId::raw)).map(RecordId::from_raw),
            order: of(|report| report.order.map(RecordId::raw)).map(RecordId::from_raw),
            item: of(|report| report.item.map(RecordId::raw)).map(RecordId::from_raw),
            resource: known.as_ref().and_then(|report| report.resource).or(floor.station.get_untracked()),
            ..Issue::new(IssueId::from_raw(0))
        }
    };
    let draft = RwSignal::new(first);
    let severities = Signal::stored(Severity::ALL.iter().map(|entry| Choice::new(entry.code(), entry.label())).collect::<Vec<_>>());
    let set_what = move |what: String| {
        draft.update(|draft| draft.name = what);
        Ok(())
    };
    let set_severity = move |key: String| {
        draft.update(|draft| draft.severity = Severity::from_code(&key).unwrap_or_default());
        Ok(())
    };
    let set_blocks = move |blocks: bool| {
        draft.update(|draft| draft.blocks = blocks);
        Ok(())
    };
    let set_description = move |words: String| {
        draft.update(|draft| draft.description = words);
        Ok(())
    };
    let raise = move |()| {
        let issue = Issue { raised: Some(session.now()), raised_by: floor.person.get_untracked(), ..draft.get_untracked() };
        if session.act(IssueCommand::Raise { issue: Box::new(issue) }) {
            floor.asking.set(false);
            floor.ask.set(super::ask::Ask::Nothing);
        }
    };
    let blocks = task.is_some().then(|| {
        view! { <CheckField label="The task cannot go on until it is resolved" value=Signal::derive(move || draft.with(|draft| draft.blocks)) on_commit=set_blocks /> }
    });
    view! {
        <div class="form-grid touch">
            <TextField
                label="What is the matter"
                value=Signal::derive(move || draft.with(|draft| draft.name.clone()))
                on_commit=set_what
                placeholder="Motor is hot, material is missing…"
                required=true
            />
            <ChoiceField label="How bad" options=severities value=Signal::derive(move || draft.with(|draft| draft.severity.code().to_owned())) on_commit=set_severity />
            <TextAreaField label="More" value=Signal::derive(move || draft.with(|draft| draft.description.clone())) on_commit=set_description lines=2 />
            {blocks}
        </div>
        <div class="dialog-actions touch">
            <Button label="Cancel" on_press=move |()| floor.asking.set(false) />
            <Button label="Call" icon=Icon::Alert look=ButtonLook::Primary on_press=raise />
        </div>
    }
    .into_any()
}
