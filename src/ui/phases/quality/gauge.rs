//! A gauge study: rows pasted from a spreadsheet, how they are understood, and how much of the variation comes from measuring.

use crate::app::derived::quality::{GaugeLine, GaugeMethod, GaugeRows, gauge_lines, gauge_words, read_gauge, rounded};
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{NumberField, Segmented};
use leptos::prelude::*;

/// Unread lines that are shown.
const SHOWN: usize = 5;

/// The tab of gauge studies.
#[component]
pub fn GaugeView() -> impl IntoView {
    let rows = RwSignal::new(GaugeRows::default());
    let method = RwSignal::new(GaugeMethod::Variance);
    let tolerance = RwSignal::new(None::<f64>);
    let options = vec![Choice::new("variance", "Analysis of variance"), Choice::new("ranges", "Averages and ranges")];
    let value = Signal::derive(move || if method.get() == GaugeMethod::Ranges { "ranges" } else { "variance" }.to_owned());
    let change = move |key: String| method.set(if key == "ranges" { GaugeMethod::Ranges } else { GaugeMethod::Variance });
    let set_tolerance = move |number: Option<f64>| match number {
        Some(number) if number <= 0.0 => Err("Enter a width above zero, or nothing.".to_owned()),
        number => {
            tolerance.set(number);
            Ok(())
        }
    };
    let result = move || rows.with(|rows| result(rows, method.get(), tolerance.get()));
    view! {
        <div class="stack">
            <p class="hint">"Several people measure the same parts several times, without knowing their earlier results. Paste part, operator and value, a measurement a row. It is worked out here and not kept."</p>
            <textarea
                class="input paste-field"
                rows="8"
                aria-label="Part, operator and value"
                placeholder="1\tAda\t0.29\n1\tAda\t0.41\n1\tBo\t0.08"
                on:input=move |event| rows.set(read_gauge(&event_target_value(&event)))
            ></textarea>
            <div class="bar gauge-wishes">
                <Segmented label="Method" options value on_change=change />
                <NumberField label="Tolerance (upper less lower limit)" value=tolerance on_commit=set_tolerance />
            </div>
            <div role="status">{move || rows.with(said)}</div>
            {result}
        </div>
    }
    .into_any()
}

/// How what was pasted is understood.
fn said(rows: &GaugeRows) -> AnyView {
    if rows.parts.is_empty() && rows.unread.is_empty() {
        return ().into_any();
    }
    let understood = format!("{} parts, {} operators, {} measurements each.", rows.parts.len(), rows.operators.len(), rows.trials());
    let unread: Vec<String> = rows.unread.iter().take(SHOWN).map(|line| format!("“{line}”")).collect();
    let unread = (!unread.is_empty())
        .then(|| view! { <p class="hint">{format!("{} lines are no measurement: {}", rows.unread.len(), unread.join(", "))}</p> });
    view! {
        <p>{understood} " " {rows.missing()}</p>
        {unread}
    }
    .into_any()
}

fn result(rows: &GaugeRows, method: GaugeMethod, tolerance: Option<f64>) -> AnyView {
    let Some(study) = rows.study(method) else { return ().into_any() };
    let percent = |share: f64| format!("{} %", rounded(share * 100.0));
    let row = |line: GaugeLine| {
        view! {
            <tr>
                <th scope="row">{line.source}</th>
                <td class="numbers">{rounded(line.variance)}</td>
                <td class="numbers">{rounded(line.deviation)}</td>
                <td class="numbers">{percent(line.contribution)}</td>
                <td class="numbers">{percent(line.study)}</td>
                <td class="numbers">{line.tolerance.map(percent)}</td>
            </tr>
        }
        .into_any()
    };
    let lines: Vec<AnyView> = gauge_lines(&study, tolerance).into_iter().map(row).collect();
    let interaction = study.interaction_p.map(|p| {
        let kept = if study.interaction_kept { "it stands apart" } else { "it counts as repeatability, for it is above 0.25" };
        view! { <p class="hint">{format!("Interaction of operators and parts: p = {}; {kept}.", rounded(p))}</p> }
    });
    view! {
        <p><strong>{gauge_words(&study)}</strong></p>
        <div class="scroll" tabindex="0" role="region" aria-label="Sources of variation, scrollable">
            <table class="report">
                <thead>
                    <tr>
                        <th scope="col">"Source"</th>
                        <th scope="col">"Variance"</th>
                        <th scope="col">"Standard deviation"</th>
                        <th scope="col">"Of the variance"</th>
                        <th scope="col">"Of the variation"</th>
                        <th scope="col">"Of the tolerance"</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        {interaction}
        <p class="hint">"AIAG, Measurement Systems Analysis, fourth edition: shares of the variation are of standard deviations and do not add up; below 10 % is usually good enough, above 30 % is not. Of the tolerance: six standard deviations."</p>
    }
    .into_any()
}
