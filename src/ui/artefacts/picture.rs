//! Drawn artefacts as files and on paper: SVG, PNG, and sheets for the printer.
//!
//! Never asks a server; every file is made on this page, in the colours of paper.

use super::scheduling_board::paint::paint;
use super::scheduling_board::palette::Palette;
use super::scheduling_board::render_model::Scene;
use super::scheduling_board::svg::svg;
use crate::app::Session;
use crate::app::notices::Tone;
use crate::ui::widgets::download;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

/// The largest picture that every browser can hold, in dots along one side.
const LARGEST: f64 = 16_000.0;

/// Offers a scene as an SVG file.
///
/// # Errors
/// What the browser says where it cannot offer a file.
pub fn offer_svg(name: &str, scene: &Scene, title: &str) -> Result<(), String> {
    download(name, "image/svg+xml", svg(scene, &Palette::paper(), title).as_bytes())
}

/// Offers a scene as a PNG file.
///
/// # Errors
/// What the browser says where it cannot make a picture.
pub fn offer_png(session: Session, name: String, scene: &Scene) -> Result<(), String> {
    let ratio = (2.0_f64).min(LARGEST / scene.height.max(1.0)).min(LARGEST / scene.width.max(1.0));
    if ratio < 0.4 {
        return Err("It does not fit into one picture. Show less of it, or use SVG or print.".to_owned());
    }
    let canvas: HtmlCanvasElement = document().create_element("canvas").map_err(said)?.dyn_into().map_err(|_| "no canvas".to_owned())?;
    canvas.set_width((scene.width * ratio).ceil() as u32);
    canvas.set_height((scene.height * ratio).ceil() as u32);
    let context = canvas.get_context("2d").map_err(said)?.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok());
    let context = context.ok_or_else(|| "This browser paints no pictures.".to_owned())?;
    paint(&context, scene, &Palette::paper(), ratio);
    let offer = Closure::once_into_js(move |blob: JsValue| {
        let Ok(blob) = blob.dyn_into::<web_sys::Blob>() else {
            session.notices.tell(Tone::Warning, "The file could not be made.", "The picture is too large for this browser.");
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

/// Opens the browser's print dialog with one scene on each landscape sheet of A4 or A3. `what` names the artefact for screen readers.
///
/// # Errors
/// What the browser says where it cannot print.
pub fn print_sheets(session: Session, title: &str, what: &str, scenes: &[Scene]) -> Result<(), String> {
    let body = document().body().ok_or_else(|| "there is no page".to_owned())?;
    let host: HtmlElement = document().create_element("div").map_err(said)?.dyn_into().map_err(|_| "no element".to_owned())?;
    host.set_class_name("board-sheets");
    let count = scenes.len();
    for (at, scene) in scenes.iter().enumerate() {
        let sheet: HtmlElement = document().create_element("figure").map_err(said)?.dyn_into().map_err(|_| "no element".to_owned())?;
        let caption = document().create_element("figcaption").map_err(said)?;
        caption.set_text_content(Some(&format!("{title} · sheet {} of {count}", at + 1)));
        let image = document().create_element("img").map_err(said)?;
        // An image of the SVG runs nothing, whatever names are in it.
        let file = svg(scene, &Palette::paper(), title);
        let address = format!("data:image/svg+xml;charset=utf-8,{}", String::from(js_sys::encode_uri_component(&file)));
        image.set_attribute("src", &address).map_err(said)?;
        image.set_attribute("alt", &format!("{what}, sheet {} of {count}", at + 1)).map_err(said)?;
        sheet.append_child(&caption).map_err(said)?;
        sheet.append_child(&image).map_err(said)?;
        host.append_child(&sheet).map_err(said)?;
    }
    body.append_child(&host).map_err(said)?;
    if let Some(root) = document().document_element() {
        let _ = root.class_list().add_1("printing-board");
    }
    // The pictures are decoded in the next frames; only then is there something to print.
    let print = move || {
        let printed = window().print();
        host.remove();
        if let Some(root) = document().document_element() {
            let _ = root.class_list().remove_1("printing-board");
        }
        if let Err(error) = printed {
            session.notices.tell(Tone::Warning, "Printing was not possible.", said(error));
        }
    };
    set_timeout(print, Duration::from_millis(250));
    Ok(())
}

fn said(error: JsValue) -> String {
    format!("The browser says: {error:?}")
}
