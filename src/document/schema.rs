//! Where each record and field lies in the CRDT, and how values are written there.
//!
//! One root map a table, named by its word; in it one map a record under its id in text form; in it one value a field
//! under the field's name. A field at its default is not stored. The settings, of which there is one record, lie in their
//! root map directly, so that two people who create them apart do not lose each other's fields. Fields and tables that
//! this version does not know are left as they are.
//!
//! Ids are written as bytes without leading zeros: the CRDT's number type turns some whole numbers into fractions when it
//! encodes them, and an id must never be taken for a number inside a list.

use crate::model::{Field, FieldKind, Mark, SettingsId, TableName, Value, default_value, id_text, parse_id};
use std::collections::HashMap;
use std::sync::Arc;
use yrs::{Any, Doc, Map, MapPrelim, MapRef, Number, Out, ReadTxn, TransactionMut};

/// Root names of what is not a table.
pub(super) const HISTORY: &str = "history";
pub(super) const META: &str = "meta";
pub(super) const RECOVERED: &str = "recovered";

/// The key that says that there are settings, though all of them may stand at their defaults.
const EXISTS: &str = "";

/// The root maps and the fields of all tables, by `TableName as usize`.
pub(super) struct Schema {
    tables: Vec<TableSchema>,
}

struct TableSchema {
    root: MapRef,
    fields: HashMap<&'static str, usize>,
    names: Vec<Arc<str>>,
    defaults: Vec<Value>,
    /// The names of the fields that say what a record belongs to, and the tables they refer to.
    owners: Vec<(Arc<str>, TableName)>,
}

/// A stored value that this version cannot read into its field, kept so that nothing is lost.
pub(super) type Extra = (Arc<str>, Any);

/// A record as it is stored.
#[derive(Default, Debug, PartialEq)]
pub(super) struct Stored {
    /// Fields that were read; the others stand at their defaults.
    pub fields: Vec<(usize, Value)>,
    /// Names and values that this version does not know.
    pub unknown: Vec<Extra>,
}

impl Schema {
    pub fn new(doc: &Doc) -> Schema {
        let table = |&table: &TableName| TableSchema {
            root: doc.get_or_insert_map(table.word()),
            fields: table.fields().iter().enumerate().map(|(index, field)| (field.name, index)).collect(),
            names: table.fields().iter().map(|field| Arc::from(field.name)).collect(),
            defaults: (0..table.fields().len()).map(|index| default_value(table, index)).collect(),
            owners: table.fields().iter().filter_map(|field| Some((Arc::from(field.name), owner_table(field)?))).collect(),
        };
        Schema { tables: TableName::ALL.iter().map(table).collect() }
    }

    fn table(&self, table: TableName) -> Option<&TableSchema> {
        self.tables.get(table as usize)
    }

    /// The root map of a table.
    pub fn root(&self, table: TableName) -> Option<&MapRef> {
        self.table(table).map(|table| &table.root)
    }

    /// The record that a change at a key of a root map is about.
    pub fn record_of(table: TableName, key: &str) -> Option<u64> {
        if table == TableName::Settings { Some(SettingsId::THE) } else { parse_id(key) }
    }

    /// The map of a record, where the record exists.
    fn map<T: ReadTxn>(&self, txn: &T, table: TableName, id: u64) -> Option<MapRef> {
        let root = self.root(table)?;
        if table == TableName::Settings {
            return (id == SettingsId::THE && root.len(txn) > 0).then(|| root.clone());
        }
        match root.get(txn, &id_text(id)) {
            Some(Out::YMap(map)) => Some(map),
            _ => None,
        }
    }

    /// The ids of a table's stored records.
    pub fn ids<T: ReadTxn>(&self, txn: &T, table: TableName) -> Vec<u64> {
        match self.root(table) {
            Some(root) if table == TableName::Settings => {
                if root.len(txn) > 0 {
                    vec![SettingsId::THE]
                } else {
                    Vec::new()
                }
            }
            Some(root) => root.iter(txn).filter(|(_, out)| matches!(out, Out::YMap(_))).filter_map(|(key, _)| parse_id(key)).collect(),
            None => Vec::new(),
        }
    }

    /// The records that a stored one belongs to; `None` where it is not stored.
    pub fn owners<T: ReadTxn>(&self, txn: &T, key: (TableName, u64)) -> Option<Vec<(TableName, u64)>> {
        let map = self.map(txn, key.0, key.1)?;
        let owner = |(name, table): &(Arc<str>, TableName)| match map.get(txn, name) {
            Some(Out::Any(any)) => match value_of(&any, 0) {
                Some(Value::Id(raw)) => Some((*table, raw)),
                _ => None,
            },
            _ => None,
        };
        Some(self.table(key.0)?.owners.iter().filter_map(owner).collect())
    }

    /// Reads a record as it is stored.
    pub fn read<T: ReadTxn>(&self, txn: &T, table: TableName, id: u64) -> Option<Stored> {
        let map = self.map(txn, table, id)?;
        let fields = &self.table(table)?.fields;
        let mut stored = Stored::default();
        for (name, out) in map.iter(txn) {
            let Out::Any(any) = out else { continue };
            if name == EXISTS {
                continue;
            }
            match (fields.get(name), value_of(&any, 0)) {
                (Some(field), Some(value)) => stored.fields.push((*field, value)),
                _ => stored.unknown.push((Arc::from(name), any)),
            }
        }
        Some(stored)
    }

