//! One series or group: its figures with what they are made of, its chart, what is unusual, its periods.

use super::backtest::BacktestView;
use super::chart::{group_chart, series_chart};
use super::findings::findings_view;
use super::list::{class_name, relative_error, typical_error};
use super::outlook::Outlook;
use super::periods::{coming_table, group_table, past_table};
use crate::app::derived::demand::period_label;
use crate::app::derived::forecast::{
    Group, Series, Tracked, acceptance, method_choices, method_name, method_named, takes_weights, tracked, tracked_rows, values,
    weights_named, weights_text, with_weights,
};
use crate::app::{ForecastCell, ForecastPart, RecordCommand};
use crate::engine::analysis::Foreseen;
use crate::engine::forecast::SMOOTHED_LIMIT;
use crate::model::{FieldValue, RecordId, TableName};
use crate::ui::records::send;
use crate::ui::widgets::chart::LineChart;
use crate::ui::widgets::entry::number_text;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{
    Button, ButtonLook, ChoiceField, Dialog, DialogSize, Explained, Icon, Segmented, SourceRow, Stat, TextField, Tone,
};
use leptos::prelude::*;
use std::sync::Arc;

/// What is chosen in the list.
#[component]
pub fn Detail(outlook: Outlook) -> impl IntoView {
    let group = Memo::new(move |_| outlook.group_shown());
    let series = Memo::new(move |_| outlook.series_shown());
    let foreseen = Memo::new(move |_| series.with(|series| series.as_ref().and_then(|series| outlook.of(series.id))));
    let is_group = Memo::new(move |_| group.with(Option::is_some));
    let id = Memo::new(move |_| series.with(|series| series.as_ref().map(|series| series.id)));
    // Only another choice makes it anew: who types into a table stays where they are.
    let content = move || match (is_group.get(), id.get()) {
        (true, _) => group_detail(outlook, group),
        (false, Some(_)) => series_detail(outlook, Shown { series, foreseen }),
        (false, None) => ().into_any(),
    };
    view! { <section class="forecast-detail stack">{content}</section> }.into_any()
}

/// The series shown and what is foreseen of it.
#[derive(Clone, Copy)]
pub struct Shown {
    pub series: Memo<Option<Series>>,
    pub foreseen: Memo<Option<Arc<Foreseen>>>,
}

impl Shown {
    /// Reads both where there is a series; tracked.
    pub fn with<T: Default>(self, read: impl FnOnce(&Series, Option<&Foreseen>) -> T) -> T {
        self.series.with(|series| match series {
            Some(series) => self.foreseen.with(|foreseen| read(series, foreseen.as_deref())),
            None => T::default(),
        })
    }
}

fn group_detail(outlook: Outlook, group: Memo<Option<Group>>) -> AnyView {
    let title = move || group.with(|group| group.as_ref().map(|group| format!("{}, all series together", group.name)));
    let data = Signal::derive(move || group.with(|group| group.as_ref().map(group_chart).unwrap_or_default()));
    view! {
        <h2>{title}</h2>
        <p class="hint">"The sums over its series. What you expect of all is shared out to them by what each expects."</p>
        <LineChart label="Demand of all series together" data />
        {group_table(outlook, group)}
    }
    .into_any()
}

