//! From a draft to the scheduler's problem: tasks with modes, resources, calendars, links, releases and due dates.
//!
//! Task `n` of the problem is work `n` of the draft; what comes after them are moments that only hold others back.
//! Never decides when anything is done.

use super::draft::*;
use super::explosion::{Demand, Explosion};
use super::hold::{Held, is_team};
use super::ids::Ids;
use super::setups::Setups;
use super::staff::{Member, Team, units, use_of_period};
use crate::engine::calendar::Profile;
use crate::engine::schedule as sched;
use crate::model::*;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Corrections found necessary by looking at a schedule.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    /// The least seconds from start to start, or from end to end, of two works between which material is handed over.
    pub lags: BTreeMap<(WorkIndex, WorkIndex, bool), i64>,
    /// Before which a work must not start, because of what arrives in its course.
    pub starts: BTreeMap<WorkIndex, Time>,
    /// Within which a work must be done, for the skills of those who can do it do not last longer or begin later.
    pub windows: BTreeMap<WorkIndex, (Option<Time>, Option<Time>)>,
    /// Works that cannot stay where they are, though they are frozen or were to be held.
    pub thawed: BTreeSet<WorkIndex>,
    /// Modes that turned out not to be possible all the same: by work, the team's resources.
    pub bans: BTreeSet<(WorkIndex, Vec<ResourceId>)>,
}

/// The problem and the way back from it.
pub struct Assembly {
    pub problem: sched::Problem,
    pub resources: Vec<ResourceId>,
    /// Where each work is now, with no known mode where it cannot stay as it is; empty unless the plan is to stay close to that.
    pub present: sched::Schedule,
    /// What is held only as long as it breaks no rule.
    pub frozen: BTreeSet<WorkIndex>,
    /// The teams behind the modes of each work.
    pub teams: Vec<Vec<Team>>,
    /// Handovers in the course of the work, to be looked at again when times are known: maker, taker, shares of their work.
    pub handovers: Vec<(WorkIndex, WorkIndex, f64, f64)>,
    /// Arrivals in the course of the work: when, the taker, and the share of its work before.
    pub arrivals: Vec<(Time, WorkIndex, f64)>,
}

pub struct Assembler<'b, 'a, 'w> {
    pub(super) explosion: &'b mut Explosion<'a, 'w>,
    pub(super) corrections: &'b Corrections,
    pub(super) ids: &'b Ids,
    pub(super) served: &'b [Vec<DemandIndex>],
    pub(super) held: &'b Held,
    /// The latest each demand may be ready, where a schedule is to be improved.
    pub(super) limits: &'b [Option<Time>],
    /// Full speed as a profile, where some resource is faster.
    full_speed: Option<Rc<Profile>>,
    pub(super) assembly: Assembly,
    setups: Setups<'w>,
    /// Where a work is now, if it could stay there.
    pub(super) stays: Vec<Option<Placement>>,
    resource_of: BTreeMap<ResourceId, u32>,
    profile_of: BTreeMap<usize, (Rc<Profile>, u32)>,
    pub(super) links: BTreeMap<(u32, u32, u8), (i64, Option<i64>)>,
}

/// Limits per period are counted so many times finer than capacity: in thousandths, many small runs in one period would each lose a little
/// to rounding, and all together use more than there is.
const FINER: i64 = 1_000;

/// Builds the problem of a draft.
pub fn assemble(
    explosion: &mut Explosion,
    horizon_end: Time,
    corrections: &Corrections,
    ids: &Ids,
    served: &[Vec<DemandIndex>],
    held: &Held,
    limits: &[Option<Time>],
) -> Assembly {
    let problem = sched::Problem { now: explosion.now, horizon_end, ..sched::Problem::default() };
    let assembly = Assembly {
        problem,
        resources: Vec::new(),
        present: sched::Schedule::default(),
        frozen: BTreeSet::new(),
        teams: Vec::new(),
        handovers: Vec::new(),
        arrivals: Vec::new(),
    };
    let faster = |resource: &Resource| explosion.calendars.speed(resource).is_some();
    let full_speed = explosion.shop.workspace.resources.values().any(faster).then(|| Rc::new(Profile::open()));
    let mut assembler = Assembler {
        explosion,
        corrections,
        ids,
        served,
        held,
        limits,
        full_speed,
        assembly,
        setups: Setups::default(),
        stays: Vec::new(),
        resource_of: BTreeMap::new(),
        profile_of: BTreeMap::new(),
        links: BTreeMap::new(),
    };
    if held.stays {
        use sched::Goal::*;
        assembler.assembly.problem.goals = vec![Deadlines, Disturbance, TardinessByPriority, Movement];
    }
    for work in 0..assembler.explosion.draft.works.len() {
        assembler.add_task(work);
    }
    assembler.add_ties();
    assembler.add_pegs();
    assembler.add_links_by_hand();
    if assembler.explosion.steering.holds {
        assembler.hold_what_stays();
    }
    assembler.finish()
}

