//! Load against capacity: per resource and period, with the tasks and orders behind every bar.
//!
//! The calendars are those of the scheduler. Before anything is scheduled the load is rough: open orders exploded at their due
//! dates, as if capacity were unlimited. Never changes a plan.

use super::Calendars;
use super::attempt::Ground;
use super::estimate::Estimates;
use super::explosion::{Explosion, Steering};
use super::hold::Held;
use super::periods::periods;
use super::shop::Shop;
use super::staff::{Member, use_of_period};
use crate::engine::calendar::{ONE, Profile};
use crate::model::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Load and capacity of every resource.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Load {
    /// Whether it is rough: nothing is scheduled yet, and orders are counted when they should be worked on.
    pub rough: bool,
    /// By id; groups have the sum of their members.
    pub resources: Vec<ResourceLoad>,
}

/// Load and capacity of a resource or group.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ResourceLoad {
    pub resource: ResourceId,
    pub is_group: bool,
    /// Whether its limit is in units of its maximum calendar instead of hours.
    pub in_units: bool,
    pub buckets: Vec<Bucket>,
}

/// A period of a resource. Hours are hours of work at 100 % efficiency of one unit.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Bucket {
    pub start: Time,
    pub end: Time,
    /// Open hours times size times efficiency, absences taken off.
    pub capacity_hours: f64,
    pub load_hours: f64,
    /// What the load is made of, the largest first.
    pub by: Vec<LoadPart>,
}

/// A part of a load.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct LoadPart {
    /// The order it serves most.
    pub order: Option<OrderId>,
    /// The task; none in a rough load.
    pub task: Option<TaskId>,
    pub operation: Option<OperationId>,
    pub hours: f64,
}

/// A stretch of use of a resource, wherever it comes from.
pub(super) struct Use {
    pub resource: ResourceId,
    /// Units in use, or what is taken of a limit per period at the start.
    pub quantity: f64,
    pub start: Time,
    pub end: Time,
    /// Hours of work in all, to be spread over the time it is there; none where it is counted by the clock.
    pub work: Option<f64>,
    pub part: LoadPart,
}

/// The load of every resource in the periods between two moments; `now` is the moment from which work can still be done.
pub fn load(workspace: &Workspace, period: Period, now: Time, span: (Time, Time)) -> Load {
    let scheduled = workspace.tasks.values().any(|task| task.placement.is_some() && task.status != TaskStatus::Finished);
    let uses = if scheduled { of_tasks(workspace) } else { of_orders(workspace, now) };
    Load { rough: !scheduled, resources: buckets(workspace, period, now, span, &uses) }
}

/// The capacity of every resource in the periods between two moments, as [`load`] tells it, with nothing of their load.
pub fn capacity(workspace: &Workspace, period: Period, now: Time, span: (Time, Time)) -> Vec<ResourceLoad> {
    buckets(workspace, period, now, span, &[])
}

fn buckets(workspace: &Workspace, period: Period, now: Time, (from, to): (Time, Time), uses: &[Use]) -> Vec<ResourceLoad> {
    let periods = periods(period, from, to);
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return Vec::new() };
    let calendars = Calendars::new(workspace, first.0, last.1);
    let by_resource = Groups::of(uses.iter(), |used| Some(used.resource));
    let groups = groups(workspace);
    let mut resources: BTreeMap<ResourceId, ResourceLoad> = BTreeMap::new();
    for resource in workspace.resources.values().filter(|resource| !groups.contains_key(&resource.id)) {
        let uses = by_resource.get(resource.id);
        resources.insert(resource.id, of_resource(resource, &calendars, &periods, now, uses));
    }
    for (group, members) in groups {
        let sum = of_group(group, &members, &resources, &periods);
        resources.insert(group, sum);
    }
    resources.into_values().collect()
}

/// Everybody in every group, at every depth, without the groups in between.
fn groups(workspace: &Workspace) -> BTreeMap<ResourceId, Vec<ResourceId>> {
    let shop = Shop::new(workspace);
    let owns = |id: ResourceId| workspace.resources.values().any(|member| member.owner == Some(id));
    let is_group = |resource: &&Resource| resource.class == ResourceClass::Group || owns(resource.id);
    let of_group = |group: &Resource| (group.id, shop.members(group).iter().map(|member| member.id).collect());
    workspace.resources.values().filter(is_group).map(of_group).collect()
}

fn of_tasks(workspace: &Workspace) -> Vec<Use> {
    let mut uses = Vec::new();
    for task in workspace.tasks.values().filter(|task| task.status != TaskStatus::Finished) {
        let Some(placement) = &task.placement else { continue };
        let part = LoadPart { order: task.orders.first().copied(), task: Some(task.id), operation: task.operation, hours: 0.0 };
        let of_task = placement.uses.iter().map(|used| Use {
            resource: used.resource,
            quantity: used.quantity,
            start: placement.start,
            end: placement.end,
            work: None,
            part,
        });
        uses.extend(of_task);
    }
    uses
}

