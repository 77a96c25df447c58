//! The Allocation phase.

mod absence_dialog;
mod absences;
mod day_panel;
mod matrix_view;
mod page;

pub use page::AllocationPage;
