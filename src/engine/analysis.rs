//! What the page asks of the analysis worker and what it answers, as bytes: forecasts and all that is worked out from series of numbers.
//!
//! Never sees a workspace: whoever asks hands over the numbers. A request is answered by any number of replies and one last word.

use super::aggregate::{Limit, Outcome, Planner, Price, Progress, Request as PlanRequest};
use super::forecast::{Backtest, Forecast, Settings, Unusual, backtest, forecast, unusual};
use super::slices::Slices;
use serde::{Deserialize, Serialize};

/// Something asked of the worker.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Request {
    /// The build of the page; a worker of another build does not answer it.
    pub build_id: String,
    pub job: Analysis,
}

/// The work asked for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Analysis {
    /// Forecast each of these series.
    Forecast(Vec<AskedSeries>),
    /// Measure every method on a series.
    Backtest(AskedSeries),
    /// Plan ahead by each of these requests, known by their places.
    Plan(Vec<(u32, PlanRequest)>),
}

/// A series: whoever asks knows it by its key.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AskedSeries {
    pub key: u64,
    /// Demand per period, the oldest first; gaps are `None`.
    pub history: Vec<Option<f64>>,
    pub settings: Settings,
}

/// A forecast with what is unusual in the history it was made from.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Foreseen {
    pub key: u64,
    pub forecast: Forecast,
    pub unusual: Unusual,
}

/// A plan ahead with what its dearest limits are worth.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Planned {
    pub at: u32,
    pub outcome: Outcome,
    pub prices: Vec<Price>,
    /// Whether a cheaper one is not looked for any more.
    pub is_last: bool,
}

/// Something answered by the worker.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Answer {
    /// Series that are ready, some at a time.
    Foreseen(Vec<Foreseen>),
    Backtest(Backtest),
    /// How far the plan of a request is.
    Planning {
        at: u32,
        progress: Progress,
    },
    Planned(Box<Planned>),
    /// The last word.
    End,
    /// Page and worker are of different builds; nothing was done.
    OtherBuild {
        worker: String,
    },
    /// The request could not be read; nothing was done.
    Unreadable,
}

/// Milliseconds between two replies, so that the page is not kept busy listening.
const REPLY_EVERY_MS: f64 = 100.0;

/// Carries a request out and posts its replies; `post` answers whether to go on.
pub async fn answer(bytes: &[u8], build_id: &str, slices: &Slices<'_>, post: &mut dyn FnMut(&Answer) -> bool) {
    // Another build may write requests in another way; its name comes first in all of them.
    if let Ok((asking, _)) = postcard::take_from_bytes::<String>(bytes)
        && asking != build_id
    {
        post(&Answer::OtherBuild { worker: build_id.to_owned() });
        return;
    }
    let Ok(request) = postcard::from_bytes::<Request>(bytes) else {
        post(&Answer::Unreadable);
        return;
    };
    match request.job {
        Analysis::Forecast(asked) => {
            let mut ready = Vec::new();
            let mut last = slices.now();
            for series in asked {
                let forecast = forecast(&series.history, &series.settings);
                ready.push(Foreseen { key: series.key, forecast, unusual: unusual(&series.history, series.settings.season) });
                if slices.now() - last >= REPLY_EVERY_MS {
                    if !post(&Answer::Foreseen(std::mem::take(&mut ready))) {
                        return;
                    }
                    last = slices.now();
                }
                slices.breathe(false).await;
            }
            post(&Answer::Foreseen(ready));
        }
        Analysis::Backtest(series) => {
            post(&Answer::Backtest(backtest(&series.history, &series.settings)));
        }
        Analysis::Plan(requests) => {
            // First a plan of each, for people compare them; then the time that better ones take.
            let mut planners: Vec<(u32, Planner)> = requests.iter().map(|(at, request)| (*at, Planner::new(request))).collect();
            for is_enough in [true, false] {
                for (at, planner) in &mut planners {
                    let is_done = match work(*at, planner, is_enough, slices, post).await {
                        Some(is_done) => is_done,
                        None => return,
                    };
                    // What is stopped for others is taken from a copy, so that it goes on where it stood.
                    let planned = if is_done { planned(*at, planner, true) } else { planned(*at, &mut planner.clone(), false) };
                    if !post(&Answer::Planned(Box::new(planned))) {
                        return;
                    }
                    slices.breathe(false).await;
                }
                planners.retain(|(_, planner)| !planner.is_done());
            }
        }
    }
    post(&Answer::End);
}

