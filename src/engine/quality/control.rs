//! Control charts: every point with its limits, what signals, and what whoever reads the chart should know.
//!
//! Shewhart's charts at K standard deviations (Montgomery, Introduction to Statistical Quality Control; ISO 7870-2), moving averages (Roberts
//! 1959) and cumulative sums (Page 1954; tabular, ISO 7870-4). Never decides what is to be done about a signal.

use super::chart::{Basis, ChartKind, ChartOutcome, ChartRequest, Finding, Point, Series, Signal, StageOutcome};
use super::estimate::{KnownConstants, Sample, estimate, samples};
use super::rare;
use super::rules::{Rule, RuleSet};
use crate::model::sort_with_key;

/// As far as a distance can be from the centre line, where nothing varies.
const FARTHEST: f64 = 38.0;
/// Below so many points limits are said to rest on few.
const ENOUGH_POINTS: usize = 20;

/// The chart of a request.
///
/// Patterns begin anew with each stage that has limits of its own, and pass over points that are excluded or have no value.
///
/// ```
/// use linewright::engine::quality::{ChartKind, ChartRequest, Rule, RuleSet, control_chart};
/// let mut points: Vec<Vec<f64>> = (0..24).map(|at| vec![10.0 + f64::from(at % 3)]).collect();
/// points.push(vec![40.0]);
/// let outcome = control_chart(&ChartRequest {
///     kind: ChartKind::Individuals,
///     points,
///     sizes: vec![],
///     stages: vec![],
///     excluded: vec![],
///     rules: RuleSet::default(),
/// });
/// let last = outcome.main.signals.last();
/// assert!(last.is_some_and(|signal| signal.rule == Rule::Beyond && signal.point == 24));
/// ```
pub fn control_chart(request: &ChartRequest) -> ChartOutcome {
    let samples = samples(request);
    let mut known = KnownConstants::default();
    let stages = stages(request, &samples, &mut known);
    let (main_rules, second_rules) = request.kind.valid_rules();
    let mut drawing = Drawing { kind: request.kind, width: width(request), known, samples: &samples };
    let (mut main, mut second) = (Series::default(), Series::default());
    let mut carried = Carried::default();
    for (at, sample) in samples.iter().enumerate() {
        let Some(stage) = stages.iter().rev().find(|stage| stage.outcome.start <= at) else { continue };
        let restarts = at == stage.outcome.start && !stage.goes_on;
        if restarts {
            carried = Carried { average: stage.outcome.mean, ..Carried::default() };
        }
        let (first, other) = match request.kind {
            ChartKind::Ewma { weight, steady, .. } => (drawing.average(sample, &stage.outcome, weight, steady, &mut carried), None),
            ChartKind::Cusum { slack, .. } => drawing.sums(sample, &stage.outcome, slack, &mut carried),
            _ => (drawing.shewhart(sample, stage), drawing.spread(at, restarts, &stage.outcome)),
        };
        main.points.push(first);
        second.points.extend(other);
    }
    let restarts = |at: usize| stages.iter().any(|stage| stage.outcome.start == at && !stage.goes_on);
    main.signals = signals(&main.points, &drawing.rules(&request.rules, main_rules), &restarts);
    second.signals = signals(&second.points, &drawing.rules(&request.rules, second_rules), &restarts);
    let left_out = request.rules.0.iter().filter(|setting| setting.on && !main_rules.contains(&setting.rule));
    let left_out = left_out.map(|setting| setting.rule).collect();
    let findings = findings(request, &samples, &stages, [&main, &second]);
    let second = (!second.points.is_empty()).then_some(second);
    ChartOutcome { main, second, stages: stages.into_iter().map(|stage| stage.outcome).collect(), left_out, findings }
}

/// Standard deviations from the centre line to the limits: what the first rule is set to, or what the kind itself says.
fn width(request: &ChartRequest) -> f64 {
    let first = request.rules.0.iter().find(|setting| setting.rule == Rule::Beyond && setting.on);
    let asked = match request.kind {
        ChartKind::Ewma { width, .. } => width,
        ChartKind::Cusum { decision, .. } => decision,
        _ => first.map_or(3.0, |setting| setting.k),
    };
    if asked.is_finite() && asked > 0.0 { asked } else { 3.0 }
}

