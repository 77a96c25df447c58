//! What one of a chart's two lines of points shows, in plain columns: values and limits in the unit that is told, zones, marks and stages.

use super::series::ChartSeries;
use super::signals::{main_name, rounded, rules_at, second_name};
use crate::app::derived::schedule::moment_text;
use crate::engine::quality::{Basis, ChartKind, ChartOutcome, Point, Series};
use crate::model::{AnswerKind, Time};

/// The main chart or the one of spreads, ready to be drawn. All columns have one entry a point.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PlottedLine {
    /// What the points are.
    pub name: String,
    pub unit: String,
    /// Digits after the point that tell the values apart.
    pub decimals: usize,
    pub times: Vec<Time>,
    /// Each point in words, with its signals and whether it counts.
    pub names: Vec<String>,
    pub values: Vec<Option<f64>>,
    pub lower: Vec<Option<f64>>,
    pub centre: Vec<Option<f64>>,
    pub upper: Vec<Option<f64>>,
    /// Standard deviations, where zones mean something; else empty.
    pub zones: Vec<f64>,
    pub left_out: Vec<bool>,
    /// The first rule that fires at each point.
    pub rules: Vec<Option<usize>>,
    /// Points with which stages begin that have limits of their own.
    pub begins: Vec<usize>,
}

/// One line of a chart. Shares are told in per cent.
pub fn plotted_line(series: &ChartSeries, outcome: &ChartOutcome, second: bool, now: Time) -> PlottedLine {
    let none = Series::default();
    let line = if second { outcome.second.as_ref().unwrap_or(&none) } else { &outcome.main };
    let kind = series.request.kind;
    let scale = if kind == ChartKind::P { 100.0 } else { 1.0 };
    let column = |read: &dyn Fn(&Point) -> Option<f64>| -> Vec<Option<f64>> {
        line.points.iter().map(|point| read(point).map(|value| value * scale)).collect()
    };
    let name = |(at, time): (usize, &Time)| {
        let rules: Vec<String> = rules_at(line, at).iter().map(usize::to_string).collect();
        let signals = if rules.is_empty() { String::new() } else { format!(", signals by rule {}", rules.join(" and ")) };
        let is_left_out = line.points.get(at).is_some_and(|point| point.excluded);
        let left_out = if is_left_out { ", left out of the limits" } else { "" };
        format!("Point {}, {}{signals}{left_out}", at + 1, moment_text(*time, now))
    };
    let times: Vec<Time> = series.points.iter().zip(&line.points).map(|(point, _)| point.time).collect();
    let has_zones = !second && matches!(kind, ChartKind::XbarR | ChartKind::XbarS | ChartKind::Individuals);
    let (values, lower, upper) = (column(&|point| point.value), column(&|point| point.lower), column(&|point| point.upper));
    PlottedLine {
        name: if second { capitalised(second_name(kind)) } else { main_name(kind).to_owned() },
        unit: plotted_unit(series),
        decimals: decimals(values.iter().chain(&lower).chain(&upper).copied().flatten()),
        names: times.iter().enumerate().map(name).collect(),
        centre: column(&|point| Some(point.centre)),
        zones: if has_zones { line.points.iter().map(|point| point.deviation).collect() } else { Vec::new() },
        left_out: line.points.iter().map(|point| point.excluded).collect(),
        rules: (0..line.points.len()).map(|at| rules_at(line, at).into_iter().min()).collect(),
        begins: series.request.stages.iter().filter(|stage| stage.limits != Basis::Before).map(|stage| stage.start).collect(),
        times,
        values,
        lower,
        upper,
    }
}

/// The unit of what is plotted; counts have none.
pub fn plotted_unit(series: &ChartSeries) -> String {
    match series.request.kind {
        ChartKind::P => "%".to_owned(),
        ChartKind::T => "h".to_owned(),
        ChartKind::Np | ChartKind::C | ChartKind::U | ChartKind::G => String::new(),
        _ => series.question.unit.clone(),
    }
}

/// What was measured or counted at a point: `10.1 · 10.2 · 9.9 mm`, `3 of 20`.
pub fn values_words(series: &ChartSeries, at: usize) -> String {
    let Some(point) = series.points.get(at) else { return String::new() };
    let values: Vec<String> = point.values.iter().map(|value| rounded(*value)).collect();
    if series.question.kind == AnswerKind::Measured {
        return format!("{} {}", values.join(" · "), series.question.unit).trim_end().to_owned();
    }
    format!("{} of {}", values.join(" · "), rounded(point.size))
}

