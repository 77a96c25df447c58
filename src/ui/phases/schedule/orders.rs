//! The orders with what was promised and how they stand on the board now.
//!
//! Never edits; orders are changed under Demand, tasks on the board.

use super::asks::{Asked, Asks};
use crate::app::derived::schedule::{BoardData, BoardOrder, index, minute_of, moment_text};
use crate::model::{RecordId, Verdict};
use crate::ui::artefacts::scheduling_board::Board;
use crate::ui::widgets::table::{CellValue, Column, DataTable};
use crate::ui::widgets::{Button, ButtonLook, Split, Tone};
use leptos::prelude::*;
use std::sync::Arc;

/// The orders, each with its date and why it is late if it is.
#[component]
pub fn PromiseTable(board: Board, asks: Asks) -> impl IntoView {
    let columns = vec![
        Column::text("order", "Order").width(160),
        Column::text("item", "Item").width(150),
        Column::number("quantity", "Quantity").width(85),
        Column::integer("priority", "Priority").width(75),
        Column::date_time("due", "Due"),
        Column::date_time("ready", "Ready"),
        Column::text("verdict", "Verdict").width(100),
        Column::duration("late", "Late by").width(100),
        Column::text("why", "Why").width(420),
    ];
    // The board's own list must be there before its surface has painted for the first time.
    Effect::new(move |_| board.catch_up());
    // What is still to be delivered comes before what was.
    let ids = |data: &BoardData, open: bool| {
        let chosen = data.orders.iter().filter(|order| order.open == open);
        chosen.map(|order| order.id.raw()).collect::<Vec<_>>()
    };
    let rows = Signal::derive(move || Arc::new(board.data(|data| [ids(data, true), ids(data, false)].concat())));
    let cell = Arc::new(move |id: u64, column: usize| {
        board.data(|data| {
            let order = data.find_order(RecordId::from_raw(id)).and_then(|at| Some((at, data.orders.get(index(at))?)));
            order.map_or_else(CellValue::empty, |(at, order)| match column {
                1 => CellValue::text(data.item_name(order.item).to_owned()),
                8 => CellValue::text(reason(data, at, order)),
                _ => value(order, column),
            })
        })
    });
    let open = RwSignal::new(false);
    let chosen = RwSignal::new(None::<u64>);
    let on_open = move |id: u64| {
        chosen.set(Some(id));
        open.set(true);
    };
    let title =
        Signal::derive(move || board.data(|data| order_of(data, chosen.get()).map(|(_, order)| order.name.clone()).unwrap_or_default()));
    view! {
        <Split title open aside=move || chain_view(board, asks, chosen)>
            <DataTable label="Orders" columns rows cell on_open />
        </Split>
    }
    .into_any()
}

fn order_of(data: &BoardData, id: Option<u64>) -> Option<(u32, &BoardOrder)> {
    let at = data.find_order(RecordId::from_raw(id?))?;
    Some((at, data.orders.get(index(at))?))
}

fn value(order: &BoardOrder, column: usize) -> CellValue {
    match column {
        0 => CellValue::text(order.name.clone()),
        2 => CellValue::number(order.quantity, if order.quantity.fract() == 0.0 { 0 } else { 2 }),
        3 => CellValue::integer(order.priority),
        4 => order.due.map(CellValue::date_time).unwrap_or_default(),
        5 => order.ready.or(order.promised).map(|ready| CellValue::date_time(minute_of(ready))).unwrap_or_default(),
        6 => verdict(order),
        7 => order.lateness().map(|late| CellValue::span(late).tone(Tone::Bad)).unwrap_or_default(),
        _ => CellValue::empty(),
    }
}

/// Why an order is as it is: the plan's words, unless the board has moved on since; then what its last task waits for now.
fn reason(data: &BoardData, at: u32, order: &BoardOrder) -> String {
    let is_as_planned = order.ready.is_none() || order.ready == order.promised;
    match order.lateness() {
        _ if is_as_planned => order.reason.clone(),
        Some(_) => data.why(at).into_iter().nth(1).map(|because| because.sentence).unwrap_or_default(),
        None => String::new(),
    }
}

/// What is said of an order: the plan's verdict, unless the board has moved on since.
fn verdict(order: &BoardOrder) -> CellValue {
    match (order.verdict, order.lateness()) {
        (Some(Verdict::Refused), _) => CellValue::text(Verdict::Refused.label()).tone(Tone::Bad),
        (Some(Verdict::Partial), _) => CellValue::text(Verdict::Partial.label()).tone(Tone::Bad),
        (_, Some(_)) => CellValue::text(Verdict::Late.label()).tone(Tone::Bad),
        (_, None) if order.ready.or(order.promised).is_some() => CellValue::text(Verdict::OnTime.label()).tone(Tone::Good),
        _ => CellValue::text("Not planned").tone(Tone::Muted),
    }
}

/// Why the chosen order is ready when it is, and the way to its tasks.
fn chain_view(board: Board, asks: Asks, chosen: RwSignal<Option<u64>>) -> AnyView {
    let chain = move || {
        board.data(|data| {
            let Some((at, order)) = order_of(data, chosen.get()) else { return Vec::new() };
            let mut lines: Vec<String> = data.why(at).into_iter().map(|because| because.sentence).collect();
            if !order.reason.is_empty() {
                lines.push(format!("The plan said: {}", order.reason));
            }
            lines
        })
    };
    let dates = move || {
        board.data(|data| {
            let (_, order) = order_of(data, chosen.get())?;
            let moment = |time| moment_text(time, data.now);
            let ready = order.ready.or(order.promised).map_or("It has no date yet".to_owned(), |ready| format!("Ready {}", moment(ready)));
            let due = order.due.map(|due| format!(", due {}", moment(due))).unwrap_or_default();
            Some(format!("{ready}{due}."))
        })
    };
    let is_late = Memo::new(move |_| board.data(|data| order_of(data, chosen.get()).is_some_and(|(_, order)| order.lateness().is_some())));
    let ask = move |()| {
        if let Some(order) = chosen.get_untracked() {
            asks.ask(Asked::Remedies(RecordId::from_raw(order)));
        }
    };
    let select = move |()| {
        let tasks = board.data(|data| {
            let tasks = order_of(data, chosen.get_untracked()).map(|(_, order)| order.tasks.clone()).unwrap_or_default();
            tasks.into_iter().filter_map(|at| data.task(at).map(|task| task.id)).collect::<Vec<_>>()
        });
        board.current.set(tasks.first().copied());
        board.selection.set(tasks.iter().copied().collect());
        if let Some(first) = tasks.first() {
            board.reveal(*first);
        }
    };
    view! {
        <div class="stack">
            <p>{dates}</p>
            <ol class="why">{move || chain().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ol>
            {move || is_late.get().then(|| view! { <Button label="What would make it on time?" on_press=ask /> })}
            <Button label="Select its tasks on the board" look=ButtonLook::Secondary on_press=select />
        </div>
    }
    .into_any()
}
