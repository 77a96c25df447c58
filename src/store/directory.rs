//! The list of workspaces, itself kept in a store (workspace 0), so that all protections hold for it too.
//!
//! Each field of an entry is a register: of two tabs that change the same, the later count wins everywhere. Deleting only marks;
//! nothing of a workspace goes before it is purged. Never touches an existing workspace to make a new one.

use super::backend::{Media, Refusal, Values};
use super::bundle;
use super::holdings::{primary_keys, read_all};
use super::key::{self, Key, ROOT};
use super::record::{Head, Kind, Record, RecordError, WorkspaceId, to_text};
use super::snapshot::Snapshot;
use super::wire::{Reader, put_number};
use super::{OpenError, Receipt, Shrink, Store, Swept};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use thiserror::Error;

/// The workspace that holds the list itself.
pub(super) const LIST: WorkspaceId = WorkspaceId(0);

/// One workspace in the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    pub id: WorkspaceId,
    pub name: String,
    pub archived: bool,
    /// Milliseconds since 1970 by the clock of the tab that deleted it; for display only.
    pub deleted_at: Option<u64>,
    /// Milliseconds since 1970 by the clock of the tab that opened it last; for display only.
    pub opened_at: Option<u64>,
    /// What it took when it was last opened.
    pub bytes: u64,
    /// True if records of it lie here although the list does not know it: the list was lost, not the workspace.
    pub found: bool,
}

/// Why something could not be done with a workspace of the list.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum DirectoryError {
    #[error("nothing is stored under this workspace")]
    NothingStored,
    #[error("a workspace is only purged after it was deleted")]
    NotDeleted,
    #[error("a value is too large to be copied")]
    TooLarge,
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// The list of workspaces; clones are the same.
#[derive(Clone)]
pub struct Directory {
    store: Store,
    media: Media,
    author: u64,
    list: Rc<RefCell<List>>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Field {
    Name,
    Archived,
    Deleted,
    Opened,
    Bytes,
    Purged,
}

/// A value with the count and the author that decide which of two is the later.
type Stamped = (u64, u64, Vec<u8>);

#[derive(Clone, PartialEq, Eq, Default, Debug)]
struct List {
    fields: BTreeMap<(WorkspaceId, Field), Stamped>,
    /// Workspaces of which records lie here.
    stored: BTreeSet<WorkspaceId>,
}

impl Directory {
    /// Opens the list, empty if there is none yet; fails if it is unknown whether there is one.
    pub async fn open(media: &Media) -> Result<Directory, OpenError> {
        let list = RefCell::new(List::default());
        let store = match Store::open(media, LIST, &mut |update| list.borrow_mut().take(update).is_ok()).await {
            Err(OpenError::NothingStored) => Store::create(media, LIST).await?,
            other => other?,
        };
        let durable = match media.durable.keys(ROOT).await {
            // Whether there is a workspace is not known then, so none may be begun.
            Err(refusal) if list.borrow().fields.is_empty() => return Err(OpenError::Unreadable(refusal)),
            keys => keys.unwrap_or_default(),
        };
        let primary = media.primary.keys().unwrap_or_default();
        let stored = durable.iter().chain(&primary).filter(|key| !key.ends_with("/o")).filter_map(|key| key::workspace_of(key));
        list.borrow_mut().stored.extend(stored.filter(|id| *id != LIST));
        Ok(Directory { store, media: media.clone(), author: (media.fresh_id)(), list: Rc::new(list) })
    }

    /// Every workspace that was not purged, in the order of their numbers.
    pub fn entries(&self) -> Vec<Entry> {
        self.list.borrow().entries()
    }

    /// Adds a new workspace under a number nobody has; [`Store::create`] then starts it.
    pub fn create(&self, name: &str) -> (WorkspaceId, Receipt) {
        let id = self.fresh_workspace();
        (id, self.rename(id, name))
    }

    /// Gives a workspace another name; for one that was found, its first.
    pub fn rename(&self, id: WorkspaceId, name: &str) -> Receipt {
        self.set(&[(id, Field::Name, name.as_bytes().to_vec())])
    }

    /// Puts a workspace away, or takes it out again.
    pub fn archive(&self, id: WorkspaceId, archived: bool) -> Receipt {
        self.set(&[(id, Field::Archived, vec![u8::from(archived)])])
    }

