//! A hundred thousand facts: that sums by any dimension add up to the whole, and how long they take.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
#![allow(clippy::disallowed_methods, reason = "a test may look at the clock")]

use crate::support::*;
use linewright::engine::performance::*;
use std::time::Instant;

const HOUR: i64 = 3_600;

/// Five facts of each of 20,000 tasks on forty resources over a year, some of them at once.
fn year() -> Vec<Fact> {
    let mut random = fastrand::Rng::with_seed(7);
    let mut facts = Vec::new();
    for id in 1..=20_000_u64 {
        let begin = random.i64(0..360 * 24) * HOUR;
        let base = Fact {
            task: id,
            order: id.div_ceil(4),
            operation: random.u64(1..60),
            item: random.u64(1..200),
            customer: random.u64(1..50),
            resource: random.u64(1..=40),
            shift: random.u32(1..=3),
            ..fact(begin, Kind::Start)
        };
        let pause = Fact { time: begin + HOUR, kind: Kind::Pause, reason: random.u32(0..8), ..base };
        let count = Fact { time: begin + 3 * HOUR, kind: Kind::Count, good: 20.0, scrap: 1.0, ..base };
        let finish = Fact { time: begin + 5 * HOUR, kind: Kind::Finish, good: 10.0, rework: 1.0, ..base };
        facts.extend([base, pause, Fact { time: begin + 2 * HOUR, ..base }, count, finish]);
    }
    facts.sort_by_key(|fact| fact.time);
    facts
}

#[test]
fn a_year_adds_up_by_every_dimension_and_is_quick() {
    let facts = year();
    assert_eq!(facts.len(), 100_000);
    let week = 7 * 24 * HOUR;
    let periods: Vec<Period> = (0..52).map(|at| Period { start: at * week, end: (at + 1) * week }).collect();
    let orders: Vec<Order> = (1..=5_000)
        .map(|id| Order { id, item: 1, customer: 1, quantity: 10.0, released: Some(0), due: Some(id as i64 * HOUR), ..Order::default() })
        .collect();
    let resources: Vec<u64> = (1..=40).collect();
    // Two shifts a day.
    let open = |_: u64, _: Option<u32>, from: i64, to: i64| {
        let until = |time: i64| time.div_euclid(24 * HOUR) * 16 * HOUR + time.rem_euclid(24 * HOUR).min(16 * HOUR);
        (until(to) - until(from)) as f64
    };
    let whole = Input { orders: &orders, resources: &resources, open: &open, ..input(&facts, &periods, 52 * week) };
    let sum_of = |gathered: &Gathered, amount: Amount| -> f64 {
        let weeks = gathered.members().into_iter().flat_map(|member| [member; 52].into_iter().enumerate());
        weeks.filter_map(|(at, member)| gathered.sums(member, at)).map(|sums| sums.of(amount)).sum()
    };
    let begun = Instant::now();
    let gathered = gather(&whole);
    let figures = kpis()
        .flat_map(|kpi| (0..52).map(|at| gathered.figure(&whole, kpi, 0, at)).collect::<Vec<_>>())
        .filter(|figure| figure.value.is_some())
        .count();
    println!("100,000 facts, all figures of 52 weeks: {} ms, {figures} with a value", begun.elapsed().as_millis());
    for dimension in [Dimension::Item, Dimension::Customer, Dimension::Order, Dimension::Operation, Dimension::Resource, Dimension::Shift] {
        let by = Input { dimension, ..whole };
        let begun = Instant::now();
        let found = gather(&by);
        let members = found.members().len();
        println!("by {dimension:?}, {members} members: {} ms", begun.elapsed().as_millis());
        for amount in [Amount::Running, Amount::Overtime, Amount::Breakdown, Amount::Good, Amount::Scrap, Amount::InWorkSeconds] {
            let (sum, expected) = (sum_of(&found, amount), sum_of(&gathered, amount));
            assert!(expected > 0.0 && (sum / expected - 1.0).abs() < 1e-9, "{dimension:?} {amount:?}: {sum}, {expected}");
        }
    }
    // A resource never runs longer than the clock.
    let by = Input { dimension: Dimension::Resource, ..whole };
    let gathered = gather(&by);
    let weeks = gathered.members().into_iter().flat_map(|resource| [resource; 52].into_iter().enumerate());
    let running = weeks.filter_map(|(at, resource)| gathered.sums(resource, at)).map(|sums| sums.of(Amount::Running));
    let most = running.fold(0.0, f64::max);
    assert!(most > 0.0 && most <= week as f64);
}
