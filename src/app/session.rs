//! The session: an open workspace, the one way to change it, and the signals by which views follow.
//!
//! Never stores or computes by itself: bytes go to the [`Environment`], plans come from the worker.

use super::notices::{Notices, Tone};
use super::tables::{Tables, fire, track};
use crate::document::{Act, Applied, Change, Document, HistoryEntry, MergeError, MergePreview, Refusal};
use crate::engine::checks::Finding;
use crate::model::{Phase, RecordId, ScenarioId, Settings, TableName, TaskId, Time, Value, Workspace};
use reactive_graph::owner::{LocalStorage, StoredValue};
use reactive_graph::signal::{ArcTrigger, RwSignal};
use reactive_graph::traits::{Get, GetUntracked, GetValue, Set, WithUntracked, WithValue, WriteValue};
use std::sync::Arc;

/// What the session needs of the world outside.
pub trait Environment {
    /// The present moment on the wall clock.
    fn now(&self) -> Time;
    /// Takes the update of an edit for keeping; the session's save state follows later.
    fn keep(&self, update: Vec<u8>);
}

/// How safe the latest edit is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SaveState {
    /// Every edit is on disk.
    Saved,
    /// An edit is on its way to disk.
    Saving,
    /// Edits are only in memory, for this reason.
    NotSaved(String),
    /// The workspace was written by a newer version of the page; nothing may be changed.
    ReadOnly(String),
}

/// The save state as a signal; views of it change only when it does.
#[derive(Clone, Copy)]
pub struct SaveSignal(RwSignal<SaveState>);

impl SaveSignal {
    /// The state; tracked.
    pub fn get(self) -> SaveState {
        self.0.get()
    }

    /// The state, not tracked.
    pub fn state(self) -> SaveState {
        self.0.get_untracked()
    }

    /// Sets the state, if it differs.
    pub fn set_state(self, state: SaveState) {
        if self.state() != state {
            self.0.set(state);
        }
    }
}

/// The names of the next undo and redo, where there is one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct UndoNames {
    pub undo: Option<String>,
    pub redo: Option<String>,
}

struct Inner {
    document: Document,
    environment: Box<dyn Environment>,
    /// Counts the changes, our own and others'.
    revision: u64,
    /// The tasks that the latest change touched.
    touched_tasks: Vec<TaskId>,
}

/// Everything that is missing or wrong in a phase at a moment, most weighty first.
pub type Checks = fn(Phase, &Workspace, Time) -> Vec<Finding>;

/// Takes over what waits in vain for a stored change that is lost; `None` where nothing waits.
pub type Recovery = fn(&mut Document, Time) -> Option<Applied>;

/// An open workspace. Copied freely; provided as the one context of the page.
#[derive(Clone, Copy)]
pub struct Session {
    inner: StoredValue<Inner, LocalStorage>,
    tables: StoredValue<Tables, LocalStorage>,
    names: RwSignal<UndoNames>,
    /// Whether the workspace is only shown.
    shown_only: RwSignal<bool>,
    /// Counts how often something else was looked at: a scenario, or the workspace itself again.
    looks: RwSignal<u32>,
    /// What finds what is missing and wrong in a phase; fetched after the page has begun.
    pub checks: RwSignal<Option<Checks>>,
    /// What recovers changes; fetched with the checks.
    pub recovery: StoredValue<Option<Recovery>, LocalStorage>,
    /// How safe the latest edit is.
    pub save: SaveSignal,
    /// What the page tells the person.
    pub notices: Notices,
}

impl Session {
    /// A session over a loaded document.
    pub fn new(document: Document, environment: Box<dyn Environment>) -> Session {
        let session = Session {
            inner: StoredValue::new_local(Inner { document, environment, revision: 0, touched_tasks: Vec::new() }),
            tables: StoredValue::new_local(Tables::default()),
            names: RwSignal::new(UndoNames::default()),
            shown_only: RwSignal::new(false),
            looks: RwSignal::new(0),
            checks: RwSignal::new(None),
            recovery: StoredValue::new_local(None),
            save: SaveSignal(RwSignal::new(SaveState::Saved)),
            notices: Notices::default(),
        };
        session.refresh_names();
        session
    }

    /// The only way to change anything: checks the command, applies it, keeps its update and tells the views.
    ///
    /// # Errors
    /// A refusal in the user's words; nothing has changed then.
    pub fn dispatch(self, command: &dyn Act) -> Result<(), Refusal> {
        self.may_change()?;
        let now = self.now();
        let applied = self.inner.write_value().document.dispatch(command, now)?;
        self.follow(applied);
        Ok(())
    }

