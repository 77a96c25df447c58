//! Bringing both copies to the same: each gets what it lacks, so that either alone is the whole workspace.
//!
//! Only adds, except for what a verified snapshot makes dispensable. Never touches a damaged original; a second copy goes beside it.

use super::Store;
use super::backend::{Place, Refusal, Values};
use super::bundle;
use super::coverage::Coverage;
use super::holdings::{Content, Holdings, Item, Reading, read_all};
use super::key::Key;
use super::record::{Kind, Record, to_text};
use super::snapshot::Snapshot;
use super::space::{self, BESIDE_LIMIT, SNAPSHOT_LIMIT};
use super::state::State;
use std::collections::HashSet;
use std::rc::Rc;

impl Store {
    /// Starts a repair in the background; with `reading`, from what the opening has read a moment ago.
    pub(super) fn start_repair(&self, reading: Option<Reading>) {
        let busy = self.may_write().is_err() || self.with(|state| std::mem::replace(&mut state.repairing, true));
        if busy {
            return;
        }
        self.with(|state| state.repair_wanted = false);
        let store = self.clone();
        self.media().spawn.spawn(Box::pin(async move {
            let done = store.repair(reading).await;
            store.with(|state| {
                state.repairing = false;
                state.repair_owed = !done;
            });
            store.tell();
        }));
    }

    /// True if the copies were compared; false if another tab is tidying up or a place does not answer.
    async fn repair(&self, reading: Option<Reading>) -> bool {
        let Some(_alone) = self.media().lease.try_hold(&self.tidy_right()).await else { return false };
        let opening = reading.is_some();
        let known = self.coverage();
        let mut reading = match reading {
            Some(reading) => reading,
            None => read_all(self.media(), self.0.workspace).await,
        };
        if let Some(refusal) = reading.durable.clone().err() {
            self.with(|state| state.durable_trouble = Some(refusal));
        }
        if reading.refusal().is_some() || reading.holdings.newer.is_some() {
            return false;
        }
        self.leave_out_distrusted(&mut reading.holdings);
        let durable = self.mirror_durable(&mut reading.holdings).await;
        // Without a database, a snapshot that has survived a reload is what the log may be trimmed by.
        let survived = opening && !self.media().durable.lasting();
        let primary = self.mirror_primary(&reading.holdings, survived);
        self.measure();
        self.with(|state| {
            state.restored.to_durable += durable.as_ref().copied().unwrap_or_default();
            state.restored.to_primary += primary.as_ref().copied().unwrap_or_default();
            // That nothing was lacking does not mean that it takes again what it has refused.
            if durable.is_err() || state.waiting.iter().all(|waiting| waiting.refused.is_none()) {
                state.durable_trouble = durable.err();
            }
            state.primary_trouble = primary.err();
            state.needs_snapshot = !is_kept(&known, &reading.holdings, state);
        });
        true
    }

    /// Leaves out what the document refused or what killed the page: it is neither copied nor relied on nor taken away.
    pub(super) fn leave_out_distrusted(&self, holdings: &mut Holdings) {
        self.with(|state| {
            let skipped = |item: &Item| match &item.content {
                Content::Snapshot(snapshot) => {
                    !state.skipped.is_empty() && state.skipped.contains(&snapshot.to_record(self.0.workspace).hash())
                }
                Content::Log(records) => records.iter().any(|record| state.skipped.contains(&record.hash())),
            };
            let refused = |item: &Item| state.quarantine.iter().any(|one| one.place == item.place && one.key == item.key);
            holdings.items.retain(|item| !refused(item) && !skipped(item));
        });
    }

    /// The right to tidy up this workspace, which one tab has at a time.
    pub(super) fn tidy_right(&self) -> String {
        format!("lw1-tidy-{:016x}", self.0.workspace.0)
    }

