//! A move under way: what the ghost shows and which sentence goes with it, wherever the pointer or the keys take it.
//!
//! Never moves the task; what is let go is carried out by whoever holds the board.

use super::build::{Ghost, Sight};
use super::hit::resource_at;
use super::layout::Grouping;
use crate::app::derived::schedule::{BoardData, Ground, Index, Judgement, Place, Repair, index, moment_text};
use crate::app::notices::Tone;
use crate::model::Time;

/// A task taken hold of.
#[derive(Clone, Debug)]
pub struct Drag {
    pub ground: Ground,
    /// The moment of the window where it was taken hold of.
    grab: Time,
    hold: Hold,
    /// What was found of the place it is held over.
    pub judgement: Option<Judgement>,
    /// Where everything goes, where the rest moves with it.
    pub repair: Option<Repair>,
    /// Over what it was held last.
    over: Option<Over>,
}

/// Over what a task is held: the moment it would begin or end at, the resource besides its own, and whether the place is insisted on.
type Over = (Time, Option<Index>, bool);

/// By what a task was taken hold of, and what is to happen to the rest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hold {
    /// The bar; what comes in conflict stays and is shown.
    Move,
    /// The bar; the order of the work is kept and the rest moves with it.
    MoveAll,
    /// Its end: it becomes longer or shorter.
    End,
}

/// What a move shows while it is under way.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    pub ghost: Ghost,
    /// What would happen, in a sentence or two.
    pub sentence: String,
}

impl Drag {
    /// Takes hold of a task at a moment.
    pub fn begin(ground: Ground, board: &BoardData, at: Time, hold: Hold) -> Option<Drag> {
        board.task(ground.task).filter(|task| task.placed)?;
        Some(Drag { ground, grab: at, hold, judgement: None, repair: None, over: None })
    }

    fn find(&self, sight: Sight, x: f64, y: f64, insist: bool) -> Option<Over> {
        let task = sight.board.task(self.ground.task)?;
        let by = sight.view.time_at(x).since(self.grab);
        if self.hold == Hold::End {
            return Some((sight.view.moved(task.end, by), None, insist));
        }
        let resource = if sight.layout.grouping == Grouping::Resource { resource_at(sight, y) } else { None };
        // Over its own row it stays with those who do it.
        let resource = resource.filter(|at| !task.uses.iter().any(|usage| usage.resource == *at));
        Some((sight.view.moved(task.start, by), resource, insist))
    }

    /// Whether a point of the window means the same as the one before, so that nothing need be reckoned anew.
    pub fn is_over_the_same(&self, sight: Sight, x: f64, y: f64, insist: bool) -> bool {
        self.over.is_some() && self.over == self.find(sight, x, y, insist)
    }

    /// Holds the task over a point of the window; `insist` puts it there whatever stands against it.
    pub fn over(&mut self, sight: Sight, x: f64, y: f64, insist: bool) -> Option<Shown> {
        self.over = self.find(sight, x, y, insist);
        let (start, resource, insist) = self.over?;
        if self.hold == Hold::End {
            return self.hold_end(sight, start, insist);
        }
        self.repair = None;
        if self.hold == Hold::MoveAll && !insist {
            self.repair = sight.board.repair(&self.ground, start, resource);
            if let Some(repair) = &self.repair {
                return shown_repair(sight, repair);
            }
        }
        let judgement = sight.board.judge(&self.ground, start, resource)?;
        let row =
            resource.and_then(|at| sight.layout.resource_row(at)).or_else(|| sight.layout.home(self.ground.task).map(|home| home.row))?;
        let shown = Shown {
            ghost: ghost(sight, &self.ground, &judgement, row),
            sentence: sentence(sight.board, self.ground.task, &judgement, insist),
        };
        self.judgement = Some(judgement);
        Some(shown)
    }

    /// Holds its end at a moment.
    fn hold_end(&mut self, sight: Sight, end: Time, insist: bool) -> Option<Shown> {
        let judgement = sight.board.judge_end(&self.ground, end)?;
        let row = sight.layout.home(self.ground.task)?.row;
        let shown = Shown {
            ghost: ghost(sight, &self.ground, &judgement, row),
            sentence: sentence(sight.board, self.ground.task, &judgement, insist),
        };
        self.judgement = Some(judgement);
        Some(shown)
    }

