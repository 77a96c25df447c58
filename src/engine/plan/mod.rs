//! Planning: from orders to supply orders, tasks with times and people, and a promise for every order.
//!
//! Orders are netted against what there is, exploded through transports, routings and bills of materials, and scheduled with
//! finite capacity; what cannot be done is refused with the reason. Never changes the workspace: the outcome is a proposal.

mod assembly;
mod attempt;
mod bill;
mod calendars;
mod chances;
mod changes;
mod draft;
mod estimate;
mod explosion;
mod firm;
mod frozen;
mod fulfil;
mod hold;
mod idle;
mod ids;
mod inbound;
mod lack;
mod links;
mod load;
mod make;
mod outcome;
mod outputs;
mod pegging;
mod periods;
mod present;
mod remedies;
mod rough;
mod runs;
mod series;
mod setups;
mod shop;
mod sizes;
mod staff;
mod standing;
mod steer;
mod transfer;
mod waits;
mod why;

pub use bill::{BillLine, bills_of_capacity};
pub use calendars::{Calendars, Extra};
pub use chances::{ChanceOptions, Chances, OrderChance, chances};
pub use changes::{OrderShift, PlanChanges, plan_changes};
pub use idle::idle_stock;
pub use load::{Bucket, Load, LoadPart, ResourceLoad, capacity, load};
pub use periods::{next_period, period_start, periods};
pub use remedies::{Remedy, remedies};
pub use runs::seconds_of;
pub use series::{DemandPeriod, ItemDemand, ItemPeriod, ItemPlan, ProductionPlan, ResourcePlan, demand_series, production_plan};
pub use setups::{changeover, rules as changeover_rules};
pub use shop::{Output, Shop, Source};
pub use sizes::Sizes;
pub use staff::{Member, Team, teams, use_of_period};
pub use steer::Stage;

use crate::engine::checks::Finding;
use crate::engine::schedule::Peers;
use crate::engine::slices::{Slices, at_once};
use crate::model::*;
use attempt::Ground;
use hold::Held;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::pin::Pin;
use steer::{Search, Told};

/// How to plan.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct PlanOptions {
    /// Nothing new starts before this.
    pub now: Time,
    /// Just in time, or as early as possible.
    pub direction: Direction,
    /// No better plan is looked for after so many milliseconds; the first one is always finished.
    pub time_limit_ms: u32,
    pub seed: u64,
    /// Only these orders are planned anew; the tasks of the others stay where they are.
    pub only: Option<Vec<OrderId>>,
    /// What starts within so long from now stays as it is, where that is still possible.
    pub freeze: Span,
    /// A repair that moves little: the same work in the same runs, beginning with plans in which nothing starts earlier than it does now
    /// or goes to other resources unless it must. What moves beyond that saves as much lateness as it costs.
    pub stay: bool,
    /// Tasks of a plan that was found and is not accepted yet: the same work is not scheduled worse than there.
    pub from: Vec<Task>,
    /// More capacity than there is, to see what it would do.
    pub extra: Vec<Extra>,
}

/// A proposed plan: every supply order and task of it, kept ones included, and a promise for every open order.
///
/// Proposed supply orders of the workspace that are not in it are superseded.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct PlanOutcome {
    pub supply_orders: Vec<SupplyOrder>,
    pub tasks: Vec<Task>,
    pub promises: Vec<Promise>,
    pub findings: Vec<Finding>,
    pub stats: PlanStats,
}

/// A plan in numbers.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct PlanStats {
    pub orders: u32,
    pub on_time: u32,
    pub late: u32,
    pub partial: u32,
    pub refused: u32,
    pub tasks: u32,
    pub supply_orders: u32,
    /// Of all orders together.
    pub lateness: Span,
    /// The least lateness that these tasks can have on these resources; `None` where nothing can be said.
    pub least_lateness: Option<Span>,
    /// Schedules that were built on the way to this one.
    pub passes: u32,
    /// Plans tried.
    pub attempts: u32,
    /// No schedule of these tasks is better.
    pub proved: bool,
    pub elapsed_ms: f64,
}

/// The best schedule so far, in numbers.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Standing {
    /// Orders that are late or have no date at all.
    pub late: u32,
    pub lateness: Span,
    pub least_lateness: Option<Span>,
    pub passes: u32,
}

