//! Demand by item and period, and the figures of the orders.
//!
//! Reads only; the phase's page and the Production Plan show it.

use crate::model::{Gather, ItemId, Order, OrderId, OrderStatus, Period, Span, Time, Verdict, Workspace, sort_with};
use std::collections::BTreeMap;

/// Quantities asked for in one period, in units of the item.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Quantities {
    /// Of open orders.
    pub open: f64,
    /// Of closed orders: history.
    pub closed: f64,
    /// Of inquiries and quotes, which are not planned.
    pub possible: f64,
}

/// Demand of one item over the periods.
#[derive(Clone, PartialEq, Debug)]
pub struct DemandRow {
    /// `None` for orders without an item.
    pub item: Option<ItemId>,
    pub label: String,
    pub total: Quantities,
    /// Open and due before the first period.
    pub overdue: f64,
    /// One entry per period.
    pub periods: Vec<Quantities>,
}

/// Demand by item and period.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct DemandTable {
    /// The first moment of each period, and of the one after the last.
    pub starts: Vec<Time>,
    pub rows: Vec<DemandRow>,
}

/// The most periods of one table: ten years of weeks.
const MOST_PERIODS: usize = 520;

/// Which demand a table shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Range {
    /// From the period that holds this moment on; what is open from before is overdue.
    From(Time),
    /// Everything there is, history too.
    Everything,
}

/// The start of the period that holds `time`.
pub fn period_start(period: Period, time: Time) -> Time {
    period.start_of(time)
}

/// The start of the period after the one that starts at `start`.
pub fn period_after(period: Period, start: Time) -> Time {
    match period {
        Period::Day => start.plus(Span::from_days(1)),
        Period::Week => start.plus(Span::from_days(7)),
        Period::Month => start.next_month(),
    }
}

/// The period's name: `W12 2026`, `Mar 2026`, `2026-03-01`.
pub fn period_label(period: Period, start: Time) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    match period {
        Period::Day => start.date_text(),
        Period::Week => {
            let (year, week) = start.iso_week();
            format!("W{week:02} {year}")
        }
        Period::Month => {
            let (year, month, _) = start.date();
            format!("{} {year}", MONTHS.get(month as usize - 1).unwrap_or(&""))
        }
    }
}

/// Demand by item and period, items by name; orders without a due date are left out, and from `Range::From` on those that are done.
pub fn demand_table(workspace: &Workspace, period: Period, range: Range) -> DemandTable {
    let from = match range {
        Range::From(now) => Some(period_start(period, now)),
        Range::Everything => None,
    };
    let is_meant = |order: &&Order, due: Time| {
        order.status != OrderStatus::Cancelled && from.is_none_or(|from| due >= from || order.status == OrderStatus::Open)
    };
    let due = |order: &Order| order.due.filter(|due| is_meant(&order, *due));
    let first = from.or_else(|| workspace.orders.values().filter_map(due).min());
    let last = workspace.orders.values().filter_map(due).max();
    let (Some(first), Some(last)) = (first, last) else { return DemandTable::default() };
    let last = last.max(first);
    let mut starts = vec![period_start(period, first)];
    while let Some(&start) = starts.last()
        && start <= last
        && starts.len() <= MOST_PERIODS
    {
        starts.push(period_after(period, start));
    }
    let count = starts.len() - 1;
    let mut rows: BTreeMap<Option<ItemId>, DemandRow> = BTreeMap::new();
    for order in workspace.orders.values() {
        let Some(due) = due(order) else { continue };
        let before = starts.partition_point(|start| *start <= due);
        let row = rows.entry(order.item).or_insert_with(|| DemandRow {
            item: order.item,
            label: order.item.and_then(|item| workspace.items.get(&item)).map_or_else(|| "No item".to_owned(), |item| item.name.clone()),
            total: Quantities::default(),
            overdue: 0.0,
            periods: vec![Quantities::default(); count],
        });
        let Some(at) = before.checked_sub(1) else {
            row.overdue += order.quantity;
            row.total.open += order.quantity;
            continue;
        };
        let Some(cell) = row.periods.get_mut(at) else { continue };
        for quantities in [cell, &mut row.total] {
            match order.status {
                OrderStatus::Open => quantities.open += order.quantity,
                OrderStatus::Closed => quantities.closed += order.quantity,
                OrderStatus::Inquiry | OrderStatus::Quote => quantities.possible += order.quantity,
                OrderStatus::Cancelled => {}
            }
        }
    }
    let mut rows: Vec<DemandRow> = rows.into_values().collect();
    sort_with(&mut rows, |a, b| a.label.cmp(&b.label));
    DemandTable { starts, rows }
}

