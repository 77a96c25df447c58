//! The live document: the CRDT and the workspace read from it, always in step.
//!
//! Local edits, undo, merges and loads all take one road: a transaction, the set of records it touched, and those records
//! read again. Never uses a clock or randomness; both are passed in.

use super::IdSource;
use super::commands::Act;
use super::draft::{Draft, Outcome};
use super::edit::Change;
use super::history::{self, Author, HistoryEntry, HistoryKind};
use super::inbox::Inbox;
use super::lens::{Lens, Shelf};
use super::migrations;
use super::refusal::Refusal;
use super::schema::{Extra, HISTORY, META, RECOVERED, Schema, Stored};
use super::undo::{Inverse, Step};
use super::view::{Store, View};
use super::wire::{self, Encoding, Outline};
use crate::model::{TableName, Time, Workspace};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use yrs::types::{Event, PathSegment};
use yrs::updates::encoder::Encode;
use yrs::{ArrayRef, DeepObservable, Doc, MapRef, ReadTxn, Transact, TransactionMut};

pub(super) type Key = (TableName, u64);

/// The most steps that can be undone.
const DEEPEST_UNDO: usize = 200;

/// An update of more bytes is smaller in the second encoding.
const LARGE: usize = 1024;

/// A workspace that can be changed, undone, stored and merged.
pub struct Document {
    pub(super) doc: Doc,
    pub(super) schema: Schema,
    pub(super) history: ArrayRef,
    pub(super) meta: MapRef,
    pub(super) recovered: MapRef,
    pub(super) touched: Rc<RefCell<BTreeSet<Key>>>,
    pub(super) inbox: Inbox,
    pub(super) view: View,
    pub(super) author: Author,
    ids: IdSource,
    pub(super) undo: Vec<Step>,
    pub(super) redo: Vec<Step>,
    /// The scenario through which the workspace is seen and changed.
    pub(super) lens: Option<Box<dyn Lens>>,
    /// The steps of what is not looked at now: of the workspace itself and of scenarios.
    pub(super) shelf: Shelf,
}

/// What a command, an undo or a redo did.
#[derive(Clone, PartialEq, Debug)]
pub struct Applied {
    /// The records it touched.
    pub change: Change,
    /// The bytes to store and to send to others; empty where nothing changed.
    pub update: Vec<u8>,
    /// What was done: `Change due of order 12`.
    pub name: String,
    /// For undo and redo: how many records were left as they are because somebody else changed or uses them.
    pub left: usize,
}

impl Document {
    /// An empty document. `client` must be random and new for every tab session: two sessions under one number lose edits.
    pub fn new(client: u64) -> Document {
        let document = Document::unwatched(client);
        document.observe();
        document
    }

    /// An empty document whose transactions are not watched yet.
    pub(super) fn unwatched(client: u64) -> Document {
        let client = client & wire::LARGEST_CLIENT;
        let doc = Doc::with_client_id(client);
        let schema = Schema::new(&doc);
        Document {
            history: doc.get_or_insert_array(HISTORY),
            meta: doc.get_or_insert_map(META),
            recovered: doc.get_or_insert_map(RECOVERED),
            schema,
            doc,
            touched: Rc::default(),
            inbox: Inbox::default(),
            view: View::default(),
            author: Author { device: String::new(), tab: client },
            ids: IdSource::new(client),
            undo: Vec::new(),
            redo: Vec::new(),
            lens: None,
            shelf: Shelf::default(),
        }
    }

    /// The workspace as it stands, or as it is in the scenario that is looked at.
    pub fn workspace(&self) -> &Workspace {
        self.lens.as_ref().map_or(&self.view.workspace, |lens| lens.workspace())
    }

    /// The workspace itself, whatever scenario is looked at.
    pub fn base(&self) -> &Workspace {
        &self.view.workspace
    }

    /// The number under which this session writes.
    pub fn client(&self) -> u64 {
        self.author.tab
    }

    /// Sets the label under which the history names this device or person.
    pub fn set_device(&mut self, device: &str) {
        self.author.device = device.chars().take(100).collect();
    }

    /// New ids for records, for callers that must know an id before they give a command.
    pub fn ids(&mut self) -> &mut IdSource {
        &mut self.ids
    }

