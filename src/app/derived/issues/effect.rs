//! Whether it helped: issues of the same kind, and checks that failed, before and after the cause was removed.
//!
//! Never calls a difference an effect that chance explains, and says so where there is too little to tell.

use super::compare::{RateComparison, ShareComparison};
use crate::engine::checks::issue_recurred::is_alike;
use crate::model::text::number_text;
use crate::model::*;
use std::collections::BTreeSet;

/// So much of the time before is looked at; what was long ago was another shop.
const LOOK_BACK: Span = Span::from_days(26 * 7);
/// Weeks that are drawn after the correction at most.
const MOST_WEEKS: i64 = 52;
const WEEK: i64 = 7 * DAY;

/// What the comparison says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// There is too little to tell.
    NotEnough,
    /// There is enough, and no difference that chance does not explain.
    Unchanged,
    /// It became better.
    Helped,
    /// It became worse.
    Worse,
}

/// One of the comparisons, in words.
#[derive(Clone, PartialEq, Debug)]
pub struct Compared {
    pub verdict: Verdict,
    /// Counts, effect, interval, probability and what they mean.
    pub sentence: String,
}

/// Issues of the same kind in a week before or after the correction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WeekCount {
    pub start: Time,
    pub count: usize,
    pub after: bool,
}

/// What became of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Effect {
    pub verdict: Verdict,
    /// The comparison of how often it happened, with the numbers where there were any.
    pub issues: Compared,
    pub rate: Option<RateComparison>,
    /// The comparison of checks that failed, where there were checks before and after.
    pub checks: Option<Compared>,
    pub share: Option<ShareComparison>,
    /// Issues of the same kind, week by week, counted from the correction on both ways.
    pub weeks: Vec<WeekCount>,
}

impl Effect {
    /// All comparisons together.
    pub fn sentence(&self) -> String {
        let checks = self.checks.iter().map(|checks| checks.sentence.as_str());
        std::iter::once(self.issues.sentence.as_str()).chain(checks).collect::<Vec<_>>().join(" ")
    }
}

/// Compares before and after; `None` while the cause is not removed.
pub fn effect(workspace: &Workspace, issue: &Issue, now: Time) -> Option<Effect> {
    let corrected = issue.corrected?;
    // Nothing is known of the time before the first issue was written down. That one opens the time that is looked at and does not count in
    // it, for a time that begins with an event would always hold one too many.
    let first = workspace.issues.values().filter_map(|issue| issue.raised).min().unwrap_or(corrected);
    let from = first.max(corrected.minus(LOOK_BACK)).min(corrected);
    let alike: Vec<Time> = workspace
        .issues
        .values()
        .filter(|other| other.id == issue.id || is_alike(other, issue))
        .filter_map(|other| other.raised.filter(|raised| *raised > from && *raised <= now))
        .collect();
    let (issues, rate) = compare_issues(issue, &alike, (from, corrected, now));
    // Checks are there whether or not anything was written down.
    let share = compare_checks(workspace, issue, (corrected.minus(LOOK_BACK), corrected, now));
    let checks = share.as_ref().map(words_of_checks);
    let verdict = overall(issues.verdict, checks.as_ref().map(|checks| checks.verdict));
    Some(Effect { verdict, issues, rate, checks, share, weeks: weeks(&alike, (from, corrected, now)) })
}

/// What is written down as the effect of an issue.
///
/// # Errors
/// Why nothing can be written down yet. Where the data cannot tell, only a verification action that is done can.
pub fn recordable(workspace: &Workspace, issue: &Issue, effect: &Effect) -> Result<String, String> {
    if effect.verdict != Verdict::NotEnough {
        return Ok(effect.sentence());
    }
    match proof(workspace, issue) {
        Some((done, action)) => Ok(format!("{} Verified instead on {}: {}.", effect.sentence(), done.date_text(), action.name)),
        None => Err("The data cannot tell yet. Wait for more, or add a verification action that shows it, and mark it as done.".to_owned()),
    }
}

/// Whether a verification action of the issue is done.
pub fn has_proof(workspace: &Workspace, issue: &Issue) -> bool {
    proof(workspace, issue).is_some()
}

