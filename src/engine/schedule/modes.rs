//! Tasks, their modes and resources as flat rows.
//!
//! Never gives the same calendar two rows.

use super::finding::{Broken, Finding};
use super::joined::{Joined, Joining};
use super::network::{LONGEST, LineKind, ModeRow, NONE, Need, PinRow, ResourceRow, TaskRow, bucket_rows};
use super::problem::{Mode, Pace, Pin, Problem, ProfileIndex, ResourceKind, Task, TaskIndex};
use crate::engine::calendar::{FIRST, LAST, Milli, ONE, Profile};
use crate::model::{Time, sort_with_key};

/// More kinds of joined calendars on one resource than this are not joined again to find its useless gaps.
const MOST_KINDS: usize = 8;

/// Calendars that the rows point to; the first is always open.
#[derive(Clone)]
pub(super) struct Shapes(Vec<Profile>);

pub(super) struct Tables {
    pub tasks: Vec<TaskRow>,
    pub modes: Vec<ModeRow>,
    pub needs: Vec<Need>,
    pub resources: Vec<ResourceRow>,
    pub shapes: Shapes,
}

struct Builder<'a> {
    problem: &'a Problem,
    tables: Tables,
    joined: Joined,
    /// Calendars that resources have of their own, by what they are made of.
    copied: Vec<(Copied, u32)>,
    /// Distinct values of a resource's size.
    sizes: Vec<Vec<Milli>>,
    /// Joined calendars of the modes that use a resource, and the least quantity used.
    kinds: Vec<Vec<u32>>,
    least_need: Vec<Milli>,
}

/// What a calendar of a resource is made of.
#[derive(PartialEq, Eq)]
enum Copied {
    /// A calendar of the problem as it is.
    Whole(ProfileIndex),
    /// Open where a calendar of the problem is above zero.
    Gate(ProfileIndex),
    /// Open where one of the joined calendars is; sorted.
    Union(Vec<u32>),
}

/// Why a mode cannot be used.
enum Unfit {
    Unknown,
    NeverEnough(u32),
}

impl Shapes {
    #[inline]
    pub fn get(&self, index: u32) -> &Profile {
        &self.0[index as usize]
    }

    pub fn mirrored(&self) -> Shapes {
        Shapes(self.0.iter().map(Profile::mirrored).collect())
    }

    pub fn add(&mut self, profile: Profile) -> u32 {
        self.0.push(profile);
        (self.0.len() - 1) as u32
    }
}

/// Rows for everything in the problem that makes sense; the rest becomes findings.
pub(super) fn build(problem: &Problem, findings: &mut Vec<Finding>) -> Tables {
    let count = problem.resources.len();
    let distinct: Vec<Vec<Milli>> = problem.profiles.iter().map(Profile::distinct).collect();
    let sizes = problem.resources.iter().map(|resource| match resource.size {
        None => vec![ONE],
        Some(index) => distinct.get(index as usize).cloned().unwrap_or_default(),
    });
    let tables = Tables {
        tasks: Vec::with_capacity(problem.tasks.len()),
        modes: Vec::with_capacity(problem.tasks.iter().map(|task| task.modes.len()).sum()),
        needs: Vec::new(),
        resources: Vec::with_capacity(count),
        shapes: Shapes(vec![Profile::open()]),
    };
    let mut builder = Builder {
        problem,
        tables,
        joined: Joined::new(count),
        copied: Vec::new(),
        sizes: sizes.collect(),
        kinds: vec![Vec::new(); count],
        least_need: vec![Milli::MAX; count],
    };
    for (index, task) in problem.tasks.iter().enumerate() {
        builder.task(index as TaskIndex, task, findings);
    }
    for index in 0..count {
        let row = builder.resource(index);
        builder.tables.resources.push(row);
    }
    builder.tables
}

