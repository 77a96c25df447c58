//! Reading a calendar file (RFC 5545): what it says is on, on which days, repetitions written out.
//!
//! Written by hand: what is needed is unfolding, unescaping and eight properties, for which a library would add 79 KiB. Times with a time
//! zone are taken as they stand on the wall there. Never decides what an event means: who reads it does.

mod repetition;

use self::repetition::Repetition;
use super::ReadError;
use crate::model::{DAY, Span, Time};

/// An event on one occasion.
#[derive(Clone, PartialEq, Debug)]
pub struct CalendarEvent {
    pub name: String,
    pub start: Time,
    /// The first moment at which it is over.
    pub end: Time,
}

/// What a calendar file says.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct CalendarFile {
    /// The name of the calendar; empty where it has none.
    pub name: String,
    /// Every occasion between the moments asked for, by start.
    pub events: Vec<CalendarEvent>,
    /// Names of events whose rule of repetition is not understood: only their first occasion is among the events.
    pub unrepeated: Vec<String>,
    /// How many events say no day that can be read.
    pub unread: usize,
}

/// More events than this are not looked at.
const MOST_EVENTS: usize = 20_000;

/// Whether the bytes are a calendar file.
pub fn is_icalendar(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes).trim_ascii_start();
    start.get(..15).is_some_and(|start| start.eq_ignore_ascii_case(b"BEGIN:VCALENDAR"))
}

/// Reads a calendar file; `on_wall` turns a moment of universal time into what the clock on the wall shows then.
///
/// # Errors
/// What is wrong with the file; see [`ReadError`].
pub fn read_icalendar(bytes: &[u8], from: Time, until: Time, on_wall: &dyn Fn(Time) -> Time) -> Result<CalendarFile, ReadError> {
    if bytes.len() > super::LARGEST_FILE {
        return Err(ReadError::TooLarge { megabytes: bytes.len().div_ceil(1024 * 1024) as u64 });
    }
    let text = super::encoding::decode(bytes)?;
    let mut file = CalendarFile::default();
    // The components that are open, innermost last: an alarm inside an event is not the event.
    let mut open: Vec<String> = Vec::new();
    let mut event = Draft::default();
    let mut count = 0;
    for line in unfolded(&text) {
        let Some((property, value)) = Property::of(&line) else { continue };
        match property.name.as_str() {
            "BEGIN" => {
                open.push(value.to_ascii_uppercase());
                if open.last().is_some_and(|name| name == "VEVENT") {
                    event = Draft::default();
                }
            }
            "END" => {
                if open.pop().is_some_and(|name| name == "VEVENT") && count < MOST_EVENTS {
                    count += 1;
                    event.write_out(&mut file, from, until);
                }
            }
            _ => match open.last().map(String::as_str) {
                Some("VCALENDAR") if property.name == "X-WR-CALNAME" => file.name = unescaped(value),
                Some("VEVENT") => event.take(&property, value, on_wall),
                _ => {}
            },
        }
    }
    crate::model::sort_with(&mut file.events, |a, b| (a.start, a.end, &a.name).cmp(&(b.start, b.end, &b.name)));
    file.events.dedup();
    Ok(file)
}

/// The lines, with those that go on in the next one put together.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some(last)) => last.push_str(more),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// The name of a property and its parameters.
struct Property {
    name: String,
    parameters: String,
}

impl Property {
    /// Takes a line apart: `DTSTART;VALUE=DATE:20261225`. A colon within quotes belongs to a parameter.
    fn of(line: &str) -> Option<(Property, &str)> {
        let mut quoted = false;
        let colon = line.find(|sign| {
            quoted ^= sign == '"';
            sign == ':' && !quoted
        })?;
        let (head, value) = (line.get(..colon)?, line.get(colon + 1..)?);
        let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
        Some((Property { name: name.trim().to_ascii_uppercase(), parameters: parameters.to_ascii_uppercase() }, value.trim()))
    }
}

/// An event while it is read.
#[derive(Default)]
struct Draft {
    name: String,
    start: Option<Time>,
    end: Option<Time>,
    length: Option<Span>,
    is_whole_day: bool,
    rule: String,
    /// More days on which it is, and days on which it is not.
    more: Vec<Time>,
    except: Vec<Time>,
    is_cancelled: bool,
    /// A change of one occasion of another event; the occasion itself stands there.
    is_change: bool,
}

