//! Key figures of what happened: one pass over the facts, then any figure of any member and period with all that it is made of.
//!
//! Pure functions of plain facts. Never reads a workspace, sets a target or judges a figure.

mod amounts;
mod cells;
mod delivery;
mod equipment;
mod facts;
mod flow;
mod flow_figures;
mod formula;
mod gather;
mod intervals;
mod kpi;
mod laws;
mod learning;
mod losses;
mod money;
mod pieces;

pub use amounts::{Amount, Sums};
pub use facts::{Checked, Cost, CostKind, Dimension, Fact, FlowUnit, Input, Kind, Loss, NO_REASON, OpenSeconds, Order, Period, Task};
pub use flow::{Ageing, FlowAt, Flowing, ageing, cumulative_flow, days_inclusive, flowing, percentiles};
pub use formula::{Formula, FormulaError, can_name};
pub use gather::{Gathered, gather};
pub use kpi::{Better, FAMILIES, Figure, Kpi, Made, Rows, Sample, Unit, kpi, kpis};
pub use laws::{
    Bar, EarnedValue, LineAt, availability_in_parallel, availability_in_series, dpmo_of_sigma, dpmo_of_sigma_two_sided, earned_value,
    line_cases, nearest_rank, pareto, rolled_yield, sigma_of_dpmo, yield_of_defects_per_unit,
};
pub use learning::LearningCurve;
pub use losses::{Branch, LossTree, LostTime, losses};

use crate::model::sort_with;

impl Gathered {
    /// Members of whom anything is known, in the order of their ids.
    pub fn members(&self) -> Vec<u64> {
        self.cells.members().collect()
    }

    /// The sums of a member in a period; nothing where nothing is known.
    pub fn sums(&self, member: u64, period: usize) -> Option<&Sums> {
        self.cells.get(member, period)
    }

    /// A figure of a member in a period; without a value where nothing is known.
    pub fn figure(&self, input: &Input, kpi: &Kpi, member: u64, period: usize) -> Figure {
        self.sums(member, period).map_or_else(Figure::default, |sums| kpi.of(sums, input.dimension))
    }

    /// A formula of a person's own, of a member in a period; typed series by their places.
    pub fn own(&self, input: &Input, formula: &Formula, typed: &dyn Fn(usize) -> Option<f64>, member: u64, period: usize) -> Option<f64> {
        formula.value(&|kpi| self.figure(input, kpi, member, period).value, typed)
    }

    /// Positions of the facts that a figure is made of, in their order. Figures of orders alone have none.
    pub fn explain(&self, input: &Input, kpi: &Kpi, member: u64, period: usize) -> Vec<u32> {
        let Some(span) = input.periods.get(period) else { return Vec::new() };
        let fact = |at: u32| input.facts.get(at as usize);
        let is_members = |at: u32| fact(at).is_some_and(|fact| input.member_of_fact(fact) == member);
        let mut found: Vec<u32> = Vec::new();
        if matches!(kpi.rows, Rows::Time | Rows::TimeAndPieces) {
            let within = self.intervals.iter().filter(|stretch| stretch.from < span.end && stretch.to > span.start);
            found.extend(within.filter(|stretch| is_members(stretch.begun)).flat_map(|stretch| [stretch.begun, stretch.ended]));
        }
        if matches!(kpi.rows, Rows::Pieces | Rows::TimeAndPieces | Rows::Money) {
            let count = u32::try_from(input.facts.len()).unwrap_or(u32::MAX);
            found.extend((0..count).filter(|at| {
                is_members(*at)
                    && fact(*at).is_some_and(|fact| {
                        input.period_of(fact.time) == Some(period)
                            && (fact.scrap != 0.0 || kpi.rows != Rows::Money && fact.good + fact.rework != 0.0)
                    })
            }));
        }
        if kpi.rows == Rows::Flow {
            found.extend(self.flow_facts(input, member, *span));
        }
        if kpi.rows == Rows::Plan {
            let due = |time: Option<i64>| time.is_some_and(|time| input.period_of(time) == Some(period));
            let planned = input.tasks.iter().filter(|task| input.member_of_task(task) == member);
            let mut ids: Vec<u64> = planned.filter(|task| due(task.planned_end) || due(task.planned_start)).map(|task| task.id).collect();
            sort_with(&mut ids, u64::cmp);
            let of_these =
                |(_, fact): &(u32, &Fact)| ids.binary_search(&fact.task).is_ok() && fact.time < span.end && fact.time <= input.now;
            found.extend((0_u32..).zip(input.facts).filter(of_these).map(|(at, _)| at));
        }
        found.retain(|at| *at != intervals::GOES_ON);
        sort_with(&mut found, u32::cmp);
        found.dedup();
        found
    }

    /// First starts and ends of what was in work or done in a span.
    fn flow_facts(&self, input: &Input, member: u64, span: Period) -> Vec<u32> {
        let touches = |start: i64, end: Option<i64>| start < span.end && end.is_none_or(|end| end >= span.start);
        if input.flows() == FlowUnit::Tasks {
            let runs = self.runs.iter().filter(|run| touches(run.start, run.end));
            let own = |at: u32| input.facts.get(at as usize).is_some_and(|fact| input.member_of_fact(fact) == member);
            return runs.filter(|run| own(run.begun)).flat_map(|run| [run.begun, run.ended]).collect();
        }
        // An order is told done by its own record; its first start is a fact.
        let own = input.orders.iter().filter(|order| input.member_of_order(order) == Some(member));
        own.filter_map(|order| self.start_of_order(order.id).filter(|(start, _)| touches(*start, order.finished)))
            .map(|(_, at)| at)
            .collect()
    }
}
