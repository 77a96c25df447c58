//! Scenarios: what would be otherwise, kept apart from the workspace until it is taken over.

use super::value::choice;
use super::{record::record, *};
use serde::{Deserialize, Serialize};

choice! {
    /// How a scenario differs in one record.
    ScenarioEdit {
        /// Some fields have other values.
        Changed = "changed", "Changed";
        /// The record is there only in the scenario.
        Added = "added", "Added";
        /// The record is not there in the scenario.
        Removed = "removed", "Removed";
    }
}

/// A field that differs, by its name, and its value: as it is stored and not as text, so that many differences take little room.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FieldChange {
    pub field: String,
    pub value: Value,
}

impl FieldValue for FieldChange {
    const KIND: FieldKind = FieldKind::List;
    fn to_value(&self) -> Value {
        Value::List(vec![self.field.to_value(), self.value.clone()])
    }
    fn from_value(value: &Value) -> Option<Self> {
        let Value::List(values) = value else { return None };
        let [field, value] = values.as_slice() else { return None };
        Some(FieldChange { field: String::from_value(field)?, value: value.clone() })
    }
}

record! {
    /// A named branch of the workspace: all that it does not change follows the workspace.
    Scenario, ScenarioId {
        /// What people call it.
        name: String = String::new(), "Scenario", Required, Unique;
        /// What it is to find out.
        note: String = String::new(), "Question";
        /// When it was begun.
        begun: Option<Time> = None, "Begun";
    }
}

record! {
    /// How a scenario differs from the workspace in one record; a scenario is the sum of these.
    ScenarioChange, ScenarioChangeId {
        /// The scenario.
        scenario: Option<ScenarioId> = None, "Scenario", Required, Owned;
        /// The record, as its table's word and its id.
        record: String = String::new(), "Record", Required;
        /// How it differs.
        edit: ScenarioEdit = ScenarioEdit::Changed, "Difference";
        /// The fields that differ, each with its value.
        values: Vec<FieldChange> = Vec::new(), "Values";
    }
}
