//! A picture as an answer: taken or chosen, made small enough to be kept in the workspace.

use crate::ui::widgets::dom::unique_id;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, HtmlInputElement};

/// The longest side of a kept picture in dots: the first of these at which it is small enough.
const SIDES: [f64; 4] = [480.0, 360.0, 260.0, 160.0];
const EXACTNESS: f64 = 0.55;
/// So many characters a picture may take: two of them and many answers fit into one check.
const MOST: usize = 12_000;

/// Takes a picture; hands it over as a data address.
#[component]
pub fn PhotoAnswer(
    /// The picture taken so far, or nothing.
    text: Signal<String>,
    #[prop(into)] on_taken: UnsyncCallback<String>,
) -> impl IntoView {
    let id = unique_id();
    let refusal = RwSignal::new(None::<&'static str>);
    let take = move |event: web_sys::Event| {
        let input = event_target::<HtmlInputElement>(&event);
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        let failed = "This file is no picture that the browser can show. Choose another.";
        let Ok(address) = web_sys::Url::create_object_url_with_blob(&file) else {
            refusal.set(Some(failed));
            return;
        };
        let Ok(image) = HtmlImageElement::new() else { return };
        let (drawn, read) = (image.clone(), address.clone());
        let loaded = Closure::once_into_js(move || {
            match small(&drawn) {
                Some(picture) => {
                    refusal.set(None);
                    on_taken.run(picture);
                }
                None => refusal.set(Some(failed)),
            }
            let _ = web_sys::Url::revoke_object_url(&read);
        });
        let broken = Closure::once_into_js(move || refusal.set(Some(failed)));
        image.set_onload(Some(loaded.unchecked_ref()));
        image.set_onerror(Some(broken.unchecked_ref()));
        image.set_src(&address);
    };
    view! {
        <div class="photo">
            <label class="button" for=id.clone()>"Take a picture"</label>
            <input id=id class="visually-hidden" type="file" accept="image/*" capture="environment" on:change=take />
            {move || (!text.with(String::is_empty)).then(|| view! { <img src=text.get() alt="The picture taken" /> })}
            <div class="field-error">{move || refusal.get().map(|words| view! { <span role="alert">{words}</span> })}</div>
        </div>
    }
    .into_any()
}

/// The picture no larger than is kept, as a data address.
fn small(image: &HtmlImageElement) -> Option<String> {
    SIDES.into_iter().filter_map(|side| drawn(image, side)).find(|address| address.len() <= MOST)
}

fn drawn(image: &HtmlImageElement, side: f64) -> Option<String> {
    let (width, height) = (f64::from(image.natural_width()), f64::from(image.natural_height()));
    let ratio = (side / width.max(height)).min(1.0);
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width((width * ratio).round().max(1.0) as u32);
    canvas.set_height((height * ratio).round().max(1.0) as u32);
    let context = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width * ratio, height * ratio).ok()?;
    canvas.to_data_url_with_type_and_encoder_options("image/jpeg", &JsValue::from_f64(EXACTNESS)).ok()
}
