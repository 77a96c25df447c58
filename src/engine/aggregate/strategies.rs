//! What a strategy adds to the limits of a model: the same all the time, what is asked for, or quantities of one's own.
//!
//! Never takes a limit away.

use super::build::{Meaning, Model};
use super::problem::{Own, Request, Strategy};

/// Puts the limits of the request's strategy on.
pub(super) fn restrict(model: &mut Model, request: &Request) {
    match &request.strategy {
        Strategy::Optimum => {}
        Strategy::Level => level(model, request),
        Strategy::Chase => chase(model, request),
        Strategy::Own(own) => fix(model, own),
    }
}

fn set(model: &mut Model, column: usize, low: f64, high: f64) {
    if let Some(column) = model.programme.columns.get_mut(column) {
        (column.low, column.high) = (low, high);
    }
}

/// Nobody is hired or laid off after the first period; items that no workers make are made evenly.
fn level(model: &mut Model, request: &Request) {
    for resource in 0..model.resources.len() {
        for period in 1..request.problem.periods {
            if let Some((_, hired, laid_off)) = model.resources[resource][period].workers {
                set(model, hired, 0.0, 0.0);
                set(model, laid_off, 0.0, 0.0);
            }
        }
    }
    for (at, item) in request.problem.items.iter().enumerate() {
        let has_workers = |resource: usize| request.problem.resources.get(resource).is_some_and(|resource| resource.workforce.is_some());
        if item.hours.iter().any(|needs| has_workers(needs.resource)) {
            continue;
        }
        for period in 1..request.problem.periods {
            let row = model.programme.add_row(0.0, 0.0);
            model.meanings.push(Meaning::Even { item: at, period });
            model.programme.add_entry(row, model.items[at][period].made, 1.0);
            model.programme.add_entry(row, model.items[at][period - 1].made, -1.0);
        }
    }
}

/// Stock falls to its minimum as fast as demand lets it, and nothing is owed.
fn chase(model: &mut Model, request: &Request) {
    for (at, item) in request.problem.items.iter().enumerate() {
        let mut stock = item.opening_stock - item.opening_backlog;
        for period in 0..request.problem.periods {
            let of = model.items[at][period];
            let least = model.programme.columns.get(of.stock).map_or(0.0, |column| column.low);
            stock = (stock - item.still_asked(period)).max(least);
            set(model, of.stock, stock, stock);
            if let Some(owed) = of.owed {
                set(model, owed, 0.0, 0.0);
            }
        }
    }
}

fn fix(model: &mut Model, own: &Own) {
    let mut fixed = Vec::new();
    for (columns, quantities) in model.items.iter().zip(&own.production) {
        fixed.extend(columns.iter().zip(quantities).map(|(of, quantity)| (Some(of.made), *quantity)));
    }
    for (columns, workers) in model.resources.iter().zip(&own.workers) {
        fixed.extend(columns.iter().zip(workers).map(|(of, workers)| (of.workers.map(|of| of.0), *workers)));
    }
    for (column, quantity) in fixed {
        if let (Some(column), Some(quantity)) = (column, quantity.filter(|quantity| quantity.is_finite())) {
            set(model, column, quantity.max(0.0), quantity.max(0.0));
        }
    }
}
