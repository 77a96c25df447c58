//! What an open store remembers between calls.
//!
//! No borrow of it ever lives across an await or a call into a place or the application.

use super::backend::{Media, Refusal};
use super::coverage::{Coverage, Gap};
use super::holdings::{Content, Holdings, Quarantined};
use super::key;
use super::receipt::{Access, Kept, NotSaved, ReadOnly, Receipt, Status};
use super::record::{Record, TabId, WorkspaceId};
use super::space::{self, SpaceLevel};
use super::{Store, bundle};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::rc::Rc;

pub(super) struct Inner {
    pub(super) media: Media,
    pub(super) workspace: WorkspaceId,
    pub(super) state: RefCell<State>,
    pub(super) watchers: RefCell<Vec<Rc<dyn Fn(&Status)>>>,
    pub(super) last_status: RefCell<Option<Status>>,
}

/// An update whose durable write has not succeeded yet.
pub(super) struct Waiting {
    pub(super) record: Rc<Record>,
    pub(super) primary: Result<(), Refusal>,
    pub(super) receipt: Receipt,
    pub(super) refused: Option<Refusal>,
}

/// A record of this session in local storage, until it is checked and folded.
pub(super) struct Own {
    pub(super) record: Rc<Record>,
    pub(super) key: String,
    pub(super) in_durable: bool,
    /// The tick that saw it first; `None` before.
    pub(super) since: Option<u64>,
    pub(super) checked: bool,
    pub(super) rewritten: bool,
}

pub(super) struct State {
    pub(super) tab: TabId,
    pub(super) next: u64,
    pub(super) previous: u64,
    pub(super) access: Access,
    /// What the document has taken in.
    pub(super) known: Coverage,
    pub(super) seen_primary: HashSet<String>,
    pub(super) seen_durable: HashSet<String>,
    pub(super) waiting: VecDeque<Waiting>,
    /// Updates in the durable write under way; empty if there is none.
    pub(super) in_flight: Vec<(TabId, u64)>,
    pub(super) own: VecDeque<Own>,
    pub(super) primary_trouble: Option<Refusal>,
    pub(super) durable_trouble: Option<Refusal>,
    /// Sizes of the records that are in no snapshot.
    pub(super) log: LogSizes,
    /// What the snapshots seen so far include.
    pub(super) compacted: Coverage,
    pub(super) snapshot_bytes: usize,
    pub(super) snapshot_in_primary: bool,
    /// The places no longer hold everything the document has.
    pub(super) needs_snapshot: bool,
    pub(super) primary_bytes: usize,
    pub(super) quarantine: Vec<Quarantined>,
    pub(super) missing: Vec<Gap>,
    pub(super) skipped: Vec<u64>,
    pub(super) restored: Restored,
    pub(super) reopened: u32,
    pub(super) repair_wanted: bool,
    pub(super) repairing: bool,
    /// A repair could not be carried out and is tried again after a pause.
    pub(super) repair_owed: bool,
    /// No compaction is asked for before this time, after one did not succeed.
    pub(super) compact_from: u64,
    pub(super) folding: bool,
    /// No folding before this time, after one did not succeed.
    pub(super) fold_from: u64,
    /// Milliseconds that have passed since the first tick.
    pub(super) now: u64,
    pub(super) last_tick: Option<u64>,
    pub(super) next_probe: u64,
    pub(super) probe_pause: u64,
}

/// What one copy lacked and got back from the other.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Restored {
    /// Values written into local storage.
    pub to_primary: usize,
    /// Values written into the browser's database.
    pub to_durable: usize,
}

/// Sizes of records with their sum at hand.
#[derive(Default)]
pub(super) struct LogSizes {
    sizes: BTreeMap<(TabId, u64), usize>,
    total: usize,
}

impl LogSizes {
    pub(super) fn insert(&mut self, place: (TabId, u64), size: usize) {
        let former = self.sizes.insert(place, size).unwrap_or_default();
        self.total = self.total + size - former;
    }

    pub(super) fn remove(&mut self, place: (TabId, u64)) {
        self.total -= self.sizes.remove(&place).unwrap_or_default();
    }

