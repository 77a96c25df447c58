//! What the quality tests share: reference cases with their expected numbers.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use serde_json::Value;
use std::path::PathBuf;

/// Control charts and capability.
pub fn charts() -> Value {
    serde_json::from_str(include_str!("../../data/spc_cases.json")).unwrap()
}

/// Sequences and the rules that fire in them.
pub fn rules() -> Value {
    serde_json::from_str(include_str!("../../data/spc_rules.json")).unwrap()
}

/// Average run lengths.
pub fn run_lengths() -> Value {
    serde_json::from_str(include_str!("../../data/spc_arl.json")).unwrap()
}

/// Plans, operating characteristics, designs.
pub fn sampling() -> Value {
    serde_json::from_str(include_str!("../../data/acceptance_sampling.json")).unwrap()
}

/// Rows of a table after its heading.
pub fn rows(text: &str) -> Vec<Vec<String>> {
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// The case of this name.
pub fn case(all: &Value, id: &str) -> Value {
    all.as_array().unwrap().iter().find(|case| case["id"] == id).unwrap().clone()
}

/// Cases on data of others, which are not part of the project; `None` and a visible line where they are not on this machine.
pub fn shared(file: &str) -> Option<Value> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::var_os("LINEWRIGHT_SHARED").map(PathBuf::from);
    let mut places = named.into_iter().chain([here.join("../shared"), here.join("../../shared")]);
    let found = places.find_map(|place| std::fs::read_to_string(place.join("data/domain/shared_only").join(file)).ok());
    if found.is_none() {
        println!("skipped: {file} of the shared data is not on this machine");
    }
    serde_json::from_str(&found?).ok()
}

pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(number).collect()
}

/// Positions counted from zero of a list that counts from one.
pub fn positions(value: &Value) -> Vec<usize> {
    value.as_array().unwrap().iter().map(|at| at.as_u64().unwrap() as usize - 1).collect()
}

/// Fails where two lists differ by more than `tolerance`, absolute.
pub fn assert_near(what: &str, found: &[f64], expected: &[f64], tolerance: f64) {
    assert!(!expected.is_empty() && found.len() == expected.len(), "{what}: {found:?} {expected:?}");
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!((found - expected).abs() <= tolerance, "{what}, {at}: {found}, expected {expected}");
    }
}
