//! From the filled-in checks of a checklist, each the inspection of a lot, to how strictly the next lot is to be inspected.
//!
//! Never decides that reduced inspection is agreed: it is told.

use super::answers::read_answers;
use super::counting_checks;
use super::sampling::SamplingWish;
use crate::engine::quality::{Inspected, Severity, Switched, lot_plan, switched, tighter_plan};
use crate::model::*;

/// What became of the lots of a checklist.
#[derive(Clone, PartialEq, Debug)]
pub struct Lots {
    /// The checks by time, each with whether its lot was accepted.
    pub checks: Vec<(CheckId, Time, bool)>,
    pub switched: Switched,
    /// Accepted lots whose nonconforming items were not counted, so that they add nothing to the score.
    pub uncounted: usize,
}

/// Checklists whose checks can be lots: those with a question that counts nonconforming items, by name.
pub fn lot_lists(workspace: &Workspace) -> Vec<(ChecklistId, String)> {
    let counts =
        |list: ChecklistId| workspace.check_items.values().any(|item| item.checklist == Some(list) && item.kind == AnswerKind::Defectives);
    let lists = workspace.checklists.values().filter(|list| !list.retired && counts(list.id));
    let mut found: Vec<(ChecklistId, String)> = lists.map(|list| (list.id, list.name.clone())).collect();
    sort_with_key(&mut found, |(_, name)| name.to_lowercase());
    found
}

/// The lots of a checklist, all of the size and by the limit of the wish.
pub fn lots(workspace: &Workspace, list: ChecklistId, wish: &SamplingWish) -> Lots {
    let plan = lot_plan(wish.lot, wish.level, wish.limit, Severity::Normal).plan;
    // With another sample nothing can be said of what the tighter limit would have found.
    let tighter = tighter_plan(wish.lot, wish.level, wish.limit).map(|found| found.plan).filter(|found| found.sample == plan.sample);
    let mut checks: Vec<(&Check, Time)> =
        (counting_checks(workspace)).filter(|check| check.checklist == Some(list)).filter_map(|check| Some((check, check.time?))).collect();
    sort_with_key(&mut checks, |(check, time)| (*time, check.id));
    let mut uncounted = 0;
    let mut lot = |check: &Check| {
        let answers = read_answers(&check.answers);
        let counted = answers.iter().find(|answer| answer.kind == AnswerKind::Defectives).and_then(|answer| answer.values.first().copied());
        uncounted += usize::from(check.passed && counted.is_none());
        let accepted_tighter = counted.zip(tighter).is_some_and(|(count, tighter)| check.passed && count <= tighter.accept as f64);
        Inspected { accepted: check.passed, accept: plan.accept, accepted_tighter }
    };
    let inspected: Vec<Inspected> = checks.iter().map(|(check, _)| lot(check)).collect();
    let switched = switched(&inspected, wish.reduced_agreed);
    Lots { checks: checks.iter().map(|(check, time)| (check.id, *time, check.passed)).collect(), switched, uncounted }
}

/// `tightened`, for a sentence.
pub fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Normal => "normal",
        Severity::Tightened => "tightened",
        Severity::Reduced => "reduced",
    }
}

impl Lots {
    /// How the next lot is inspected and what would change it: `After 7 lots (2 not accepted): tightened inspection since 3 May 2026, because …`
    pub fn words(&self, now: Time) -> String {
        let (standing, count) = (&self.switched.standing, self.checks.len());
        if count == 0 {
            return "No lot was inspected with this checklist yet: inspection begins as normal.".to_owned();
        }
        let bad = self.checks.iter().filter(|(_, _, accepted)| !accepted).count();
        let since = self.switched.since.and_then(|at| self.checks.get(at)).map(|(_, time, _)| text::day_text(*time, now));
        let since = since.map(|day| format!(" since {day}")).unwrap_or_default();
        let lots = if count == 1 { "1 lot" } else { &format!("{count} lots") };
        let head = format!("After {lots} ({bad} not accepted)");
        if standing.discontinued {
            return format!(
                "{head}: inspection has ended{since}, because five lots of tightened inspection were not accepted. Remove the cause before more is delivered."
            );
        }
        let why = match standing.severity {
            Severity::Normal if standing.rejected_lately > 0 => "One more lot not accepted within five tightens it.".to_owned(),
            Severity::Normal if standing.score >= 30 => {
                "The score is 30 or more: inspection may be reduced where production is steady and whoever is responsible agrees."
                    .to_owned()
            }
            Severity::Normal => format!("The score is {} of the 30 from which inspection may be reduced.", standing.score),
            Severity::Tightened => format!(
                "Two of five lots were not accepted. {} of 5 lots in a row that lead back to normal; {} of 5 not accepted that end inspection.",
                standing.accepted_running, standing.rejected
            ),
            Severity::Reduced => "The first lot not accepted leads back to normal.".to_owned(),
        };
        let unknown = match self.uncounted {
            0 => String::new(),
            1 => " One accepted lot has no count and adds nothing to a score by threes.".to_owned(),
            many => format!(" {many} accepted lots have no count and add nothing to a score by threes."),
        };
        format!("{head}: {} inspection{since}. {why}{unknown}", severity_word(standing.severity))
    }
}