/// Digits after the point so that three count of what the values span.
fn decimals(values: impl Iterator<Item = f64> + Clone) -> usize {
    let finite = values.filter(|value| value.is_finite());
    let (low, high) = (finite.clone().fold(f64::INFINITY, f64::min), finite.fold(f64::NEG_INFINITY, f64::max));
    let range = if high > low { high - low } else { high.abs() };
    if range.is_finite() && range > 0.0 { (2.0 - range.log10().floor()).clamp(0.0, 6.0) as usize } else { 0 }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;
    use crate::app::derived::quality::{Answer, chart_series, write_answers};
    use crate::app::rehearsal::rehearsal;
    use crate::app::{QualityCommand, RecordCommand, Session};
    use crate::model::Record;
    use crate::model::{
        Check, CheckId, CheckItem, CheckItemId, Checklist, ChecklistId, ControlChart, FieldValue, RecordId, Span, TableName, Value,
    };

    fn start() -> Time {
        Time::from_date(2026, 3, 2).unwrap()
    }

    /// A session in which a question was charted and answered as the page does it.
    fn session(question: CheckItem, found: &[&[f64]]) -> Session {
        let session = rehearsal(start(), Vec::new());
        let checklist = Checklist { name: "First piece".to_owned(), ..Checklist::new(ChecklistId::from_raw(0)) };
        session.act(QualityCommand::AddChecklist { checklist: Box::new(checklist), questions: vec![question] });
        let question = session.peek(|workspace| workspace.check_items.values().next().cloned()).unwrap();
        for (at, values) in (0..).zip(found) {
            let answers = write_answers(&[Answer { values: values.to_vec(), ..Answer::to(&question) }]);
            let time = Some(start().plus(Span::from_hours(at)));
            let check = Check { checklist: question.checklist, time, answers, ..Check::new(CheckId::from_raw(0)) };
            session.act(QualityCommand::Save { check: Box::new(check), issue: None });
        }
        let chart = session.peek(|workspace| super::super::new_chart(workspace, &question));
        session.act(QualityCommand::AddChart { chart: Box::new(chart) });
        session
    }

    fn set(session: Session, name: &str, value: Value) {
        let id = session.ids(TableName::ControlChart).first().copied().unwrap();
        let field = TableName::ControlChart.field(name).unwrap();
        assert!(session.act(RecordCommand::Set { table: TableName::ControlChart, ids: vec![id], field, value }));
    }

    fn line(session: Session, second: bool) -> (ChartSeries, PlottedLine) {
        session.peek(|workspace| {
            let chart: &ControlChart = workspace.control_charts.values().next().unwrap();
            let series = chart_series(workspace, chart).unwrap();
            let line = plotted_line(&series, &series.outcome(), second, start());
            (series, line)
        })
    }

    fn question(kind: AnswerKind, size: i64) -> CheckItem {
        CheckItem { name: "Thickness".to_owned(), unit: "mm".to_owned(), kind, size, ..CheckItem::new(CheckItemId::from_raw(0)) }
    }

    #[test]
    fn shares_are_told_in_per_cent_and_counts_with_what_was_looked_at() {
        let session = session(question(AnswerKind::Defectives, 20), &[&[1.0], &[3.0]]);
        let (series, line) = line(session, false);
        assert_eq!((line.values, line.unit.as_str(), line.name.as_str()), (vec![Some(5.0), Some(15.0)], "%", "Share defective"));
        assert_eq!(line.centre, [Some(10.0), Some(10.0)]);
        assert_eq!(values_words(&series, 1), "3 of 20");
        assert!(line.zones.is_empty(), "their rules do not hold for shares");
    }

    #[test]
    fn a_signal_marks_its_point_and_a_chart_set_to_learn_and_leave_out_follows_its_record() {
        let mut found: Vec<Vec<f64>> = (0..12).map(|at| vec![10.0 + f64::from(at % 2) * 0.1]).collect();
        found.push(vec![12.0]);
        let found: Vec<&[f64]> = found.iter().map(Vec::as_slice).collect();
        let session = session(question(AnswerKind::Measured, 1), &found);
        let (series, before) = line(session, false);
        assert_eq!(before.rules.last(), Some(&Some(1)));
        assert_eq!(before.names.last().map(String::as_str), Some("Point 13, Mon 12:00, signals by rule 1"));
        assert_eq!((values_words(&series, 12).as_str(), before.decimals, before.zones.len()), ("12 mm", 2, 13));
        set(session, "learned_until", Some(start().plus(Span::from_hours(11))).to_value());
        let (_, learned) = line(session, false);
        assert!(learned.upper.last() < before.upper.last() && learned.begins.is_empty(), "limits from before go on");
        set(session, "learned_until", Value::Nothing);
        set(session, "left_out", "2026-03-02 12:00: dropped".to_owned().to_value());
        let (_, after) = line(session, false);
        assert_eq!((after.rules.last(), after.left_out.last()), (Some(&None), Some(&true)));
        assert_eq!(after.names.last().map(String::as_str), Some("Point 13, Mon 12:00, left out of the limits"));
        let (_, ranges) = line(session, true);
        assert_eq!((ranges.name.as_str(), ranges.values.first()), ("Moving ranges", Some(&None)), "the first has none before it");
    }

    #[test]
    fn digits_follow_what_the_values_span() {
        assert_eq!([decimals([10.0, 10.2].into_iter()), decimals([0.0, 900.0].into_iter()), decimals([].into_iter())], [3, 0, 0]);
    }
}
