//! Plans that cannot be: what is named contradicts itself and nothing in it can be left out, and the least change is enough and needed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::reference::assert_close;
use linewright::engine::aggregate::*;

fn solve(request: &Request) -> Outcome {
    plan(request, &|| true, &mut |_| {})
}

fn is_possible(request: &Request) -> bool {
    match solve(request).status {
        Status::Optimal | Status::WithinGap => true,
        Status::Impossible => false,
        other => panic!("{other:?}"),
    }
}

/// An item that takes an hour a unit on one resource.
fn item(resource: usize, demand: &[f64]) -> Item {
    Item { demand: demand.to_vec(), hours: vec![HoursPerUnit { resource, hours: 1.0 }], holding_cost: 1.0.into(), ..Item::default() }
}

fn resource(regular_hours: f64) -> Resource {
    Resource { regular_hours: regular_hours.into(), ..Resource::default() }
}

fn request(periods: usize, items: Vec<Item>, resources: Vec<Resource>) -> Request {
    Request { problem: Problem { periods, items, resources }, ..Request::default() }
}

#[test]
fn two_bottlenecks_are_two_contradictions_and_one_change_mends_both() {
    // Fifty units on forty hours in the first period, and a hundred on two times thirty until the second.
    let request = request(2, vec![item(0, &[50.0, 0.0]), item(1, &[40.0, 60.0])], vec![resource(40.0), resource(30.0)]);
    let found = solve(&request).contradiction.unwrap();
    let hours = |resource, period| Limit::RegularHours { resource, period };
    let demand = |item, period| Limit::Demand { item, period };
    let mut all: Vec<Vec<Limit>> = std::iter::once(found.limits.clone()).chain(found.further.clone()).collect();
    all.sort();
    assert!(found.is_all);
    // On the second resource the first period's demand is too much by itself; with its hours let go the second period's can be made in it.
    assert_eq!(all, [vec![demand(0, 0), hours(0, 0)], vec![demand(1, 0), hours(1, 0)]]);
    let more_hours = found.least_changes.iter().find(|change| change.kinds == [Relief::MoreRegularHours]).unwrap();
    assert_eq!((more_hours.total, more_hours.is_least), (10.0 + 40.0, true));
    assert!(more_hours.changes.contains(&Change { limit: hours(0, 0), by: 10.0 }), "{more_hours:?}");
}

#[test]
fn what_comes_anyway_is_asked_for_no_more() {
    // Fifty units on forty hours, and six that were released before: four hours are missing, or four units too many asked for.
    let mut chairs = item(0, &[20.0, 50.0]);
    chairs.receipts = vec![20.0, 6.0];
    chairs.most_stock = 0.0.into();
    let mut request = request(2, vec![chairs], vec![resource(40.0)]);
    let found = solve(&request).contradiction.unwrap();
    let of = |kind: Relief| found.least_changes.iter().find(|change| change.kinds == [kind]).unwrap();
    assert_close("hours", &[of(Relief::MoreRegularHours).total], &[4.0], 1e-9);
    assert_close("units", &[of(Relief::LessDemand).total], &[4.0], 1e-9);
    request.problem.items[0].receipts[1] = 10.0;
    assert!(is_possible(&request));
}

#[test]
fn a_store_that_is_too_small_says_how_much_larger_it_must_be() {
    let mut jam = item(0, &[10.0, 30.0]);
    jam.most_stock = 5.0.into();
    let request = request(2, vec![jam], vec![resource(20.0)]);
    let found = solve(&request).contradiction.unwrap();
    assert_eq!(
        found.limits,
        [Limit::Demand { item: 0, period: 1 }, Limit::RegularHours { resource: 0, period: 1 }, Limit::MostStock { item: 0, period: 0 },]
    );
    let room = found.least_changes.iter().find(|change| change.kinds == [Relief::MoreStock]).unwrap();
    assert_eq!((room.total, &room.changes[0]), (5.0, &Change { limit: Limit::MostStock { item: 0, period: 0 }, by: 5.0 }));
}

/// One item on a resource of people who work forty hours each.
fn with_workers(demand: &[f64], most: f64) -> Request {
    let workforce = Workforce { opening: 2.0, hours_per_worker: 40.0.into(), most: most.into(), ..Workforce::default() };
    let people = Resource { workforce: Some(workforce), ..Resource::default() };
    Request { whole_workers: true, ..request(demand.len(), vec![item(0, demand)], vec![people]) }
}

