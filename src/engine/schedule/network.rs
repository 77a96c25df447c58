//! A problem made ready for placing tasks thousands of times: flat tables, joined calendars, links both ways.
//!
//! Never refuses a problem: what makes no sense is left out and told as a finding. Times are plain seconds here.

use super::finding::Finding;
use super::graph;
use super::modes::{self, Shapes};
use super::problem::{Bucket, LinkKind, Pace, Problem, ResourceKind, SetupMatrix};
use crate::engine::calendar::{FIRST, LAST, MIRROR, Milli, Profile};
use crate::model::sort_with_key;

/// No such row.
pub(super) const NONE: u32 = u32::MAX;
/// No such time.
pub(super) const UNSET: i64 = i64::MIN;
/// Lags and work beyond three centuries are as good as three centuries.
pub(super) const LONGEST: i64 = LAST - FIRST;

pub(super) struct Network {
    /// Whether time runs backwards: starts are ends, predecessors successors.
    pub mirrored: bool,
    /// Nothing but pinned tasks starts before.
    pub earliest: i64,
    /// Nothing but pinned tasks ends after.
    pub latest: i64,
    pub tasks: Vec<TaskRow>,
    pub modes: Vec<ModeRow>,
    pub needs: Vec<Need>,
    pub resources: Vec<ResourceRow>,
    pub shapes: Shapes,
    /// Changeover seconds, family by family, one matrix after the other.
    pub setups: Vec<Vec<i64>>,
    /// Links into a task, and out of it.
    pub before: Edges,
    pub after: Edges,
    /// Every task after all those it waits for.
    pub order: Vec<u32>,
    /// Position of each task in `order`.
    pub rank: Vec<u32>,
    /// The same with what follows right behind, as far as it goes: for going over all tasks, whose rows then mostly lie side by side.
    pub sweep: Vec<u32>,
}

#[derive(Clone, Debug)]
pub(super) struct TaskRow {
    pub first_mode: u32,
    pub mode_count: u32,
    pub release: i64,
    /// `LAST` when there is none.
    pub due: i64,
    pub deadline: i64,
    pub priority: u32,
    pub weight: i64,
    pub pace: Pace,
    pub family: u32,
    pub pin: Option<PinRow>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct PinRow {
    pub start: i64,
    pub end: i64,
    pub mode: u32,
}

#[derive(Clone, Debug)]
pub(super) struct ModeRow {
    pub work: i64,
    /// Joined calendar and speed, by position in `shapes`.
    pub speed: u32,
    /// Length in seconds where it is the same at any time, else -1.
    pub fixed: i64,
    /// No placement is shorter than this.
    pub shortest: i64,
    pub first_need: u32,
    pub need_count: u32,
    pub cost: i64,
    /// Its position among the task's modes in the problem.
    pub original: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Need {
    pub resource: u32,
    pub quantity: Milli,
}

#[derive(Clone, Debug)]
pub(super) struct ResourceRow {
    pub line: LineKind,
    /// Size over time, by position in `shapes`; `NONE` when it is always `full`.
    pub size: u32,
    pub full: Milli,
    /// Below this, whatever is in use, there is room at every open moment.
    pub least: Milli,
    /// When any of its tasks can work at all, or change it over; `NONE` for always.
    pub usable: u32,
    /// Open at full speed where its size is above zero; `NONE` for always.
    pub gate: u32,
    pub setup: u32,
    pub families: u32,
    pub first_family: u32,
    /// Bucket starts (ends, when mirrored) and limits, in order of time.
    pub buckets: Vec<(i64, Milli)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    Unlimited,
    /// Any two tasks exclude each other.
    Single,
    /// The same, with changeovers between them.
    Sequence,
    Pool,
    Buckets,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub other: u32,
    pub kind: LinkKind,
    pub min: i64,
    /// `LONGEST` when there is none.
    pub max: i64,
    pub link: u32,
}

/// Links grouped by task.
#[derive(Clone, Default)]
pub(super) struct Edges {
    pub starts: Vec<u32>,
    pub edges: Vec<Edge>,
}

impl Edges {
    #[inline]
    pub fn of(&self, task: u32) -> &[Edge] {
        let task = task as usize;
        &self.edges[self.starts[task] as usize..self.starts[task + 1] as usize]
    }

