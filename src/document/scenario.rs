//! A scenario: the workspace with the differences that its records of [`ScenarioChange`] tell.
//!
//! A scenario costs its differences and nothing else, and all that it does not change follows the workspace. Its differences are records of
//! the workspace, so they are stored, merged, undone and carried in files like all others. What is seen is made sound as the workspace
//! itself is ([`View`]), so that no reference leads nowhere, whatever goes on in the workspace meanwhile.
//!
//! Never changes the workspace itself: what is taken over is a command (`commands/scenario.rs`).

use super::IdSource;
use super::consequences::references;
use super::draft::{Draft, Outcome};
use super::edit::{Change, Edit, TableChange};
use super::lens::{Lens, is_common};
use super::live::{Document, Key};
use super::refusal::Refusal;
use super::schema::{Schema, Stored};
use super::view::{Source, Store, View};
use crate::model::{
    FieldChange, FieldKind, Gather, Mark, Record, RecordId, ScenarioChange, ScenarioChangeId, ScenarioEdit, ScenarioId, TableName, Value,
    Workspace, id_text, parse_id, sort_with_key,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use yrs::Transact;

/// How a scenario differs from the workspace in one record.
#[derive(Clone, PartialEq, Debug)]
pub struct Difference {
    pub table: TableName,
    pub id: u64,
    pub edit: ScenarioEdit,
    /// Fields and their values in the scenario.
    pub values: BTreeMap<usize, Value>,
    /// The records that tell of it: two where two people changed the same apart.
    pub told_by: Vec<ScenarioChangeId>,
}

impl Difference {
    /// The records that its values refer to.
    pub fn refers_to(&self) -> Vec<(TableName, u64)> {
        self.values.iter().flat_map(|(field, value)| references(self.table, *field, value)).collect()
    }

    /// What takes it over into the workspace.
    pub(super) fn edits(&self, base: &Workspace) -> Vec<Edit> {
        let (table, id) = (self.table, self.id);
        let values = self.values.clone().into_iter();
        match self.edit {
            ScenarioEdit::Removed => vec![Edit::Remove { table, id }],
            ScenarioEdit::Added => {
                // A record that came into the workspace meanwhile is the scenario's afterwards, every field of it.
                let taken = base.has(table, id);
                let rest = (0..table.fields().len()).filter(|field| taken && !self.values.contains_key(field));
                let fields = rest.map(|field| (field, Value::Nothing)).chain(values).collect();
                vec![Edit::Add { table, id, fields }]
            }
            ScenarioEdit::Changed => values.map(|(field, value)| Edit::Set { table, id, field, value }).collect(),
        }
    }

    /// The record that keeps it.
    fn record(&self, scenario: ScenarioId, id: ScenarioChangeId) -> ScenarioChange {
        let values = self.values.iter().filter_map(|(field, value)| {
            let described = self.table.fields().get(*field)?;
            Some(FieldChange { field: described.name.to_owned(), value: value.clone() })
        });
        ScenarioChange {
            scenario: Some(scenario),
            record: format!("{} {}", self.table.word(), id_text(self.id)),
            edit: self.edit,
            values: values.collect(),
            ..ScenarioChange::new(id)
        }
    }
}

/// The record that a change is about; `None` where it is of a table this version does not know.
fn subject(change: &ScenarioChange) -> Option<Key> {
    let (word, id) = change.record.split_once(' ')?;
    TableName::from_word(word).zip(parse_id(id)).filter(|(table, _)| !is_common(*table))
}

/// The values that a change tells, of the fields this version knows.
fn values_of(table: TableName, change: &ScenarioChange) -> impl Iterator<Item = (usize, Value)> {
    let read = move |change: &FieldChange| Some((table.field(&change.field)?, change.value.clone()));
    change.values.iter().filter_map(read)
}

/// All differences of a scenario by record, in the order of the tables.
pub fn differences_of(workspace: &Workspace, scenario: ScenarioId) -> Vec<Difference> {
    let mut found: BTreeMap<Key, Vec<ScenarioChangeId>> = BTreeMap::new();
    for change in workspace.scenario_changes.values().filter(|change| change.scenario == Some(scenario)) {
        if let Some(key) = subject(change) {
            found.entry(key).or_default().push(change.id);
        }
    }
    found.into_iter().filter_map(|(key, told_by)| difference(workspace, key, told_by)).collect()
}

/// What several changes of one record come to, one after the other.
fn difference(workspace: &Workspace, (table, id): Key, told_by: Vec<ScenarioChangeId>) -> Option<Difference> {
    let mut found: Option<Difference> = None;
    for change in told_by.iter().filter_map(|id| workspace.scenario_changes.get(id)) {
        let values = values_of(table, change);
        match &mut found {
            Some(known) if change.edit == ScenarioEdit::Changed && known.edit != ScenarioEdit::Removed => known.values.extend(values),
            // Changed by one and removed by another, apart: it stays.
            Some(known) if change.edit == ScenarioEdit::Removed && known.edit != ScenarioEdit::Removed => {}
            _ => found = Some(Difference { table, id, edit: change.edit, values: values.gather(), told_by: Vec::new() }),
        }
    }
    found.map(|found| Difference { told_by, ..found })
}

/// A scenario that is looked at.
struct Branch {
    scenario: ScenarioId,
    view: View,
    /// Which changes tell of a record.
    changes: HashMap<Key, Vec<ScenarioChangeId>>,
    /// The record that a change tells of.
    subjects: HashMap<ScenarioChangeId, Key>,
}

impl Branch {
    /// Notes of which record a change tells now; the records it told and tells of.
    fn note(&mut self, base: &Workspace, change: ScenarioChangeId) -> impl Iterator<Item = Key> {
        let before = self.subjects.remove(&change);
        if let Some(told) = before.and_then(|before| self.changes.get_mut(&before)) {
            told.retain(|known| *known != change);
        }
        let now = base.scenario_changes.get(&change).filter(|change| change.scenario == Some(self.scenario)).and_then(subject);
        if let Some(now) = now {
            self.subjects.insert(change, now);
            let told = self.changes.entry(now).or_default();
            told.push(change);
            sort_with_key(told, |change| *change);
        }
        before.into_iter().chain(now)
    }

    fn difference(&self, base: &Workspace, key: Key) -> Option<Difference> {
        difference(base, key, self.changes.get(&key).filter(|told| !told.is_empty())?.clone())
    }

    /// What an outcome in the scenario comes to as its difference; nothing where it does not differ any more.
    fn told(&self, base: &Workspace, key: Key, outcome: Outcome) -> (Option<Difference>, Vec<ScenarioChangeId>) {
        let (table, id) = key;
        let before = self.difference(base, key);
        let told_by = before.as_ref().map(|before| before.told_by.clone()).unwrap_or_default();
        let new = |edit, values| Some(Difference { table, id, edit, values, told_by: told_by.clone() });
        let difference = match (outcome, before) {
            (Outcome::Removed, _) => base.has(table, id).then(|| new(ScenarioEdit::Removed, BTreeMap::new())).flatten(),
            (Outcome::Added(values), _) => new(ScenarioEdit::Added, values),
            (Outcome::Changed(values), Some(mut before)) if before.edit == ScenarioEdit::Added => {
                before.values.extend(values);
                Some(before)
            }
            (Outcome::Changed(values), before) => {
                let mut all = before.map(|before| before.values).unwrap_or_default();
                all.extend(values);
                all.retain(|field, value| base.get(table, id, *field) != *value);
                if all.is_empty() { None } else { new(ScenarioEdit::Changed, all) }
            }
        };
        (difference, told_by)
    }
}

impl Lens for Branch {
    fn scenario(&self) -> ScenarioId {
        self.scenario
    }

    fn workspace(&self) -> &Workspace {
        &self.view.workspace
    }

    fn apart(&self, name: String, draft: Draft, base: &Workspace, ids: &mut IdSource) -> Result<(String, Draft), Refusal> {
        let scenario = base.scenarios.get(&self.scenario).ok_or_else(|| Refusal::gone(TableName::Scenario))?;
        let mut edits = Vec::new();
        let mut common = Vec::new();
        for (key, outcome) in draft.records {
            match outcome {
                outcome if is_common(key.0) => common.push((key, outcome)),
                Outcome::Added(_) if key.0.is_facts() => {
                    return Err(Refusal::new(
                        format!("What happened is a fact, and in the scenario “{}” nothing happens.", scenario.name),
                        "Leave the scenario and report it in the workspace itself.",
                    ));
                }
                // What becomes of facts when a record goes is only seen: they stay as they are.
                _ if key.0.is_facts() => {}
                outcome => {
                    let (difference, told_by) = self.told(base, key, outcome);
                    let mut told_by = told_by.into_iter();
                    if let Some(difference) = difference {
                        let id = told_by.next().unwrap_or_else(|| ScenarioChangeId::from_raw(ids.next()));
                        let record = difference.record(self.scenario, id);
                        let fields = (0..ScenarioChange::FIELDS.len()).map(|field| (field, record.get(field))).collect();
                        edits.push(Edit::Add { table: TableName::ScenarioChange, id: id.raw(), fields });
                    }
                    edits.extend(told_by.map(|id| Edit::Remove { table: TableName::ScenarioChange, id: id.raw() }));
                }
            }
        }
        let mut draft = Draft::new(base, edits);
        draft.records.extend(common);
        Ok((format!("“{}”: {name}", scenario.name), draft))
    }

    fn refresh(&mut self, source: &dyn Source, base: &Workspace, touched: BTreeSet<Key>, change: Change) -> Change {
        let mut open = touched;
        for (table, TableChange { added, updated, removed }) in change.tables {
            for id in added.into_iter().chain(updated).chain(removed) {
                open.insert((table, id));
                if table == TableName::ScenarioChange {
                    let told = self.note(base, ScenarioChangeId::from_raw(id));
                    open.extend(told);
                }
            }
        }
        let seen = Seen { source, base, changes: &self.changes };
        self.view.refresh(&seen, open)
    }

    fn forget(&mut self, source: &dyn Source) -> Change {
        self.subjects.clear();
        let told = std::mem::take(&mut self.changes).into_keys().gather();
        self.view.refresh(source, told)
    }
}

/// What is stored, as it is in a scenario.
struct Seen<'a> {
    source: &'a dyn Source,
    base: &'a Workspace,
    changes: &'a HashMap<Key, Vec<ScenarioChangeId>>,
}

