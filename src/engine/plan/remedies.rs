//! What would have made a late order on time: the plan made again with one thing changed, and what each change would do to all orders.
//!
//! The chain of waits only suggests what is worth trying; every answer is a plan of its own, made with as much search as the plan
//! it is compared with. The workspace is left as it was.

use super::calendars::Extra;
use super::changes::{Positions, shifts};
use super::{Calendars, PlanOptions, PlanOutcome, plan_in_slices};
use crate::engine::slices::Slices;
use crate::model::text::day_and_clock_text;
use crate::model::*;
use serde::{Deserialize, Serialize};
use std::cell::Cell;

/// A change and what it would do.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Remedy {
    /// The change and its effect on this and all other orders, as a sentence.
    pub sentence: String,
    /// Whether the order would be on time.
    pub on_time: bool,
    /// Whether the order would be less late.
    pub helps: bool,
}

/// One thing that could be otherwise.
enum Change {
    /// So many hours more on a resource, where it is closed now.
    Hours(ResourceId, Vec<(Time, Time)>),
    /// One more unit of a resource.
    Unit(ResourceId),
    /// An item from its suppliers in a share of the time.
    Sooner(ItemId, bool),
    /// The order goes before all others.
    First,
}

/// Hours of an extra shift, and how many of them are tried at most.
const SHIFT_HOURS: i64 = 8;
const MOST_SHIFTS: [usize; 3] = [1, 3, 5];
/// More resources and items than these are not tried: they held the order up less.
const MOST_RESOURCES: usize = 2;
const MOST_ITEMS: usize = 2;

/// Plans the workspace as it is and then with one thing changed at a time, telling each answer as it is found; in the end the workspace is
/// as it was.
///
/// `tell` answers whether to go on; `goes_on` is asked while a plan is being made.
pub async fn remedies(
    workspace: &mut Workspace,
    options: &PlanOptions,
    order: OrderId,
    slices: &Slices<'_>,
    goes_on: &mut dyn FnMut() -> bool,
    tell: &mut dyn FnMut(Remedy) -> bool,
) {
    let Some(record) = workspace.orders.get(&order).cloned() else { return };
    // Looks at the clock stand for effort: every plan gets as many as the first one took, however busy the machine is meanwhile.
    let looks = Cell::new(0u32);
    let counted = || {
        looks.set(looks.get() + 1);
        slices.now()
    };
    let began = slices.now();
    let base = plan_in_slices(workspace, options, &slices.timed_by(&counted), None, &mut |_| goes_on()).await;
    let per_look = (slices.now() - began) / f64::from(looks.get().max(1));
    let judge = Judge { now: options.now, order: &record, base: &base };
    if !goes_on() || !tell(judge.as_it_is(workspace)) {
        return;
    }
    let search = Trial { options, slices, per_look };
    let mut trials = changes(workspace, options, &record, &base);
    trials.reverse();
    let mut done: Vec<ResourceId> = Vec::new();
    while let Some(change) = trials.pop() {
        if matches!(&change, Change::Hours(resource, _) if done.contains(resource)) {
            continue;
        }
        let outcome = search.plan(workspace, &change, order, goes_on).await;
        if !goes_on() {
            return;
        }
        let remedy = judge.told(workspace, &change, &outcome);
        if let (Change::Hours(resource, _), true) = (&change, remedy.on_time) {
            done.push(*resource);
        }
        if !tell(remedy) {
            return;
        }
    }
}

/// How a changed plan is made.
struct Trial<'a> {
    options: &'a PlanOptions,
    slices: &'a Slices<'a>,
    per_look: f64,
}

