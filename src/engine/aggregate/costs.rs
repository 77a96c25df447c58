//! A plan in the planner's words, and what it costs by kind and period.
//!
//! Costs are counted from the plan and the request, not taken from the programme: that both agree is a test.

use super::build::Model;
use super::problem::{Problem, Request, Series};
use serde::{Deserialize, Serialize};

/// An item's plan, by period.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ItemPlan {
    pub made: Vec<f64>,
    pub bought: Vec<f64>,
    /// At the end of the period.
    pub stock: Vec<f64>,
    pub owed: Vec<f64>,
}

/// A resource's plan, by period. Hours.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ResourcePlan {
    /// What the items use.
    pub used_hours: Vec<f64>,
    /// Regular hours that are there, those of workers included.
    pub regular_hours: Vec<f64>,
    pub overtime_hours: Vec<f64>,
    /// Empty where there are no workers, as the two that follow.
    pub workers: Vec<f64>,
    pub hired: Vec<f64>,
    pub laid_off: Vec<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CostKind {
    /// Material and whatever is paid by the piece.
    Production,
    /// Regular hours used.
    RegularHours,
    Wages,
    Overtime,
    Subcontract,
    Holding,
    Backlog,
    Hiring,
    Layoff,
}

impl CostKind {
    pub const ALL: [CostKind; 9] = [
        CostKind::Production,
        CostKind::RegularHours,
        CostKind::Wages,
        CostKind::Overtime,
        CostKind::Subcontract,
        CostKind::Holding,
        CostKind::Backlog,
        CostKind::Hiring,
        CostKind::Layoff,
    ];
}

/// What a plan costs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Costs {
    /// By kind, as in [`CostKind::ALL`], then by period.
    pub by_kind: Vec<Vec<f64>>,
    pub total: f64,
}

impl Costs {
    /// Of one kind over all periods.
    pub fn of(&self, kind: CostKind) -> f64 {
        self.by_kind.get(kind as usize).map_or(0.0, |periods| periods.iter().sum())
    }
}

/// Everything that is planned.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub items: Vec<ItemPlan>,
    pub resources: Vec<ResourcePlan>,
    pub costs: Costs,
}

/// The plan that the values of the programme's columns are.
pub(super) fn plan_of(model: &Model, request: &Request, values: &[f64]) -> Plan {
    let value = |column: usize| values.get(column).copied().unwrap_or(0.0);
    let optional = |column: Option<usize>| column.map_or(0.0, value);
    let items = model.items.iter().map(|columns| ItemPlan {
        made: columns.iter().map(|of| value(of.made)).collect(),
        bought: columns.iter().map(|of| optional(of.bought)).collect(),
        stock: columns.iter().map(|of| value(of.stock)).collect(),
        owed: columns.iter().map(|of| optional(of.owed)).collect(),
    });
    let items: Vec<ItemPlan> = items.collect();
    let problem = &request.problem;
    let resources = model.resources.iter().enumerate().map(|(at, columns)| {
        let mut used_hours = vec![0.0; problem.periods];
        for (item, plan) in problem.items.iter().zip(&items) {
            for needs in item.hours.iter().filter(|needs| needs.resource == at) {
                used_hours.iter_mut().zip(&plan.made).for_each(|(used, made)| *used += needs.hours * made);
            }
        }
        let staff = |pick: fn((usize, usize, usize)) -> usize| columns.iter().filter_map(|of| of.workers.map(pick)).map(value).collect();
        let workers: Vec<f64> = staff(|of| of.0);
        let regular_hours: Vec<f64> =
            (0..problem.periods).map(|period| regular(problem, at, period, workers.get(period).copied())).collect();
        // Where overtime costs no more than regular time, hours beyond need are no overtime.
        let needed = |period: usize| (used_hours[period] - regular_hours[period]).max(0.0);
        let overtime_hours = columns.iter().enumerate().map(|(period, of)| optional(of.overtime).min(needed(period))).collect();
        ResourcePlan { hired: staff(|of| of.1), laid_off: staff(|of| of.2), used_hours, regular_hours, overtime_hours, workers }
    });
    let resources: Vec<ResourcePlan> = resources.collect();
    let costs = costs_of(problem, &items, &resources);
    Plan { items, resources, costs }
}

fn regular(problem: &Problem, resource: usize, period: usize, workers: Option<f64>) -> f64 {
    let Some(resource) = problem.resources.get(resource) else { return 0.0 };
    let each = resource.workforce.as_ref().and_then(|workforce| workforce.hours_per_worker.at(period));
    resource.regular_hours.at(period).unwrap_or(0.0) + workers.unwrap_or(0.0) * each.unwrap_or(0.0)
}

fn costs_of(problem: &Problem, items: &[ItemPlan], resources: &[ResourcePlan]) -> Costs {
    let mut by_kind = vec![vec![0.0; problem.periods]; CostKind::ALL.len()];
    let mut add = |kind: CostKind, quantities: &[f64], cost: &Series| {
        for (period, quantity) in quantities.iter().enumerate().take(problem.periods) {
            by_kind[kind as usize][period] += quantity * cost.at(period).unwrap_or(0.0);
        }
    };
    for (item, plan) in problem.items.iter().zip(items) {
        add(CostKind::Production, &plan.made, &item.unit_cost);
        add(CostKind::Holding, &plan.stock, &item.holding_cost);
        if let Some(bought) = &item.subcontract {
            add(CostKind::Subcontract, &plan.bought, &bought.unit_cost);
        }
        if let Some(backlog) = &item.backlog {
            add(CostKind::Backlog, &plan.owed, &backlog.cost);
        }
    }
    for (resource, plan) in problem.resources.iter().zip(resources) {
        let regular: Vec<f64> = plan.used_hours.iter().zip(&plan.overtime_hours).map(|(used, overtime)| used - overtime).collect();
        add(CostKind::RegularHours, &regular, &resource.hour_cost);
        if let Some(overtime) = &resource.overtime {
            add(CostKind::Overtime, &plan.overtime_hours, &overtime.hour_cost);
        }
        if let Some(workforce) = &resource.workforce {
            add(CostKind::Wages, &plan.workers, &workforce.wage);
            add(CostKind::Hiring, &plan.hired, &workforce.hire_cost);
            add(CostKind::Layoff, &plan.laid_off, &workforce.layoff_cost);
        }
    }
    let total = by_kind.iter().flatten().sum();
    Costs { by_kind, total }
}
