//! What a run puts on which shelves.
//!
//! Never takes anything from them.

use super::draft::*;
use super::explosion::Explosion;
use super::shop::Output;
use crate::model::*;

impl Explosion<'_, '_> {
    /// Puts the lots of a run on their shelves and gives the one of the main output.
    pub(super) fn put_out(
        &mut self,
        supply: SupplyIndex,
        quantity: f64,
        outputs: &[Output],
        main: &Output,
        place: Option<LocationId>,
    ) -> LotIndex {
        let of_main = self.put_out_one(supply, quantity, main, place);
        for output in outputs.iter().filter(|output| *output != main) {
            self.put_out_one(supply, quantity, output, place);
        }
        of_main
    }

    pub(super) fn put_out_one(&mut self, supply: SupplyIndex, quantity: f64, output: &Output, place: Option<LocationId>) -> LotIndex {
        let work = self.work_of(supply, output.operation);
        self.put_out_of(supply, work, output.per_unit * quantity + output.per_run, (output, place))
    }

    /// Puts the lot that a work makes of an output on its shelf.
    pub(super) fn put_out_of(
        &mut self,
        supply: SupplyIndex,
        work: WorkIndex,
        made: f64,
        (output, place): (&Output, Option<LocationId>),
    ) -> LotIndex {
        let batch = self.draft.supplies[supply].batch;
        let shelf = self.shelf(output.item, place, batch);
        let (start, end) = self.draft.works[work].earliest;
        let earliest = if output.kind == FlowKind::Start { start } else { end };
        let wanted = self.draft.supplies[supply].wanted;
        let origin = Origin::Work { work, kind: output.kind, transfer_batch: output.transfer_batch };
        self.draft.add_lot(shelf, origin, made, earliest, earliest.max(wanted))
    }

    /// What an operation without an item does for its order: a lot on a shelf that nobody else looks at.
    pub(super) fn put_out_service(&mut self, supply: SupplyIndex, quantity: f64, output: &Output) -> LotIndex {
        let work = self.work_of(supply, output.operation);
        let end = self.draft.works[work].earliest.1;
        let origin = Origin::Work { work, kind: FlowKind::End, transfer_batch: None };
        self.draft.add_lot((ItemId::from_raw(0), None, u32::MAX), origin, quantity, end, end)
    }

    /// The work of a supply that runs an operation; its last one where none does.
    pub fn work_of(&self, supply: SupplyIndex, operation: OperationId) -> WorkIndex {
        let (first, count) = self.draft.supplies[supply].works;
        (first..first + count)
            .find(|work| self.draft.works[*work].operation == Some(operation))
            .unwrap_or((first + count).saturating_sub(1))
    }
}