    /// The values that the fields of a table have where nothing is stored.
    pub fn defaults(&self, table: TableName) -> &[Value] {
        self.table(table).map(|table| table.defaults.as_slice()).unwrap_or_default()
    }

    /// The field of a name.
    pub fn field(&self, table: TableName, name: &str) -> Option<usize> {
        self.table(table)?.fields.get(name).copied()
    }

    /// Adds a record, unless it exists.
    pub fn add(&self, txn: &mut TransactionMut, table: TableName, id: u64) {
        let Some(root) = self.root(table).filter(|_| self.map(txn, table, id).is_none()) else { return };
        if table == TableName::Settings {
            root.insert(txn, EXISTS, true);
        } else {
            root.insert(txn, id_text(id), MapPrelim::default());
        }
    }

    /// Writes a field of a record; a default is not stored.
    pub fn write(&self, txn: &mut TransactionMut, table: TableName, id: u64, field: usize, value: &Value) {
        let Some(schema) = self.table(table) else { return };
        let (Some(name), Some(default)) = (schema.names.get(field), schema.defaults.get(field)) else { return };
        let Some(map) = self.map(txn, table, id) else { return };
        if value == default || *value == Value::Nothing {
            map.remove(txn, name);
        } else {
            map.insert(txn, name.clone(), any_of(value));
        }
    }

    /// Writes what an earlier version of a record held and this version does not know.
    pub fn write_extra(&self, txn: &mut TransactionMut, table: TableName, id: u64, extra: &Extra) {
        if let Some(map) = self.map(txn, table, id) {
            map.insert(txn, extra.0.clone(), extra.1.clone());
        }
    }

    /// Removes a record with all its fields.
    pub fn remove(&self, txn: &mut TransactionMut, table: TableName, id: u64) {
        let Some(root) = self.root(table) else { return };
        if table == TableName::Settings {
            root.clear(txn);
        } else {
            root.remove(txn, &id_text(id));
        }
    }
}

/// The table of the record without which one with this field cannot be.
fn owner_table(field: &Field) -> Option<TableName> {
    match field.kind {
        FieldKind::Reference(table) if field.is(Mark::Owned) || field.is(Mark::Required) => Some(table),
        _ => None,
    }
}

/// A value as the CRDT stores it.
pub(super) fn any_of(value: &Value) -> Any {
    match value {
        Value::Nothing => Any::Null,
        Value::Flag(flag) => Any::Bool(*flag),
        Value::Number(number) => Any::Number(Number::try_i64(*number)),
        Value::Text(text) => Any::String(Arc::from(text.as_str())),
        Value::Id(raw) => {
            let bytes = raw.to_be_bytes();
            let from = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len());
            Any::Buffer(Arc::from(bytes.get(from..).unwrap_or_default()))
        }
        Value::List(values) => Any::Array(values.iter().map(any_of).collect()),
    }
}

/// Whether a value comes back from the store as it went in: its numbers are finite and its lists not too deep.
pub(super) fn can_store(value: &Value) -> bool {
    value_of(&any_of(value), 0).as_ref() == Some(value)
}

/// The value that the CRDT stores, or `None` where no field has such a value.
pub(super) fn value_of(any: &Any, depth: usize) -> Option<Value> {
    match any {
        Any::Null | Any::Undefined => Some(Value::Nothing),
        Any::Bool(flag) => Some(Value::Flag(*flag)),
        Any::Number(number) => number.as_f64().filter(|number| number.is_finite()).map(|number| Value::Number(number + 0.0)),
        Any::String(text) => Some(Value::Text(text.to_string())),
        Any::Buffer(bytes) if bytes.len() <= 8 => Some(Value::Id(bytes.iter().fold(0, |raw, byte| raw << 8 | u64::from(*byte)))),
        Any::Array(values) if depth < 8 => values.iter().map(|value| value_of(value, depth + 1)).collect::<Option<_>>().map(Value::List),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_survive_the_store_exactly() {
        let values = [
            Value::Flag(true),
            Value::Number(0.1),
            Value::Number(-2_208_988_800.0),
            Value::Number(9_007_199_254_740_991.0),
            Value::Text("Käse & ﷽ 🧀".into()),
            Value::Id(0),
            Value::Id(1),
            Value::Id(1 << 40),
            Value::Id(u64::MAX),
            Value::List(vec![Value::Number(1.0), Value::List(vec![Value::Id(7)]), Value::Nothing]),
        ];
        for value in values {
            assert_eq!(value_of(&any_of(&value), 0), Some(value));
        }
    }

    #[test]
    fn what_no_field_can_hold_is_not_read() {
        for any in
            [Any::Number(Number::Float(f64::NAN)), Any::Number(Number::Float(f64::INFINITY)), Any::Buffer(Arc::from([0u8; 9].as_slice()))]
        {
            assert_eq!(value_of(&any, 0), None);
        }
        assert_eq!(
            value_of(&Any::Number(Number::Float(-0.0)), 0).map(|value| matches!(value, Value::Number(n) if n.is_sign_negative())),
            Some(false)
        );
    }
}
