//! One run of an operation or routing: its steps and their order, how long they take, what they take.
//!
//! Never looks for a free resource; it only knows how long the work takes and what must come before it.

use super::draft::*;
use super::explosion::{Explosion, Need};
use super::lack::Lack;
use crate::model::*;

/// What a run is made for.
#[derive(Clone, Copy)]
pub(super) struct RunOf<'w> {
    pub operation: &'w Operation,
    pub kind: SupplyKind,
    pub item: Option<ItemId>,
    pub place: Option<LocationId>,
    /// Batch of what it makes, and of what it takes where that is made to order.
    pub batch: u32,
    pub by: Time,
    pub demand: DemandIndex,
    pub weigh: bool,
}

impl<'w> Explosion<'_, 'w> {
    /// One run with all its steps, and when it is ready at the earliest.
    pub(super) fn run_operation(&mut self, run_of: &RunOf<'w>, quantity: f64) -> Result<(SupplyIndex, Time), Lack> {
        let operation = run_of.operation;
        let steps = self.shop.steps(operation);
        for step in &steps {
            if let Err(lack) = &self.estimates.of(self.shop, self.calendars, step).teams {
                return Err(lack.clone());
            }
        }
        if self.operation_path.is_empty() {
            self.needed.clear();
        }
        self.find_needed(operation, quantity);
        let first = self.draft.works.len();
        let supply = self.draft.add_supply(Supply {
            kind: run_of.kind,
            operation: Some(operation.id),
            terms: None,
            transport: None,
            item: run_of.item,
            place: operation.location.or(run_of.place),
            batch: run_of.batch,
            quantity,
            demand: run_of.demand,
            firm: None,
            arrival: self.now,
            wanted: run_of.by,
            works: (first, steps.len()),
        });
        self.add_steps(supply, &steps, quantity, run_of.demand);
        let ties = self.draft.ties.len();
        let sequence = self.link_steps(first, &steps, run_of.demand)?;
        let ties = self.draft.ties[ties..].to_vec();
        self.look_back(&sequence, &ties, first, &steps, run_of);
        let order = self.order_of(run_of.demand).and_then(|order| self.shop.workspace.orders.get(&order));
        let name = order.map_or("stock", |order| order.name.as_str());
        let taken_batch = self.batch_below(run_of.batch, name, operation, &steps);
        self.draft.supplies[supply].batch = taken_batch;
        for at in &sequence {
            let after = self.take_materials(first + at, operation, &steps, *at, taken_batch, run_of)?;
            self.look_ahead(first + at, steps[*at], &ties, after)?;
        }
        let mut ready = sequence
            .iter()
            .map(|at| self.draft.works[first + at].earliest.1.plus(self.wait(steps[*at], run_of.demand)))
            .max()
            .unwrap_or(self.now);
        if run_of.weigh {
            ready = ready.max(self.crowded(first, &steps, run_of.by));
        }
        Ok((supply, ready))
    }

    fn add_steps(&mut self, supply: SupplyIndex, steps: &[&'w Operation], quantity: f64, demand: DemandIndex) {
        let release = self.demands.get(demand).and_then(|demand| demand.release).unwrap_or(self.now).max(self.now);
        for step in steps {
            self.draft.add_work(Work {
                supply,
                operation: Some(step.id),
                quantity,
                seconds: seconds_of(step, quantity),
                release: release.max(self.now.plus(step.fence)).max(step.start.unwrap_or(Time::MIN)),
                deadline: step.end,
                latest: (Time::MAX, Time::MAX),
                earliest: (self.now, self.now),
                record: None,
            });
        }
    }

    /// Ties the steps: by the dependencies among them where there are any, else one after the other. The order they can be looked at.
    pub(super) fn link_steps(&mut self, first: WorkIndex, steps: &[&'w Operation], demand: DemandIndex) -> Result<Vec<usize>, Lack> {
        let position = |id: Option<OperationId>| steps.iter().position(|step| Some(step.id) == id);
        let mut ties = Vec::new();
        for (to, step) in steps.iter().enumerate() {
            for wait in self.shop.waits(step.id) {
                if let Some(from) = position(wait.blocked_by).filter(|from| *from != to) {
                    ties.push((from, to, wait.kind, wait.lag, wait.lag_maximum));
                }
            }
        }
        if ties.is_empty() {
            ties = (1..steps.len()).map(|to| (to - 1, to, LinkKind::FinishStart, Span::ZERO, None)).collect();
        }
        let mut open: Vec<usize> = (0..steps.len()).collect();
        let mut sequence = Vec::new();
        while let Some(at) = open.iter().position(|at| !ties.iter().any(|(from, to, ..)| to == at && open.contains(from))) {
            sequence.push(open.remove(at));
        }
        if !open.is_empty() {
            let operations = open.iter().chain(open.first()).map(|at| steps[*at].id).collect();
            return Err(Lack::CircleOfOperations { operations });
        }
        for (from, to, kind, lag, lag_maximum) in ties {
            let wait = self.wait(steps[from], demand);
            self.draft.ties.push(Tie { from: first + from, to: first + to, kind, lag, lag_maximum, wait });
        }
        Ok(sequence)
    }

    /// The safety time after an operation, unless its order is in a hurry.
    pub(super) fn wait(&self, step: &Operation, demand: DemandIndex) -> Span {
        if self.hurried(demand) { Span::ZERO } else { step.post_time }
    }

    /// The latest times of every step that still serve in time.
    fn look_back(&mut self, sequence: &[usize], ties: &[Tie], first: WorkIndex, steps: &[&'w Operation], run_of: &RunOf<'w>) {
        for at in sequence.iter().rev() {
            let work = first + at;
            let (mut start, mut end) = (Time::MAX, run_of.by.minus(self.wait(steps[*at], run_of.demand)));
            for tie in ties.iter().filter(|tie| tie.from == work) {
                let (next_start, next_end) = self.draft.works[tie.to].latest;
                let lag = tie.lag.plus(tie.wait);
                match tie.kind {
                    LinkKind::FinishStart => end = end.min(next_start.minus(lag)),
                    LinkKind::FinishFinish => end = end.min(next_end.minus(lag)),
                    LinkKind::StartStart => start = start.min(next_start.minus(lag)),
                    LinkKind::StartFinish => start = start.min(next_end.minus(lag)),
                }
            }
            let known = self.estimates.of(self.shop, self.calendars, steps[*at]);
            let seconds = self.draft.works[work].seconds;
            let latest_start = known.start(end, seconds).min(start);
            self.draft.works[work].latest = (latest_start, end);
        }
    }

    /// The earliest times of a step once what it needs is there.
    fn look_ahead(&mut self, work: WorkIndex, step: &'w Operation, ties: &[Tie], after: (Time, Time)) -> Result<(), Lack> {
        let known = self.estimates.of(self.shop, self.calendars, step);
        let (seconds, release) = (self.draft.works[work].seconds, self.draft.works[work].release);
        let (mut start, mut end_after) = (release.max(after.0), after.1);
        for tie in ties.iter().filter(|tie| tie.to == work) {
            let (before_start, before_end) = self.draft.works[tie.from].earliest;
            let lag = tie.lag.plus(tie.wait);
            match tie.kind {
                LinkKind::FinishStart => start = start.max(before_end.plus(lag)),
                LinkKind::StartStart => start = start.max(before_start.plus(lag)),
                LinkKind::FinishFinish => end_after = end_after.max(before_end.plus(lag)),
                LinkKind::StartFinish => end_after = end_after.max(before_start.plus(lag)),
            }
        }
        let Some(end) = known.end(start, seconds) else { return Err(Lack::NeverOpen { operation: step.id }) };
        if step.end.is_some_and(|last| end.max(end_after) > last) {
            return Err(Lack::Expired { operation: Some(step.id), item: None });
        }
        self.draft.works[work].earliest = (start, end.max(end_after));
        Ok(())
    }

    /// The batch of what a run takes: its own, or where it has none and takes something made to order, a new one with this name.
    pub(super) fn batch_below(&mut self, own: u32, name: &str, operation: &'w Operation, steps: &[&'w Operation]) -> u32 {
        let to_order = |line: &&OperationMaterial| line.quantity < 0.0 && line.item.is_some_and(|item| self.made_to_order(item));
        let asked = own == 0 && (0..steps.len()).any(|at| self.shop.lines_of_step(operation, steps, at).iter().any(to_order));
        if !asked {
            return own;
        }
        let mut batch = name.to_owned();
        let mut number = 1;
        while self.batches.known(&batch).is_some_and(|known| !self.is_kept_for_a_run(known)) {
            number += 1;
            batch = format!("{name} ({number})");
        }
        self.batches.number(&batch)
    }

    /// When the run would be done if what is already planned on its resources came first.
    fn crowded(&mut self, first: WorkIndex, steps: &[&'w Operation], by: Time) -> Time {
        let mut ready = self.now;
        for (at, step) in steps.iter().enumerate() {
            let known = self.estimates.of(self.shop, self.calendars, step);
            let (seconds, latest) = (self.draft.works[first + at].seconds, self.draft.works[first + at].latest.1);
            let Ok(teams) = &known.teams else { continue };
            if let Some(done) = self.rough.add(self.shop, self.calendars, self.now, teams, seconds, latest) {
                let delay = done.since(latest.max(self.now)).seconds().max(0);
                if delay > 0 {
                    ready = ready.max(by.max(self.now).plus(Span::from_seconds(delay)));
                }
            }
        }
        ready
    }

    /// Takes what a step uses up and waits for what it depends on: the earliest start and end that allows.
    fn take_materials(
        &mut self,
        work: WorkIndex,
        operation: &'w Operation,
        steps: &[&'w Operation],
        at: usize,
        batch: u32,
        run_of: &RunOf<'w>,
    ) -> Result<(Time, Time), Lack> {
        let step = steps[at];
        let lines = self.shop.lines_of_step(operation, steps, at);
        let (mut start, mut end) = (self.now, self.now);
        for group in alternatives(&lines) {
            let (latest_start, latest_end) = self.draft.works[work].latest;
            let kind = group.first().map_or(FlowKind::Start, |line| line.kind);
            let by = if kind == FlowKind::End { latest_end } else { latest_start };
            let place = self.shop.place_of(step.location.or(operation.location)).or(run_of.place);
            let ready = self.choose(run_of.demand, (group.len(), false), None, by.max(self.now), &mut |explosion, option| {
                let line = group[option];
                let total = -(line.quantity * explosion.draft.works[work].quantity + line.fixed_quantity);
                let Some(item) = line.item.filter(|_| total > 0.0) else { return Ok(explosion.now) };
                let need = Need { item, place, batch, quantity: total, by, demand: run_of.demand };
                explosion.fulfil(&need, Taker::Work { work, kind: line.kind, transfer_batch: line.transfer_batch, total }, 0.0)
            })?;
            if kind == FlowKind::End { end = end.max(ready) } else { start = start.max(ready) }
        }
        let position = |id: Option<OperationId>| steps.iter().any(|step| Some(step.id) == id);
        let waits: Vec<&OperationDependency> = self.shop.waits(step.id).iter().copied().filter(|wait| !position(wait.blocked_by)).collect();
        for wait in waits {
            let ready = self.wait_for(work, wait, run_of, batch)?;
            if matches!(wait.kind, LinkKind::FinishStart | LinkKind::StartStart) { start = start.max(ready) } else { end = end.max(ready) }
        }
        Ok((start, end))
    }
}

/// Seconds of work of a run at full speed.
pub fn seconds_of(operation: &Operation, quantity: f64) -> i64 {
    let variable = match operation.kind {
        OperationKind::TimePer => operation.duration_per_unit * quantity,
        _ => 0.0,
    };
    // A little less than a tenth of a second too much is rounding, not work.
    operation.duration.seconds().saturating_add((variable - 1e-6).ceil().clamp(0.0, 1e11) as i64)
}

/// Lines with the same name are alternatives, the preferred one first; a line without a name stands by itself.
pub(super) fn alternatives<'w>(lines: &[&'w OperationMaterial]) -> Vec<Vec<&'w OperationMaterial>> {
    let mut groups: Vec<Vec<&OperationMaterial>> = Vec::new();
    for line in lines.iter().filter(|line| line.quantity < 0.0 || line.fixed_quantity < 0.0) {
        match groups.iter_mut().find(|group| !line.name.is_empty() && group.first().is_some_and(|first| first.name == line.name)) {
            Some(group) => group.push(line),
            None => groups.push(vec![line]),
        }
    }
    for group in &mut groups {
        sort_with_key(group, |line| (line.priority, line.id));
    }
    groups
}
