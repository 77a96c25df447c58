//! The board's own form of a workspace: records as positions in lists, so that a frame visits only what is seen.
//!
//! Never knows pixels; never holds more than what the board, its panel and its exports show.

use super::changeover::Changed;
use super::slack::{Paces, Slack};
use crate::engine::calendar::{Milli, Profile};
use crate::model::*;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Position in one of the lists of [`BoardData`].
pub type Index = u32;

/// A position as a list index.
pub const fn index(position: Index) -> usize {
    position as usize
}

/// Everything the board shows.
#[derive(Clone, Debug, Default)]
pub struct BoardData {
    /// Where the line of the present moment stands.
    pub now: Time,
    /// The stretch of time for which calendars are known; outside of it everything is closed.
    pub stretch: (Time, Time),
    /// Calendars, shared by all who keep the same hours.
    pub profiles: Vec<Profile>,
    /// In the order of the rows: by group, then by name.
    pub resources: Vec<BoardResource>,
    /// By due date, then by name.
    pub orders: Vec<BoardOrder>,
    pub items: Vec<String>,
    pub operations: Vec<BoardOperation>,
    /// The names of set-ups, sorted.
    pub setups: Vec<String>,
    /// Purchases, transports and deliveries: supply orders without tasks of their own.
    pub supplies: Vec<BoardSupply>,
    /// By id.
    pub tasks: Vec<BoardTask>,
    pub absences: Vec<BoardAbsence>,
    /// In the order of the tasks that wait.
    pub links: Vec<BoardLink>,
    pub(super) ids: Ids,
    /// First start and last end of everything that has a place; `None` where nothing has.
    pub(super) span: Option<(Time, Time)>,
    /// Per task and one more: where its links to what it waits for begin in `links`.
    pub(super) incoming: Vec<u32>,
    /// Per task and one more: where the links to what waits for it begin in `outgoing`.
    pub(super) outgoing_starts: Vec<u32>,
    /// Positions in `links`.
    pub(super) outgoing: Vec<Index>,
    /// What each task has to spare; worked out when somebody looks at it.
    pub(super) slack: OnceCell<Slack>,
    pub(super) paces: OnceCell<Paces>,
    /// When each crew that has been asked for works and how fast; hours do not change while tasks are moved.
    pub(super) crews: RefCell<BTreeMap<Vec<BoardUse>, Rc<Profile>>>,
}

/// The raw ids of the records in their lists' or look-up order.
#[derive(Clone, Debug, Default)]
pub(super) struct Ids {
    pub tasks: Vec<u64>,
    /// Sorted by id, with the position of the record.
    pub resources: Vec<(u64, Index)>,
    pub orders: Vec<(u64, Index)>,
}

/// A row of the board by resource.
#[derive(Clone, Debug)]
pub struct BoardResource {
    pub id: ResourceId,
    pub name: String,
    /// The group it belongs to, or its category, or what it is.
    pub group: String,
    pub class: ResourceClass,
    pub kind: ResourceKind,
    /// How much work it can do at once, at most.
    pub size: Milli,
    /// Position in [`BoardData::profiles`]: how much of it there is over time, closed while it is away.
    pub hours: Index,
    /// Position in [`BoardData::profiles`]: its speed over time.
    pub speed: Index,
    /// The skills it has, sorted.
    pub skills: Vec<SkillId>,
    /// How it is changed over between tasks, where it is.
    pub(super) changed: Option<Changed>,
    /// Its tasks that have a place, by start.
    pub tasks: Vec<Index>,
}

impl BoardResource {
    /// Whether a task can be too much for it.
    pub fn limits(&self) -> bool {
        self.kind == ResourceKind::Default
    }

    /// Whether it is changed over between tasks.
    pub fn is_changed_over(&self) -> bool {
        self.changed.is_some()
    }
}

/// An order as the board tells of it.
#[derive(Clone, Debug)]
pub struct BoardOrder {
    pub id: OrderId,
    pub name: String,
    /// Whether it is still to be delivered.
    pub open: bool,
    pub item: Option<Index>,
    pub quantity: f64,
    pub priority: i64,
    pub due: Option<Time>,
    pub deadline: Option<Time>,
    /// What the accepted plan said of it.
    pub verdict: Option<Verdict>,
    pub promised: Option<Time>,
    pub reason: String,
    /// Its own tasks (those that serve it first), by start; those without a place last.
    pub tasks: Vec<Index>,
    /// Its purchases and transports.
    pub supplies: Vec<Index>,
    /// When its last task ends as the board stands now; `None` where one of them has no place, or there is none.
    pub ready: Option<Time>,
}

