//! The texts in which a control chart keeps its stages, what is left out and its rules: read, and written again.
//!
//! They are lines that a person can read in a table too. What cannot be read is handed back and never dropped in silence.

use crate::engine::quality::{Rule, RuleSet};
use crate::model::text::number_text;
use crate::model::{CheckId, RecordId, Time, id_text, parse_id};

/// A check whose point no limit rests on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeftOut {
    pub time: Time,
    /// The check itself, where several were filled in at that second.
    pub check: Option<CheckId>,
    pub reason: String,
}

impl LeftOut {
    /// Whether it speaks of this check.
    pub fn is_of(&self, check: CheckId, time: Time) -> bool {
        self.time == time && self.check.is_none_or(|known| known == check)
    }

    fn line(&self) -> String {
        format!("{}: {}", moment_line(self.time, self.check), self.reason.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// Where a stage of a chart begins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct StageStart {
    pub time: Time,
    /// The check itself, where others were filled in at that second before it.
    pub check: Option<CheckId>,
}

/// A moment as these texts have it: `2026-03-01 14:30`, with seconds where they matter.
pub fn time_line(time: Time) -> String {
    format!("{} {}", time.date_text(), time.clock_text())
}

/// A moment, and the check that is meant of several at that moment.
fn moment_line(time: Time, check: Option<CheckId>) -> String {
    let check = check.map(|check| format!(" [{}]", id_text(check.raw()))).unwrap_or_default();
    format!("{}{check}", time_line(time))
}

fn read_moment(text: &str) -> Option<(Time, Option<CheckId>)> {
    let (time, check) = match text.split_once('[') {
        Some((time, id)) => (time, Some(CheckId::from_raw(parse_id(id.trim().trim_end_matches(']'))?))),
        None => (text, None),
    };
    Some((Time::parse(time)?, check))
}

/// What is left out, and the lines that say nothing of the kind.
pub fn read_left_out(text: &str) -> (Vec<LeftOut>, Vec<String>) {
    let read = |line: &str| {
        let (head, reason) = line.split_once(": ").unwrap_or((line.trim_end_matches(':'), ""));
        let (time, check) = read_moment(head)?;
        Some(LeftOut { time, check, reason: reason.trim().to_owned() })
    };
    each_line(text, read)
}

/// The text with this one left out as well, in the place of what it said of the check before.
pub fn leave_out(text: &str, new: &LeftOut) -> String {
    let others = take_back(text, new.check, new.time);
    join(others.lines().chain([new.line().as_str()]))
}

/// The text without what it says of a check. Of a moment whose check is not named all goes.
pub fn take_back(text: &str, check: Option<CheckId>, time: Time) -> String {
    let speaks_of_it = |line: &str| {
        let (found, _) = read_left_out(line);
        found.first().is_some_and(|line| line.time == time && (check.is_none() || line.check.is_none() || line.check == check))
    };
    join(text.lines().filter(|line| !speaks_of_it(line)))
}

/// Where new stages begin, in order, and the lines that name no time.
pub fn read_stages(text: &str) -> (Vec<StageStart>, Vec<String>) {
    let (mut found, unread) = each_line(text, read_start);
    found.sort_unstable();
    found.dedup();
    (found, unread)
}

fn read_start(line: &str) -> Option<StageStart> {
    read_moment(line).map(|(time, check)| StageStart { time, check })
}

/// The text with a stage more.
pub fn add_stage(text: &str, start: StageStart) -> String {
    join(text.lines().chain([moment_line(start.time, start.check).as_str()]))
}

/// The text without these stages.
pub fn remove_stages(text: &str, starts: &[StageStart]) -> String {
    join(text.lines().filter(|line| !read_start(line).is_some_and(|start| starts.contains(&start))))
}

/// The rules of a chart: numbers of Nelson's list, each with its own K where it differs (`1 2=8 5 6`).
pub fn read_rules(text: &str) -> RuleSet {
    let words = text.split(|letter: char| letter.is_whitespace() || letter == ',').filter(|word| !word.is_empty());
    let named: Vec<(Rule, Option<f64>)> = words
        .filter_map(|word| {
            let (number, k) = word.split_once('=').map_or((word, None), |(number, k)| (number, k.parse::<f64>().ok()));
            let rule = number.parse::<usize>().ok()?.checked_sub(1).and_then(|at| Rule::ALL.get(at))?;
            Some((*rule, k.filter(|k| k.is_finite() && *k > 0.0)))
        })
        .collect();
    let on: Vec<Rule> = named.iter().map(|(rule, _)| *rule).collect();
    let mut set = RuleSet::nelson(&on);
    for (rule, k) in named.into_iter().filter_map(|(rule, k)| Some((rule, k?))) {
        set.set_k(rule, k);
    }
    set
}

/// The text of the rules that are on.
pub fn write_rules(set: &RuleSet) -> String {
    let usual = RuleSet::nelson(&[]);
    let word = |setting: &crate::engine::quality::Setting| {
        let number = setting.rule.number();
        let is_usual = usual.0.iter().any(|known| known.rule == setting.rule && known.k == setting.k);
        if is_usual { number.to_string() } else { format!("{number}={}", setting.k) }
    };
    let words: Vec<String> = set.0.iter().filter(|setting| setting.on).map(word).collect();
    words.join(" ")
}

/// A rule in words with its own number: `9 points in a row on one side of the centre line`.
pub fn rule_words(rule: Rule, k: f64) -> String {
    let (more, k) = (number_text(k + 1.0), number_text(k));
    match rule {
        Rule::Beyond => format!("One point more than {k} standard deviations from the centre line"),
        Rule::OneSide => format!("{k} points in a row on one side of the centre line"),
        Rule::Trend => format!("{k} points in a row, all rising or all falling"),
        Rule::Alternating => format!("{k} points in a row, up and down by turns"),
        Rule::TwoDeviations => format!("{k} of {more} points beyond two standard deviations, on one side"),
        Rule::OneDeviation => format!("{k} of {more} points beyond one standard deviation, on one side"),
        Rule::Hugging => format!("{k} points in a row within one standard deviation, on either side"),
        Rule::Avoiding => format!("{k} points in a row, none within one standard deviation, on both sides"),
    }
}

fn each_line<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> (Vec<T>, Vec<String>) {
    let (mut found, mut unread) = (Vec::new(), Vec::new());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match read(line) {
            Some(value) => found.push(value),
            None => unread.push(line.to_owned()),
        }
    }
    (found, unread)
}

fn join<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    lines.map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    fn time(text: &str) -> Time {
        Time::parse(text).unwrap()
    }

