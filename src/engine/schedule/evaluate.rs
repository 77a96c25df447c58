//! Numbers for a schedule by the planner's goals, and the findings that go with it.

use super::finding::{Broken, Finding};
use super::network::{Edge, LineKind, NONE, Network, UNSET};
use super::problem::{Placement, Problem, Schedule};
use super::score::{Goal, Score};
use super::solve::Direction;
use super::windows::Windows;
use crate::engine::calendar::LAST;
use crate::model::{DAY, Time, sort_with_key};

/// More priorities than this are not told apart: the least important ones share a number.
const MOST_CLASSES: usize = 12;
const MOST_TERMS: usize = 2 + MOST_CLASSES + 9;
/// What it costs to move a task at all, however little.
const MOVE_SECONDS: i64 = 24 * 3600;

/// A score without memory of its own; unused terms are zero.
pub(super) type Terms = [i64; MOST_TERMS];

/// The goals of a problem, ready to be counted.
pub(super) struct Scorer {
    /// Each goal once, with the position of its first term.
    goals: Vec<(Goal, usize)>,
    /// Term of each task for lateness by priority, counted from the goal's first.
    class: Vec<u8>,
    /// How many there are, at least one.
    classes: usize,
    /// Starts in the plan to stay close to, `UNSET` without.
    pub previous: Vec<i64>,
    /// Modes there, as the problem numbers them; `NONE` without.
    previous_mode: Vec<u32>,
    setup_costs: Vec<Vec<u32>>,
    pub used: usize,
}

/// Times and modes of all tasks, as a decoder leaves them.
#[derive(Clone, Copy)]
pub(super) struct Times<'a> {
    pub start: &'a [i64],
    pub end: &'a [i64],
    pub mode: &'a [u32],
}

impl Scorer {
    /// Just in time, ending late is wanted: goals that ask for the opposite give way to earliness. Put late at the end, a schedule is not
    /// to end on an early day, and what else is wanted counts instead.
    pub fn new(problem: &Problem, direction: Direction) -> Scorer {
        let wanted = if problem.goals.is_empty() { &Goal::USUAL[..] } else { &problem.goals };
        let mut wanted: Vec<Goal> = wanted.to_vec();
        wanted.retain(|goal| *goal != Goal::LastDay || direction == Direction::Forward);
        if direction == Direction::Backward {
            wanted.retain(|goal| !matches!(goal, Goal::Makespan | Goal::FlowTime));
            wanted.push(Goal::Earliness);
        }
        let mut priorities: Vec<u32> = problem.tasks.iter().filter(|task| task.due.is_some()).map(|task| task.priority).collect();
        sort_with_key(&mut priorities, |priority| *priority);
        priorities.dedup();
        let class_of = |priority: u32| priorities.partition_point(|known| *known < priority).min(MOST_CLASSES - 1) as u8;
        let classes = priorities.len().clamp(1, MOST_CLASSES);
        let mut goals: Vec<(Goal, usize)> = Vec::new();
        let mut used = 2;
        for goal in wanted {
            if goals.iter().any(|(known, _)| *known == goal) {
                continue;
            }
            goals.push((goal, used));
            used += if goal == Goal::TardinessByPriority { classes } else { 1 };
        }
        Scorer {
            goals,
            class: problem.tasks.iter().map(|task| class_of(task.priority)).collect(),
            classes,
            previous: problem.tasks.iter().map(|task| task.previous_start.map_or(UNSET, Time::seconds)).collect(),
            previous_mode: problem.tasks.iter().map(|task| task.previous_mode.unwrap_or(NONE)).collect(),
            setup_costs: problem.setups.iter().map(|matrix| matrix.costs.clone()).collect(),
            used,
        }
    }

    /// Position of the first term of a goal, if it is one.
    pub fn term(&self, goal: Goal) -> Option<usize> {
        self.goals.iter().find(|(known, _)| *known == goal).map(|(_, term)| *term)
    }

    /// The first term that asks for early ends or late ones whatever the dates; all terms before it are as good in a schedule that is
    /// put later within its dates.
    pub fn dates_end(&self) -> usize {
        use Goal::*;
        let early_or_late = |goal: &Goal| matches!(goal, Makespan | LastDay | FlowTime | Earliness | Movement | Disturbance);
        self.goals.iter().find(|(goal, _)| early_or_late(goal)).map_or(self.used, |(_, term)| *term)
    }

    /// Raises a bound's terms by what is known of the last end, in seconds from now.
    pub fn raise_last_end(&self, bound: &mut Terms, last_end: i64) {
        for (goal, value) in [(Goal::Makespan, last_end), (Goal::LastDay, days(last_end))] {
            if let Some(term) = self.term(goal) {
                bound[term] = bound[term].max(value);
            }
        }
    }

    /// Whether the last end is wanted early, to the second or to the day.
    pub fn wants_early_end(&self) -> bool {
        self.term(Goal::Makespan).or(self.term(Goal::LastDay)).is_some()
    }

