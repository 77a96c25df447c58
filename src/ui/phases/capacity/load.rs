//! Load against capacity: a list of resources with their fullest period, a chart of one of them, and what is behind a bar.

use crate::app::Session;
use crate::app::derived::capacity::{Bucket, Load, ResourceLoad, load_of};
use crate::app::derived::demand::period_label;
use crate::model::{Period as PlanPeriod, RecordId, TableName, sort_with};
use crate::ui::widgets::chart::{BarChart, ChartData, Period, Series};
use crate::ui::widgets::table::{CellValue, Choice, Column, DataTable, Look};
use crate::ui::widgets::{EmptyState, Icon, Segmented, Tone};
use leptos::prelude::*;
use std::sync::Arc;

/// Load and capacity of every resource.
#[component]
pub fn LoadView() -> impl IntoView {
    let session = expect_context::<Session>();
    let period = RwSignal::new(session.settings().period);
    let load = Memo::new(move |_| load_of(session, period.get()));
    let chosen = RwSignal::new(None::<u64>);
    let shown = Memo::new(move |_| load.with(|load| resource_shown(load, chosen.get())));
    let bucket = RwSignal::new(None::<usize>);
    let options = vec![Choice::new("day", "Day"), Choice::new("week", "Week"), Choice::new("month", "Month")];
    let value = Signal::derive(move || period.get().code().to_owned());
    let change = Callback::new(move |code: String| {
        bucket.set(None);
        period.set(PlanPeriod::from_code(&code).unwrap_or_default());
    });
    let content = move || {
        if load.with(|load| load.resources.is_empty()) {
            let text = "Add the people and machines that do the work; their load appears here as soon as there are orders.";
            return view! { <EmptyState title="No resources yet" text shape=Icon::Gauge /> }.into_any();
        }
        view! {
            <p class="hint">
                {move || {
                    if load.with(|load| load.rough) {
                        "Nothing is scheduled yet: this is a rough cut, every open order counted when it should be worked on."
                    } else {
                        "From the scheduled tasks. Above the line is more than the resource can do."
                    }
                }}
            </p>
            <div class="load">
                {move || resource_table(session, load.get(), chosen, bucket)}
                <section class="stack">
                    <h2>{move || shown.get().map(|shown| name_of(session, &shown)).unwrap_or_default()}</h2>
                    <BarChart
                        label="Load and capacity by period"
                        data=Signal::derive(move || shown.get().map(|shown| chart_data(&shown, period.get())).unwrap_or_default())
                        on_pick=Callback::new(move |at: usize| bucket.set(Some(at)))
                    />
                    {move || {
                        let at = bucket.get();
                        let picked = shown.get().and_then(|shown| shown.buckets.get(at?).cloned());
                        match picked {
                            Some(picked) => parts_view(session, &picked, period.get(), shown.get().map_or("", |shown| unit_of(&shown))),
                            None => view! { <p class="hint">"Choose a bar to see the orders behind it."</p> }.into_any(),
                        }
                    }}
                </section>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="stack">
            <div class="bar">
                <Segmented label="Period" options value on_change=change />
            </div>
            {content}
        </div>
    }
    .into_any()
}

/// The resource chosen, or the one with the fullest period.
fn resource_shown(load: &Load, chosen: Option<u64>) -> Option<ResourceLoad> {
    let found = load.resources.iter().find(|resource| Some(resource.resource.raw()) == chosen);
    let fullest = || load.resources.iter().max_by(|a, b| peak(a).total_cmp(&peak(b)));
    found.or_else(fullest).cloned()
}

/// The greatest load as a share of the capacity in its period; 1 is full.
fn peak(resource: &ResourceLoad) -> f64 {
    resource.buckets.iter().map(ratio).fold(0.0, f64::max)
}

fn ratio(bucket: &Bucket) -> f64 {
    match (bucket.load_hours > 0.0, bucket.capacity_hours > 0.0) {
        (false, _) => 0.0,
        (true, true) => bucket.load_hours / bucket.capacity_hours,
        // Work where there is no capacity at all: shown as far above full, yet a number.
        (true, false) => 99.0,
    }
}

fn name_of(session: Session, resource: &ResourceLoad) -> String {
    session.peek(|workspace| workspace.label(TableName::Resource, resource.resource.raw()))
}

fn resource_table(session: Session, load: Load, chosen: RwSignal<Option<u64>>, bucket: RwSignal<Option<usize>>) -> AnyView {
    let columns = vec![
        Column::text("name", "Resource").width(216),
        Column::number("peak", "Fullest").width(84).help("The greatest load of a period as a share of its capacity."),
        Column::number("load", "Load").width(80),
        Column::number("capacity", "Capacity").width(86),
    ];
    let mut ids: Vec<(f64, u64)> = load.resources.iter().map(|resource| (peak(resource), resource.resource.raw())).collect();
    sort_with(&mut ids, |a, b| b.0.total_cmp(&a.0));
    let rows = Signal::stored(Arc::new(ids.into_iter().map(|(_, id)| id).collect::<Vec<u64>>()));
    let cell = Arc::new(move |id: u64, column: usize| {
        let Some(resource) = load.resources.iter().find(|resource| resource.resource.raw() == id) else { return CellValue::empty() };
        let sum = |pick: fn(&Bucket) -> f64| {
            let sum = CellValue::number(resource.buckets.iter().map(pick).sum::<f64>(), 1);
            CellValue { text: format!("{} {}", sum.text, unit_of(resource)), ..sum }
        };
        match column {
            0 => CellValue::text(name_of(session, resource)),
            2 => sum(|bucket| bucket.load_hours),
            3 => sum(|bucket| bucket.capacity_hours),
            _ => {
                let peak = peak(resource);
                let tone = if peak > 1.0 {
                    Tone::Bad
                } else if peak > 0.85 {
                    Tone::Warning
                } else {
                    Tone::Neutral
                };
                let text = CellValue::number(peak * 100.0, 0);
                CellValue { text: format!("{} %", text.text), ..text }.tone(tone).look(Look::Meter(peak))
            }
        }
    });
    let open = Callback::new(move |id: u64| {
        bucket.set(None);
        chosen.set(Some(id));
    });
    view! { <DataTable label="Resources by load" columns rows cell on_open=open /> }.into_any()
}

fn chart_data(resource: &ResourceLoad, period: PlanPeriod) -> ChartData {
    let periods = resource.buckets.iter().map(|bucket| {
        let name = period_label(period, bucket.start);
        let label = if period == PlanPeriod::Day { name.get(5..).unwrap_or(&name) } else { name.split(' ').next().unwrap_or(&name) };
        Period { label: label.to_owned(), name: name.clone() }
    });
    let values = |pick: fn(&Bucket) -> f64| resource.buckets.iter().map(|bucket| Some(pick(bucket))).collect();
    let capacity = Series { label: "Capacity".to_owned(), values: values(|bucket| bucket.capacity_hours), ..Series::default() };
    let load = Series { label: "Load".to_owned(), values: values(|bucket| bucket.load_hours), ..Series::default() };
    let unit = unit_of(resource).to_owned();
    ChartData { periods: periods.collect(), series: vec![load], limit: Some(capacity), unit, decimals: 1 }
}

fn unit_of(resource: &ResourceLoad) -> &'static str {
    if resource.in_units { "units" } else { "h" }
}

fn parts_view(session: Session, bucket: &Bucket, period: PlanPeriod, unit: &str) -> AnyView {
    let rows = bucket.by.iter().map(|part| {
        session.peek(|workspace| {
            let order = part.order.map(|order| workspace.label(TableName::Order, order.raw())).unwrap_or_else(|| "No order".to_owned());
            let work = part.operation.map(|operation| workspace.label(TableName::Operation, operation.raw())).unwrap_or_default();
            view! {
                <tr>
                    <th scope="row">{order}</th>
                    <td>{work}</td>
                    <td class="numbers">{format!("{:.1}", part.hours)}</td>
                </tr>
            }
        })
    });
    view! {
        <h3>{format!("{}: {:.1} of {:.1} {unit}", period_label(period, bucket.start), bucket.load_hours, bucket.capacity_hours)}</h3>
        <div class="scroll" tabindex="0" role="region" aria-label="What the load is made of">
            <table class="report">
                <thead>
                    <tr>
                        <th scope="col">"Order"</th>
                        <th scope="col">"Work"</th>
                        <th scope="col">"Hours"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
