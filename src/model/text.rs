//! How people write and read the values of fields.
//!
//! Never guesses: what can be meant in two ways is refused with the forms that are understood.

use super::{Clock, FieldKind, FieldValue, Span, TableName, Time, Value, Weekdays, clock_text, id_text, parse_clock};
use std::cmp::Ordering;

/// Finds the record that people mean by a name.
pub type Resolve<'a> = &'a dyn Fn(TableName, &str) -> Option<u64>;
/// Finds the name by which people know a record.
pub type Label<'a> = &'a dyn Fn(TableName, u64) -> String;

/// Numbers beyond this size are refused: no plan has them, and sums of them lose units.
pub const LARGEST_NUMBER: f64 = 1e12;

/// The value that a text means for a field of this kind; an empty text means no value.
///
/// # Errors
/// One sentence that says which forms are understood.
pub fn parse_value(kind: FieldKind, text: &str, resolve: Resolve) -> Result<Value, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Value::Nothing);
    }
    match kind {
        FieldKind::Text => Ok(Value::Text(text.to_owned())),
        FieldKind::Number => parse_number(text).map(Value::Number).ok_or_else(|| format!("“{text}” is not a number up to 10¹².")),
        FieldKind::Whole => parse_number(text)
            .filter(|number| number.fract() == 0.0)
            .map(Value::Number)
            .ok_or_else(|| format!("“{text}” is not a whole number.")),
        FieldKind::Flag => parse_flag(text).map(Value::Flag).ok_or_else(|| format!("“{text}” is neither yes nor no.")),
        FieldKind::Time => Time::parse(text)
            .map(|time| time.to_value())
            .ok_or_else(|| format!("“{text}” is not a date between 1900 and 2200. Write 2026-03-01 or 2026-03-01 14:30.")),
        FieldKind::Span => parse_span(text)
            .map(|span| span.to_value())
            .ok_or_else(|| format!("“{text}” is not a length of time. Write 45 min, 2 h, 1 d 4 h or 02:30.")),
        FieldKind::Clock => parse_clock(text)
            .map(|seconds| Clock(seconds).to_value())
            .ok_or_else(|| format!("“{text}” is not a time of day. Write hours and minutes, from 00:00 to 24:00.")),
        FieldKind::Weekdays => parse_weekdays(text)
            .map(|days| days.to_value())
            .ok_or_else(|| format!("“{text}” names no weekdays. Write Mon-Fri or Mon, Wed, Sun.")),
        FieldKind::Choice(choices) => choices
            .iter()
            .find(|choice| choice.code.eq_ignore_ascii_case(text) || choice.label.eq_ignore_ascii_case(text))
            .map(|choice| Value::Text(choice.code.to_owned()))
            .ok_or_else(|| {
                let labels: Vec<&str> = choices.iter().map(|choice| choice.label).collect();
                format!("“{text}” is not one of: {}.", labels.join(", "))
            }),
        FieldKind::Reference(table) => {
            resolve(table, text).map(Value::Id).ok_or_else(|| format!("There is no “{text}” among the {}.", table.title().to_lowercase()))
        }
        FieldKind::List => Err("This field is changed by its own gestures, not by typing.".to_owned()),
    }
}

/// A value as people read it, and as [`parse_value`] reads it back.
pub fn value_text(kind: FieldKind, value: &Value, label: Label) -> String {
    match (kind, value) {
        (_, Value::Nothing) => String::new(),
        (FieldKind::Time, value) => Time::from_value(value).map(|time| time.to_string()).unwrap_or_default(),
        (FieldKind::Span, value) => Span::from_value(value).map(Span::text).unwrap_or_default(),
        (FieldKind::Clock, value) => Clock::from_value(value).map(|clock| clock_text(clock.0)).unwrap_or_default(),
        (FieldKind::Weekdays, value) => Weekdays::from_value(value).map(weekdays_text).unwrap_or_default(),
        (FieldKind::Choice(choices), Value::Text(code)) => {
            choices.iter().find(|choice| choice.code == code).map_or_else(|| code.clone(), |choice| choice.label.to_owned())
        }
        (FieldKind::Reference(table), Value::Id(id)) => label(table, *id),
        (_, Value::Flag(flag)) => if *flag { "yes" } else { "no" }.to_owned(),
        (_, Value::Number(number)) => number_text(*number),
        (_, Value::Text(text)) => text.clone(),
        (_, Value::Id(id)) => id_text(*id),
        (_, Value::List(values)) => format!("{} entries", values.len()),
    }
}

