//! From a graph to shapes: lanes as bands from top to bottom, steps from left to right, lines around the corners.
//!
//! Never chooses colours or fonts; lengths are in pixels at 100 %.

use super::graph::{EdgeKind, FlowGraph, NodeKind, NodeRecord};
use super::labels::{Label, place_labels};
use super::layers::{Layers, layer};
use crate::model::{sort_with, sort_with_key};
use std::collections::BTreeMap;

/// Lengths of a map in pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Measures {
    pub node_width: f64,
    pub node_height: f64,
    /// Between columns: where lines turn.
    pub gutter: f64,
    /// The same where lines carry texts.
    pub wide_gutter: f64,
    /// Between rows of a lane, and above the first and below the last.
    pub row_gap: f64,
    /// Width of the band with the lanes' names.
    pub header: f64,
}

impl Default for Measures {
    fn default() -> Measures {
        Measures { node_width: 164.0, node_height: 64.0, gutter: 48.0, wide_gutter: 124.0, row_gap: 20.0, header: 120.0 }
    }
}

/// A rectangle in pixels.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Rect {
    /// Whether some of the two is at the same place.
    pub fn overlaps(&self, other: &Rect) -> bool {
        self.x < other.x + other.width && other.x < self.x + self.width && self.y < other.y + other.height && other.y < self.y + self.height
    }
}

/// A swimlane.
#[derive(Clone, PartialEq, Debug)]
pub struct MapLane {
    pub text: String,
    pub rect: Rect,
}

/// A step on the map.
#[derive(Clone, PartialEq, Debug)]
pub struct MapNode {
    pub record: NodeRecord,
    pub kind: NodeKind,
    /// Position in [`MapLayout::lanes`].
    pub lane: usize,
    pub rect: Rect,
    pub title: String,
    pub detail: String,
}

/// A line on the map.
#[derive(Clone, PartialEq, Debug)]
pub struct MapEdge {
    /// Position in [`MapLayout::nodes`].
    pub from: usize,
    pub to: usize,
    pub kind: EdgeKind,
    /// What goes along it: `2 × panel`.
    pub text: String,
    /// Where the text stands, where there is room for it.
    pub label: Option<Label>,
    /// Corners from the start to the end; only level and upright pieces.
    pub points: Vec<(f64, f64)>,
    /// Whether work goes from one lane to another.
    pub is_handover: bool,
    /// Whether it runs against the flow, because the routing has a circle.
    pub is_backward: bool,
}

/// A Workflow Map, ready to be painted.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct MapLayout {
    pub lanes: Vec<MapLane>,
    pub nodes: Vec<MapNode>,
    pub edges: Vec<MapEdge>,
    pub width: f64,
    pub height: f64,
}

/// Lays out a graph; the same graph and measures give the same map.
pub fn lay_out(graph: &FlowGraph, measures: &Measures) -> MapLayout {
    if graph.nodes.is_empty() {
        return MapLayout::default();
    }
    let edges: Vec<(usize, usize)> = graph.edges.iter().map(|edge| (edge.from, edge.to)).collect();
    let (names, lane_of) = lanes(graph, &edges);
    let layers = layer(&lane_of, names.len(), &edges);
    let (lefts, gutters) = columns(graph, measures, &layers);
    let width = lefts.last().copied().unwrap_or_default();
    let mut painter = Painter { measures, layers: &layers, tops: Vec::new(), lefts, gutters };
    let mut layout = MapLayout { width, ..MapLayout::default() };
    let mut y = 0.0;
    for (lane, name) in names.into_iter().enumerate() {
        let height = layers.rows[lane] as f64 * (measures.node_height + measures.row_gap) + measures.row_gap;
        painter.tops.push(y);
        layout.lanes.push(MapLane { text: name, rect: Rect { x: 0.0, y, width: layout.width, height } });
        y += height;
    }
    layout.height = y;
    for (at, node) in graph.nodes.iter().enumerate() {
        let (rect, lane) = (painter.rect(at), lane_of[at]);
        layout.nodes.push(MapNode {
            record: node.record,
            kind: node.kind,
            lane,
            rect,
            title: node.title.clone(),
            detail: node.detail.clone(),
        });
    }
    let turns = painter.turns();
    for (at, edge) in graph.edges.iter().enumerate() {
        layout.edges.push(MapEdge {
            from: edge.from,
            to: edge.to,
            kind: edge.kind,
            text: edge.text.clone(),
            label: None,
            points: painter.line(at, &turns),
            is_handover: lane_of[edge.from] != lane_of[edge.to],
            is_backward: layers.backward[at],
        });
    }
    place_labels(&mut layout);
    layout
}

