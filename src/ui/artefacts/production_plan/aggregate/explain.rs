//! What a number of the plan ahead is made of: formula, inputs and the orders behind it.

use super::planner::Ahead;
use crate::app::derived::aggregate::Basis;
use crate::app::derived::production_plan::PlanSheet;
use crate::engine::aggregate::Plan;
use crate::model::{OrderStatus, RecordId, Verdict, Workspace};
use crate::ui::artefacts::production_plan::page::Place;
use crate::ui::widgets::entry::number_text;
use crate::ui::widgets::{Explained, SourceRow};
use leptos::prelude::*;

/// The explanation of a number; nothing where there is none at the place.
pub fn explain(ahead: Ahead, sheet: &PlanSheet, place: Place) -> Option<Explained> {
    let basis = ahead.basis.get();
    let planned = ahead.chosen();
    let plan = planned.as_ref().and_then(|planned| planned.outcome.plan.as_ref());
    let items = sheet.items.len();
    let block = sheet.items.iter().chain(&sheet.resources).nth(place.block)?;
    let line = block.lines.get(place.line)?;
    let value = line.values.get(place.period)?;
    let period = basis.period_names.get(place.period)?.clone();
    let mut of = Explained { label: format!("{}, {}, {period}", block.name, line.label), value: number(*value), ..Explained::default() };
    match place.block.checked_sub(items) {
        None => item(ahead, &basis, plan, place.block, place.period, line.label, &mut of),
        Some(resource) => hours(&basis, plan, resource, place.period, line.label, &mut of),
    }
    Some(of)
}

fn number(value: f64) -> String {
    number_text(value, if value.fract() == 0.0 { 0 } else { 2 })
}

fn item(ahead: Ahead, basis: &Basis, plan: Option<&Plan>, at: usize, period: usize, label: &str, of: &mut Explained) {
    let planned = plan.and_then(|plan| plan.items.get(at));
    let past = |list: &[f64]| period.checked_sub(1).and_then(|before| list.get(before)).copied().unwrap_or(0.0);
    let problem = basis.problem.items.get(at);
    let input = |name: &str, value: f64| (name.to_owned(), number(value));
    let asked = basis.asked.get(at);
    match label {
        "Promised" | "Open orders" => {
            of.formula = "sum of the quantities of open orders due in the period".to_owned();
            of.note = "Promised are those that the accepted plan delivers.".to_owned();
            of.rows = ahead.session.peek(|workspace| orders(workspace, basis, at, period, label == "Promised"));
        }
        "Forecast" => {
            of.formula = "accepted forecast or override, less what orders have used up, spread over its days".to_owned();
            of.note = "Series and their methods stand under Demand, Forecast.".to_owned();
        }
        "Released already" => {
            of.formula = "what released orders to make bring in the period".to_owned();
        }
        "Planned output" => {
            of.formula = "chosen so that all costs together are least within the limits".to_owned();
            let hours = problem.into_iter().flat_map(|item| &item.hours).map(|line| {
                let name = basis.resource_names.get(line.resource).cloned().unwrap_or_default();
                (format!("Hours per unit, {name}"), number_text(line.hours, 3))
            });
            of.inputs = hours.collect();
            of.inputs.extend(problem.and_then(|item| item.unit_cost.at(period)).map(|cost| input("Material per unit", cost)));
        }
        "Stock at the end" | "Owed" => {
            of.formula = "stock before + output + from others + released − asked for; what is missing is owed".to_owned();
            let Some((planned, asked)) = planned.zip(asked) else { return };
            let opening = problem.map_or(0.0, |item| item.opening_stock - item.opening_backlog);
            let before = if period == 0 { opening } else { past(&planned.stock) - past(&planned.owed) };
            of.inputs = vec![
                input("Stock less owed before", before),
                input("Planned output", planned.made.get(period).copied().unwrap_or(0.0)),
                input("From others", planned.bought.get(period).copied().unwrap_or(0.0)),
                input("Released already", basis.released.get(at).and_then(|list| list.get(period)).copied().unwrap_or(0.0)),
                input("Asked for", asked.total(period)),
            ];
            of.inputs.extend(problem.and_then(|item| item.minimum_stock.at(period)).map(|least| input("Safety stock", least)));
        }
        _ => of.formula = "bought from others where that costs less, or where hours are missing".to_owned(),
    }
}

fn orders(workspace: &Workspace, basis: &Basis, at: usize, period: usize, promised: bool) -> Vec<SourceRow> {
    let Some((item, span)) = basis.items.get(at).zip(basis.starts.get(period..period + 2)) else { return Vec::new() };
    let [start, end] = span else { return Vec::new() };
    let is_promised =
        |order| workspace.promises.values().any(|promise| promise.order == Some(order) && promise.verdict != Verdict::Refused);
    let mine = workspace.orders.values().filter(|order| order.item == Some(*item) && order.status == OrderStatus::Open);
    mine.filter(|order| order.due.is_some_and(|due| due < *end && (due >= *start || period == 0)))
        .filter(|order| is_promised(order.id) == promised)
        .map(|order| SourceRow { label: order.name.clone(), value: number(order.quantity), id: order.id.raw() })
        .collect()
}

fn hours(basis: &Basis, plan: Option<&Plan>, at: usize, period: usize, label: &str, of: &mut Explained) {
    let Some(plan) = plan else { return };
    match label {
        "Required" => {
            of.formula = "sum over items of planned output × hours per unit".to_owned();
            let items = basis.problem.items.iter().zip(&plan.items).zip(&basis.item_names);
            of.inputs = items
                .filter_map(|((item, planned), name)| {
                    let each: f64 = item.hours.iter().filter(|line| line.resource == at).map(|line| line.hours).sum();
                    let made = planned.made.get(period).copied().unwrap_or(0.0);
                    (each * made > 1e-9).then(|| (name.clone(), format!("{} × {} h", number_text(made, 1), number_text(each, 3))))
                })
                .collect();
        }
        "Regular hours" => {
            of.formula = "open hours × size × efficiency, absences and released work taken off, from the plan's start".to_owned();
        }
        "Overtime" => {
            of.formula = "required hours beyond the regular ones, where that costs least".to_owned();
            let most = basis
                .problem
                .resources
                .get(at)
                .and_then(|resource| resource.overtime.as_ref())
                .and_then(|overtime| overtime.most_hours.at(period));
            of.inputs = vec![("Possible in the period".to_owned(), most.map_or("none".to_owned(), number))];
        }
        _ => of.formula = "workers before + taken on − laid off".to_owned(),
    }
}
