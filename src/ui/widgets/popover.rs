//! A small surface that opens beside its button and closes when the person looks elsewhere.
//!
//! Uses the browser's own popover, so Escape, a click outside and the return of the focus work as everywhere.

use super::dom::{all_in, by_id, place_beside, unique_id};
use super::icon::{Icon, icon_if};
use leptos::prelude::*;

/// A button that opens a surface beside itself. The content is made when it opens and dropped when it closes.
#[component]
pub fn Popover(
    /// Words of the button; its name when only the icon shows.
    #[prop(into)]
    label: Signal<String>,
    /// Icon of the button.
    #[prop(optional, into)]
    icon: MaybeProp<Icon>,
    /// Shows the icon only.
    #[prop(optional)]
    icon_only: bool,
    /// Without the arrow that says that it opens something.
    #[prop(optional)]
    plain: bool,
    /// Style class of the button; `button quiet` unless told.
    #[prop(optional)]
    class: Option<&'static str>,
    /// Lines the right edges up instead of the left ones.
    #[prop(optional)]
    at_end: bool,
    /// Role of the surface: `dialog` unless told; `menu` and `listbox` manage their own focus.
    #[prop(optional)]
    role: Option<&'static str>,
    /// Follows and steers whether it is open.
    #[prop(optional)]
    open: Option<RwSignal<bool>>,
    /// What the surface shows.
    children: ChildrenFn,
) -> impl IntoView {
    let id = unique_id();
    let open = open.unwrap_or_else(|| RwSignal::new(false));
    let role = role.unwrap_or("dialog");
    let button_id = format!("{id}-button");
    close_when_told(id.clone(), open);
    // Told before closing too: its content must stay as it is then, or the browser does not find the focus it wants to return.
    let opening = move |_: web_sys::Event| {
        if !open.get_untracked() {
            open.set(true);
        }
    };
    let toggled = {
        let (surface, anchor) = (id.clone(), button_id.clone());
        move |_| follow(&surface, &anchor, at_end, open)
    };
    view! {
        <button
            type="button"
            id=button_id.clone()
            class=class.unwrap_or("button quiet")
            class:icon-only=icon_only
            popovertarget=id.clone()
            aria-haspopup=role
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-label=move || icon_only.then(|| label.get())
            title=move || icon_only.then(|| label.get())
        >
            {move || icon_if(icon.get())}
            {(!icon_only).then(|| view! { <span>{move || label.get()}</span> })}
            {(!icon_only && !plain).then(|| super::icon::icon(Icon::ChevronDown))}
        </button>
        <div
            id=id.clone()
            class="popover"
            popover="auto"
            role=role
            aria-labelledby=button_id
            tabindex="-1"
            on:beforetoggle=opening
            on:toggle=toggled
        >
            {move || open.get().then(|| children())}
        </div>
    }
    .into_any()
}

/// Closing from inside: the content sets the signal, the browser hides the surface and returns the focus.
fn close_when_told(surface: String, open: RwSignal<bool>) {
    Effect::new(move |_| {
        if !open.get()
            && let Some(element) = by_id(&surface)
            && element.matches(":popover-open").unwrap_or(false)
        {
            let _ = element.hide_popover();
        }
    });
}

/// Places a surface that the browser has just shown, and notes when it has hidden one.
fn follow(surface: &str, anchor: &str, at_end: bool, open: RwSignal<bool>) {
    let Some(element) = by_id(surface) else { return };
    if !element.matches(":popover-open").unwrap_or(false) {
        let _ = element.class_list().remove_1("placed");
        open.set(false);
        return;
    }
    if let Some(anchor) = by_id(anchor) {
        place_beside(&element, &anchor, at_end);
    }
    let _ = element.class_list().add_1("placed");
    focus_first(&element);
}

/// Moves the focus into a surface that has just opened: to what asks for it, else to the first thing that takes it.
fn focus_first(surface: &web_sys::HtmlElement) {
    let wanted = all_in(surface, "[data-autofocus]");
    let any = all_in(surface, "button, input, select, textarea, a[href], [tabindex='0'], [role^=menuitem]");
    if let Some(first) = wanted.first().or_else(|| any.first()) {
        let _ = first.focus();
    }
}
