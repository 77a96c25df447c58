//! One attempt at a plan: exploded, scheduled, looked at again where calendars or skills made a schedule impossible.
//!
//! Never judges whether the attempt is good enough; `steer` does.

use super::Calendars;
use super::assembly::{Assembly, Corrections, assemble};
use super::draft::*;
use super::estimate::Estimates;
use super::explosion::{Batches, Demand, Explosion, Steering};
use super::firm::tasks_by_supply;
use super::hold::{Held, thaw};
use super::ids::{self, Ids};
use super::lack::Lack;
use super::pegging;
use super::shop::Shop;
use super::staff::{skill_window, skilled};
use crate::engine::calendar::Profile;
use crate::engine::schedule as sched;
use crate::engine::slices::Slices;
use crate::model::*;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;

/// What all attempts share.
pub struct Ground<'w> {
    pub shop: Shop<'w>,
    pub calendars: Calendars<'w>,
    pub now: Time,
    pub horizon_end: Time,
    pub held: Held,
    /// Who plans the same in other places.
    pub peers: Option<&'w dyn sched::Peers>,
}

/// What an attempt is asked to do.
pub struct Asked<'a> {
    pub steering: &'a Steering,
    /// For the scheduler.
    pub options: &'a sched::Options,
    /// When each demand must be ready at the latest; none has a limit for an empty slice.
    pub limits: &'a [Option<Time>],
    /// Schedules to go on from: places of the works, by position.
    pub present: &'a [Vec<Option<sched::Placement>>],
}

/// A plan with its schedule.
pub struct Attempt {
    pub draft: Draft,
    pub demands: Vec<Demand>,
    pub lacks: BTreeMap<OrderId, Lack>,
    pub batches: Batches,
    pub assembly: Assembly,
    pub schedule: sched::Schedule,
    pub proved: bool,
    pub passes: u32,
    /// Works that are frozen and break a rule where they are.
    pub thawed: usize,
    /// Seconds of lateness of all tasks in the schedule, and the least that they can have.
    pub lateness_of_tasks: (i64, i64),
    /// Days to the last end and seconds of changeovers, where little of them is asked for.
    pub last_day: i64,
    pub changeovers: i64,
    pub ids: Ids,
    pub served: Vec<Vec<DemandIndex>>,
    /// When each demand is ready; `None` where it cannot be.
    pub ready: Vec<Option<Time>>,
    /// The pegs of each demand and of each work, by position.
    pub taken: Taken,
}

/// Positions of pegs by who takes.
#[derive(Default)]
pub struct Taken {
    pub by_demand: Vec<Vec<usize>>,
    pub by_work: Vec<Vec<usize>>,
}

impl Taken {
    fn of(draft: &Draft, demands: usize) -> Taken {
        let mut taken = Taken { by_demand: vec![Vec::new(); demands], by_work: vec![Vec::new(); draft.works.len()] };
        for (at, peg) in draft.pegs.iter().enumerate() {
            match peg.taker {
                Taker::Demand(demand) => taken.by_demand[demand].push(at),
                Taker::Work { work, .. } => taken.by_work[work].push(at),
            }
        }
        taken
    }
}

/// How often a first schedule is looked at again: where skills end, one team after the other may turn out to be impossible.
const MOST_CORRECTIONS: usize = 48;
/// The same for a search, which takes its time anew whenever it is looked at again.
const MOST_CORRECTIONS_OF_SEARCH: usize = 12;

