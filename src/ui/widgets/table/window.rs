//! Which rows are in sight: a table of any length keeps only these in the page.
//!
//! A row keeps its place in the page while it is in sight; scrolling by one row changes one row element.

/// Rows kept ready above and below those in sight.
pub const SPARE: usize = 6;

/// Number of row elements for a view of `height` CSS pixels.
pub fn slots(height: f64, row_height: f64) -> usize {
    (height.max(0.0) / row_height.max(1.0)).ceil() as usize + 1 + 2 * SPARE
}

/// First row that has an element, when the view is scrolled down by `scroll` CSS pixels.
pub fn first(scroll: f64, row_height: f64, slots: usize, rows: usize) -> usize {
    let top = (scroll.max(0.0) / row_height.max(1.0)) as usize;
    top.saturating_sub(SPARE).min(rows.saturating_sub(slots))
}

/// Row shown by element number `slot`, when the first row with an element is `first`.
pub fn row_of(slot: usize, first: usize, slots: usize) -> usize {
    let slots = slots.max(1);
    first + (slot + slots - first % slots) % slots
}

/// Scroll position that brings `row` fully into sight with the least movement; `None` when it already is.
pub fn reveal(row: usize, row_height: f64, scroll: f64, height: f64) -> Option<f64> {
    let top = row as f64 * row_height;
    let bottom = top + row_height;
    if top < scroll {
        Some(top)
    } else if bottom > scroll + height {
        Some((bottom - height).max(0.0))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_in_sight_has_exactly_one_element_wherever_the_view_is() {
        let count = slots(300.0, 32.0);
        for scroll in [0.0, 10.0, 1_000.0, 31_700.0, 99_999.0] {
            let first = first(scroll, 32.0, count, 1_000);
            let rows: BTreeSet<usize> = (0..count).map(|slot| row_of(slot, first, count)).collect();
            assert_eq!(rows, (first..first + count).collect());
        }
    }

    #[test]
    fn scrolling_by_one_row_changes_one_element() {
        let count = slots(300.0, 32.0);
        let rows = |first: usize| (0..count).map(|slot| row_of(slot, first, count)).collect::<Vec<_>>();
        let changed = rows(40).iter().zip(rows(41)).filter(|(before, after)| *before != after).count();
        assert_eq!(changed, 1);
    }

    #[test]
    fn a_row_is_revealed_with_the_least_movement() {
        assert_eq!(reveal(5, 32.0, 0.0, 320.0), None);
        assert_eq!(reveal(10, 32.0, 0.0, 320.0), Some(32.0));
        assert_eq!(reveal(2, 32.0, 320.0, 320.0), Some(64.0));
    }
}
