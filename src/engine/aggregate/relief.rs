//! Limits made elastic: for each limit of a kind a column that stretches it, at a cost of one for each unit.
//!
//! Never solves; what a stretched limit comes to is what it would have to be for a plan to exist (Chinneck 2008, chapter 6).

use super::build::{Meaning, Model};
use super::infeasible::Relief;
use super::limits::{Limit, limit_of};
use super::problem::Request;
use crate::engine::linear::Programme;

/// A column that stretches a limit: which, and by how much one unit of it stretches it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Elastic {
    pub column: usize,
    pub limit: Limit,
    pub sign: f64,
}

/// Adds the columns that stretch limits of one kind: what does the same as a limited column, without its limit.
pub(super) fn stretch(model: &Model, request: &Request, kind: Relief, programme: &mut Programme, elastic: &mut Vec<Elastic>) {
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
            (Relief::MoreStock, Meaning::Stock { .. }) => {
                if let Some(limit @ Limit::MostStock { .. }) = high {
                    add(entries(), endless, limit, 1.0);
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
