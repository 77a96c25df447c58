//! The Quality phase: what is checked where, what was found, and whether it is a signal or noise.

mod audit;
mod builder;
mod fill;
mod lists;
mod page;
mod photo;

pub use builder::ChecklistBuilder;
pub use fill::{FillForm, limits_words};
pub use page::QualityPage;
