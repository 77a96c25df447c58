//! The rows of a tree and which of them are in sight.
//!
//! A tree is given as a list in reading order, each row with its depth; so the same thing can stand in several places.

use crate::ui::widgets::table::CellValue;
use std::collections::BTreeSet;

/// One row of a tree.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct TreeNode {
    /// Names this place in the tree; a thing that stands in two places has two keys.
    pub key: u64,
    /// 0 for a root.
    pub depth: usize,
    /// The first column.
    pub label: String,
    /// The other columns.
    pub cells: Vec<CellValue>,
    /// Whether rows of greater depth follow it; kept by whoever builds the list.
    pub has_children: bool,
}

/// Places in `nodes` of the rows whose ancestors are all open.
pub fn visible(nodes: &[TreeNode], open: &BTreeSet<u64>) -> Vec<usize> {
    let mut shown = Vec::new();
    // Depth below which everything is hidden.
    let mut hidden_below = usize::MAX;
    for (place, node) in nodes.iter().enumerate() {
        if node.depth > hidden_below {
            continue;
        }
        hidden_below = if node.has_children && !open.contains(&node.key) { node.depth } else { usize::MAX };
        shown.push(place);
    }
    shown
}

/// Keys of the rows to open so that everything down to `depth` is in sight.
pub fn opened_to(nodes: &[TreeNode], depth: usize) -> BTreeSet<u64> {
    nodes.iter().filter(|node| node.has_children && node.depth < depth).map(|node| node.key).collect()
}

/// Place of the row that `place` hangs under.
pub fn parent_of(nodes: &[TreeNode], place: usize) -> Option<usize> {
    let depth = nodes.get(place)?.depth;
    (0..place).rev().find(|other| nodes.get(*other).is_some_and(|node| node.depth < depth))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Vec<TreeNode> {
        let node = |key, depth, has_children| TreeNode { key, depth, has_children, ..TreeNode::default() };
        vec![node(1, 0, true), node(2, 1, true), node(3, 2, false), node(4, 1, false), node(5, 0, true), node(6, 1, false)]
    }

    #[test]
    fn a_closed_row_hides_everything_below_it_even_open_rows() {
        assert_eq!(visible(&tree(), &BTreeSet::new()), vec![0, 4]);
        assert_eq!(visible(&tree(), &BTreeSet::from([2])), vec![0, 4]);
        assert_eq!(visible(&tree(), &BTreeSet::from([1])), vec![0, 1, 3, 4]);
        assert_eq!(visible(&tree(), &BTreeSet::from([1, 2, 5])), vec![0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn opening_to_a_depth_shows_that_depth() {
        assert_eq!(visible(&tree(), &opened_to(&tree(), 1)), vec![0, 1, 3, 4, 5]);
    }

    #[test]
    fn the_parent_is_the_nearest_row_above_with_less_depth() {
        assert_eq!(parent_of(&tree(), 2), Some(1));
        assert_eq!(parent_of(&tree(), 3), Some(0));
        assert_eq!(parent_of(&tree(), 4), None);
    }
}
