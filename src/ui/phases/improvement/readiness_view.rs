//! Whether it is time and whether the organisation is ready: what presses, sixteen statements, and what both lead to.

use super::adoption_view::AdoptionView;
use super::page::keep_answer;
use crate::app::Session;
use crate::app::derived::improvement::{answer, readiness, readiness_key};
use crate::guide::READINESS;
use crate::model::TableName;
use crate::model::text::number_text;
use crate::ui::widgets::Segmented;
use crate::ui::widgets::table::Choice;
use leptos::prelude::*;

/// The assessment.
#[component]
pub fn ReadinessView(session: Session) -> impl IntoView {
    let advice = Memo::new(move |_| session.watch(&[TableName::Parameter], readiness));
    let statement = move |prerequisite: usize, at: usize, words: &'static str| {
        let key = readiness_key(prerequisite, at);
        let own = key.clone();
        let value = Signal::derive(move || session.watch(&[TableName::Parameter], |workspace| answer(workspace, &own).unwrap_or_default()));
        let options = (0..=4).map(|score| Choice::new(score.to_string(), score.to_string())).collect::<Vec<_>>();
        let choose = move |score: String| {
            let _ = keep_answer(session, key.clone(), score);
        };
        view! { <li><span>{words}</span><Segmented label=words options value on_change=choose /></li> }
    };
    let group = move |at: usize, (name, statements): (&'static str, [&'static str; 4])| {
        let mean = move || {
            let mean = advice.with(|advice| advice.prerequisites.get(at).copied().flatten());
            mean.map(|mean| format!("{} of 4", number_text(mean))).unwrap_or_default()
        };
        view! {
            <section class="readiness">
                <h3>{name} <span class="hint">{mean}</span></h3>
                <ul>{statements.into_iter().enumerate().map(|(place, words)| statement(at, place, words)).collect_view()}</ul>
            </section>
        }
    };
    let result = move || {
        advice.with(|advice| {
            let head = match (advice.decision, advice.readiness) {
                (Some(decision), Some(readiness)) => format!("{decision}: {} of 100. ", number_text(readiness)),
                _ => String::new(),
            };
            format!("{head}{}", advice.sentence)
        })
    };
    view! {
        <div class="guide-page">
            <AdoptionView session />
            <h2>"Are we ready?"</h2>
            <p class="hint">"0 not at all, 1 begun, 2 partly, 3 mostly, 4 fully, and it can be shown. The limits are a proposal: go from a mean of 2.5 on with none below 2, try with one team from 2 on with none below 1."</p>
            <p class="advice" aria-live="polite">{result}</p>
            {READINESS.into_iter().enumerate().map(|(at, one)| group(at, one)).collect_view()}
        </div>
    }
    .into_any()
}
