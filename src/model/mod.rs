//! Plain data of a workspace and its laws.
//!
//! Never knows how it is stored, computed with or shown.

mod phase;
mod time;

pub use phase::{Artefact, PAGES, Phase};
pub use time::{DAY, Span, Time, clock_text, parse_clock};
