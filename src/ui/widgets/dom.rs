//! The few questions and orders to the browser that several widgets share: ids, focus, sizes.
//!
//! Never touches content; what is shown comes from views only.

use super::place::{Area, beside};
use leptos::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

static NEXT: AtomicUsize = AtomicUsize::new(1);

/// An id that no other element of the page has.
pub fn unique_id() -> String {
    format!("lw{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The element with this id, if it is in the page.
pub fn by_id(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Moves the focus to the element with this id once the page has caught up.
pub fn focus_soon(id: String) {
    request_animation_frame(move || {
        if let Some(element) = by_id(&id) {
            let _ = element.focus();
        }
    });
}

/// Scrolls as little as needed to bring the element with this id into sight.
pub fn scroll_into_sight(id: &str) {
    if let Some(element) = by_id(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Where an element is in the window.
pub fn area_of(element: &Element) -> Area {
    let rect = element.get_bounding_client_rect();
    Area { left: rect.left(), top: rect.top(), width: rect.width(), height: rect.height() }
}

/// Inner width and height of the window in CSS pixels.
pub fn window_size() -> (f64, f64) {
    let number = |value: Result<JsValue, JsValue>| value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0);
    (number(window().inner_width()), number(window().inner_height()))
}

/// Puts an open popover beside its anchor, inside the window.
pub fn place_beside(popover: &HtmlElement, anchor: &Element, at_end: bool) {
    let size = area_of(popover);
    let (left, top) = beside(area_of(anchor), (size.width, size.height), window_size(), at_end);
    let style = popover.style();
    let _ = style.set_property("left", &format!("{left}px"));
    let _ = style.set_property("top", &format!("{top}px"));
}

/// Whether the main pointer is a finger, so that rows need to be taller.
pub fn coarse_pointer() -> bool {
    window().match_media("(pointer: coarse)").ok().flatten().is_some_and(|query| query.matches())
}

/// Keys as they are named on this computer: `Ctrl+K` becomes `⌘K` on a Mac.
pub fn keys_here(keys: &str) -> String {
    let platform = window().navigator().platform().unwrap_or_default();
    let apple = platform.starts_with("Mac") || platform.starts_with("iP");
    if apple { keys.replace("Ctrl+", "\u{2318}").replace("Shift+", "\u{21e7}").replace("Alt+", "\u{2325}") } else { keys.to_owned() }
}

/// The elements inside `root` that match `selector`, in page order.
pub fn all_in(root: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(list) = root.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.get(index)?.dyn_into().ok()).collect()
}

/// Calls `report` with width and height in CSS pixels whenever the element changes its size, until the view is gone.
pub fn on_resize(node: NodeRef<leptos::html::Div>, report: Callback<(f64, f64)>) {
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        let element: Element = element.into();
        report.try_run((f64::from(element.client_width()), f64::from(element.client_height())));
        let watched = element.clone();
        let changed = Closure::<dyn Fn()>::new(move || {
            report.try_run((f64::from(watched.client_width()), f64::from(watched.client_height())));
        });
        let Ok(observer) = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()) else { return };
        observer.observe(&element);
        let kept = StoredValue::new_local((observer, changed));
        on_cleanup(move || kept.with_value(|(observer, _)| observer.disconnect()));
    });
}
