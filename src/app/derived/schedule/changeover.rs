//! How machines are changed over between tasks: when that is done, how long it takes, and whether there is room for it.
//!
//! Never decides an order of work. The times are those of the plan's own rules; what is missing in them takes no time.

use super::data::{BoardData, BoardTask, Index, index};
use super::words::{length_text, moment_text};
use crate::engine::calendar::Profile;
use crate::engine::plan::{changeover, changeover_rules};
use crate::model::{ResourceId, Span, Time, Workspace, sort_with};

/// What is known of a machine that is changed over.
#[derive(Clone, Debug)]
pub struct Changed {
    /// From each set-up of [`BoardData::setups`] to each, row by row.
    times: Vec<Span>,
    /// What it is set up for at the present moment.
    first: Option<Index>,
    /// The machine and the groups it belongs to.
    within: Vec<ResourceId>,
    /// While it is there; changing over takes as long as it takes, whatever its speed.
    open: Profile,
}

/// A machine changed over for a task.
#[derive(Clone, Debug, PartialEq)]
pub struct Changeover {
    pub resource: Index,
    /// Positions in [`BoardData::setups`].
    pub from: Index,
    pub to: Index,
    /// It ends where the task begins.
    pub start: Time,
    pub end: Time,
    /// Working time of the machine.
    pub length: Span,
    /// Whether the task before has ended by then.
    pub fits: bool,
}

impl Changeover {
    /// `Oven from White to Blue, 30 min from Mon 08:00`, and whether that is too little.
    pub fn words(&self, board: &BoardData) -> String {
        let setup = |at: Index| board.setups.get(index(at)).map_or("", String::as_str);
        let resource = board.resources.get(index(self.resource)).map_or("", |row| row.name.as_str());
        let (from, to, length) = (setup(self.from), setup(self.to), length_text(self.length));
        let room = if self.fits { "" } else { ", for which there is no room" };
        format!("{resource} from {from} to {to}, {length} from {}{room}", moment_text(self.start, board.now))
    }
}

impl BoardData {
    /// Reads what operations ask their machines to be set up for, and the changeovers of the machines.
    pub(super) fn collect_changeovers(&mut self, workspace: &Workspace) {
        let named = || workspace.operation_resources.values().filter(|need| !need.setup.trim().is_empty());
        let first = |id: ResourceId| workspace.resources.get(&id).filter(|known| known.setup_matrix.is_some());
        let changed = || self.resources.iter().filter_map(|row| first(row.id));
        self.setups = named().map(|need| need.setup.trim().to_owned()).collect();
        let asked = !self.setups.is_empty();
        let stand: Vec<String> = changed().map(|known| known.setup.trim().to_owned()).filter(|setup| asked && !setup.is_empty()).collect();
        self.setups.extend(stand);
        sort_with(&mut self.setups, Ord::cmp);
        self.setups.dedup();
        let position = |setup: &str| self.setups.binary_search_by(|known| known.as_str().cmp(setup)).ok().map(|at| at as Index);
        for need in named() {
            let (Some(id), Some(setup)) = (need.operation, position(need.setup.trim())) else { continue };
            if let Ok(at) = self.operations.binary_search_by_key(&id, |operation| operation.id) {
                self.operations[at].setups.push((need.resource, setup));
            }
        }
        let found: Vec<Option<Changed>> = self
            .resources
            .iter()
            .map(|row| {
                let known = first(row.id).filter(|_| asked)?;
                let rules = changeover_rules(workspace, known.setup_matrix?);
                let ways = self.setups.iter().flat_map(|from| self.setups.iter().map(move |to| (from, to)));
                let mut within = vec![known.id];
                // Groups that contain each other are reported elsewhere.
                while let Some(owner) = within.last().and_then(|id| workspace.resources.get(id)?.owner).filter(|id| !within.contains(id)) {
                    within.push(owner);
                }
                Some(Changed {
                    times: ways.map(|(from, to)| changeover(&rules, from, to).map_or(Span::ZERO, |rule| rule.duration)).collect(),
                    first: position(known.setup.trim()),
                    within,
                    open: self.profile(row.hours).map_or_else(Profile::open, |hours| hours.at_least(1)),
                })
            })
            .collect();
        for (row, changed) in self.resources.iter_mut().zip(found) {
            row.changed = changed;
        }
    }

    /// What a task asks a machine to be set up for.
    fn setup_on(&self, changed: &Changed, task: &BoardTask) -> Option<Index> {
        let asked = &self.operations.get(index(task.operation?))?.setups;
        asked.iter().find(|(resource, _)| resource.is_none_or(|id| changed.within.contains(&id))).map(|(_, setup)| *setup)
    }

    /// From which set-up to which a machine is changed between two tasks, and how long that takes; `None` where it takes no time.
    /// Before the first task it is set up as it is at the present moment.
    pub(super) fn change(&self, resource: Index, before: Option<&BoardTask>, task: &BoardTask) -> Option<(Index, Index, Span)> {
        let changed = self.resources.get(index(resource))?.changed.as_ref()?;
        let from = before.map_or(changed.first, |before| self.setup_on(changed, before))?;
        let to = self.setup_on(changed, task)?;
        let length = *changed.times.get(index(from) * self.setups.len() + index(to))?;
        (length > Span::ZERO).then_some((from, to, length))
    }

    /// When a machine that is free from `since` on has been changed over for a task.
    pub(super) fn changed_over(&self, resource: Index, before: Option<&BoardTask>, task: &BoardTask, since: Time) -> Time {
        let Some((.., length)) = self.change(resource, before, task) else { return since };
        let open = self.resources.get(index(resource)).and_then(|row| row.changed.as_ref()).map(|changed| &changed.open);
        open.and_then(|open| open.finish(since, length)).unwrap_or(Time::MAX)
    }