    pub(super) fn bytes(&self) -> usize {
        self.total
    }

    fn forget(&mut self, compacted: &Coverage) {
        self.sizes.retain(|(tab, sequence), _| !compacted.contains(*tab, *sequence));
        self.total = self.sizes.values().sum();
    }
}

impl State {
    pub(super) fn new(tab: TabId, reopened: u32) -> State {
        State {
            tab,
            next: 0,
            previous: 0,
            access: Access::ReadWrite,
            known: Coverage::default(),
            seen_primary: HashSet::new(),
            seen_durable: HashSet::new(),
            waiting: VecDeque::new(),
            in_flight: Vec::new(),
            own: VecDeque::new(),
            primary_trouble: None,
            durable_trouble: None,
            log: LogSizes::default(),
            compacted: Coverage::default(),
            snapshot_bytes: 0,
            snapshot_in_primary: true,
            needs_snapshot: false,
            primary_bytes: 0,
            quarantine: Vec::new(),
            missing: Vec::new(),
            skipped: Vec::new(),
            restored: Restored::default(),
            reopened,
            repair_wanted: false,
            repairing: false,
            repair_owed: false,
            compact_from: 0,
            folding: false,
            fold_from: 0,
            now: 0,
            last_tick: None,
            next_probe: 0,
            probe_pause: 0,
        }
    }

    /// Takes in the sizes of what was found.
    pub(super) fn account(&mut self, holdings: &Holdings) {
        for snapshot in holdings.snapshots(None).filter(|snapshot| self.known.includes(&snapshot.covers)) {
            self.compacted.merge(&snapshot.covers);
        }
        if let Some(largest) = holdings.top_snapshots().iter().map(|snapshot| snapshot.document.len()).max() {
            self.snapshot_bytes = largest;
        }
        for record in holdings.records(None) {
            self.log.insert(record.place(), bundle::size_alone(record));
        }
        self.forget_compacted();
    }

    /// Drops from the log what a snapshot includes by now.
    pub(super) fn forget_compacted(&mut self) {
        let State { log, compacted, own, .. } = self;
        log.forget(compacted);
        own.retain(|own| !compacted.contains(own.record.tab, own.record.sequence));
    }

    /// Adds a finding once.
    pub(super) fn set_apart(&mut self, found: Quarantined) {
        match self.quarantine.iter_mut().find(|one| one.place == found.place && one.key == found.key) {
            Some(one) => *one = found,
            None => self.quarantine.push(found),
        }
    }

    /// Starts a new session of this tab under another number, also where the random source repeats itself.
    pub(super) fn take_new_tab(&mut self, tab: TabId) {
        self.tab = if tab == self.tab { TabId(tab.0.wrapping_add(1)) } else { tab };
        self.next = 0;
        self.previous = 0;
    }

    pub(super) fn wants_compaction(&self) -> bool {
        let (log, full) = (self.log.bytes(), matches!(self.primary_trouble, Some(Refusal::Full(_))));
        let tight = full || SpaceLevel::of(self.primary_bytes) == SpaceLevel::NinetyFive;
        self.access == Access::ReadWrite
            && self.now >= self.compact_from
            && (self.needs_snapshot
                || log > space::LOG_FLOOR.max(self.snapshot_bytes / 2)
                || (self.seen_primary.len() > space::KEY_LIMIT && log > 0)
                || (tight && log > space::LOG_WORTH))
    }

    /// The updates that the durable place has refused; none unless it is in trouble.
    fn refused(&self) -> impl Iterator<Item = &Waiting> {
        let trouble = self.durable_trouble.is_some();
        self.waiting.iter().take_while(move |_| trouble).filter(|waiting| waiting.refused.is_some())
    }

    fn kept(&self, media: &Media) -> Kept {
        if let Some(why) = self.refused().find_map(|waiting| waiting.refused.clone()) {
            let nowhere = !media.primary.lasting() || self.refused().any(|waiting| waiting.primary.is_err());
            return if nowhere { Kept::NotSaved { why: NotSaved::Refused(why) } } else { Kept::SavedPrimaryOnly { why } };
        }
        kept_by(media, self.primary_trouble.clone().map_or(Ok(()), Err))
    }