impl BoardOrder {
    /// How long after its due date it is ready as the board stands now.
    pub fn lateness(&self) -> Option<Span> {
        let late = self.ready.or(self.promised)?.since(self.due?);
        (late > Span::ZERO).then_some(late)
    }
}

/// An operation as the board names it.
#[derive(Clone, Debug)]
pub struct BoardOperation {
    pub id: OperationId,
    pub name: String,
    /// Whether closed time may interrupt it.
    pub interruptible: bool,
    /// What it asks its resources to be set up for: positions in [`BoardData::setups`], of one resource or group, or of any.
    pub setups: Vec<(Option<ResourceId>, Index)>,
}

/// A supply order without tasks: something bought, moved or delivered.
#[derive(Clone, Debug)]
pub struct BoardSupply {
    pub id: SupplyOrderId,
    pub kind: SupplyKind,
    pub item: Option<Index>,
    pub quantity: f64,
    pub start: Time,
    pub end: Time,
}

/// How a task stands; the first that holds, most pressing first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Standing {
    /// It breaks something where it is.
    Conflict,
    Finished,
    Started,
    /// It ends after its due date, or its order does.
    Late,
    OnTime,
}

/// One task.
#[derive(Clone, Debug)]
pub struct BoardTask {
    pub id: TaskId,
    pub supply: Option<SupplyOrderId>,
    pub operation: Option<Index>,
    pub item: Option<Index>,
    /// The order it serves first.
    pub order: Option<Index>,
    pub quantity: f64,
    /// Length of its work at full speed.
    pub work: Span,
    /// Its place; start and end are equal to [`Time::MIN`] where it has none.
    pub start: Time,
    pub end: Time,
    pub uses: Vec<BoardUse>,
    pub placed: bool,
    pub pinned: bool,
    pub status: TaskStatus,
    pub release: Option<Time>,
    pub due: Option<Time>,
    /// Whether it overlaps with too much other work, or runs before what it waits for.
    pub conflict: bool,
}

/// How much of a resource a task uses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct BoardUse {
    pub resource: Index,
    pub quantity: Milli,
}

/// That a task waits for another.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct BoardLink {
    pub from: Index,
    pub to: Index,
    pub kind: LinkKind,
    pub lag: Span,
    /// Whether a person made it.
    pub by_hand: bool,
}

impl BoardLink {
    /// The moment of the waiting task that is tied must not be before this.
    pub fn earliest(&self, from: &BoardTask) -> Time {
        let tied = match self.kind {
            LinkKind::FinishStart | LinkKind::FinishFinish => from.end,
            LinkKind::StartStart | LinkKind::StartFinish => from.start,
        };
        tied.plus(self.lag)
    }

    /// Whether it is the start of the waiting task that is tied, and not its end.
    pub fn ties_start(&self) -> bool {
        matches!(self.kind, LinkKind::FinishStart | LinkKind::StartStart)
    }

    /// Whether the two tasks, both placed, respect the link.
    pub fn holds(&self, from: &BoardTask, to: &BoardTask) -> bool {
        let tied = if self.ties_start() { to.start } else { to.end };
        tied >= self.earliest(from)
    }
}

/// A time in which a resource is not there.
#[derive(Clone, Debug)]
pub struct BoardAbsence {
    pub id: AbsenceId,
    pub resource: Index,
    pub start: Time,
    pub end: Time,
    pub reason: String,
}

impl BoardData {
    /// The task at a position.
    pub fn task(&self, task: Index) -> Option<&BoardTask> {
        self.tasks.get(index(task))
    }

    /// The position of a task.
    pub fn find_task(&self, id: TaskId) -> Option<Index> {
        self.ids.tasks.binary_search(&id.raw()).ok().map(|at| at as Index)
    }

    /// The position of a resource.
    pub fn find_resource(&self, id: ResourceId) -> Option<Index> {
        find(&self.ids.resources, id.raw())
    }

    /// The position of an order.
    pub fn find_order(&self, id: OrderId) -> Option<Index> {
        find(&self.ids.orders, id.raw())
    }

