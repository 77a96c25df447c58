//! A table: the records of one kind, sorted by id.
//!
//! Two plain vectors, so that all kinds share the code that searches, and walking a table walks memory. A new record usually has the
//! highest id and goes to the end; elsewhere the insertion moves one pointer per later record. Never checks what a record says.

use super::record::{AnyRecord, Record, RecordId, Values, default_of, read_slot, write_slot};
use super::{TableName, Value};
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::ops::Index;

/// Records by id; ids given out in one session sort in the order they were made.
#[derive(Clone, PartialEq)]
pub struct Table<R: Record> {
    /// The raw ids, ascending.
    ids: Vec<u64>,
    /// The record of each id; boxed, so that an insertion moves little.
    records: Vec<Box<R>>,
}

impl<R: Record> Table<R> {
    /// The number of records.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The record of an id.
    pub fn get(&self, id: &R::Id) -> Option<&R> {
        let at = place(&self.ids, id.raw()).ok()?;
        self.records.get(at).map(|record| &**record)
    }

    /// The record of an id, to be changed.
    pub fn get_mut(&mut self, id: &R::Id) -> Option<&mut R> {
        let at = place(&self.ids, id.raw()).ok()?;
        self.records.get_mut(at).map(|record| &mut **record)
    }

    /// Whether there is a record of the id.
    pub fn contains_key(&self, id: &R::Id) -> bool {
        place(&self.ids, id.raw()).is_ok()
    }

    /// Puts a record in the place of its id; answers the one that was there.
    pub fn insert(&mut self, id: R::Id, record: R) -> Option<R> {
        match place(&self.ids, id.raw()) {
            Ok(at) => self.records.get_mut(at).map(|there| std::mem::replace(&mut **there, record)),
            Err(at) => {
                self.ids.insert(at, id.raw());
                self.records.insert(at, Box::new(record));
                None
            }
        }
    }

    /// Takes a record out.
    pub fn remove(&mut self, id: &R::Id) -> Option<R> {
        let at = place(&self.ids, id.raw()).ok()?;
        self.ids.remove(at);
        Some(*self.records.remove(at))
    }

    /// Takes every record out.
    pub fn clear(&mut self) {
        self.ids.clear();
        self.records.clear();
    }

    /// Keeps the records that pass.
    pub fn retain(&mut self, mut keep: impl FnMut(&R) -> bool) {
        self.records.retain(|record| keep(record));
        self.ids = self.records.iter().map(|record| record.id().raw()).collect();
    }

    /// The ids, ascending.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = R::Id> + ExactSizeIterator + Clone + '_ {
        self.ids.iter().map(|raw| R::Id::from_raw(*raw))
    }

    /// The records in the order of their ids.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &R> + ExactSizeIterator + Clone {
        self.records.iter().map(|record| &**record)
    }

    /// The records in the order of their ids, to be changed.
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut R> + ExactSizeIterator {
        self.records.iter_mut().map(|record| &mut **record)
    }

    /// Ids and records in the order of the ids.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (R::Id, &R)> + ExactSizeIterator + Clone {
        self.records.iter().map(|record| (record.id(), &**record))
    }
}

/// Where an id is, or where it would be.
fn place(ids: &[u64], raw: u64) -> Result<usize, usize> {
    // Most insertions are of the newest id.
    if ids.last().is_none_or(|last| *last < raw) { Err(ids.len()) } else { ids.binary_search(&raw) }
}

impl<R: Record> Default for Table<R> {
    fn default() -> Self {
        Table { ids: Vec::new(), records: Vec::new() }
    }
}

impl<R: Record + fmt::Debug> fmt::Debug for Table<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(&self.records).finish()
    }
}

impl<R: Record> Index<&R::Id> for Table<R> {
    type Output = R;

    /// The record of an id that is known to be there; for tests and for ids just read from the same workspace.
    fn index(&self, id: &R::Id) -> &R {
        match place(&self.ids, id.raw()) {
            Ok(at) => &self.records[at],
            Err(_) => missing(R::TABLE, id.raw()),
        }
    }
}

#[allow(clippy::panic, reason = "as with every index, the caller vouches for it")]
fn missing(table: TableName, raw: u64) -> ! {
    panic!("{} has no record {raw}", table.word())
}

impl<R: Record> FromIterator<(R::Id, R)> for Table<R> {
    fn from_iter<I: IntoIterator<Item = (R::Id, R)>>(records: I) -> Self {
        let mut table = Table::default();
        table.extend(records);
        table
    }
}

impl<R: Record> Extend<(R::Id, R)> for Table<R> {
    fn extend<I: IntoIterator<Item = (R::Id, R)>>(&mut self, records: I) {
        for (id, record) in records {
            self.insert(id, record);
        }
    }
}

impl<R: Record> IntoIterator for Table<R> {
    type Item = R;
    type IntoIter = std::iter::Map<std::vec::IntoIter<Box<R>>, fn(Box<R>) -> R>;

    fn into_iter(self) -> Self::IntoIter {
        self.records.into_iter().map(|record| *record)
    }
}

