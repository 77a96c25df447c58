//! A main area with a panel beside it that can be made wider, narrower and closed. Below the main area on narrow screens.

use super::button::{Button, ButtonLook};
use super::dom::unique_id;
use super::icon::Icon;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

const NARROWEST: f64 = 240.0;
const WIDEST: f64 = 720.0;
const STEP: f64 = 16.0;

/// A main area with a panel beside it.
#[component]
pub fn Split(
    /// Heading of the panel.
    #[prop(into)]
    title: Signal<String>,
    /// Whether the panel shows.
    open: RwSignal<bool>,
    /// Width of the panel in CSS pixels, to keep it from outside.
    #[prop(optional)]
    width: Option<RwSignal<f64>>,
    /// The panel; made when it opens.
    #[prop(into)]
    aside: ViewFn,
    /// The main area.
    children: Children,
) -> impl IntoView {
    let width = width.unwrap_or_else(|| RwSignal::new(360.0));
    let is_open = Memo::new(move |_| open.get());
    let before = StoredValue::new_local(None::<web_sys::Element>);
    // When the panel goes, the focus goes back to where it was, unless it has gone elsewhere by itself.
    Effect::new(move |was: Option<bool>| {
        let now = is_open.get();
        match (was.unwrap_or(false), now) {
            (false, true) => before.set_value(document().active_element()),
            (true, false) => return_focus(before.get_value()),
            _ => {}
        }
        now
    });
    let panel = move || is_open.get().then(|| panel_view(title, open, width, aside.clone()));
    view! {
        <div class="split" class:open=move || open.get()>
            <div class="split-main">{children()}</div>
            {panel}
        </div>
    }
    .into_any()
}

fn return_focus(before: Option<web_sys::Element>) {
    let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
    let target = before.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let (true, Some(target)) = (lost, target) {
        let _ = target.focus();
    }
}

fn panel_view(title: Signal<String>, open: RwSignal<bool>, width: RwSignal<f64>, aside: ViewFn) -> AnyView {
    let (id, heading) = (unique_id(), unique_id());
    let resize = move |wanted: f64| width.set(wanted.clamp(NARROWEST, WIDEST));
    let drag = StoredValue::new(None::<(f64, f64)>);
    let press = move |event: web_sys::PointerEvent| {
        if let Some(handle) = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) {
            let _ = handle.set_pointer_capture(event.pointer_id());
        }
        drag.set_value(Some((f64::from(event.client_x()), width.get_untracked())));
    };
    let moved = move |event: web_sys::PointerEvent| {
        if let Some((from, start)) = drag.get_value() {
            resize(start + from - f64::from(event.client_x()));
        }
    };
    let key = move |event: web_sys::KeyboardEvent| {
        let now = width.get_untracked();
        match event.key().as_str() {
            "ArrowLeft" => resize(now + STEP),
            "ArrowRight" => resize(now - STEP),
            "Home" => resize(NARROWEST),
            "End" => resize(WIDEST),
            _ => return,
        }
        event.prevent_default();
    };
    let close_on_escape = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            event.prevent_default();
            open.set(false);
        }
    };
    view! {
        <div
            class="split-handle"
            role="separator"
            tabindex="0"
            aria-orientation="vertical"
            aria-label="Width of the panel"
            aria-controls=id.clone()
            aria-valuemin=NARROWEST
            aria-valuemax=WIDEST
            aria-valuenow=move || width.get().round()
            on:pointerdown=press
            on:pointermove=moved
            on:pointerup=move |_| drag.set_value(None)
            on:pointercancel=move |_| drag.set_value(None)
            on:keydown=key
        ></div>
        <aside
            id=id
            class="split-aside"
            aria-labelledby=heading
            style=("--aside-width", move || format!("{}px", width.get()))
            on:keydown=close_on_escape
        >
            <header class="aside-head">
                <h2 id=heading.clone()>{move || title.get()}</h2>
                <Button label="Wider" icon=Icon::ChevronLeft icon_only=true look=ButtonLook::Quiet on_press=move || resize(width.get_untracked() + 5.0 * STEP) />
                <Button label="Narrower" icon=Icon::ChevronRight icon_only=true look=ButtonLook::Quiet on_press=move || resize(width.get_untracked() - 5.0 * STEP) />
                <Button label="Close panel" icon=Icon::Cross icon_only=true look=ButtonLook::Quiet on_press=move || open.set(false) />
            </header>
            <div class="aside-body">{aside.run()}</div>
        </aside>
    }
    .into_any()
}