#[test]
fn half_a_worker_is_none_where_workers_are_whole() {
    // Two and a half workers would do ninety hours; two do not.
    let mut request = with_workers(&[90.0], 2.5);
    request.whole_workers = false;
    assert!(is_possible(&request));
    request.whole_workers = true;
    let found = solve(&request).contradiction.unwrap();
    let limits = [Limit::Demand { item: 0, period: 0 }, Limit::RegularHours { resource: 0, period: 0 }];
    assert_eq!(found.limits, [limits[0], limits[1], Limit::MostWorkers { resource: 0, period: 0 }]);
    let of = |kind: Relief| found.least_changes.iter().find(|change| change.kinds == [kind]).unwrap();
    assert_close("hours", &[of(Relief::MoreRegularHours).total], &[10.0], 1e-9);
    // A third worker is half a worker more than the limit says.
    assert_close("workers", &[of(Relief::MoreWorkers).total], &[0.5], 1e-9);
    request.problem.resources[0].workforce.as_mut().unwrap().most = 3.0.into();
    assert!(is_possible(&request));
}

#[test]
fn a_number_of_workers_that_is_not_whole_contradicts_itself() {
    let mut request = with_workers(&[30.0, 30.0], 9.0);
    request.strategy = Strategy::Own(Own { production: Vec::new(), workers: vec![vec![Some(2.5), None]] });
    let found = solve(&request).contradiction.unwrap();
    let own = Limit::OwnWorkers { resource: 0, period: 0 };
    assert_eq!((&found.limits, found.further.len()), (&vec![own], 0));
    assert_eq!(found.least_changes.len(), 1, "{found:?}");
    assert_eq!(found.least_changes[0].changes, [Change { limit: own, by: 0.5 }]);
}

/// A number between nothing and the most, in eighths.
fn any(random: &mut fastrand::Rng, most: f64) -> f64 {
    (random.f64() * most * 8.0).round() / 8.0
}

/// A request with limits of many kinds, which mostly cannot be kept together.
fn random_request(random: &mut fastrand::Rng) -> Request {
    let periods = 1 + random.usize(..4);
    let resources = 1 + random.usize(..2);
    let series = |random: &mut fastrand::Rng, most: f64| Series((0..periods).map(|_| any(random, most)).collect());
    let items = (0..1 + random.usize(..3)).map(|_| {
        let demand = series(random, 40.0).0;
        Item {
            hours: (0..resources).map(|resource| HoursPerUnit { resource, hours: any(random, 2.0) }).collect(),
            minimum_stock: series(random, 8.0),
            most_stock: Series((0..periods).map(|_| 8.0 + any(random, 8.0)).collect()),
            end_stock: any(random, 12.0),
            opening_stock: any(random, 8.0),
            backlog: random.bool().then(|| Backlog { most: series(random, 10.0), ..Backlog::default() }),
            subcontract: random.bool().then(|| Subcontract { most: series(random, 10.0), ..Subcontract::default() }),
            demand,
            ..Item::default()
        }
    });
    let items = items.collect();
    let resources = (0..resources).map(|_| Resource {
        regular_hours: series(random, 30.0),
        overtime: random.bool().then(|| Overtime { most_hours: series(random, 10.0), ..Overtime::default() }),
        workforce: random.bool().then(|| Workforce { hours_per_worker: 10.0.into(), most: series(random, 3.0), ..Workforce::default() }),
        ..Resource::default()
    });
    let resources = resources.collect();
    request(periods, items, resources)
}