/// Milliseconds of planning between two rests.
const PIECE_MS: f64 = 10.0;
/// Limits whose worth is told, the dearest first.
const PRICED: usize = 12;

/// Plans in pieces, telling now and then how far it is; answers whether it is done, and nothing where nobody waits for it any more. Where any plan is
/// enough it ends with the first.
async fn work(at: u32, planner: &mut Planner, is_enough: bool, slices: &Slices<'_>, post: &mut dyn FnMut(&Answer) -> bool) -> Option<bool> {
    let mut last = slices.now();
    loop {
        let until = slices.now() + PIECE_MS;
        if planner.work(&|| slices.now() < until) {
            return Some(true);
        }
        if is_enough && planner.progress().best_cost.is_some() {
            return Some(false);
        }
        if slices.now() - last >= REPLY_EVERY_MS {
            if !post(&Answer::Planning { at, progress: planner.progress() }) {
                return None;
            }
            last = slices.now();
        }
        slices.breathe(false).await;
    }
}

/// What is found, with what its limits are worth.
fn planned(at: u32, planner: &mut Planner, is_last: bool) -> Planned {
    let outcome = planner.outcome();
    // What may be changed comes first; what one more unit costs is told once for each item, where it is dearest.
    let is_demand = |limit: &Limit| matches!(limit, Limit::Demand { .. });
    let mut told = std::collections::BTreeSet::new();
    let is_first = |limit: &Limit| if let Limit::Demand { item, .. } = limit { told.insert(*item) } else { true };
    let limits = outcome.binding.iter().map(|(limit, _)| *limit);
    let (demand, others): (Vec<Limit>, Vec<Limit>) = limits.partition(is_demand);
    let wanted = others.into_iter().take(PRICED).chain(demand.into_iter().filter(is_first).take(PRICED));
    let prices = wanted.filter_map(|limit| planner.price(limit)).collect();
    Planned { at, outcome, prices, is_last }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "a failed unwrap is a failed test")]
    use super::super::forecast::Effort;
    use super::super::slices::at_once;
    use super::*;

    fn ask(build_id: &str, job: Analysis) -> Vec<Answer> {
        let request = Request { build_id: build_id.to_owned(), job };
        let bytes = postcard::to_allocvec(&request).unwrap_or_default();
        let mut answers = Vec::new();
        let mut post = |answer: &Answer| {
            // What the page reads is what the worker wrote.
            let written = postcard::to_allocvec(answer).unwrap_or_default();
            answers.push(postcard::from_bytes(&written).unwrap_or(Answer::Unreadable));
            true
        };
        at_once(answer(&bytes, "this", &Slices::whole(&|| 0.0), &mut post));
        answers
    }

    fn series(key: u64) -> AskedSeries {
        let history = (0..36).map(|month| Some(100.0 + 10.0 * f64::from(month % 12))).collect();
        AskedSeries { key, history, settings: Settings { horizon: 6, season: 12, method: None, weights: None, effort: Effort::Quick } }
    }

    #[test]
    fn every_series_asked_is_foreseen_once_under_its_key() {
        let answers = ask("this", Analysis::Forecast(vec![series(7), series(9)]));
        let [Answer::Foreseen(ready), Answer::End] = answers.as_slice() else { panic!("{answers:?}") };
        assert_eq!(ready.iter().map(|one| (one.key, one.forecast.points.len())).collect::<Vec<_>>(), [(7, 6), (9, 6)]);
        assert_eq!(ready.first().map(|one| &one.forecast), Some(&forecast(&series(7).history, &series(7).settings)));
    }

    #[test]
    fn plans_come_one_after_the_other_with_what_their_limits_are_worth() {
        use super::super::aggregate::{HoursPerUnit, Item, Overtime, Problem, Resource, Strategy};
        let item = Item {
            demand: vec![4.0, 12.0],
            hours: vec![HoursPerUnit { resource: 0, hours: 1.0 }],
            holding_cost: 1.0.into(),
            ..Item::default()
        };
        let overtime = Some(Overtime { hour_cost: 9.0.into(), ..Overtime::default() });
        let resource = Resource { regular_hours: 7.0.into(), overtime, ..Resource::default() };
        let problem = Problem { periods: 2, items: vec![item], resources: vec![resource] };
        let request = PlanRequest { problem, ..PlanRequest::default() };
        let chase = PlanRequest { strategy: Strategy::Chase, ..request.clone() };
        let answers = ask("this", Analysis::Plan(vec![(0, request), (3, chase)]));
        let planned: Vec<&Planned> =
            answers.iter().filter_map(|answer| if let Answer::Planned(planned) = answer { Some(planned.as_ref()) } else { None }).collect();
        let costs: Vec<(u32, f64)> =
            planned.iter().map(|planned| (planned.at, planned.outcome.plan.as_ref().map_or(f64::NAN, |plan| plan.costs.total))).collect();
        // Three units are kept for a period and two made in overtime, against five in overtime.
        assert_eq!(costs, [(0, 3.0 + 18.0), (3, 45.0)]);
        assert!(planned.iter().all(|planned| !planned.prices.is_empty()));
    }

    #[test]
    fn with_whole_workers_a_first_plan_of_each_comes_before_better_ones() {
        use super::super::aggregate::{HoursPerUnit, Item, Problem, Resource, Status, Workforce};
        // Demand that goes up and down asks for other workers nearly every week.
        let demand = |at: u32| (0..30).map(|week| 100.0 + f64::from((week * 37 + at * 11) % 90)).collect();
        let item = |at: u32| Item {
            demand: demand(at),
            hours: vec![HoursPerUnit { resource: at as usize % 2, hours: 0.7 }],
            holding_cost: 1.0.into(),
            ..Item::default()
        };
        let staff = Workforce {
            opening: 3.0,
            hours_per_worker: 38.0.into(),
            wage: 900.0.into(),
            hire_cost: 700.0.into(),
            layoff_cost: 500.0.into(),
            ..Workforce::default()
        };
        let resource = Resource { workforce: Some(staff), ..Resource::default() };
        let problem = Problem { periods: 30, items: (0..4).map(item).collect(), resources: vec![resource; 2] };
        let request = PlanRequest { problem, whole_workers: true, ..PlanRequest::default() };
        // A clock that goes on with every look, so that pieces end.
        let time = std::cell::Cell::new(0.0);
        let clock = || {
            time.set(time.get() + 5.0);
            time.get()
        };
        let bytes =
            postcard::to_allocvec(&Request { build_id: "this".to_owned(), job: Analysis::Plan(vec![(0, request.clone()), (1, request)]) });
        let mut heard = Vec::new();
        at_once(answer(&bytes.unwrap_or_default(), "this", &Slices::whole(&clock), &mut |answer| {
            if let Answer::Planned(planned) = answer {
                heard.push((planned.at, planned.is_last, planned.outcome.status, planned.outcome.proof));
            }
            true
        }));
        let [first, other, last, _] = heard.as_slice() else { panic!("{heard:?}") };
        assert_eq!((first.0, first.1, first.2, other.0, other.1, last.0, last.1), (0, false, Status::WithinGap, 1, false, 0, true));
        // The first keeps its proof, and the last is no dearer.
        assert!(first.3.cost >= last.3.cost && first.3.proven_cost <= last.3.cost && last.3.gap() <= first.3.gap(), "{heard:?}");
    }

    #[test]
    fn another_build_is_told_and_noise_is_refused() {
        assert_eq!(ask("other", Analysis::Forecast(Vec::new())), [Answer::OtherBuild { worker: "this".to_owned() }]);
        let mut heard = Vec::new();
        at_once(answer(&[4, b't', b'h', b'i', b's', 255], "this", &Slices::whole(&|| 0.0), &mut |answer| {
            heard.push(answer.clone());
            true
        }));
        assert_eq!(heard, [Answer::Unreadable]);
    }
}
