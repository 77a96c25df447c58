//! The values of a figure that people type: a field for each of the last periods, and a column pasted from a spreadsheet.

use super::look::typed_scale;
use super::page::Desk;
use crate::app::PerformanceCommand;
use crate::app::derived::demand::period_label;
use crate::app::derived::performance::{read_typed, typed_words, typing_periods};
use crate::model::{KpiId, Period, Time};
use crate::ui::widgets::{Button, NumberField};
use leptos::prelude::*;

/// So many periods have a field of their own; older ones are pasted, or changed under Tables.
const SHOWN: usize = 13;
/// The lines of what was not understood that are shown.
const LEFT_OUT: usize = 4;

/// What is typed for a figure; nothing for one that is counted.
pub fn typing_view(desk: Desk, figure: KpiId) -> AnyView {
    let known = desk.session.peek(|workspace| workspace.kpis.get(&figure).map(|figure| (figure.typed, figure.unit.clone())));
    let Some((Some(period), unit)) = known else { return ().into_any() };
    let (scale, said) = typed_scale(None, &unit);
    let starts = typing_periods(period, desk.session.now(), SHOWN);
    let field = |start: Time| {
        let value = Signal::derive(move || {
            let typed = desk.typed.with(|typed| {
                let rows = &typed.series.get(typed.place(figure)?)?.rows;
                rows.iter().find(|(_, known, _)| *known == start).map(|(.., value)| *value)
            });
            typed.map(|value| (value * scale * 1e9).round() / 1e9)
        });
        let commit = Callback::new(move |typed: Option<f64>| send(desk, figure, vec![(start, typed.map(|typed| typed / scale))]));
        view! { <NumberField label=format!("{}{said}", period_label(period, start)) value on_commit=commit /> }.into_any()
    };
    let fields: Vec<AnyView> = starts.into_iter().map(field).collect();
    view! {
        <section class="stack typed-values" aria-label="Values">
            <h3>"Values"</h3>
            <div class="form-grid">{fields}</div>
            <details>
                <summary>"Paste values"</summary>
                {paste_view(desk, figure, period, scale)}
            </details>
        </section>
    }
    .into_any()
}

fn send(desk: Desk, figure: KpiId, values: Vec<(Time, Option<f64>)>) -> Result<(), String> {
    desk.session.dispatch(&PerformanceCommand::TypeValues { figure, values }).map_err(|refusal| refusal.to_string())
}

fn paste_view(desk: Desk, figure: KpiId, period: Period, scale: f64) -> AnyView {
    let text = RwSignal::new(String::new());
    let node = NodeRef::<leptos::html::Textarea>::new();
    let read = move |text: &str| read_typed(text, period, desk.session.now(), scale);
    let said = move || {
        let pasted = text.with(|text| read(text));
        let lines: Vec<AnyView> =
            pasted.left_out.iter().take(LEFT_OUT).map(|line| view! { <li>{format!("Left out: {line}")}</li> }.into_any()).collect();
        view! { <p>{typed_words(&pasted, period)}</p> {(!lines.is_empty()).then(|| view! { <ul>{lines}</ul> })} }.into_any()
    };
    let refused = Signal::derive(move || text.with(|text| read(text).values.is_empty()).then(|| "Paste values first.".to_owned()));
    let take = move |()| {
        let values: Vec<(Time, Option<f64>)> =
            text.with_untracked(|text| read(text)).values.into_iter().map(|value| (value.start, Some(value.quantity))).collect();
        if desk.session.act(PerformanceCommand::TypeValues { figure, values }) {
            text.set(String::new());
            if let Some(area) = node.get_untracked() {
                area.set_value("");
            }
        }
    };
    let hint = format!(
        "Periods with their values beside them, or a column of values alone: the last of it is then of the last {} that is over.",
        period.label().to_lowercase()
    );
    view! {
        <p class="hint">{hint}</p>
        <textarea
            node_ref=node
            class="input paste-field"
            rows="6"
            aria-label="Values from a spreadsheet"
            on:input=move |event| text.set(event_target_value(&event))
        ></textarea>
        <div role="status">{said}</div>
        <div class="dialog-actions"><Button label="Take over" refused on_press=take /></div>
    }
    .into_any()
}
