//! When it is done: supply orders, their tasks with times and resources, and what was promised.

use super::value::choice;
use super::{record::record, *};
use serde::{Deserialize, Serialize};

choice! {
    /// Where a supply order's quantity comes from.
    SupplyKind {
        /// Made by an operation or routing.
        Make = "MO", "Manufacturing order";
        /// Bought from a supplier.
        Buy = "PO", "Purchase order";
        /// Moved from another location.
        Move = "DO", "Distribution order";
        /// Handed over to the customer.
        Deliver = "DLVR", "Delivery";
    }
}

choice! {
    /// How firm a supply order is.
    SupplyStatus {
        /// The plan's own; replaced by the next plan.
        Proposed = "proposed", "Proposed";
        /// Released; kept by the next plan, which may move it.
        Approved = "approved", "Approved";
        /// Under way; kept as it is.
        Confirmed = "confirmed", "Confirmed";
        /// Done.
        Completed = "completed", "Completed";
        /// Done and booked.
        Closed = "closed", "Closed";
        /// Withdrawn.
        Cancelled = "canceled", "Cancelled";
    }
}

record! {
    /// A quantity of an item that is to be made, bought or moved.
    SupplyOrder, SupplyOrderId {
        /// Its number.
        reference: String = String::new(), "Reference";
        /// Where the quantity comes from.
        kind: SupplyKind = SupplyKind::Make, "Kind";
        /// How firm it is.
        status: SupplyStatus = SupplyStatus::Proposed, "Status";
        /// The item supplied.
        item: Option<ItemId> = None, "Item";
        /// Where it is supplied.
        location: Option<LocationId> = None, "Location";
        /// The operation or routing that makes it.
        operation: Option<OperationId> = None, "Operation", Owned;
        /// Who it is bought from.
        supplier: Option<SupplierId> = None, "Supplier", Owned;
        /// Where it is moved from.
        origin: Option<LocationId> = None, "From";
        /// The batch or variant.
        batch: String = String::new(), "Batch";
        /// Units supplied.
        quantity: f64 = 1.0, "Quantity", NotNegative;
        /// Planned start: of the first task, or when to order.
        start: Option<Time> = None, "Start";
        /// Planned end: of the last task, or the arrival.
        end: Option<Time> = None, "End";
        /// The orders it serves, the first one most.
        orders: Vec<OrderId> = Vec::new(), "Serves";
    }
}

choice! {
    /// How far a task has come.
    TaskStatus {
        Planned = "planned", "Planned";
        Started = "started", "Started";
        Finished = "finished", "Finished";
    }
}

/// When a task runs and on what: one value, so that two people's moves never mix.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Placement {
    pub start: Time,
    pub end: Time,
    /// The resources in use during the run and how much of each.
    pub uses: Vec<ResourceUse>,
}

/// How much of a resource a task uses.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct ResourceUse {
    pub resource: ResourceId,
    pub quantity: f64,
}

impl FieldValue for Placement {
    const KIND: FieldKind = FieldKind::List;
    fn to_value(&self) -> Value {
        let mut values = vec![self.start.to_value(), self.end.to_value()];
        for usage in &self.uses {
            values.push(usage.resource.to_value());
            values.push(usage.quantity.to_value());
        }
        Value::List(values)
    }
    fn from_value(value: &Value) -> Option<Self> {
        let Value::List(values) = value else { return None };
        let (times, uses) = values.split_at_checked(2)?;
        let (pairs, rest) = uses.as_chunks::<2>();
        let [start, end] = times else { return None };
        let placement = Placement {
            start: Time::from_value(start)?,
            end: Time::from_value(end)?,
            uses: pairs
                .iter()
                .map(|[resource, quantity]| {
                    Some(ResourceUse { resource: ResourceId::from_value(resource)?, quantity: f64::from_value(quantity)? })
                })
                .collect::<Option<_>>()?,
        };
        (rest.is_empty() && placement.start <= placement.end).then_some(placement)
    }
}

/// What a task waits for.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct TaskLink {
    /// The task it waits for.
    pub task: TaskId,
    /// What must come before what.
    pub kind: LinkKind,
    /// The least time between the two; may be below zero.
    pub lag: Span,
    /// Whether a person made it: then every later plan keeps it as long as it makes both tasks. Planned tasks are known by their order,
    /// operation and position, so what a link by hand names is there again when the plan is made anew.
    pub by_hand: bool,
}

