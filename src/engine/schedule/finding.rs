//! What is wrong with a problem or its schedule, as data; the words are made where they are shown.

use super::problem::{ResourceIndex, TaskIndex};
use crate::model::Time;
use serde::{Deserialize, Serialize};

/// Something that cannot be as asked. Where a task and a resource are named, they are the records to mend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Finding {
    /// The tasks wait for each other in a circle; the links among them are ignored.
    Cycle { tasks: Vec<TaskIndex> },
    /// The link (by position) names a task that does not exist, or the same task twice, or has a maximum below its minimum.
    BadLink { link: u32 },
    /// The task has no mode at all, or none whose resources, quantities and calendars exist.
    NoMode { task: TaskIndex },
    /// The task needs more of the resource, in every mode, than there ever is from its release on.
    NeverEnough { task: TaskIndex, resource: ResourceIndex },
    /// In no mode is there ever enough open time for the task: all its calendars together are closed, or the stretches are too short.
    NeverOpen { task: TaskIndex },
    /// The task could only be placed after the horizon's end, and is left out.
    BeyondHorizon { task: TaskIndex },
    /// The task is left out because one it waits for could not be placed.
    WaitsForUnplaced { task: TaskIndex, other: TaskIndex },
    /// The task ends after its deadline; `earliest` is the earliest end that calendars, releases and links allow at all.
    DeadlineMissed { task: TaskIndex, end: Time, deadline: Time, earliest: Time },
    /// The tasks are further apart than the link (by position) allows.
    MaxLagMissed { link: u32, from: TaskIndex, to: TaskIndex },
    /// The task is held where something is broken.
    PinConflict { task: TaskIndex, broken: Broken },
}

/// What a held task breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Broken {
    /// Starts before its release.
    Release,
    /// Its times do not fit its work and calendars: closed at its start, or too short or too long.
    Calendar,
    /// More of the resource is held at `at` than there is.
    Capacity { resource: ResourceIndex, at: Time },
    /// No time for the changeover between the other task and this one.
    Setup { resource: ResourceIndex, other: TaskIndex },
    /// The link (by position) to the other task.
    Link { link: u32, other: TaskIndex },
    /// The mode does not exist; the first one that does is used.
    Mode,
}
