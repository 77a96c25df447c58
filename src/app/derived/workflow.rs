//! The Workflow Map and the bill of materials, as they follow from operations, materials and requirements.
//!
//! Reads only; the Workflow phase shows it.

use crate::app::Session;
use crate::engine::flow::{bom_tree, workflow_map};
use crate::model::{ItemId, TableName, Workspace};

pub use crate::engine::flow::{BomNode, EdgeKind, Label, MapEdge, MapLane, MapLayout, MapNode, MapTarget, Measures, NodeKind, NodeRecord};

/// Tables on which map and bill of materials depend.
const TABLES: &[TableName] = &[
    TableName::Item,
    TableName::Operation,
    TableName::OperationMaterial,
    TableName::OperationResource,
    TableName::OperationDependency,
    TableName::ItemSupplier,
    TableName::ItemDistribution,
    TableName::Supplier,
    TableName::Resource,
    TableName::Location,
    TableName::Order,
];

/// The bill of materials of the item that `choose` picks; tracked.
pub fn bom_of(session: Session, choose: impl FnOnce(&Workspace) -> Option<ItemId>) -> Vec<BomNode> {
    session.watch(TABLES, |workspace| choose(workspace).map(|item| bom_tree(workspace, item)).unwrap_or_default())
}

/// The map of everything that leads to the item that `choose` picks; tracked.
pub fn map_of(session: Session, choose: impl FnOnce(&Workspace) -> Option<ItemId>) -> MapLayout {
    session.watch(TABLES, |workspace| {
        choose(workspace).map(|item| workflow_map(workspace, MapTarget::Item(item), &Measures::default())).unwrap_or_default()
    })
}
