//! Keeps an open workspace: hands updates to the store, takes in other tabs' edits, compacts in quiet moments, tells how safe it is.
//!
//! Never changes anything by itself.
#![allow(clippy::disallowed_methods, reason = "the keeper hands the time to the layers below")]

use crate::app::notices::Tone;
use crate::app::packing::{pack, pack_update, unpack};
use crate::app::{Environment, SaveState, Session};
use crate::document::Document;
use crate::model::Time;
use crate::store::web::{Hints, on_hint};
use crate::store::{Access, Kept, Report, Restored, Shrink, SpaceLevel, Status, Store};
use leptos::leptos_dom::helpers::{IntervalHandle, set_interval_with_handle};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

const NOT_KEPT: &str = "This browser keeps nothing here";
const NOT_SAVED: &str = "Edits could not be saved";
const HALF_SAVED: &str = "Edits are saved in one of two places only";
const DAMAGED: &str = "Some stored records are damaged";
const SPACE: &str = "The browser's storage is filling up";

/// Ticks between two sweeps of what other tabs wrote.
const SWEEP_EVERY: u32 = 5;
/// Ticks without an edit before the log is compacted.
const QUIET: u32 = 3;

/// What the session needs of the world outside, in a browser.
pub struct Keeper {
    store: Store,
    last_edit: Rc<Cell<u32>>,
    session: Rc<RefCell<Option<Session>>>,
    /// Called with the first edit.
    first: RefCell<Option<Box<dyn FnOnce()>>>,
}

impl Environment for Keeper {
    fn now(&self) -> Time {
        wall_clock()
    }

    fn keep(&self, update: Vec<u8>) {
        if update.is_empty() {
            return;
        }
        self.last_edit.set(0);
        if let Some(first) = self.first.borrow_mut().take() {
            first();
        }
        let receipt = self.store.append(&pack_update(update));
        let (store, session) = (self.store.clone(), Rc::clone(&self.session));
        tell(&store.status(), *session.borrow());
        spawn_local(async move {
            receipt.await;
            tell(&store.status(), *session.borrow());
        });
    }
}

/// The wall clock of this device, as local time.
pub fn wall_clock() -> Time {
    let now = js_sys::Date::new_0();
    let local = now.get_time() / 1000.0 - now.get_timezone_offset() * 60.0;
    Time::clamped(local as i64)
}

/// What keeps a workspace kept while it is open; dropping it stops.
pub struct Watch {
    interval: Option<IntervalHandle>,
    _hints: Hints,
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(interval) = self.interval {
            interval.clear();
        }
    }
}

/// Opens a session over a document and keeps it in the store; `first` is called with its first edit.
pub fn keep(document: Document, store: &Store, first: impl FnOnce() + 'static) -> (Session, Watch) {
    let last_edit = Rc::new(Cell::new(0));
    let slot = Rc::new(RefCell::new(None));
    let is_newer = document.is_newer();
    let first: RefCell<Option<Box<dyn FnOnce()>>> = RefCell::new(Some(Box::new(first)));
    let keeper = Keeper { store: store.clone(), last_edit: Rc::clone(&last_edit), session: Rc::clone(&slot), first };
    let session = Session::new(document, Box::new(keeper));
    *slot.borrow_mut() = Some(session);
    if is_newer {
        session.save.set_state(SaveState::ReadOnly("a newer version of Linewright wrote this workspace".to_owned()));
    }
    let watched = store.clone();
    // Copies are completed after the opening, in the background.
    let told = Cell::new(false);
    store.watch(move |status| {
        if status.restored != Restored::default() && !told.replace(true) {
            let detail = "It was completed from the other copy; nothing is lost.";
            session.notices.tell(Tone::Info, "A copy of this workspace was incomplete", detail);
        }
        tell(status, Some(session));
    });
    tell(&watched.status(), Some(session));
    let sweep = {
        let store = store.clone();
        move || {
            let store = store.clone();
            spawn_local(async move {
                store.sweep(&mut |update| take_in(session, update)).await;
            });
        }
    };
    let hints = on_hint(sweep.clone());
    let recovery = Rc::new(Cell::new(Recovery::of(&store.report())));
    let ticks = Cell::new(0u32);
    let busy = Rc::new(Cell::new(false));
    let beat = {
        let store = store.clone();
        move || {
            ticks.set(ticks.get().wrapping_add(1));
            last_edit.set(last_edit.get().saturating_add(1));
            if ticks.get().is_multiple_of(SWEEP_EVERY) {
                sweep();
            }
            recover(&store, session, &recovery);
            let quiet = last_edit.get() >= QUIET;
            let (store, busy) = (store.clone(), Rc::clone(&busy));
            if busy.replace(true) {
                return;
            }
            spawn_local(async move {
                store.tick(js_sys::Date::now() as u64).await;
                if quiet && store.status().wants_compaction {
                    compact(&store, session).await;
                }
                busy.set(false);
            });
        }
    };
    let interval = set_interval_with_handle(beat, Duration::from_secs(1)).ok();
    (session, Watch { interval, _hints: hints })
}

