//! Material handed over in the course of the work: when a run has put out so many units, and when it takes them.
//!
//! A run in transfer batches puts each batch out when that share of its work is done, and takes each batch before that
//! share begins (as frePPLe does; at most 50 batches). Never knows calendars: shares are of working time.

use crate::model::FlowKind;

/// How a run takes or gives an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    pub kind: FlowKind,
    pub transfer_batch: Option<f64>,
    /// Units in all.
    pub total: f64,
    /// Seconds of work of the run.
    pub seconds: i64,
}

/// That the taker must not be further than `taken` of its work before the maker has done `made` of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Handover {
    pub made: f64,
    pub taken: f64,
}

impl Flow {
    fn batches(&self) -> f64 {
        let batch = self.transfer_batch.filter(|batch| *batch > 0.0 && self.kind == FlowKind::TransferBatch && self.seconds > 0);
        batch.map_or(1.0, |batch| (self.total / batch - 1e-9).ceil().clamp(1.0, 50.0))
    }

    fn is_split(&self) -> bool {
        self.kind == FlowKind::TransferBatch && self.batches() > 1.0
    }

    /// The share of the work after which `units` are out.
    pub fn made_after(&self, units: f64) -> f64 {
        match self.kind {
            FlowKind::Start => 0.0,
            FlowKind::TransferBatch if self.is_split() => {
                let batches = self.batches();
                ((units / self.total * batches - 1e-9).ceil() / batches).clamp(0.0, 1.0)
            }
            _ => 1.0,
        }
    }

    /// Every moment at which units are taken: the share of the work before it, and the units taken up to and with it.
    pub fn takings(&self) -> Vec<(f64, f64)> {
        match self.kind {
            FlowKind::End => vec![(1.0, self.total)],
            FlowKind::TransferBatch if self.is_split() => {
                let batches = self.batches();
                (0..batches as usize).map(|batch| (batch as f64 / batches, self.total * (batch + 1) as f64 / batches)).collect()
            }
            _ => vec![(0.0, self.total)],
        }
    }
}

/// Every handover of `quantity` units that are the maker's from `maker_offset` and the taker's from `taker_offset` on.
pub fn handovers(maker: &Flow, taker: &Flow, quantity: f64, maker_offset: f64, taker_offset: f64) -> Vec<Handover> {
    let mut found: Vec<Handover> = Vec::new();
    let mut before = 0.0;
    for (taken, units) in taker.takings() {
        let (from, to) = (before, units.min(taker_offset + quantity));
        before = units;
        if to <= taker_offset + 1e-9 * quantity || from >= taker_offset + quantity {
            continue;
        }
        let handover = Handover { made: maker.made_after(maker_offset + to - taker_offset), taken };
        found.push(handover);
    }
    found
}

/// The share of the taker's work before the first unit from `offset` on is taken.
pub fn first_taking(taker: &Flow, offset: f64) -> f64 {
    let takings = taker.takings();
    takings.iter().find(|(_, units)| *units > offset + 1e-9 * taker.total).or(takings.last()).map_or(0.0, |(taken, _)| *taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(kind: FlowKind, batch: f64) -> Flow {
        Flow { kind, transfer_batch: Some(batch), total: 990.0, seconds: 594_000 }
    }

    #[test]
    fn the_taker_of_batches_may_begin_when_the_first_batch_is_out() {
        let (maker, taker) = (flow(FlowKind::TransferBatch, 100.0), flow(FlowKind::TransferBatch, 100.0));
        let all = handovers(&maker, &taker, 990.0, 0.0, 0.0);
        assert_eq!(all.len(), 10);
        for (at, handover) in all.iter().enumerate() {
            assert!((handover.made - (at + 1) as f64 / 10.0).abs() < 1e-9);
            assert!((handover.taken - at as f64 / 10.0).abs() < 1e-9);
        }
    }

    #[test]
    fn a_taker_at_its_start_waits_for_the_last_batch_it_needs() {
        let (maker, taker) = (flow(FlowKind::TransferBatch, 99.0), flow(FlowKind::Start, 0.0));
        assert_eq!(handovers(&maker, &taker, 990.0, 0.0, 0.0), [Handover { made: 1.0, taken: 0.0 }]);
        let early = handovers(&maker, &Flow { total: 198.0, ..taker }, 198.0, 0.0, 0.0);
        assert!((early[0].made - 0.2).abs() < 1e-9);
    }

    #[test]
    fn no_run_is_cut_into_more_than_fifty_batches() {
        assert_eq!(flow(FlowKind::TransferBatch, 1.0).takings().len(), 50);
    }

    #[test]
    fn units_taken_last_may_arrive_last() {
        let taker = flow(FlowKind::TransferBatch, 99.0);
        assert_eq!(first_taking(&taker, 0.0), 0.0);
        assert!((first_taking(&taker, 495.0) - 0.5).abs() < 1e-9);
    }
}