/// A finite number no larger than [`LARGEST_NUMBER`]: `1234.5`, `1,234.5`, `1.234,5`, `1 234,5` or `-3`; a single sign followed by
/// groups of three digits separates thousands where it is a comma.
pub fn parse_number(text: &str) -> Option<f64> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’')).collect();
    let compact = compact.replace('\u{2212}', "-");
    // Rust would read "inf" and "nan" as numbers.
    if !compact.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | ',')) {
        return None;
    }
    let plain = plain_decimal(&compact);
    if plain.chars().any(|c| c.is_alphabetic() && !matches!(c, 'e' | 'E')) {
        return None;
    }
    let number: f64 = plain.parse().ok()?;
    (number.is_finite() && number.abs() <= LARGEST_NUMBER).then_some(if number == 0.0 { 0.0 } else { number })
}

/// The same number with a decimal point and no thousands separators.
fn plain_decimal(text: &str) -> String {
    match (text.rfind(','), text.rfind('.')) {
        (Some(comma), Some(point)) if comma > point => text.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => text.replace(',', ""),
        (Some(_), None) => {
            let groups: Vec<&str> = text.split(',').collect();
            let thousands = groups.iter().skip(1).all(|group| group.len() == 3);
            if thousands { groups.concat() } else { text.replace(',', ".") }
        }
        _ => text.to_owned(),
    }
}

/// Digits in groups of three, separated by commas.
pub fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number as [`number_text`] writes it, with its thousands separated by commas.
pub fn with_thousands(number: f64) -> String {
    let text = number_text(number);
    let (whole, decimals) = text.split_at(text.find('.').unwrap_or(text.len()));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    format!("{sign}{}{decimals}", grouped(digits))
}

/// A count with its thousands separated by commas: `12,345`.
pub fn count_text(count: usize) -> String {
    grouped(&count.to_string())
}

/// `1 task`, `2 tasks`, `12,345 tasks`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", count_text(count), if count == 1 { one } else { many })
}

/// A sentence of `one`, or of `many` with the count in place of `{}`.
pub fn told(count: usize, one: &str, many: &str) -> String {
    if count == 1 { one.to_owned() } else { many.replace("{}", &count_text(count)) }
}

/// A number with up to six decimals and no needless zeros.
///
/// Written from whole numbers: the standard library's writing of decimals weighs more than the rest of a sentence's making.
pub fn number_text(number: f64) -> String {
    let (mut whole, mut millionths) = (number.abs().trunc() as u64, (number.abs().fract() * 1e6).round() as u64);
    if millionths == 1_000_000 {
        (whole, millionths) = (whole.saturating_add(1), 0);
    }
    let sign = if number < 0.0 && (whole, millionths) != (0, 0) { "-" } else { "" };
    if millionths == 0 {
        return format!("{sign}{whole}");
    }
    let decimals = format!("{millionths:06}");
    format!("{sign}{whole}.{}", decimals.trim_end_matches('0'))
}

/// The first letters of a text, at most so many; the rest stands where there is room.
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).collect::<String>() + "…"
}

/// A text in at most `lines` lines of at most `most` letters, broken between words; what is longer is cut off.
pub fn wrapped(text: &str, most: usize, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let is_full = out.len() >= lines;
        match out.last_mut() {
            // The last line takes all that is left, and is cut below.
            Some(line) if is_full || line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => out.push(word.to_owned()),
        }
    }
    out.iter().map(|line| cut(line, most)).collect()
}

