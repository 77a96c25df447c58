//! A number that opens its explanation: formula, inputs and the rows it was made from.

use super::badge::tone_icon;
use super::dom::unique_id;
use super::handler::Handler;
use super::icon::icon;
use super::popover::Popover;
use super::tone::Tone;
use leptos::prelude::*;

/// A number with everything that explains it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Explained {
    /// What it is: "On time".
    pub label: String,
    /// The number with its unit: "94 %".
    pub value: String,
    pub tone: Tone,
    /// A few words under the number: "3 of 50 late".
    pub detail: String,
    /// How it is computed, in words or signs: "orders on time / all orders".
    pub formula: String,
    /// What went into the formula: name and value.
    pub inputs: Vec<(String, String)>,
    /// The rows it was made from; the first hundred are shown.
    pub rows: Vec<SourceRow>,
    /// Where it is known from or what it leaves out.
    pub note: String,
}

/// One row behind a number.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct SourceRow {
    pub label: String,
    pub value: String,
    /// What to hand back when the row is chosen, such as a record's id.
    pub id: u64,
}

const SHOWN_ROWS: usize = 100;

/// A label over a number; pressing it opens the explanation.
#[component]
pub fn Stat(
    /// The number and its explanation.
    #[prop(into)]
    of: Signal<Explained>,
    /// Goes to the row behind the number; without it the rows are only listed.
    #[prop(optional, into)]
    on_row: Handler<u64>,
) -> impl IntoView {
    let name = Signal::derive(move || of.with(|of| format!("{}: {}. Explain", of.label, of.value)));
    let open = RwSignal::new(false);
    view! {
        <div class=move || of.with(|of| format!("stat {}", of.tone.class()))>
            <span class="stat-label">{move || of.with(|of| of.label.clone())}</span>
            <span class="stat-value">
                {move || of.with(|of| tone_icon(of.tone)).map(icon)} {move || of.with(|of| of.value.clone())}
            </span>
            <span class="stat-detail">{move || of.with(|of| of.detail.clone())}</span>
            <Popover label=name icon=super::icon::Icon::Help icon_only=true class="stat-button" open>
                {explanation(of.get(), on_row.get(), open)}
            </Popover>
        </div>
    }
    .into_any()
}

/// The explanation of a number, for use in a popover or a panel.
pub fn explanation(of: Explained, on_row: Option<Callback<u64>>, open: RwSignal<bool>) -> AnyView {
    let Explained { label, value, formula, inputs, rows, note, .. } = of;
    let heading = unique_id();
    let inputs: Vec<AnyView> = inputs.into_iter().map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> }.into_any()).collect();
    let left_out = rows.len().saturating_sub(SHOWN_ROWS);
    let rows: Vec<AnyView> = rows.into_iter().take(SHOWN_ROWS).map(|row| source_row(row, on_row, open)).collect();
    let has_rows = !rows.is_empty();
    // A list that scrolls must be reached by keys: by its buttons, else itself.
    let stop = on_row.is_none().then_some("0");
    view! {
        <div class="explanation">
            <h2 id=heading>{label} <span class="numbers">{value}</span></h2>
            {(!formula.is_empty()).then(|| view! { <p class="formula">{formula}</p> })}
            {(!inputs.is_empty()).then(|| view! { <dl class="inputs">{inputs}</dl> })}
            {has_rows.then(|| view! { <ul class="source-rows" role="list" aria-label="Behind this number" tabindex=stop>{rows}</ul> })}
            {(left_out > 0).then(|| view! { <p class="muted">{format!("and {left_out} more")}</p> })}
            {(!note.is_empty()).then(|| view! { <p class="muted">{note}</p> })}
        </div>
    }
    .into_any()
}

fn source_row(row: SourceRow, on_row: Option<Callback<u64>>, open: RwSignal<bool>) -> AnyView {
    let SourceRow { label, value, id } = row;
    match on_row {
        Some(on_row) => {
            let choose = move |_| {
                open.set(false);
                on_row.run(id);
            };
            view! {
                <li>
                    <button type="button" class="source-row" on:click=choose>
                        <span>{label}</span>
                        <span class="numbers">{value}</span>
                    </button>
                </li>
            }
            .into_any()
        }
        None => view! { <li class="source-row"><span>{label}</span><span class="numbers">{value}</span></li> }.into_any(),
    }
}
