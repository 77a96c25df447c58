//! The periods of a group: load, capacity, how full it is, and beside that how long work waits.

use super::figures::{full, waiting_text};
use super::view::Rough;
use crate::ui::widgets::SortKey;
use crate::ui::widgets::Tone;
use crate::ui::widgets::table::{CellValue, Column, DataTable, TableView};
use leptos::prelude::*;
use std::sync::Arc;

/// One row a period; opening one takes its bar apart.
pub fn period_table(rough: Rough) -> AnyView {
    let columns = vec![
        Column::text("period", "Period").width(92),
        Column::number("load", "Load").width(72),
        Column::number("capacity", "Capacity").width(84),
        Column::number("full", "Full").width(84),
        Column::number("waiting", "Waiting").width(88).help("Hours that work waits before it is begun, by Kingman's equation."),
        Column::number("scheduled", "Scheduled").width(92).help("Hours of tasks that stand in the schedule."),
    ];
    let rows = Memo::new(move |_| rough.found.with(|found| Arc::new((0..found.period_names.len() as u64).collect::<Vec<u64>>())));
    let cell = Arc::new(move |id: u64, column: usize| {
        let period = id as usize;
        rough
            .with(|found, group| {
                let (load, capacity) = found.hours(group, period);
                match column {
                    0 => {
                        let name = found.period_names.get(period).cloned().unwrap_or_default();
                        CellValue { sort: SortKey::Number(id as f64), ..CellValue::text(name) }
                    }
                    1 => CellValue::number(load, 1),
                    2 => CellValue::number(capacity, 1),
                    3 if load <= 0.0 => CellValue::empty(),
                    3 => full(if capacity > 0.0 { load / capacity } else { f64::INFINITY }),
                    4 => match found.waiting(group, period) {
                        Some(waiting) => {
                            let tone = if waiting.utilisation >= 1.0 { Tone::Bad } else { Tone::Neutral };
                            let sort = SortKey::Number(waiting.waiting.in_queue.min(1e9));
                            CellValue { sort, ..CellValue::text(waiting_text(&waiting)).tone(tone) }
                        }
                        None => CellValue::empty(),
                    },
                    _ => match found.groups.get(group).and_then(|group| group.scheduled.get(period)).copied() {
                        Some(hours) if hours > 0.0 => CellValue::number(hours, 1),
                        _ => CellValue::empty(),
                    },
                }
            })
            .unwrap_or_default()
    });
    let open = Callback::new(move |id: u64| rough.period.set(Some(id as usize)));
    let view = RwSignal::new(TableView::of(&columns));
    view! { <DataTable label="Periods" columns rows cell view on_open=open /> }.into_any()
}
