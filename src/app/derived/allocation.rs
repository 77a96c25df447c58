//! Who does what on which day, who has too much, who could take over, and what an absence breaks.
//!
//! Never assigns anything: it counts, compares and says why somebody cannot.

use super::schedule::{BoardData, BoardTask, Consequences, Ground, Index, Judgement, Place, index, length_text, moment_text};
use crate::engine::calendar::ONE;
use crate::model::*;

/// Hours of one resource on one day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DayLoad {
    /// Hours of work given to it while it is there.
    pub load: f64,
    /// Hours it is there, times its size.
    pub capacity: f64,
    /// Load and capacity of what of the day is still to come.
    pub ahead: (f64, f64),
    /// The tasks it works on, by start.
    pub tasks: Vec<Index>,
    /// Tasks that were given to it for this day though it is not there, by start: they have no hours, and that is the trouble.
    pub outside: Vec<Index>,
    /// How many of all these break something where they are.
    pub conflicts: usize,
}

/// How a day is loaded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fill {
    /// Not there, and nothing to do.
    Closed,
    /// Not there, and work was given to it all the same.
    Outside,
    /// There, and nothing to do.
    Free,
    /// Less than half of the day.
    Low,
    Fair,
    /// More than nine tenths, and not too much.
    Full,
    /// More than there is.
    Over,
}

impl DayLoad {
    /// How the day is loaded.
    pub fn fill(&self) -> Fill {
        let is_outside = self.load <= 0.0 && !self.outside.is_empty();
        if is_outside { Fill::Outside } else { Fill::of(self.load, self.capacity) }
    }
}

impl Fill {
    /// How time is loaded by hours of work and hours there.
    pub fn of(load: f64, capacity: f64) -> Fill {
        // A minute more or less is rounding.
        match load / capacity {
            _ if load > capacity + 1.0 / 60.0 => Fill::Over,
            _ if capacity <= 0.0 => Fill::Closed,
            share if share <= 0.0 => Fill::Free,
            share if share < 0.5 => Fill::Low,
            share if share <= 0.9 => Fill::Fair,
            _ => Fill::Full,
        }
    }
}

/// One row of the matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixRow {
    pub resource: Index,
    pub days: Vec<DayLoad>,
}

/// Resources by day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// Midnights, one per column.
    pub days: Vec<Time>,
    pub rows: Vec<MatrixRow>,
}

impl MatrixRow {
    /// Load and capacity of all days together from now on, in hours: what is past cannot be given to anybody any more.
    pub fn total(&self) -> (f64, f64) {
        self.days.iter().fold((0.0, 0.0), |(load, capacity), day| (load + day.ahead.0, capacity + day.ahead.1))
    }
}

/// The resources that `wanted` lets through, by day, for so many days from the day of `from` on.
pub fn matrix(board: &BoardData, from: Time, days: usize, wanted: impl Fn(Index) -> bool) -> Matrix {
    let mut midnights = Vec::with_capacity(days);
    let mut day = from.day_start();
    for _ in 0..days {
        midnights.push(day);
        day = day.plus(Span::from_days(1));
    }
    let rows = (0..board.resources.len() as Index).filter(|at| wanted(*at)).map(|at| row(board, at, &midnights)).collect();
    Matrix { days: midnights, rows }
}

