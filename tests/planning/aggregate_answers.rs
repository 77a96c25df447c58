//! Aggregate plans by hand: what limits are worth and how far, what contradicts what, and plans that a judge recounts.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::reference::assert_close;
use linewright::engine::aggregate::*;

fn solve(request: &Request) -> Outcome {
    plan(request, &|| true, &mut |_| {})
}

/// One item over three periods on one resource, an hour a unit; keeping one unit a period costs 1.
fn small(demand: [f64; 3], regular_hours: f64) -> Request {
    let item = Item {
        demand: demand.to_vec(),
        hours: vec![HoursPerUnit { resource: 0, hours: 1.0 }],
        unit_cost: 2.0.into(),
        holding_cost: 1.0.into(),
        ..Item::default()
    };
    let overtime = Overtime { hour_cost: 10.0.into(), most_hours: 5.0.into(), ..Overtime::default() };
    let resource = Resource { regular_hours: regular_hours.into(), overtime: Some(overtime), ..Resource::default() };
    Request { problem: Problem { periods: 3, items: vec![item], resources: vec![resource] }, ..Request::default() }
}

#[test]
fn an_hour_at_the_peak_saves_keeping_a_unit_until_there_is_enough() {
    // Fifty are wanted in the second period and forty hours are there: ten are made a period before.
    let request = small([10.0, 50.0, 10.0], 40.0);
    let mut planner = Planner::new(&request);
    assert!(planner.work(&|| true));
    let outcome = planner.outcome();
    assert_eq!(outcome.plan.unwrap().items[0].made, [20.0, 40.0, 10.0]);
    assert_eq!(outcome.proof.cost, 150.0);
    let limit = Limit::RegularHours { resource: 0, period: 1 };
    assert!(outcome.binding.contains(&(limit, 1.0)), "{:?}", outcome.binding);
    let price = planner.price(limit).unwrap();
    assert_eq!((price.at, price.worth_of_more, price.worth_of_less), (40.0, Some(1.0), Some(1.0)));
    // Below twenty hours the first period is full as well, and overtime costs ten; above fifty nothing is kept any more.
    let pieces: Vec<(f64, f64, f64)> = price.pieces.iter().map(|piece| (piece.from, piece.to, piece.worth)).collect();
    assert_eq!(pieces[pieces.len() - 3..], [(15.0, 20.0, 10.0), (20.0, 50.0, 1.0), (50.0, f64::INFINITY, 0.0)], "{pieces:?}");
    let names = (["jam".to_owned()], ["filling".to_owned()], ["week 31", "week 32", "week 33"].map(str::to_owned));
    let names = Names { items: &names.0, resources: &names.1, periods: &names.2 };
    let sentence = price_in_words(&price, &names);
    println!("{sentence}");
    assert!(sentence.starts_with("One more hour of filling in week 32 is worth 1, between 20 and 50 hours."), "{sentence}");
    assert!(sentence.ends_with("Above 50 hours nothing changes."), "{sentence}");
    let idle = planner.price(Limit::RegularHours { resource: 0, period: 2 }).unwrap();
    assert_eq!((idle.worth_of_more, idle.worth_of_less), (Some(0.0), Some(0.0)));
    assert!(price_in_words(&idle, &names).starts_with("One more hour of filling in week 33 changes nothing"));
}

#[test]
fn what_contradicts_each_other_is_named_with_the_least_change_of_each_kind() {
    // Sixty until the second period, forty hours and ten of overtime.
    let request = small([10.0, 50.0, 10.0], 20.0);
    let outcome = solve(&request);
    assert_eq!((outcome.status, &outcome.plan), (Status::Impossible, &None));
    let contradiction = outcome.contradiction.unwrap();
    let demand = |period| Limit::Demand { item: 0, period };
    let hours = |period| Limit::RegularHours { resource: 0, period };
    let overtime = |period| Limit::OvertimeHours { resource: 0, period };
    assert_eq!(contradiction.limits, [demand(0), demand(1), hours(0), hours(1), overtime(0), overtime(1)]);
    let names = (["jam".to_owned()], ["filling".to_owned()], ["week 31", "week 32", "week 33"].map(str::to_owned));
    let names = Names { items: &names.0, resources: &names.1, periods: &names.2 };
    assert_eq!(
        limits_in_words(&contradiction.limits, &names),
        [
            "demand for jam in week 31 to week 32",
            "regular hours of filling in week 31 to week 32",
            "overtime on filling in week 31 to week 32",
        ]
    );
    let of = |kind: Relief| contradiction.least_changes.iter().find(|change| change.kinds == [kind]).map(|change| change.total);
    for kind in [Relief::LessDemand, Relief::MoreRegularHours, Relief::MoreOvertime, Relief::LaterDemand] {
        assert_close(&format!("{kind:?}"), &[of(kind).unwrap()], &[10.0], 1e-9);
    }
    assert_eq!((of(Relief::MoreSubcontract), of(Relief::LessStock), of(Relief::OtherStrategy)), (None, None, None));
}

