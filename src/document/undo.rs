//! What a step did, and how to take it back without taking anything from anybody else.
//!
//! The CRDT has an undo of its own. This one is used instead because it is a pure function of the step and the workspace,
//! needs no clock and no second history inside the CRDT, and can keep the promise that matters: a field is set back only
//! where it still holds what the step set, a record is removed only if it is as the step made it and nobody refers to it.
//! Undo and redo are ordinary edits: they merge, they are stored and they stand in the history.
//!
//! Never undoes what came in by a merge of somebody else's updates.

use super::Edit;
use super::consequences::{references, with_consequences, without_dangling};
use super::cycles;
use super::draft::{Draft, Outcome};
use super::schema::{Extra, Stored, any_of};
use crate::model::laws::check_field;
use crate::model::{FieldKind, Gather, Mark, TableName, Value, Workspace, default_value, sort_with};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

type Key = (TableName, u64);

/// What one step did to the records it touched.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    pub name: String,
    traces: BTreeMap<Key, Trace>,
}

#[derive(Clone, Debug, PartialEq)]
enum Trace {
    /// The record was added, as it was then.
    Added(Kept),
    /// Fields were changed: index, value before, value after.
    Changed(Vec<(usize, Value, Value)>),
    /// The record was removed, as it was then.
    Removed(Kept),
}

/// A record as it was: its fields that differ from their defaults, and what this version does not know.
#[derive(Clone, Debug, Default)]
struct Kept {
    fields: BTreeMap<usize, Value>,
    extras: Vec<Extra>,
}

impl PartialEq for Kept {
    fn eq(&self, other: &Kept) -> bool {
        // What is not a number differs from itself, so that unknown values are compared as they are told.
        let same =
            |(one, other): (&Extra, &Extra)| one.0 == other.0 && (one.1 == other.1 || format!("{:?}", one.1) == format!("{:?}", other.1));
        self.fields == other.fields && self.extras.len() == other.extras.len() && self.extras.iter().zip(&other.extras).all(same)
    }
}

/// How to take a step back.
#[derive(Default)]
pub(super) struct Inverse {
    pub draft: Draft,
    /// What to write into records that come back and this version does not know.
    pub extras: Vec<(Key, Extra)>,
    /// How many records were left as they are because somebody else changed or uses them.
    pub left: usize,
}

/// What is stored of a record; how undo asks for what this version does not know.
pub(super) type Look<'a> = &'a dyn Fn(Key) -> Option<Stored>;

impl Step {
    /// The step that `draft` makes from `before`; `extras` are what it restores beside the known fields.
    pub fn new(name: String, before: &Workspace, draft: &Draft, extras: &[(Key, Extra)], look: Look) -> Step {
        let trace = |(&key, outcome): (&Key, &Outcome)| {
            let trace = match outcome {
                Outcome::Added(fields) => {
                    let mut extras: Vec<Extra> = extras.iter().filter(|(of, _)| *of == key).map(|(_, extra)| extra.clone()).collect();
                    sort_with(&mut extras, |one, other| one.0.cmp(&other.0));
                    Trace::Added(Kept { fields: fields.clone(), extras })
                }
                Outcome::Changed(values) => {
                    let change = |(&field, value): (&usize, &Value)| (field, before.get(key.0, key.1, field), value.clone());
                    Trace::Changed(values.iter().map(change).gather())
                }
                Outcome::Removed => Trace::Removed(kept(before, key, look)),
            };
            (key, trace)
        };
        Step { name, traces: draft.records.iter().map(trace).gather() }
    }

    /// How to take the step back as things stand now.
    pub fn inverse(&self, now: &Workspace, look: Look) -> Inverse {
        let mut inverse = Inverse::default();
        self.bring_back(now, &mut inverse);
        self.set_back(now, &mut inverse);
        drop_circles(now, &mut inverse);
        self.take_away(now, look, &mut inverse);
        inverse
    }

    /// Adds removed records again, unless they are back or what they belong to is gone.
    fn bring_back(&self, now: &Workspace, inverse: &mut Inverse) {
        let removed = self.traces.iter().filter_map(|(key, trace)| match trace {
            Trace::Removed(kept) => Some((*key, kept)),
            _ => None,
        });
        let (missing, back): (BTreeMap<Key, &Kept>, BTreeMap<Key, &Kept>) = removed.partition(|(key, _)| !now.has(key.0, key.1));
        inverse.left += back.len();
        let mut coming: BTreeSet<Key> = missing.keys().copied().gather();
        loop {
            let homeless = |key: &Key| {
                let fields = missing.get(key).map(|kept| &kept.fields);
                fields.into_iter().flatten().any(|(field, value)| {
                    let needed = key.0.fields().get(*field).is_some_and(|field| field.is(Mark::Owned) || field.is(Mark::Required));
                    needed && references(key.0, *field, value).into_iter().any(|to| !now.has(to.0, to.1) && !coming.contains(&to))
                })
            };
            let stay_away: Vec<Key> = coming.iter().copied().filter(homeless).collect();
            if stay_away.is_empty() {
                break;
            }
            inverse.left += stay_away.len();
            coming.retain(|key| !stay_away.contains(key));
        }
        for key in &coming {
            let Some(kept) = missing.get(key) else { continue };
            let whole = |(&field, value): (&usize, &Value)| {
                (field, without_dangling(key.0, field, value.clone(), |to| now.has(to.0, to.1) || coming.contains(&to)))
            };
            let fields = kept.fields.iter().map(whole).filter(|(_, value)| *value != Value::Nothing).gather();
            inverse.draft.records.insert(*key, Outcome::Added(fields));
            inverse.extras.extend(kept.extras.iter().map(|extra| (*key, extra.clone())));
        }
    }

