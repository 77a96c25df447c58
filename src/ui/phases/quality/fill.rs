//! A checklist being filled in, question by question, made for fingers; what fails is said at once.
//!
//! Never keeps anything before its button is pressed, and then the whole as one fact.

use super::photo::PhotoAnswer;
use crate::app::derived::execution::report_of;
use crate::app::derived::quality::{
    Answer, asked, choices, is_sampled, judge, limits_words, lots, most_words, outcome, questions, sampled, write_answers,
};
use crate::app::web::preferences::{LABEL, remembered};
use crate::app::{QualityCommand, Session};
use crate::engine::quality::Switched;
use crate::model::Record;
use crate::model::text::number_text;
use crate::model::{
    AnswerKind, Check, CheckId, CheckItem, CheckItemId, Checklist, ChecklistId, Issue, IssueId, IssueKind, RecordId, Severity, TableName,
    TaskId, Workspace,
};
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Badge, Button, ButtonLook, ChoiceField, IntegerField, NumberField, TextAreaField, TextField, Tone};
use leptos::prelude::*;
use std::collections::BTreeMap;

type Answers = RwSignal<BTreeMap<CheckItemId, Answer>>;

/// Questions, each with how strictly its lots are inspected where it is of lots.
type Known = Vec<(Option<Switched>, CheckItem)>;

const LOT_ASKED: &str = "Enter the number of items in the lot, from 2 on.";

/// How strictly the next lot of a question is inspected; `None` for one that is not of lots.
fn way(workspace: &Workspace, question: &CheckItem) -> Option<Switched> {
    let at_present = workspace.check_items.get(&question.id).unwrap_or(question);
    is_sampled(question).then(|| lots(workspace, at_present).switched)
}

/// The questions as they are asked of this lot; those of lots wait until its size is known.
fn as_asked(known: &[(Option<Switched>, CheckItem)], lot: u64) -> Vec<CheckItem> {
    let one = |(way, question): &(Option<Switched>, CheckItem)| match way {
        None => Some(question.clone()),
        Some(_) if lot == 0 => None,
        Some(way) => Some(sampled(question, lot, way)),
    };
    known.iter().filter_map(one).collect()
}

/// The form of one checklist.
#[component]
pub fn FillForm(
    session: Session,
    list: ChecklistId,
    /// The task whose work is looked at.
    task: Option<TaskId>,
    /// Who fills it in.
    person: RwSignal<String>,
    /// Called once it is kept.
    #[prop(into)]
    on_saved: Callback<()>,
) -> impl IntoView {
    let Some(checklist) = session.peek(|workspace| workspace.checklists.get(&list).cloned()) else { return ().into_any() };
    let opened_with = session.peek(|workspace| questions(workspace, list));
    let of_lots = opened_with.iter().find(|question| is_sampled(question)).map(|question| u64::try_from(question.lot_size).unwrap_or(0));
    let is_empty = opened_with.is_empty();
    // The questions stay as they are while they are answered; how strictly lots are inspected follows what others save meanwhile.
    let known = Memo::new(move |_| {
        session.watch(&[TableName::Check, TableName::CheckItem], |workspace| {
            opened_with.iter().map(|question| (way(workspace, question), question.clone())).collect::<Known>()
        })
    });
    // Nought until it is known, and where nothing is asked of lots.
    let lot = RwSignal::new(of_lots.unwrap_or(0));
    let all = move || known.with(|known| as_asked(known, lot.get()));
    let answers: Answers = RwSignal::new(BTreeMap::new());
    let tried = RwSignal::new(false);
    let rules = StoredValue::new(checklist);
    let found = Memo::new(move |_| rules.with_value(|list| answers.with(|answers| outcome(list, &all(), answers))));
    // With another sample or number a question is shown anew; what was answered stays.
    let ids = move || {
        let all = all();
        let shown = |question: &CheckItem| (question.id, question.size, question.upper.map(f64::to_bits));
        answers.with(|answers| all.iter().filter(|question| asked(question, answers, &all)).map(shown).collect::<Vec<_>>())
    };
    let question = move |id: CheckItemId| {
        let known = untrack(all).into_iter().find(|question| question.id == id);
        let missing = Signal::derive(move || tried.get() && found.with(|found| found.missing.contains(&id)));
        known.map(|question| view! { <Question question answers missing /> })
    };
    let state = move || {
        found.with(|found| {
            let missing = found.missing.len();
            let (words, tone) = match (missing, found.passed) {
                _ if of_lots.is_some() && lot.get() == 0 => ("The lot size is missing".to_owned(), Tone::Muted),
                (1.., _) => (format!("{missing} still to answer"), Tone::Muted),
                (0, true) => (format!("Passes with {} % of the points", number_text(found.score.round())), Tone::Good),
                (0, false) => (format!("Fails: {} % of the points", number_text(found.score.round())), Tone::Bad),
            };
            view! { <Badge label=words tone /> }
        })
    };
    let save = move |()| {
        let result = found.get_untracked();
        let lot = lot.get_untracked();
        if !result.missing.is_empty() || (of_lots.is_some() && lot == 0) {
            tried.set(true);
            return;
        }
        let given = answers.with_untracked(|answers| given(&untrack(all), answers));
        let (check, issue) = rules.with_value(|list| kept(session, list, task, person.get_untracked(), given, result.passed, result.score));
        let check = Check { lot_size: i64::try_from(lot).unwrap_or(0), ..check };
        if session.act(QualityCommand::Save { check: Box::new(check), issue: issue.map(Box::new) }) {
            on_saved.run(());
        }
    };
    let blocks = rules.with_value(|list| list.blocks && task.is_some());
    let follows = move || {
        found.with(|found| found.missing.is_empty() && !found.passed).then(|| {
            let words = if blocks { "It opens an issue that blocks the task." } else { "It opens an issue." };
            view! { <span class="hint">{words}</span> }
        })
    };
    let set_person = move |name: String| {
        person.set(name);
        Ok(())
    };
    let lot_field = of_lots.map(|_| {
        let value = Signal::derive(move || i64::try_from(lot.get()).ok().filter(|lot| *lot > 0));
        let commit = move |size: Option<i64>| match size.and_then(|size| u64::try_from(size).ok()) {
            Some(size @ 2..=100_000_000) => {
                lot.set(size);
                Ok(())
            }
            _ => Err(LOT_ASKED.to_owned()),
        };
        let error = Signal::derive(move || (tried.get() && lot.get() == 0).then(|| LOT_ASKED.to_owned()));
        view! { <div class="form-grid touch"><IntegerField label="Lot size" value on_commit=commit error help="The sample and how many bad items it may have follow from it." /></div> }
    });
    let none = is_empty.then(|| view! { <p class="hint">"This checklist has no questions yet. Add them under Quality, Checklists."</p> });
    view! {
        {none} {lot_field}
        <div class="questions"><For each=ids key=|shown| *shown children=move |(id, ..)| question(id) /></div>
        <div class="form-grid touch"><TextField label="Filled in by" value=person on_commit=set_person placeholder="Your name" /></div>
        <p class="check-state" aria-live="polite">{state} {follows}</p>
        <div class="dialog-actions touch"><Button label="Save the check" look=ButtonLook::Primary on_press=save /></div>
    }
    .into_any()
}

