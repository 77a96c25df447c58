//! The dialog that asks what a report needs beyond one press: how many, why, and when it was.
//!
//! Never reports anything before its button is pressed.

use super::calls::CallForm;
use super::page::Floor;
use crate::app::ExecutionCommand;
use crate::app::derived::execution::report_sentence;
use crate::app::web::preferences::{LABEL, remembered};
use crate::model::Record;
use crate::model::{ChecklistId, Loss, ReasonId, RecordId, Report, ReportId, ReportKind, TableName, TaskId, Time, parse_id};
use crate::ui::phases::quality::FillForm;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Button, ButtonLook, ChoiceField, DateTimeField, Dialog, DialogSize, NumberField, TextAreaField};
use leptos::prelude::*;

/// What is being asked about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ask {
    Nothing,
    Pause(TaskId),
    Count(TaskId),
    Finish(TaskId),
    /// Help for a task, or in general.
    Call(Option<TaskId>),
    /// A checklist for a task.
    Check(TaskId, ChecklistId),
    /// A report that was wrong.
    Correct(ReportId),
    /// What the next shift has to know.
    Note,
}

/// The dialog.
#[component]
pub fn AskDialog(floor: Floor) -> impl IntoView {
    let title = Signal::derive(move || {
        let name = |task: TaskId| {
            floor.listed.with(|listed| listed.works.iter().find(|work| work.task == task).map(|work| work.operation.clone()))
        };
        let of = |words: &str, task: TaskId| name(task).map_or_else(|| words.to_owned(), |name| format!("{words}: {name}"));
        match floor.ask.get() {
            Ask::Nothing => String::new(),
            Ask::Pause(task) => of("Why does it stop?", task),
            Ask::Count(task) => of("How many were made?", task),
            Ask::Finish(task) => of("Finish", task),
            Ask::Call(_) => "Call for help".to_owned(),
            Ask::Check(_, list) => floor.session.peek(|workspace| workspace.label(TableName::Checklist, list.raw())),
            Ask::Correct(_) => "Correct a report".to_owned(),
            Ask::Note => "Hand over".to_owned(),
        }
    });
    let content = move || match floor.ask.get() {
        Ask::Nothing => ().into_any(),
        Ask::Call(task) => view! { <CallForm floor task /> }.into_any(),
        Ask::Check(task, list) => {
            let saved = move || {
                floor.asking.set(false);
                floor.ask.set(Ask::Nothing);
            };
            view! { <FillForm session=floor.session list task=Some(task) person=floor.person on_saved=saved /> }.into_any()
        }
        ask => view! { <ReportForm floor ask /> }.into_any(),
    };
    view! { <Dialog open=floor.asking title size=DialogSize::Wide>{content}</Dialog> }.into_any()
}

/// The first draft of what is asked about.
fn draft_of(floor: Floor, ask: Ask) -> Option<Report> {
    let session = floor.session;
    let rest = |task: TaskId| {
        floor.listed.with_untracked(|listed| listed.works.iter().find(|work| work.task == task).map_or(0.0, |work| work.rest()))
    };
    Some(match ask {
        Ask::Pause(task) => floor.report(task, ReportKind::Pause),
        Ask::Count(task) => floor.report(task, ReportKind::Count),
        Ask::Finish(task) => Report { good: rest(task), ..floor.report(task, ReportKind::Finish) },
        Ask::Correct(id) => session.peek(|workspace| workspace.reports.get(&id).cloned())?,
        Ask::Note => {
            let report =
                Report { kind: ReportKind::HandOver, resource: floor.station.get_untracked(), ..Report::new(ReportId::from_raw(0)) };
            Report { time: Some(session.now()), ..floor.signed(report) }
        }
        Ask::Nothing | Ask::Call(_) | Ask::Check(..) => return None,
    })
}

/// Which reasons fit: losses of time for a stop, losses of units for scrap.
fn fits(kind: ReportKind, loss: Loss) -> bool {
    let of_units = matches!(loss, Loss::Defect | Loss::StartUp);
    if kind == ReportKind::Pause { !of_units } else { of_units }
}

