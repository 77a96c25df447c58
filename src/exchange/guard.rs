//! The guard against formulas in exported text, and its exact undoing.
//!
//! A spreadsheet program would run a text that begins with one of these signs as a formula; a leading apostrophe makes it
//! text again. Never applied to numbers.

const SIGNS: [char; 8] = ['=', '+', '-', '@', '\t', '\r', '\n', '\''];

/// The text in a form that no spreadsheet program takes for a formula, and that [`unguard`] reads back exactly.
pub fn guard(text: &str) -> String {
    let needs = text.starts_with(SIGNS) || text.trim() != text;
    if needs { format!("'{text}") } else { text.to_owned() }
}

/// The text that [`guard`] was given; foreign texts lose the blanks around them and nothing else.
pub fn unguard(text: &str) -> String {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(SIGNS) || rest.trim() != rest => rest.to_owned(),
        _ => text.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_become_text() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", " =1"] {
            assert!(guard(text).starts_with('\''), "{text:?}");
            assert_eq!(unguard(&guard(text)), text);
        }
        assert_eq!(guard("plain"), "plain");
        assert_eq!(unguard("'tis"), "'tis", "an apostrophe of somebody else's stays");
    }

    proptest! {
        #[test]
        fn any_text_comes_back_exactly(text in "([=+@'\t\r\n -]{0,3})\\PC{0,12}[ \t']{0,2}") {
            prop_assert_eq!(unguard(&guard(&text)), text);
        }
    }
}
