//! What a request must be before it is planned: numbers, not below zero where that makes no sense, resources that exist.
//!
//! Never refuses: what is unlawful is mended in the mildest way, and told.

use super::problem::{Own, Request, Resource, Series, Strategy};
use serde::{Deserialize, Serialize};

/// What was found in a request that whoever reads the plan should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Finding {
    /// Numbers of the item that are no numbers, or negative, count as zero.
    ItemNumbers {
        item: usize,
    },
    ResourceNumbers {
        resource: usize,
    },
    /// The item needs hours of a resource that does not exist; they are left out.
    ResourceUnknown {
        item: usize,
    },
    /// An overtime hour costs less than a regular one in some period; it counts as costing the same.
    OvertimeCheaper {
        resource: usize,
    },
    /// There is nothing to plan: no period, or no item.
    Empty,
    /// More periods than are planned at once; the rest was left out.
    TooManyPeriods {
        planned: usize,
    },
}

/// More periods are not planned at once.
const MOST_PERIODS: usize = 1000;
/// Beyond this a number is a slip of the keyboard.
const LARGEST: f64 = 1e12;

/// Mends a request, and tells what was mended.
pub(super) fn mend(request: &Request) -> (Request, Vec<Finding>) {
    let mut mended = request.clone();
    let mut findings = Vec::new();
    let problem = &mut mended.problem;
    if problem.periods > MOST_PERIODS {
        problem.periods = MOST_PERIODS;
        findings.push(Finding::TooManyPeriods { planned: MOST_PERIODS });
    }
    if problem.periods == 0 || problem.items.is_empty() {
        findings.push(Finding::Empty);
    }
    let resources = problem.resources.len();
    for (at, item) in problem.items.iter_mut().enumerate() {
        let mut mender = Mender::default();
        mender.list(&mut item.demand);
        mender.list(&mut item.receipts);
        [&mut item.opening_stock, &mut item.opening_backlog, &mut item.end_stock].into_iter().for_each(|number| mender.number(number));
        let series = [&mut item.unit_cost, &mut item.holding_cost, &mut item.minimum_stock, &mut item.most_stock];
        series.into_iter().for_each(|series| mender.series(series));
        if let Some(backlog) = &mut item.backlog {
            mender.series(&mut backlog.cost);
            mender.series(&mut backlog.most);
            mender.number(&mut backlog.at_end);
        }
        if let Some(bought) = &mut item.subcontract {
            mender.series(&mut bought.unit_cost);
            mender.series(&mut bought.most);
        }
        item.hours.iter_mut().for_each(|needs| mender.number(&mut needs.hours));
        if mender.has_mended {
            findings.push(Finding::ItemNumbers { item: at });
        }
        if item.hours.iter().any(|needs| needs.resource >= resources) {
            item.hours.retain(|needs| needs.resource < resources);
            findings.push(Finding::ResourceUnknown { item: at });
        }
    }
    for (at, resource) in problem.resources.iter_mut().enumerate() {
        if mend_resource(resource) {
            findings.push(Finding::ResourceNumbers { resource: at });
        }
        let is_cheaper = |period: usize| {
            let overtime = resource.overtime.as_ref().and_then(|overtime| overtime.hour_cost.at(period));
            overtime.unwrap_or(0.0) < resource.hour_cost.at(period).unwrap_or(0.0)
        };
        if request.levers.overtime && resource.overtime.is_some() && (0..problem.periods).any(is_cheaper) {
            findings.push(Finding::OvertimeCheaper { resource: at });
        }
    }
    if let Strategy::Own(Own { production, workers }) = &mut mended.strategy {
        for list in production.iter_mut().chain(workers) {
            list.iter_mut().for_each(|number| *number = number.filter(|number| (0.0..=LARGEST).contains(number)));
        }
    }
    (mended, findings)
}

fn mend_resource(resource: &mut Resource) -> bool {
    let mut mender = Mender::default();
    mender.series(&mut resource.regular_hours);
    mender.series(&mut resource.hour_cost);
    if let Some(workforce) = &mut resource.workforce {
        mender.number(&mut workforce.opening);
        let series = [
            &mut workforce.hours_per_worker,
            &mut workforce.wage,
            &mut workforce.hire_cost,
            &mut workforce.layoff_cost,
            &mut workforce.fewest,
            &mut workforce.most,
        ];
        series.into_iter().for_each(|series| mender.series(series));
    }
    if let Some(overtime) = &mut resource.overtime {
        let series = [&mut overtime.hour_cost, &mut overtime.most_hours, &mut overtime.most_hours_per_worker];
        series.into_iter().for_each(|series| mender.series(series));
    }
    mender.has_mended
}

#[derive(Default)]
struct Mender {
    has_mended: bool,
}

impl Mender {
    fn number(&mut self, number: &mut f64) {
        if !(0.0..=LARGEST).contains(number) {
            *number = if *number > LARGEST && number.is_finite() { LARGEST } else { 0.0 };
            self.has_mended = true;
        }
    }

    fn list(&mut self, numbers: &mut [f64]) {
        numbers.iter_mut().for_each(|number| self.number(number));
    }

    fn series(&mut self, series: &mut Series) {
        self.list(&mut series.0);
    }
}