impl Draft {
    fn take(&mut self, property: &Property, value: &str, on_wall: &dyn Fn(Time) -> Time) {
        let moments = || value.split(',').filter_map(|value| moment(value, on_wall));
        match property.name.as_str() {
            "SUMMARY" => self.name = unescaped(value),
            "DTSTART" => {
                self.start = moment(value, on_wall);
                self.is_whole_day = property.parameters.contains("VALUE=DATE") && !value.contains('T') || value.len() == 8;
            }
            "DTEND" => self.end = moment(value, on_wall),
            "DURATION" => self.length = length(value),
            "RRULE" => self.rule = value.to_ascii_uppercase(),
            "RDATE" => self.more.extend(moments()),
            "EXDATE" => self.except.extend(moments()),
            "STATUS" => self.is_cancelled = value.eq_ignore_ascii_case("CANCELLED"),
            "RECURRENCE-ID" => self.is_change = true,
            _ => {}
        }
    }

    /// Writes the occasions out that lie in the window.
    fn write_out(&self, file: &mut CalendarFile, from: Time, until: Time) {
        if self.is_cancelled {
            return;
        }
        let Some(start) = self.start else {
            file.unread += 1;
            return;
        };
        let whole_day = if self.is_whole_day { Span::from_days(1) } else { Span::ZERO };
        let length = self.end.map(|end| end.since(start)).or(self.length).unwrap_or(whole_day).max(whole_day);
        if length <= Span::ZERO {
            return;
        }
        let mut starts = vec![start];
        if !self.rule.is_empty() && !self.is_change {
            match Repetition::of(&self.rule, start) {
                Some(repetition) => starts = repetition.starts(start, until),
                None => file.unrepeated.push(self.name.clone()),
            }
        }
        starts.extend(&self.more);
        starts.retain(|start| !self.except.iter().any(|except| except == start || (self.is_whole_day && except.day_start() == *start)));
        let occasions = starts.into_iter().map(|start| CalendarEvent { name: self.name.clone(), start, end: start.plus(length) });
        file.events.extend(occasions.filter(|event| event.end > from && event.start < until));
    }
}

/// `20261225`, `20261225T080000` or `20261225T080000Z`.
fn moment(value: &str, on_wall: &dyn Fn(Time) -> Time) -> Option<Time> {
    let number = |from: usize, to: usize| value.get(from..to)?.parse::<u32>().ok();
    let midnight = Time::from_date(number(0, 4)? as i32, number(4, 6)?, number(6, 8)?)?;
    if value.get(8..).is_some_and(str::is_empty) {
        return Some(midnight);
    }
    let clock = value.get(8..9).filter(|sign| *sign == "T").and_then(|_| Some((number(9, 11)?, number(11, 13)?, number(13, 15)?)));
    let (hours, minutes, seconds) = clock.filter(|(hours, minutes, seconds)| *hours < 24 && *minutes < 60 && *seconds <= 60)?;
    let time = midnight.plus(Span::from_seconds(i64::from(hours * 3600 + minutes * 60 + seconds)));
    Some(if value.ends_with(['Z', 'z']) { on_wall(time) } else { time })
}