/// Yes or no in the usual writings.
pub fn parse_flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "true" | "1" | "y" | "x" | "on" | "✓" => Some(true),
        "no" | "false" | "0" | "n" | "off" => Some(false),
        _ => None,
    }
}

/// A length of time such as `45 min`, `2 h`, `2h30`, `1 d 4 h`, `1.5 h`, `1 w`, `02:30` or `168:00:00`; a bare number has no unit
/// and is none.
pub fn parse_span(text: &str) -> Option<Span> {
    let text = text.trim().replace('\u{2212}', "-").to_lowercase();
    let (sign, text) = text.strip_prefix('-').map_or((1.0, text.as_str()), |rest| (-1.0, rest.trim_start()));
    let seconds = if text.contains(':') { clock_seconds(text) } else { unit_seconds(text) }?;
    whole_span(sign * seconds)
}

/// Hours and minutes, then seconds, then days before them; only the first may be larger than a clock shows.
fn clock_seconds(text: &str) -> Option<f64> {
    let parts: Vec<f64> = text.split(':').map(|part| part.trim().parse().ok().filter(|n: &f64| *n >= 0.0)).collect::<Option<_>>()?;
    match parts.as_slice() {
        [hours, minutes] if *minutes < 60.0 => Some(hours * 3600.0 + minutes * 60.0),
        [hours, minutes, seconds] if *minutes < 60.0 && *seconds < 60.0 => Some(hours * 3600.0 + minutes * 60.0 + seconds),
        [days, hours, minutes, seconds] if *hours < 24.0 && *minutes < 60.0 && *seconds < 60.0 => {
            Some(days * 86_400.0 + hours * 3600.0 + minutes * 60.0 + seconds)
        }
        _ => None,
    }
}

fn unit_seconds(text: &str) -> Option<f64> {
    let (mut total, mut last_unit, mut rest) = (None, 0.0, text.trim());
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(rest.len());
        let number = parse_number(rest.get(..digits)?)?;
        rest = rest.get(digits..)?.trim_start();
        let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let unit = match rest.get(..letters)? {
            "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
            "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
            "h" | "hr" | "hrs" | "hour" | "hours" => 3600.0,
            "d" | "day" | "days" => 86_400.0,
            "w" | "wk" | "week" | "weeks" => 604_800.0,
            // `2h30` means two and a half hours.
            "" if last_unit == 3600.0 => 60.0,
            _ => return None,
        };
        total = Some(total.unwrap_or(0.0) + number * unit);
        last_unit = unit;
        rest = rest.get(letters..)?.trim_start();
    }
    total
}

fn whole_span(seconds: f64) -> Option<Span> {
    let limit = (Time::MAX.since(Time::MIN)).seconds() as f64;
    (seconds.is_finite() && seconds.abs() <= limit).then(|| Span::from_seconds(seconds.round() as i64))
}

/// `Mon-Fri`, `Mon, Wed`, `every day`.
pub fn weekdays_text(days: Weekdays) -> String {
    if days == Weekdays::ALL {
        return "every day".to_owned();
    }
    let mut parts: Vec<String> = Vec::new();
    let mut day = 0u8;
    while day < 7 {
        let first = day;
        while days.has(day) {
            day += 1;
        }
        let name = |day: u8| Weekdays::NAMES.get(usize::from(day)).copied().unwrap_or_default();
        match day - first {
            0 => day += 1,
            1 => parts.push(name(first).to_owned()),
            2 => parts.extend([name(first).to_owned(), name(first + 1).to_owned()]),
            _ => parts.push(format!("{}-{}", name(first), name(day - 1))),
        }
    }
    if parts.is_empty() { "never".to_owned() } else { parts.join(", ") }
}

