//! Who is accountable, responsible, consulted and informed in each phase.

use super::page::keep_answer;
use crate::app::Session;
use crate::app::derived::improvement::{RaciRow, raci};
use crate::guide::{Term, guide};
use crate::model::TableName;
use crate::model::roles::{LETTERS, ROLES, people_key, people_of, raci_key};
use crate::ui::terms::terms_line;
use leptos::prelude::*;

/// The matrix of roles and phases; every cell is a choice.
#[component]
pub fn Roles(session: Session) -> impl IntoView {
    let rows = Memo::new(move |_| session.watch(&[TableName::Parameter], raci));
    let row = move |at: usize| {
        let known = move || rows.with(|rows| rows.get(at).cloned());
        let phase = known()?.phase;
        let cell = move |role: usize| {
            let letter = move || known().and_then(|row: RaciRow| row.letters.get(role).cloned()).unwrap_or_default();
            let choose = move |event: web_sys::Event| {
                let letter = event_target_value(&event);
                let letter = if letter.is_empty() { "-".to_owned() } else { letter };
                let _ = keep_answer(session, raci_key(phase, role), letter);
            };
            let options = LETTERS.map(|one| {
                let words = if one.is_empty() { "–" } else { one };
                view! { <option value=one selected=move || letter() == one>{words}</option> }
            });
            let label = format!("{}: {}", guide(phase).title, ROLES.get(role).copied().unwrap_or_default());
            view! { <td><select class="input" aria-label=label on:change=choose>{options}</select></td> }
        };
        let findings = move || known().map(|row| row.findings.join(" ")).unwrap_or_default();
        Some(view! {
            <tr>
                <th scope="row">{guide(phase).title}</th>
                {(0..ROLES.len()).map(cell).collect_view()}
                <td class="finding" aria-live="polite">{findings}</td>
            </tr>
        })
    };
    let people = (0..ROLES.len()).map(|role| {
        let value = move || session.watch(&[TableName::Parameter], |workspace| people_of(workspace, role).join(", "));
        let keep = move |event: web_sys::Event| {
            let _ = keep_answer(session, people_key(role), event_target_value(&event).trim().to_owned());
        };
        let label = format!("People who are {}", ROLES.get(role).copied().unwrap_or_default());
        view! { <td><input class="input" type="text" placeholder="name, name" aria-label=label prop:value=value on:change=keep /></td> }
    });
    let people = people.collect_view();
    let heads = ROLES.map(|role| view! { <th scope="col">{role}</th> });
    view! {
        <div class="guide-page">
            <p class="hint">
                "Name who holds each role: only they can approve what their role answers for. A answers for it and decides; exactly one does. R does it. A/R is both in one. C is asked before, I is told after. Every phase needs an A and an R."
            </p>
            {terms_line(&[(Term::Raci, "RACI")])}
            <div class="scroll" tabindex="0" role="region" aria-label="Responsibility matrix">
                <table class="plain-table raci">
                    <thead><tr><th scope="col">"Phase"</th> {heads} <th scope="col">"What is wrong"</th></tr></thead>
                    <tbody>
                        <tr><th scope="row">"People"</th> {people} <td></td></tr>
                        {(0..10).map(row).collect_view()}
                    </tbody>
                </table>
            </div>
            <p class="hint">
                "Production management ends where strategy, product and price are decided, and where goods are sold: it takes their orders and targets, and gives back what can be promised and what it costs."
            </p>
        </div>
    }
    .into_any()
}
