//! What bar and line charts share: size, axes, legend, keyboard, the words beside the pointer, and the table of the same numbers.

use super::bars::{AxisLabel, LEFT, RIGHT};
use super::series::ChartData;
use crate::ui::widgets::announce::use_announcer;
use crate::ui::widgets::dom::on_resize;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The state of one chart on the page.
#[derive(Clone, Copy)]
pub struct ChartState {
    pub data: Signal<ChartData>,
    pub size: RwSignal<(f64, f64)>,
    /// The period that is pointed at or focused.
    pub active: RwSignal<Option<usize>>,
    /// The period that Tab reaches.
    pub stop: RwSignal<usize>,
    pub on_pick: Option<Callback<usize>>,
}

/// One period's space in a chart, as a thing to point at and to reach by keyboard.
#[derive(Clone, PartialEq)]
pub struct Target {
    pub period: usize,
    pub left: f64,
    pub width: f64,
    pub sentence: String,
}

impl ChartState {
    /// The state of a chart that has just been made.
    pub fn new(data: Signal<ChartData>, height: f64, on_pick: Option<Callback<usize>>) -> ChartState {
        ChartState { data, size: RwSignal::new((0.0, height)), active: RwSignal::new(None), stop: RwSignal::new(0), on_pick }
    }

    /// The chart around its plot: legend, plot, words, table.
    pub fn view(self, label: String, plot: impl Fn() -> AnyView + Send + 'static) -> AnyView {
        let node = NodeRef::<html::Div>::new();
        let height = self.size.get_untracked().1;
        on_resize(node, Callback::new(move |(width, _)| self.size.set((width, height))));
        let table_label = label.clone();
        view! {
            <figure class="chart">
                {self.legend()}
                <div
                    node_ref=node
                    class="chart-plot"
                    role="group"
                    aria-roledescription="chart"
                    aria-label=label
                    style:height=format!("{height}px")
                    on:keydown=move |event| self.on_key(event)
                    on:pointerleave=move |_| self.active.set(None)
                >
                    {plot}
                    {self.words()}
                </div>
                <details class="chart-table">
                    <summary>"Show as table"</summary>
                    {move || number_table(&table_label, &self.data.get())}
                </details>
            </figure>
        }
        .into_any()
    }

    fn legend(self) -> AnyView {
        let keys = move || {
            self.data.with(|data| {
                // A series without a name is a part of another.
                let named = data.series.iter().filter(|series| !series.label.is_empty());
                let keys = named.map(|series| (format!("legend-key colour-{}", series.colour), series.label.clone()));
                let limit = data.limit.iter().map(|limit| ("legend-key limit-key".to_owned(), limit.label.clone()));
                keys.chain(limit).map(|(class, label)| view! { <li><span class=class></span>{label}</li> }).collect::<Vec<_>>()
            })
        };
        view! { <ul class="legend">{keys}</ul> }.into_any()
    }

    /// The period pointed at or focused, in words beside it.
    fn words(self) -> AnyView {
        let at = move || {
            let period = self.active.get()?;
            let (count, width) = (self.data.with(|data| data.periods.len()).max(1), self.size.get().0);
            let step = (width - LEFT - RIGHT) / count as f64;
            let middle = LEFT + (period as f64 + 0.5) * step;
            let end = middle > width * 0.6;
            Some((period, if end { width - middle + step / 2.0 } else { middle + step / 2.0 }, end))
        };
        (move || {
            at().map(|(period, offset, end)| {
                let offset = format!("{offset:.0}px");
                let (left, right) = if end { (None, Some(offset)) } else { (Some(offset), None) };
                let lines = self.data.with(|data| data.sentence(period));
                let (head, rest) = lines.split_once(": ").map(|(head, rest)| (head.to_owned(), rest.to_owned())).unwrap_or_default();
                let rows: Vec<AnyView> = rest.split("; ").map(|line| view! { <div>{line.to_owned()}</div> }.into_any()).collect();
                view! {
                    <div class="chart-words" aria-hidden="true" style:left=left style:right=right>
                        <strong>{head}</strong>
                        {rows}
                    </div>
                }
            })
        })
        .into_any()
    }

    /// The spaces of the periods, to point at and to reach by keyboard.
    pub fn targets(self, targets: Vec<Target>) -> AnyView {
        let height = self.size.get_untracked().1;
        targets.into_iter().map(|target| self.target(target, height)).collect::<Vec<_>>().into_any()
    }

