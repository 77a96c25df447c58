//! The ten practices: how far each is adopted, by which conditions, and where it is taken up.

use super::page::Desk;
use super::pitfalls::of_everything;
use crate::app::ImprovementCommand;
use crate::app::derived::improvement::answer;
use crate::app::derived::performance::{ConditionLine, PRACTICE_TABLES, Practice, practices};
use crate::engine::practices::Adoption;
use crate::guide::WORKFLOW_REVIEWED;
use crate::model::{TableName, Time};
use crate::ui::links;
use crate::ui::widgets::{Badge, DateField, Icon, Tone, icon};
use leptos::prelude::*;
use leptos_router::components::A;

/// The practices, best ones first.
pub fn practices_view(desk: Desk) -> AnyView {
    let found = Memo::new(move |_| of_everything(desk, &PRACTICE_TABLES, practices));
    let group = move |is_leading: bool| {
        let list = move || {
            let all = found.get().into_iter().filter(|practice| practice.guide.is_leading == is_leading);
            all.map(|practice| practice_view(desk, practice)).collect_view()
        };
        view! { <ul class="pitfalls" role="list">{list}</ul> }
    };
    view! {
        <div class="stack">
            <p class="hint">"Ten ways to run work well, each with the conditions that make it and what the workspace says of them. What is not recorded is said, and counts neither for nor against."</p>
            <h2>"Best practices"</h2>
            {group(false)}
            <h2>"Leading practices"</h2>
            {group(true)}
        </div>
    }
    .into_any()
}

fn practice_view(desk: Desk, practice: Practice) -> AnyView {
    let guide = practice.guide;
    let (word, tone) = match practice.adoption {
        Adoption::Adopted => ("Adopted", Tone::Good),
        Adoption::Watch => ("Watch: in part", Tone::Warning),
        Adoption::NotYet => ("Not yet", Tone::Neutral),
        Adoption::Unknown => ("Cannot be told", Tone::Muted),
    };
    let counters =
        (!guide.counters.is_empty()).then(|| view! { <p class="hint">{format!("Counters: {}.", guide.counters.join("; "))}</p> });
    let is_done = practice.adoption == Adoption::Adopted;
    let way_on = (!is_done).then(|| view! { <p>{guide.way_on}</p> });
    let asked = (guide.key == "standard_work").then(|| reviewed_field(desk));
    view! {
        <li class="pitfall">
            <header><h3>{guide.name}</h3><Badge label=word tone /></header>
            <p>{guide.plain}</p>
            <ul class="conditions" role="list">{practice.conditions.into_iter().map(condition_view).collect_view()}</ul>
            {asked} {counters} {way_on}
            <p class="hint">{format!("After {}.", guide.source)} " " <A href=links::to(guide.route)>"Go there"<span class="visually-hidden">{format!(": {}", guide.name)}</span></A></p>
        </li>
    }
    .into_any()
}

fn condition_view(line: ConditionLine) -> AnyView {
    let (shape, word) = match line.holds {
        Some(true) => (Icon::Check, "Holds: "),
        Some(false) => (Icon::Cross, "Does not hold: "),
        None => (Icon::Help, ""),
    };
    view! { <li class:unknown=line.holds.is_none()>{icon(shape)}<span><span class="visually-hidden">{word}</span>{line.words}</span></li> }
        .into_any()
}

/// The day on which the workflow was last reviewed, which no record tells.
fn reviewed_field(desk: Desk) -> AnyView {
    let session = desk.session;
    let value = Signal::derive(move || {
        session.watch(&[TableName::Parameter], |workspace| answer(workspace, WORKFLOW_REVIEWED).and_then(|text| Time::parse(&text)))
    });
    let commit = move |day: Option<Time>| {
        let value = day.map(Time::date_text).unwrap_or_default();
        session.dispatch(&ImprovementCommand::Answer { key: WORKFLOW_REVIEWED.to_owned(), value }).map_err(|refusal| refusal.to_string())
    };
    view! { <DateField label="Workflow last reviewed on" value on_commit=commit /> }.into_any()
}
