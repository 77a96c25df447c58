//! The colours of the inks, and the face of the text.
//!
//! Never decides what is late or current; only how that looks.

use super::render_model::Ink;

/// A colour for every ink.
#[derive(Clone, PartialEq, Debug)]
pub struct Palette {
    colours: Vec<String>,
    /// The family of the text, as in a style sheet.
    pub font: String,
}

impl Palette {
    /// The colours in the order of [`Ink::ALL`].
    pub fn new(colours: Vec<String>, font: String) -> Palette {
        Palette { colours, font }
    }

    /// Dark on white, for paper and files: the same wherever the board is looked at.
    pub fn paper() -> Palette {
        const PAPER: [&str; 33] = [
            "#ffffff", "#f6f7f9", "#e9ecf1", "#e6e8ec", "#c6cbd3", "#1b1f27", "#5b6472", "#eceff4", "#f3e3d3", "#c2185b", "#8a94a3",
            "#3d4653", "#0b57d0", "#2f6fb3", "#b8501d", "#2e7d4f", "#8792a0", "#a3202b", "#6b7685", "#ffffff", "#1d7a3f", "#c62828",
            "#1b1f27", "#8a6100", "#7a1fa2", "#2f6fb3", "#b4531a", "#2e7d4f", "#7b4fb0", "#a8306f", "#0b7a83", "#7a6a12", "#56606e",
        ];
        let font = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif";
        Palette { colours: PAPER.iter().map(|colour| (*colour).to_owned()).collect(), font: font.to_owned() }
    }

    /// The colour of an ink.
    pub fn colour(&self, ink: Ink) -> &str {
        self.colours.get(ink.index()).map_or("#000000", String::as_str)
    }
}

/// The height of a text style as a share of the normal one.
pub const fn size_of(style: super::render_model::Style) -> f64 {
    match style {
        super::render_model::Style::Small => 0.92,
        _ => 1.0,
    }
}