impl Attempt {
    /// Explodes and schedules once. Boxed, for whoever awaits it would have its code again.
    #[inline(never)]
    pub fn make<'f>(
        ground: &'f Ground<'_>,
        estimates: &'f mut Estimates,
        asked: &'f Asked<'f>,
        slices: &'f Slices<'_>,
        report: &'f mut dyn FnMut(&sched::Progress) -> sched::Control,
    ) -> Pin<Box<dyn Future<Output = Attempt> + 'f>> {
        Box::pin(Attempt::made(ground, estimates, asked, slices, report))
    }

    async fn made(
        ground: &Ground<'_>,
        estimates: &mut Estimates,
        asked: &Asked<'_>,
        slices: &Slices<'_>,
        report: &mut dyn FnMut(&sched::Progress) -> sched::Control,
    ) -> Attempt {
        let Asked { steering, options, limits, present } = *asked;
        let mut explosion = Explosion::new(&ground.shop, &ground.calendars, estimates, steering, &ground.held, ground.now);
        explosion.run();
        let served = pegging::served(&explosion.draft);
        let ids = assign_ids(ground.shop.workspace, &explosion);
        let mut corrections = Corrections::default();
        let mut rounds = 0;
        let mut passes = 0u32;
        let (assembly, outcome) = loop {
            let assembly = assemble(&mut explosion, ground.horizon_end, &corrections, &ids, &served, &ground.held, limits);
            let outcome = if ground.held.stays && !options.improve {
                // In the sequence of their present starts, everything makes room for what has to move.
                let schedule = sched::repair(&assembly.problem, &assembly.present, &[]);
                sched::Outcome { schedule, bound: sched::Score::default(), values: Vec::new(), gap: None, proved: false, passes: 1 }
            } else {
                sched::solve_in_slices(&assembly.problem, options, present, slices, ground.peers, report).await
            };
            passes = passes.saturating_add(outcome.passes);
            let changed = correct(&mut corrections, ground, &assembly, &outcome.schedule);
            rounds += 1;
            if !changed || rounds > if options.improve { MOST_CORRECTIONS_OF_SEARCH } else { MOST_CORRECTIONS } {
                break (assembly, outcome);
            }
        };
        let record = |work: &&WorkIndex| ground.shop.workspace.tasks.get(&ids.works[**work]?);
        let is_frozen = |work: &&WorkIndex| record(work).is_some_and(|task| ground.held.is_frozen(task, ground.now));
        let thawed = corrections.thawed.iter().filter(is_frozen).count();
        let Explosion { draft, demands, lacks, batches, .. } = explosion;
        let lateness_of_tasks = lateness_gap(&outcome.values);
        let value = |goal| outcome.values.iter().find(|gap| gap.goal == goal).map_or(0, |gap| gap.value);
        let (last_day, changeovers) = (value(sched::Goal::LastDay), value(sched::Goal::SetupTime));
        let sched::Outcome { schedule, proved, .. } = outcome;
        let taken = Taken::of(&draft, demands.len());
        let ready = Vec::new();
        let mut attempt = Attempt {
            draft,
            demands,
            lacks,
            batches,
            assembly,
            schedule,
            proved,
            passes,
            thawed,
            lateness_of_tasks,
            last_day,
            changeovers,
            ids,
            served,
            ready,
            taken,
        };
        attempt.ready = attempt.ready_in(ground, steering, &attempt.schedule);
        attempt
    }

    /// When and how a work is placed.
    pub fn placement(&self, work: WorkIndex) -> Option<sched::Placement> {
        self.schedule.placements.get(work).copied().flatten()
    }

    /// When what the work puts out can be used.
    pub fn usable(&self, ground: &Ground, steering: &Steering, work: WorkIndex) -> Option<Time> {
        self.usable_in(ground, steering, &self.schedule, work)
    }

    fn usable_in(&self, ground: &Ground, steering: &Steering, schedule: &sched::Schedule, work: WorkIndex) -> Option<Time> {
        let end = schedule.placements.get(work).copied().flatten()?.end;
        let row = &self.draft.works[work];
        let order = self.demands[self.draft.supplies[row.supply].demand].served_order();
        let hurried = order.is_some_and(|order| steering.hurried.contains(&order));
        let operation = row.operation.and_then(|id| ground.shop.workspace.operations.get(&id));
        Some(end.plus(operation.filter(|_| !hurried).map_or(Span::ZERO, |operation| operation.post_time)))
    }

    /// When each demand is ready in a schedule of these works.
    pub fn ready_in(&self, ground: &Ground, steering: &Steering, schedule: &sched::Schedule) -> Vec<Option<Time>> {
        let ready_of = |pegs: &Vec<usize>| {
            let mut ready = ground.now;
            for peg in pegs {
                ready = ready.max(self.lot_ready_in(ground, steering, schedule, self.draft.pegs[*peg].lot)?);
            }
            Some(ready)
        };
        let mut ready: Vec<Option<Time>> = self.taken.by_demand.iter().map(ready_of).collect();
        // A step that finds no place need not be before the one that puts out what is taken, and belongs to it all the same.
        for (work, _) in self.draft.works.iter().zip(&schedule.placements).filter(|(_, placement)| placement.is_none()) {
            self.served[work.supply].iter().for_each(|demand| ready[*demand] = None);
        }
        ready
    }

    /// When a lot is there at the earliest in this schedule.
    pub fn lot_ready(&self, ground: &Ground, steering: &Steering, lot: LotIndex) -> Option<Time> {
        self.lot_ready_in(ground, steering, &self.schedule, lot)
    }

    fn lot_ready_in(&self, ground: &Ground, steering: &Steering, schedule: &sched::Schedule, lot: LotIndex) -> Option<Time> {
        match self.draft.lots[lot].origin {
            Origin::Stock => Some(ground.now),
            Origin::Arrival(supply) | Origin::Buy(supply) => Some(self.draft.supplies[supply].arrival),
            Origin::Work { work, .. } => self.usable_in(ground, steering, schedule, work),
        }
    }

    /// How late a demand is; nothing where it is in time or has no date.
    pub fn lateness(&self, demand: DemandIndex) -> Option<Span> {
        let (ready, due) = (self.ready[demand]?, self.demands[demand].due?);
        Some(ready.since(due)).filter(|late| late.seconds() > 0)
    }
}

