//! The Workflow phase: which steps make an item, in which order, by whom, and what goes into it.

mod materials;
mod page;
mod target;

pub use page::WorkflowPage;
pub use target::{Chooser, chosen_item};
