//! Where an import stands: nothing is changed before the person takes it over.

use super::ImportCommand;
use crate::exchange::job::FileSummary;
use crate::exchange::{DryRun, Mapping};
use std::sync::Arc;

pub use crate::exchange::job::SheetSummary;
pub use crate::exchange::{
    CalendarEvent, CalendarFile, Problem, Severity, SheetMapping, SheetReport, TEMPLATES, Target, TemplateCard, targets,
};

/// Where an import stands.
#[derive(Clone, Debug, Default)]
pub enum Importing {
    /// No file was given.
    #[default]
    Nothing,
    /// The file of this name is being read.
    Reading(String),
    /// The file was tried out.
    Tried(Arc<Trial>),
    /// The file of this name is a calendar: what its days mean is asked.
    Calendar { name: String, file: Arc<CalendarFile> },
    /// The file of this name cannot be read, for this reason; nothing has changed.
    Failed { name: String, reason: String },
    /// The file of this name was imported.
    Done { name: String, summary: String },
}

/// A file that was tried out.
#[derive(Clone, PartialEq, Debug)]
pub struct Trial {
    pub file: FileSummary,
    pub mapping: Mapping,
    pub dry_run: DryRun,
}

impl Trial {
    /// What the import would do, in a few words: `120 added, 3 changed`.
    pub fn summary(&self) -> String {
        match self.counts() {
            (0, 0) => "nothing new".to_owned(),
            (added, 0) => format!("{added} added"),
            (0, updated) => format!("{updated} changed"),
            (added, updated) => format!("{added} added, {updated} changed"),
        }
    }

    /// How many records are added and changed.
    fn counts(&self) -> (usize, usize) {
        let sum = |pick: fn(&SheetReport) -> usize| self.dry_run.sheets.iter().map(pick).sum::<usize>();
        (sum(|sheet| sheet.added) + self.dry_run.implied.len(), sum(|sheet| sheet.updated))
    }

    /// The same before it is done: `would add 19 and change 3`.
    pub fn prospect(&self) -> String {
        match self.counts() {
            (0, 0) => "would change nothing".to_owned(),
            (added, 0) => format!("would add {added}"),
            (0, updated) => format!("would change {updated}"),
            (added, updated) => format!("would add {added} and change {updated}"),
        }
    }

    /// The command that carries the import out.
    pub fn command(&self) -> ImportCommand {
        ImportCommand { source: self.file.name.clone(), edits: self.dry_run.edits.clone(), summary: self.summary() }
    }
}