/// The lateness of all tasks together and its bound, among a schedule's values.
pub fn lateness_gap(values: &[sched::Gap]) -> (i64, i64) {
    let gap = values.iter().find(|gap| gap.goal == sched::Goal::TardinessByPriority);
    gap.map_or((0, 0), |gap| (gap.value, gap.bound))
}

fn assign_ids(workspace: &Workspace, explosion: &Explosion) -> Ids {
    let firm: BTreeSet<u64> = explosion.draft.supplies.iter().filter_map(|supply| supply.firm).map(RecordId::raw).gather();
    // A task that is gone from the plan gives its id back; one of a kept supply keeps it.
    let tasks = tasks_by_supply(workspace);
    let kept = firm.iter().flat_map(|supply| tasks.get(SupplyOrderId::from_raw(*supply)));
    let kept_tasks = kept.map(|task| task.id.raw()).gather();
    // Finished and closed supply is no part of the plan, but its ids are taken.
    let closed = workspace.supply_orders.values().filter(|order| order.status != SupplyStatus::Proposed).map(|order| order.id.raw());
    ids::assign(&explosion.draft, &explosion.demands, firm.iter().copied().chain(closed).gather(), kept_tasks)
}

/// Adds what a schedule shows to be necessary; false where nothing was.
fn correct(corrections: &mut Corrections, ground: &Ground, assembly: &Assembly, schedule: &sched::Schedule) -> bool {
    let mut changed = thaw(&mut corrections.thawed, assembly, schedule);
    let placement = |work: WorkIndex| schedule.placements.get(work).copied().flatten();
    for &(maker, taker, made, taken) in &assembly.handovers {
        let (Some(of_maker), Some(of_taker)) = (placement(maker), placement(taker)) else { continue };
        let missing = moment(assembly, maker, &of_maker, made).since(moment(assembly, taker, &of_taker, taken)).seconds();
        if missing > 0 {
            let between_starts = of_taker.start.since(of_maker.start).seconds();
            let between_ends = of_taker.end.since(of_maker.end).seconds();
            // The tie that is nearer to holding is tightened, for it distorts least.
            let (starts, ends) =
                (lag(assembly, maker, taker, sched::LinkKind::StartToStart), lag(assembly, maker, taker, sched::LinkKind::FinishToFinish));
            let by_ends = between_ends - ends < between_starts - starts;
            let least = if by_ends { between_ends } else { between_starts } + missing;
            let entry = corrections.lags.entry((maker, taker, by_ends)).or_insert(least);
            *entry = (*entry).max(least);
            changed = true;
        }
    }
    for &(arrival, taker, share) in &assembly.arrivals {
        let Some(of_taker) = placement(taker) else { continue };
        let missing = arrival.since(moment(assembly, taker, &of_taker, share));
        if missing.seconds() > 0 {
            let least = of_taker.start.plus(missing);
            let entry = corrections.starts.entry(taker).or_insert(least);
            *entry = (*entry).max(least);
            changed = true;
        }
    }
    for (work, teams) in assembly.teams.iter().enumerate() {
        let Some(placed) = placement(work) else { continue };
        if assembly.problem.tasks[work].pin.is_some() {
            continue;
        }
        let Some(team) = teams.get(placed.mode as usize) else { continue };
        if team.members.iter().all(|member| skilled(&ground.shop, member, placed.start, placed.end)) {
            continue;
        }
        // First it is asked for within the skills' time; where that does not help, others have to do it.
        match corrections.windows.entry(work) {
            Entry::Vacant(window) => drop(window.insert(skill_window(&ground.shop, teams))),
            Entry::Occupied(_) => {
                corrections.bans.insert((work, team.members.iter().map(|member| member.resource).collect()));
            }
        }
        changed = true;
    }
    changed
}

