//! The document: the one place that changes a workspace, and the only one that names the CRDT.
//!
//! Never stores, shows or computes a plan.

mod edit;

pub use edit::{Change, Edit, TableChange};