impl<R: Record + Serialize> Serialize for Table<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.records.serialize(serializer)
    }
}

impl<'de, R: Record> Deserialize<'de> for Table<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut table = Table::default();
        // The same for all tables: code per kind of record would weigh more than all the rest of it.
        for (raw, values) in read_rows(deserializer)? {
            if !fill(&mut table, raw, &values) {
                return Err(D::Error::custom("a value does not fit its field"));
            }
        }
        Ok(table)
    }
}

#[inline(never)]
fn read_rows<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(u64, Values)>, D::Error> {
    Deserialize::deserialize(deserializer)
}

/// Adds a record with its values; false where one does not fit.
fn fill(table: &mut dyn AnyTable, raw: u64, values: &Values) -> bool {
    table.add(raw);
    values.iter().all(|(field, value)| table.set(raw, usize::from(*field), value))
}

/// A table whose kind is known only at run time. What differs by kind is as little as can be, for there is a copy of it per table; the
/// rest is written once, below.
pub(super) trait AnyTable {
    fn ids(&self) -> &[u64];
    fn ids_mut(&mut self) -> &mut Vec<u64>;
    fn record(&self, at: usize) -> Option<&dyn AnyRecord>;
    fn record_mut(&mut self, at: usize) -> Option<&mut dyn AnyRecord>;
    /// Puts a record with every field at its default before the one at `at`.
    fn insert_new(&mut self, at: usize, raw: u64);
    fn remove_at(&mut self, at: usize);
    /// The value that a field has where nothing was entered.
    fn default_value(&self, field: usize) -> Value;
}

impl<R: Record> AnyTable for Table<R> {
    fn ids(&self) -> &[u64] {
        &self.ids
    }

    fn ids_mut(&mut self) -> &mut Vec<u64> {
        &mut self.ids
    }

    fn record(&self, at: usize) -> Option<&dyn AnyRecord> {
        self.records.get(at).map(|record| &**record as &dyn AnyRecord)
    }

    fn record_mut(&mut self, at: usize) -> Option<&mut dyn AnyRecord> {
        self.records.get_mut(at).map(|record| &mut **record as &mut dyn AnyRecord)
    }

    fn insert_new(&mut self, at: usize, raw: u64) {
        self.records.insert(at, Box::new(R::new(RecordId::from_raw(raw))));
    }

    fn remove_at(&mut self, at: usize) {
        self.records.remove(at);
    }

    fn default_value(&self, field: usize) -> Value {
        default_of::<R>(field)
    }
}

impl dyn AnyTable + '_ {
    pub(super) fn has(&self, raw: u64) -> bool {
        place(self.ids(), raw).is_ok()
    }

    pub(super) fn get(&self, raw: u64, field: usize) -> Value {
        let record = place(self.ids(), raw).ok().and_then(|at| self.record(at));
        record.map(|record| read_slot(record, field)).unwrap_or_default()
    }

    pub(super) fn add(&mut self, raw: u64) {
        if let Err(at) = place(self.ids(), raw) {
            self.ids_mut().insert(at, raw);
            self.insert_new(at, raw);
        }
    }

    pub(super) fn set(&mut self, raw: u64, field: usize, value: &Value) -> bool {
        let Ok(at) = place(self.ids(), raw) else { return false };
        let default = if *value == Value::Nothing { self.default_value(field) } else { Value::Nothing };
        let value = if *value == Value::Nothing { &default } else { value };
        self.record_mut(at).is_some_and(|record| write_slot(record, field, value))
    }

    pub(super) fn remove(&mut self, raw: u64) -> bool {
        let Ok(at) = place(self.ids(), raw) else { return false };
        self.ids_mut().remove(at);
        self.remove_at(at);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Item, ItemId};

    fn item(raw: u64) -> (ItemId, Item) {
        let id = ItemId::from_raw(raw);
        (id, Item::new(id))
    }

    #[test]
    fn records_stay_sorted_in_whatever_order_they_come() {
        let mut table: Table<Item> = [5, 1, 9, 3].map(item).into_iter().collect();
        assert_eq!(table.keys().map(RecordId::raw).collect::<Vec<_>>(), [1, 3, 5, 9]);
        assert!(table.values().zip(table.keys()).all(|(record, id)| record.id == id));
        assert!(table.insert(item(3).0, item(3).1).is_some(), "the place was taken");
        assert!(table.remove(&item(5).0).is_some() && table.remove(&item(5).0).is_none());
        assert_eq!(table.len(), 3);
        table.retain(|record| record.id.raw() > 1);
        assert_eq!(table.keys().map(RecordId::raw).collect::<Vec<_>>(), [3, 9]);
        assert!(table.get(&item(9).0).is_some() && table.get(&item(1).0).is_none());
    }

    #[test]
    fn a_table_is_read_back_as_it_was_written() {
        let table: Table<Item> = (0..100).map(item).collect();
        let text = serde_json::to_string(&table).unwrap_or_default();
        assert_eq!(serde_json::from_str::<Table<Item>>(&text).ok(), Some(table));
    }
}
