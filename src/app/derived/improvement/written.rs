//! What an adopted change can make the standard: what holds now, what was measured since, and the command's values.
//!
//! Never changes anything, and never offers more room than there is: limits only become tighter.

use super::effect::{Sample, unit_times};
use crate::app::derived::quality::read_answers;
use crate::engine::statistics::{mean, variance};
use crate::model::text::number_text;
use crate::model::*;

/// So many values are needed before limits are made of them: with fewer their spread is hardly known.
const LEAST_FOR_LIMITS: usize = 20;

/// What is written back.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Written {
    /// Seconds per unit of an operation.
    Time { operation: OperationId, seconds: f64 },
    /// The share of what an operation begins that it scraps.
    Scrap { operation: OperationId, share: f64 },
    /// What a question's values should be.
    Target { question: CheckItemId, target: f64 },
    /// What a question's values must be between.
    Limits { question: CheckItemId, lower: Option<f64>, upper: Option<f64> },
}

/// One offer: what it was, what it would be, and the words of the button.
#[derive(Clone, PartialEq, Debug)]
pub struct WriteBack {
    pub what: Written,
    pub label: String,
    pub words: String,
}

/// What can be written back of an adopted improvement; nothing where it is the standard already or nothing was measured since.
pub fn write_backs(workspace: &Workspace, improvement: &Improvement, sample: &Sample) -> Vec<WriteBack> {
    let Some(began) = improvement.began.filter(|_| improvement.decision == Conclusion::Adopt) else { return Vec::new() };
    let offers = match (improvement.measure, improvement.operation, improvement.question, sample) {
        (Measured::UnitTime, Some(operation), ..) => vec![time(workspace, improvement, operation, began)],
        (Measured::Scrap, Some(operation), _, Sample::Shares { points }) => vec![scrap(workspace, operation, points, began)],
        (Measured::Question, _, Some(question), Sample::Values { .. }) => {
            let values = values_since(workspace, improvement, question, began);
            let item = workspace.check_items.get(&question);
            item.map(|item| vec![target(item, &values), limits(item, &values)]).unwrap_or_default()
        }
        _ => Vec::new(),
    };
    offers.into_iter().flatten().collect()
}

fn time(workspace: &Workspace, improvement: &Improvement, operation: OperationId, began: Time) -> Option<WriteBack> {
    let record = workspace.operations.get(&operation)?;
    let times = unit_times(workspace, improvement, true);
    let since: Vec<f64> = times.into_iter().filter(|(time, _)| *time >= began).map(|(_, seconds)| seconds).collect();
    let seconds = (mean(&since) * 100.0).round() / 100.0;
    (!since.is_empty() && seconds > 0.0 && seconds != record.duration_per_unit).then(|| WriteBack {
        what: Written::Time { operation, seconds },
        label: format!("Make {} s per unit the standard", number_text(seconds)),
        words: format!(
            "{}: {} s per unit is the standard now; {} s were needed since the change ({} tasks, without the fixed time of each run).",
            record.name,
            number_text((record.duration_per_unit * 100.0).round() / 100.0),
            number_text(seconds),
            since.len()
        ),
    })
}

fn scrap(workspace: &Workspace, operation: OperationId, points: &[(Time, f64, f64)], began: Time) -> Option<WriteBack> {
    let record = workspace.operations.get(&operation)?;
    let since = points.iter().filter(|(time, ..)| *time >= began);
    let (lost, all) = since.fold((0.0, 0.0), |(lost, all), (_, bad, made)| (lost + bad, all + made));
    let share = (lost / all * 1e4).round() / 1e4;
    let percent = |share: f64| format!("{} %", number_text((share * 1e4).round() / 100.0));
    // Where all was lost there is no yield to plan with.
    (all > 0.0 && share <= 0.95 && share != record.scrap_share).then(|| WriteBack {
        what: Written::Scrap { operation, share },
        label: format!("Plan {} scrap", percent(share)),
        words: format!(
            "{}: {} scrap is planned now; {} was measured since the change ({} of {}). The plan begins so many more.",
            record.name,
            percent(record.scrap_share),
            percent(share),
            number_text(lost),
            number_text(all)
        ),
    })
}

/// Every single value of a question since a moment, for limits are about values and not about means.
fn values_since(workspace: &Workspace, improvement: &Improvement, question: CheckItemId, began: Time) -> Vec<f64> {
    let replaced: Vec<CheckId> = workspace.checks.values().filter_map(|check| check.corrects).collect();
    let key = id_text(question.raw());
    let counts = |check: &&Check| {
        !replaced.contains(&check.id)
            && check.time.is_some_and(|time| time >= began)
            && (improvement.item.is_none() || check.item == improvement.item)
            && (improvement.operation.is_none() || check.operation == improvement.operation)
    };
    let answers = workspace.checks.values().filter(counts).flat_map(|check| read_answers(&check.answers));
    answers.filter(|answer| answer.item == key).flat_map(|answer| answer.values).collect()
}

fn unit_of(item: &CheckItem) -> String {
    if item.unit.is_empty() { String::new() } else { format!(" {}", item.unit) }
}

fn target(item: &CheckItem, values: &[f64]) -> Option<WriteBack> {
    let (target, unit) = ((mean(values) * 100.0).round() / 100.0, unit_of(item));
    let now = item.target.map_or_else(|| "no target".to_owned(), |now| format!("{}{unit}", number_text(now)));
    (!values.is_empty() && item.target != Some(target)).then(|| WriteBack {
        what: Written::Target { question: item.id, target },
        label: format!("Make {}{unit} the target of the checklist", number_text(target)),
        words: format!(
            "{}: {now} is aimed at now; {}{unit} is the mean since the change ({} values).",
            item.name,
            number_text(target),
            values.len()
        ),
    })
}