impl Trial<'_> {
    /// The plan with the change; the workspace is put back as it was.
    async fn plan(&self, workspace: &mut Workspace, change: &Change, order: OrderId, goes_on: &mut dyn FnMut() -> bool) -> PlanOutcome {
        let mut options = self.options.clone();
        let (terms, supplies, priority) =
            (workspace.item_suppliers.clone(), workspace.supply_orders.clone(), priority_of(workspace, order));
        match change {
            Change::Hours(resource, times) => {
                options.extra = times.iter().map(|(from, to)| Extra { resource: *resource, from: *from, to: *to, units: 0 }).collect();
            }
            Change::Unit(resource) => options.extra = vec![Extra { resource: *resource, from: options.now, to: Time::MAX, units: 1 }],
            Change::Sooner(item, at_once) => sooner(workspace, options.now, *item, *at_once),
            Change::First => {
                let first = workspace.orders.values().map(|order| order.priority).min().unwrap_or(1).saturating_sub(1).max(0);
                set_priority(workspace, order, first);
            }
        }
        let looks = Cell::new(0u32);
        let clock = || {
            looks.set(looks.get() + 1);
            f64::from(looks.get()) * self.per_look
        };
        let outcome = plan_in_slices(workspace, &options, &self.slices.timed_by(&clock), None, &mut |_| goes_on()).await;
        (workspace.item_suppliers, workspace.supply_orders) = (terms, supplies);
        set_priority(workspace, order, priority);
        outcome
    }
}

fn priority_of(workspace: &Workspace, order: OrderId) -> i64 {
    workspace.orders.get(&order).map_or(0, |order| order.priority)
}

fn set_priority(workspace: &mut Workspace, order: OrderId, priority: i64) {
    if let Some(order) = workspace.orders.get_mut(&order) {
        order.priority = priority;
    }
}

/// Lets an item be supplied in half the time, or at once.
fn sooner(workspace: &mut Workspace, now: Time, item: ItemId, at_once: bool) {
    let shorter = |span: Span| if at_once { Span::ZERO } else { Span::from_seconds(span.seconds() / 2) };
    workspace
        .item_suppliers
        .values_mut()
        .filter(|terms| terms.item == Some(item))
        .for_each(|terms| terms.lead_time = shorter(terms.lead_time));
    let on_its_way = |supply: &&mut SupplyOrder| supply.kind == SupplyKind::Buy && supply.item == Some(item);
    for supply in workspace.supply_orders.values_mut().filter(on_its_way) {
        supply.end = supply.end.map(|end| if end > now { now.plus(shorter(end.since(now))) } else { end });
    }
}

/// What is worth trying for an order, the likeliest to help first.
fn changes(workspace: &Workspace, options: &PlanOptions, order: &Order, base: &PlanOutcome) -> Vec<Change> {
    let waits = waits(order.id, options.now, base);
    let calendars = Calendars::new(workspace, options.now.minus(Span::from_days(7)), options.now.plus(Span::from_days(365)));
    let mut found = Vec::new();
    for (resource, until) in waits.into_iter().take(MOST_RESOURCES) {
        let Some(record) = workspace.resources.get(&resource).filter(|resource| resource.constrained) else { continue };
        let closed = closed_shifts(workspace, &calendars, record, options.now, until);
        let counts = MOST_SHIFTS.iter().map(|count| (*count).min(closed.len())).filter(|count| *count > 0);
        let mut counts: Vec<usize> = counts.collect();
        counts.dedup();
        found.extend(counts.into_iter().map(|count| Change::Hours(resource, closed[..count].to_vec())));
        if record.kind == ResourceKind::Default {
            found.push(Change::Unit(resource));
        }
    }
    let bought = base.supply_orders.iter().filter(|supply| supply.kind == SupplyKind::Buy && supply.orders.contains(&order.id));
    let mut bought: Vec<(Option<Time>, ItemId)> = bought.filter_map(|supply| Some((supply.end, supply.item?))).collect();
    sort_with_key(&mut bought, |(end, item)| (std::cmp::Reverse(*end), *item));
    let mut items: Vec<ItemId> = Vec::new();
    for (_, item) in bought {
        if !items.contains(&item) && items.len() < MOST_ITEMS {
            items.push(item);
        }
    }
    found.extend(items.into_iter().flat_map(|item| [Change::Sooner(item, false), Change::Sooner(item, true)]));
    let rivals = workspace.orders.values().filter(|other| other.id != order.id && other.status == OrderStatus::Open);
    if rivals.map(|other| other.priority).min().is_some_and(|least| least <= order.priority && order.priority > 0) {
        found.push(Change::First);
    }
    found
}

