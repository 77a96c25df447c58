//! The list of series and of their groups.

use super::outlook::{Chosen, Outlook};
use crate::app::derived::forecast::{Series, method_name};
use crate::engine::analysis::Foreseen;
use crate::engine::forecast::DemandClass;
use crate::model::{ForecastId, ItemId, Period, RecordId};
use crate::ui::widgets::Tone;
use crate::ui::widgets::table::{CellValue, Column, DataTable, TableView};
use leptos::prelude::*;
use std::sync::Arc;

/// The id under which a group stands among the series: no record has it.
fn group_row(item: ItemId, period: Period) -> u64 {
    !item.raw() ^ period as u64
}

/// All series and groups; opening one shows it beside the list.
pub fn series_list(outlook: Outlook) -> AnyView {
    let columns = vec![
        Column::text("series", "Series").width(150),
        Column::number("next", "Next").width(76).help("What is expected of the period that has begun."),
        Column::number("error", "Error").width(72).help("Typical error of a forecast out of sample, as a share of the usual demand."),
        Column::text("pattern", "Pattern").hidden().width(96).help("By how often there is demand and how much it varies."),
        Column::text("method", "Method").hidden().width(190),
        Column::text("accepted", "Accepted").width(90).help("Whether the plan goes by a forecast that was accepted."),
    ];
    let rows = Signal::derive(move || {
        let groups = outlook.groups.with(|groups| groups.iter().map(|group| group_row(group.item, group.period)).collect::<Vec<_>>());
        let series = outlook.series.with(|all| all.iter().map(|series| series.id.raw()).collect::<Vec<_>>());
        Arc::new(groups.into_iter().chain(series).collect())
    });
    let cell = Arc::new(move |row: u64, column: usize| {
        let group = outlook.groups.with(|groups| groups.iter().find(|group| group_row(group.item, group.period) == row).cloned());
        if let Some(group) = group {
            let next = group.rows.iter().find(|row| row.history.is_none()).and_then(|row| row.expected);
            return match column {
                0 => CellValue::text(format!("{}, all", group.name)),
                1 => next.map(|next| CellValue::number(next, 0)).unwrap_or_default(),
                3 => CellValue::text(format!("{} series", group.members.len())),
                _ => CellValue::empty(),
            };
        }
        let id = ForecastId::from_raw(row);
        let foreseen = if column == 0 || column == 5 { None } else { outlook.of(id) };
        outlook
            .series
            .with(|all| all.iter().find(|series| series.id == id).map(|series| cell_of(series, foreseen.as_deref(), column)))
            .unwrap_or_default()
    });
    let open = Callback::new(move |row: u64| {
        let group = outlook.groups.with_untracked(|groups| {
            groups.iter().find(|group| group_row(group.item, group.period) == row).map(|group| Chosen::Group(group.item, group.period))
        });
        outlook.chosen.set(Some(group.unwrap_or(Chosen::Series(ForecastId::from_raw(row)))));
    });
    let view = RwSignal::new(TableView::of(&columns));
    view! { <DataTable label="Forecast series" columns rows cell view on_open=open /> }.into_any()
}

fn cell_of(series: &Series, foreseen: Option<&Foreseen>, column: usize) -> CellValue {
    match (column, foreseen) {
        (0, _) => CellValue::text(series.name.clone()),
        (5, _) => match series.coming().iter().filter(|row| row.expected().is_some()).count() {
            0 => CellValue::text("No").tone(Tone::Warning),
            all if all == series.coming().len() => CellValue::text("Yes"),
            some => CellValue::text(format!("{some} periods")),
        },
        (_, None) => CellValue::empty(),
        (1, Some(foreseen)) => foreseen.forecast.points.first().map(|next| CellValue::number(*next, 0)).unwrap_or_default(),
        (2, Some(foreseen)) => match relative_error(series, foreseen) {
            Some(share) => CellValue::text(format!("{:.0} %", share * 100.0)),
            None => CellValue::empty(),
        },
        (3, Some(foreseen)) => CellValue::text(class_name(foreseen.forecast.pattern.class)),
        (_, Some(foreseen)) => CellValue::text(method_name(foreseen.forecast.method)),
    }
}

/// The mean absolute error out of sample of the method in force.
pub fn typical_error(foreseen: &Foreseen) -> Option<f64> {
    let method = foreseen.forecast.method;
    foreseen.forecast.tried.iter().find(|tried| tried.method == method).map(|tried| tried.mean_absolute_error)
}

/// The typical error as a share of the mean demand of a period.
pub fn relative_error(series: &Series, foreseen: &Foreseen) -> Option<f64> {
    let history: Vec<f64> = series.history().into_iter().flatten().collect();
    let mean = history.iter().sum::<f64>() / history.len().max(1) as f64;
    (mean > 0.0).then_some(typical_error(foreseen)? / mean)
}

/// The class of a demand pattern in words.
pub fn class_name(class: DemandClass) -> &'static str {
    match class {
        DemandClass::Smooth => "Smooth",
        DemandClass::Erratic => "Erratic",
        DemandClass::Intermittent => "Intermittent",
        DemandClass::Lumpy => "Lumpy",
    }
}
