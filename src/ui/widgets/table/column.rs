//! The columns of a table and what a person has done to them: sorted, filtered, hidden, resized.
//!
//! Describes only; nothing here reads a cell.

use super::filter::Filter;
use super::value::CellValue;
use crate::ui::widgets::entry::{self, Entered, EntryKind};
use crate::ui::widgets::fuzzy::fold;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One option of a choice or the record behind a reference.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Choice {
    /// What is stored.
    pub key: String,
    /// What is shown.
    pub label: String,
    /// A second line or code to tell similar options apart.
    pub hint: String,
    /// Whether it makes what does not exist yet: it is taken only where a person goes to it, never by typing on.
    pub makes: bool,
}

impl Choice {
    /// An option with the key that is stored and the label that is shown.
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice { key: key.into(), label: label.into(), hint: String::new(), makes: false }
    }

    /// The same option as one that makes what does not exist yet.
    pub fn making(mut self) -> Choice {
        self.makes = true;
        self
    }

    /// The same option with a hint to tell it apart.
    pub fn hint(mut self, hint: impl Into<String>) -> Choice {
        self.hint = hint.into();
        self
    }
}

/// Finds options by what has been typed so far; returns the best few, never thousands.
pub type Lookup = Arc<dyn Fn(&str) -> Vec<Choice> + Send + Sync>;

/// Finds options by what has been typed, in a short fixed list.
pub fn lookup_in(options: Vec<Choice>) -> Lookup {
    Arc::new(move |typed| {
        let found = crate::ui::widgets::fuzzy::rank(typed, options.iter().map(|option| option.label.as_str()));
        found.into_iter().take(60).filter_map(|index| options.get(index).cloned()).collect()
    })
}

/// What kind of values a column holds.
#[derive(Clone)]
pub enum ColumnKind {
    /// Typed as text and read by the rules of [`crate::ui::widgets::entry`].
    Entry(EntryKind),
    /// One of a short fixed list.
    Choice(Arc<[Choice]>),
    /// One of many records, found by typing.
    Reference(Lookup),
}

/// On which side the values of a column line up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    Start,
    End,
    Centre,
}

/// One column: what it is called, what it holds, how wide it is and whether it can be edited.
#[derive(Clone)]
pub struct Column {
    pub key: &'static str,
    pub label: String,
    pub kind: ColumnKind,
    /// Starting width in CSS pixels.
    pub width: u32,
    pub align: Align,
    pub editable: bool,
    /// Hidden until the person shows it.
    pub hidden: bool,
    /// A sentence that says what the column means.
    pub help: Option<String>,
}

/// Narrowest width of a column in CSS pixels.
pub const NARROWEST: u32 = 48;
/// Widest width of a column in CSS pixels.
pub const WIDEST: u32 = 960;

impl Column {
    fn of(key: &'static str, label: impl Into<String>, kind: ColumnKind, width: u32, align: Align) -> Column {
        Column { key, label: label.into(), kind, width, align, editable: false, hidden: false, help: None }
    }

    /// A column of texts.
    pub fn text(key: &'static str, label: impl Into<String>) -> Column {
        Column::of(key, label, ColumnKind::Entry(EntryKind::Text), 180, Align::Start)
    }

    /// A column of numbers.
    pub fn number(key: &'static str, label: impl Into<String>) -> Column {
        Column::of(key, label, ColumnKind::Entry(EntryKind::Number), 112, Align::End)
    }

    /// A column of whole numbers.
    pub fn integer(key: &'static str, label: impl Into<String>) -> Column {
        Column::of(key, label, ColumnKind::Entry(EntryKind::Integer), 96, Align::End)
    }

    /// A column of days.
    pub fn date(key: &'static str, label: impl Into<String>) -> Column {
        Column::of(key, label, ColumnKind::Entry(EntryKind::Date), 120, Align::Start)
    }

