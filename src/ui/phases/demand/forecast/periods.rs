//! The periods of a series as a table to type and paste into: what was, and what is to come.

use super::detail::Shown;
use super::outlook::Outlook;
use crate::app::derived::demand::period_label;
use crate::app::derived::forecast::{Group, Series, share_out, values};
use crate::app::web::preferences::{LABEL, remembered};
use crate::app::{DemandCommand, ForecastCell, ForecastPart};
use crate::model::Time;
use crate::ui::widgets::entry::{Entered, number_text};
use crate::ui::widgets::table::{CellEdit, CellValue, Column, DataTable};
use leptos::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// A quantity with as many digits as it needs.
fn quantity(value: Option<f64>) -> CellValue {
    value.map(|value| CellValue::number(value, if value.fract() == 0.0 { 0 } else { 1 })).unwrap_or_default()
}

/// A quantity that says nothing where it is zero.
fn some_quantity(value: f64) -> CellValue {
    quantity((value != 0.0).then_some(value))
}

/// The places of some rows as ids; other numbers in the same places make no new rows.
fn rows_of(range: impl Fn() -> Range<usize> + Send + Sync + 'static, newest_first: bool) -> Signal<Arc<Vec<u64>>> {
    let ids = Memo::new(move |_| {
        let range = range();
        let ids = range.start as u64..range.end as u64;
        Arc::new(if newest_first { ids.rev().collect::<Vec<u64>>() } else { ids.collect() })
    });
    ids.into()
}

/// The periods to come: orders, forecast and what a person says instead.
pub fn coming_table(outlook: Outlook, shown: Shown) -> AnyView {
    let columns = vec![
        Column::text("period", "Period").width(96),
        Column::number("promised", "Promised").width(88).help("Open orders that the accepted plan delivers."),
        Column::number("open", "Open").width(72).help("Open orders that no plan has promised yet."),
        Column::number("forecast", "Forecast").width(88).help("What the method expects now."),
        Column::text("range", "95 % range").width(112),
        Column::number("accepted", "Accepted").width(88).help("The forecast that was accepted: what plans go by."),
        Column::number("override", "Override").width(88).editable().help("What a person expects instead; the accepted forecast stays."),
        Column::text("why", "Why").width(180).editable(),
        Column::text("by", "By").width(96),
        Column::number("left", "To be ordered").width(112).help("Expected, less what orders have used up."),
    ];
    let rows = rows_of(move || shown.with(|series, _| series.past..series.rows.len()), false);
    let cell = Arc::new(move |id: u64, column: usize| {
        shown.with(|series, foreseen| {
            let Some(row) = series.rows.get(id as usize) else { return CellValue::empty() };
            let ahead = (id as usize).saturating_sub(series.past);
            let forecast = foreseen.map(|foreseen| &foreseen.forecast);
            match column {
                0 => CellValue::text(period_label(series.period, row.start)),
                1 => some_quantity(row.promised),
                2 => some_quantity(row.open),
                3 => quantity(forecast.and_then(|forecast| forecast.points.get(ahead)).map(|point| (point * 10.0).round() / 10.0)),
                4 => forecast
                    .and_then(|forecast| forecast.ranges_95.get(ahead))
                    .map(|range| CellValue::text(format!("{} to {}", number_text(range.low, 0), number_text(range.high, 0))))
                    .unwrap_or_default(),
                5 => quantity(row.baseline),
                6 => quantity(row.adjustment),
                7 => CellValue::text(row.reason.clone()),
                8 => CellValue::text(row.author.clone()),
                _ => quantity(row.expected().map(|_| row.left)),
            }
        })
    });
    let on_edit = Callback::new(move |edits: Vec<CellEdit>| match shown.series.get_untracked() {
        Some(series) => override_cells(outlook, &series, &edits),
        None => Ok(()),
    });
    view! { <DataTable label="Periods to come" columns rows cell on_edit /> }.into_any()
}

/// Overrides and their reasons of one gesture: one command for each reason, mostly one.
fn override_cells(outlook: Outlook, series: &Series, edits: &[CellEdit]) -> Result<(), String> {
    let mut said: Vec<(String, ForecastCell)> = Vec::new();
    let mut rows: Vec<usize> = edits.iter().map(|edit| edit.row as usize).collect();
    rows.dedup();
    for at in rows {
        let Some(row) = series.rows.get(at) else { continue };
        let of = |key: &str| edits.iter().find(|edit| edit.row as usize == at && edit.key == key);
        let quantity = match of("override") {
            Some(edit) => number_of(&edit.value),
            None => row.adjustment,
        };
        let reason = of("why").map_or(row.reason.clone(), |edit| edit.value.as_text().to_owned());
        if quantity.is_none() && row.adjustment.is_none() {
            return Err("Enter an override first; then say why.".to_owned());
        }
        said.push((reason, ForecastCell { forecast: series.id, start: row.start, range: None, quantity }));
    }
    let author = remembered(LABEL).unwrap_or_default();
    while let Some((reason, _)) = said.first().cloned() {
        let (same, other): (Vec<_>, Vec<_>) = said.into_iter().partition(|(why, _)| *why == reason);
        said = other;
        let cells = same.into_iter().map(|(_, cell)| cell).collect();
        send(outlook, values(ForecastPart::Adjustment, cells, &reason, &author))?;
    }
    Ok(())
}

