//! Demand by item and period: a chart of the items chosen and the table behind it.

use crate::app::Session;
use crate::app::derived::demand::{DemandTable, Quantities, demand_table, period_label};
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
    let table = Memo::new(move |_| session.watch(&[TableName::Order, TableName::Item], |workspace| demand_table(workspace, period.get())));
    let selected = RwSignal::new(BTreeSet::<u64>::new());
    let chart = Signal::derive(move || table.with(|table| chart_data(table, period.get(), &selected.get())));
    let options = vec![Choice::new("day", "Day"), Choice::new("week", "Week"), Choice::new("month", "Month")];
    let value = Signal::derive(move || period.get().code().to_owned());
    let change = Callback::new(move |code: String| period.set(PlanPeriod::from_code(&code).unwrap_or_default()));
    let content = move || {
        if table.with(|table| table.rows.is_empty()) {
            return view! {
                <EmptyState title="No demand to show" text="Orders with a due date appear here by item and period." shape=Icon::Chart />
            }
            .into_any();
        }
        view! {
            <BarChart label="Demand by period" data=chart />
            {move || items_table(table.get(), period.get(), selected)}
        }
        .into_any()
    };
    view! {
        <div class="stack">
            <div class="bar">
                <Segmented label="Period" options value on_change=change />
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

fn chart_data(table: &DemandTable, period: PlanPeriod, selected: &BTreeSet<u64>) -> ChartData {
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
    let periods = table.starts.iter().take(count).map(|start| {
        let name = period_label(period, *start);
        let label = if period == PlanPeriod::Day {
            name.get(5..).unwrap_or(&name).to_owned()
        } else {
            name.split(' ').next().unwrap_or(&name).to_owned()
        };
        Period { label, name }
    });
    ChartData {
        periods: periods.collect(),
        series: vec![
            series("Delivered", 7, |cell| cell.closed),
            series("Open", 0, |cell| cell.open),
            series("Inquiries and quotes", 2, |cell| cell.possible),
        ],
        limit: None,
        unit: String::new(),
        decimals: 0,
    }
}

/// The table behind the chart: the periods that have demand, newest last, at most sixty of them.
fn items_table(table: DemandTable, period: PlanPeriod, selected: RwSignal<BTreeSet<u64>>) -> AnyView {
    let count = table.starts.len().saturating_sub(1);
    let first = count.saturating_sub(60);
    let mut columns = vec![Column::text("item", "Item").width(200), Column::number("open", "Open"), Column::number("closed", "Delivered")];
    columns
        .extend(table.starts.iter().take(count).skip(first).map(|start| Column::number("period", period_label(period, *start)).width(88)));
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
            2 => shown(row.total.closed),
            other => row.periods.get(first + other - 3).map(|cell| shown(cell.open + cell.closed)).unwrap_or_default(),
        }
    });
    let rows = Signal::stored(Arc::new(ids));
    view! { <DataTable label="Demand by item and period" columns rows cell selected /> }.into_any()
}
