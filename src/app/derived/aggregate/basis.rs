//! Everything that an aggregate plan rests on, by position as the planner takes it, with the names and sentences to read it by.

use super::ahead::{Ahead, starts};
use super::demand::{Asked, Demand, demand, idle_sentence, item_name};
use super::shared::is_planned;
use super::shop::{hours, is_scarce, item, resource, top_of};
use crate::app::derived::closed::closed_sentence;
use crate::app::derived::demand::period_label;
use crate::app::derived::forecast::{Series, tracked_sentence};
use crate::engine::aggregate::{HoursPerUnit, Item, Levers, Problem, Request, Strategy};
use crate::engine::plan::{Shop, bills_of_capacity, capacity};
use crate::model::text::number_text;
use crate::model::{ItemId, Period, RecordId, ResourceId, SupplyKind, SupplyStatus, TableName, Time, Workspace, sort_with_key};
use std::collections::BTreeSet;

/// How a person wants the plan to be made.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Wish {
    pub period: Period,
    pub periods: usize,
    pub levers: Levers,
    pub whole_workers: bool,
}

impl Default for Wish {
    fn default() -> Wish {
        Wish { period: Period::Week, periods: 13, levers: Levers::default(), whole_workers: false }
    }
}

/// What the plan rests on.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Basis {
    pub period: Period,
    /// First moment of each period, and of the one after the last.
    pub starts: Vec<Time>,
    pub items: Vec<ItemId>,
    pub resources: Vec<ResourceId>,
    pub item_names: Vec<String>,
    pub units: Vec<String>,
    pub resource_names: Vec<String>,
    pub period_names: Vec<String>,
    pub asked: Vec<Asked>,
    /// Units of released orders, by item and period.
    pub released: Vec<Vec<f64>>,
    pub problem: Problem,
    pub levers: Levers,
    pub whole_workers: bool,
    pub assumptions: Vec<String>,
}

impl Basis {
    /// The request for a strategy.
    pub fn request(&self, strategy: Strategy) -> Request {
        Request { problem: self.problem.clone(), strategy, levers: self.levers, whole_workers: self.whole_workers }
    }

    /// Whether there is something to make, and in a period for all of it a resource is missing that works: no machine without its people.
    fn is_over(&self, period: usize) -> bool {
        let rests =
            |resource: usize| self.problem.resources.get(resource).is_some_and(|of| of.regular_hours.at(period).unwrap_or(0.0) <= 0.0);
        let is_held = |item: &Item| item.hours.iter().any(|line| line.hours > 0.0 && rests(line.resource));
        !self.problem.items.is_empty() && self.problem.items.iter().all(is_held)
    }
}

/// The periods of what looks ahead at `now`: from the present day on, or from a set start.
///
/// Where nothing can be made any more in what is left of the running period, as on a weekend, they begin with the next one: no plan could do
/// anything about the rest.
pub(in crate::app::derived) fn ahead(workspace: &Workspace, now: Time, period: Period, periods: usize) -> Ahead {
    let set = workspace.settings().plan_start;
    // It has to be the same all day, not another one every minute.
    let since = set.unwrap_or_else(|| now.day_start());
    let running = starts(since, period, periods);
    let is_over = |next: &Time| {
        // On most days every resource has hours left, which is seen without looking at what is asked for.
        let left = capacity(workspace, period, since, (since, *next));
        let rests = left.iter().any(|of| of.buckets.first().is_none_or(|bucket| bucket.capacity_hours <= 0.0));
        rests && basis(workspace, since, &Wish { period, periods, ..Wish::default() }).is_over(0)
    };
    match running.get(1).filter(|next| set.is_none() && running.len() > 2 && is_over(next)) {
        Some(next) => Ahead { since, starts: starts(*next, period, periods) },
        None => Ahead { since, starts: running },
    }
}

/// What the plan ahead rests on at `now`.
pub fn basis_ahead(workspace: &Workspace, now: Time, wish: &Wish) -> Basis {
    let ahead = ahead(workspace, now, wish.period, wish.periods);
    basis_of(workspace, &ahead, wish)
}

/// What an aggregate plan rests on at `now`, the plan's start.
pub fn basis(workspace: &Workspace, now: Time, wish: &Wish) -> Basis {
    basis_of(workspace, &Ahead { since: now, starts: starts(now, wish.period, wish.periods) }, wish)
}