impl Assembler<'_, '_, '_> {
    fn add_task(&mut self, index: WorkIndex) {
        let work = self.explosion.draft.works[index].clone();
        let demands = &self.explosion.demands;
        let served = &self.served[work.supply];
        let mixed = self.explosion.steering.mixed;
        let class = |demand: &Demand| {
            if mixed && demand.rank > 0 { demand.priority.clamp(0, i64::from(u32::MAX) - 1) as u32 + 1 } else { demand.rank }
        };
        let priority = served.iter().map(|demand| class(&demands[*demand])).min().unwrap_or(0);
        let mut task = sched::Task { release: Some(work.release), deadline: work.deadline, priority, ..sched::Task::default() };
        let mut teams = Vec::new();
        match work.operation.and_then(|id| self.explosion.shop.workspace.operations.get(&id)) {
            Some(operation) => {
                let known = self.explosion.estimates.of(self.explosion.shop, self.explosion.calendars, operation);
                teams = known.teams.as_ref().map_or_else(|_| vec![Team::default()], Clone::clone);
                let gate = self.explosion.calendars.operation(operation);
                task.calendar = gate.map(|gate| self.profile(&gate));
                task.family = self.setups.family(self.explosion.shop, operation.id);
                task.pace = if operation.interruptible { sched::Pace::Interruptible } else { sched::Pace::Unbroken };
            }
            None => {
                let place = self.explosion.draft.supplies[work.supply].place;
                let gate = self.explosion.calendars.location(place);
                task.calendar = gate.map(|gate| self.profile(&gate));
                teams.push(Team::default());
            }
        }
        let banned = |team: &Team| {
            let members: Vec<ResourceId> = team.members.iter().map(|member| member.resource).collect();
            self.corrections.bans.contains(&(index, members))
        };
        teams.retain(|team| !banned(team));
        let id = self.ids.works[index];
        let record = id.and_then(|id| self.explosion.shop.workspace.tasks.get(&id));
        let can_stay = !self.corrections.thawed.contains(&index) && self.can_stay(&work, record);
        if let Some(placement) = record.and_then(|record| record.placement.as_ref()).filter(|_| can_stay && self.held.stays)
            && !self.explosion.steering.loose
            && teams.iter().any(|team| is_team(team, placement))
        {
            teams.retain(|team| is_team(team, placement));
        }
        if let Some((from, until)) = self.corrections.windows.get(&index) {
            task.release = task.release.max(*from);
            task.deadline = [task.deadline, *until].into_iter().flatten().min();
        }
        task.modes = teams.iter().map(|team| self.mode(&work, team)).collect();
        task.previous_start = record.and_then(|task| task.placement.as_ref()).map(|placement| placement.start);
        let is_frozen = can_stay
            && record
                .and_then(|record| record.placement.as_ref())
                .is_some_and(|placement| self.explosion.now <= placement.start && placement.start < self.held.frozen_until);
        let team = record.and_then(|task| task.placement.as_ref()).and_then(|placed| teams.iter().position(|team| is_team(team, placed)));
        task.previous_mode = team.map(|mode| mode as u32);
        self.pin(index, &work, record, is_frozen, &mut task, &mut teams);
        if task.pin.is_some() {
            task.previous_mode = None;
        }
        self.assembly.problem.tasks.push(task);
        self.assembly.teams.push(teams);
        if self.held.stays {
            let placed = record.and_then(|record| record.placement.as_ref()).map(|placement| {
                let team = self.assembly.teams[index].iter().position(|team| can_stay && is_team(team, placement));
                sched::Placement { start: placement.start, end: placement.end, mode: team.map_or(u32::MAX, |mode| mode as u32) }
            });
            self.assembly.present.placements.push(placed);
        }
        self.stays.push(record.and_then(|record| record.placement.clone()).filter(|_| can_stay));
    }

    pub(super) fn mode(&mut self, work: &Work, team: &Team) -> sched::Mode {
        let requirements: Vec<sched::Requirement> = team.members.iter().filter_map(|member| self.requirement(work, member)).collect();
        let limited = |requirement: &sched::Requirement| {
            matches!(self.assembly.problem.resources[requirement.resource as usize].kind, sched::ResourceKind::Buckets(_))
        };
        // What takes no time takes nothing, except from a limit per period: there it must last a second to count.
        let seconds = if requirements.iter().any(limited) { work.seconds.max(1) } else { work.seconds };
        sched::Mode { work: Span::from_seconds(seconds), requirements, cost: team.rank }
    }

    fn requirement(&mut self, work: &Work, member: &Member) -> Option<sched::Requirement> {
        let record = self.explosion.shop.workspace.resources.get(&member.resource)?;
        let quantity = match record.kind {
            ResourceKind::Default | ResourceKind::Infinite => units(member),
            _ => {
                (use_of_period(record, member.quantity * work.quantity + member.per_run) * 1_000.0 * FINER as f64).round().clamp(0.0, 9e14)
                    as i64
            }
        };
        Some(sched::Requirement { resource: self.resource(member.resource), quantity })
    }

    fn resource(&mut self, id: ResourceId) -> u32 {
        if let Some(index) = self.resource_of.get(&id) {
            return *index;
        }
        let calendars = self.explosion.calendars;
        let resource = self.explosion.shop.workspace.resources.get(&id).map(|record| {
            let limited = record.constrained && record.kind != ResourceKind::Infinite;
            let size =
                if limited && record.kind == ResourceKind::Default { calendars.size(record) } else { Rc::new(calendars.presence(record)) };
            let kind = match calendars.buckets(record).filter(|_| limited) {
                Some(mut buckets) => {
                    buckets.iter_mut().for_each(|bucket| bucket.limit *= FINER);
                    sched::ResourceKind::Buckets(buckets)
                }
                None if limited => sched::ResourceKind::Finite,
                None => sched::ResourceKind::Unlimited,
            };
            // A limit per period counts the use; speed has been counted with it.
            // Beside a faster resource full speed is a limit, so it is told.
            let speed = calendars.speed(record).or_else(|| self.full_speed.clone()).map(|speed| self.profile(&speed));
            let size = self.profile(&size);
            let (setup, first_family) = self.setups.machine(record).unzip();
            sched::Resource {
                kind,
                size: Some(size),
                speed,
                setup,
                first_family: first_family.flatten(),
                cost_per_hour: record.cost.clamp(0.0, 1e9) as u32,
            }
        });
        let index = self.assembly.problem.resources.len() as u32;
        self.assembly.problem.resources.push(resource.unwrap_or_else(sched::Resource::single));
        self.assembly.resources.push(id);
        self.resource_of.insert(id, index);
        index
    }

    fn profile(&mut self, profile: &Rc<Profile>) -> u32 {
        let key = Rc::as_ptr(profile) as usize;
        let problem = &mut self.assembly.problem;
        // The profile is kept with its index, so that its address cannot be given to another one meanwhile.
        self.profile_of.entry(key).or_insert_with(|| (profile.clone(), problem.add_profile((**profile).clone()))).1
    }

    fn finish(mut self) -> Assembly {
        self.assembly.problem.setups = self.setups.matrices(self.explosion.shop.workspace);
        let mut changeovers = self.assembly.problem.setups.iter().flat_map(|matrix| &matrix.times);
        if self.assembly.problem.goals.is_empty() && changeovers.any(|time| !time.is_zero()) {
            // Of plans that are as much in time and end on the same day, the one with the least changing over.
            use sched::Goal::*;
            self.assembly.problem.goals = vec![Deadlines, TardinessByPriority, LastDay, SetupTime, Makespan, FlowTime];
        }
        for ((from, to, kind), (least, most)) in self.links {
            let kind = match kind {
                0 => sched::LinkKind::FinishToStart,
                1 => sched::LinkKind::StartToStart,
                2 => sched::LinkKind::FinishToFinish,
                _ => sched::LinkKind::StartToFinish,
            };
            let (min_lag, max_lag) = (Span::from_seconds(least), most.map(Span::from_seconds));
            self.assembly.problem.links.push(sched::Link { from, to, kind, min_lag, max_lag });
        }
        self.assembly
    }
}