#[test]
fn a_strategy_that_cannot_be_kept_is_named() {
    let mut request = small([10.0, 50.0, 10.0], 40.0);
    request.strategy = Strategy::Chase;
    let contradiction = solve(&request).contradiction.unwrap();
    assert!(contradiction.limits.contains(&Limit::ChasedStock { item: 0, period: 0 }), "{contradiction:?}");
    let other = contradiction.least_changes.iter().find(|change| change.kinds == [Relief::OtherStrategy]).unwrap();
    assert_eq!(other.changes, [Change { limit: Limit::ChasedStock { item: 0, period: 0 }, by: 5.0 }]);
    request.strategy = Strategy::Own(Own { production: vec![vec![Some(10.0), Some(30.0), None]], workers: Vec::new() });
    let contradiction = solve(&request).contradiction.unwrap();
    let quantity = |period| Limit::OwnQuantity { item: 0, period };
    assert_eq!(contradiction.limits[contradiction.limits.len() - 2..], [quantity(0), quantity(1)]);
}

#[test]
fn level_without_workers_makes_the_same_in_every_period() {
    let mut request = small([10.0, 30.0, 50.0], 40.0);
    request.strategy = Strategy::Level;
    let outcome = solve(&request);
    assert_eq!(outcome.plan.unwrap().items[0].made, [30.0, 30.0, 30.0]);
    assert_eq!(outcome.proof.cost, 180.0 + 40.0);
}

/// A random plan of a few items: sometimes impossible, with every lever and every strategy.
fn random_request(random: &mut fastrand::Rng) -> Request {
    let periods = 1 + random.usize(..6);
    let mut any = |most: f64| (random.f64() * most * 8.0).round() / 8.0;
    let mut items = Vec::new();
    for _ in 0..1 + (any(3.0) as usize) {
        items.push(Item {
            demand: (0..periods).map(|_| any(40.0)).collect(),
            // Of some orders so much was released before that more comes than is asked for.
            receipts: if any(1.0) > 0.5 { (0..periods).map(|_| (any(90.0) - 50.0).max(0.0)).collect() } else { Vec::new() },
            hours: (0..2).map(|resource| HoursPerUnit { resource, hours: any(2.0) }).collect(),
            unit_cost: any(9.0).into(),
            holding_cost: any(3.0).into(),
            opening_stock: any(10.0),
            opening_backlog: any(3.0),
            minimum_stock: any(6.0).into(),
            most_stock: if any(1.0) > 0.6 { (20.0 + any(30.0)).into() } else { Series::default() },
            end_stock: any(12.0),
            backlog: (any(1.0) > 0.4).then(|| Backlog { cost: any(9.0).into(), most: any(60.0).into(), at_end: any(3.0) }),
            subcontract: (any(1.0) > 0.4).then(|| Subcontract { unit_cost: any(30.0).into(), most: any(40.0).into() }),
        });
    }
    let workforce = Workforce {
        opening: any(9.0).round(),
        hours_per_worker: any(12.0).into(),
        wage: any(90.0).into(),
        hire_cost: any(40.0).into(),
        layoff_cost: any(60.0).into(),
        fewest: any(3.0).round().into(),
        most: (4.0 + any(12.0).round()).into(),
    };
    let overtime = |most: f64, cost: f64| Overtime { hour_cost: cost.into(), most_hours: most.into(), most_hours_per_worker: 3.0.into() };
    let resources = vec![
        Resource {
            regular_hours: any(8.0).into(),
            workforce: Some(workforce),
            overtime: Some(overtime(any(30.0), any(30.0))),
            ..Resource::default()
        },
        Resource {
            regular_hours: any(90.0).into(),
            hour_cost: 2.0.into(),
            workforce: None,
            overtime: Some(overtime(any(20.0), 2.0 + any(20.0))),
        },
    ];
    let strategy = match any(3.9) as usize {
        0 => Strategy::Level,
        1 => Strategy::Chase,
        2 => Strategy::Own(Own { production: vec![vec![Some(any(30.0)), None, Some(any(30.0))]], workers: Vec::new() }),
        _ => Strategy::Optimum,
    };
    let levers = Levers { overtime: any(1.0) > 0.2, subcontract: any(1.0) > 0.2, backlog: any(1.0) > 0.2 };
    Request { problem: Problem { periods, items, resources }, strategy, levers, whole_workers: any(1.0) > 0.7 }
}