/// The least time of the tie between two works.
fn lag(assembly: &Assembly, from: WorkIndex, to: WorkIndex, kind: sched::LinkKind) -> i64 {
    let links = assembly.problem.links.iter();
    links
        .filter(|link| (link.from, link.to, link.kind) == (from as u32, to as u32, kind))
        .map(|link| link.min_lag.seconds())
        .max()
        .unwrap_or(i64::MIN / 4)
}

/// The moment at which a placed work has done a share of its work.
pub fn moment(assembly: &Assembly, work: WorkIndex, placed: &sched::Placement, share: f64) -> Time {
    if share <= 0.0 {
        return placed.start;
    }
    if share >= 1.0 {
        return placed.end;
    }
    let pace = pace(assembly, work, placed.mode);
    // Not in whole seconds of work: at half speed each of them is two.
    let done = pace.area(placed.start, placed.end) as f64 * share;
    pace.passed(placed.start, done.ceil() as i64).map_or(placed.end, |time| time.min(placed.end))
}

/// When and how fast a work is done in a mode.
pub fn pace(assembly: &Assembly, work: WorkIndex, mode: u32) -> Profile {
    let problem = &assembly.problem;
    let task = &problem.tasks[work];
    let profile = |index: Option<u32>| index.and_then(|index| problem.profiles.get(index as usize));
    let mut pace: Option<Profile> = None;
    for requirement in problem.requirements(work as u32, mode) {
        let Some(resource) = problem.resources.get(requirement.resource as usize) else { continue };
        let speed = profile(resource.speed).cloned().unwrap_or_else(Profile::open);
        let threshold = if matches!(resource.kind, sched::ResourceKind::Finite) { requirement.quantity.max(1) } else { 1 };
        let there = profile(resource.size).map_or_else(Profile::open, |size| size.at_least(threshold));
        let of_resource = speed.during(&there);
        pace = Some(pace.map_or(of_resource.clone(), |pace| pace.smaller(&of_resource)));
    }
    let pace = pace.unwrap_or_else(Profile::open);
    profile(task.calendar).map_or(pace.clone(), |calendar| pace.during(calendar))
}
