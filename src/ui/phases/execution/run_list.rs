//! The run list: the work of a person or machine, with what can be reported of it, made for fingers.

use super::card::WorkCard;
use super::detail::WorkDetail;
use super::page::{Floor, resource_name, until};
use crate::app::derived::execution::adherence;
use crate::app::derived::schedule::moment_text;
use crate::model::{RecordId, ResourceId, TableName};
use crate::ui::links;
use crate::ui::records::lookup;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Button, ButtonLook, ComboField, EmptyState, Icon, Segmented, Split, TextField};
use leptos::prelude::*;
use leptos_router::components::A;

/// The run list.
#[component]
pub fn RunList(floor: Floor) -> impl IntoView {
    let ids = move || floor.listed.with(|listed| listed.works.iter().map(|work| work.task).collect::<Vec<_>>());
    let rest = move || floor.listed.with(|listed| listed.total.saturating_sub(listed.works.len()));
    let more = move || {
        let rest = rest();
        (rest > 0).then(|| view! { <Button label=format!("Show more ({rest})") on_press=move |()| floor.show_more() /> })
    };
    let state = move || {
        let now = floor.session.now();
        let found = floor.listed.with(|listed| adherence(&listed.works, now));
        let part = |count: usize, word: &str| (count > 0).then(|| format!("{count} {word}"));
        let parts = [
            part(found.running, "running"),
            part(found.paused, "paused"),
            part(found.blocked, "blocked"),
            part(found.overdue.len(), "later than planned"),
            part(found.finished, "finished"),
        ];
        let words: Vec<String> = parts.into_iter().flatten().collect();
        if words.is_empty() { "Nothing is running.".to_owned() } else { words.join(" · ") }
    };
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if floor.looked.get().is_some() {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            floor.looked.set(None);
        }
    });
    let title = Signal::derive(move || {
        let looked = floor.looked.get();
        floor
            .listed
            .with(|listed| listed.works.iter().find(|work| Some(work.task) == looked).map(|work| work.operation.clone()))
            .unwrap_or_default()
    });
    let is_empty = Memo::new(move |_| floor.listed.with(|listed| listed.works.is_empty()));
    let body = move || {
        if is_empty.get() {
            return nothing(floor).into_any();
        }
        view! {
            <p class="run-state" aria-live="polite">{state}</p>
            <div class="works">
                <For each=ids key=|id| *id children=move |id| view! { <WorkCard floor id /> } />
            </div>
            {more}
        }
        .into_any()
    };
    view! {
        <div class="execution">
            <ListTools floor />
            <Split title open aside=move || view! { <WorkDetail floor /> }>{body}</Split>
        </div>
    }
    .into_any()
}

fn nothing(floor: Floor) -> impl IntoView {
    let (scheduled, next) = floor.listed.with(|listed| (listed.scheduled, listed.next.clone()));
    if let Some(next) = next {
        let now = floor.session.now();
        let reach = if until("week", now).is_some_and(|end| next.start < end) { "week" } else { "all" };
        let text = format!("The next is {} of {}, planned to begin {}.", next.operation, next.what, moment_text(next.start, now));
        let further = move |()| floor.reach.set(reach.to_owned());
        let title = if floor.reach.get_untracked() == "week" { "Nothing more to do this week" } else { "Nothing more to do until tonight" };
        return view! {
            <EmptyState title text shape=Icon::Inbox>
                <Button label="Look further ahead" look=ButtonLook::Primary on_press=further />
            </EmptyState>
        }
        .into_any();
    }
    let (title, text) = if scheduled {
        ("No work here", "Nothing of it is scheduled. Look at the work of somebody else.")
    } else {
        (
            "Nothing is scheduled yet",
            "Plan the schedule first: each task then appears here for those who do it, who report when it begins, stops and ends.",
        )
    };
    let way = (!scheduled).then(|| view! { <A href=links::to("schedule/") attr:class="button">"To the schedule"</A> });
    view! { <EmptyState title text shape=Icon::Inbox>{way}</EmptyState> }.into_any()
}

/// Whose work, how far ahead, and who reports.
#[component]
fn ListTools(floor: Floor) -> impl IntoView {
    let session = floor.session;
    let lookup = lookup(session, TableName::Resource);
    let station = Signal::derive(move || {
        floor
            .station
            .get()
            .map(|resource| Choice::new(resource.raw().to_string(), resource_name(floor, resource)))
            .filter(|choice| !choice.label.is_empty())
    });
    let choose = move |choice: Option<Choice>| {
        floor.choose_station(choice.and_then(|choice| choice.key.parse().ok()).map(ResourceId::from_raw));
        Ok(())
    };
    let name = move |name: String| {
        floor.choose_person(name);
        Ok(())
    };
    let reach = ["day", "week", "all", "done"].into_iter().zip(["Until tonight", "This week", "All", "With finished"]);
    let reach = reach.map(|(key, label)| Choice::new(key, label)).collect::<Vec<_>>();
    view! {
        <div class="bar run-tools no-print">
            <ComboField label="Whose work" lookup value=station on_commit=choose placeholder="Everybody’s" />
            <TextField label="Who reports" value=floor.person on_commit=name placeholder="Your name" />
            <Segmented label="How far" options=reach value=floor.reach on_change=move |key: String| floor.reach.set(key) />
            <Button
                label="Call for help"
                icon=Icon::Alert
                look=ButtonLook::Danger
                on_press=move |()| floor.ask(super::ask::Ask::Call(None))
            />
        </div>
    }
    .into_any()
}
