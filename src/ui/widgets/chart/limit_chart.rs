//! A chart of points with limits, marks and stages, painted as SVG.

use super::frame::{ChartState, Target, axes};
use super::limits::{Dot, LimitData, lay_out};
use super::series::ChartData;
use crate::ui::widgets::handler::Handler;
use leptos::prelude::*;

/// Points with limits. Marked points have a shape of their own and their word above; arrow keys move from point to point, Enter picks one.
#[component]
pub fn LimitChart(
    /// What the chart shows, for screen readers: "Control chart of thickness".
    #[prop(into)]
    label: String,
    /// Points, limits, marks.
    #[prop(into)]
    data: Signal<LimitData>,
    /// Height in CSS pixels; the width is that of its place.
    #[prop(default = 240.0)]
    height: f64,
    /// Called with the place of the point that was picked.
    #[prop(optional, into)]
    on_pick: Handler<usize>,
) -> impl IntoView {
    let told: Signal<ChartData> = Signal::derive(move || data.with(|data| data.data.clone()));
    let state = ChartState::new(told, height, on_pick.get());
    let plot = move || {
        let (width, height) = state.size.get();
        if width < 1.0 {
            return ().into_any();
        }
        let model = data.with(|data| lay_out(data, width, height));
        let targets = data.with(|data| {
            let target = |point: usize| Target {
                period: point,
                left: super::bars::LEFT + point as f64 * model.step,
                width: model.step,
                sentence: data.data.sentence(point),
            };
            (0..data.data.periods.len()).map(target).collect()
        });
        let begins = model
            .begins
            .into_iter()
            .map(|x| view! { <line class="stage-line" x1=x x2=x y1="0" y2=height - super::bars::BOTTOM /> }.into_any());
        let labels = model.labels.into_iter().map(|label| {
            view! { <text class="axis-label end limit-label" x=label.x y=format!("{:.1}", label.y)>{label.text}</text> }.into_any()
        });
        view! {
            <svg width=width height=height viewBox=format!("0 0 {width} {height}")>
                {axes(model.values, model.periods, width, height)}
                <g aria-hidden="true">
                    <path class="zone-line" d=model.zones />
                    <path class="centre-line" d=model.centre />
                    <path class="control-limit" d=model.limits />
                    {begins.collect::<Vec<_>>()}
                    <path class="chart-line colour-0" d=model.line />
                    {model.dots.into_iter().map(dot_view).collect::<Vec<_>>()}
                    {labels.collect::<Vec<_>>()}
                </g>
                {state.targets(targets)}
            </svg>
        }
        .into_any()
    };
    state.view(label, plot)
}

fn dot_view(dot: Dot) -> AnyView {
    let Dot { x, y, hollow, word, .. } = dot;
    let (x_text, y_text) = (format!("{x:.1}"), format!("{y:.1}"));
    if hollow {
        return view! { <circle class="chart-point hollow" cx=x_text cy=y_text r="4" /> }.into_any();
    }
    if word.is_empty() {
        return view! { <circle class="chart-point full colour-0" cx=x_text cy=y_text r="3" /> }.into_any();
    }
    // A diamond, so that the mark is seen without its colour.
    let diamond = format!("M{x:.1} {:.1}l6 6l-6 6l-6 -6z", y - 6.0);
    // Where there is no room above, the word stands below.
    let word_y = if y < 22.0 { y + 20.0 } else { y - 10.0 };
    view! {
        <path class="chart-point signal" d=diamond />
        <text class="axis-label middle signal-word" x=x_text y=format!("{word_y:.1}")>{word}</text>
    }
    .into_any()
}
