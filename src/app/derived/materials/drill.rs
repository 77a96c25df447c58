//! What the need of an item in a period is made of: orders, forecasts, parents, released work.
//!
//! The parts add up to the gross requirement that the engine nets.

use super::basis::Materials;
use crate::model::{OrderId, OrderStatus, RecordId, SupplyOrderId, TableName, Workspace};

/// Who asks for a part of a need.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NeedOf {
    Order(OrderId),
    /// What a forecast expects beyond orders.
    Forecast,
    /// A released order that will take it.
    Released(SupplyOrderId),
    /// An item that it goes into, by its position.
    Parent(usize),
}

/// A part of the need of a period.
#[derive(Clone, PartialEq, Debug)]
pub struct Need {
    pub of: NeedOf,
    pub label: String,
    pub quantity: f64,
}

impl Materials {
    /// The need of an item in a period by who asks for it, the largest first within each kind.
    pub fn needs(&self, workspace: &Workspace, at: usize, period: usize) -> Vec<Need> {
        let Some(item) = self.items.get(at) else { return Vec::new() };
        let mut needs: Vec<Need> = Vec::new();
        for order in workspace.orders.values().filter(|order| order.item == Some(item.id) && order.status == OrderStatus::Open) {
            let due = order.due.map(|due| self.starts.partition_point(|start| *start <= due).saturating_sub(1));
            if due == Some(period) && order.quantity > 0.0 {
                let label = workspace.label(TableName::Order, order.id.raw());
                needs.push(Need { of: NeedOf::Order(order.id), label, quantity: order.quantity });
            }
        }
        let forecast = item.asked.forecast.get(period).copied().unwrap_or(0.0);
        if forecast > 0.0 {
            needs.push(Need { of: NeedOf::Forecast, label: "Forecast, not yet ordered".to_owned(), quantity: forecast });
        }
        for (supply, _, quantity) in item.taken.iter().filter(|(_, when, _)| *when == period) {
            let label = workspace.label(TableName::SupplyOrder, supply.raw());
            needs.push(Need { of: NeedOf::Released(*supply), label, quantity: *quantity });
        }
        for (parent, netted) in self.netted.iter().enumerate() {
            let per_unit: f64 = netted.components.iter().filter(|part| part.item == at).map(|part| part.quantity).sum();
            let released = self.netting.items.get(parent).and_then(|record| record.planned_releases.get(period)).copied().unwrap_or(0.0);
            if per_unit * released > 0.0 && parent != at {
                needs.push(Need { of: NeedOf::Parent(parent), label: format!("For {}", self.name(parent)), quantity: per_unit * released });
            }
        }
        crate::model::sort_with(&mut needs, |a, b| rank(a).cmp(&rank(b)).then(b.quantity.total_cmp(&a.quantity)));
        needs
    }
}

fn rank(need: &Need) -> u8 {
    match need.of {
        NeedOf::Order(_) => 0,
        NeedOf::Forecast => 1,
        NeedOf::Released(_) => 2,
        NeedOf::Parent(_) => 3,
    }
}
