//! What runs take that are kept as they are: from which run which units come is not written down, so it is found again by the times.
//!
//! A plan that is there has on every shelf at every moment what is taken there. So whoever takes first is served first, from what is
//! there by then, and nobody is left with nothing. Never says where such a run stays; that is for `hold`.

use super::draft::*;
use super::explosion::{Explosion, Need};
use super::runs::{RunOf, alternatives};
use super::transfer::Flow;
use crate::model::*;
use std::collections::BTreeMap;

/// A run that is kept as it is, before it is known from where it takes.
pub struct FrozenRun<'w> {
    pub order: &'w SupplyOrder,
    pub operation: &'w Operation,
    pub steps: Vec<&'w Operation>,
    pub supply: SupplyIndex,
}

/// Units that a work takes at a moment, by one of several lines of its bill of materials.
struct Taking<'w> {
    at: Time,
    work: WorkIndex,
    lines: Vec<&'w OperationMaterial>,
    /// The share of all that it takes by the line, and the share that it has taken before.
    share: (f64, f64),
    makers: Vec<TaskId>,
}

impl<'w> Explosion<'_, 'w> {
    /// Whether what is frozen or stays is kept in the runs that it is in.
    pub(super) fn keeps_runs(&self) -> bool {
        self.held.keeps_runs(self.now) && !self.steering.anew
    }

    /// What frozen runs take, the first taking first, and what they wait for.
    pub(super) fn take_for_frozen(&mut self) {
        let runs = std::mem::take(&mut self.frozen_runs);
        if !runs.is_empty() {
            self.know_inbound();
        }
        let mut takings = Vec::new();
        for run in &runs {
            let (first, count) = self.draft.supplies[run.supply].works;
            for work in first..first + count {
                let at = run.steps.iter().position(|step| Some(step.id) == self.draft.works[work].operation);
                let task = self.draft.works[work].record.and_then(|id| self.shop.workspace.tasks.get(&id));
                match (at, task) {
                    (Some(at), Some(task)) if task.status == TaskStatus::Planned && task.placement.is_some() => {
                        let lines = self.shop.lines_of_step(run.operation, &run.steps, at);
                        alternatives(&lines).into_iter().for_each(|lines| self.add_takings(work, task, lines, &mut takings));
                    }
                    (Some(at), task) => self.take_for_firm(run.order, run.operation, &run.steps, (work, at), task),
                    (None, _) => {}
                }
            }
        }
        sort_with_key(&mut takings, |taking| (taking.at, taking.work));
        takings.into_iter().for_each(|taking| self.take(taking));
        let records = self.draft.works.iter().filter_map(|work| Some((work.record?, work.supply))).gather();
        runs.iter().for_each(|run| self.wait_for_what_it_waits(run, &records));
    }

    fn add_takings(&self, work: WorkIndex, task: &Task, lines: Vec<&'w OperationMaterial>, takings: &mut Vec<Taking<'w>>) {
        let Some(line) = lines.first() else { return };
        let (kind, total) = (line.kind, self.total_of(work, line));
        // Of alternatives one is taken, whole.
        let transfer_batch = line.transfer_batch.filter(|_| lines.len() == 1);
        let flow = Flow { kind, transfer_batch, total, seconds: self.draft.works[work].seconds };
        let mut before = 0.0;
        for (share, units) in flow.takings() {
            let (at, upto) = (self.moment_at_present(work, share), units / total.max(1e-12));
            let makers = task.after.iter().map(|link| link.task).collect();
            takings.push(Taking { at, work, lines: lines.clone(), share: (upto - before, before), makers });
            before = upto;
        }
    }

    fn total_of(&self, work: WorkIndex, line: &OperationMaterial) -> f64 {
        -(line.quantity * self.draft.works[work].quantity + line.fixed_quantity)
    }

    fn take(&mut self, taking: Taking<'w>) {
        let Taking { at, work, lines, share, makers } = taking;
        let supply = &self.draft.supplies[self.draft.works[work].supply];
        let (place, batch, demand) = (supply.place, supply.batch, supply.demand);
        let way = |explosion: &mut Self, option: usize, is_last: bool| {
            let line: &OperationMaterial = lines[option];
            let total = explosion.total_of(work, line);
            let Some(item) = line.item.filter(|_| total > 0.0) else { return Ok(at) };
            let need = Need { item, place, batch, quantity: share.0 * total, by: at, demand };
            let taker = Taker::Work { work, kind: line.kind, transfer_batch: line.transfer_batch, total };
            if is_last && !explosion.shop.switched_off("WIP.consume_material") {
                explosion.take_what_there_is(&need, taker, share.1 * total);
                return Ok(at);
            }
            explosion.makers = Some(makers.clone());
            let found = explosion.fulfil(&need, taker, share.1 * total);
            explosion.makers = None;
            found
        };
        let point = self.point();
        if self
            .choose(demand, (lines.len(), false), None, at.max(self.now), &mut |explosion, option| way(explosion, option, false))
            .is_err()
        {
            self.back_to(point);
            let _ = way(self, 0, true);
        }
    }

    /// What the steps of a kept run depend on outside of it is made, or was: by the runs that they are tied to now, where those are kept.
    fn wait_for_what_it_waits(&mut self, run: &FrozenRun<'w>, records: &BTreeMap<TaskId, SupplyIndex>) {
        let FrozenRun { order, operation, ref steps, supply, .. } = *run;
        let Supply { place, batch, demand, works: (first, _), .. } = self.draft.supplies[supply];
        let by = order.end.unwrap_or(self.now);
        let run_of = RunOf { operation, kind: order.kind, item: order.item, place, batch, by, demand, weigh: false };
        for at in 0..steps.len() {
            let task = self.draft.works[first + at].record.and_then(|id| self.shop.workspace.tasks.get(&id));
            let links = || task.into_iter().flat_map(|task| &task.after);
            let tied = |link: &TaskLink| {
                let before = records.get(&link.task).copied().filter(|before| *before != supply)?;
                Some((self.draft.supplies[before].operation?, before))
            };
            // What it takes may come from other runs of the same operation; the one that it waits for is tied as it has to be.
            let as_asked = |link: &&TaskLink| {
                let operation = tied(link).map(|(operation, _)| operation);
                let asks = |wait: &OperationDependency| (wait.blocked_by, wait.kind) == (operation, link.kind) && wait.lag <= link.lag;
                self.shop.waits(steps[at].id).iter().any(|wait| asks(wait))
            };
            self.shared = links().chain(links().filter(as_asked)).filter_map(tied).gather();
            let point = self.point();
            if self.wait_for_others(first + at, steps, at, &run_of).is_err() {
                self.back_to(point);
            }
            let shared = std::mem::take(&mut self.shared);
            let order = self.order_of(demand);
            self.kept.extend(shared.into_iter().filter_map(|(operation, supply)| Some(((order?, operation), supply))));
        }
    }

    /// Whether all that is of a batch are kept runs that make it to order, for a run that is not kept itself and gets it as before.
    pub(super) fn is_kept_for_a_run(&self, batch: u32) -> bool {
        let is_kept = |supply: &Supply| {
            let order = supply.firm.and_then(|id| self.shop.workspace.supply_orders.get(&id));
            order.is_some_and(|order| order.status == SupplyStatus::Proposed) && supply.item.is_some_and(|item| self.made_to_order(item))
        };
        let mut of_batch = self.draft.supplies.iter().filter(|supply| supply.batch == batch).peekable();
        let is_asked_for = || self.demands.iter().any(|demand| demand.order.is_some() && demand.batch == batch);
        let is_there = || self.draft.lots.iter().any(|lot| lot.origin == Origin::Stock && lot.shelf.2 == batch);
        of_batch.peek().is_some() && of_batch.all(is_kept) && !is_asked_for() && !is_there()
    }

    /// When a kept work has done a share of its work where it is at present.
    fn moment_at_present(&self, work: WorkIndex, share: f64) -> Time {
        let row = &self.draft.works[work];
        let (start, end) = row.latest;
        if share <= 0.0 || share >= 1.0 {
            return if share <= 0.0 { start } else { end };
        }
        let placed = row.record.and_then(|id| self.shop.workspace.tasks.get(&id)?.placement.as_ref());
        let operation = row.operation.and_then(|id| self.shop.workspace.operations.get(&id));
        let pace = placed.and_then(|placed| self.calendars.pace(operation, &placed.uses));
        let passed = pace.and_then(|pace| pace.passed(start, (pace.area(start, end) as f64 * share).ceil() as i64));
        passed.map_or(end, |time| time.min(end))
    }

    /// Writes down when a kept work puts each batch of a lot out.
    pub(super) fn know_batches(&mut self, lot: LotIndex) {
        let Lot { made, origin: Origin::Work { work, kind, transfer_batch }, .. } = self.draft.lots[lot] else { return };
        let count = Flow { kind, transfer_batch, total: made, seconds: self.draft.works[work].seconds }.takings().len();
        if count > 1 {
            let moments = (1..=count).map(|batch| self.moment_at_present(work, batch as f64 / count as f64)).collect();
            self.batches_out.insert(lot, moments);
        }
    }

    /// How much more of a lot than has been taken is there by a moment.
    pub(super) fn there_by(&self, lot: LotIndex, by: Time) -> f64 {
        let row = &self.draft.lots[lot];
        match self.batches_out.get(&lot) {
            Some(moments) => {
                let out = moments.partition_point(|moment| *moment <= by);
                (row.made * out as f64 / moments.len() as f64 - (row.made - row.left)).clamp(0.0, row.left)
            }
            None if row.earliest <= by => row.left,
            None => 0.0,
        }
    }
}
