//! Pitfalls of the work: more started than finished, checks at the end, and steps kept busy that hold nothing up.

use super::super::figures::Figures;
use super::{Pitfall, percent};
use crate::engine::performance::Amount;
use crate::engine::pitfalls::{Steps, busy_everywhere, checked_at_the_end, started_more_than_finished};
use crate::model::{OperationId, RecordId, TableName, Workspace, sort_with_key};
use std::collections::BTreeMap;

/// How many periods at the end are looked at for steps.
const LAST: usize = 4;

pub(super) fn more_started(figures: &Figures) -> Pitfall {
    let whole = figures.basis.periods.len() - usize::from(figures.basis.goes_on() && !figures.basis.periods.is_empty());
    let of = |amount: Amount| -> Vec<f64> { (0..whole).map(|period| figures.amount(amount, 0, period)).collect() };
    let (mut starts, mut finishes) = (of(Amount::Started), of(Amount::Done));
    // Periods before the first report say nothing of balance.
    let silent = starts.iter().zip(&finishes).take_while(|(start, finish)| **start == 0.0 && **finish == 0.0).count();
    starts.drain(..silent);
    finishes.drain(..silent);
    let first_end = figures.amount(Amount::InWorkAtEnd, 0, silent);
    let before = first_end - starts.first().copied().unwrap_or(0.0) + finishes.first().copied().unwrap_or(0.0);
    let units = figures.flowing();
    let ages: Vec<f64> = figures.ageing(&units).iter().map(|age| age.seconds).collect();
    let times: Vec<f64> = figures.cycle_times(&units).iter().map(|(_, seconds, _)| *seconds).collect();
    let found = started_more_than_finished(&starts, &finishes, before, &ages, &times);
    let last = found.in_process.last().copied().unwrap_or(before);
    let mut words = format!("In work went from {before:.0} to {last:.0}");
    words.push_str(if found.grows { ", more than chance makes it." } else { ", which chance explains." });
    if found.old.is_some() {
        words.push_str(&format!(
            " Of what is open {} is older than 85 of 100 took; {} would be expected.",
            percent(found.aged),
            percent(found.expected_aged)
        ));
    }
    Pitfall::of(
        "More is started than finished",
        "whole periods",
        &found.evidence,
        words,
        "At least six whole periods with starts and ends are needed, or twenty that were done.",
        "Agree how much may be in work at each stage (Scheduling Board, cards), and begin the next only when one is finished.",
    )
}

/// The steps of each routing in their order.
fn routings(workspace: &Workspace) -> Vec<Vec<OperationId>> {
    let mut found: BTreeMap<OperationId, Vec<(i64, OperationId)>> = BTreeMap::new();
    for step in workspace.operations.values() {
        if let Some(owner) = step.owner {
            found.entry(owner).or_default().push((step.priority, step.id));
        }
    }
    found
        .into_values()
        .map(|mut steps| {
            sort_with_key(&mut steps, |step| *step);
            steps.into_iter().map(|(_, id)| id).collect()
        })
        .collect()
}

/// Of the routing that is checked most.
pub(super) fn late_checks(workspace: &Workspace, figures: &Figures) -> Pitfall {
    let best = routings(workspace).into_iter().filter(|steps| steps.len() >= 3).map(|steps| {
        let place = |operation: u64| steps.iter().position(|step| step.raw() == operation);
        let checks: Vec<usize> = workspace
            .checks
            .values()
            .filter_map(|check| {
                let list = check.checklist.and_then(|list| workspace.checklists.get(&list));
                place(check.operation.or(list.and_then(|list| list.operation))?.raw())
            })
            .collect();
        let bad = figures.basis.facts.iter().filter(|fact| fact.scrap + fact.rework > 0.0);
        // Where a defect was made is not reported, only where it was found.
        let defects: Vec<(Option<usize>, usize)> = bad.filter_map(|fact| Some((None, place(fact.operation)?))).collect();
        (steps.len(), checks, defects)
    });
    let (steps, checks, defects) = best.max_by_key(|(_, checks, _)| checks.len()).unwrap_or_default();
    let found = checked_at_the_end(steps, &checks, &defects);
    let words = format!(
        "Of {} checks along {steps} steps {} were in the last fifth. Where defects are made is not reported, only where they are found.",
        checks.len(),
        percent(found.late)
    );
    Pitfall::of(
        "Quality is checked in at the end",
        "checks along a routing",
        &found.evidence,
        words,
        "A routing of at least three steps with two checks is needed.",
        "Put a checklist at the step where most defects are made (Quality, Checklists), and let it block the step.",
    )
}

