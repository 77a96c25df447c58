//! The scheduler: a first schedule at once, then better ones for as long as the caller likes.
//!
//! Never reads a clock or a random source: both come from the caller, so that a seed gives the same schedule for the same
//! number of passes.

use super::decode::ModeChoice;
use super::peers::{Meetings, Peers};
use super::problem::{Placement, Problem, Schedule};
use super::score::{Goal, Score};
use super::solver::Solver;
use crate::engine::slices::{Slices, at_once};
use serde::{Deserialize, Serialize};

/// The caller is told at least this often.
const REPORT_EVERY_MS: f64 = 100.0;

/// From which end tasks are placed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// As early as possible, from now on.
    #[default]
    Forward,
    /// Just in time, back from due dates; what would have to start in the past is planned forward.
    Backward,
    /// As early as possible while better schedules are looked for; the last one is then put as late as it can be without
    /// costing any date more. For plans that are late anyway: being in time comes first.
    ForwardThenLate,
}

/// How to look for a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    pub direction: Direction,
    /// How modes are chosen; what is late at first is improved by the mode that ends first, whatever is preferred.
    pub mode_choice: ModeChoice,
    /// No further pass begins after this many milliseconds. One pass is always made.
    pub limit_ms: u64,
    /// No further pass begins after this many; 1 gives the first schedule.
    pub most_passes: u32,
    /// Whether to go on after the priority rules.
    pub improve: bool,
    pub seed: u64,
}

/// What the caller is told whenever something new is known.
pub struct Progress<'a> {
    /// The best schedule, when it is better than the one told before.
    pub best: Option<&'a Schedule>,
    pub score: &'a Score,
    /// No schedule has a smaller score.
    pub bound: &'a Score,
    /// The best schedule's value and bound in every goal.
    pub values: &'a [Gap],
    pub gap: Option<Gap>,
    pub passes: u32,
    pub elapsed_ms: f64,
}

/// What the caller wants next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    Continue,
    /// Stop as soon as possible and keep the best.
    Stop,
}

/// How far a schedule can be from the best possible in one goal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    pub goal: Goal,
    pub value: i64,
    pub bound: i64,
}

/// The best schedule found and how good it can be at most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    pub schedule: Schedule,
    /// No schedule has a smaller score.
    pub bound: Score,
    /// The schedule's value and bound in every goal; lateness of all priorities together.
    pub values: Vec<Gap>,
    /// The first goal in which the schedule may be worse than the best possible: before it, nothing can be gained. `None` when nothing can be said, or when tasks are left out that might have been placed.
    pub gap: Option<Gap>,
    /// Nothing better exists.
    pub proved: bool,
    pub passes: u32,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            direction: Direction::Forward,
            mode_choice: ModeChoice::EarliestEnd,
            limit_ms: 1000,
            most_passes: u32::MAX,
            improve: true,
            seed: 1,
        }
    }
}

impl Gap {
    /// At most this share above the best possible (0.05 = 5 %); `None` when the bound is zero.
    pub fn ratio(&self) -> Option<f64> {
        (self.bound > 0).then(|| (self.value - self.bound) as f64 / self.bound as f64)
    }
}

/// The best schedule within the options' limits, telling `report` of every better one and asking whether to go on.
///
/// `elapsed_ms` gives milliseconds since any fixed moment. Whatever the problem, there is an outcome: what cannot be done is
/// among the findings of its schedule. Where even a few passes are too long to wait, use [`Solver`] step by step.
///
/// ```
/// use linewright::engine::schedule::{Control, Link, Mode, Options, Problem, Requirement, Resource, Task, solve};
/// use linewright::engine::calendar::ONE;
/// use linewright::model::{Span, Time};
/// let now = Time::from_date(2026, 3, 2).unwrap();
/// let hour = |resource| Mode { work: Span::from_hours(1), requirements: vec![Requirement { resource, quantity: ONE }], cost: 0 };
/// let problem = Problem {
///     now,
///     horizon_end: now.plus(Span::from_days(30)),
///     resources: vec![Resource::single()],
///     tasks: vec![Task { modes: vec![hour(0)], ..Task::default() }, Task { modes: vec![hour(0)], ..Task::default() }],
///     links: vec![Link::after(1, 0)],
///     ..Problem::default()
/// };
/// let outcome = solve(&problem, &Options::default(), &|| 0.0, &mut |_| Control::Continue);
/// assert_eq!(outcome.schedule.placements[0].map(|placement| placement.end), Some(now.plus(Span::from_hours(2))));
/// assert!(outcome.proved);
/// ```
pub fn solve(problem: &Problem, options: &Options, elapsed_ms: &dyn Fn() -> f64, report: &mut dyn FnMut(&Progress) -> Control) -> Outcome {
    at_once(solve_in_slices(problem, options, &[], &Slices::whole(elapsed_ms), None, report))
}

/// Like [`solve`], going on from the schedules that are `present` (one place per task), resting between passes, and
/// sharing the best schedules with `peers` while it improves.
pub async fn solve_in_slices(
    problem: &Problem,
    options: &Options,
    present: &[Vec<Option<Placement>>],
    slices: &Slices<'_>,
    peers: Option<&dyn Peers>,
    report: &mut dyn FnMut(&Progress) -> Control,
) -> Outcome {
    let began = slices.now();
    let mut solver = Solver::new(problem, options);
    present.iter().filter(|schedule| !schedule.is_empty()).for_each(|schedule| solver.begin_with(schedule));
    let mut last_report = began;
    let mut meetings = Meetings::new(peers.filter(|_| options.improve));
    loop {
        let is_met = meetings.attend(&mut solver);
        let goes_on = !is_met || solver.step();
        slices.breathe(!is_met).await;
        let now = slices.now();
        solver.spend((now - began) / options.limit_ms as f64);
        let news = solver.news();
        if news.is_some() || now - last_report > REPORT_EVERY_MS {
            last_report = now;
            let progress = Progress {
                best: news.as_ref(),
                score: &solver.score(),
                bound: &solver.bound(),
                values: &solver.values(),
                gap: solver.gap(),
                passes: solver.passes(),
                elapsed_ms: now - began,
            };
            if report(&progress) == Control::Stop {
                break;
            }
        }
        if !goes_on || now - began >= options.limit_ms as f64 {
            break;
        }
    }
    if options.direction == Direction::ForwardThenLate {
        solver.put_late();
    }
    solver.outcome()
}
