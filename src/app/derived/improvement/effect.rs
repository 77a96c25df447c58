//! What was measured before and after a change, and whether the difference is more than chance.
//!
//! Measured values are compared by their means (Welch) where they are many, by their ranks (Mann and Whitney) where they are few; shares by
//! Newcombe's interval with Fisher's exact test. Never says that something helped where there is too little to say so.

use crate::app::derived::execution::Facts;
use crate::app::derived::quality::read_answers;
use crate::engine::statistics::{mann_whitney, mean, needed_for_means, needed_for_proportions, two_proportions, variance, welch};
use crate::model::text::number_text;
use crate::model::*;
use std::collections::BTreeSet;

/// Fewer values on either side are compared by their ranks.
const FEW: usize = 15;
/// Fewer on either side say nothing.
const LEAST: usize = 5;
const CONFIDENCE: f64 = 0.95;
const ALPHA: f64 = 0.05;
const POWER: f64 = 0.8;

/// What was measured.
#[derive(Clone, PartialEq, Debug)]
pub enum Sample {
    /// Values with their moments, and the unit.
    Values { points: Vec<(Time, f64)>, unit: String },
    /// So many of so many, with their moments.
    Shares { points: Vec<(Time, f64, f64)> },
}

/// How before and after compare.
#[derive(Clone, PartialEq, Debug)]
pub struct Effect {
    /// The comparison in a sentence, with numbers, interval and probability.
    pub sentence: String,
    /// What it is worked out by.
    pub method: String,
    pub before: (usize, f64),
    pub after: (usize, f64),
    /// Whether the difference is more than chance at 5 %.
    pub is_clear: bool,
    /// How many are needed on each side to see a difference of this size four times in five, where that is known.
    pub needed: Option<f64>,
}

/// What an improvement measures, by time.
pub fn samples(workspace: &Workspace, improvement: &Improvement) -> Option<Sample> {
    let of_item = |item: Option<ItemId>| improvement.item.is_none() || item == improvement.item;
    let of_operation = |operation: Option<OperationId>| improvement.operation.is_none() || operation == improvement.operation;
    let replaced: BTreeSet<CheckId> = workspace.checks.values().filter_map(|check| check.corrects).collect();
    let checks =
        || workspace.checks.values().filter(|check| !replaced.contains(&check.id) && of_item(check.item) && of_operation(check.operation));
    match improvement.measure {
        Measured::Nothing => None,
        Measured::Question => {
            let question = improvement.question?;
            let item = workspace.check_items.get(&question)?;
            let key = id_text(question.raw());
            let answers = checks()
                .filter_map(|check| Some((check.time?, read_answers(&check.answers).into_iter().find(|answer| answer.item == key)?)));
            let sample = if item.kind == AnswerKind::Measured {
                let points = answers.filter(|(_, answer)| !answer.values.is_empty()).map(|(time, answer)| (time, mean(&answer.values)));
                Sample::Values { points: sorted(points.collect(), |point| point.0), unit: item.unit.clone() }
            } else {
                let share = |(time, answer): (Time, crate::app::derived::quality::Answer)| match (answer.passed, answer.values.first()) {
                    (_, Some(count)) => Some((time, *count, answer.size.max(1) as f64)),
                    (Some(passed), None) => Some((time, f64::from(u8::from(!passed)), 1.0)),
                    (None, None) => None,
                };
                Sample::Shares { points: sorted(answers.filter_map(share).collect(), |point| point.0) }
            };
            Some(sample)
        }
        Measured::UnitTime => Some(Sample::Values { points: unit_times(workspace, improvement, false), unit: "s".to_owned() }),
        Measured::Scrap => {
            let reports = workspace.counted_reports();
            let made = |report: &&Report| {
                report.good + report.scrap + report.rework > 0.0 && of_item(report.item) && of_operation(report.operation)
            };
            let share = |report: &Report| Some((report.time?, report.scrap, report.good + report.scrap + report.rework));
            Some(Sample::Shares { points: sorted(reports.iter().copied().filter(made).filter_map(share).collect(), |point| point.0) })
        }
        Measured::Failures => {
            let share = |check: &Check| Some((check.time?, f64::from(u8::from(!check.passed)), 1.0));
            Some(Sample::Shares { points: sorted(checks().filter_map(share).collect(), |point| point.0) })
        }
    }
}

