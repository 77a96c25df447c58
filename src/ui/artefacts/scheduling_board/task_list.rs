//! The board as a table for other programs: one row per task.
//!
//! Never makes a file: that is the exchange's.

use super::aria::{slack_text, standing};
use crate::app::derived::schedule::{BoardData, index};
use crate::app::{OutCell, OutSheet};
use crate::model::{Span, Time};

const HEADS: [&str; 14] = [
    "Order",
    "Operation",
    "Item",
    "Quantity",
    "Resources",
    "Start",
    "End",
    "Status",
    "Pinned",
    "Order due",
    "Waits for",
    "Total float in hours",
    "Free float in hours",
    "Critical",
];

/// The tasks of the board below a row of headings.
pub fn task_list(board: &BoardData) -> OutSheet {
    let text = |text: &str| OutCell::Text(text.to_owned());
    let mut rows = vec![HEADS.iter().map(|head| text(head)).collect::<Vec<OutCell>>()];
    for (at, task) in board.tasks.iter().enumerate() {
        let resources: Vec<&str> =
            task.uses.iter().filter_map(|usage| board.resources.get(index(usage.resource))).map(|r| r.name.as_str()).collect();
        let waits: Vec<String> =
            board.predecessors(at as u32).into_iter().filter_map(|from| Some(board.task_name(board.task(from)?))).collect();
        let due = task.order.and_then(|at| board.orders.get(index(at))).and_then(|order| order.due);
        let time = |time: Option<Time>| time.map_or(OutCell::Empty, OutCell::Time);
        let slack = board.slack_of(at as u32);
        let hours = |span: Option<Span>| span.map_or(OutCell::Empty, |span| OutCell::Number((span.hours() * 100.0).round() / 100.0));
        rows.push(vec![
            text(board.order_name(task)),
            text(board.operation_name(task)),
            text(board.item_name(task.item)),
            OutCell::Number((task.quantity * 100.0).round() / 100.0),
            text(&resources.join("; ")),
            time(task.placed.then_some(task.start)),
            time(task.placed.then_some(task.end)),
            OutCell::Text(standing(board, task).unwrap_or_else(|| "Not scheduled".to_owned())),
            text(if task.pinned { "yes" } else { "no" }),
            time(due),
            text(&waits.join("; ")),
            hours(slack.map(|slack| slack.total)),
            hours(slack.map(|slack| slack.free)),
            text(&slack.filter(|slack| slack.decides.is_some()).and_then(|_| slack_text(board, at as u32)).unwrap_or_default()),
        ]);
    }
    OutSheet { name: "Tasks".to_owned(), rows }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;
    use crate::app::derived::schedule::sample::dairy;

    #[test]
    fn every_task_has_a_row_with_its_order_times_and_resources() {
        let workspace = dairy();
        let board = BoardData::collect(&workspace, Time::clamped(1_800_000_000));
        let list = task_list(&board);
        assert_eq!(list.rows.len(), board.tasks.len() + 1);
        assert!(list.rows.iter().all(|row| row.len() == HEADS.len()));
        let (task, row) = board.tasks.iter().zip(list.rows.iter().skip(1)).find(|(task, _)| task.placed).unwrap();
        assert_eq!(row[0], OutCell::Text(board.order_name(task).to_owned()));
        assert_eq!(row[5], OutCell::Time(task.start));
        let board = BoardData::collect(&workspace, crate::app::derived::schedule::sample::now());
        let list = task_list(&board);
        assert_eq!(
            list.rows[1][11..],
            [OutCell::Number(0.0), OutCell::Number(0.0), OutCell::Text("Critical: it decides when Order 2 is ready".to_owned())]
        );
        assert_eq!(list.rows[3][11..], [OutCell::Number(2.0), OutCell::Number(2.0), OutCell::Text(String::new())]);
    }
}
