//! The board as files and on paper.
//!
//! Never decides how a file is written; only what of the board goes into it.

use super::board::{Board, State};
use super::render_model::Scene;
use super::sheet::{PAGE, Paper, poster, sheets, whole_schedule};
use super::task_list::task_list;
use crate::app::web::{Exchanger, Made, artefact_file, export_calendar, export_sheet};
use crate::ui::artefacts::picture::{Sheets, offer_png, offer_svg, print_sheets};
use crate::ui::widgets::download;

/// How much of the schedule a picture shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stretch {
    /// From the first task to the last.
    Whole,
    /// What the window shows now.
    Seen,
}

/// What the sheets are called for those who do not see them.
const WHAT: &str = "Schedule";

fn title(board: Board) -> String {
    let name = board.session.peek(|workspace| workspace.settings().name);
    if name.is_empty() { "Workspace".to_owned() } else { name }
}

fn file_name(board: Board) -> String {
    artefact_file(board.session, "scheduling board")
}

fn picture(board: Board, stretch: Stretch) -> Scene {
    let title = title(board);
    board.read(|State { data, layout, view, look, .. }| {
        let stretch = if stretch == Stretch::Whole { whole_schedule(data) } else { view.window() };
        poster(Paper { board: data, layout, look, title: &title, stretch }, view.px_per_hour)
    })
}

/// Offers a picture of the board, with all rows, as an SVG file.
///
/// # Errors
/// What the browser says where it cannot offer a file.
pub fn svg_file(board: Board, stretch: Stretch) -> Result<(), String> {
    offer_svg(&format!("{}.svg", file_name(board)), &picture(board, stretch), &format!("Schedule of {}", title(board)))
}

/// Offers a picture of the whole schedule, with all rows, as a PNG file.
///
/// # Errors
/// What the browser says where it cannot make a picture.
pub fn png_file(board: Board) -> Result<(), String> {
    offer_png(board.session, format!("{}.png", file_name(board)), &picture(board, Stretch::Whole))
}

/// Offers the tasks as a CSV file.
///
/// # Errors
/// What the browser says where it cannot offer a file.
pub fn csv_file(board: Board) -> Result<(), String> {
    let file = board.read(|state| task_list(&state.data)).csv();
    download(&format!("{}.csv", file_name(board)), "text/csv;charset=utf-8", file.as_bytes())
}

/// Makes a workbook of the tasks; `then` gets it.
pub fn xlsx_file(board: Board, exchanger: Exchanger, then: impl FnOnce(Made) + 'static) {
    export_sheet(exchanger, file_name(board), board.read(|state| task_list(&state.data)), then);
}

/// Makes a calendar of the tasks; `then` gets it.
pub fn calendar_file(board: Board, exchanger: Exchanger, then: impl FnOnce(Made) + 'static) {
    export_calendar(board.session, exchanger, file_name(board), then);
}

/// The stretch of time that is seen, on landscape sheets of A4 or A3.
fn pages(board: Board) -> Vec<Scene> {
    let title = title(board);
    board.read(|State { data, layout, view, look, .. }| {
        sheets(Paper { board: data, layout, look, title: &title, stretch: view.window() }, PAGE)
    })
}

/// Opens the browser's print dialog with the stretch of time that is seen.
///
/// # Errors
/// What the browser says where it cannot print.
pub fn print(board: Board) -> Result<(), String> {
    print_sheets(&title(board), WHAT, &pages(board))
}

/// Lays out what [`print`] prints, for a browser that was told to print by its own command; nothing before the board was painted.
pub fn lay_out(board: Board) -> Option<Sheets> {
    board.read(State::has_painted).then(|| Sheets::lay(&title(board), WHAT, &pages(board)).ok()).flatten()
}
