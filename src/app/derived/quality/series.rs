//! From a control chart's record and the checks to what the engine is asked: the points by time, their stages and what is left out.
//!
//! Checks count unless another took their place. Every point knows its check. Never draws and never judges.

use super::answers::{Answer, read_answers};
use super::lines::{LeftOut, StageStart, add_stage, read_left_out, read_rules, read_stages, remove_stages};
use crate::engine::quality::{
    Basis, ChartKind as EngineKind, ChartOutcome, ChartRequest, Exclusion, Specification, Stage, StageOutcome, control_chart,
};
use crate::model::*;
use std::collections::BTreeSet;

/// What charts are made from.
pub const CHART_TABLES: [TableName; 7] = [
    TableName::ControlChart,
    TableName::Checklist,
    TableName::CheckItem,
    TableName::Check,
    TableName::Item,
    TableName::Resource,
    TableName::Issue,
];

/// Weight of the newest point and width of the limits of moving averages: about 560 points to a false alarm.
const AVERAGE: EngineKind = EngineKind::Ewma { weight: 0.2, width: 3.0, steady: false };
/// Slack and decision interval of cumulative sums: about 465 points to a false alarm (Montgomery, chapter 9).
const SUMS: EngineKind = EngineKind::Cusum { slack: 0.5, decision: 5.0 };

/// A point of a chart and the check behind it.
#[derive(Clone, PartialEq, Debug)]
pub struct ChartPoint {
    pub check: CheckId,
    pub time: Time,
    /// The measured values, or the one count.
    pub values: Vec<f64>,
    /// Units looked at; values measured.
    pub size: f64,
    /// Why it is left out of the limits.
    pub left_out: Option<String>,
}

/// Everything about one chart but its numbers.
#[derive(Clone, PartialEq, Debug)]
pub struct ChartSeries {
    pub chart: ControlChart,
    pub question: CheckItem,
    /// One for each point of the request, in its order.
    pub points: Vec<ChartPoint>,
    pub request: ChartRequest,
    /// Answers that cannot stand beside the others: given in another unit or in another way.
    pub strangers: usize,
    /// Lines of the record that could not be read.
    pub unread: Vec<String>,
}

impl ChartSeries {
    /// Whether a stage is held against the limits of the one before it, and gives none of its own.
    pub fn holds(&self, stage: &StageOutcome) -> bool {
        self.request.stages.iter().any(|asked| asked.start == stage.start && asked.limits == Basis::Before)
    }

    /// What is allowed, of a measured question that says it.
    pub fn specification(&self) -> Option<Specification> {
        let CheckItem { lower, target, upper, .. } = self.question;
        let says = self.question.kind == AnswerKind::Measured && (lower.is_some() || upper.is_some());
        says.then_some(Specification { lower, upper, target })
    }

    /// The chart itself.
    pub fn outcome(&self) -> ChartOutcome {
        control_chart(&self.request)
    }

    /// Whether another point has the time of this one, so that the time alone does not name it.
    pub fn shares_time(&self, at: usize) -> bool {
        let Some(point) = self.points.get(at) else { return false };
        self.points.iter().filter(|other| other.time == point.time).count() > 1
    }

    /// The line that leaves a point out for a reason.
    pub fn line_of(&self, at: usize, reason: String) -> Option<LeftOut> {
        let point = self.points.get(at)?;
        Some(LeftOut { time: point.time, check: self.shares_time(at).then_some(point.check), reason })
    }

    /// The stages that begin at this point.
    fn starts_at(&self, at: usize) -> Vec<StageStart> {
        let (starts, _) = read_stages(&self.chart.stages);
        starts.into_iter().filter(|start| place_of_start(&self.points, *start) == Some(at)).collect()
    }

    /// Whether a stage begins at this point.
    pub fn begins_at(&self, at: usize) -> bool {
        !self.starts_at(at).is_empty()
    }

    /// The text of the stages with one more that begins at this point, or without it where one does.
    pub fn with_stage_toggled(&self, at: usize) -> Option<String> {
        let starts = self.starts_at(at);
        if !starts.is_empty() {
            return Some(remove_stages(&self.chart.stages, &starts));
        }
        let point = self.points.get(at)?;
        let follows_its_time = at.checked_sub(1).and_then(|before| self.points.get(before)).is_some_and(|before| before.time == point.time);
        Some(add_stage(&self.chart.stages, StageStart { time: point.time, check: follows_its_time.then_some(point.check) }))
    }
}

/// Whether the answers to a question can be charted.
pub fn can_be_charted(question: &CheckItem) -> bool {
    matches!(question.kind, AnswerKind::Measured | AnswerKind::Defectives | AnswerKind::Defects)
}

/// The kinds of charts that fit what is answered, the automatic one first.
pub fn fitting_kinds(answer: AnswerKind) -> &'static [ChartKind] {
    use ChartKind::*;
    match answer {
        AnswerKind::Measured => &[Automatic, XbarR, XbarS, Individuals, Ewma, Cusum],
        AnswerKind::Defectives => &[Automatic, P, Np, G, T],
        AnswerKind::Defects => &[Automatic, C, U, G, T],
        _ => &[Automatic],
    }
}