    /// Every goal with the positions of its terms.
    pub fn goals(&self) -> impl Iterator<Item = (Goal, std::ops::Range<usize>)> + '_ {
        let ends = self.goals.iter().skip(1).map(|(_, first)| *first).chain([self.used]);
        self.goals.iter().zip(ends).map(|((goal, first), end)| (*goal, *first..end))
    }

    /// The goal a term belongs to.
    pub fn goal_of(&self, term: usize) -> Option<Goal> {
        self.goals.iter().rev().find(|(_, first)| *first <= term).map(|(goal, _)| *goal)
    }

    /// Term of a task's lateness within [`Goal::TardinessByPriority`].
    pub fn class(&self, task: usize) -> usize {
        usize::from(self.class[task])
    }

    pub fn score(&self, terms: &Terms) -> Score {
        Score { terms: terms[..self.used].to_vec() }
    }

    pub fn terms(&self, net: &Network, times: Times) -> Terms {
        let mut terms = [0; MOST_TERMS];
        terms[0] = times.start.iter().filter(|start| **start == UNSET).count() as i64;
        terms[1] = broken_links(net, times).count() as i64;
        for &(goal, first) in &self.goals {
            match goal {
                Goal::TardinessByPriority => {
                    for task in placed(times) {
                        let late = self.late(net, task, times.end[task]);
                        let term = &mut terms[first + self.class(task)];
                        *term = term.saturating_add(late);
                    }
                }
                _ => terms[first] = self.total(net, times, goal),
            }
        }
        terms
    }

    /// Weighted seconds after the due date.
    pub fn late(&self, net: &Network, task: usize, end: i64) -> i64 {
        let row = &net.tasks[task];
        if row.due == LAST { 0 } else { (end - row.due).max(0).saturating_mul(row.weight) }
    }

    /// Lateness as [`Goal::Disturbance`] counts it.
    pub fn pressing(&self, net: &Network, task: usize, end: i64) -> i64 {
        self.late(net, task, end).saturating_mul(1 << (self.classes - 1).saturating_sub(self.class(task)).min(3))
    }

    /// Seconds from the start in the plan to stay close to.
    fn moved(&self, task: usize, start: i64) -> i64 {
        if self.previous[task] == UNSET { 0 } else { (start - self.previous[task]).abs() }
    }

    /// Whether it was done otherwise in the plan to stay close to.
    fn is_handed_over(&self, net: &Network, task: usize, mode: u32) -> bool {
        let before = self.previous_mode[task];
        before != NONE
            && self.previous[task] != UNSET
            && net.modes_of(task as u32).get(mode as usize).is_some_and(|mode| mode.original != before)
    }

    fn total(&self, net: &Network, times: Times, goal: Goal) -> i64 {
        let sum = |each: &dyn Fn(usize) -> i64| placed(times).map(each).fold(0, i64::saturating_add);
        let (start, end) = (times.start, times.end);
        match goal {
            Goal::Deadlines => sum(&|task| (end[task] - net.tasks[task].deadline).max(0)),
            Goal::Tardiness | Goal::TardinessByPriority => sum(&|task| self.late(net, task, end[task])),
            Goal::Makespan => last_end(net, times),
            Goal::LastDay => days(last_end(net, times)),
            Goal::FlowTime => sum(&|task| (end[task] - net.earliest).max(0)),
            Goal::Earliness => sum(&|task| if net.tasks[task].due == LAST { 0 } else { (net.tasks[task].due - end[task]).max(0) }),
            Goal::SetupTime => changeovers(net, times).map(|change| change.seconds).fold(0, i64::saturating_add),
            Goal::Cost => sum(&|task| net.modes_of(task as u32).get(times.mode[task] as usize).map_or(0, |mode| mode.cost))
                .saturating_add(changeovers(net, times).map(|change| self.setup_cost(net, &change)).fold(0, i64::saturating_add)),
            Goal::Movement => sum(&|task| self.moved(task, start[task])),
            Goal::Disturbance => sum(&|task| {
                let moved = self.moved(task, start[task]);
                let is_moved = moved > 0 || self.is_handed_over(net, task, times.mode[task]);
                let cost = if is_moved { moved.saturating_add(MOVE_SECONDS) } else { 0 };
                cost.saturating_add(self.pressing(net, task, end[task]))
            }),
        }
    }

    fn setup_cost(&self, net: &Network, change: &Changeover) -> i64 {
        let resource = &net.resources[change.resource as usize];
        if change.from >= resource.families || change.to >= resource.families {
            return 0;
        }
        let cell = u64::from(change.from) * u64::from(resource.families) + u64::from(change.to);
        let costs = self.setup_costs.get(resource.setup as usize);
        costs.and_then(|costs| costs.get(usize::try_from(cell).ok()?)).map_or(0, |cost| i64::from(*cost))
    }
}

/// Seconds from now to the last end.
fn last_end(net: &Network, times: Times) -> i64 {
    placed(times).map(|task| times.end[task] - net.earliest).max().unwrap_or(0).max(0)
}

/// Days that are needed for so many seconds.
fn days(seconds: i64) -> i64 {
    seconds.saturating_add(DAY - 1) / DAY
}

