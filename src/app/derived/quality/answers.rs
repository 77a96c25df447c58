//! Answers: how they are kept, whether they pass, and what a whole check comes to.

use crate::model::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was answered to one question, with the question as it stood then: what was found stays readable when the checklist changes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// The question, as the text form of its id.
    pub item: String,
    pub question: String,
    pub kind: AnswerKind,
    /// Measured values, or one count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<f64>,
    /// Units looked at, where they were counted.
    #[serde(default)]
    pub size: i64,
    /// `pass` or `fail`, the chosen answer, the text, the name, or the picture as a data address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Whether it passed; nothing where there is nothing to judge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<bool>,
    /// The limits that it was judged by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<f64>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The acceptable quality limit and the inspection level of the lot's plan, where sample and limit came from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality_limit: Option<f64>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub level: String,
}

impl Answer {
    /// An answer to a question that was not given yet.
    pub fn to(question: &CheckItem) -> Answer {
        Answer {
            item: id_text(question.id.raw()),
            question: question.name.clone(),
            kind: question.kind,
            values: Vec::new(),
            size: question.size,
            text: String::new(),
            passed: None,
            lower: question.lower,
            upper: question.upper,
            unit: question.unit.clone(),
            quality_limit: question.quality_limit.filter(|_| is_sampled(question)),
            level: if is_sampled(question) { question.inspection_level.code().to_owned() } else { String::new() },
        }
    }

    /// Whether anything was answered.
    pub fn is_given(&self) -> bool {
        !self.text.trim().is_empty() || !self.values.is_empty()
    }
}

/// Whether the question's sample and limit come from the plan of each lot.
pub fn is_sampled(question: &CheckItem) -> bool {
    question.kind == AnswerKind::Defectives && question.quality_limit.is_some()
}

/// The answers to choose from, each with whether it passes: an answer that fails begins with a minus.
pub fn choices(question: &CheckItem) -> Vec<(String, bool)> {
    let lines = question.answers.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| line.strip_prefix('-').map_or((line.to_owned(), true), |rest| (rest.trim().to_owned(), false))).collect()
}

/// Whether an answer passes by its question; nothing where it was not given or there is nothing to judge.
pub fn judge(question: &CheckItem, answer: &Answer) -> Option<bool> {
    if !answer.is_given() {
        return None;
    }
    let within = |value: &f64| question.lower.is_none_or(|lower| *value >= lower) && question.upper.is_none_or(|upper| *value <= upper);
    match question.kind {
        AnswerKind::PassFail => Some(answer.text == "pass"),
        AnswerKind::Measured if question.lower.is_none() && question.upper.is_none() => None,
        AnswerKind::Measured => Some(answer.values.iter().all(within)),
        // Where no number is allowed, none is.
        AnswerKind::Defectives | AnswerKind::Defects => Some(answer.values.iter().all(|count| *count <= question.upper.unwrap_or(0.0))),
        AnswerKind::Choice => choices(question).into_iter().find(|(choice, _)| *choice == answer.text).map(|(_, passes)| passes),
        AnswerKind::Text | AnswerKind::Signature | AnswerKind::Photo => None,
    }
}

/// Whether a question is asked, as the others are answered.
pub fn asked(question: &CheckItem, answers: &BTreeMap<CheckItemId, Answer>, all: &[CheckItem]) -> bool {
    let Some(condition) = question.only_if else { return true };
    let Some(before) = all.iter().find(|other| other.id == condition) else { return true };
    let Some(answer) = answers.get(&condition) else { return false };
    match question.only_answer.trim().to_lowercase().as_str() {
        "" => answer.is_given(),
        "pass" => judge(before, answer) == Some(true),
        "fail" => judge(before, answer) == Some(false),
        wanted => answer.text.trim().to_lowercase() == wanted,
    }
}

/// What a whole check comes to.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Outcome {
    /// Mandatory questions that are asked and not answered.
    pub missing: Vec<CheckItemId>,
    pub failed: Vec<CheckItemId>,
    /// Points reached of those that could be, in percent; all where nothing is judged.
    pub score: f64,
    pub passed: bool,
}

