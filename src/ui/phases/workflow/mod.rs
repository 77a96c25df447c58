//! The Workflow phase: which steps make an item, in which order, by whom, and what goes into it.

mod bill;
mod page;
mod target;

pub use bill::BillOfMaterials;
pub use page::WorkflowPage;
pub use target::{Chooser, chosen_item};
