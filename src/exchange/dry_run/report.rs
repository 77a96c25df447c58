//! What a dry run tells: per sheet what was read and understood, and what is wrong where.

use crate::document::Edit;
use crate::exchange::sheets::{Format, Sheets, column_letters};
use crate::model::{TableName, sort_with_key};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Problems kept per sheet and severity; the rest is only counted.
const MOST_PROBLEMS: usize = 200;

/// What an import would do.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct DryRun {
    /// One report per sheet, in the file's order.
    pub sheets: Vec<SheetReport>,
    /// Records that rows of the file only name and that are made with nothing but their name.
    pub implied: Vec<(TableName, String)>,
    /// The edits that carry the import out, in one undoable step; empty where it is blocked.
    pub edits: Vec<Edit>,
    /// Whether nothing stands against the import.
    pub can_import: bool,
}

/// What was made of one sheet.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct SheetReport {
    pub sheet: String,
    /// The table its rows go to.
    pub table: Option<TableName>,
    /// Why the whole sheet is left out, where it is.
    pub left_out: Option<String>,
    /// Rows below the header that hold anything.
    pub rows_read: usize,
    /// Titles of columns and the fields they became.
    pub fields_understood: Vec<(String, String)>,
    /// Titles of columns that are left out, and why.
    pub fields_ignored: Vec<(String, String)>,
    pub added: usize,
    pub updated: usize,
    pub unchanged: usize,
    /// What is wrong, errors first, each kind in the order of the rows.
    pub problems: Vec<Problem>,
    /// How many problems more there are than are listed.
    pub more_problems: usize,
}

/// How bad a problem is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Severity {
    /// Nothing is imported until it is mended.
    Error,
    /// The import goes on; the sentence says what it does.
    Warning,
}

/// One thing that is wrong, where it is, in a sentence.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Problem {
    pub severity: Severity,
    pub sheet: String,
    /// The row as the user sees it.
    pub row: Option<u32>,
    /// The column as the user sees it: `C (Quantity)`.
    pub column: Option<String>,
    pub sentence: String,
}

/// Where something stands in the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Place {
    pub sheet: usize,
    pub row: Option<u32>,
    /// Position of the column in the sheet.
    pub column: Option<u32>,
}

/// The reports while they grow.
pub(super) struct Reports<'a> {
    file: &'a Sheets,
    pub sheets: Vec<SheetReport>,
    counts: Vec<[usize; 2]>,
    wrong: HashSet<(usize, Option<u32>, Option<u32>)>,
}

impl<'a> Reports<'a> {
    pub fn new(file: &'a Sheets) -> Self {
        let sheets = file.sheets.iter().map(|sheet| SheetReport { sheet: sheet.name.clone(), ..SheetReport::default() }).collect();
        Reports { file, sheets, counts: vec![[0; 2]; file.sheets.len()], wrong: HashSet::new() }
    }

    /// The report of a sheet.
    pub fn sheet(&mut self, index: usize) -> Option<&mut SheetReport> {
        self.sheets.get_mut(index)
    }

    pub fn error(&mut self, place: Place, sentence: impl Into<String>) {
        self.wrong.insert((place.sheet, place.row, place.column));
        self.add(Severity::Error, place, sentence.into());
    }

    pub fn warn(&mut self, place: Place, sentence: impl Into<String>) {
        self.add(Severity::Warning, place, sentence.into());
    }

    fn add(&mut self, severity: Severity, place: Place, sentence: String) {
        let (Some(report), Some(counts)) = (self.sheets.get_mut(place.sheet), self.counts.get_mut(place.sheet)) else { return };
        let count = &mut counts[usize::from(severity == Severity::Warning)];
        *count += 1;
        if *count > MOST_PROBLEMS {
            report.more_problems += 1;
            return;
        }
        let column = place.column.and_then(|index| {
            let title = self.file.sheets.get(place.sheet)?.column(index)?;
            Some(if matches!(self.file.format, Format::Json | Format::Project) {
                title.title.clone()
            } else {
                format!("{} ({})", column_letters(index), title.title)
            })
        });
        report.problems.push(Problem { severity, sheet: report.sheet.clone(), row: place.row, column, sentence });
    }

    /// Whether a cell has an error already.
    pub fn has_error_at(&self, place: Place) -> bool {
        self.wrong.contains(&(place.sheet, place.row, place.column))
    }

    /// Whether anything blocks the import.
    pub fn has_errors(&self) -> bool {
        self.counts.iter().any(|[errors, _]| *errors > 0)
    }

    /// The reports, with errors before warnings.
    pub fn finish(mut self) -> Vec<SheetReport> {
        for report in &mut self.sheets {
            sort_with_key(&mut report.problems, |problem| (problem.severity, problem.row));
        }
        self.sheets
    }
}

impl DryRun {
    /// Every problem of every sheet.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.sheets.iter().flat_map(|sheet| &sheet.problems)
    }

    /// How many records the import adds and changes.
    pub fn touched(&self) -> (usize, usize) {
        let added = self.sheets.iter().map(|sheet| sheet.added).sum::<usize>() + self.implied.len();
        (added, self.sheets.iter().map(|sheet| sheet.updated).sum())
    }

    /// What the import touches, in a few words for the history: `120 orders, 14 items`.
    pub fn summary(&self) -> String {
        let mut counts: std::collections::BTreeMap<TableName, usize> = std::collections::BTreeMap::new();
        for sheet in &self.sheets {
            if let Some(table) = sheet.table.filter(|_| sheet.added + sheet.updated > 0) {
                *counts.entry(table).or_default() += sheet.added + sheet.updated;
            }
        }
        for (table, _) in &self.implied {
            *counts.entry(*table).or_default() += 1;
        }
        let mut counts: Vec<(TableName, usize)> = counts.into_iter().collect();
        sort_with_key(&mut counts, |(table, count)| (std::cmp::Reverse(*count), *table));
        let named = counts.iter().take(3).map(|(table, count)| {
            let title = table.title().to_lowercase();
            let single = title.strip_suffix('s').filter(|_| *count == 1 && !title.contains(' '));
            format!("{count} {}", single.unwrap_or(&title))
        });
        let mut words: Vec<String> = named.collect();
        if counts.len() > 3 {
            words.push("more".to_owned());
        }
        words.join(", ")
    }
}
