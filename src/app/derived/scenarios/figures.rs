//! The figures by which scenarios are compared: service, lateness, load and cost of what is planned.
//!
//! The same for the workspace and for every scenario, so that only what was changed makes a difference.

use crate::app::derived::demand::period_label;
use crate::app::derived::schedule::{BoardData, moment_text};
use crate::engine::plan::{ItemPlan, ProductionPlan};
use crate::model::text::number_text;
use crate::model::{OrderStatus, Period, RecordId, Span, SupplyKind, SupplyStatus, TableName, TaskStatus, Time, Workspace, sort_with};
use std::collections::BTreeMap;

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
    /// What went into it, with its value.
    pub inputs: Vec<(&'static str, String)>,
    /// The rows that it is made of, the largest first and a hundred at most.
    pub rows: Vec<(String, String)>,
    /// How many rows there are in all.
    pub count: usize,
    /// What `value` counts, for the words of a change.
    unit: Unit,
}

/// Rows that are kept behind a figure.
const KEPT: usize = 100;

impl Figure {
    pub(super) fn new(label: &'static str, formula: &'static str, value: Option<f64>, unit: Unit, better: Better) -> Figure {
        let words = value.map_or_else(|| "–".to_owned(), |value| unit.words(value));
        Figure { label, formula, value, words, better, inputs: Vec::new(), rows: Vec::new(), count: 0, unit }
    }

