//! From attempt to attempt: what is impossible is refused or reduced, what is late gets other sources, until time is up.
//!
//! Never keeps an attempt that is worse than one it has.

mod late;
mod settle;

use super::Standing;
use super::attempt::{Asked, Attempt, Ground, lateness_gap};
use super::estimate::Estimates;
use super::explosion::Steering;
use super::hold::is_team;
use super::present::hurried_at_present;
use super::staff::Team;
use super::standing::{by_priority, by_priority_in, late_demands, lateness, movement, standing};
use crate::engine::schedule as sched;
use crate::engine::slices::Slices;
use crate::model::*;
use std::pin::Pin;

/// Where a plan stands while it is being made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub enum Stage {
    /// The first plan.
    First,
    /// Orders that cannot be met as asked are reduced or refused.
    Settling,
    /// Other sources are tried for late orders.
    Choosing,
    /// The schedule is improved.
    Improving,
}

/// An attempt in the making.
type Awaited<'f> = Pin<Box<dyn Future<Output = Attempt> + 'f>>;

/// What the caller is told while a plan is being made.
pub struct Told<'a> {
    pub stage: Stage,
    pub attempt: &'a Attempt,
    pub steering: &'a Steering,
    pub attempts: u32,
    pub standing: Standing,
}

/// The search for a plan: the best attempt so far, and what steers the next one.
pub struct Search<'g, 'w> {
    pub ground: &'g Ground<'w>,
    pub estimates: Estimates,
    pub steering: Steering,
    pub attempts: u32,
    /// Schedules built so far.
    pub passes: u32,
    direction: sched::Direction,
    seed: u64,
    slices: &'g Slices<'g>,
    began: f64,
    limit_ms: f64,
    report: &'g mut dyn FnMut(&Told) -> bool,
    stopped: bool,
    /// Tasks of the plan to go on from.
    from: &'g [Task],
}

/// Attempts made for settling and choosing at most, whatever the clock says.
const MOST_ATTEMPTS: u32 = 600;

impl<'g, 'w> Search<'g, 'w> {
    pub fn new(
        ground: &'g Ground<'w>,
        options: &'g super::PlanOptions,
        slices: &'g Slices<'g>,
        report: &'g mut dyn FnMut(&Told) -> bool,
    ) -> Search<'g, 'w> {
        Search {
            ground,
            estimates: Estimates::default(),
            steering: Steering::default(),
            attempts: 0,
            passes: 0,
            direction: if options.direction == Direction::Backward { sched::Direction::Backward } else { sched::Direction::Forward },
            seed: options.seed,
            slices,
            began: slices.now(),
            limit_ms: f64::from(options.time_limit_ms),
            report,
            stopped: false,
            from: &options.from,
        }
    }

    /// The best plan found within the limits.
    ///
    /// Where orders are late just in time, the search is the same as for as early as possible, for being in time comes before being
    /// late in starting; what then has time to spare is put late. The plan from the due dates counts where it is better.
    pub async fn run(&mut self) -> Attempt {
        self.steering = self.at_first();
        if self.ground.held.stays {
            self.direction = sched::Direction::Forward;
            return self.mend().await;
        }
        self.search().await
    }

    /// Whose safety times are cut already need not get them back, for what stays has no room for them.
    fn at_first(&self) -> Steering {
        if !self.ground.held.remembers_any() {
            return Steering::default();
        }
        let workspace = self.ground.shop.workspace;
        let hurried = hurried_at_present(workspace).into_iter();
        let is_new = |order: &Order| {
            order.status == OrderStatus::Open && !workspace.promises.values().any(|promise| promise.order == Some(order.id))
        };
        Steering {
            hurried: hurried.filter(|order| self.ground.held.remembers(Some(*order))).gather(),
            // An order that the present plan does not know may take what others have in it, and they need other runs then.
            anew: self.ground.held.stays && workspace.orders.values().any(is_new),
            ..Steering::default()
        }
    }

