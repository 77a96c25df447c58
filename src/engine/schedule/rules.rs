//! Orders in which tasks are placed: the classical priority rules (Kolisch 1996), urgency handed on to predecessors.
//!
//! Never decides where a task goes, only when its turn is.

use super::network::Network;
use super::windows::Windows;

/// A priority rule; smaller keys come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// The latest start that keeps all dates behind.
    LatestStart,
    /// The latest end that keeps all dates behind.
    LatestEnd,
    /// All tasks of the earliest due order first, then the next order.
    OrderByOrder,
    /// Least time to spare.
    Slack,
    /// Longest work behind.
    LongestTail,
    /// Shortest order for its weight.
    ShortestOrder,
    /// Most work in the task and its direct successors.
    MostWork,
}

impl Rule {
    pub const ALL: [Rule; 7] =
        [Rule::LatestStart, Rule::OrderByOrder, Rule::LatestEnd, Rule::Slack, Rule::LongestTail, Rule::ShortestOrder, Rule::MostWork];

    /// The rule's key of every task.
    pub fn keys(self, net: &Network, windows: &Windows) -> Vec<i64> {
        let shortest = |task: usize| {
            let rows = net.modes_of(task as u32);
            rows.get(windows.shortest[task] as usize).map_or(0, |mode| mode.shortest)
        };
        let key = |task: usize| match self {
            Rule::LatestStart => windows.latest_start[task],
            Rule::LatestEnd => windows.latest_end[task],
            Rule::OrderByOrder => windows.due[task],
            Rule::Slack => windows.latest_start[task].saturating_sub(windows.earliest_start[task]),
            Rule::LongestTail => -windows.tail[task] - shortest(task),
            Rule::ShortestOrder => {
                let length = windows.earliest_end[task].saturating_add(windows.tail[task]).saturating_sub(net.earliest);
                length.max(0) / net.tasks[task].weight.max(1)
            }
            Rule::MostWork => {
                let behind = net.after.of(task as u32).iter().map(|edge| shortest(edge.other as usize));
                -behind.sum::<i64>() - shortest(task)
            }
        };
        (0..net.tasks.len()).map(key).collect()
    }
}

/// All tasks in the order of their keys, each after those it waits for; what waits for a task lends it its urgency.
///
/// With `priority`, more important priorities come first whatever the keys.
pub(super) fn list(net: &Network, mut keys: Vec<i64>, priority: Option<&[u32]>) -> Vec<u32> {
    for &task in net.order.iter().rev() {
        for edge in net.after.of(task) {
            keys[task as usize] = keys[task as usize].min(keys[edge.other as usize]);
        }
    }
    let class = |task: usize| priority.map_or(0, |priority| priority[task]);
    let mut sorted: Vec<(u32, i64, u32, u32)> =
        keys.iter().enumerate().map(|(task, key)| (class(task), *key, net.rank[task], task as u32)).collect();
    crate::model::sort_with_key(&mut sorted, |entry| *entry);
    sorted.into_iter().map(|entry| entry.3).collect()
}
