//! Aggregate plans against known answers: textbooks, and what an exact solver found for the same case.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::reference::{assert_close, number, numbers, planning};
use linewright::engine::aggregate::*;
use serde_json::Value;

/// Of the cost of a linear programme.
const TOLERANCE: f64 = 1e-6;

fn answer(request: &Request) -> Outcome {
    let outcome = plan(request, &|| true, &mut |_| {});
    // It crosses to a worker and back as bytes.
    let bytes = postcard::to_allocvec(&(request, &outcome)).unwrap();
    assert_eq!(postcard::from_bytes::<(Request, Outcome)>(&bytes).unwrap(), (request.clone(), outcome.clone()));
    if let Some(plan) = &outcome.plan {
        assert!(outcome.proof.violation < 1e-8, "{:?}", outcome.proof);
        assert!(outcome.proof.gap() < 1e-7 || request.whole_workers, "{:?}", outcome.proof);
        assert_close("the proven cost", &[outcome.proof.proven_cost], &[plan.costs.total], if request.whole_workers { 0.01 } else { 1e-9 });
    }
    outcome
}

/// Red Tomato Tools (Chopra and Meindl): one product, workers that are hired and laid off.
fn red_tomato(case: &Value, demand: &Value) -> Request {
    let parameter = |name: &str| number(&case["params"][name]);
    let hours = 8.0 * parameter("days");
    let item = Item {
        demand: numbers(demand),
        hours: vec![HoursPerUnit { resource: 0, hours: parameter("hours_per_unit") }],
        unit_cost: parameter("material").into(),
        holding_cost: parameter("holding").into(),
        opening_stock: parameter("i0"),
        end_stock: parameter("end_inventory_min"),
        backlog: Some(Backlog { cost: parameter("stockout").into(), most: Series::default(), at_end: 0.0 }),
        subcontract: Some(Subcontract { unit_cost: parameter("subcontract").into(), most: Series::default() }),
        ..Item::default()
    };
    let workforce = Workforce {
        opening: parameter("w0"),
        hours_per_worker: hours.into(),
        wage: (hours * parameter("reg_wage_h")).into(),
        hire_cost: parameter("hire").into(),
        layoff_cost: parameter("fire").into(),
        ..Workforce::default()
    };
    let overtime = Overtime {
        hour_cost: parameter("ot_wage_h").into(),
        most_hours: Series::default(),
        most_hours_per_worker: parameter("ot_max_h_per_worker").into(),
    };
    let resource = Resource { workforce: Some(workforce), overtime: Some(overtime), ..Resource::default() };
    Request { problem: Problem { periods: 6, items: vec![item], resources: vec![resource] }, ..Request::default() }
}

#[test]
fn red_tomato_costs_what_the_book_and_the_exact_solver_say() {
    let all = planning();
    let case = &all["aggregate_red_tomato"];
    let mut costs = Vec::new();
    for (demand, lp, whole) in [
        (&case["demand"], &case["lp_relaxation"]["cost"], &case["integer"]),
        (&case["jan_promo"]["demand"], &case["jan_promo"]["lp"], &case["jan_promo"]["integer"]),
        (&case["apr_promo"]["demand"], &case["apr_promo"]["lp"], &case["apr_promo"]["integer"]),
    ] {
        let mut request = red_tomato(case, demand);
        let found = answer(&request);
        assert_eq!(found.status, Status::Optimal);
        costs.push(found.proof.cost);
        assert_close("linear programme", &[found.proof.cost], &[number(lp)], TOLERANCE);
        request.whole_workers = true;
        let found = answer(&request);
        assert_eq!(found.status, Status::Optimal, "{:?}", found.proof);
        assert_close("whole workers", &[found.proof.cost], &[number(&whole["cost"])], TOLERANCE);
        println!("workers {:?}, theirs {:?}", found.plan.unwrap().resources[0].workers, numbers(&whole["W"]));
        // Several plans cost the same: theirs, asked for by hand, costs no less and is no other than what they print.
        let workers: Vec<Option<f64>> = numbers(&whole["W"]).into_iter().map(Some).collect();
        request.strategy = Strategy::Own(Own { production: Vec::new(), workers: vec![workers] });
        let theirs = answer(&request);
        assert_close("their workers", &[theirs.proof.cost], &[found.proof.cost], 1e-9);
        let plan = theirs.plan.unwrap();
        assert_close("subcontract", &plan.items[0].bought, &numbers(&whole["subcontract"]), 1e-9);
        assert_close("laid off", &plan.resources[0].laid_off, &numbers(&whole["fire"]), 1e-9);
    }
    let printed = [422_275.0, 421_915.0, 438_857.0];
    assert!(costs.iter().zip(printed).all(|(cost, printed)| cost.round() == printed), "{costs:?}");
}

