//! What the tests of the store share: a browser that can be made to fail in every way, a tiny document, and tabs that edit it.
#![allow(unused_imports, dead_code, reason = "each test program uses its own part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failure here is a failed test")]

mod document;
mod session;
mod simulator;
mod tab;

pub use document::{Document, Edit};
pub use session::Session;
pub use simulator::{Browser, Crash, Fault, Image};
pub use tab::{Receipts, Tab, WORKSPACE, alone, promised, stored_document};

use std::collections::BTreeSet;

/// Edits in the order of client and number.
pub type Edits = BTreeSet<Edit>;

/// How many seeds a test runs: `usual`, or what the environment variable `name` says for a long run.
pub fn seeds(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}