    /// Edges of one task keep their order.
    fn grouped(tasks: usize, list: &[(u32, Edge)]) -> Edges {
        let mut starts = vec![0; tasks + 1];
        for (task, _) in list {
            starts[*task as usize + 1] += 1;
        }
        for i in 0..tasks {
            starts[i + 1] += starts[i];
        }
        let mut next = starts.clone();
        let mut edges: Vec<Edge> = list.iter().map(|(_, edge)| *edge).collect();
        for (task, edge) in list {
            edges[next[*task as usize] as usize] = *edge;
            next[*task as usize] += 1;
        }
        Edges { starts, edges }
    }
}

impl Edge {
    pub const NO_MAX: i64 = LONGEST;

    /// The moment of `from` that the link ties, out of its start and end.
    #[inline]
    pub fn first_side(&self, start: i64, end: i64) -> i64 {
        if matches!(self.kind, LinkKind::FinishToStart | LinkKind::FinishToFinish) { end } else { start }
    }

    /// The moment of `to` that the link ties, out of its start and end.
    #[inline]
    pub fn second_side(&self, start: i64, end: i64) -> i64 {
        if self.ties_start_of_to() { start } else { end }
    }

    #[inline]
    pub fn ties_start_of_to(&self) -> bool {
        matches!(self.kind, LinkKind::FinishToStart | LinkKind::StartToStart)
    }
}

impl ModeRow {
    /// Whether a task in this mode lies where it would in the other, as far as calendars decide.
    #[inline]
    pub fn lies_like(&self, other: &ModeRow) -> bool {
        (self.work, self.speed, self.fixed) == (other.work, other.speed, other.fixed)
    }
}

impl Network {
    /// Flattens the problem; findings are appended.
    pub fn build(problem: &Problem, findings: &mut Vec<Finding>) -> Network {
        let count = problem.tasks.len();
        let tables = modes::build(problem, findings);
        let (mut before, mut after) = (Vec::with_capacity(problem.links.len()), Vec::with_capacity(problem.links.len()));
        for (index, link) in problem.links.iter().enumerate() {
            let (from, to, index) = (link.from, link.to, index as u32);
            let known = (from as usize) < count && (to as usize) < count && from != to;
            let min = link.min_lag.seconds().clamp(-LONGEST, LONGEST);
            let max = link.max_lag.map_or(LONGEST, |max| max.seconds().clamp(-LONGEST, LONGEST));
            if !known || max < min {
                findings.push(Finding::BadLink { link: index });
            }
            if known {
                let max = if max < min { LONGEST } else { max };
                let edge = Edge { other: from, kind: link.kind, min, max, link: index };
                before.push((to, edge));
                after.push((from, Edge { other: to, ..edge }));
            }
        }
        let (mut before, mut after) = (Edges::grouped(count, &before), Edges::grouped(count, &after));
        let order = graph::sort(&mut before, &mut after, findings);
        let sweep = graph::kahn(&before, &after, true);
        let mut rank = vec![0; count];
        for (position, task) in order.iter().enumerate() {
            rank[*task as usize] = position as u32;
        }
        Network {
            mirrored: false,
            earliest: problem.now.seconds(),
            latest: problem.horizon_end.seconds(),
            tasks: tables.tasks,
            modes: tables.modes,
            needs: tables.needs,
            resources: tables.resources,
            shapes: tables.shapes,
            setups: problem.setups.iter().map(changeovers).collect(),
            before,
            after,
            order,
            rank,
            sweep,
        }
    }

    /// The same network with time turned around. Releases and dates are gone: floors take their place.
    pub fn mirrored(&self) -> Network {
        let count = self.order.len() as u32;
        Network {
            mirrored: true,
            earliest: MIRROR - self.latest,
            latest: MIRROR - self.earliest,
            tasks: self.tasks.iter().map(mirrored_task).collect(),
            modes: self.modes.clone(),
            needs: self.needs.clone(),
            resources: self.resources.iter().map(mirrored_resource).collect(),
            shapes: self.shapes.mirrored(),
            setups: self.setups.clone(),
            before: mirrored_edges(&self.after),
            after: mirrored_edges(&self.before),
            order: self.order.iter().rev().copied().collect(),
            rank: self.rank.iter().map(|rank| count - 1 - rank).collect(),
            sweep: self.sweep.iter().rev().copied().collect(),
        }
    }

    #[inline]
    pub fn modes_of(&self, task: u32) -> &[ModeRow] {
        let row = &self.tasks[task as usize];
        &self.modes[row.first_mode as usize..(row.first_mode + row.mode_count) as usize]
    }

    #[inline]
    pub fn needs_of(&self, mode: &ModeRow) -> &[Need] {
        &self.needs[mode.first_need as usize..(mode.first_need + mode.need_count) as usize]
    }

    #[inline]
    pub fn shape(&self, index: u32) -> &Profile {
        self.shapes.get(index)
    }

