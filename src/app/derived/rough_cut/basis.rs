//! From the workspace to rough-cut capacity planning and back: products with their bills, groups with their hours, and the load of each period.
//!
//! The load itself is the engine's.

use super::capacity::{RoughGroup, groups};
use super::schedule::{MasterSchedule, ScheduleSource, master_schedule, plan_in_force};
use super::waiting::{Station, Work, station};
use crate::app::derived::aggregate::{ahead, is_scarce, item_name, members, top_of};
use crate::app::derived::closed::closed_sentence;
use crate::app::derived::demand::period_label;
use crate::app::derived::materials::days_of;
use crate::engine::plan::{BillLine, Calendars, bills_of_capacity};
use crate::engine::supply::{Product, ResourceHours, RoughCut, RoughCutMethod, RoughCutResource, rough_cut, shares_of_load};
use crate::model::text::number_text;
use crate::model::{Gather, ItemId, Period, RecordId, ResourceId, TableName, TaskStatus, Time, Workspace, sort_with_key};
use std::collections::{BTreeMap, BTreeSet};

/// How to look at the load.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RoughWish {
    pub period: Period,
    pub periods: usize,
    pub method: RoughCutMethod,
    pub source: ScheduleSource,
}

/// An item of the master schedule.
#[derive(Clone, PartialEq, Debug)]
pub struct RoughItem {
    pub id: ItemId,
    pub name: String,
    /// Hours that a unit asks of each member of each group.
    pub lines: Vec<RoughLine>,
}

/// A line of an item's bill of capacity.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RoughLine {
    /// The group, by its position.
    pub group: usize,
    pub member: ResourceId,
    pub hours_per_unit: f64,
    pub periods_before: u32,
}

/// Load against capacity with everything to read it by; groups by name.
#[derive(Clone, PartialEq, Debug)]
pub struct RoughCutSheet {
    pub wish: RoughWish,
    /// First moment of each period, and of the one after the last.
    pub starts: Vec<Time>,
    pub period_names: Vec<String>,
    pub items: Vec<RoughItem>,
    /// What the engine was told of them.
    pub products: Vec<Product>,
    pub groups: Vec<RoughGroup>,
    /// Each group's share of all hours in the past, for the overall factors.
    pub shares: Vec<f64>,
    /// What is known of the work of each group.
    pub stations: Vec<Station>,
    pub cut: RoughCut,
    /// The version of the production plan that holds, by name.
    pub plan: Option<String>,
    pub assumptions: Vec<String>,
}

/// The rough cut of a workspace from the first day of the plan ahead on.
pub fn rough_cut_sheet(workspace: &Workspace, now: Time, wish: RoughWish) -> RoughCutSheet {
    let ahead = ahead(workspace, now, wish.period, wish.periods);
    let schedule = master_schedule(workspace, &ahead.asked_in(), ahead.since, wish.source);
    let now = ahead.begin();
    let begins = ahead.told(wish.period);
    let starts = ahead.starts;
    let wanted: BTreeSet<ItemId> =
        schedule.quantities.iter().filter(|(_, list)| list.iter().any(|quantity| *quantity > 0.0)).map(|(item, _)| *item).collect();
    let bills = bills_of_capacity(workspace, &wanted, now);
    let scarce = |line: &&BillLine| is_scarce(workspace, line.resource);
    let tops: BTreeSet<ResourceId> = bills.values().flatten().filter(scarce).map(|line| top_of(workspace, line.resource)).gather();
    let mut ids: Vec<ResourceId> = tops.into_iter().collect();
    sort_with_key(&mut ids, |id| workspace.label(TableName::Resource, id.raw()));
    let mut items: Vec<RoughItem> = wanted
        .iter()
        .map(|id| {
            let bill = bills.get(id).map(Vec::as_slice).unwrap_or_default();
            let line = |line: &BillLine| {
                let top = top_of(workspace, line.resource);
                Some(RoughLine {
                    group: ids.iter().position(|id| *id == top)?,
                    member: line.resource,
                    hours_per_unit: line.hours_per_unit,
                    periods_before: (line.days_before / days_of(wish.period)).round().clamp(0.0, 1e6) as u32,
                })
            };
            RoughItem { id: *id, name: item_name(workspace, *id), lines: bill.iter().filter(scarce).filter_map(line).collect() }
        })
        .collect();
    sort_with_key(&mut items, |item| item.name.clone());
    let products: Vec<Product> = items.iter().map(|item| product(item, &schedule)).collect();
    let calendars = calendars(workspace, &starts, now);
    let groups = groups(workspace, &calendars, &ids, &starts);
    let (shares, shares_from) = shares(workspace, &calendars, &ids, &products, &groups);
    let resources: Vec<RoughCutResource> = groups
        .iter()
        .zip(&shares)
        .map(|(group, share)| RoughCutResource { capacity: group.capacity.clone(), historic_share: *share })
        .collect();
    let work = Work::of(workspace);
    let stations = groups.iter().enumerate().map(|(at, group)| {
        let mut hours: BTreeMap<ItemId, f64> = BTreeMap::new();
        for (item, line) in items.iter().flat_map(|item| item.lines.iter().map(move |line| (item.id, line))) {
            if line.group == at {
                *hours.entry(item).or_default() += line.hours_per_unit;
            }
        }
        let people = members(workspace, group.id).iter().map(|member| member.id).gather();
        station(&work, &calendars, &hours, &people, group.machines)
    });
    let stations = stations.collect();
    let cut = rough_cut(&products, &resources, wish.method);
    let mut others: Vec<ResourceId> = bills.values().flatten().filter(|line| !scarce(line)).map(|line| line.resource).collect();
    sort_with_key(&mut others, |id| *id);
    others.dedup();
    let mut sheet = RoughCutSheet {
        wish,
        period_names: starts.iter().take(starts.len() - 1).map(|start| period_label(wish.period, *start)).collect(),
        starts,
        items,
        products,
        groups,
        shares,
        stations,
        cut,
        plan: plan_in_force(workspace).map(|plan| plan.name.clone()),
        assumptions: Vec::new(),
    };
    sheet.assumptions = begins.into_iter().chain(assumptions(&sheet, &schedule, shares_from)).collect();
    if !others.is_empty() {
        let names: Vec<String> = others.iter().take(4).map(|id| workspace.label(TableName::Resource, id.raw())).collect();
        let more = if others.len() > names.len() { format!(" and {} more", others.len() - names.len()) } else { String::new() };
        sheet.assumptions.push(format!("Left out, for they never limit or only per period: {}{more}.", names.join(", ")));
    }
    sheet
}

