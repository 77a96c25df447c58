//! Calendars as people write them (weekly shifts, holidays, exceptions) compiled for a stretch of time.
//!
//! Never expands more than the horizon asked for.

use super::profile::{Milli, Profile};
use crate::model::{DAY, Time, sort_with_key};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A value on some days of the week, at some hours, for some time; the strongest rule that speaks of a moment decides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub value: Milli,
    /// Lower numbers are stronger; of equal ones the later start of validity wins, then the later in the list.
    pub priority: i32,
    /// First moment of validity; open when absent.
    pub from: Option<Time>,
    /// First moment after validity; open when absent.
    pub to: Option<Time>,
    /// Bit 0 is Monday, bit 6 Sunday.
    pub weekdays: u8,
    /// Seconds after midnight.
    pub day_start: i64,
    /// Seconds after midnight; 23:59:59 means midnight, and an end not after the start lies on the next day.
    pub day_end: i64,
}

impl Rule {
    /// Every day of the week.
    pub const EVERY_DAY: u8 = 0b111_1111;
    /// Monday to Friday.
    pub const MONDAY_TO_FRIDAY: u8 = 0b001_1111;

    /// A value at all hours of every day, for ever, to be narrowed down.
    pub fn always(value: Milli) -> Rule {
        Rule { value, priority: 0, from: None, to: None, weekdays: Rule::EVERY_DAY, day_start: 0, day_end: DAY }
    }

    /// Seconds after midnight of the start and of the end, which is beyond 86,400 for a shift over midnight.
    fn hours(&self) -> (i64, i64) {
        let start = self.day_start.clamp(0, DAY);
        let end = if self.day_end >= DAY - 1 { DAY } else { self.day_end.max(0) };
        (start, if end <= start { end + DAY } else { end })
    }
}

impl Profile {
    /// The calendar between `from` and `to`: `default` where no rule speaks; nothing at all outside the horizon.
    ///
    /// ```
    /// use linewright::engine::calendar::{ONE, Profile, Rule};
    /// use linewright::model::{Span, Time};
    /// let (from, to) = (Time::from_date(2026, 1, 1).unwrap(), Time::from_date(2027, 1, 1).unwrap());
    /// let day = Rule { weekdays: Rule::MONDAY_TO_FRIDAY, day_start: 8 * 3600, day_end: 16 * 3600, priority: 1, ..Rule::always(ONE) };
    /// let friday = Time::from_date(2026, 1, 2).unwrap();
    /// let calendar = Profile::from_rules(0, &[day], from, to);
    /// assert_eq!(calendar.finish(friday, Span::from_hours(9)), Time::parse("2026-01-05 09:00"));
    /// ```
    pub fn from_rules(default: Milli, rules: &[Rule], from: Time, to: Time) -> Profile {
        let (from, to) = (from.seconds(), to.seconds());
        if to <= from {
            return Profile::closed();
        }
        let mut stretches = Vec::new();
        for (index, rule) in rules.iter().enumerate() {
            let strength = (rule.priority, Reverse(rule.from.map_or(i64::MIN, Time::seconds)), Reverse(index));
            expand(rule, from, to, |start, end| stretches.push((start, end, strength, rule.value)));
        }
        sort_with_key(&mut stretches, |stretch| stretch.0);
        Profile::from_raw(0, sweep(default, &stretches, from, to))
    }
}

type Strength = (i32, Reverse<i64>, Reverse<usize>);

/// Calls `emit` with every stretch of the rule inside the horizon.
fn expand(rule: &Rule, from: i64, to: i64, mut emit: impl FnMut(i64, i64)) {
    let from = rule.from.map_or(from, |start| from.max(start.seconds()));
    let to = rule.to.map_or(to, |end| to.min(end.seconds()));
    if to <= from {
        return;
    }
    let (day_start, day_end) = rule.hours();
    if day_start == 0 && day_end == DAY && rule.weekdays & Rule::EVERY_DAY == Rule::EVERY_DAY {
        return emit(from, to);
    }
    // A shift over midnight may have begun the day before.
    let mut day = Time::clamped(from - DAY).day_start();
    while day.seconds() < to {
        if rule.weekdays >> day.weekday() & 1 == 1 {
            let (start, end) = ((day.seconds() + day_start).max(from), (day.seconds() + day_end).min(to));
            if start < end {
                emit(start, end);
            }
        }
        if day.seconds() + DAY > Time::MAX.seconds() {
            return;
        }
        day = Time::clamped(day.seconds() + DAY);
    }
}