    /// The profile at a position.
    pub fn profile(&self, profile: Index) -> Option<&Profile> {
        self.profiles.get(index(profile))
    }

    /// The links to what a task waits for.
    pub fn waits_for(&self, task: Index) -> &[BoardLink] {
        let range = range(&self.incoming, task);
        self.links.get(range).unwrap_or(&[])
    }

    /// The tasks that a task waits for, each once however many links there are.
    pub fn predecessors(&self, task: Index) -> Vec<Index> {
        once(self.waits_for(task).iter().map(|link| link.from))
    }

    /// The tasks that wait for a task, each once.
    pub fn successors(&self, task: Index) -> Vec<Index> {
        once(self.holds_up(task).map(|link| link.to))
    }

    /// The links to what waits for a task.
    pub fn holds_up(&self, task: Index) -> impl Iterator<Item = &BoardLink> {
        let range = range(&self.outgoing_starts, task);
        self.outgoing.get(range).unwrap_or(&[]).iter().filter_map(|link| self.links.get(index(*link)))
    }

    /// `Mix`, the name of a task's operation.
    pub fn operation_name(&self, task: &BoardTask) -> &str {
        task.operation.and_then(|at| self.operations.get(index(at))).map_or("Task", |operation| operation.name.as_str())
    }

    /// The name of the order a task serves first; empty where it serves none.
    pub fn order_name(&self, task: &BoardTask) -> &str {
        task.order.and_then(|at| self.orders.get(index(at))).map_or("", |order| order.name.as_str())
    }

    /// The name of an item; empty where there is none.
    pub fn item_name(&self, item: Option<Index>) -> &str {
        item.and_then(|at| self.items.get(index(at))).map_or("", String::as_str)
    }

    /// `Mix of Order 7`, or `Mix` for the shelf.
    pub fn task_name(&self, task: &BoardTask) -> String {
        match self.order_name(task) {
            "" => self.operation_name(task).to_owned(),
            order => format!("{} of {order}", self.operation_name(task)),
        }
    }

    /// How a task stands.
    pub fn standing(&self, task: &BoardTask) -> Standing {
        if task.conflict && task.status == TaskStatus::Planned {
            return Standing::Conflict;
        }
        match task.status {
            TaskStatus::Finished => Standing::Finished,
            TaskStatus::Started => Standing::Started,
            TaskStatus::Planned if self.is_late(task) => Standing::Late,
            TaskStatus::Planned => Standing::OnTime,
        }
    }

    /// Whether a task ends after its due date, or belongs to an order that is late as the board stands.
    pub fn is_late(&self, task: &BoardTask) -> bool {
        let own = task.placed && task.due.is_some_and(|due| task.end > due);
        own || task.order.and_then(|at| self.orders.get(index(at))).is_some_and(|order| order.lateness().is_some())
    }

    /// First start and last end of everything on the board, with the present moment among them.
    pub fn extent(&self) -> (Time, Time) {
        self.span.map_or((self.now, self.now), |(first, last)| (first.min(self.now), last.max(self.now)))
    }

    /// First start and last end of everything that has a place.
    pub(super) fn find_span(&self) -> Option<(Time, Time)> {
        let tasks = self.tasks.iter().filter(|task| task.placed).map(|task| (task.start, task.end));
        let supplies = self.supplies.iter().map(|supply| (supply.start, supply.end));
        tasks.chain(supplies).reduce(|(first, last), (start, end)| (first.min(start), last.max(end)))
    }

    /// The absences of a resource.
    pub fn absences_of(&self, resource: Index) -> impl Iterator<Item = &BoardAbsence> {
        self.absences.iter().filter(move |absence| absence.resource == resource)
    }
}

/// Each position once, in the order in which they first come.
fn once(positions: impl Iterator<Item = Index>) -> Vec<Index> {
    let mut found = Vec::new();
    for at in positions {
        if !found.contains(&at) {
            found.push(at);
        }
    }
    found
}

fn find(ids: &[(u64, Index)], raw: u64) -> Option<Index> {
    let at = ids.binary_search_by_key(&raw, |(id, _)| *id).ok()?;
    ids.get(at).map(|(_, position)| *position)
}

fn range(starts: &[u32], at: Index) -> std::ops::Range<usize> {
    let start = starts.get(index(at)).copied().unwrap_or(0);
    let end = starts.get(index(at) + 1).copied().unwrap_or(start);
    index(start)..index(end)
}