fn series_detail(outlook: Outlook, shown: Shown) -> AnyView {
    let (testing, past) = (RwSignal::new(false), RwSignal::new(false));
    let data = Signal::derive(move || shown.with(|series, foreseen| Some(series_chart(series, foreseen))).unwrap_or_default());
    let tables = move || if past.get() { past_table(outlook, shown) } else { coming_table(outlook, shown) };
    let options = vec![Choice::new("coming", "To come"), Choice::new("past", "History")];
    let value = Signal::derive(move || if past.get() { "past" } else { "coming" }.to_owned());
    let stats = move || shown.with(|series, foreseen| foreseen.map(|foreseen| figures(series, foreseen)));
    let findings = move || shown.with(|series, foreseen| foreseen.map(|foreseen| findings_view(outlook, series, foreseen)));
    let backtest = move || shown.series.get_untracked().map(|series| view! { <BacktestView series /> });
    view! {
        <div class="bar forecast-head">
            <h2>{move || shown.with(|series, _| series.name.clone())}</h2>
            {method_field(outlook, shown)} {weights_field(outlook, shown)}
            {accept_buttons(outlook, shown)}
            <Button label="Backtest" icon=Icon::Chart on_press=move || testing.set(true) />
        </div>
        {stats}
        <LineChart label="Demand, period by period" data height=220.0 />
        {findings}
        <div class="bar">
            <Segmented label="Periods" options value on_change=move |key: String| past.set(key == "past") />
        </div>
        {tables}
        <Dialog open=testing title="How good would each method have been?" size=DialogSize::Full>
            {backtest}
        </Dialog>
    }
    .into_any()
}

fn method_field(outlook: Outlook, shown: Shown) -> AnyView {
    let options: Vec<Choice> = method_choices().map(|(word, name)| Choice::new(word, name)).collect();
    let value = Signal::derive(move || {
        let named = shown.with(|series, _| method_named(&series.method));
        let word = method_choices().find(|(word, _)| named.is_some() && method_named(word) == named);
        word.map_or("automatic", |(word, _)| word).to_owned()
    });
    let commit = Callback::new(move |word: String| name_method(outlook, shown, &word));
    view! { <ChoiceField label="Method" options=Signal::stored(options) value on_commit=commit /> }.into_any()
}

fn name_method(outlook: Outlook, shown: Shown, word: &str) -> Result<(), String> {
    let field = TableName::Forecast.field("method").unwrap_or_default();
    let ids = shown.series.with_untracked(|series| series.iter().map(|series| series.id.raw()).collect());
    send(outlook.session, RecordCommand::Set { table: TableName::Forecast, ids, field, value: word.to_owned().to_value() })
}

/// The weights of Holt-Winters, where that is the method.
fn weights_field(outlook: Outlook, shown: Shown) -> AnyView {
    let takes = Memo::new(move |_| shown.with(|series, _| method_named(&series.method).is_some_and(takes_weights)));
    let value = Signal::derive(move || shown.with(|series, _| weights_named(&series.method)).map(weights_text).unwrap_or_default());
    let commit = Callback::new(move |typed: String| {
        let method = untrack(|| shown.with(|series, _| series.method.clone()));
        with_weights(&method, &typed).and_then(|word| name_method(outlook, shown, &word))
    });
    let label = "Weights of level, trend, season";
    (move || takes.get().then(|| view! { <TextField label value placeholder="by errors" on_commit=commit /> })).into_any()
}

/// Whether plans go by exactly what is foreseen.
fn is_accepted(series: &Series, foreseen: &Foreseen) -> bool {
    let points = &foreseen.forecast.points;
    series.coming().iter().zip(points).all(|(row, point)| row.baseline == Some(series.rounded(*point)))
}

/// Takes the forecast over into what plans go by, or back; says what it is for where it is not possible.
fn accept_buttons(outlook: Outlook, shown: Shown) -> AnyView {
    let refused = Signal::derive(move || {
        shown.with(|series, foreseen| match foreseen {
            None => Some("There is no forecast yet: enter or paste the history first.".to_owned()),
            Some(foreseen) if is_accepted(series, foreseen) => Some("This forecast is accepted: plans go by it.".to_owned()),
            Some(_) => None,
        })
    });
    let accept = move |()| {
        let command = untrack(|| {
            shown.with(|series, foreseen| {
                let forecast = foreseen.map(|foreseen| &foreseen.forecast);
                forecast.map(|forecast| acceptance(&[(series, forecast.points.as_slice(), forecast.ranges_80.as_slice())]))
            })
        });
        command.into_iter().for_each(|command| {
            outlook.session.act(command);
        });
    };
    let accepted = move || {
        let rows = |series: &Series| {
            let accepted = series.coming().iter().filter(|row| row.baseline.is_some());
            accepted.map(|row| ForecastCell { forecast: series.id, start: row.start, range: None, quantity: None }).collect::<Vec<_>>()
        };
        shown.with(|series, _| rows(series))
    };
    let take_back = move |()| {
        outlook.session.act(values(ForecastPart::Baseline, untrack(accepted), "", ""));
    };
    let nothing = Signal::derive(move || accepted().is_empty().then(|| "No forecast of this series is accepted.".to_owned()));
    view! {
        <Button label="Accept forecast" look=ButtonLook::Primary refused on_press=accept />
        <Button label="Take back" look=ButtonLook::Quiet refused=nothing on_press=take_back />
    }
    .into_any()
}