/// What the answers come to by the questions; a check passes when it reaches the share of points that the checklist asks for.
pub fn outcome(list: &Checklist, all: &[CheckItem], answers: &BTreeMap<CheckItemId, Answer>) -> Outcome {
    let mut found = Outcome::default();
    let (mut reached, mut possible) = (0.0, 0.0);
    for question in all.iter().filter(|question| asked(question, answers, all)) {
        let answer = answers.get(&question.id);
        if question.mandatory && !answer.is_some_and(Answer::is_given) {
            found.missing.push(question.id);
        }
        match answer.and_then(|answer| judge(question, answer)) {
            Some(true) => {
                reached += question.points;
                possible += question.points;
            }
            Some(false) => {
                possible += question.points;
                found.failed.push(question.id);
            }
            None => {}
        }
    }
    found.score = if possible > 0.0 { reached / possible * 100.0 } else { 100.0 };
    found.passed = found.score + 1e-9 >= list.pass_percent;
    found
}

/// The answers as they are kept.
pub fn write_answers(answers: &[Answer]) -> String {
    serde_json::to_string(answers).unwrap_or_default()
}

/// Reads what [`write_answers`] gave; empty where the text is none of ours.
pub fn read_answers(text: &str) -> Vec<Answer> {
    serde_json::from_str(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(id: u64, kind: AnswerKind) -> CheckItem {
        CheckItem { kind, name: format!("question {id}"), ..CheckItem::new(CheckItemId::from_raw(id)) }
    }

    fn answered(question: &CheckItem, text: &str, values: &[f64]) -> (CheckItemId, Answer) {
        (question.id, Answer { text: text.to_owned(), values: values.to_vec(), ..Answer::to(question) })
    }

    #[test]
    fn each_kind_of_answer_is_judged_by_its_question() {
        let measured = CheckItem { lower: Some(9.5), upper: Some(10.5), ..question(1, AnswerKind::Measured) };
        let judged = |question: &CheckItem, text: &str, values: &[f64]| judge(question, &answered(question, text, values).1);
        assert_eq!(judged(&measured, "", &[9.5, 10.5]), Some(true));
        assert_eq!(judged(&measured, "", &[10.0, 10.6]), Some(false));
        assert_eq!(judged(&measured, "", &[]), None, "not answered");
        let count = question(2, AnswerKind::Defectives);
        assert_eq!((judged(&count, "", &[0.0]), judged(&count, "", &[1.0])), (Some(true), Some(false)));
        let choice = CheckItem { answers: "Good\n- Scratched\n".to_owned(), ..question(3, AnswerKind::Choice) };
        assert_eq!((judged(&choice, "Good", &[]), judged(&choice, "Scratched", &[])), (Some(true), Some(false)));
        assert_eq!(judged(&question(4, AnswerKind::Text), "anything", &[]), None);
    }

    #[test]
    fn a_question_with_a_condition_is_asked_only_where_it_holds_and_points_decide() {
        let first = CheckItem { points: 3.0, ..question(1, AnswerKind::PassFail) };
        let second = CheckItem { only_if: Some(first.id), only_answer: "fail".to_owned(), ..question(2, AnswerKind::Text) };
        let third = question(3, AnswerKind::PassFail);
        let all = [first.clone(), second.clone(), third.clone()];
        let list = Checklist { pass_percent: 75.0, ..Checklist::new(ChecklistId::from_raw(1)) };
        let good: BTreeMap<_, _> = [answered(&first, "pass", &[]), answered(&third, "fail", &[])].into();
        let found = outcome(&list, &all, &good);
        assert!(found.missing.is_empty() && found.passed);
        assert_eq!((found.score, found.failed), (75.0, vec![third.id]));
        let bad: BTreeMap<_, _> = [answered(&first, "fail", &[]), answered(&third, "pass", &[])].into();
        let found = outcome(&list, &all, &bad);
        assert_eq!((found.missing, found.passed, found.score), (vec![second.id], false, 25.0));
    }

    #[test]
    fn answers_are_read_back_as_they_were_kept_and_foreign_text_is_no_answer() {
        let measured = CheckItem { lower: Some(1.0), unit: "mm".to_owned(), ..question(1, AnswerKind::Measured) };
        let answers = vec![answered(&measured, "", &[1.25, 2.0]).1];
        assert_eq!(read_answers(&write_answers(&answers)), answers);
        assert!(read_answers("two\nlines").is_empty());
    }
}
