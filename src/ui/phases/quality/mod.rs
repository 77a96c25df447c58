//! The Quality phase: what is checked where, what was found, and whether it is a signal or noise.

mod audit;
mod builder;
mod causes;
mod charts;
mod fill;
mod gauge;
mod lists;
mod page;
mod photo;
mod sampling;

pub use builder::ChecklistBuilder;
pub use charts::drawn;
pub use fill::FillForm;
pub use page::QualityPage;
