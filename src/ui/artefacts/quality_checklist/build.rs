//! The render model of the Quality Checklist: every checklist with its control point and its questions as they are asked.
//!
//! Never decides whether an answer passes: it says what would.

use crate::app::derived::quality::{choices, is_sampled, limits_words, lots, most_words, point_words, questions, sampled};
use crate::model::text::number_text;
use crate::model::*;

/// What an answer on paper needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AnswerForm {
    /// A box to tick for each of these.
    Boxes(Vec<String>),
    /// Room for so many values in this unit.
    Values { count: usize, unit: String },
    /// A number found among so many.
    Count { of: i64 },
    /// Lines to write on.
    Lines(usize),
    /// A line for a name and one for the day.
    Signature,
    /// A box for the number of a picture.
    Picture,
}

/// A question as it is asked.
#[derive(Clone, PartialEq, Debug)]
pub struct QuestionLine {
    pub id: CheckItemId,
    /// Its number on the sheet.
    pub number: usize,
    pub name: String,
    /// What to look at and how.
    pub how: String,
    /// What passes, in words: `9.8 to 10.2 mm, target 10 mm`.
    pub criteria: String,
    /// How many are measured or looked at: `3 values`, `20 units`; nothing where there is one.
    pub sample: String,
    /// `Optional`, or on which answer it depends.
    pub remark: String,
    pub form: AnswerForm,
    pub points: f64,
}

/// A checklist as a sheet.
#[derive(Clone, PartialEq, Debug)]
pub struct ChecklistSheet {
    pub id: ChecklistId,
    pub name: String,
    pub version: i64,
    /// Where it is filled in and when.
    pub point: String,
    /// When it passes and what a failure stops.
    pub verdict: String,
    pub retired: bool,
    pub questions: Vec<QuestionLine>,
}

/// The checklists by name, those in use first.
pub fn checklist_sheets(workspace: &Workspace) -> Vec<ChecklistSheet> {
    let mut lists: Vec<&Checklist> = workspace.checklists.values().collect();
    sort_with_key(&mut lists, |list| (list.retired, list.name.to_lowercase(), list.id));
    lists.into_iter().map(|list| sheet(workspace, list)).collect()
}

fn sheet(workspace: &Workspace, list: &Checklist) -> ChecklistSheet {
    // Of a usual lot the sample is known; of any other it follows from the lot.
    let due = |question: CheckItem| match u64::try_from(question.lot_size) {
        Ok(lot) if lot > 0 && is_sampled(&question) => sampled(&question, lot, &lots(workspace, &question).switched),
        _ => question,
    };
    let all: Vec<CheckItem> = questions(workspace, list.id).into_iter().map(due).collect();
    let stops = if list.blocks && list.operation.is_some() { " A failed check stops the step." } else { "" };
    let passes = if list.pass_percent >= 100.0 {
        "Passes when every answer passes.".to_owned()
    } else {
        format!("Passes with {} % of the points.", number_text(list.pass_percent))
    };
    ChecklistSheet {
        id: list.id,
        name: list.name.clone(),
        version: list.version,
        point: point_words(workspace, list),
        verdict: format!("{passes}{stops}"),
        retired: list.retired,
        questions: all.iter().zip(1..).map(|(question, number)| line(question, number, &all)).collect(),
    }
}

fn line(question: &CheckItem, number: usize, all: &[CheckItem]) -> QuestionLine {
    QuestionLine {
        id: question.id,
        number,
        name: question.name.clone(),
        how: question.help.clone(),
        criteria: criteria(question),
        sample: match question.kind {
            AnswerKind::Measured if question.size > 1 => format!("{} values", question.size),
            _ if waits_for_lot(question) => "by the size of the lot".to_owned(),
            AnswerKind::Defectives | AnswerKind::Defects => format!("{} units", question.size.max(1)),
            _ => String::new(),
        },
        remark: remark(question, all),
        form: form(question),
        points: question.points,
    }
}

