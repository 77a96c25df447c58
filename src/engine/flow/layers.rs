//! Columns and rows of a layered drawing: longest paths give the columns, barycentres the order within them.
//!
//! After Sugiyama, Tagawa and Toda (1981), with lanes as fixed bands: a node never leaves its lane, so crossings are reduced
//! within each lane of each column. Never knows lengths in pixels.

use crate::model::sort_with;

/// A node or a bend of a long edge in the layered graph.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Cell {
    /// The node, or none for a bend.
    pub node: Option<usize>,
    pub column: usize,
    pub lane: usize,
    /// Its place within its lane and column.
    pub row: usize,
}

/// The layered graph: cells, and each edge as the cells it runs through.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Layers {
    pub cells: Vec<Cell>,
    /// Cells of each edge from its start to its end; an edge against the flow runs from its end to its start.
    pub paths: Vec<Vec<usize>>,
    /// Edges that run against the flow, because the graph has a circle.
    pub backward: Vec<bool>,
    /// Rows each lane needs.
    pub rows: Vec<usize>,
    pub columns: usize,
}

/// Sweeps of the crossing reduction.
const SWEEPS: usize = 8;

/// Layers `count` nodes with the given lanes and edges.
pub fn layer(lanes: &[usize], lane_count: usize, edges: &[(usize, usize)]) -> Layers {
    let backward = backward_edges(lanes.len(), edges);
    let directed: Vec<(usize, usize)> =
        edges.iter().zip(&backward).map(|(&(from, to), backward)| if *backward { (to, from) } else { (from, to) }).collect();
    let columns = longest_paths(lanes.len(), &directed);
    let mut layers = Layers { columns: columns.iter().max().map_or(0, |last| last + 1), backward, ..Layers::default() };
    layers.cells = (0..lanes.len()).map(|node| Cell { node: Some(node), column: columns[node], lane: lanes[node], row: 0 }).collect();
    for &(from, to) in &directed {
        let mut path = vec![from];
        for column in columns[from] + 1..columns[to] {
            layers.cells.push(Cell { node: None, column, lane: lanes[to], row: 0 });
            path.push(layers.cells.len() - 1);
        }
        path.push(to);
        layers.paths.push(path);
    }
    order_rows(&mut layers, lane_count);
    layers
}

/// Edges that close a circle, found by walking down from the nodes in their order.
fn backward_edges(count: usize, edges: &[(usize, usize)]) -> Vec<bool> {
    let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (edge, (from, _)) in edges.iter().enumerate() {
        leaving[*from].push(edge);
    }
    let mut backward = vec![false; edges.len()];
    // 0 not seen, 1 on the way down, 2 done.
    let mut state = vec![0u8; count];
    for root in 0..count {
        let mut way: Vec<(usize, usize)> = Vec::new();
        if state[root] == 0 {
            state[root] = 1;
            way.push((root, 0));
        }
        while let Some((node, next)) = way.pop() {
            let Some(&edge) = leaving[node].get(next) else {
                state[node] = 2;
                continue;
            };
            way.push((node, next + 1));
            let to = edges[edge].1;
            match state[to] {
                0 => {
                    state[to] = 1;
                    way.push((to, 0));
                }
                1 => backward[edge] = true,
                _ => {}
            }
        }
    }
    backward
}

/// The length of the longest path to each node of an acyclic graph; sources are then moved next to what follows them.
fn longest_paths(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut entering = vec![0usize; count];
    for (from, to) in edges {
        leaving[*from].push(*to);
        entering[*to] += 1;
    }
    let sources: Vec<usize> = (0..count).filter(|node| entering[*node] == 0).collect();
    let mut column = vec![0usize; count];
    let mut ready = sources.clone();
    while let Some(node) = ready.pop() {
        for &to in &leaving[node] {
            column[to] = column[to].max(column[node] + 1);
            entering[to] -= 1;
            if entering[to] == 0 {
                ready.push(to);
            }
        }
    }
    for node in sources {
        if let Some(next) = leaving[node].iter().map(|to| column[*to]).min() {
            column[node] = next.saturating_sub(1);
        }
    }
    column
}

fn order_rows(layers: &mut Layers, lane_count: usize) {
    let count = layers.cells.len();
    let (mut before, mut after): (Vec<Vec<usize>>, Vec<Vec<usize>>) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    for path in &layers.paths {
        for pair in path.windows(2) {
            after[pair[0]].push(pair[1]);
            before[pair[1]].push(pair[0]);
        }
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); layers.columns * lane_count];
    for (at, cell) in layers.cells.iter().enumerate() {
        groups[cell.column * lane_count + cell.lane].push(at);
    }
    let number = |layers: &mut Layers, groups: &[Vec<usize>]| {
        for group in groups {
            group.iter().enumerate().for_each(|(row, at)| layers.cells[*at].row = row);
        }
    };
    number(layers, &groups);
    let mut best = (crossings(layers), layers.cells.clone());
    for sweep in 0..SWEEPS {
        let forward = sweep % 2 == 0;
        let columns: Vec<usize> = if forward { (0..layers.columns).collect() } else { (0..layers.columns).rev().collect() };
        for column in columns {
            for lane in 0..lane_count {
                let group = &mut groups[column * lane_count + lane];
                let neighbours = if forward { &before } else { &after };
                let key = |at: &usize| barycentre(layers, &neighbours[*at]).unwrap_or_else(|| height(&layers.cells[*at]));
                let mut keyed: Vec<(f64, usize, usize)> = group.iter().enumerate().map(|(row, at)| (key(at), row, *at)).collect();
                sort_with(&mut keyed, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                *group = keyed.into_iter().map(|(.., at)| at).collect();
                let sorted = group.clone();
                sorted.iter().enumerate().for_each(|(row, at)| layers.cells[*at].row = row);
            }
        }
        let found = crossings(layers);
        if found < best.0 {
            best = (found, layers.cells.clone());
        }
    }
    layers.cells = best.1;
    layers.rows = vec![1; lane_count];
    for cell in &layers.cells {
        layers.rows[cell.lane] = layers.rows[cell.lane].max(cell.row + 1);
    }
}

/// A cell's height over all lanes: a lane counts as much as any number of rows.
fn height(cell: &Cell) -> f64 {
    cell.lane as f64 * 1_000.0 + cell.row as f64
}

fn barycentre(layers: &Layers, neighbours: &[usize]) -> Option<f64> {
    let sum: f64 = neighbours.iter().map(|at| height(&layers.cells[*at])).sum();
    (!neighbours.is_empty()).then(|| sum / neighbours.len() as f64)
}

/// Pairs of edge pieces that cross between neighbouring columns.
pub fn crossings(layers: &Layers) -> usize {
    let mut pieces: Vec<Vec<(f64, f64)>> = vec![Vec::new(); layers.columns];
    for path in &layers.paths {
        for pair in path.windows(2) {
            let (from, to) = (&layers.cells[pair[0]], &layers.cells[pair[1]]);
            pieces[from.column].push((height(from), height(to)));
        }
    }
    let crossed = |a: &(f64, f64), b: &(f64, f64)| (a.0 - b.0) * (a.1 - b.1) < 0.0;
    pieces
        .iter()
        .map(|pieces| {
            (0..pieces.len()).map(|at| pieces[at + 1..].iter().filter(|other| crossed(&pieces[at], other)).count()).sum::<usize>()
        })
        .sum()
}
