//! What one more of a limit is worth, and over which values of the limit that holds.
//!
//! Worth is cost saved: negative where one more costs. With whole workers it is what the limit is worth while the workers stay as planned.

use super::build::Model;
use super::limits::{Limit, bound_of, bounds, limit_of};
use super::problem::Request;
use crate::engine::linear::{Curve, Place, Simplex, curve_of};
use serde::{Deserialize, Serialize};

/// Values of a limit over which one unit more is worth the same.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PricePiece {
    pub from: f64,
    pub to: f64,
    pub worth: f64,
}

/// What a limit is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Price {
    pub limit: Limit,
    /// The value that the limit has.
    pub at: f64,
    /// Cost saved by one unit more, from here upwards; and by what one unit less would cost, from here downwards. They differ where the plan stands at
    /// a corner. Nothing where there is no plan beyond, or no less than nothing.
    pub worth_of_more: Option<f64>,
    pub worth_of_less: Option<f64>,
    /// The values around, upwards, the current one inside or between two.
    pub pieces: Vec<PricePiece>,
    /// Below this, and above this, there is no plan that keeps all limits.
    pub possible_from: Option<f64>,
    pub possible_to: Option<f64>,
}

/// Pieces followed in each direction.
const PIECES: usize = 3;

/// All limits at which the plan stands and where one unit more or less makes a difference, the dearest first, with the worth of one unit more.
pub(super) fn binding(model: &Model, request: &Request, simplex: &Simplex) -> Vec<(Limit, f64)> {
    let mut found: Vec<(Limit, f64)> = (0..model.meanings.len())
        .filter_map(|variable| {
            let worth = -simplex.price(variable);
            let place = simplex.place(variable);
            let (low, high) = bounds(model, variable);
            // Workers that are whole people were fixed by the search: that is no limit of the request.
            if place == Place::Basic || worth.abs() <= 1e-9 || simplex.bounds(variable) != (low, high) {
                return None;
            }
            let is_high = if low == high { true } else { place == Place::High };
            limit_of(model, request, variable, is_high).map(|limit| (limit, worth))
        })
        .collect();
    found.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
    found
}

/// Follows one limit in both directions; nothing where the request has no such limit.
pub(super) fn price_of(model: &Model, request: &Request, simplex: &Simplex, limit: Limit) -> Option<Price> {
    let (variable, bound) = bound_of(model, request, limit).filter(|found| simplex.bounds(found.0) == bounds(model, found.0))?;
    let curve = curve_of(simplex, variable, bound, PIECES);
    // The bound is the demand less what comes anyway; in the first period less the opening stock too.
    let shift = shift_of(request, limit);
    Some(price(limit, &curve, shift))
}

fn shift_of(request: &Request, limit: Limit) -> f64 {
    let Limit::Demand { item, period } = limit else { return 0.0 };
    request.problem.items.get(item).map_or(0.0, |item| {
        let opening = if period == 0 { item.opening_stock - item.opening_backlog } else { 0.0 };
        opening + item.receipts.get(period).copied().unwrap_or(0.0)
    })
}

fn price(limit: Limit, curve: &Curve, shift: f64) -> Price {
    let at = curve.at + shift;
    // Hours, workers and units below zero are none; changes may be of either sign.
    let least = match limit {
        Limit::LevelWorkers { .. } | Limit::LevelQuantity { .. } | Limit::OvertimeOfWorkers { .. } => f64::NEG_INFINITY,
        _ => 0.0,
    };
    let near = 1e-7 * (1.0 + at.abs());
    let pieces: Vec<PricePiece> = curve
        .pieces
        .iter()
        .map(|piece| PricePiece {
            from: (piece.from + shift).max(least),
            to: piece.to + shift,
            worth: if piece.price == 0.0 { 0.0 } else { -piece.price },
        })
        .filter(|piece| piece.to > piece.from)
        .collect();
    Price {
        limit,
        at,
        worth_of_more: pieces.iter().find(|piece| piece.to > at + near && piece.from <= at + near).map(|piece| piece.worth),
        worth_of_less: pieces.iter().rev().find(|piece| piece.from < at - near && piece.to >= at - near).map(|piece| piece.worth),
        pieces,
        possible_from: curve.possible_from.map(|value| value + shift).filter(|value| *value > least),
        possible_to: curve.possible_to.map(|value| value + shift),
    }
}
