//! Commands of the demand phase: what becomes of orders, and what is known and expected of series.
//!
//! Orders and series are added, changed and removed by the commands of any table, too.

use super::build::{Edits, free_name, must_have, name, some};
use crate::document::refusal::Refusal;
use crate::document::{Edit, IdSource};
use crate::model::text::number_text;
use crate::model::{
    Customer, CustomerId, Forecast, ForecastId, ForecastValue, ForecastValueId, Gather, Item, ItemId, Order, OrderId, OrderStatus, Period,
    Record, RecordId, TableName, Time, Workspace,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A change of orders that is more than a field.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum DemandCommand {
    /// Opens, closes or cancels orders, or says that they are only asked for.
    SetStatus { orders: Vec<OrderId>, status: OrderStatus },
    /// Makes a second order of a part of an order's quantity, so that the parts can be delivered apart.
    Split { order: OrderId, quantity: f64 },
    /// Says what one kind of value of forecast series is in some periods; `None` takes it back. A reason and who gives it belong to
    /// what is expected instead of the baseline.
    SetValues { what: ForecastPart, cells: Vec<ForecastCell>, reason: String, author: String },
    /// Begins series, each for an item and perhaps a customer.
    BeginSeries { period: Period, of: Vec<(ItemId, Option<CustomerId>)> },
}

/// One of the values of a period that stand apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ForecastPart {
    History,
    Correction,
    Baseline,
    Adjustment,
}

/// A period of a series and its value.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct ForecastCell {
    pub forecast: ForecastId,
    /// First moment of the period.
    pub start: Time,
    pub quantity: Option<f64>,
    /// The 80 % range of a baseline, where it has one.
    pub range: Option<(f64, f64)>,
}

/// No series of the world has more in one period; beyond it, it is a slip of the hand.
const MOST: f64 = 1e11;

impl ForecastPart {
    fn field(self) -> &'static str {
        match self {
            ForecastPart::History => "history",
            ForecastPart::Correction => "correction",
            ForecastPart::Baseline => "baseline",
            ForecastPart::Adjustment => "adjustment",
        }
    }

    fn of(self, value: &ForecastValue) -> Option<f64> {
        match self {
            ForecastPart::History => value.history,
            ForecastPart::Correction => value.correction,
            ForecastPart::Baseline => value.baseline,
            ForecastPart::Adjustment => value.adjustment,
        }
    }
}

impl DemandCommand {
    pub(super) fn name(&self, workspace: &Workspace) -> String {
        match self {
            DemandCommand::SetStatus { orders, status } => {
                format!("Set {} to {}", some::<Order>(workspace, orders), status.label().to_lowercase())
            }
            DemandCommand::Split { order, .. } => format!("Split order {}", name::<Order>(workspace, *order)),
            DemandCommand::SetValues { what, cells, .. } => {
                let mut series: Vec<ForecastId> = cells.iter().map(|cell| cell.forecast).collect();
                series.dedup();
                let whose = some::<Forecast>(workspace, &series);
                let taken_back = cells.iter().all(|cell| cell.quantity.is_none());
                match (what, taken_back) {
                    (ForecastPart::History, _) => format!("Enter history of {whose}"),
                    (ForecastPart::Correction, false) => format!("Correct history of {whose}"),
                    (ForecastPart::Correction, true) => format!("Take back corrections of {whose}"),
                    (ForecastPart::Baseline, false) => format!("Accept {whose}"),
                    (ForecastPart::Baseline, true) => format!("Take back {whose}"),
                    (ForecastPart::Adjustment, false) => format!("Override {whose}"),
                    (ForecastPart::Adjustment, true) => format!("Take back overrides of {whose}"),
                }
            }
            DemandCommand::BeginSeries { of, .. } if of.len() == 1 => "Add a forecast series".to_owned(),
            DemandCommand::BeginSeries { of, .. } => format!("Add {} forecast series", of.len()),
        }
    }

    pub(super) fn check(&self, workspace: &Workspace) -> Result<(), Refusal> {
        match self {
            DemandCommand::SetStatus { orders, .. } => orders.iter().try_for_each(|order| must_have::<Order>(workspace, *order)),
            DemandCommand::Split { order, quantity } => {
                must_have::<Order>(workspace, *order)?;
                let whole = workspace.orders.get(order).map_or(0.0, |order| order.quantity);
                if *quantity > 0.0 && *quantity < whole {
                    return Ok(());
                }
                let refusal = Refusal::new(
                    format!("{} cannot be taken out of {}.", number_text(*quantity), number_text(whole)),
                    format!("Enter a quantity above 0 and below {}.", number_text(whole)),
                );
                let field = TableName::Order.field("quantity").unwrap_or_default();
                Err(refusal.at(TableName::Order, order.raw(), field))
            }
            DemandCommand::SetValues { cells, .. } => cells.iter().try_for_each(|cell| check_cell(workspace, cell)),
            DemandCommand::BeginSeries { of, .. } => of.iter().try_for_each(|(item, customer)| {
                must_have::<Item>(workspace, *item)?;
                customer.map_or(Ok(()), |customer| must_have::<Customer>(workspace, customer))
            }),
        }
    }