#[test]
fn red_tomato_level_and_chase_with_whole_workers() {
    let all = planning();
    let case = &all["aggregate_red_tomato"];
    for (strategy, expected) in [(Strategy::Level, &case["level_backorders_allowed"]), (Strategy::Chase, &case["chase"])] {
        let mut request = red_tomato(case, &case["demand"]);
        request.whole_workers = true;
        request.levers = Levers { overtime: false, subcontract: false, backlog: true };
        request.strategy = strategy;
        let found = answer(&request);
        assert_eq!(found.status, Status::Optimal);
        assert_close("cost", &[found.proof.cost], &[number(&expected["cost"])], TOLERANCE);
        let plan = found.plan.unwrap();
        assert_close("workers", &plan.resources[0].workers, &numbers(&expected["W"]), 1e-9);
        assert_close("stock", &plan.items[0].stock, &numbers(&expected["inventory"]), 1e-9);
        assert_close("owed", &plan.items[0].owed, &numbers(&expected["stockout"]), 1e-9);
        assert_close("made", &plan.items[0].made, &numbers(&expected["production"]), 1e-9);
    }
}

/// The roofing supplier (Heizer and Render): ten workers of eight hours, paid by the day.
fn roofing(case: &Value) -> Request {
    let days = numbers(&case["days"]);
    let times = |factor: f64| Series(days.iter().map(|days| factor * days).collect());
    let item = Item {
        demand: numbers(&case["demand"]),
        hours: vec![HoursPerUnit { resource: 0, hours: number(&case["hours_per_unit"]) }],
        holding_cost: number(&case["carrying"]).into(),
        subcontract: Some(Subcontract { unit_cost: number(&case["subcontract_per_unit"]).into(), most: Series::default() }),
        ..Item::default()
    };
    let workforce = Workforce { hours_per_worker: times(8.0), wage: times(number(&case["wage_day"])), ..Workforce::default() };
    let resource = Resource { workforce: Some(workforce), ..Resource::default() };
    Request { problem: Problem { periods: 6, items: vec![item], resources: vec![resource] }, ..Request::default() }
}

#[test]
fn the_roofing_supplier_with_a_level_workforce() {
    let all = planning();
    let case = &all["aggregate_heizer_roofing"];
    let mut request = roofing(case);
    request.strategy = Strategy::Level;
    request.levers.subcontract = false;
    let found = answer(&request).plan.unwrap();
    let expected = &case["plan1_level"];
    assert_close("wages", &[found.costs.of(CostKind::Wages)], &[number(&expected["regular"])], TOLERANCE);
    assert_close("stock", &[found.items[0].stock.iter().sum()], &[number(&expected["inventory_units"])], TOLERANCE);
    assert_close("carrying", &[found.costs.of(CostKind::Holding)], &[number(&expected["carrying"])], TOLERANCE);
    assert_close("total", &[found.costs.total], &[number(&expected["total"])], TOLERANCE);
}

#[test]
fn the_roofing_supplier_with_few_workers_and_a_subcontractor() {
    let all = planning();
    let case = &all["aggregate_heizer_roofing"];
    let mut request = roofing(case);
    // Workers for the month with the least demand, 38 units a day; the book keeps no stock of what they make beyond the rest.
    request.strategy = Strategy::Own(Own { production: Vec::new(), workers: vec![vec![Some(7.6); 6]] });
    request.problem.items[0].holding_cost = Series::default();
    let found = answer(&request).plan.unwrap();
    let expected = &case["plan2_subcontract"];
    assert_close("wages", &[found.costs.of(CostKind::Wages)], &[number(&expected["regular"])], TOLERANCE);
    assert_close("bought", &[found.items[0].bought.iter().sum()], &[number(&expected["subcontract_units"])], TOLERANCE);
    assert_close("total", &[found.costs.total], &[number(&case["plan2_subcontract"]["total"])], TOLERANCE);
}

#[test]
fn the_roofing_supplier_that_chases_demand() {
    let all = planning();
    let case = &all["aggregate_heizer_roofing"];
    let expected = &case["plan3_chase"];
    let rates = numbers(&expected["daily_rates"]);
    let days = numbers(&case["days"]);
    let hour_cost = number(&case["wage_day"]) / 8.0;
    let mut request = roofing(case);
    let item = &mut request.problem.items[0];
    // The book changes the daily rate, in units: 300 for one more, 600 for one less. Its rates are rounded; what they leave is made at the same wage.
    (item.holding_cost, item.subcontract) = (Series::default(), None);
    let workforce = Workforce {
        opening: rates[0],
        hours_per_worker: Series(days.iter().map(|days| 1.6 * days).collect()),
        hire_cost: 300.0.into(),
        layoff_cost: 600.0.into(),
        ..Workforce::default()
    };
    let overtime = Overtime { hour_cost: hour_cost.into(), ..Overtime::default() };
    request.problem.resources[0] =
        Resource { hour_cost: hour_cost.into(), workforce: Some(workforce), overtime: Some(overtime), ..Resource::default() };
    request.strategy = Strategy::Own(Own { production: Vec::new(), workers: vec![rates.into_iter().map(Some).collect()] });
    let found = answer(&request).plan.unwrap();
    let made = found.costs.of(CostKind::RegularHours) + found.costs.of(CostKind::Overtime);
    assert_close("made", &[made], &[number(&expected["regular"])], TOLERANCE);
    assert_close("hired", &[found.costs.of(CostKind::Hiring)], &[number(&expected["published_hire"])], TOLERANCE);
    assert_close("laid off", &[found.costs.of(CostKind::Layoff)], &[number(&expected["published_layoff"])], TOLERANCE);
    // The book's total is what it prints; its parts add up to it.
    assert_close("total", &[found.costs.total], &[number(&expected["published_total"])], TOLERANCE);
}
