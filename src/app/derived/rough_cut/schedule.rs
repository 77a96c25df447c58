//! The master schedule: how much of each item is to be made in each period.
//!
//! From demand less stock, or from the version of the production plan that holds. Never levels anything.

use crate::app::derived::aggregate::{Demand, Saved, demand, idle_sentence};
use crate::model::{ItemId, PlanStatus, ProductionPlan, Time, Workspace};
use std::collections::BTreeMap;

/// Where the quantities come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ScheduleSource {
    /// What is asked for, less what lies in stock.
    #[default]
    Demand,
    /// The version of the production plan that was approved or released last.
    Plan,
}

/// Quantities to be made, by item and period.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct MasterSchedule {
    pub quantities: BTreeMap<ItemId, Vec<f64>>,
    /// The version they are from, by name.
    pub version: Option<String>,
    /// Forecast series that say nothing.
    pub silent_series: usize,
    /// Which stock does not count.
    pub idle: Option<String>,
}

/// The version of the production plan that holds: released or approved, the latest of them.
pub fn plan_in_force(workspace: &Workspace) -> Option<&ProductionPlan> {
    let holds = |plan: &&ProductionPlan| matches!(plan.status, PlanStatus::Approved | PlanStatus::Released);
    workspace.production_plans.values().filter(holds).max_by_key(|plan| (plan.approved, plan.saved, plan.id))
}

/// The master schedule over the periods between neighbouring `starts`. Without a version that holds it is that of demand.
pub(super) fn master_schedule(workspace: &Workspace, starts: &[Time], now: Time, source: ScheduleSource) -> MasterSchedule {
    match plan_in_force(workspace).filter(|_| source == ScheduleSource::Plan) {
        Some(version) => of_plan(&Saved::open(version), version.name.clone(), starts),
        None => of_demand(workspace, starts, now),
    }
}

fn of_demand(workspace: &Workspace, starts: &[Time], now: Time) -> MasterSchedule {
    let periods = starts.len().saturating_sub(1);
    let Demand { asked, silent_series, idle, .. } = demand(workspace, starts, now);
    let mut free: BTreeMap<ItemId, f64> = BTreeMap::new();
    for stock in workspace.stocks.values() {
        if let Some(item) = stock.item {
            *free.entry(item).or_default() += stock.on_hand - stock.minimum;
        }
    }
    let told = idle_sentence(workspace, &idle, &|item| asked.contains_key(&item));
    let quantities = asked.into_iter().map(|(item, asked)| {
        let mut free = free.get(&item).copied().unwrap_or(0.0) - idle.get(&item).copied().unwrap_or(0.0);
        let list = (0..periods).map(|period| {
            let missing = asked.total(period) - free;
            free = (-missing).max(0.0);
            missing.max(0.0)
        });
        (item, list.collect())
    });
    MasterSchedule { quantities: quantities.collect(), version: None, silent_series, idle: told }
}

/// A version's output, spread evenly over each of its periods.
fn of_plan(saved: &Saved, name: String, starts: &[Time]) -> MasterSchedule {
    let mut quantities = BTreeMap::new();
    for item in &saved.items {
        let Some(id) = item.item else { continue };
        let mut list = vec![0.0; starts.len().saturating_sub(1)];
        for (span, made) in saved.starts.windows(2).zip(&item.made) {
            let [from, to] = span else { continue };
            let whole = to.since(*from).seconds() as f64;
            for (period, sum) in starts.windows(2).zip(&mut list) {
                let [start, end] = period else { continue };
                let shared = (*end).min(*to).since((*start).max(*from)).seconds();
                if shared > 0 && whole > 0.0 {
                    *sum += made * shared as f64 / whole;
                }
            }
        }
        quantities.insert(id, list);
    }
    MasterSchedule { quantities, version: Some(name), silent_series: 0, idle: None }
}
