//! What every record has in common: an opaque id, named fields of known kinds, defaults and marks.
//!
//! One declaration per record yields its struct, its id, its fields' descriptions and the way to read and write them by
//! name, so that storage, tables, import and history need no code of their own per record.

use super::{FieldKind, FieldValue, TableName, Value};

/// A field of a record, as tables, imports and forms see it.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Name at rest, `snake_case`.
    pub name: &'static str,
    /// Words for people.
    pub label: &'static str,
    pub kind: FieldKind,
    pub marks: &'static [Mark],
}

/// A law of a field that is checked before an edit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// Must have a value.
    Required,
    /// No two records of the table have the same.
    Unique,
    /// Not below zero.
    NotNegative,
    /// Above zero.
    Positive,
    /// Takes more text than others: what a program writes down and not a person.
    Long,
    /// The record goes when the record it refers to goes; otherwise the reference is emptied.
    Owned,
}

impl Field {
    /// Whether the field has the mark.
    pub fn is(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }
}

/// A record of a workspace.
pub trait Record: Clone + PartialEq + 'static {
    /// The record's id type.
    type Id: RecordId;
    /// The table that holds it.
    const TABLE: TableName;
    /// Its fields in the order of the declaration.
    const FIELDS: &'static [Field];
    /// What each field means, with its unit, in a sentence. Apart from the fields, for only who shows them needs it: a program that keeps or
    /// computes does not have to carry it.
    const HELP: &'static [&'static str];

    /// A record with every field at its default.
    fn new(id: Self::Id) -> Self;
    /// Its id.
    fn id(&self) -> Self::Id;
    /// The field at `index` of [`Record::FIELDS`].
    fn slot(&self, index: usize) -> Option<&dyn FieldSlot>;
    /// The field at `index` of [`Record::FIELDS`], to be changed.
    fn slot_mut(&mut self, index: usize) -> Option<&mut dyn FieldSlot>;

    /// The value of the field at `index`; `Nothing` where there is no such field.
    fn get(&self, index: usize) -> Value {
        read_slot(self, index)
    }

    /// Sets the field at `index`; `Nothing` sets its default. False, and nothing changed, where the value does not fit.
    fn set(&mut self, index: usize, value: &Value) -> bool {
        let default = if *value == Value::Nothing { default_of::<Self>(index) } else { Value::Nothing };
        write_slot(self, index, if *value == Value::Nothing { &default } else { value })
    }
}

/// A record whose kind is known only at run time: what reads and writes fields is there once and not per kind.
pub(super) trait AnyRecord {
    fn any_slot(&self, index: usize) -> Option<&dyn FieldSlot>;
    fn any_slot_mut(&mut self, index: usize) -> Option<&mut dyn FieldSlot>;
}

impl<R: Record> AnyRecord for R {
    fn any_slot(&self, index: usize) -> Option<&dyn FieldSlot> {
        self.slot(index)
    }

    fn any_slot_mut(&mut self, index: usize) -> Option<&mut dyn FieldSlot> {
        self.slot_mut(index)
    }
}

/// The value of a field; `Nothing` where there is no such field.
#[inline(never)]
pub(super) fn read_slot(record: &dyn AnyRecord, index: usize) -> Value {
    record.any_slot(index).map(FieldSlot::read).unwrap_or_default()
}

/// Sets a field; false, and nothing changed, where the value does not fit.
#[inline(never)]
pub(super) fn write_slot(record: &mut dyn AnyRecord, index: usize, value: &Value) -> bool {
    record.any_slot_mut(index).is_some_and(|slot| slot.write(value))
}

/// The value that a field has where nothing was entered.
#[inline(never)]
pub(super) fn default_of<R: Record>(index: usize) -> Value {
    read_slot(&R::new(RecordId::from_raw(0)), index)
}

/// A field of a record in its place, whatever its type: one copy of the code per type of field, not per field.
pub trait FieldSlot {
    /// Its value in the general form.
    fn read(&self) -> Value;
    /// Takes a value; false, and nothing changed, where it does not fit.
    fn write(&mut self, value: &Value) -> bool;
}

impl<T: FieldValue> FieldSlot for T {
    fn read(&self) -> Value {
        self.to_value()
    }

    fn write(&mut self, value: &Value) -> bool {
        T::from_value(value).map(|read| *self = read).is_some()
    }
}

/// The id of a record: opaque, stable, never reused.
pub trait RecordId: Copy + Ord + std::hash::Hash + std::fmt::Debug + 'static {
    /// The id of a raw number.
    fn from_raw(raw: u64) -> Self;
    /// The raw number.
    fn raw(self) -> u64;
}

