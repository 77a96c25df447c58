//! A row of buttons that is one stop for the Tab key; arrow keys move inside it.

use super::dom::all_in;
use leptos::html;
use leptos::prelude::*;
use web_sys::{Element, HtmlElement};

const STOPS: &str = "button:not([popover] *), select, input, a[href]";

/// A row of controls with one tab stop, by the toolbar pattern of the ARIA guide.
#[component]
pub fn Toolbar(
    /// What the toolbar is for, for screen readers.
    #[prop(into)]
    label: String,
    /// Buttons, menus, segmented controls; a `<span class="toolbar-gap">` pushes the rest to the end.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(bar) = node.get() {
            let stops = all_in(&bar, STOPS);
            rove(&stops, 0);
        }
    });
    let on_key = move |event: web_sys::KeyboardEvent| {
        let Some(bar) = node.get_untracked() else { return };
        let stops = all_in(&bar, STOPS);
        let Some(now) = focused_in(&stops) else { return };
        // Inside a text field or a group of radio buttons the arrow keys belong to it.
        if stops.get(now).is_some_and(|stop| stop.tag_name() != "BUTTON" && stop.tag_name() != "A") {
            return;
        }
        let next = match event.key().as_str() {
            "ArrowRight" => (now + 1) % stops.len(),
            "ArrowLeft" => (now + stops.len() - 1) % stops.len(),
            "Home" => 0,
            "End" => stops.len() - 1,
            _ => return,
        };
        event.prevent_default();
        rove(&stops, next);
        if let Some(stop) = stops.get(next) {
            let _ = stop.focus();
        }
    };
    let on_focus = move |_| {
        let Some(bar) = node.get_untracked() else { return };
        let stops = all_in(&bar, STOPS);
        if let Some(now) = focused_in(&stops) {
            rove(&stops, now);
        }
    };
    view! {
        <div node_ref=node class="toolbar" role="toolbar" aria-label=label on:keydown=on_key on:focusin=on_focus>
            {children()}
        </div>
    }
    .into_any()
}

fn focused_in(stops: &[HtmlElement]) -> Option<usize> {
    let focused: Element = document().active_element()?;
    stops.iter().position(|stop| AsRef::<Element>::as_ref(stop) == &focused)
}

/// Leaves one control in the tab order; fields keep their own place in it.
fn rove(stops: &[HtmlElement], current: usize) {
    for (index, stop) in stops.iter().enumerate() {
        let own_stop = stop.tag_name() == "INPUT" || stop.tag_name() == "SELECT";
        stop.set_tab_index(if index == current || own_stop { 0 } else { -1 });
    }
}