/// Where planning stands.
pub struct PlanProgress<'a> {
    pub stage: Stage,
    pub attempts: u32,
    pub elapsed_ms: f64,
    pub standing: Standing,
    /// The plan of this attempt, written out when asked for.
    pub outcome: &'a dyn Fn() -> PlanOutcome,
}

/// A plan for the open orders of a workspace.
///
/// `clock` gives milliseconds since any fixed moment. `report` is told of every attempt and answers whether to go on; when it
/// does not, the best plan so far is the outcome. The same workspace, options and clock readings give the same plan.
pub fn plan(
    workspace: &Workspace,
    options: &PlanOptions,
    clock: &dyn Fn() -> f64,
    report: &mut dyn FnMut(&PlanProgress) -> bool,
) -> PlanOutcome {
    at_once(plan_in_slices(workspace, options, &Slices::whole(clock), None, report))
}

/// Like [`plan`], resting between attempts and between the passes of the scheduler, and sharing schedules with `peers` that plan the
/// same with seeds of their own.
#[inline(never)]
pub fn plan_in_slices<'f>(
    workspace: &'f Workspace,
    options: &'f PlanOptions,
    slices: &'f Slices<'f>,
    peers: Option<&'f dyn Peers>,
    report: &'f mut dyn FnMut(&PlanProgress) -> bool,
) -> Pin<Box<dyn Future<Output = PlanOutcome> + 'f>> {
    // Boxed, for whoever awaits it would have its code again.
    Box::pin(planning(workspace, options, slices, peers, report))
}

async fn planning(
    workspace: &Workspace,
    options: &PlanOptions,
    slices: &Slices<'_>,
    peers: Option<&dyn Peers>,
    report: &mut dyn FnMut(&PlanProgress) -> bool,
) -> PlanOutcome {
    let began = slices.now();
    let (from, horizon_end) = horizon(workspace, options.now);
    let ground = Ground {
        shop: Shop::new(workspace),
        calendars: Calendars::new(workspace, from, horizon_end).with_extra(&options.extra),
        now: options.now,
        horizon_end,
        held: held(workspace, options),
        peers,
    };
    let mut tell = |told: &Told| {
        let outcome = || outcome::write(&ground, told.attempt, told.steering);
        let (stage, attempts, standing) = (told.stage, told.attempts, told.standing);
        report(&PlanProgress { stage, attempts, elapsed_ms: slices.now() - began, standing, outcome: &outcome })
    };
    let mut search = Search::new(&ground, options, slices, &mut tell);
    let best = search.run().await;
    let (attempts, passes, steering) = (search.attempts, search.passes, search.steering.clone());
    let mut outcome = outcome::write(&ground, &best, &steering);
    (outcome.stats.attempts, outcome.stats.passes) = (attempts, passes);
    outcome.stats.elapsed_ms = slices.now() - began;
    outcome
}

fn held(workspace: &Workspace, options: &PlanOptions) -> Held {
    let only = options.only.as_ref().map(|orders| orders.iter().copied().gather());
    let mut held = Held { only, frozen_until: options.now.plus(options.freeze), stays: options.stay, frozen_orders: BTreeSet::new() };
    let frozen = workspace.tasks.values().filter(|task| held.is_frozen(task, options.now));
    held.frozen_orders = frozen.flat_map(|task| task.orders.iter().copied()).gather();
    held
}

/// From before anything that is under way to the end of the horizon, a year after the last due date at least.
fn horizon(workspace: &Workspace, now: Time) -> (Time, Time) {
    let settings = workspace.settings();
    let starts = workspace.supply_orders.values().filter_map(|order| order.start);
    let placed = workspace.tasks.values().filter_map(|task| task.placement.as_ref().map(|placement| placement.start));
    // What began more than two years ago is not worth a calendar that long.
    let first = starts.chain(placed).min().unwrap_or(now).max(now.minus(Span::from_days(730)));
    let due =
        workspace.orders.values().filter(|order| order.status == OrderStatus::Open).filter_map(|order| order.due).max().unwrap_or(now);
    let days = settings.horizon_days.clamp(1.0, 36_500.0) as i64;
    let end = now.plus(Span::from_days(days)).max(due.plus(Span::from_days(365)));
    (first.min(now).minus(Span::from_days(7)), end)
}
