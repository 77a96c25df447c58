//! The Production Plan: what is asked for, made, there and missing per item and period, and the hours it takes.
//!
//! Reads only; the artefact shows it.

use crate::app::Session;
use crate::app::derived::demand::period_label;
use crate::engine::plan::production_plan;
use crate::model::text::number_text;
use crate::model::{Period, RecordId, TableName, Workspace};

pub use crate::engine::plan::ProductionPlan;

/// Tables on which the plan depends.
const TABLES: &[TableName] = &[
    TableName::Order,
    TableName::Item,
    TableName::Stock,
    TableName::SupplyOrder,
    TableName::Task,
    TableName::Promise,
    TableName::Resource,
    TableName::Calendar,
    TableName::CalendarRule,
    TableName::Absence,
    TableName::Operation,
    TableName::OperationMaterial,
    TableName::OperationResource,
    TableName::Settings,
];

/// One line of the artefact.
#[derive(Clone, PartialEq, Debug)]
pub struct PlanLine {
    /// What the line counts: `Demand`, `Planned output`.
    pub label: &'static str,
    pub values: Vec<f64>,
    /// Whether a number above zero is bad news.
    pub is_gap: bool,
}

/// The lines of one item or resource.
#[derive(Clone, PartialEq, Debug)]
pub struct PlanBlock {
    pub name: String,
    /// What the numbers count: units of the item, hours.
    pub unit: String,
    pub lines: Vec<PlanLine>,
}

/// The artefact: periods, blocks, and what it rests on.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PlanSheet {
    pub periods: Vec<String>,
    pub items: Vec<PlanBlock>,
    pub resources: Vec<PlanBlock>,
    /// What the numbers assume, one sentence each.
    pub assumptions: Vec<String>,
}

/// The Production Plan as it stands; tracked.
pub fn plan_sheet(session: Session, period: Period) -> PlanSheet {
    let now = session.plan_start();
    session.watch(TABLES, |workspace| {
        let plan = production_plan(workspace, period, now);
        let mut sheet = sheet_of(workspace, &plan, period);
        sheet.assumptions.insert(0, format!("The plan starts on {now}."));
        sheet
    })
}

fn sheet_of(workspace: &Workspace, plan: &ProductionPlan, period: Period) -> PlanSheet {
    let line = |label, values: Vec<f64>, is_gap| PlanLine { label, values, is_gap };
    // What customers ask for comes before what goes into it.
    let asked = |item: &&crate::engine::plan::ItemPlan| item.rows.iter().any(|row| row.demand > 0.0);
    let (products, parts): (Vec<_>, Vec<_>) = plan.items.iter().partition(asked);
    let items = products.into_iter().chain(parts).map(|item| {
        let unit = workspace.items.get(&item.item).map(|item| item.unit.clone()).unwrap_or_default();
        let column = |pick: fn(&crate::engine::plan::ItemPeriod) -> f64| item.rows.iter().map(pick).collect::<Vec<f64>>();
        let mut lines = vec![line("Expected demand", column(|row| row.demand), false)];
        if item.rows.iter().any(|row| row.used > 0.0) {
            lines.push(line("Used in production", column(|row| row.used), false));
        }
        lines.push(line("Planned output", column(|row| row.output), false));
        lines.push(line("Stock at the end", column(|row| row.stock), false));
        lines.push(line("Gap", column(|row| row.gap), true));
        PlanBlock { name: workspace.label(TableName::Item, item.item.raw()), unit, lines }
    });
    let resources = plan.resources.iter().map(|resource| PlanBlock {
        name: workspace.label(TableName::Resource, resource.resource.raw()),
        unit: "h".to_owned(),
        lines: vec![
            line("Required", resource.required_hours.clone(), false),
            line("Capacity", resource.capacity_hours.clone(), false),
            line("Over", over(&resource.required_hours, &resource.capacity_hours), true),
        ],
    });
    let mut assumptions =
        vec!["Demand is that of open orders, counted when it is due; what is overdue counts in the first period.".to_owned()];
    assumptions.push(if plan.rough {
        "Nothing is scheduled yet: hours are a rough cut, and there is no planned output.".to_owned()
    } else {
        "Output and hours are those of the accepted plan, as the Scheduling Board stands.".to_owned()
    });
    PlanSheet {
        periods: plan.periods.iter().map(|(start, _)| period_label(period, *start)).collect(),
        items: items.collect(),
        resources: resources.collect(),
        assumptions,
    }
}

fn over(required: &[f64], capacity: &[f64]) -> Vec<f64> {
    required.iter().zip(capacity).map(|(required, capacity)| (required - capacity).max(0.0)).collect()
}

/// The artefact as CSV with a header; texts that a spreadsheet would take for formulas are made harmless.
pub fn sheet_csv(sheet: &PlanSheet) -> String {
    let mut csv = String::from("Kind,Name,Unit,Line");
    for period in &sheet.periods {
        csv.push_str(&format!(",{}", field(period)));
    }
    csv.push_str("\r\n");
    for (kind, blocks) in [("Item", &sheet.items), ("Resource", &sheet.resources)] {
        for block in blocks {
            for line in &block.lines {
                csv.push_str(&format!("{kind},{},{},{}", field(&block.name), field(&block.unit), line.label));
                for value in &line.values {
                    csv.push_str(&format!(",{}", number_text((value * 100.0).round() / 100.0)));
                }
                csv.push_str("\r\n");
            }
        }
    }
    csv
}

fn field(text: &str) -> String {
    let guarded = crate::exchange::guard::guard(text);
    if guarded.contains([',', '"', '\n', '\r']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::plan::{ItemPeriod, ItemPlan};
    use crate::model::ItemId;

    #[test]
    fn what_customers_ask_for_comes_before_its_parts() {
        let item = |number, demand| {
            let rows = vec![ItemPeriod { demand, used: 3.0 - demand, ..ItemPeriod::default() }];
            ItemPlan { item: ItemId::from_raw(number), on_hand: 0.0, rows }
        };
        let items = vec![item(1, 0.0), item(2, 3.0), item(3, 0.0), item(4, 1.0)];
        let plan = ProductionPlan { items, ..ProductionPlan::default() };
        let sheet = sheet_of(&Workspace::default(), &plan, Period::Week);
        let asked: Vec<f64> = sheet.items.iter().map(|block| block.lines[0].values[0]).collect();
        assert_eq!(asked, [3.0, 1.0, 0.0, 0.0]);
    }

    #[test]
    fn a_name_that_looks_like_a_formula_stays_a_name() {
        let block = PlanBlock {
            name: "=1+1".to_owned(),
            unit: "a,b".to_owned(),
            lines: vec![PlanLine { label: "Gap", values: vec![0.5], is_gap: true }],
        };
        let sheet = PlanSheet { periods: vec!["W1 2026".to_owned()], items: vec![block], ..PlanSheet::default() };
        assert_eq!(sheet_csv(&sheet), "Kind,Name,Unit,Line,W1 2026\r\nItem,'=1+1,\"a,b\",Gap,0.5\r\n");
    }
}
