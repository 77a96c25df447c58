//! What is to be scheduled, in numbers: resources over time, tasks with their modes, links between tasks.
//!
//! Never holds a record of the workspace; whoever builds a problem keeps the way back from indices to records.

use super::finding::Finding;
use super::score::{Goal, Score};
use crate::engine::calendar::{Milli, Profile};
use crate::model::{DAY, Span, Time};
use serde::{Deserialize, Serialize};

/// Position in [`Problem::tasks`].
pub type TaskIndex = u32;
/// Position in [`Problem::resources`].
pub type ResourceIndex = u32;
/// Position in [`Problem::profiles`].
pub type ProfileIndex = u32;

/// Everything a schedule depends on. Calendars are shared by index, so that equal ones are compiled once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// Nothing that is not pinned starts before this.
    pub now: Time,
    /// Nothing that is not pinned ends after this.
    pub horizon_end: Time,
    pub profiles: Vec<Profile>,
    pub resources: Vec<Resource>,
    pub setups: Vec<SetupMatrix>,
    pub tasks: Vec<Task>,
    pub links: Vec<Link>,
    /// What makes one schedule better than another, most important first; [`Goal::USUAL`] when empty.
    pub goals: Vec<Goal>,
}

/// Something of which tasks need a quantity while they are worked on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    pub kind: ResourceKind,
    /// Units available over time, calendar and absences included; zero is closed. One unit, always, when absent.
    ///
    /// A task that needs more than there is at a moment rests at that moment, and counts against nobody there.
    pub size: Option<ProfileIndex>,
    /// Speed over time; full speed when absent. A task goes at the speed of its slowest resource.
    pub speed: Option<ProfileIndex>,
    /// Position in [`Problem::setups`]. A finite resource with setups does one task at a time, whatever its size.
    pub setup: Option<u32>,
    /// What the resource is set up for at [`Problem::now`]; with none, the first task needs no setup.
    pub first_family: Option<u32>,
    /// Cost of one unit for one hour of work.
    pub cost_per_hour: u32,
}

/// How a resource limits its tasks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ResourceKind {
    /// At every moment, no more than its size is used. A task holds its quantity from start to end, pauses included.
    Finite,
    /// Per bucket, no more than the limit is used. A task takes its whole quantity from the bucket in which it starts.
    ///
    /// Sorted by start; each ends where the next begins, the last one never. Before the first there is no limit.
    Buckets(Vec<Bucket>),
    /// Never short; its calendar and speed still count.
    Unlimited,
}

/// A period and the quantity that may be started in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    pub start: Time,
    pub limit: Milli,
}

/// Length of a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Period {
    Day,
    Week,
    Month,
}

/// Times to change a resource over from one setup family to another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SetupMatrix {
    /// Number of families.
    pub families: u32,
    /// Row by row: from family `i` to family `j` at `i * families + j`. What is missing takes no time.
    ///
    /// Setups are done while the resource is open, right before the task, and not by the task's other resources. A task
    /// without a family needs none, nor does the one after it.
    pub times: Vec<Span>,
    /// Cost of each changeover, in the same order; may be empty.
    pub costs: Vec<u32>,
}

/// A piece of work that is done in one of its modes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Alternative ways to do it. A task without a mode cannot be placed.
    pub modes: Vec<Mode>,
    /// When and how fast it may be worked on at all: calendar of the operation or location.
    pub calendar: Option<ProfileIndex>,
    /// Never starts before this.
    pub release: Option<Time>,
    /// Should end by this.
    pub due: Option<Time>,
    /// Must end by this.
    pub deadline: Option<Time>,
    /// Lower numbers are more important.
    pub priority: u32,
    /// How much a second of lateness counts beside other tasks of the same priority; 1 is usual.
    pub weight: u32,
    pub pace: Pace,
    /// Setup family: row and column in the setup matrices.
    pub family: Option<u32>,
    /// Where it is fixed: started, or held by the planner.
    pub pin: Option<Pin>,
    /// Start in the plan to stay close to.
    pub previous_start: Option<Time>,
    /// Mode in that plan; none where it does not matter, or is not possible any more.
    pub previous_mode: Option<u32>,
}