/// The verification action of an issue that was done last.
fn proof<'w>(workspace: &'w Workspace, issue: &Issue) -> Option<(Time, &'w IssueAction)> {
    let own = workspace.issue_actions.values().filter(|action| action.issue == Some(issue.id) && action.kind == ActionKind::Verification);
    own.filter_map(|action| Some((action.done?, action))).max_by_key(|(done, _)| *done)
}

/// The start of what is looked at, the correction, and now.
type Times = (Time, Time, Time);

fn compare_issues(issue: &Issue, alike: &[Time], (from, corrected, now): Times) -> (Compared, Option<RateComparison>) {
    if issue.category.trim().is_empty() {
        let sentence = "Without a category nobody can tell which other issues are the same: give it one.".to_owned();
        return (Compared { verdict: Verdict::NotEnough, sentence }, None);
    }
    let weeks_between = |start: Time, end: Time| end.since(start).seconds() as f64 / WEEK as f64;
    let before = (alike.iter().filter(|raised| **raised <= corrected).count() as u64, weeks_between(from, corrected));
    let after = (alike.iter().filter(|raised| **raised > corrected).count() as u64, weeks_between(corrected, now));
    let told = |count: u64, weeks: f64| format!("{count} in {} weeks", short(weeks));
    let start = format!("Issues like this one: {} before, {} after.", told(before.0, before.1), told(after.0, after.1));
    let Some(rate) = RateComparison::of(before, after) else {
        return (Compared { verdict: Verdict::NotEnough, sentence: format!("{start} Not enough yet to tell.") }, None);
    };
    let (low, high) = rate.interval;
    let numbers = match rate.ratio.is_finite() {
        true => format!("Rate ratio {} (95 % interval {} to {}), {}.", short(rate.ratio), short(low), short(high), p_text(rate.p)),
        false => format!("{}.", capital(&p_text(rate.p))),
    };
    let verdict = match RateComparison::weeks_needed(before) {
        _ if rate.p < 0.05 && rate.ratio < 1.0 => Verdict::Helped,
        _ if rate.p < 0.05 => Verdict::Worse,
        Some(needed) if after.1 >= needed => Verdict::Unchanged,
        _ => Verdict::NotEnough,
    };
    let meaning = match (verdict, RateComparison::weeks_needed(before)) {
        (Verdict::Helped, _) => "There are fewer than before.".to_owned(),
        (Verdict::Worse, _) => "There are more than before.".to_owned(),
        (Verdict::Unchanged, _) => "That is no more of a difference than chance makes.".to_owned(),
        (Verdict::NotEnough, Some(needed)) => {
            let when = corrected.plus(Span::from_seconds((needed * WEEK as f64).ceil() as i64));
            match needed <= 2.0 * LOOK_BACK.seconds() as f64 / WEEK as f64 {
                true => format!("Not enough yet to tell: even none at all proves nothing before {}.", when.date_text()),
                false => "Not enough to tell: it happened too seldom before.".to_owned(),
            }
        }
        (Verdict::NotEnough, None) => "Not enough to tell: there was none in the time before.".to_owned(),
    };
    (Compared { verdict, sentence: format!("{start} {numbers} {meaning}") }, Some(rate))
}

/// Checks that failed: those of the checklist that found the issue, else those at its step.
fn compare_checks(workspace: &Workspace, issue: &Issue, (from, corrected, now): Times) -> Option<ShareComparison> {
    let found_by = issue.check.and_then(|check| workspace.checks.get(&check));
    let is_wanted = |check: &Check| match found_by {
        Some(found) => check.checklist == found.checklist && check.operation == found.operation,
        None => issue.operation.is_some() && check.operation == issue.operation,
    };
    let replaced: BTreeSet<CheckId> = workspace.checks.values().filter_map(|check| check.corrects).gather();
    let (mut before, mut after) = ((0, 0), (0, 0));
    for check in workspace.checks.values().filter(|check| is_wanted(check) && !replaced.contains(&check.id)) {
        let Some(time) = check.time.filter(|time| *time > from && *time <= now) else { continue };
        let side = if time <= corrected { &mut before } else { &mut after };
        *side = (side.0 + u64::from(!check.passed), side.1 + 1);
    }
    ShareComparison::of(before, after)
}