    /// With the rows behind it, whose values count the same as the figure unless another unit is named.
    pub(super) fn of(mut self, unit: Unit, mut rows: Vec<(String, f64)>) -> Figure {
        sort_with(&mut rows, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        self.count = rows.len();
        self.rows = rows.into_iter().take(KEPT).map(|(label, value)| (label, unit.words(value))).collect();
        self
    }

    fn with(mut self, inputs: &[(&'static str, String)]) -> Figure {
        self.inputs = inputs.to_vec();
        self
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unit {
    Plain,
    /// Per cent; a change is in percentage points.
    Share,
    Seconds,
    Hours,
    /// Seconds of the clock on the wall.
    Moment,
}

impl Unit {
    fn words(self, value: f64) -> String {
        match self {
            Unit::Plain => number_text(round(value, 2)),
            Unit::Share => format!("{} %", number_text(round(value, 1))),
            Unit::Seconds => Span::from_seconds(value as i64).text(),
            Unit::Hours => format!("{} h", number_text(round(value, 1))),
            Unit::Moment => Time::clamped(value as i64).to_string(),
        }
    }
}

fn round(value: f64, places: i32) -> f64 {
    let scale = 10_f64.powi(places);
    (value * scale).round() / scale
}

pub(super) fn of_orders(workspace: &Workspace, board: &BoardData) -> Vec<Figure> {
    let open =
        || board.orders.iter().filter(|order| workspace.orders.get(&order.id).is_some_and(|known| known.status == OrderStatus::Open));
    let planned = || open().filter(|order| order.due.is_some() && order.ready.or(order.promised).is_some());
    let late: Vec<(String, f64)> = open().filter_map(|order| Some((order.name.clone(), order.lateness()?.seconds() as f64))).collect();
    let unplanned: Vec<(String, f64)> =
        open().filter(|order| order.ready.or(order.promised).is_none()).map(|order| (order.name.clone(), 1.0)).collect();
    let known = planned().count();
    let share = (known > 0).then(|| (known - late.len()) as f64 / known as f64 * 100.0);
    let lateness: f64 = late.iter().map(|(_, seconds)| seconds).sum();
    let counts = [("Planned, with a due date", known.to_string()), ("Of them late", late.len().to_string())];
    let (many, none) = (Some(late.len() as f64), Some(unplanned.len() as f64));
    vec![
        Figure::new(
            "Orders on time",
            "Open orders with a due date that are ready by it, of those that are planned.",
            share,
            Unit::Share,
            Better::Higher,
        )
        .with(&counts)
        .of(Unit::Seconds, late.clone()),
        Figure::new("Late orders", "Open orders that are ready after their due date.", many, Unit::Plain, Better::Lower)
            .of(Unit::Seconds, late.clone()),
        Figure::new("Lateness in all", "How long late orders are late, added up.", Some(lateness), Unit::Seconds, Better::Lower)
            .of(Unit::Seconds, late),
        Figure::new("Orders not planned", "Open orders of which nothing says when they are ready.", none, Unit::Plain, Better::Lower)
            .of(Unit::Plain, unplanned),
    ]
}

/// What the tasks that are planned and not finished come to: when the last ends, their hours, and what they cost.
pub(super) fn of_tasks(workspace: &Workspace, board: &BoardData, now: Time) -> Vec<Figure> {
    let mut ends = Vec::new();
    let mut hours: BTreeMap<u32, f64> = BTreeMap::new();
    let mut pieces: BTreeMap<u32, f64> = BTreeMap::new();
    for task in board.tasks.iter().filter(|task| task.placed && task.status != TaskStatus::Finished) {
        ends.push((task.id, task.end));
        for usage in &task.uses {
            *hours.entry(usage.resource).or_default() += task.work.hours() * (usage.quantity as f64 / 1000.0);
        }
        if let Some(operation) = task.operation {
            *pieces.entry(operation).or_default() += task.quantity;
        }
    }
    let end = ends.iter().map(|(_, end)| *end).max();
    sort_with(&mut ends, |a, b| b.1.cmp(&a.1));
    let count = ends.len();
    let last = ends.into_iter().take(KEPT).map(|(id, end)| (workspace.label(TableName::Task, id.raw()), end.seconds() as f64)).collect();
    let cost_of = |at: u32| board.resources.get(at as usize).and_then(|row| workspace.resources.get(&row.id)).map_or(0.0, |row| row.cost);
    let name_of =
        |at: u32| board.resources.get(at as usize).map(|row| workspace.label(TableName::Resource, row.id.raw())).unwrap_or_default();
    let rows: Vec<(String, f64)> = hours.iter().map(|(at, hours)| (name_of(*at), *hours)).collect();
    let mut costs: Vec<(String, f64)> = hours.iter().map(|(at, hours)| (name_of(*at), hours * cost_of(*at))).collect();
    costs.extend(pieces.iter().filter_map(|(at, units)| {
        let operation = workspace.operations.get(&board.operations.get(*at as usize)?.id)?;
        Some((format!("{}, by the unit", operation.name), operation.cost * units))
    }));
    costs.retain(|(_, cost)| *cost != 0.0);
    let sum = |rows: &[(String, f64)]| Some(rows.iter().map(|(_, value)| value).sum());
    let seconds = end.map(|end| end.seconds() as f64);
    let mut done = Figure::new("Everything done", "When the last task ends.", seconds, Unit::Seconds, Better::Lower).of(Unit::Moment, last);
    done.count = count;
    if let Some(end) = end {
        done.words = moment_text(end, now);
    }
    vec![
        done,
        Figure::new(
            "Hours of work",
            "Length of all tasks that are planned and not finished, times what they take of people and machines.",
            sum(&rows),
            Unit::Hours,
            Better::Neither,
        )
        .of(Unit::Hours, rows),
        Figure::new(
            "Cost of the work",
            "Hours of work times the cost per hour, and cost per unit of the operations.",
            sum(&costs),
            Unit::Plain,
            Better::Lower,
        )
        .of(Unit::Plain, costs),
    ]
}

/// The worth of what is bought or brought in and not here yet: by the terms of its supplier, else by the item's value.
pub(super) fn purchases(workspace: &Workspace) -> Figure {
    let open = workspace.supply_orders.values().filter(|supply| {
        supply.kind == SupplyKind::Buy && !matches!(supply.status, SupplyStatus::Cancelled | SupplyStatus::Closed | SupplyStatus::Completed)
    });
    let rows: Vec<(String, f64)> = open
        .map(|supply| {
            let terms = workspace
                .item_suppliers
                .values()
                .find(|terms| terms.item == supply.item && terms.supplier == supply.supplier && terms.cost > 0.0);
            let item = supply.item.and_then(|item| workspace.items.get(&item));
            let price = terms.map(|terms| terms.cost).or(item.map(|item| item.cost)).unwrap_or(0.0);
            let name = item.map(|item| item.name.clone()).unwrap_or_default();
            let units = number_text(supply.quantity);
            (format!("{}: {units} × {name}", workspace.label(TableName::SupplyOrder, supply.id.raw())), supply.quantity * price)
        })
        .collect();
    let sum = rows.iter().map(|(_, worth)| worth).sum();
    Figure::new("Purchases", "What is bought or brought in, times its price.", Some(sum), Unit::Plain, Better::Lower).of(Unit::Plain, rows)
}

/// The busiest week of anybody, and hours asked for beyond those that are there.
pub(super) fn of_hours(workspace: &Workspace, plan: &ProductionPlan) -> Vec<Figure> {
    let mut shares: Vec<(u64, Time, f64)> = Vec::new();
    let mut over: Vec<(u64, Time, f64)> = Vec::new();
    for row in &plan.resources {
        for ((required, capacity), (start, _)) in row.required_hours.iter().zip(&row.capacity_hours).zip(&plan.periods) {
            if *capacity > 0.0 && *required > 0.0 {
                shares.push((row.resource.raw(), *start, required / capacity * 100.0));
            }
            if required > capacity {
                over.push((row.resource.raw(), *start, required - capacity));
            }
        }
    }
    let sum = over.iter().map(|(.., hours)| hours).sum();
    let named = |mut rows: Vec<(u64, Time, f64)>| -> (Vec<(String, f64)>, usize) {
        sort_with(&mut rows, |a, b| b.2.total_cmp(&a.2));
        let count = rows.len();
        let name = |(id, start, value): (u64, Time, f64)| {
            (format!("{}, {}", workspace.label(TableName::Resource, id), period_label(Period::Week, start)), value)
        };
        (rows.into_iter().take(KEPT).map(name).collect(), count)
    };
    let who = shares.iter().max_by(|a, b| a.2.total_cmp(&b.2)).map(|(id, _, share)| (*share, workspace.label(TableName::Resource, *id)));
    let ((shares, all_shares), (over, all_over)) = (named(shares), named(over));
    let mut busiest = Figure::new(
        "Busiest",
        "Hours asked of a person or machine in a week, of the hours it has; the highest.",
        who.as_ref().map(|(share, _)| *share),
        Unit::Share,
        Better::Lower,
    )
    .of(Unit::Share, shares);
    if let Some((_, who)) = who {
        busiest.words = format!("{} ({who})", busiest.words);
    }
    let mut too_many = Figure::new(
        "Hours too many",
        "Hours asked beyond those that are there, over all weeks, people and machines.",
        Some(sum),
        Unit::Hours,
        Better::Lower,
    )
    .of(Unit::Hours, over);
    (busiest.count, too_many.count) = (all_shares, all_over);
    vec![busiest, too_many]
}

pub(super) fn missing(workspace: &Workspace, plan: &ProductionPlan) -> Figure {
    let gap = |item: &ItemPlan| Some((workspace.label(TableName::Item, item.item.raw()), item.rows.last()?.gap));
    let rows: Vec<(String, f64)> = plan.items.iter().filter_map(gap).filter(|(_, gap)| *gap > 0.0).collect();
    let sum = rows.iter().map(|(_, gap)| gap).sum();
    let formula = "Units asked for and not there at the end of the plan, over all items.";
    Figure::new("Units missing at the end", formula, Some(sum), Unit::Plain, Better::Lower).of(Unit::Plain, rows)
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::steps::figures;
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
        // Behind each stand the rows that it is made of.
        let rows = |label: &str| {
            let figure = found.iter().find(|figure| figure.label == label).unwrap();
            assert_eq!(figure.count, figure.rows.len());
            figure.rows.iter().map(|(label, value)| format!("{label}: {value}")).collect::<Vec<_>>()
        };
        assert_eq!(rows("Lateness in all"), ["Order 11: 4 h"]);
        assert_eq!(rows("Hours of work"), ["Saw: 20 h"]);
        assert_eq!(rows("Cost of the work"), ["Saw: 400", "Sawing, by the unit: 12"]);
        assert_eq!(rows("Everything done").len(), 2);
        assert!(rows("Purchases")[0].ends_with(": 3 × Chair: 15"), "{:?}", rows("Purchases"));
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