fn row(board: &BoardData, resource: Index, midnights: &[Time]) -> MatrixRow {
    let mut days: Vec<DayLoad> = vec![DayLoad::default(); midnights.len()];
    let known = board.resources.get(index(resource));
    let hours = known.and_then(|row| board.profile(row.hours));
    let (Some(known), Some(hours)) = (known, hours) else { return MatrixRow { resource, days } };
    let next = |midnight: Time| midnight.plus(Span::from_days(1));
    let there = |from: Time, to: Time| hours.area(from, to) as f64 / ONE as f64 / 3600.0;
    for (day, midnight) in days.iter_mut().zip(midnights) {
        day.capacity = there(*midnight, next(*midnight));
        day.ahead.1 = there(board.now.max(*midnight), next(*midnight));
    }
    let (Some(first), Some(last)) = (midnights.first(), midnights.last()) else { return MatrixRow { resource, days } };
    for &at in &known.tasks {
        let Some(task) = board.task(at).filter(|task| task.end > *first && task.start < next(*last)) else { continue };
        let quantity = if known.limits() { used(task, resource) } else { 1.0 };
        let from_day = (task.start.since(*first).seconds().max(0) / DAY) as usize;
        let never_there = hours.open_between(task.start, task.end).is_zero() && task.end > task.start;
        for (day, midnight) in days.iter_mut().zip(midnights).skip(from_day) {
            if *midnight >= task.end {
                break;
            }
            let (start, end) = (task.start.max(*midnight), task.end.min(next(*midnight)));
            let worked = hours.open_between(start, end);
            if !worked.is_zero() {
                day.load += worked.hours() * quantity;
                day.ahead.0 += hours.open_between(start.max(board.now), end).hours() * quantity;
                day.tasks.push(at);
            } else if never_there || board.absences_of(resource).any(|absence| absence.start < end && start < absence.end) {
                day.outside.push(at);
            } else {
                continue;
            }
            day.conflicts += usize::from(task.conflict && task.status == TaskStatus::Planned);
        }
    }
    MatrixRow { resource, days }
}

fn used(task: &BoardTask, resource: Index) -> f64 {
    let milli: i64 = task.uses.iter().filter(|usage| usage.resource == resource).map(|usage| usage.quantity).sum();
    milli as f64 / ONE as f64
}

/// Somebody who could do a task instead, and whether there is time.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub resource: Index,
    pub name: String,
    /// Found of the place at which the task is now, with this resource.
    pub judgement: Judgement,
}

impl Candidate {
    /// `Ben`, or why not: `Ben: busy with …`.
    pub fn words(&self, board: &BoardData, task: Index) -> String {
        match self.judgement.obstacles.first() {
            None => self.name.clone(),
            Some(obstacle) => format!("{}: {}", self.name, obstacle.sentence(board, task)),
        }
    }

    /// What handing the task over means beside who does it: by how much its start moves, and what that does to other work and to orders.
    /// `None` where nobody else could take it over at all.
    pub fn price(&self, board: &BoardData, task: Index) -> Option<Price> {
        Price::of(board, task, self.judgement.landing()?)
    }
}

impl Price {
    /// What it costs to put a task in a place.
    pub fn of(board: &BoardData, task: Index, place: &Place) -> Option<Price> {
        let known = board.task(task)?;
        let moved = place.start.since(known.start);
        let also = board.consequences(task, place);
        let mut sentences = Vec::new();
        if !moved.is_zero() {
            let (span, how) = if moved > Span::ZERO { (moved, "later") } else { (known.start.since(place.start), "earlier") };
            let (now, before) = (moment_text(place.start, board.now), moment_text(known.start, board.now));
            sentences.push(format!("Starts {} {how}: {now} instead of {before}.", length_text(span)));
        }
        if !also.is_empty() {
            sentences.push(also.words(board));
        }
        Some(Price { is_free: moved.is_zero() && !also.is_bad(), words: sentences.join(" "), also })
    }
}

/// What handing a task over means beside who does it.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    /// Whether it starts as before and nothing becomes worse.
    pub is_free: bool,
    /// By how much it moves and what that changes; empty where nothing does.
    pub words: String,
    pub also: Consequences,
}

/// Everybody who is able to do a task and does not do it now; those who have time come first.
pub fn candidates(board: &BoardData, ground: &Ground) -> Vec<Candidate> {
    let Some(task) = board.task(ground.task).filter(|task| task.placed) else { return Vec::new() };
    let others = ground.able().into_iter().filter(|at| !task.uses.iter().any(|usage| usage.resource == *at));
    let mut found: Vec<Candidate> = others
        .filter_map(|resource| {
            let name = board.resources.get(index(resource))?.name.clone();
            Some(Candidate { resource, name, judgement: board.judge(ground, task.start, Some(resource))? })
        })
        .collect();
    sort_with_key(&mut found, |candidate| !candidate.judgement.fits());
    found
}

