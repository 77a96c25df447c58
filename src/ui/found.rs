//! What the command palette finds besides pages once something is typed: the tabs of pages, tables, forms for new records, and records by name.
//!
//! Never changes anything; it only leads there.

use super::links;
use super::phase_icon::phase_icon;
use crate::app::Session;
use crate::guide::guide;
use crate::model::{Phase, RecordId, TableName, Workspace, id_text};
use crate::ui::widgets::{Action, Icon};
use leptos_router::hooks::use_navigate;

/// The tabs of each phase's page by their keys and words, without the first, which is the page itself, with further words that people use.
const TABS: [(Phase, &[(&str, &str, &str)]); 10] = [
    (
        Phase::Demand,
        &[
            ("orders", "Orders", "tickets cases"),
            ("periods", "By item and period", "demand per week"),
            ("forecast", "Forecast", "prediction series backtest history"),
            ("items", "Items", "products articles"),
            ("customers", "Customers", ""),
        ],
    ),
    (
        Phase::Capacity,
        &[
            ("load", "Load and capacity", "utilisation"),
            ("rough", "Rough cut", "bottleneck"),
            ("materials", "Materials", "shortages purchasing MRP"),
            ("resources", "Resources", "machines people teams"),
            ("calendars", "Calendars", "shifts holidays working hours overtime"),
            ("skills", "Skills", "qualifications"),
            ("changeovers", "Changeovers", "setup times"),
            ("locations", "Locations", "sites warehouses"),
        ],
    ),
    (
        Phase::Workflow,
        &[
            ("map", "Workflow Map", "process steps"),
            ("materials", "Bill of materials", "BOM parts"),
            ("operations", "Operations", "routings steps standard times"),
            ("lines", "Materials of operations", "consumption"),
            ("requirements", "Requirements", "resources of operations"),
            ("dependencies", "Dependencies", "precedence links"),
            ("supply", "Stock and supply", "inventory suppliers"),
        ],
    ),
    (Phase::Schedule, &[("board", "Board", "gantt kanban tasks"), ("orders", "Orders and promises", "late delivery dates")]),
    (
        Phase::Allocation,
        &[
            ("matrix", "By day", "roster who does what"),
            ("absences", "Absences", "leave sickness holiday"),
            ("skills", "Skills of people", "matrix training"),
            ("fairness", "Load and fairness", "overload"),
        ],
    ),
    (
        Phase::Execution,
        &[
            ("list", "Run list", "start finish report shop floor"),
            ("course", "As it goes", "progress delays"),
            ("calls", "Calls", "andon help"),
            ("notes", "Hand-over", "shift notes"),
            ("times", "Standard times", "actual durations"),
            ("facts", "Reports", "facts quantities scrap"),
            ("reasons", "Reasons", "downtime losses"),
        ],
    ),
    (
        Phase::Quality,
        &[
            ("lists", "Checklists", "inspection"),
            ("found", "What was found", "audit checks"),
            ("charts", "Control charts", "SPC limits"),
            ("capability", "Capability", "Cpk"),
            ("causes", "Pareto of defects", "causes"),
            ("sampling", "Sampling", "lots AQL ISO 2859"),
            ("gauge", "Gauge study", "measurement R&R"),
        ],
    ),
    (
        Phase::Performance,
        &[
            ("figures", "Figures", "KPI OEE throughput"),
            ("flow", "Flow", "cycle time WIP cumulative"),
            ("losses", "Losses", "availability downtime"),
            ("pitfalls", "Pitfalls", "warnings"),
            ("practices", "Practices", "advice"),
        ],
    ),
    (
        Phase::Issues,
        &[("issues", "Issues", "problems"), ("pareto", "Pareto of issues", "causes"), ("actions", "Actions", "corrective to do")],
    ),
    (
        Phase::Improvement,
        &[
            ("board", "Improvements", "PDCA A3 experiments"),
            ("case", "Business case", "NPV payback benefit"),
            ("roles", "Roles", "RACI responsibilities stakeholders"),
            ("ready", "Readiness", "adoption"),
        ],
    ),
];

