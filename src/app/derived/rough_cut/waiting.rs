//! How long work waits before a group of resources, by Kingman's equation, with what its variability is known from.
//!
//! What has not been seen often enough counts as one, the variability of chance, and is said to be assumed.

use crate::engine::calendar::ONE;
use crate::engine::plan::Calendars;
use crate::engine::supply::{Station as EngineStation, Waiting, queue, waiting};
use crate::model::{ItemId, OrderStatus, Placement, ResourceId, Time, Workspace, sort_with_key};
use std::collections::{BTreeMap, BTreeSet};

/// A squared coefficient of variation and how many observations it is from; none means that it is assumed.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Observed {
    pub value: f64,
    pub observations: Option<usize>,
}

impl Observed {
    const ASSUMED: Observed = Observed { value: 1.0, observations: None };
}

/// What is known of the work that comes to a group.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Station {
    /// Of the days between the due dates of orders that need the group.
    pub arrivals: Observed,
    /// Of the hours of its runs.
    pub runs: Observed,
    /// Mean hours of a run.
    pub run_hours: f64,
    /// Whether runs are scheduled tasks; otherwise they are orders.
    pub of_tasks: bool,
    pub machines: u32,
}

/// Waiting in a period.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PeriodWaiting {
    pub utilisation: f64,
    /// Hours of work; endless from a full load on.
    pub waiting: Waiting,
    /// Chance that a run has to wait at all, were runs to come and last by chance (Erlang C).
    pub waits: f64,
}

/// Observations from which on a variation counts.
const ENOUGH: usize = 10;

impl Station {
    /// Waiting at a load; nothing where nothing is to be done.
    pub fn at(&self, load: f64, capacity: f64) -> Option<PeriodWaiting> {
        if load <= 0.0 || self.run_hours <= 0.0 {
            return None;
        }
        let utilisation = if capacity > 0.0 { load / capacity } else { f64::INFINITY };
        let station = EngineStation {
            arrival_variability: self.arrivals.value,
            process_variability: self.runs.value,
            // The engine takes what is no number for nothing; endless load is more than full.
            utilisation: utilisation.min(1e6),
            process_time: self.run_hours,
            machines: self.machines,
        };
        let come = utilisation * f64::from(self.machines.max(1)) / self.run_hours;
        Some(PeriodWaiting { utilisation, waiting: waiting(&station), waits: queue(come, 1.0 / self.run_hours, self.machines).waits })
    }
}

/// All orders and tasks by what they come to a group through, so that they are gone through once and not for every group.
pub(super) struct Work<'w> {
    workspace: &'w Workspace,
    /// When orders of an item are due, and their quantities.
    orders: BTreeMap<ItemId, Vec<(Time, f64)>>,
    tasks: BTreeMap<ResourceId, Vec<&'w Placement>>,
}

impl<'w> Work<'w> {
    pub fn of(workspace: &'w Workspace) -> Work<'w> {
        let mut work = Work { workspace, orders: BTreeMap::new(), tasks: BTreeMap::new() };
        for order in workspace.orders.values().filter(|order| matches!(order.status, OrderStatus::Open | OrderStatus::Closed)) {
            if let (Some(item), Some(due)) = (order.item, order.due) {
                work.orders.entry(item).or_default().push((due, order.quantity));
            }
        }
        for place in workspace.tasks.values().filter_map(|task| task.placement.as_ref()) {
            for used in &place.uses {
                let places = work.tasks.entry(used.resource).or_default();
                // Whoever a task names twice is on it once.
                if places.last().is_none_or(|last| !std::ptr::eq(*last, place)) {
                    places.push(place);
                }
            }
        }
        work
    }
}

/// What is known of a group's work: `hours` are those of a unit of each item, `members` everybody in the group.
pub(super) fn station(
    work: &Work,
    calendars: &Calendars,
    hours: &BTreeMap<ItemId, f64>,
    members: &BTreeSet<ResourceId>,
    machines: u32,
) -> Station {
    let mut due: Vec<Time> = Vec::new();
    let mut of_orders: Vec<f64> = Vec::new();
    for (item, each) in hours.iter().filter(|(_, each)| **each > 0.0) {
        for (when, quantity) in work.orders.get(item).map(Vec::as_slice).unwrap_or_default() {
            due.push(*when);
            of_orders.push(each * quantity);
        }
    }
    sort_with_key(&mut due, |when| *when);
    let gaps: Vec<f64> = due.windows(2).map(|pair| if let [a, b] = pair { b.since(*a).hours() } else { 0.0 }).collect();
    let of_tasks = runs(work, calendars, members);
    let is_of_tasks = of_tasks.len() >= ENOUGH || of_orders.is_empty();
    let run_lengths = if is_of_tasks { of_tasks } else { of_orders };
    Station {
        arrivals: variation(&gaps).unwrap_or(Observed::ASSUMED),
        runs: variation(&run_lengths).unwrap_or(Observed::ASSUMED),
        run_hours: mean(&run_lengths),
        of_tasks: is_of_tasks,
        machines,
    }
}

/// Working hours of every task on one of the members.
fn runs(work: &Work, calendars: &Calendars, members: &BTreeSet<ResourceId>) -> Vec<f64> {
    let mut found = Vec::new();
    for member in members {
        let (Some(resource), Some(places)) = (work.workspace.resources.get(member), work.tasks.get(member)) else { continue };
        let open = calendars.presence(resource);
        for place in places {
            // A task on several of them is one run: that of the first.
            let first = place.uses.iter().find(|used| members.contains(&used.resource));
            if first.is_none_or(|used| used.resource != *member) {
                continue;
            }
            let hours = open.area(place.start, place.end) as f64 / ONE as f64 / 3600.0;
            if hours > 0.0 {
                found.push(hours);
            }
        }
    }
    found
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// Variance by squared mean; nothing where there is too little to tell.
fn variation(values: &[f64]) -> Option<Observed> {
    let mean = mean(values);
    if values.len() < ENOUGH || mean <= 0.0 {
        return None;
    }
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (values.len() - 1) as f64;
    Some(Observed { value: variance / mean.powi(2), observations: Some(values.len()) })
}
