//! Commands of the demand phase: what becomes of orders.
//!
//! Orders are added, changed and removed by the commands of any table.

use super::build::{Edits, free_name, must_have, name, some};
use crate::document::refusal::Refusal;
use crate::document::{Edit, IdSource};
use crate::model::text::number_text;
use crate::model::{Order, OrderId, OrderStatus, RecordId, TableName, Workspace};
use serde::{Deserialize, Serialize};

/// A change of orders that is more than a field.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum DemandCommand {
    /// Opens, closes or cancels orders, or says that they are only asked for.
    SetStatus { orders: Vec<OrderId>, status: OrderStatus },
    /// Makes a second order of a part of an order's quantity, so that the parts can be delivered apart.
    Split { order: OrderId, quantity: f64 },
}

impl DemandCommand {
    pub(super) fn name(&self, workspace: &Workspace) -> String {
        match self {
            DemandCommand::SetStatus { orders, status } => {
                format!("Set {} to {}", some::<Order>(workspace, orders), status.label().to_lowercase())
            }
            DemandCommand::Split { order, .. } => format!("Split order {}", name::<Order>(workspace, *order)),
        }
    }

    pub(super) fn check(&self, workspace: &Workspace) -> Result<(), Refusal> {
        match self {
            DemandCommand::SetStatus { orders, .. } => orders.iter().try_for_each(|order| must_have::<Order>(workspace, *order)),
            DemandCommand::Split { order, quantity } => {
                must_have::<Order>(workspace, *order)?;
                let whole = workspace.orders.get(order).map_or(0.0, |order| order.quantity);
                if *quantity > 0.0 && *quantity < whole {
                    return Ok(());
                }
                let refusal = Refusal::new(
                    format!("{} cannot be taken out of {}.", number_text(*quantity), number_text(whole)),
                    format!("Enter a quantity above 0 and below {}.", number_text(whole)),
                );
                let field = TableName::Order.field("quantity").unwrap_or_default();
                Err(refusal.at(TableName::Order, order.raw(), field))
            }
        }
    }

    pub(super) fn edits(&self, workspace: &Workspace, ids: &mut IdSource) -> Vec<Edit> {
        let mut edits = Edits::default();
        match self {
            DemandCommand::SetStatus { orders, status } => orders.iter().for_each(|order| edits.set::<Order>(*order, "status", status)),
            DemandCommand::Split { order, quantity } => {
                if let Some(whole) = workspace.orders.get(order) {
                    let name = free_name::<Order>(workspace, &whole.name);
                    edits.set::<Order>(*order, "quantity", &(whole.quantity - quantity));
                    edits.add(&Order { id: OrderId::from_raw(ids.next()), name, quantity: *quantity, ..whole.clone() });
                }
            }
        }
        edits.0
    }
}