/// The answers to the questions that are asked, judged.
fn given(all: &[CheckItem], answers: &BTreeMap<CheckItemId, Answer>) -> Vec<Answer> {
    let asked = all.iter().filter(|question| asked(question, answers, all));
    asked
        .filter_map(|question| {
            let answer = answers.get(&question.id).filter(|answer| answer.is_given())?;
            // The sample and its limit are those of the lot that was told last.
            Some(Answer { passed: judge(question, answer), size: question.size, upper: question.upper, ..answer.clone() })
        })
        .collect()
}

/// The check as it is kept, and the issue that it opens where it failed.
fn kept(
    session: Session,
    list: &Checklist,
    task: Option<TaskId>,
    by: String,
    answers: Vec<Answer>,
    passed: bool,
    score: f64,
) -> (Check, Option<Issue>) {
    let now = session.now();
    let about = task.map(|task| session.peek(|workspace| report_of(workspace, task, None)));
    let about = about.unwrap_or_else(|| crate::model::Report::new(RecordId::from_raw(0)));
    let check = Check {
        checklist: Some(list.id),
        version: list.version,
        time: Some(now),
        by: by.clone(),
        device: remembered(LABEL).unwrap_or_else(|| "This browser".to_owned()),
        task,
        order: about.order,
        operation: about.operation.or(list.operation),
        item: about.item.or(list.item),
        resource: about.resource,
        passed,
        score,
        answers: write_answers(&answers),
        ..Check::new(CheckId::from_raw(0))
    };
    let failed: Vec<String> = answers.iter().filter(|answer| answer.passed == Some(false)).map(|answer| answer.question.clone()).collect();
    let issue = (!passed).then(|| Issue {
        name: format!("{}: {}", list.name, failed.join(", ")),
        kind: IssueKind::Nonconformity,
        severity: if list.blocks { Severity::Major } else { Severity::Minor },
        category: failed.first().cloned().unwrap_or_default(),
        operation: check.operation,
        task,
        order: check.order,
        item: check.item,
        resource: check.resource,
        blocks: list.blocks && task.is_some(),
        raised: Some(now),
        raised_by: by,
        ..Issue::new(IssueId::from_raw(0))
    });
    (check, issue)
}