impl Source for Seen<'_> {
    fn schema(&self) -> &Schema {
        self.source.schema()
    }

    fn read(&self, key: Key) -> Option<Stored> {
        let Some(told) = self.changes.get(&key).filter(|told| !told.is_empty()) else { return self.source.read(key) };
        let Some(difference) = difference(self.base, key, told.clone()) else { return self.source.read(key) };
        let mut stored = match difference.edit {
            ScenarioEdit::Removed => return None,
            ScenarioEdit::Added => Stored::default(),
            ScenarioEdit::Changed => self.source.read(key)?,
        };
        stored.fields.retain(|(field, _)| !difference.values.contains_key(field));
        stored.fields.extend(difference.values);
        Some(stored)
    }

    fn owners(&self, key: Key) -> Option<Vec<Key>> {
        if self.changes.get(&key).is_none_or(Vec::is_empty) {
            return self.source.owners(key);
        }
        let owner = |(field, value): (usize, Value)| {
            let field = key.0.fields().get(field).filter(|field| field.is(Mark::Owned) || field.is(Mark::Required))?;
            match (field.kind, value) {
                (FieldKind::Reference(table), Value::Id(raw)) => Some((table, raw)),
                _ => None,
            }
        };
        Some(self.read(key)?.fields.into_iter().filter_map(owner).collect())
    }
}

