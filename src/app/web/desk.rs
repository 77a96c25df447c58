//! The desk: the list of workspaces and the one that is open.
//!
//! Opening another workspace makes a new session; nothing of the old one is carried over.
#![allow(clippy::disallowed_methods, reason = "the desk hands the time to the layers below")]

use super::keeper::{Watch, keep};
use super::preferences::{LABEL, LAST, remember, remember_in_tab, remembered, remembered_in_tab};
use super::turn::turn;
use crate::app::Session;
use crate::app::notices::Tone;
use crate::app::packing::unpack;
use crate::document::Document;
use crate::model::{id_text, parse_id, sort_with_key};
use crate::store::web::{ask_for_persistence, media, random_number};
use crate::store::{Access, Directory, Entry, Media, OpenError, ReadOnly, Report, Store, Usage, WorkspaceId, rescue};
use leptos::prelude::*;

/// A workspace that is open.
struct Open {
    id: WorkspaceId,
    store: Store,
    _watch: Watch,
}

/// What the desk shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DeskState {
    /// The list is being read.
    Opening,
    /// A session is there.
    Ready,
    /// Nothing could be opened, for this reason.
    Failed(String),
}

/// The list of workspaces and the open one. Copied freely.
#[derive(Clone, Copy)]
pub struct Desk {
    media: StoredValue<Option<Media>, LocalStorage>,
    directory: StoredValue<Option<Directory>, LocalStorage>,
    open: StoredValue<Option<Open>, LocalStorage>,
    session: RwSignal<Option<Session>>,
    state: RwSignal<DeskState>,
    listed: RwSignal<u32>,
    /// Whether workspaces are only shown.
    shown_only: StoredValue<bool>,
}

/// A workspace in the list, as pages show it.
#[derive(Clone, PartialEq, Debug)]
pub struct Listed {
    pub id: u64,
    pub name: String,
    pub archived: bool,
    pub deleted: bool,
    pub bytes: u64,
    pub is_open: bool,
}

/// What is wrong with the stored copies of a workspace.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Trouble {
    /// Records that are damaged and were set apart.
    pub damaged: usize,
    /// Records that are left out because the page did not survive them.
    pub skipped: usize,
    /// Whether nothing may be changed until the person decides to go on with what could be read.
    pub may_go_on: bool,
}

impl Desk {
    /// Reads the list and opens the workspace used last, or a new one that is written with its first edit.
    pub fn start() -> Desk {
        let desk = Desk {
            media: StoredValue::new_local(None),
            directory: StoredValue::new_local(None),
            open: StoredValue::new_local(None),
            session: RwSignal::new(None),
            state: RwSignal::new(DeskState::Opening),
            listed: RwSignal::new(0),
            shown_only: StoredValue::new(false),
        };
        leptos::task::spawn_local(async move {
            let media = media().await;
            desk.media.set_value(Some(media.clone()));
            match Directory::open(&media).await {
                Ok(directory) => desk.directory.set_value(Some(directory)),
                Err(error) => {
                    desk.state.set(DeskState::Failed(error.to_string()));
                    return;
                }
            }
            let last = remembered_in_tab(LAST).or_else(|| remembered(LAST)).and_then(|text| parse_id(&text));
            let mut known = desk.list().into_iter().filter(|entry| !entry.deleted && !entry.archived);
            let chosen = known.clone().find(|entry| Some(entry.id) == last).or_else(|| known.next_back());
            match chosen {
                Some(entry) => desk.open_now(WorkspaceId(entry.id)).await,
                None => desk.create_now(None).await,
            }
        });
        desk
    }

    /// The open session; tracked.
    pub fn session(self) -> Option<Session> {
        self.session.get()
    }

    /// What the desk shows; tracked.
    pub fn state(self) -> DeskState {
        self.state.get()
    }

    /// Every workspace that was not purged, by name; tracked.
    pub fn list(self) -> Vec<Listed> {
        self.listed.track();
        let open = self.open_id();
        let entries = self.directory.with_value(|directory| directory.as_ref().map(Directory::entries)).unwrap_or_default();
        let mut list: Vec<Listed> = entries.into_iter().map(|entry| listed(entry, open)).collect();
        sort_with_key(&mut list, |entry| entry.name.to_lowercase());
        list
    }

    /// Only shows workspaces from now on: none is changed, added, renamed or deleted here.
    pub fn only_show(self) {
        self.shown_only.set_value(true);
        if let Some(session) = self.session.get_untracked() {
            session.only_show();
        }
    }

    /// Whether the list may be changed; says so where it may not.
    fn may_change(self) -> bool {
        let refused = self.session.get_untracked().filter(|_| self.shown_only.get_value());
        if let Some(session) = refused {
            session.notices.tell(
                Tone::Warning,
                "This page only shows the workspace.",
                "Nothing was changed. Open it in Linewright itself to change it.",
            );
        }
        !self.shown_only.get_value()
    }

