//! From the filled-in checks of a question, each the inspection of a lot, to how strictly the next lot is inspected and with which sample.
//!
//! Never decides that reduced inspection is agreed: that is read from what was said.

use super::answers::{Answer, is_sampled, read_answers};
use super::counting_checks;
use crate::engine::quality::{Inspected, Severity, Since, Switched, lot_plan, switched, tighter_plan};
use crate::model::text::number_text;
use crate::model::*;

/// What became of the lots of a question.
#[derive(Clone, PartialEq, Debug)]
pub struct Lots {
    /// The checks by time, each with whether its lot was accepted.
    pub checks: Vec<(CheckId, Time, bool)>,
    /// What people said, by time.
    pub said: Vec<InspectionSaid>,
    pub switched: Switched,
    /// Accepted lots whose plan is not known, so that they add nothing to the score by threes.
    pub unknown: usize,
}

/// Questions whose answers can be lots: those that count nonconforming items, with their checklist, by name.
pub fn lot_questions(workspace: &Workspace) -> Vec<(CheckItemId, String)> {
    let named = |question: &CheckItem| {
        let list = workspace.checklists.get(&question.checklist?).filter(|list| !list.retired)?;
        Some((question.id, format!("{}: {}", list.name, question.name)))
    };
    let counts = workspace.check_items.values().filter(|question| question.kind == AnswerKind::Defectives);
    let mut found: Vec<(CheckItemId, String)> = counts.filter_map(named).collect();
    sort_with_key(&mut found, |(_, name)| name.to_lowercase());
    found
}

/// The lots that were looked at for a question.
pub fn lots(workspace: &Workspace, question: &CheckItem) -> Lots {
    let wanted = id_text(question.id.raw());
    let of_question = |check: &&Check| check.checklist == question.checklist && check.answers.contains(&wanted);
    let mut found: Vec<(&Check, Time, Answer)> = counting_checks(workspace)
        .filter(of_question)
        .filter_map(|check| {
            let answer = read_answers(&check.answers).into_iter().find(|answer| answer.item == wanted && !answer.values.is_empty())?;
            Some((check, check.time?, answer))
        })
        .collect();
    sort_with_key(&mut found, |(check, time, _)| (*time, check.id));
    let inspected: Vec<(Inspected, bool)> = found.iter().map(|(check, _, answer)| inspected(question, check, answer)).collect();
    let unknown = inspected.iter().filter(|(lot, known)| lot.accepted && !known).count();
    let inspected: Vec<Inspected> = inspected.into_iter().map(|(lot, _)| lot).collect();
    let said = inspection_said(&question.inspection);
    let words: Vec<(usize, InspectionWord)> =
        said.iter().map(|said| (found.partition_point(|(_, time, _)| *time <= said.time), said.word)).collect();
    let checks = found.iter().zip(&inspected).map(|((check, time, _), lot)| (check.id, *time, lot.accepted)).collect();
    Lots { checks, said, switched: switched(&inspected, &words), unknown }
}

/// What the rules need of a lot, and whether its plan is known: of its own size or the usual one, by the limit and level that it was judged by.
fn inspected(question: &CheckItem, check: &Check, answer: &Answer) -> (Inspected, bool) {
    let count = answer.values.first().copied().unwrap_or_default();
    let allowed = answer.upper.unwrap_or_default();
    let accepted = answer.passed.unwrap_or(count <= allowed);
    let size = [check.lot_size, question.lot_size].into_iter().find_map(|size| u64::try_from(size).ok().filter(|size| *size > 0));
    let level = InspectionLevel::from_code(&answer.level).unwrap_or(question.inspection_level);
    let Some((size, limit)) = size.zip(answer.quality_limit.or(question.quality_limit)) else {
        return (Inspected { accepted, accept: allowed.max(0.0) as u64, accepted_tighter: false }, false);
    };
    let accept = lot_plan(size, level, limit, Severity::Normal).plan.accept;
    // With another sample nothing can be said of what the tighter limit would have found.
    let tighter = tighter_plan(size, level, limit).filter(|found| i64::try_from(found.plan.sample) == Ok(answer.size));
    let accepted_tighter = tighter.is_some_and(|tighter| accepted && count <= tighter.plan.accept as f64);
    (Inspected { accepted, accept, accepted_tighter }, true)
}