    /// Marks a workspace as deleted; all of it stays until it is purged.
    pub fn delete(&self, id: WorkspaceId, at: u64) -> Receipt {
        self.set(&[(id, Field::Deleted, number(at))])
    }

    /// Takes a deletion back.
    pub fn restore(&self, id: WorkspaceId) -> Receipt {
        self.set(&[(id, Field::Deleted, Vec::new())])
    }

    /// Notes when a workspace was opened and what it takes.
    pub fn note_opened(&self, id: WorkspaceId, at: u64, bytes: u64) -> Receipt {
        self.set(&[(id, Field::Opened, number(at)), (id, Field::Bytes, number(bytes))])
    }

    /// Copies everything sound of a workspace into a new one, without knowing what it means.
    pub async fn duplicate(&self, source: WorkspaceId, name: &str) -> Result<WorkspaceId, DirectoryError> {
        let reading = read_all(&self.media, source).await;
        if let Some(refusal) = reading.refusal() {
            return Err(refusal.into());
        }
        let target = self.fresh_workspace();
        let tops = reading.holdings.top_snapshots();
        let included = |record: &&Record| tops.iter().any(|top| top.covers.contains(record.tab, record.sequence));
        let records: Vec<&Record> = reading.holdings.records(None).into_iter().filter(|record| !included(record)).collect();
        let values = copies(&tops, &records, target).map_err(|_| DirectoryError::TooLarge)?;
        if values.is_empty() {
            return Err(DirectoryError::NothingStored);
        }
        if !self.media.durable.lasting() {
            for (key, bytes) in &values {
                self.media.primary.set(key, &to_text(bytes))?;
            }
        }
        // Where there is a database, local storage gets its copy when the workspace is first opened.
        self.media.durable.write(values, Vec::new()).await?;
        self.list.borrow_mut().stored.insert(target);
        self.rename(target, name);
        Ok(target)
    }

    /// Takes a deleted workspace away for good.
    pub async fn purge(&self, id: WorkspaceId) -> Result<(), DirectoryError> {
        if !self.entries().iter().any(|entry| entry.id == id && entry.deleted_at.is_some()) {
            return Err(DirectoryError::NotDeleted);
        }
        let keys = self.media.durable.keys(&key::prefix(id)).await?;
        self.media.durable.write(Vec::new(), keys).await?;
        for key in primary_keys(&self.media, id)? {
            self.media.primary.remove(&key)?;
        }
        self.list.borrow_mut().stored.remove(&id);
        self.set(&[(id, Field::Purged, vec![1])]);
        Ok(())
    }

    /// Takes in what other tabs have changed in the list.
    pub async fn sweep(&self) -> Swept {
        let list = Rc::clone(&self.list);
        self.store.sweep(&mut |update| list.borrow_mut().take(update).is_ok()).await
    }

    /// To be called about every second, as [`Store::tick`]; also keeps the list short.
    pub async fn tick(&self, now: u64) {
        self.store.tick(now).await;
        if self.store.status().wants_compaction {
            let covers = self.store.coverage();
            let whole = self.list.borrow().encode();
            let same = |bytes: &[u8]| {
                let mut list = List::default();
                list.take(bytes).is_ok() && list.fields == self.list.borrow().fields
            };
            // If it does not succeed now it is tried again at the next tick, and the status says what is wrong.
            let _tried_again = self.store.compact(&whole, &covers, Shrink::Refuse, &same).await;
        }
    }

    /// The store of the list, for its status.
    pub fn store(&self) -> &Store {
        &self.store
    }

    fn fresh_workspace(&self) -> WorkspaceId {
        loop {
            let id = WorkspaceId((self.media.fresh_id)());
            let list = self.list.borrow();
            if id != LIST && !list.stored.contains(&id) && !list.fields.contains_key(&(id, Field::Name)) {
                return id;
            }
        }
    }