fn parse_weekdays(text: &str) -> Option<Weekdays> {
    let lower = text.to_ascii_lowercase();
    match lower.as_str() {
        "every day" | "all" | "daily" => return Some(Weekdays::ALL),
        "never" | "none" => return Some(Weekdays(0)),
        _ => {}
    }
    let day_of =
        |name: &str| Weekdays::NAMES.iter().position(|day| name.trim().starts_with(&day.to_ascii_lowercase())).map(|day| day as u8);
    let mut days = Weekdays(0);
    for part in lower.split([',', ';']) {
        let (first, last) = part
            .split_once(['-', '–'])
            .map_or((day_of(part)?, day_of(part)?), |(first, last)| (day_of(first).unwrap_or(u8::MAX), day_of(last).unwrap_or(u8::MAX)));
        if first > 6 || last > 6 {
            return None;
        }
        let mut day = first;
        loop {
            days = days.with(day, true);
            if day == last {
                break;
            }
            day = (day + 1) % 7;
        }
    }
    Some(days)
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `Nov` for 11.
pub fn month_name(month: u32) -> &'static str {
    (month as usize).checked_sub(1).and_then(|at| MONTHS.get(at)).copied().unwrap_or_default()
}

/// `Tue 24 Nov`, with the year where it is another one than that of `near`.
pub fn day_text(time: Time, near: Time) -> String {
    let (year, month, day) = time.date();
    let weekday = Weekdays::NAMES.get(usize::from(time.weekday())).copied().unwrap_or_default();
    let date = format!("{weekday} {day} {}", month_name(month));
    if year == near.date().0 { date } else { format!("{date} {year}") }
}

/// `Tue 24 Nov 14:00`: a day, and the minute, which is as near as a plan is told.
pub fn day_and_clock_text(time: Time, near: Time) -> String {
    format!("{} {}", day_text(time, near), clock_text(time.second_of_day() / 60 * 60))
}

/// Order of two names as people count: `item 9` comes before `Item 10`.
pub fn natural(left: &str, right: &str) -> Ordering {
    let (mut left, mut right) = (left.as_bytes(), right.as_bytes());
    loop {
        match (left.first(), right.first()) {
            (Some(a), Some(b)) if a.is_ascii_digit() && b.is_ascii_digit() => {
                let (number_left, rest_left) = digits(left);
                let (number_right, rest_right) = digits(right);
                let order = number_left.len().cmp(&number_right.len()).then_with(|| number_left.cmp(number_right));
                if order.is_ne() {
                    return order;
                }
                (left, right) = (rest_left, rest_right);
            }
            (Some(a), Some(b)) if a.eq_ignore_ascii_case(b) => {
                (left, right) = (left.get(1..).unwrap_or_default(), right.get(1..).unwrap_or_default())
            }
            (a, b) => return a.map(u8::to_ascii_lowercase).cmp(&b.map(u8::to_ascii_lowercase)),
        }
    }
}

