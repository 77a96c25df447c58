//! Scenarios: what would be otherwise, kept apart from the workspace until it is taken over.

use super::value::choice;
use super::{record::record, *};

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
        values: Vec<String> = Vec::new(), "Values";
    }
}
