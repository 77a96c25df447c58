//! Scenarios: what if? Each is the workspace with something changed; they are looked at, compared side by side and taken over.

mod bar;
mod compare;
mod differences;
mod list;

pub use bar::strip;

use crate::app::derived::scenarios::scenario_rows;
use crate::app::{ScenarioCommand, Session};
use crate::model::ScenarioId;
use crate::ui::parts;
use crate::ui::widgets::{Button, ButtonLook, Dialog, EmptyState, Icon, TextField};
use bar::{look_at, look_at_workspace};
use leptos::prelude::*;
use list::ScenarioList;
use std::collections::BTreeMap;

/// What the page looks at. Copied freely.
#[derive(Clone, Copy)]
pub struct Scenes {
    session: Session,
    /// The scenario whose differences are shown.
    chosen: RwSignal<Option<ScenarioId>>,
    /// Which are compared, where somebody has said so.
    compared: RwSignal<BTreeMap<ScenarioId, bool>>,
}

/// So many of the newest scenarios are compared at first.
const COMPARED: usize = 3;

impl Scenes {
    /// The scenarios that are compared, with their names; tracked.
    fn compared(self) -> Vec<(ScenarioId, String)> {
        let said = self.compared.get();
        let is_compared = |(at, id): (usize, ScenarioId)| said.get(&id).copied().unwrap_or(at < COMPARED);
        let rows = scenario_rows(self.session).into_iter().enumerate();
        rows.filter(|(at, row)| is_compared((*at, row.id))).map(|(_, row)| (row.id, row.name)).collect()
    }
}

/// The page of scenarios.
#[component]
pub fn ScenariosPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let scenes = Scenes { session, chosen: RwSignal::new(None), compared: RwSignal::new(BTreeMap::new()) };
    let rows = Memo::new(move |_| scenario_rows(session));
    let adding = RwSignal::new(false);
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let content = move || {
        if is_empty.get() {
            return view! {
                <EmptyState
                    title="No scenario yet"
                    text="Begin one to try what you would not do at once: another shift, a machine more, an order less. Change and plan it as always, see side by side what it brings, then take it over, all or in part, or drop it."
                    shape=Icon::Tree
                />
            }
            .into_any();
        }
        view! {
            <ScenarioList scenes rows />
            {parts::side_by_side(scenes)}
        }
        .into_any()
    };
    view! {
        <article class="page">
            <header class="page-head">
                <div class="page-words">
                    <h1>"Scenarios"</h1>
                    <p class="page-question">
                        "What if? A scenario follows the workspace in all that you do not change in it, and counts for nothing until it is taken over."
                    </p>
                </div>
                <div class="page-state">
                    <Button label="New scenario" icon=Icon::Plus look=ButtonLook::Primary on_press=move || adding.set(true) />
                </div>
            </header>
            {content}
            <BeginDialog session open=adding />
        </article>
    }
    .into_any()
}

/// What is fetched when it is looked at: the figures, and how a scenario differs.
pub fn side_by_side(scenes: Scenes) -> AnyView {
    view! {
        {compare::side_by_side(scenes)}
        {differences::differences(scenes)}
    }
    .into_any()
}

/// Asks what a new scenario is called and what it is to find out.
#[component]
fn BeginDialog(session: Session, open: RwSignal<bool>) -> impl IntoView {
    let (name, note) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let missing = Signal::derive(move || name.with(|name| name.trim().is_empty()).then(|| "Enter a name first.".to_owned()));
    let into = |field: RwSignal<String>| {
        move |text: String| {
            field.set(text);
            Ok(())
        }
    };
    let begin = move |()| {
        let command = ScenarioCommand::Begin { name: name.get_untracked(), note: note.get_untracked(), from: None, time: session.now() };
        if session.act(command) {
            name.set(String::new());
            note.set(String::new());
            open.set(false);
            let newest = scenario_rows(session).into_iter().next();
            newest.into_iter().for_each(|row| look_at(session, row.id, &row.name));
        }
    };
    view! {
        <Dialog open title="New scenario">
            <TextField label="Name" value=name on_commit=into(name) required=true placeholder="Second shift on Saturdays" />
            <TextField label="What is it to find out?" value=note on_commit=into(note) placeholder="Whether all orders of May are on time then" />
            <div class="dialog-actions">
                <Button label="Cancel" on_press=move || open.set(false) />
                <Button label="Begin" look=ButtonLook::Primary refused=missing on_press=begin />
            </div>
        </Dialog>
    }
    .into_any()
}