#[component]
fn ReportForm(floor: Floor, ask: Ask) -> impl IntoView {
    let Some(first) = draft_of(floor, ask) else { return ().into_any() };
    let session = floor.session;
    let kind = first.kind;
    let draft = RwSignal::new(first);
    let amount = move |label: &'static str, read: fn(&Report) -> f64, write: fn(&mut Report, f64)| {
        let commit = move |number: Option<f64>| match number.unwrap_or(0.0) {
            number if number < 0.0 => Err("Enter a number that is not below zero.".to_owned()),
            number => {
                draft.update(|draft| write(draft, number));
                Ok(())
            }
        };
        view! { <NumberField label value=Signal::derive(move || Some(draft.with(read))) on_commit=commit /> }
    };
    let amounts = matches!(kind, ReportKind::Count | ReportKind::Finish).then(|| {
        view! {
            {amount("Good", |report| report.good, |report, number| report.good = number)}
            {amount("Scrap", |report| report.scrap, |report, number| report.scrap = number)}
            {amount("To rework", |report| report.rework, |report, number| report.rework = number)}
        }
    });
    let reasons = Signal::derive(move || {
        session.watch(&[TableName::Reason], |workspace| {
            let wanted = workspace.reasons.values().filter(|reason| fits(kind, reason.loss));
            let label = |reason: &crate::model::Reason| match reason.owner.and_then(|owner| workspace.reasons.get(&owner)) {
                Some(owner) => format!("{} › {}", owner.name, reason.name),
                None => reason.name.clone(),
            };
            wanted.map(|reason| Choice::new(crate::model::id_text(reason.id.raw()), label(reason))).collect::<Vec<_>>()
        })
    });
    let reason = Signal::derive(move || draft.with(|draft| draft.reason.map(|id| crate::model::id_text(id.raw())).unwrap_or_default()));
    let set_reason = move |key: String| {
        draft.update(|draft| draft.reason = parse_id(&key).map(ReasonId::from_raw));
        Ok(())
    };
    let takes_reason = matches!(kind, ReportKind::Pause | ReportKind::Count | ReportKind::Finish);
    let usual = move || {
        let add = move |()| {
            session.act(ExecutionCommand::UsualReasons);
        };
        (takes_reason && reasons.with(Vec::is_empty))
            .then(|| view! { <p class="hint">"There are no reasons to choose from yet." <Button label="Add the usual reasons" on_press=add /></p> })
    };
    let why = takes_reason.then(|| view! { <ChoiceField label="Reason" options=reasons value=reason on_commit=set_reason none="None" /> });
    let set_time = move |time: Option<Time>| {
        let time = time.ok_or("Enter when it was.")?;
        draft.update(|draft| draft.time = Some(time));
        Ok(())
    };
    let set_text = move |text: String| {
        draft.update(|draft| draft.text = text);
        Ok(())
    };
    let close = move || {
        floor.asking.set(false);
        floor.ask.set(Ask::Nothing);
    };
    let keep = move |()| {
        let report = floor.signed(draft.get_untracked());
        let taken = match ask {
            Ask::Correct(wrong) => session.act(correction(floor, wrong, Some(report))),
            _ => floor.keep(report),
        };
        if taken {
            close();
        }
    };
    let withdraw = move |()| {
        if let Ask::Correct(wrong) = ask
            && session.act(correction(floor, wrong, None))
        {
            close();
        }
    };
    let said = matches!(ask, Ask::Correct(_)).then(|| {
        let words = session.peek(|workspace| draft.with_untracked(|draft| report_sentence(workspace, draft)));
        view! { <p class="hint">{format!("It said: {words}. It stays in the list of reports, marked as corrected.")}</p> }
    });
    let withdraw =
        matches!(ask, Ask::Correct(_)).then(|| view! { <Button label="Withdraw it" look=ButtonLook::Danger on_press=withdraw /> });
    let label = match ask {
        Ask::Pause(_) => "Pause",
        Ask::Finish(_) => "Finish",
        Ask::Correct(_) => "Correct",
        Ask::Note => "Hand over",
        _ => "Report",
    };
    view! {
        {said}
        <div class="form-grid touch">
            {amounts} {why}
            <DateTimeField label="When" value=Signal::derive(move || draft.with(|draft| draft.time)) on_commit=set_time />
            <TextAreaField label="Words" value=Signal::derive(move || draft.with(|draft| draft.text.clone())) on_commit=set_text lines=2 />
        </div>
        {usual}
        <div class="dialog-actions touch">
            <Button label="Cancel" on_press=move |()| close() />
            {withdraw}
            <Button label look=ButtonLook::Primary on_press=keep />
        </div>
    }
    .into_any()
}

fn correction(floor: Floor, report: ReportId, instead: Option<Report>) -> ExecutionCommand {
    ExecutionCommand::Correct {
        report,
        instead: instead.map(Box::new),
        by: floor.person.get_untracked(),
        device: remembered(LABEL).unwrap_or_else(|| "This browser".to_owned()),
        entered: floor.session.now(),
    }
}