    /// A column of moments.
    pub fn date_time(key: &'static str, label: impl Into<String>) -> Column {
        Column::of(key, label, ColumnKind::Entry(EntryKind::DateTime), 152, Align::Start)
    }

    /// A column of lengths of time.
    pub fn duration(key: &'static str, label: impl Into<String>) -> Column {
        Column::of(key, label, ColumnKind::Entry(EntryKind::Duration), 112, Align::End)
    }

    /// A column of yes or no, toggled in place.
    pub fn boolean(key: &'static str, label: impl Into<String>) -> Column {
        Column::of(key, label, ColumnKind::Entry(EntryKind::Boolean), 88, Align::Centre)
    }

    /// A column of one of a few options.
    pub fn choice(key: &'static str, label: impl Into<String>, options: Vec<Choice>) -> Column {
        Column::of(key, label, ColumnKind::Choice(options.into()), 128, Align::Start)
    }

    /// A column of other records, found by typing.
    pub fn reference(key: &'static str, label: impl Into<String>, lookup: Lookup) -> Column {
        Column::of(key, label, ColumnKind::Reference(lookup), 160, Align::Start)
    }

    /// This column with another starting width in CSS pixels.
    pub fn width(mut self, width: u32) -> Column {
        self.width = width.clamp(NARROWEST, WIDEST);
        self
    }

    /// This column lined up on another side.
    pub fn align(mut self, align: Align) -> Column {
        self.align = align;
        self
    }

    /// This column open for editing.
    pub fn editable(mut self) -> Column {
        self.editable = true;
        self
    }

    /// This column hidden until the person shows it.
    pub fn hidden(mut self) -> Column {
        self.hidden = true;
        self
    }

    /// This column with a sentence that says what it means.
    pub fn help(mut self, help: impl Into<String>) -> Column {
        self.help = Some(help.into());
        self
    }

    /// Reads typed or pasted text as a value of this column; options are found by label or key.
    pub fn read(&self, text: &str) -> Result<Entered, String> {
        let wanted = text.trim();
        if wanted.is_empty() {
            return Ok(Entered::Empty);
        }
        match &self.kind {
            ColumnKind::Entry(kind) => entry::read(*kind, text),
            ColumnKind::Choice(options) => exact(options, wanted),
            ColumnKind::Reference(lookup) => exact(&lookup(wanted), wanted).map_err(|_| {
                format!(
                    "There is no “{wanted}” here yet. Add it first, or bring the table in on the page Import, which adds what is missing."
                )
            }),
        }
    }

    /// The text of a cell as it is copied: exact values, but the labels of options.
    pub fn copy_text<'a>(&self, cell: &'a CellValue) -> &'a str {
        if matches!(self.kind, ColumnKind::Entry(_)) { cell.edit_text() } else { &cell.text }
    }

    /// The kind by which a filter typed for this column is read.
    pub fn filter_kind(&self) -> EntryKind {
        match self.kind {
            ColumnKind::Entry(kind) => kind,
            ColumnKind::Choice(_) | ColumnKind::Reference(_) => EntryKind::Text,
        }
    }

    /// Finds options while typing, where the column has options.
    pub fn lookup(&self) -> Option<Lookup> {
        match &self.kind {
            ColumnKind::Entry(_) => None,
            ColumnKind::Choice(options) => Some(lookup_in(options.to_vec())),
            ColumnKind::Reference(lookup) => Some(lookup.clone()),
        }
    }

    /// The labels of these options, for showing a filter.
    pub fn option_labels(&self, keys: &BTreeSet<String>) -> String {
        let ColumnKind::Choice(options) = &self.kind else { return String::new() };
        let labels: Vec<&str> = options.iter().filter(|option| keys.contains(&option.key)).map(|option| option.label.as_str()).collect();
        labels.join(", ")
    }

    /// Whether the values are yes or no.
    pub fn is_boolean(&self) -> bool {
        matches!(self.kind, ColumnKind::Entry(EntryKind::Boolean))
    }
}

