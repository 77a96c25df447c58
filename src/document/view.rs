//! The workspace as it is seen: what is stored, made sound.
//!
//! Two people can, apart from each other, remove a record and refer to it. Both edits are stored, and what follows is a pure
//! function of what is stored, so that every copy shows the same: a record that belongs to a missing one is not shown, any
//! other reference to a missing record is shown as empty, and a list without it. Should the missing record come back, by an
//! undo for instance, all of that comes back with it. So whatever was merged, no reference leads nowhere.
//!
//! Never writes to the CRDT.

use super::consequences::{references, referring, without_dangling};
use super::edit::{Change, TableChange};
use super::finding::LoadFinding;
use super::live::Key;
use super::schema::{Schema, Stored};
use crate::model::{TableName, Value, Workspace, sort_with_key};
use std::collections::{BTreeSet, HashMap, HashSet};
use yrs::ReadTxn;

/// Where stored records are read from.
pub(super) trait Source {
    /// How records are stored.
    fn schema(&self) -> &Schema;
    /// A record as it is stored.
    fn read(&self, key: Key) -> Option<Stored>;
    /// The records that a stored one belongs to; `None` where it is not stored.
    fn owners(&self, key: Key) -> Option<Vec<Key>>;
}

/// The document itself.
pub(super) struct Store<'a, T: ReadTxn> {
    pub schema: &'a Schema,
    pub txn: &'a T,
}

impl<T: ReadTxn> Source for Store<'_, T> {
    fn schema(&self) -> &Schema {
        self.schema
    }

    fn read(&self, key: Key) -> Option<Stored> {
        self.schema.read(self.txn, key.0, key.1)
    }

    fn owners(&self, key: Key) -> Option<Vec<Key>> {
        self.schema.owners(self.txn, key)
    }
}

/// The workspace, and which of its records wait for one that is not there.
#[derive(Clone, Default)]
pub(super) struct View {
    pub workspace: Workspace,
    /// For a record that is not shown those that refer to it.
    wanting: HashMap<Key, BTreeSet<Key>>,
}

impl View {
    /// Reads every record; for a document that was just opened.
    pub fn read_all<T: ReadTxn>(&mut self, store: &Store<T>) -> Vec<LoadFinding> {
        let all = TableName::ALL.iter().flat_map(|&table| store.schema.ids(store.txn, table).into_iter().map(move |id| (table, id)));
        let mut findings = Vec::new();
        self.bring_in_step(store, all.collect(), &mut findings);
        findings
    }

    /// Reads the records again that were touched, and those that are seen in another way because of them.
    pub fn refresh(&mut self, source: &dyn Source, touched: BTreeSet<Key>) -> Change {
        self.bring_in_step(source, touched.into_iter().collect(), &mut Vec::new())
    }

    fn bring_in_step(&mut self, source: &dyn Source, mut open: Vec<Key>, findings: &mut Vec<LoadFinding>) -> Change {
        let mut sight = Sight { source, shown: HashMap::new() };
        let mut done: HashSet<Key> = HashSet::new();
        let mut change = Change::default();
        let mut gone: HashSet<Key> = HashSet::new();
        loop {
            while let Some(key) = open.pop() {
                if !done.insert(key) {
                    continue;
                }
                let (table, id) = key;
                let stored = source.read(key);
                if let Some(stored) = &stored {
                    self.note_wants(&mut sight, key, stored);
                }
                let was_shown = self.workspace.has(table, id);
                match stored.filter(|_| sight.shows(key)) {
                    Some(stored) => {
                        let differs = self.show(&mut sight, key, stored, findings);
                        let TableChange { added, updated, .. } = change.tables.entry(table).or_default();
                        match was_shown {
                            false => {
                                added.push(id);
                                open.extend(self.wanting.remove(&key).into_iter().flatten());
                            }
                            true if differs => updated.push(id),
                            true => {}
                        }
                    }
                    None if was_shown => {
                        self.workspace.remove(table, id);
                        change.tables.entry(table).or_default().removed.push(id);
                        gone.insert(key);
                    }
                    None => {}
                }
            }
            if gone.is_empty() {
                break;
            }
            open = referring(&self.workspace, &std::mem::take(&mut gone));
        }
        change.tables.retain(|_, table| *table != TableChange::default());
        for TableChange { added, updated, removed } in change.tables.values_mut() {
            [added, updated, removed].into_iter().for_each(|ids| sort_with_key(ids, |id| *id));
        }
        change
    }

    /// Notes which records that are not shown a stored one refers to.
    fn note_wants(&mut self, sight: &mut Sight, key: Key, stored: &Stored) {
        for (field, value) in &stored.fields {
            for to in references(key.0, *field, value) {
                if !sight.shows(to) {
                    self.wanting.entry(to).or_default().insert(key);
                }
            }
        }
    }

    /// Writes a record into the workspace; whether that changed anything.
    fn show(&mut self, sight: &mut Sight, key: Key, stored: Stored, findings: &mut Vec<LoadFinding>) -> bool {
        let (table, id) = key;
        let schema = sight.source.schema();
        let defaults = schema.defaults(table);
        let is_new = !self.workspace.has(table, id);
        self.workspace.add(table, id);
        let mut values: Vec<Option<Value>> = vec![None; defaults.len()];
        for (field, value) in stored.fields {
            let hidden: Vec<Key> = references(table, field, &value).into_iter().filter(|to| !sight.shows(*to)).collect();
            let value = if hidden.is_empty() { value } else { without_dangling(table, field, value, |to| !hidden.contains(&to)) };
            if let Some(place) = values.get_mut(field) {
                *place = Some(value);
            }
        }
        let mut differs = is_new;
        let mut misfit = |field: usize| findings.push(LoadFinding::Misfit { table, id, field });
        for (field, (value, default)) in values.iter().zip(defaults).enumerate() {
            if is_new && value.is_none() {
                continue;
            }
            let mut wanted = value.as_ref().filter(|value| **value != Value::Nothing).unwrap_or(default);
            if self.workspace.get(table, id, field) == *wanted {
                continue;
            }
            if !self.workspace.set(table, id, field, wanted) {
                misfit(field);
                wanted = default;
                differs |= self.workspace.get(table, id, field) != *wanted;
                self.workspace.set(table, id, field, wanted);
                continue;
            }
            differs = true;
        }
        stored.unknown.iter().filter_map(|(name, _)| schema.field(table, name)).for_each(misfit);
        differs
    }
}

/// Which records are shown, as far as it has been asked.
struct Sight<'a> {
    source: &'a dyn Source,
    shown: HashMap<Key, bool>,
}

impl Sight<'_> {
    /// A record is shown if it is stored and so is everything it belongs to, however far up.
    fn shows(&mut self, key: Key) -> bool {
        if let Some(shown) = self.shown.get(&key) {
            return *shown;
        }
        let mut above = HashSet::from([key]);
        let mut open = vec![key];
        let mut shows = true;
        while let Some(at) = open.pop() {
            let known = self.shown.get(&at).copied();
            if known == Some(true) {
                continue;
            }
            match self.source.owners(at).filter(|_| known.is_none()) {
                Some(owners) => open.extend(owners.into_iter().filter(|owner| above.insert(*owner))),
                None => {
                    shows = false;
                    break;
                }
            }
        }
        if shows {
            self.shown.extend(above.into_iter().map(|key| (key, true)));
        } else {
            self.shown.insert(key, false);
        }
        shows
    }
}