/// The text form of a raw id, as used in keys and files: 13 characters, sorted like the number.
pub fn id_text(raw: u64) -> String {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    (0..13).rev().map(|place| char::from(DIGITS[(raw >> (place * 5)) as usize & 31])).collect()
}

/// The raw id of a text form.
pub fn parse_id(text: &str) -> Option<u64> {
    const DIGITS: &str = "0123456789abcdefghjkmnpqrstvwxyz";
    if text.len() != 13 {
        return None;
    }
    text.chars().try_fold(0u64, |raw, digit| {
        let value = DIGITS.find(digit)? as u64;
        raw.checked_mul(32)?.checked_add(value)
    })
}

/// The values of a record by the index of their field: the form in which every kind of record goes to a worker and comes back. One
/// form for all kinds, for code per kind would weigh more than it saves.
pub fn values(count: usize, get: &dyn Fn(usize) -> Value) -> Values {
    let all = (0..count).filter_map(|field| Some((u8::try_from(field).ok()?, get(field))));
    all.filter(|(_, value)| *value != Value::Nothing).collect()
}

/// The values of a record by the index of their field, but for those that are nothing.
pub type Values = Vec<(u8, Value)>;

/// Reads what [`values`] gave, with the id of its record.
///
/// # Errors
/// The bytes are no such values.
#[inline(never)]
pub fn read_values<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<(u64, Values), D::Error> {
    serde::Deserialize::deserialize(deserializer)
}

/// Declares a record; see any file beside this one.
macro_rules! record {
    (
        $(#[$doc:meta])* $name:ident, $id:ident {
            $( $(#[doc = $help:literal])+ $field:ident : $ty:ty = $default:expr, $label:literal $(, $mark:ident)*; )+
        }
    ) => {
        #[doc = concat!("The id of a [`", stringify!($name), "`].")]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
        pub struct $id(u64);

        impl $crate::model::RecordId for $id {
            fn from_raw(raw: u64) -> Self { $id(raw) }
            fn raw(self) -> u64 { self.0 }
        }

        impl $crate::model::FieldValue for $id {
            const KIND: $crate::model::FieldKind = $crate::model::FieldKind::Reference($crate::model::TableName::$name);
            fn to_value(&self) -> $crate::model::Value { $crate::model::Value::Id(self.0) }
            fn from_value(value: &$crate::model::Value) -> Option<Self> {
                if let $crate::model::Value::Id(raw) = value { Some($id(*raw)) } else { None }
            }
        }

        $(#[$doc])*
        #[derive(Clone, PartialEq, Debug)]
        pub struct $name {
            pub id: $id,
            $( $(#[doc = $help])+ pub $field: $ty, )+
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let values = $crate::model::record::values(const { <Self as $crate::model::Record>::FIELDS.len() }, &|field| $crate::model::Record::get(self, field));
                serde::Serialize::serialize(&(self.id.0, values), serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let (raw, values) = $crate::model::record::read_values(deserializer)?;
                let mut record = <Self as $crate::model::Record>::new($id(raw));
                let fits = values.iter().all(|(field, value)| $crate::model::Record::set(&mut record, usize::from(*field), value));
                if fits { Ok(record) } else { Err(serde::de::Error::custom("a value does not fit its field")) }
            }
        }

        impl $crate::model::Record for $name {
            type Id = $id;
            const TABLE: $crate::model::TableName = $crate::model::TableName::$name;
            const FIELDS: &'static [$crate::model::Field] = &[ $( $crate::model::Field {
                name: stringify!($field),
                label: $label,
                kind: <$ty as $crate::model::FieldValue>::KIND,
                marks: &[ $($crate::model::Mark::$mark),* ],
            } ),+ ];
            const HELP: &'static [&'static str] = &[ $( concat!($($help),+) ),+ ];

            fn new(id: $id) -> Self { $name { id, $( $field: $default ),+ } }
            fn id(&self) -> $id { self.id }

            fn slot(&self, index: usize) -> Option<&dyn $crate::model::FieldSlot> {
                let mut at = 0usize;
                $( if index == at { return Some(&self.$field); } at += 1; )+
                let _ = at;
                None
            }

            fn slot_mut(&mut self, index: usize) -> Option<&mut dyn $crate::model::FieldSlot> {
                let mut at = 0usize;
                $( if index == at { return Some(&mut self.$field); } at += 1; )+
                let _ = at;
                None
            }
        }
    };
}
pub(crate) use record;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_written_and_read_back() {
        for raw in [0, 1, 31, 32, 0x0123_4567_89ab_cdef, u64::MAX] {
            assert_eq!(parse_id(&id_text(raw)), Some(raw));
        }
        assert_eq!(parse_id("zzzzzzzzzzzzz"), None, "13 digits can hold more than 64 bits");
        assert_eq!(parse_id("il0"), None);
    }
}
