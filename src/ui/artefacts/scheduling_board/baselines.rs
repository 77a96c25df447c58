//! Baselines: the schedule saved under a name, and what has become of it since, task by task and order by order.
//!
//! Never changes the schedule; saving and removing a baseline are commands like any other.

use super::board::Board;
use super::build::Compared;
use super::ghosts;
use super::tools::{Shown, choose};
use crate::app::RecordCommand;
use crate::app::derived::schedule::{BoardData, Comparison, Fate, OrderVariance, Progress, Saved, TaskVariance, index, minute_of};
use crate::guide::Term;
use crate::model::{Baseline, BaselineId, OrderId, Record, RecordId, Span, TableName, TaskId, Time};
use crate::ui::terms::terms_line;
use crate::ui::widgets::table::{CellValue, Choice, Column, DataTable};
use crate::ui::widgets::{Button, ButtonLook, Segmented, TextField, Tone};
use leptos::prelude::*;
use std::sync::Arc;

/// Saving, choosing and removing baselines, and the comparison with the one chosen.
pub fn baselines_view(board: Board) -> AnyView {
    let session = board.session;
    let list = Memo::new(move |_| {
        session.watch(&[TableName::Baseline], |workspace| {
            workspace.baselines.values().map(|known| (known.id, known.name.clone(), known.saved)).collect::<Vec<_>>()
        })
    });
    let name = RwSignal::new(String::new());
    let save = move |()| {
        if save(board, name.get_untracked()) {
            name.set(String::new());
        }
    };
    let set_name = move |text: String| {
        name.set(text);
        Ok(())
    };
    let entry = move |(id, name, saved): (BaselineId, String, Option<Time>)| {
        let is_chosen = move || board.compared.with(|compared| compared.as_ref().is_some_and(|compared| compared.baseline == id));
        let label = Signal::derive(move || if is_chosen() { "Compare no longer".to_owned() } else { "Compare".to_owned() });
        let toggle = move |()| if is_chosen() { leave(board) } else { compare_with(board, id) };
        let when = saved.map(|time| format!("saved {}", minute_of(time))).unwrap_or_default();
        view! {
            <li class:chosen=is_chosen aria-current=move || is_chosen().then_some("true")>
                <span><strong>{name}</strong> " " <span class="hint">{when}</span></span>
                <Button label look=ButtonLook::Secondary on_press=toggle />
                <Show when=move || board.editable>
                    <Button label="Remove" look=ButtonLook::Quiet on_press=move |()| { remove(board, id); } />
                </Show>
            </li>
        }
    };
    view! {
        <div class="baselines board-view">
            {terms_line(&[(Term::Baseline, "baseline")])}
            <Show when=move || board.editable>
                <div class="bar">
                    <TextField label="Save the schedule as it stands, as" value=name on_commit=set_name placeholder="Agreed with the customer" />
                    <Button label="Save baseline" look=ButtonLook::Primary on_press=save />
                </div>
            </Show>
            <ul class="baseline-list" aria-label="Baselines">{move || list.get().into_iter().map(entry).collect_view()}</ul>
            {move || list.with(Vec::is_empty).then(|| view! {
                <p class="hint">"A baseline keeps when every task was to run. Save one when a schedule is agreed; later you see here, and on the board, what became of it."</p>
            })}
            {move || board.compared.with(|compared| compared.as_ref().map(|compared| comparison_view(board, compared)))}
        </div>
    }
    .into_any()
}

/// Saves the schedule as the board shows it and compares with it; whether it was done.
fn save(board: Board, name: String) -> bool {
    let (table, session) = (TableName::Baseline, board.session);
    let places = board.read(|state| state.data.pack_places());
    let record = Baseline { name, saved: Some(session.now()), places, ..Baseline::new(BaselineId::from_raw(0)) };
    let fields = (0..Baseline::FIELDS.len()).map(|field| (field, record.get(field))).collect();
    let is_done = session.act(RecordCommand::Add { table, fields, id: None });
    if is_done {
        let newest = session.peek(|workspace| workspace.baselines.values().find(|known| known.name == record.name).map(|known| known.id));
        newest.into_iter().for_each(|id| compare_with(board, id));
    }
    is_done
}

fn remove(board: Board, id: BaselineId) -> bool {
    let ids = vec![id.raw()];
    board.session.act(RecordCommand::Remove { table: TableName::Baseline, ids })
}

fn leave(board: Board) {
    board.compared.set(None);
    board.announcer.say("No longer compared.");
}

