//! Targets of the plan ahead: what is to be reached, what the plan shown gives in each period and in all, and where it misses.

use super::planner::Ahead;
use crate::app::derived::aggregate::{Against, Aim, TargetRow, target, target_key, target_text, targets, targets_sentence};
use crate::app::{ImprovementCommand, Refusal};
use crate::model::{ItemId, RecordId, TableName};
use crate::ui::widgets::entry::number_text;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{ChoiceField, NumberField};
use leptos::prelude::*;

/// The fields, and the table of what is reached.
pub fn targets_view(ahead: Ahead) -> AnyView {
    let chosen = RwSignal::new(String::new());
    let fields = move || {
        let item = ahead.basis.with(|basis| basis.items.iter().find(|id| id.raw().to_string() == chosen.get()).copied());
        let aims = Aim::ALL.into_iter().filter(|aim| item.is_none() || *aim != Aim::Utilisation);
        aims.map(|aim| field(ahead, aim, item)).collect_view()
    };
    let options = Signal::derive(move || {
        ahead.basis.with(|basis| {
            basis.items.iter().zip(&basis.item_names).map(|(id, name)| Choice::new(id.raw().to_string(), name.clone())).collect::<Vec<_>>()
        })
    });
    let choose = Callback::new(move |key: String| {
        chosen.set(key);
        Ok(())
    });
    let rows = move || {
        let planned = ahead.chosen()?;
        let plan = planned.outcome.plan.as_ref()?;
        let basis = ahead.basis.get();
        let rows = ahead.session.watch(&[TableName::Parameter], |workspace| targets(workspace, &basis, plan));
        let sentence = targets_sentence(&rows)?;
        Some(view! { <p role="status">{sentence}</p> {table(&rows, &basis.period_names)} }.into_any())
    };
    view! {
        <section class="stack plan-targets">
            <h2>"Targets"</h2>
            <div class="bar">
                <ChoiceField label="Targets of" options value=chosen on_commit=choose none="all items together" />
                {fields}
            </div>
            {rows}
        </section>
    }
    .into_any()
}

fn field(ahead: Ahead, aim: Aim, item: Option<ItemId>) -> AnyView {
    let session = ahead.session;
    let scale = if aim.is_share() { 100.0 } else { 1.0 };
    let value = Signal::derive(move || {
        let kept = session.watch(&[TableName::Parameter], |workspace| target(workspace, aim, item));
        kept.map(|kept| (kept * scale * 1e6).round() / 1e6)
    });
    let commit = Callback::new(move |number: Option<f64>| {
        let value = target_text(aim, number.map(|number| number / scale))?;
        let answer = ImprovementCommand::Answer { key: target_key(aim, item), value };
        session.dispatch(&answer).map_err(|refusal: Refusal| refusal.to_string())
    });
    let label = if aim.is_share() { format!("{} (%)", aim.label()) } else { aim.label().to_owned() };
    view! { <NumberField label value on_commit=commit /> }.into_any()
}

fn table(rows: &[TargetRow], periods: &[String]) -> AnyView {
    let text = |aim: Aim, value: f64| {
        if aim.is_share() { format!("{} %", number_text(100.0 * value, 1)) } else { number_text(value, 0) }
    };
    let cell = |aim: Aim, against: &Against| {
        let words = against.value.map_or_else(|| "–".to_owned(), |value| text(aim, value));
        // Not by colour alone.
        let words = if against.is_missed { format!("{words} missed") } else { words };
        view! { <td class="numbers" class:tone-bad=against.is_missed>{words}</td> }.into_any()
    };
    let line = |row: &TargetRow| {
        let of = if row.of.is_empty() { "all items".to_owned() } else { row.of.clone() };
        let cells = row.by_period.iter().map(|against| cell(row.aim, against)).collect::<Vec<_>>();
        view! {
            <tr>
                <th scope="row">{format!("{of}: {}", row.aim.label())}</th>
                <td class="numbers">{text(row.aim, row.target)}</td>
                {cell(row.aim, &row.total)}
                {cells}
            </tr>
        }
        .into_any()
    };
    let lines = rows.iter().map(line).collect::<Vec<_>>();
    let heads = periods.iter().map(|name| view! { <th scope="col">{name.clone()}</th> }.into_any()).collect::<Vec<_>>();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Targets, scrollable">
            <table class="plain-table">
                <thead><tr><th scope="col">"Target"</th><th scope="col">"Set"</th><th scope="col">"In all"</th>{heads}</tr></thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}
