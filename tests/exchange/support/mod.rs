//! What the exchange tests share: where the planners' files are, and random workspaces.
#![allow(dead_code, clippy::unwrap_used, reason = "each test binary uses a part; a failed unwrap is a failed test")]

pub mod random;
pub mod workbooks;

use std::path::PathBuf;

/// A file of the shared data, or `None` and a visible line where the data are not on this machine.
pub fn shared_file(path: &str) -> Option<Vec<u8>> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::var_os("LINEWRIGHT_SHARED").map(PathBuf::from);
    let places = named.into_iter().chain([here.join("../shared"), here.join("../../shared")]);
    for place in places {
        let file = place.join("data").join(path);
        if let Ok(bytes) = std::fs::read(&file) {
            return Some(bytes);
        }
    }
    println!("skipped: {path} of the shared data is not on this machine");
    None
}

/// The planners' files: eleven workbooks and three fixtures.
pub const FILES: [&str; 14] = [
    "calendar-working-hours.xlsx",
    "demand-priorities.xlsx",
    "forecast-method.xlsx",
    "make-to-order.xlsx",
    "operation-alternate.xlsx",
    "operation-dependency.xlsx",
    "operation-routing.xlsx",
    "resource-alternate.xlsx",
    "resource-efficiency.xlsx",
    "resource-type.xlsx",
    "transfer-batch.xlsx",
    "demo.json",
    "jobshop.json",
    "manufacturing_demo.json",
];