/// Recounts a plan against its request, without the programme.
fn judge(request: &Request, plan: &Plan) {
    let problem = &request.problem;
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-6 * (1.0 + b.abs()), "{a}, {b}: {request:?} {plan:?}");
    let at_most = |a: f64, b: f64| assert!(a <= b + 1e-6 * (1.0 + b.abs()), "{a} above {b}: {request:?} {plan:?}");
    for (item, plan) in problem.items.iter().zip(&plan.items) {
        let mut net = item.opening_stock - item.opening_backlog;
        for period in 0..problem.periods {
            net += plan.made[period] + plan.bought[period] - item.demand[period];
            net += item.receipts.get(period).copied().unwrap_or(0.0);
            near(plan.stock[period] - plan.owed[period], net);
            at_most(item.minimum_stock.at(period).unwrap_or(0.0), plan.stock[period]);
            let backlog = item.backlog.as_ref().filter(|_| request.levers.backlog);
            at_most(plan.owed[period], backlog.map_or(0.0, |backlog| backlog.most.at(period).unwrap_or(f64::INFINITY)));
            let bought = item.subcontract.as_ref().filter(|_| request.levers.subcontract);
            at_most(plan.bought[period], bought.map_or(0.0, |bought| bought.most.at(period).unwrap_or(f64::INFINITY)));
            for quantity in [plan.made[period], plan.bought[period], plan.stock[period], plan.owed[period]] {
                at_most(0.0, quantity);
            }
        }
        at_most(item.end_stock, plan.stock[problem.periods - 1]);
    }
    for (at, (resource, of)) in problem.resources.iter().zip(&plan.resources).enumerate() {
        for period in 0..problem.periods {
            let used = |(item, plan): (&Item, &ItemPlan)| {
                item.hours.iter().filter(|needs| needs.resource == at).map(|needs| needs.hours * plan.made[period]).sum::<f64>()
            };
            let used: f64 = problem.items.iter().zip(&plan.items).map(used).sum();
            near(of.used_hours[period], used);
            at_most(used, of.regular_hours[period] + of.overtime_hours[period]);
            let overtime = resource.overtime.as_ref().filter(|_| request.levers.overtime);
            at_most(of.overtime_hours[period], overtime.map_or(0.0, |overtime| overtime.most_hours.at(period).unwrap_or(f64::INFINITY)));
            let Some(workforce) = &resource.workforce else { continue };
            let before = if period == 0 { workforce.opening } else { of.workers[period - 1] };
            near(of.workers[period], before + of.hired[period] - of.laid_off[period]);
            at_most(workforce.fewest.at(period).unwrap(), of.workers[period]);
            at_most(of.workers[period], workforce.most.at(period).unwrap());
            let own = resource.regular_hours.at(period).unwrap() + of.workers[period] * workforce.hours_per_worker.at(period).unwrap();
            near(of.regular_hours[period], own);
            if request.whole_workers {
                near(of.workers[period], of.workers[period].round());
            }
        }
    }
}

