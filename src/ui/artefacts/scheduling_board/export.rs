//! The board as files and on paper.
//!
//! Never decides how a file is written; only what of the board goes into it.

use super::board::{Board, State};
use super::render_model::Scene;
use super::sheet::{PAGE, poster, sheets};
use super::task_list::task_list;
use crate::app::web::{Exchanger, Made, export_sheet};
use crate::ui::artefacts::picture::{offer_png, offer_svg, print_sheets};
use crate::ui::widgets::download;

fn title(board: Board) -> String {
    let name = board.session.peek(|workspace| workspace.settings().name);
    if name.is_empty() { "Schedule".to_owned() } else { name }
}

/// A name for a file that every system takes, without its ending.
fn file_name(board: Board) -> String {
    let plain: String = title(board).chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).take(60).collect();
    format!("{plain}_schedule_{}", board.read(|state| state.data.now.date_text()))
}

fn picture(board: Board) -> Scene {
    let title = title(board);
    board.read(|State { data, layout, view, look, .. }| poster(data, layout, view, look, &title))
}

/// Offers the stretch of time that is seen, with all rows, as an SVG file.
///
/// # Errors
/// What the browser says where it cannot offer a file.
pub fn svg_file(board: Board) -> Result<(), String> {
    offer_svg(&format!("{}.svg", file_name(board)), &picture(board), &format!("Schedule of {}", title(board)))
}

/// Offers the same as a PNG file.
///
/// # Errors
/// What the browser says where it cannot make a picture.
pub fn png_file(board: Board) -> Result<(), String> {
    offer_png(board.session, format!("{}.png", file_name(board)), &picture(board))
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

/// Opens the browser's print dialog with the stretch of time that is seen, on landscape sheets of A4 or A3.
///
/// # Errors
/// What the browser says where it cannot print.
pub fn print(board: Board) -> Result<(), String> {
    let pages = board.read(|State { data, layout, view, look, .. }| sheets(data, layout, view, look, PAGE));
    print_sheets(board.session, &title(board), "Schedule", &pages)
}