/// How work and calendar time go together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pace {
    /// Rests while closed and goes on afterwards.
    #[default]
    Interruptible,
    /// Done in one stretch of open time.
    Unbroken,
    /// Goes on by itself: calendars and speeds do not matter (cooling, curing, a supplier's lead time).
    Elapsed,
}

/// One way to do a task: how much work, with what.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mode {
    /// Length at full speed without interruption. No work is a milestone: no length, and nothing is needed for it.
    pub work: Span,
    /// What is needed, all at the same time; each resource once.
    pub requirements: Vec<Requirement>,
    /// What choosing it costs, for preferences; lower is better.
    pub cost: u32,
}

/// A quantity of one resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    pub resource: ResourceIndex,
    /// Units held (finite) or taken from the start's bucket (buckets).
    pub quantity: Milli,
}

/// Where a task is fixed. It is placed there even if that breaks something; what it breaks becomes a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    pub start: Time,
    /// Its end if it is known; worked out from the mode when absent.
    pub end: Option<Time>,
    pub mode: u32,
}

/// What a link ties: end or start of `from` to start or end of `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkKind {
    FinishToStart,
    StartToStart,
    FinishToFinish,
    StartToFinish,
}

/// The tied moment of `to` lies at least `min_lag` (possibly negative) and at most `max_lag` after that of `from`.
///
/// Lags are time on the clock. Two tasks that start together are one `StartToStart` link with both lags zero; links that
/// run in a circle are reported and ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub from: TaskIndex,
    pub to: TaskIndex,
    pub kind: LinkKind,
    pub min_lag: Span,
    pub max_lag: Option<Span>,
}

/// When a task is done and how. Which resources that takes is in its mode: [`Problem::requirements`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    pub start: Time,
    pub end: Time,
    pub mode: u32,
}

/// A placement for every task that could be placed, how good that is, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    pub placements: Vec<Option<Placement>>,
    pub score: Score,
    pub findings: Vec<Finding>,
}

impl Problem {
    /// What a task takes in the given mode; nothing if there is no such task or mode.
    pub fn requirements(&self, task: TaskIndex, mode: u32) -> &[Requirement] {
        self.tasks.get(task as usize).and_then(|task| task.modes.get(mode as usize)).map_or(&[], |mode| &mode.requirements)
    }

    /// Adds a calendar and gives its index. The caller looks after not adding the same one twice.
    pub fn add_profile(&mut self, profile: Profile) -> ProfileIndex {
        self.profiles.push(profile);
        (self.profiles.len() - 1) as ProfileIndex
    }
}

impl Default for Task {
    /// No mode yet, free at any time, nothing due, weight one.
    fn default() -> Task {
        Task {
            modes: Vec::new(),
            calendar: None,
            release: None,
            due: None,
            deadline: None,
            priority: 0,
            weight: 1,
            pace: Pace::Interruptible,
            family: None,
            pin: None,
            previous_start: None,
            previous_mode: None,
        }
    }
}

impl Resource {
    /// One unit, always open, at full speed, nothing to set up.
    pub fn single() -> Resource {
        Resource { kind: ResourceKind::Finite, size: None, speed: None, setup: None, first_family: None, cost_per_hour: 0 }
    }
}

impl Link {
    /// `to` starts once `from` has ended.
    pub fn after(from: TaskIndex, to: TaskIndex) -> Link {
        Link { from, to, kind: LinkKind::FinishToStart, min_lag: Span::ZERO, max_lag: None }
    }
}

/// Buckets between two moments with a limit of the resource's hours in each (thousandths of a unit-hour).
///
/// A task on such a resource takes its hours as [`Requirement::quantity`] (`milli(hours)`). For pieces instead of hours,
/// build the buckets from the resource's own numbers.
pub fn buckets(size: &Profile, period: Period, from: Time, to: Time) -> Vec<Bucket> {
    let mut start = match period {
        Period::Day => from.day_start(),
        Period::Week => from.week_start(),
        Period::Month => from.month_start(),
    };
    let mut found = Vec::new();
    while start < to {
        let end = match period {
            Period::Day => start.plus(Span::from_seconds(DAY)),
            Period::Week => start.plus(Span::from_days(7)),
            Period::Month => start.next_month(),
        };
        found.push(Bucket { start, limit: size.area(start, end) / 3600 });
        if end <= start {
            break;
        }
        start = end;
    }
    found
}
