//! Every shared widget inside the real frame, to look at and to test. Never shipped.
#![allow(clippy::unit_arg, reason = "a field that keeps what it is given is written in one line")]

mod charts;
mod controls;
mod overlays;
mod records;

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;
use linewright::ui::shell::{
    Frame, FrameWords, NextStep, PageHeader, PageState, RailItem, RailState, RouteFocus, SavedState, Theme, UndoState,
};
use linewright::ui::widgets::{Action, Icon, Notice, Tone, provide_announcer};

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(|| view! { <Router><Gallery /></Router> });
}

fn search_parameter(name: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    search.trim_start_matches('?').split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")).map(str::to_owned))
}

fn sections() -> Vec<(String, Vec<RailItem>)> {
    let state = |tone, mark: &str, sentence: &str| RailState { tone, mark: mark.to_owned(), sentence: sentence.to_owned() };
    let phases = vec![
        RailItem::new("/", "Controls", Icon::Inbox).state(state(Tone::Good, "", "complete")),
        RailItem::new("/table", "Table", Icon::Gauge).state(state(Tone::Warning, "3", "3 rows without a date")),
        RailItem::new("/charts", "Charts", Icon::Flow).state(state(Tone::Bad, "12", "12 periods over the limit")),
        RailItem::new("/overlays", "Overlays", Icon::Board).state(state(Tone::Neutral, "", "")),
        RailItem::new("/empty", "Empty", Icon::People).state(state(Tone::Muted, "0", "nothing yet")),
    ];
    let others = vec![RailItem::new("/history", "History", Icon::History), RailItem::new("/exchange", "Import and export", Icon::Upload)];
    vec![("Phases".to_owned(), phases), ("Workspace".to_owned(), others)]
}

#[component]
fn Gallery() -> impl IntoView {
    provide_announcer();
    let theme = RwSignal::new(Theme::from_word(&search_parameter("theme").unwrap_or_default()));
    let notices = RwSignal::new(Vec::<Notice>::new());
    if search_parameter("banner").is_some() {
        let export = Action::new("Export now", || ());
        let text = "This browser keeps nothing for this site. Export a file before you close the page.";
        notices.set(vec![Notice::new(1, Tone::Warning, "Not saved").text(text).standing().action(export)]);
    }
    if search_parameter("toasts").is_some() {
        let show = Action::new("Show", || ());
        notices.set(vec![
            Notice::new(2, Tone::Good, "Schedule accepted").text("1,200 tasks placed, 3 orders late."),
            Notice::new(3, Tone::Bad, "The file could not be read")
                .text("Nothing was changed. Row 7 of sheet Orders has no item.")
                .action(show),
        ]);
    }
    let undone = RwSignal::new(Some("move row 12".to_owned()));
    let undo = UndoState {
        undo: undone.into(),
        redo: Signal::derive(|| None),
        on_undo: Callback::new(move |()| undone.set(None)),
        on_redo: Callback::new(|()| ()),
    };
    let toast = move |tone: Tone, title: &'static str| {
        move || {
            let id = notices.with_untracked(Vec::len) as u64 + 10;
            notices.update(|notices| notices.push(Notice::new(id, tone, title).text("What is safe, and what to do about it.")));
        }
    };
    let actions = vec![
        Action::new("Add a row", || ()).icon(Icon::Plus).group("Rows").shortcut("Insert"),
        Action::new("Show a message", toast(Tone::Good, "3 rows added")).icon(Icon::Info).group("Messages"),
        Action::new("Show an error", toast(Tone::Bad, "The file could not be read")).icon(Icon::Alert).group("Messages"),
        Action::new("Print", || ()).icon(Icon::Print).group("Page").shortcut("Ctrl+P"),
        Action::new("Delete everything", || ()).icon(Icon::Trash).group("Page").danger().refused(Some("Two rows are in use.".to_owned())),
    ];
    let all = actions.clone();
    let words = FrameWords { workspace_href: "/workspaces".to_owned(), sections: sections() };
    let embedded = search_parameter("embed").map(|_| "The data of this page live in this browser.".to_owned());
    let saved = SavedState { tone: Tone::Muted, word: "Saved".to_owned(), sentence: "Saved in this browser at 14:30".to_owned() };
    let dismiss = move |id| notices.update(|notices| notices.retain(|notice| notice.id != id));
    view! {
        <Frame
            words
            workspace="Spring plan, plant 2"
            saved=saved
            undo
            menu=actions
            actions=all
            notices
            on_dismiss=dismiss
            theme
            on_theme=move |chosen| theme.set(chosen)
            embedded=embedded
            palette_content=|open, actions| linewright::ui::widgets::palette_content(open, actions, None)
        >
            <RouteFocus title="Gallery" site="Linewright" />
            <Routes fallback=|| view! { <controls::Controls /> }>
                <Route path=path!("/") view=controls::Controls />
                <Route path=path!("/table") view=records::Records />
                <Route path=path!("/charts") view=charts::Charts />
                <Route path=path!("/overlays") view=overlays::Overlays />
                <Route path=path!("/empty") view=records::Nothing />
            </Routes>
        </Frame>
    }
}

/// The head that every page of the gallery has.
pub fn head(title: &'static str, question: &'static str) -> AnyView {
    let state = PageState { tone: Tone::Warning, word: "3 things missing".to_owned(), findings: vec!["Row 12 has no date.".to_owned()] };
    let next = NextStep { href: "/charts".to_owned(), label: "Is there enough of it?".to_owned() };
    view! {
        <PageHeader title=title question=question artefact=Some(("/plan".to_owned(), "The plan".to_owned())) state=state next=Some(next) />
    }
    .into_any()
}
