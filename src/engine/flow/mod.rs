//! The Workflow Map and the bill of materials as shapes: who does which step, what goes from hand to hand, what is made of what.
//!
//! Pure functions from the workspace to lanes, rectangles and lines; whoever paints adds colours, never positions. Never
//! changes a routing.

mod bom;
mod graph;
mod labels;
mod layers;
mod layout;

pub use bom::{BomNode, bom_tree, parts};
pub use graph::{EdgeKind, FlowEdge, FlowGraph, FlowNode, MapTarget, NodeKind, NodeRecord, flow_graph};
pub use labels::Label;
pub use layout::{MapEdge, MapLane, MapLayout, MapNode, Measures, Rect, lay_out};

use crate::model::Workspace;

/// The Workflow Map of an item, an operation or everything.
pub fn workflow_map(workspace: &Workspace, target: MapTarget, measures: &Measures) -> MapLayout {
    lay_out(&flow_graph(workspace, target), measures)
}
