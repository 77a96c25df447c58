//! The command palette: every action of the page, found by a few letters.

use super::action::Action;
use super::announce::{Announcer, use_announcer};
use super::dom::{focus_soon, keys_here, scroll_into_sight, unique_id};
use super::fuzzy;
use super::icon::{Icon, icon, icon_if};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

const SHOWN: usize = 50;

/// Makes the search field and the list of an open palette from its openness and its actions.
pub type PaletteContent = fn(RwSignal<bool>, Signal<Vec<Action>>) -> AnyView;

/// A list of actions over the page, found by typing. Ctrl+K (Cmd+K) is bound by the shell.
#[component]
pub fn Palette(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Every action there is at the moment, in the order to show before anything is typed.
    #[prop(into)]
    actions: Signal<Vec<Action>>,
    /// Makes what it shows while it is open: [`palette_content`], or whatever fetches that first.
    content: PaletteContent,
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
            {move || open.get().then(|| content(open, actions))}
        </dialog>
    }
    .into_any()
}

/// Actions by how well their words match what was typed; as they come where nothing is.
fn matching(mut actions: Vec<Action>, found: Vec<Action>, typed: &str) -> Vec<Action> {
    actions.extend(found);
    let texts = actions.iter().map(|action| (action.label.as_str(), format!("{} {} {}", action.label, action.group, action.words)));
    let order = fuzzy::rank_labelled(typed, texts);
    order.into_iter().filter_map(|place| actions.get(place).cloned()).take(SHOWN).collect()
}

/// The state of an open palette.
#[derive(Clone, Copy)]
struct Search {
    open: RwSignal<bool>,
    /// Starts the ids of the options.
    list_id: StoredValue<String>,
    typed: RwSignal<String>,
    /// Place of the action that Enter runs.
    active: RwSignal<usize>,
    shown: Memo<Vec<Action>>,
    announcer: Announcer,
}

impl Search {
    fn new(open: RwSignal<bool>, actions: Signal<Vec<Action>>, find: Option<Callback<String, Vec<Action>>>) -> Search {
        let typed = RwSignal::new(String::new());
        let list = move || {
            let text = typed.get();
            let found = find.filter(|_| !text.trim().is_empty()).map(|find| find.run(text.clone())).unwrap_or_default();
            matching(actions.get(), found, &text)
        };
        // Actions cannot be compared, so every new list counts as changed.
        let shown = Memo::new_with_compare(move |_| list(), |_, _| true);
        let list_id = StoredValue::new(unique_id());
        Search { open, list_id, typed, active: RwSignal::new(0), shown, announcer: use_announcer() }
    }

    fn option_id(self, place: usize) -> String {
        format!("{}-{place}", self.list_id.get_value())
    }

    fn is_empty(self) -> bool {
        self.shown.with(Vec::is_empty)
    }

    fn run(self, place: usize) {
        let Some(action) = self.shown.with_untracked(|shown| shown.get(place).cloned()) else { return };
        if let Some(reason) = action.refused.get_untracked() {
            self.announcer.say(reason);
            return;
        }
        // Closed first, so that the focus is back on the page before the action moves it.
        self.open.set(false);
        let dialog = document().query_selector("dialog.palette[open]").ok().flatten();
        if let Some(dialog) = dialog.and_then(|dialog| dialog.dyn_into::<web_sys::HtmlDialogElement>().ok()) {
            dialog.close();
        }
        action.run.run(());
    }

    fn on_key(self, event: web_sys::KeyboardEvent) {
        let count = self.shown.with_untracked(Vec::len).max(1);
        match event.key().as_str() {
            "ArrowDown" => self.active.update(|active| *active = (*active + 1) % count),
            "ArrowUp" => self.active.update(|active| *active = (*active + count - 1) % count),
            "Enter" => self.run(self.active.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    }

    fn items(self) -> Vec<AnyView> {
        let mut group = String::new();
        let plain = self.typed.with(|typed| typed.trim().is_empty());
        let item = |(place, action): (usize, Action)| {
            // Headings only while nothing is typed; a ranked list mixes the groups.
            let heading = (plain && action.group != group).then(|| action.group.clone());
            group.clone_from(&action.group);
            option_view(self, place, action, heading, !plain)
        };
        self.shown.get().into_iter().enumerate().map(item).collect()
    }
}

/// The search field and the list of an open palette.
pub fn palette_content(open: RwSignal<bool>, actions: Signal<Vec<Action>>, find: Option<Callback<String, Vec<Action>>>) -> AnyView {
    let search = Search::new(open, actions, find);
    let (input_id, list_id) = (unique_id(), search.list_id.get_value());
    let active_id = move || (!search.is_empty()).then(|| search.option_id(search.active.get()));
    Effect::new(move |_| scroll_into_sight(&search.option_id(search.active.get())));
    focus_soon(input_id.clone());
    let typed = move |event| {
        search.typed.set(event_target_value(&event));
        search.active.set(0);
    };
    let nothing = move || search.is_empty().then(|| view! { <p class="palette-none" role="status">"Nothing is called that."</p> });
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
                    aria-expanded=move || if search.is_empty() { "false" } else { "true" }
                    aria-controls=list_id.clone()
                    aria-activedescendant=active_id
                    on:input=typed
                    on:keydown=move |event| search.on_key(event)
                />
            </div>
            <div class="palette-list" id=list_id role="listbox" aria-label="Actions" hidden=move || search.is_empty()>
                {move || search.items()}
            </div>
            {nothing}
        </div>
    }
    .into_any()
}

fn option_view(search: Search, place: usize, action: Action, heading: Option<String>, tell_group: bool) -> AnyView {
    let Action { label, group, icon: shape, shortcut, refused, .. } = action;
    let is_active = move || search.active.get() == place;
    let beside = (tell_group && !group.is_empty()).then_some(group);
    view! {
        {heading.filter(|heading| !heading.is_empty()).map(|heading| view! { <div class="menu-group" role="presentation">{heading}</div> })}
        <div
            id=search.option_id(place)
            class="option"
            class:active=is_active
            role="option"
            aria-selected=move || if is_active() { "true" } else { "false" }
            aria-disabled=move || refused.with(Option::is_some).then_some("true")
            on:click=move |_| search.run(place)
            on:pointermove=move |_| search.active.set(place)
        >
            <span class="menu-icon">{icon_if(shape)}</span>
            <span class="menu-label">{label}</span>
            <span class="option-hint">{move || refused.get()}</span>
            {beside.map(|group| view! { <span class="option-hint">{group}</span> })}
            {shortcut.map(|keys| view! { <kbd>{keys_here(&keys)}</kbd> })}
        </div>
    }
    .into_any()
}