    /// Whether it is its end that is held.
    pub fn is_by_end(&self) -> bool {
        self.hold == Hold::End
    }

    /// Where the task goes if it is let go now.
    pub fn landing(&self, insist: bool) -> Option<&Place> {
        let judgement = self.judgement.as_ref()?;
        if insist && !judgement.wanted.uses.is_empty() { Some(&judgement.wanted) } else { judgement.landing() }
    }
}

/// What a move shows that takes the rest with it.
fn shown_repair(sight: Sight, repair: &Repair) -> Option<Shown> {
    let (task, place) = repair.moves.first()?;
    let row =
        place.uses.iter().find_map(|(at, _)| sight.layout.resource_row(*at)).or_else(|| sight.layout.home(*task).map(|home| home.row))?;
    let worse = |task: Index| {
        let order = sight.board.task(task).and_then(|task| task.order);
        repair.orders.iter().any(|shift| Some(shift.order) == order && shift.after > shift.before)
    };
    let others = repair.moves.iter().skip(1).map(|(at, place)| (*at, place.start, place.end, worse(*at))).collect();
    let ghost = Ghost { task: *task, row, start: place.start, end: place.end, fits: repair.stuck.is_empty(), nearest: None, others };
    let moment = |time: Time| moment_text(time, sight.board.now);
    let sentence = joined(&[format!("{} to {}.", moment(place.start), moment(place.end)), repair.words(sight.board)]);
    Some(Shown { ghost, sentence })
}

fn ghost(sight: Sight, ground: &Ground, judgement: &Judgement, row: u32) -> Ghost {
    let near_row = |place: &Place| {
        let rows = place.uses.iter().filter_map(|(at, _)| sight.layout.resource_row(*at));
        rows.min_by_key(|found| found.abs_diff(row)).unwrap_or(row)
    };
    Ghost {
        task: ground.task,
        row,
        start: judgement.wanted.start,
        end: judgement.wanted.end,
        fits: judgement.fits(),
        nearest: judgement.nearest.as_ref().map(|place| (near_row(place), place.start, place.end)),
        others: Vec::new(),
    }
}

/// What would happen if the task were let go: where it goes and why, and what else that means.
pub fn sentence(board: &BoardData, task: Index, judgement: &Judgement, insist: bool) -> String {
    let place = |place: &Place| {
        let names: Vec<&str> = place.uses.iter().filter_map(|(at, _)| board.resources.get(index(*at))).map(|r| r.name.as_str()).collect();
        let on = if names.is_empty() { String::new() } else { format!(" on {}", names.join(" and ")) };
        format!("{} to {}{on}", moment_text(place.start, board.now), moment_text(place.end, board.now))
    };
    let also = |place: &Place| board.consequences(task, place).words(board);
    let also_worse = || board.consequences(task, &judgement.wanted).worsening().words(board);
    let Some(obstacle) = judgement.obstacles.first() else {
        return joined(&[format!("{}.", place(&judgement.wanted)), also(&judgement.wanted)]);
    };
    let reason = obstacle.sentence(board, task);
    match &judgement.nearest {
        _ if insist => joined(&[reason, "Put there anyway.".to_owned(), also_worse()]),
        Some(nearest) => joined(&[reason, format!("Goes to {} instead.", place(nearest)), also(nearest)]),
        // Where only its length is asked for there is no other place to look for.
        None if board.task(task).is_some_and(|known| known.placed && known.start == judgement.wanted.start) => {
            joined(&[reason, "It keeps its length.".to_owned()])
        }
        None => joined(&[reason, "There is no place for it.".to_owned()]),
    }
}

