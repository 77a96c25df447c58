//! What moving a step into another lane of the map means.
//!
//! Never carries anything out: it gives the command, or why there is none.

use crate::app::derived::workflow::{MapLayout, NodeKind, NodeRecord};
use crate::app::{Lane, WorkflowCommand};
use crate::model::{OperationId, Workspace};

/// The name of the lane of steps that nobody answers for.
const ANYONE: &str = "Anyone";

/// The operation of a node that can be moved and connected.
pub fn step_at(map: &MapLayout, at: usize) -> Option<OperationId> {
    match map.nodes.get(at).map(|node| (node.kind, node.record)) {
        Some((NodeKind::Step, NodeRecord::Operation(operation))) => Some(operation),
        _ => None,
    }
}

/// The lane at a height of the map.
pub fn lane_at(map: &MapLayout, y: f64) -> Option<usize> {
    map.lanes.iter().position(|lane| y >= lane.rect.y && y < lane.rect.y + lane.rect.height)
}

/// The node at a point of the map.
pub fn node_at(map: &MapLayout, x: f64, y: f64) -> Option<usize> {
    map.nodes.iter().position(|node| {
        let rect = node.rect;
        x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height
    })
}

/// The command that moves a step into a lane; `None` where it is there already.
///
/// # Errors
/// The lane is one of buying or transport, or the node is no step: in a sentence.
pub fn lane_move(workspace: &Workspace, map: &MapLayout, at: usize, lane: usize) -> Result<Option<WorkflowCommand>, String> {
    let Some(operation) = step_at(map, at) else { return Err("Only steps can be moved into another lane.".to_owned()) };
    let (Some(node), Some(target)) = (map.nodes.get(at), map.lanes.get(lane)) else { return Ok(None) };
    if node.lane == lane {
        return Ok(None);
    }
    if !map.nodes.iter().any(|other| other.lane == lane && other.kind == NodeKind::Step) && target.text != ANYONE {
        return Err(format!("“{}” does no steps: its lane is for what is bought or moved.", target.text));
    }
    let has_role = workspace.operations.get(&operation).is_some_and(|operation| !operation.role.is_empty());
    let resource = workspace.resources.values().find(|resource| resource.name == target.text).filter(|_| !has_role);
    let lane = match resource {
        // Without a role the resource is the lane: another lane is another resource.
        Some(resource) => {
            let line = workspace.operation_resources.values().find(|line| line.operation == Some(operation));
            Lane::Resource { from: line.and_then(|line| line.resource), to: resource.id }
        }
        None if target.text == ANYONE => Lane::Role(String::new()),
        None => Lane::Role(target.text.clone()),
    };
    Ok(Some(WorkflowCommand::MoveToLane { operation, lane }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;
    use crate::app::derived::schedule::sample::dairy;
    use crate::app::derived::workflow::{MapTarget, Measures};
    use crate::engine::flow::workflow_map;

    #[test]
    fn a_step_goes_to_the_resource_or_the_role_whose_lane_it_is() {
        let mut workspace = dairy();
        let map = workflow_map(&workspace, MapTarget::Everything, &Measures::default());
        let at = (0..map.nodes.len()).find(|at| step_at(&map, *at).is_some()).unwrap();
        let other = map.nodes.iter().find(|node| node.kind == NodeKind::Step && node.lane != map.nodes[at].lane).unwrap().lane;
        let operation = step_at(&map, at).unwrap();
        assert_eq!(lane_move(&workspace, &map, at, map.nodes[at].lane), Ok(None));
        let moved = lane_move(&workspace, &map, at, other).unwrap().unwrap();
        assert!(
            matches!(moved, WorkflowCommand::MoveToLane { operation: of, lane: Lane::Resource { .. } } if of == operation),
            "{moved:?}"
        );
        let mut record = workspace.operations.get(&operation).unwrap().clone();
        record.role = "Planner".to_owned();
        workspace.operations.insert(operation, record);
        let moved = lane_move(&workspace, &map, at, other).unwrap().unwrap();
        assert_eq!(moved, WorkflowCommand::MoveToLane { operation, lane: Lane::Role(map.lanes[other].text.clone()) });
    }

    #[test]
    fn points_find_their_lane_and_node() {
        let map = workflow_map(&dairy(), MapTarget::Everything, &Measures::default());
        for (at, node) in map.nodes.iter().enumerate() {
            let (x, y) = (node.rect.x + node.rect.width / 2.0, node.rect.y + node.rect.height / 2.0);
            assert_eq!((node_at(&map, x, y), lane_at(&map, y)), (Some(at), Some(node.lane)));
        }
        assert_eq!((node_at(&map, -1.0, -1.0), lane_at(&map, -1.0)), (None, None));
    }
}
