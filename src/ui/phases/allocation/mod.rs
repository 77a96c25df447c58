//! The Allocation phase.

mod absence_dialog;
mod absences;
mod day_panel;
mod hand_over;
mod matrix_view;
mod page;

pub use page::AllocationPage;
