//! A plant to plan: seasonal items over shared resources that are full at the peak of the season. The same numbers give the same plant.

use linewright::engine::aggregate::{Backlog, HoursPerUnit, Item, Overtime, Problem, Resource, Series, Subcontract, Workforce};

/// Demand in season by mean demand.
const SWING: f64 = 0.45;
/// Mean load by regular hours.
const LOAD: f64 = 0.92;

/// Items with three or so resources each, half of the resources with workers to hire, the others with fixed hours.
pub fn plant(items: usize, periods: usize, resources: usize, seed: u64) -> Problem {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut between = |low: f64, high: f64| low + (high - low) * random.f64();
    let mut used = vec![vec![0.0; periods]; resources];
    let mut list = Vec::new();
    for at in 0..items {
        let size = between(200.0, 2000.0);
        let season = between(0.0, std::f64::consts::TAU);
        let demand: Vec<f64> = (0..periods)
            .map(|period| {
                let angle = std::f64::consts::TAU * period as f64 / 52.0 + 0.4 * season;
                (size * (1.0 + SWING * angle.sin()) * between(0.8, 1.2)).round()
            })
            .collect();
        let hours: Vec<HoursPerUnit> = (0..3.min(resources))
            .map(|step| HoursPerUnit { resource: (at * 7 + step * (1 + at % 3)) % resources, hours: between(0.02, 0.3) })
            .collect();
        for needs in &hours {
            used[needs.resource].iter_mut().zip(&demand).for_each(|(used, demand)| *used += demand * needs.hours);
        }
        let unit_cost = between(5.0, 40.0);
        list.push(Item {
            opening_stock: size * 0.5,
            minimum_stock: Series::from(size * 0.2),
            end_stock: size * 0.4,
            unit_cost: unit_cost.into(),
            holding_cost: (unit_cost * between(0.003, 0.01)).into(),
            backlog: Some(Backlog { cost: (unit_cost * between(0.05, 0.2)).into(), most: Series::default(), at_end: 0.0 }),
            subcontract: Some(Subcontract { unit_cost: (unit_cost * between(1.5, 2.0)).into(), most: (size * 0.5).into() }),
            demand,
            hours,
            ..Item::default()
        });
    }
    let resource = |(at, used): (usize, &Vec<f64>)| {
        let mean = used.iter().sum::<f64>() / periods.max(1) as f64;
        let hours = mean / LOAD;
        let per_worker = 38.0;
        let overtime = Overtime {
            hour_cost: 42.0.into(),
            most_hours: if at % 2 == 0 { Series::default() } else { (0.15 * hours).into() },
            most_hours_per_worker: 5.0.into(),
        };
        let workforce = (at % 2 == 0).then(|| Workforce {
            opening: (hours / per_worker).round(),
            hours_per_worker: per_worker.into(),
            wage: (28.0 * per_worker).into(),
            hire_cost: 900.0.into(),
            layoff_cost: 1500.0.into(),
            fewest: 0.0.into(),
            most: (1.5 * hours / per_worker).ceil().into(),
        });
        let regular_hours = if workforce.is_some() { 0.0 } else { hours };
        Resource { regular_hours: regular_hours.into(), hour_cost: Series::default(), workforce, overtime: Some(overtime) }
    };
    Problem { periods, items: list, resources: used.iter().enumerate().map(resource).collect() }
}
