//! Words: what each phase asks, what comes out of it, what to do next. Typed constants.
//!
//! Never computes anything.

mod phases;

pub use phases::{Guide, guide};