/// The option whose label or key is exactly `wanted`, case and accents aside; the key wins over the label.
fn exact(options: &[Choice], wanted: &str) -> Result<Entered, String> {
    let folded = fold(wanted);
    let there = || options.iter().filter(|option| !option.makes);
    let found = there().find(|option| option.key == wanted).or_else(|| there().find(|option| fold(&option.label) == folded));
    found
        .map(|option| Entered::Choice(option.key.clone()))
        .ok_or_else(|| format!("There is no \u{201c}{wanted}\u{201d} here. Choose one from the list."))
}

/// One column of the sort order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SortBy {
    /// Index into the table's columns.
    pub column: usize,
    pub descending: bool,
}

/// What a person has done to a table: its order, filters, search, hidden columns and widths. Columns are named by index.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct TableView {
    pub sort: Vec<SortBy>,
    pub filters: BTreeMap<usize, Filter>,
    pub search: String,
    pub hidden: BTreeSet<usize>,
    /// Widths in CSS pixels of the columns that were resized.
    pub widths: BTreeMap<usize, u32>,
}

impl TableView {
    /// The view a table starts with: its own order, nothing filtered, the hidden columns hidden.
    pub fn of(columns: &[Column]) -> TableView {
        let hidden = columns.iter().enumerate().filter(|(_, column)| column.hidden).map(|(index, _)| index).collect();
        TableView { hidden, ..TableView::default() }
    }

    /// Steps a column through ascending, descending and unsorted; `add` keeps the other columns of the order.
    pub fn toggle_sort(&mut self, column: usize, add: bool) {
        let place = self.sort.iter().position(|by| by.column == column);
        let now = place.and_then(|index| self.sort.get(index).copied());
        if !add {
            self.sort.retain(|by| by.column == column);
        }
        match now {
            None => self.sort.push(SortBy { column, descending: false }),
            Some(by) if by.descending => self.sort.retain(|other| other.column != column),
            Some(_) => self.sort.iter_mut().filter(|by| by.column == column).for_each(|by| by.descending = true),
        }
    }

    /// Whether some rows may be left out.
    pub fn is_filtered(&self) -> bool {
        !self.search.trim().is_empty() || !self.filters.is_empty()
    }

    /// Width of a column in CSS pixels.
    pub fn width(&self, index: usize, column: &Column) -> u32 {
        self.widths.get(&index).copied().unwrap_or(column.width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind() -> Column {
        Column::choice("kind", "Kind", vec![Choice::new("make", "Made here"), Choice::new("buy", "Bought")])
    }

    #[test]
    fn options_are_read_by_key_or_label_whatever_the_case() {
        assert_eq!(kind().read("buy"), Ok(Entered::Choice("buy".to_owned())));
        assert_eq!(kind().read(" made HERE "), Ok(Entered::Choice("make".to_owned())));
        assert_eq!(kind().read(""), Ok(Entered::Empty));
        assert_eq!(kind().read("rent"), Err("There is no \u{201c}rent\u{201d} here. Choose one from the list.".to_owned()));
    }

    #[test]
    fn exact_values_are_copied_but_the_labels_of_options() {
        let spans = Column::duration("time", "Time");
        let cell = CellValue::span(crate::model::Span::from_seconds(90_061));
        assert_eq!(spans.copy_text(&cell), "1 d 1 h 1 min 1 s");
        assert_eq!(kind().copy_text(&CellValue::choice("buy", "Bought", 1)), "Bought");
    }

    #[test]
    fn lookups_offer_the_best_few() {
        let lookup = lookup_in((0..500).map(|n| Choice::new(n.to_string(), format!("Part {n}"))).collect());
        assert_eq!(lookup("part 7").first().map(|choice| choice.key.clone()), Some("7".to_owned()));
        assert_eq!(lookup("").len(), 60);
    }
}