    async fn search(&mut self) -> Attempt {
        let best = self.begin().await;
        if self.direction != sched::Direction::Backward || late_demands(&best).is_empty() || !self.may_go_on(0.7) {
            return self.finish(best).await;
        }
        let afresh = self.at_first();
        let steering = std::mem::replace(&mut self.steering, afresh);
        self.direction = sched::Direction::ForwardThenLate;
        let early = self.begin().await;
        let early = self.finish(early).await;
        let from_dates_wins =
            best.lacks.len() <= early.lacks.len() && by_priority(&best) < by_priority(&early) && lateness(&best) <= lateness(&early);
        if from_dates_wins && self.unsettled(&best).is_empty() {
            self.steering = steering;
            return best;
        }
        early
    }

    /// A plan close to the present one: all that can stays and the rest goes where there is room, or everything behind makes room for
    /// it; from whichever disturbs less, moves are looked for that save as much lateness as they cost.
    async fn mend(&mut self) -> Attempt {
        // What lateness is worth goes by the orders' priorities, not by their sequence.
        self.steering.mixed = true;
        let making_room = self.attempt(Stage::First, &self.steering.clone()).await;
        let steering = Steering { holds: true, ..self.steering.clone() };
        let holding = self.attempt(Stage::Choosing, &steering).await;
        let key = |attempt: &Attempt| (attempt.lacks.len(), self.worth(attempt));
        let best = if key(&holding) <= key(&making_room) {
            self.steering = steering;
            holding
        } else {
            making_room
        };
        self.finish(best).await
    }

    /// What counts when one schedule of the same works is weighed against another; smaller is better.
    fn worth(&self, attempt: &Attempt) -> Vec<i64> {
        if self.ground.held.stays {
            return attempt.schedule.score.terms.clone();
        }
        by_priority(attempt).iter().map(|(_, late)| *late).chain([attempt.last_day, attempt.changeovers]).gather()
    }