/// Limits as wide as the values really spread (mean and three standard deviations), where those that hold are wider.
fn limits(item: &CheckItem, values: &[f64]) -> Option<WriteBack> {
    let (centre, spread) = (mean(values), 3.0 * variance(values).sqrt());
    if values.len() < LEAST_FOR_LIMITS || !(spread > 0.0 && spread.is_finite()) {
        return None;
    }
    // Two digits of the spread, away from the centre.
    let step = 10_f64.powf(spread.log10().floor() - 1.0);
    let exact = |steps: f64| (steps * step * 1e9).round() / 1e9;
    let lowest = exact(((centre - spread) / step).floor());
    let highest = exact(((centre + spread) / step).ceil());
    let lower = item.lower.map(|lower| lower.max(lowest));
    let upper = item.upper.map(|upper| upper.min(highest));
    // With no limit at all both sides are offered; where there is one side alone, the other was left open on purpose.
    let (lower, upper) = if item.lower.is_none() && item.upper.is_none() { (Some(lowest), Some(highest)) } else { (lower, upper) };
    let is_sound = !matches!((lower, upper), (Some(lower), Some(upper)) if lower >= upper);
    let unit = unit_of(item);
    (is_sound && (lower, upper) != (item.lower, item.upper)).then(|| WriteBack {
        what: Written::Limits { question: item.id, lower, upper },
        label: format!("Make {}{unit} the limits of the checklist", range_words(lower, upper)),
        words: format!(
            "{}: {} now; since the change values lie from {} to {}{unit} (mean and three standard deviations of {} values). Tighter limits tell sooner when it slips back.",
            item.name,
            if item.lower.is_none() && item.upper.is_none() {
                "no limits".to_owned()
            } else {
                format!("limits of {}{unit}", range_words(item.lower, item.upper))
            },
            number_text(lowest),
            number_text(highest),
            values.len()
        ),
    })
}

fn range_words(lower: Option<f64>, upper: Option<f64>) -> String {
    match (lower, upper) {
        (Some(lower), Some(upper)) => format!("{} to {}", number_text(lower), number_text(upper)),
        (Some(lower), None) => format!("at least {}", number_text(lower)),
        (None, Some(upper)) => format!("at most {}", number_text(upper)),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    fn item(lower: Option<f64>, upper: Option<f64>) -> CheckItem {
        let unit = "mm".to_owned();
        CheckItem { name: "Length".to_owned(), kind: AnswerKind::Measured, unit, lower, upper, ..CheckItem::new(CheckItemId::from_raw(1)) }
    }

    /// Twenty values around ten with a standard deviation of 0.10260.
    fn values() -> Vec<f64> {
        (0..20).map(|at| if at % 2 == 0 { 9.9 } else { 10.1 }).collect()
    }

    #[test]
    fn limits_become_as_tight_as_what_is_measured_and_never_wider() {
        let offered = |lower, upper| limits(&item(lower, upper), &values()).map(|offer| offer.what);
        let expected = |lower, upper| Some(Written::Limits { question: CheckItemId::from_raw(1), lower, upper });
        // Three standard deviations are 0.3078: with two digits, outwards, 9.69 to 10.31.
        assert_eq!(offered(Some(9.0), Some(11.0)), expected(Some(9.69), Some(10.31)));
        assert_eq!(offered(Some(9.8), Some(11.0)), expected(Some(9.8), Some(10.31)));
        assert_eq!(offered(None, Some(11.0)), expected(None, Some(10.31)));
        assert_eq!(offered(None, None), expected(Some(9.69), Some(10.31)));
        assert_eq!(offered(Some(9.8), Some(10.2)), None, "they are tighter already");
        assert_eq!(offered(Some(10.5), Some(11.0)), None, "what is measured lies outside of them");
        assert!(limits(&item(None, None), &values()[..19]).is_none(), "too few values");
        let words = limits(&item(Some(9.0), Some(11.0)), &values()).unwrap().words;
        assert!(words.starts_with("Length: limits of 9 to 11 mm now; since the change values lie from 9.69 to 10.31 mm"), "{words}");
    }

    #[test]
    fn what_is_scrapped_since_the_change_is_what_the_plan_counts_with() {
        let mut workspace = Workspace::default();
        let operation = OperationId::from_raw(1);
        let record = Operation { name: "Sawing".to_owned(), scrap_share: 0.05, ..Operation::new(operation) };
        workspace.operations.insert(operation, record);
        let began = Time::clamped(100);
        let improvement = Improvement {
            decision: Conclusion::Adopt,
            measure: Measured::Scrap,
            operation: Some(operation),
            began: Some(began),
            ..Improvement::new(ImprovementId::from_raw(1))
        };
        let sample = Sample::Shares { points: vec![(Time::clamped(0), 25.0, 500.0), (began, 4.0, 300.0), (began, 2.0, 200.0)] };
        let found = write_backs(&workspace, &improvement, &sample);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].what, Written::Scrap { operation, share: 0.012 });
        assert_eq!(found[0].label, "Plan 1.2 % scrap");
        assert!(found[0].words.starts_with("Sawing: 5 % scrap is planned now; 1.2 % was measured since the change (6 of 500)."));
        // What is the standard already is not offered, nor is what nobody adopted.
        workspace.operations.get_mut(&operation).unwrap().scrap_share = 0.012;
        assert!(write_backs(&workspace, &improvement, &sample).is_empty());
        workspace.operations.get_mut(&operation).unwrap().scrap_share = 0.0;
        assert!(write_backs(&workspace, &Improvement { decision: Conclusion::Adapt, ..improvement }, &sample).is_empty());
    }
}