/// How long an order's chain of tasks waits before each resource, the longest wait first, with the moment until which it waits there.
///
/// Where nothing waits, the resource that works longest on it.
fn waits(order: OrderId, now: Time, base: &PlanOutcome) -> Vec<(ResourceId, Time)> {
    let tasks = Positions::of(base.tasks.iter().map(|task| task.id.raw()));
    let task_of = |id: TaskId| tasks.find(id.raw()).map(|at| &base.tasks[at]);
    let placed = |task: &&Task| task.placement.as_ref().map(|placement| (placement.start, placement.end));
    let own = base.tasks.iter().filter(|task| task.orders.contains(&order));
    let mut at = own.max_by_key(|task| placed(task).map(|(_, end)| end));
    let mut found: Vec<(ResourceId, (i64, i64, Time))> = Vec::new();
    let mut steps = 0;
    // As many steps as there are tasks end every circle.
    while let Some(task) = at.take().filter(|_| steps < base.tasks.len()) {
        steps += 1;
        let Some((start, end)) = placed(&task) else { break };
        let from = |link: &TaskLink| {
            let (before_start, before_end) = task_of(link.task).as_ref().and_then(placed)?;
            let from_end = matches!(link.kind, LinkKind::FinishStart | LinkKind::FinishFinish);
            Some((if from_end { before_end } else { before_start }.plus(link.lag), link.task))
        };
        let before = task.after.iter().filter_map(from).max();
        let bound = before.map_or(now, |(time, _)| time).max(task.release.unwrap_or(now)).max(now);
        for used in task.placement.iter().flat_map(|placement| &placement.uses) {
            let known = found.iter().position(|(resource, _)| *resource == used.resource);
            let row = known.unwrap_or_else(|| {
                found.push((used.resource, (0, 0, start)));
                found.len() - 1
            });
            let cost = &mut found[row].1;
            cost.0 += start.since(bound).seconds().max(0);
            cost.1 += end.since(start).seconds();
            cost.2 = cost.2.max(end);
        }
        at = before.and_then(|(_, id)| task_of(id));
    }
    sort_with_key(&mut found, |(id, (wait, work, _))| (std::cmp::Reverse(*wait), std::cmp::Reverse(*work), *id));
    found.into_iter().map(|(id, (_, _, until))| (id, until)).collect()
}

/// Shifts that a resource could work besides its calendars until a moment, the earliest first; none in its absences.
fn closed_shifts(workspace: &Workspace, calendars: &Calendars, resource: &Resource, now: Time, until: Time) -> Vec<(Time, Time)> {
    let shift = Span::from_hours(SHIFT_HOURS);
    let absent = |from: Time, to: Time| {
        let of_resource = workspace.absences.values().filter(|absence| absence.resource == Some(resource.id));
        of_resource.into_iter().any(|absence| absence.start.is_some_and(|start| start < to) && absence.end.is_some_and(|end| from < end))
    };
    let presence = calendars.presence(resource);
    let closed = presence.intervals(now, until).filter(|stretch| stretch.value == 0 && stretch.end.since(stretch.start) >= shift);
    closed.map(|stretch| (stretch.start, stretch.start.plus(shift))).filter(|(from, to)| !absent(*from, *to)).collect()
}

/// Puts what a change does into words.
struct Judge<'a> {
    now: Time,
    order: &'a Order,
    base: &'a PlanOutcome,
}