/// Lanes in the order in which work comes to them.
fn lanes(graph: &FlowGraph, edges: &[(usize, usize)]) -> (Vec<String>, Vec<usize>) {
    let single = layer(&vec![0; graph.nodes.len()], 1, edges);
    let mut firsts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (at, node) in graph.nodes.iter().enumerate() {
        let here = (single.cells[at].column, at);
        firsts.entry(&node.lane).and_modify(|first| *first = (*first).min(here)).or_insert(here);
    }
    let mut order: Vec<(&str, (usize, usize))> = firsts.into_iter().collect();
    sort_with_key(&mut order, |(_, first)| *first);
    let names: Vec<String> = order.iter().map(|(name, _)| (*name).to_owned()).collect();
    let lane_of = graph.nodes.iter().map(|node| order.iter().position(|(name, _)| *name == node.lane).unwrap_or(0)).collect();
    (names, lane_of)
}

/// Where each column begins, with the right end of the map behind them, and how wide the gutter behind each column is.
///
/// Only where a line with a text comes to its step is there room for the text.
fn columns(graph: &FlowGraph, measures: &Measures, layers: &Layers) -> (Vec<f64>, Vec<f64>) {
    let mut gutters = vec![measures.gutter; layers.columns];
    for (edge, path) in graph.edges.iter().zip(&layers.paths) {
        if let ([.., before, _], false) = (path.as_slice(), edge.text.is_empty()) {
            gutters[layers.cells[*before].column] = measures.wide_gutter;
        }
    }
    let mut lefts = vec![measures.header + measures.gutter / 2.0];
    for (at, gutter) in gutters.iter().enumerate() {
        let behind = if at + 1 == gutters.len() { gutter / 2.0 } else { *gutter };
        lefts.push(lefts[at] + measures.node_width + behind);
    }
    (lefts, gutters)
}

struct Painter<'a> {
    measures: &'a Measures,
    layers: &'a Layers,
    tops: Vec<f64>,
    /// Where each column begins.
    lefts: Vec<f64>,
    /// Width of the gutter behind each column.
    gutters: Vec<f64>,
}