/// Compares with a baseline from now on, here and on the board.
fn compare_with(board: Board, id: BaselineId) {
    let opened = board.session.peek(|workspace| {
        workspace.baselines.get(&id).map(|baseline| (Arc::<str>::from(baseline.name.as_str()), Arc::new(Saved::open(baseline))))
    });
    let Some((name, saved)) = opened else { return };
    let totals = board.read(|state| state.data.compare(&saved)).totals;
    board.announcer.say(format!("Compared with {name}: {}.", totals.sentence()));
    board.compared.set(Some(Compared { baseline: id, name, saved, draw: ghosts::draw, words: ghosts::words }));
}

/// What the lists below the totals show.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    Orders,
    Tasks,
}

fn comparison_view(board: Board, compared: &Compared) -> AnyView {
    let (name, saved) = (compared.name.clone(), compared.saved.clone());
    let damaged = saved.damaged;
    let comparison = {
        let saved = saved.clone();
        Memo::new(move |_| board.data(|data| Arc::new(data.compare(&saved))))
    };
    let totals = move || comparison.with(|comparison| format!("Compared with “{name}”: {}.", comparison.totals.sentence()));
    let lines = RwSignal::new(Lines::Orders);
    let options = vec![Choice::new("orders", "Orders"), Choice::new("tasks", "Tasks")];
    let pick = move |key: String| lines.set(if key == "tasks" { Lines::Tasks } else { Lines::Orders });
    let key = Signal::derive(move || if lines.get() == Lines::Tasks { "tasks".to_owned() } else { "orders".to_owned() });
    let table = move || match lines.get() {
        Lines::Orders => orders_table(board, comparison),
        Lines::Tasks => tasks_table(board, comparison, saved.clone()),
    };
    view! {
        <p class="baseline-totals">{totals}</p>
        {(damaged > 0).then(|| view! {
            <p class="bad" role="note">{format!("{damaged} parts of this baseline are damaged; their tasks count as new.")}</p>
        })}
        <div class="bar">
            <Segmented label="What is compared" options value=key on_change=pick />
            <Button label="Show on the board" on_press=move |()| choose(board, Shown::Resources) />
        </div>
        {table}
    }
    .into_any()
}

type Compares = Memo<Arc<Comparison>>;

fn orders_table(board: Board, comparison: Compares) -> AnyView {
    let columns = vec![
        Column::text("order", "Order").width(150),
        Column::date_time("saved", "Ready then"),
        Column::date_time("ready", "Ready now"),
        Column::number("by", "Later by (h)").help("Below zero: earlier").width(110),
        Column::integer("later", "Tasks later").width(100),
        Column::integer("earlier", "Earlier").width(90),
        Column::integer("same", "As they were").width(110),
        Column::integer("new", "New").width(70),
        Column::integer("gone", "Gone").width(70),
    ];
    let rows =
        Signal::derive(move || Arc::new(comparison.with(|known| known.orders.iter().map(|order| order.order.raw()).collect::<Vec<_>>())));
    let cell = Arc::new(move |id: u64, column: usize| {
        comparison.with(|known| {
            let order = known.orders.iter().find(|order| order.order.raw() == id);
            order.map_or_else(CellValue::empty, |order| board.data(|data| order_cell(data, order, column)))
        })
    });
    // An order opens the task of it that ends last.
    let open = Callback::new(move |id: u64| {
        let last = board.read(|state| {
            let of_order = state.data.tasks.iter().filter(|task| state.data.order_id(task).is_some_and(|order| order.raw() == id));
            of_order.filter(|task| task.placed).max_by_key(|task| task.end).map(|task| task.id)
        });
        last.into_iter().for_each(|task| board.open(task));
    });
    view! { <DataTable label="Orders against the baseline" columns rows cell on_open=open /> }.into_any()
}

fn order_cell(data: &BoardData, order: &OrderVariance, column: usize) -> CellValue {
    let count = |fate: Fate| CellValue::integer(order.totals.of(fate) as i64);
    match column {
        0 => CellValue::text(order_name(data, Some(order.order))),
        1 => order.saved_ready.map(|time| CellValue::date_time(minute_of(time))).unwrap_or_default(),
        2 => order.ready.map(|time| CellValue::date_time(minute_of(time))).unwrap_or_default(),
        3 => order.by().map(hours_cell).unwrap_or_default(),
        4 => count(Fate::Later),
        5 => count(Fate::Earlier),
        6 => count(Fate::Same),
        7 => count(Fate::New),
        8 => CellValue::integer((order.totals.of(Fate::Gone) + order.totals.of(Fate::Unscheduled)) as i64),
        _ => CellValue::empty(),
    }
}

