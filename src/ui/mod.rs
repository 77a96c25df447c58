//! The page.
//!
//! The pure parts (render models, reading of typed values) are built and tested without a browser; the rest needs the
//! feature `page`.

pub mod artefacts;
#[cfg(feature = "page")]
pub mod links;
#[cfg(feature = "page")]
pub mod phases;
#[cfg(feature = "page")]
pub mod records;
pub mod widgets;
