//! What stands against a place for a task, and the sentence that says so.
//!
//! Never a code or a colour alone: every obstacle names the record and the moment.

use super::data::{BoardData, Index, index};
use super::words::moment_text;
use crate::model::{Span, Time};

/// What stands against a place for a task.
#[derive(Clone, Debug, PartialEq)]
pub enum Obstacle {
    /// The resource cannot do the task: it is none of those that its operation asks for.
    Unable { resource: Option<Index> },
    /// The resource does not hold the skill that the step asks for at that time.
    Unskilled { resource: Index },
    /// It would start before the present.
    Past,
    /// It stands in the past and was not begun.
    Overdue { since: Time },
    /// Nothing of its order may start before.
    Release { until: Time },
    /// What it waits for is not done by then.
    Waits { other: Index, until: Time },
    /// Nobody works then.
    Closed { resource: Option<Index>, at: Time, until: Time },
    /// The resource is away.
    Absent { resource: Index, reason: String, until: Time },
    /// It must be done in one go, and work stops before its end.
    Interrupted { until: Time },
    /// There is never enough working time.
    NeverOpen,
    /// Another task has the resource.
    Busy { resource: Index, other: Index, until: Time },
    /// A machine is not changed over by then: for the task, after the one before it, or for the one after it.
    Changeover { resource: Index, from: Index, to: Index, other: Option<Index>, is_after: bool, until: Time },
    /// Its place on the board is shorter than its work, which takes until then.
    TooShort { until: Time },
    /// Something that waits for it starts too early then.
    HeldUp { other: Index },
}

impl Obstacle {
    /// The sentence that says what stands against the place of `task`.
    pub fn sentence(&self, board: &BoardData, task: Index) -> String {
        let moment = |time: Time| moment_text(time, board.now);
        let resource = |at: Index| board.resources.get(index(at)).map_or("The resource", |row| row.name.as_str());
        let name = |at: Index| board.task(at).map_or_else(|| "another task".to_owned(), |task| board.task_name(task));
        match self {
            Obstacle::Unable { resource: Some(at) } => {
                let operation = board.task(task).map_or("this", |task| board.operation_name(task));
                format!("{} cannot do {operation}: it is none of the resources the step asks for.", resource(*at))
            }
            Obstacle::Unable { resource: None } => "Nobody can do this step: it asks for no resource that exists.".to_owned(),
            Obstacle::Unskilled { resource: at } => {
                let operation = board.task(task).map_or("this step", |task| board.operation_name(task));
                format!("{} does not hold the skill for {operation} at that time.", resource(*at))
            }
            Obstacle::Past => format!("The past cannot be planned: now is {}.", moment(board.now)),
            Obstacle::Overdue { since } => format!("It was to begin {} and has not been started.", moment(*since)),
            Obstacle::Release { until } => format!("Its order is not released before {}.", moment(*until)),
            Obstacle::Waits { other, until } => format!("Waits for {} until {}.", name(*other), moment(*until)),
            Obstacle::Closed { resource: at, at: time, until } => {
                let whole_weekend = time.weekday() >= 5 && until.since(*time) > Span::from_hours(6);
                let what = if whole_weekend { "weekend" } else { "outside working time" };
                let again = match at.map(resource) {
                    Some(who) => format!("{who} is back {}", moment(*until)),
                    None => format!("Work goes on {}", moment(*until)),
                };
                format!("Closed: {what}. {again}.")
            }
            Obstacle::Absent { resource: at, reason, until } => {
                let why = if reason.is_empty() { String::new() } else { format!(" ({reason})") };
                format!("{} is away{why} until {}.", resource(*at), moment(*until))
            }
            Obstacle::Interrupted { until } => format!("Must be done in one go, but work stops {}.", moment(*until)),
            Obstacle::NeverOpen => "There is not enough working time after this.".to_owned(),
            Obstacle::Busy { resource: at, other, until } => {
                format!("{} is busy with {} until {}.", resource(*at), name(*other), moment(*until))
            }
            Obstacle::Changeover { resource: at, from, to, other, is_after, until } => {
                let setup = |at: &Index| board.setups.get(index(*at)).map_or("", String::as_str);
                let link = if *is_after { "for" } else { "after" };
                let other = other.map(|at| format!(" {link} {}", name(at))).unwrap_or_default();
                let until = if *until < Time::MAX { format!(" until {}", moment(*until)) } else { String::new() };
                format!("{} is changed over from {} to {}{other}{until}.", resource(*at), setup(from), setup(to))
            }
            Obstacle::TooShort { until } => format!("Its work takes until {}, longer than its place on the board.", moment(*until)),
            Obstacle::HeldUp { other } => {
                let start = board.task(*other).map(|task| format!(" and starts {}", moment(task.start))).unwrap_or_default();
                format!("{} waits for it{start}.", name(*other))
            }
        }
    }
}