fn number_of(value: &Entered) -> Option<f64> {
    if let Entered::Number(number) = value { Some(*number) } else { None }
}

fn send(outlook: Outlook, command: DemandCommand) -> Result<(), String> {
    outlook.session.dispatch(&command).map_err(|refusal| format!("{} {}", refusal.what, refusal.todo))
}

/// The periods that are over: what was asked for, by orders or as it was typed, and what the forecast takes instead.
pub fn past_table(outlook: Outlook, shown: Shown) -> AnyView {
    let columns = vec![
        Column::text("period", "Period").width(96),
        Column::number("orders", "By orders").width(96).help("Orders due in the period, without those withdrawn."),
        Column::number("typed", "Typed").width(96).editable().help("History that was typed or brought in; counts instead of the orders."),
        Column::number("corrected", "Corrected").width(96).editable().help("What the forecast takes instead of something unusual."),
        Column::number("used", "Taken").width(96).help("What the forecast learns from."),
    ];
    // The newest first: that is what one looks for.
    let rows = rows_of(move || shown.with(|series, _| 0..series.past), true);
    let cell = Arc::new(move |id: u64, column: usize| {
        shown.with(|series, _| {
            let Some(row) = series.rows.get(id as usize) else { return CellValue::empty() };
            match column {
                0 => CellValue::text(period_label(series.period, row.start)),
                1 => quantity(row.ordered),
                2 => quantity(row.typed),
                3 => quantity(row.correction),
                _ => quantity(row.correction.or(row.history())),
            }
        })
    });
    let on_edit = Callback::new(move |edits: Vec<CellEdit>| {
        let Some(series) = shown.series.get_untracked() else { return Ok(()) };
        for (key, part) in [("typed", ForecastPart::History), ("corrected", ForecastPart::Correction)] {
            let cell = |edit: &CellEdit| {
                let start = series.rows.get(edit.row as usize)?.start;
                Some(ForecastCell { forecast: series.id, start, range: None, quantity: number_of(&edit.value) })
            };
            let cells: Vec<ForecastCell> = edits.iter().filter(|edit| edit.key == key).filter_map(cell).collect();
            if !cells.is_empty() {
                send(outlook, values(part, cells, "", ""))?;
            }
        }
        Ok(())
    });
    view! { <DataTable label="Periods that are over" columns rows cell on_edit /> }.into_any()
}

/// The periods to come of a group; what is said of it is shared out to its series.
pub fn group_table(outlook: Outlook, group: Memo<Option<Group>>) -> AnyView {
    let columns = vec![
        Column::text("period", "Period").width(96),
        Column::number("on_order", "On order").width(96),
        Column::number("expected", "Expected")
            .width(110)
            .editable()
            .help("The sum over the series; what is entered is shared out to them."),
        Column::number("left", "To be ordered").width(120),
    ];
    let coming = |group: &Group| group.rows.iter().take_while(|row| row.history.is_some()).count()..group.rows.len();
    let rows = rows_of(move || group.with(|group| group.as_ref().map(coming).unwrap_or_default()), false);
    let cell = Arc::new(move |id: u64, column: usize| {
        group.with(|group| {
            let Some((group, row)) = group.as_ref().and_then(|group| Some((group, group.rows.get(id as usize)?))) else {
                return CellValue::empty();
            };
            match column {
                0 => CellValue::text(period_label(group.period, row.start)),
                1 => some_quantity(row.on_order),
                2 => quantity(row.expected),
                _ => quantity(row.expected.map(|_| row.left)),
            }
        })
    });
    let on_edit = Callback::new(move |edits: Vec<CellEdit>| {
        let Some(group) = group.get_untracked() else { return Ok(()) };
        let mut cells = Vec::new();
        for edit in &edits {
            let Some(row) = group.rows.get(edit.row as usize) else { continue };
            match number_of(&edit.value) {
                Some(total) if (0.0..=1e11).contains(&total) => cells.extend(shares(outlook, &group, row.start, total)),
                Some(_) => return Err("Enter what is expected in all, from 0 to 100,000,000,000.".to_owned()),
                None => {
                    cells.extend(shares(outlook, &group, row.start, 0.0).into_iter().map(|cell| ForecastCell { quantity: None, ..cell }))
                }
            }
        }
        let (reason, author) = (format!("Shared out of {}", group.name), remembered(LABEL).unwrap_or_default());
        let command = DemandCommand::SetValues { what: ForecastPart::Adjustment, cells, reason, author };
        send(outlook, command)
    });
    view! { <DataTable label="Periods to come" columns rows cell on_edit /> }.into_any()
}

fn shares(outlook: Outlook, group: &Group, start: Time, total: f64) -> Vec<ForecastCell> {
    outlook.series.with_untracked(|all| share_out(all, group, start, total))
}
