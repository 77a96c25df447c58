//! Lists of tasks: sorted and compared, as the walk does thousands of times a second.

use crate::model::sort_places;
use std::ops::Range;

/// Sorts a list by a key of each task; those of equal keys keep their order.
pub(super) fn by_key(list: &mut [u32], key: &[u32]) {
    sort_places(list, &|a, b| key[a as usize].cmp(&key[b as usize]));
}

/// Sorts a list by the tasks' times; those of equal times keep their order.
pub(super) fn by_time(list: &mut Vec<u32>, spare: &mut Vec<u32>, counts: &mut Vec<u32>, time: &[u32]) {
    let Some(most) = list.iter().map(|task| time[*task as usize] as usize).max() else { return };
    if most > 4 * list.len() + 1024 {
        by_key(list, time);
        return;
    }
    // Few different times: counting is quickest.
    if counts.len() < most + 2 {
        counts.resize(most + 2, 0);
    }
    let counts = &mut counts[..most + 2];
    counts.fill(0);
    for task in list.iter() {
        counts[time[*task as usize] as usize + 1] += 1;
    }
    let mut sum = 0;
    for count in counts.iter_mut() {
        sum += *count;
        *count = sum;
    }
    spare.clear();
    spare.resize(list.len(), 0);
    for task in list.iter() {
        let place = &mut counts[time[*task as usize] as usize];
        spare[*place as usize] = *task;
        *place += 1;
    }
    std::mem::swap(list, spare);
}

/// The places at which two lists of the same tasks may differ, which they do nowhere else than `within`.
pub(super) fn changed(before: &[u32], now: &[u32], within: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = within;
    while start < end && before[start] == now[start] {
        start += 1;
    }
    while start < end && before[end - 1] == now[end - 1] {
        end -= 1;
    }
    start..end
}