/// The figures of a forecast, each with its explanation.
fn figures(series: &Series, foreseen: &Foreseen) -> AnyView {
    let stat = |of: Explained| view! { <Stat of=Signal::stored(of) /> }.into_any();
    view! {
        <div class="figures">
            {stat(next_figure(series, foreseen))} {stat(error_figure(series, foreseen))} {stat(coverage_figure(foreseen))}
            {stat(pattern_figure(series, foreseen))} {tracked_figure(series).map(stat)}
        </div>
    }
    .into_any()
}

fn next_figure(series: &Series, foreseen: &Foreseen) -> Explained {
    let forecast = &foreseen.forecast;
    let members: Vec<(String, String)> = forecast
        .members
        .iter()
        .map(|(method, parameters)| {
            let numbers: Vec<String> =
                parameters.iter().map(|parameter| format!("{} {}", parameter.name, number_text(parameter.value, 3))).collect();
            (method_name(*method).to_owned(), numbers.join(", "))
        })
        .collect();
    let recent = series.rows.iter().take(series.past).rev().take(24);
    let rows = recent.map(|row| SourceRow {
        label: period_label(series.period, row.start),
        value: row.correction.or(row.history()).map(|value| number_text(value, 1)).unwrap_or_default(),
        id: 0,
    });
    let range = forecast.ranges_95.first().map(|range| format!("95 %: {} to {}", number_text(range.low, 0), number_text(range.high, 0)));
    Explained {
        label: series.coming().first().map(|row| period_label(series.period, row.start)).unwrap_or_default(),
        value: forecast.points.first().map(|point| number_text(*point, 1)).unwrap_or_default(),
        detail: range.unwrap_or_default(),
        formula: if members.len() > 1 {
            "mean of the forecasts of these methods".to_owned()
        } else {
            method_name(forecast.method).to_owned()
        },
        inputs: members,
        rows: rows.collect(),
        note: "The latest periods that it was made from, the newest first.".to_owned(),
        ..Explained::default()
    }
}

fn error_figure(series: &Series, foreseen: &Foreseen) -> Explained {
    let mut tried = foreseen.forecast.tried.clone();
    tried.sort_by(|a, b| a.mean_absolute_error.total_cmp(&b.mean_absolute_error));
    let inputs = tried.iter().map(|one| (method_name(one.method).to_owned(), number_text(one.mean_absolute_error, 2)));
    Explained {
        label: "Typical error".to_owned(),
        value: typical_error(foreseen).map_or("–".to_owned(), |error| number_text(error, 1)),
        detail: relative_error(series, foreseen).map(|share| format!("{:.0} % of the mean", share * 100.0)).unwrap_or_default(),
        formula: "mean of |demand − forecast|, of periods that the method had not seen".to_owned(),
        inputs: inputs.collect(),
        note: "Every method forecast the last periods again and again from what was known before them; the fit to the past does not count."
            .to_owned(),
        ..Explained::default()
    }
}