/// A stage with the limits it has.
struct Standing {
    outcome: StageOutcome,
    basis: Basis,
    /// It goes on with the limits before it, and so with their patterns.
    goes_on: bool,
}

fn stages(request: &ChartRequest, samples: &[Sample], known: &mut KnownConstants) -> Vec<Standing> {
    let mut asked: Vec<(usize, Basis)> = request.stages.iter().map(|stage| (stage.start, stage.limits)).collect();
    sort_with_key(&mut asked, |(start, _)| *start);
    if asked.first().is_none_or(|(start, _)| *start > 0) {
        asked.insert(0, (0, Basis::Estimated));
    }
    let mut found: Vec<Standing> = Vec::with_capacity(asked.len());
    for (at, (start, basis)) in asked.iter().enumerate() {
        let end = asked.get(at + 1).map_or(samples.len(), |(next, _)| *next).min(samples.len());
        let own = estimate(request.kind, samples, (*start).min(end)..end, known);
        let standing = match (basis, found.last()) {
            (Basis::Before, Some(before)) => Standing {
                outcome: StageOutcome { start: own.start, end: own.end, used: own.used, ..before.outcome },
                basis: before.basis,
                goes_on: true,
            },
            (Basis::Before, None) => Standing { outcome: own, basis: Basis::Estimated, goes_on: false },
            (Basis::Known { mean, deviation }, _) => Standing {
                outcome: StageOutcome { mean: *mean, deviation: deviation.max(0.0), degrees: 0.0, ..own },
                basis: *basis,
                goes_on: false,
            },
            (Basis::Fixed { centre, .. }, _) => Standing { outcome: StageOutcome { mean: *centre, ..own }, basis: *basis, goes_on: false },
            (Basis::Estimated, _) => Standing { outcome: own, basis: *basis, goes_on: false },
        };
        found.push(standing);
    }
    found
}

/// What averages and sums carry from point to point.
#[derive(Default)]
struct Carried {
    average: f64,
    /// Of the average, in squares of what is plotted.
    variance: f64,
    up: f64,
    down: f64,
    up_run: usize,
    down_run: usize,
}

struct Drawing<'a> {
    kind: ChartKind,
    width: f64,
    known: KnownConstants,
    samples: &'a [Sample],
}