fn placed(times: Times<'_>) -> impl Iterator<Item = usize> + '_ {
    (0..times.start.len()).filter(move |task| times.start[*task] != UNSET)
}

/// Links that are not kept, by their target: only held tasks and maximum lags can bring that about.
pub(super) fn broken_links<'a>(net: &'a Network, times: Times<'a>) -> impl Iterator<Item = (u32, &'a Edge)> + 'a {
    let start = times.start;
    (0..net.tasks.len() as u32).filter(move |task| start[*task as usize] != UNSET).flat_map(move |task| {
        let (own_start, own_end) = (start[task as usize], times.end[task as usize]);
        let is_broken = move |edge: &&Edge| {
            let other = edge.other as usize;
            if start[other] == UNSET {
                return false;
            }
            let lag = edge.second_side(own_start, own_end) - edge.first_side(start[other], times.end[other]);
            lag < edge.min || (edge.max < Edge::NO_MAX && lag > edge.max)
        };
        net.before.of(task).iter().filter(is_broken).map(move |edge| (task, edge))
    })
}

struct Changeover {
    resource: u32,
    from: u32,
    to: u32,
    seconds: i64,
}

/// Every changeover of the schedule, resource by resource.
fn changeovers<'a>(net: &'a Network, times: Times<'a>) -> impl Iterator<Item = Changeover> + 'a {
    let mut turns: Vec<(u32, i64, i64, usize)> = Vec::new();
    // What takes no time changes nothing over.
    for task in placed(times).filter(|task| times.end[*task] > times.start[*task]) {
        let Some(mode) = net.modes_of(task as u32).get(times.mode[task] as usize) else { continue };
        let sequences = net.needs_of(mode).iter().filter(|need| net.resources[need.resource as usize].line == LineKind::Sequence);
        turns.extend(sequences.map(|need| (need.resource, times.start[task], times.end[task], task)));
    }
    sort_with_key(&mut turns, |turn| *turn);
    (0..turns.len()).map(move |i| {
        let (resource, start, _, task) = turns[i];
        let to = net.tasks[task].family;
        let row = &net.resources[resource as usize];
        let before = i.checked_sub(1).map(|before| turns[before]).filter(|before| before.0 == resource);
        let from = before.map_or(if start >= net.earliest { row.first_family } else { NONE }, |before| net.tasks[before.3].family);
        Changeover { resource, from, to, seconds: net.changeover(row, from, to) }
    })
}

/// The schedule as others see it, with everything that is wrong in it. `windows` are asked for only where something is.
pub(super) fn schedule<'w>(net: &Network, windows: impl Fn() -> &'w Windows, score: Score, times: Times, findings: &[Finding]) -> Schedule {
    let mut findings = findings.to_vec();
    for &task in &net.order {
        let index = task as usize;
        if times.start[index] == UNSET {
            findings.extend(why_unplaced(net, windows(), times, task));
        } else if times.end[index] > net.tasks[index].deadline {
            findings.push(Finding::DeadlineMissed {
                task,
                end: Time::clamped(times.end[index]),
                deadline: Time::clamped(net.tasks[index].deadline),
                earliest: Time::clamped(windows().earliest_end[index]),
            });
        }
    }
    for (task, edge) in broken_links(net, times) {
        let broken = |other| Broken::Link { link: edge.link, other };
        findings.push(if net.tasks[task as usize].pin.is_some() {
            Finding::PinConflict { task, broken: broken(edge.other) }
        } else if net.tasks[edge.other as usize].pin.is_some() {
            Finding::PinConflict { task: edge.other, broken: broken(task) }
        } else {
            Finding::MaxLagMissed { link: edge.link, from: edge.other, to: task }
        });
    }
    let placement = |task: usize| {
        let mode = net.modes_of(task as u32).get(times.mode[task] as usize)?;
        let (start, end) = (Time::clamped(times.start[task]), Time::clamped(times.end[task]));
        (times.start[task] != UNSET).then_some(Placement { start, end, mode: mode.original })
    };
    Schedule { placements: (0..net.tasks.len()).map(placement).collect(), score, findings }
}

/// Why a task is left out; nothing where that is already told.
fn why_unplaced(net: &Network, windows: &Windows, times: Times, task: u32) -> Option<Finding> {
    let row = &net.tasks[task as usize];
    if row.mode_count == 0 {
        return None;
    }
    if let Some(edge) = net.before.of(task).iter().find(|edge| times.start[edge.other as usize] == UNSET) {
        return Some(Finding::WaitsForUnplaced { task, other: edge.other });
    }
    let (least_start, _) = net.bounds(task, times.start, times.end);
    let from = least_start.max(row.release).max(net.earliest);
    let opens = net.modes_of(task).iter().any(|mode| net.span_from(mode, row.pace, from).is_some_and(|(start, _)| start < net.latest));
    let never = windows.earliest_end[task as usize] == UNSET && !opens;
    Some(if never { Finding::NeverOpen { task } } else { Finding::BeyondHorizon { task } })
}
