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
use super::transfer::{Flow, first_taking, handovers};
use crate::engine::calendar::{Profile, milli};
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
    corrections: &'b Corrections,
    ids: &'b Ids,
    pub(super) served: &'b [Vec<DemandIndex>],
    pub(super) held: &'b Held,
    /// The latest each demand may be ready, where a schedule is to be improved.
    limits: &'b [Option<Time>],
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
            _ => milli(use_of_period(record, member.quantity * work.quantity + member.per_run)),
        };
        Some(sched::Requirement { resource: self.resource(member.resource), quantity })
    }

    fn add_ties(&mut self) {
        for tie in self.explosion.draft.ties.clone() {
            let lag = tie.lag.plus(tie.wait);
            let most = tie.lag_maximum.map(|most| most.seconds().max(lag.seconds()));
            self.link(tie.from, tie.to, kind_of(tie.kind), lag.seconds(), most);
        }
    }

    /// What a person has tied by hand, as long as the plan makes both tasks; a tie that the work itself now contradicts is left out.
    fn add_links_by_hand(&mut self) {
        let tasks = &self.explosion.shop.workspace.tasks;
        let by_hand = |id: &TaskId| tasks.get(id).into_iter().flat_map(|task| &task.after).filter(|link| link.by_hand);
        let works = self.ids.works.iter().enumerate().filter_map(|(work, id)| Some((work, (*id)?)));
        let tied: Vec<(WorkIndex, &TaskLink)> = works.flat_map(|(work, id)| by_hand(&id).map(move |link| (work, link))).collect();
        for (to, link) in tied {
            let from = self.ids.works.iter().position(|id| *id == Some(link.task));
            if let Some(from) = from.filter(|from| !self.leads(to, *from)) {
                self.link(from, to, kind_of(link.kind), link.lag.seconds(), None);
            }
        }
    }

    /// Whether a way of links leads from one work to another, or they are one.
    fn leads(&self, from: WorkIndex, to: WorkIndex) -> bool {
        let mut known = vec![false; self.ids.works.len()];
        let mut open = vec![from as u32];
        while let Some(at) = open.pop() {
            if at as usize == to {
                return true;
            }
            if !std::mem::replace(&mut known[at as usize], true) {
                open.extend(self.links.range((at, 0, 0)..=(at, u32::MAX, u8::MAX)).map(|((_, next, _), _)| *next));
            }
        }
        false
    }

    fn add_pegs(&mut self) {
        for at in 0..self.explosion.draft.pegs.len() {
            let peg = self.explosion.draft.pegs[at];
            let lot = self.explosion.draft.lots[peg.lot].clone();
            match (lot.origin, peg.taker) {
                (Origin::Work { work, .. }, Taker::Demand(demand)) => self.due(work, demand),
                (Origin::Work { work: maker, kind, transfer_batch }, Taker::Work { work: taker, .. }) => {
                    let from = Flow { kind, transfer_batch, total: lot.made, seconds: self.seconds(maker) };
                    self.hand_over(maker, taker, &from, &peg);
                }
                (Origin::Arrival(supply) | Origin::Buy(supply), Taker::Work { work, kind, transfer_batch, total }) => {
                    let arrival = self.explosion.draft.supplies[supply].arrival;
                    let flow = Flow { kind, transfer_batch, total, seconds: self.seconds(work) };
                    self.arrive(work, arrival, first_taking(&flow, peg.taker_offset));
                }
                (Origin::Stock, _) | (Origin::Arrival(_) | Origin::Buy(_), Taker::Demand(_)) => {}
            }
        }
        self.due_of_the_rest();
    }

    fn seconds(&self, work: WorkIndex) -> i64 {
        self.explosion.draft.works[work].seconds
    }

    /// Safety time after the work whose output is taken.
    fn wait_after(&self, work: WorkIndex) -> Span {
        let row = &self.explosion.draft.works[work];
        let demand = self.explosion.draft.supplies[row.supply].demand;
        let operation = row.operation.and_then(|id| self.explosion.shop.workspace.operations.get(&id));
        operation.filter(|_| !self.explosion.hurried(demand)).map_or(Span::ZERO, |operation| operation.post_time)
    }

    /// An order takes what the work puts out: it should be done, and rested, by the order's due date.
    fn due(&mut self, work: WorkIndex, demand: DemandIndex) {
        let wait = self.wait_after(work);
        let limit = self.limits.get(demand).copied().flatten();
        let demand = &self.explosion.demands[demand];
        let task = &mut self.assembly.problem.tasks[work];
        if demand.order.is_none() && demand.due.is_none() {
            // A safety stock wants it as soon as nothing else does.
            task.due = Some(task.due.map_or(self.explosion.now, |due| due.min(self.explosion.now)));
            return;
        }
        let earlier = |date: Option<Time>, other: Option<Time>| [date, other.map(|other| other.minus(wait))].into_iter().flatten().min();
        task.due = earlier(task.due, demand.due);
        let deadline = demand.order.and_then(|order| self.explosion.shop.workspace.orders.get(&order)?.deadline);
        task.deadline = earlier(task.deadline, [deadline, limit].into_iter().flatten().min());
    }

    /// Firm work that nobody takes from keeps its own date.
    fn due_of_the_rest(&mut self) {
        for (index, work) in self.explosion.draft.works.iter().enumerate() {
            let supply = &self.explosion.draft.supplies[work.supply];
            let last = supply.works.0 + supply.works.1.saturating_sub(1) == index;
            if supply.firm.is_some() && last && self.assembly.problem.tasks[index].due.is_none() {
                self.assembly.problem.tasks[index].due = Some(work.latest.1.max(self.explosion.now));
            }
        }
    }

    fn hand_over(&mut self, maker: WorkIndex, taker: WorkIndex, from: &Flow, peg: &Peg) {
        let Taker::Work { kind, transfer_batch, total, .. } = peg.taker else { return };
        let to = Flow { kind, transfer_batch, total, seconds: self.seconds(taker) };
        let wait = self.wait_after(maker).seconds();
        let least = |ends: bool| self.corrections.lags.get(&(maker, taker, ends)).copied().unwrap_or(i64::MIN);
        let (between_starts, between_ends) = (least(false), least(true));
        for handover in handovers(from, &to, peg.quantity, peg.lot_offset, peg.taker_offset) {
            use sched::LinkKind::*;
            let whole = |share: f64| share == 0.0 || share == 1.0;
            if whole(handover.made) && whole(handover.taken) {
                let kind = match (handover.made == 1.0, handover.taken == 1.0) {
                    (true, false) => FinishToStart,
                    (true, true) => FinishToFinish,
                    (false, false) => StartToStart,
                    (false, true) => StartToFinish,
                };
                self.link(maker, taker, kind, wait, None);
                continue;
            }
            let (made, taken) = (handover.made * from.seconds as f64, handover.taken * to.seconds as f64);
            let (rest_made, rest_taken) = (from.seconds as f64 - made, to.seconds as f64 - taken);
            // What is said of the whole work so is a little more than is needed: what stays where it is does not move for that.
            let (starts, ends) = self.between_at_present(maker, taker);
            self.link(maker, taker, StartToStart, ((made - taken).ceil() as i64 + wait).min(starts).max(between_starts), None);
            self.link(maker, taker, FinishToFinish, ((rest_taken - rest_made).ceil() as i64 + wait).min(ends).max(between_ends), None);
            self.assembly.handovers.push((maker, taker, handover.made, handover.taken));
        }
    }

    /// Seconds from start to start and from end to end of two works where they are, if both could stay there.
    fn between_at_present(&self, from: WorkIndex, to: WorkIndex) -> (i64, i64) {
        let (Some(from), Some(to)) = (&self.stays[from], &self.stays[to]) else { return (i64::MAX, i64::MAX) };
        (to.start.since(from.start).seconds(), to.end.since(from.end).seconds())
    }

    /// What arrives holds back the work that takes it.
    fn arrive(&mut self, work: WorkIndex, arrival: Time, share: f64) {
        if share >= 1.0 {
            let moment = self.assembly.problem.tasks.len();
            let milestone = sched::Mode::default();
            self.assembly.problem.tasks.push(sched::Task { modes: vec![milestone], release: Some(arrival), ..sched::Task::default() });
            self.link(moment, work, sched::LinkKind::FinishToFinish, 0, None);
            return;
        }
        let before = (share * self.seconds(work) as f64).floor() as i64;
        let release = arrival.minus(Span::from_seconds(before));
        let corrected = self.corrections.starts.get(&work).copied();
        let task = &mut self.assembly.problem.tasks[work];
        task.release = task.release.max(Some(release)).max(corrected);
        if share > 0.0 {
            self.assembly.arrivals.push((arrival, work, share));
        }
    }

    fn link(&mut self, from: usize, to: usize, kind: sched::LinkKind, least: i64, most: Option<i64>) {
        if from == to {
            return;
        }
        let entry = self.links.entry((from as u32, to as u32, kind as u8)).or_insert((least, most));
        entry.0 = entry.0.max(least);
        entry.1 = [entry.1, most].into_iter().flatten().min().map(|most| most.max(entry.0));
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
                Some(buckets) => sched::ResourceKind::Buckets(buckets),
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

fn kind_of(kind: LinkKind) -> sched::LinkKind {
    match kind {
        LinkKind::FinishStart => sched::LinkKind::FinishToStart,
        LinkKind::StartStart => sched::LinkKind::StartToStart,
        LinkKind::FinishFinish => sched::LinkKind::FinishToFinish,
        LinkKind::StartFinish => sched::LinkKind::StartToFinish,
    }
}
