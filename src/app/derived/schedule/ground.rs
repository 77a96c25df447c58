//! What must be known of a task to move it: how much work it is, who can do it, and when they can.
//!
//! Made once when a move begins, so that every place on the way costs only a look-up. Never changes during the move.

use super::data::{BoardData, BoardTask, Index, index};
use crate::engine::calendar::{Milli, ONE, Profile, milli};
use crate::engine::plan::{Calendars, Member, Shop, Team, seconds_of, teams, use_of_period};
use crate::model::*;

/// A place longer than the work takes by less than this was not given by hand.
const BY_HAND: Span = Span::from_seconds(59);

/// What must be known of a task to move it.
#[derive(Clone, Debug)]
pub struct Ground {
    pub task: Index,
    /// Length at full speed.
    pub work: Span,
    /// Whether closed time may interrupt it.
    pub interruptible: bool,
    /// Everyone who could do it, the preferred first.
    pub crews: Vec<Crew>,
}

/// Resources that can do a task together.
#[derive(Clone, Debug)]
pub struct Crew {
    pub uses: Vec<(Index, Milli)>,
    /// Who of them needs a skill that is not held for ever, and when it is held.
    pub skilled: Vec<(Index, Vec<(Time, Time)>)>,
    /// How fast the work goes at every moment; nothing where one of them or the place is closed.
    pub pace: Profile,
}

impl Crew {
    /// Whether a resource is one of them.
    pub fn has(&self, resource: Index) -> bool {
        self.uses.iter().any(|(at, _)| *at == resource)
    }
}

/// What the grounds of all tasks of a workspace are made from, looked up once.
pub struct Grounds<'w> {
    workspace: &'w Workspace,
    shop: Shop<'w>,
    calendars: Calendars<'w>,
}

impl<'w> Grounds<'w> {
    /// Those of the tasks that a board shows.
    pub fn new(workspace: &'w Workspace, board: &BoardData) -> Self {
        let (from, to) = board.stretch;
        Grounds { workspace, shop: Shop::new(workspace), calendars: Calendars::new(workspace, from, to) }
    }

    /// What must be known to move a task that the board shows; `None` where the task is gone.
    pub fn of(&self, board: &BoardData, at: Index) -> Option<Ground> {
        let Grounds { workspace, shop, calendars } = self;
        let known = board.task(at)?;
        let task = workspace.tasks.get(&known.id)?;
        let operation = task.operation.and_then(|id| workspace.operations.get(&id));
        let gate = operation.and_then(|operation| calendars.operation(operation));
        let able = operation.and_then(|operation| teams(shop, operation).ok()).unwrap_or_default();
        let crew = |uses: Vec<(Index, Milli)>, skilled: Vec<(Index, Vec<(Time, Time)>)>| {
            let pace = pace(board, &uses, gate.as_deref());
            let pace = skilled.iter().fold(pace, |pace, (_, held)| pace.during(&during(held)));
            Crew { uses, skilled, pace }
        };
        let mut crews: Vec<Crew> = able
            .iter()
            .filter_map(|team| Some(crew(team_uses(workspace, board, team, task.quantity)?, team_skills(shop, board, team))))
            .collect();
        // Where nobody is asked for, those who were given the work keep it.
        if crews.iter().all(|crew| crew.uses.is_empty()) {
            crews.clear();
            crews.push(crew(known.uses.iter().map(|usage| (usage.resource, usage.quantity)).collect(), Vec::new()));
        }
        let mut ground = Ground {
            task: at,
            work: operation.map_or(Span::ZERO, |operation| Span::from_seconds(seconds_of(operation, task.quantity))),
            interruptible: operation.is_none_or(|operation| operation.interruptible),
            crews,
        };
        // A task without an operation, of one without a length, or with a longer one given by hand, is as long as it is.
        if let Some(crew) = ground.present_crew(known).filter(|_| known.end > known.start) {
            let worked = crew.pace.worked(known.start, known.end);
            if ground.work.is_zero() || worked > ground.work.plus(BY_HAND) {
                ground.work = worked;
            }
        }
        Some(ground)
    }
}

impl Ground {
    /// What must be known to move one task of the workspace that the board shows; `None` where the task is gone.
    pub fn of(workspace: &Workspace, board: &BoardData, at: Index) -> Option<Ground> {
        Grounds::new(workspace, board).of(board, at)
    }