impl Drawing<'_> {
    fn rules(&self, asked: &RuleSet, valid: &[Rule]) -> RuleSet {
        let mut rules = asked.only(valid);
        rules.set_k(Rule::Beyond, self.width);
        rules
    }

    /// A point with symmetrical limits, which end where there can be nothing: below `floor`, above `ceiling`.
    fn point(&self, value: Option<f64>, excluded: bool, centre: f64, deviation: f64, [floor, ceiling]: [f64; 2]) -> Point {
        let reach = self.width * deviation;
        let z = value.map(|value| distance(value - centre, deviation));
        let (lower, upper) = (Some((centre - reach).max(floor)), Some((centre + reach).min(ceiling)));
        Point { value, centre, lower, upper, deviation, z, zone: zone(z), excluded, run: 0 }
    }

    fn shewhart(&mut self, sample: &Sample, stage: &Standing) -> Point {
        const ANY: [f64; 2] = [f64::NEG_INFINITY, f64::INFINITY];
        let mean = stage.outcome.mean;
        let size = if sample.is_usable() { sample.size } else { 1.0 };
        let one = sample.is_usable().then_some(sample.value);
        let share = mean.clamp(0.0, 1.0);
        let spread_of_share = (share * (1.0 - share) / size).sqrt();
        let (value, centre, deviation, ends) = match self.kind {
            ChartKind::P => (one.map(|count| count / size), share, spread_of_share, [0.0, 1.0]),
            ChartKind::Np => (one, share * size, spread_of_share * size, [0.0, size]),
            ChartKind::U => (one.map(|count| count / size), mean, (mean.max(0.0) / size).sqrt(), [0.0, f64::INFINITY]),
            ChartKind::C => (one, mean, mean.max(0.0).sqrt(), [0.0, f64::INFINITY]),
            _ => (one, mean, stage.outcome.deviation / size.sqrt(), ANY),
        };
        if let Basis::Fixed { lower, centre, upper } = stage.basis {
            return self.fixed(value, sample.excluded, lower, centre, upper);
        }
        match self.kind {
            ChartKind::G => rare::events_between(one, sample.excluded, mean, self.width),
            ChartKind::T => rare::time_between(one, sample.excluded, mean, self.width),
            _ => self.point(value, sample.excluded, centre, deviation, ends),
        }
    }

    /// Limits as they were said; each side has the standard deviation that its limit stands for.
    fn fixed(&self, value: Option<f64>, excluded: bool, lower: Option<f64>, centre: f64, upper: Option<f64>) -> Point {
        let side = |limit: Option<f64>| limit.map(|limit| (limit - centre).abs() / self.width);
        let (below, above) = (side(lower), side(upper));
        let deviation = above.or(below).unwrap_or(0.0);
        let z = value.map(|value| {
            let side = if value < centre { below } else { above };
            side.map_or(0.0, |deviation| distance(value - centre, deviation))
        });
        Point { value, centre, lower, upper, deviation, z, zone: zone(z), excluded, run: 0 }
    }

    /// The point on the chart of spreads, if the kind has one.
    fn spread(&mut self, at: usize, restarts: bool, stage: &StageOutcome) -> Option<Point> {
        const NOT_NEGATIVE: [f64; 2] = [0.0, f64::INFINITY];
        let sample = self.samples.get(at)?;
        let (value, excluded, size) = match self.kind {
            ChartKind::Individuals => {
                let before = at.checked_sub(1).filter(|_| !restarts).and_then(|before| self.samples.get(before));
                let before = before.filter(|before| before.is_usable() && sample.is_usable());
                (
                    before.map(|before| (sample.value - before.value).abs()),
                    sample.excluded || before.is_some_and(|before| before.excluded),
                    2.0,
                )
            }
            ChartKind::XbarR | ChartKind::XbarS => (sample.spread, sample.excluded, sample.size),
            _ => return None,
        };
        let of = self.known.of(size);
        let (mean, error) = if self.kind == ChartKind::XbarS { (of.c4, of.deviation_spread()) } else { (of.d2, of.d3) };
        Some(self.point(value, excluded, mean * stage.deviation, error * stage.deviation, NOT_NEGATIVE))
    }

    /// z = λx + (1 − λ)z, with the variance that it has by now: (1 − λ)²·before + λ²·σ²/n.
    fn average(&self, sample: &Sample, stage: &StageOutcome, weight: f64, steady: bool, carried: &mut Carried) -> Point {
        let weight = if weight.is_finite() { weight.clamp(0.001, 1.0) } else { 0.2 };
        let variance = stage.deviation.powi(2) / sample.size.max(1.0);
        if sample.is_usable() && !sample.excluded {
            carried.average += weight * (sample.value - carried.average);
            carried.variance = (1.0 - weight).powi(2) * carried.variance + weight * weight * variance;
        }
        let now = if steady { variance * weight / (2.0 - weight) } else { carried.variance };
        let value = sample.is_usable().then_some(carried.average);
        self.point(value, sample.excluded, stage.mean, now.sqrt(), [f64::NEG_INFINITY, f64::INFINITY])
    }

    /// C⁺ = max(0, C⁺ + x − (μ + K)) and C⁻ = max(0, C⁻ + (μ − K) − x), the second drawn downwards.
    fn sums(&self, sample: &Sample, stage: &StageOutcome, slack: f64, carried: &mut Carried) -> (Point, Option<Point>) {
        let deviation = stage.deviation / sample.size.max(1.0).sqrt();
        if sample.is_usable() && !sample.excluded {
            let above = sample.value - stage.mean;
            carried.up = (carried.up + above - slack * deviation).max(0.0);
            carried.down = (carried.down - above - slack * deviation).max(0.0);
            carried.up_run = if carried.up > 0.0 { carried.up_run + 1 } else { 0 };
            carried.down_run = if carried.down > 0.0 { carried.down_run + 1 } else { 0 };
        }
        let value = |sum: f64| sample.is_usable().then_some(sum);
        let up = self.point(value(carried.up), sample.excluded, 0.0, deviation, [0.0, f64::INFINITY]);
        let down = self.point(value(-carried.down), sample.excluded, 0.0, deviation, [f64::NEG_INFINITY, 0.0]);
        (Point { run: carried.up_run, lower: None, ..up }, Some(Point { run: carried.down_run, upper: None, ..down }))
    }
}

