//! The frame of this site: the shell's frame, told of workspace, phases, notices and preferences.

use super::links;
use super::parts;
use super::phase_icon::phase_icon;
use super::phases::{artefact_words, tone};
use crate::app::derived::{Level, phase_state};
use crate::app::notices::Tone as NoticeTone;
use crate::app::web::Desk;
use crate::app::web::preferences::{THEME, remember, remembered};
use crate::app::{SaveState, Session};
use crate::guide::guide;
use crate::model::{Artefact, Phase};
use crate::ui::shell::{Frame, FrameWords, RailItem, RailState, RouteFocus, SavedState, Theme, UndoState};
use crate::ui::widgets::{Action, Icon, Notice, Tone};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// The frame around every page of an open workspace.
#[component]
pub fn SiteFrame(children: Children) -> impl IntoView {
    let session = expect_context::<Session>();
    let desk = expect_context::<Desk>();
    let theme = RwSignal::new(asked("theme").or_else(|| remembered(THEME)).map_or(Theme::System, |word| Theme::from_word(&word)));
    let choose_theme = Callback::new(move |chosen: Theme| {
        theme.set(chosen);
        remember(THEME, chosen.word());
    });
    let workspace = Signal::derive(move || {
        let id = desk.open_id();
        desk.list().into_iter().find(|entry| Some(entry.id) == id).map_or_else(|| "New workspace".to_owned(), |entry| entry.name)
    });
    // The first edit puts a new workspace into the list.
    let undo = UndoState {
        undo: Signal::derive(move || session.undo_names().undo),
        redo: Signal::derive(move || session.undo_names().redo),
        on_undo: Callback::new(move |()| drop(session.undo())),
        on_redo: Callback::new(move |()| drop(session.redo())),
    };
    // Made once: a notice keeps its view while the list around it is made anew.
    let undo_latest = Action::new("Undo", move || drop(session.undo()));
    let notices =
        Signal::derive(move || session.notices.list().into_iter().map(|notice| shown_notice(&undo_latest, notice)).collect::<Vec<_>>());
    let embedding = Embedding::asked_for();
    if embedding == Embedding::ShownOnly {
        desk.only_show();
    }
    let embedded = Signal::derive(move || (embedding != Embedding::No).then(|| whereabouts(&session.save.get(), embedding)));
    let words = FrameWords { workspace_href: links::to("workspaces/"), sections: sections(session) };
    view! {
        <Frame
            words
            workspace
            saved=Signal::derive(move || saved_state(&session.save.get()))
            undo
            menu=Signal::derive(places)
            actions=Signal::derive(places)
            notices
            on_dismiss=Callback::new(move |id: u64| session.notices.dismiss(id))
            theme
            on_theme=choose_theme
            embedded
            palette_content=parts::palette
        >
            {move || session.scenario().map(|_| parts::scenario_bar(session))}
            {children()}
            <PageTitle workspace />
        </Frame>
    }
    .into_any()
}

/// The name of the page for the window and for screen readers.
#[component]
fn PageTitle(workspace: Signal<String>) -> impl IntoView {
    let route = links::current();
    // The element says which page it shows, for style sheets and for scripts of a portal around it.
    Effect::new(move |_| {
        let route = route.get();
        if let Some(main) = document().get_element_by_id("main") {
            drop(main.set_attribute("data-route", &route));
        }
    });
    let title = Signal::derive(move || {
        let word = route.get();
        let phase = Phase::ALL.into_iter().find(|phase| phase.word() == word);
        match phase {
            Some(phase) => guide(phase).title.to_owned(),
            None if word.is_empty() => "Home".to_owned(),
            None => {
                let mut words = word.replace('_', " ");
                if let Some(first) = words.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                words
            }
        }
    });
    view! { <RouteFocus title site=Signal::derive(move || format!("{} · Linewright", workspace.get())) /> }
}

/// How the page is shown in a page of somebody else's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Embedding {
    /// It is not.
    No,
    /// Without the frame.
    Bare,
    /// Without the frame, and nothing can be changed.
    ShownOnly,
}

impl Embedding {
    /// What the address asked for that the page was opened with; going to another page inside does not change it.
    fn asked_for() -> Embedding {
        thread_local! {
            static ASKED: std::cell::OnceCell<Embedding> = const { std::cell::OnceCell::new() };
        }
        let is = |name: &str, wanted: &str| asked(name).is_some_and(|value| value == wanted);
        ASKED.with(|known| {
            *known.get_or_init(|| match (is("embed", "1"), is("edit", "0")) {
                (false, _) => Embedding::No,
                (true, false) => Embedding::Bare,
                (true, true) => Embedding::ShownOnly,
            })
        })
    }
}

