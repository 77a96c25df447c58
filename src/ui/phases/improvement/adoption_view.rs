//! What makes it time for a change: five triggers with their signs, counted where the records tell and asked where they do not.

use super::page::keep_answer;
use crate::app::Session;
use crate::app::derived::improvement::{PRESSURE_TABLES, Sign, answer, pressure, trigger_key};
use crate::model::TableName;
use crate::model::text::number_text;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Badge, Segmented, Tone};
use leptos::prelude::*;

/// The triggers.
#[component]
pub fn AdoptionView(session: Session) -> impl IntoView {
    let found = Memo::new(move |_| session.watch(&PRESSURE_TABLES, |workspace| pressure(workspace, session.now())));
    let sign = move |trigger: usize, at: usize| {
        // An answer changes the score alone, so that the buttons stay and with them the focus.
        let known = Memo::new(move |_| {
            found.with(|found| {
                let sign = found.triggers.get(trigger).and_then(|one| one.signs.get(at))?;
                Some(Sign { score: sign.score.filter(|_| sign.counted.is_some()), ..sign.clone() })
            })
        });
        move || known.get().map(|sign| sign_view(session, trigger, at, &sign))
    };
    let group = move |trigger: usize| {
        let name = found.with_untracked(|found| found.triggers.get(trigger).map_or("", |one| one.name));
        let state = move || {
            let score = found.with(|found| found.triggers.get(trigger).and_then(|one| one.score));
            let (label, tone) = match score {
                None => ("Not known".to_owned(), Tone::Muted),
                Some(score) if score >= 3.0 => (format!("Holds: {} of 4", number_text(round(score))), Tone::Bad),
                Some(score) if score >= 2.0 => (format!("Holds in part: {} of 4", number_text(round(score))), Tone::Warning),
                Some(score) => (format!("Does not hold: {} of 4", number_text(round(score))), Tone::Good),
            };
            view! { <Badge label tone /> }
        };
        view! {
            <section class="readiness">
                <h3>{name} " " {state}</h3>
                <ul>{(0..3).map(|at| sign(trigger, at)).map(|view| view! { <li>{view}</li> }).collect_view()}</ul>
            </section>
        }
    };
    let result = move || {
        found.with(|found| match found.urgency {
            Some(urgency) => format!("Urgency: {} of 100. {}", number_text(urgency.round()), found.sentence),
            None => found.sentence.to_owned(),
        })
    };
    view! {
        <h2>"Is it time?"</h2>
        <p class="hint">"What presses most counts for each trigger: 2 from the first limit on, 4 from the second, 3 where there is one limit. What the records tell is counted; the rest is asked, 0 not at all to 4 fully. The limits are a proposal."</p>
        <p class="advice" aria-live="polite">{result}</p>
        {(0..5).map(group).collect_view()}
    }
    .into_any()
}

fn sign_view(session: Session, trigger: usize, at: usize, sign: &Sign) -> AnyView {
    if let Some(words) = &sign.counted {
        let score = sign.score.map(|score| number_text(round(score))).unwrap_or_default();
        return view! {
            <span>{sign.statement}<br /><span class="hint">{words.clone()}</span></span>
            <span class="hint">{format!("counted: {score} of 4")}</span>
        }
        .into_any();
    }
    let key = trigger_key(trigger, at);
    let own = key.clone();
    let value = Signal::derive(move || session.watch(&[TableName::Parameter], |workspace| answer(workspace, &own).unwrap_or_default()));
    let options = (0..=4).map(|score| Choice::new(score.to_string(), score.to_string())).collect::<Vec<_>>();
    let choose = move |score: String| {
        let _ = keep_answer(session, key.clone(), score);
    };
    view! { <span>{sign.statement}</span><Segmented label=sign.statement options value on_change=choose /> }.into_any()
}

fn round(score: f64) -> f64 {
    (score * 10.0).round() / 10.0
}