fn tasks_table(board: Board, comparison: Compares, saved: Arc<Saved>) -> AnyView {
    let columns = vec![
        Column::text("order", "Order").width(140),
        Column::text("operation", "Operation").width(150),
        Column::text("fate", "Against the baseline").width(160),
        Column::date_time("saved-start", "Start then"),
        Column::date_time("start", "Start now"),
        Column::number("start-by", "Starts later by (h)").help("Below zero: earlier").width(130),
        Column::date_time("saved-end", "End then"),
        Column::date_time("end", "End now"),
        Column::number("end-by", "Ends later by (h)").help("Below zero: earlier").width(130),
        Column::text("progress", "Progress").width(110),
    ];
    let rows =
        Signal::derive(move || Arc::new(comparison.with(|known| known.tasks.iter().map(|task| task.task.raw()).collect::<Vec<_>>())));
    let cell = Arc::new(move |id: u64, column: usize| {
        comparison.with(|known| {
            board.data(|data| {
                // Tasks of the board stand where the board has them; only those that are gone are looked for.
                let at = data.find_task(TaskId::from_raw(id)).and_then(|at| known.tasks.get(index(at)));
                let task = at.filter(|task| task.task.raw() == id).or_else(|| known.tasks.iter().rev().find(|task| task.task.raw() == id));
                task.map_or_else(CellValue::empty, |task| task_cell(data, &saved, task, column))
            })
        })
    });
    let open = Callback::new(move |id: u64| {
        let id = TaskId::from_raw(id);
        board.position(id).into_iter().for_each(|_| board.open(id));
    });
    view! { <DataTable label="Tasks against the baseline" columns rows cell on_open=open /> }.into_any()
}

fn task_cell(data: &BoardData, saved: &Saved, variance: &TaskVariance, column: usize) -> CellValue {
    let task = variance.at.and_then(|at| data.task(at));
    let placed = task.filter(|task| task.placed);
    let moment = |time| CellValue::date_time(minute_of(time));
    match column {
        0 => CellValue::text(match task {
            Some(task) => data.order_name(task).to_owned(),
            None => order_name(data, variance.saved.and_then(|was| was.order)),
        }),
        1 => CellValue::text(match task {
            Some(task) => data.operation_name(task).to_owned(),
            None => {
                let id = variance.saved.and_then(|was| was.operation);
                let known = data.operations.iter().find(|operation| Some(operation.id) == id);
                known.map_or("Task", |operation| operation.name.as_str()).to_owned()
            }
        }),
        2 => CellValue::text(variance.fate.words()).tone(match variance.fate {
            Fate::Later | Fate::Unscheduled | Fate::Gone => Tone::Warning,
            Fate::Earlier => Tone::Good,
            Fate::New => Tone::Info,
            Fate::Same => Tone::Muted,
        }),
        3 => variance.saved.map(|was| moment(was.start)).unwrap_or_default(),
        4 => placed.map(|task| moment(task.start)).unwrap_or_default(),
        5 => variance.by.map(|(start, _)| hours_cell(start)).unwrap_or_default(),
        6 => variance.saved.map(|was| moment(was.end)).unwrap_or_default(),
        7 => placed.map(|task| moment(task.end)).unwrap_or_default(),
        8 => variance.by.map(|(_, end)| hours_cell(end)).unwrap_or_default(),
        9 => match task.and_then(|task| data.progress_of(saved, task)) {
            Some(Progress::Behind(_)) => CellValue::text("Behind").tone(Tone::Bad),
            Some(Progress::Ahead(_)) => CellValue::text("Ahead").tone(Tone::Good),
            None => CellValue::empty(),
        },
        _ => CellValue::empty(),
    }
}

fn hours_cell(by: Span) -> CellValue {
    let cell = CellValue::number(by.hours(), 1);
    if by > Span::ZERO { cell.tone(Tone::Warning) } else { cell }
}

fn order_name(data: &BoardData, order: Option<OrderId>) -> String {
    match order {
        None => String::new(),
        Some(id) => {
            let known = data.find_order(id).and_then(|at| data.orders.get(index(at)));
            known.map_or("An order that is gone", |order| order.name.as_str()).to_owned()
        }
    }
}