/// Questions that are charted nowhere and could be, in the order of their checklists.
pub fn uncharted(workspace: &Workspace) -> Vec<CheckItem> {
    let charted: BTreeSet<CheckItemId> = workspace.control_charts.values().filter_map(|chart| chart.question).collect();
    let in_use = |item: &CheckItem| item.checklist.and_then(|list| workspace.checklists.get(&list)).is_some_and(|list| !list.retired);
    let mut found: Vec<CheckItem> = (workspace.check_items.values())
        .filter(|item| can_be_charted(item) && !charted.contains(&item.id) && in_use(item))
        .cloned()
        .collect();
    let place = |item: &CheckItem| {
        let list = item.checklist.and_then(|list| workspace.checklists.get(&list)).map(|list| list.name.to_lowercase());
        (list, item.position)
    };
    found.sort_by(|left, right| {
        let (left, right) = (place(left), place(right));
        left.0.cmp(&right.0).then(left.1.total_cmp(&right.1))
    });
    found
}

/// A chart of a question under a name that no chart has yet.
pub fn new_chart(workspace: &Workspace, question: &CheckItem) -> ControlChart {
    let list = question.checklist.and_then(|list| workspace.checklists.get(&list)).map(|list| list.name.clone()).unwrap_or_default();
    let taken = |name: &str| workspace.control_charts.values().any(|chart| chart.name.eq_ignore_ascii_case(name));
    let plain = [question.name.clone(), format!("{} ({list})", question.name)];
    let counted = (2..).map(|number| format!("{} ({list}) {number}", question.name));
    let name = plain.into_iter().chain(counted).find(|name| !taken(name)).unwrap_or_default();
    ControlChart { name, question: Some(question.id), ..ControlChart::new(ControlChartId::from_raw(0)) }
}

/// The checks that count: those that no later one took the place of.
pub fn counting_checks(workspace: &Workspace) -> impl Iterator<Item = &Check> {
    let replaced: BTreeSet<CheckId> = workspace.checks.values().filter_map(|check| check.corrects).collect();
    workspace.checks.values().filter(move |check| !replaced.contains(&check.id))
}

/// The chart of a record; none where its question is gone or cannot be charted.
pub fn chart_series(workspace: &Workspace, chart: &ControlChart) -> Option<ChartSeries> {
    let question = workspace.check_items.get(&chart.question?)?.clone();
    if !can_be_charted(&question) {
        return None;
    }
    let (mut points, strangers) = found_points(workspace, chart, &question);
    let kind = drawn_kind(chart.kind, &question, &points);
    let gaps = match kind {
        EngineKind::G => Some(units_between(&mut points)),
        EngineKind::T => Some(hours_between(&mut points)),
        _ => None,
    };
    let (left_out, mut unread) = read_left_out(&chart.left_out);
    for point in &mut points {
        let line = left_out.iter().find(|line| line.is_of(point.check, point.time));
        point.left_out = line.map(|line| line.reason.clone());
    }
    let (stages, unread_stages) = read_stages(&chart.stages);
    unread.extend(unread_stages);
    let excluded = points.iter().enumerate().filter_map(|(point, known)| Some(Exclusion { point, reason: known.left_out.clone()? }));
    let request = ChartRequest {
        kind,
        points: gaps.unwrap_or_else(|| points.iter().map(|point| plotted(kind, point)).collect()),
        sizes: points.iter().map(|point| point.size).collect(),
        stages: stages_of(&points, &stages, chart.learned_until),
        excluded: excluded.collect(),
        rules: read_rules(&chart.rules),
    };
    Some(ChartSeries { chart: chart.clone(), question, points, request, strangers, unread })
}

/// The answers to the question, by time, and how many cannot stand beside the others.
fn found_points(workspace: &Workspace, chart: &ControlChart, question: &CheckItem) -> (Vec<ChartPoint>, usize) {
    let wanted = id_text(question.id.raw());
    let mut strangers = 0;
    let mut points: Vec<ChartPoint> = Vec::new();
    let of_chart = |check: &&Check| {
        (chart.item.is_none() || check.item == chart.item)
            && (chart.resource.is_none() || check.resource == chart.resource)
            // Cheaper than reading the answers, which may hold pictures.
            && check.answers.contains(&wanted)
    };
    for check in counting_checks(workspace).filter(of_chart) {
        let (answers, Some(time)) = (read_answers(&check.answers), check.time) else { continue };
        let Some(answer) = answers.into_iter().find(|answer| answer.item == wanted && !answer.values.is_empty()) else { continue };
        if answer.kind != question.kind || answer.unit.trim() != question.unit.trim() {
            strangers += 1;
            continue;
        }
        points.push(point_of(check, time, answer));
    }
    sort_with_key(&mut points, |point| (point.time, point.check));
    (points, strangers)
}