    #[test]
    fn what_is_left_out_is_read_back_with_its_reason_and_the_check_where_it_is_named() {
        let one = LeftOut { time: time("2026-03-01 08:00:10"), check: None, reason: "wrong tool: 8 mm".to_owned() };
        let other = LeftOut { time: time("2026-03-02 09:00"), check: Some(CheckId::from_raw(77)), reason: "two\nlines".to_owned() };
        let text = leave_out(&leave_out("somebody's note", &one), &other);
        let (found, unread) = read_left_out(&text);
        let joined = LeftOut { reason: "two lines".to_owned(), ..other.clone() };
        assert_eq!((found, unread), (vec![one.clone(), joined], vec!["somebody's note".to_owned()]), "{text}");
        let again = leave_out(&text, &LeftOut { reason: "another".to_owned(), ..one });
        assert_eq!(again.lines().count(), 3, "the reason was replaced: {again}");
        assert_eq!(take_back(&text, other.check, other.time).lines().count(), 2);
        assert_eq!(take_back(&text, Some(CheckId::from_raw(5)), other.time), text, "the other check of that second stays");
    }

    #[test]
    fn a_stage_comes_and_goes_and_stages_stand_in_order() {
        let later = StageStart { time: time("2026-03-02 06:00"), check: None };
        let named = StageStart { time: time("2026-03-01 06:00:20"), check: Some(CheckId::from_raw(77)) };
        let text = add_stage(&add_stage("", later), named);
        assert_eq!(read_stages(&format!("{text}\nsoon")), (vec![named, later], vec!["soon".to_owned()]), "{text}");
        assert_eq!(remove_stages(&format!("{text}\nsoon"), &[named]), "2026-03-02 06:00\nsoon");
    }

    #[test]
    fn rules_are_read_and_written_with_a_number_of_their_own() {
        assert_eq!(read_rules("1 2 5 6"), RuleSet::default());
        assert_eq!(read_rules("1, 2=8 5 6"), RuleSet::western_electric());
        for text in ["", "1", "1=2.5 4", "1 2=8 5 6", "3=7 8"] {
            assert_eq!(write_rules(&read_rules(text)), text);
        }
        assert_eq!(write_rules(&read_rules("0 9 x 1=-3 2=no")), "1 2", "what is no rule or no number is not taken");
    }
}