/// The figures of the orders, each with the orders behind it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct DemandFigures {
    pub open: Vec<OrderId>,
    /// Open and due before the plan's start.
    pub overdue: Vec<OrderId>,
    /// Open and due within seven days of the plan's start.
    pub due_soon: Vec<OrderId>,
    /// Open and not on time in the accepted plan.
    pub late: Vec<OrderId>,
    /// Open and without a promise: not planned yet.
    pub unplanned: Vec<OrderId>,
}

/// The figures of the orders at `now`, the plan's start.
pub fn demand_figures(workspace: &Workspace, now: Time) -> DemandFigures {
    let verdicts: BTreeMap<OrderId, Verdict> =
        workspace.promises.values().filter_map(|promise| Some((promise.order?, promise.verdict))).gather();
    let mut figures = DemandFigures::default();
    for order in workspace.orders.values().filter(|order| order.status == OrderStatus::Open) {
        figures.open.push(order.id);
        if let Some(due) = order.due {
            if due < now {
                figures.overdue.push(order.id);
            } else if due < now.plus(Span::from_days(7)) {
                figures.due_soon.push(order.id);
            }
        }
        match verdicts.get(&order.id) {
            None => figures.unplanned.push(order.id),
            Some(Verdict::OnTime) => {}
            Some(_) => figures.late.push(order.id),
        }
    }
    figures
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;
    use crate::model::{Record, RecordId};

    fn order(id: u64, due: &str, quantity: f64, status: OrderStatus) -> Order {
        Order { due: Time::parse(due), quantity, status, ..Order::new(OrderId::from_raw(id)) }
    }

    #[test]
    fn demand_falls_into_the_week_of_its_due_date() {
        let mut workspace = Workspace::default();
        let sunday_night = order(1, "2026-03-08 23:59", 3.0, OrderStatus::Open);
        let monday = order(2, "2026-03-09", 4.0, OrderStatus::Closed);
        let cancelled = order(3, "2027-03-09", 9.0, OrderStatus::Cancelled);
        workspace.orders.extend([sunday_night, monday, cancelled].map(|order| (order.id, order)));
        let table = demand_table(&workspace, Period::Week, Range::Everything);
        let row = table.rows.first().unwrap();
        assert_eq!(table.starts.len(), 3);
        assert_eq!(row.periods.iter().map(|cell| (cell.open, cell.closed)).collect::<Vec<_>>(), [(3.0, 0.0), (0.0, 4.0)]);
        assert_eq!(period_label(Period::Week, table.starts[0]), "W10 2026");
    }

    #[test]
    fn from_now_on_what_is_open_is_overdue_and_what_is_done_is_gone() {
        let mut workspace = Workspace::default();
        let delivered = order(1, "2026-02-02", 3.0, OrderStatus::Closed);
        let overdue = order(2, "2026-02-03", 4.0, OrderStatus::Open);
        let coming = order(3, "2026-03-18", 5.0, OrderStatus::Open);
        workspace.orders.extend([delivered, overdue, coming].map(|order| (order.id, order)));
        let table = demand_table(&workspace, Period::Week, Range::From(Time::parse("2026-03-11 09:00").unwrap()));
        let row = table.rows.first().unwrap();
        assert_eq!(table.starts.first().copied(), Time::parse("2026-03-09"));
        assert_eq!((row.overdue, row.total.open, row.total.closed), (4.0, 9.0, 0.0));
        assert_eq!(row.periods.iter().map(|cell| cell.open).collect::<Vec<_>>(), [0.0, 5.0]);
        // Only what is overdue: one period, and the rest in its column.
        workspace.orders.remove(&OrderId::from_raw(3));
        let table = demand_table(&workspace, Period::Week, Range::From(Time::parse("2026-03-11").unwrap()));
        assert_eq!((table.starts.len(), table.rows.len()), (2, 1));
    }

    #[test]
    fn a_single_far_order_does_not_make_endless_periods() {
        let mut workspace = Workspace::default();
        for order in [order(1, "1900-01-01", 1.0, OrderStatus::Open), order(2, "2199-12-31", 1.0, OrderStatus::Open)] {
            workspace.orders.insert(order.id, order);
        }
        assert!(demand_table(&workspace, Period::Day, Range::Everything).starts.len() <= MOST_PERIODS + 1);
    }
}