    /// The crew that does the task now, where it is one of those that can.
    pub fn present_crew(&self, task: &BoardTask) -> Option<&Crew> {
        self.crews.iter().find(|crew| crew.uses.len() == task.uses.len() && task.uses.iter().all(|usage| crew.has(usage.resource)))
    }

    /// The crew for a move onto a resource: the one with it that keeps most of those who do the task now.
    pub fn crew_with(&self, task: &BoardTask, resource: Index) -> Option<&Crew> {
        let kept = |crew: &&Crew| task.uses.iter().filter(|usage| crew.has(usage.resource)).count();
        // Of equals the last is taken, and the preferred one comes last when turned around.
        self.crews.iter().rev().filter(|crew| crew.has(resource)).max_by_key(kept)
    }

    /// The resources that can take over a task from one of those who do it now, by the order of their rows.
    pub fn instead_of(&self, task: &BoardTask, leaving: Index) -> Vec<Index> {
        let takes_over = |other: &Index| {
            !task.uses.iter().any(|usage| usage.resource == *other) && self.crew_with(task, *other).is_some_and(|crew| !crew.has(leaving))
        };
        self.able().into_iter().filter(takes_over).collect()
    }

    /// The resources that can take part in the task, by the order of their rows.
    pub fn able(&self) -> Vec<Index> {
        let mut able: Vec<Index> = self.crews.iter().flat_map(|crew| crew.uses.iter().map(|(at, _)| *at)).collect();
        sort_with_key(&mut able, |at| *at);
        able.dedup();
        able
    }
}

/// What a team uses during the run; `None` where one of its members has no row.
fn team_uses(workspace: &Workspace, board: &BoardData, team: &Team, quantity: f64) -> Option<Vec<(Index, Milli)>> {
    let uses = team.members.iter().map(|member: &Member| {
        let record = workspace.resources.get(&member.resource)?;
        let used = match record.kind {
            ResourceKind::Default | ResourceKind::Infinite => member.quantity,
            _ => use_of_period(record, member.quantity * quantity + member.per_run),
        };
        Some((board.find_resource(member.resource)?, milli(used)))
    });
    uses.collect()
}

/// When the members of a team hold the skills asked of them, where that is not always.
fn team_skills(shop: &Shop, board: &BoardData, team: &Team) -> Vec<(Index, Vec<(Time, Time)>)> {
    let held = team.members.iter().filter_map(|member| {
        let held = member.skill?.held(shop, member.resource);
        let always = held.clone().any(|skill| skill.start.is_none() && skill.end.is_none());
        let stretches = held.map(|skill| (skill.start.unwrap_or(Time::MIN), skill.end.unwrap_or(Time::MAX)));
        Some((board.find_resource(member.resource)?, stretches.collect())).filter(|_| !always)
    });
    held.collect()
}

/// Open during the stretches, closed elsewhere.
fn during(stretches: &[(Time, Time)]) -> Profile {
    let open = stretches.iter().map(|(start, end)| Profile::from_steps(0, [(*start, ONE), (*end, 0)]));
    open.fold(Profile::closed(), |all, one| all.plus(&one))
}

/// How fast work goes that needs these quantities at once, while `gate` is open.
pub(super) fn pace(board: &BoardData, uses: &[(Index, Milli)], gate: Option<&Profile>) -> Profile {
    let rows = || uses.iter().filter_map(|(at, quantity)| Some((board.resources.get(index(*at))?, *quantity)));
    let mut pace = gate.map_or_else(Profile::open, |gate| gate.at_least(1));
    for (row, quantity) in rows() {
        if let Some(size) = board.profile(row.hours) {
            // Where the limit is per period its size says nothing of a single moment.
            pace = pace.during(&size.at_least(if row.limits() { quantity.max(1) } else { 1 }));
        }
    }
    // The work goes at the speed of the slowest.
    let speeds = rows().filter_map(|(row, _)| board.profile(row.speed));
    let slowest =
        speeds.fold(None, |slowest: Option<Profile>, speed| Some(slowest.map_or_else(|| speed.clone(), |slow| slow.smaller(speed))));
    match slowest.filter(|slowest| slowest.constant() != Some(ONE)) {
        Some(slowest) => slowest.during(&pace),
        None => pace,
    }
}