impl Painter<'_> {
    fn rect(&self, cell: usize) -> Rect {
        let at = &self.layers.cells[cell];
        let step = self.measures.node_height + self.measures.row_gap;
        let y = self.tops[at.lane] + self.measures.row_gap + at.row as f64 * step;
        Rect { x: self.lefts[at.column], y, width: self.measures.node_width, height: self.measures.node_height }
    }

    fn middle(&self, cell: usize) -> f64 {
        let rect = self.rect(cell);
        rect.y + rect.height / 2.0
    }

    /// Where each piece of each edge turns: a track of its own in the gutter behind its column.
    fn turns(&self) -> BTreeMap<(usize, usize), f64> {
        let mut gutters: BTreeMap<usize, Vec<(f64, f64, usize, usize)>> = BTreeMap::new();
        for (edge, path) in self.layers.paths.iter().enumerate() {
            for (piece, pair) in path.windows(2).enumerate() {
                let (from, to) = (self.middle(pair[0]), self.middle(pair[1]));
                if from != to {
                    gutters.entry(self.layers.cells[pair[0]].column).or_default().push((from, to, edge, piece));
                }
            }
        }
        let mut turns = BTreeMap::new();
        for (column, mut pieces) in gutters {
            // Going down, the lower start turns first; going up, the upper one: so their level ends do not cross.
            sort_with(&mut pieces, |a, b| {
                let (down_a, down_b) = (a.1 > a.0, b.1 > b.0);
                down_a.cmp(&down_b).then(if down_a { b.0.total_cmp(&a.0) } else { a.0.total_cmp(&b.0) }).then((a.2, a.3).cmp(&(b.2, b.3)))
            });
            let start = self.lefts[column] + self.measures.node_width;
            let step = self.gutters[column] / (pieces.len() + 1) as f64;
            for (at, (.., edge, piece)) in pieces.into_iter().enumerate() {
                turns.insert((edge, piece), start + step * (at + 1) as f64);
            }
        }
        turns
    }

    fn line(&self, edge: usize, turns: &BTreeMap<(usize, usize), f64>) -> Vec<(f64, f64)> {
        let path = &self.layers.paths[edge];
        let (Some(&first), Some(&last)) = (path.first(), path.last()) else { return Vec::new() };
        let mut points = vec![(self.rect(first).x + self.measures.node_width, self.middle(first))];
        for (piece, pair) in path.windows(2).enumerate() {
            if let Some(x) = turns.get(&(edge, piece)) {
                points.extend([(*x, self.middle(pair[0])), (*x, self.middle(pair[1]))]);
            }
        }
        points.push((self.rect(last).x, self.middle(last)));
        if self.layers.backward[edge] {
            points.reverse();
        }
        points
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::graph::{FlowEdge, FlowNode};
    use super::*;
    use crate::model::{ItemId, RecordId};

    /// A graph of `steps` steps in `lanes` lanes, with pseudo-random edges forward.
    fn graph(steps: usize, lanes: usize, seed: u64) -> FlowGraph {
        let mut state = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below.max(1)
        };
        let record = |at: usize| NodeRecord::Item(ItemId::from_raw(at as u64));
        let nodes = (0..steps)
            .map(|at| FlowNode {
                record: record(at),
                kind: NodeKind::Step,
                lane: format!("lane {}", next(lanes)),
                title: at.to_string(),
                detail: String::new(),
            })
            .collect();
        let mut edges = Vec::new();
        for to in 1..steps {
            for _ in 0..1 + next(2) {
                edges.push(FlowEdge { from: next(to), to, kind: EdgeKind::Sequence, text: String::new() });
            }
        }
        FlowGraph { nodes, edges }
    }

    fn overlaps(a: &Rect, b: &Rect) -> bool {
        a.overlaps(b)
    }

    #[test]
    fn no_two_steps_overlap_and_each_lies_in_its_lane() {
        for seed in 0..40 {
            let graph = graph(5 + seed as usize, 1 + seed as usize % 6, seed);
            let map = lay_out(&graph, &Measures::default());
            for (at, node) in map.nodes.iter().enumerate() {
                assert!(map.nodes[at + 1..].iter().all(|other| !overlaps(&node.rect, &other.rect)), "seed {seed}");
                let lane = &map.lanes[node.lane];
                assert_eq!(lane.text, graph.nodes[at].lane);
                assert!(lane.rect.y < node.rect.y && node.rect.y + node.rect.height < lane.rect.y + lane.rect.height);
                assert!(node.rect.x >= Measures::default().header && node.rect.x + node.rect.width <= map.width);
            }
        }
    }

    #[test]
    fn lines_go_forward_around_corners_from_step_to_step() {
        for seed in 0..40 {
            let map = lay_out(&graph(30, 4, seed), &Measures::default());
            for edge in &map.edges {
                let (from, to) = (&map.nodes[edge.from].rect, &map.nodes[edge.to].rect);
                assert!(!edge.is_backward && from.x < to.x);
                assert_eq!(edge.points.first().map(|point| point.0), Some(from.x + from.width));
                assert_eq!(edge.points.last().map(|point| point.0), Some(to.x));
                assert!(edge.points.windows(2).all(|pair| pair[0].0 <= pair[1].0 && (pair[0].0 == pair[1].0 || pair[0].1 == pair[1].1)));
            }
        }
    }

    #[test]
    fn lines_pass_no_step_that_is_not_theirs() {
        for seed in 0..40 {
            let map = lay_out(&graph(25, 3, seed), &Measures::default());
            for edge in &map.edges {
                for pair in edge.points.windows(2) {
                    let line = Rect {
                        x: pair[0].0.min(pair[1].0),
                        y: pair[0].1.min(pair[1].1) - 0.1,
                        width: (pair[1].0 - pair[0].0).abs(),
                        height: (pair[1].1 - pair[0].1).abs() + 0.2,
                    };
                    let crossed =
                        map.nodes.iter().enumerate().find(|(at, node)| *at != edge.from && *at != edge.to && overlaps(&line, &node.rect));
                    assert!(crossed.is_none(), "seed {seed}: {edge:?} crosses {crossed:?}");
                }
            }
        }
    }

    #[test]
    fn a_circle_is_drawn_with_one_line_against_the_flow() {
        let mut graph = graph(6, 2, 1);
        graph.edges = (0..6).map(|at| FlowEdge { from: at, to: (at + 1) % 6, kind: EdgeKind::Dependency, text: String::new() }).collect();
        let map = lay_out(&graph, &Measures::default());
        assert_eq!(map.edges.iter().filter(|edge| edge.is_backward).count(), 1);
        let back = map.edges.iter().find(|edge| edge.is_backward).unwrap();
        assert!(back.points.first().unwrap().0 > back.points.last().unwrap().0);
    }

    #[test]
    fn the_same_graph_gives_the_same_map_and_sweeping_removes_crossings() {
        let graph = graph(50, 5, 7);
        assert_eq!(lay_out(&graph, &Measures::default()), lay_out(&graph, &Measures::default()));
        // Two pairs drawn crosswise: exchanged, nothing crosses.
        let crossed = layer(&[0, 0, 0, 0], 1, &[(0, 3), (1, 2)]);
        assert_eq!(super::super::layers::crossings(&crossed), 0);
    }
}
