//! Single sampling plans of ISO 2859-1:1999: tables 1, 2-A (normal), 2-B (tightened) and 2-C (reduced). Never says which of them is due: that is
//! `switching`.

use super::sampling::SamplingPlan;
use crate::model::InspectionLevel;
use serde::{Deserialize, Serialize};

/// How strictly lots are inspected, which depends on what became of those before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Severity {
    #[default]
    Normal,
    Tightened,
    Reduced,
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
/// Of the letters, and of S, which no lot has and to which one arrow of tightened inspection leads.
const SAMPLES: [u64; 17] = [2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000, 3150];
const REDUCED_SAMPLES: [u64; 16] = [2, 2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800];

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

/// The place of a letter and a limit, both by position from zero, in the table of the severity.
///
/// Each table is a set of diagonals: every step down (a larger sample) is worth one step to the right (a looser limit). Between the diagonal of
/// none and that of one nonconforming item lie arrows, which end where the table does.
pub fn master_cell(severity: Severity, letter: usize, limit: usize) -> Cell {
    let (first, last) = (letter == 0, letter + 1 == LETTERS.len());
    match (severity, letter + limit) {
        (Severity::Tightened, 0..15) | (_, 0..14) => Cell::Down,
        (Severity::Tightened, 15) | (Severity::Normal | Severity::Reduced, 14) => Cell::Accept(0),
        (Severity::Tightened, 16) if last => Cell::Up,
        (Severity::Tightened, 16 | 17) => Cell::Down,
        (_, 15) => {
            if first {
                Cell::Down
            } else {
                Cell::Up
            }
        }
        (Severity::Normal, 16) if last => Cell::Up,
        (Severity::Reduced, 16) if letter + 2 >= LETTERS.len() => Cell::Up,
        (Severity::Reduced, 17) if last => Cell::Up,
        (_, 16) => Cell::Down,
        (Severity::Reduced, 17) if !first => Cell::Down,
        (_, diagonal) => accepted(severity, letter, diagonal).map_or(Cell::Up, Cell::Accept),
    }
}

/// The number of a diagonal that allows any; the two or three highest of a table are used for the five smallest samples alone.
fn accepted(severity: Severity, letter: usize, diagonal: usize) -> Option<u64> {
    const NORMAL: [u64; 10] = [1, 2, 3, 5, 7, 10, 14, 21, 30, 44];
    const TIGHTENED: [u64; 9] = [1, 2, 3, 5, 8, 12, 18, 27, 41];
    const REDUCED: [u64; 9] = [1, 2, 3, 5, 6, 8, 10, 14, 21];
    // The samples of A and B are the same in reduced inspection, and go on as A does in normal inspection.
    const REDUCED_SMALLEST: [u64; 9] = [1, 2, 3, 5, 7, 10, 14, 21, 30];
    let (numbers, from, few): (&[u64], usize, u64) = match severity {
        Severity::Normal => (&NORMAL, 17, 30),
        Severity::Tightened => (&TIGHTENED, 18, 27),
        Severity::Reduced if letter < 2 => (&REDUCED_SMALLEST, 17 + letter, u64::MAX),
        Severity::Reduced => (&REDUCED, 18, 14),
    };
    let number = numbers.get(diagonal.checked_sub(from)?)?;
    (*number < few || letter < 5).then_some(*number)
}

/// The plan for a lot of this size, with the limit next at or below what is asked (in per cent); the tightest where none is.
///
/// ```
/// use linewright::{engine::quality::{Severity, lot_plan}, model::InspectionLevel};
/// let plan = |severity| lot_plan(2_000, InspectionLevel::II, 1.0, severity).plan;
/// assert_eq!((plan(Severity::Normal).sample, plan(Severity::Normal).accept), (125, 3));
/// assert_eq!((plan(Severity::Tightened).sample, plan(Severity::Tightened).accept), (125, 2));
/// assert_eq!((plan(Severity::Reduced).sample, plan(Severity::Reduced).accept), (50, 2));
/// ```
pub fn lot_plan(lot: u64, level: InspectionLevel, quality_limit: f64, severity: Severity) -> LotPlan {
    let limit = QUALITY_LIMITS.iter().rposition(|limit| *limit <= quality_limit * (1.0 + 1e-9)).unwrap_or(0);
    plan_at(lot, code_letter(lot, level), limit, severity)
}

/// The plan of normal inspection for the limit one step tighter, by which the score for reduced inspection is kept; none where there is no tighter.
pub fn tighter_plan(lot: u64, level: InspectionLevel, quality_limit: f64) -> Option<LotPlan> {
    let limit = QUALITY_LIMITS.iter().rposition(|limit| *limit <= quality_limit * (1.0 + 1e-9))?;
    Some(plan_at(lot, code_letter(lot, level), limit.checked_sub(1)?, Severity::Normal))
}

fn plan_at(lot: u64, letter: char, limit: usize, severity: Severity) -> LotPlan {
    let mut at = LETTERS.iter().position(|known| *known == letter).unwrap_or(0);
    // An arrow leads one way until there is a plan, within the table at the latest after all its letters.
    let mut accept = 0;
    for _ in LETTERS {
        // Only tightened inspection leads to a row below the last, where one number stands.
        match if at == LETTERS.len() { Cell::Accept(1) } else { master_cell(severity, at, limit) } {
            Cell::Accept(number) => {
                accept = number;
                break;
            }
            Cell::Down => at += 1,
            Cell::Up => at = at.saturating_sub(1),
        }
    }
    let samples: &[u64] = if severity == Severity::Reduced { &REDUCED_SAMPLES } else { &SAMPLES };
    let sample = samples.get(at).copied().unwrap_or(0);
    let plan = SamplingPlan { sample: sample.min(lot), accept };
    LotPlan { letter, plan_letter: LETTERS.get(at).copied().unwrap_or('S'), plan, inspect_all: sample >= lot }
}
