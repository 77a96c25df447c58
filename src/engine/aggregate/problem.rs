//! The aggregate plan as plain data in the planner's words: items, resources, demand, limits and costs by period.
//!
//! Never knows columns or rows.

use serde::{Deserialize, Serialize};

/// A number for each period: beyond the end of the list its last value goes on. An empty list says nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Series(pub Vec<f64>);

impl Series {
    /// The number of a period; nothing where nothing is said.
    pub fn at(&self, period: usize) -> Option<f64> {
        self.0.get(period).or(self.0.last()).copied()
    }
}

impl From<f64> for Series {
    fn from(number: f64) -> Series {
        Series(vec![number])
    }
}

impl From<Vec<f64>> for Series {
    fn from(numbers: Vec<f64>) -> Series {
        Series(numbers)
    }
}

/// What is planned: everything by position, periods counted from zero.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    pub periods: usize,
    pub items: Vec<Item>,
    pub resources: Vec<Resource>,
}

/// A product or family of products.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Units per period; zero beyond the end of the list.
    pub demand: Vec<f64>,
    /// Units that come in each period whatever is planned: orders released before; zero beyond the end of the list.
    pub receipts: Vec<f64>,
    pub hours: Vec<HoursPerUnit>,
    /// Of one unit made, hours apart: material, and whatever is paid by the piece.
    pub unit_cost: Series,
    /// Of one unit in stock at the end of a period.
    pub holding_cost: Series,
    pub opening_stock: f64,
    /// Units promised before the first period and not delivered.
    pub opening_backlog: f64,
    /// At the end of each period.
    pub minimum_stock: Series,
    /// At the end of each period; no limit where nothing is said.
    pub most_stock: Series,
    /// At least, after the last period.
    pub end_stock: f64,
    /// Nothing where all demand must be met in its period.
    pub backlog: Option<Backlog>,
    /// Nothing where nobody else makes it.
    pub subcontract: Option<Subcontract>,
}

impl Item {
    /// Demand of a period less what comes anyway; below zero where more comes.
    pub(super) fn still_asked(&self, period: usize) -> f64 {
        let of = |list: &[f64]| list.get(period).copied().unwrap_or(0.0);
        of(&self.demand) - of(&self.receipts)
    }
}

/// Hours that one unit takes on a resource.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HoursPerUnit {
    pub resource: usize,
    pub hours: f64,
}

/// Demand that may be met later.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Backlog {
    /// Of one unit owed at the end of a period.
    pub cost: Series,
    /// Units owed at most; no limit where nothing is said.
    pub most: Series,
    /// Units that may still be owed after the last period.
    pub at_end: f64,
}

/// Units bought from others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Subcontract {
    pub unit_cost: Series,
    /// Units per period; no limit where nothing is said.
    pub most: Series,
}

/// A resource whose hours are planned.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    /// Hours that are there anyway; besides the workers' own where there are workers.
    pub regular_hours: Series,
    /// Of one regular hour used.
    pub hour_cost: Series,
    /// Nothing where nobody can be hired or laid off.
    pub workforce: Option<Workforce>,
    /// Nothing where there is no overtime.
    pub overtime: Option<Overtime>,
}

/// Workers that can be hired and laid off.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Workforce {
    /// Before the first period.
    pub opening: f64,
    /// Regular hours of one worker.
    pub hours_per_worker: Series,
    /// Of one worker, whether there is work or not.
    pub wage: Series,
    pub hire_cost: Series,
    pub layoff_cost: Series,
    pub fewest: Series,
    /// No limit where nothing is said.
    pub most: Series,
}

/// Hours beyond the regular ones.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Overtime {
    pub hour_cost: Series,
    /// No limit where nothing is said.
    pub most_hours: Series,
    /// Of each worker; no limit where nothing is said, or where there are no workers.
    pub most_hours_per_worker: Series,
}

/// How production follows demand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Strategy {
    /// Whatever costs least.
    #[default]
    Optimum,
    /// The same from the first period to the last: workers, where there are any; otherwise the quantity of each item.
    Level,
    /// What each period asks for: no stock but the minimum, nothing owed.
    Chase,
    /// Quantities and workers of one's own; the rest costs as little as it can.
    Own(Own),
}

/// What is fixed by hand, by item or resource and period; the rest is free.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Own {
    /// Units made.
    pub production: Vec<Vec<Option<f64>>>,
    pub workers: Vec<Vec<Option<f64>>>,
}

/// What a plan may use besides regular time and stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Levers {
    pub overtime: bool,
    pub subcontract: bool,
    pub backlog: bool,
}

impl Default for Levers {
    fn default() -> Levers {
        Levers { overtime: true, subcontract: true, backlog: true }
    }
}

/// Something asked of the aggregate planner.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Request {
    pub problem: Problem,
    pub strategy: Strategy,
    pub levers: Levers,
    /// Whether workers are whole people.
    pub whole_workers: bool,
}