impl Judge<'_> {
    fn promise<'o>(&self, outcome: &'o PlanOutcome) -> Option<&'o Promise> {
        outcome.promises.iter().find(|promise| promise.order == Some(self.order.id))
    }

    /// Seconds of lateness; `None` where it cannot be delivered as a whole.
    fn late(&self, outcome: &PlanOutcome) -> Option<i64> {
        let promise = self.promise(outcome).filter(|promise| matches!(promise.verdict, Verdict::OnTime | Verdict::Late))?;
        Some(promise.ready?.since(self.order.due?).seconds().max(0))
    }

    fn as_it_is(&self, workspace: &Workspace) -> Remedy {
        let promised = workspace.promises.values().find(|promise| promise.order == Some(self.order.id));
        let before = promised.and_then(|promise| Some(promise.ready?.since(self.order.due?).seconds().max(0)));
        let late = self.late(self.base);
        Remedy {
            sentence: format!("Planned again with nothing changed: {}.", self.state(self.base)),
            on_time: late == Some(0),
            helps: late.is_some_and(|late| before.is_none_or(|before| late < before)),
        }
    }

    fn told(&self, workspace: &Workspace, change: &Change, outcome: &PlanOutcome) -> Remedy {
        let (before, after) = (self.late(self.base), self.late(outcome));
        let helps = after.is_some_and(|after| before.is_none_or(|before| after < before));
        let with = self.with(workspace, change);
        let sentence = if helps {
            format!("{with}: {}; {}.", self.state(outcome), self.others(workspace, outcome))
        } else {
            format!("{with} it would be ready no sooner.")
        };
        Remedy { sentence, on_time: helps && after == Some(0), helps }
    }

    fn with(&self, workspace: &Workspace, change: &Change) -> String {
        let resource = |id: &ResourceId| workspace.resources.get(id).map_or("", |resource| resource.name.as_str());
        let item = |id: &ItemId| workspace.items.get(id).map_or("", |item| item.name.as_str());
        match change {
            Change::Hours(id, times) => {
                let hours = times.len() as i64 * SHIFT_HOURS;
                let first = times.first().map_or(String::new(), |(from, to)| {
                    let (_, week) = from.iso_week();
                    let last = times.last().map_or(*to, |(_, to)| *to).minus(Span::from_seconds(1)).iso_week().1;
                    let shift = format!("from {} until {}", day_and_clock_text(*from, self.now), clock_text(to.second_of_day()));
                    match times.len() {
                        1 => format!("{shift}, week {week}"),
                        _ if week == last => format!("{} shifts in week {week}, the first {shift}", times.len()),
                        _ => format!("{} shifts in weeks {week} to {last}, the first {shift}", times.len()),
                    }
                });
                format!("With {hours} more hours on {} ({first})", resource(id))
            }
            Change::Unit(id) => format!("With one more like {}", resource(id)),
            Change::Sooner(part, true) => format!("With {} there at once", item(part)),
            Change::Sooner(part, false) => format!("With {} in half the time", item(part)),
            Change::First => "Before all other orders".to_owned(),
        }
    }

    /// When the order is ready and how that is.
    fn state(&self, outcome: &PlanOutcome) -> String {
        let Some(promise) = self.promise(outcome) else { return "it is not planned".to_owned() };
        let ready = promise.ready.map(|ready| day_and_clock_text(ready, self.now)).unwrap_or_default();
        match (promise.verdict, self.late(outcome)) {
            (Verdict::Refused, _) => "it is not possible".to_owned(),
            (Verdict::Partial, _) => format!("ready {ready}, in part"),
            (_, Some(late)) if late > 0 => format!("ready {ready}, late by {}", Span::from_seconds(late).text()),
            _ => format!("ready {ready}, on time"),
        }
    }

    /// What becomes of the other orders.
    fn others(&self, workspace: &Workspace, outcome: &PlanOutcome) -> String {
        let shifts = shifts(workspace, &self.base.promises, &outcome.promises);
        let others = || shifts.iter().filter(|shift| shift.order != self.order.id);
        let better = others().filter(|shift| shift.growth() < 0).count();
        let worse: Vec<String> = others()
            .filter(|shift| shift.growth() > 0)
            .map(|shift| match shift.after {
                Some(_) => format!("{} by {}", shift.name, Span::from_seconds(shift.growth()).text()),
                None => format!("{} not possible", shift.name),
            })
            .collect();
        let better = match better {
            0 => "no other order less late".to_owned(),
            1 => "1 other order less late".to_owned(),
            count => format!("{count} other orders less late"),
        };
        match worse.len() {
            0 => format!("{better}, none later"),
            count if count > 3 => format!("{better}, {count} later: {} and {} more", worse[..3].join(", "), count - 3),
            count => format!("{better}, {count} later: {}", worse.join(", ")),
        }
    }
}