/// A parameter of the page's address.
pub fn asked(name: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    let pairs = search.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

/// Where the data of an embedded page live, in a sentence.
fn whereabouts(state: &SaveState, embedding: Embedding) -> String {
    match state {
        _ if embedding == Embedding::ShownOnly => {
            "Shown only: nothing can be changed here. These data are kept in this browser, for pages embedded in this portal.".to_owned()
        }
        SaveState::NotSaved(reason) => format!("Nothing is kept here: {reason}. Save the workspace to a file before you leave."),
        _ => "These data are kept in this browser, for pages embedded in this portal. Save the workspace to a file to carry it elsewhere."
            .to_owned(),
    }
}

/// The pages beside the phases.
const OTHERS: [(&str, &str, Icon); 6] = [
    ("", "Home", Icon::Home),
    ("scenarios/", "Scenarios", Icon::Tree),
    ("exchange/", "Import and export", Icon::Upload),
    ("tables/", "Tables", Icon::Table),
    ("history/", "History", Icon::History),
    ("workspaces/", "Workspaces", Icon::Folder),
];

fn sections(session: Session) -> Vec<(String, Vec<RailItem>)> {
    let phases = Phase::OPEN.iter().map(|&phase| {
        let state = Memo::new(move |_| phase_state(session, phase));
        let shown = Signal::derive(move || {
            let state = state.get();
            let mark = match state.level {
                Level::Blocked | Level::Attention => state.findings.len().to_string(),
                Level::Empty | Level::Unchecked | Level::Ready => String::new(),
            };
            RailState { tone: tone(state.level), mark, sentence: state.summary }
        });
        let words = guide(phase);
        let link = RailItem::new(links::to(&format!("{}/", phase.word())), words.title, phase_icon(phase)).state(shown);
        // Several phases work on one artefact: the first of them shows that one is on its page.
        let is_first = !Phase::OPEN.iter().take_while(|other| **other != phase).any(|other| guide(*other).artefact == words.artefact);
        match words.artefact.filter(|_| is_first) {
            Some(artefact) => link.within(links::to(&format!("{}/", artefact.word()))),
            None => link,
        }
    });
    let others = OTHERS.into_iter().map(|(route, title, icon)| RailItem::new(links::to(route), title, icon));
    vec![("Phases".to_owned(), phases.collect()), ("Workspace".to_owned(), others.collect())]
}

/// Every place one can go, as actions.
fn places() -> Vec<Action> {
    let navigate = use_navigate();
    let mut actions: Vec<Action> = Phase::OPEN
        .iter()
        .map(|&phase| {
            let navigate = navigate.clone();
            let route = links::route(&format!("{}/", phase.word()));
            Action::new(format!("Go to {}", guide(phase).title), move || navigate(&route, Default::default()))
                .icon(phase_icon(phase))
                .group("Go to")
        })
        .collect();
    for artefact in Artefact::OPEN {
        let navigate = navigate.clone();
        let route = links::route(&format!("{}/", artefact.word()));
        let open = move || navigate(&route, Default::default());
        actions.push(Action::new(artefact_words(artefact), open).icon(Icon::File).group("Go to"));
    }
    for (route, title, icon) in OTHERS {
        let navigate = navigate.clone();
        let route = links::route(route);
        actions.push(Action::new(title, move || navigate(&route, Default::default())).icon(icon).group("Go to"));
    }
    actions
}

fn saved_state(state: &SaveState) -> SavedState {
    let (tone, word, sentence) = match state {
        SaveState::Saved => (Tone::Good, "Saved", "Every edit is on this device's disk.".to_owned()),
        SaveState::Saving => (Tone::Neutral, "Saving…", "The latest edit is on its way to the disk.".to_owned()),
        SaveState::NotSaved(reason) => {
            (Tone::Bad, "Not saved", format!("Edits are only in this page: {reason}. Save the workspace to a file."))
        }
        SaveState::ReadOnly(reason) => (Tone::Warning, "Read-only", format!("Nothing can be changed: {reason}.")),
    };
    SavedState { tone, word: word.to_owned(), sentence }
}

fn shown_notice(undo_latest: &Action, notice: crate::app::notices::Notice) -> Notice {
    let tone = match notice.tone {
        NoticeTone::Info => Tone::Info,
        NoticeTone::Success => Tone::Good,
        NoticeTone::Warning => Tone::Warning,
        NoticeTone::Danger => Tone::Bad,
    };
    let shown = Notice::new(notice.id, tone, notice.title).text(notice.detail);
    match (notice.standing, notice.undoes) {
        (true, _) => shown.standing(),
        (false, true) => shown.action(undo_latest.clone()),
        (false, false) => shown,
    }
}