/// Seconds per unit of every finished task that an improvement is about, by time; without the fixed time of each run where that is asked.
pub(super) fn unit_times(workspace: &Workspace, improvement: &Improvement, less_fixed: bool) -> Vec<(Time, f64)> {
    let of_item = |item: Option<ItemId>| improvement.item.is_none() || item == improvement.item;
    let of_operation = |operation: Option<OperationId>| improvement.operation.is_none() || operation == improvement.operation;
    let facts = Facts::of(workspace);
    let mut seen = BTreeSet::new();
    let mut points = Vec::new();
    for report in facts.reports.iter().filter(|report| report.kind == ReportKind::Finish) {
        let (Some(task), Some(time)) = (report.task, report.time) else { continue };
        if !of_item(report.item) || !of_operation(report.operation) || !seen.insert(task) {
            continue;
        }
        let progress = Progress::of(facts.of_task(task));
        let fixed = report.operation.and_then(|operation| workspace.operations.get(&operation)).filter(|_| less_fixed);
        let worked = (progress.worked(time).seconds() - fixed.map_or(0, |operation| operation.duration.seconds())) as f64;
        if progress.made() > 0.0 && worked > 0.0 {
            points.push((time, worked / progress.made()));
        }
    }
    sorted(points, |point| point.0)
}

fn sorted<P>(mut points: Vec<P>, time: fn(&P) -> Time) -> Vec<P> {
    sort_with_key(&mut points, time);
    points
}

/// How what was measured before a moment compares with what came after; a sentence says so where there is too little.
pub fn effect(sample: &Sample, began: Time) -> Effect {
    match sample {
        Sample::Values { points, unit } => {
            let side =
                |after: bool| points.iter().filter(|(time, _)| (*time >= began) == after).map(|(_, value)| *value).collect::<Vec<f64>>();
            of_values(&side(false), &side(true), unit)
        }
        Sample::Shares { points } => {
            let side = |after: bool| {
                let own = points.iter().filter(|(time, ..)| (*time >= began) == after);
                own.fold((0.0, 0.0), |(bad, all), (_, count, size)| (bad + count, all + size))
            };
            of_shares(side(false), side(true))
        }
    }
}

/// What was expected of the measure and what came, where both are known: enough was measured since the change.
pub fn expected_and_found(workspace: &Workspace, improvement: &Improvement) -> Option<(f64, f64)> {
    let (expected, began) = (improvement.expected?, improvement.began?);
    let sample = samples(workspace, improvement)?;
    let (count, found) = match &sample {
        Sample::Values { points, .. } => {
            let after: Vec<f64> = points.iter().filter(|(time, _)| *time >= began).map(|(_, value)| *value).collect();
            (after.len(), mean(&after))
        }
        Sample::Shares { points } => {
            let after = points.iter().filter(|(time, ..)| *time >= began);
            let (bad, all) = after.fold((0.0, 0.0), |(bad, all), (_, count, size)| (bad + count, all + size));
            (all as usize, if all > 0.0 { 100.0 * bad / all } else { 0.0 })
        }
    };
    (count >= LEAST).then_some((expected, found))
}

fn too_few(before: (usize, f64), after: (usize, f64)) -> Effect {
    Effect {
        sentence: format!(
            "Not enough yet: {} before and {} after the change; at least {LEAST} on each side are needed.",
            before.0, after.0
        ),
        method: String::new(),
        before,
        after,
        is_clear: false,
        needed: None,
    }
}

fn of_values(before: &[f64], after: &[f64], unit: &str) -> Effect {
    let sides = ((before.len(), mean(before)), (after.len(), mean(after)));
    if before.len() < LEAST || after.len() < LEAST {
        return too_few(sides.0, sides.1);
    }
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let deviation = f64::midpoint(variance(before), variance(after)).sqrt();
    let needed = needed_for_means(sides.1.1 - sides.0.1, deviation, ALPHA, POWER).map(f64::ceil);
    let few = before.len() < FEW || after.len() < FEW;
    let found = if few {
        mann_whitney(after, before, CONFIDENCE)
            .map(|found| (found.shift, found.low, found.high, found.p(), "Mann and Whitney’s test of ranks"))
    } else {
        welch(after, before, CONFIDENCE).map(|found| (found.effect, found.low, found.high, found.p, "Welch’s t-test"))
    };
    let Some((shift, low, high, p, method)) = found else { return too_few(sides.0, sides.1) };
    let is_clear = p < ALPHA;
    let verdict = if is_clear { "This is more than chance" } else { "This may be chance" };
    let range = if low.is_finite() && high.is_finite() { format!(" (95 %: {} to {})", signed(low), signed(high)) } else { String::new() };
    let sentence = format!(
        "Mean {}{unit} before ({} values), {}{unit} after ({}): {}{unit}{range}, p = {}. {verdict}.",
        round(sides.0.1),
        before.len(),
        round(sides.1.1),
        after.len(),
        signed(shift),
        round(p)
    );
    Effect { sentence, method: method.to_owned(), before: sides.0, after: sides.1, is_clear, needed }
}

