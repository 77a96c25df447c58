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
    for &task in net.sweep.iter().rev() {
        for edge in net.after.of(task) {
            keys[task as usize] = keys[task as usize].min(keys[edge.other as usize]);
        }
    }
    // What is equal keeps the order in which each comes after what it waits for.
    let mut list = net.order.clone();
    sort_by(&mut list, &keys);
    if let Some(priority) = priority {
        keys.iter_mut().zip(priority).for_each(|(key, class)| *key = i64::from(*class));
        sort_by(&mut list, &keys);
    }
    list
}

/// Sorts tasks by their keys, equal ones as they were: digit by digit from the last, for comparing tasks far apart in memory with each
/// other takes longer than everything else about an order.
fn sort_by(list: &mut Vec<u32>, keys: &[i64]) {
    let (Some(least), Some(most)) = (keys.iter().min(), keys.iter().max()) else { return };
    let range = most.wrapping_sub(*least) as u64;
    let mut sorted = vec![0; list.len()];
    for shift in (0..u64::BITS - range.leading_zeros()).step_by(8) {
        let digit = |task: u32| (keys[task as usize].wrapping_sub(*least) as u64 >> shift) as usize & 0xFF;
        let mut places = [0u32; 257];
        list.iter().for_each(|task| places[digit(*task) + 1] += 1);
        for at in 1..places.len() {
            places[at] += places[at - 1];
        }
        for &task in &*list {
            let place = &mut places[digit(task)];
            sorted[*place as usize] = task;
            *place += 1;
        }
        std::mem::swap(list, &mut sorted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_are_sorted_by_their_keys_and_equal_ones_stay_as_they_were() {
        let far = [i64::MIN, i64::MAX, 0, -1, 1 << 40];
        for count in [0, 1, 2, 7, 300] {
            for spread in [1, 3, 1000, 70_000] {
                let mut keys: Vec<i64> = (0..count).map(|at| (at * 7919 + 13) % spread - spread / 2).collect();
                let list: Vec<u32> = (0..count as u32).rev().collect();
                for far in std::iter::once(None).chain(far.map(Some)) {
                    keys.iter_mut().step_by(5).for_each(|key| *key = far.unwrap_or(*key));
                    let (mut ours, mut theirs) = (list.clone(), list.clone());
                    sort_by(&mut ours, &keys);
                    theirs.sort_by_key(|task| keys[*task as usize]);
                    assert_eq!(ours, theirs, "{keys:?}");
                }
            }
        }
    }
}
