//! From the planner's words to a linear programme, and the layout that leads back.
//!
//! Never solves; what is unlawful in the data was mended before ([`super::lawful`]).
//!
//! Columns: units made, bought, in stock and owed by item and period; overtime, workers, hired and laid off by resource and period. Rows: what is in
//! stock or owed follows from the period before; hours used are covered; overtime keeps to the workers; workers follow from the period before.

use super::problem::{Item, Problem, Request, Resource, Series};
use crate::engine::linear::Programme;

/// What a column, or the sum of a row, is in the planner's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Made {
        item: usize,
        period: usize,
    },
    Bought {
        item: usize,
        period: usize,
    },
    Stock {
        item: usize,
        period: usize,
    },
    Owed {
        item: usize,
        period: usize,
    },
    Overtime {
        resource: usize,
        period: usize,
    },
    Workers {
        resource: usize,
        period: usize,
    },
    Hired {
        resource: usize,
        period: usize,
    },
    LaidOff {
        resource: usize,
        period: usize,
    },
    /// Demand is met from what is made, bought, in stock or owed.
    Demand {
        item: usize,
        period: usize,
    },
    /// Hours used, less overtime and the hours of workers.
    Hours {
        resource: usize,
        period: usize,
    },
    /// Overtime less what the workers may do of it.
    OvertimeOfWorkers {
        resource: usize,
        period: usize,
    },
    /// Workers follow from the period before.
    Staff {
        resource: usize,
        period: usize,
    },
    /// As much is made as in the period before.
    Even {
        item: usize,
        period: usize,
    },
}

/// Columns of an item in a period.
#[derive(Clone, Copy, Debug)]
pub(super) struct ItemColumns {
    pub made: usize,
    pub bought: Option<usize>,
    pub stock: usize,
    pub owed: Option<usize>,
    pub demand_row: usize,
}

/// Columns of a resource in a period.
#[derive(Clone, Copy, Debug)]
pub(super) struct ResourceColumns {
    pub overtime: Option<usize>,
    /// Workers, hired, laid off.
    pub workers: Option<(usize, usize, usize)>,
    pub hours_row: usize,
}

/// The programme and what its parts mean.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    pub programme: Programme,
    /// By variable: columns, then rows.
    pub meanings: Vec<Meaning>,
    /// By item, then period.
    pub items: Vec<Vec<ItemColumns>>,
    pub resources: Vec<Vec<ResourceColumns>>,
}

/// The model of a request without its strategy's limits, which are put on afterwards.
pub(super) fn build(request: &Request) -> Model {
    let problem = &request.problem;
    let mut builder = Builder::default();
    for (at, resource) in problem.resources.iter().enumerate() {
        builder.resource(at, resource, request);
    }
    for (at, item) in problem.items.iter().enumerate() {
        builder.item(at, item, request);
    }
    let Builder { mut model, columns, mut rows } = builder;
    model.meanings = columns;
    model.meanings.append(&mut rows);
    super::strategies::restrict(&mut model, request);
    model
}

#[derive(Default)]
struct Builder {
    model: Model,
    columns: Vec<Meaning>,
    rows: Vec<Meaning>,
}

impl Builder {
    fn column(&mut self, meaning: Meaning, cost: f64, low: f64, high: f64) -> usize {
        self.columns.push(meaning);
        self.model.programme.add_column(cost, low, high)
    }

    fn row(&mut self, meaning: Meaning, low: f64, high: f64) -> usize {
        self.rows.push(meaning);
        self.model.programme.add_row(low, high)
    }

    fn entry(&mut self, row: usize, column: usize, value: f64) {
        self.model.programme.add_entry(row, column, value);
    }

