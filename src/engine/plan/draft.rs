//! A plan in the making: supplies, their work, the lots they put on the shelf and who takes from them.
//!
//! Everything is appended and can be taken back to a mark, so that a way that does not work out leaves no trace.
//! Never knows capacity: when work is really done is the scheduler's to say.

use super::sizes::rounding;
use crate::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// Position in [`Draft::supplies`].
pub type SupplyIndex = usize;
/// Position in [`Draft::works`].
pub type WorkIndex = usize;
/// Position in [`Draft::lots`].
pub type LotIndex = usize;
/// Position in the explosion's demands.
pub type DemandIndex = usize;

/// Where lots of a kind lie: item, place and batch (0 is no batch).
pub type Shelf = (ItemId, Option<LocationId>, u32);

/// A quantity that is to be made, moved or bought.
#[derive(Clone, Debug)]
pub struct Supply {
    pub kind: SupplyKind,
    pub operation: Option<OperationId>,
    pub terms: Option<ItemSupplierId>,
    pub transport: Option<ItemDistributionId>,
    pub item: Option<ItemId>,
    pub place: Option<LocationId>,
    pub batch: u32,
    pub quantity: f64,
    /// The demand it was first made for.
    pub demand: DemandIndex,
    /// The record it stands for, where it is firm.
    pub firm: Option<SupplyOrderId>,
    /// Bought: the first moment it can arrive. Firm: when it arrives.
    pub arrival: Time,
    /// When it is wanted.
    pub wanted: Time,
    /// Its work: the first and how many.
    pub works: (WorkIndex, usize),
}

/// A run of an operation, or a transport.
#[derive(Clone, Debug)]
pub struct Work {
    pub supply: SupplyIndex,
    /// `None` for a transport.
    pub operation: Option<OperationId>,
    pub quantity: f64,
    /// Seconds of work at full speed.
    pub seconds: i64,
    /// Nothing of it may start before.
    pub release: Time,
    /// It must end by then.
    pub deadline: Option<Time>,
    /// The latest times that still serve in time, capacity aside.
    pub latest: (Time, Time),
    /// The earliest times possible, capacity aside.
    pub earliest: (Time, Time),
    /// The task record it stands for, where there is one.
    pub record: Option<TaskId>,
}

/// That one work waits for another.
#[derive(Clone, Copy, Debug)]
pub struct Tie {
    pub from: WorkIndex,
    pub to: WorkIndex,
    pub kind: LinkKind,
    pub lag: Span,
    pub lag_maximum: Option<Span>,
    /// Safety time on top of the lag, cut where the order would be late otherwise.
    pub wait: Span,
}

/// Where the units of a lot come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Origin {
    /// They lie there.
    Stock,
    /// They arrive at a fixed time.
    Arrival(SupplyIndex),
    /// They are bought.
    Buy(SupplyIndex),
    /// A work puts them out.
    Work { work: WorkIndex, kind: FlowKind, transfer_batch: Option<f64> },
}

/// Units that can be taken.
#[derive(Clone, Debug)]
pub struct Lot {
    pub shelf: Shelf,
    pub origin: Origin,
    pub made: f64,
    pub left: f64,
    /// The earliest moment it can be there, capacity aside.
    pub earliest: Time,
    /// When it is expected: not before the earliest, and as late as its first taker wants it.
    pub likely: Time,
}

/// Who takes units from a lot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Taker {
    /// An order takes them as they are.
    Demand(DemandIndex),
    Work {
        work: WorkIndex,
        kind: FlowKind,
        transfer_batch: Option<f64>,
        total: f64,
    },
}

/// That a taker takes a quantity of a lot.
#[derive(Clone, Copy, Debug)]
pub struct Peg {
    pub lot: LotIndex,
    pub taker: Taker,
    pub quantity: f64,
    /// Units of the lot taken by others before.
    pub lot_offset: f64,
    /// Units the taker takes from other lots before.
    pub taker_offset: f64,
}

/// That there were several ways to get something, and which was taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    pub demand: DemandIndex,
    pub options: usize,
    pub taken: usize,
    /// Whether the quantity can be shared among the ways; told as a choice one past the last.
    pub can_share: bool,
}

/// A point to go back to.
#[derive(Clone, Copy, Debug)]
pub struct DraftMark {
    supplies: usize,
    works: usize,
    ties: usize,
    lots: usize,
    pegs: usize,
    decisions: usize,
}