/// A question as it is asked of a lot: with the sample and the number of the plan, told in its help. Any other question as it is.
pub fn sampled(question: &CheckItem, lot: u64, standing: &Switched) -> CheckItem {
    let Some(limit) = question.quality_limit.filter(|_| is_sampled(question)) else { return question.clone() };
    let severity = standing.standing.severity;
    let found = lot_plan(lot, question.inspection_level, limit, severity);
    let take = if found.inspect_all { "Look at all".to_owned() } else { format!("Take {} of", found.plan.sample) };
    let plan = format!(
        "{take} {lot}: {} inspection, AQL {} %, level {}.",
        severity_word(severity),
        number_text(limit),
        question.inspection_level.label()
    );
    let ended = if standing.standing.discontinued {
        "Inspection has ended: five lots of tightened inspection were not accepted. What is found counts only after it was resumed under Quality, Sampling."
    } else {
        ""
    };
    CheckItem {
        size: i64::try_from(found.plan.sample).unwrap_or(question.size),
        upper: Some(found.plan.accept as f64),
        help: [question.help.trim(), &plan, ended].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
        ..question.clone()
    }
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
            return "No lot was inspected for this question yet: inspection begins as normal.".to_owned();
        }
        let bad = self.checks.iter().filter(|(_, _, accepted)| !accepted).count();
        let time = self.switched.since.and_then(|since| match since {
            Since::Lot(at) => self.checks.get(at).map(|(_, time, _)| *time),
            Since::Said(at) => self.said.get(at).map(|said| said.time),
        });
        let since = time.map(|time| text::day_text(time, now));
        let since = since.map(|day| format!(" since {day}")).unwrap_or_default();
        let lots = if count == 1 { "1 lot" } else { &format!("{count} lots") };
        let head = format!("After {lots} ({bad} not accepted)");
        if standing.discontinued {
            return format!(
                "{head}: inspection has ended{since}, because five lots of tightened inspection were not accepted. Remove the cause, then resume inspection."
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
                "{} of 5 lots in a row that lead back to normal; {} of 5 not accepted that end inspection.",
                standing.accepted_running, standing.rejected
            ),
            Severity::Reduced => "The first lot not accepted leads back to normal.".to_owned(),
        };
        let unknown = match self.unknown {
            0 => String::new(),
            1 => " Of one accepted lot the size or the AQL is not known, so it adds no threes to the score.".to_owned(),
            many => format!(" Of {many} accepted lots the size or the AQL is not known, so they add no threes to the score."),
        };
        format!("{head}: {} inspection{since}. {why}{unknown}", severity_word(standing.severity))
    }
}

#[cfg(test)]
mod tests {
    use super::super::answers::write_answers;
    use super::*;

    /// A question whose lots of 2,000 had so many bad of 125; more than three are not accepted (AQL 1 %, level II).
    fn with_lots(counts: &[u32]) -> (Workspace, CheckItem) {
        let mut workspace = Workspace::default();
        let list = Checklist { name: "Goods in".to_owned(), ..Checklist::new(ChecklistId::from_raw(1)) };
        let question = CheckItem {
            name: "Bad ones".to_owned(),
            checklist: Some(list.id),
            kind: AnswerKind::Defectives,
            quality_limit: Some(1.0),
            lot_size: 2_000,
            ..CheckItem::new(CheckItemId::from_raw(2))
        };
        for (at, count) in counts.iter().enumerate() {
            let answer = Answer { values: vec![f64::from(*count)], size: 125, upper: Some(3.0), ..Answer::to(&question) };
            let id = CheckId::from_raw(10 + at as u64);
            let check = Check {
                checklist: Some(list.id),
                time: Time::parse("2026-05-01 08:00").map(|first| first.plus(Span::from_days(at as i64))),
                passed: *count <= 3,
                answers: write_answers(&[Answer { passed: Some(*count <= 3), ..answer }]),
                ..Check::new(id)
            };
            workspace.checks.insert(id, check);
        }
        workspace.check_items.insert(question.id, question.clone());
        workspace.checklists.insert(list.id, list);
        (workspace, question)
    }

    fn told(counts: &[u32], said: &str) -> (Severity, String) {
        let (workspace, question) = with_lots(counts);
        let found = lots(&workspace, &CheckItem { inspection: said.to_owned(), ..question });
        let now = Time::parse("2026-06-01 08:00").unwrap_or_default();
        (found.switched.standing.severity, found.words(now))
    }

    #[test]
    fn what_lots_led_to_is_told_with_what_changes_it() {
        assert_eq!(told(&[], "").1, "No lot was inspected for this question yet: inspection begins as normal.");
        // Two bad of 125 are accepted at 0.65 % too, three are not.
        let (severity, words) = told(&[2, 1, 0], "");
        assert_eq!(severity, Severity::Normal);
        assert!(
            words.starts_with("After 3 lots (0 not accepted): normal inspection.") && words.contains("score is 9 of the 30"),
            "{words}"
        );
        assert!(told(&[2, 3], "").1.contains("score is 0 of the 30"));
        let (severity, words) = told(&[0, 5, 0, 4, 0], "");
        assert_eq!(severity, Severity::Tightened);
        assert!(words.contains("tightened inspection since Mon 4 May") && words.contains("1 of 5 lots in a row"), "{words}");
        assert!(told(&[0; 10], "").1.contains("may be reduced"));
    }