/// The errors of the forecasts that plans went by; nothing before a period with one is over.
fn tracked_figure(series: &Series) -> Option<Explained> {
    let Tracked { expected: score, baseline, lately, held } = tracked(series)?;
    let leans = lately.filter(|signal| signal.abs() > SMOOTHED_LIMIT);
    let alone = baseline.map(|alone| ("sMAPE without what people said instead".to_owned(), number_text(alone.smape, 1)));
    let inputs = [
        ("MASE".to_owned(), number_text(score.mase, 2)),
        ("Bias, units a period (positive: more came)".to_owned(), number_text(score.bias, 1)),
        ("Tracking signal".to_owned(), number_text(score.tracking_signal, 1)),
        ("Limit that chance passes once in a hundred times".to_owned(), format!("±{}", number_text(score.tracking_limit, 1))),
    ];
    let held = held.map(|(inside, of)| ("Demand within the 80 % range that was accepted".to_owned(), format!("{inside} of {of}")));
    let lately = lately.map(|signal| {
        let value = format!("{} of ±{}", number_text(signal, 2), number_text(SMOOTHED_LIMIT, 2));
        ("Smoothed signal, the newest error a fifth".to_owned(), value)
    });
    let detail = match leans {
        _ if score.is_biased() => "biased beyond accident",
        Some(signal) if signal > 0.0 => "lately more comes than expected, beyond accident",
        Some(_) => "lately less comes than expected, beyond accident",
        None => "no bias to be told",
    };
    let rows: Vec<SourceRow> = tracked_rows(series)
        .map(|(row, actual, expected)| SourceRow {
            label: period_label(series.period, row.start),
            value: format!("{} of {}", number_text(actual, 1), number_text(expected, 1)),
            id: 0,
        })
        .collect();
    Some(Explained {
        label: "Accepted so far".to_owned(),
        value: format!("{} % off", number_text(score.smape, 0)),
        tone: if score.is_biased() || leans.is_some() { Tone::Warning } else { Tone::Neutral },
        detail: detail.to_owned(),
        formula: "sMAPE: 200 × |demand − forecast| / (demand + forecast), the mean of all periods".to_owned(),
        inputs: inputs.into_iter().chain(lately).chain(held).chain(alone).collect(),
        rows: rows.into_iter().rev().collect(),
        note: "What came of what plans went by, in periods that are over, the newest first.".to_owned(),
    })
}

fn coverage_figure(foreseen: &Foreseen) -> Explained {
    let coverage = foreseen.forecast.coverage;
    let share = |inside: usize| format!("{inside} of {}", coverage.forecasts);
    let percent = |inside: usize| 100.0 * inside as f64 / coverage.forecasts.max(1) as f64;
    let known = coverage.forecasts > 0;
    Explained {
        label: "95 % range held".to_owned(),
        value: if known { format!("{:.0} %", percent(coverage.inside_95)) } else { "–".to_owned() },
        tone: if known && coverage.forecasts >= 20 && percent(coverage.inside_95) < 85.0 { Tone::Warning } else { Tone::Neutral },
        detail: if known { share(coverage.inside_95) } else { "too short to tell".to_owned() },
        formula: "forecasts out of sample whose demand lay within the range / all of them".to_owned(),
        inputs: vec![("80 % range".to_owned(), share(coverage.inside_80)), ("95 % range".to_owned(), share(coverage.inside_95))],
        note: "Ranges are those of the methods, fitted to what their errors out of sample came to.".to_owned(),
        ..Explained::default()
    }
}

fn pattern_figure(series: &Series, foreseen: &Foreseen) -> Explained {
    let pattern = foreseen.forecast.pattern;
    let season = &foreseen.forecast.season;
    Explained {
        label: "Pattern".to_owned(),
        value: class_name(pattern.class).to_owned(),
        detail: if season.is_none() { "no season" } else { "with a season" }.to_owned(),
        formula: "intermittent or lumpy from 1.32 periods between demands on, erratic or lumpy from a squared variation of 0.49 on"
            .to_owned(),
        inputs: vec![
            ("Periods between demands (ADI)".to_owned(), number_text(pattern.interval, 2)),
            ("Squared variation of sizes (CV²)".to_owned(), number_text(pattern.variation, 2)),
            ("Periods of history".to_owned(), series.past.to_string()),
        ],
        note: "Syntetos, Boylan and Croston (2005).".to_owned(),
        ..Explained::default()
    }
}