    /// Until when a machine must be free, so that it is changed over for a task that follows.
    pub(super) fn free_before(&self, resource: Index, before: &BoardTask, task: &BoardTask) -> Time {
        let Some((.., length)) = self.change(resource, Some(before), task) else { return task.start };
        let open = self.resources.get(index(resource)).and_then(|row| row.changed.as_ref()).map(|changed| &changed.open);
        open.and_then(|open| open.begin(task.start, length)).unwrap_or(Time::MIN)
    }

    /// The tasks that have their turn on a machine right before and right after a stretch of time, `moved` left out.
    pub(super) fn turns_around(&self, resource: Index, moved: Index, start: Time) -> (Option<Index>, Option<Index>) {
        let Some(row) = self.resources.get(index(resource)).filter(|row| row.changed.is_some()) else { return (None, None) };
        let counts = |at: &&Index| **at != moved && self.task(**at).is_some_and(|task| task.end > task.start);
        let (before, after) = row.tasks.split_at(row.tasks.partition_point(|at| self.task(*at).is_some_and(|task| task.start < start)));
        (before.iter().rev().find(counts).copied(), after.iter().find(counts).copied())
    }

    /// The changeovers that prepare a task where it stands.
    pub fn changeovers(&self, at: Index) -> Vec<Changeover> {
        let Some(task) = self.task(at).filter(|task| task.placed && task.end > task.start) else { return Vec::new() };
        let prepared = task.uses.iter().filter_map(|usage| {
            let open = &self.resources.get(index(usage.resource))?.changed.as_ref()?.open;
            let before = self.turns_around(usage.resource, at, task.start).0.and_then(|before| self.task(before));
            let (from, to, length) = self.change(usage.resource, before, task)?;
            let start = open.begin(task.start, length)?;
            // What has begun was changed over for, and of the time before the present nothing is known.
            let since = before.map_or(self.now, |before| before.end);
            let fits = start >= since || (before.is_none() && task.start <= self.now);
            Some(Changeover { resource: usage.resource, from, to, start, end: task.start, length, fits })
        });
        prepared.collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::ground::Ground;
    use super::super::sample::{at, now, two_packages};
    use super::*;
    use crate::model::{RecordId, ResourceId, TaskId};

    fn board(workspace: &Workspace) -> (BoardData, Index) {
        let board = BoardData::collect(workspace, now());
        let task = board.find_task(TaskId::from_raw(4)).unwrap();
        (board, task)
    }

    #[test]
    fn work_right_behind_other_work_leaves_no_room_for_the_changeover() {
        let workspace = two_packages();
        let (board, task) = board(&workspace);
        assert!(board.task(task).unwrap().conflict);
        assert_eq!(
            board.changeovers(task).first().unwrap().words(&board),
            "Filling line from Cups to Bottles, 30 min from Mon 13:30, for which there is no room"
        );
        let ground = Ground::of(&workspace, &board, task).unwrap();
        let troubles: Vec<String> = board.troubles(&ground).iter().map(|trouble| trouble.sentence(&board, task)).collect();
        assert_eq!(troubles, ["Filling line is changed over from Cups to Bottles after Fill of Order 1 until Mon 14:30."]);
        let nearest = board.judge(&ground, at("2026-11-02 14:00"), None).unwrap().nearest.unwrap();
        assert_eq!((nearest.start, nearest.end), (at("2026-11-02 14:30"), at("2026-11-03 10:30")));
    }

    #[test]
    fn a_task_put_before_another_leaves_it_its_changeover() {
        let workspace = two_packages();
        let (board, _) = board(&workspace);
        let task = board.find_task(TaskId::from_raw(2)).unwrap();
        let ground = Ground::of(&workspace, &board, task).unwrap();
        let found = board.judge(&ground, at("2026-11-02 10:00"), None).unwrap();
        let said: Vec<String> = found.obstacles.iter().map(|obstacle| obstacle.sentence(&board, task)).collect();
        assert_eq!(said, ["Filling line is changed over from Cups to Bottles for Fill of Order 2 until Mon 14:30."]);
    }

    #[test]
    fn with_room_it_is_done_right_before_the_task_and_nothing_is_in_conflict() {
        let mut workspace = two_packages();
        let place = workspace.tasks.get_mut(&TaskId::from_raw(4)).unwrap().placement.as_mut().unwrap();
        (place.start, place.end) = (at("2026-11-03 08:00"), at("2026-11-03 12:00"));
        let (board, task) = board(&workspace);
        assert!(!board.task(task).unwrap().conflict);
        // The day before: at eight nobody has been there yet.
        assert_eq!(board.changeovers(task)[0].start, at("2026-11-02 15:30"));
        workspace.resources.get_mut(&ResourceId::from_raw(2)).unwrap().setup = "Bottles".to_owned();
        let board = BoardData::collect(&workspace, now());
        let first = board.find_task(TaskId::from_raw(2)).unwrap();
        assert_eq!(board.changeovers(first)[0].start, at("2026-11-02 09:30"), "from what the line is set up for now");
    }

    #[test]
    fn what_is_pushed_on_makes_room_for_its_changeover() {
        let workspace = two_packages();
        let (board, _) = board(&workspace);
        let task = board.find_task(TaskId::from_raw(2)).unwrap();
        let ground = Ground::of(&workspace, &board, task).unwrap();
        let repair = board.repair(&ground, at("2026-11-02 10:30"), None).unwrap();
        let pushed = repair.moves.iter().find(|(at, _)| board.task(*at).unwrap().id.raw() == 4).unwrap();
        assert_eq!(pushed.1.start, at("2026-11-02 15:00"));
    }
}
