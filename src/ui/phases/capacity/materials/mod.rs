//! Materials: every item netted by period, with its lots, what its rule costs, when to order, and why something is short.
//!
//! Nothing is netted here: the numbers are derived, and only what is released enters the workspace.

mod detail;
mod figures;
mod list;
mod needs;
mod orders;
mod record;
mod rules;
mod shortages;
mod view;

pub use view::MaterialsView;
