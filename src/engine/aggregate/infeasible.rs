//! When no plan keeps all limits: which of them contradict each other, and the least change that would do.
//!
//! Never decides which limit gives way: every kind that can by itself is offered, with how much and when.

use super::build::{Meaning, Model};
use super::limits::{Limit, limit_of, limits_of};
use super::problem::Request;
use crate::engine::linear::{Conflict, Ended, Programme, Simplex};
use serde::{Deserialize, Serialize};

/// A kind of limit that may give way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Relief {
    /// Demand that is not met, in units.
    LessDemand,
    /// Demand that is met later, in units owed from one period to the next.
    LaterDemand,
    /// Stock below its minimum or its end, in units.
    LessStock,
    /// In units.
    MoreSubcontract,
    /// In hours.
    MoreRegularHours,
    /// In hours.
    MoreOvertime,
    /// More workers than the most there may be, in workers and periods.
    MoreWorkers,
    /// Other quantities or workers than the strategy or one's own hand wants.
    OtherStrategy,
}

impl Relief {
    pub const ALL: [Relief; 8] = [
        Relief::LessDemand,
        Relief::LaterDemand,
        Relief::LessStock,
        Relief::MoreSubcontract,
        Relief::MoreRegularHours,
        Relief::MoreOvertime,
        Relief::MoreWorkers,
        Relief::OtherStrategy,
    ];
}

/// A limit, and by how much it would have to be another: positive upwards.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub limit: Limit,
    pub by: f64,
}

/// The least change of one kind of limit that makes a plan possible.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeastChange {
    /// Several only where no kind would do by itself.
    pub kinds: Vec<Relief>,
    pub total: f64,
    pub changes: Vec<Change>,
}

/// Why there is no plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Contradiction {
    /// None of these can be kept together with all the others; without any one of them they could.
    pub limits: Vec<Limit>,
    pub least_changes: Vec<LeastChange>,
}

/// Looks for the least change of each kind by itself, and of all together where none would do. `goes_on` is asked on the way.
pub(super) fn explain(model: &Model, request: &Request, conflicts: &[Conflict], goes_on: &dyn Fn() -> bool) -> Contradiction {
    let limits = limits_of(model, request, conflicts);
    let mut least_changes: Vec<LeastChange> =
        Relief::ALL.iter().filter_map(|kind| least_change(model, request, &[*kind], goes_on)).collect();
    if least_changes.is_empty() {
        least_changes.extend(least_change(model, request, &Relief::ALL, goes_on));
    }
    Contradiction { limits, least_changes }
}

/// A column that stretches a limit: which, and by how much one unit of it stretches it.
struct Elastic {
    column: usize,
    limit: Limit,
    sign: f64,
}

fn least_change(model: &Model, request: &Request, kinds: &[Relief], goes_on: &dyn Fn() -> bool) -> Option<LeastChange> {
    let mut programme = model.programme.clone();
    programme.columns.iter_mut().for_each(|column| column.cost = 0.0);
    let mut elastic = Vec::new();
    for kind in kinds {
        stretch(model, request, *kind, &mut programme, &mut elastic);
    }
    if elastic.is_empty() {
        return None;
    }
    let mut simplex = Simplex::new(&programme);
    if simplex.solve(&mut |_, _, _| goes_on()) != Ended::Optimal {
        return None;
    }
    let values = simplex.values();
    let mut changes: Vec<Change> = Vec::new();
    for Elastic { column, limit, sign } in elastic {
        let by = sign * values.get(column).copied().unwrap_or(0.0);
        if by.abs() > 1e-7 {
            match changes.iter_mut().find(|change| change.limit == limit) {
                Some(change) => change.by += by,
                None => changes.push(Change { limit, by }),
            }
        }
    }
    let total = changes.iter().map(|change| change.by.abs()).sum();
    Some(LeastChange { kinds: kinds.to_vec(), total, changes })
}

