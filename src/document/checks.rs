//! What is checked before any edit, whoever makes it: the laws of the model, uniqueness, references and circles.
//!
//! Looks only at the fields that the edit touches: what is already wrong elsewhere, for instance after two copies were
//! merged, must never keep anybody from working.

use super::consequences::references;
use super::draft::{Draft, Outcome};
use super::refusal::{Refusal, record_words, singular};
use super::{cycles, schema};
use crate::model::laws::{Objection, check_field};
use crate::model::{FieldKind, Mark, SettingsId, TableName, Value, Workspace};
use std::collections::{BTreeMap, HashMap};

/// Checks what the edits come to.
///
/// # Errors
/// The first law that is broken, in the user's words.
pub(super) fn check_draft(workspace: &Workspace, draft: &Draft) -> Result<(), Refusal> {
    let excerpt = draft.excerpt(workspace);
    for (&(table, id), outcome) in &draft.records {
        if table == TableName::Settings && (id != SettingsId::THE || *outcome == Outcome::Removed) {
            return Err(Refusal::new("A workspace has one record of settings.", "Change the settings that are there."));
        }
        let fields: Vec<usize> = match outcome {
            // Settings are made by the first one that is changed; only then is a name asked for.
            Outcome::Added(values) if table == TableName::Settings => values.keys().copied().collect(),
            Outcome::Added(_) => (0..table.fields().len()).collect(),
            Outcome::Changed(values) => values.keys().copied().collect(),
            Outcome::Removed => continue,
        };
        for field in fields {
            check_touched(workspace, draft, &excerpt, (table, id, field))?;
        }
    }
    check_unique(workspace, draft, &excerpt)?;
    cycles::check(workspace, draft)
}

fn check_touched(workspace: &Workspace, draft: &Draft, excerpt: &Workspace, at: (TableName, u64, usize)) -> Result<(), Refusal> {
    let (table, id, index) = at;
    let Some(field) = table.fields().get(index) else { return Ok(()) };
    let refuse = |objection: &Objection| Err(Refusal::objection(excerpt, table, id, index, objection));
    let value = draft.get(workspace, table, id, index);
    // A value that did not fit was not taken into the excerpt.
    if excerpt.get(table, id, index) != value || !schema::can_store(&value) {
        return refuse(&Objection::WrongKind(field.label));
    }
    if let Err(objection) = check_field(excerpt, table, id, index) {
        return refuse(&objection);
    }
    if field.kind == FieldKind::List && references(table, index, &value).iter().any(|&(other, target)| !draft.has(workspace, other, target))
    {
        return refuse(&Objection::Unknown(field.label));
    }
    Ok(())
}

/// No two records of a table have the same value in a field marked as unique.
fn check_unique(workspace: &Workspace, draft: &Draft, excerpt: &Workspace) -> Result<(), Refusal> {
    let mut given: BTreeMap<(TableName, usize), HashMap<String, u64>> = BTreeMap::new();
    for (&(table, id), outcome) in &draft.records {
        let (Outcome::Added(values) | Outcome::Changed(values)) = outcome else { continue };
        for (&index, value) in values {
            let Value::Text(text) = value else { continue };
            if !table.fields().get(index).is_some_and(|field| field.is(Mark::Unique)) {
                continue;
            }
            if given.entry((table, index)).or_default().insert(text.clone(), id).is_some() {
                let mut refusal = Refusal::objection(excerpt, table, id, index, &Objection::Taken(text.clone()));
                refusal.what = format!("The name “{text}” is given to more than one {}.", singular(table));
                return Err(refusal);
            }
        }
    }
    for ((table, index), names) in given {
        for id in workspace.ids(table) {
            if draft.records.contains_key(&(table, id)) {
                let kept = draft.get(workspace, table, id, index);
                let is_given = matches!(draft.records.get(&(table, id)), Some(Outcome::Changed(values)) if values.contains_key(&index));
                if is_given || kept == Value::Nothing {
                    continue;
                }
            }
            let Value::Text(text) = workspace.get(table, id, index) else { continue };
            if let Some(&taker) = names.get(&text).filter(|taker| **taker != id) {
                let mut refusal = Refusal::objection(excerpt, table, taker, index, &Objection::Taken(text));
                refusal.what = format!("{} is there already.", record_words(workspace, table, id));
                return Err(refusal);
            }
        }
    }
    Ok(())
}
