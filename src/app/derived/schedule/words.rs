//! Moments and amounts as the board says them: short, and with as much of the date as is needed.
//!
//! Never abbreviates a date to something that could be another one.

use crate::model::text::{day_and_clock_text, number_text};
use crate::model::{DAY, Span, Time, Weekdays, clock_text};

pub use crate::model::text::{counted, day_text, month_name};

/// `14:00`: the minute is as near as a board needs it.
pub fn clock(time: Time) -> String {
    clock_text(time.second_of_day() / 60 * 60)
}

/// The minute that a moment lies in: seconds are no news to a person who reads a schedule.
pub fn minute_of(time: Time) -> Time {
    Time::clamped(time.seconds() - time.seconds().rem_euclid(60))
}

/// `Tue 14:00` within the week around `near`, else `Tue 24 Nov 14:00`, with the year where it is another one.
pub fn moment_text(time: Time, near: Time) -> String {
    let days = time.day_start().since(near.day_start()).seconds() / DAY;
    if days.abs() < 7 {
        return format!("{} {}", weekday(time), clock(time));
    }
    day_and_clock_text(time, near)
}

fn weekday(time: Time) -> &'static str {
    Weekdays::NAMES.get(usize::from(time.weekday())).copied().unwrap_or_default()
}

/// An amount without needless digits.
pub fn quantity_text(quantity: f64) -> String {
    number_text((quantity * 100.0).round() / 100.0)
}

/// `2 h 30 min`: a length of time to the minute, which is as near as a schedule is told.
pub fn length_text(span: Span) -> String {
    let minutes = (span.seconds() + 30).div_euclid(60);
    if minutes == 0 { span.text() } else { Span::from_minutes(minutes).text() }
}

/// The name, or what stands for it where it is empty.
pub fn name_or<'a>(name: &'a str, otherwise: &'a str) -> &'a str {
    if name.is_empty() { otherwise } else { name }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn a_moment_says_as_much_of_its_date_as_is_needed() {
        let now = Time::parse("2026-11-22 07:30").unwrap();
        let say = |text: &str| moment_text(Time::parse(text).unwrap(), now);
        assert_eq!(say("2026-11-24 14:00"), "Tue 14:00");
        assert_eq!(say("2026-11-16 14:00"), "Mon 14:00");
        assert_eq!(say("2026-11-29 14:00"), "Sun 29 Nov 14:00");
        assert_eq!(say("2027-01-01 00:00"), "Fri 1 Jan 2027 00:00");
        assert_eq!(say("2026-11-24 14:00:59"), "Tue 14:00", "no seconds");
    }

    #[test]
    fn amounts_have_no_needless_digits() {
        assert_eq!(quantity_text(12.0), "12");
        assert_eq!(quantity_text(0.1 + 0.2), "0.3");
        assert_eq!(quantity_text(2.0 / 3.0), "0.67");
    }
}