    /// Goes on under another number, which must be random and new: for a tab that learns that a copy of it is at work under
    /// the same one. Undo and redo stay.
    pub fn renew(&mut self, client: u64) {
        let snapshot = self.snapshot();
        let (mut fresh, _) = Document::load(client, std::iter::once(snapshot.as_slice()));
        fresh.author.device = std::mem::take(&mut self.author.device);
        fresh.undo = std::mem::take(&mut self.undo);
        fresh.redo = std::mem::take(&mut self.redo);
        fresh.lens = self.lens.take();
        fresh.shelf = std::mem::take(&mut self.shelf);
        *self = fresh;
    }

    /// Whether a newer version wrote the document, so that it can be read and not changed.
    pub fn is_newer(&self) -> bool {
        migrations::is_newer(&self.doc.transact(), &self.meta)
    }

    /// Carries out a command: its checks, its edits with their consequences in one transaction, one step to undo, one fact
    /// of history.
    ///
    /// # Errors
    /// Why not, in the user's words; then nothing has changed.
    pub fn dispatch(&mut self, command: &dyn Act, now: Time) -> Result<Applied, Refusal> {
        if self.is_newer() {
            return Err(Refusal::new(
                "This workspace was written by a newer version of Linewright.",
                "Reload the page to get the new version.",
            ));
        }
        let seen = self.lens.as_ref().map_or(&self.view.workspace, |lens| lens.workspace());
        let mut name = command.name(seen);
        let mut draft = command.draft(seen, &mut self.ids)?;
        if let Some(lens) = &self.lens {
            (name, draft) = lens.apart(name, draft, &self.view.workspace, &mut self.ids)?;
        }
        if draft.records.is_empty() {
            return Ok(Applied { change: Change::default(), update: Vec::new(), name, left: 0 });
        }
        let (applied, step) = self.commit(name, &draft, &[], HistoryKind::Edit, now);
        self.start_step(step);
        Ok(applied)
    }

    /// What undo would take back.
    pub fn undo_name(&self) -> Option<String> {
        self.undo.last().map(|step| step.name.clone())
    }

    /// What redo would do again.
    pub fn redo_name(&self) -> Option<String> {
        self.redo.last().map(|step| step.name.clone())
    }

    /// Takes back this session's last step, but nothing that somebody else changed since; `None` where there is no step or a
    /// newer version wrote the document.
    pub fn undo(&mut self, now: Time) -> Option<Applied> {
        let step = self.undo.pop_if(|_| !migrations::is_newer(&self.doc.transact(), &self.meta))?;
        let (applied, step) = self.reverse(step, HistoryKind::Undo, now);
        self.redo.extend(step);
        Some(applied)
    }

    /// Does the step again that was undone last; `None` where there is none.
    pub fn redo(&mut self, now: Time) -> Option<Applied> {
        let step = self.redo.pop_if(|_| !migrations::is_newer(&self.doc.transact(), &self.meta))?;
        let (applied, step) = self.reverse(step, HistoryKind::Redo, now);
        if let Some(step) = step {
            self.push_undo(step);
        }
        Some(applied)
    }

    fn reverse(&mut self, step: Step, kind: HistoryKind, now: Time) -> (Applied, Option<Step>) {
        let Inverse { draft, extras, left } = step.inverse(&self.view.workspace, &|key| self.stored(key));
        if draft.records.is_empty() {
            return (Applied { change: Change::default(), update: Vec::new(), name: step.name, left }, None);
        }
        let (mut applied, step) = self.commit(step.name, &draft, &extras, kind, now);
        applied.left = left;
        (applied, Some(step))
    }

    /// Makes a step the one that undo takes back first.
    pub(super) fn start_step(&mut self, step: Step) {
        self.redo.clear();
        self.push_undo(step);
    }

    fn push_undo(&mut self, step: Step) {
        if self.undo.len() >= DEEPEST_UNDO {
            self.undo.remove(0);
        }
        self.undo.push(step);
    }

    /// What was done, the newest last.
    pub fn history(&self) -> Vec<HistoryEntry> {
        history::read(&self.doc.transact(), &self.history)
    }

    /// Everything the document holds, for files and compaction: its state, and the updates that wait.
    pub fn snapshot(&self) -> Vec<u8> {
        let state = self.state();
        let waiting: Vec<&[u8]> = self.inbox.waiting().map(|parcel| parcel.bytes.as_slice()).collect();
        if waiting.is_empty() {
            return state;
        }
        let parts: Vec<&[u8]> = std::iter::once(state.as_slice()).chain(waiting).collect();
        wire::bundled(parts.into_iter())
    }

