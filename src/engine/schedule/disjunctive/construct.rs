//! Starting solutions: non-delay schedules by the longest work behind a task, a little different every time.
//!
//! Never looks far: the searches do.

use super::super::random::Random;
use super::selection::Plan;
use super::shop::{NONE, Shop};

/// So many of the ready tasks are compared at most.
const COMPARED: usize = 128;

/// A schedule in which no machine waits while one of its tasks is ready. `noise` is the share by which urgency may be misjudged.
pub(crate) fn non_delay(shop: &Shop, random: &mut Random, noise: f64) -> Plan {
    let count = shop.tasks();
    let urgency = urgencies(shop, random, noise);
    let mut waits: Vec<usize> = (0..count).map(|task| shop.before(task as u32).len()).collect();
    let mut ready: Vec<u32> = (0..count as u32).filter(|task| waits[*task as usize] == 0).collect();
    let mut free = vec![0i32; shop.machines];
    let mut head = shop.release.clone();
    let mut plan = Plan { order: Vec::with_capacity(count), choice: vec![NONE; count], span: i32::MAX };
    while !ready.is_empty() {
        let mut best: Option<(i32, i64, usize, u32)> = None;
        for (at, &task) in ready.iter().enumerate().take(COMPARED) {
            let from = |index: u32| match shop.choice(index).machine {
                NONE => head[task as usize],
                machine => head[task as usize].max(free[machine as usize]),
            };
            let Some(choice) = shop.choices_of(task).min_by_key(|index| from(*index) + shop.choice(*index).length) else { continue };
            let key = (from(choice), -urgency[task as usize], at, choice);
            if best.is_none_or(|best| key < best) {
                best = Some(key);
            }
        }
        let Some((start, _, at, choice)) = best else { break };
        let task = ready.swap_remove(at);
        let end = start + shop.choice(choice).length;
        plan.order.push(task);
        plan.choice[task as usize] = choice;
        if let Some(free) = free.get_mut(shop.choice(choice).machine as usize) {
            *free = end;
        }
        for arc in shop.after(task) {
            let other = arc.other as usize;
            head[other] = head[other].max(end + arc.lag);
            waits[other] -= 1;
            if waits[other] == 0 {
                ready.push(arc.other);
            }
        }
    }
    plan
}

/// The longest work from each task's start to the end that counts, misjudged by chance.
fn urgencies(shop: &Shop, random: &mut Random, noise: f64) -> Vec<i64> {
    let mut tails = vec![0i64; shop.tasks()];
    for &task in shop.order.iter().rev() {
        let index = task as usize;
        let shortest = shop.choices_of(task).map(|index| shop.choice(index).length).min().unwrap_or(0);
        let behind = shop.after(task).iter().map(|arc| tails[arc.other as usize] + i64::from(arc.lag)).max();
        tails[index] = behind.unwrap_or(i64::MIN / 4).max(i64::from(shop.delivery[index])) + i64::from(shortest);
    }
    for tail in &mut tails {
        *tail += ((random.share() * 2.0 - 1.0) * noise * *tail as f64) as i64;
    }
    tails
}
