//! Small helpers by which commands write edits of typed records.
//!
//! Never checks anything.

use crate::document::Edit;
use crate::document::refusal::Refusal;
use crate::model::{FieldValue, Record, RecordId, Value, Workspace};

/// A list of edits in the making.
#[derive(Default)]
pub(super) struct Edits(pub Vec<Edit>);

impl Edits {
    /// Adds a record with all its fields.
    pub fn add<R: Record>(&mut self, record: &R) {
        let fields = (0..R::FIELDS.len()).map(|field| (field, record.get(field))).collect();
        self.0.push(Edit::Add { table: R::TABLE, id: record.id().raw(), fields });
    }

    /// Sets a field by its name.
    pub fn set<R: Record>(&mut self, id: R::Id, name: &str, value: &impl FieldValue) {
        if let Some(field) = R::TABLE.field(name) {
            self.0.push(Edit::Set { table: R::TABLE, id: id.raw(), field, value: value.to_value() });
        }
    }

    /// Sets the fields of an existing record that differ from `wanted`, save those named in `keep`.
    pub fn change<R: Record>(&mut self, current: &R, wanted: &R, keep: &[&str]) {
        for (field, described) in R::FIELDS.iter().enumerate() {
            let value = wanted.get(field);
            if current.get(field) != value && !keep.contains(&described.name) {
                self.0.push(Edit::Set { table: R::TABLE, id: current.id().raw(), field, value });
            }
        }
    }

    /// Removes a record.
    pub fn remove<R: Record>(&mut self, id: R::Id) {
        self.0.push(Edit::Remove { table: R::TABLE, id: id.raw() });
    }
}

/// Refuses where a record is not there.
pub(super) fn must_have<R: Record>(workspace: &Workspace, id: R::Id) -> Result<(), Refusal> {
    if workspace.has(R::TABLE, id.raw()) { Ok(()) } else { Err(Refusal::gone(R::TABLE)) }
}

/// `order 12` or `3 orders`.
pub(super) fn some<R: Record>(workspace: &Workspace, ids: &[R::Id]) -> String {
    let raw: Vec<u64> = ids.iter().map(|id| id.raw()).collect();
    super::record::some(workspace, R::TABLE, &raw)
}

/// The name of a record, or what stands for it.
pub(super) fn name<R: Record>(workspace: &Workspace, id: R::Id) -> String {
    workspace.label(R::TABLE, id.raw())
}

/// The name in `wanted`, with a number behind it where a record of the table has it already.
pub(super) fn free_name<R: Record>(workspace: &Workspace, wanted: &str) -> String {
    let Some(field) = R::TABLE.name_field() else { return wanted.to_owned() };
    let taken: std::collections::HashSet<String> = workspace
        .ids(R::TABLE)
        .into_iter()
        .filter_map(|id| if let Value::Text(name) = workspace.get(R::TABLE, id, field) { Some(name) } else { None })
        .collect();
    if !taken.contains(wanted) {
        return wanted.to_owned();
    }
    (2..).map(|number| format!("{wanted} ({number})")).find(|name| !taken.contains(name)).unwrap_or_default()
}