    fn resource(&mut self, at: usize, resource: &Resource, request: &Request) {
        let mut columns: Vec<ResourceColumns> = Vec::new();
        for period in 0..request.problem.periods {
            let regular = resource.regular_hours.at(period).unwrap_or(0.0);
            let hours_row = self.row(Meaning::Hours { resource: at, period }, f64::NEG_INFINITY, regular);
            let workers = resource.workforce.as_ref().map(|workforce| {
                let cost = |series: &Series| series.at(period).unwrap_or(0.0);
                let fewest = cost(&workforce.fewest);
                let most = workforce.most.at(period).unwrap_or(f64::INFINITY).max(fewest);
                let workers = self.column(Meaning::Workers { resource: at, period }, cost(&workforce.wage), fewest, most);
                let hired = self.column(Meaning::Hired { resource: at, period }, cost(&workforce.hire_cost), 0.0, f64::INFINITY);
                let laid_off = self.column(Meaning::LaidOff { resource: at, period }, cost(&workforce.layoff_cost), 0.0, f64::INFINITY);
                let opening = if period == 0 { workforce.opening } else { 0.0 };
                let staff_row = self.row(Meaning::Staff { resource: at, period }, opening, opening);
                self.entry(staff_row, workers, 1.0);
                self.entry(staff_row, hired, -1.0);
                self.entry(staff_row, laid_off, 1.0);
                if let Some((before, _, _)) = columns.last().and_then(|before| before.workers) {
                    self.entry(staff_row, before, -1.0);
                }
                self.entry(hours_row, workers, -workforce.hours_per_worker.at(period).unwrap_or(0.0));
                (workers, hired, laid_off)
            });
            let overtime = resource.overtime.as_ref().filter(|_| request.levers.overtime).map(|overtime| {
                // What an hour costs more than a regular one: regular hours are paid with the units that use them.
                let cost = overtime.hour_cost.at(period).unwrap_or(0.0) - resource.hour_cost.at(period).unwrap_or(0.0);
                let most = overtime.most_hours.at(period).unwrap_or(f64::INFINITY);
                let column = self.column(Meaning::Overtime { resource: at, period }, cost.max(0.0), 0.0, most);
                self.entry(hours_row, column, -1.0);
                if let (Some((workers, _, _)), Some(each)) = (workers, overtime.most_hours_per_worker.at(period)) {
                    let row = self.row(Meaning::OvertimeOfWorkers { resource: at, period }, f64::NEG_INFINITY, 0.0);
                    self.entry(row, column, 1.0);
                    self.entry(row, workers, -each);
                }
                column
            });
            columns.push(ResourceColumns { overtime, workers, hours_row });
        }
        self.model.resources.push(columns);
    }

    fn item(&mut self, at: usize, item: &Item, request: &Request) {
        let problem: &Problem = &request.problem;
        let mut columns: Vec<ItemColumns> = Vec::new();
        for period in 0..problem.periods {
            let is_last = period + 1 == problem.periods;
            let mut needed = item.still_asked(period);
            if period == 0 {
                needed += item.opening_backlog - item.opening_stock;
            }
            let demand_row = self.row(Meaning::Demand { item: at, period }, needed, needed);
            let of_hours = item.hours.iter().map(|needs| {
                let cost = problem.resources.get(needs.resource).and_then(|resource| resource.hour_cost.at(period));
                needs.hours * cost.unwrap_or(0.0)
            });
            let cost = item.unit_cost.at(period).unwrap_or(0.0) + of_hours.sum::<f64>();
            let made = self.column(Meaning::Made { item: at, period }, cost, 0.0, f64::INFINITY);
            self.entry(demand_row, made, 1.0);
            for needs in &item.hours {
                if let Some(row) = self.model.resources.get(needs.resource).and_then(|of| of.get(period)).map(|of| of.hours_row) {
                    self.entry(row, made, needs.hours);
                }
            }
            let bought = item.subcontract.as_ref().filter(|_| request.levers.subcontract).map(|bought| {
                let most = bought.most.at(period).unwrap_or(f64::INFINITY);
                let column = self.column(Meaning::Bought { item: at, period }, bought.unit_cost.at(period).unwrap_or(0.0), 0.0, most);
                self.entry(demand_row, column, 1.0);
                column
            });
            let least = item.minimum_stock.at(period).unwrap_or(0.0).max(if is_last { item.end_stock } else { 0.0 });
            let most = item.most_stock.at(period).unwrap_or(f64::INFINITY).max(least);
            let stock = self.column(Meaning::Stock { item: at, period }, item.holding_cost.at(period).unwrap_or(0.0), least, most);
            self.entry(demand_row, stock, -1.0);
            let owed = item.backlog.as_ref().filter(|_| request.levers.backlog).map(|backlog| {
                let most = backlog.most.at(period).unwrap_or(f64::INFINITY);
                let most = if is_last { most.min(backlog.at_end) } else { most };
                let column = self.column(Meaning::Owed { item: at, period }, backlog.cost.at(period).unwrap_or(0.0), 0.0, most);
                self.entry(demand_row, column, 1.0);
                column
            });
            if let Some(before) = columns.last().copied() {
                self.entry(demand_row, before.stock, 1.0);
                if let Some(owed) = before.owed {
                    self.entry(demand_row, owed, -1.0);
                }
            }
            columns.push(ItemColumns { made, bought, stock, owed, demand_row });
        }
        self.model.items.push(columns);
    }
}