/// Whether sample and limit are known only with the lot.
fn waits_for_lot(question: &CheckItem) -> bool {
    is_sampled(question) && question.lot_size == 0
}

/// What passes.
fn criteria(question: &CheckItem) -> String {
    match question.kind {
        AnswerKind::PassFail => "Pass".to_owned(),
        AnswerKind::Choice => {
            let good: Vec<String> = choices(question).into_iter().filter(|(_, passes)| *passes).map(|(choice, _)| choice).collect();
            good.join(" or ")
        }
        AnswerKind::Measured => {
            let unit = if question.unit.is_empty() { String::new() } else { format!(" {}", question.unit) };
            let target = question.target.map(|target| format!("target {}{unit}", number_text(target)));
            let limits = Some(limits_words(question)).filter(|words| !words.is_empty());
            [limits, target].into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
        _ if waits_for_lot(question) => limits_words(question),
        AnswerKind::Defects => format!("{} defects", most_words(question)),
        AnswerKind::Defectives => format!("{} defective", most_words(question)),
        AnswerKind::Text | AnswerKind::Signature | AnswerKind::Photo => String::new(),
    }
}

fn remark(question: &CheckItem, all: &[CheckItem]) -> String {
    let before = question.only_if.and_then(|id| all.iter().zip(1..).find(|(other, _): &(&CheckItem, usize)| other.id == id));
    let condition = before.map(|(_, number)| match question.only_answer.trim() {
        "" => format!("Only where {number} is answered"),
        answer => format!("Only where {number} is answered “{answer}”"),
    });
    let optional = (!question.mandatory).then(|| "Optional".to_owned());
    [condition, optional].into_iter().flatten().collect::<Vec<_>>().join(". ")
}

fn form(question: &CheckItem) -> AnswerForm {
    match question.kind {
        AnswerKind::PassFail => AnswerForm::Boxes(vec!["Pass".to_owned(), "Fail".to_owned()]),
        AnswerKind::Choice => AnswerForm::Boxes(choices(question).into_iter().map(|(choice, _)| choice).collect()),
        // As many as the form on the screen takes.
        AnswerKind::Measured => {
            AnswerForm::Values { count: usize::try_from(question.size).unwrap_or(1).clamp(1, 25), unit: question.unit.clone() }
        }
        _ if waits_for_lot(question) => AnswerForm::Count { of: 0 },
        AnswerKind::Defectives | AnswerKind::Defects => AnswerForm::Count { of: question.size.max(1) },
        AnswerKind::Text => AnswerForm::Lines(2),
        AnswerKind::Signature => AnswerForm::Signature,
        AnswerKind::Photo => AnswerForm::Picture,
    }
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]
    use super::*;

    pub fn workspace() -> Workspace {
        let mut workspace = Workspace::default();
        let saw = OperationId::from_raw(9);
        workspace.operations.insert(saw, Operation { name: "Sawing".to_owned(), ..Operation::new(saw) });
        let list = |id: u64, name: &str| Checklist { name: name.to_owned(), ..Checklist::new(ChecklistId::from_raw(id)) };
        let first = Checklist { operation: Some(saw), version: 3, pass_percent: 80.0, ..list(1, "First piece") };
        let old = Checklist { retired: true, ..list(2, "Ancient") };
        for list in [first, old] {
            workspace.checklists.insert(list.id, list);
        }
        let question = |id: u64, name: &str, kind| CheckItem {
            checklist: Some(ChecklistId::from_raw(1)),
            name: name.to_owned(),
            position: 100.0 - id as f64,
            kind,
            ..CheckItem::new(CheckItemId::from_raw(id))
        };
        let measured = CheckItem {
            lower: Some(9.8),
            target: Some(10.0),
            upper: Some(10.2),
            size: 3,
            unit: "mm".to_owned(),
            help: "Calliper, three pieces.".to_owned(),
            ..question(12, "Thickness", AnswerKind::Measured)
        };
        let colour = CheckItem { answers: "As agreed\nSlightly off\n-Wrong".to_owned(), ..question(11, "Colour", AnswerKind::Choice) };
        let why = CheckItem {
            only_if: Some(colour.id),
            only_answer: "Wrong".to_owned(),
            mandatory: false,
            ..question(10, "What is wrong", AnswerKind::Text)
        };
        let scratched = CheckItem { size: 20, upper: Some(1.0), ..question(9, "=Scratched", AnswerKind::Defectives) };
        for question in [measured, colour, why, scratched] {
            workspace.check_items.insert(question.id, question);
        }
        workspace
    }

    #[test]
    fn a_checklist_says_where_when_what_passes_and_what_a_failure_stops() {
        let sheets = checklist_sheets(&workspace());
        assert_eq!(sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), ["First piece", "Ancient"], "in use first");
        let sheet = &sheets[0];
        assert_eq!((sheet.version, sheet.point.as_str()), (3, "At Sawing, once for each run"));
        assert_eq!(sheet.verdict, "Passes with 80 % of the points. A failed check stops the step.");
        assert!(sheets[1].retired && sheets[1].questions.is_empty());
        assert_eq!(sheets[1].verdict, "Passes when every answer passes.", "of no step, it stops none");
    }

    #[test]
    fn questions_stand_in_their_order_with_criteria_samples_and_conditions() {
        let sheets = checklist_sheets(&workspace());
        let told: Vec<(usize, &str, &str, &str, &str)> = sheets[0]
            .questions
            .iter()
            .map(|line| (line.number, line.name.as_str(), line.criteria.as_str(), line.sample.as_str(), line.remark.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (1, "Thickness", "9.8 to 10.2 mm, target 10 mm", "3 values", ""),
                (2, "Colour", "As agreed or Slightly off", "", ""),
                (3, "What is wrong", "", "", "Only where 2 is answered “Wrong”. Optional"),
                (4, "=Scratched", "at most 1 defective", "20 units", ""),
            ]
        );
    }

    #[test]
    fn lots_have_the_sample_of_their_plan_where_their_size_is_known() {
        let mut workspace = workspace();
        let mut lot = workspace.check_items.get(&CheckItemId::from_raw(9)).unwrap().clone();
        lot.quality_limit = Some(1.0);
        let mut told = |lot: &CheckItem| {
            workspace.check_items.insert(lot.id, lot.clone());
            let sheets = checklist_sheets(&workspace);
            let line = sheets[0].questions.last().unwrap().clone();
            (line.criteria, line.sample, line.form)
        };
        let count = |of| AnswerForm::Count { of };
        assert_eq!(told(&lot), ("AQL 1 %, level II".to_owned(), "by the size of the lot".to_owned(), count(0)));
        lot.lot_size = 1_000;
        assert_eq!(told(&lot), ("at most 2 defective".to_owned(), "80 units".to_owned(), count(80)));
    }

    #[test]
    fn every_kind_of_answer_has_room_on_paper() {
        let sheets = checklist_sheets(&workspace());
        let forms: Vec<&AnswerForm> = sheets[0].questions.iter().map(|line| &line.form).collect();
        assert_eq!(forms[0], &AnswerForm::Values { count: 3, unit: "mm".to_owned() });
        assert_eq!(forms[1], &AnswerForm::Boxes(vec!["As agreed".to_owned(), "Slightly off".to_owned(), "Wrong".to_owned()]));
        assert_eq!((forms[2], forms[3]), (&AnswerForm::Lines(2), &AnswerForm::Count { of: 20 }));
        let of = |kind| form(&CheckItem { kind, ..CheckItem::new(CheckItemId::from_raw(1)) });
        assert_eq!(of(AnswerKind::PassFail), AnswerForm::Boxes(vec!["Pass".to_owned(), "Fail".to_owned()]));
        assert_eq!((of(AnswerKind::Signature), of(AnswerKind::Photo)), (AnswerForm::Signature, AnswerForm::Picture));
    }
}
