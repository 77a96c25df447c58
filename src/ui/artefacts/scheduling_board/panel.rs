//! The panel beside the board: everything about the selected task and its order, and every deed as a button.
//!
//! Never decides anything: it asks the board's data and hands deeds to the board.

use super::aria::{slack_text, standing};
use super::board::Board;
use crate::app::derived::schedule::{BoardData, Index, index, length_text, moment_text, quantity_text};
use crate::guide::Term;
use crate::model::{RecordId, Span, TaskId};
use crate::ui::parts::{BoardView, board_view};
use crate::ui::terms::explained;
use crate::ui::widgets::{Button, ButtonLook, Icon};
use leptos::prelude::*;

/// The panel's heading.
pub fn heading(board: Board) -> String {
    let selection = board.selection.get();
    match selection.len() {
        0 => "Nothing selected".to_owned(),
        1 => {
            let id = selection.first().copied();
            board
                .data(|data| id.and_then(|id| data.find_task(id)).and_then(|at| data.task(at)).map(|task| data.task_name(task)))
                .unwrap_or_default()
        }
        many => format!("{many} tasks"),
    }
}

/// The panel of what is selected.
pub fn task_panel(board: Board) -> AnyView {
    let only = Memo::new(move |_| board.selection.with(|selection| if selection.len() == 1 { selection.first().copied() } else { None }));
    view! {
        <div class="task-panel">
            {move || match only.get() {
                Some(id) => task_view(board, id),
                None => several_view(board),
            }}
        </div>
    }
    .into_any()
}

fn several_view(board: Board) -> AnyView {
    let count = move || board.selection.with(|selection| selection.len());
    view! {
        <p class="hint">
            {move || if count() == 0 {
                "Click a task, or go to one with the arrow keys and press Enter."
            } else {
                "Hold Ctrl and click to add tasks or take them away."
            }}
        </p>
        <Show when=move || { count() > 0 && board.editable }>{deeds(board)}</Show>
        {move || order_view(common_order(board))}
    }
    .into_any()
}

/// The order that everything selected belongs to, if it is one.
fn common_order(board: Board) -> OrderWords {
    let selection = board.selection.get();
    board.data(|data| {
        let tasks: Vec<Index> = selection.iter().filter_map(|id| data.find_task(*id)).collect();
        let order = |at: &Index| data.task(*at).and_then(|task| task.order);
        let first = tasks.first().and_then(order);
        let one = first.is_some() && tasks.iter().all(|at| order(at) == first);
        tasks.first().filter(|_| one).map(|at| order_words(data, *at)).unwrap_or_default()
    })
}

/// Pin and unschedule for everything selected.
fn deeds(board: Board) -> AnyView {
    let all_pinned = move || {
        let selection = board.selection.get();
        board.data(|data| selection.iter().all(|id| data.find_task(*id).and_then(|at| data.task(at)).is_some_and(|task| task.pinned)))
    };
    let pin = Signal::derive(move || if all_pinned() { "Unpin".to_owned() } else { "Pin".to_owned() });
    view! {
        <div class="bar">
            <Button label=pin icon=Icon::Pin on_press=move |()| { board.toggle_pin(board.chosen()); } />
            <Button label="Take off the board" icon=Icon::Cross on_press=move |()| { board.unschedule(board.chosen()); } />
        </div>
    }
    .into_any()
}

fn task_view(board: Board, id: TaskId) -> AnyView {
    let known = move || board.data(|data| data.find_task(id).is_some());
    let facts = move || {
        let compared = board.compared.get();
        board
            .data(|data| {
                let at = data.find_task(id)?;
                let mut facts = facts(data, at);
                facts.extend(compared.and_then(|compared| compared.told(data, at)).map(|words| ("Baseline", words)));
                Some(facts)
            })
            .unwrap_or_default()
    };
    let about = move || board.data(|data| data.find_task(id).map(|at| order_words(data, at))).unwrap_or_default();
    let trouble = move || {
        let at = board.position(id)?;
        let is_in_conflict = board.data(|data| data.task(at).is_some_and(|task| task.conflict));
        is_in_conflict.then(|| trouble_view(board, at))
    };
    view! {
        <Show when=known fallback=|| view! { <p class="hint">"This task is no longer there."</p> }>
            <dl class="facts">
                {move || facts().into_iter().map(|(label, text)| view! { <dt>{fact_label(label)}</dt> <dd>{text}</dd> }).collect_view()}
            </dl>
            {trouble}
            <Show when=move || board.editable>
                {deeds(board)}
                {board_view(BoardView::Alter, board)}
            </Show>
            {move || order_view(about())}
            {move || board.data(|data| data.find_task(id).map(|at| neighbours_view(board, data, at)))}
        </Show>
    }
    .into_any()
}

