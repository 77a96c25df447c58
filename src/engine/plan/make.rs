//! Making something: which runs of which operation make a quantity, or serve an order by its own operation.
//!
//! Never looks into a run; that is for `runs`.

use super::draft::*;
use super::explosion::{Explosion, Need};
use super::lack::Lack;
use super::runs::RunOf;
use super::shop::Output;
use super::sizes::{Sizes, rounding};
use crate::model::*;

impl<'w> Explosion<'_, 'w> {
    /// Makes `quantity` of what a need asks for by an operation, in as many runs as its sizes ask for.
    ///
    /// # Errors
    /// What makes it impossible.
    pub fn make(
        &mut self,
        operation: &'w Operation,
        need: &Need,
        quantity: f64,
        taker: Taker,
        offset: f64,
        weigh: bool,
    ) -> Result<Time, Lack> {
        let parts: Vec<&Operation> = self.shop.below(operation.id).to_vec();
        if operation.kind == OperationKind::Split && !parts.is_empty() {
            return self.make_shared(&parts, need, quantity, taker, offset);
        }
        let shelf = self.shelf(need.item, need.place, need.batch);
        let run_of = RunOf {
            operation,
            kind: SupplyKind::Make,
            item: Some(need.item),
            place: need.place,
            batch: shelf.2,
            by: need.by,
            demand: need.demand,
            weigh,
        };
        let outputs = self.shop.outputs(operation);
        let main =
            outputs.iter().find(|output| output.item == need.item).copied().unwrap_or_else(|| self.plain_output(operation, need.item));
        let (mut taken, mut ready) = (0.0, self.now);
        for run in self.runs_for(operation, &main, quantity, need.demand)? {
            let (supply, end) = self.run_operation(&run_of, run)?;
            let lots = self.put_out(supply, run, &outputs, &main, need.place);
            taken += self.draft.take(lots, quantity - taken, taker, offset + taken);
            ready = ready.max(end);
        }
        Ok(ready)
    }

    /// Shares a quantity among the parts of a split by their shares.
    fn make_shared(&mut self, parts: &[&'w Operation], need: &Need, quantity: f64, taker: Taker, offset: f64) -> Result<Time, Lack> {
        let whole: i64 = parts.iter().map(|part| part.priority).sum();
        let mut ready = self.now;
        let mut made = 0.0;
        for (at, part) in parts.iter().enumerate().filter(|(_, part)| part.priority > 0 || whole == 0) {
            let share = if whole == 0 { 1.0 / parts.len() as f64 } else { part.priority as f64 / whole as f64 };
            let last = parts.iter().skip(at + 1).all(|part| part.priority == 0) && whole > 0;
            let of_part = if last { quantity - made } else { (quantity * share).min(quantity - made) };
            if of_part > rounding(quantity) {
                ready = ready.max(self.make(part, need, of_part, taker, offset + made, false)?);
                made += of_part;
            }
        }
        Ok(ready)
    }

    /// Serves an order by its own delivery operation.
    ///
    /// # Errors
    /// What makes it impossible.
    pub fn deliver_by(&mut self, operation: &'w Operation, index: DemandIndex) -> Result<(), Lack> {
        let demand = self.demands[index].clone();
        let by = demand.due.unwrap_or(self.now);
        let mut ways = self.shop.ways(operation);
        if ways.is_empty() {
            ways.push(operation);
        }
        let at_present = (0..ways.len()).find(|option| {
            [SupplyKind::Make, SupplyKind::Deliver].iter().any(|kind| self.is_source_at_present(index, *kind, ways[*option].id.raw()))
        });
        let found = self.choose(index, (ways.len(), false), at_present, by.max(self.now), &mut |explosion, option| {
            let way = ways[option];
            let used = explosion.used_of(way, demand.item);
            let outputs = explosion.shop.outputs(way);
            let made = demand.item.and_then(|item| outputs.iter().find(|output| output.item == item).copied());
            let quantity = match (used > 0.0, made) {
                (true, _) => demand.quantity / used,
                (false, Some(output)) if output.per_unit > 0.0 => output.begun_for(demand.quantity),
                _ => demand.quantity,
            };
            let run_of = RunOf {
                operation: way,
                kind: if used > 0.0 { SupplyKind::Deliver } else { SupplyKind::Make },
                item: demand.item,
                place: way.location.or(demand.place),
                batch: demand.batch,
                by,
                demand: index,
                weigh: ways.len() > 1,
            };
            let (mut ready, mut taken) = (explosion.now, 0.0);
            let kept = explosion.demands[index].order.and_then(|order| explosion.kept.get(&(order, way.id)).copied());
            if let Some(supply) = kept {
                let main = explosion.plain_output(way, demand.item.unwrap_or(ItemId::from_raw(0)));
                let run = explosion.draft.supplies[supply].quantity;
                let lot = explosion.put_out_service(supply, run, &main);
                taken += explosion.draft.take(lot, quantity, Taker::Demand(index), 0.0);
            }
            for run in explosion.sized(way, run_of.kind, (quantity - taken).max(0.0), index)? {
                let (supply, end) = explosion.run_operation(&run_of, run)?;
                let main = explosion.plain_output(way, demand.item.unwrap_or(ItemId::from_raw(0)));
                let lot = match made.filter(|_| used <= 0.0) {
                    Some(output) => explosion.put_out(supply, run, &outputs, &output, run_of.place),
                    None => explosion.put_out_service(supply, run, &main),
                };
                let asked = if made.is_some() && used <= 0.0 { demand.quantity } else { quantity };
                taken += explosion.draft.take(lot, asked - taken, Taker::Demand(index), taken);
                ready = ready.max(end);
            }
            Ok(ready)
        });
        found.map(|_| ())
    }

    /// Units of an item that a unit of the operation uses up.
    fn used_of(&self, operation: &'w Operation, item: Option<ItemId>) -> f64 {
        let steps = self.shop.steps(operation);
        let lines = steps.iter().flat_map(|step| self.shop.materials(step.id));
        lines.filter(|line| line.item.is_some() && line.item == item && line.quantity < 0.0).map(|line| -line.quantity).sum()
    }

    pub(super) fn plain_output(&self, operation: &'w Operation, item: ItemId) -> Output {
        let last = self.shop.steps(operation).last().map_or(operation.id, |last| last.id);
        Output { operation: last, item, per_unit: 1.0, per_run: 0.0, kept: 1.0, kind: FlowKind::End, transfer_batch: None }
    }

    /// The runs, in units of the operation, that put out at least `quantity`.
    fn runs_for(&mut self, operation: &'w Operation, output: &Output, quantity: f64, demand: DemandIndex) -> Result<Vec<f64>, Lack> {
        if output.per_unit > 0.0 {
            let needed = output.begun_for(quantity);
            return if needed > 0.0 {
                self.sized(operation, SupplyKind::Make, needed, demand)
            } else {
                Ok(vec![Sizes::from(operation).rounded(0.0)])
            };
        }
        // Only so much per run, whatever its size: as many of the smallest runs as it takes.
        let runs = (quantity / output.per_run.max(1e-9)).ceil().clamp(1.0, 2_000.0) as usize;
        Ok(vec![Sizes::from(operation).rounded(0.0).max(1.0); runs])
    }

    fn sized(&mut self, operation: &'w Operation, kind: SupplyKind, quantity: f64, demand: DemandIndex) -> Result<Vec<f64>, Lack> {
        let mut sizes = Sizes::from(operation);
        let steps = self.shop.steps(operation);
        if steps.first().map(|step| step.id) != Some(operation.id) {
            let of_steps = steps.iter().map(|step| step.size_minimum).fold(0.0, f64::max);
            sizes.minimum = sizes.minimum.max(of_steps);
        }
        let most =
            |maximum: Option<f64>, other: f64| Some(maximum.filter(|maximum| *maximum > 0.0).map_or(other, |maximum| maximum.min(other)));
        let mut side_by_side = usize::MAX;
        for step in &steps {
            let known = self.estimates.of(self.shop, self.calendars, step);
            if let Some(largest) = known.largest_run.filter(|largest| *largest > 0.0) {
                sizes.maximum = most(sizes.maximum, largest);
            }
            if step.kind == OperationKind::TimePer && step.duration_per_unit > 0.0 {
                side_by_side = side_by_side.min(known.side_by_side);
            }
        }
        let split = self.order_of(demand).is_some_and(|order| self.steering.split.contains(&order));
        if split && (2..usize::MAX).contains(&side_by_side) {
            let whole = if quantity.fract() == 0.0 { (quantity / side_by_side as f64).ceil() } else { quantity / side_by_side as f64 };
            sizes.maximum = most(sizes.maximum, sizes.rounded(whole));
        } else if let Some(runs) = self.runs_at_present(demand, kind, operation.id, quantity, &sizes) {
            return Ok(runs);
        }
        Ok(sizes.runs(quantity))
    }
}
