//! When work of the past was done: within the hours of who did it.

use crate::model::*;

/// Whoever has fewer hours a day finishes what was begun: a day of work has at least so many.
const LEAST_DAY: Span = Span::from_hours(8);

/// For less than this nothing is begun before the day is over.
const LEAST_BEGIN: Span = Span::from_hours(1);

/// From when until when a resource works on each day of the week, its breaks left out of account; `None` on days off.
#[derive(Clone, Copy, Default)]
pub struct Hours([Option<(Span, Span)>; 7]);

impl Hours {
    /// The hours of a calendar by its weekly rules; of none, those of an office.
    pub fn of(workspace: &Workspace, calendar: Option<CalendarId>) -> Hours {
        let mut hours = Hours::default();
        for (weekday, day) in (0u8..).zip(&mut hours.0) {
            let rules = workspace.calendar_rules.values().filter(|rule| {
                rule.calendar.is_some() && rule.calendar == calendar && rule.value > 0.0 && rule.weekdays.0 & (1 << weekday) != 0
            });
            for rule in rules {
                let (from, until) = (Span::from_seconds(rule.start_time.0), Span::from_seconds(rule.end_time.0));
                let (first, last) = day.unwrap_or((from, until));
                *day = Some((first.min(from), last.max(until)));
            }
            if let Some((from, until)) = day {
                *until = (*until).max(from.plus(LEAST_DAY));
            }
        }
        if hours.0.iter().all(Option::is_none) {
            let from = Span::from_hours(8);
            hours.0[..5].fill(Some((from, from.plus(LEAST_DAY))));
        }
        hours
    }

    /// The first moment from `wanted` on at which somebody is there, and the end of that day's work.
    fn next(&self, wanted: Time) -> (Time, Time) {
        let mut day = wanted.day_start();
        for _ in 0..8 {
            if let Some(Some((from, until))) = self.0.get(day.weekday() as usize) {
                let (from, until) = (day.plus(*from).max(wanted), day.plus(*until));
                if from < until {
                    return (from, until);
                }
            }
            day = day.plus(Span::from_days(1));
        }
        (wanted, wanted.plus(LEAST_DAY))
    }

    /// The stretches in which work of so many seconds is done from `wanted` on, day after day.
    pub fn stretches(&self, wanted: Time, seconds: f64) -> Vec<(Time, Time)> {
        let (mut start, mut until) = self.next(wanted);
        let mut left = Span::from_seconds(seconds as i64);
        if start.plus(left.min(LEAST_BEGIN)) > until {
            (start, until) = self.next(until);
        }
        let mut stretches = Vec::new();
        while start.plus(left) > until {
            stretches.push((start, until));
            left = Span::from_seconds(left.seconds() - until.since(start).seconds());
            (start, until) = self.next(until);
        }
        stretches.push((start, start.plus(left)));
        stretches
    }

    /// When work of so many seconds that begins at `wanted` or later is done.
    pub fn done(&self, wanted: Time, seconds: f64) -> Time {
        self.stretches(wanted, seconds).last().map_or(wanted, |(_, end)| *end)
    }
}
