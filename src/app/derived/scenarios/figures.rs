//! The figures by which scenarios are compared: service, lateness, load and cost of what is planned.
//!
//! The same for the workspace and for every scenario, so that only what was changed makes a difference.

use crate::app::derived::schedule::{BoardData, moment_text};
use crate::engine::plan::production_plan;
use crate::model::text::number_text;
use crate::model::{OrderStatus, Period, RecordId, Span, SupplyKind, SupplyStatus, TableName, TaskStatus, Time, Workspace};

/// Which way a figure should go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Better {
    Higher,
    Lower,
    /// It only tells.
    Neither,
}

/// One figure of a scenario.
#[derive(Clone, PartialEq, Debug)]
pub struct Figure {
    pub label: &'static str,
    /// How it comes about, in a sentence.
    pub formula: &'static str,
    /// Nothing where it cannot be told.
    pub value: Option<f64>,
    /// The value in words.
    pub words: String,
    pub better: Better,
    /// What `value` counts, for the words of a change.
    unit: Unit,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Unit {
    Plain,
    /// Per cent; a change is in percentage points.
    Share,
    Seconds,
    Hours,
}

impl Unit {
    fn words(self, value: f64) -> String {
        match self {
            Unit::Plain => number_text(round(value, 2)),
            Unit::Share => format!("{} %", number_text(round(value, 1))),
            Unit::Seconds => Span::from_seconds(value as i64).text(),
            Unit::Hours => format!("{} h", number_text(round(value, 1))),
        }
    }
}

fn round(value: f64, places: i32) -> f64 {
    let scale = 10_f64.powi(places);
    (value * scale).round() / scale
}

/// All figures of a workspace or a scenario of it at `now`; always the same ones in the same order.
pub fn figures(workspace: &Workspace, now: Time) -> Vec<Figure> {
    let board = BoardData::collect(workspace, now);
    let plan = production_plan(workspace, Period::Week, now);
    let new = |label, formula, value: Option<f64>, unit: Unit, better| {
        let words = value.map_or_else(|| "–".to_owned(), |value| unit.words(value));
        Figure { label, formula, value, words, better, unit }
    };
    let open =
        || board.orders.iter().filter(|order| workspace.orders.get(&order.id).is_some_and(|known| known.status == OrderStatus::Open));
    let known = open().filter(|order| order.due.is_some() && order.ready.or(order.promised).is_some()).count();
    let late: Vec<i64> = open().filter_map(|order| order.lateness().map(Span::seconds)).collect();
    let unplanned = open().filter(|order| order.ready.or(order.promised).is_none()).count();
    let share = (known > 0).then(|| (known - late.len()) as f64 / known as f64 * 100.0);
    let (hours, cost) = work(workspace, &board);
    let end = board.tasks.iter().filter(|task| task.placed && task.status != TaskStatus::Finished).map(|task| task.end).max();
    let busiest = busiest(workspace, &plan);
    let over: f64 =
        plan.resources.iter().flat_map(|row| row.required_hours.iter().zip(&row.capacity_hours)).map(|(r, c)| (r - c).max(0.0)).sum();
    let gap: f64 = plan.items.iter().filter_map(|item| item.rows.last().map(|row| row.gap)).sum();
    let mut all = vec![
        new(
            "Orders on time",
            "Open orders with a due date that are ready by it, of those that are planned.",
            share,
            Unit::Share,
            Better::Higher,
        ),
        new("Late orders", "Open orders that are ready after their due date.", Some(late.len() as f64), Unit::Plain, Better::Lower),
        new(
            "Lateness in all",
            "How long late orders are late, added up.",
            Some(late.iter().sum::<i64>() as f64),
            Unit::Seconds,
            Better::Lower,
        ),
        new(
            "Orders not planned",
            "Open orders of which nothing says when they are ready.",
            Some(unplanned as f64),
            Unit::Plain,
            Better::Lower,
        ),
        new("Everything done", "When the last task ends.", end.map(|end| end.seconds() as f64), Unit::Seconds, Better::Lower),
        new(
            "Hours of work",
            "Length of all tasks that are planned and not finished, times what they take of people and machines.",
            Some(hours),
            Unit::Hours,
            Better::Neither,
        ),
        new(
            "Cost of the work",
            "Hours of work times the cost per hour, and cost per unit of the operations.",
            Some(cost),
            Unit::Plain,
            Better::Lower,
        ),
        new("Purchases", "What is bought or brought in, times its price.", Some(purchases(workspace)), Unit::Plain, Better::Lower),
        new(
            "Busiest",
            "Hours asked of a person or machine in a week, of the hours it has; the highest.",
            busiest.as_ref().map(|(share, _)| *share),
            Unit::Share,
            Better::Lower,
        ),
        new(
            "Hours too many",
            "Hours asked beyond those that are there, over all weeks, people and machines.",
            Some(over),
            Unit::Hours,
            Better::Lower,
        ),
        new(
            "Units missing at the end",
            "Units asked for and not there at the end of the plan, over all items.",
            Some(gap),
            Unit::Plain,
            Better::Lower,
        ),
    ];
    for figure in &mut all {
        match (figure.label, end, &busiest) {
            ("Everything done", Some(end), _) => figure.words = moment_text(end, now),
            ("Busiest", _, Some((_, who))) => figure.words = format!("{} ({who})", figure.words),
            _ => {}
        }
    }
    all
}

/// How a figure differs from that of the workspace, in words, and whether that is better; nothing where it does not.
pub fn change_words(figure: &Figure, base: &Figure) -> Option<(String, Option<bool>)> {
    let by = figure.value? - base.value?;
    let told = figure.unit.words(by.abs());
    // What cannot be told from nothing is no difference.
    if told == figure.unit.words(0.0) {
        return None;
    }
    let told = if figure.unit == Unit::Share { told.replace(" %", " points") } else { told };
    let better = match figure.better {
        Better::Higher => Some(by > 0.0),
        Better::Lower => Some(by < 0.0),
        Better::Neither => None,
    };
    let sign = if by > 0.0 { "+" } else { "−" };
    Some((format!("{sign}{told}"), better))
}

/// Hours of the tasks that are planned and not finished, and what they cost.
fn work(workspace: &Workspace, board: &BoardData) -> (f64, f64) {
    let (mut hours, mut cost) = (0.0, 0.0);
    for task in board.tasks.iter().filter(|task| task.placed && task.status != TaskStatus::Finished) {
        for usage in &task.uses {
            let resource = board.resources.get(usage.resource as usize).and_then(|row| workspace.resources.get(&row.id));
            let taken = task.work.hours() * (usage.quantity as f64 / 1000.0);
            hours += taken;
            cost += taken * resource.map_or(0.0, |resource| resource.cost);
        }
        let operation = task.operation.and_then(|at| board.operations.get(at as usize)).and_then(|row| workspace.operations.get(&row.id));
        cost += operation.map_or(0.0, |operation| operation.cost) * task.quantity;
    }
    (hours, cost)
}

/// The worth of what is bought or brought in and not here yet: by the terms of its supplier, else by the item's value.
fn purchases(workspace: &Workspace) -> f64 {
    let open = workspace.supply_orders.values().filter(|supply| {
        supply.kind == SupplyKind::Buy && !matches!(supply.status, SupplyStatus::Cancelled | SupplyStatus::Closed | SupplyStatus::Completed)
    });
    open.map(|supply| {
        let terms = workspace
            .item_suppliers
            .values()
            .find(|terms| terms.item == supply.item && terms.supplier == supply.supplier && terms.cost > 0.0);
        let item = supply.item.and_then(|item| workspace.items.get(&item));
        supply.quantity * terms.map(|terms| terms.cost).or(item.map(|item| item.cost)).unwrap_or(0.0)
    })
    .sum()
}

/// The highest share of its hours that is asked of anybody in a week, in per cent, and of whom.
fn busiest(workspace: &Workspace, plan: &crate::engine::plan::ProductionPlan) -> Option<(f64, String)> {
    let mut most: Option<(f64, u64)> = None;
    for row in &plan.resources {
        for (required, capacity) in row.required_hours.iter().zip(&row.capacity_hours) {
            let share = required / capacity * 100.0;
            if *capacity > 0.0 && most.is_none_or(|(highest, _)| share > highest) {
                most = Some((share, row.resource.raw()));
            }
        }
    }
    most.map(|(share, resource)| (share, workspace.label(TableName::Resource, resource)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;
    use crate::model::*;

    fn time(hour: i64) -> Time {
        Time::parse("2026-03-02 00:00").unwrap().plus(Span::from_hours(hour))
    }

    /// Two orders of ten hours each on one machine that costs 20 an hour; the second is due before it is ready.
    fn workshop() -> Workspace {
        let mut workspace = Workspace::default();
        let saw = Resource { name: "Saw".to_owned(), cost: 20.0, ..Resource::new(ResourceId::from_raw(1)) };
        let item = Item { name: "Chair".to_owned(), cost: 5.0, ..Item::new(ItemId::from_raw(2)) };
        let sawing = Operation {
            duration: Span::from_hours(10),
            name: "Sawing".to_owned(),
            cost: 1.5,
            item: Some(item.id),
            ..Operation::new(OperationId::from_raw(3))
        };
        for (number, due) in [(10, 12), (11, 16)] {
            let order = Order {
                name: format!("Order {number}"),
                item: Some(item.id),
                quantity: 4.0,
                due: Some(time(due)),
                ..Order::new(OrderId::from_raw(number))
            };
            let start = time((number as i64 - 10) * 10);
            let placement =
                Placement { start, end: start.plus(Span::from_hours(10)), uses: vec![ResourceUse { resource: saw.id, quantity: 1.0 }] };
            let task = Task {
                operation: Some(sawing.id),
                orders: vec![order.id],
                quantity: 4.0,

                placement: Some(placement),
                ..Task::new(TaskId::from_raw(number + 10))
            };
            workspace.orders.insert(order.id, order);
            workspace.tasks.insert(task.id, task);
        }
        let bought =
            SupplyOrder { kind: SupplyKind::Buy, item: Some(item.id), quantity: 3.0, ..SupplyOrder::new(SupplyOrderId::from_raw(30)) };
        workspace.supply_orders.insert(bought.id, bought);
        workspace.resources.insert(saw.id, saw);
        workspace.items.insert(item.id, item);
        workspace.operations.insert(sawing.id, sawing);
        workspace
    }

    fn value(figures: &[Figure], label: &str) -> f64 {
        figures.iter().find(|figure| figure.label == label).unwrap().value.unwrap()
    }

    #[test]
    fn figures_are_as_counted_by_hand() {
        let found = figures(&workshop(), time(0));
        let counted =
            ["Orders on time", "Late orders", "Lateness in all", "Orders not planned", "Hours of work", "Cost of the work", "Purchases"];
        let values = counted.map(|label| value(&found, label));
        // 20 hours at 20, and 8 units at 1.5; 3 units at 5; the second order is ready at 20:00 and due at 16:00.
        assert_eq!(values, [50.0, 1.0, 4.0 * 3600.0, 0.0, 20.0, 412.0, 15.0]);
        assert_eq!(value(&found, "Everything done"), time(20).seconds() as f64);
    }

    #[test]
    fn a_change_is_told_with_its_direction_and_whether_it_is_better() {
        let base = figures(&workshop(), time(0));
        let mut other = workshop();
        other.orders.get_mut(&OrderId::from_raw(11)).unwrap().due = Some(time(30));
        other.resources.get_mut(&ResourceId::from_raw(1)).unwrap().cost = 25.0;
        let other = figures(&other, time(0));
        let change = |label: &str| {
            let at = base.iter().position(|figure| figure.label == label).unwrap();
            change_words(other.get(at).unwrap(), base.get(at).unwrap())
        };
        assert_eq!(change("Orders on time"), Some(("+50 points".to_owned(), Some(true))));
        assert_eq!(change("Late orders"), Some(("−1".to_owned(), Some(true))));
        assert_eq!(change("Cost of the work"), Some(("+100".to_owned(), Some(false))));
        assert_eq!(change("Purchases"), None);
    }
}
