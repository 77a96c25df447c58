//! What a task comes to when its length is set by hand or when it is split in two.
//!
//! Never changes anything; whoever asks sends the command.

use super::data::{BoardData, BoardTask, Index};
use super::ground::Ground;
use super::judge::{Judgement, Place};
use super::obstacle::Obstacle;
use crate::engine::plan::seconds_of;
use crate::model::{Span, Time, Workspace};

/// No task is shorter than this by hand.
const SHORTEST: Span = Span::from_minutes(1);

impl BoardData {
    /// Whether the task of `ground` can end at `end` with the start it has: longer than its work takes as long as nothing is in the way,
    /// never shorter.
    pub fn judge_end(&self, ground: &Ground, end: Time) -> Option<Judgement> {
        let task = self.task(ground.task).filter(|task| task.placed)?;
        let crew = ground.present_crew(task).or_else(|| ground.crews.first())?;
        let uses = task.uses.iter().map(|usage| (usage.resource, usage.quantity)).collect();
        let wanted = Place { start: task.start, end: end.max(task.start.plus(SHORTEST)), uses };
        let least = crew.pace.finish(task.start, task.work).filter(|least| *least > wanted.end);
        let mut obstacles: Vec<Obstacle> = least.map(|until| Obstacle::TooShort { until }).into_iter().collect();
        // What else stands against its start stood there before.
        let by_length =
            |obstacle: &Obstacle| matches!(obstacle, Obstacle::Busy { .. } | Obstacle::HeldUp { .. } | Obstacle::Interrupted { .. });
        obstacles.extend(self.obstacles(ground, crew, &wanted).into_iter().filter(by_length));
        Some(Judgement { wanted, obstacles, nearest: None })
    }

    /// Where the two parts of a task go of which the second gets `quantity`: the first where the task is, the second as soon after it as it
    /// fits; `None` where the task has no place.
    pub fn split_places(&self, workspace: &Workspace, ground: &Ground, quantity: f64) -> Option<(Place, Place)> {
        let task = self.task(ground.task).filter(|task| task.placed)?;
        let crew = ground.present_crew(task).or_else(|| ground.crews.first())?;
        let work = |part: f64| work_of(workspace, ground, task, part);
        let uses: Vec<(Index, i64)> = task.uses.iter().map(|usage| (usage.resource, usage.quantity)).collect();
        let first = Place { start: task.start, end: crew.pace.finish(task.start, work(task.quantity - quantity))?, uses };
        let rest = Ground { work: work(quantity), ..ground.clone() };
        let second = self.earliest_from(&rest, None, first.end)?;
        Some((first, second))
    }

    /// Where a task goes that gets `more` units: as long as it then takes, from the start it has; `None` where it has no place.
    pub fn place_with(&self, workspace: &Workspace, ground: &Ground, more: f64) -> Option<Place> {
        let task = self.task(ground.task).filter(|task| task.placed)?;
        let crew = ground.present_crew(task).or_else(|| ground.crews.first())?;
        let uses = task.uses.iter().map(|usage| (usage.resource, usage.quantity)).collect();
        let work = work_of(workspace, ground, task, task.quantity + more);
        Some(Place { start: task.start, end: crew.pace.finish(task.start, work)?, uses })
    }
}

/// The work of so much of what a task does.
fn work_of(workspace: &Workspace, ground: &Ground, task: &BoardTask, quantity: f64) -> Span {
    let operation = workspace.tasks.get(&task.id).and_then(|task| task.operation).and_then(|id| workspace.operations.get(&id));
    Span::from_seconds(match operation {
        Some(operation) => seconds_of(operation, quantity),
        None => (ground.work.seconds() as f64 * quantity / task.quantity.max(f64::MIN_POSITIVE)).round() as i64,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::sample::{at, dairy, now};
    use super::*;
    use crate::model::{OperationId, OperationKind, RecordId, TaskId};

    fn grounded(workspace: &Workspace, raw: u64) -> (BoardData, Ground) {
        let board = BoardData::collect(workspace, now());
        let task = board.find_task(TaskId::from_raw(raw)).unwrap();
        let ground = Ground::of(workspace, &board, task).unwrap();
        (board, ground)
    }

    #[test]
    fn a_task_may_be_longer_than_its_work_and_not_shorter() {
        let (board, ground) = grounded(&dairy(), 3);
        let found = |end: &str| board.judge_end(&ground, at(end)).unwrap().obstacles;
        assert_eq!(found("2026-11-02 13:30"), []);
        assert_eq!(found("2026-11-02 11:00"), [Obstacle::TooShort { until: at("2026-11-02 12:00") }]);
        let filling = board.find_task(TaskId::from_raw(4)).unwrap();
        assert_eq!(found("2026-11-02 15:00"), [Obstacle::HeldUp { other: filling }]);
    }

    #[test]
    fn a_length_given_by_hand_is_kept_when_the_task_moves() {
        let mut workspace = dairy();
        workspace.tasks.get_mut(&TaskId::from_raw(3)).unwrap().placement.as_mut().unwrap().end = at("2026-11-02 13:00");
        let (board, ground) = grounded(&workspace, 3);
        let moved = board.judge(&ground, at("2026-11-02 11:00"), None).unwrap();
        assert_eq!(moved.wanted.end, at("2026-11-02 14:00"));
    }

    #[test]
    fn the_second_part_follows_where_there_is_room() {
        let mut workspace = dairy();
        let mix = workspace.operations.get_mut(&OperationId::from_raw(1)).unwrap();
        // Six minutes a unit: 20 units are two hours.
        (mix.kind, mix.duration, mix.duration_per_unit) = (OperationKind::TimePer, Span::ZERO, 360.0);
        let (board, ground) = grounded(&workspace, 1);
        let (first, second) = board.split_places(&workspace, &ground, 5.0).unwrap();
        assert_eq!((first.start, first.end), (at("2026-11-02 08:00"), at("2026-11-02 09:30")));
        assert_eq!((second.start, second.end), (at("2026-11-02 09:30"), at("2026-11-02 10:00")));
        let joined = board.place_with(&workspace, &ground, 10.0).unwrap();
        assert_eq!((joined.start, joined.end), (at("2026-11-02 08:00"), at("2026-11-02 11:00")), "half as much again");
    }
}