/// The value of the strongest stretch at every moment, from stretches sorted by start.
fn sweep(default: Milli, stretches: &[(i64, i64, Strength, Milli)], from: i64, to: i64) -> Vec<(i64, Milli)> {
    let mut steps = Vec::with_capacity(stretches.len() * 2 + 2);
    let mut active: BinaryHeap<Reverse<(Strength, i64, Milli)>> = BinaryHeap::new();
    let mut waiting = stretches.iter().peekable();
    let mut now = from;
    while now < to {
        while let Some(&&(_, end, strength, value)) = waiting.peek().filter(|stretch| stretch.0 <= now) {
            active.push(Reverse((strength, end, value)));
            waiting.next();
        }
        while active.peek().is_some_and(|Reverse((_, end, _))| *end <= now) {
            active.pop();
        }
        let strongest = active.peek().map(|Reverse((_, end, value))| (*end, *value));
        steps.push((now, strongest.map_or(default, |(_, value)| value)));
        let next_start = waiting.peek().map_or(to, |stretch| stretch.0);
        now = strongest.map_or(to, |(end, _)| end).min(next_start).min(to);
    }
    steps.push((to, 0));
    steps
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;
    use crate::engine::calendar::ONE;
    use crate::model::Span;

    fn at(text: &str) -> Time {
        Time::parse(text).unwrap()
    }

    fn shift(start: i64, end: i64) -> Rule {
        Rule { weekdays: Rule::MONDAY_TO_FRIDAY, day_start: start * 3600, day_end: end * 3600, priority: 10, ..Rule::always(ONE) }
    }

    #[test]
    fn the_lower_priority_number_decides() {
        let holiday = Rule { priority: 1, from: Some(at("2026-01-06")), to: Some(at("2026-01-07")), ..Rule::always(0) };
        let overtime = Rule { priority: 0, from: Some(at("2026-01-06 10:00")), to: Some(at("2026-01-06 12:00")), ..Rule::always(2 * ONE) };
        let calendar = Profile::from_rules(0, &[shift(8, 16), holiday, overtime], at("2026-01-05"), at("2026-01-12"));
        assert_eq!(calendar.value_at(at("2026-01-05 09:00")), ONE);
        assert_eq!(calendar.value_at(at("2026-01-06 09:00")), 0);
        assert_eq!(calendar.value_at(at("2026-01-06 11:00")), 2 * ONE);
        assert_eq!(calendar.value_at(at("2026-01-06 12:00")), 0);
        assert_eq!(calendar.open_between(at("2026-01-01"), at("2026-02-01")), Span::from_hours(4 * 8 + 2));
    }

    #[test]
    fn a_night_shift_belongs_to_the_day_on_which_it_begins() {
        let friday_night = Rule { weekdays: 0b1_0000, ..shift(22, 6) };
        let calendar = Profile::from_rules(0, &[friday_night], at("2026-01-03 02:00"), at("2026-01-31"));
        assert_eq!(calendar.next_open(at("2026-01-01")), Some(at("2026-01-03 02:00")));
        assert_eq!(calendar.next_open(at("2026-01-03 06:00")), Some(at("2026-01-09 22:00")));
        assert_eq!(calendar.open_run_end(at("2026-01-09 22:00")), at("2026-01-10 06:00"));
    }

    #[test]
    fn one_second_before_midnight_means_midnight() {
        let all_day = Rule { day_end: DAY - 1, ..Rule::always(ONE) };
        let calendar = Profile::from_rules(0, &[all_day], at("2026-01-01"), at("2026-01-31"));
        assert_eq!(calendar.breakpoints(), 2);
    }

    #[test]
    fn of_equal_rules_the_later_validity_wins_then_the_later_in_the_list() {
        let old = Rule { from: Some(at("2026-01-01")), ..Rule::always(1) };
        let new = Rule { from: Some(at("2026-01-10")), ..Rule::always(2) };
        let last = Rule { from: Some(at("2026-01-10")), ..Rule::always(3) };
        let calendar = Profile::from_rules(0, &[new, old, last], at("2026-01-01"), at("2026-02-01"));
        assert_eq!(calendar.value_at(at("2026-01-09")), 1);
        assert_eq!(calendar.value_at(at("2026-01-10")), 3);
    }

    #[test]
    fn every_moment_has_the_value_of_the_strongest_rule_that_speaks_of_it() {
        let rules = [
            shift(6, 14),
            Rule { priority: 3, weekdays: 0b10_1010, day_start: 13 * 3600, day_end: 2 * 3600, ..Rule::always(700) },
            Rule { priority: 2, from: Some(at("2026-03-04 11:30")), to: Some(at("2026-03-06 01:00")), ..Rule::always(300) },
            Rule { priority: 20, weekdays: 0b100_0001, ..Rule::always(400) },
        ];
        let (from, to) = (at("2026-02-26 03:00"), at("2026-03-15 05:00"));
        let calendar = Profile::from_rules(50, &rules, from, to);
        let mut t = from.seconds() - 7200;
        while t < to.seconds() + 7200 {
            let inside = (from.seconds()..to.seconds()).contains(&t);
            assert_eq!(calendar.value(t), if inside { plain(&rules, 50, t) } else { 0 }, "at {:?}", Time::clamped(t));
            t += 900;
        }
    }

    /// The rules read one by one, for one moment.
    fn plain(rules: &[Rule], default: Milli, t: i64) -> Milli {
        let time = Time::clamped(t);
        let speaks = |rule: &&Rule| {
            let valid = rule.from.is_none_or(|from| from <= time) && rule.to.is_none_or(|to| time < to);
            let (start, end) = rule.hours();
            let on = |day: i64| rule.weekdays >> day & 1 == 1;
            let (second, today) = (time.second_of_day(), i64::from(time.weekday()));
            let now = on(today) && (start..end).contains(&second);
            let over_midnight = on((today + 6) % 7) && (start..end).contains(&(second + DAY));
            valid && (now || over_midnight)
        };
        rules.iter().filter(speaks).min_by_key(|rule| rule.priority).map_or(default, |rule| rule.value)
    }
}
