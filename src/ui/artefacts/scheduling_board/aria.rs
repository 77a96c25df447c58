//! What is told of a task or row to somebody who does not see the board: everything the bar shows.
//!
//! Never leaves a meaning to colour or position.

use crate::app::derived::schedule::{BoardData, BoardTask, Index, Standing, counted, index, length_text, moment_text, quantity_text};
use crate::model::text::count_text;
use crate::model::{Span, TaskStatus};

/// A task in full sentences.
pub fn task_text(board: &BoardData, at: Index) -> String {
    let Some(task) = board.task(at) else { return String::new() };
    let mut parts = vec![what(board, task), place(board, task)];
    parts.extend(board.changeovers(at).into_iter().map(|changeover| format!("Changed over before it: {}", changeover.words(board))));
    parts.extend(standing(board, task));
    if task.pinned {
        parts.push("Pinned".to_owned());
    }
    let waits: Vec<String> = board.predecessors(at).into_iter().filter_map(|from| Some(board.task_name(board.task(from)?))).collect();
    if !waits.is_empty() {
        parts.push(format!("Waits for {}", listed(&waits)));
    }
    format!("{}.", parts.join(". "))
}

fn what(board: &BoardData, task: &BoardTask) -> String {
    let name = board.task_name(task);
    match board.item_name(task.item) {
        "" => name,
        item => format!("{name}, {} × {item}", quantity_text(task.quantity)),
    }
}

fn place(board: &BoardData, task: &BoardTask) -> String {
    if !task.placed {
        return "Not scheduled".to_owned();
    }
    let names: Vec<&str> =
        task.uses.iter().filter_map(|usage| board.resources.get(index(usage.resource))).map(|r| r.name.as_str()).collect();
    let on = if names.is_empty() { "No resource".to_owned() } else { names.join(" and ") };
    format!("{on}, {} to {}, {}", moment_text(task.start, board.now), moment_text(task.end, board.now), task.end.since(task.start).text())
}

/// How a task stands, in words; nothing where it is simply on time without a date.
pub fn standing(board: &BoardData, task: &BoardTask) -> Option<String> {
    let late = lateness(board, task);
    match board.standing(task) {
        Standing::Conflict => Some("In conflict with other work".to_owned()),
        Standing::Finished => Some(TaskStatus::Finished.label().to_owned()),
        Standing::Started => Some(TaskStatus::Started.label().to_owned()),
        Standing::Late => Some(late.map_or("Late".to_owned(), |late| format!("Order late by {}", late.text()))),
        Standing::OnTime => task.placed.then(|| "On time".to_owned()),
    }
}

/// Whether a task is critical and for what, or how much later it could be; nothing for what has no place or is finished.
pub fn slack_text(board: &BoardData, at: Index) -> Option<String> {
    let slack = board.slack_of(at)?;
    let Some(end) = slack.decides else {
        return Some(format!("{} of float", length_text(slack.total)));
    };
    let order = board.task(end).map_or("", |task| board.order_name(task));
    Some(if order.is_empty() {
        "Critical: it decides when all work is done".to_owned()
    } else {
        format!("Critical: it decides when {order} is ready")
    })
}

fn lateness(board: &BoardData, task: &BoardTask) -> Option<Span> {
    task.order.and_then(|at| board.orders.get(index(at)))?.lateness()
}

/// `a`, `a and b`, `a, b and 3 more`.
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
    }
}

/// What the board as a whole shows.
pub fn summary(board: &BoardData) -> String {
    let placed = board.tasks.iter().filter(|task| task.placed).count();
    let open = board.orders.iter().filter(|order| order.open);
    let late = open.clone().filter(|order| order.lateness().is_some()).count();
    let conflicts = board.tasks.iter().filter(|task| board.standing(task) == Standing::Conflict).count();
    format!(
        "{} on {}, {} of {} late, {} in conflict, {} not scheduled",
        counted(placed, "task", "tasks"),
        counted(board.resources.len(), "resource", "resources"),
        count_text(late),
        counted(open.count(), "order", "orders"),
        count_text(conflicts),
        count_text(board.tasks.len() - placed)
    )
}
