//! The board as a table in a text file: one line per task.
//!
//! Never writes a cell that a spreadsheet would take for a formula.

use super::aria::standing;
use crate::app::derived::schedule::{BoardData, index, quantity_text};

/// The tasks of the board with a line of headings, times as `2026-03-01 08:00`.
pub fn csv(board: &BoardData) -> String {
    let mut out = String::from("Order,Operation,Item,Quantity,Resources,Start,End,Status,Pinned,Order due,Waits for\r\n");
    for (at, task) in board.tasks.iter().enumerate() {
        let resources: Vec<&str> =
            task.uses.iter().filter_map(|usage| board.resources.get(index(usage.resource))).map(|r| r.name.as_str()).collect();
        let waits: Vec<String> =
            board.waits_for(at as u32).iter().filter_map(|link| Some(board.task_name(board.task(link.from)?))).collect();
        let due = task.order.and_then(|at| board.orders.get(index(at))).and_then(|order| order.due);
        let time = |time: crate::model::Time| if task.placed { time.to_string() } else { String::new() };
        let cells = [
            board.order_name(task).to_owned(),
            board.operation_name(task).to_owned(),
            board.item_name(task.item).to_owned(),
            quantity_text(task.quantity),
            resources.join("; "),
            time(task.start),
            time(task.end),
            standing(board, task).unwrap_or_else(|| "Not scheduled".to_owned()),
            if task.pinned { "yes" } else { "no" }.to_owned(),
            due.map(|due| due.to_string()).unwrap_or_default(),
            waits.join("; "),
        ];
        let line: Vec<String> = cells.iter().map(|text| cell(text)).collect();
        out.push_str(&line.join(","));
        out.push_str("\r\n");
    }
    out
}

/// A cell: quoted where it must be, and with an apostrophe where it would be read as a formula.
pub fn cell(text: &str) -> String {
    let active = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && text.parse::<f64>().is_err();
    let text = if active { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_but_numbers_stay_numbers() {
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(cell("-cmd,x"), "\"'-cmd,x\"");
        assert_eq!(cell("-12.5"), "-12.5");
        assert_eq!(cell("say \"hi\""), "\"say \"\"hi\"\"\"");
    }
}
