//! Scenarios side by side: the same figures of the workspace and of each, and what is better or worse.

use super::Scenes;
use crate::app::derived::scenarios::{Figure, Figuring, ahead_awaited, ahead_figure, ahead_request, ahead_without, change_words};
use crate::app::web::{Analyst, turn};
use crate::engine::aggregate::Request;
use crate::engine::analysis::{Analysis, Answer};
use crate::model::{ScenarioId, TableName, Workspace};
use crate::ui::widgets::{Explained, Icon, Popover, SourceRow, explanation};
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
    let asking = StoredValue::new_local(None::<Analyst>);
    Effect::new(move |_| {
        scenes.session.watch(TableName::ALL, |_| ());
        let compared = scenes.compared();
        round.update_value(|round| *round = round.wrapping_add(1));
        let own = round.get_value();
        asking.set_value(None);
        leptos::task::spawn_local(async move {
            let is_asked = move || round.try_get_value() == Some(own);
            let requests = work_out(scenes, compared, columns, is_asked).await;
            if is_asked() {
                asking.try_set_value(plan_ahead(requests, columns));
            }
        });
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

/// Works out one column after the other, a turn of the browser for each step, as long as nothing else is asked for; answers what is asked of
/// the worker to plan each ahead.
async fn work_out(
    scenes: Scenes,
    compared: Vec<(ScenarioId, String)>,
    columns: RwSignal<Vec<Column>>,
    is_asked: impl Fn() -> bool,
) -> Vec<(u32, Request)> {
    let mut requests = Vec::new();
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
    for (at, (scenario, _)) in (0..).zip(all) {
        turn().await;
        if !is_asked() {
            return requests;
        }
        let seen = scenario.map(|scenario| session.seen_in(scenario));
        let mut figuring = Figuring::at(now);
        let step = |what: &mut dyn FnMut(&Workspace) -> bool| match &seen {
            None => session.peek_base(what),
            Some(Some(workspace)) => what(workspace),
            // The scenario is no more.
            Some(None) => true,
        };
        loop {
            turn().await;
            if !is_asked() {
                return requests;
            }
            if step(&mut |workspace| figuring.step(workspace)) {
                break;
            }
        }
        turn().await;
        if !is_asked() {
            return requests;
        }
        step(&mut |workspace| {
            match ahead_request(workspace, now) {
                Some(request) => {
                    requests.push((at, request));
                    figuring.found.push(ahead_awaited());
                }
                None => figuring.found.push(ahead_without("nothing that is asked for is made here.")),
            }
            true
        });
        let found = (!figuring.found.is_empty()).then_some(figuring.found);
        columns.try_update(|columns| {
            if let Some(column) = columns.get_mut(at as usize) {
                column.figures = found.map(Arc::new);
            }
        });
    }
    requests
}

/// Asks for the plans ahead; each answer takes the last place in its column, and so does the reason where there is none.
fn plan_ahead(requests: Vec<(u32, Request)>, columns: RwSignal<Vec<Column>>) -> Option<Analyst> {
    if requests.is_empty() {
        return None;
    }
    let places: Vec<u32> = requests.iter().map(|(at, _)| *at).collect();
    let put = move |at: u32, figure: Figure| {
        columns.try_update(|columns| {
            if let Some(last) = columns.get_mut(at as usize).and_then(|column| Arc::make_mut(column.figures.as_mut()?).last_mut()) {
                *last = figure;
            }
        });
    };
    let fail = move |reason: &str| places.iter().for_each(|at| put(*at, ahead_without(reason)));
    let failed = fail.clone();
    let asked = Analyst::ask(Analysis::Plan(requests), move |answer| match answer {
        Ok(Answer::Planned(planned)) => put(planned.at, ahead_figure(&planned.outcome)),
        Ok(_) => {}
        Err(reason) => fail(&reason),
    });
    asked.map_err(|reason| failed(&reason)).ok()
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
        view! { <td>{figure.words.clone()} {why(column.name.as_str(), figure)} {change}</td> }.into_any()
    };
    let cells: Vec<AnyView> = columns.iter().map(cell).collect();
    view! { <tr><th scope="row">{base.label} <span class="hint">{base.formula}</span></th>{cells}</tr> }.into_any()
}

/// The button that opens what a figure is made of.
fn why(of: &str, figure: Figure) -> AnyView {
    let Figure { label, formula, words, inputs, rows, count, .. } = figure;
    let name = format!("{label} of {of}: {words}. Explain");
    let kept = rows.len();
    let explained = Explained {
        label: format!("{label}, {of}"),
        value: words,
        formula: formula.to_owned(),
        inputs: inputs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        rows: rows.into_iter().map(|(label, value)| SourceRow { label, value, id: 0 }).collect(),
        note: if count > kept { format!("The first {kept} of {count}.") } else { String::new() },
        ..Explained::default()
    };
    let open = RwSignal::new(false);
    view! {
        <Popover label=name icon=Icon::Help icon_only=true class="button quiet no-print" open>
            {explanation(explained.clone(), None, open)}
        </Popover>
    }
    .into_any()
}
