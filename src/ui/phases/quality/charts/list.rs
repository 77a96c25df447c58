//! The control charts: a list, questions that have none yet, and the one that is shown.

use super::detail::detail;
use super::state::Charts;
use crate::app::derived::quality::{CHART_TABLES, uncharted};
use crate::model::{CheckItem, RecordId, TableName};
use crate::ui::widgets::{Button, EmptyState, Icon};
use leptos::prelude::*;

/// The tab of control charts.
#[component]
pub fn ChartsView(charts: Charts) -> impl IntoView {
    let session = charts.session;
    let open = Memo::new(move |_| session.watch(&CHART_TABLES, uncharted));
    let is_empty = Memo::new(move |_| charts.all.with(Vec::is_empty));
    let content = move || {
        if is_empty.get() && open.with(Vec::is_empty) {
            let text = "A control chart tells a signal from noise. Add a question that is measured or counted to a checklist; its answers can be charted.";
            return view! { <EmptyState title="Nothing to chart yet" text shape=Icon::Chart /> }.into_any();
        }
        let shown = move || {
            if is_empty.get() {
                let text = "Choose a question that is measured or counted: its answers become points, and what is no noise is marked.";
                return view! { <EmptyState title="No control chart yet" text shape=Icon::Chart /> }.into_any();
            }
            detail(charts)
        };
        view! {
            <div class="quality-lists">
                <nav aria-label="Control charts" class="no-print">
                    {chart_list(charts)}
                    {move || open.with(|open| offers(charts, open))}
                </nav>
                <div class="stack chart-detail">{shown}</div>
            </div>
        }
        .into_any()
    };
    view! { {content} }.into_any()
}

/// The charts by name; the one shown is pressed.
pub fn chart_list(charts: Charts) -> AnyView {
    let shown = Memo::new(move |_| charts.record.with(|chart| chart.as_ref().map(|chart| chart.id)));
    let rows = move || {
        let row = |(id, name): (crate::model::ControlChartId, String)| {
            view! {
                <li class="checklist" class:chosen=move || shown.get() == Some(id)>
                    <button class="checklist-name" aria-pressed=move || (shown.get() == Some(id)).to_string() on:click=move |_| charts.show(id)>
                        {name}
                    </button>
                </li>
            }
            .into_any()
        };
        charts.all.get().into_iter().map(row).collect::<Vec<_>>()
    };
    view! { <ul class="checklists" role="list">{rows}</ul> }.into_any()
}

/// A button for each question that is charted nowhere.
fn offers(charts: Charts, open: &[CheckItem]) -> AnyView {
    if open.is_empty() {
        return ().into_any();
    }
    let offer = |question: &CheckItem| {
        let list = question.checklist.map(|list| charts.session.peek(|workspace| workspace.label(TableName::Checklist, list.raw())));
        let (label, question) = (format!("Chart {}", question.name), question.clone());
        view! {
            <li>
                <Button label icon=Icon::Plus on_press=move |()| charts.add(&question) />
                <span class="hint">{list}</span>
            </li>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = open.iter().map(offer).collect();
    view! {
        <h2>"Not charted yet"</h2>
        <ul class="chart-offers" role="list">{rows}</ul>
    }
    .into_any()
}