/// In standard deviations; where nothing varies every difference is as far as can be.
fn distance(from_centre: f64, deviation: f64) -> f64 {
    if deviation > 0.0 {
        (from_centre / deviation).clamp(-FARTHEST, FARTHEST)
    } else if from_centre == 0.0 {
        0.0
    } else {
        FARTHEST.copysign(from_centre)
    }
}

pub(super) fn zone(z: Option<f64>) -> i8 {
    let z = z.unwrap_or(0.0);
    let zone = (z.abs() - 1e-9).ceil().clamp(0.0, 4.0) as i8;
    if z < 0.0 { -zone } else { zone }
}

fn signals(points: &[Point], rules: &RuleSet, restarts: &dyn Fn(usize) -> bool) -> Vec<Signal> {
    let (mut values, mut places, mut found) = (Vec::new(), Vec::new(), Vec::new());
    for (at, point) in points.iter().enumerate() {
        if restarts(at) {
            values.clear();
            places.clear();
        }
        let Some(z) = point.z.filter(|_| !point.excluded) else { continue };
        values.push(z);
        places.push(at);
        for (rule, length) in rules.at_end(&values) {
            // A sum has been on its way since it left zero.
            let length = length.max(point.run).min(places.len());
            let points = places.iter().skip(places.len() - length).copied().collect();
            found.push(Signal { rule, point: at, points });
        }
    }
    found
}

fn findings(request: &ChartRequest, samples: &[Sample], stages: &[Standing], series: [&Series; 2]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (stage, standing) in stages.iter().enumerate() {
        let StageOutcome { start, end, mean, deviation, used, .. } = standing.outcome;
        let attribute = matches!(request.kind, ChartKind::P | ChartKind::Np | ChartKind::C | ChartKind::U);
        let counts = attribute || matches!(request.kind, ChartKind::G | ChartKind::T);
        let inside = || samples.get(start..end).unwrap_or_default().iter().filter(|sample| sample.is_usable() && !sample.excluded);
        let counted: f64 = inside().map(|sample| sample.value).sum();
        let whole: f64 = inside().map(|sample| sample.size).sum();
        // Of shares the rarer side is what the limits depend on.
        let rarer = if matches!(request.kind, ChartKind::P | ChartKind::Np) { counted.min(whole - counted) } else { counted };
        if attribute && used > 0 && rarer < 5.0 * used as f64 {
            found.push(Finding::SmallCounts { stage });
        }
        if request.kind == ChartKind::XbarR && inside().any(|sample| sample.size > 10.0) {
            found.push(Finding::LargeSubgroups { stage });
        }
        if standing.goes_on || standing.basis != Basis::Estimated {
            continue;
        }
        if used == 0 || (!counts && used < 2) {
            found.push(Finding::NothingToEstimate { stage });
        } else if (counts && mean == 0.0) || (!counts && deviation == 0.0) {
            found.push(Finding::NoVariation { stage });
        } else if used < ENOUGH_POINTS {
            found.push(Finding::FewPoints { stage, used });
        }
        let beyond = |signal: &Signal| signal.rule == Rule::Beyond && (start..end).contains(&signal.point);
        if series.iter().any(|series| series.signals.iter().any(beyond)) {
            found.push(Finding::LimitsFromSignals { stage });
        }
    }
    let points = samples.iter().filter(|sample| !sample.is_usable()).count();
    if points > 0 {
        found.push(Finding::NotUsable { points });
    }
    let silent = request.excluded.iter().filter(|exclusion| exclusion.reason.trim().is_empty() && exclusion.point < samples.len());
    found.extend(silent.map(|exclusion| Finding::NoReason { point: exclusion.point }));
    found
}