    /// A first plan and what helps its late orders at once.
    #[inline(never)]
    fn begin(&mut self) -> Awaited<'_> {
        Box::pin(self.begin_once())
    }

    async fn begin_once(&mut self) -> Attempt {
        let mut best = self.attempt(Stage::First, &self.steering.clone()).await;
        if best.thawed > 0 && !self.steering.holds {
            // What is frozen may hang on what is not.
            let steering = Steering { holds: true, ..self.steering.clone() };
            let holding = self.attempt(Stage::Settling, &steering).await;
            if holding.thawed < best.thawed {
                (best, self.steering) = (holding, steering);
            }
        }
        best = self.hurry(best).await;
        best = self.split(best).await;
        self.mix(best).await
    }

    #[inline(never)]
    fn finish(&mut self, best: Attempt) -> Awaited<'_> {
        Box::pin(self.settle_and_improve(best))
    }

    async fn settle_and_improve(&mut self, mut best: Attempt) -> Attempt {
        best = self.settle(best).await;
        // To choose other sources would move much.
        if !self.ground.held.stays {
            best = self.choose(best).await;
        }
        self.improve(best).await
    }

    fn elapsed(&self) -> f64 {
        self.slices.now() - self.began
    }

    fn may_go_on(&self, share: f64) -> bool {
        !self.stopped && self.attempts < MOST_ATTEMPTS && self.elapsed() < self.limit_ms * share
    }

    /// One quick attempt, told to the caller. Made in one place for all who await it, for each would have its code again.
    #[inline(never)]
    fn attempt<'f>(&'f mut self, stage: Stage, steering: &'f Steering) -> Awaited<'f> {
        Box::pin(self.attempt_once(stage, steering))
    }

    async fn attempt_once(&mut self, stage: Stage, steering: &Steering) -> Attempt {
        let options = self.options(false, steering.mixed, 0.0);
        let asked = Asked { steering, options: &options, limits: &[], present: &[] };
        let attempt = Attempt::make(self.ground, &mut self.estimates, &asked, self.slices, &mut |_| sched::Control::Continue).await;
        self.attempts += 1;
        self.passes = self.passes.saturating_add(attempt.passes);
        let standing = standing(&attempt, &attempt.ready, attempt.lateness_of_tasks, self.passes);
        let told = Told { stage, attempt: &attempt, steering, attempts: self.attempts, standing };
        self.stopped |= !(self.report)(&told);
        attempt
    }

    fn options(&self, improve: bool, mixed: bool, limit_ms: f64) -> sched::Options {
        sched::Options {
            direction: self.direction,
            mode_choice: sched::ModeChoice::Preferred,
            limit_ms: if improve { limit_ms.max(0.0) as u64 } else { self.limit_ms.clamp(200.0, 2_000.0) as u64 },
            // A clock that stands still must not keep the search going for ever. The first passes serve one order after the
            // other, in their sequence; those that mix them come later.
            most_passes: match (improve, self.direction) {
                (true, _) => (limit_ms * 100.0).clamp(1.0, 1e9) as u32,
                (false, _) if mixed => 60,
                // Both ways back from the dates, and every rule that goes forward, each put late.
                (false, sched::Direction::Backward) => 20,
                (false, sched::Direction::Forward | sched::Direction::ForwardThenLate) => 7,
            },
            improve,
            seed: self.seed,
        }
    }

    /// The places of an attempt's works in the plan to go on from; empty where there is none.
    fn known(&self, attempt: &Attempt) -> Vec<Option<sched::Placement>> {
        let mut tasks: Vec<&Task> = self.from.iter().collect();
        sort_with_key(&mut tasks, |task| task.id);
        let place = |(work, teams): (usize, &Vec<Team>)| {
            let id = attempt.ids.works[work]?;
            let at = tasks[tasks.binary_search_by(|task| task.id.cmp(&id)).ok()?].placement.as_ref()?;
            let mode = teams.iter().position(|team| is_team(team, at));
            Some(sched::Placement { start: at.start, end: at.end, mode: mode.map_or(u32::MAX, |mode| mode as u32) })
        };
        if self.from.is_empty() { Vec::new() } else { attempt.assembly.teams.iter().enumerate().map(place).collect() }
    }

    /// The same plan with its schedule improved for the rest of the time.
    async fn improve(&mut self, mut best: Attempt) -> Attempt {
        let left = self.limit_ms - self.elapsed();
        let may_gain = !late_demands(&best).is_empty() || movement(&best).0 > 0 || best.changeovers > 0;
        if self.stopped || best.proved || left <= 0.0 || !may_gain {
            return best;
        }
        let options = self.options(true, false, left);
        let present = [best.schedule.placements.clone(), self.known(&best)];
        let steering = self.steering.clone();
        let (report, attempts, passes, ground) = (&mut *self.report, self.attempts, self.passes, self.ground);
        let mut told = Told { stage: Stage::Improving, attempt: &best, steering: &steering, attempts, standing: Standing::default() };
        told.standing = standing(&best, &best.ready, best.lateness_of_tasks, passes);
        let mut reached = by_priority(&best);
        let mut tell = |progress: &sched::Progress| {
            let ready = progress.best.map(|schedule| best.ready_in(ground, &steering, schedule));
            if let Some(ready) = ready.filter(|ready| by_priority_in(&best, ready) < reached) {
                reached = by_priority_in(&best, &ready);
                told.standing = standing(&best, &ready, lateness_gap(progress.values), passes);
            }
            told.standing.passes = passes.saturating_add(progress.passes);
            if report(&told) { sched::Control::Continue } else { sched::Control::Stop }
        };
        // Orders of one priority may change places where that saves lateness in all; none may be ready later than it accepts.
        let limits: Vec<Option<Time>> = best.demands.iter().map(|demand| demand.limit).collect();
        let mixed = Steering { mixed: true, holds: false, loose: true, ..steering.clone() };
        let asked = Asked { steering: &mixed, options: &options, limits: &limits, present: &present };
        let improved = Attempt::make(self.ground, &mut self.estimates, &asked, self.slices, &mut tell).await;
        self.attempts += 1;
        self.passes = self.passes.saturating_add(improved.passes);
        if self.worth(&improved) < self.worth(&best) && self.unsettled(&improved).is_empty() {
            self.steering = mixed;
            return improved;
        }
        // The same tasks, and the longer search may have proved more about them.
        best.lateness_of_tasks.1 = best.lateness_of_tasks.1.max(improved.lateness_of_tasks.1).min(best.lateness_of_tasks.0);
        best
    }
}