fn point_of(check: &Check, time: Time, answer: Answer) -> ChartPoint {
    let size = if answer.kind == AnswerKind::Measured { answer.values.len() as f64 } else { answer.size as f64 };
    ChartPoint { check: check.id, time, values: answer.values, size, left_out: None }
}

/// The kind that is drawn: the one asked for where it fits the answers, else by their kind and number.
fn drawn_kind(asked: ChartKind, question: &CheckItem, points: &[ChartPoint]) -> EngineKind {
    let asked = if fitting_kinds(question.kind).contains(&asked) { asked } else { ChartKind::Automatic };
    let largest = points.iter().map(|point| point.values.len()).max().unwrap_or(usize::try_from(question.size).unwrap_or(1));
    let mut sizes = points.iter().map(|point| point.size);
    let first = sizes.next();
    let is_one_size = sizes.all(|size| Some(size) == first);
    match (asked, question.kind) {
        (ChartKind::XbarR, _) => EngineKind::XbarR,
        (ChartKind::XbarS, _) => EngineKind::XbarS,
        (ChartKind::Individuals, _) => EngineKind::Individuals,
        (ChartKind::Ewma, _) => AVERAGE,
        (ChartKind::Cusum, _) => SUMS,
        (ChartKind::P, _) => EngineKind::P,
        (ChartKind::Np, _) => EngineKind::Np,
        (ChartKind::C, _) => EngineKind::C,
        (ChartKind::U, _) => EngineKind::U,
        (ChartKind::G, _) => EngineKind::G,
        (ChartKind::T, _) => EngineKind::T,
        (ChartKind::Automatic, AnswerKind::Defectives) => EngineKind::P,
        (ChartKind::Automatic, AnswerKind::Defects) if is_one_size => EngineKind::C,
        (ChartKind::Automatic, AnswerKind::Defects) => EngineKind::U,
        // Above eight values a range leaves too much of them unused.
        (ChartKind::Automatic, _) => match largest {
            0..2 => EngineKind::Individuals,
            2..9 => EngineKind::XbarR,
            _ => EngineKind::XbarS,
        },
    }
}

/// What the engine plots. Single values of several measured are their mean, so that nothing measured is dropped.
fn plotted(kind: EngineKind, point: &ChartPoint) -> Vec<f64> {
    if kind == EngineKind::Individuals && point.values.len() > 1 {
        return vec![point.values.iter().sum::<f64>() / point.values.len() as f64];
    }
    point.values.clone()
}

/// Keeps the checks that found something; good units looked at since the one before, which the first has from the beginning.
fn units_between(points: &mut Vec<ChartPoint>) -> Vec<Vec<f64>> {
    let (mut good, mut gaps) = (0.0, Vec::new());
    points.retain(|point| {
        let bad = point.values.first().copied().unwrap_or(0.0);
        good += (point.size - bad).max(0.0);
        let found = bad > 0.0;
        if found {
            gaps.push(vec![good]);
            good = 0.0;
        }
        found
    });
    gaps
}

/// Keeps the checks that found something after an earlier one; hours since that, or since the first check where none had found anything.
fn hours_between(points: &mut Vec<ChartPoint>) -> Vec<Vec<f64>> {
    let (mut before, mut gaps) = (None, Vec::new());
    points.retain(|point| {
        let found = point.values.first().is_some_and(|bad| *bad > 0.0);
        // With the first check no time has passed yet.
        let gap = before.filter(|_| found).map(|before| point.time.since(before).hours());
        gaps.extend(gap.map(|hours| vec![hours]));
        if found || before.is_none() {
            before = Some(point.time);
        }
        gap.is_some()
    });
    gaps
}

/// Stages begin with the first point at or after their time. Limits learned until a moment hold for the rest of the stage it lies in;
/// a stage that begins later has limits of its own.
fn stages_of(points: &[ChartPoint], begins: &[StageStart], learned_until: Option<Time>) -> Vec<Stage> {
    let is_later = |start: &usize| *start > 0;
    let own = begins.iter().filter_map(|begin| place_of_start(points, *begin)).filter(is_later);
    let mut stages: Vec<Stage> = own.map(|start| Stage { start, limits: Basis::Estimated }).collect();
    sort_with_key(&mut stages, |stage| stage.start);
    stages.dedup_by_key(|stage| stage.start);
    let held = learned_until.and_then(|until| points.iter().position(|point| point.time > until)).filter(is_later);
    if let Some(start) = held.filter(|start| stages.iter().all(|stage| stage.start != *start)) {
        stages.push(Stage { start, limits: Basis::Before });
        sort_with_key(&mut stages, |stage| stage.start);
    }
    stages
}

/// The point at which a stage begins: the check that is named, else the first from that moment on.
fn place_of_start(points: &[ChartPoint], start: StageStart) -> Option<usize> {
    let named = start.check.and_then(|check| points.iter().position(|point| point.check == check));
    named.or_else(|| points.iter().position(|point| point.time >= start.time))
}

#[cfg(test)]
mod tests;