/// Of the routing on which most was reported.
pub(super) fn busy_steps(workspace: &Workspace, figures: &Figures) -> Pitfall {
    let basis = &figures.basis;
    let whole = basis.periods.len() - usize::from(basis.goes_on() && !basis.periods.is_empty());
    let spans = basis.periods.get(whole.saturating_sub(LAST)..whole).unwrap_or_default();
    let units: BTreeMap<u64, f64> = basis.tasks.iter().map(|task| (task.operation, task.unit_seconds)).collect();
    let mut made: BTreeMap<u64, Vec<f64>> = BTreeMap::new();
    let mut on: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for fact in &basis.facts {
        let Some(at) = spans.iter().position(|span| fact.time >= span.start && fact.time < span.end) else { continue };
        let counted = fact.good + fact.scrap + fact.rework;
        if let Some(sum) = made.entry(fact.operation).or_insert_with(|| vec![0.0; spans.len()]).get_mut(at) {
            *sum += counted;
        }
        let places = on.entry(fact.operation).or_default();
        if fact.resource != 0 && !places.contains(&fact.resource) {
            places.push(fact.resource);
        }
    }
    let reported = |steps: &Vec<OperationId>| steps.iter().filter(|step| made.contains_key(&step.raw())).count();
    let steps = routings(workspace).into_iter().max_by_key(reported).unwrap_or_default();
    let output = |step: Option<&OperationId>| step.and_then(|step| made.get(&step.raw()).cloned()).unwrap_or_default();
    let load: Vec<f64> =
        steps.iter().map(|step| output(Some(step)).iter().sum::<f64>() * units.get(&step.raw()).copied().unwrap_or(0.0)).collect();
    let open = |step: &OperationId| -> f64 {
        let places = on.get(&step.raw()).map(Vec::as_slice).unwrap_or_default();
        places.iter().flat_map(|resource| spans.iter().map(|span| basis.open(*resource, None, span.start, span.end))).sum()
    };
    let capacity: Vec<f64> = steps.iter().map(open).collect();
    let input = Steps {
        capacity: &capacity,
        load: &load,
        queue: &[],
        output_before: &[],
        output_constraint: &[],
        in_process: &[],
        busyness_is_a_target: workspace.kpis.values().any(|figure| figure.formula.trim() == "utilisation" && figure.target >= Some(0.9)),
    };
    let constraint = busy_everywhere(&input).constraint;
    let before = constraint.and_then(|at| steps.get(at.checked_sub(1)?));
    let known = before.is_some() && spans.len() == LAST;
    let (fed, taken) = if known { (output(before), output(constraint.and_then(|at| steps.get(at)))) } else { (Vec::new(), Vec::new()) };
    let mut stock = vec![0.0];
    for (fed, taken) in fed.iter().zip(&taken) {
        let last = stock.last().copied().unwrap_or(0.0);
        stock.push(last + fed - taken);
    }
    let found = busy_everywhere(&Steps { output_before: &fed, output_constraint: &taken, in_process: &stock, ..input });
    let name = constraint.and_then(|at| steps.get(at)).map(|step| workspace.label(TableName::Operation, step.raw())).unwrap_or_default();
    let words = format!("{name} has the most work for its hours. The step before it makes {} more than {name} takes.", percent(found.push));
    Pitfall::of(
        "Steps are busy that hold nothing up",
        "whole periods",
        &found.evidence,
        words,
        "Counts of two steps in a row over four whole periods are needed, the later one with the most work for its hours.",
        "Let the step before the bottleneck make only what the bottleneck takes, and measure it by that, not by how busy it is.",
    )
}