    /// The state without what waits.
    pub(super) fn state(&self) -> Vec<u8> {
        let bytes = wire::closed(Encoding::Second, self.doc.transact().encode_state_as_update_v2(&yrs::StateVector::default()));
        // What is written must be read again: a state that the strict reader refuses is written in the plainer form.
        match Outline::read(&bytes) {
            Ok(_) => bytes,
            Err(_) => wire::closed(Encoding::First, self.doc.transact().encode_state_as_update_v1(&yrs::StateVector::default())),
        }
    }

    /// How far this document knows each client, for [`Document::diff_since`] of another.
    pub fn state_vector(&self) -> Vec<u8> {
        self.doc.transact().state_vector().encode_v1()
    }

    pub(super) fn stored(&self, key: Key) -> Option<Stored> {
        self.schema.read(&self.doc.transact(), key.0, key.1)
    }

    /// Writes a draft in one transaction, with its fact of history.
    pub(super) fn commit(&mut self, name: String, draft: &Draft, extras: &[(Key, Extra)], kind: HistoryKind, now: Time) -> (Applied, Step) {
        let step = Step::new(name.clone(), &self.view.workspace, draft, extras, &|key| self.stored(key));
        let entry = HistoryEntry { time: now, author: self.author.clone(), name: name.clone(), kind, count: draft.records.len() };
        let update = self.transact(|document, txn| {
            migrations::migrate(txn, &document.meta);
            document.write(txn, draft, extras);
            history::append(txn, &document.history, &entry);
        });
        let change = self.refresh();
        (Applied { change, update, name, left: 0 }, step)
    }

    /// Appends a fact to the history.
    pub(super) fn record(&mut self, name: &str, kind: HistoryKind, count: usize, now: Time) {
        let entry = HistoryEntry { time: now, author: self.author.clone(), name: name.to_owned(), kind, count };
        self.transact(|document, txn| history::append(txn, &document.history, &entry));
    }

    /// Runs one transaction of this session and gives its bytes.
    pub(super) fn transact(&mut self, write: impl FnOnce(&Document, &mut TransactionMut)) -> Vec<u8> {
        let (update, clock) = {
            let mut txn = self.doc.transact_mut();
            write(self, &mut txn);
            txn.commit();
            let update = wire::closed(Encoding::First, txn.encode_update_v1());
            let is_large = update.len() > LARGE;
            let smaller =
                is_large.then(|| wire::closed(Encoding::Second, txn.encode_update_v2())).filter(|second| Outline::read(second).is_ok());
            (smaller.unwrap_or(update), txn.after_state().get(&self.doc.client_id()))
        };
        self.inbox.advance(self.client(), clock);
        update
    }

    fn write(&self, txn: &mut TransactionMut, draft: &Draft, extras: &[(Key, Extra)]) {
        for (&(table, id), outcome) in &draft.records {
            match outcome {
                Outcome::Removed => self.schema.remove(txn, table, id),
                Outcome::Added(values) => {
                    self.schema.add(txn, table, id);
                    values.iter().for_each(|(field, value)| self.schema.write(txn, table, id, *field, value));
                }
                Outcome::Changed(values) => values.iter().for_each(|(field, value)| self.schema.write(txn, table, id, *field, value)),
            }
        }
        for ((table, id), extra) in extras {
            self.schema.write_extra(txn, *table, *id, extra);
        }
    }

    /// Reads the records again that the last transactions touched.
    pub(super) fn refresh(&mut self) -> Change {
        let touched = std::mem::take(&mut *self.touched.borrow_mut());
        let source = Store { schema: &self.schema, txn: &self.doc.transact() };
        let Some(lens) = &mut self.lens else { return self.view.refresh(&source, touched) };
        let change = self.view.refresh(&source, touched.clone());
        lens.refresh(&source, &self.view.workspace, touched, change)
    }

    /// Notes every record that a transaction touches, whoever made it.
    pub(super) fn observe(&self) {
        for &table in TableName::ALL {
            let Some(root) = self.schema.root(table) else { continue };
            let touched = Rc::clone(&self.touched);
            root.observe_deep("workspace", move |txn, events| {
                let mut touched = touched.borrow_mut();
                for event in events.iter() {
                    let Event::Map(event) = event else { continue };
                    match event.path().front() {
                        Some(PathSegment::Key(key)) => touched.extend(Schema::record_of(table, key).map(|id| (table, id))),
                        Some(PathSegment::Index(_)) => {}
                        None => {
                            touched.extend(event.keys(txn).keys().filter_map(|key| Schema::record_of(table, key)).map(|id| (table, id)))
                        }
                    }
                }
            });
        }
    }
}
