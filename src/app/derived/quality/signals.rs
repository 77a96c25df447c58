//! What a control chart says in sentences: its signals with their points, its limits, and how often its rules cry wolf.
//!
//! Never says what is to be done: that is for whoever knows the work.

use super::series::ChartSeries;
use crate::app::derived::schedule::moment_text;
use crate::engine::quality::{ChartKind, ChartOutcome, Rule, RuleSet, Series, average_run_length, cusum_run_length, ewma_run_length};
use crate::model::Time;
use crate::model::text::number_text;

/// Trials of a stable process; so many know the points to a false alarm to about three per cent.
const TRIALS: u32 = 1_000;

/// A pattern that chance does not make, from its first point to its last.
#[derive(Clone, PartialEq, Debug)]
pub struct ToldSignal {
    pub rule: Rule,
    pub first: usize,
    pub last: usize,
    /// Whether it is on the chart of spreads.
    pub second: bool,
    pub words: String,
}

/// The signals of both charts in the order of their points; a pattern that goes on is told once.
pub fn told_signals(series: &ChartSeries, outcome: &ChartOutcome, now: Time) -> Vec<ToldSignal> {
    let mut told = patterns(&outcome.main, false);
    told.extend(outcome.second.iter().flat_map(|second| patterns(second, true)));
    for signal in &mut told {
        let time = |at: usize| series.points.get(at).map(|point| moment_text(point.time, now)).unwrap_or_default();
        let (first, last) = (signal.first, signal.last);
        let points = if first == last {
            format!("point {} ({})", first + 1, time(first))
        } else {
            format!("points {} to {} ({} to {})", first + 1, last + 1, time(first), time(last))
        };
        let place = if signal.second { format!(" of the {}", second_name(series.request.kind)) } else { String::new() };
        signal.words = format!("Rule {}, {points}{place}: {}", signal.rule.number(), signal.rule.cause());
    }
    told.sort_by_key(|signal| (signal.last, signal.second, signal.rule));
    told
}

fn patterns(series: &Series, second: bool) -> Vec<ToldSignal> {
    let mut told: Vec<ToldSignal> = Vec::new();
    for rule in Rule::ALL {
        let begun = told.len();
        for signal in series.signals.iter().filter(|signal| signal.rule == rule) {
            let first = signal.points.first().copied().unwrap_or(signal.point);
            // Points beyond a limit are each their own; a longer pattern goes on while its points overlap.
            let goes_on = told.get_mut(begun..).and_then(<[_]>::last_mut).filter(|before| rule != Rule::Beyond && first <= before.last);
            match goes_on {
                Some(before) => before.last = signal.point,
                None => told.push(ToldSignal { rule, first, last: signal.point, second, words: String::new() }),
            }
        }
    }
    told
}

/// The rules that fire at a point of one chart, by their numbers.
pub fn rules_at(series: &Series, point: usize) -> Vec<usize> {
    series.signals.iter().filter(|signal| signal.point == point).map(|signal| signal.rule.number()).collect()
}

/// What the points of the main chart are: `Mean`, `Share defective`.
pub fn main_name(kind: ChartKind) -> &'static str {
    match kind {
        ChartKind::XbarR | ChartKind::XbarS => "Mean",
        ChartKind::Individuals => "Value",
        ChartKind::P => "Share defective",
        ChartKind::Np => "Defective units",
        ChartKind::C => "Defects",
        ChartKind::U => "Defects per unit",
        ChartKind::G => "Good units between",
        ChartKind::T => "Hours between",
        ChartKind::Ewma { .. } => "Weighted mean",
        ChartKind::Cusum { .. } => "Sum upwards",
    }
}

/// What the points of the second chart are.
pub fn second_name(kind: ChartKind) -> &'static str {
    match kind {
        ChartKind::XbarR => "ranges",
        ChartKind::XbarS => "standard deviations",
        ChartKind::Individuals => "moving ranges",
        _ => "sums downwards",
    }
}

/// The kind in a few words: `Individuals and moving ranges (I-MR)`.
pub fn kind_name(kind: ChartKind) -> &'static str {
    match kind {
        ChartKind::XbarR => "Means and ranges (x̄-R)",
        ChartKind::XbarS => "Means and standard deviations (x̄-s)",
        ChartKind::Individuals => "Individuals and moving ranges (I-MR)",
        ChartKind::P => "Share defective (p)",
        ChartKind::Np => "Number defective (np)",
        ChartKind::C => "Defects (c)",
        ChartKind::U => "Defects per unit (u)",
        ChartKind::G => "Good units between defects (g)",
        ChartKind::T => "Hours between defects (t)",
        ChartKind::Ewma { .. } => "Weighted mean (EWMA)",
        ChartKind::Cusum { .. } => "Cumulative sums (CUSUM)",
    }
}

/// How often a stable process gives a false alarm on the main chart, in a sentence.
pub fn false_alarm_words(kind: ChartKind, rules: &RuleSet) -> String {
    let points = match kind {
        ChartKind::Ewma { weight, width, .. } => ewma_run_length(weight, width, 0.0),
        ChartKind::Cusum { slack, decision } => cusum_run_length(slack, decision, 0.0),
        kind => average_run_length(&rules.only(kind.valid_rules().0), 0.0, TRIALS, 1).mean,
    };
    if !points.is_finite() {
        return "No rule is looked for, so nothing signals.".to_owned();
    }
    let rounded = if points < 20.0 { points.round() } else { (points / 5.0).round() * 5.0 };
    format!("Where nothing changes, these rules give a false alarm about every {} points.", number_text(rounded))
}