impl Task {
    /// Whether it stays whatever is planned: work that has begun or is done, and what was pinned to its place.
    pub fn is_decided(&self) -> bool {
        self.status != TaskStatus::Planned || (self.pinned && self.placement.is_some())
    }
}

impl Workspace {
    /// Whether a task goes when a plan without it is accepted: nothing is decided of it, and its run is only proposed.
    pub fn gives_way(&self, task: &Task) -> bool {
        let supply = task.supply.and_then(|supply| self.supply_orders.get(&supply));
        !task.is_decided() && supply.is_none_or(|supply| supply.status == SupplyStatus::Proposed)
    }
}

impl TaskLink {
    /// As the work itself asks for it.
    pub fn new(task: TaskId, kind: LinkKind, lag: Span) -> TaskLink {
        TaskLink { task, kind, lag, by_hand: false }
    }
}

impl FieldValue for TaskLink {
    const KIND: FieldKind = FieldKind::List;
    fn to_value(&self) -> Value {
        let mut values = vec![self.task.to_value(), self.kind.to_value(), self.lag.to_value()];
        values.extend(self.by_hand.then_some(Value::Flag(true)));
        Value::List(values)
    }
    fn from_value(value: &Value) -> Option<Self> {
        let Value::List(values) = value else { return None };
        let [task, kind, lag, rest @ ..] = values.as_slice() else { return None };
        let by_hand = match rest {
            [] => false,
            [by_hand] => bool::from_value(by_hand)?,
            _ => return None,
        };
        Some(TaskLink { by_hand, ..TaskLink::new(TaskId::from_value(task)?, LinkKind::from_value(kind)?, Span::from_value(lag)?) })
    }
}

record! {
    /// One run of an operation: what the scheduler places and the board shows.
    Task, TaskId {
        /// The supply order it is part of.
        supply: Option<SupplyOrderId> = None, "Supply order", Owned;
        /// The operation it is a run of.
        operation: Option<OperationId> = None, "Operation", Owned;
        /// Units of this run.
        quantity: f64 = 1.0, "Quantity", NotNegative;
        /// When it runs and on what; empty means unscheduled.
        placement: Option<Placement> = None, "Placement";
        /// Whether the scheduler must leave it where it is.
        pinned: bool = false, "Pinned";
        /// How far it has come.
        status: TaskStatus = TaskStatus::Planned, "Status";
        /// Nothing of it may start before.
        release: Option<Time> = None, "Not before";
        /// When its order is due, where it is the order's last task; what lateness is measured against.
        due: Option<Time> = None, "Due";
        /// What it waits for.
        after: Vec<TaskLink> = Vec::new(), "Waits for";
        /// The orders it serves, the first one most.
        orders: Vec<OrderId> = Vec::new(), "Serves";
    }
}

choice! {
    /// What the plan says of an order.
    Verdict {
        OnTime = "on_time", "On time";
        Late = "late", "Late";
        /// It cannot be delivered at all, or later than it accepts.
        Refused = "refused", "Not possible";
        /// Only a part of it can be delivered.
        Partial = "partial", "In part";
    }
}

record! {
    /// What the last accepted plan says of an order.
    Promise, PromiseId {
        /// The order.
        order: Option<OrderId> = None, "Order", Required, Owned;
        /// Whether it will be on time.
        verdict: Verdict = Verdict::OnTime, "Verdict";
        /// When it will be ready.
        ready: Option<Time> = None, "Ready";
        /// Units that will be ready by then.
        quantity: f64 = 0.0, "Quantity", NotNegative;
        /// Why it is late or refused, as a sentence.
        reason: String = String::new(), "Why";
    }
}

record! {
    /// How much work may stand at one stage at once, as a team has agreed.
    WorkLimit, WorkLimitId {
        /// The stage: a column of cards.
        status: TaskStatus = TaskStatus::Started, "Status";
        /// The group of rows it holds for; empty means all together.
        lane: String = String::new(), "Lane";
        /// Tasks that may stand there at once.
        most: i64 = 0, "At most", NotNegative;
    }
}

record! {
    /// The schedule as it stood when somebody gave it a name, to be compared with what becomes of it. It never changes afterwards.
    Baseline, BaselineId {
        /// What people call it.
        name: String = String::new(), "Name", Required, Unique;
        /// When it was saved.
        saved: Option<Time> = None, "Saved";
        /// When every task was to run, packed: a record per task would weigh four times as much.
        places: Vec<String> = Vec::new(), "Places";
    }
}
