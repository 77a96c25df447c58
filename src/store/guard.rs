//! The guard against a record that kills the page when it is opened.
//!
//! A mark in local storage says what is being opened. If it is still there at the next start, that start died: the first time every
//! record gets a mark of its own, the second time the one that was marked is skipped and reported. Nothing is ever deleted for it.

use super::backend::{Media, Primary};
use super::key::Key;
use super::record::{Head, Kind, Record, TabId, WorkspaceId};
use std::collections::BTreeSet;
use std::rc::Rc;

/// The mark always has this length, so that it can be overwritten where there is no room for more.
const MARK_WIDTH: usize = 17;

/// The mark of a start that hands everything over at once.
const ALL: &str = "a";

/// Marks what is about to be opened, and knows what must not be.
pub(super) struct Guard {
    skips: BTreeSet<u64>,
    mark: Option<Mark>,
}

struct Mark {
    primary: Rc<dyn Primary>,
    key: String,
    /// Each record gets a mark of its own.
    careful: bool,
}

impl Guard {
    /// A guard that neither marks nor judges, only skips.
    pub(super) fn passive(skips: BTreeSet<u64>) -> Guard {
        Guard { skips, mark: None }
    }

    /// Judges the mark a former start may have left behind, and sets the first one of this start.
    pub(super) fn start(media: &Media, workspace: WorkspaceId, tab: TabId, mut skips: BTreeSet<u64>) -> Guard {
        let key = Key::Opening.text(workspace);
        let left = media.primary.get(&key).ok().flatten().filter(|mark| mark.len() == MARK_WIDTH).unwrap_or_default();
        let condemned = left.strip_prefix('r').and_then(|hash| u64::from_str_radix(hash, 16).ok());
        if let Some(hash) = condemned {
            skips.insert(hash);
            note_skip(media.primary.as_ref(), workspace, tab, hash);
        }
        let careful = condemned.is_some() || left.trim_end_matches('-') == ALL;
        let mark = Mark { primary: Rc::clone(&media.primary), key, careful };
        mark.set(ALL);
        Guard { skips, mark: Some(mark) }
    }

    /// False if the record killed the page before.
    pub(super) fn allows(&self, hash: u64) -> bool {
        !self.skips.contains(&hash)
    }

    /// To be called before a record is handed over.
    pub(super) fn before(&self, hash: u64) {
        if let Some(mark) = self.mark.as_ref().filter(|mark| mark.careful) {
            mark.set(&format!("r{hash:016x}"));
        }
    }

    /// To be called when everything was handed over and the page still lives.
    pub(super) fn finish(self) {
        if let Some(mark) = self.mark {
            mark.set("");
        }
    }
}

impl Mark {
    /// A mark that cannot be set only means that this start is not guarded.
    fn set(&self, what: &str) {
        let _unguarded_if_refused = self.primary.set(&self.key, &format!("{what:-<MARK_WIDTH$}"));
    }
}

/// Notes for all later starts that a record is to be skipped; without the note it is found out anew each time.
fn note_skip(primary: &dyn Primary, workspace: WorkspaceId, tab: TabId, hash: u64) {
    let record = Record::new(Head { kind: Kind::Skip, workspace, tab, sequence: 0, previous: hash }, Vec::new());
    if let Ok(text) = record.encode_text() {
        let _found_out_again_if_refused = primary.set(&Key::Skip { hash }.text(workspace), &text);
    }
}