#[test]
fn random_plans_are_recounted_proven_and_their_prices_solved_again() {
    let mut random = fastrand::Rng::with_seed(17);
    let mut counts = [0; 3];
    for round in 0..400 {
        let request = random_request(&mut random);
        let mut planner = Planner::new(&request);
        while !planner.work(&|| true) {}
        let outcome = planner.outcome();
        match outcome.status {
            Status::Optimal | Status::WithinGap => {
                counts[0] += 1;
                let found = outcome.plan.as_ref().unwrap();
                judge(&request, found);
                assert!(outcome.proof.violation < 1e-8 && outcome.proof.gap() < 1e-6, "{round}: {:?}", outcome.proof);
                near_zero(round, outcome.proof.cost - outcome.proof.proven_cost.max(found.costs.total), found.costs.total);
                for price in outcome.binding.iter().take(6).filter_map(|(limit, _)| planner.price(*limit)) {
                    // Fails where the limit named does not have the value that is said.
                    moved(&request, price.limit, 0.0, price.at);
                }
                if !request.whole_workers && request.strategy == Strategy::Optimum {
                    check_prices(round, &request, &planner, &outcome);
                }
            }
            Status::Impossible => {
                counts[1] += 1;
                let contradiction = outcome.contradiction.unwrap();
                assert!(!contradiction.limits.is_empty() || request.whole_workers, "{round}: {contradiction:?} {request:?}");
                counts[2] += usize::from(check_least_change(round, &request, &contradiction));
            }
            other => panic!("{round}: {other:?} {request:?}"),
        }
    }
    println!("planned, impossible, made possible by the change named: {counts:?}");
    assert!(counts.iter().all(|count| *count > 20), "{counts:?}");
}

fn near_zero(round: usize, difference: f64, size: f64) {
    assert!(difference.abs() < 1e-6 * (1.0 + size.abs()), "{round}: {difference} of {size}");
}

/// Solves again with one limit a little larger and a little smaller.
fn check_prices(round: usize, request: &Request, planner: &Planner, outcome: &Outcome) {
    for (limit, _) in outcome.binding.iter().take(6) {
        let price = planner.price(*limit).unwrap();
        for (by, expected) in [(1e-3, price.worth_of_more), (-1e-3, price.worth_of_less)] {
            let Some(moved) = moved(request, *limit, by, price.at).filter(|_| price.at + by > 0.0) else { continue };
            let again = solve(&moved);
            let saved = again.plan.is_some().then_some((outcome.proof.cost - again.proof.cost) / by);
            match (saved, expected) {
                (Some(saved), Some(expected)) => {
                    assert!((saved - expected).abs() < 1e-4 * (1.0 + expected.abs()), "{round} {by}: {saved}, {price:?}")
                }
                (None, None) => {}
                other => panic!("{round} {by}: {other:?}, {price:?}"),
            }
        }
    }
}

/// The request with a limit of one period moved; nothing for limits that this does not move.
fn moved(request: &Request, limit: Limit, by: f64, at: f64) -> Option<Request> {
    let mut request = request.clone();
    let periods = request.problem.periods;
    let shift = |series: &mut Series, period: usize, default: f64| {
        let mut all: Vec<f64> = (0..periods).map(|period| series.at(period).unwrap_or(default)).collect();
        assert!((all[period] - at).abs() < 1e-6 * (1.0 + at.abs()), "{limit:?} is {} and not {at}", all[period]);
        all[period] += by;
        *series = Series(all);
    };
    let problem = &mut request.problem;
    match limit {
        Limit::Demand { item, period } => {
            let demand = &mut problem.items[item].demand[period];
            assert!((*demand - at).abs() < 1e-6 * (1.0 + at.abs()), "{limit:?} is {demand} and not {at}");
            *demand += by;
            if *demand < 0.0 {
                return None;
            }
        }
        Limit::RegularHours { resource, period } => shift(&mut problem.resources[resource].regular_hours, period, 0.0),
        Limit::OvertimeHours { resource, period } => shift(&mut problem.resources[resource].overtime.as_mut()?.most_hours, period, 0.0),
        Limit::Subcontract { item, period } => shift(&mut problem.items[item].subcontract.as_mut()?.most, period, 0.0),
        Limit::MinimumStock { item, period } if period + 1 < periods => shift(&mut problem.items[item].minimum_stock, period, 0.0),
        Limit::EndStock { item } => problem.items[item].end_stock += by,
        Limit::MostWorkers { resource, period } => shift(&mut problem.resources[resource].workforce.as_mut()?.most, period, 0.0),
        Limit::FewestWorkers { resource, period } => shift(&mut problem.resources[resource].workforce.as_mut()?.fewest, period, 0.0),
        _ => return None,
    }
    Some(request)
}

