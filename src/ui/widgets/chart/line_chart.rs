//! One line for each series, with bands of uncertainty and an optional limit.

use super::frame::{ChartState, Target, axes, sized};
use super::lines::{Line, lay_out};
use super::series::ChartData;
use crate::ui::widgets::handler::Handler;
use leptos::prelude::*;

/// One line for each series. Arrow keys move from period to period, Enter picks one.
#[component]
pub fn LineChart(
    /// What the chart shows, for screen readers.
    #[prop(into)]
    label: String,
    /// Periods, series, limit.
    #[prop(into)]
    data: Signal<ChartData>,
    /// Height in CSS pixels; the width is that of its place.
    #[prop(default = 240.0)]
    height: f64,
    /// Called with the place of the period that was picked; without it points only tell their numbers.
    #[prop(optional, into)]
    on_pick: Handler<usize>,
) -> impl IntoView {
    let state = ChartState::new(data, height, on_pick.get());
    let plot = sized(state, move |data: &ChartData, width, height| {
        let model = lay_out(data, width, height);
        let targets = model.columns.iter().enumerate().map(|(period, (left, width, sentence))| Target {
            period,
            left: *left,
            width: *width,
            sentence: sentence.clone(),
        });
        let targets = state.targets(targets.collect());
        let lines: Vec<AnyView> = model.lines.into_iter().map(line_view).collect();
        view! {
            <svg width=width height=height viewBox=format!("0 0 {width} {height}")>
                {axes(model.values, model.periods, width, height)}
                <path class="limit-line" d=model.limit aria-hidden="true" />
                <g aria-hidden="true">{lines}</g>
                {targets}
            </svg>
        }
        .into_any()
    });
    state.view(label, plot)
}

/// Points are drawn as long as they do not run into each other.
const MOST_POINTS: usize = 60;

fn line_view(line: Line) -> AnyView {
    let class = format!("chart-line colour-{}", line.colour);
    let point_class = format!("chart-point colour-{}", line.colour);
    let shown = if line.points.len() <= MOST_POINTS { line.points } else { Vec::new() };
    let points: Vec<AnyView> =
        shown.into_iter().map(|(_, x, y)| view! { <circle class=point_class.clone() cx=x cy=y r="2.5" /> }.into_any()).collect();
    let band = (!line.band.is_empty()).then(|| view! { <path class=format!("chart-band colour-{}", line.colour) d=line.band /> });
    view! {
        <g>
            {band}
            <path class=class class:dashed=line.dashed d=line.path />
            {points}
        </g>
    }
    .into_any()
}