/// What is known of a task, label by label.
fn facts(data: &BoardData, at: Index) -> Vec<(&'static str, String)> {
    let Some(task) = data.task(at) else { return Vec::new() };
    let mut facts = Vec::new();
    let item = data.item_name(task.item);
    if !item.is_empty() {
        facts.push(("Item", format!("{} × {item}", quantity_text(task.quantity))));
    }
    if task.placed {
        facts.push(("Start", moment_text(task.start, data.now)));
        facts.push(("End", format!("{} ({})", moment_text(task.end, data.now), task.end.since(task.start).text())));
    }
    let names = task.uses.iter().filter_map(|usage| {
        let row = data.resources.get(index(usage.resource))?;
        let amount = if usage.quantity == 1000 { String::new() } else { format!("{} × ", quantity_text(usage.quantity as f64 / 1000.0)) };
        Some(format!("{amount}{}", row.name))
    });
    let names: Vec<String> = names.collect();
    if !names.is_empty() {
        facts.push(("On", names.join(", ")));
    }
    facts.extend(data.changeovers(at).into_iter().map(|changeover| ("Changed over", changeover.words(data))));
    facts.push(("Status", standing(data, task).unwrap_or_else(|| "Not scheduled".to_owned()) + if task.pinned { ", pinned" } else { "" }));
    if let Some(slack) = data.slack_of(at) {
        facts.extend(slack.decides.and(slack_text(data, at)).map(|words| ("Critical", words.replacen("Critical: it d", "D", 1))));
        let until = |float: Span| match float.is_zero() {
            true => "None".to_owned(),
            false => format!("{} (starts by {})", length_text(float), moment_text(task.start.plus(float), data.now)),
        };
        facts.push(("Total float", until(slack.total)));
        facts.push(("Free float", until(slack.free)));
    }
    if let Some(release) = task.release {
        facts.push(("Not before", moment_text(release, data.now)));
    }
    facts
}

/// What is told of a task's order: its lines and why it is ready when it is.
#[derive(Default)]
struct OrderWords {
    name: String,
    lines: Vec<(&'static str, String)>,
    late: bool,
    why: Vec<String>,
}

fn order_words(data: &BoardData, at: Index) -> OrderWords {
    let Some((order_at, order)) = data.task(at).and_then(|task| task.order).and_then(|at| Some((at, data.orders.get(index(at))?))) else {
        return OrderWords::default();
    };
    let moment = |time| moment_text(time, data.now);
    let mut lines = Vec::new();
    lines.extend(order.due.map(|due| ("Due", moment(due))));
    lines.extend(order.ready.map(|ready| ("Ready", moment(ready))));
    if order.promised.is_some() && order.promised != order.ready {
        lines.extend(order.promised.map(|promised| ("Promised by the plan", moment(promised))));
    }
    lines.extend(order.lateness().map(|late| ("Late by", late.text())));
    let mut why: Vec<String> = data.why(order_at).into_iter().map(|because| because.sentence).collect();
    if !order.reason.is_empty() {
        why.push(format!("The plan said: {}", order.reason));
    }
    OrderWords { name: order.name.clone(), lines, late: order.lateness().is_some(), why }
}

fn order_view(words: OrderWords) -> Option<AnyView> {
    let OrderWords { name, lines, late, why } = words;
    (!name.is_empty()).then(|| {
        view! {
            <section class="task-section">
                <h3>{name}</h3>
                <dl class="facts">{lines.into_iter().map(|(label, text)| view! { <dt>{label}</dt> <dd>{text}</dd> }).collect_view()}</dl>
                <details open=late>
                    <summary>{if late { "Why it is late" } else { "Why then" }}</summary>
                    <ol class="why">{why.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view()}</ol>
                </details>
            </section>
        }
        .into_any()
    })
}

/// What stands against the place where the task is.
fn trouble_view(board: Board, at: Index) -> AnyView {
    let ground = board.ground(at);
    let sentences: Vec<String> = board.read(|state| {
        let troubles = ground.as_ref().map(|ground| state.data.troubles(ground)).unwrap_or_default();
        troubles.iter().map(|obstacle| obstacle.sentence(&state.data, at)).collect()
    });
    view! {
        <div class="task-trouble" role="note">
            <strong>"In conflict here"</strong>
            <ul>{sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// What the task waits for and what waits for it, each a way to go there.
fn neighbours_view(board: Board, data: &BoardData, at: Index) -> AnyView {
    let before: Vec<(TaskId, String)> = data.predecessors(at).into_iter().filter_map(|from| named(data, from)).collect();
    let after: Vec<(TaskId, String)> = data.successors(at).into_iter().filter_map(|to| named(data, to)).collect();
    let list = move |title: &'static str, tasks: Vec<(TaskId, String)>| {
        (!tasks.is_empty()).then(|| {
            let go = move |id: TaskId| {
                board.current.set(Some(id));
                board.selection.set([id].into());
                board.reveal(id);
            };
            let item = move |(id, name): (TaskId, String)| {
                view! { <li><Button label=name look=ButtonLook::Quiet on_press=move |()| go(id) /></li> }
            };
            view! {
                <section class="task-section">
                    <h3>{title}</h3>
                    <ul class="task-links">{tasks.into_iter().map(item).collect_view()}</ul>
                </section>
            }
        })
    };
    view! { {list("Waits for", before)} {list("Holds up", after)} }.into_any()
}

fn named(data: &BoardData, at: Index) -> Option<(TaskId, String)> {
    let task = data.task(at)?;
    let when = if task.placed { moment_text(task.start, data.now) } else { "not scheduled".to_owned() };
    Some((TaskId::from_raw(task.id.raw()), format!("{}, {when}", data.task_name(task))))
}

/// The label of a fact; float explains itself.
fn fact_label(label: &'static str) -> AnyView {
    if label.ends_with("float") { explained(Term::Float, label) } else { label.into_any() }
}