impl Builder<'_> {
    fn task(&mut self, index: TaskIndex, task: &Task, findings: &mut Vec<Finding>) {
        let first_mode = self.tables.modes.len() as u32;
        let mut pin = None;
        let mut unfit = Unfit::Unknown;
        if let Some(wanted) = task.pin {
            pin = self.pinned(index, task, wanted, findings);
        } else {
            for (position, mode) in task.modes.iter().enumerate() {
                match self.mode(task, mode, position as u32, false) {
                    Ok(()) => {}
                    Err(why) => unfit = why,
                }
            }
        }
        let mode_count = self.tables.modes.len() as u32 - first_mode;
        if mode_count == 0 {
            findings.push(match unfit {
                Unfit::NeverEnough(resource) => Finding::NeverEnough { task: index, resource },
                Unfit::Unknown => Finding::NoMode { task: index },
            });
        }
        self.tables.tasks.push(TaskRow {
            first_mode,
            mode_count,
            release: task.release.map_or(FIRST, Time::seconds),
            due: task.due.map_or(LAST, Time::seconds),
            deadline: task.deadline.map_or(LAST, Time::seconds),
            priority: task.priority,
            weight: i64::from(task.weight),
            pace: task.pace,
            family: task.family.unwrap_or(NONE),
            pin,
        });
    }

    /// The row of the mode in which a task is held, and where; a held task needs no more than that the mode makes sense.
    fn pinned(&mut self, index: TaskIndex, task: &Task, wanted: Pin, findings: &mut Vec<Finding>) -> Option<PinRow> {
        let row = self.tables.modes.len() as u32;
        let chosen = task.modes.get(wanted.mode as usize);
        if chosen.is_none_or(|mode| self.mode(task, mode, wanted.mode, true).is_err()) {
            let mut others = task.modes.iter().enumerate();
            others.find(|(position, mode)| self.mode(task, mode, *position as u32, true).is_ok())?;
            findings.push(Finding::PinConflict { task: index, broken: Broken::Mode });
        }
        let mode = &self.tables.modes[row as usize];
        let start = wanted.start.seconds();
        let worked = || match mode.fixed {
            fixed if fixed >= 0 => start + fixed,
            _ => self.tables.shapes.get(mode.speed).finish_at(start, mode.work).unwrap_or(start + mode.work),
        };
        let end = wanted.end.map_or_else(worked, Time::seconds).clamp(start, LAST);
        Some(PinRow { start, end, mode: row })
    }

    /// Adds a row for the mode, or tells why it cannot be used.
    fn mode(&mut self, task: &Task, mode: &Mode, original: u32, held: bool) -> Result<(), Unfit> {
        let work = mode.work.seconds().clamp(0, LONGEST);
        let first_need = self.tables.needs.len();
        let added = self.needs(mode, work, held);
        let speed = added.and_then(|()| if work == 0 || task.pace == Pace::Elapsed { Ok(0) } else { self.join(task, mode, first_need) });
        let speed = match speed {
            Ok(speed) => speed,
            Err(why) => {
                self.tables.needs.truncate(first_need);
                return Err(why);
            }
        };
        let profile = self.tables.shapes.get(speed);
        let at_speed = |speed: Milli| work.saturating_mul(ONE).div_euclid(speed) + i64::from(work.saturating_mul(ONE) % speed != 0);
        let fixed = profile.constant().filter(|speed| *speed > 0).map_or(-1, at_speed);
        let shortest = at_speed(profile.largest().max(1));
        for need in &self.tables.needs[first_need..] {
            let resource = need.resource as usize;
            self.least_need[resource] = self.least_need[resource].min(need.quantity);
            if self.kinds[resource].len() <= MOST_KINDS && !self.kinds[resource].contains(&speed) {
                self.kinds[resource].push(speed);
            }
        }
        self.tables.modes.push(ModeRow {
            work,
            speed,
            fixed,
            shortest,
            first_need: first_need as u32,
            need_count: (self.tables.needs.len() - first_need) as u32,
            cost: self.cost(mode, work),
            original,
        });
        Ok(())
    }

    /// Adds what the mode takes; a resource named twice is needed with both quantities. A milestone takes nothing.
    fn needs(&mut self, mode: &Mode, work: i64, held: bool) -> Result<(), Unfit> {
        let first = self.tables.needs.len();
        for requirement in &mode.requirements {
            let index = requirement.resource as usize;
            let sizes = self.sizes.get(index).ok_or(Unfit::Unknown)?;
            // No size at all stands for a calendar that does not exist.
            let largest = *sizes.last().ok_or(Unfit::Unknown)?;
            let quantity = requirement.quantity.clamp(0, LONGEST);
            let resource = &self.problem.resources[index];
            if quantity == 0 || work == 0 || resource.kind == ResourceKind::Unlimited {
                continue;
            }
            let known = self.tables.needs[first..].iter_mut().find(|need| need.resource == requirement.resource);
            let total = known.map_or(quantity, |need| {
                need.quantity += quantity;
                need.quantity
            });
            if total == quantity {
                self.tables.needs.push(Need { resource: requirement.resource, quantity });
            }
            let enough = match &resource.kind {
                ResourceKind::Buckets(buckets) => buckets.is_empty() || buckets.iter().any(|bucket| bucket.limit >= total),
                _ => total <= largest,
            };
            if !enough && !held {
                return Err(Unfit::NeverEnough(requirement.resource));
            }
        }
        Ok(())
    }

    /// The joined calendar of a mode whose needs are the last ones added.
    fn join(&mut self, task: &Task, mode: &Mode, first_need: usize) -> Result<u32, Unfit> {
        let Builder { problem, tables, sizes, .. } = self;
        let needs = &tables.needs[first_need..];
        self.joined.calendar(&Joining { problem, sizes, needs, task, mode }, &mut tables.shapes).ok_or(Unfit::Unknown)
    }

    /// What doing the task in this mode costs: its own cost and its resources' hours.
    fn cost(&self, mode: &Mode, work: i64) -> i64 {
        let hours = mode.requirements.iter().map(|requirement| {
            let rate = self.problem.resources.get(requirement.resource as usize).map_or(0, |resource| resource.cost_per_hour);
            // Numbers of 128 bits are slow, and most resources have no rate.
            if rate == 0 {
                return 0;
            }
            let milli_hours = i128::from(requirement.quantity.clamp(0, LONGEST)) * i128::from(work) / 3600;
            milli_hours * i128::from(rate) / i128::from(ONE)
        });
        let total = i128::from(mode.cost) + hours.sum::<i128>();
        i64::try_from(total).unwrap_or(i64::MAX).min(LONGEST)
    }

    fn resource(&mut self, index: usize) -> ResourceRow {
        let resource = &self.problem.resources[index];
        let sizes = &self.sizes[index];
        let full = sizes.last().copied().unwrap_or(0);
        let least = sizes.iter().copied().find(|size| *size > 0).unwrap_or(0);
        let (may_be_closed, changes) = (sizes.first() == Some(&0), sizes.len() > 1);
        let sequence = resource.setup.filter(|setup| (*setup as usize) < self.problem.setups.len());
        let need = self.least_need[index];
        let line = match &resource.kind {
            _ if need == Milli::MAX => LineKind::Unlimited,
            ResourceKind::Unlimited => LineKind::Unlimited,
            ResourceKind::Buckets(_) => LineKind::Buckets,
            ResourceKind::Finite if sequence.is_some() => LineKind::Sequence,
            ResourceKind::Finite if need > full - need => LineKind::Single,
            ResourceKind::Finite => LineKind::Pool,
        };
        let finite = matches!(line, LineKind::Single | LineKind::Sequence | LineKind::Pool);
        let size = resource.size.filter(|_| changes && finite).map_or(NONE, |size| self.copy(Copied::Whole(size)));
        let gate = resource.size.filter(|_| may_be_closed && line == LineKind::Sequence);
        let gate = gate.map_or(NONE, |size| self.copy(Copied::Gate(size)));
        let usable = match line {
            LineKind::Single if self.always_rests(index) => self.usable(index),
            // Changeovers are made whenever it is open, whether or not a task could be done.
            LineKind::Sequence if self.always_rests(index) => gate,
            _ => NONE,
        };
        let families = sequence.and_then(|setup| self.problem.setups.get(setup as usize)).map_or(0, |matrix| matrix.families);
        ResourceRow {
            line,
            size,
            full,
            least,
            usable,
            gate,
            setup: sequence.unwrap_or(NONE),
            families,
            first_family: resource.first_family.unwrap_or(NONE),
            buckets: bucket_rows(&resource.kind),
        }
    }

    /// Whether everything that uses the resource rests at times, so far as it is known.
    fn always_rests(&self, index: usize) -> bool {
        let kinds = &self.kinds[index];
        let rests = |kind: &u32| self.tables.shapes.get(*kind).constant().is_none();
        !kinds.is_empty() && kinds.len() <= MOST_KINDS && kinds.iter().all(rests)
    }

    /// When anything that uses the resource can work, as open or closed: gaps in its use that are too short within this are no gaps.
    fn usable(&mut self, index: usize) -> u32 {
        let mut kinds = std::mem::take(&mut self.kinds[index]);
        sort_with_key(&mut kinds, |kind| *kind);
        self.copy(Copied::Union(kinds))
    }

    /// Position of a resource's calendar; resources of one kind share theirs.
    fn copy(&mut self, what: Copied) -> u32 {
        if let Some((_, known)) = self.copied.iter().find(|(known, _)| *known == what) {
            return *known;
        }
        let whole = |index: ProfileIndex| self.problem.profiles.get(index as usize).cloned().unwrap_or_else(Profile::closed);
        let profile = match &what {
            Copied::Whole(index) => whole(*index),
            Copied::Gate(index) => whole(*index).at_least(1),
            Copied::Union(kinds) => {
                let opened = kinds.iter().map(|kind| self.tables.shapes.get(*kind).at_least(1));
                opened.reduce(|union, kind| union.with(&kind, Milli::max)).unwrap_or_else(Profile::closed)
            }
        };
        let copy = self.tables.shapes.add(profile);
        self.copied.push((what, copy));
        copy
    }
}