    /// Opens a workspace of the list.
    pub fn open(self, id: u64) {
        leptos::task::spawn_local(async move { self.open_now(WorkspaceId(id)).await });
    }

    /// Makes a workspace and opens it; `then` gets its session.
    pub fn create(self, name: &str, then: impl FnOnce(Session) + 'static) {
        if !self.may_change() {
            return;
        }
        let name = name.to_owned();
        leptos::task::spawn_local(async move {
            self.create_now(Some(name)).await;
            if let Some(session) = self.session.get_untracked() {
                then(session);
            }
        });
    }

    /// Gives a workspace another name in the list.
    pub fn rename(self, id: u64, name: &str) {
        self.with_directory(|directory| drop(directory.rename(WorkspaceId(id), name)));
    }

    /// Puts a workspace away, or takes it out again.
    pub fn archive(self, id: u64, archived: bool) {
        self.with_directory(|directory| drop(directory.archive(WorkspaceId(id), archived)));
    }

    /// Marks a workspace as deleted; everything of it stays until it is purged.
    pub fn delete(self, id: u64) {
        self.with_directory(|directory| drop(directory.delete(WorkspaceId(id), js_sys::Date::now() as u64)));
    }

    /// Takes a deletion back.
    pub fn restore(self, id: u64) {
        self.with_directory(|directory| drop(directory.restore(WorkspaceId(id))));
    }

    /// Takes a deleted workspace away for good.
    pub fn purge(self, id: u64) {
        self.alter(move |directory| async move { directory.purge(WorkspaceId(id)).await.map_err(|error| error.to_string()) });
    }

    /// Copies a workspace under another name.
    pub fn duplicate(self, id: u64, name: &str) {
        let name = name.to_owned();
        self.alter(move |directory| async move {
            directory.duplicate(WorkspaceId(id), &name).await.map(drop).map_err(|error| error.to_string())
        });
    }

    /// What the open workspace takes, in bytes; `None` where that cannot be found out.
    pub async fn usage(self) -> Option<Usage> {
        let store = self.store()?;
        store.usage().await.ok()
    }

    /// What is wrong with the stored copies of the open workspace; tracked.
    pub fn trouble(self) -> Trouble {
        self.listed.track();
        let Some(store) = self.store() else { return Trouble::default() };
        let (status, skipped) = (store.status(), store.report().skipped.len());
        let may_go_on = matches!(&status.access, Access::ReadOnly(why) if !matches!(why, ReadOnly::NewerFormat(_)));
        Trouble { damaged: status.quarantined - skipped, skipped, may_go_on }
    }

    /// Everything stored of the open workspace, damaged records included, as a file that can be opened again.
    pub async fn rescue_file(self) -> Option<String> {
        let media = self.media.with_value(Clone::clone)?;
        Some(rescue(&media, WorkspaceId(self.open_id()?)).await)
    }

    /// Takes damaged records out of this browser; to be offered once the person has the file.
    pub fn discard_damaged(self) {
        let Some(store) = self.store().filter(|_| self.may_change()) else { return };
        leptos::task::spawn_local(async move {
            let outcome = store.discard_quarantine().await.map(drop);
            self.tell_failure(outcome.map_err(|error| error.to_string()));
        });
    }

    /// Opens the workspace anew, with the records that were left out because the page did not survive them.
    pub fn try_skipped_again(self) {
        let Some(store) = self.store().filter(|_| self.may_change()) else { return };
        match store.try_skipped_again() {
            Ok(()) => drop(window().location().reload()),
            Err(refusal) => self.tell_failure(Err(refusal.to_string())),
        }
    }

    /// Lets the workspace be changed although not all of its copies could be read.
    pub fn go_on_anyway(self) {
        if let Some(store) = self.store().filter(|_| self.may_change()) {
            store.write_anyway();
        }
        self.listed.update(|count| *count += 1);
    }

    fn tell_failure(self, outcome: Result<(), String>) {
        if let (Err(reason), Some(session)) = (outcome, self.session.get_untracked()) {
            session.notices.tell(Tone::Warning, "That was not possible", format!("{reason}. Nothing was changed."));
        }
        self.listed.update(|count| *count += 1);
    }

    /// The id of the open workspace as text.
    pub fn open_id(self) -> Option<u64> {
        self.open.with_value(|open| open.as_ref().map(|open| open.id.0))
    }

    /// The name of the open workspace; tracked.
    pub fn open_name(self) -> String {
        let open = self.open_id();
        self.list().into_iter().find(|entry| Some(entry.id) == open).map(|entry| entry.name).unwrap_or_default()
    }

    /// Asks the browser not to clear the storage by itself; `None` where it cannot be asked.
    pub async fn ask_for_persistence(self) -> Option<bool> {
        ask_for_persistence().await
    }