/// The request with these limits alone: all others are so wide that they do not matter.
fn with_only(request: &Request, limits: &[Limit]) -> Request {
    const WIDE: f64 = 1e5;
    let mut request = request.clone();
    let periods = request.problem.periods;
    let widen = |series: &mut Series, wide: f64, limit: &dyn Fn(usize) -> Limit| {
        let of = |period: usize| if limits.contains(&limit(period)) { series.at(period).unwrap_or(wide) } else { wide };
        *series = Series((0..periods).map(of).collect());
    };
    for (at, item) in request.problem.items.iter_mut().enumerate() {
        let mut demand = Series(item.demand.clone());
        widen(&mut demand, 0.0, &|period| Limit::Demand { item: at, period });
        item.demand = demand.0;
        if let Some(backlog) = &mut item.backlog {
            // Nothing may be owed at the end, so that the last limit is another's.
            if !limits.contains(&Limit::Backlog { item: at, period: periods - 1 }) {
                backlog.at_end = WIDE;
            }
            widen(&mut backlog.most, WIDE, &|period| Limit::Backlog { item: at, period });
        }
        if let Some(bought) = &mut item.subcontract {
            widen(&mut bought.most, WIDE, &|period| Limit::Subcontract { item: at, period });
        }
        widen(&mut item.most_stock, WIDE, &|period| Limit::MostStock { item: at, period });
        let last_minimum = item.minimum_stock.at(periods - 1).unwrap_or(0.0);
        widen(&mut item.minimum_stock, 0.0, &|period| Limit::MinimumStock { item: at, period });
        if limits.contains(&Limit::EndStock { item: at }) {
            assert!(item.end_stock > last_minimum);
        } else {
            item.end_stock = 0.0;
        }
    }
    for (at, resource) in request.problem.resources.iter_mut().enumerate() {
        widen(&mut resource.regular_hours, WIDE, &|period| Limit::RegularHours { resource: at, period });
        if let Some(overtime) = &mut resource.overtime {
            widen(&mut overtime.most_hours, WIDE, &|period| Limit::OvertimeHours { resource: at, period });
        }
        if let Some(workforce) = &mut resource.workforce {
            widen(&mut workforce.most, WIDE, &|period| Limit::MostWorkers { resource: at, period });
        }
    }
    request
}

#[test]
fn every_contradiction_contradicts_itself_and_nothing_in_it_can_be_left_out() {
    let mut random = fastrand::Rng::with_seed(5);
    let (mut impossible, mut several, mut limits_tried) = (0, 0, 0);
    for round in 0..300 {
        let mut request = random_request(&mut random);
        request.whole_workers = round % 3 == 0;
        let outcome = solve(&request);
        let Some(found) = outcome.contradiction else { continue };
        impossible += 1;
        several += usize::from(!found.further.is_empty());
        assert!(found.is_all || found.further.len() == 4, "{round}: {found:?}");
        for limits in std::iter::once(&found.limits).chain(&found.further) {
            assert!(!limits.is_empty(), "{round}: {request:?}");
            assert!(!is_possible(&with_only(&request, limits)), "{round}: {limits:?} do not contradict each other in {request:?}");
            for left_out in 0..limits.len() {
                let mut fewer = limits.clone();
                let limit = fewer.remove(left_out);
                assert!(is_possible(&with_only(&request, &fewer)), "{round}: {limit:?} is not needed in {limits:?} of {request:?}");
                limits_tried += 1;
            }
        }
        assert!(!found.least_changes.is_empty(), "{round}: {request:?}");
    }
    println!("impossible {impossible}, with several contradictions {several}, limits left out {limits_tried}");
    assert!(impossible > 100 && several > 20 && limits_tried > 300);
}

#[test]
fn looking_for_the_reason_can_be_stopped_and_gone_on_with() {
    // Long enough to be asked about on the way: two resources, both too small in the season.
    let wave: Vec<f64> = (0..40).map(|period| 30.0 + f64::from(period * 7 % 20)).collect();
    let items = (0..6).map(|at| item(at % 2, &wave)).collect();
    let request = request(40, items, vec![resource(100.0), resource(110.0)]);
    let at_once = solve(&request);
    let mut planner = Planner::new(&request);
    let (mut pieces, mut explaining) = (0, 0);
    while !planner.work(&|| false) {
        pieces += 1;
        explaining += usize::from(planner.progress().explained.is_some());
        assert!(pieces < 100_000);
        if planner.progress().explained.is_some_and(|(done, _)| done > 2) {
            let early = planner.clone().outcome();
            assert!(early.status == Status::Impossible && !early.contradiction.unwrap().least_changes.is_empty());
        }
    }
    let outcome = planner.outcome();
    assert!(explaining > 5, "{explaining} of {pieces}");
    let totals = |outcome: &Outcome| -> Vec<f64> {
        outcome.contradiction.iter().flat_map(|found| &found.least_changes).map(|change| (change.total * 1e6).round()).collect()
    };
    assert_eq!(totals(&outcome), totals(&at_once));
    assert_eq!(outcome.contradiction.unwrap().limits, at_once.contradiction.unwrap().limits);
}