    /// Whether changes are taken at all.
    ///
    /// # Errors
    /// The workspace is only shown, or read-only for the reason its save state gives.
    pub fn may_change(self) -> Result<(), Refusal> {
        if self.shown_only.get_untracked() {
            return Err(Refusal::new("This page only shows the workspace.", "Open it in Linewright itself to change it."));
        }
        match self.save.state() {
            SaveState::ReadOnly(reason) => Err(Refusal::new(
                format!("This workspace is read-only: {reason}."),
                "Reload the page, or save a copy to a file and work on that.",
            )),
            _ => Ok(()),
        }
    }

    /// Whether a newer version of the page wrote the workspace, so that nothing may be changed here.
    pub fn is_newer(self) -> bool {
        self.inner.with_value(|inner| inner.document.is_newer())
    }

    /// Only shows the workspace from now on: every change made here is refused, those of other tabs still arrive.
    pub fn only_show(self) {
        self.shown_only.set(true);
        self.refresh_names();
    }

    /// Like [`Session::dispatch`], with a refusal shown as a notice; tells whether it was applied.
    pub fn act(self, command: impl Act) -> bool {
        match self.dispatch(&command) {
            Ok(()) => true,
            Err(refusal) => {
                self.tell(&refusal);
                false
            }
        }
    }

    fn tell(self, refusal: &Refusal) {
        self.notices.tell(Tone::Warning, refusal.what.clone(), format!("{} {}", refusal.safe, refusal.todo));
    }

    /// Takes the latest own edit back; its name, or `None` where there is nothing to undo or nothing may be changed.
    pub fn undo(self) -> Option<String> {
        self.may_change().map_err(|refusal| self.tell(&refusal)).ok()?;
        let now = self.now();
        let applied = self.inner.write_value().document.undo(now)?;
        Some(self.follow(applied))
    }

    /// Does the latest undone edit again; its name, or `None` where there is nothing to redo or nothing may be changed.
    pub fn redo(self) -> Option<String> {
        self.may_change().map_err(|refusal| self.tell(&refusal)).ok()?;
        let now = self.now();
        let applied = self.inner.write_value().document.redo(now)?;
        Some(self.follow(applied))
    }

    /// Takes in an update that is already kept elsewhere: another tab's.
    ///
    /// # Errors
    /// The update cannot be read; nothing has changed then.
    pub fn take_in(self, update: &[u8]) -> Result<Change, MergeError> {
        let change = self.inner.write_value().document.merge(update)?;
        self.spread(&change);
        Ok(change)
    }

    /// Takes over what was written after a stored change that is lost, as one step that can be undone, and keeps it; tells whether there
    /// was any. `None` while that cannot be done: what does it is still under way, or nothing may be changed.
    pub fn recover(self) -> Option<bool> {
        let recovery = self.recovery.get_value()?;
        self.may_change().ok()?;
        let now = self.now();
        let recovered = recovery(&mut self.inner.write_value().document, now);
        Some(recovered.map(|applied| self.follow(applied)).is_some())
    }

    /// The scenario that is looked at, where it is not the workspace itself; tracked.
    pub fn scenario(self) -> Option<ScenarioId> {
        self.looks.get();
        self.inner.with_value(|inner| inner.document.scenario())
    }

    /// Looks at a scenario from now on: all that is read, changed and undone is the scenario's. Whether there is such a scenario.
    pub fn enter(self, scenario: ScenarioId) -> bool {
        self.leave();
        let change = self.inner.write_value().document.enter(scenario);
        change.map(|change| self.look(&change)).is_some()
    }

    /// Looks at the workspace itself again.
    pub fn leave(self) {
        if self.inner.with_value(|inner| inner.document.scenario().is_none()) {
            return;
        }
        let change = self.inner.write_value().document.leave();
        self.look(&change);
    }

    fn look(self, change: &Change) {
        self.spread(change);
        self.looks.set(self.looks.get_untracked().wrapping_add(1));
    }

    /// The workspace as it is in a scenario; not tracked.
    pub fn seen_in(self, scenario: ScenarioId) -> Option<Workspace> {
        self.inner.with_value(|inner| inner.document.seen_in(scenario))
    }

    /// The workspace itself, whatever scenario is looked at; not tracked.
    pub fn peek_base<T>(self, read: impl FnOnce(&Workspace) -> T) -> T {
        self.inner.with_value(|inner| read(inner.document.base()))
    }

    /// Merges a colleague's copy into this workspace as one step that can be undone, and keeps it.
    ///
    /// # Errors
    /// The copy cannot be read, or nothing may be changed here; nothing has changed then.
    pub fn merge(self, snapshot: &[u8], source: &str) -> Result<(), String> {
        self.may_change().map_err(|refusal| refusal.to_string())?;
        let now = self.now();
        let merged = self.inner.write_value().document.take_over(snapshot, source, now);
        let applied = merged.map_err(|error| error.to_string())?;
        self.follow(applied);
        Ok(())
    }

