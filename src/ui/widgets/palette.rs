//! The command palette: every action of the page, found by a few letters.

use super::action::Action;
use super::announce::use_announcer;
use super::dom::{by_id, unique_id};
use super::fuzzy;
use super::handler::Handler;
use super::icon::{Icon, icon, icon_if};
use leptos::html;
use leptos::prelude::*;

const SHOWN: usize = 50;

/// A list of actions over the page, found by typing. Ctrl+K (Cmd+K) is bound by the shell.
#[component]
pub fn Palette(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Every action there is at the moment, in the order to show before anything is typed.
    #[prop(into)]
    actions: Signal<Vec<Action>>,
    /// Further actions for what is typed, such as records found by name; best first.
    #[prop(optional, into)]
    find: Handler<String, Vec<Action>>,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    // A click on the dialog itself is a click beside its frame.
    let beside = move |event: web_sys::MouseEvent| {
        if node.get_untracked().is_some_and(|dialog| event.target() == Some(dialog.into())) {
            open.set(false);
        }
    };
    view! {
        <dialog node_ref=node class="palette" aria-label="Find an action" on:close=move |_| open.set(false) on:click=beside>
            {move || open.get().then(|| content(open, actions, find.get()))}
        </dialog>
    }
    .into_any()
}

fn matching(actions: Vec<Action>, found: Vec<Action>, typed: &str) -> Vec<Action> {
    let texts: Vec<String> = actions.iter().map(|action| format!("{} {} {}", action.label, action.group, action.words)).collect();
    let order = fuzzy::rank(typed, texts.iter().map(String::as_str));
    let ranked = order.into_iter().filter_map(|place| actions.get(place).cloned());
    ranked.chain(found).take(SHOWN).collect()
}

fn content(open: RwSignal<bool>, actions: Signal<Vec<Action>>, find: Option<Callback<String, Vec<Action>>>) -> AnyView {
    let announcer = use_announcer();
    let (input_id, list_id) = (unique_id(), unique_id());
    let typed = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let shown = Memo::new_with_compare(
        move |_| {
            let text = typed.get();
            let found = find.filter(|_| !text.trim().is_empty()).map(|find| find.run(text.clone())).unwrap_or_default();
            matching(actions.get(), found, &text)
        },
        |_, _| true,
    );
    let run = move |place: usize| {
        let Some(action) = shown.with_untracked(|shown| shown.get(place).cloned()) else { return };
        match action.refused.get_untracked() {
            Some(reason) => announcer.say(reason),
            None => {
                // Closed first, so that the focus returns to the page before the action moves it.
                open.set(false);
                if let Some(dialog) = document().query_selector("dialog.palette[open]").ok().flatten() {
                    use wasm_bindgen::JsCast;
                    dialog.unchecked_ref::<web_sys::HtmlDialogElement>().close();
                }
                action.run.run(());
            }
        }
    };
    let key = move |event: web_sys::KeyboardEvent| {
        let count = shown.with_untracked(Vec::len).max(1);
        match event.key().as_str() {
            "ArrowDown" => active.update(|active| *active = (*active + 1) % count),
            "ArrowUp" => active.update(|active| *active = (*active + count - 1) % count),
            "Enter" => run(active.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    };
    let option_prefix = list_id.clone();
    let scroll_prefix = list_id.clone();
    Effect::new(move |_| {
        if let Some(option) = by_id(&format!("{scroll_prefix}-{}", active.get())) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    let active_prefix = list_id.clone();
    let is_empty = move || shown.with(Vec::is_empty);
    let active_id = move || (!is_empty()).then(|| format!("{active_prefix}-{}", active.get()));
    let items = move || {
        let shown = shown.get();
        let mut group = String::new();
        let plain = typed.with(|typed| typed.trim().is_empty());
        let item = |(place, action): (usize, Action)| {
            // Headings only while nothing is typed; a ranked list mixes the groups.
            let heading = (plain && action.group != group).then(|| action.group.clone());
            group.clone_from(&action.group);
            option_view(format!("{option_prefix}-{place}"), place, action, heading, active, Callback::new(move |()| run(place)))
        };
        shown.into_iter().enumerate().map(item).collect::<Vec<_>>()
    };
    request_animation_frame({
        let input_id = input_id.clone();
        move || {
            if let Some(input) = by_id(&input_id) {
                let _ = input.focus();
            }
        }
    });
    view! {
        <div class="palette-frame">
            <div class="search palette-search">
                {icon(Icon::Search)}
                <input
                    type="text"
                    id=input_id
                    class="input"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder="What do you want to do?"
                    aria-label="Find an action"
                    aria-expanded=move || if is_empty() { "false" } else { "true" }
                    aria-controls=list_id.clone()
                    aria-activedescendant=active_id
                    on:input=move |event| {
                        typed.set(event_target_value(&event));
                        active.set(0);
                    }
                    on:keydown=key
                />
            </div>
            <div class="palette-list" id=list_id role="listbox" hidden=is_empty aria-label="Actions">
                {items}
            </div>
            {move || is_empty().then(|| view! { <p class="palette-none" role="status">"Nothing is called that."</p> })}
        </div>
    }
    .into_any()
}

fn option_view(id: String, place: usize, action: Action, heading: Option<String>, active: RwSignal<usize>, run: Callback<()>) -> AnyView {
    let Action { label, group, icon: shape, shortcut, refused, .. } = action;
    let is_active = move || active.get() == place;
    let beside = if heading.is_some() || group.is_empty() { None } else { Some(group) };
    view! {
        {heading.filter(|heading| !heading.is_empty()).map(|heading| view! { <div class="menu-group" role="presentation">{heading}</div> })}
        <div
            id=id
            class="option"
            class:active=is_active
            role="option"
            aria-selected=move || if is_active() { "true" } else { "false" }
            aria-disabled=move || refused.with(Option::is_some).then_some("true")
            on:click=move |_| run.run(())
            on:pointermove=move |_| active.set(place)
        >
            <span class="menu-icon">{icon_if(shape)}</span>
            <span class="menu-label">{label}</span>
            <span class="option-hint">{move || refused.get()}</span>
            {beside.map(|group| view! { <span class="option-hint">{group}</span> })}
            {shortcut.map(|keys| view! { <kbd>{keys}</kbd> })}
        </div>
    }
    .into_any()
}
