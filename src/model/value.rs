//! The one form in which any field of any record can be read, written, stored, compared and shown.
//!
//! Never decides what a value means: that is the field's [`FieldKind`].

use super::{Span, TableName, Time};
use serde::{Deserialize, Serialize};

/// What a field holds, free of the field's type.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub enum Value {
    /// No value.
    #[default]
    Nothing,
    /// Yes or no.
    Flag(bool),
    /// A finite number; whole numbers, times and spans (both in seconds) are exact up to 2^53.
    Number(f64),
    /// A text or the code of a choice.
    Text(String),
    /// The id of a record.
    Id(u64),
    /// Several values in order.
    List(Vec<Value>),
}

/// What a field's values are and how people read and write them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldKind {
    Text,
    Number,
    /// A number without a fraction.
    Whole,
    Flag,
    Time,
    Span,
    /// Seconds since midnight, 0..=86,400.
    Clock,
    /// A set of weekdays, Monday = bit 0.
    Weekdays,
    /// One of a fixed list.
    Choice(&'static [Choice]),
    /// The id of a record of a table.
    Reference(TableName),
    /// Several values; edited by gestures, not as text.
    List,
}

/// One entry of a choice: its code at rest and its words for people.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Choice {
    pub code: &'static str,
    pub label: &'static str,
}

/// A type that a field can have.
pub trait FieldValue: Sized + Clone + PartialEq {
    /// How people read and write it.
    const KIND: FieldKind;
    /// The value in its general form.
    fn to_value(&self) -> Value;
    /// The value read back, or `None` where it is of another kind or out of range.
    fn from_value(value: &Value) -> Option<Self>;
}

impl FieldValue for String {
    const KIND: FieldKind = FieldKind::Text;
    fn to_value(&self) -> Value {
        if self.is_empty() { Value::Nothing } else { Value::Text(self.clone()) }
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Nothing => Some(String::new()),
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl FieldValue for bool {
    const KIND: FieldKind = FieldKind::Flag;
    fn to_value(&self) -> Value {
        Value::Flag(*self)
    }
    fn from_value(value: &Value) -> Option<Self> {
        if let Value::Flag(flag) = value { Some(*flag) } else { None }
    }
}

impl FieldValue for f64 {
    const KIND: FieldKind = FieldKind::Number;
    fn to_value(&self) -> Value {
        Value::Number(*self)
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) if number.is_finite() => Some(*number),
            _ => None,
        }
    }
}

/// The whole number in `value`, or `None` where it has a fraction or is too large to be exact.
pub(super) fn whole(value: &Value) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Number(number) if number.trunc() == *number && number.abs() <= EXACT => Some(*number as i64),
        _ => None,
    }
}

impl FieldValue for i64 {
    const KIND: FieldKind = FieldKind::Whole;
    fn to_value(&self) -> Value {
        Value::Number(*self as f64)
    }
    fn from_value(value: &Value) -> Option<Self> {
        whole(value)
    }
}

impl FieldValue for Time {
    const KIND: FieldKind = FieldKind::Time;
    fn to_value(&self) -> Value {
        Value::Number(self.seconds() as f64)
    }
    fn from_value(value: &Value) -> Option<Self> {
        Time::from_seconds(whole(value)?)
    }
}

impl FieldValue for Span {
    const KIND: FieldKind = FieldKind::Span;
    fn to_value(&self) -> Value {
        Value::Number(self.seconds() as f64)
    }
    fn from_value(value: &Value) -> Option<Self> {
        whole(value).map(Span::from_seconds)
    }
}

impl<T: FieldValue> FieldValue for Option<T> {
    const KIND: FieldKind = T::KIND;
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Nothing, T::to_value)
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Nothing => Some(None),
            other => T::from_value(other).map(Some),
        }
    }
}

impl<T: FieldValue> FieldValue for Vec<T> {
    const KIND: FieldKind = FieldKind::List;
    fn to_value(&self) -> Value {
        if self.is_empty() { Value::Nothing } else { Value::List(self.iter().map(T::to_value).collect()) }
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Nothing => Some(Vec::new()),
            Value::List(values) => values.iter().map(T::from_value).collect(),
            _ => None,
        }
    }
}

/// Seconds since midnight, 0..=86,400.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Clock(pub i64);

impl FieldValue for Clock {
    const KIND: FieldKind = FieldKind::Clock;
    fn to_value(&self) -> Value {
        Value::Number(self.0 as f64)
    }
    fn from_value(value: &Value) -> Option<Self> {
        whole(value).filter(|seconds| (0..=super::DAY).contains(seconds)).map(Clock)
    }
}

/// A set of weekdays.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Weekdays(pub u8);

impl Weekdays {
    /// Monday to Sunday.
    pub const ALL: Weekdays = Weekdays(0b111_1111);
    /// Monday to Friday.
    pub const WORKING: Weekdays = Weekdays(0b001_1111);
    /// Short names, Monday first.
    pub const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// Whether the day is in the set, Monday = 0.
    pub fn has(self, weekday: u8) -> bool {
        weekday < 7 && self.0 & (1 << weekday) != 0
    }

    /// The set with the day added or removed, Monday = 0.
    pub fn with(self, weekday: u8, present: bool) -> Weekdays {
        let bit = 1u8.checked_shl(u32::from(weekday)).unwrap_or(0) & 0b111_1111;
        Weekdays(if present { self.0 | bit } else { self.0 & !bit })
    }
}

impl FieldValue for Weekdays {
    const KIND: FieldKind = FieldKind::Weekdays;
    fn to_value(&self) -> Value {
        Value::Number(f64::from(self.0))
    }
    fn from_value(value: &Value) -> Option<Self> {
        whole(value).filter(|days| (0..128).contains(days)).map(|days| Weekdays(days as u8))
    }
}

/// Where an entry stands among others, by its code; once for all choices.
#[inline(never)]
pub(super) fn place_of(choices: &[Choice], code: &str) -> Option<usize> {
    choices.iter().position(|choice| choice.code == code)
}

/// Declares a choice: an enum whose entries have a code at rest and words for people. The first entry is the default.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$entry_doc:meta])* $entry:ident = $code:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$entry_doc])* $entry),+ }

        impl $name {
            /// Every entry in the order shown to people.
            pub const ALL: &'static [$name] = &[$($name::$entry),+];
            const CHOICES: &'static [$crate::model::Choice] =
                &[$($crate::model::Choice { code: $code, label: $label }),+];

            /// The code at rest.
            pub const fn code(self) -> &'static str {
                match self { $($name::$entry => $code),+ }
            }

            /// The words for people.
            pub const fn label(self) -> &'static str {
                match self { $($name::$entry => $label),+ }
            }

            /// The entry of a code.
            pub fn from_code(code: &str) -> Option<Self> {
                $name::ALL.get($crate::model::value::place_of($name::CHOICES, code)?).copied()
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::ALL[0]
            }
        }

        impl $crate::model::FieldValue for $name {
            const KIND: $crate::model::FieldKind = $crate::model::FieldKind::Choice($name::CHOICES);
            fn to_value(&self) -> $crate::model::Value {
                $crate::model::Value::Text(self.code().to_owned())
            }
            fn from_value(value: &$crate::model::Value) -> Option<Self> {
                match value {
                    $crate::model::Value::Text(code) => $name::from_code(code),
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use choice;