impl Document {
    /// Looks at a scenario from now on: what is read, changed and undone is the scenario's until [`Document::leave`]. What is seen otherwise
    /// now; `None` where there is no such scenario, or one is looked at already.
    pub fn enter(&mut self, scenario: ScenarioId) -> Option<Change> {
        let (branch, change) = self.branch(scenario).filter(|_| self.lens.is_none())?;
        self.look_through(Box::new(branch));
        Some(change)
    }

    /// The workspace as it is in a scenario; `None` where there is no such scenario.
    pub fn seen_in(&self, scenario: ScenarioId) -> Option<Workspace> {
        self.branch(scenario).map(|(branch, _)| branch.view.workspace)
    }

    /// A scenario as it stands, and what is seen otherwise in it than in the workspace.
    fn branch(&self, scenario: ScenarioId) -> Option<(Branch, Change)> {
        let base = &self.view.workspace;
        base.scenarios.get(&scenario)?;
        let mut branch = Branch { scenario, view: self.view.clone(), changes: HashMap::new(), subjects: HashMap::new() };
        let changes: Vec<ScenarioChangeId> =
            base.scenario_changes.values().filter(|change| change.scenario == Some(scenario)).map(|change| change.id).collect();
        let open: BTreeSet<Key> = changes.into_iter().flat_map(|change| branch.note(base, change).collect::<Vec<_>>()).gather();
        let source = Store { schema: &self.schema, txn: &self.doc.transact() };
        let seen = Seen { source: &source, base, changes: &branch.changes };
        let change = branch.view.refresh(&seen, open);
        Some((branch, change))
    }
}
