//! What the forecast tests share: published series, read where they are and skipped visibly where they are not.

use serde_json::Value;
use std::path::PathBuf;

/// A file of the shared domain data, or nothing with a visible line.
pub fn shared(file: &str) -> Option<Value> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::var_os("LINEWRIGHT_SHARED").map(PathBuf::from);
    let places = named.into_iter().chain([root.join("../shared"), root.join("../../shared")]);
    let found = places.map(|place| place.join("data/domain/shared_only").join(file)).find(|path| path.is_file());
    if found.is_none() {
        println!("skipped: {file} of the shared data is not here");
    }
    serde_json::from_str(&std::fs::read_to_string(found?).ok()?).ok()
}

pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

/// A published series: its history and what came after.
pub struct Published {
    pub period: usize,
    pub history: Vec<f64>,
    pub future: Vec<f64>,
}

pub fn published(file: &str) -> Option<Vec<Published>> {
    let all = shared(file)?;
    let series = |one: &Value| Published {
        period: one["period"].as_u64().unwrap_or(1) as usize,
        history: numbers(&one["x"]),
        future: numbers(&one["xx"]),
    };
    Some(all.as_array()?.iter().map(series).collect())
}

pub fn known(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

/// Fails where two lists differ by more than `tolerance` of the expected values.
pub fn assert_close(what: &str, found: &[f64], expected: &[f64], tolerance: f64) {
    assert!(!expected.is_empty() && found.len() >= expected.len(), "{what}: {found:?} {expected:?}");
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!((found - expected).abs() <= tolerance * expected.abs().max(1e-12), "{what}, {at}: {found}, expected {expected}");
    }
}