    pub(super) fn edits(&self, workspace: &Workspace, ids: &mut IdSource) -> Vec<Edit> {
        let mut edits = Edits::default();
        match self {
            DemandCommand::SetStatus { orders, status } => orders.iter().for_each(|order| edits.set::<Order>(*order, "status", status)),
            DemandCommand::Split { order, quantity } => {
                if let Some(whole) = workspace.orders.get(order) {
                    let name = free_name::<Order>(workspace, &whole.name);
                    edits.set::<Order>(*order, "quantity", &(whole.quantity - quantity));
                    edits.add(&Order { id: OrderId::from_raw(ids.next()), name, quantity: *quantity, ..whole.clone() });
                }
            }
            DemandCommand::SetValues { what, cells, reason, author } => {
                let mut known: BTreeMap<(ForecastId, Time), Vec<&ForecastValue>> = BTreeMap::new();
                for value in workspace.forecast_values.values() {
                    if let (Some(forecast), Some(start)) = (value.forecast, value.start) {
                        known.entry((forecast, start)).or_default().push(value);
                    }
                }
                // Of a period named twice the last word counts.
                let cells: BTreeMap<(ForecastId, Time), &ForecastCell> =
                    cells.iter().map(|cell| ((cell.forecast, cell.start), cell)).gather();
                for (place, cell) in cells {
                    let records = known.remove(&place).unwrap_or_default();
                    set_cell(*what, cell, &records, (reason, author), ids, &mut edits);
                }
            }
            DemandCommand::BeginSeries { period, of } => {
                for (item, customer) in of {
                    let whose = customer.map(|customer| format!(" for {}", name::<Customer>(workspace, customer))).unwrap_or_default();
                    let name = free_name::<Forecast>(workspace, &format!("{}{whose}", name::<Item>(workspace, *item)));
                    let series = Forecast::new(ForecastId::from_raw(ids.next()));
                    edits.add(&Forecast { name, item: Some(*item), customer: *customer, period: *period, ..series });
                }
            }
        }
        edits.0
    }
}

fn check_cell(workspace: &Workspace, cell: &ForecastCell) -> Result<(), Refusal> {
    must_have::<Forecast>(workspace, cell.forecast)?;
    let Some(quantity) = cell.quantity else { return Ok(()) };
    if (0.0..=MOST).contains(&quantity) {
        return Ok(());
    }
    let what = format!("{} cannot be the demand of a period.", number_text(quantity));
    let todo = if quantity < 0.0 {
        "Demand is never below zero: enter what was asked for, without what was sent back."
    } else {
        "Enter a number from 0 to 100,000,000,000."
    };
    Err(Refusal::new(what, todo))
}

/// Writes a value into the record of its period, which goes when nothing else is said there. Where several people wrote of it apart, all but
/// one lose this value.
fn set_cell(
    what: ForecastPart,
    cell: &ForecastCell,
    records: &[&ForecastValue],
    (reason, author): (&str, &str),
    ids: &mut IdSource,
    edits: &mut Edits,
) {
    for other in records.iter().skip(1).filter(|other| what.of(other).is_some()) {
        edits.set::<ForecastValue>(other.id, what.field(), &None::<f64>);
        if what == ForecastPart::Baseline {
            ["low", "high"].iter().for_each(|field| edits.set::<ForecastValue>(other.id, field, &None::<f64>));
        }
    }
    let current = records.first();
    let mut wanted = match current {
        Some(current) => (*current).clone(),
        None if cell.quantity.is_none() => return,
        None => {
            let id = ForecastValueId::from_raw(ids.next());
            ForecastValue { forecast: Some(cell.forecast), start: Some(cell.start), ..ForecastValue::new(id) }
        }
    };
    match what {
        ForecastPart::History => wanted.history = cell.quantity,
        ForecastPart::Correction => wanted.correction = cell.quantity,
        ForecastPart::Baseline => {
            wanted.baseline = cell.quantity;
            let range = cell.range.filter(|_| cell.quantity.is_some());
            (wanted.low, wanted.high) = (range.map(|(low, _)| low), range.map(|(_, high)| high));
        }
        ForecastPart::Adjustment => {
            wanted.adjustment = cell.quantity;
            let said = |text: &str| if cell.quantity.is_some() { text.to_owned() } else { String::new() };
            (wanted.reason, wanted.author) = (said(reason), said(author));
        }
    }
    let is_empty = [wanted.history, wanted.correction, wanted.baseline, wanted.adjustment].iter().all(Option::is_none);
    match current {
        Some(current) if is_empty => edits.remove::<ForecastValue>(current.id),
        Some(current) => edits.change(*current, &wanted, &[]),
        None => edits.add(&wanted),
    }
}
