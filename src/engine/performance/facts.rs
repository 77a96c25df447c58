//! What key figures are made from, as plain data: what happened, what was planned, what was ordered, what was paid.
//!
//! Never judges: a fact that makes no sense (a pause of what never started) is passed over by whoever reads it.

use super::amounts::Amount;
use serde::{Deserialize, Serialize};

/// No reason was given.
pub const NO_REASON: u32 = u32::MAX;

/// What happened to a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Work begins or goes on.
    Start,
    Pause,
    Finish,
    /// Pieces are counted while work goes on.
    Count,
}

/// One thing that happened. Zero stands for none in every id. A task on several resources tells its facts of the one that leads.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Seconds of the clock on the wall.
    pub time: i64,
    pub kind: Kind,
    pub task: u64,
    pub order: u64,
    pub operation: u64,
    pub item: u64,
    pub customer: u64,
    pub resource: u64,
    pub shift: u32,
    /// Right the first time, since the last count.
    pub good: f64,
    /// Thrown away.
    pub scrap: f64,
    /// Not right the first time, and put right.
    pub rework: f64,
    /// Position in the reasons: why a pause, why scrap.
    pub reason: u32,
}

/// What a reason means for the equipment: the six big losses (Nakajima, Introduction to TPM, 1988) or a stop that was planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Loss {
    PlannedStop,
    Breakdown,
    Setup,
    MinorStop,
    ReducedSpeed,
    StartupReject,
    ProductionReject,
}

/// A task as it was planned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Task {
    pub id: u64,
    pub planned_start: Option<i64>,
    pub planned_end: Option<i64>,
    pub planned_quantity: f64,
    pub setup_seconds: f64,
    /// Planned run time of one piece.
    pub unit_seconds: f64,
    /// In how many ways one piece can be wrong.
    pub opportunities: f64,
    /// What one piece has cost when it is thrown away.
    pub unit_cost: f64,
    pub order: u64,
    pub item: u64,
    pub customer: u64,
    pub operation: u64,
    pub resource: u64,
    pub shift: u32,
}

/// An order of a customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Order {
    pub id: u64,
    pub item: u64,
    pub customer: u64,
    pub quantity: f64,
    pub released: Option<i64>,
    pub due: Option<i64>,
    pub promised: Option<i64>,
    /// When the work was done.
    pub finished: Option<i64>,
    pub delivered: Option<i64>,
    pub delivered_quantity: f64,
}

/// One time that work was checked against a checklist; a check that takes the place of an earlier one is none of them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    pub time: i64,
    pub passed: bool,
    pub order: u64,
    pub item: u64,
    pub customer: u64,
    pub operation: u64,
    pub resource: u64,
    pub shift: u32,
}

/// To which side of the cost of quality something was paid (Feigenbaum: prevention, appraisal, failure), and what was earned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CostKind {
    Prevention,
    Appraisal,
    InternalFailure,
    ExternalFailure,
    Revenue,
}

impl CostKind {
    /// The amount that it adds to.
    pub fn amount(self) -> Amount {
        match self {
            CostKind::Prevention => Amount::Prevention,
            CostKind::Appraisal => Amount::Appraisal,
            CostKind::InternalFailure => Amount::InternalFailure,
            CostKind::ExternalFailure => Amount::ExternalFailure,
            CostKind::Revenue => Amount::Revenue,
        }
    }
}

/// One amount of money that was booked.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    pub time: i64,
    pub kind: CostKind,
    pub amount: f64,
    pub order: u64,
    pub item: u64,
    pub customer: u64,
    pub operation: u64,
    pub resource: u64,
    pub shift: u32,
}

/// By what the figures are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dimension {
    All,
    Item,
    Customer,
    Order,
    Operation,
    Resource,
    Shift,
}

impl Dimension {
    /// Whether orders can be told apart by it.
    pub fn is_of_orders(self) -> bool {
        matches!(self, Dimension::All | Dimension::Item | Dimension::Customer | Dimension::Order)
    }

    /// Whether its members have hours of their own: items, customers, orders and operations have none.
    pub fn has_hours(self) -> bool {
        matches!(self, Dimension::All | Dimension::Resource | Dimension::Shift)
    }
}

/// What flows: whole orders, or the tasks that they are made by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FlowUnit {
    Orders,
    Tasks,
}

/// A length of time, from its start to before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub start: i64,
    pub end: i64,
}

/// Open seconds of a resource between two times; with a shift, of that shift's hours alone.
pub type OpenSeconds<'a> = &'a dyn Fn(u64, Option<u32>, i64, i64) -> f64;

/// All of it. Periods are in order and do not overlap; everything else may come in any order.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    pub facts: &'a [Fact],
    pub reasons: &'a [Loss],
    pub tasks: &'a [Task],
    pub orders: &'a [Order],
    pub costs: &'a [Cost],
    pub checks: &'a [Checked],
    /// Whose hours count as those of the shop.
    pub resources: &'a [u64],
    pub open: OpenSeconds<'a>,
    pub periods: &'a [Period],
    /// Until when what has not finished goes on. What lies later is passed over.
    pub now: i64,
    pub dimension: Dimension,
    /// For figures by operation, resource and shift tasks flow, whatever is said here.
    pub flow: FlowUnit,
}

impl Input<'_> {
    /// The period that a time lies in.
    pub(super) fn period_of(&self, time: i64) -> Option<usize> {
        let at = self.periods.partition_point(|period| period.end <= time);
        self.periods.get(at).filter(|period| period.start <= time && time <= self.now).map(|_| at)
    }

    /// The periods that share some time with a span.
    pub(super) fn periods_of(&self, from: i64, to: i64) -> impl Iterator<Item = (usize, Period)> {
        let first = self.periods.partition_point(|period| period.end <= from);
        self.periods.iter().copied().enumerate().skip(first).take_while(move |(_, period)| period.start < to)
    }

    pub(super) fn flows(&self) -> FlowUnit {
        if self.dimension.is_of_orders() { self.flow } else { FlowUnit::Tasks }
    }

    /// The member that a fact counts for.
    pub fn member_of_fact(&self, fact: &Fact) -> u64 {
        self.member([fact.item, fact.customer, fact.order, fact.operation, fact.resource, u64::from(fact.shift)])
    }

    pub(super) fn member_of_task(&self, task: &Task) -> u64 {
        self.member([task.item, task.customer, task.order, task.operation, task.resource, u64::from(task.shift)])
    }

    /// The member that an amount of money counts for.
    pub fn member_of_cost(&self, cost: &Cost) -> u64 {
        self.member([cost.item, cost.customer, cost.order, cost.operation, cost.resource, u64::from(cost.shift)])
    }

    /// The member that a check counts for.
    pub fn member_of_check(&self, check: &Checked) -> u64 {
        self.member([check.item, check.customer, check.order, check.operation, check.resource, u64::from(check.shift)])
    }

    /// The member that an order counts for; nothing where orders cannot be told apart by what is asked for.
    pub fn member_of_order(&self, order: &Order) -> Option<u64> {
        self.dimension.is_of_orders().then(|| self.member([order.item, order.customer, order.id, 0, 0, 0]))
    }

    fn member(&self, [item, customer, order, operation, resource, shift]: [u64; 6]) -> u64 {
        match self.dimension {
            Dimension::All => 0,
            Dimension::Item => item,
            Dimension::Customer => customer,
            Dimension::Order => order,
            Dimension::Operation => operation,
            Dimension::Resource => resource,
            Dimension::Shift => shift,
        }
    }
}