    /// Where the task lies when begun in this mode as early as calendars allow from `from` on: start and end.
    #[inline]
    pub fn span_from(&self, mode: &ModeRow, pace: Pace, from: i64) -> Option<(i64, i64)> {
        if mode.fixed >= 0 {
            return Some((from, from + mode.fixed));
        }
        let speed = self.shape(mode.speed);
        if pace == Pace::Unbroken { speed.unbroken_from(from, mode.work) } else { speed.worked_from(from, mode.work) }
    }

    /// The earliest start from which the task in this mode ends at `end` or later.
    #[inline]
    pub fn start_to_end_at_least(&self, mode: &ModeRow, end: i64) -> i64 {
        if mode.fixed >= 0 { end - mode.fixed } else { self.shape(mode.speed).begin_to_end_at_least(end, mode.work) }
    }

    /// When a changeover of `seconds` begun at `t` is done; `None` if the resource stays closed.
    #[inline]
    pub fn changed_over(&self, resource: &ResourceRow, t: i64, seconds: i64) -> Option<i64> {
        if seconds <= 0 || resource.gate == NONE { Some(t + seconds.max(0)) } else { self.shape(resource.gate).finish_at(t, seconds) }
    }

    /// Changeover seconds between two tasks of these families, of which `first` comes first in this network's time.
    #[inline]
    pub fn changeover(&self, resource: &ResourceRow, first: u32, second: u32) -> i64 {
        if first >= resource.families || second >= resource.families {
            return 0;
        }
        let (from, to) = if self.mirrored { (second, first) } else { (first, second) };
        let cell = u64::from(from) * u64::from(resource.families) + u64::from(to);
        let times = self.setups.get(resource.setup as usize);
        times.and_then(|times| times.get(usize::try_from(cell).ok()?)).copied().unwrap_or(0)
    }

    /// Lower bounds on start and end of a task that its placed predecessors set.
    #[inline]
    pub fn bounds(&self, task: u32, start: &[i64], end: &[i64]) -> (i64, i64) {
        let (mut least_start, mut least_end) = (FIRST, FIRST);
        for edge in self.before.of(task) {
            let other = edge.other as usize;
            if start[other] == UNSET {
                continue;
            }
            let bound = edge.first_side(start[other], end[other]) + edge.min;
            if edge.ties_start_of_to() {
                least_start = least_start.max(bound);
            } else {
                least_end = least_end.max(bound);
            }
        }
        (least_start, least_end)
    }
}

fn changeovers(matrix: &SetupMatrix) -> Vec<i64> {
    matrix.times.iter().map(|span| span.seconds().clamp(0, LONGEST)).collect()
}

fn mirrored_task(row: &TaskRow) -> TaskRow {
    let pin = row.pin.map(|pin| PinRow { start: MIRROR - pin.end, end: MIRROR - pin.start, mode: pin.mode });
    TaskRow { release: FIRST, due: LAST, deadline: LAST, pin, ..row.clone() }
}

fn mirrored_resource(row: &ResourceRow) -> ResourceRow {
    // A bucket [start, next) of starts becomes the bucket of ends that begins just after MIRROR - next.
    let mut buckets: Vec<(i64, Milli)> = Vec::with_capacity(row.buckets.len() + 1);
    let ends = row.buckets.iter().skip(1).map(|bucket| bucket.0).chain([LAST]);
    buckets.extend(row.buckets.iter().zip(ends).map(|((_, limit), end)| (MIRROR - end + 1, *limit)));
    buckets.reverse();
    if let Some((first, _)) = row.buckets.first() {
        buckets.push((MIRROR - first + 1, Milli::MAX));
    }
    ResourceRow { buckets, ..row.clone() }
}

fn mirrored_edges(edges: &Edges) -> Edges {
    let turn = |kind| match kind {
        LinkKind::StartToStart => LinkKind::FinishToFinish,
        LinkKind::FinishToFinish => LinkKind::StartToStart,
        same => same,
    };
    Edges { starts: edges.starts.clone(), edges: edges.edges.iter().map(|edge| Edge { kind: turn(edge.kind), ..*edge }).collect() }
}

/// Buckets by raw start; the time before the first is a bucket without limit.
pub(super) fn bucket_rows(kind: &ResourceKind) -> Vec<(i64, Milli)> {
    let ResourceKind::Buckets(buckets) = kind else { return Vec::new() };
    let mut rows: Vec<(i64, Milli)> = buckets.iter().map(|Bucket { start, limit }| (start.seconds(), (*limit).max(0))).collect();
    sort_with_key(&mut rows, |row| row.0);
    rows
}
