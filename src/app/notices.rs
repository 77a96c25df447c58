//! What the page tells the person: passing notes and standing notices.
//!
//! Never swallows anything: whoever has an error makes a notice of it or hands it on.

use reactive_graph::signal::RwSignal;
use reactive_graph::traits::{Get, Update, WithUntracked};

/// How serious a notice is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    Info,
    Success,
    Warning,
    Danger,
}

/// Something told to the person.
#[derive(Clone, PartialEq, Debug)]
pub struct Notice {
    pub id: u64,
    pub tone: Tone,
    /// What happened, in one sentence.
    pub title: String,
    /// What is safe and what to do.
    pub detail: String,
    /// Whether it stays until its cause is gone.
    pub standing: bool,
    /// Whether it speaks of the latest edit and offers to take it back; it goes with the next change.
    pub undoes: bool,
}

/// The notices on show, oldest first.
#[derive(Clone, Copy)]
pub struct Notices {
    list: RwSignal<Vec<Notice>>,
    next: RwSignal<u64>,
}

impl Default for Notices {
    fn default() -> Self {
        Notices { list: RwSignal::new(Vec::new()), next: RwSignal::new(1) }
    }
}

impl Notices {
    /// The notices on show; tracked.
    pub fn list(self) -> Vec<Notice> {
        self.list.get()
    }

    /// Tells something in passing; returns the notice's id.
    pub fn tell(self, tone: Tone, title: impl Into<String>, detail: impl Into<String>) -> u64 {
        self.add(Notice { id: 0, tone, title: title.into(), detail: detail.into(), standing: false, undoes: false })
    }

    /// Tells what the latest edit brought, with its undo at hand until something else changes.
    pub fn tell_with_undo(self, tone: Tone, title: impl Into<String>, detail: impl Into<String>) -> u64 {
        self.add(Notice { id: 0, tone, title: title.into(), detail: detail.into(), standing: false, undoes: true })
    }

    /// Takes away what speaks of an edit that is no longer the latest.
    pub fn outdate(self) {
        if self.list.with_untracked(|list| list.iter().any(|notice| notice.undoes)) {
            self.list.update(|list| list.retain(|notice| !notice.undoes));
        }
    }

    /// Tells something that stays until taken away with [`Notices::dismiss`]; the same title stands only once.
    pub fn stand(self, tone: Tone, title: impl Into<String>, detail: impl Into<String>) -> u64 {
        let (title, detail) = (title.into(), detail.into());
        let mut standing = None;
        self.list.update(|list| {
            if let Some(notice) = list.iter_mut().find(|notice| notice.standing && notice.title == title) {
                notice.detail.clone_from(&detail);
                standing = Some(notice.id);
            }
        });
        standing.unwrap_or_else(|| self.add(Notice { id: 0, tone, title, detail, standing: true, undoes: false }))
    }

    /// Takes a notice away.
    pub fn dismiss(self, id: u64) {
        self.list.update(|list| list.retain(|notice| notice.id != id));
    }

    /// Takes away every notice with this title.
    pub fn settle(self, title: &str) {
        self.list.update(|list| list.retain(|notice| notice.title != title));
    }

    fn add(self, notice: Notice) -> u64 {
        let mut id = 0;
        self.next.update(|next| {
            id = *next;
            *next += 1;
        });
        self.list.update(|list| list.push(Notice { id, ..notice }));
        id
    }
}