    #[test]
    fn reduced_inspection_begins_and_ends_by_what_was_said_and_when() {
        let before = "2026-04-01 08:00 Reduced inspection agreed: Ada";
        assert_eq!(told(&[0; 10], before).0, Severity::Reduced);
        // Said on the day after the last lot.
        let (severity, words) = told(&[0; 11], "2026-05-12 07:00 Reduced inspection agreed: Ada");
        assert!(severity == Severity::Reduced && words.contains("reduced inspection since Tue 12 May"), "{words}");
        let ended = format!("{before}\n2026-05-11 12:00 Reduced inspection ended: Ben");
        assert_eq!(told(&[0; 11], &ended).0, Severity::Normal);
        let (severity, words) = told(&[9; 8], "");
        assert!(severity == Severity::Tightened && words.contains("inspection has ended since Thu 7 May"), "{words}");
        let (severity, words) = told(&[9; 8], "2026-05-20 12:00 Inspection resumed: Ada");
        assert!(severity == Severity::Tightened && words.contains("tightened inspection since Wed 20 May"), "{words}");
    }

    #[test]
    fn each_lot_counts_by_its_own_size_and_by_the_limit_it_was_judged_by() {
        let (mut workspace, question) = with_lots(&[1, 1]);
        assert_eq!(lots(&workspace, &question).switched.standing.score, 6);
        // Of 1,201 to 3,200 the plan is the same; a lot of 1,000 has another sample, of which the tighter limit says nothing: no points.
        let set = |workspace: &mut Workspace, id: u64, change: &dyn Fn(&mut Check)| {
            let check = workspace.checks.get(&CheckId::from_raw(id)).cloned();
            if let Some(mut check) = check {
                change(&mut check);
                workspace.checks.insert(check.id, check);
            }
        };
        set(&mut workspace, 11, &|check| check.lot_size = 3_000);
        assert_eq!(lots(&workspace, &question).switched.standing.score, 6);
        set(&mut workspace, 11, &|check| check.lot_size = 1_000);
        assert_eq!(lots(&workspace, &question).switched.standing.score, 0);
        // The limit is changed afterwards: what was judged by another one stays as it was.
        set(&mut workspace, 11, &|check| check.lot_size = 0);
        let stricter = CheckItem { quality_limit: Some(0.25), ..question.clone() };
        assert_eq!(lots(&workspace, &stricter).switched.standing.score, 6);
        // Checks from before sizes were kept: they count, and what is not known is told.
        let bare = CheckItem { lot_size: 0, ..question };
        let found = lots(&workspace, &bare);
        assert_eq!((found.checks.len(), found.unknown), (2, 2));
        assert!(found.words(Time::default()).contains("Of 2 accepted lots the size or the AQL is not known"));
    }

    #[test]
    fn a_question_is_asked_with_the_sample_that_is_due() {
        let (workspace, question) = with_lots(&[5, 5]);
        let tightened = lots(&workspace, &question).switched;
        let asked = sampled(&question, 1_000, &tightened);
        assert_eq!((asked.size, asked.upper), (80, Some(1.0)));
        assert_eq!(asked.help, "Take 80 of 1000: tightened inspection, AQL 1 %, level II.");
        let normal = lots(&Workspace::default(), &question).switched;
        let asked = sampled(&CheckItem { help: "Under the lamp.".to_owned(), ..question.clone() }, 1_000, &normal);
        assert_eq!((asked.size, asked.upper), (80, Some(2.0)));
        assert!(asked.help.starts_with("Under the lamp. Take 80 of 1000: normal inspection"));
        let small = sampled(&question, 10, &normal);
        assert!(small.size == 10 && small.help.starts_with("Look at all 10:"), "{small:?}");
        let ended = lots(&with_lots(&[9; 8]).0, &question).switched;
        assert!(sampled(&question, 1_000, &ended).help.contains("Inspection has ended"));
        let plain = CheckItem { quality_limit: None, size: 20, upper: Some(1.0), ..question };
        assert_eq!(sampled(&plain, 1_000, &normal), plain);
    }

    #[test]
    fn only_questions_that_count_bad_items_are_of_lots() {
        let (mut workspace, question) = with_lots(&[]);
        assert_eq!(lot_questions(&workspace), [(question.id, "Goods in: Bad ones".to_owned())]);
        workspace.check_items.clear();
        assert_eq!(lot_questions(&workspace), []);
    }
}
