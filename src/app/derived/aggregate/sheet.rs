//! The aggregate plan as the artefact: lines by item and resource, costs by kind.

use super::basis::Basis;
use crate::app::derived::production_plan::{PlanBlock, PlanLine, PlanSheet};
use crate::engine::aggregate::{CostKind, Costs, Plan};
use crate::model::text::number_text;

/// The plan as the artefact; without a plan only what is asked for and there.
pub fn aggregate_sheet(basis: &Basis, plan: Option<&Plan>) -> PlanSheet {
    let line = |label, values: Vec<f64>, is_gap| PlanLine { label, values, is_gap };
    let some = |values: &[f64]| values.iter().any(|value| value.abs() > 1e-9);
    let items = basis.item_names.iter().enumerate().map(|(at, name)| {
        let mut lines = Vec::new();
        if let Some(asked) = basis.asked.get(at) {
            lines.push(line("Promised", asked.promised.clone(), false));
            lines.push(line("Open orders", asked.open.clone(), false));
            lines.push(line("Forecast", asked.forecast.clone(), false));
        }
        lines.extend(
            basis.released.get(at).filter(|released| some(released)).map(|released| line("Released already", released.clone(), false)),
        );
        if let Some(plan) = plan.and_then(|plan| plan.items.get(at)) {
            lines.push(line("Planned output", plan.made.clone(), false));
            if some(&plan.bought) {
                lines.push(line("From others", plan.bought.clone(), false));
            }
            lines.push(line("Stock at the end", plan.stock.clone(), false));
            lines.push(line("Owed", plan.owed.clone(), true));
        }
        PlanBlock { name: name.clone(), unit: basis.units.get(at).cloned().unwrap_or_default(), lines }
    });
    let resources = basis.resource_names.iter().enumerate().map(|(at, name)| {
        let mut lines = Vec::new();
        if let Some(plan) = plan.and_then(|plan| plan.resources.get(at)) {
            lines.push(line("Required", plan.used_hours.clone(), false));
            lines.push(line("Regular hours", plan.regular_hours.clone(), false));
            lines.push(line("Overtime", plan.overtime_hours.clone(), false));
            if !plan.workers.is_empty() {
                lines.push(line("Workers", plan.workers.clone(), false));
            }
        }
        PlanBlock { name: name.clone(), unit: "h".to_owned(), lines }
    });
    let rounded = |mut block: PlanBlock| {
        for line in &mut block.lines {
            line.values.iter_mut().for_each(|value| *value = (*value * 10.0).round() / 10.0);
        }
        block
    };
    PlanSheet {
        periods: basis.period_names.clone(),
        items: items.map(rounded).collect(),
        resources: resources.map(rounded).collect(),
        assumptions: basis.assumptions.clone(),
    }
}

/// The costs by kind, those that are nothing left out.
pub fn cost_lines(costs: &Costs, currency: &str) -> Vec<(String, String)> {
    let named = CostKind::ALL.iter().map(|kind| (cost_name(*kind), costs.of(*kind)));
    named.filter(|(_, cost)| cost.abs() >= 0.5).map(|(name, cost)| (name.to_owned(), money(cost, currency))).collect()
}

/// An amount of money in whole units.
pub(super) fn money(amount: f64, currency: &str) -> String {
    let number = number_text(amount.round());
    if currency.is_empty() { number } else { format!("{number} {currency}") }
}

pub(in crate::app::derived) fn cost_name(kind: CostKind) -> &'static str {
    match kind {
        CostKind::Production => "Material",
        CostKind::RegularHours => "Regular hours",
        CostKind::Wages => "Wages",
        CostKind::Overtime => "Overtime",
        CostKind::Subcontract => "Bought from others",
        CostKind::Holding => "Keeping stock",
        CostKind::Backlog => "Owing demand",
        CostKind::Hiring => "Taking people on",
        CostKind::Layoff => "Laying people off",
    }
}