fn of_shares(before: (f64, f64), after: (f64, f64)) -> Effect {
    let whole = |number: f64| number.round().clamp(0.0, f64::from(u32::MAX)) as u32;
    let sides = ((before.1 as usize, before.0 / before.1.max(1.0)), (after.1 as usize, after.0 / after.1.max(1.0)));
    if sides.0.0 < LEAST || sides.1.0 < LEAST {
        return too_few(sides.0, sides.1);
    }
    let Some(found) = two_proportions(whole(after.0), whole(after.1), whole(before.0), whole(before.1), CONFIDENCE) else {
        return too_few(sides.0, sides.1);
    };
    let is_clear = found.p_exact < ALPHA;
    let verdict = if is_clear { "This is more than chance" } else { "This may be chance" };
    let percent = |share: f64| format!("{} %", number_text((share * 1000.0).round() / 10.0));
    let points = |share: f64| signed((share * 1000.0).round() / 10.0);
    let sentence = format!(
        "{} of {} before ({}), {} of {} after ({}): {} percentage points (95 %: {} to {}), p = {}. {verdict}.",
        number_text(before.0),
        number_text(before.1),
        percent(sides.0.1),
        number_text(after.0),
        number_text(after.1),
        percent(sides.1.1),
        points(found.effect),
        points(found.newcombe.low),
        points(found.newcombe.high),
        round(found.p_exact)
    );
    let needed = needed_for_proportions(sides.0.1, sides.1.1, ALPHA, POWER).map(f64::ceil);
    Effect { sentence, method: "Fisher’s exact test, interval by Newcombe".to_owned(), before: sides.0, after: sides.1, is_clear, needed }
}

/// Three digits that count.
fn round(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return number_text(0.0);
    }
    if number.abs() < 0.0005 {
        return "below 0.001".to_owned();
    }
    let places = (2 - number.abs().log10().floor() as i32).clamp(0, 4);
    let scale = 10_f64.powi(places);
    number_text((number * scale).round() / scale)
}

fn signed(number: f64) -> String {
    let size = round(number.abs());
    if number < 0.0 { format!("−{size}") } else { format!("+{size}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(before: &[f64], after: &[f64]) -> Effect {
        let moment = |at: usize| Time::clamped(at as i64 * 3600);
        let all = before.iter().chain(after).enumerate().map(|(at, value)| (moment(at), *value)).collect();
        effect(&Sample::Values { points: all, unit: "min".to_owned() }, moment(before.len()))
    }

    #[test]
    fn a_clear_difference_is_told_with_its_size_interval_and_probability() {
        let before: Vec<f64> = (0..20).map(|at| 10.0 + f64::from(at % 5)).collect();
        let after: Vec<f64> = (0..20).map(|at| 7.0 + f64::from(at % 5)).collect();
        let found = values(&before, &after);
        assert!(found.is_clear);
        assert!(
            found.sentence.starts_with("Mean 12 min before (20 values), 9 min after (20): −3 min (95 %: −3.93 to −2.07), p = below 0.001."),
            "{}",
            found.sentence
        );
        assert_eq!(found.method, "Welch’s t-test");
    }

    #[test]
    fn too_few_values_say_nothing_and_chance_is_called_chance() {
        assert!(values(&[1.0; 20], &[0.0; 4]).sentence.starts_with("Not enough yet: 20 before and 4 after"));
        let noise = values(&[1.0, 2.0, 3.0, 4.0, 5.0], &[1.5, 2.5, 2.0, 4.5, 4.0]);
        assert!(!noise.is_clear && noise.sentence.ends_with("This may be chance."), "{}", noise.sentence);
        assert!(noise.method.starts_with("Mann"));
    }

    #[test]
    fn shares_are_compared_exactly() {
        let moment = Time::clamped(1000);
        let points = vec![(Time::clamped(0), 12.0, 200.0), (moment, 2.0, 200.0)];
        let found = effect(&Sample::Shares { points }, moment);
        assert!(found.is_clear);
        assert!(found.sentence.starts_with("12 of 200 before (6 %), 2 of 200 after (1 %): −5 percentage points"), "{}", found.sentence);
        assert!(found.needed.is_some_and(|needed| needed > 200.0 && needed < 300.0));
    }
}
