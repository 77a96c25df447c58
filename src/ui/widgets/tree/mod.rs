//! A tree with columns, such as a bill of materials: rows that open and close, by the treegrid pattern of the ARIA guide.

mod nodes;
#[cfg(feature = "page")]
mod view;

pub use nodes::{TreeNode, opened_to, parent_of, visible};
#[cfg(feature = "page")]
pub use view::Tree;
