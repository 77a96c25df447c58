//! Saving what was written after a hole: when a stored update is lost for good, those that build on it still hold work.
//!
//! The CRDT cannot apply them, and telling it that the hole is empty would part this document from every copy that has the
//! lost update. So that is done in a fork; what the fork shows beyond this document becomes ordinary edits of this session,
//! which merge, stand in the history and can be undone. Never touches the waiting updates themselves: should what they
//! lack turn up after all, they are merged as if nothing had happened.

use super::consequences::{references, without_dangling};
use super::draft::{Draft, Outcome};
use super::history::HistoryKind;
use super::inbox::Parcel;
use super::live::{Applied, Document, Key};
use super::preview::differences;
use super::wire::{self, Encoding};
use crate::model::{Gather, Mark, Time, Value, Workspace};
use std::collections::{BTreeMap, BTreeSet};
use yrs::{Any, Map, Number, Out, Transact};

impl Document {
    /// Takes over what the updates that wait in vain would bring, as one step; `None` where there is nothing to recover.
    ///
    /// Call it once it is certain that no other copy has what is missing, and set the waiting records aside afterwards.
    pub fn recover(&mut self, now: Time) -> Option<Applied> {
        if self.is_newer() {
            return None;
        }
        let waiting: Vec<&Parcel> = self.inbox.waiting().filter(|parcel| !self.is_recovered(parcel)).collect();
        if waiting.is_empty() {
            return None;
        }
        let snapshot = self.state();
        let fillers = self.fillers(&waiting);
        let updates = std::iter::once(&snapshot).chain(&fillers).chain(waiting.iter().map(|parcel| &parcel.bytes));
        let (fork, _) = Document::load(self.client(), updates.map(Vec::as_slice));
        let ends: BTreeMap<u64, u32> =
            waiting.iter().flat_map(|parcel| &parcel.outline.brings).fold(BTreeMap::new(), |mut ends, (client, (_, end))| {
                let highest: &mut u32 = ends.entry(*client).or_default();
                *highest = (*highest).max(*end);
                ends
            });
        let draft = sound(&self.view.workspace, differences(&self.view.workspace, &fork.view.workspace).into_values().flatten().gather());
        let known = self.state_vector();
        self.transact(|document, txn| {
            for (client, end) in &ends {
                document.recovered.insert(txn, client.to_string(), Any::Number(Number::Int(i64::from(*end))));
            }
        });
        let (mut applied, step) = self.commit("Recover changes".to_owned(), &draft, &[], HistoryKind::Edit, now);
        applied.update = self.diff_since(&known);
        self.start_step(step);
        Some(applied)
    }

    /// Whether an earlier recovery took over all that an update brings.
    fn is_recovered(&self, parcel: &Parcel) -> bool {
        let txn = self.doc.transact();
        parcel.outline.brings.iter().all(|(client, (_, end))| match self.recovered.get(&txn, &client.to_string()) {
            Some(Out::Any(Any::Number(number))) => number.as_i64().is_some_and(|up_to| i64::from(*end) <= up_to),
            _ => false,
        })
    }

    /// Updates that claim for every hole that there was nothing; only for a fork.
    fn fillers(&self, waiting: &[&Parcel]) -> Vec<Vec<u8>> {
        let mut wanted: BTreeMap<u64, u32> = BTreeMap::new();
        let mut brought: BTreeMap<u64, BTreeSet<(u32, u32)>> = BTreeMap::new();
        for parcel in waiting {
            for (client, range) in &parcel.outline.brings {
                brought.entry(*client).or_default().insert(*range);
                let wanted = wanted.entry(*client).or_default();
                *wanted = range.0.max(*wanted);
            }
            for (client, end) in &parcel.outline.needs {
                let wanted = wanted.entry(*client).or_default();
                *wanted = (*end).max(*wanted);
            }
        }
        let mut fillers = Vec::new();
        for (client, end) in wanted {
            let mut at = self.inbox.known(client);
            for (from, to) in brought.remove(&client).unwrap_or_default() {
                fillers.extend((at < from).then(|| filler(client, at, from)));
                at = at.max(to);
            }
            fillers.extend((at < end).then(|| filler(client, at, end)));
        }
        fillers
    }
}

/// An update by which `client` did nothing from one clock to another.
fn filler(client: u64, from: u32, to: u32) -> Vec<u8> {
    let mut bytes = vec![1, 1];
    for number in [client, u64::from(from), 0, u64::from(to - from), 0] {
        wire::put_number(&mut bytes, number);
    }
    wire::closed(Encoding::First, bytes)
}

/// The recovered changes without references to what was lost; records that cannot do without it are left out.
fn sound(workspace: &Workspace, records: BTreeMap<Key, Outcome>) -> Draft {
    let mut draft = Draft { records };
    loop {
        let before = draft.clone();
        let has = |to: Key| before.has(workspace, to.0, to.1);
        draft.records.retain(|&(table, id), outcome| {
            let (Outcome::Added(values) | Outcome::Changed(values)) = outcome else { return true };
            for (field, value) in values.iter_mut() {
                *value = without_dangling(table, *field, value.clone(), has);
            }
            let is_lost = |(field, value): (&usize, &Value)| {
                let needed = table.fields().get(*field).is_some_and(|field| field.is(Mark::Required));
                needed && *value == Value::Nothing
            };
            if values.iter().any(is_lost) {
                return false;
            }
            // A new record may lack a required field altogether, where its value was lost.
            let fields = table.fields().iter().enumerate();
            workspace.has(table, id) || fields.filter(|(_, field)| field.is(Mark::Required)).all(|(index, _)| values.contains_key(&index))
        });
        draft.records.iter_mut().for_each(|(&(table, _), outcome)| {
            if let Outcome::Added(values) = outcome {
                values.retain(|field, value| *value != Value::Nothing || !references(table, *field, value).is_empty());
            }
        });
        if draft == before {
            return draft;
        }
    }
}
