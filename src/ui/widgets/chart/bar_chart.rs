//! Stacked bars for each period with a line for what is available.

use super::bars::{Column, lay_out};
use super::frame::{ChartState, Target, axes, sized};
use super::series::ChartData;
use crate::ui::widgets::dom::unique_id;
use crate::ui::widgets::handler::Handler;
use leptos::prelude::*;

/// Stacked bars for each period; the part above the limit is marked. Arrow keys move from bar to bar, Enter picks one.
#[component]
pub fn BarChart(
    /// What the chart shows, for screen readers: "Load of Lathe by week".
    #[prop(into)]
    label: String,
    /// Periods, series, limit.
    #[prop(into)]
    data: Signal<ChartData>,
    /// Height in CSS pixels; the width is that of its place.
    #[prop(default = 240.0)]
    height: f64,
    /// Called with the place of the period that was picked; without it bars only tell their numbers.
    #[prop(optional, into)]
    on_pick: Handler<usize>,
) -> impl IntoView {
    let state = ChartState::new(data, height, on_pick.get());
    let hatch = StoredValue::new(unique_id());
    let plot = sized(state, move |data: &ChartData, width, height| {
        let model = lay_out(data, width, height);
        let targets = model.columns.iter().map(|column| Target {
            period: column.period,
            left: column.left,
            width: column.width,
            sentence: column.sentence.clone(),
        });
        let targets = state.targets(targets.collect());
        let bars: Vec<AnyView> = model.columns.into_iter().map(|column| bar_view(column, hatch)).collect();
        view! {
            <svg width=width height=height viewBox=format!("0 0 {width} {height}")>
                <defs>
                    <pattern id=hatch.get_value() width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <line class="over-hatch" x1="0" y1="0" x2="0" y2="6" />
                    </pattern>
                </defs>
                {axes(model.values, model.periods, width, height)}
                <g aria-hidden="true">{bars}</g>
                <path class="limit-line" d=model.limit aria-hidden="true" />
                {targets}
            </svg>
        }
        .into_any()
    });
    state.view(label, plot)
}

fn bar_view(column: Column, hatch: StoredValue<String>) -> AnyView {
    let (left, width) = column.bar;
    let marks: Vec<AnyView> = column
        .marks
        .into_iter()
        .map(|mark| {
            let class = format!("chart-bar colour-{}", mark.colour);
            view! { <rect class=class x=mark.x y=mark.y width=mark.width height=mark.height /> }.into_any()
        })
        .collect();
    let over = column.over.map(|(top, height)| {
        let fill = format!("url(#{})", hatch.get_value());
        view! { <rect class="bar-over" fill=fill x=left y=top width=width height=height /> }
    });
    view! { <g>{marks}{over}</g> }.into_any()
}