    /// Gives the database what only local storage has; returns how many values that were.
    async fn mirror_durable(&self, holdings: &mut Holdings) -> Result<usize, Refusal> {
        if !self.media().durable.lasting() {
            return Ok(0);
        }
        let mut kept = holdings.logged(Place::Durable);
        kept.merge(&holdings.covered(Place::Durable));
        let lacking = holdings.records(Some(Place::Primary)).into_iter().filter(|one| !kept.contains(one.tab, one.sequence));
        let lacking: Vec<Record> = lacking.cloned().collect();
        let occupied = holdings.occupied(Place::Durable);
        let mut values = self.placed(bundle::fold(&lacking), &occupied);
        let mut snapshots: Vec<Snapshot> = Vec::new();
        for snapshot in holdings.snapshots(Some(Place::Primary)) {
            let there = |one: &Snapshot| one.id() == snapshot.id() || one.dominates(snapshot);
            if !holdings.snapshots(Some(Place::Durable)).any(there) {
                snapshots.push(self.beside_damage(snapshot, holdings, &occupied));
            }
        }
        let records: Vec<Record> = snapshots.iter().map(|snapshot| snapshot.to_record(self.0.workspace)).collect();
        values.extend(records.iter().map(|record| self.durable_value(record)));
        if values.is_empty() {
            return Ok(0);
        }
        let (count, keys): (usize, Vec<String>) = (values.len(), values.iter().map(|(key, _)| key.clone()).collect());
        self.media().durable.write(values, Vec::new()).await?;
        self.with(|state| state.seen_durable.extend(keys.iter().cloned()));
        let content = snapshots.into_iter().map(Content::Snapshot).chain([Content::Log(lacking)]);
        for content in content {
            holdings.items.push(Item { place: Place::Durable, key: String::new(), bytes: 0, content });
        }
        Ok(count)
    }

    /// The snapshot itself, or under a later generation if something damaged lies under its name.
    fn beside_damage(&self, snapshot: &Snapshot, holdings: &Holdings, occupied: &HashSet<String>) -> Snapshot {
        let key = Key::Snapshot { generation: snapshot.generation, tab: snapshot.tab }.text(self.0.workspace);
        let generation = if occupied.contains(&key) { holdings.top_generation.saturating_add(1) } else { snapshot.generation };
        Snapshot { generation, ..snapshot.clone() }
    }

    /// Names for folded records, avoiding those under which something damaged lies: then each record gets one of its own.
    fn placed(&self, records: Vec<Record>, occupied: &HashSet<String>) -> Values {
        let mut values = Values::new();
        for record in records {
            let Ok(inner) = bundle::unfold(record.clone()) else { continue };
            match self.free_name(&record, &inner, occupied) {
                Some(value) => values.push(value),
                None => values.extend(inner.iter().filter_map(|one| self.free_name(one, std::slice::from_ref(one), occupied))),
            }
        }
        values
    }

    /// The first name of a record that is free, with its bytes.
    fn free_name(&self, record: &Record, inner: &[Record], occupied: &HashSet<String>) -> Option<(String, Rc<[u8]>)> {
        let (tab, first, last) = bundle::ends(inner)?;
        let names = [Key::Update { tab, sequence: first }, Key::Bundle { tab, first, last }];
        let names = names.into_iter().skip(usize::from(record.kind == Kind::Bundle)).map(|key| key.text(self.0.workspace));
        let name = names.into_iter().find(|name| !occupied.contains(name))?;
        Some((name, record.encode().ok()?.into()))
    }