fn words_of_checks(share: &ShareComparison) -> Compared {
    let percent = |(bad, all): (u64, u64)| short(bad as f64 / all.max(1) as f64 * 100.0);
    let told = |of: (u64, u64)| format!("{} of {} ({} %)", of.0, of.1, percent(of));
    let points = |difference: f64| short(difference * 100.0);
    // Had none failed since, and that were still chance, the checks since are too few.
    let best = ShareComparison::of(share.before, (0, share.after.1)).map_or(1.0, |best| best.p);
    let (verdict, meaning) = match share.p < 0.05 {
        true if share.difference < 0.0 => (Verdict::Helped, "Fewer fail than before."),
        true => (Verdict::Worse, "More fail than before."),
        false if best < 0.05 => (Verdict::Unchanged, "That is no more of a difference than chance makes."),
        false => (Verdict::NotEnough, "Not enough yet to tell."),
    };
    let sentence = format!(
        "Checks failed: {} before, {} after. Difference {} percentage points (95 % interval {} to {}), {}. {meaning}",
        told(share.before),
        told(share.after),
        points(share.difference),
        points(share.interval.0),
        points(share.interval.1),
        p_text(share.p)
    );
    Compared { verdict, sentence }
}

/// What two comparisons say together: worse counts most, then better.
fn overall(issues: Verdict, checks: Option<Verdict>) -> Verdict {
    let has = |wanted: Verdict| issues == wanted || checks == Some(wanted);
    [Verdict::Worse, Verdict::Helped, Verdict::Unchanged].into_iter().find(|verdict| has(*verdict)).unwrap_or(Verdict::NotEnough)
}

fn weeks(alike: &[Time], (from, corrected, now): Times) -> Vec<WeekCount> {
    let week_of = |time: Time| (time.since(corrected).seconds() - 1).div_euclid(WEEK);
    let first = week_of(from.plus(Span::from_seconds(1)));
    let last = week_of(now).clamp(-1, MOST_WEEKS - 1);
    (first..=last)
        .map(|week| WeekCount {
            start: corrected.plus(Span::from_seconds(week * WEEK)),
            count: alike.iter().filter(|raised| week_of(**raised) == week).count(),
            after: week >= 0,
        })
        .collect()
}

/// A number with the digits that are worth reading.
fn short(number: f64) -> String {
    let scale = if number.abs() >= 10.0 {
        1.0
    } else if number.abs() >= 1.0 {
        10.0
    } else {
        100.0
    };
    match number.is_finite() {
        true => number_text((number * scale).round() / scale).replace('-', "−"),
        false => "∞".to_owned(),
    }
}

