//! Where the texts of a map's lines stand: beside their line, never on a step or on another text.
//!
//! A text that finds no room is left out; whoever asks the line still hears it.

use super::layout::{MapEdge, MapLayout, Rect};
use crate::model::text::cut;

/// Width of a letter and height of a text in pixels, in the small face that lines have.
const LETTER: f64 = 6.2;
const HEIGHT: f64 = 14.0;
/// Between a text and its line.
const AIR: f64 = 5.0;
/// What the name of a lane may take of the lane's beginning: three lines.
const LANE_NAME: (f64, f64) = (120.0, 62.0);
/// The most letters of a text.
const MOST_LETTERS: usize = 18;

/// A text at its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Label {
    /// The text, cut where it is very long.
    pub text: String,
    pub rect: Rect,
}

/// Gives every text a place, lines one after the other.
pub(super) fn place_labels(layout: &mut MapLayout) {
    let mut taken: Vec<Rect> = layout.nodes.iter().map(|node| node.rect).collect();
    let names = layout.lanes.iter().map(|lane| Rect { width: LANE_NAME.0, height: lane.rect.height.min(LANE_NAME.1), ..lane.rect });
    taken.extend(names);
    for at in 0..layout.edges.len() {
        let Some(label) = label(&layout.edges[at], layout.width, &taken) else { continue };
        taken.push(label.rect);
        layout.edges[at].label = Some(label);
    }
}

fn label(edge: &MapEdge, map_width: f64, taken: &[Rect]) -> Option<Label> {
    if edge.text.is_empty() {
        return None;
    }
    let text = cut(&edge.text, MOST_LETTERS);
    let width = text.chars().count() as f64 * LETTER;
    // What goes along a line concerns the step it leads to, so the pieces before that come first.
    let places = edge.points.windows(2).rev().flat_map(|pair| beside(pair[0], pair[1], width));
    let is_free = |rect: &Rect| rect.x >= 0.0 && rect.x + rect.width <= map_width && !taken.iter().any(|other| other.overlaps(rect));
    places.into_iter().find(is_free).map(|rect| Label { text, rect })
}

/// The places for a text of this width beside a level or upright piece of a line.
fn beside(from: (f64, f64), to: (f64, f64), width: f64) -> Vec<Rect> {
    let at = |x: f64, y: f64| Rect { x, y, width, height: HEIGHT };
    if from.1 == to.1 {
        let (left, right) = (from.0.min(to.0), from.0.max(to.0));
        // Level pieces shorter than the text leave it to the others.
        if right - left < width + AIR {
            return Vec::new();
        }
        let (above, below) = (from.1 - HEIGHT - 1.0, from.1 + 2.0);
        let places = [right - AIR - width, left + AIR, (left + right - width) / 2.0];
        return places.into_iter().flat_map(|x| [at(x, above), at(x, below)]).collect();
    }
    let (top, bottom) = (from.1.min(to.1), from.1.max(to.1));
    let heights = [0.5, 0.25, 0.75, 0.1, 0.9].map(|share| top + (bottom - top) * share - HEIGHT / 2.0);
    heights.into_iter().flat_map(|y| [at(from.0 + AIR, y), at(from.0 - AIR - width, y)]).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::graph::{EdgeKind, FlowEdge, FlowGraph, FlowNode, NodeKind, NodeRecord};
    use super::super::layout::{Measures, lay_out};
    use super::*;
    use crate::model::{ItemId, RecordId};

    /// Many bought parts that go into a few steps, all of them named.
    fn assembly(parts: usize, steps: usize) -> FlowGraph {
        let node = |at: usize, lane: String| FlowNode {
            record: NodeRecord::Item(ItemId::from_raw(at as u64)),
            kind: NodeKind::Step,
            lane,
            title: at.to_string(),
            detail: String::new(),
        };
        let nodes = (0..parts).map(|at| node(at, "Stores".to_owned())).chain((0..steps).map(|at| node(parts + at, format!("Line {at}"))));
        let edge = |from: usize, to: usize| FlowEdge { from, to, kind: EdgeKind::Material, text: format!("{} × part {from}", to + 1) };
        let edges = (0..parts).map(|part| edge(part, parts + part % steps));
        let chain = (1..steps).map(|at| edge(parts + at - 1, parts + at));
        FlowGraph { nodes: nodes.collect(), edges: edges.chain(chain).collect() }
    }

    #[test]
    fn no_text_stands_on_a_step_or_on_another_text_and_most_find_room() {
        for (parts, steps) in [(1, 1), (4, 2), (12, 3), (30, 5)] {
            let map = lay_out(&assembly(parts, steps), &Measures::default());
            let labels: Vec<&Label> = map.edges.iter().filter_map(|edge| edge.label.as_ref()).collect();
            for (at, label) in labels.iter().enumerate() {
                assert!(map.nodes.iter().all(|node| !node.rect.overlaps(&label.rect)), "{} stands on a step", label.text);
                assert!(labels[at + 1..].iter().all(|other| !other.rect.overlaps(&label.rect)), "{} stands on a text", label.text);
                assert!(label.rect.x + label.rect.width <= map.width);
            }
            assert!(labels.len() * 10 >= map.edges.len() * 9, "{} of {} texts found room", labels.len(), map.edges.len());
        }
    }

    #[test]
    fn lines_without_texts_stay_narrow() {
        let mut graph = assembly(4, 2);
        let wide = lay_out(&graph, &Measures::default()).width;
        graph.edges.iter_mut().for_each(|edge| edge.text.clear());
        let map = lay_out(&graph, &Measures::default());
        assert!(map.width < wide && map.edges.iter().all(|edge| edge.label.is_none()));
    }
}