/// What a plan over these periods rests on.
fn basis_of(workspace: &Workspace, ahead: &Ahead, wish: &Wish) -> Basis {
    let (now, starts) = (ahead.begin(), ahead.starts.clone());
    let periods = starts.len() - 1;
    let Demand { asked, silent_series, shared, idle, series } = demand(workspace, &ahead.asked_in(), ahead.since);
    let wanted: BTreeSet<ItemId> =
        asked.iter().filter(|(_, asked)| (0..periods).any(|at| asked.total(at) > 0.0)).map(|(item, _)| *item).collect();
    let bills = bills_of_capacity(workspace, &wanted, now);
    let mut items: Vec<ItemId> = wanted.iter().copied().filter(|item| bills.get(item).is_some_and(|bill| !bill.is_empty())).collect();
    sort_with_key(&mut items, |item| item_name(workspace, *item));
    let lines = || items.iter().filter_map(|item| bills.get(item)).flatten();
    let tops: BTreeSet<ResourceId> =
        lines().filter(|line| is_scarce(workspace, line.resource)).map(|line| top_of(workspace, line.resource)).collect();
    let mut resources: Vec<ResourceId> = tops.into_iter().collect();
    let resource_name = |id: &ResourceId| workspace.label(TableName::Resource, id.raw());
    sort_with_key(&mut resources, resource_name);
    let released: Vec<Vec<f64>> = items.iter().map(|item| released(workspace, *item, &starts)).collect();
    let asked: Vec<Asked> = items.iter().map(|item| asked.get(item).cloned().unwrap_or_default()).collect();
    let hours: Vec<Vec<HoursPerUnit>> =
        items.iter().map(|item| hours(workspace, bills.get(item).map(Vec::as_slice).unwrap_or_default(), &resources)).collect();
    let plan_items: Vec<Item> = items
        .iter()
        .zip(&hours)
        .zip(asked.iter().zip(&released))
        .map(|((id, hours), (asked, released))| {
            let asked = (0..periods).map(|at| asked.total(at)).collect();
            item(workspace, *id, (asked, released.clone()), hours.clone(), idle.get(id).copied().unwrap_or(0.0), &starts)
        })
        .collect();
    let (first, last) = (starts.first().copied().unwrap_or(now), starts.last().copied().unwrap_or(now));
    let capacities = capacity(workspace, wish.period, now, (first, last));
    let plan_resources = resources.iter().enumerate().map(|(at, id)| {
        let used: Vec<f64> = (0..periods)
            .map(|period| {
                let of_item = |(hours, released): (&Vec<HoursPerUnit>, &Vec<f64>)| {
                    let each: f64 = hours.iter().filter(|line| line.resource == at).map(|line| line.hours).sum();
                    each * released.get(period).copied().unwrap_or(0.0)
                };
                hours.iter().zip(&released).map(of_item).sum()
            })
            .collect();
        resource(workspace, *id, capacities.iter().find(|of| of.resource == *id), &starts, &used)
    });
    let hours_of = |at: usize| {
        let ours = capacities.iter().filter(|of| resources.contains(&of.resource));
        ours.filter_map(|of| of.buckets.get(at)).map(|bucket| bucket.capacity_hours).sum()
    };
    let period_names: Vec<String> = starts.iter().take(periods).map(|start| period_label(wish.period, *start)).collect();
    let closed = (!resources.is_empty()).then(|| closed_sentence(wish.period, &starts, &period_names, &hours_of)).flatten();
    let problem = Problem { periods, items: plan_items, resources: plan_resources.collect() };
    let mut assumptions: Vec<String> = closed.into_iter().collect();
    assumptions.extend(ahead.told(wish.period));
    assumptions.extend([
        format!("The plan begins on {}; what is overdue is asked for in the first period.", now.date_text()),
        "Hours come from the routings, parts included; a group of resources counts as one.".to_owned(),
    ]);
    assumptions.extend(left_out(workspace, &wanted, &items));
    assumptions.extend(shared);
    let feeding: Vec<&Series> = series.iter().filter(|series| is_planned(workspace, series.id)).collect();
    assumptions.extend(tracked_sentence(&feeding));
    assumptions.extend(idle_sentence(workspace, &idle, &|item| items.contains(&item)));
    if silent_series > 0 {
        assumptions.push(format!("{silent_series} forecast series count for nothing, for no forecast of theirs is accepted."));
    }
    assumptions.push(costs_sentence(workspace, &items));
    Basis {
        period: wish.period,
        period_names,
        item_names: items.iter().map(|item| item_name(workspace, *item)).collect(),
        units: items.iter().map(|item| workspace.items.get(item).map(|item| item.unit.clone()).unwrap_or_default()).collect(),
        resource_names: resources.iter().map(resource_name).collect(),
        starts,
        items,
        resources,
        asked,
        released,
        problem,
        levers: wish.levers,
        whole_workers: wish.whole_workers,
        assumptions,
    }
}

/// Units of an item that released orders will bring, by period.
fn released(workspace: &Workspace, item: ItemId, starts: &[Time]) -> Vec<f64> {
    let mut sums = vec![0.0; starts.len().saturating_sub(1)];
    let shop = Shop::new(workspace);
    for supply in workspace.supply_orders.values() {
        let is_firm = matches!(supply.status, SupplyStatus::Approved | SupplyStatus::Confirmed);
        let operation = supply.operation.and_then(|id| workspace.operations.get(&id));
        let (true, SupplyKind::Make, Some(end), Some(operation)) = (is_firm, supply.kind, supply.end, operation) else { continue };
        // What is there when a period ends is of that period.
        let at = starts.partition_point(|start| *start < end).saturating_sub(1);
        let outputs = shop.outputs(operation).into_iter().filter(|output| output.item == item);
        let units: f64 = outputs.map(|output| output.per_unit * supply.quantity + output.per_run).sum();
        if let Some(sum) = sums.get_mut(at) {
            *sum += units;
        }
    }
    sums
}

fn left_out(workspace: &Workspace, wanted: &BTreeSet<ItemId>, planned: &[ItemId]) -> Option<String> {
    let others: Vec<String> =
        wanted.iter().filter(|item| !planned.contains(item)).take(4).map(|item| item_name(workspace, *item)).collect();
    let count = wanted.len() - planned.len();
    (count > 0).then(|| {
        let more = if count > others.len() { format!(" and {} more", count - others.len()) } else { String::new() };
        format!("Not planned, for nothing is made here for them: {}{more}. Capacity, Materials plans what is bought.", others.join(", "))
    })
}

fn costs_sentence(workspace: &Workspace, items: &[ItemId]) -> String {
    let said = items.iter().filter_map(|item| workspace.items.get(item)).filter(|item| item.holding_cost.is_some()).count();
    format!(
        "Keeping a unit costs 2 % of its value a month and owing it 20 %, unless the item says otherwise ({} of {} do).",
        number_text(said as f64),
        items.len()
    )
}
