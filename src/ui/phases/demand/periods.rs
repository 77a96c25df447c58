//! Demand by item and period: a chart of the items chosen and the table behind it.

use crate::app::Session;
use crate::app::derived::demand::{DemandTable, Quantities, Range, demand_table, period_label};
use crate::model::{ItemId, Period as PlanPeriod, RecordId, TableName};
use crate::ui::widgets::chart::{BarChart, ChartData, Period, Series};
use crate::ui::widgets::table::{CellValue, Choice, Column, DataTable};
use crate::ui::widgets::{EmptyState, Icon, Segmented};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Rows are numbered by item; orders without an item stand under this number.
const NO_ITEM: u64 = 0;

/// Demand by item and period.
#[component]
pub fn Periods() -> impl IntoView {
    let session = expect_context::<Session>();
    let period = RwSignal::new(session.settings().period);
    let with_history = RwSignal::new(false);
    let table = Memo::new(move |_| {
        let range = if with_history.get() { Range::Everything } else { Range::From(session.plan_start()) };
        session.watch(&[TableName::Order, TableName::Item], |workspace| demand_table(workspace, period.get(), range))
    });
    let selected = RwSignal::new(BTreeSet::<u64>::new());
    let chart = Signal::derive(move || table.with(|table| chart_data(table, period.get(), with_history.get(), &selected.get())));
    let options = vec![Choice::new("day", "Day"), Choice::new("week", "Week"), Choice::new("month", "Month")];
    let value = Signal::derive(move || period.get().code().to_owned());
    let change = Callback::new(move |code: String| period.set(PlanPeriod::from_code(&code).unwrap_or_default()));
    let times = vec![Choice::new("now", "From now on"), Choice::new("history", "With history")];
    let time = Signal::derive(move || if with_history.get() { "history" } else { "now" }.to_owned());
    let content = move || {
        if table.with(|table| table.rows.is_empty()) {
            let text = if with_history.get() {
                "Orders with a due date appear here by item and period."
            } else {
                "Open orders with a due date appear here by item and period. What was delivered is under “With history”."
            };
            return view! { <EmptyState title="No demand to show" text shape=Icon::Chart /> }.into_any();
        }
        view! {
            <BarChart label="Demand by period" data=chart />
            {move || items_table(table.get(), period.get(), with_history.get_untracked(), selected)}
        }
        .into_any()
    };
    view! {
        <div class="stack">
            <div class="bar">
                <Segmented label="Period" options value on_change=change />
                <Segmented label="Time" options=times value=time on_change=move |key: String| with_history.set(key == "history") />
                <span class="hint">"Select items in the table to see them alone in the chart."</span>
            </div>
            {content}
        </div>
    }
    .into_any()
}

fn row_id(item: Option<ItemId>) -> u64 {
    item.map_or(NO_ITEM, RecordId::raw)
}

fn chart_data(table: &DemandTable, period: PlanPeriod, with_history: bool, selected: &BTreeSet<u64>) -> ChartData {
    let shown = |item: Option<ItemId>| selected.is_empty() || selected.contains(&row_id(item));
    let count = table.starts.len().saturating_sub(1);
    let sum = |pick: fn(&Quantities) -> f64| -> Vec<Option<f64>> {
        (0..count)
            .map(|at| Some(table.rows.iter().filter(|row| shown(row.item)).filter_map(|row| row.periods.get(at)).map(pick).sum()))
            .collect()
    };
    let series = |label: &str, colour: u8, pick: fn(&Quantities) -> f64| Series {
        label: label.to_owned(),
        values: sum(pick),
        colour,
        ..Series::default()
    };
    // Where the periods lie in more than one year, each says in which.
    let years: BTreeSet<i32> = table.starts.iter().take(count).map(|start| start.iso_week().0).collect();
    let periods = table.starts.iter().take(count).map(|start| {
        let name = period_label(period, *start);
        let label = match period {
            _ if years.len() > 1 => name.clone(),
            PlanPeriod::Day => name.get(5..).unwrap_or(&name).to_owned(),
            _ => name.split(' ').next().unwrap_or(&name).to_owned(),
        };
        Period { label, name }
    });
    let delivered = with_history.then(|| series("Delivered", 6, |cell| cell.closed));
    let others = [series("Open", 0, |cell| cell.open), series("Inquiries and quotes", 3, |cell| cell.possible)];
    let series = delivered.into_iter().chain(others).collect();
    ChartData { periods: periods.collect(), series, limit: None, unit: String::new(), decimals: 0 }
}

/// The most periods beside each other in the table behind the chart.
const MOST_COLUMNS: usize = 60;

/// The table behind the chart: with history the newest periods, otherwise the next ones.
fn items_table(table: DemandTable, period: PlanPeriod, with_history: bool, selected: RwSignal<BTreeSet<u64>>) -> AnyView {
    let count = table.starts.len().saturating_sub(1);
    let first = if with_history { count.saturating_sub(MOST_COLUMNS) } else { 0 };
    let second = if with_history { Column::number("closed", "Delivered") } else { Column::number("overdue", "Overdue") };
    let mut columns = vec![Column::text("item", "Item").width(200), Column::number("open", "Open"), second];
    columns.extend(
        table
            .starts
            .iter()
            .take(count)
            .skip(first)
            .take(MOST_COLUMNS)
            .map(|start| Column::number("period", period_label(period, *start)).width(88)),
    );
    let ids: Vec<u64> = table.rows.iter().map(|row| row_id(row.item)).collect();
    let table = Arc::new(table);
    let cell = Arc::new(move |id: u64, column: usize| {
        let Some(row) = table.rows.iter().find(|row| row_id(row.item) == id) else { return CellValue::empty() };
        let shown = |number: f64| {
            if number == 0.0 { CellValue::empty() } else { CellValue::number(number, if number.fract() == 0.0 { 0 } else { 2 }) }
        };
        match column {
            0 => CellValue::text(row.label.clone()),
            1 => shown(row.total.open),
            2 => shown(if with_history { row.total.closed } else { row.overdue }),
            other => row.periods.get(first + other - 3).map(|cell| shown(cell.open + cell.closed)).unwrap_or_default(),
        }
    });
    let rows = Signal::stored(Arc::new(ids));
    view! { <DataTable label="Demand by item and period" columns rows cell selected /> }.into_any()
}
