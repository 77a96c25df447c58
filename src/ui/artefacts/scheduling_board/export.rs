//! The board as files and on paper.
//!
//! Never asks a server; every file is made on this page.

use super::board::{Board, State};
use super::csv::csv;
use super::paint::paint;
use super::palette::Palette;
use super::render_model::Scene;
use super::sheet::{PAGE, poster, sheets};
use super::svg::svg;
use crate::ui::widgets::download;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

/// The largest picture that every browser can hold, in dots along one side.
const LARGEST: f64 = 16_000.0;

fn title(board: Board) -> String {
    let name = board.session.peek(|workspace| workspace.settings().name);
    if name.is_empty() { "Schedule".to_owned() } else { name }
}

/// A name for a file that every system takes.
fn file_name(board: Board, ending: &str) -> String {
    let plain: String = title(board).chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).take(60).collect();
    format!("{plain}_schedule_{}.{ending}", board.read(|state| state.data.now.date_text()))
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
    let file = svg(&picture(board), &Palette::paper(), &format!("Schedule of {}", title(board)));
    download(&file_name(board, "svg"), "image/svg+xml", file.as_bytes())
}

/// Offers the same as a PNG file.
///
/// # Errors
/// What the browser says where it cannot make a picture.
pub fn png_file(board: Board) -> Result<(), String> {
    let scene = picture(board);
    let ratio = (2.0_f64).min(LARGEST / scene.height.max(1.0)).min(LARGEST / scene.width.max(1.0));
    if ratio < 0.4 {
        return Err("So many rows do not fit into one picture. Fold some, or use SVG or print.".to_owned());
    }
    let said = |error: JsValue| format!("The browser says: {error:?}");
    let canvas: HtmlCanvasElement = document().create_element("canvas").map_err(said)?.dyn_into().map_err(|_| "no canvas".to_owned())?;
    canvas.set_width((scene.width * ratio).ceil() as u32);
    canvas.set_height((scene.height * ratio).ceil() as u32);
    let context = canvas.get_context("2d").map_err(said)?.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok());
    let context = context.ok_or_else(|| "This browser paints no pictures.".to_owned())?;
    paint(&context, &scene, &Palette::paper(), ratio);
    let name = file_name(board, "png");
    let offer = Closure::once_into_js(move |blob: JsValue| {
        let Ok(blob) = blob.dyn_into::<web_sys::Blob>() else {
            board.session.notices.tell(
                crate::app::notices::Tone::Warning,
                "The file could not be made.",
                "The picture is too large for this browser.",
            );
            return;
        };
        leptos::task::spawn_local(async move {
            let read = wasm_bindgen_futures::JsFuture::from(blob.array_buffer()).await;
            if let Ok(buffer) = read {
                drop(download(&name, "image/png", &js_sys::Uint8Array::new(&buffer).to_vec()));
            }
        });
    });
    canvas.to_blob(offer.unchecked_ref()).map_err(said)
}

/// Offers the tasks as a CSV file.
///
/// # Errors
/// What the browser says where it cannot offer a file.
pub fn csv_file(board: Board) -> Result<(), String> {
    let file = board.read(|state| csv(&state.data));
    // The mark at the start tells spreadsheets that it is UTF-8.
    download(&file_name(board, "csv"), "text/csv", format!("\u{feff}{file}").as_bytes())
}

/// Opens the browser's print dialog with the stretch of time that is seen, on landscape sheets of A4 or A3.
///
/// # Errors
/// What the browser says where it cannot print.
pub fn print(board: Board) -> Result<(), String> {
    let title = title(board);
    let pages = board.read(|State { data, layout, view, look, .. }| sheets(data, layout, view, look, PAGE));
    let said = |error: JsValue| format!("The browser says: {error:?}");
    let body = document().body().ok_or_else(|| "there is no page".to_owned())?;
    let host: HtmlElement = document().create_element("div").map_err(said)?.dyn_into().map_err(|_| "no element".to_owned())?;
    host.set_class_name("board-sheets");
    let count = pages.len();
    for (at, page) in pages.iter().enumerate() {
        let sheet: HtmlElement = document().create_element("figure").map_err(said)?.dyn_into().map_err(|_| "no element".to_owned())?;
        let caption = document().create_element("figcaption").map_err(said)?;
        caption.set_text_content(Some(&format!("{title} · sheet {} of {count}", at + 1)));
        let image = document().create_element("img").map_err(said)?;
        // An image of the SVG runs nothing, whatever names are in it.
        let file = svg(page, &Palette::paper(), &title);
        let address = format!("data:image/svg+xml;charset=utf-8,{}", String::from(js_sys::encode_uri_component(&file)));
        image.set_attribute("src", &address).map_err(said)?;
        image.set_attribute("alt", &format!("Schedule, sheet {} of {count}", at + 1)).map_err(said)?;
        sheet.append_child(&caption).map_err(said)?;
        sheet.append_child(&image).map_err(said)?;
        host.append_child(&sheet).map_err(said)?;
    }
    body.append_child(&host).map_err(said)?;
    let root = document().document_element();
    if let Some(root) = &root {
        let _ = root.class_list().add_1("printing-board");
    }
    // The pictures are decoded in the next frames; only then is there something to print.
    set_timeout(
        move || {
            let printed = window().print();
            host.remove();
            if let Some(root) = document().document_element() {
                let _ = root.class_list().remove_1("printing-board");
            }
            if let Err(error) = printed {
                board.session.notices.tell(crate::app::notices::Tone::Warning, "Printing was not possible.", said(error));
            }
        },
        std::time::Duration::from_millis(250),
    );
    Ok(())
}
