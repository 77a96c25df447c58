//! Key figures of money: the cost of quality and of poor quality.

use super::amounts::Amount::*;
use super::kpi::{Better, Kpi, Made, Rows, Term, Unit};

const SOURCE: &str =
    "Feigenbaum: prevention, appraisal, failure. Poor quality is failure alone; what was scrapped counts at the cost of a piece";

const INTERNAL: &[Term] = &[(1.0, InternalFailure), (1.0, ScrapCost)];
const FAILURE: &[Term] = &[(1.0, InternalFailure), (1.0, ExternalFailure), (1.0, ScrapCost)];
const ALL: &[Term] = &[(1.0, Prevention), (1.0, Appraisal), (1.0, InternalFailure), (1.0, ExternalFailure), (1.0, ScrapCost)];

const fn cost(word: &'static str, label: &'static str, formula: &'static str, unit: Unit, made: Made) -> Kpi {
    Kpi { word, label, formula, unit, better: Better::Down, source: SOURCE, rows: Rows::Money, made }
}

/// What is paid so that less fails: neither less nor more of it is better by itself.
const fn paid_for_good(word: &'static str, label: &'static str, formula: &'static str, of: &'static [Term]) -> Kpi {
    Kpi { better: Better::Near, ..cost(word, label, formula, Unit::Money, Made::Sum { of }) }
}

const fn by_revenue(over: &'static [Term]) -> Made {
    Made::Ratio { over, under: &[(1.0, Revenue)], scale: 1.0 }
}

pub(super) const KPIS: &[Kpi] = &[
    paid_for_good("prevention_cost", "Prevention cost", "improvements against failures + preventive actions", &[(1.0, Prevention)]),
    paid_for_good("appraisal_cost", "Appraisal cost", "time of checks × cost per hour + verification actions", &[(1.0, Appraisal)]),
    cost(
        "internal_failure_cost",
        "Internal failure cost",
        "issues inside and their other actions + scrap at the cost of a piece",
        Unit::Money,
        Made::Sum { of: INTERNAL },
    ),
    cost(
        "external_failure_cost",
        "External failure cost",
        "complaints and their other actions",
        Unit::Money,
        Made::Sum { of: &[(1.0, ExternalFailure)] },
    ),
    Kpi {
        better: Better::Up,
        source: "What was delivered, when it was delivered, at the price of its item",
        ..cost("revenue", "Revenue", "units delivered × price per unit", Unit::Money, Made::Sum { of: &[(1.0, Revenue)] })
    },
    cost("copq", "Cost of poor quality", "internal + external failure + scrap", Unit::Money, Made::Sum { of: FAILURE }),
    cost(
        "copq_share",
        "Cost of poor quality by revenue",
        "(internal + external failure + scrap) / revenue",
        Unit::Share,
        by_revenue(FAILURE),
    ),
    cost("coq", "Cost of quality", "prevention + appraisal + internal + external failure + scrap", Unit::Money, Made::Sum { of: ALL }),
    cost("coq_share", "Cost of quality by revenue", "cost of quality / revenue", Unit::Share, by_revenue(ALL)),
];
