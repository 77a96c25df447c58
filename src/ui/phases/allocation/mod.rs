//! The Allocation phase.

mod absence_dialog;
mod absences;
mod day_panel;
mod fairness_view;
mod grid_view;
mod hand_over;
mod matrix_view;
mod page;
mod skills_view;

pub use page::AllocationPage;
