//! Which rows a table shows and in what order.
//!
//! Pure: ten thousand rows are sorted or filtered well within a frame or two, and rows of equal keys keep their order.

use super::column::TableView;
use super::value::{CellValue, SortKey};
use crate::model::text::natural;
use crate::ui::widgets::fuzzy::fold;
use std::cmp::Ordering;

/// The rows that pass search and filters, in the order of the sort columns.
///
/// `searched` are the indices of the columns the search looks into; every word of the search must occur in some of them.
pub fn arrange(rows: &[u64], cell: &dyn Fn(u64, usize) -> CellValue, view: &TableView, searched: &[usize]) -> Vec<u64> {
    let words: Vec<String> = fold(&view.search).split_whitespace().map(str::to_owned).collect();
    let passes = |row: u64| {
        let filtered = view.filters.iter().all(|(column, filter)| filter.allows(&cell(row, *column)));
        filtered && (words.is_empty() || contains_all(&words, row, cell, searched))
    };
    let kept: Vec<u64> = if view.is_filtered() { rows.iter().copied().filter(|row| passes(*row)).collect() } else { rows.to_vec() };
    if view.sort.is_empty() { kept } else { sorted(kept, cell, view) }
}

fn contains_all(words: &[String], row: u64, cell: &dyn Fn(u64, usize) -> CellValue, searched: &[usize]) -> bool {
    let mut missing: Vec<&String> = words.iter().collect();
    for column in searched {
        let text = fold(&cell(row, *column).text);
        missing.retain(|word| !text.contains(word.as_str()));
        if missing.is_empty() {
            return true;
        }
    }
    false
}

fn sorted(rows: Vec<u64>, cell: &dyn Fn(u64, usize) -> CellValue, view: &TableView) -> Vec<u64> {
    let key = |row: u64| -> Vec<SortKey> { view.sort.iter().map(|by| folded(cell(row, by.column).sort)).collect() };
    let mut keyed: Vec<(Vec<SortKey>, u64)> = rows.into_iter().map(|row| (key(row), row)).collect();
    keyed.sort_by(|(left, _), (right, _)| {
        let pairs = left.iter().zip(right).zip(&view.sort);
        pairs.map(|((left, right), by)| compare(left, right, by.descending)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    });
    keyed.into_iter().map(|(_, row)| row).collect()
}

fn folded(key: SortKey) -> SortKey {
    match key {
        SortKey::Text(text) => SortKey::Text(fold(&text)),
        other => other,
    }
}

/// Order of two keys; empty ones come last in both directions, numbers before texts.
fn compare(left: &SortKey, right: &SortKey, descending: bool) -> Ordering {
    let order = match (left, right) {
        (SortKey::Empty, SortKey::Empty) => return Ordering::Equal,
        (SortKey::Empty, _) => return Ordering::Greater,
        (_, SortKey::Empty) => return Ordering::Less,
        (SortKey::Number(left), SortKey::Number(right)) => left.total_cmp(right),
        (SortKey::Number(_), SortKey::Text(_)) => Ordering::Less,
        (SortKey::Text(_), SortKey::Number(_)) => Ordering::Greater,
        (SortKey::Text(left), SortKey::Text(right)) => natural(left, right),
    };
    if descending { order.reverse() } else { order }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::entry::EntryKind;
    use crate::ui::widgets::table::column::SortBy;
    use crate::ui::widgets::table::filter::Filter;
    use std::time::Instant;

    fn sample(row: u64, column: usize) -> CellValue {
        match column {
            0 => CellValue::text(format!("Order {row}")),
            1 if row.is_multiple_of(3) => CellValue::empty(),
            1 => CellValue::integer((row % 5) as i64),
            _ => CellValue::text(if row.is_multiple_of(2) { "even" } else { "odd" }),
        }
    }

    fn view(sort: &[(usize, bool)]) -> TableView {
        TableView {
            sort: sort.iter().map(|(column, descending)| SortBy { column: *column, descending: *descending }).collect(),
            ..TableView::default()
        }
    }

    #[test]
    fn texts_sort_by_the_numbers_in_them() {
        assert_eq!(arrange(&[10, 9, 100, 1], &sample, &view(&[(0, false)]), &[0]), vec![1, 9, 10, 100]);
    }

    #[test]
    fn empty_cells_come_last_in_both_directions_and_ties_keep_their_order() {
        assert_eq!(arrange(&[3, 1, 2, 6, 7], &sample, &view(&[(1, false)]), &[0]), vec![1, 2, 7, 3, 6]);
        assert_eq!(arrange(&[3, 1, 2, 6, 7], &sample, &view(&[(1, true)]), &[0]), vec![2, 7, 1, 3, 6]);
    }

    #[test]
    fn a_second_column_decides_between_equal_rows() {
        assert_eq!(arrange(&[1, 2, 3, 4], &sample, &view(&[(2, false), (0, true)]), &[0]), vec![4, 2, 3, 1]);
    }

    #[test]
    fn every_word_of_the_search_must_occur_somewhere_in_the_row() {
        let mut view = view(&[]);
        view.search = "ODD order".to_owned();
        assert_eq!(arrange(&[1, 2, 3], &sample, &view, &[0, 1, 2]), vec![1, 3]);
        view.filters.extend(Filter::parse(EntryKind::Integer, "empty").ok().flatten().map(|filter| (1, filter)));
        assert_eq!(arrange(&[1, 2, 3], &sample, &view, &[0, 1, 2]), vec![3]);
    }

    #[test]
    fn sort_clicks_go_through_ascending_descending_and_none() {
        let mut view = TableView::default();
        view.toggle_sort(2, false);
        view.toggle_sort(1, true);
        assert_eq!(view.sort, vec![SortBy { column: 2, descending: false }, SortBy { column: 1, descending: false }]);
        view.toggle_sort(1, true);
        view.toggle_sort(1, true);
        assert_eq!(view.sort, vec![SortBy { column: 2, descending: false }]);
        view.toggle_sort(2, false);
        assert_eq!(view.sort, vec![SortBy { column: 2, descending: true }]);
        view.toggle_sort(0, false);
        assert_eq!(view.sort, vec![SortBy { column: 0, descending: false }]);
    }

    #[allow(clippy::disallowed_methods, reason = "a test may look at the clock")]
    #[test]
    fn ten_thousand_rows_are_arranged_quickly() {
        let rows: Vec<u64> = (0..10_000).rev().collect();
        let mut view = view(&[(2, false), (0, true)]);
        view.search = "order 9".to_owned();
        let start = Instant::now();
        let shown = arrange(&rows, &sample, &view, &[0, 1, 2]);
        assert_eq!(shown.len(), 3_439);
        // Generous, because tests run unoptimised and beside others; the release build takes a small part of this.
        assert!(start.elapsed().as_millis() < 2_000, "{:?}", start.elapsed());
    }
}