#[component]
fn Question(question: CheckItem, answers: Answers, missing: Signal<bool>) -> impl IntoView {
    let id = question.id;
    let known = StoredValue::new(question.clone());
    let change = move |change: &dyn Fn(&mut Answer)| {
        answers.update(|answers| known.with_value(|question| change(answers.entry(id).or_insert_with(|| Answer::to(question)))));
    };
    let verdict = Memo::new(move |_| {
        answers.with(|answers| known.with_value(|question| answers.get(&id).and_then(|answer| judge(question, answer))))
    });
    let text = Signal::derive(move || answers.with(|answers| answers.get(&id).map(|answer| answer.text.clone()).unwrap_or_default()));
    let set_text = move |text: String| {
        change(&|answer| answer.text.clone_from(&text));
        Ok(())
    };
    let most = (question.kind == AnswerKind::Defectives).then_some(question.size);
    let set_count = move |number: Option<f64>| match number {
        Some(number) if number < 0.0 || number.fract() != 0.0 => Err("Enter a whole number that is not below zero.".to_owned()),
        Some(number) if most.is_some_and(|most| number > most as f64) => Err("There cannot be more than were looked at.".to_owned()),
        number => {
            change(&|answer| answer.values = number.into_iter().collect());
            Ok(())
        }
    };
    let label = question.name.clone();
    let input = match question.kind {
        AnswerKind::PassFail => {
            let one = move |key: &'static str, words: &'static str| {
                let pressed = Signal::derive(move || text.get() == key);
                view! { <Button label=words pressed on_press=move |()| { let _ = set_text(key.to_owned()); } /> }
            };
            view! { <div class="pass-fail" role="group" aria-label=label.clone()>{one("pass", "Pass")} {one("fail", "Fail")}</div> }
                .into_any()
        }
        AnswerKind::Measured => measured(&question, answers, change_values(answers, known)),
        AnswerKind::Defectives | AnswerKind::Defects => {
            let words = if question.kind == AnswerKind::Defects { "Defects" } else { "Defective" };
            let value = Signal::derive(move || answers.with(|answers| answers.get(&id).and_then(|answer| answer.values.first().copied())));
            view! { <NumberField label=format!("{words} of {}", question.size) value on_commit=set_count /> }.into_any()
        }
        AnswerKind::Choice => {
            let options = choices(&question).into_iter().map(|(choice, _)| Choice::new(choice.clone(), choice)).collect::<Vec<_>>();
            view! { <ChoiceField label="Answer" options=Signal::stored(options) value=text on_commit=set_text none="Choose…" /> }.into_any()
        }
        AnswerKind::Text => view! { <TextAreaField label="Answer" value=text on_commit=set_text lines=2 /> }.into_any(),
        AnswerKind::Signature => {
            view! { <TextField label="Name" value=text on_commit=set_text placeholder="First and last name" /> }.into_any()
        }
        AnswerKind::Photo => view! { <PhotoAnswer text on_taken=move |address| drop(set_text(address)) /> }.into_any(),
    };
    let help = (!question.help.is_empty()).then(|| view! { <p class="hint">{question.help.clone()}</p> });
    let limits = if is_sampled(&question) { most_words(&question) } else { limits_words(&question) };
    let limits = (!limits.is_empty()).then(|| view! { <span class="hint">{limits}</span> });
    let judged = move || {
        verdict.get().map(|passed| {
            let (label, tone) = if passed { ("Passes", Tone::Good) } else { ("Fails", Tone::Bad) };
            view! { <Badge label tone /> }
        })
    };
    let asked = move || missing.get().then(|| view! { <span class="field-error" role="alert">"Answer this question first."</span> });
    let optional = (!question.mandatory).then(|| view! { <span class="hint">"Optional"</span> });
    view! {
        <section class="question" class:missing=missing aria-label=label.clone()>
            <h3>{label.clone()} {optional} {limits} {judged}</h3>
            {help} {input} {asked}
        </section>
    }
    .into_any()
}

/// Puts the measured value at a place; answers are kept without gaps at the end.
fn change_values(answers: Answers, known: StoredValue<CheckItem>) -> impl Fn(usize, Option<f64>) + Copy + Send + Sync + 'static {
    move |at: usize, number: Option<f64>| {
        answers.update(|answers| {
            known.with_value(|question| {
                let answer = answers.entry(question.id).or_insert_with(|| Answer::to(question));
                match number {
                    Some(number) if at < answer.values.len() => answer.values[at] = number,
                    Some(number) => answer.values.push(number),
                    None if at < answer.values.len() => drop(answer.values.remove(at)),
                    None => {}
                }
            });
        });
    }
}

fn measured(question: &CheckItem, answers: Answers, change: impl Fn(usize, Option<f64>) + Copy + Send + Sync + 'static) -> AnyView {
    let id = question.id;
    let size = usize::try_from(question.size).unwrap_or(1).clamp(1, 25);
    let unit = if question.unit.is_empty() { String::new() } else { format!(" ({})", question.unit) };
    let one = |at: usize| {
        let value = Signal::derive(move || answers.with(|answers| answers.get(&id).and_then(|answer| answer.values.get(at).copied())));
        let label = if size == 1 { format!("Value{unit}") } else { format!("Value {}{unit}", at + 1) };
        let commit = move |number: Option<f64>| {
            change(at, number);
            Ok(())
        };
        view! { <NumberField label value on_commit=commit /> }
    };
    view! { <div class="values">{(0..size).map(one).collect_view()}</div> }.into_any()
}