/// What is told of a task that was put at a place: tone, title and detail; nothing where it went where it was wanted and nothing else
/// changes.
///
/// Asked before the task is moved, while the board still knows what was before.
pub fn outcome(board: &BoardData, task: Index, judgement: &Judgement, place: &Place) -> Option<(Tone, &'static str, String)> {
    let reason = judgement.obstacles.first().map(|obstacle| obstacle.sentence(board, task));
    let stays_in_conflict = reason.is_some() && *place == judgement.wanted;
    let also = board.consequences(task, place);
    let also = if stays_in_conflict { also.worsening() } else { also };
    let (tone, title) = match (&reason, stays_in_conflict) {
        (Some(_), true) => (Tone::Warning, "Put there although it does not fit."),
        (Some(_), false) if also.conflicts.is_empty() => (Tone::Info, "Moved to the nearest place where it fits."),
        (Some(_), false) => (Tone::Warning, "Moved to the nearest place, and other work is in conflict with it."),
        (None, _) if also.is_empty() => return None,
        (None, _) => (Tone::Success, "Moved."),
    };
    let tone = if also.is_bad() { Tone::Warning } else { tone };
    Some((tone, title, joined(&[reason.unwrap_or_default(), also.words(board)])))
}

/// Sentences one after the other, without the empty ones.
fn joined(sentences: &[String]) -> String {
    let said: Vec<&str> = sentences.iter().map(String::as_str).filter(|sentence| !sentence.is_empty()).collect();
    said.join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::build::tests::Scenery;
    use super::*;
    use crate::app::derived::schedule::sample::{at, dairy};
    use crate::model::{RecordId, TaskId};

    /// Order 2's filling (task 4), taken hold of in its middle on a board of 20 pixels an hour.
    fn held(grouping: Grouping) -> (Scenery, Drag, f64, f64) {
        let workspace = dairy();
        let scenery = Scenery::new(&workspace, grouping, 20.0);
        let task = scenery.board.find_task(TaskId::from_raw(4)).unwrap();
        let ground = Ground::of(&workspace, &scenery.board, task).unwrap();
        let area = scenery.sight().task_area(task).unwrap();
        let (x, y) = (area.x + 40.0, area.y + 5.0);
        let drag = Drag::begin(ground, &scenery.board, scenery.view.time_at(x), Hold::Move).unwrap();
        (scenery, drag, x, y)
    }

    #[test]
    fn a_task_held_over_a_free_place_shows_where_it_would_run() {
        for grouping in [Grouping::Resource, Grouping::Order, Grouping::Task] {
            let (scenery, mut drag, x, y) = held(grouping);
            let shown = drag.over(scenery.sight(), x + 480.0, y, false).unwrap();
            assert!(shown.ghost.fits);
            assert_eq!(shown.ghost.start, at("2026-11-03 14:00"), "a day later");
            assert_eq!(shown.sentence, "Tue 14:00 to Wed 10:00 on Filling line. Order 2 late by 1 d 18 h instead of 18 h.");
        }
    }

    #[test]
    fn over_a_busy_place_it_says_why_and_where_it_goes_instead() {
        let (scenery, mut drag, x, y) = held(Grouping::Resource);
        let shown = drag.over(scenery.sight(), x - 40.0, y, false).unwrap();
        assert!(!shown.ghost.fits);
        assert_eq!(
            shown.sentence,
            "Filling line is busy with Fill of Order 1 until Mon 14:00. Goes to Mon 14:00 to Tue 10:00 on Filling line instead."
        );
        assert_eq!(drag.landing(false).unwrap().start, at("2026-11-02 14:00"));
        let insisted = drag.over(scenery.sight(), x - 40.0, y, true).unwrap();
        assert!(insisted.sentence.contains("Put there anyway."), "{}", insisted.sentence);
        assert_eq!(drag.landing(true).unwrap().start, at("2026-11-02 12:00"));
    }

    #[test]
    fn what_was_let_go_is_told_with_its_reason_and_everything_it_changes() {
        let (scenery, mut drag, x, y) = held(Grouping::Resource);
        let told = |drag: &Drag, insist: bool| {
            let place = drag.landing(insist).unwrap();
            outcome(&scenery.board, drag.ground.task, drag.judgement.as_ref().unwrap(), place)
        };
        drag.over(scenery.sight(), x + 480.0, y, false);
        assert_eq!(told(&drag, false), Some((Tone::Warning, "Moved.", "Order 2 late by 1 d 18 h instead of 18 h.".to_owned())));
        drag.over(scenery.sight(), x - 60.0, y, true);
        let (tone, title, detail) = told(&drag, true).unwrap();
        assert_eq!((tone, title), (Tone::Warning, "Put there although it does not fit."));
        assert_eq!(detail, "Waits for Mix of Order 2 until Mon 12:00.", "that the order would be on time is no more than a wish");
    }

    #[test]
    fn straight_up_and_down_a_task_keeps_its_time() {
        let mut workspace = dairy();
        let place = workspace.tasks.get_mut(&TaskId::from_raw(4)).unwrap().placement.as_mut().unwrap();
        (place.start, place.end) = (at("2026-11-02 14:07"), at("2026-11-03 10:07"));
        let scenery = Scenery::new(&workspace, Grouping::Resource, 20.0);
        let task = scenery.board.find_task(TaskId::from_raw(4)).unwrap();
        let area = scenery.sight().task_area(task).unwrap();
        let ground = Ground::of(&workspace, &scenery.board, task).unwrap();
        let mut drag = Drag::begin(ground, &scenery.board, scenery.view.time_at(area.x + 40.0), Hold::Move).unwrap();
        let shown = drag.over(scenery.sight(), area.x + 41.0, area.y + 30.0, false).unwrap();
        assert_eq!(shown.ghost.start, at("2026-11-02 14:07"));
    }

    #[test]
    fn held_by_its_end_a_task_becomes_longer_and_says_what_stands_against_it() {
        let workspace = dairy();
        let scenery = Scenery::new(&workspace, Grouping::Resource, 20.0);
        let task = scenery.board.find_task(TaskId::from_raw(3)).unwrap();
        let ground = Ground::of(&workspace, &scenery.board, task).unwrap();
        let area = scenery.sight().task_area(task).unwrap();
        let mut drag = Drag::begin(ground, &scenery.board, scenery.view.time_at(area.right()), Hold::End).unwrap();
        let shown = drag.over(scenery.sight(), area.right() + 20.0, area.y, false).unwrap();
        assert_eq!((shown.ghost.fits, shown.ghost.end), (true, at("2026-11-02 13:00")));
        let shown = drag.over(scenery.sight(), area.right() - 20.0, area.y, false).unwrap();
        assert_eq!(shown.sentence, "Its work takes until Mon 12:00, longer than its place on the board. It keeps its length.");
        assert_eq!(drag.landing(false), None);
    }

    #[test]
    fn while_the_order_is_kept_the_ghost_shows_what_else_would_move_and_what_becomes_late() {
        let workspace = dairy();
        let scenery = Scenery::new(&workspace, Grouping::Resource, 20.0);
        let task = scenery.board.find_task(TaskId::from_raw(1)).unwrap();
        let ground = Ground::of(&workspace, &scenery.board, task).unwrap();
        let area = scenery.sight().task_area(task).unwrap();
        let mut drag = Drag::begin(ground, &scenery.board, scenery.view.time_at(area.x), Hold::MoveAll).unwrap();
        let shown = drag.over(scenery.sight(), area.x + 80.0, area.y, false).unwrap();
        assert!(shown.ghost.fits);
        let others: Vec<(Index, bool)> = shown.ghost.others.iter().map(|(at, _, _, worse)| (*at, *worse)).collect();
        assert_eq!(others, [(1, false), (3, true)]);
        assert_eq!(
            shown.sentence,
            "Mon 12:00 to Mon 14:00. Moves 2 more tasks: Fill of Order 1, Fill of Order 2. Order 2 late by 22 h instead of 18 h."
        );
    }

    #[test]
    fn over_a_resource_that_cannot_do_it_the_task_is_refused_and_never_lands_there() {
        let (scenery, mut drag, x, y) = held(Grouping::Resource);
        let shown = drag.over(scenery.sight(), x, y + 26.0, false).unwrap();
        assert!(shown.sentence.starts_with("Mixer cannot do Fill"), "{}", shown.sentence);
        let line = drag.ground.crews[0].uses.clone();
        assert_eq!(drag.landing(false).unwrap().uses, line);
    }
}
