//! The limits that a planner can change, and the bounds of the programme that they are.
//!
//! Never changes one.

use super::build::{Meaning, Model};
use super::problem::{Request, Strategy};
use crate::engine::linear::{Bound, Conflict};
use serde::{Deserialize, Serialize};

/// A limit in the planner's words. Items, resources and periods by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Limit {
    /// Demand that must be met.
    Demand {
        item: usize,
        period: usize,
    },
    /// Regular hours of a resource; where there are workers, hours besides theirs.
    RegularHours {
        resource: usize,
        period: usize,
    },
    OvertimeHours {
        resource: usize,
        period: usize,
    },
    /// Overtime besides what the workers may do.
    OvertimeOfWorkers {
        resource: usize,
        period: usize,
    },
    MostWorkers {
        resource: usize,
        period: usize,
    },
    FewestWorkers {
        resource: usize,
        period: usize,
    },
    /// Units that others can make.
    Subcontract {
        item: usize,
        period: usize,
    },
    MinimumStock {
        item: usize,
        period: usize,
    },
    EndStock {
        item: usize,
    },
    MostStock {
        item: usize,
        period: usize,
    },
    /// Units that may be owed.
    Backlog {
        item: usize,
        period: usize,
    },
    /// A quantity fixed by hand.
    OwnQuantity {
        item: usize,
        period: usize,
    },
    OwnWorkers {
        resource: usize,
        period: usize,
    },
    /// Workers stay the same from the period before, as the strategy wants it.
    LevelWorkers {
        resource: usize,
        period: usize,
    },
    /// As much is made as in the period before, as the strategy wants it.
    LevelQuantity {
        item: usize,
        period: usize,
    },
    /// No other stock than what the strategy of chasing demand leaves.
    ChasedStock {
        item: usize,
        period: usize,
    },
}

impl Limit {
    /// The period that it is a limit of; nothing for the stock at the end.
    pub fn period(mut self) -> Option<usize> {
        self.period_mut().copied()
    }

    /// Whether another limit is the same one period later.
    pub fn is_followed_by(mut self, next: Limit) -> bool {
        let Some(period) = self.period_mut() else { return false };
        *period += 1;
        self == next
    }

    fn period_mut(&mut self) -> Option<&mut usize> {
        match self {
            Limit::Demand { period, .. }
            | Limit::RegularHours { period, .. }
            | Limit::OvertimeHours { period, .. }
            | Limit::OvertimeOfWorkers { period, .. }
            | Limit::MostWorkers { period, .. }
            | Limit::FewestWorkers { period, .. }
            | Limit::Subcontract { period, .. }
            | Limit::MinimumStock { period, .. }
            | Limit::MostStock { period, .. }
            | Limit::Backlog { period, .. }
            | Limit::OwnQuantity { period, .. }
            | Limit::OwnWorkers { period, .. }
            | Limit::LevelWorkers { period, .. }
            | Limit::LevelQuantity { period, .. }
            | Limit::ChasedStock { period, .. } => Some(period),
            Limit::EndStock { .. } => None,
        }
    }
}

/// The limit that a bound of a variable is; nothing for those that nobody can change (nothing is made less than not at all).
pub(super) fn limit_of(model: &Model, request: &Request, variable: usize, is_high: bool) -> Option<Limit> {
    let column = model.programme.columns.get(variable);
    let is_fixed = column.is_some_and(|column| column.low == column.high);
    let is_above_zero = column.is_some_and(|column| column.low > 0.0);
    let is_own = matches!(request.strategy, Strategy::Own(_));
    match *model.meanings.get(variable)? {
        Meaning::Made { item, period } => (is_fixed && is_own).then_some(Limit::OwnQuantity { item, period }),
        Meaning::Bought { item, period } => is_high.then_some(Limit::Subcontract { item, period }),
        Meaning::Stock { item, period } if is_fixed && request.strategy == Strategy::Chase => Some(Limit::ChasedStock { item, period }),
        Meaning::Stock { item, period } if is_high => Some(Limit::MostStock { item, period }),
        Meaning::Stock { item, period } if is_above_zero => {
            let of = request.problem.items.get(item)?;
            let is_end = period + 1 == request.problem.periods && of.end_stock > of.minimum_stock.at(period).unwrap_or(0.0);
            Some(if is_end { Limit::EndStock { item } } else { Limit::MinimumStock { item, period } })
        }
        Meaning::Owed { item, period } => is_high.then_some(Limit::Backlog { item, period }),
        Meaning::Overtime { resource, period } => is_high.then_some(Limit::OvertimeHours { resource, period }),
        Meaning::Workers { resource, period } if is_fixed && is_own => Some(Limit::OwnWorkers { resource, period }),
        Meaning::Workers { resource, period } if is_high => Some(Limit::MostWorkers { resource, period }),
        Meaning::Workers { resource, period } => is_above_zero.then_some(Limit::FewestWorkers { resource, period }),
        Meaning::Hired { resource, period } | Meaning::LaidOff { resource, period } => {
            (is_fixed && is_high).then_some(Limit::LevelWorkers { resource, period })
        }
        Meaning::Demand { item, period } => Some(Limit::Demand { item, period }),
        Meaning::Hours { resource, period } => Some(Limit::RegularHours { resource, period }),
        Meaning::OvertimeOfWorkers { resource, period } => Some(Limit::OvertimeOfWorkers { resource, period }),
        Meaning::Even { item, period } => Some(Limit::LevelQuantity { item, period }),
        Meaning::Stock { .. } | Meaning::Staff { .. } => None,
    }
}

/// The variable and bound that a limit is.
pub(super) fn bound_of(model: &Model, request: &Request, limit: Limit) -> Option<(usize, Bound)> {
    let matches = |variable: &usize, bound: Bound| limit_of(model, request, *variable, bound != Bound::Low) == Some(limit);
    for variable in 0..model.meanings.len() {
        let (low, high) = bounds(model, variable);
        if low == high {
            if matches(&variable, Bound::Both) {
                return Some((variable, Bound::Both));
            }
            continue;
        }
        for (bound, value) in [(Bound::High, high), (Bound::Low, low)] {
            if value.is_finite() && matches(&variable, bound) {
                return Some((variable, bound));
            }
        }
    }
    None
}

pub(super) fn bounds(model: &Model, variable: usize) -> (f64, f64) {
    let columns = &model.programme.columns;
    match columns.get(variable) {
        Some(column) => (column.low, column.high),
        None => model.programme.rows.get(variable - columns.len()).copied().unwrap_or((f64::NEG_INFINITY, f64::INFINITY)),
    }
}

/// The limits among bounds that contradict each other, each once.
pub(super) fn limits_of(model: &Model, request: &Request, conflicts: &[Conflict]) -> Vec<Limit> {
    let mut limits: Vec<Limit> =
        conflicts.iter().filter_map(|conflict| limit_of(model, request, conflict.variable, conflict.is_high)).collect();
    limits.sort_unstable();
    limits.dedup();
    limits
}