/// With the least change a plan is possible, with a little less it is not; answers whether the change was of a kind that this can make.
fn check_least_change(round: usize, request: &Request, contradiction: &Contradiction) -> bool {
    let mut has_checked = false;
    for change in &contradiction.least_changes {
        for (share, is_possible) in [(1.0 + 1e-7, true), (0.99, false)] {
            let mut changed = Some(request.clone());
            for Change { limit, by } in &change.changes {
                changed = changed.and_then(|changed| match limit {
                    Limit::Demand { item, period } => moved(&changed, *limit, by * share, changed.problem.items[*item].demand[*period]),
                    Limit::RegularHours { resource, period } => {
                        let at = changed.problem.resources[*resource].regular_hours.at(*period).unwrap_or(0.0);
                        moved(&changed, *limit, by * share, at)
                    }
                    _ => None,
                });
            }
            if let Some(changed) = changed.filter(|_| !request.whole_workers) {
                let again = solve(&changed);
                assert_eq!(again.status != Status::Impossible, is_possible, "{round}: {share} of {change:?}");
                has_checked = true;
            }
        }
    }
    has_checked
}

#[test]
fn strange_requests_are_answered_with_findings() {
    let strange = Series(vec![f64::NAN, -4.0, f64::INFINITY]);
    let item = Item {
        demand: vec![f64::NAN, -1.0, 5.0],
        hours: vec![HoursPerUnit { resource: 9, hours: 1.0 }, HoursPerUnit { resource: 0, hours: f64::NAN }],
        unit_cost: strange.clone(),
        holding_cost: strange.clone(),
        minimum_stock: strange.clone(),
        opening_stock: -4.0,
        ..Item::default()
    };
    let resource = Resource {
        regular_hours: strange.clone(),
        hour_cost: 3.0.into(),
        overtime: Some(Overtime::default()),
        workforce: Some(Workforce::default()),
    };
    let mut request = Request {
        problem: Problem { periods: 3, items: vec![item], resources: vec![resource] },
        whole_workers: true,
        ..Request::default()
    };
    for strategy in [
        Strategy::Optimum,
        Strategy::Level,
        Strategy::Chase,
        Strategy::Own(Own { production: vec![vec![Some(f64::NAN); 9]; 4], workers: vec![vec![Some(-1.0)]; 3] }),
    ] {
        request.strategy = strategy;
        let outcome = solve(&request);
        assert!(
            outcome.findings.contains(&Finding::ItemNumbers { item: 0 })
                && outcome.findings.contains(&Finding::ResourceUnknown { item: 0 })
        );
        assert!(outcome.findings.contains(&Finding::OvertimeCheaper { resource: 0 }), "{:?}", outcome.findings);
    }
    let nothing = solve(&Request::default());
    assert_eq!((nothing.status, nothing.findings.as_slice()), (Status::Optimal, [Finding::Empty].as_slice()));
}

#[test]
fn a_plan_that_is_not_waited_for_says_so_and_can_be_gone_on_with() {
    let request = small([10.0, 50.0, 10.0], 40.0);
    assert_eq!(plan(&request, &|| false, &mut |_| {}).status, Status::Stopped);
    // Long enough to be asked about on the way.
    let mut long = small([0.0; 3], 40.0);
    long.problem.periods = 60;
    long.problem.items[0].demand = (0..60).map(|period| 30.0 + f64::from(period * 7 % 20)).collect();
    let mut planner = Planner::new(&long);
    let mut pieces = 0;
    while !planner.work(&|| false) {
        assert_eq!(planner.clone().outcome().status, Status::Stopped);
        pieces += 1;
    }
    let outcome = planner.outcome();
    assert_eq!((outcome.status, pieces > 0), (Status::Optimal, true));
    let mut told = 0;
    let at_once = plan(&long, &|| true, &mut |_| told += 1);
    assert!(told > 0 && (at_once.proof.cost - outcome.proof.cost).abs() < 1e-6);
}
