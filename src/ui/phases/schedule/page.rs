//! The page of the Schedule phase.

use super::asks::{AnswerDialog, Asked, Asks};
use super::orders::PromiseTable;
use super::planning::{PlanButton, PlanState};
use crate::app::Session;
use crate::app::derived::schedule::{BoardData, BoardOrder, Standing, counted, index, moment_text};
use crate::guide::Term;
use crate::model::text::count_text;
use crate::model::{Phase, TableName};
use crate::ui::artefacts::scheduling_board::{Board, SchedulingBoard};
use crate::ui::phases::PhaseFrame;
use crate::ui::terms::terms_line;
use crate::ui::widgets::{EmptyState, Explained, Icon, SourceRow, Stat, Tab, Tabs, Tone};
use crate::ui::{links, parts};
use leptos::prelude::*;

/// When each task runs, and whether every order will be ready in time.
#[component]
pub fn SchedulePage() -> impl IntoView {
    let session = expect_context::<Session>();
    let board = Board::new(session, true);
    let asks = Asks::provide();
    if links::promise_asked() {
        asks.ask(Asked::Promise);
    }
    // The engine is fetched when it is first asked, its dialogs as soon as the page has nothing else to do.
    parts::fetch_answers();
    let has_tasks = Memo::new(move |_| session.watch(&[TableName::Task], |workspace| !workspace.tasks.is_empty()));
    let has_orders = Memo::new(move |_| session.watch(&[TableName::Order], |workspace| !workspace.orders.is_empty()));
    let selected = links::tab(&["board", "orders"]);
    let tabs = move || {
        let tabs = vec![
            Tab::new("board", "Board", move || view! { <SchedulingBoard board /> }.into_any()),
            Tab::new("orders", "Orders and promises", move || view! { <PromiseTable board asks /> }.into_any()),
        ];
        view! {
            <Figures board />
            {terms_line(&[
                (Term::Tardiness, "lateness"),
                (Term::Deadline, "deadline"),
                (Term::Makespan, "makespan"),
                (Term::CriticalPath, "critical path"),
                (Term::Precedence, "precedence"),
                (Term::FrozenTime, "frozen time"),
            ])}
            <Tabs label="Schedule" tabs selected />
        }
        .into_any()
    };
    let nothing = move || {
        let (title, text) = if has_orders.get() {
            (
                "Nothing is scheduled yet",
                "Choose “Plan”: every open order is netted against stock, broken into tasks and placed on resources within their capacity. Nothing changes before you accept the plan.",
            )
        } else {
            ("There are no orders to schedule", "Add orders under Demand or import a workbook; then come back and choose “Plan”.")
        };
        view! { <EmptyState title text shape=Icon::Board /> }.into_any()
    };
    view! {
        <PhaseFrame phase=Phase::Schedule actions=Box::new(|| view! { <PlanButton /> }.into_any())>
            <PlanState />
            {move || if has_tasks.get() { tabs() } else { nothing() }}
            <AnswerDialog />
        </PhaseFrame>
    }
    .into_any()
}

fn open_orders(data: &BoardData) -> impl Iterator<Item = &BoardOrder> {
    data.orders.iter().filter(|order| order.open)
}

/// The schedule in four figures.
#[component]
fn Figures(board: Board) -> impl IntoView {
    let late = Signal::derive(move || {
        board.data(|data| {
            let late: Vec<_> = open_orders(data).filter_map(|order| Some((order, order.lateness()?))).collect();
            Explained {
                label: "Late orders".to_owned(),
                value: count_text(late.len()),
                tone: if late.is_empty() { Tone::Good } else { Tone::Bad },
                detail: format!("of {}", count_text(open_orders(data).count())),
                formula: "open orders whose last task ends after they are due, as the board stands".to_owned(),
                rows: late
                    .iter()
                    .map(|(order, late)| SourceRow { label: order.name.clone(), value: late.text(), ..SourceRow::default() })
                    .collect(),
                ..Explained::default()
            }
        })
    });
    let refused = Signal::derive(move || {
        use crate::model::Verdict;
        board.data(|data| {
            let orders: Vec<_> =
                open_orders(data).filter(|order| matches!(order.verdict, Some(Verdict::Refused | Verdict::Partial))).collect();
            Explained {
                label: "Refused or in part".to_owned(),
                value: count_text(orders.len()),
                tone: if orders.is_empty() { Tone::Good } else { Tone::Bad },
                detail: format!("of {}", count_text(open_orders(data).count())),
                formula: "open orders that the plan refused, or of which it can deliver only a part".to_owned(),
                rows: orders
                    .iter()
                    .map(|order| SourceRow { label: order.name.clone(), value: order.reason.clone(), ..SourceRow::default() })
                    .collect(),
                ..Explained::default()
            }
        })
    });
    let conflicts = Signal::derive(move || {
        board.data(|data| {
            let tasks: Vec<_> = data.tasks.iter().filter(|task| data.standing(task) == Standing::Conflict).collect();
            Explained {
                label: "In conflict".to_owned(),
                value: count_text(tasks.len()),
                tone: if tasks.is_empty() { Tone::Good } else { Tone::Bad },
                detail: format!("of {}", counted(data.tasks.len(), "task", "tasks")),
                formula: "tasks that overlap with too much other work, run before what they wait for, or lie where there is too little working time".to_owned(),
                rows: tasks
                    .iter()
                    .map(|task| SourceRow { label: data.task_name(task), value: moment_text(task.start, data.now), ..SourceRow::default() })
                    .collect(),
                ..Explained::default()
            }
        })
    });
    let unplaced = Signal::derive(move || {
        board.data(|data| {
            let tasks: Vec<_> = data.tasks.iter().filter(|task| !task.placed).collect();
            let due = |task: &&crate::app::derived::schedule::BoardTask| {
                task.order
                    .and_then(|at| data.orders.get(index(at)))
                    .and_then(|order| order.due)
                    .map(|due| format!("due {}", moment_text(due, data.now)))
                    .unwrap_or_default()
            };
            Explained {
                label: "Not scheduled".to_owned(),
                value: count_text(tasks.len()),
                tone: if tasks.is_empty() { Tone::Good } else { Tone::Warning },
                detail: format!("of {}", counted(data.tasks.len(), "task", "tasks")),
                formula: "tasks without a place on the board".to_owned(),
                rows: tasks
                    .iter()
                    .map(|task| SourceRow { label: data.task_name(task), value: due(task), ..SourceRow::default() })
                    .collect(),
                ..Explained::default()
            }
        })
    });
    view! {
        <div class="schedule-figures">
            <Stat of=late />
            <Stat of=refused />
            <Stat of=conflicts />
            <Stat of=unplaced />
        </div>
    }
    .into_any()
}