/// The number a text starts with, without leading zeros, and the rest.
fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let start = number.iter().position(|byte| *byte != b'0').unwrap_or(number.len());
    (number.get(start..).unwrap_or_default(), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(kind: FieldKind, text: &str) -> Result<Value, String> {
        parse_value(kind, text, &|_, _| None)
    }

    #[test]
    fn numbers_are_written_with_up_to_six_decimals_and_no_needless_zeros() {
        let written = [0.0, -0.0, 1.0, -2.5, 0.1, 1e-7, -1e-7, 0.999_999_9, 12.000_001, 1e12, 123_456_789_012.25].map(number_text);
        assert_eq!(written, ["0", "0", "1", "-2.5", "0.1", "0", "0", "1", "12.000001", "1000000000000", "123456789012.25"]);
        for tenths in -10_000..10_000 {
            let number = f64::from(tenths) / 160.0;
            let long = format!("{number:.6}");
            let short = long.trim_end_matches('0').trim_end_matches('.');
            assert_eq!(number_text(number), if short == "-0" { "0" } else { short }, "{number}");
        }
    }

    #[test]
    fn counts_are_written_with_their_thousands_apart() {
        let written = [0, 7, 999, 1_000, 12_345, 100_000, 1_234_567].map(count_text);
        assert_eq!(written, ["0", "7", "999", "1,000", "12,345", "100,000", "1,234,567"]);
        assert_eq!([0, 1, 2, 3_686].map(|count| counted(count, "task", "tasks")), ["0 tasks", "1 task", "2 tasks", "3,686 tasks"]);
    }

    #[test]
    fn long_names_are_wrapped_between_words_and_only_then_cut() {
        assert_eq!(wrapped("First-line diagnosis", 22, 2), ["First-line diagnosis"]);
        assert_eq!(wrapped("Second-line diagnosis and repair", 22, 2), ["Second-line diagnosis", "and repair"]);
        assert_eq!(
            wrapped("Second-line diagnosis and repair of every printer", 22, 2),
            ["Second-line diagnosis", "and repair of every p…"]
        );
        assert_eq!(wrapped("Sachbearbeitungskoordination heute", 22, 2), ["Sachbearbeitungskoord…", "heute"]);
        assert_eq!(wrapped("  ", 22, 2), [""; 0]);
        assert_eq!(wrapped("one two", 22, 0), ["one two"; 1], "a name is never left out");
    }

    #[test]
    fn names_are_ordered_as_people_count() {
        let mut names = ["M10", "m2", "M1", "Oven", "M01a", ""];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["", "M1", "M01a", "m2", "M10", "Oven"]);
        assert_eq!(natural("a007b", "a7c"), Ordering::Less);
        assert_eq!(natural("a", "ab"), Ordering::Less);
    }

    #[test]
    fn spans_are_read_in_the_forms_planners_write() {
        for (text, seconds) in [
            ("45 min", 2700),
            ("1 d 4 h", 100_800),
            ("168:00:00", 604_800),
            ("120 d", 10_368_000),
            ("1.5h", 5400),
            ("-2 h", -7200),
            ("2h30", 9000),
            ("1,5h", 5400),
        ] {
            assert_eq!(parse_span(text), Some(Span::from_seconds(seconds)), "{text}");
        }
        for text in ["", "2", "2 parsecs", "1:2:3:4:5", "1e999 h", "h", "2:75", "5 d 3"] {
            assert_eq!(parse_span(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_finite_and_of_a_sane_size() {
        assert_eq!(parse_number("1,234.5"), Some(1234.5));
        assert_eq!(parse_number("1,5"), Some(1.5));
        assert_eq!(parse_number("1.234,5"), Some(1234.5), "as the continent writes it");
        assert_eq!(parse_number("1,234"), Some(1234.0));
        assert_eq!(parse_number("-0").map(f64::is_sign_negative), Some(false));
        for text in ["NaN", "inf", "1e999", "1e13", "12 pieces", "--3", "1,2,3", ""] {
            assert_eq!(parse_number(text), None, "{text}");
        }
    }

    #[test]
    fn weekdays_are_told_and_read_back() {
        for days in 0..128 {
            let text = weekdays_text(Weekdays(days));
            assert_eq!(parse_weekdays(&text), Some(Weekdays(days)), "{text}");
        }
        assert_eq!(parse_weekdays("Sat-Mon"), Some(Weekdays(0b110_0001)));
    }

    #[test]
    fn a_wrong_text_is_refused_with_the_forms_understood() {
        assert!(parse(FieldKind::Time, "tomorrow").is_err_and(|message| message.contains("2026-03-01")));
        assert!(parse(FieldKind::Whole, "1.5").is_err());
        assert_eq!(parse(FieldKind::Flag, "Yes"), Ok(Value::Flag(true)));
        assert_eq!(parse(FieldKind::Number, "  "), Ok(Value::Nothing));
    }
}