fn product(item: &RoughItem, schedule: &MasterSchedule) -> Product {
    let hours = item.lines.iter().map(|line| ResourceHours {
        resource: line.group,
        hours_per_unit: line.hours_per_unit,
        periods_before: line.periods_before,
    });
    Product { quantities: schedule.quantities.get(&item.id).cloned().unwrap_or_default(), hours: hours.collect() }
}

/// Calendars from the first task that is known until the last period's end.
fn calendars<'w>(workspace: &'w Workspace, starts: &[Time], now: Time) -> Calendars<'w> {
    let places = || workspace.tasks.values().filter_map(|task| task.placement.as_ref());
    let first = places().map(|place| place.start).chain([now]).min().unwrap_or(now);
    let last = places().map(|place| place.end).chain(starts.last().copied()).max().unwrap_or(now);
    Calendars::new(workspace, first, last)
}

/// Each group's share of all hours in the past, and what the past is.
fn shares(
    workspace: &Workspace,
    calendars: &Calendars,
    ids: &[ResourceId],
    products: &[Product],
    groups: &[RoughGroup],
) -> (Vec<f64>, &'static str) {
    let mut finished: Vec<Vec<f64>> = vec![vec![0.0]; ids.len()];
    let mut presence = BTreeMap::new();
    for task in workspace.tasks.values().filter(|task| task.status == TaskStatus::Finished) {
        for (place, used) in task.placement.iter().flat_map(|place| place.uses.iter().map(move |used| (place, used))) {
            let Some(resource) = workspace.resources.get(&used.resource) else { continue };
            let top = top_of(workspace, used.resource);
            let sum = ids.iter().position(|id| *id == top).and_then(|at| finished.get_mut(at)).and_then(|list| list.first_mut());
            if let Some(sum) = sum {
                let there = presence.entry(resource.id).or_insert_with(|| calendars.presence(resource));
                *sum += there.open_between(place.start, place.end).hours() * used.quantity;
            }
        }
    }
    let is_some = |load: &[Vec<f64>]| load.iter().flatten().any(|hours| *hours > 0.0);
    if is_some(&finished) {
        return (shares_of_load(&finished), "tasks that are finished");
    }
    let scheduled: Vec<Vec<f64>> = groups.iter().map(|group| group.scheduled.clone()).collect();
    if is_some(&scheduled) {
        return (shares_of_load(&scheduled), "tasks that are scheduled, for none is finished");
    }
    let capacity = RoughCutResource::default();
    let bare: Vec<RoughCutResource> = groups.iter().map(|_| capacity.clone()).collect();
    let of_bills = rough_cut(products, &bare, RoughCutMethod::BillOfCapacity).load_hours;
    (shares_of_load(&of_bills), "the bills of capacity, for no task is finished or scheduled")
}

fn assumptions(sheet: &RoughCutSheet, schedule: &MasterSchedule, shares_from: &str) -> Vec<String> {
    let mut told = vec![match &schedule.version {
        Some(name) => format!("Quantities are the output of the production plan {name}, spread over its periods."),
        None => "Quantities are open orders and accepted forecasts less stock of the item itself; parts are made anew.".to_owned(),
    }];
    let hours = |at: usize| sheet.groups.iter().filter_map(|group| group.capacity.get(at)).sum();
    let closed = (!sheet.groups.is_empty()).then(|| closed_sentence(sheet.wish.period, &sheet.starts, &sheet.period_names, &hours));
    told.splice(0..0, closed.flatten());
    told.push(match sheet.wish.method {
        RoughCutMethod::OverallFactors => format!("All hours of a period are shared out as in the past: by {shares_from}."),
        RoughCutMethod::BillOfCapacity => "Each unit's hours, parts included, count in the period in which it is due.".to_owned(),
        RoughCutMethod::ResourceProfile => {
            "Each unit's hours, parts included, count in the period in which the work is done, so long before it is due.".to_owned()
        }
    });
    let before: f64 = sheet.cut.before_start_hours.iter().sum();
    if before > 0.05 {
        told.push(format!(
            "{} h should have been worked before the first period and are in no bar.",
            number_text((before * 10.0).round() / 10.0)
        ));
    }
    if schedule.silent_series > 0 {
        told.push(format!("{} forecast series count for nothing, for no forecast of theirs is accepted.", schedule.silent_series));
    }
    told.extend(schedule.idle.clone());
    told
}