    fn status(&self, media: &Media) -> Status {
        let unsaved = self.refused().count();
        Status {
            access: self.access.clone(),
            kept: self.kept(media),
            saving: self.waiting.len() - unsaved + self.in_flight.len(),
            unsaved,
            space: SpaceLevel::of(self.primary_bytes),
            snapshot_in_primary: self.snapshot_in_primary,
            quarantined: self.quarantine.len() + self.skipped.len(),
            missing: self.missing.iter().map(|gap| gap.until - gap.from).sum(),
            restored: self.restored,
            wants_compaction: self.wants_compaction(),
        }
    }
}

/// What a durable write that succeeded means, together with the answer of local storage.
pub(super) fn kept_by(media: &Media, primary: Result<(), Refusal>) -> Kept {
    match (media.durable.lasting(), media.primary.lasting(), primary) {
        (true, true, Ok(())) => Kept::Saved,
        (true, true, Err(why)) => Kept::SavedDurableOnly { why },
        (true, false, _) => Kept::SavedDurableOnly { why: Refusal::Unavailable("local storage".to_owned()) },
        (false, true, Ok(())) => Kept::SavedPrimaryOnly { why: Refusal::Unavailable("the browser's database".to_owned()) },
        (false, true, Err(why)) => Kept::NotSaved { why: NotSaved::Refused(why) },
        (false, false, _) => Kept::MemoryOnly,
    }
}

impl Store {
    pub(super) fn new(media: &Media, workspace: WorkspaceId) -> Store {
        let state = State::new(TabId((media.fresh_id)()), media.durable.reopened());
        let inner = Inner {
            media: media.clone(),
            workspace,
            state: RefCell::new(state),
            watchers: RefCell::default(),
            last_status: RefCell::default(),
        };
        Store(Rc::new(inner))
    }

    /// A short look into the state; `look` calls nobody outside.
    pub(super) fn with<R>(&self, look: impl FnOnce(&mut State) -> R) -> R {
        look(&mut self.0.state.borrow_mut())
    }

    pub(super) fn media(&self) -> &Media {
        &self.0.media
    }

    pub(super) fn may_write(&self) -> Result<(), ReadOnly> {
        self.with(|state| match &state.access {
            Access::ReadWrite => Ok(()),
            Access::ReadOnly(why) => Err(why.clone()),
        })
    }

    /// The state of everything, for the one standing notice.
    pub fn status(&self) -> Status {
        self.with(|state| state.status(&self.0.media))
    }

    /// Calls `watcher` now and whenever the status has changed.
    pub fn watch(&self, watcher: impl Fn(&Status) + 'static) {
        watcher(&self.status());
        self.0.watchers.borrow_mut().push(Rc::new(watcher));
    }

    /// Tells the watchers if something they can see has changed.
    pub(super) fn tell(&self) {
        let status = self.status();
        let unchanged = self.0.last_status.replace(Some(status.clone())).as_ref() == Some(&status);
        if !unchanged {
            let watchers = self.0.watchers.borrow().clone();
            watchers.iter().for_each(|watcher| watcher(&status));
        }
    }

    /// Counts local storage anew; keeps the old figure if it cannot be read.
    pub(super) fn measure(&self) {
        let total = space::measure(self.media().primary.as_ref(), "");
        self.with(|state| {
            if let Ok((bytes, _)) = total {
                state.primary_bytes = bytes;
            }
        });
    }
}

/// True if a key names a snapshot or a bundle, whose arrival explains that other keys are gone.
pub(super) fn explains_absence(workspace: WorkspaceId, text: &str) -> bool {
    matches!(key::Key::parse(workspace, text), Some(key::Key::Snapshot { .. } | key::Key::Bundle { .. }))
}

/// True if local storage has every snapshot that matters.
pub(super) fn snapshot_in_primary(holdings: &Holdings) -> bool {
    let has = |id| {
        holdings
            .items
            .iter()
            .any(|item| item.place == super::Place::Primary && matches!(&item.content, Content::Snapshot(snapshot) if snapshot.id() == id))
    };
    holdings.top_snapshots().iter().all(|snapshot| has(snapshot.id()))
}
