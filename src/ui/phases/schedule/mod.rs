//! The Schedule phase.

mod answers;
mod asks;
mod orders;
mod page;
mod planning;

pub use answers::answer;
pub use asks::Asked;
pub use page::SchedulePage;
