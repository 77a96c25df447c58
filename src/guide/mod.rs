//! Words: what each phase asks, what comes out of it, what to do next. Typed constants.
//!
//! Never computes anything.

mod business_case;
mod phases;
mod readiness;

pub use business_case::{BENEFITS, CaseInput, INPUTS};
pub use phases::{Guide, guide};
pub use readiness::READINESS;
