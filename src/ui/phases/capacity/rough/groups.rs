//! The groups of resources: how full they are, and how long work waits where they are fullest.

use super::figures::{full, percent, waiting_text};
use super::view::Rough;
use crate::model::{RecordId, ResourceId, sort_with};
use crate::ui::widgets::SortKey;
use crate::ui::widgets::table::{CellValue, Column, DataTable, TableView};
use leptos::prelude::*;
use std::sync::Arc;

/// All groups, the fullest first; opening one shows it beside the list.
pub fn group_list(rough: Rough) -> AnyView {
    let columns = vec![
        Column::text("name", "Resource").width(140),
        Column::number("load", "Load").width(72).help("Hours of work until the last period in which there is any."),
        Column::number("capacity", "Capacity").width(84),
        Column::number("whole", "Full").width(76).help("Load as a share of capacity over all periods with work."),
        Column::number("peak", "Fullest").width(84).help("The greatest load of a period as a share of its capacity."),
        Column::text("when", "In").width(88),
        Column::number("waiting", "Waiting").width(88).help("Hours that work waits in the fullest period, by Kingman's equation."),
    ];
    let rows = Memo::new(move |_| {
        rough.found.with(|found| {
            let mut ids: Vec<(f64, u64)> =
                found.groups.iter().enumerate().map(|(at, group)| (found.of_group(at).whole(), group.id.raw())).collect();
            sort_with(&mut ids, |a, b| b.0.total_cmp(&a.0));
            Arc::new(ids.into_iter().map(|(_, id)| id).collect::<Vec<u64>>())
        })
    });
    let cell = Arc::new(move |id: u64, column: usize| {
        rough.found.with(|found| {
            let Some(at) = found.groups.iter().position(|group| group.id.raw() == id) else { return CellValue::empty() };
            let of = found.of_group(at);
            let name = |period: usize| found.period_names.get(period).cloned().unwrap_or_default();
            match column {
                0 => CellValue::text(found.groups.get(at).map(|group| group.name.clone()).unwrap_or_default()),
                1 => CellValue::number(of.load, 1),
                2 => CellValue::number(of.capacity, 1),
                3 => full(of.whole()),
                4 => full(of.ratio),
                5 if of.ratio > 0.0 => CellValue { sort: SortKey::Number(of.fullest as f64), ..CellValue::text(name(of.fullest)) },
                5 => CellValue::empty(),
                _ => match found.waiting(at, of.fullest) {
                    Some(waiting) => CellValue {
                        sort: SortKey::Number(waiting.waiting.in_queue.min(1e9)),
                        ..CellValue::text(waiting_text(&waiting)).note(format!("at {}", percent(waiting.utilisation)))
                    },
                    None => CellValue::empty(),
                },
            }
        })
    });
    let open = Callback::new(move |id: u64| {
        rough.period.set(None);
        rough.chosen.set(Some(ResourceId::from_raw(id)));
    });
    let view = RwSignal::new(TableView::of(&columns));
    view! { <DataTable label="Groups of resources" columns rows cell view on_open=open /> }.into_any()
}
