//! The Quality Checklist: what is looked at, where and when, and what passes; on screen, on paper to be filled in by hand, and as files.

pub mod build;
#[cfg(feature = "page")]
mod page;
#[cfg(feature = "page")]
mod paper;
pub mod table;

#[cfg(feature = "page")]
pub use page::QualityChecklistPage;
