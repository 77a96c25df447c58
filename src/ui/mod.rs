//! The page.
//!
//! The pure parts (render models, reading of typed values) are built and tested without a browser; the rest needs the
//! feature `page`.

#[cfg(feature = "page")]
pub mod records;
#[cfg(feature = "page")]
pub mod shell;
pub mod widgets;
