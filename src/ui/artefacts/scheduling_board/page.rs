//! The Scheduling Board put together: tools, surface or table, and the panel of what is selected.
//!
//! Never knows the page around it; it needs a session in the context and fills the room it is given.

use super::board::Board;
use super::export;
use super::panel::{heading, task_panel};
use super::surface::BoardSurface;
use super::task_table::task_table;
use super::tools::{BoardTools, Shown};
use crate::app::Session;
use crate::ui::artefacts::picture::Sheets;
use crate::ui::parts::{BoardView, board_view, fetch_board_views};
use crate::ui::widgets::Split;
use leptos::prelude::*;

/// Lets the browser's own command to print bring the sheets that the menu brings.
fn follow_print(board: Board) {
    let laid = StoredValue::new_local(None::<Sheets>);
    let before = window_event_listener_untyped("beforeprint", move |_| laid.set_value(export::lay_out(board)));
    let after = window_event_listener_untyped("afterprint", move |_| laid.set_value(None));
    on_cleanup(move || {
        before.remove();
        after.remove();
    });
}

/// The Scheduling Board.
#[component]
pub fn SchedulingBoard(
    /// The board, to steer it from outside.
    #[prop(optional)]
    board: Option<Board>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let board = board.unwrap_or_else(|| Board::new(session, true));
    let shown = board.shown;
    follow_print(board);
    fetch_board_views();
    let open = board.panel;
    // A closed panel gives the keyboard back to the board.
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            board.take_focus();
        }
        is_open
    });
    // All that is drawn in rows is one surface, which stays while the rows change.
    let apart = Memo::new(move |_| Some(shown.get()).filter(|shown| shown.grouping().is_none()));
    let surface = move || match apart.get_untracked() {
        Some(Shown::Table) => task_table(board),
        Some(Shown::Cards) => board_view(BoardView::Cards, board),
        Some(Shown::Baselines) => board_view(BoardView::Baselines, board),
        Some(Shown::Calendar) => board_view(BoardView::Calendar, board),
        _ => view! { <BoardSurface board /> }.into_any(),
    };
    view! {
        <section class="scheduling-board" aria-label="Scheduling Board">
            <BoardTools board />
            <Split title=Signal::derive(move || heading(board)) open aside=move || task_panel(board)>
                {move || {
                    apart.track();
                    untrack(surface)
                }}
            </Split>
        </section>
    }
    .into_any()
}

/// The page of the Scheduling Board by itself, as large as the window.
#[component]
pub fn SchedulingBoardPage() -> impl IntoView {
    view! {
        <article class="page fill">
            <h1 class="visually-hidden">"Scheduling Board"</h1>
            <SchedulingBoard />
        </article>
    }
    .into_any()
}