    fn target(self, target: Target, height: f64) -> AnyView {
        let Target { period, left, width, sentence } = target;
        let announcer = use_announcer();
        let spoken = sentence.clone();
        let press = move |_| match self.on_pick {
            Some(on_pick) => on_pick.run(period),
            None => announcer.say(spoken.clone()),
        };
        view! {
            <rect
                class="chart-target"
                class:pressable=self.on_pick.is_some()
                class:active=move || self.active.get() == Some(period)
                x=left
                y="0"
                width=width
                height=height
                role=if self.on_pick.is_some() { "button" } else { "img" }
                aria-label=sentence
                data-period=period
                tabindex=move || if self.stop.get() == period { "0" } else { "-1" }
                on:focus=move |_| {
                    self.stop.set(period);
                    self.active.set(Some(period));
                }
                on:blur=move |_| self.active.set(None)
                on:pointerenter=move |_| self.active.set(Some(period))
                on:click=press
            />
        }
        .into_any()
    }

    fn on_key(self, event: web_sys::KeyboardEvent) {
        let count = self.data.with_untracked(|data| data.periods.len());
        let now = self.stop.get_untracked();
        let next = match event.key().as_str() {
            "ArrowRight" => (now + 1).min(count.saturating_sub(1)),
            "ArrowLeft" => now.saturating_sub(1),
            "Home" => 0,
            "End" => count.saturating_sub(1),
            "Enter" | " " => {
                if let Some(on_pick) = self.on_pick {
                    event.prevent_default();
                    on_pick.run(now);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        self.stop.set(next);
        let plot = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let target = plot.and_then(|plot| plot.query_selector(&format!("[data-period='{next}']")).ok().flatten());
        if let Some(target) = target {
            let _ = target.unchecked_ref::<web_sys::SvgElement>().focus();
        }
    }
}

/// Grid lines and axis labels.
pub fn axes(values: Vec<AxisLabel>, periods: Vec<AxisLabel>, width: f64, height: f64) -> AnyView {
    let lines: Vec<AnyView> = values
        .into_iter()
        .map(|label| {
            let (y, text_y) = (format!("{:.1}", label.at), format!("{:.1}", label.at + 4.0));
            view! {
                <line class="grid-line" x1=LEFT x2=width - RIGHT y1=y.clone() y2=y />
                <text class="axis-label end" x=LEFT - 8.0 y=text_y>{label.text}</text>
            }
            .into_any()
        })
        .collect();
    let names: Vec<AnyView> = periods
        .into_iter()
        .map(|label| view! { <text class="axis-label middle" x=format!("{:.1}", label.at) y=height - 8.0>{label.text}</text> }.into_any())
        .collect();
    view! { <g aria-hidden="true">{lines}{names}</g> }.into_any()
}

fn number_table(label: &str, data: &ChartData) -> AnyView {
    let columns: Vec<&super::series::Series> = data.series.iter().chain(data.limit.as_ref()).collect();
    let heads: Vec<AnyView> = columns.iter().map(|series| view! { <th scope="col">{series.label.clone()}</th> }.into_any()).collect();
    let cell = |series: &super::series::Series, period: usize| {
        series.values.get(period).copied().flatten().map(|value| data.told(value)).unwrap_or_default()
    };
    let rows: Vec<AnyView> = data
        .periods
        .iter()
        .enumerate()
        .map(|(index, period)| {
            let name = if period.name.is_empty() { period.label.clone() } else { period.name.clone() };
            let cells: Vec<AnyView> = columns.iter().map(|series| view! { <td>{cell(series, index)}</td> }.into_any()).collect();
            view! { <tr><th scope="row">{name}</th>{cells}</tr> }.into_any()
        })
        .collect();
    view! {
        <table class="plain-table">
            <caption class="visually-hidden">{label.to_owned()}</caption>
            <thead><tr><th scope="col">"Period"</th>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// Redraws a plot for the size at hand; nothing until the size is known.
pub fn sized(state: ChartState, paint: impl Fn(&ChartData, f64, f64) -> AnyView + Send + 'static) -> impl Fn() -> AnyView + Send + 'static {
    move || {
        let (width, height) = state.size.get();
        if width < 1.0 { ().into_any() } else { state.data.with(|data| paint(data, width, height)) }
    }
}