#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub supplies: Vec<Supply>,
    pub works: Vec<Work>,
    pub ties: Vec<Tie>,
    pub lots: Vec<Lot>,
    pub pegs: Vec<Peg>,
    pub decisions: Vec<Decision>,
    /// Lots of a shelf from which something can still be taken.
    shelves: BTreeMap<Shelf, BTreeSet<LotIndex>>,
}

impl Draft {
    pub fn mark(&self) -> DraftMark {
        DraftMark {
            supplies: self.supplies.len(),
            works: self.works.len(),
            ties: self.ties.len(),
            lots: self.lots.len(),
            pegs: self.pegs.len(),
            decisions: self.decisions.len(),
        }
    }

    /// Takes back everything since the mark.
    pub fn back_to(&mut self, mark: DraftMark) {
        while self.pegs.len() > mark.pegs {
            let Some(peg) = self.pegs.pop() else { break };
            let lot = &mut self.lots[peg.lot];
            // The offset is what had been taken before, so the rest comes back without a rounding error.
            lot.left = lot.made - peg.lot_offset;
            self.shelves.entry(lot.shelf).or_default().insert(peg.lot);
        }
        for index in mark.lots..self.lots.len() {
            if let Some(shelf) = self.shelves.get_mut(&self.lots[index].shelf) {
                shelf.remove(&index);
            }
        }
        self.lots.truncate(mark.lots);
        self.ties.truncate(mark.ties);
        self.works.truncate(mark.works);
        self.supplies.truncate(mark.supplies);
        self.decisions.truncate(mark.decisions);
    }

    pub fn add_supply(&mut self, supply: Supply) -> SupplyIndex {
        self.supplies.push(supply);
        self.supplies.len() - 1
    }

    pub fn add_work(&mut self, work: Work) -> WorkIndex {
        self.works.push(work);
        self.works.len() - 1
    }

    pub fn add_lot(&mut self, shelf: Shelf, origin: Origin, quantity: f64, earliest: Time, likely: Time) -> LotIndex {
        let index = self.lots.len();
        self.lots.push(Lot { shelf, origin, made: quantity, left: quantity, earliest, likely });
        if quantity > rounding(quantity) {
            self.shelves.entry(shelf).or_default().insert(index);
        }
        index
    }

    /// Lots of a shelf from which something can still be taken, oldest first.
    pub fn on_shelf(&self, shelf: Shelf) -> Vec<LotIndex> {
        self.shelves.get(&shelf).map_or_else(Vec::new, |lots| lots.iter().copied().collect())
    }

    /// Takes at most `quantity` from a lot and says how much that was.
    pub fn take(&mut self, index: LotIndex, quantity: f64, taker: Taker, taker_offset: f64) -> f64 {
        let lot = &mut self.lots[index];
        let taken = lot.left.min(quantity);
        if taken <= 0.0 {
            return 0.0;
        }
        let lot_offset = lot.made - lot.left;
        lot.left -= taken;
        if lot.left <= rounding(lot.made) {
            lot.left = 0.0;
            let shelf = lot.shelf;
            if let Some(lots) = self.shelves.get_mut(&shelf) {
                lots.remove(&index);
            }
        }
        self.pegs.push(Peg { lot: index, taker, quantity: taken, lot_offset, taker_offset });
        taken
    }

    /// The supply a lot comes from, where it is not simply there.
    pub fn supply_of(&self, lot: &Lot) -> Option<SupplyIndex> {
        match lot.origin {
            Origin::Stock => None,
            Origin::Arrival(supply) | Origin::Buy(supply) => Some(supply),
            Origin::Work { work, .. } => self.works.get(work).map(|work| work.supply),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn going_back_to_a_mark_leaves_no_trace() {
        let mut draft = Draft::default();
        let shelf = (ItemId::from_raw(1), None, 0);
        let stock = draft.add_lot(shelf, Origin::Stock, 0.3, Time::MIN, Time::MIN);
        draft.take(stock, 0.1, Taker::Demand(0), 0.0);
        let (mark, left) = (draft.mark(), draft.lots[stock].left);
        let other = draft.add_lot(shelf, Origin::Stock, 5.0, Time::MIN, Time::MIN);
        draft.take(stock, 9.0, Taker::Demand(1), 0.0);
        draft.take(other, 9.0, Taker::Demand(1), 0.0);
        assert!(draft.on_shelf(shelf).is_empty());
        draft.back_to(mark);
        assert_eq!(draft.on_shelf(shelf), [stock]);
        assert_eq!((draft.lots.len(), draft.pegs.len()), (1, 1));
        assert!((draft.lots[stock].left - left).abs() < 1e-12);
    }
}
