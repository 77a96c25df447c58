//! A move under way: what the ghost shows and which sentence goes with it, wherever the pointer or the keys take it.
//!
//! Never moves the task; what is let go is carried out by whoever holds the board.

use super::build::{Ghost, Sight};
use super::hit::resource_at;
use super::layout::Grouping;
use crate::app::derived::schedule::{BoardData, Ground, Index, Judgement, Place, index, moment_text};
use crate::model::{Span, Time};

/// A task taken hold of.
#[derive(Clone, Debug)]
pub struct Drag {
    pub ground: Ground,
    /// The moment of the window where it was taken hold of.
    grab: Time,
    /// What was found of the place it is held over.
    pub judgement: Option<Judgement>,
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
    pub fn begin(ground: Ground, board: &BoardData, at: Time) -> Option<Drag> {
        board.task(ground.task).filter(|task| task.placed)?;
        Some(Drag { ground, grab: at, judgement: None })
    }

    /// Holds the task over a point of the window; `insist` puts it there whatever stands against it.
    pub fn over(&mut self, sight: Sight, x: f64, y: f64, insist: bool) -> Option<Shown> {
        let task = sight.board.task(self.ground.task)?;
        let start = sight.view.moved(task.start, sight.view.time_at(x).since(self.grab));
        let resource = if sight.layout.grouping == Grouping::Resource { resource_at(sight, y) } else { None };
        // Over its own row it stays with those who do it.
        let resource = resource.filter(|at| !task.uses.iter().any(|usage| usage.resource == *at));
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

    /// Where the task goes if it is let go now.
    pub fn landing(&self, insist: bool) -> Option<&Place> {
        let judgement = self.judgement.as_ref()?;
        if insist && !judgement.wanted.uses.is_empty() { Some(&judgement.wanted) } else { judgement.landing() }
    }
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
    }
}

/// What would happen if the task were let go.
pub fn sentence(board: &BoardData, task: Index, judgement: &Judgement, insist: bool) -> String {
    let place = |place: &Place| {
        let names: Vec<&str> = place.uses.iter().filter_map(|(at, _)| board.resources.get(index(*at))).map(|r| r.name.as_str()).collect();
        let on = if names.is_empty() { String::new() } else { format!(" on {}", names.join(" and ")) };
        format!("{} to {}{on}", moment_text(place.start, board.now), moment_text(place.end, board.now))
    };
    let Some(obstacle) = judgement.obstacles.first() else {
        return [place(&judgement.wanted), effect(board, task, &judgement.wanted)].join(". ").trim_end_matches(". ").to_owned() + ".";
    };
    let reason = obstacle.sentence(board, task);
    match &judgement.nearest {
        _ if insist => format!("{reason} Put there anyway; the conflict stays marked."),
        Some(nearest) => format!("{reason} Goes to {} instead.", place(nearest)),
        None => format!("{reason} There is no place for it."),
    }
}

/// What a place means for the order, where it is its last task or makes it late.
fn effect(board: &BoardData, task: Index, place: &Place) -> String {
    let Some(order) = board.task(task).and_then(|task| task.order).and_then(|at| board.orders.get(index(at))) else { return String::new() };
    let others = order.tasks.iter().filter(|other| **other != task).filter_map(|other| board.task(*other));
    let ready = others.filter(|other| other.placed).map(|other| other.end).fold(place.end, Time::max);
    let Some(due) = order.due else { return String::new() };
    let late = |ready: Time| ready.since(due) > Span::ZERO;
    match (late(ready), order.ready.is_some_and(late)) {
        (true, _) => format!("{} is then late by {}", order.name, ready.since(due).text()),
        (false, true) => format!("{} is then on time", order.name),
        (false, false) => String::new(),
    }
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
        let drag = Drag::begin(ground, &scenery.board, scenery.view.time_at(x)).unwrap();
        (scenery, drag, x, y)
    }

    #[test]
    fn a_task_held_over_a_free_place_shows_where_it_would_run() {
        for grouping in [Grouping::Resource, Grouping::Order, Grouping::Task] {
            let (scenery, mut drag, x, y) = held(grouping);
            let shown = drag.over(scenery.sight(), x + 480.0, y, false).unwrap();
            assert!(shown.ghost.fits);
            assert_eq!(shown.ghost.start, at("2026-11-03 14:00"), "a day later");
            assert_eq!(shown.sentence, "Tue 14:00 to Wed 10:00 on Filling line. Order 2 is then late by 1 d 18 h.");
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
        assert!(insisted.sentence.ends_with("Put there anyway; the conflict stays marked."));
        assert_eq!(drag.landing(true).unwrap().start, at("2026-11-02 12:00"));
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
