//! Flow: how much is in work and how long it takes, by cumulative flow, ages, cycle times and Little's law.

use super::page::Desk;
use crate::app::derived::performance::{Figures, value_text};
use crate::app::derived::schedule::moment_text;
use crate::engine::performance::{Dimension, FlowUnit, Unit, kpi, percentiles};
use crate::model::{DAY, TableName};
use crate::ui::widgets::chart::{ChartData, LineChart, Period, Series};
use crate::ui::widgets::{EmptyState, Icon, Tone};
use leptos::prelude::*;

/// Open work that is listed at most.
const LISTED: usize = 50;
/// The latest of what was done that is drawn.
const DRAWN: usize = 120;

/// Everything about flow, of the whole.
pub fn flow_view(desk: Desk) -> AnyView {
    let content = move || desk.figures.with(|figures| content(desk, figures));
    view! { <div class="stack">{content}</div> }.into_any()
}

fn days(seconds: f64) -> f64 {
    seconds / DAY as f64
}

fn content(desk: Desk, figures: &Figures) -> AnyView {
    let units = figures.flowing();
    if units.is_empty() {
        let text = "Work flows once its start was reported on the run list, and orders once they are released.";
        return view! { <EmptyState title="Nothing flows yet" text shape=Icon::Flow /> }.into_any();
    }
    let lines = figures.cumulative(&units);
    let line = |label: &str, colour: u8, of: fn(&crate::engine::performance::FlowAt) -> u32| Series {
        label: label.to_owned(),
        values: lines.iter().map(|at| Some(f64::from(of(at)))).collect(),
        colour,
        ..Series::default()
    };
    let names = ["before".to_owned()].into_iter().chain(figures.basis.period_names.iter().cloned());
    let period = |name: String| Period { label: name.split(' ').next().unwrap_or(&name).to_owned(), name };
    let cumulative = ChartData {
        periods: names.map(period).collect(),
        series: vec![line("Released", 6, |at| at.released), line("Started", 2, |at| at.started), line("Done", 0, |at| at.done)],
        ..ChartData::default()
    };
    let cycle = figures.cycle_times(&units);
    let seconds: Vec<f64> = cycle.iter().map(|(_, seconds, _)| *seconds).collect();
    let ranks = percentiles(&seconds, &[0.5, 0.85, 0.95]);
    view! {
        {(figures.dimension != Dimension::All).then(|| view! { <p class="hint">"Flow is shown of everything, whatever the figures are told apart by."</p> })}
        <section class="stack">
            <h2>"Cumulative flow"</h2>
            <p class="hint">"Between started and done lies what is in work; the distance to the right is about how long it takes."</p>
            <LineChart label="Cumulative flow: released, started, done" data=Signal::stored(cumulative) />
        </section>
        {little(desk, figures)}
        {cycle_times(&cycle, &ranks, figures)}
        {ages(desk, figures, &units, &ranks)}
    }
    .into_any()
}

fn little(desk: Desk, figures: &Figures) -> AnyView {
    if figures.dimension != Dimension::All {
        return ().into_any();
    }
    let period = desk.period();
    let name = figures.basis.period_names.get(period).cloned().unwrap_or_default();
    let words = kpi("little").map(|known| figures.figure(known, 0, period)).and_then(|figure| {
        let value = figure.value?;
        let fits = (0.8..=1.25).contains(&value);
        let told = if fits {
            "Little’s law holds: what is in work, what is done and how long it takes fit each other."
        } else {
            "Little’s law does not hold: work grows or shrinks, or starts and ends are not reported when they happen. Read averages of this period with care."
        };
        Some(format!("{name}: mean in work / (done per time × mean cycle time) = {value:.2}. {told}"))
    });
    let words = words.unwrap_or_else(|| format!("{name}: nothing was done, so Little’s law says nothing."));
    view! { <p class="reading" role="status">{words}</p> }.into_any()
}

