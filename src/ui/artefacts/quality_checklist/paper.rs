//! A checklist as a form to be filled in by hand: boxes to tick, lines to write on, one checklist a sheet of A4.

use super::build::{AnswerForm, ChecklistSheet, QuestionLine};
use crate::app::Session;
use leptos::prelude::*;

/// The form of one checklist.
pub fn paper_sheet(session: Session, sheet: &ChecklistSheet) -> AnyView {
    let workspace = session.peek(|workspace| workspace.settings().name);
    let head = ["Date and time", "Order", "Item", "Person or machine", "Filled in by"].map(|label| blank(label, ""));
    let questions = sheet.questions.iter().map(question).collect_view();
    view! {
        <section class="check-sheet form-sheet">
            <header>
                <h2>{sheet.name.clone()}</h2>
                <p>{format!("{workspace} · version {} · printed {}", sheet.version, session.now().date_text())}</p>
            </header>
            <p>{format!("{}. {}", sheet.point, sheet.verdict)}</p>
            <div class="form-head">{head.into_iter().collect::<Vec<_>>()}</div>
            <ol class="form-questions">{questions}</ol>
            <footer class="form-head">{[blank("Result: passed or failed", ""), blank("Signature", "")].into_iter().collect::<Vec<_>>()}</footer>
        </section>
    }
    .into_any()
}

/// A line to write on above its words.
fn blank(label: &str, class: &str) -> AnyView {
    view! { <span class=format!("form-blank {class}")><span class="form-line"></span><span class="form-label">{label.to_owned()}</span></span> }.into_any()
}

fn question(line: &QuestionLine) -> AnyView {
    let facts: Vec<&str> =
        [&line.criteria, &line.sample, &line.remark].into_iter().map(String::as_str).filter(|words| !words.is_empty()).collect();
    let facts = facts.join(" · ");
    let how = (!line.how.is_empty()).then(|| view! { <span class="form-how">{line.how.clone()}</span> });
    view! {
        <li>
            <span class="form-question"><strong>{line.name.clone()}</strong> <span class="hint">{facts}</span> {how}</span>
            <span class="form-answer">{answer(&line.form)}</span>
        </li>
    }
    .into_any()
}

fn answer(form: &AnswerForm) -> AnyView {
    let lines = |labels: Vec<String>, class: &str| labels.into_iter().map(|label| blank(&label, class)).collect::<Vec<_>>().into_any();
    match form {
        AnswerForm::Boxes(words) => {
            let one = |words: &String| view! { <span class="form-box"><span class="form-tick"></span> {words.clone()}</span> }.into_any();
            words.iter().map(one).collect::<Vec<_>>().into_any()
        }
        AnswerForm::Values { count, unit } => {
            let label = |at: usize| if *count == 1 { unit.clone() } else { format!("{at} {unit}").trim_end().to_owned() };
            lines((1..=*count).map(label).collect(), "short")
        }
        AnswerForm::Count { of: 0 } => lines(vec!["of".to_owned(), "lot".to_owned()], "short"),
        AnswerForm::Count { of } => lines(vec![format!("of {of}")], "short"),
        AnswerForm::Lines(count) => lines(vec![String::new(); *count], "long"),
        AnswerForm::Signature => lines(vec!["Name".to_owned(), "Date".to_owned()], ""),
        AnswerForm::Picture => lines(vec!["Number of the picture".to_owned()], ""),
    }
}
