//! How wide a text will be, near enough to cut it before it is painted.
//!
//! Widths are those of the common sans-serif faces; a painter may be a few per cent off and still stays inside its bar.

/// Widths of the printable ASCII characters in thousandths of the text's height.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278,
    278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722,
    667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556,
    556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// The width of a text in pixels at a height of `size` pixels.
pub fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(char_width).sum::<f64>() * size
}

/// The text, or as much of it as fits into `width` with an ellipsis; `None` where not even one character fits.
pub fn fit(text: &str, size: f64, width: f64) -> Option<String> {
    let room = width / size;
    let mut used = 0.0;
    let mut cut = 0;
    let ellipsis = char_width('…');
    for (at, character) in text.char_indices() {
        used += char_width(character);
        if used + ellipsis <= room {
            cut = at + character.len_utf8();
        }
        if used > room {
            let kept = text.get(..cut).unwrap_or_default().trim_end();
            return (!kept.is_empty()).then(|| format!("{kept}…"));
        }
    }
    (!text.is_empty()).then(|| text.to_owned())
}

fn char_width(character: char) -> f64 {
    let code = character as usize;
    let thousandths = match code.checked_sub(32).and_then(|at| WIDTHS.get(at)) {
        Some(width) => *width,
        None if code < 0x1100 => 600,
        None if character == '…' => 1000,
        None if (0x2000..0x2070).contains(&code) => 500,
        None => 1000,
    };
    f64::from(thousandths) / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_fits_is_left_alone() {
        assert_eq!(fit("Mix", 12.0, 40.0).as_deref(), Some("Mix"));
    }

    #[test]
    fn a_text_that_does_not_fit_is_cut_with_an_ellipsis_and_stays_inside() {
        let cut = fit("Assemble the frame of order 17", 12.0, 90.0).unwrap_or_default();
        assert!(cut.ends_with('…') && cut.starts_with("Assemble"), "{cut}");
        assert!(text_width(&cut, 12.0) <= 90.0);
    }

    #[test]
    fn nothing_is_shown_where_not_even_one_character_fits() {
        assert_eq!(fit("Mix", 12.0, 8.0), None);
        assert_eq!(fit("", 12.0, 80.0), None);
    }

    #[test]
    fn wide_characters_count_as_wide() {
        assert!(text_width("漢字", 10.0) > text_width("ab", 10.0) * 1.5);
    }
}
