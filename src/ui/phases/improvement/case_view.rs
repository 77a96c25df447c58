//! The business case: what goes in, what the five benefits come to, and whether it pays.

use super::page::keep_answer;
use crate::app::ImprovementCommand;
use crate::app::Session;
use crate::app::derived::improvement::{MEASURED_TABLES, MeasuredInput, answer, case_of, measured, source_of};
use crate::app::derived::performance;
use crate::engine::finance::Appraisal;
use crate::guide::{BENEFITS, CaseInput, INPUTS, Term};
use crate::model::TableName;
use crate::model::text::{number_text, parse_number, with_thousands};
use crate::ui::links;
use crate::ui::terms::terms_line;
use crate::ui::widgets::{Button, ButtonLook, Explained, Stat};
use leptos::prelude::*;
use leptos_router::components::A;

const KINDS: [(&str, &str); 3] = [("low", "With caution"), ("likely", "Likely"), ("high", "With luck")];

/// The business case.
#[component]
pub fn CaseView(session: Session) -> impl IntoView {
    let case = Memo::new(move |_| session.watch(&[TableName::Parameter], case_of));
    let proven = Memo::new(move |_| {
        session.watch(&[TableName::Improvement], |workspace| {
            let adopted = workspace.improvements.values().filter(|one| one.decision == crate::model::Conclusion::Adopt);
            adopted.fold((0_usize, 0.0, 0.0), |(count, benefit, cost), one| (count + 1, benefit + one.benefit, cost + one.cost))
        })
    });
    let adopted = move || {
        let (count, benefit, cost) = proven.get();
        (count > 0).then(|| format!("Adopted improvements so far: {count}, worth {} a year, for {} once.", money(benefit), money(cost)))
    };
    let figures = move || {
        let case = case.get();
        let payments =
            case.payments[1].iter().enumerate().map(|(year, payment)| (format!("Year {year}"), money(*payment))).collect::<Vec<_>>();
        let figure = |label: &str, formula: &str, of: &dyn Fn(&Appraisal) -> String| {
            Explained {
            label: label.to_owned(),
            value: of(&case.range.likely),
            detail: format!("{} to {}", of(&case.range.low), of(&case.range.high)),
            formula: formula.to_owned(),
            inputs: payments.clone(),
            note: "Half of the benefit in the first year, nine tenths in the second, all in the third. The range is from cautious to lucky inputs.".to_owned(),
            ..Explained::default()
        }
        };
        let percent =
            |rate: Option<f64>| rate.map_or_else(|| "none".to_owned(), |rate| format!("{} %", number_text((rate * 1000.0).round() / 10.0)));
        let years = |years: Option<f64>| {
            years.map_or_else(|| "never".to_owned(), |years| format!("{} years", number_text((years * 10.0).round() / 10.0)))
        };
        let all = [
            figure("Net present value", "payments of each year, discounted, summed", &|one| money(one.present_value)),
            figure("Internal rate of return", "the rate at which the net present value is zero", &|one| percent(one.internal_rate)),
            figure("Payback", "time until what came in covers what was paid", &|one| years(one.payback)),
            figure("Break-even", "the share of the benefit that would just do", &|one| percent(one.least_share_of_benefit)),
        ];
        case.is_begun.then(|| all.map(|one| view! { <Stat of=Signal::stored(one) /> }).into_iter().collect_view())
    };
    let benefits = move || {
        let case = case.get();
        let rows = BENEFITS.into_iter().zip(case.benefits).map(|((name, formula), values)| {
            view! { <tr><th scope="row" title=formula>{name}<span class="hint">{formula}</span></th>{values.map(|value| view! { <td>{money(value)}</td> })}</tr> }
        });
        rows.collect_view()
    };
    let offers = Memo::new(move |_| {
        let tables: Vec<TableName> = performance::TABLES.iter().chain(&MEASURED_TABLES).copied().collect();
        session.watch(&tables, |workspace| measured(workspace, session.now()))
    });
    let heads = || KINDS.map(|(_, words)| view! { <th scope="col">{words}</th> });
    view! {
        <div class="guide-page">
            <div class="stats">{figures}</div>
            {terms_line(&[
                (Term::NetPresentValue, "net present value"),
                (Term::InternalRate, "internal rate of return"),
                (Term::Payback, "payback"),
            ])}
            <p class="hint">{adopted}</p>
            <div class="scroll" tabindex="0" role="region" aria-label="Benefits">
                <table class="plain-table case">
                    <thead><tr><th scope="col">"Benefit a year"</th>{heads()}</tr></thead>
                    <tbody>{benefits}</tbody>
                </table>
            </div>
            <h2>"What goes in"</h2>
            <p class="hint">"Enter what is likely; with caution and with luck only where they differ. What is left empty counts as nothing. Prices are in the currency of the settings. What was measured can be taken over; a value says whether it was typed or measured."</p>
            <div class="scroll" tabindex="0" role="region" aria-label="Inputs of the business case">
                <table class="plain-table case">
                    <thead><tr><th scope="col">"Input"</th>{heads()}</tr></thead>
                    <tbody>{INPUTS.into_iter().map(|input| input_row(session, input, offers)).collect_view()}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

fn input_row(session: Session, input: CaseInput, offers: Memo<Vec<MeasuredInput>>) -> AnyView {
    let offer = Memo::new(move |_| offers.with(|offers| offers.iter().find(|one| one.key == input.key).cloned()));
    let unit = if input.unit.is_empty() { String::new() } else { format!(" ({})", input.unit) };
    view! {
        <tr>
            <th scope="row">{input.label}{unit}{move || offer.get().map(|offer| offer_view(session, input, offer))}</th>
            {KINDS.map(|(kind, words)| input_cell(session, input, kind, words))}
        </tr>
    }
    .into_any()
}

fn input_cell(session: Session, input: CaseInput, kind: &'static str, words: &'static str) -> AnyView {
    let key = format!("case.{}.{kind}", input.key);
    let own = key.clone();
    let refusal = RwSignal::new(None::<String>);
    let value = Memo::new(move |_| session.watch(&[TableName::Parameter], |workspace| answer(workspace, &own).unwrap_or_default()));
    let commit = move |event: web_sys::Event| {
        let typed = event_target_value(&event);
        let said = match (typed.trim(), parse_number(&typed)) {
            ("", _) => keep_answer(session, key.clone(), String::new()),
            (_, Some(number)) if number >= 0.0 => keep_answer(session, key.clone(), number.to_string()),
            _ => Err("Enter a number that is not below zero.".to_owned()),
        };
        refusal.set(said.err());
    };
    let source = move || {
        let measured = session.watch(&[TableName::Parameter], |workspace| source_of(workspace, input.key, kind));
        match (value.with(String::is_empty), measured) {
            (true, _) => None,
            (false, None) => Some(view! { <span class="hint">"typed"</span> }.into_any()),
            (false, Some(words)) => Some(view! { <span class="hint">{format!("measured: {words}")}</span> }.into_any()),
        }
    };
    view! {
        <td>
            <input class="input" inputmode="decimal" aria-label=format!("{}, {words}", input.label) prop:value=move || value.get() on:change=commit aria-invalid=move || refusal.with(Option::is_some).then_some("true") />
            {source}
            <span class="field-error">{move || refusal.get().map(|words| view! { <span role="alert">{words}</span> })}</span>
        </td>
    }
    .into_any()
}

/// What was measured, where it is looked up, and the way to take it over; nothing to take where it is the value already.
fn offer_view(session: Session, input: CaseInput, offer: MeasuredInput) -> AnyView {
    let (key, kind, value) = (offer.key, offer.kind(), offer.value.to_string());
    let is_taken = Memo::new(move |_| {
        session.watch(&[TableName::Parameter], |workspace| {
            source_of(workspace, key, kind).is_some() && answer(workspace, &format!("case.{key}.{kind}")).as_ref() == Some(&value)
        })
    });
    let unit = if input.unit.is_empty() { String::new() } else { format!(" {}", input.unit) };
    let label = format!("Use the measured value{}", if offer.is_likely { "" } else { " as the most there is" });
    let said = format!("Measured: {}{unit}: {}. ", with_thousands(offer.value), offer.words);
    let route = offer.route;
    let command = ImprovementCommand::Answers { answers: offer.answers() };
    let take = move |()| {
        let _ = session.act(command.clone());
    };
    let button = move || {
        let (label, take) = (label.clone(), take.clone());
        (!is_taken.get()).then(|| view! { <Button label=label look=ButtonLook::Quiet on_press=take /> })
    };
    view! {
        <span class="hint">{said} <A href=links::to(route)>"See it"<span class="visually-hidden">{format!(": {}", input.label)}</span></A></span>
        {button}
    }
    .into_any()
}

fn money(amount: f64) -> String {
    with_thousands(amount.round())
}