/// Tables whose form for a new record is offered, each with the page and tab on which it is.
const ENTERED: [(TableName, &str); 8] = [
    (TableName::Order, "demand/?"),
    (TableName::Item, "demand/?tab=items&"),
    (TableName::Customer, "demand/?tab=customers&"),
    (TableName::Resource, "capacity/?tab=resources&"),
    (TableName::Operation, "workflow/?tab=operations&"),
    (TableName::Location, "capacity/?tab=locations&"),
    (TableName::Supplier, "tables/?table=supplier&"),
    (TableName::Skill, "capacity/?tab=skills&"),
];

/// Everything besides pages that can be found by what is typed.
pub fn found(session: Session, typed: &str) -> Vec<Action> {
    let mut actions = places();
    session.peek(|workspace| actions.extend(records(workspace, typed)));
    actions
}

fn leading_to(label: impl Into<String>, route: &str) -> Action {
    let (navigate, route) = (use_navigate(), links::route(route));
    Action::new(label, move || navigate(&route, Default::default()))
}

/// Tabs, forms for new records and tables.
fn places() -> Vec<Action> {
    let tabs = TABS.iter().flat_map(|(phase, tabs)| {
        tabs.iter().enumerate().map(|(at, (key, label, words))| {
            let asked = if at == 0 { String::new() } else { format!("?tab={key}") };
            leading_to(*label, &format!("{}/{asked}", phase.word())).icon(phase_icon(*phase)).group(guide(*phase).title).words(*words)
        })
    });
    let ahead = leading_to("Plan ahead", "production_plan/?tab=ahead")
        .icon(Icon::File)
        .group("Production Plan")
        .words("aggregate strategy hiring overtime");
    let forms = ENTERED.iter().map(|(table, page)| {
        let records = table.title().to_lowercase();
        let route = format!("{page}add={}", table.word());
        leading_to(format!("Add to {records}"), &route).icon(Icon::Plus).words(format!("new {records} create enter"))
    });
    let tables = TableName::ALL.iter().filter(|table| !super::pages::tables::MACHINE_MADE.contains(table)).map(|table| {
        let words = table.word().replace('_', " ");
        leading_to(table.title(), &format!("tables/?table={}", table.word())).icon(Icon::Table).group("Tables").words(words)
    });
    tabs.chain([ahead]).chain(forms).chain(tables).collect()
}

/// Records whose name holds what was typed, each leading to its page.
fn records(workspace: &Workspace, typed: &str) -> Vec<Action> {
    // So many of each table, so that many orders named after an item do not hide the item.
    const MOST: usize = 4;
    let typed = typed.trim().to_lowercase();
    if typed.len() < 2 {
        return Vec::new();
    }
    let orders = workspace.orders.values().map(|order| (TableName::Order, order.id.raw(), "demand/"));
    let items = workspace.items.values().map(|item| (TableName::Item, item.id.raw(), "tables/"));
    let resources = workspace.resources.values().map(|resource| (TableName::Resource, resource.id.raw(), "tables/"));
    let operations = workspace.operations.values().map(|operation| (TableName::Operation, operation.id.raw(), "tables/"));
    let customers = workspace.customers.values().map(|customer| (TableName::Customer, customer.id.raw(), "tables/"));
    let issues = workspace.issues.values().map(|issue| (TableName::Issue, issue.id.raw(), "issues/"));
    let mut actions = Vec::new();
    let mut shown = std::collections::HashMap::new();
    for (table, id, route) in orders.chain(items).chain(resources).chain(operations).chain(customers).chain(issues) {
        let count = shown.entry(table).or_insert(0);
        if *count == MOST {
            continue;
        }
        let label = workspace.label(table, id);
        if label.to_lowercase().contains(&typed) {
            actions.push(leading_to(label, &format!("{route}?record={}", id_text(id))).group(table.title()));
            *count += 1;
        }
    }
    actions
}
