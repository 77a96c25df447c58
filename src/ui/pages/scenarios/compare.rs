//! Scenarios side by side: the same figures of the workspace and of each, and what is better or worse.

use super::Scenes;
use crate::app::derived::scenarios::{Figure, change_words, figures};
use crate::app::web::turn;
use crate::model::{ScenarioId, TableName};
use leptos::prelude::*;
use std::sync::Arc;

/// The figures of the workspace or a scenario; nothing while they are worked out.
type Found = Option<Arc<Vec<Figure>>>;

/// One column: whose figures, under which name.
#[derive(Clone, PartialEq)]
struct Column {
    scenario: Option<ScenarioId>,
    name: String,
    figures: Found,
}

/// The comparison of the workspace with the scenarios that are chosen for it.
pub fn side_by_side(scenes: Scenes) -> AnyView {
    let columns = RwSignal::new(Vec::<Column>::new());
    let round = StoredValue::new(0_u32);
    Effect::new(move |_| {
        scenes.session.watch(TableName::ALL, |_| ());
        let compared = scenes.compared();
        round.update_value(|round| *round = round.wrapping_add(1));
        let own = round.get_value();
        leptos::task::spawn_local(work_out(scenes, compared, columns, move || round.try_get_value() == Some(own)));
    });
    let table = move || {
        let columns = columns.get();
        let Some(base) = columns.first().and_then(|column| column.figures.clone()) else {
            return view! { <p class="hint" role="status">"Working it out…"</p> }.into_any();
        };
        let heads: Vec<AnyView> = columns.iter().map(|column| view! { <th scope="col">{column.name.clone()}</th> }.into_any()).collect();
        let rows: Vec<AnyView> = base.iter().enumerate().map(|(at, figure)| row(&columns, at, figure)).collect();
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label="Scenarios side by side">
                <table class="plain-table side-by-side">
                    <thead><tr><th scope="col">"Figure"</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="stack">
            <h2>"Side by side"</h2>
            {table}
            <p class="hint">"Schedules are compared as they are: a scenario whose plan was not made anew shows what its changes do to the plan that is there."</p>
        </section>
    }
    .into_any()
}

/// Works out one column after the other, a turn of the browser for each, as long as nothing else is asked for.
async fn work_out(scenes: Scenes, compared: Vec<(ScenarioId, String)>, columns: RwSignal<Vec<Column>>, is_asked: impl Fn() -> bool) {
    let session = scenes.session;
    let now = session.now();
    let named = compared.into_iter().map(|(id, name)| (Some(id), name));
    let all: Vec<(Option<ScenarioId>, String)> = std::iter::once((None, "Workspace".to_owned())).chain(named).collect();
    // What was worked out before stays in sight until it is worked out anew.
    let before = columns.try_get_untracked().unwrap_or_default();
    let known =
        |scenario: Option<ScenarioId>| before.iter().find(|column| column.scenario == scenario).and_then(|column| column.figures.clone());
    let shown = all.iter().map(|(scenario, name)| Column { scenario: *scenario, name: name.clone(), figures: known(*scenario) }).collect();
    columns.try_set(shown);
    for (at, (scenario, _)) in all.into_iter().enumerate() {
        turn().await;
        if !is_asked() {
            return;
        }
        let found = match scenario {
            None => session.peek_base(|workspace| Some(figures(workspace, now))),
            Some(scenario) => session.seen_in(scenario).map(|workspace| figures(&workspace, now)),
        };
        columns.try_update(|columns| {
            if let Some(column) = columns.get_mut(at) {
                column.figures = found.map(Arc::new);
            }
        });
    }
}

fn row(columns: &[Column], at: usize, base: &Figure) -> AnyView {
    let cell = |column: &Column| {
        let Some(figure) = column.figures.as_ref().and_then(|figures| figures.get(at).cloned()) else {
            return view! { <td>"…"</td> }.into_any();
        };
        let change = column.scenario.and_then(|_| change_words(&figure, base)).map(|(by, better)| {
            let (class, word) = match better {
                Some(true) => ("change good", "better"),
                Some(false) => ("change bad", "worse"),
                None => ("change", ""),
            };
            view! { <span class=class>{by} " " {word}</span> }
        });
        view! { <td><span>{figure.words}</span> {change}</td> }.into_any()
    };
    let cells: Vec<AnyView> = columns.iter().map(cell).collect();
    view! { <tr><th scope="row">{base.label} <span class="hint">{base.formula}</span></th>{cells}</tr> }.into_any()
}
