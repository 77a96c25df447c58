//! The laws of single fields and records, told in the words of the person who breaks them.
//!
//! Never changes anything; the document asks before every edit.

use super::text::LARGEST_NUMBER;
use super::{Field, FieldKind, FieldValue, Mark, Span, TableName, Time, Value, Weekdays, Workspace};

/// Why a value cannot stand in a field.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum Objection {
    #[error("{0} must have a value.")]
    Missing(&'static str),
    #[error("{0} does not take this kind of value.")]
    WrongKind(&'static str),
    #[error("{0} must be above zero.")]
    NotPositive(&'static str),
    #[error("{0} must not be below zero.")]
    Negative(&'static str),
    #[error("{0} is a larger number than any plan can use; the limit is 10¹².")]
    TooLarge(&'static str),
    #[error("{0} hold more than can be kept: 30,000 characters.")]
    TooMuch(&'static str),
    #[error("{0} is longer than 2,000 characters.")]
    TooLong(&'static str),
    #[error("{0} refers to something that is not there.")]
    Unknown(&'static str),
    #[error("There is already a record with the name “{0}”.")]
    Taken(String),
    #[error("{later} must not be before {earlier}.")]
    Reversed { earlier: &'static str, later: &'static str },
    #[error("{0} leads back to the record itself.")]
    Circle(&'static str),
}

/// The longest text a field takes, in characters.
pub const LONGEST_TEXT: usize = 2_000;

/// The longest text of a field that a program writes: it still fits into a cell of a spreadsheet.
pub const LONGEST_RECORD: usize = 30_000;

/// Checks a value against the kind and marks of its field; uniqueness and references are checked by [`check_record`].
///
/// # Errors
/// The first law that the value breaks.
pub fn check_value(field: &Field, value: &Value) -> Result<(), Objection> {
    let label = field.label;
    if *value == Value::Nothing {
        return if field.is(Mark::Required) { Err(Objection::Missing(label)) } else { Ok(()) };
    }
    let fits = match (field.kind, value) {
        (FieldKind::Text, Value::Text(text)) => {
            if text.chars().count() > if field.is(Mark::Long) { LONGEST_RECORD } else { LONGEST_TEXT } {
                return Err(if field.is(Mark::Long) { Objection::TooMuch(label) } else { Objection::TooLong(label) });
            }
            !(field.is(Mark::Required) && text.trim().is_empty())
        }
        (FieldKind::Number, Value::Number(number)) => number.is_finite(),
        (FieldKind::Whole, Value::Number(number)) => number.is_finite() && number.fract() == 0.0,
        (FieldKind::Flag, Value::Flag(_)) | (FieldKind::List, Value::List(_)) | (FieldKind::Reference(_), Value::Id(_)) => true,
        (FieldKind::Time, value) => Time::from_value(value).is_some(),
        (FieldKind::Span, value) => Span::from_value(value).is_some(),
        (FieldKind::Clock, value) => super::Clock::from_value(value).is_some(),
        (FieldKind::Weekdays, value) => Weekdays::from_value(value).is_some(),
        (FieldKind::Choice(choices), Value::Text(code)) => choices.iter().any(|choice| choice.code == code),
        _ => false,
    };
    if !fits {
        return Err(Objection::WrongKind(label));
    }
    if let Value::Number(number) = value {
        if number.abs() > LARGEST_NUMBER {
            return Err(Objection::TooLarge(label));
        }
        if field.is(Mark::Positive) && *number <= 0.0 {
            return Err(Objection::NotPositive(label));
        }
        if field.is(Mark::NotNegative) && *number < 0.0 {
            return Err(Objection::Negative(label));
        }
    }
    Ok(())
}

/// Checks a whole record as it stands in `workspace`: its values, its references, and the order of its times.
///
/// # Errors
/// The index of the field to mend and the law it breaks. Uniqueness is left to the caller, who knows the other records.
pub fn check_record(workspace: &Workspace, table: TableName, id: u64) -> Result<(), (usize, Objection)> {
    (0..table.fields().len()).try_for_each(|index| check_field(workspace, table, id, index).map_err(|objection| (index, objection)))
}

/// Checks one field of a record as it stands in `workspace`: its value, its reference, and its order among other times.
///
/// # Errors
/// The law it breaks.
pub fn check_field(workspace: &Workspace, table: TableName, id: u64, index: usize) -> Result<(), Objection> {
    let Some(field) = table.fields().get(index) else { return Ok(()) };
    let value = workspace.get(table, id, index);
    check_value(field, &value)?;
    if let (FieldKind::Reference(other), Value::Id(target)) = (field.kind, &value) {
        if !workspace.has(other, *target) {
            return Err(Objection::Unknown(field.label));
        }
        if field.name == "owner" && leads_back(workspace, table, index, id) {
            return Err(Objection::Circle(field.label));
        }
    }
    // A shift over midnight ends before it starts on the clock, so times of day have no order.
    for (earlier, later) in [("start", "end"), ("release", "deadline")] {
        if field.name != earlier && field.name != later {
            continue;
        }
        let (Some(first), Some(second)) = (table.field(earlier), table.field(later)) else { continue };
        if let (Value::Number(first_at), Value::Number(second_at)) = (workspace.get(table, id, first), workspace.get(table, id, second))
            && second_at < first_at
        {
            let label = |index: usize| table.fields().get(index).map_or("", |field| field.label);
            return Err(Objection::Reversed { earlier: label(first), later: label(second) });
        }
    }
    Ok(())
}

/// Whether following `field` from the record comes back to it; at most as many steps as there are records.
fn leads_back(workspace: &Workspace, table: TableName, field: usize, id: u64) -> bool {
    let mut at = id;
    for _ in 0..=workspace.count(table) {
        match workspace.get(table, at, field) {
            Value::Id(next) if next == id => return true,
            Value::Id(next) => at = next,
            _ => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    fn field(table: TableName, name: &str) -> &'static Field {
        &table.fields()[table.field(name).unwrap()]
    }

    #[test]
    fn absurd_numbers_are_refused_in_words() {
        let quantity = field(TableName::Order, "quantity");
        assert_eq!(check_value(quantity, &Value::Number(-1.0)), Err(Objection::Negative("Quantity")));
        assert_eq!(check_value(quantity, &Value::Number(1e13)), Err(Objection::TooLarge("Quantity")));
        assert_eq!(check_value(quantity, &Value::Number(f64::NAN)), Err(Objection::WrongKind("Quantity")));
        assert_eq!(check_value(quantity, &Value::Number(0.0)), Ok(()));
        assert_eq!(check_value(field(TableName::Resource, "efficiency"), &Value::Number(0.0)), Err(Objection::NotPositive("Efficiency %")));
    }

    #[test]
    fn a_group_cannot_be_part_of_itself() {
        let mut workspace = Workspace::default();
        let owner = TableName::Item.field("owner").unwrap();
        for id in [1, 2] {
            workspace.add(TableName::Item, id);
            workspace.set(TableName::Item, id, 0, &Value::Text(format!("item {id}")));
        }
        workspace.set(TableName::Item, 1, owner, &Value::Id(2));
        assert_eq!(check_record(&workspace, TableName::Item, 1), Ok(()));
        workspace.set(TableName::Item, 2, owner, &Value::Id(1));
        assert_eq!(check_record(&workspace, TableName::Item, 1), Err((owner, Objection::Circle("Group"))));
    }
}
