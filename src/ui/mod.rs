//! The page.
//!
//! The pure parts (render models, reading of typed values) are built and tested without a browser; the rest needs the
//! feature `page`.

pub mod artefacts;
pub mod widgets;
