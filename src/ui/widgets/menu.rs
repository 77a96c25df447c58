//! A button that opens a menu of actions, by the menu pattern of the ARIA guide.

use super::action::Action;
use super::announce::use_announcer;
use super::dom::{all_in, keys_here};
use super::icon::{Icon, icon, icon_if};
use super::popover::Popover;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A button that opens a menu of actions; actions with a group stand under its heading.
#[component]
pub fn MenuButton(
    /// Words of the button; its name when only the icon shows.
    #[prop(into)]
    label: Signal<String>,
    /// What the menu offers at the moment it opens.
    #[prop(into)]
    actions: Signal<Vec<Action>>,
    /// Icon of the button.
    #[prop(optional, into)]
    icon: MaybeProp<Icon>,
    /// Shows the icon only.
    #[prop(optional)]
    icon_only: bool,
    /// Style class of the button; `button quiet` unless told.
    #[prop(optional)]
    class: Option<&'static str>,
    /// Lines the right edges up instead of the left ones.
    #[prop(optional)]
    at_end: bool,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let class = class.unwrap_or("button quiet");
    view! {
        <Popover label icon icon_only class at_end role="menu" open>
            {menu_items(actions.get(), open)}
        </Popover>
    }
    .into_any()
}

/// The items of an open menu; choosing one closes it.
pub fn menu_items(actions: Vec<Action>, open: RwSignal<bool>) -> AnyView {
    let mut last_group = String::new();
    let mut items = Vec::with_capacity(actions.len());
    for action in actions {
        if action.group != last_group {
            last_group.clone_from(&action.group);
            items.push(view! { <div class="menu-group" role="presentation">{action.group.clone()}</div> }.into_any());
        }
        items.push(menu_item(action, open));
    }
    view! { <div class="menu" role="presentation" on:keydown=move_focus>{items}</div> }.into_any()
}

fn menu_item(action: Action, open: RwSignal<bool>) -> AnyView {
    let announcer = use_announcer();
    let Action { label, icon: shape, shortcut, refused, checked, danger, .. } = action.clone();
    let role = if checked.is_some() { "menuitemcheckbox" } else { "menuitem" };
    let keys = shortcut.clone();
    let is_on = move || checked.is_some_and(|on| on.get());
    let shown_icon = move || if is_on() { icon(Icon::Check) } else { icon_if(shape) };
    let choose = move |_| match action.attempt() {
        Ok(()) => open.set(false),
        Err(reason) => announcer.say(reason),
    };
    view! {
        <button
            type="button"
            class="menu-item"
            class:danger=danger
            role=role
            tabindex="-1"
            aria-checked=move || checked.map(|on| if on.get() { "true" } else { "false" })
            aria-disabled=move || refused.with(Option::is_some).then_some("true")
            aria-description=move || refused.get()
            title=move || refused.get()
            aria-keyshortcuts=keys
            on:click=choose
        >
            <span class="menu-icon">{shown_icon}</span>
            <span class="menu-label">{label}</span>
            {shortcut.map(|keys| view! { <kbd aria-hidden="true">{keys_here(&keys)}</kbd> })}
        </button>
    }
    .into_any()
}

/// Arrow keys, Home, End and first letters move among the items of a menu.
fn move_focus(event: web_sys::KeyboardEvent) {
    let Some(menu) = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else { return };
    let items = all_in(&menu, "[role^=menuitem]");
    let focused = document().active_element();
    let now = items.iter().position(|item| focused.as_ref() == Some(item.as_ref()));
    let count = items.len();
    let key = event.key();
    let next = match key.as_str() {
        "ArrowDown" => Some(now.map_or(0, |index| (index + 1) % count.max(1))),
        "ArrowUp" => Some(now.map_or(count.saturating_sub(1), |index| (index + count - 1) % count.max(1))),
        "Home" => Some(0),
        "End" => Some(count.saturating_sub(1)),
        letter if letter.chars().count() == 1 && letter != " " => {
            let starts = |item: &web_sys::HtmlElement| {
                item.text_content().unwrap_or_default().trim().to_lowercase().starts_with(&letter.to_lowercase())
            };
            (1..=count)
                .map(|step| (now.unwrap_or(count.saturating_sub(1)) + step) % count.max(1))
                .find(|index| items.get(*index).is_some_and(starts))
        }
        _ => None,
    };
    if let Some(item) = next.and_then(|index| items.get(index)) {
        event.prevent_default();
        let _ = item.focus();
    }
}
