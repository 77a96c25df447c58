//! The calendar of the board as a render model: which tasks each day has, and how much of the day's capacity they take.
//!
//! Never places a task; pure, so that it is tested without a browser.

use super::layout::Layout;
use crate::app::derived::schedule::{BoardData, Index, index};
use crate::model::{DAY, Span, Time, sort_with_key};

/// A month shows so many whole weeks.
pub const MONTH_WEEKS: i64 = 6;

/// One day of the calendar.
#[derive(Clone, PartialEq, Debug)]
pub struct Day {
    pub start: Time,
    /// The tasks that run on it, by start.
    pub tasks: Vec<Index>,
    /// Hours of work on resources that limit it, and hours for which these are open.
    pub load_hours: f64,
    pub open_hours: f64,
}

impl Day {
    /// The share of the open hours that is taken; nothing where everything is closed.
    pub fn load_ratio(&self) -> Option<f64> {
        (self.open_hours > 0.0).then(|| self.load_hours / self.open_hours)
    }
}

/// The first day of the calendar and how many it has: the week of a moment, or the whole weeks that its month touches.
pub fn stretch(around: Time, is_month: bool) -> (Time, i64) {
    if is_month { (around.month_start().week_start(), 7 * MONTH_WEEKS) } else { (around.week_start(), 7) }
}

/// The days from `first` on; of the tasks only those that the filter of the layout leaves in, of the load all.
pub fn days(board: &BoardData, layout: &Layout, first: Time, count: i64) -> Vec<Day> {
    let day = |at: i64| first.plus(Span::from_days(at));
    let mut found: Vec<Day> = (0..count).map(|at| Day { start: day(at), tasks: Vec::new(), load_hours: 0.0, open_hours: 0.0 }).collect();
    for day in &mut found {
        let end = day.start.plus(Span::from_days(1));
        let rows = board.resources.iter().filter(|row| row.limits());
        let open = rows.filter_map(|row| board.profile(row.hours)).map(|hours| hours.area(day.start, end));
        day.open_hours = open.sum::<i64>() as f64 / 3_600_000.0;
    }
    for (task, at) in board.tasks.iter().zip(0..).filter(|(task, _)| task.placed) {
        // A task that takes no time stands on the day of its start.
        let last = task.end.minus(Span::from_seconds(1)).max(task.start);
        let (from, to) = (task.start.since(first).seconds().div_euclid(DAY), last.since(first).seconds().div_euclid(DAY));
        for number in from.max(0)..=to.min(count - 1) {
            let Some(day) = found.get_mut(number as usize) else { continue };
            let (start, end) = (task.start.max(day.start), task.end.min(day.start.plus(Span::from_days(1))));
            for usage in &task.uses {
                let Some(row) = board.resources.get(index(usage.resource)).filter(|row| row.limits()) else { continue };
                let open = board.profile(row.hours).map_or(Span::ZERO, |hours| hours.open_between(start, end));
                day.load_hours += open.hours() * usage.quantity as f64 / 1000.0;
            }
            if layout.shows(at) {
                day.tasks.push(at);
            }
        }
    }
    for day in &mut found {
        sort_with_key(&mut day.tasks, |at| board.task(*at).map(|task| (task.start, task.end)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::filter::Filter;
    use super::super::layout::{Folded, Grouping};
    use super::super::view::tests::view;
    use super::*;
    use crate::app::derived::schedule::sample::{at, dairy, now};

    fn week(filter: Filter) -> Vec<Day> {
        let board = BoardData::collect(&dairy(), now());
        let layout = Layout::new(&board, Grouping::Resource, &Folded { filter, ..Folded::default() }, &view(8.0).metrics);
        let (first, count) = stretch(at("2026-11-05 12:00"), false);
        days(&board, &layout, first, count)
    }

    #[test]
    fn each_day_has_its_tasks_and_its_load() {
        let week = week(Filter::default());
        assert_eq!(week.iter().map(|day| day.tasks.clone()).collect::<Vec<_>>()[..3], [vec![0, 2, 1, 3], vec![3], vec![]]);
        // Monday: two mixes of two hours, four hours of filling and two of the four of the next; two machines of eight hours.
        assert_eq!((week[0].load_hours, week[0].open_hours), (10.0, 16.0));
        assert_eq!((week[1].load_hours, week[1].load_ratio()), (2.0, Some(0.125)));
        assert_eq!(week[5].load_ratio(), None, "closed on Saturdays");
    }

    #[test]
    fn a_filter_hides_tasks_and_no_load() {
        let week = week(Filter { text: "mix".to_owned(), ..Filter::default() });
        assert_eq!(week[0].tasks, [0, 2]);
        assert_eq!(week[0].load_hours, 10.0);
    }

    #[test]
    fn a_month_begins_with_the_monday_of_its_first_week() {
        assert_eq!(stretch(at("2026-12-24 10:00"), true), (at("2026-11-30"), 42));
        assert_eq!(stretch(at("2026-12-24 10:00"), false), (at("2026-12-21"), 7));
    }
}