/// `P1D`, `PT8H30M`, `P2W`.
fn length(value: &str) -> Option<Span> {
    let mut seconds = 0_i64;
    let mut digits = String::new();
    for sign in value.strip_prefix('+').unwrap_or(value).strip_prefix('P')?.chars() {
        let unit = match sign {
            'T' => continue,
            sign if sign.is_ascii_digit() => {
                digits.push(sign);
                continue;
            }
            'W' => 7 * DAY,
            'D' => DAY,
            'H' => 3_600,
            'M' => 60,
            'S' => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(digits.parse::<i64>().ok()?.checked_mul(unit)?)?;
        digits.clear();
    }
    digits.is_empty().then(|| Span::from_seconds(seconds))
}

/// A property's value as text.
fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut signs = value.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => match signs.next() {
                Some('n' | 'N') => text.push(' '),
                Some(other) => text.push(other),
                None => {}
            },
            sign => text.push(sign),
        }
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Time {
        Time::parse(text).unwrap()
    }

    fn read(events: &str) -> CalendarFile {
        let text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Feiertage\\, Berlin\r\n{events}END:VCALENDAR\r\n");
        read_icalendar(text.as_bytes(), day("2026-01-01"), day("2028-01-01"), &|time| time.plus(Span::from_hours(1))).unwrap()
    }

    fn told(file: &CalendarFile) -> Vec<String> {
        file.events.iter().map(|event| format!("{} {} to {}", event.name, event.start, event.end)).collect()
    }

    #[test]
    fn whole_days_times_and_lengths_are_read_as_they_stand_on_the_wall() {
        let file = read(
            "BEGIN:VEVENT\r\nSUMMARY:Christmas Day and\r\n  Boxing Day\r\nDTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\nBEGIN:VALARM\r\nSUMMARY:no\r\nEND:VALARM\r\nEND:VEVENT\r\n\
             BEGIN:VEVENT\r\nSUMMARY:New Year\r\nDTSTART;VALUE=DATE:20270101\r\nEND:VEVENT\r\n\
             BEGIN:VEVENT\r\nSUMMARY:Stocktaking\r\nDTSTART;TZID=\"Europe/Berlin:x\":20261230T080000\r\nDURATION:PT4H30M\r\nEND:VEVENT\r\n\
             BEGIN:VEVENT\r\nSUMMARY:Called off\r\nSTATUS:CANCELLED\r\nDTSTART:20261230T080000\r\nDTEND:20261230T090000\r\nEND:VEVENT\r\n\
             BEGIN:VEVENT\r\nSUMMARY:Drill\r\nDTSTART:20261231T080000Z\r\nDTEND:20261231T090000Z\r\nEND:VEVENT\r\n\
             BEGIN:VEVENT\r\nSUMMARY:Never\r\nEND:VEVENT\r\n",
        );
        assert_eq!(file.name, "Feiertage, Berlin");
        assert_eq!(
            told(&file),
            [
                "Christmas Day and Boxing Day 2026-12-25 00:00 to 2026-12-27 00:00",
                "Stocktaking 2026-12-30 08:00 to 2026-12-30 12:30",
                "Drill 2026-12-31 09:00 to 2026-12-31 10:00",
                "New Year 2027-01-01 00:00 to 2027-01-02 00:00",
            ]
        );
        assert_eq!(file.unread, 1);
    }

    #[test]
    fn repetitions_are_written_out_within_the_window() {
        let event =
            |start: &str, rule: &str| read(&format!("BEGIN:VEVENT\nSUMMARY:e\nDTSTART;VALUE=DATE:{start}\nRRULE:{rule}\nEND:VEVENT\n"));
        let days = |file: &CalendarFile| file.events.iter().map(|event| event.start.date_text()).collect::<Vec<_>>();
        assert_eq!(days(&event("20200501", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1")), ["2026-05-01", "2027-05-01"]);
        assert_eq!(days(&event("20260105", "FREQ=WEEKLY;INTERVAL=2;COUNT=3;BYDAY=MO,FR")), ["2026-01-05", "2026-01-09", "2026-01-19"]);
        assert_eq!(days(&event("20260130", "FREQ=MONTHLY;UNTIL=20260430")), ["2026-01-30", "2026-03-30", "2026-04-30"], "no 30 February");
        assert_eq!(days(&event("20260228", "FREQ=DAILY;COUNT=2")), ["2026-02-28", "2026-03-01"]);
        let last_thursday = event("20261126", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH");
        assert_eq!((days(&last_thursday), last_thursday.unrepeated), (vec!["2026-11-26".to_owned()], vec!["e".to_owned()]));
        let without = read(
            "BEGIN:VEVENT\nSUMMARY:e\nDTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;VALUE=DATE:20260112\nEND:VEVENT\n",
        );
        assert_eq!(days(&without), ["2026-01-05", "2026-01-19"]);
    }

    #[test]
    fn only_a_calendar_file_is_taken_for_one() {
        assert!(is_icalendar(b"\xEF\xBB\xBFbegin:vcalendar\nEND:VCALENDAR"));
        assert!(!is_icalendar(b"name;due\nBEGIN:VCALENDAR;1"));
        assert_eq!(told(&read("")), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn nothing_that_is_written_in_it_makes_it_panic(value in "\\PC{0,40}", rule in "(FREQ|INTERVAL|COUNT|UNTIL|BYDAY)=[A-Z0-9,;=]{0,30}") {
            let event = format!("BEGIN:VEVENT\nSUMMARY:{value}\nDTSTART:{value}\nDTEND:99991231\nDURATION:{value}\nRRULE:{rule}\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:20260101\nRRULE:{rule}\nEND:VEVENT\n");
            let file = read(&event);
            prop_assert!(file.events.len() <= 2 * repetition::MOST_OCCASIONS);
        }
    }
}