/// Orders exploded at their due dates; the load of a choice of people is shared among them.
pub(super) fn of_orders(workspace: &Workspace, now: Time) -> Vec<Use> {
    let (first, horizon_end) = super::horizon(workspace, now);
    let (shop, calendars) = (Shop::new(workspace), Calendars::new(workspace, first, horizon_end));
    let ground = Ground { shop, calendars, now, horizon_end, held: Held::default(), peers: None };
    let (mut estimates, steering) = (Estimates::default(), Steering::default());
    let mut explosion = Explosion::new(&ground.shop, &ground.calendars, &mut estimates, &steering, &ground.held, now);
    explosion.run();
    let served = super::pegging::served(&explosion.draft);
    let mut uses = Vec::new();
    for work in explosion.draft.works.clone() {
        let Some(operation) = work.operation.and_then(|id| workspace.operations.get(&id)) else { continue };
        let known = explosion.estimates.of(&ground.shop, &ground.calendars, operation);
        let Ok(teams) = &known.teams else { continue };
        // What should have begun before now begins as soon as it can.
        let (start, end) = if work.latest.0 >= now { work.latest } else { work.earliest };
        let order = served[work.supply].iter().find_map(|demand| explosion.demands[*demand].order);
        let part = LoadPart { order, task: None, operation: work.operation, hours: 0.0 };
        for team in teams {
            let share = 1.0 / teams.len() as f64;
            uses.extend(team.members.iter().map(|member| {
                let quantity = rough_quantity(workspace, member, work.quantity) * share;
                let work = Some(work.seconds as f64 / 3600.0 * quantity);
                Use { resource: member.resource, quantity, start, end, work, part }
            }));
        }
    }
    uses
}

fn rough_quantity(workspace: &Workspace, member: &Member, quantity: f64) -> f64 {
    match workspace.resources.get(&member.resource) {
        Some(resource) if !matches!(resource.kind, ResourceKind::Default | ResourceKind::Infinite) => {
            use_of_period(resource, member.quantity * quantity + member.per_run)
        }
        _ => member.quantity,
    }
}

fn of_resource(resource: &Resource, calendars: &Calendars, periods: &[(Time, Time)], now: Time, uses: &[&Use]) -> ResourceLoad {
    let per_period = calendars.buckets(resource);
    let speed = calendars.speed(resource).map_or_else(Profile::open, |speed| (*speed).clone());
    let presence = speed.during(&calendars.presence(resource));
    let capacity = calendars.size(resource).times(&speed);
    let hours = |profile: &Profile, from: Time, to: Time| profile.area(from, to) as f64 / ONE as f64 / 3600.0;
    let mut buckets: Vec<Bucket> = periods
        .iter()
        .map(|&(start, end)| {
            let capacity_hours = match &per_period {
                // What has passed of the first period is no capacity any more.
                None => hours(&capacity, start.max(now).min(end), end),
                Some(limits) => {
                    limits.iter().filter(|limit| start <= limit.start && limit.start < end).map(|limit| limit.limit as f64 / 1_000.0).sum()
                }
            };
            Bucket { start, end, capacity_hours, load_hours: 0.0, by: Vec::new() }
        })
        .collect();
    for used in uses {
        let first = buckets.partition_point(|bucket| bucket.end <= used.start);
        let there = |from: Time, to: Time| match (used.work, hours(&presence, used.start, used.end)) {
            (None, _) => hours(&presence, from, to) * used.quantity,
            // Rough work is spread over the time its resource is there, or over all of it where it never is.
            (Some(work), whole) if whole > 0.0 => work * hours(&presence, from, to) / whole,
            (Some(work), _) => work * to.since(from).hours() / used.end.since(used.start).hours().max(1e-9),
        };
        for bucket in buckets[first..].iter_mut().take_while(|bucket| bucket.start < used.end || bucket.start == used.start) {
            let load = match &per_period {
                None => there(used.start.max(bucket.start), used.end.min(bucket.end)),
                Some(_) if (bucket.start..bucket.end).contains(&used.start) => used.quantity,
                Some(_) => 0.0,
            };
            if load > 0.0 {
                bucket.load_hours += load;
                bucket.by.push(LoadPart { hours: load, ..used.part });
            }
        }
    }
    for bucket in &mut buckets {
        sort_parts(&mut bucket.by);
    }
    ResourceLoad { resource: resource.id, is_group: false, in_units: resource.kind == ResourceKind::Buckets, buckets }
}

fn of_group(
    group: ResourceId,
    members: &[ResourceId],
    resources: &BTreeMap<ResourceId, ResourceLoad>,
    periods: &[(Time, Time)],
) -> ResourceLoad {
    let mut buckets: Vec<Bucket> =
        periods.iter().map(|&(start, end)| Bucket { start, end, capacity_hours: 0.0, load_hours: 0.0, by: Vec::new() }).collect();
    for member in members.iter().filter_map(|member| resources.get(member)).filter(|member| !member.in_units) {
        for (sum, bucket) in buckets.iter_mut().zip(&member.buckets) {
            sum.capacity_hours += bucket.capacity_hours;
            sum.load_hours += bucket.load_hours;
            sum.by.extend(&bucket.by);
        }
    }
    for bucket in &mut buckets {
        sort_parts(&mut bucket.by);
    }
    ResourceLoad { resource: group, is_group: true, in_units: false, buckets }
}

/// One entry per task, or per order and operation where there are no tasks, the largest first.
fn sort_parts(parts: &mut Vec<LoadPart>) {
    let key = |part: &LoadPart| (part.task, part.order, part.operation);
    sort_with_key(parts, key);
    parts.dedup_by(|next, kept| {
        let same = key(next) == key(kept);
        if same {
            kept.hours += next.hours;
        }
        same
    });
    sort_with(parts, |a, b| b.hours.total_cmp(&a.hours).then(key(a).cmp(&key(b))));
}
