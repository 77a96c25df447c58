//! A project in small numbers: tasks of whole length that share resources of constant size, and what must lie between them.
//!
//! Never holds calendars or alternatives; [`Project::of`] answers nothing for a network that has any.

use crate::engine::calendar::LAST;
use crate::engine::schedule::evaluate::Scorer;
use crate::engine::schedule::network::{Edge, LineKind, NONE, Network};
use crate::engine::schedule::problem::LinkKind;
use crate::engine::schedule::score::Goal;

/// No profile of resources is longer than this many units of time.
const LONGEST_PROFILE: i64 = 1 << 21;
/// Tasks longer than this on average, in the unit that fits them all, are too slow to be placed unit by unit.
const LONGEST_MEAN: i64 = 512;
/// Sizes beyond this would not leave a guard bit in a word.
const LARGEST_SIZE: i64 = 1 << 40;

/// Times in whole units from zero on.
#[derive(Clone, Debug, Default)]
pub(super) struct Project {
    pub tasks: Vec<Activity>,
    /// Size of each resource.
    pub sizes: Vec<u64>,
    /// Least times between starts.
    pub ties: Vec<Tie>,
    /// Every task after all those it waits for.
    pub order: Vec<u32>,
    /// What is to be small, most important first.
    pub aims: Vec<Aim>,
    /// Seconds in a unit.
    pub unit: i64,
    /// The second at which unit zero begins.
    pub zero: i64,
}

/// One task of a project.
#[derive(Clone, Debug, Default)]
pub(super) struct Activity {
    pub length: u32,
    /// Resource and quantity, each resource once, no quantity zero.
    pub needs: Vec<(u32, u64)>,
    /// Never starts before.
    pub release: u32,
    /// Seconds after unit zero at which it should end, or must; [`i64::MAX`] for any time.
    pub due: i64,
    pub deadline: i64,
    pub weight: i64,
    /// Position of its priority among all.
    pub class: usize,
}

/// `to` starts at least `lag` after the start of `from`; negative where it may start before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tie {
    pub from: u32,
    pub to: u32,
    pub lag: i32,
}

/// A number to be made small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aim {
    Deadlines,
    /// Lateness of one priority, by its position.
    ClassTardiness(usize),
    Tardiness,
    Makespan,
    FlowTime,
}

impl Project {
    /// The network as a project, where it is one: one mode for each task, always open, nothing held, no longest lags.
    pub fn of(net: &Network, scorer: &Scorer) -> Option<Project> {
        let rows = || (0..net.tasks.len() as u32).map(|task| (task, &net.modes_of(task)[0]));
        let plain = net.tasks.iter().all(|row| row.mode_count == 1 && row.pin.is_none());
        if !plain || rows().any(|(_, mode)| mode.fixed < 0) || net.before.edges.iter().any(|edge| edge.max < Edge::NO_MAX) {
            return None;
        }
        let steady = |need: u32| {
            let row = &net.resources[need as usize];
            matches!(row.line, LineKind::Single | LineKind::Pool) && row.size == NONE && row.full <= LARGEST_SIZE
        };
        if rows().any(|(_, mode)| net.needs_of(mode).iter().any(|need| !steady(need.resource))) {
            return None;
        }
        let release = |task: usize| (net.tasks[task].release - net.earliest).max(0);
        let lengths = rows().map(|(_, mode)| mode.fixed);
        let lags = net.before.edges.iter().map(|edge| edge.min);
        let unit = lengths.chain(lags).chain((0..net.tasks.len()).map(release)).fold(0, greatest_common_divisor).max(1);
        let total = rows().map(|(_, mode)| mode.fixed).chain(net.before.edges.iter().map(|edge| edge.min.max(0))).map(|one| one / unit);
        let total: i64 = total.sum();
        let latest_release = (0..net.tasks.len()).map(release).max().unwrap_or(0) / unit;
        if total.saturating_add(latest_release) > LONGEST_PROFILE || total > LONGEST_MEAN * net.tasks.len() as i64 {
            return None;
        }
        let share = resource_units(net);
        let tasks = rows().map(|(task, mode)| {
            let row = &net.tasks[task as usize];
            let needs = net.needs_of(mode).iter().map(|need| (need.resource, (need.quantity / share[need.resource as usize]) as u64));
            let seconds = |time: i64| if time == LAST { i64::MAX } else { time - net.earliest };
            Activity {
                length: (mode.fixed / unit) as u32,
                needs: needs.collect(),
                release: (release(task as usize) / unit) as u32,
                due: seconds(row.due),
                deadline: seconds(row.deadline),
                weight: row.weight,
                class: scorer.class(task as usize),
            }
        });
        let mut project = Project {
            tasks: tasks.collect(),
            sizes: net.resources.iter().zip(&share).map(|(row, share)| (row.full / share).max(0) as u64).collect(),
            ties: Vec::new(),
            order: net.order.clone(),
            aims: aims(scorer)?,
            unit,
            zero: net.earliest,
        };
        project.ties = (0..net.tasks.len() as u32)
            .flat_map(|task| net.before.of(task).iter().map(move |edge| (task, edge)))
            .map(|(task, edge)| project.tie(task, edge))
            .collect();
        Some(project)
    }

    /// A link as the least time between the starts.
    fn tie(&self, to: u32, edge: &Edge) -> Tie {
        let length = |task: u32| self.tasks[task as usize].length as i32;
        let between = match edge.kind {
            LinkKind::FinishToStart => length(edge.other),
            LinkKind::StartToStart => 0,
            LinkKind::FinishToFinish => length(edge.other) - length(to),
            LinkKind::StartToFinish => -length(to),
        };
        // Beyond the longest profile a lag never binds.
        let lag = (edge.min / self.unit).clamp(-2 * LONGEST_PROFILE, LONGEST_PROFILE);
        Tie { from: edge.other, to, lag: lag as i32 + between }
    }
}

/// The goals as far as a project knows them; nothing when one it does not know comes before the makespan or the flow time.
fn aims(scorer: &Scorer) -> Option<Vec<Aim>> {
    let mut aims = Vec::new();
    for (goal, terms) in scorer.goals() {
        match goal {
            Goal::Deadlines => aims.push(Aim::Deadlines),
            Goal::TardinessByPriority => aims.extend((0..terms.len()).map(Aim::ClassTardiness)),
            Goal::Tardiness => aims.push(Aim::Tardiness),
            // To the second or to the day: earlier is better for both.
            Goal::Makespan | Goal::LastDay if aims.contains(&Aim::Makespan) => {}
            Goal::Makespan | Goal::LastDay => aims.push(Aim::Makespan),
            Goal::FlowTime => aims.push(Aim::FlowTime),
            Goal::Earliness | Goal::SetupTime | Goal::Cost | Goal::Movement | Goal::Disturbance if aims.is_empty() => return None,
            // Lesser goals are left to the rest of the search.
            Goal::Earliness | Goal::SetupTime | Goal::Cost | Goal::Movement | Goal::Disturbance => break,
        }
    }
    (!aims.is_empty()).then_some(aims)
}

/// For each resource the largest quantity of which its size and all needs are multiples, as far as that matters.
fn resource_units(net: &Network) -> Vec<i64> {
    let mut units = vec![0; net.resources.len()];
    for need in net.needs.iter() {
        let unit = &mut units[need.resource as usize];
        *unit = greatest_common_divisor(*unit, need.quantity);
    }
    // What nobody needs takes no room.
    units.into_iter().map(|unit: i64| if unit == 0 { i64::MAX } else { unit }).collect()
}

fn greatest_common_divisor(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a.abs(), b.abs());
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}