/// The process as the stages see it, a sentence for each.
pub fn stage_words(series: &ChartSeries, outcome: &ChartOutcome, now: Time) -> Vec<String> {
    let unit = if series.question.unit.is_empty() { String::new() } else { format!(" {}", series.question.unit) };
    let shares = matches!(series.request.kind, ChartKind::P | ChartKind::Np);
    let sentence = |(at, stage): (usize, &crate::engine::quality::StageOutcome)| {
        let time = |at: usize| series.points.get(at).map(|point| moment_text(point.time, now)).unwrap_or_default();
        let mean = if shares { format!("{} %", rounded(stage.mean * 100.0)) } else { format!("{}{unit}", rounded(stage.mean)) };
        let deviation =
            if stage.deviation > 0.0 { format!(", standard deviation {}{unit}", rounded(stage.deviation)) } else { String::new() };
        let from = if series.holds(stage) { "limits as before".to_owned() } else { format!("limits from {} points", stage.used) };
        format!("Stage {} from {}: mean {mean}{deviation}, {from}.", at + 1, time(stage.start))
    };
    outcome.stages.iter().enumerate().filter(|(_, stage)| stage.end > stage.start).map(sentence).collect()
}

/// A number with about four digits that count.
pub fn rounded(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return if number == 0.0 { "0".to_owned() } else { "no number".to_owned() };
    }
    let digits = (3.0 - number.abs().log10().floor()).clamp(0.0, 6.0) as i32;
    let factor = 10_f64.powi(digits);
    number_text((number * factor).round() / factor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::derived::quality::read_rules;
    use crate::engine::quality::{ChartRequest, Signal, control_chart};
    use crate::model::Record;
    use crate::model::{CheckId, CheckItem, CheckItemId, ControlChart, ControlChartId, RecordId, Span};

    fn series(values: &[f64], rules: &str) -> ChartSeries {
        let start = Time::from_date(2026, 3, 2).unwrap_or_default();
        let point = |(at, value): (i64, &f64)| super::super::ChartPoint {
            check: CheckId::from_raw(at as u64 + 1),
            time: start.plus(Span::from_hours(at)),
            values: vec![*value],
            size: 1.0,
            left_out: None,
        };
        ChartSeries {
            chart: ControlChart::new(ControlChartId::from_raw(1)),
            question: CheckItem { unit: "mm".to_owned(), ..CheckItem::new(CheckItemId::from_raw(1)) },
            points: (0..).zip(values).map(point).collect(),
            request: ChartRequest {
                kind: ChartKind::Individuals,
                points: values.iter().map(|value| vec![*value]).collect(),
                sizes: Vec::new(),
                stages: Vec::new(),
                excluded: Vec::new(),
                rules: read_rules(rules),
            },
            strangers: 0,
            unread: Vec::new(),
        }
    }

    #[test]
    fn a_point_beyond_a_limit_is_told_with_its_time_and_a_pattern_that_goes_on_once() {
        let mut values: Vec<f64> = (0..20).map(|at| 10.0 + f64::from(at % 2)).collect();
        values.push(40.0);
        let one = series(&values, "1");
        let told = told_signals(&one, &control_chart(&one.request), Time::from_date(2026, 3, 2).unwrap_or_default());
        let words: Vec<&str> = told.iter().filter(|signal| !signal.second).map(|signal| signal.words.as_str()).collect();
        assert_eq!(words, ["Rule 1, point 21 (Mon 20:00): The point lies beyond its limit."]);
        assert!(told.iter().any(|signal| signal.second && signal.words.contains("of the moving ranges")), "{told:?}");
        let mut long = Series::default();
        for point in [8, 9, 10, 30] {
            long.signals.push(Signal { rule: Rule::OneSide, point, points: (point - 8..=point).collect() });
        }
        let told: Vec<(usize, usize)> = patterns(&long, false).iter().map(|signal| (signal.first, signal.last)).collect();
        assert_eq!(told, [(0, 10), (22, 30)]);
    }

    #[test]
    fn false_alarms_are_told_by_the_rules_that_are_on() {
        assert_eq!(false_alarm_words(ChartKind::Individuals, &read_rules("")), "No rule is looked for, so nothing signals.");
        let points = |rules: &str| {
            let words = false_alarm_words(ChartKind::Individuals, &read_rules(rules));
            let number: String = words.chars().filter(char::is_ascii_digit).collect();
            number.parse::<f64>().unwrap_or_default()
        };
        // One in 370 by the limits alone (Montgomery, chapter 5), about one in 92 by the four of Western Electric (Champ and Woodall 1987).
        assert!((points("1") - 370.0).abs() < 45.0, "{}", points("1"));
        assert!((points("1 2=8 5 6") - 92.0).abs() < 12.0, "{}", points("1 2=8 5 6"));
    }

    #[test]
    fn numbers_keep_the_digits_that_count() {
        assert_eq!([0.0, 12_345.6, 10.012_34, 0.001_234_56].map(rounded), ["0", "12346", "10.01", "0.001235"]);
    }
}
