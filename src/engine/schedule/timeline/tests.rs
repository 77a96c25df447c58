//! Pools and single resources against plain ones.
use super::*;
use crate::engine::calendar::{ONE, Profile};
use crate::engine::schedule::problem::{Mode, Problem, Requirement, Resource, Task};
use crate::engine::schedule::random::Random;
use crate::model::{Span, Time};

/// One resource of changing size, with a task of the given quantity so that its kind is known.
fn resource(quantity: Milli) -> Network {
    let steps = [(0, 3), (40, 0), (50, 2), (90, 3)].map(|(at, units)| (Time::clamped(at), units * ONE));
    let mode = Mode { work: Span::from_seconds(1), requirements: vec![Requirement { resource: 0, quantity }], cost: 0 };
    let problem = Problem {
        horizon_end: Time::MAX,
        profiles: vec![Profile::from_steps(0, steps)],
        resources: vec![Resource { size: Some(0), ..Resource::single() }],
        tasks: vec![Task { modes: vec![mode], ..Task::default() }],
        ..Problem::default()
    };
    Network::build(&problem, &mut Vec::new())
}

fn random_claims(seed: u64, quantities: &[Milli]) -> Vec<Claim> {
    let mut random = Random::new(seed);
    let mut number = |bound: u64| random.below(bound) as i64;
    let claim = |start: i64, length: i64, quantity: Milli| Claim {
        start,
        end: start + length,
        quantity,
        family: NONE,
        shortest: length,
        rests: true,
    };
    (0..25).map(|_| claim(number(100), 1 + number(30), quantities[number(quantities.len() as u64) as usize])).collect()
}

#[test]
fn a_pool_remembers_just_what_is_placed_and_forgets_what_is_taken_back() {
    let net = resource(ONE);
    let row = &net.resources[0];
    let size = |t: i64| net.shape(row.size).value(t);
    for seed in 0..50 {
        let claims = random_claims(seed, &[ONE, 2 * ONE, 3 * ONE]);
        let mut line = Line::new(row);
        claims.iter().for_each(|claim| line.add(&net, row, claim));
        let (kept, gone) = claims.split_at(10);
        gone.iter().for_each(|claim| line.remove(&net, row, claim));
        let counts = |claim: &Claim, t: i64| claim.start <= t && t < claim.end && claim.quantity <= size(t);
        let used = |t: i64| kept.iter().filter(|claim| counts(claim, t)).map(|claim| claim.quantity).sum::<Milli>();
        for asked in random_claims(seed + 1000, &[ONE, 2 * ONE, 3 * ONE]) {
            let short = (asked.start..asked.end).any(|t| asked.quantity <= size(t) && used(t) + asked.quantity > size(t));
            assert_eq!(line.room(&net, row, &asked) != Room::Free, short, "seed {seed}: {asked:?} beside {kept:?}");
        }
        kept.iter().for_each(|claim| line.remove(&net, row, claim));
        assert!(matches!(&line, Line::Pool(pool) if pool.steps.is_empty()), "seed {seed}: {line:?}");
    }
}

#[test]
fn a_crowded_pool_that_remembers_finds_the_room_that_one_without_memory_finds() {
    let net = resource(ONE);
    let row = &net.resources[0];
    let mut random = Random::new(11);
    let mut number = |bound: u64| random.below(bound) as i64;
    let mut claim = || {
        let (start, length, quantity) = (number(4_000), 1 + number(90), (1 + number(8) / 7) * ONE);
        Claim { start, end: start + length, quantity, family: NONE, shortest: length, rests: number(8) > 0 }
    };
    let (mut line, mut placed) = (Line::new(row), Vec::<Claim>::new());
    let mut later = 0;
    for turn in 0..400 {
        let asked = claim();
        let mut fresh = Line::new(row);
        placed.iter().for_each(|claim| fresh.add(&net, row, claim));
        let found = line.room(&net, row, &asked);
        assert_eq!(found, fresh.room(&net, row, &asked), "turn {turn}: {asked:?}");
        later += u32::from(found != Room::Free);
        if found == Room::Free {
            line.add(&net, row, &asked);
            placed.push(asked);
        }
        // Now and then one is taken back, and what was full no longer is.
        if turn % 50 == 49 {
            line.remove(&net, row, &placed.swap_remove(turn % placed.len()));
        }
    }
    assert!(later > 100 && placed.len() > 50, "{later} were put later, {} are placed", placed.len());
}

#[test]
fn a_single_resource_has_room_between_stretches_and_where_one_was_taken_back() {
    let net = resource(2 * ONE);
    let row = &net.resources[0];
    assert_eq!(row.line, LineKind::Single);
    let claim = |start: i64, end: i64| Claim { start, end, quantity: 2 * ONE, family: NONE, shortest: end - start, rests: true };
    let mut line = Line::new(row);
    for (start, end) in [(10, 20), (30, 40), (50, 60), (70, 80)] {
        line.add(&net, row, &claim(start, end));
    }
    // From 40 to 50 the resource is closed: nothing fits there anyway, and the stretches around are one.
    let stretches = [(10, 20, i64::MAX), (30, 60, 10), (70, 80, 10)].map(|(start, end, gap)| Stretch { start, end, gap });
    assert!(matches!(&line, Line::Single(busy) if **busy == stretches), "{line:?}");
    assert_eq!(line.room(&net, row, &claim(20, 30)), Room::Free);
    assert_eq!(line.room(&net, row, &claim(15, 26)), Room::StartFrom(80));
    assert_eq!(line.room(&net, row, &claim(15, 24)), Room::StartFrom(20));
    line.remove(&net, row, &claim(30, 40));
    assert_eq!(line.room(&net, row, &claim(25, 38)), Room::Free);
    line.clear();
    assert_eq!(line.room(&net, row, &claim(10, 80)), Room::Free);
}