fn p_text(p: f64) -> String {
    if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {}", number_text((p * 1000.0).round() / 1000.0)) }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::sample::{add, add_action, at};
    use super::*;

    /// Leaks on the given days counted from 1 January 2026, the first of which is corrected on a day; another sort of issue came first.
    fn leaks(days: &[i64], corrected: i64) -> Workspace {
        let mut workspace = Workspace::default();
        add(&mut workspace, 1, "2026-01-01", |issue| issue.category = "Dent".to_owned());
        for (at_, day) in days.iter().enumerate() {
            let raised = at("2026-01-01").plus(Span::from_days(*day)).to_string();
            add(&mut workspace, at_ as u64 + 2, &raised, |issue| {
                issue.category = "Leak".to_owned();
                issue.corrected = (at_ == 0).then(|| at("2026-01-01").plus(Span::from_days(corrected)));
            });
        }
        workspace
    }

    fn told(workspace: &Workspace, now: i64) -> Effect {
        effect(workspace, &workspace.issues[&IssueId::from_raw(2)], at("2026-01-01").plus(Span::from_days(now))).unwrap()
    }

    #[test]
    fn six_before_and_none_after_as_long_a_time_have_become_fewer() {
        let found = told(&leaks(&[7, 14, 21, 28, 35, 42], 70), 140);
        assert_eq!(found.verdict, Verdict::Helped);
        assert_eq!(
            found.sentence(),
            "Issues like this one: 6 in 10 weeks before, 0 in 10 weeks after. \
             Rate ratio 0 (95 % interval 0 to 0.85), p = 0.031. There are fewer than before."
        );
        assert_eq!(found.weeks.len(), 20);
        assert_eq!(found.weeks.iter().map(|week| week.count).sum::<usize>(), 6);
        assert_eq!(found.weeks.iter().filter(|week| week.after).count(), 10);
    }

    #[test]
    fn too_short_a_time_after_is_told_with_the_day_from_which_it_could_prove_anything() {
        let found = told(&leaks(&[7, 14, 21, 28, 35, 42], 70), 77);
        assert_eq!(found.verdict, Verdict::NotEnough);
        // 10 · (40^(1/6) − 1) = 8.493 weeks after the twelfth of March.
        assert!(found.sentence().ends_with("even none at all proves nothing before 2026-05-10."), "{}", found.sentence());
    }

    #[test]
    fn as_many_after_as_before_is_no_difference_and_many_more_are_worse() {
        let steady = told(&leaks(&[7, 14, 21, 28, 35, 42, 77, 84, 91, 98, 105], 70), 140);
        assert_eq!(steady.verdict, Verdict::Unchanged);
        let worse = told(&leaks(&[7, 71, 72, 73, 77, 84, 91, 98, 105], 70), 140);
        assert_eq!(worse.verdict, Verdict::Worse, "{}", worse.sentence());
    }

    #[test]
    fn the_first_issue_of_all_opens_the_time_and_does_not_count_in_it() {
        let mut workspace = leaks(&[0, 7, 14, 21], 28);
        workspace.issues.remove(&IssueId::from_raw(1));
        assert_eq!(told(&workspace, 56).rate.unwrap().before, (3, 4.0));
    }

    #[test]
    fn nothing_is_compared_before_the_cause_is_removed_or_without_a_category() {
        let mut workspace = leaks(&[7], 70);
        workspace.issues.get_mut(&IssueId::from_raw(2)).unwrap().category.clear();
        let found = told(&workspace, 140);
        assert_eq!((found.verdict, found.rate), (Verdict::NotEnough, None));
        workspace.issues.get_mut(&IssueId::from_raw(2)).unwrap().corrected = None;
        assert_eq!(effect(&workspace, &workspace.issues[&IssueId::from_raw(2)], at("2026-06-01")), None);
    }

    #[test]
    fn checks_at_its_step_are_compared_and_corrected_ones_do_not_count_twice() {
        let mut workspace = leaks(&[7], 70);
        workspace.issues.get_mut(&IssueId::from_raw(2)).unwrap().operation = Some(OperationId::from_raw(1));
        let mut check = |raw: u64, day: i64, passed: bool, operation: u64, corrects: Option<u64>| {
            let mut check = Check::new(CheckId::from_raw(raw));
            (check.time, check.passed) = (Some(at("2026-01-01").plus(Span::from_days(day))), passed);
            (check.operation, check.corrects) = (Some(OperationId::from_raw(operation)), corrects.map(CheckId::from_raw));
            workspace.checks.insert(check.id, check);
        };
        for day in 1..=40 {
            check(day as u64, day, day % 2 == 0, 1, None);
            check(100 + day as u64, 70 + day, true, 1, None);
            check(200 + day as u64, 70 + day, false, 2, None);
        }
        check(300, 39, true, 1, Some(39));
        let found = told(&workspace, 140);
        let share = found.share.unwrap();
        assert_eq!((share.before, share.after), ((19, 40), (0, 40)));
        workspace.issues.remove(&IssueId::from_raw(1));
        assert_eq!(told(&workspace, 140).share, Some(share), "the checks before the first issue count as well");
        assert_eq!((found.verdict, found.issues.verdict), (Verdict::Helped, Verdict::NotEnough));
        assert!(
            found.sentence().contains("19 of 40 (48 %) before, 0 of 40 (0 %) after. Difference −48 percentage points"),
            "{}",
            found.sentence()
        );
    }

    #[test]
    fn what_the_data_cannot_tell_is_recorded_only_with_a_verification_that_is_done() {
        let mut workspace = leaks(&[7], 70);
        let found = told(&workspace, 77);
        let issue = IssueId::from_raw(2);
        let recorded = |workspace: &Workspace| recordable(workspace, &workspace.issues[&issue], &found);
        assert!(recorded(&workspace).unwrap_err().contains("verification action"));
        add_action(&mut workspace, 1, issue, |action| action.kind = ActionKind::Verification);
        assert!(recorded(&workspace).is_err(), "it is not done");
        workspace.issue_actions.get_mut(&IssueActionId::from_raw(1)).unwrap().done = Some(at("2026-03-20"));
        assert!(recorded(&workspace).unwrap().ends_with("Verified instead on 2026-03-20: Action 1."));
    }
}