    /// Sets fields back that still hold what the step set.
    fn set_back(&self, now: &Workspace, inverse: &mut Inverse) {
        for (&(table, id), trace) in &self.traces {
            let Trace::Changed(changes) = trace else { continue };
            let mut values = BTreeMap::new();
            let mut left = !now.has(table, id);
            for (field, before, after) in changes.iter().filter(|_| now.has(table, id)) {
                let there = |to: Key| inverse.draft.has(now, to.0, to.1);
                let whole = without_dangling(table, *field, before.clone(), there);
                let lost_reference = whole == Value::Nothing && *before != Value::Nothing && is_reference(table, *field);
                if now.get(table, id, *field) == *after && !lost_reference {
                    values.insert(*field, if whole == Value::Nothing { default_value(table, *field) } else { whole });
                } else {
                    left = true;
                }
            }
            values.retain(|field, value| now.get(table, id, *field) != *value);
            if !values.is_empty() {
                inverse.draft.records.insert((table, id), Outcome::Changed(values));
            }
            inverse.left += usize::from(left);
        }
    }

    /// Removes added records that are as the step made them and that nobody else refers to.
    fn take_away(&self, now: &Workspace, look: Look, inverse: &mut Inverse) {
        let added = self.traces.iter().filter_map(|(key, trace)| match trace {
            Trace::Added(kept) => Some((*key, kept)),
            _ => None,
        });
        let (mut going, changed): (BTreeSet<Key>, BTreeSet<Key>) = {
            let (same, other): (Vec<_>, Vec<_>) =
                added.filter(|(key, _)| now.has(key.0, key.1)).partition(|(key, kept)| self::kept(now, *key, look) == **kept);
            (same.into_iter().map(|(key, _)| key).gather(), other.into_iter().map(|(key, _)| key).gather())
        };
        inverse.left += changed.len();
        if going.is_empty() {
            return;
        }
        let mut after = now.clone();
        for (&(table, id), outcome) in &inverse.draft.records {
            after.add(table, id);
            if let Outcome::Added(values) | Outcome::Changed(values) = outcome {
                for (field, value) in values {
                    after.set(table, id, *field, value);
                }
            }
        }
        loop {
            let edits = going.iter().map(|&(table, id)| Edit::Remove { table, id }).collect();
            let entailed: BTreeSet<Key> =
                with_consequences(&after, edits).iter().map(Edit::record).filter(|key| !going.contains(key)).gather();
            if entailed.is_empty() {
                break;
            }
            for key in entailed {
                for field in 0..key.0.fields().len() {
                    for used in references(key.0, field, &after.get(key.0, key.1, field)) {
                        inverse.left += usize::from(going.remove(&used));
                    }
                }
            }
        }
        inverse.draft.records.extend(going.into_iter().map(|key| (key, Outcome::Removed)));
    }
}

fn is_reference(table: TableName, field: usize) -> bool {
    table.fields().get(field).is_some_and(|field| matches!(field.kind, FieldKind::Reference(_)))
}

fn kept(workspace: &Workspace, key: Key, look: Look) -> Kept {
    let fields = (0..key.0.fields().len())
        .map(|field| (field, workspace.get(key.0, key.1, field)))
        .filter(|(field, value)| *value != Value::Nothing && *value != default_value(key.0, *field))
        .gather();
    let stored = look(key).unwrap_or_default();
    // What is shown in another way than it is stored comes back as it was stored.
    let hidden = stored.fields.iter().filter(|(field, value)| workspace.get(key.0, key.1, *field) != *value);
    let named = hidden.filter_map(|(field, value)| Some((Arc::from(key.0.fields().get(*field)?.name), any_of(value))));
    let mut extras: Vec<Extra> = stored.unknown.iter().cloned().chain(named).collect();
    sort_with(&mut extras, |one, other| one.0.cmp(&other.0));
    Kept { fields, extras }
}

/// Leaves out what would close a circle because of somebody else's edits in between.
fn drop_circles(now: &Workspace, inverse: &mut Inverse) {
    let excerpt = inverse.draft.excerpt(now);
    let mut left = 0;
    inverse.draft.records.retain(|&(table, id), outcome| {
        let Some(owner) = table.field("owner") else { return true };
        let (Outcome::Added(values) | Outcome::Changed(values)) = outcome else { return true };
        if values.contains_key(&owner) && check_field(&excerpt, table, id, owner).is_err() {
            values.remove(&owner);
            left += 1;
        }
        !values.is_empty() || !now.has(table, id)
    });
    if cycles::check(now, &inverse.draft).is_err() {
        let tied = [TableName::Operation, TableName::OperationMaterial, TableName::OperationDependency];
        let before = inverse.draft.records.len();
        inverse.draft.records.retain(|key, _| !tied.contains(&key.0));
        left += before - inverse.draft.records.len();
    }
    inverse.left += left;
}
