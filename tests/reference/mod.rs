//! What the planning tests share: reference cases with their expected numbers, computed by exact solvers and closed forms.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use serde_json::Value;

/// Aggregate plans, lot sizing, stock, netting and rough-cut capacity.
pub fn planning() -> Value {
    serde_json::from_str(include_str!("../data/planning.json")).unwrap()
}

/// Queues and flow.
pub fn flow() -> Value {
    serde_json::from_str(include_str!("../data/flow.json")).unwrap()
}

/// Key figures, finance and tests of difference.
pub fn key_figures() -> Value {
    serde_json::from_str(include_str!("../data/kpi_finance_stats.json")).unwrap()
}

pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(number).collect()
}

/// Fails where two lists differ by more than `tolerance` of the expected values.
pub fn assert_close(what: &str, found: &[f64], expected: &[f64], tolerance: f64) {
    assert!(!expected.is_empty() && found.len() == expected.len(), "{what}: {found:?} {expected:?}");
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!((found - expected).abs() <= tolerance * expected.abs().max(1e-6), "{what}, {at}: {found}, expected {expected}");
    }
}
