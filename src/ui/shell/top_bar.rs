//! The bar at the top: which workspace, whether it is saved, undo and redo by name, search, menus.

use crate::ui::widgets::dom::keys_here;
use crate::ui::widgets::{Action, Button, ButtonLook, Icon, MenuButton, Tone, icon, tone_icon};
use leptos::prelude::*;

/// Whether the workspace is saved.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SavedState {
    pub tone: Tone,
    /// "Saved", "Saving", "Not saved".
    pub word: String,
    /// Where it is saved or why it is not.
    pub sentence: String,
}

/// What undo and redo would do.
#[derive(Clone, Copy)]
pub struct UndoState {
    /// What undo would take back: "move task 12"; `None` when there is nothing.
    pub undo: Signal<Option<String>>,
    /// What redo would do again.
    pub redo: Signal<Option<String>>,
    pub on_undo: Callback<()>,
    pub on_redo: Callback<()>,
}

impl UndoState {
    /// Undo and redo as actions, for the command palette.
    pub fn actions(self) -> Vec<Action> {
        let refused = |name: Signal<Option<String>>, reason: &'static str| {
            Signal::derive(move || name.with(Option::is_none).then(|| reason.to_owned()))
        };
        let (on_undo, on_redo) = (self.on_undo, self.on_redo);
        vec![
            Action::new("Undo", move || on_undo.run(()))
                .icon(Icon::Undo)
                .shortcut("Ctrl+Z")
                .group("Edit")
                .refused(refused(self.undo, NO_UNDO)),
            Action::new("Redo", move || on_redo.run(()))
                .icon(Icon::Redo)
                .shortcut("Ctrl+Y")
                .group("Edit")
                .refused(refused(self.redo, NO_REDO)),
        ]
    }
}

const NO_UNDO: &str = "There is nothing to undo.";
const NO_REDO: &str = "There is nothing to redo.";

/// The bar at the top.
#[component]
pub fn TopBar(
    /// Name of the workspace.
    #[prop(into)]
    workspace: Signal<String>,
    /// Where the name leads: the list of workspaces.
    #[prop(into)]
    workspace_href: String,
    /// Whether it is saved.
    #[prop(into)]
    saved: Signal<SavedState>,
    /// Undo and redo.
    undo: UndoState,
    /// Opens the command palette.
    #[prop(into)]
    on_search: Callback<()>,
    /// What the menu at the end offers.
    #[prop(into)]
    menu: Signal<Vec<Action>>,
    /// Further controls before the menu, such as the theme.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let named = |verb: &'static str, name: Signal<Option<String>>| {
        Signal::derive(move || name.get().map_or_else(|| verb.to_owned(), |name| format!("{verb}: {name}")))
    };
    let refused =
        |name: Signal<Option<String>>, reason: &'static str| Signal::derive(move || name.with(Option::is_none).then(|| reason.to_owned()));
    let saved_view = move || {
        let state = saved.get();
        let title = state.sentence.clone();
        (!state.word.is_empty()).then(|| {
            view! {
                <span class=format!("saved {}", state.tone.class()) title=title>
                    {tone_icon(state.tone).map(icon)}
                    <span>{state.word}</span>
                    <span class="visually-hidden">{state.sentence}</span>
                </span>
            }
        })
    };
    view! {
        <header class="top-bar">
            <a class="top-name" href=workspace_href title="All workspaces">
                <span class="top-name-text">{move || workspace.get()}</span>
                {icon(Icon::ChevronDown)}
            </a>
            {saved_view}
            <span class="bar-gap"></span>
            <button type="button" class="search-button" aria-keyshortcuts="Control+K" on:click=move |_| on_search.run(())>
                {icon(Icon::Search)}
                <span>"Search or do"</span>
                <kbd aria-hidden="true">{keys_here("Ctrl+K")}</kbd>
            </button>
            <Button
                label=named("Undo", undo.undo)
                icon=Icon::Undo
                icon_only=true
                look=ButtonLook::Quiet
                refused=refused(undo.undo, NO_UNDO)
                on_press=undo.on_undo
            />
            <Button
                label=named("Redo", undo.redo)
                icon=Icon::Redo
                icon_only=true
                look=ButtonLook::Quiet
                refused=refused(undo.redo, NO_REDO)
                on_press=undo.on_redo
            />
            {children.map(|children| children())}
            <MenuButton label="Menu" icon=Icon::More icon_only=true at_end=true actions=menu />
        </header>
    }
    .into_any()
}
