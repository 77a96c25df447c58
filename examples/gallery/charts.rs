//! Bar and line charts.

use crate::head;
use leptos::prelude::*;
use linewright::ui::widgets::chart::{Border, Histogram, HistogramData, LimitChart, LimitData, PointMark};
use linewright::ui::widgets::*;

fn load() -> ChartData {
    let values = |seed: usize, size: f64| (0..26).map(|week| Some(((week * seed) % 17) as f64 * size)).collect::<Vec<_>>();
    ChartData {
        periods: (1..=26).map(|week| Period { label: format!("W{week}"), name: format!("Week {week}") }).collect(),
        series: vec![
            Series { label: "Firm".to_owned(), values: values(5, 1.6), colour: 0, ..Series::default() },
            Series { label: "Planned".to_owned(), values: values(7, 1.1), colour: 1, ..Series::default() },
            Series { label: "Expected".to_owned(), values: values(3, 0.6), colour: 6, ..Series::default() },
        ],
        limit: Some(Series {
            label: "Available".to_owned(),
            values: (0..26).map(|week| Some(if week % 9 == 4 { 24.0 } else { 36.0 })).collect(),
            ..Series::default()
        }),
        unit: "h".to_owned(),
        decimals: 1,
    }
}

fn demand() -> ChartData {
    let measured = |week: usize| (week < 18).then(|| 100.0 + ((week * 11) % 23) as f64);
    let expected = |week: usize| (week >= 17).then(|| 112.0 + (week - 17) as f64);
    ChartData {
        periods: (0..26).map(|week| Period { label: format!("W{}", week + 1), name: String::new() }).collect(),
        series: vec![
            Series { label: "Measured".to_owned(), values: (0..26).map(measured).collect(), colour: 0, ..Series::default() },
            Series {
                label: "Expected".to_owned(),
                values: (0..26).map(expected).collect(),
                colour: 2,
                dashed: true,
                band: (0..26).map(|week| expected(week).map(|value| (value - (week - 15) as f64, value + (week - 15) as f64))).collect(),
            },
        ],
        ..ChartData::default()
    }
}

fn branches() -> Vec<(String, Vec<String>)> {
    let branch = |name: &str, causes: &[&str]| (name.to_owned(), causes.iter().map(|cause| (*cause).to_owned()).collect());
    vec![
        branch("Branch A", &["Something short", "Something with so many words that there is no room for all"]),
        branch("Branch B", &[]),
        branch("Branch C", &["One", "Two", "Three", "Four"]),
        branch("Branch D", &["One"]),
        branch("Branch E", &["One", "Two"]),
        branch("Branch F", &["One", "Two", "Three"]),
    ]
}

fn thickness() -> Vec<f64> {
    (0..26).map(|at| if at == 17 { 10.9 } else { 10.0 + ((at * 7) % 11) as f64 * 0.04 }).collect()
}

fn limits() -> LimitData {
    let level = |value: f64| vec![Some(value); 26];
    let data = ChartData {
        periods: (1..=26).map(|at| Period { label: at.to_string(), name: format!("Point {at}") }).collect(),
        unit: "mm".to_owned(),
        decimals: 2,
        ..ChartData::default()
    };
    let mark = |at: usize| PointMark { hollow: at == 4, word: if at == 17 { "1".to_owned() } else { String::new() } };
    let columns = [thickness().into_iter().map(Some).collect(), level(9.8), level(10.2), level(10.6)];
    LimitData { zones: vec![0.133; 26], marks: (0..26).map(mark).collect(), begins: vec![13], ..LimitData::of(data, "Thickness", columns) }
}

fn spread() -> HistogramData {
    let border = |value: f64, label: &str| Border { value, label: label.to_owned() };
    HistogramData { values: thickness(), borders: vec![border(9.5, "lower"), border(11.0, "upper")], curve: Some((10.23, 0.18)) }
}

#[component]
pub fn Charts() -> impl IntoView {
    let picked = RwSignal::new(String::new());
    view! {
        <div class="page">
            {head("Charts", "Can the numbers be seen, heard and pressed?")}
            <section class="stat" aria-label="Load">
                <h2>"Load of the lathe"</h2>
                <BarChart label="Load of the lathe by week" data=load() on_pick=move |period| picked.set(load().sentence(period)) />
                <p class="muted">{move || picked.get()}</p>
            </section>
            <section class="stat" aria-label="Demand">
                <h2>"Demand"</h2>
                <LineChart label="Demand by week" data=demand() />
            </section>
            <section class="stat" aria-label="Causes">
                <h2>"Causes"</h2>
                <FishboneChart problem="The second line stands still every Monday morning" branches=Signal::stored(branches()) />
            </section>
            <section class="stat" aria-label="Limits">
                <h2>"Points with limits"</h2>
                <LimitChart label="Thickness by point" data=Signal::derive(limits) on_pick=move |point| picked.set(limits().data.sentence(point)) />
            </section>
            <section class="stat" aria-label="Histogram">
                <h2>"Histogram"</h2>
                <Histogram label="Histogram of 26 values of thickness" data=Signal::derive(spread) />
            </section>
        </div>
    }
    .into_any()
}
