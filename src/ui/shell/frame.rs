//! The frame: puts top bar, rail, messages, palette and page together, and binds the keys that work everywhere.

use super::focus::keep_focus_in_sight;
use super::rail::{Rail, RailItem};
use super::theme::{Theme, ThemeMenu, apply_theme};
use super::top_bar::{SavedState, TopBar, UndoState};
use crate::ui::widgets::{Action, Banners, LiveRegions, Notice, Palette, PaletteContent, Toasts, Tone};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The words and links of the frame that do not change.
#[derive(Clone, Default)]
pub struct FrameWords {
    /// Where the workspace's name leads.
    pub workspace_href: String,
    /// The rail: sections with their headings, the phases first.
    pub sections: Vec<(String, Vec<RailItem>)>,
}

/// The frame around every page. Needs a router and an announcer above it.
#[component]
pub fn Frame(
    /// Words and links that do not change.
    words: FrameWords,
    /// Name of the workspace.
    #[prop(into)]
    workspace: Signal<String>,
    /// Whether it is saved.
    #[prop(into)]
    saved: Signal<SavedState>,
    /// Undo and redo.
    undo: UndoState,
    /// What the menu at the end of the top bar offers.
    #[prop(into)]
    menu: Signal<Vec<Action>>,
    /// Every action for the command palette; undo and redo are added.
    #[prop(into)]
    actions: Signal<Vec<Action>>,
    /// Messages, passing and standing.
    #[prop(into)]
    notices: Signal<Vec<Notice>>,
    /// Called with the id of a message that has passed.
    #[prop(into)]
    on_dismiss: Callback<u64>,
    /// The theme in force.
    #[prop(into)]
    theme: Signal<Theme>,
    /// Called with the theme that was chosen.
    #[prop(into)]
    on_theme: Callback<Theme>,
    /// Without the frame: only the page and its messages, with this sentence that says where the data live.
    #[prop(optional, into)]
    embedded: Signal<Option<String>>,
    /// The page.
    /// Makes what the command palette shows while it is open.
    palette_content: PaletteContent,
    children: Children,
) -> impl IntoView {
    apply_theme(theme);
    let palette = RwSignal::new(false);
    bind_keys(palette, undo);
    keep_focus_in_sight();
    let all = Signal::derive(move || actions.get().into_iter().chain(undo.actions()).collect::<Vec<_>>());
    let is_embedded = Memo::new(move |_| embedded.with(Option::is_some));
    let words = StoredValue::new(words);
    let top_bar = move || {
        let href = words.with_value(|words| words.workspace_href.clone());
        (!is_embedded.get()).then(|| {
            view! {
                <TopBar workspace workspace_href=href saved undo menu on_search=move || palette.set(true)>
                    <ThemeMenu theme on_theme />
                </TopBar>
            }
        })
    };
    let rail = move || (!is_embedded.get()).then(|| view! { <Rail sections=words.with_value(|words| words.sections.clone()) /> });
    // Told once when it is settled; that an edit is on its way is news to nobody.
    let settled = Memo::new(move |_| saved.with(|saved| if saved.tone == Tone::Neutral { String::new() } else { saved.word.clone() }));
    let whereabouts = move || embedded.get().map(|sentence| view! { <p class="whereabouts">{sentence}</p> });
    view! {
        <div class="frame" class:embedded=move || is_embedded.get()>
            <a class="skip-link" href="#main" on:click=skip>"Skip to the page"</a>
            {top_bar}
            {rail}
            <main id="main" class="main" tabindex="-1">
                <Banners notices />
                {children()}
                {whereabouts}
            </main>
            <Toasts notices on_dismiss />
            <Palette open=palette actions=all content=palette_content />
            <div class="visually-hidden" role="status">{move || settled.get()}</div>
            <LiveRegions />
        </div>
    }
    .into_any()
}

/// The skip link moves the focus itself, because the router would take the fragment for a change of page.
fn skip(event: web_sys::MouseEvent) {
    event.prevent_default();
    event.stop_propagation();
    let main = document().get_element_by_id("main").and_then(|main| main.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(main) = main {
        let _ = main.focus();
    }
}

/// Ctrl+K (Cmd+K) opens the palette; Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y undo and redo unless text is being typed.
fn bind_keys(palette: RwSignal<bool>, undo: UndoState) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
            return;
        }
        match (event.key().to_lowercase().as_str(), event.shift_key()) {
            ("k", false) => palette.set(true),
            ("z", false) if !is_typing(&event) && !is_modal() && undo.undo.get_untracked().is_some() => undo.on_undo.run(()),
            ("z", true) | ("y", false) if !is_typing(&event) && !is_modal() && undo.redo.get_untracked().is_some() => undo.on_redo.run(()),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
}

/// While text is being typed, undo belongs to the input. A field that shows what is stored has nothing of its own to undo: the browser
/// would bring back a text that the workspace no longer holds.
fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    let Some(target) = event.target() else { return false };
    if let Some(input) = target.dyn_ref::<web_sys::HtmlInputElement>() {
        let is_ticked = matches!(input.type_().as_str(), "checkbox" | "radio");
        // Only fields of stored values carry the stored value as their attribute.
        return !is_ticked && (!input.has_attribute("value") || input.value() != input.default_value());
    }
    match target.dyn_ref::<web_sys::HtmlTextAreaElement>() {
        Some(area) => area.default_value().is_ok_and(|stored| area.value() != stored),
        None => false,
    }
}

/// A dialog over the page keeps the page as it is.
fn is_modal() -> bool {
    document().query_selector("dialog:modal").ok().flatten().is_some()
}
