//! Rules of repetition: read, and written out as the starts of all occasions.

use super::moment;
use crate::model::{DAY, Span, Time};

/// More occasions of one event are not written out.
pub(super) const MOST_OCCASIONS: usize = 12_000;

/// How an event comes again.
pub(super) struct Repetition {
    every: Every,
    interval: i64,
    /// After so many occasions it is over.
    count: usize,
    /// The last moment at which one can begin.
    until: Time,
}

enum Every {
    /// So many days.
    Days,
    /// On these days of the week, Monday first.
    Weeks([bool; 7]),
    Months,
    Years,
}

impl Repetition {
    /// `None` where the rule says more than can be followed.
    pub(super) fn of(rule: &str, start: Time) -> Option<Repetition> {
        let mut found = Repetition { every: Every::Days, interval: 1, count: MOST_OCCASIONS, until: Time::MAX };
        let mut days = None;
        let mut frequency = "";
        let (_, month, day) = start.date();
        for part in rule.split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=')?;
            match name {
                "FREQ" => frequency = value,
                "INTERVAL" => found.interval = value.parse().ok().filter(|interval| (1..=1000).contains(interval))?,
                "COUNT" => found.count = value.parse::<usize>().ok()?.min(MOST_OCCASIONS),
                "UNTIL" => found.until = until_of(value)?,
                "BYDAY" => days = Some(weekdays(value)?),
                // What only repeats what the start says already.
                "BYMONTH" if value.parse() == Ok(month) => {}
                "BYMONTHDAY" if value.parse() == Ok(day) => {}
                "WKST" => {}
                _ => return None,
            }
        }
        found.every = match (frequency, days) {
            ("DAILY", None) => Every::Days,
            ("WEEKLY", days) => Every::Weeks(days.unwrap_or_else(|| std::array::from_fn(|day| day == usize::from(start.weekday())))),
            ("MONTHLY", None) => Every::Months,
            ("YEARLY", None) => Every::Years,
            _ => return None,
        };
        Some(found)
    }

    /// The starts of all occasions before a moment.
    pub(super) fn starts(&self, first: Time, before: Time) -> Vec<Time> {
        let mut starts = Vec::new();
        let (year, month, day) = first.date();
        let clock = Span::from_seconds(first.second_of_day());
        let dated = |months: i64| {
            let months = i64::from(year) * 12 + i64::from(month) - 1 + months;
            let date = Time::from_date(i32::try_from(months.div_euclid(12)).ok()?, months.rem_euclid(12) as u32 + 1, day)?;
            Some(date.plus(clock))
        };
        for step in 0..MOST_OCCASIONS as i64 {
            let steps = step * self.interval;
            let (soonest, of_step): (Time, Vec<Time>) = match &self.every {
                Every::Days => {
                    let at = first.plus(Span::from_days(steps));
                    (at, vec![at])
                }
                Every::Weeks(days) => {
                    let monday = first.week_start().plus(Span::from_days(7 * steps));
                    let chosen = (0..7).filter(|day| days.get(*day as usize).copied().unwrap_or(false));
                    (monday, chosen.map(|day| monday.plus(Span::from_days(day)).plus(clock)).filter(|at| *at >= first).collect())
                }
                Every::Months => (first.plus(Span::from_days(steps * 28)), dated(steps).into_iter().collect()),
                Every::Years => (first.plus(Span::from_days(steps * 365)), dated(steps * 12).into_iter().collect()),
            };
            if soonest >= before || soonest > self.until || starts.len() >= self.count {
                break;
            }
            starts.extend(of_step);
        }
        starts.truncate(self.count);
        starts.retain(|start| *start < before && *start <= self.until);
        starts
    }
}

/// The last moment named by `UNTIL`: a day counts as a whole.
fn until_of(value: &str) -> Option<Time> {
    let moment = moment(value, &|time| time)?;
    Some(if value.len() == 8 { moment.plus(Span::from_seconds(DAY - 1)) } else { moment })
}

/// `MO,WE,FR`; `None` where a day has a number before it.
fn weekdays(value: &str) -> Option<[bool; 7]> {
    let mut days = [false; 7];
    for name in value.split(',') {
        let day = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].iter().position(|known| *known == name)?;
        *days.get_mut(day)? = true;
    }
    Some(days)
}