    /// Sets fields here and in the store, in one update.
    fn set(&self, changes: &[(WorkspaceId, Field, Vec<u8>)]) -> Receipt {
        let mut update = Vec::new();
        let count = self.list.borrow().latest() + 1;
        for (id, field, value) in changes {
            put_change(&mut update, *id, *field, &(count, self.author, value.clone()));
        }
        let taken = self.list.borrow_mut().take(&update);
        debug_assert!(taken.is_ok(), "a change written here can be read here");
        self.store.append(&update)
    }
}

impl List {
    /// Takes in changes; all of them or, if they are malformed, none.
    fn take(&mut self, update: &[u8]) -> Result<(), RecordError> {
        let mut reader = Reader(update);
        let mut changes = Vec::new();
        while !reader.is_empty() {
            let id = WorkspaceId(reader.word()?);
            let [field] = reader.array()?;
            let (count, author) = (reader.number()?, reader.word()?);
            let length = reader.length()?;
            changes.push(((id, Field::from_number(field)?), (count, author, reader.take(length)?.to_vec())));
        }
        for (place, stamped) in changes {
            let held = self.fields.entry(place).or_insert_with(|| stamped.clone());
            if *held < stamped {
                *held = stamped;
            }
        }
        Ok(())
    }

    fn encode(&self) -> Vec<u8> {
        let mut update = Vec::new();
        for ((id, field), stamped) in &self.fields {
            put_change(&mut update, *id, *field, stamped);
        }
        update
    }

    fn latest(&self) -> u64 {
        self.fields.values().map(|(count, _, _)| *count).max().unwrap_or_default()
    }

    fn entries(&self) -> Vec<Entry> {
        let listed = self.fields.keys().map(|(id, _)| *id);
        let mut all = self.stored.clone();
        all.extend(listed);
        all.into_iter().filter_map(|id| self.entry(id)).collect()
    }

    fn entry(&self, id: WorkspaceId) -> Option<Entry> {
        let value = |field| self.fields.get(&(id, field)).map(|(_, _, value)| value.as_slice()).unwrap_or_default();
        let number = |field| Reader(value(field)).number().ok();
        let purged = !value(Field::Purged).is_empty();
        if purged && !self.stored.contains(&id) {
            return None;
        }
        Some(Entry {
            id,
            name: String::from_utf8_lossy(value(Field::Name)).into_owned(),
            archived: value(Field::Archived) == [1],
            deleted_at: number(Field::Deleted),
            opened_at: number(Field::Opened),
            bytes: number(Field::Bytes).unwrap_or_default(),
            found: purged || !self.fields.contains_key(&(id, Field::Name)),
        })
    }
}

impl Field {
    fn from_number(number: u8) -> Result<Field, RecordError> {
        let all = [Field::Name, Field::Archived, Field::Deleted, Field::Opened, Field::Bytes, Field::Purged];
        all.get(usize::from(number)).copied().ok_or(RecordError::Malformed)
    }
}

fn number(value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    put_number(&mut bytes, value);
    bytes
}

fn put_change(out: &mut Vec<u8>, id: WorkspaceId, field: Field, (count, author, value): &Stamped) {
    out.extend_from_slice(&id.0.to_le_bytes());
    out.push(field as u8);
    put_number(out, *count);
    out.extend_from_slice(&author.to_le_bytes());
    put_number(out, value.len() as u64);
    out.extend_from_slice(value);
}

/// Snapshots and records as values of another workspace.
fn copies(tops: &[&Snapshot], records: &[&Record], target: WorkspaceId) -> Result<Values, RecordError> {
    let mut values = Values::new();
    for snapshot in tops {
        let key = Key::Snapshot { generation: snapshot.generation, tab: snapshot.tab };
        values.push((key.text(target), snapshot.to_record(target).encode()?.into()));
    }
    let mut moved: Vec<Record> = Vec::new();
    for record in records {
        let before = moved.last().filter(|last| last.tab == record.tab && last.sequence.checked_add(1) == Some(record.sequence));
        let previous = before.map_or(0, Record::hash);
        let head = Head { kind: Kind::Update, workspace: target, previous, ..***record };
        moved.push(Record::new(head, record.payload().to_vec()));
    }
    for record in bundle::fold(&moved) {
        let inner = bundle::unfold(record.clone())?;
        if let Some((tab, first, last)) = bundle::ends(&inner) {
            values.push((Key::Bundle { tab, first, last }.text(target), record.encode()?.into()));
        }
    }
    Ok(values)
}