    /// Gives local storage the newest snapshot, if there is room, and every update after it; then takes away what the snapshot
    /// includes, provided the database has the snapshot too (or it `survived` a reload where there is no database). Returns how
    /// many values were written.
    pub(super) fn mirror_primary(&self, holdings: &Holdings, survived: bool) -> Result<usize, Refusal> {
        let media = self.media();
        if !media.primary.lasting() {
            return Ok(0);
        }
        let tops: Vec<&Snapshot> = holdings.top_snapshots();
        let mut covered = Coverage::default();
        tops.iter().for_each(|snapshot| covered.merge(&snapshot.covers));
        let in_durable =
            |one: &Snapshot| media.durable.lasting() && holdings.snapshots(Some(Place::Durable)).any(|two| two.id() == one.id());
        let may_trim = !tops.is_empty() && tops.iter().all(|one| survived || in_durable(one));
        let is_top = |item: &&Item| matches!(&item.content, Content::Snapshot(one) if tops.iter().any(|top| top.id() == one.id()));
        let own: Vec<&Item> = holdings.items.iter().filter(|item| item.place == Place::Primary).collect();
        let dispensable: Vec<&Item> =
            own.iter().copied().filter(|item| may_trim && !is_top(item) && item.is_covered_by(&covered)).collect();
        let has = |one: &Snapshot| holdings.snapshots(Some(Place::Primary)).any(|two| two.id() == one.id());
        let lacking: Vec<&Snapshot> = tops.iter().copied().filter(|one| !has(one)).collect();

        let placed = self.place_snapshots(&lacking, &dispensable)?;
        self.trim_primary(&dispensable)?;
        self.with(|state| state.snapshot_in_primary = placed == lacking.len());
        let kept = holdings.logged(Place::Primary);
        let records = holdings.records(None).into_iter();
        let missing: Vec<Record> =
            records.filter(|one| !covered.contains(one.tab, one.sequence) && !kept.contains(one.tab, one.sequence)).cloned().collect();
        let values = self.placed(bundle::fold(&missing), &holdings.occupied(Place::Primary));
        for (key, bytes) in &values {
            self.set_checked(key, bytes)?;
        }
        Ok(placed + values.len())
    }

    /// Puts snapshots into local storage: beside the old one if there is room, else in its place, else not at all. Returns how many.
    fn place_snapshots(&self, lacking: &[&Snapshot], dispensable: &[&Item]) -> Result<usize, Refusal> {
        let mut placed = 0;
        for snapshot in lacking {
            let key = Key::Snapshot { generation: snapshot.generation, tab: snapshot.tab }.text(self.0.workspace);
            let Ok(bytes) = snapshot.to_record(self.0.workspace).encode() else { continue };
            let length = key.len() + bytes.len().div_ceil(3) * 4;
            let (filled, _) = space::measure(self.media().primary.as_ref(), "")?;
            let freed: usize = dispensable.iter().map(|item| item.bytes).sum();
            if filled.saturating_sub(freed) + length > SNAPSHOT_LIMIT {
                continue;
            }
            let written = if filled + length <= BESIDE_LIMIT { self.set_checked(&key, &bytes) } else { Err(Refusal::Full(String::new())) };
            let written = match written {
                Err(Refusal::Full(_)) if !dispensable.is_empty() => {
                    self.trim_primary(dispensable)?;
                    self.set_checked(&key, &bytes)
                }
                other => other,
            };
            match written {
                Ok(()) => placed += 1,
                Err(Refusal::Full(_)) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        Ok(placed)
    }

    /// Takes sound, dispensable values out of local storage.
    fn trim_primary(&self, dispensable: &[&Item]) -> Result<(), Refusal> {
        for item in dispensable {
            self.media().primary.remove(&item.key)?;
            self.with(|state| state.seen_primary.remove(&item.key));
        }
        Ok(())
    }

    /// Writes into local storage and reads back; what does not stay is an error.
    fn set_checked(&self, key: &str, bytes: &[u8]) -> Result<(), Refusal> {
        let text = to_text(bytes);
        self.media().primary.set(key, &text)?;
        if self.media().primary.get(key)?.as_ref() != Some(&text) {
            return Err(Refusal::Failed("what was written did not stay".to_owned()));
        }
        self.with(|state| state.seen_primary.insert(key.to_owned()));
        Ok(())
    }
}

/// True if what the document had before the reading was found, or still waits to be written.
fn is_kept(known: &Coverage, holdings: &Holdings, state: &State) -> bool {
    let mut kept = Coverage::default();
    for place in [Place::Primary, Place::Durable] {
        kept.merge(&holdings.logged(place));
        kept.merge(&holdings.covered(place));
    }
    let waiting = state.waiting.iter().map(|waiting| waiting.record.place());
    waiting.chain(state.in_flight.iter().copied()).for_each(|(tab, sequence)| kept.insert(tab, sequence));
    kept.includes(known)
}
