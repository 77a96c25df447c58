//! Words: what each phase asks, what comes out of it, what to do next. Typed constants.
//!
//! Never computes anything.

mod adoption;
mod business_case;
mod phases;
mod practices;
mod readiness;
mod terms;

pub use adoption::{COURSES, TRIGGERS};
pub use business_case::{BENEFITS, CaseInput, INPUTS};
pub use phases::{Guide, guide};
pub use practices::{PRACTICES, PracticeWords, WORKFLOW_REVIEWED};
pub use readiness::READINESS;
pub use terms::{Term, TermWords, term};
