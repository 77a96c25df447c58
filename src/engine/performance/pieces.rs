//! Key figures of pieces: quality ratio, yields, scrap and rework, defects per million and sigma level.

use super::amounts::Amount::*;
use super::kpi::{Better, Kpi, Made, Rows, Term, Unit};

pub(super) const PRODUCED: &[Term] = &[(1.0, Good), (1.0, Scrap), (1.0, Rework)];
pub(super) const DEFECTS: &[Term] = &[(1.0, Scrap), (1.0, Rework)];

const SIX_SIGMA: &str = "Six Sigma practice; a piece that is scrapped or reworked has one defect";

/// A part of all that was produced.
const fn of_produced(word: &'static str, label: &'static str, formula: &'static str, over: &'static [Term], better: Better) -> Kpi {
    Kpi {
        word,
        label,
        formula,
        unit: Unit::Share,
        better,
        source: "ISO 22400-2:2014",
        rows: Rows::Pieces,
        made: Made::Ratio { over, under: PRODUCED, scale: 1.0 },
    }
}

const fn rolled(word: &'static str, label: &'static str, formula: &'static str, mean: bool) -> Kpi {
    let (unit, better, source, rows) = (Unit::Share, Better::Up, "Six Sigma practice, of an item or an order", Rows::Pieces);
    Kpi { word, label, formula, unit, better, source, rows, made: Made::Rolled { mean } }
}

const fn per_million(word: &'static str, label: &'static str, formula: &'static str, under: &'static [Term]) -> Kpi {
    let made = Made::Ratio { over: DEFECTS, under, scale: 1e6 };
    Kpi { word, label, formula, unit: Unit::PerMillion, better: Better::Down, source: SIX_SIGMA, rows: Rows::Pieces, made }
}

pub(super) const KPIS: &[Kpi] = &[
    of_produced("quality", "Quality ratio", "good / produced", &[(1.0, Good)], Better::Up),
    of_produced("first_pass_yield", "First pass yield", "good the first time / produced", &[(1.0, Good)], Better::Up),
    of_produced("final_yield", "Final yield", "(good + reworked) / produced", &[(1.0, Good), (1.0, Rework)], Better::Up),
    of_produced("scrap_ratio", "Scrap ratio", "scrap / produced", &[(1.0, Scrap)], Better::Down),
    of_produced("rework_ratio", "Rework ratio", "reworked / produced", &[(1.0, Rework)], Better::Down),
    rolled("rolled_yield", "Rolled throughput yield", "product over operations of good the first time / produced", false),
    rolled("normalised_yield", "Normalised yield", "geometric mean over operations of good the first time / produced", true),
    Kpi {
        word: "checks_passed",
        label: "Checks passed the first time",
        formula: "checks passed / checks; one that takes the place of an earlier one does not count",
        unit: Unit::Share,
        better: Better::Up,
        source: "First time through, by checklists instead of pieces",
        rows: Rows::Checks,
        made: Made::Ratio { over: &[(1.0, ChecksPassed)], under: &[(1.0, Checks)], scale: 1.0 },
    },
    per_million("ppm", "Defective parts per million", "(scrap + reworked) / produced × 1,000,000", PRODUCED),
    per_million(
        "dpmo",
        "Defects per million opportunities",
        "(scrap + reworked) / (produced × opportunities of a piece) × 1,000,000",
        &[(1.0, Opportunities)],
    ),
    Kpi {
        word: "sigma",
        label: "Sigma level",
        formula: "1.5 − quantile of the normal distribution at defects per opportunity",
        unit: Unit::Sigma,
        better: Better::Up,
        source: "Six Sigma practice, short term with a shift of 1.5",
        rows: Rows::Pieces,
        made: Made::Sigma,
    },
];