    /// What merging a copy would change.
    ///
    /// # Errors
    /// The copy cannot be read.
    pub fn preview_merge(self, snapshot: &[u8]) -> Result<MergePreview, MergeError> {
        self.inner.with_value(|inner| inner.document.preview_merge(snapshot))
    }

    /// The whole workspace as bytes, for a file or a backup.
    pub fn snapshot(self) -> Vec<u8> {
        self.inner.with_value(|inner| inner.document.snapshot())
    }

    /// What was done, when and by whom, newest last; not tracked.
    pub fn history(self) -> Vec<HistoryEntry> {
        self.inner.with_value(|inner| inner.document.history())
    }

    /// The names of the next undo and redo; tracked.
    pub fn undo_names(self) -> UndoNames {
        self.names.get()
    }

    /// Counts the changes of this session, our own and others'; not tracked.
    pub fn revision(self) -> u64 {
        self.inner.with_value(|inner| inner.revision)
    }

    /// The tasks touched since a revision, where that was no more than one change ago; not tracked.
    pub fn touched_tasks(self, since: u64) -> Option<Vec<TaskId>> {
        self.inner.with_value(|inner| match inner.revision.checked_sub(since) {
            Some(0) => Some(Vec::new()),
            Some(1) => Some(inner.touched_tasks.clone()),
            _ => None,
        })
    }

    /// The present moment on the wall clock.
    pub fn now(self) -> Time {
        self.inner.with_value(|inner| inner.environment.now())
    }

    /// The moment the plan starts from: as set, else the start of the present minute. Tracked.
    pub fn plan_start(self) -> Time {
        let set = self.settings().plan_start;
        set.unwrap_or_else(|| {
            let now = self.now();
            Time::clamped(now.seconds() - now.seconds().rem_euclid(60))
        })
    }

    /// Reads the workspace and depends on the tables named: a memo or view that does so follows every change in them.
    pub fn watch<T>(self, tables: &[TableName], read: impl FnOnce(&Workspace) -> T) -> T {
        for &table in tables {
            track(&self.tables.write_value().any(table));
        }
        self.peek(read)
    }

    /// Reads the workspace without depending on it.
    pub fn peek<T>(self, read: impl FnOnce(&Workspace) -> T) -> T {
        self.inner.with_value(|inner| read(inner.document.workspace()))
    }

    /// The ids of a table's records, depending on records that come or go.
    pub fn ids(self, table: TableName) -> Arc<Vec<u64>> {
        track(&self.tables.write_value().members(table));
        Arc::new(self.peek(|workspace| workspace.ids(table)))
    }

    /// A field's value, depending on its record alone.
    pub fn value(self, table: TableName, id: u64, field: usize) -> Value {
        track(&self.record_signal(table, id));
        self.peek(|workspace| workspace.get(table, id, field))
    }

    /// Reads the workspace, depending on one record.
    pub fn watch_record<T>(self, table: TableName, id: u64, read: impl FnOnce(&Workspace) -> T) -> T {
        track(&self.record_signal(table, id));
        self.peek(read)
    }

    /// The settings; tracked.
    pub fn settings(self) -> Settings {
        self.watch(&[TableName::Settings], Workspace::settings)
    }

    fn record_signal(self, table: TableName, id: u64) -> ArcTrigger {
        self.tables.write_value().record(table, id)
    }

    fn follow(self, applied: Applied) -> String {
        self.inner.with_value(|inner| inner.environment.keep(applied.update));
        self.spread(&applied.change);
        applied.name
    }

    fn spread(self, change: &Change) {
        {
            let mut inner = self.inner.write_value();
            inner.revision += 1;
            let tasks = change.tables.get(&TableName::Task);
            let ids = tasks.into_iter().flat_map(|tasks| [&tasks.added, &tasks.updated, &tasks.removed]).flatten();
            inner.touched_tasks = ids.map(|id| TaskId::from_raw(*id)).collect();
        }
        self.notices.outdate();
        let touched = self.tables.write_value().touched(change);
        self.refresh_names();
        fire(&touched);
    }

    fn refresh_names(self) {
        let names = match self.shown_only.get_untracked() {
            true => UndoNames::default(),
            false => self.inner.with_value(|inner| UndoNames { undo: inner.document.undo_name(), redo: inner.document.redo_name() }),
        };
        if self.names.with_untracked(|old| *old != names) {
            self.names.set(names);
        }
    }
}

#[cfg(test)]
mod tests;
