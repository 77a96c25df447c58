//! The ten pitfalls with what they rest on and a way out.

use super::page::Desk;
use crate::app::derived::performance::{Figures, Pitfall, TABLES, pitfalls};
use crate::engine::performance::Dimension;
use crate::engine::pitfalls::Level;
use crate::model::{TableName, Workspace};
use crate::ui::widgets::{Badge, Tone};
use leptos::prelude::*;

/// What pitfalls are read from beyond what figures are.
const MORE: [TableName; 9] = [
    TableName::Issue,
    TableName::IssueAction,
    TableName::Forecast,
    TableName::ForecastValue,
    TableName::Checklist,
    TableName::CheckItem,
    TableName::OperationResource,
    TableName::WorkLimit,
    TableName::Kpi,
];

/// What is found of everything, whatever the figures are told apart by; `more` are the tables it is read from beyond those of pitfalls.
pub fn of_everything<T>(desk: Desk, more: &[TableName], find: fn(&Workspace, &Figures) -> T) -> T {
    let all = |figures: &Figures| {
        let tables: Vec<TableName> = TABLES.iter().chain(&MORE).chain(more).copied().collect();
        desk.session.watch(&tables, |workspace| find(workspace, figures))
    };
    if desk.dimension.get() == Dimension::All {
        desk.figures.with(|figures| all(figures))
    } else {
        all(&Figures::of(desk.basis.get(), Dimension::All))
    }
}

/// The pitfalls, the worst first.
pub fn pitfalls_view(desk: Desk) -> AnyView {
    let found = Memo::new(move |_| of_everything(desk, &[], pitfalls));
    let list = move || found.get().into_iter().map(pitfall_view).collect_view();
    view! {
        <div class="stack">
            <p class="hint">"Ten ways to run work badly without meaning to. Each is told only where chance does not explain it or where its own rule is broken."</p>
            <ul class="pitfalls" role="list">{list}</ul>
        </div>
    }
    .into_any()
}

fn pitfall_view(found: Pitfall) -> AnyView {
    let (word, tone) = match found.level {
        Level::Red => ("Found", Tone::Bad),
        Level::Amber => ("Signs of it", Tone::Warning),
        Level::None => ("Not found", Tone::Good),
        Level::Unknown => ("Too little is known", Tone::Muted),
    };
    let is_found = found.level >= Level::Amber;
    let chance = found.p.map(|p| if p < 0.001 { ", p below 0.001".to_owned() } else { format!(", p = {p:.3}") }).unwrap_or_default();
    let rests = (found.level != Level::Unknown).then(|| view! { <p class="hint">{format!("n = {} {}{chance}", found.n, found.of)}</p> });
    view! {
        <li class="pitfall">
            <header><h2>{found.name}</h2><Badge label=word tone /></header>
            <p>{found.words}</p>
            {rests}
            {is_found.then(|| view! { <p><strong>"Way out: "</strong>{found.way_out}</p> })}
        </li>
    }
    .into_any()
}