/// Adds the columns that stretch limits of one kind: what does the same as a limited column, without its limit.
fn stretch(model: &Model, request: &Request, kind: Relief, programme: &mut Programme, elastic: &mut Vec<Elastic>) {
    let mut add = |entries: Vec<(usize, f64)>, most: f64, limit: Limit, sign: f64| {
        let column = programme.add_column(1.0, 0.0, most);
        entries.iter().for_each(|(row, value)| programme.add_entry(*row, column, *value));
        elastic.push(Elastic { column, limit, sign });
    };
    let endless = f64::INFINITY;
    for (at, (column, meaning)) in model.programme.columns.iter().zip(&model.meanings).enumerate() {
        let entries = || column.entries.clone();
        let turned = || column.entries.iter().map(|(row, value)| (*row, -value)).collect::<Vec<_>>();
        let high = limit_of(model, request, at, true).filter(|_| column.high.is_finite());
        let low = limit_of(model, request, at, false);
        match (kind, meaning) {
            (Relief::LessStock, Meaning::Stock { .. }) => {
                if let Some(limit @ (Limit::MinimumStock { .. } | Limit::EndStock { .. })) = low {
                    add(turned(), column.low, limit, -1.0);
                }
            }
            (Relief::MoreSubcontract, Meaning::Bought { .. }) | (Relief::LaterDemand, Meaning::Owed { .. }) => {
                if let Some(limit) = high {
                    add(entries(), endless, limit, 1.0);
                }
            }
            (Relief::MoreOvertime, Meaning::Overtime { resource, period }) => {
                // Beyond its own limit and beyond what the workers may do.
                if let Some(row) = model.resources.get(*resource).and_then(|of| of.get(*period)).map(|of| of.hours_row) {
                    let limit = Limit::OvertimeHours { resource: *resource, period: *period };
                    add(vec![(row, -1.0)], endless, limit, 1.0);
                }
            }
            (Relief::MoreWorkers, Meaning::Workers { .. }) => {
                if let Some(limit @ Limit::MostWorkers { .. }) = high {
                    add(entries(), endless, limit, 1.0);
                }
            }
            (Relief::OtherStrategy, Meaning::Made { .. } | Meaning::Workers { .. } | Meaning::Stock { .. }) => {
                if let Some(limit @ (Limit::OwnQuantity { .. } | Limit::OwnWorkers { .. } | Limit::ChasedStock { .. })) = high {
                    add(entries(), endless, limit, 1.0);
                    add(turned(), column.low, limit, -1.0);
                }
            }
            (Relief::OtherStrategy, Meaning::Hired { .. } | Meaning::LaidOff { .. }) => {
                if let Some(limit @ Limit::LevelWorkers { .. }) = high {
                    add(entries(), endless, limit, if matches!(meaning, Meaning::Hired { .. }) { 1.0 } else { -1.0 });
                }
            }
            _ => {}
        }
    }
    for (row, meaning) in model.meanings.iter().skip(model.programme.columns.len()).enumerate() {
        match (kind, *meaning) {
            (Relief::LessDemand, Meaning::Demand { item, period }) => {
                let demand = request.problem.items.get(item).and_then(|item| item.demand.get(period)).copied().unwrap_or(0.0);
                add(vec![(row, 1.0)], demand, Limit::Demand { item, period }, -1.0);
            }
            (Relief::LaterDemand, Meaning::Demand { item, period }) => {
                // Where nothing may be owed there is no column for it; what is owed at the very end would not be met at all.
                let of = model.items.get(item);
                let next = of.and_then(|of| of.get(period + 1)).map(|of| of.demand_row);
                if let (None, Some(next)) = (of.and_then(|of| of.get(period)).and_then(|of| of.owed), next) {
                    add(vec![(row, 1.0), (next, -1.0)], endless, Limit::Backlog { item, period }, 1.0);
                }
            }
            (Relief::MoreRegularHours, Meaning::Hours { resource, period }) => {
                add(vec![(row, -1.0)], endless, Limit::RegularHours { resource, period }, 1.0);
            }
            (Relief::OtherStrategy, Meaning::Even { item, period }) => {
                let limit = Limit::LevelQuantity { item, period };
                add(vec![(row, 1.0)], endless, limit, -1.0);
                add(vec![(row, -1.0)], endless, limit, 1.0);
            }
            _ => {}
        }
    }
}
