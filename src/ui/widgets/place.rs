//! Where a popover goes beside the thing it belongs to, so that it stays inside the window.
//!
//! Pure geometry in CSS pixels; the browser is asked and told elsewhere.

/// A rectangle on the screen in CSS pixels.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Area {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

const GAP: f64 = 4.0;
const MARGIN: f64 = 8.0;

/// Left and top of a popover of `size` under `anchor` (above when there is no room below), within a window of `window` size.
///
/// `at_end` lines the right edges up instead of the left ones.
pub fn beside(anchor: Area, size: (f64, f64), window: (f64, f64), at_end: bool) -> (f64, f64) {
    let (width, height) = size;
    let wanted_left = if at_end { anchor.left + anchor.width - width } else { anchor.left };
    let left = wanted_left.min(window.0 - width - MARGIN).max(MARGIN);
    let below = anchor.top + anchor.height + GAP;
    let above = anchor.top - GAP - height;
    let fits_below = below + height <= window.1 - MARGIN;
    let top = if fits_below || above < MARGIN { below.min(window.1 - height - MARGIN).max(MARGIN) } else { above };
    (left, top)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUTTON: Area = Area { left: 100.0, top: 100.0, width: 80.0, height: 32.0 };

    #[test]
    fn a_popover_opens_below_and_starts_where_its_button_starts() {
        assert_eq!(beside(BUTTON, (200.0, 300.0), (1440.0, 900.0), false), (100.0, 136.0));
    }

    #[test]
    fn a_popover_without_room_below_opens_above() {
        let low = Area { top: 800.0, ..BUTTON };
        assert_eq!(beside(low, (200.0, 300.0), (1440.0, 900.0), false), (100.0, 496.0));
    }

    #[test]
    fn a_popover_never_leaves_the_window() {
        let right = Area { left: 1400.0, ..BUTTON };
        assert_eq!(beside(right, (200.0, 300.0), (1440.0, 900.0), false).0, 1232.0);
        assert_eq!(beside(BUTTON, (200.0, 300.0), (390.0, 200.0), true), (8.0, 8.0));
    }
}
