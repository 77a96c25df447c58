//! Planned lots of an item as orders to make or to buy, cut to the sizes that its source allows.
//!
//! Releases nothing: the orders go into a command.

use super::basis::Materials;
use super::source::SourceKind;
use crate::app::{MaterialOrder, MaterialSource};
use crate::engine::plan::Sizes;
use crate::model::Time;

/// An order that a planned lot comes to.
#[derive(Clone, PartialEq, Debug)]
pub struct PlannedSupply {
    /// When to begin or to order; never before the plan's start.
    pub release: Time,
    /// When it is there, if begun then.
    pub receipt: Time,
    /// The period in which it is needed.
    pub period: usize,
    /// Units of the item.
    pub quantity: f64,
    /// Whether it should have been begun before the plan's start.
    pub is_late: bool,
}

impl Materials {
    /// The orders that the planned lots of an item come to, the soonest first.
    pub fn planned(&self, at: usize) -> Vec<PlannedSupply> {
        let (Some(item), Some(record), Some(now)) = (self.items.get(at), self.netting.items.get(at), self.starts.first().copied()) else {
            return Vec::new();
        };
        let cut = Sizes { minimum: 0.0, ..item.source.sizes };
        let mut orders = Vec::new();
        for lot in &record.lots {
            let Some(wanted) = self.starts.get(lot.receipt).copied() else { continue };
            let best = wanted.minus(item.lead);
            let release = best.max(now);
            // What is needed in the period that has begun is not needed in its first moment, as long as it comes within it.
            let is_late = best < now && lot.late_by > 0;
            let runs = cut.runs(lot.quantity).into_iter();
            orders.extend(runs.map(|quantity| PlannedSupply {
                release,
                receipt: release.plus(item.lead).max(wanted),
                period: lot.receipt,
                quantity,
                is_late,
            }));
        }
        orders
    }

    /// What releases planned orders of an item; nothing where nobody makes or supplies it, or each order is served by itself: what is made to order
    /// is of the batch of whoever it is for, and that is the schedule's to say.
    pub fn orders(&self, at: usize, planned: &[PlannedSupply]) -> Vec<MaterialOrder> {
        let Some(item) = self.items.get(at) else { return Vec::new() };
        let from = match item.source.kind {
            SourceKind::Make(operation) => MaterialSource::Make(operation),
            SourceKind::Buy(supplier) => MaterialSource::Buy(supplier),
            SourceKind::ToOrder(_) | SourceKind::Nowhere => return Vec::new(),
        };
        if item.is_to_order {
            return Vec::new();
        }
        let order = |planned: &PlannedSupply| MaterialOrder {
            item: item.id,
            location: item.source.location,
            from,
            quantity: planned.quantity / item.source.per_unit,
            start: planned.release,
            end: planned.receipt,
        };
        planned.iter().map(order).collect()
    }
}