/// The tasks still to be done that would lose working time if a resource were away between two moments, by start.
pub fn broken_by_absence(board: &BoardData, resource: Index, start: Time, end: Time) -> Vec<Index> {
    let Some(known) = board.resources.get(index(resource)) else { return Vec::new() };
    let Some(hours) = board.profile(known.hours) else { return Vec::new() };
    let touched = known.tasks.iter().copied().filter(|at| {
        board.task(*at).is_some_and(|task| {
            let (from, to) = (task.start.max(start), task.end.min(end));
            task.status != TaskStatus::Finished && from < to && !hours.open_between(from, to).is_zero()
        })
    });
    touched.collect()
}

/// The tasks that the absence with this id broke: they lie in it and have too little time left.
pub fn broken_now(board: &BoardData, absence: AbsenceId) -> Vec<Index> {
    let Some(known) = board.absences.iter().find(|known| known.id == absence) else { return Vec::new() };
    let tasks = board.resources.get(index(known.resource)).map_or(&[][..], |row| row.tasks.as_slice());
    let lies_in = |at: &Index| {
        board.task(*at).is_some_and(|task| task.start < known.end && task.end > known.start && task.status == TaskStatus::Planned)
    };
    tasks.iter().copied().filter(lies_in).filter(|at| board.task(*at).is_some_and(|task| board.lacks_time(task))).collect()
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::schedule::sample::{at, dairy, now};
    use super::*;

    fn loads(workspace: &Workspace, raw: u64) -> Vec<(f64, f64, Fill)> {
        let board = BoardData::collect(workspace, now());
        let resource = board.find_resource(ResourceId::from_raw(raw)).unwrap();
        let matrix = matrix(&board, at("2026-11-02 12:00"), 6, |row| row == resource);
        matrix.rows[0].days.iter().map(|day| (day.load, day.capacity, day.fill())).collect()
    }

    #[test]
    fn work_counts_on_the_days_on_which_it_is_done_and_nights_do_not() {
        let line = loads(&dairy(), 2);
        assert_eq!(line[0], (6.0, 8.0, Fill::Fair), "10 to 14 and 14 to 16 on Monday");
        assert_eq!(line[1], (2.0, 8.0, Fill::Low), "8 to 10 on Tuesday");
        assert_eq!(line[2], (0.0, 8.0, Fill::Free));
        assert_eq!(line[5], (0.0, 0.0, Fill::Closed), "Saturday");
    }

    #[test]
    fn work_in_closed_time_has_no_hours_and_is_shown_apart() {
        let mut workspace = dairy();
        let place = workspace.tasks.get_mut(&TaskId::from_raw(4)).unwrap().placement.as_mut().unwrap();
        (place.start, place.end) = (at("2026-11-07 08:00"), at("2026-11-07 12:00"));
        assert_eq!(loads(&workspace, 2)[5], (0.0, 0.0, Fill::Outside), "Saturday");
        // Filling of order 1 from Monday 10:00 to 14:00, and the line is away until 12:00.
        let mut absence = Absence::new(AbsenceId::from_raw(1));
        (absence.resource, absence.start, absence.end) =
            (Some(ResourceId::from_raw(2)), Some(at("2026-11-02 00:00")), Some(at("2026-11-02 12:00")));
        workspace.absences.insert(absence.id, absence);
        assert_eq!(loads(&workspace, 2)[0], (2.0, 4.0, Fill::Fair), "an absence takes hours away and adds none");
        let board = BoardData::collect(&workspace, now());
        let line = board.find_resource(ResourceId::from_raw(2)).unwrap();
        let days = matrix(&board, now(), 6, |row| row == line).rows.remove(0).days;
        assert_eq!((days[0].conflicts, days[5].conflicts, days[5].outside.len()), (1, 1, 1));
    }

    #[test]
    fn the_load_of_a_row_is_that_of_the_time_to_come() {
        let workspace = dairy();
        let total = |moment: &str| {
            let board = BoardData::collect(&workspace, at(moment));
            let line = board.find_resource(ResourceId::from_raw(2)).unwrap();
            matrix(&board, at("2026-11-02"), 2, |row| row == line).rows[0].total()
        };
        assert_eq!(total("2026-11-02 07:00"), (8.0, 16.0));
        assert_eq!(total("2026-11-02 15:00"), (3.0, 9.0), "an hour of Monday and Tuesday as a whole");
        assert_eq!(total("2026-11-04 07:00"), (0.0, 0.0));
    }

    #[test]
    fn two_at_once_are_more_than_there_is() {
        let mut workspace = dairy();
        let place = workspace.tasks.get_mut(&TaskId::from_raw(4)).unwrap().placement.as_mut().unwrap();
        (place.start, place.end) = (at("2026-11-02 08:00"), at("2026-11-02 16:00"));
        assert_eq!(loads(&workspace, 2)[0], (12.0, 8.0, Fill::Over));
        workspace.resources.get_mut(&ResourceId::from_raw(2)).unwrap().maximum = 2.0;
        assert_eq!(loads(&workspace, 2)[0], (12.0, 16.0, Fill::Fair));
    }

    fn names(board: &BoardData, tasks: &[Index]) -> Vec<String> {
        tasks.iter().map(|at| board.task_name(board.task(*at).unwrap())).collect()
    }

    #[test]
    fn an_absence_names_the_tasks_it_would_break_before_it_is_entered_and_marks_them_after() {
        let mut workspace = dairy();
        let board = BoardData::collect(&workspace, now());
        let line = board.find_resource(ResourceId::from_raw(2)).unwrap();
        let would = broken_by_absence(&board, line, at("2026-11-03 00:00"), at("2026-11-04 00:00"));
        assert_eq!(names(&board, &would), ["Fill of Order 2"]);
        assert!(broken_by_absence(&board, line, at("2026-11-02 17:00"), at("2026-11-03 07:00")).is_empty(), "a night takes nothing away");

        let mut absence = Absence::new(AbsenceId::from_raw(1));
        (absence.resource, absence.start, absence.end) = (Some(ResourceId::from_raw(2)), Some(at("2026-11-03")), Some(at("2026-11-04")));
        workspace.absences.insert(absence.id, absence);
        let board = BoardData::collect(&workspace, now());
        assert_eq!(names(&board, &broken_now(&board, AbsenceId::from_raw(1))), ["Fill of Order 2"]);
        assert!(board.task(would[0]).unwrap().conflict);
    }

    /// The dairy with a second filling line that may be used instead.
    pub fn two_lines() -> Workspace {
        let mut workspace = dairy();
        let mut second = workspace.resources[&ResourceId::from_raw(2)].clone();
        (second.id, second.name) = (ResourceId::from_raw(3), "Second line".to_owned());
        workspace.resources.insert(second.id, second);
        let need = workspace.operation_resources.get_mut(&OperationResourceId::from_raw(2)).unwrap();
        need.name = "line".to_owned();
        let mut other = need.clone();
        (other.id, other.resource, other.priority) = (OperationResourceId::from_raw(9), Some(ResourceId::from_raw(3)), 2);
        workspace.operation_resources.insert(other.id, other);
        workspace
    }

    #[test]
    fn only_the_able_are_candidates_and_each_says_whether_there_is_time() {
        let mut workspace = two_lines();
        let board = BoardData::collect(&workspace, now());
        let task = board.find_task(TaskId::from_raw(4)).unwrap();
        let found = candidates(&board, &Ground::of(&workspace, &board, task).unwrap());
        assert_eq!(found.iter().map(|candidate| candidate.words(&board, task)).collect::<Vec<_>>(), ["Second line"]);
        assert!(found[0].price(&board, task).is_some_and(|price| price.is_free && price.words.is_empty()));

        let place = workspace.tasks.get_mut(&TaskId::from_raw(2)).unwrap().placement.as_mut().unwrap();
        (place.start, place.end) = (at("2026-11-02 12:00"), at("2026-11-02 16:00"));
        place.uses[0].resource = ResourceId::from_raw(3);
        let board = BoardData::collect(&workspace, now());
        let found = candidates(&board, &Ground::of(&workspace, &board, task).unwrap());
        assert_eq!(found[0].words(&board, task), "Second line: Second line is busy with Fill of Order 1 until Mon 16:00.");
        let price = found[0].price(&board, task).unwrap();
        assert!(!price.is_free);
        assert_eq!(price.words, "Starts 18 h later: Tue 08:00 instead of Mon 14:00. Order 2 late by 20 h instead of 18 h.");
    }
}
