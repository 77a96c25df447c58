//! Groups of resources with their hours by period and by shift, and what of them is scheduled.
//!
//! The hours are those of the scheduler's calendars: open time times size times efficiency, absences taken off.

use crate::app::derived::aggregate::members;
use crate::engine::calendar::{ONE, Profile};
use crate::engine::plan::Calendars;
use crate::model::{RecordId, Resource, ResourceId, TableName, TaskStatus, Time, Workspace};
use std::collections::BTreeMap;

/// A group of resources, or one that belongs to none.
#[derive(Clone, PartialEq, Debug)]
pub struct RoughGroup {
    pub id: ResourceId,
    pub name: String,
    /// Units that work side by side.
    pub machines: u32,
    /// Hours by period.
    pub capacity: Vec<f64>,
    /// By the name of the shift; empty where nobody in the group follows a calendar.
    pub shifts: Vec<ShiftLoad>,
    /// Hours of tasks that are scheduled and not finished, by period.
    pub scheduled: Vec<f64>,
}

/// The hours of a shift, by period.
#[derive(Clone, PartialEq, Debug)]
pub struct ShiftLoad {
    pub name: String,
    pub capacity: Vec<f64>,
    pub scheduled: Vec<f64>,
}

/// What is scheduled on a resource: when, and how many units of it.
type Stretch = (Time, Time, f64);

/// The groups with their hours over the periods between neighbouring `starts`.
pub(super) fn groups(workspace: &Workspace, calendars: &Calendars, ids: &[ResourceId], starts: &[Time]) -> Vec<RoughGroup> {
    let mut tasks: BTreeMap<ResourceId, Vec<Stretch>> = BTreeMap::new();
    for task in workspace.tasks.values().filter(|task| task.status != TaskStatus::Finished) {
        for (used, place) in task.placement.iter().flat_map(|place| place.uses.iter().map(move |used| (used, place))) {
            tasks.entry(used.resource).or_default().push((place.start, place.end, used.quantity));
        }
    }
    ids.iter().map(|id| group(workspace, calendars, *id, starts, &tasks)).collect()
}

fn group(
    workspace: &Workspace,
    calendars: &Calendars,
    id: ResourceId,
    starts: &[Time],
    tasks: &BTreeMap<ResourceId, Vec<Stretch>>,
) -> RoughGroup {
    let periods = starts.len().saturating_sub(1);
    let mut found = RoughGroup {
        id,
        name: workspace.label(TableName::Resource, id.raw()),
        machines: 0,
        capacity: vec![0.0; periods],
        shifts: Vec::new(),
        scheduled: vec![0.0; periods],
    };
    let mut units = 0.0;
    for member in members(workspace, id) {
        let profiles = Profiles::of(calendars, member);
        units += profiles.capacity_size;
        let stretches = tasks.get(&member.id).map(Vec::as_slice).unwrap_or_default();
        add(&mut found.capacity, starts, |from, to| hours(&profiles.capacity, from, to));
        add_worked(&mut found.scheduled, starts, &profiles.pace, stretches);
        for (name, open) in calendars.shifts(member) {
            let at = found.shifts.iter().position(|shift| shift.name == name).unwrap_or_else(|| {
                found.shifts.push(ShiftLoad { name, capacity: vec![0.0; periods], scheduled: vec![0.0; periods] });
                found.shifts.len() - 1
            });
            let Some(shift) = found.shifts.get_mut(at) else { continue };
            let (capacity, pace) = (profiles.capacity.during(&open), profiles.pace.during(&open));
            add(&mut shift.capacity, starts, |from, to| hours(&capacity, from, to));
            add_worked(&mut shift.scheduled, starts, &pace, stretches);
        }
    }
    // A shift that nobody works in these periods is none of them.
    found.shifts.retain(|shift| shift.capacity.iter().any(|hours| *hours > 0.0));
    found.machines = (units.round() as u32).max(1);
    found
}

struct Profiles {
    /// Size times speed.
    capacity: Profile,
    /// Speed while it is there.
    pace: Profile,
    capacity_size: f64,
}

impl Profiles {
    fn of(calendars: &Calendars, resource: &Resource) -> Profiles {
        let (size, speed) = (calendars.size(resource), calendars.speed(resource).map_or_else(Profile::open, |speed| (*speed).clone()));
        let pace = speed.during(&calendars.presence(resource));
        Profiles { capacity: size.times(&speed), pace, capacity_size: size.largest() as f64 / ONE as f64 }
    }
}

fn add(into: &mut [f64], starts: &[Time], of: impl Fn(Time, Time) -> f64) {
    for (sum, span) in into.iter_mut().zip(starts.windows(2)) {
        if let [from, to] = span {
            *sum += of(*from, *to);
        }
    }
}

fn hours(profile: &Profile, from: Time, to: Time) -> f64 {
    if from < to { profile.area(from, to) as f64 / ONE as f64 / 3600.0 } else { 0.0 }
}

/// Adds the hours of tasks to the periods that they are in, while the profile says that work goes on.
fn add_worked(into: &mut [f64], starts: &[Time], pace: &Profile, tasks: &[Stretch]) {
    for (start, end, quantity) in tasks {
        let first = starts.partition_point(|begin| begin <= start).saturating_sub(1);
        for (sum, span) in into.iter_mut().zip(starts.windows(2)).skip(first).take_while(|(_, span)| span.first() < Some(end)) {
            if let [from, to] = span {
                *sum += hours(pace, (*from).max(*start), (*to).min(*end)) * quantity;
            }
        }
    }
}
