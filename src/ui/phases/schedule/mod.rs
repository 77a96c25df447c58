//! The Schedule phase.

mod answers;
mod asks;
mod orders;
mod page;
mod planning;

pub use answers::answer;
pub use asks::{AnswerDialog, Asked, Asks};
pub use page::SchedulePage;
