//! Single sampling plans of ISO 2859-1 (MIL-STD-105E) for normal inspection. Never switches to tightened or reduced inspection.

use super::sampling::SamplingPlan;
use serde::{Deserialize, Serialize};

/// How much is inspected for the size of the lot; special levels are for small samples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum InspectionLevel {
    S1,
    S2,
    S3,
    S4,
    I,
    #[default]
    II,
    III,
}

/// The plan for a lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotPlan {
    /// Of the lot's size and level.
    pub letter: char,
    /// Of the plan itself: an arrow leads to another letter, and so to another sample.
    pub plan_letter: char,
    pub plan: SamplingPlan,
    /// The sample would be the lot or more: every item is inspected.
    pub inspect_all: bool,
}

/// A place in the master table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    Accept(u64),
    /// Use the first plan below.
    Down,
    /// Use the first plan above.
    Up,
}

const LETTERS: [char; 16] = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'Q', 'R'];
const SAMPLES: [u64; 16] = [2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000];

/// Acceptable quality limits in per cent nonconforming, or nonconformities per hundred items above ten.
pub const QUALITY_LIMITS: [f64; 26] = [
    0.01, 0.015, 0.025, 0.04, 0.065, 0.1, 0.15, 0.25, 0.4, 0.65, 1.0, 1.5, 2.5, 4.0, 6.5, 10.0, 15.0, 25.0, 40.0, 65.0, 100.0, 150.0,
    250.0, 400.0, 650.0, 1000.0,
];

/// The code letter of a lot; the table begins at two items.
pub fn code_letter(lot: u64, level: InspectionLevel) -> char {
    // The last size of each row, and its letters for S-1 to S-4 and I to III.
    const ROWS: [(u64, &str); 15] = [
        (8, "AAAAAAB"),
        (15, "AAAAABC"),
        (25, "AABBBCD"),
        (50, "ABBCCDE"),
        (90, "BBCCCEF"),
        (150, "BBCDDFG"),
        (280, "BCDEEGH"),
        (500, "BCDEFHJ"),
        (1_200, "CCEFGJK"),
        (3_200, "CDEGHKL"),
        (10_000, "CDFGJLM"),
        (35_000, "CDFHKMN"),
        (150_000, "DEGJLNP"),
        (500_000, "DEGJMPQ"),
        (u64::MAX, "DEHKNQR"),
    ];
    let row = ROWS.iter().find(|(last, _)| lot <= *last);
    row.and_then(|(_, letters)| letters.chars().nth(level as usize)).unwrap_or('A')
}

/// The place of a letter and a limit, both by position from zero, in table 2-A.
///
/// The table is a set of diagonals: every step down (a larger sample) is worth one step to the right (a looser limit).
pub fn master_cell(letter: usize, limit: usize) -> Cell {
    const ACCEPT: [u64; 10] = [1, 2, 3, 5, 7, 10, 14, 21, 30, 44];
    let last = letter + 1 == LETTERS.len();
    match letter + limit {
        0..14 => Cell::Down,
        14 => Cell::Accept(0),
        15 if letter == 0 => Cell::Down,
        15 => Cell::Up,
        16 if last => Cell::Up,
        16 => Cell::Down,
        // The two highest numbers are used for the five smallest samples alone.
        diagonal => match ACCEPT.get(diagonal - 17) {
            Some(accept) if *accept < 30 || letter < 5 => Cell::Accept(*accept),
            _ => Cell::Up,
        },
    }
}

/// The plan for a lot of this size, with the limit next at or below what is asked (in per cent); the tightest where none is.
pub fn lot_plan(lot: u64, level: InspectionLevel, quality_limit: f64) -> LotPlan {
    let letter = code_letter(lot, level);
    let limit = QUALITY_LIMITS.iter().rposition(|limit| *limit <= quality_limit * (1.0 + 1e-9)).unwrap_or(0);
    let mut at = LETTERS.iter().position(|known| *known == letter).unwrap_or(0);
    // An arrow leads one way until there is a plan, within the table at the latest after all its letters.
    let mut accept = 0;
    for _ in LETTERS {
        match master_cell(at, limit) {
            Cell::Accept(number) => {
                accept = number;
                break;
            }
            Cell::Down => at += 1,
            Cell::Up => at = at.saturating_sub(1),
        }
    }
    let sample = SAMPLES.get(at).copied().unwrap_or(0);
    let plan = SamplingPlan { sample: sample.min(lot), accept };
    LotPlan { letter, plan_letter: LETTERS.get(at).copied().unwrap_or(letter), plan, inspect_all: sample >= lot }
}
