//! The tasks as a table: the same content as the board, for those who read better in rows.
//!
//! Never edits in place; a row opens the task's panel, where it can be moved.

use super::aria::standing;
use super::board::Board;
use crate::app::derived::schedule::{BoardData, BoardTask, Index, Standing, index, minute_of};
use crate::model::{RecordId, TaskId, sort_with_key};
use crate::ui::widgets::Tone;
use crate::ui::widgets::table::{CellValue, Column, DataTable};
use leptos::prelude::*;
use std::sync::Arc;

/// The tasks of the board as a table.
pub fn task_table(board: Board) -> AnyView {
    let columns = vec![
        Column::text("order", "Order").width(150),
        Column::text("operation", "Operation").width(170),
        Column::text("item", "Item").width(150),
        Column::number("quantity", "Quantity").width(90),
        Column::text("resources", "Resources").width(180),
        Column::date_time("start", "Start"),
        Column::date_time("end", "End"),
        Column::text("status", "Status").width(150),
        Column::boolean("pinned", "Pinned").width(80),
        Column::date_time("due", "Order due"),
        Column::number("total", "Total float (h)").width(120),
        Column::number("free", "Free float (h)").width(120),
        Column::boolean("critical", "Critical").width(90),
    ];
    let rows = Signal::derive(move || {
        Arc::new(board.data(|data| {
            let shown = board.read(|state| (0..data.tasks.len() as Index).filter(|at| state.layout.shows(*at)).collect::<Vec<_>>());
            let mut tasks: Vec<&BoardTask> = shown.into_iter().filter_map(|at| data.task(at)).collect();
            sort_with_key(&mut tasks, |task| (!task.placed, task.start));
            tasks.into_iter().map(|task| task.id.raw()).collect::<Vec<_>>()
        }))
    });
    let cell = Arc::new(move |id: u64, column: usize| {
        board.data(|data| {
            let at = data.find_task(TaskId::from_raw(id));
            at.and_then(|at| Some((at, data.task(at)?))).map_or_else(CellValue::empty, |(at, task)| value(data, at, task, column))
        })
    });
    let open = move |id: u64| board.open(TaskId::from_raw(id));
    view! { <DataTable label="Tasks" columns rows cell on_open=open /> }.into_any()
}

fn value(data: &BoardData, at: Index, task: &BoardTask, column: usize) -> CellValue {
    match column {
        0 => CellValue::text(data.order_name(task)),
        1 => CellValue::text(data.operation_name(task)),
        2 => CellValue::text(data.item_name(task.item)),
        3 => CellValue::number(task.quantity, if task.quantity.fract() == 0.0 { 0 } else { 2 }),
        4 => {
            let names: Vec<&str> =
                task.uses.iter().filter_map(|usage| data.resources.get(index(usage.resource))).map(|r| r.name.as_str()).collect();
            CellValue::text(names.join(", "))
        }
        5 if task.placed => CellValue::date_time(minute_of(task.start)),
        6 if task.placed => CellValue::date_time(minute_of(task.end)),
        7 => {
            let tone = match data.standing(task) {
                _ if !task.placed => Tone::Warning,
                Standing::Conflict | Standing::Late => Tone::Bad,
                Standing::Started => Tone::Info,
                Standing::Finished => Tone::Muted,
                Standing::OnTime => Tone::Good,
            };
            CellValue::text(standing(data, task).unwrap_or_else(|| "Not scheduled".to_owned())).tone(tone)
        }
        8 => CellValue::boolean(task.pinned),
        9 => {
            let due = task.order.and_then(|at| data.orders.get(index(at))).and_then(|order| order.due);
            due.map(CellValue::date_time).unwrap_or_default()
        }
        10..=12 => data.slack_of(at).map_or_else(CellValue::empty, |slack| match column {
            10 => CellValue::number(slack.total.hours(), 1),
            11 => CellValue::number(slack.free.hours(), 1),
            _ => CellValue::boolean(slack.decides.is_some()),
        }),
        _ => CellValue::empty(),
    }
}
