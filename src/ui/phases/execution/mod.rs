//! The Execution phase: what runs, what stands still and why, told by those who do the work.

mod ask;
mod calls;
mod card;
mod course;
mod detail;
mod facts;
mod notes;
mod page;
mod patience;
mod run_list;
mod times;

pub use page::ExecutionPage;
