//! Drawn artefacts as files and on paper: SVG, PNG, and sheets for the printer.
//!
//! Never asks a server; every file is made on this page, in the colours of paper.

use super::scheduling_board::paint::paint;
use super::scheduling_board::palette::Palette;
use super::scheduling_board::render_model::Scene;
use super::scheduling_board::svg::{svg, svg_among};
use crate::app::Session;
use crate::app::notices::Tone;
use crate::ui::widgets::download;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, DomParser, HtmlCanvasElement, HtmlElement, SupportedType};

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
    paint(&context, scene, &Palette::paper(), ratio, scene.area());
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

/// Sheets that lie ready for the printer, in the place of everything else on the page; they go when this is dropped.
pub struct Sheets {
    host: HtmlElement,
}

const HOST: &str = "board-sheets";
const PRINTING: &str = "printing-board";

impl Sheets {
    /// Lays one scene on each landscape sheet of A4 or A3. `what` names the artefact for screen readers.
    ///
    /// The sheets are there at once, as drawings in the page and not as pictures to be loaded: a browser that prints by its own command
    /// waits for nothing.
    ///
    /// # Errors
    /// What the browser says where it cannot.
    pub fn lay(title: &str, what: &str, scenes: &[Scene]) -> Result<Sheets, String> {
        let body = document().body().ok_or_else(|| "there is no page".to_owned())?;
        if let Some(before) = document().query_selector(&format!(".{HOST}")).map_err(said)? {
            before.remove();
        }
        let host: HtmlElement = document().create_element("div").map_err(said)?.dyn_into().map_err(|_| "no element".to_owned())?;
        host.set_class_name(HOST);
        let sheets = Sheets { host };
        let (reader, palette) = (DomParser::new().map_err(said)?, Palette::paper());
        for (at, scene) in scenes.iter().enumerate() {
            let name = format!("{what}, sheet {} of {}", at + 1, scenes.len());
            let sheet = document().create_element("figure").map_err(said)?;
            sheet.set_attribute("aria-label", &name).map_err(said)?;
            // Read as XML, so that a name in it stays a text whatever it looks like.
            let file = svg_among(scene, &palette, title, at + 1);
            let drawing = reader.parse_from_string(&file, SupportedType::ImageSvgXml).map_err(said)?;
            let drawing = drawing.document_element().ok_or_else(|| "the sheet could not be drawn".to_owned())?;
            drawing.set_attribute("preserveAspectRatio", "xMinYMin meet").map_err(said)?;
            let drawing = document().import_node_with_deep(&drawing, true).map_err(said)?;
            sheet.append_child(&drawing).map_err(said)?;
            sheets.host.append_child(&sheet).map_err(said)?;
        }
        body.append_child(&sheets.host).map_err(said)?;
        if let Some(root) = document().document_element() {
            root.class_list().add_1(PRINTING).map_err(said)?;
        }
        Ok(sheets)
    }
}

impl Drop for Sheets {
    fn drop(&mut self) {
        self.host.remove();
        // Newer sheets may lie there meanwhile.
        let is_last = document().query_selector(&format!(".{HOST}")).ok().flatten().is_none();
        if let Some(root) = document().document_element().filter(|_| is_last) {
            let _ = root.class_list().remove_1(PRINTING);
        }
    }
}

/// Opens the browser's print dialog with one scene on each landscape sheet of A4 or A3. `what` names the artefact for screen readers.
///
/// # Errors
/// What the browser says where it cannot print.
pub fn print_sheets(title: &str, what: &str, scenes: &[Scene]) -> Result<(), String> {
    let sheets = Sheets::lay(title, what, scenes)?;
    let printed = window().print().map_err(said);
    // Some browsers answer before they have read the page.
    set_timeout(move || drop(sheets), Duration::from_secs(1));
    printed
}

fn said(error: JsValue) -> String {
    format!("The browser says: {error:?}")
}