    fn store(self) -> Option<Store> {
        self.open.with_value(|open| open.as_ref().map(|open| open.store.clone()))
    }

    fn with_directory(self, change: impl FnOnce(&Directory)) {
        if !self.may_change() {
            return;
        }
        if let Some(directory) = self.directory.with_value(Clone::clone) {
            change(&directory);
        }
        self.listed.update(|count| *count += 1);
    }

    fn alter<F: Future<Output = Result<(), String>> + 'static>(self, change: impl FnOnce(Directory) -> F + 'static) {
        let Some(directory) = self.directory.with_value(Clone::clone).filter(|_| self.may_change()) else { return };
        leptos::task::spawn_local(async move {
            self.tell_failure(change(directory).await);
        });
    }

    async fn create_now(self, name: Option<String>) {
        let (Some(media), Some(directory)) = (self.media.with_value(Clone::clone), self.directory.with_value(Clone::clone)) else { return };
        // Without a name nothing is written: a visit that changes nothing leaves nothing behind.
        let id = match name {
            Some(name) => directory.create(&name).0,
            None => WorkspaceId(random_number()),
        };
        match Store::create(&media, id).await {
            Ok(store) => self.show(id, store, None, &Report::default()).await,
            Err(error) => self.state.set(DeskState::Failed(error.to_string())),
        }
    }

    async fn open_now(self, id: WorkspaceId) {
        let Some(media) = self.media.with_value(Clone::clone) else { return };
        let mut document: Option<Document> = None;
        let opened = Store::open(&media, id, &mut |update| read_into(&mut document, update)).await;
        match opened {
            Ok(store) => {
                let report = store.report();
                self.show(id, store, document, &report).await;
            }
            // Made in the list, but closed before its first edit.
            Err(OpenError::NothingStored) => match Store::create(&media, id).await {
                Ok(store) => self.show(id, store, None, &Report::default()).await,
                Err(error) => self.state.set(DeskState::Failed(error.to_string())),
            },
            Err(error) => self.state.set(DeskState::Failed(error.to_string())),
        }
    }

    /// Shows a workspace; without a document it is an empty one.
    async fn show(self, id: WorkspaceId, store: Store, document: Option<Document>, report: &Report) {
        turn().await;
        let mut document = document.unwrap_or_else(|| Document::new(random_number()));
        turn().await;
        document.set_device(&remembered(LABEL).unwrap_or_else(|| "This browser".to_owned()));
        let (session, watch) = keep(document, &store, move || self.enlist());
        turn().await;
        remember(LAST, &id_text(id.0));
        remember_in_tab(LAST, &id_text(id.0));
        if !report.skipped.is_empty() {
            session.notices.stand(
                Tone::Warning,
                "A stored record was left out",
                "It kept the page from starting. Everything else was opened; the record is kept and can be saved to a file under Workspaces.",
            );
        }
        if self.media.with_value(|media| media.as_ref().is_some_and(|media| media.durable.emptied())) {
            session.notices.stand(
                Tone::Warning,
                "The browser has emptied its database",
                "It found it damaged, as after a power cut. What is shown comes from the copy in local storage. If the last edits are missing, open your latest workspace file.",
            );
        }
        if self.shown_only.get_value() {
            session.only_show();
        }
        self.open.set_value(Some(Open { id, store, _watch: watch }));
        self.session.set(Some(session));
        self.state.set(DeskState::Ready);
        self.listed.update(|count| *count += 1);
    }

    /// Puts a workspace that has its first edit into the list.
    fn enlist(self) {
        let Some(id) = self.open_id() else { return };
        let is_named = self.directory.with_value(|directory| {
            let entries = directory.as_ref().map(Directory::entries).unwrap_or_default();
            entries.iter().any(|entry| entry.id.0 == id && !entry.name.is_empty())
        });
        if !is_named {
            self.rename(id, "My workspace");
        }
    }
}

/// Reads a stored update into the document; the first one, mostly a snapshot, makes it.
fn read_into(document: &mut Option<Document>, update: &[u8]) -> bool {
    let Some(bytes) = unpack(update) else { return false };
    match document {
        Some(document) => document.merge(&bytes).map_or_else(|error| error.is_kept(), |_| true),
        None => {
            let (loaded, findings) = Document::load(random_number(), std::iter::once(bytes.as_ref()));
            let damaged = findings.iter().any(|finding| matches!(finding, crate::document::LoadFinding::Damaged { .. }));
            if !damaged {
                *document = Some(loaded);
            }
            !damaged
        }
    }
}

fn listed(entry: Entry, open: Option<u64>) -> Listed {
    let name = if entry.name.is_empty() { "Workspace without a name".to_owned() } else { entry.name };
    Listed {
        id: entry.id.0,
        name,
        archived: entry.archived,
        deleted: entry.deleted_at.is_some(),
        bytes: entry.bytes,
        is_open: open == Some(entry.id.0),
    }
}
