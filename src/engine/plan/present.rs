//! How the plan that is there serves who asks: from which sources, in runs of which sizes.
//!
//! A plan that is to stay close to it begins with the same. Never says when anything is done; that is for `hold`.

use super::draft::*;
use super::explosion::Explosion;
use super::ids::{asker, source_of, supply_id};
use super::sizes::{Sizes, rounding};
use crate::model::*;
use std::collections::{BTreeMap, BTreeSet};

impl Explosion<'_, '_> {
    /// The runs of an operation that make `quantity` for a demand at present; `None` where the demand is planned anew, or where its
    /// present runs are others than its sizes allow now.
    pub(super) fn runs_at_present(
        &self,
        demand: DemandIndex,
        kind: SupplyKind,
        operation: OperationId,
        quantity: f64,
        sizes: &Sizes,
    ) -> Option<Vec<f64>> {
        let (mut runs, mut made) = (Vec::new(), 0.0);
        for run in self.supplies_at_present(demand, kind, operation.raw()) {
            let left = quantity - made;
            let is_last = run + rounding(quantity) >= left;
            let least = if is_last { sizes.rounded(left) } else { sizes.rounded(run) };
            if (run - least).abs() > rounding(quantity) || sizes.maximum.is_some_and(|most| most > 0.0 && run > most + rounding(most)) {
                return None;
            }
            runs.push(run);
            made += run;
            if is_last {
                return Some(runs);
            }
        }
        None
    }

    /// Whether the present plan has a supply from a source for a demand that is not in the draft yet.
    pub(super) fn is_source_at_present(&self, demand: DemandIndex, kind: SupplyKind, source: u64) -> bool {
        self.supplies_at_present(demand, kind, source).next().is_some()
    }

    fn asker_of(&self, demand: DemandIndex) -> u64 {
        asker(&self.demands[demand])
    }

    /// Quantities of the present plan's supplies from a source for a demand, those that are not in the draft yet.
    fn supplies_at_present(&self, demand: DemandIndex, kind: SupplyKind, source: u64) -> impl Iterator<Item = f64> + '_ {
        let asker = self.asker_of(demand);
        let remembers = self.held.remembers(self.order_of(demand));
        let supplies = &self.draft.supplies;
        let of_asker = |at: &usize| supplies[*at].firm.is_none() && self.asker_of(supplies[*at].demand) == asker;
        let same = |at: &usize| supplies[*at].kind == kind && source_of(&self.draft, *at) == source;
        // What frozen supplies of an order need was asked for before the order itself.
        let before = if remembers { (0..supplies.len()).filter(of_asker).filter(same).count() } else { 0 };
        let orders = &self.shop.workspace.supply_orders;
        let known = (1..).map_while(move |count| orders.get(&supply_id(asker, kind, source, count)).filter(|_| remembers));
        let firm = |order: &SupplyOrder| order.status != SupplyStatus::Proposed || self.firm.contains(&order.id);
        known.filter(move |order| !firm(order)).skip(before).map(|order| order.quantity)
    }
}

/// Orders whose safety times after operations are cut in the present plan: something takes what a task makes, or the order is promised,
/// sooner than the task's operation asks for.
pub fn hurried_at_present(workspace: &Workspace) -> BTreeSet<OrderId> {
    let rest = |task: &Task| workspace.operations.get(&task.operation?).map(|operation| operation.post_time).filter(|rest| !rest.is_zero());
    let promised: BTreeMap<OrderId, Time> = workspace.promises.values().filter_map(|promise| promise.order.zip(promise.ready)).gather();
    let mut found = BTreeSet::new();
    for task in workspace.tasks.values() {
        let is_cut = |link: &&TaskLink| {
            let rest = workspace.tasks.get(&link.task).and_then(rest);
            link.kind == LinkKind::FinishStart && rest.is_some_and(|rest| link.lag < rest)
        };
        if task.after.iter().any(|link| is_cut(&link)) {
            found.extend(task.orders.iter().copied());
        }
        let Some((rest, placement)) = rest(task).zip(task.placement.as_ref()) else { continue };
        let sooner = |order: &OrderId| promised.get(order).is_some_and(|ready| *ready < placement.end.plus(rest));
        found.extend(task.orders.iter().copied().filter(sooner));
    }
    found
}
