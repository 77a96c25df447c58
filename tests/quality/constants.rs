//! The constants of control charts against their definitions computed elsewhere.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::support::{assert_near, rows};
use linewright::engine::quality::constants;

#[test]
fn every_constant_is_that_of_the_reference() {
    let table = rows(include_str!("../data/spc_constants.csv"));
    assert_eq!(table.len(), 24);
    for row in table {
        let expected: Vec<f64> = row.iter().map(|cell| cell.parse().unwrap()).collect();
        let found = constants(expected[0] as usize);
        let root = expected[0].sqrt();
        let spread = found.deviation_spread();
        let (d1, d4_above) = ((found.d2 - 3.0 * found.d3).max(0.0), found.d2 + 3.0 * found.d3);
        let ((d3, d4), (b3, b4)) = (found.range_factors(), found.deviation_factors());
        let (b5, b6) = ((found.c4 - 3.0 * spread).max(0.0), found.c4 + 3.0 * spread);
        let (a2, a3, e2) = (3.0 / (found.d2 * root), 3.0 / (found.c4 * root), 3.0 / found.d2);
        let all = [found.d2, found.d3, found.c4, 3.0 / root, a2, a3, d1, d4_above, d3, d4, b3, b4, b5, b6, e2];
        assert_near(&format!("sample of {}", found.size), &all, &expected[1..], 1e-6);
    }
}

#[test]
fn duncans_factors_are_those_printed() {
    // Duncan, Quality Control and Industrial Statistics, table D3, for one range.
    for (size, printed) in [(2, 1.41), (3, 1.91), (4, 2.24), (5, 2.48), (6, 2.67), (7, 2.83), (8, 2.96), (9, 3.08), (10, 3.18)] {
        assert_near("d2*", &[constants(size).d2_star(1)], &[printed], 5e-3);
    }
}
