//! Circles in a graph of records, each found once and told by the line that closes it.

use std::collections::HashMap;
use std::hash::Hash;

/// From one thing to another, on the word of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge<N, L> {
    pub from: N,
    pub to: N,
    pub line: L,
}

/// The circles of a graph, as the edges along each; an edge that closed a circle closes no second one. Linear time.
pub(super) fn circles<N: Copy + Eq + Hash, L: Copy>(edges: &[Edge<N, L>]) -> Vec<Vec<Edge<N, L>>> {
    let mut outgoing: HashMap<N, Vec<&Edge<N, L>>> = HashMap::new();
    for edge in edges {
        outgoing.entry(edge.from).or_default().push(edge);
    }
    let mut on_path: HashMap<N, usize> = HashMap::new();
    let mut done: HashMap<N, ()> = HashMap::new();
    let mut found = Vec::new();
    for edge in edges {
        if done.contains_key(&edge.from) {
            continue;
        }
        // The path walked so far: nodes with how many of their edges were taken, and the edges between them.
        let mut stack: Vec<(N, usize)> = vec![(edge.from, 0)];
        let mut path: Vec<Edge<N, L>> = Vec::new();
        on_path.insert(edge.from, 0);
        while let Some((node, taken)) = stack.last_mut() {
            let next = outgoing.get(node).and_then(|edges| edges.get(*taken)).copied();
            *taken += 1;
            match next {
                None => {
                    on_path.remove(node);
                    done.insert(*node, ());
                    stack.pop();
                    path.pop();
                }
                Some(next) => {
                    if let Some(at) = on_path.get(&next.to) {
                        let mut circle: Vec<Edge<N, L>> = path.get(*at..).unwrap_or_default().to_vec();
                        circle.push(*next);
                        found.push(circle);
                    } else if !done.contains_key(&next.to) {
                        on_path.insert(next.to, stack.len());
                        stack.push((next.to, 0));
                        path.push(*next);
                    }
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(edges: &[(u32, u32)]) -> Vec<Vec<(u32, u32)>> {
        let edges: Vec<Edge<u32, ()>> = edges.iter().map(|(from, to)| Edge { from: *from, to: *to, line: () }).collect();
        circles(&edges).iter().map(|circle| circle.iter().map(|edge| (edge.from, edge.to)).collect()).collect()
    }

    #[test]
    fn circles_are_found_and_trees_are_none() {
        assert!(found(&[(1, 2), (1, 3), (2, 4), (3, 4)]).is_empty());
        assert_eq!(found(&[(1, 1)]), [[(1, 1)]]);
        assert_eq!(found(&[(0, 1), (1, 2), (2, 3), (3, 1), (2, 4)]), [[(1, 2), (2, 3), (3, 1)]]);
        assert_eq!(found(&[(1, 2), (2, 1), (3, 4), (4, 3)]).len(), 2);
    }

    #[test]
    fn long_chains_are_walked_without_recursion() {
        let mut edges: Vec<(u32, u32)> = (0..200_000).map(|at| (at, at + 1)).collect();
        assert!(found(&edges).is_empty());
        edges.push((200_000, 0));
        assert_eq!(found(&edges).len(), 1);
    }
}