/// Whether changes that build on a lost one are to be recovered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Recovery {
    /// Nothing was lost, or what there was is recovered.
    Over,
    /// Something was found to be lost at the opening; another tab may just be writing it.
    Suspected,
    /// Both places were read again and do not have it.
    Due,
}

impl Recovery {
    fn of(report: &Report) -> Recovery {
        let whole = report.missing.is_empty() && report.skipped.is_empty() && report.quarantined.iter().all(|found| found.replaced);
        if whole { Recovery::Over } else { Recovery::Suspected }
    }
}

/// Takes over what was written after a record that could not be read, once it is certain that no copy has it.
fn recover(store: &Store, session: Session, recovery: &Rc<Cell<Recovery>>) {
    match recovery.get() {
        Recovery::Over => {}
        Recovery::Suspected => {
            let (store, recovery) = (store.clone(), Rc::clone(recovery));
            spawn_local(async move {
                if store.sweep(&mut |update| take_in(session, update)).await.complete && recovery.get() == Recovery::Suspected {
                    recovery.set(Recovery::Due);
                }
            });
        }
        Recovery::Due => {
            let Some(recovered) = session.recover() else { return };
            recovery.set(Recovery::Over);
            if recovered {
                session.notices.tell(
                    Tone::Info,
                    "Changes were recovered",
                    "A stored change cannot be read. What was made after it is there again, as the step “Recover changes” of the history; \
                     only what the unreadable change held is missing.",
                );
            }
        }
    }
}

/// Takes an update of another tab into the session.
fn take_in(session: Session, update: &[u8]) -> bool {
    unpack(update).is_some_and(|bytes| session.take_in(&bytes).map_or_else(|error| error.is_kept(), |_| true))
}

/// Puts a snapshot in the place of the log; what goes wrong is tried again and shown by the status.
async fn compact(store: &Store, session: Session) {
    let covers = store.coverage();
    let packed = pack(&session.snapshot());
    let verify = |bytes: &[u8]| unpack(bytes).is_some_and(|bytes| Document::can_read(&bytes));
    drop(store.compact(&packed, &covers, Shrink::Refuse, &verify).await);
}

/// Tells the person how safe the workspace is.
fn tell(status: &Status, session: Option<Session>) {
    // What a newer version wrote is read-only whatever the stores say.
    let Some(session) = session.filter(|session| !session.is_newer()) else { return };
    if let Access::ReadOnly(why) = &status.access {
        session.save.set_state(SaveState::ReadOnly(why.to_string()));
        return;
    }
    let notices = session.notices;
    let export = "Nothing is lost while this page stays open. Save the workspace to a file now.";
    let state = match &status.kept {
        _ if status.saving > 0 => SaveState::Saving,
        Kept::Saved | Kept::SavedDurableOnly { .. } | Kept::SavedPrimaryOnly { .. } => {
            notices.settle(NOT_SAVED);
            SaveState::Saved
        }
        Kept::MemoryOnly => {
            notices.stand(Tone::Warning, NOT_KEPT, export);
            SaveState::NotSaved("this browser or the page around it forbids storage".to_owned())
        }
        Kept::NotSaved { why } => {
            notices.stand(Tone::Danger, NOT_SAVED, format!("{}. {export}", capital(&why.to_string())));
            SaveState::NotSaved(why.to_string())
        }
    };
    if status.saving == 0 {
        match &status.kept {
            Kept::SavedDurableOnly { why } | Kept::SavedPrimaryOnly { why } => {
                notices.stand(
                    Tone::Warning,
                    HALF_SAVED,
                    format!("{}. Free some space in this browser, or save the workspace to a file.", capital(&why.to_string())),
                );
            }
            _ => notices.settle(HALF_SAVED),
        }
    }
    match status.space {
        SpaceLevel::Fine | SpaceLevel::Sixty => notices.settle(SPACE),
        SpaceLevel::Eighty | SpaceLevel::NinetyFive => {
            notices.stand(
                Tone::Warning,
                SPACE,
                "Everything is saved. Remove workspaces that are no longer needed, or save this one to a file.",
            );
        }
    }
    if status.quarantined > 0 {
        notices.stand(
            Tone::Warning,
            DAMAGED,
            "They were set apart and everything else was opened. Under Workspaces they can be saved to a file.",
        );
    } else {
        notices.settle(DAMAGED);
    }
    session.save.set_state(state);
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}