#[cfg(test)]
mod tests {
    use super::super::answers::{Answer, write_answers};
    use super::*;

    /// A checklist whose checks found so many bad of 125; more than three are not accepted.
    fn with_lots(counts: &[u32]) -> (Workspace, ChecklistId) {
        let mut workspace = Workspace::default();
        let list = Checklist { name: "Goods in".to_owned(), ..Checklist::new(ChecklistId::from_raw(1)) };
        let question = CheckItem {
            name: "Bad ones".to_owned(),
            checklist: Some(list.id),
            kind: AnswerKind::Defectives,
            size: 125,
            ..CheckItem::new(CheckItemId::from_raw(2))
        };
        for (at, count) in counts.iter().enumerate() {
            let answer = Answer { values: vec![f64::from(*count)], ..Answer::to(&question) };
            let id = CheckId::from_raw(10 + at as u64);
            let check = Check {
                checklist: Some(list.id),
                time: Time::parse("2026-05-01 08:00").map(|first| first.plus(Span::from_days(at as i64))),
                passed: *count <= 3,
                answers: write_answers(&[answer]),
                ..Check::new(id)
            };
            workspace.checks.insert(id, check);
        }
        workspace.check_items.insert(question.id, question);
        let id = list.id;
        workspace.checklists.insert(id, list);
        (workspace, id)
    }

    fn told(counts: &[u32], agreed: bool) -> (Severity, String) {
        let (workspace, list) = with_lots(counts);
        let wish = SamplingWish { lot: 2_000, reduced_agreed: agreed, ..SamplingWish::default() };
        let found = lots(&workspace, list, &wish);
        let now = Time::parse("2026-06-01 08:00").unwrap_or_default();
        (found.switched.standing.severity, found.words(now))
    }

    #[test]
    fn what_lots_led_to_is_told_with_what_changes_it() {
        assert_eq!(told(&[], false).1, "No lot was inspected with this checklist yet: inspection begins as normal.");
        // Two bad of 125 are accepted at 0.65 % too, three are not.
        let (severity, words) = told(&[2, 1, 0], false);
        assert_eq!(severity, Severity::Normal);
        assert!(
            words.starts_with("After 3 lots (0 not accepted): normal inspection.") && words.contains("score is 9 of the 30"),
            "{words}"
        );
        assert!(told(&[2, 3], false).1.contains("score is 0 of the 30"));
        let (severity, words) = told(&[0, 5, 0, 4, 0], false);
        assert_eq!(severity, Severity::Tightened);
        assert!(words.contains("tightened inspection since") && words.contains("1 of 5 lots in a row"), "{words}");
        let (severity, words) = told(&[9; 8], false);
        assert!(severity == Severity::Tightened && words.contains("inspection has ended"), "{words}");
        assert!(told(&[0; 10], false).1.contains("may be reduced"));
        assert_eq!(told(&[0; 10], true).0, Severity::Reduced);
    }

    #[test]
    fn only_checklists_that_count_bad_items_are_lots() {
        let (mut workspace, list) = with_lots(&[]);
        assert_eq!(lot_lists(&workspace), [(list, "Goods in".to_owned())]);
        workspace.check_items.clear();
        assert_eq!(lot_lists(&workspace), []);
    }
}