fn cycle_times(cycle: &[(crate::model::Time, f64, u64)], ranks: &[Option<f64>], figures: &Figures) -> AnyView {
    if cycle.is_empty() {
        return view! { <section class="stack"><h2>"Cycle times"</h2><p class="hint">"Nothing was done in these periods."</p></section> }
            .into_any();
    }
    let told = |at: usize| ranks.get(at).copied().flatten().map(|seconds| value_text(Some(Unit::Seconds), "", seconds)).unwrap_or_default();
    let words = format!(
        "Of {} done, half took no longer than {}, 85 of 100 no longer than {}, 95 of 100 no longer than {}.",
        cycle.len(),
        told(0),
        told(1),
        told(2)
    );
    let shown = cycle.get(cycle.len().saturating_sub(DRAWN)..).unwrap_or_default();
    let largest = shown.iter().map(|(_, seconds, _)| *seconds).fold(0.0, f64::max);
    let (scale, unit, decimals) = crate::app::derived::performance::chart_scale(Some(Unit::Seconds), "", largest);
    let level = |at: usize, label: &str, colour: u8| Series {
        label: label.to_owned(),
        values: vec![ranks.get(at).copied().flatten().map(|seconds| seconds * scale); shown.len()],
        colour,
        dashed: true,
        ..Series::default()
    };
    let mut series = vec![Series {
        label: "Cycle time".to_owned(),
        values: shown.iter().map(|(_, seconds, _)| Some(seconds * scale)).collect(),
        ..Series::default()
    }];
    series.extend([level(0, "50 %", 6), level(1, "85 %", 2), level(2, "95 %", 4)]);
    let period = |(time, ..): &(crate::model::Time, f64, u64)| Period {
        label: time.date_text().get(5..).unwrap_or_default().to_owned(),
        name: moment_text(*time, figures.basis.now),
    };
    let data = ChartData { periods: shown.iter().map(period).collect(), series, limit: None, unit, decimals };
    let more = (cycle.len() > shown.len()).then(|| view! { <p class="hint">{format!("The latest {} are drawn.", shown.len())}</p> });
    view! {
        <section class="stack">
            <h2>"Cycle times"</h2>
            <p>{words}</p>
            <div class="control-chart scatter">
                <LineChart label="Cycle time of each, in the order in which they were done" data=Signal::stored(data) />
            </div>
            {more}
        </section>
    }
    .into_any()
}

fn ages(desk: Desk, figures: &Figures, units: &[crate::engine::performance::Flowing], ranks: &[Option<f64>]) -> AnyView {
    let open = figures.ageing(units);
    let table =
        if figures.basis.asked.flow == FlowUnit::Orders && figures.dimension.is_of_orders() { TableName::Order } else { TableName::Task };
    let [half, most, last] = [0, 1, 2].map(|at| ranks.get(at).copied().flatten().unwrap_or(f64::INFINITY));
    let zone = |seconds: f64| match seconds {
        age if age > last => ("older than 95 of 100 took", Tone::Bad),
        age if age > most => ("older than 85 of 100 took", Tone::Warning),
        age if age > half => ("older than half took", Tone::Info),
        _ => ("", Tone::Neutral),
    };
    let rows: Vec<AnyView> = open
        .iter()
        .take(LISTED)
        .map(|age| {
            let name = desk.session.peek(|workspace| {
                let order = figures.basis.tasks.binary_search_by_key(&age.id, |task| task.id).ok();
                let order = order.and_then(|at| figures.basis.tasks.get(at)).map(|task| task.order).filter(|order| *order != 0);
                let label = workspace.label(table, age.id);
                match order.filter(|_| table == TableName::Task) {
                    Some(order) => format!("{label} · {}", workspace.label(TableName::Order, order)),
                    None => label,
                }
            });
            let (words, tone) = zone(age.seconds);
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="numbers">{value_text(Some(Unit::Seconds), "", age.seconds)}</td>
                    <td class=tone.class()>{words}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let left_out = open.len().saturating_sub(LISTED);
    let body = if open.is_empty() {
        view! { <p class="hint">"Nothing is in work."</p> }.into_any()
    } else {
        let oldest = open.first().map_or(0.0, |age| days(age.seconds));
        view! {
            <p>{format!("{} in work, the oldest for {oldest:.1} days.", open.len())}</p>
            <table class="report">
                <thead><tr><th scope="col">"Work"</th><th scope="col">"Age"</th><th scope="col">"Against what was done"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {(left_out > 0).then(|| view! { <p class="hint">{format!("and {left_out} younger")}</p> })}
        }
        .into_any()
    };
    view! { <section class="stack"><h2>"Age of work in progress"</h2>{body}</section> }.into_any()
}
