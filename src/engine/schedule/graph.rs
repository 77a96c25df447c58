//! An order of tasks in which each comes after all it waits for.
//!
//! Never gives up on circles: they are named, their inner links are dropped, and the rest goes on.

use super::finding::Finding;
use super::network::Edges;
use crate::model::sort_with_key;

/// Sorts the tasks; links inside circles are removed from both lists and the circles reported.
pub(super) fn sort(before: &mut Edges, after: &mut Edges, findings: &mut Vec<Finding>) -> Vec<u32> {
    let order = kahn(before, after, false);
    let count = before.starts.len() - 1;
    if order.len() == count {
        return order;
    }
    let circle = circles(after);
    let mut members: Vec<(u32, u32)> = (0..count as u32).map(|task| (circle[task as usize], task)).collect();
    sort_with_key(&mut members, |member| *member);
    for group in members.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        findings.push(Finding::Cycle { tasks: group.iter().map(|member| member.1).collect() });
    }
    for edges in [&mut *before, &mut *after] {
        *edges = without_inner(edges, &circle);
    }
    kahn(before, after, false)
}

/// Tasks in order, as far as they are not part of or behind a circle. Of those free at once the first in number comes first; `onwards`, the
/// last to become free does, so that what follows comes right behind as far as it goes.
pub(super) fn kahn(before: &Edges, after: &Edges, onwards: bool) -> Vec<u32> {
    let count = before.starts.len() - 1;
    let mut waiting: Vec<u32> = before.starts.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let mut free: Vec<u32> = (0..count as u32).filter(|task| waiting[*task as usize] == 0).collect();
    if onwards {
        free.reverse();
    }
    let mut order = Vec::with_capacity(count);
    while let Some(task) = if onwards { free.pop() } else { free.get(order.len()).copied() } {
        order.push(task);
        for edge in after.of(task) {
            let left = &mut waiting[edge.other as usize];
            *left -= 1;
            if *left == 0 {
                free.push(edge.other);
            }
        }
    }
    order
}

fn without_inner(edges: &Edges, circle: &[u32]) -> Edges {
    let mut kept = Edges { starts: vec![0], edges: Vec::with_capacity(edges.edges.len()) };
    for task in 0..circle.len() as u32 {
        kept.edges.extend(edges.of(task).iter().filter(|edge| circle[edge.other as usize] != circle[task as usize]));
        kept.starts.push(kept.edges.len() as u32);
    }
    kept
}

/// Number of the strongly connected group of each task (Tarjan 1972, without recursion).
fn circles(after: &Edges) -> Vec<u32> {
    const UNSEEN: u32 = u32::MAX;
    let count = after.starts.len() - 1;
    let (mut seen, mut low, mut group) = (vec![UNSEEN; count], vec![0; count], vec![UNSEEN; count]);
    let (mut open, mut path): (Vec<u32>, Vec<(u32, usize)>) = (Vec::new(), Vec::new());
    let (mut clock, mut groups) = (0, 0);
    for root in 0..count as u32 {
        if seen[root as usize] != UNSEEN {
            continue;
        }
        path.push((root, 0));
        while let Some((task, edge)) = path.pop() {
            let t = task as usize;
            if edge == 0 {
                (seen[t], low[t]) = (clock, clock);
                clock += 1;
                open.push(task);
            }
            if let Some(next) = after.of(task).get(edge) {
                path.push((task, edge + 1));
                let n = next.other as usize;
                if seen[n] == UNSEEN {
                    path.push((next.other, 0));
                } else if group[n] == UNSEEN {
                    low[t] = low[t].min(seen[n]);
                }
                continue;
            }
            if low[t] == seen[t] {
                while let Some(member) = open.pop() {
                    group[member as usize] = groups;
                    if member == task {
                        break;
                    }
                }
                groups += 1;
            }
            if let Some((parent, _)) = path.last() {
                low[*parent as usize] = low[*parent as usize].min(low[t]);
            }
        }
    }
    group
}
