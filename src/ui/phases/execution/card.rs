//! One piece of work as a card: what it is, how it stands, and what can be reported of it with one finger.

use super::ask::Ask;
use super::page::{Floor, since_words};
use crate::app::derived::execution::{Stage, Work};
use crate::app::derived::schedule::{length_text, moment_text};
use crate::model::text::number_text;
use crate::model::{ReportKind, TaskId, Time, units_words};
use crate::ui::widgets::{Badge, Button, ButtonLook, Icon, Tone};
use leptos::prelude::*;

/// A card of the run list.
#[component]
pub fn WorkCard(floor: Floor, id: TaskId) -> impl IntoView {
    let work = Memo::new(move |_| floor.listed.with(|listed| listed.works.iter().find(|work| work.task == id).cloned()));
    let body = move || work.get().map(|work| card(floor, work));
    view! { <article class="work" class:looked=move || floor.looked.get() == Some(id)>{body}</article> }.into_any()
}

fn card(floor: Floor, work: Work) -> AnyView {
    let now = floor.session.now();
    let id = work.task;
    let times = format!("{} – {}", moment_text(work.start, now), moment_text(work.end, now));
    let who: Vec<String> = work.resources.iter().map(|(_, name)| name.clone()).collect();
    let late = work.late(now).map(|late| {
        let words = if matches!(work.stage, Stage::Running | Stage::Paused) { "over its time" } else { "late to begin" };
        view! { <Badge label=format!("{} {words}", length_text(late)) tone=Tone::Bad /> }
    });
    let share = if work.quantity > 0.0 { (work.progress.good / work.quantity).clamp(0.0, 1.0) } else { 0.0 };
    let count = format!("{} of {} {}", number_text(work.progress.good), number_text(work.quantity), work.unit);
    let lost = units_words(0.0, work.progress.scrap, work.progress.rework);
    let label = format!("{} {}", work.operation, work.what);
    view! {
        <header>
            <button class="work-name" on:click=move |_| floor.looked.set(Some(id))>
                <strong>{work.operation.clone()}</strong>
                " "
                <span>{work.what.clone()}</span>
            </button>
            <Badge label=stage_words(&work, now) tone=tone(work.stage) />
            {late}
        </header>
        <p class="work-facts">
            <span>{times}</span>
            <span>{who.join(", ")}</span>
            <span>{waiting_words(&work)}</span>
        </p>
        <div class="work-count">
            <progress max="1" value=share.to_string() aria-label=format!("{label}: share made")></progress>
            <span>{count.trim().to_owned()}</span>
            <span class="hint">{lost}</span>
        </div>
        {checks(floor, &work)}
        {buttons(floor, work)}
    }
    .into_any()
}

/// `Running for 20 min`.
fn stage_words(work: &Work, now: Time) -> String {
    let since = work.progress.since().map(|since| since_words(since, now));
    match (work.stage, since) {
        (Stage::Running, Some(since)) => format!("Running for {since}"),
        (Stage::Paused, Some(since)) if !work.reason.is_empty() => format!("{} for {since}", work.reason),
        (Stage::Paused, Some(since)) => format!("Paused for {since}"),
        (stage, _) => stage.label().to_owned(),
    }
}

fn waiting_words(work: &Work) -> String {
    match &work.blocked_by {
        Some((_, call)) => format!("Blocked by “{call}”"),
        None if work.stage == Stage::Waiting => format!("Waits for {}", work.waits_for),
        None => String::new(),
    }
}

fn tone(stage: Stage) -> Tone {
    match stage {
        Stage::Running | Stage::Finished => Tone::Good,
        Stage::Paused => Tone::Warning,
        Stage::Blocked => Tone::Bad,
        Stage::Ready => Tone::Info,
        Stage::Waiting => Tone::Muted,
    }
}

/// The checks that are due, each with the way to it.
fn checks(floor: Floor, work: &Work) -> Option<AnyView> {
    let task = work.task;
    let one = |(due, name): &(crate::model::DueCheck, String)| {
        let list = due.checklist;
        let open = move |()| floor.ask(Ask::Check(task, list));
        view! {
            <li>
                <Button label=format!("Fill in {name}") icon=Icon::Check on_press=open />
                <span class="hint">{due.why.clone()}</span>
            </li>
        }
    };
    (!work.due.is_empty()).then(|| view! { <ul class="work-checks">{work.due.iter().map(one).collect_view()}</ul> }.into_any())
}

fn buttons(floor: Floor, work: Work) -> AnyView {
    let task = work.task;
    let start = move |()| {
        floor.keep(floor.report(task, ReportKind::Start));
    };
    let ask = move |ask: fn(TaskId) -> Ask| move |()| floor.ask(ask(task));
    let begin = matches!(work.stage, Stage::Ready | Stage::Waiting | Stage::Paused | Stage::Blocked).then(|| {
        let label = if work.stage == Stage::Paused { "Go on" } else { "Start" };
        let look = if work.stage == Stage::Waiting { ButtonLook::Secondary } else { ButtonLook::Primary };
        let refused = work.blocked_by.as_ref().map(|(_, call)| format!("“{call}” blocks it. Resolve the call first."));
        view! { <Button label icon=Icon::Play look refused=Signal::stored(refused) on_press=start /> }
    });
    let running = (work.stage == Stage::Running).then(|| {
        view! {
            <Button label="Finish" icon=Icon::Success look=ButtonLook::Primary on_press=ask(Ask::Finish) />
            <Button label="Quantity" icon=Icon::Plus on_press=ask(Ask::Count) />
            <Button label="Pause" icon=Icon::Pause on_press=ask(Ask::Pause) />
        }
    });
    let paused = (work.stage == Stage::Paused).then(|| view! { <Button label="Finish" icon=Icon::Success on_press=ask(Ask::Finish) /> });
    let resolve = work.blocked_by.as_ref().map(|(issue, _)| {
        let issue = *issue;
        view! { <Button label="Resolve the call" icon=Icon::Check on_press=move |()| super::calls::resolve(floor, issue) /> }
    });
    let call = (work.stage != Stage::Finished && work.blocked_by.is_none())
        .then(|| view! { <Button label="Call for help" icon=Icon::Alert on_press=move |()| floor.ask(Ask::Call(Some(task))) /> });
    view! { <div class="work-buttons no-print">{begin} {running} {paused} {resolve} {call}</div> }.into_any()
}
