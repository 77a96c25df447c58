//! A histogram painted as SVG, with its bins as a table.

use super::bars::{BOTTOM, LEFT, RIGHT};
use super::frame::axes;
use super::histogram::{HistogramData, bins, lay_out};
use crate::model::text::number_text;
use crate::ui::widgets::dom::on_resize;
use leptos::html;
use leptos::prelude::*;

/// How often values lie where, with borders and the curve expected.
#[component]
pub fn Histogram(
    /// The histogram in a sentence, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    #[prop(into)] data: Signal<HistogramData>,
    /// Height in CSS pixels; the width is that of its place.
    #[prop(default = 220.0)]
    height: f64,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let width = RwSignal::new(0.0);
    on_resize(node, Callback::new(move |(found, _): (f64, f64)| width.set(found)));
    let plot = move || {
        let width = width.get();
        if width < LEFT + RIGHT {
            return ().into_any();
        }
        let model = data.with(|data| lay_out(data, width, height));
        let bars = model
            .bars
            .into_iter()
            .map(|(x, y, width, height)| view! { <rect class="chart-bar colour-0" x=x y=y width=width height=height /> }.into_any());
        let borders = model.borders.into_iter().map(|border| {
            let end = border.at > width * 0.7;
            let x = if end { border.at - 4.0 } else { border.at + 4.0 };
            view! {
                <line class="control-limit" x1=border.at x2=border.at y1="0" y2=height - BOTTOM />
                <text class="axis-label" class:end=end x=x y="10">{border.text}</text>
            }
            .into_any()
        });
        view! {
            <svg width=width height=height viewBox=format!("0 0 {width} {height}") role="img" aria-label=move || label.get()>
                {axes(model.counts, model.values, width, height)}
                <g aria-hidden="true">
                    {bars.collect::<Vec<_>>()} <path class="chart-line colour-6" d=model.curve /> {borders.collect::<Vec<_>>()}
                </g>
            </svg>
        }
        .into_any()
    };
    let rows = move || {
        let row = |bin: super::histogram::Bin| {
            let range = format!("{} to {}", number_text(bin.from), number_text(bin.to));
            view! { <tr><th scope="row">{range}</th><td>{bin.count}</td></tr> }.into_any()
        };
        data.with(|data| bins(&data.values)).into_iter().map(row).collect::<Vec<_>>()
    };
    view! {
        <figure class="chart">
            <div node_ref=node class="chart-plot" style:height=format!("{height}px")>{plot}</div>
            <details class="chart-table">
                <summary>"Show as table"</summary>
                <table class="plain-table">
                    <thead><tr><th scope="col">"Values"</th><th scope="col">"Count"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </figure>
    }
    .into_any()
}
