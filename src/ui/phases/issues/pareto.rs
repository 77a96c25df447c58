//! What happens most: bars by category, step, item, resource or cause with the share of all that they come to together.

use super::page::Scope;
use crate::app::derived::issues::{Dimension, Measure, PARETO_TABLES, ParetoRow, pareto};
use crate::app::derived::schedule::quantity_text;
use crate::guide::Term;
use crate::model::{IssueId, Span};
use crate::ui::terms::terms_line;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{EmptyState, Icon, Segmented};
use leptos::prelude::*;

/// The bars, and the issues behind the one that was pressed.
#[component]
pub fn ParetoView(scope: Scope) -> impl IntoView {
    let session = scope.session;
    let dimension = RwSignal::new(Dimension::Category);
    let measure = RwSignal::new(Measure::Issues);
    let days = RwSignal::new(0_i64);
    let picked = RwSignal::new(None::<String>);
    let rows = Memo::new(move |_| {
        let since = (days.get() > 0).then(|| session.now().minus(Span::from_days(days.get())));
        session.watch(&PARETO_TABLES, |workspace| pareto(workspace, dimension.get(), measure.get(), since))
    });
    let dimensions = Dimension::ALL.map(|known| Choice::new(known.label(), known.label())).to_vec();
    let choose = move |label: String| {
        picked.set(None);
        dimension.set(Dimension::ALL.into_iter().find(|known| known.label() == label).unwrap_or(Dimension::Category));
    };
    let is_units = move || measure.get() == Measure::Units;
    let body = move || {
        let rows = rows.get();
        if rows.is_empty() {
            let text = "There is nothing to count here. Choose a longer time, or write down what happened.";
            return view! { <EmptyState title="No issues" text shape=Icon::Chart /> }.into_any();
        }
        let drawn = rows.into_iter().map(|row| row_view(row, is_units(), picked)).collect_view();
        view! {
            {terms_line(&[(Term::Pareto, "Pareto"), (Term::Nonconformity, "nonconformity")])}
            <table class="pareto">
                <caption class="visually-hidden">"The most frequent first. Each row names the issues behind it when it is pressed."</caption>
                <thead>
                    <tr>
                        <th scope="col">{dimension.get().label()}</th>
                        <th scope="col" class="numbers">"Issues"</th>
                        <th scope="col" class="numbers">"Units"</th>
                        <th scope="col" class="pareto-scale" aria-label="Share of all"><span>"0"</span><span>"50 %"</span><span>"100 %"</span></th>
                        <th scope="col" class="numbers" title="Share of all down to and with this row">"Together"</th>
                    </tr>
                </thead>
                <tbody>{drawn}</tbody>
            </table>
        }
        .into_any()
    };
    let behind = move || {
        let label = picked.get()?;
        let issues = rows.with(|rows| rows.iter().find(|row| row.label == label).map(|row| row.issues.clone()))?;
        Some(view! {
            <section class="pareto-issues" aria-live="polite">
                <h2>{label}</h2>
                <ul class="source-rows" role="list">{issues.into_iter().map(|id| issue_view(scope, id)).collect_view()}</ul>
            </section>
        })
    };
    view! {
        <div class="stack">
            <div class="bar">
                <Segmented label="By" options=dimensions value=Signal::derive(move || dimension.get().label().to_owned()) on_change=choose />
                <Segmented
                    label="Counted"
                    options=vec![Choice::new("issues", "Issues"), Choice::new("units", "Units affected")]
                    value=Signal::derive(move || if is_units() { "units" } else { "issues" }.to_owned())
                    on_change=move |key: String| measure.set(if key == "units" { Measure::Units } else { Measure::Issues })
                />
                <Segmented
                    label="Time"
                    options=vec![Choice::new("30", "30 days"), Choice::new("90", "90 days"), Choice::new("0", "All")]
                    value=Signal::derive(move || days.get().to_string())
                    on_change=move |key: String| days.set(key.parse().unwrap_or(0))
                />
            </div>
            {body}
            {behind}
        </div>
    }
    .into_any()
}

fn row_view(row: ParetoRow, is_units: bool, picked: RwSignal<Option<String>>) -> AnyView {
    let ParetoRow { label, issues, units, share, cumulative } = row;
    let key = label.clone();
    let is_picked = {
        let key = key.clone();
        move || picked.with(|picked| picked.as_deref() == Some(key.as_str()))
    };
    let press = move |_| picked.update(|picked| *picked = (picked.as_deref() != Some(key.as_str())).then(|| key.clone()));
    let percent = |share: f64| format!("{:.1}%", share * 100.0);
    let class = if is_units { "pareto-bar units" } else { "pareto-bar" };
    view! {
        <tr>
            <th scope="row">
                <button type="button" class="pareto-name" aria-pressed=move || if is_picked() { "true" } else { "false" } on:click=press>
                    {label}
                </button>
            </th>
            <td class="numbers">{issues.len()}</td>
            <td class="numbers">{quantity_text(units)}</td>
            <td class="pareto-plot" aria-hidden="true">
                <span class=class style:inline-size=percent(share)></span>
                <span class="pareto-sum" style:inset-inline-start=percent(cumulative)></span>
            </td>
            <td class="numbers">{format!("{:.0} %", cumulative * 100.0)}</td>
        </tr>
    }
    .into_any()
}

fn issue_view(scope: Scope, id: IssueId) -> AnyView {
    let words = scope.issue(id, |issue| (issue.name.clone(), issue.raised.map(|raised| raised.date_text()).unwrap_or_default()));
    let (name, raised) = words.unwrap_or_default();
    view! {
        <li>
            <button type="button" class="source-row" on:click=move |_| scope.open(id)>
                <span>{name}</span>
                <span class="numbers">{raised}</span>
            </button>
        </li>
    }
    .into_any()
}
