//! Backtest: every method forecasts the last periods again, from what was known before each.
//!
//! Never changes anything.

use super::chart::backtest_chart;
use crate::app::derived::forecast::{Series, method_name, question, weights_text};
use crate::app::web::Analyst;
use crate::engine::analysis::{Analysis, Answer};
use crate::engine::forecast::{Backtest, Score};
use crate::guide::Term;
use crate::ui::terms::terms_line;
use crate::ui::widgets::chart::LineChart;
use crate::ui::widgets::entry::number_text;
use crate::ui::widgets::table::{CellValue, Choice, Column, DataTable};
use crate::ui::widgets::{ChoiceField, Tone};
use leptos::prelude::*;
use std::sync::Arc;

/// The table of all methods, overall or by how far ahead.
#[component]
pub fn BacktestView(series: Series) -> impl IntoView {
    let found = RwSignal::new(None::<Result<Backtest, String>>);
    let ahead = RwSignal::new(0_usize);
    let mut asked = question(&series);
    asked.settings.method = None;
    let weights = asked.settings.weights.map(|weights| format!(" Holt-Winters has your weights {}.", weights_text(weights)));
    let horizon = asked.settings.horizon;
    let started = Analyst::ask(Analysis::Backtest(asked), move |answer| match answer {
        Ok(Answer::Backtest(backtest)) => found.set(Some(Ok(backtest))),
        Ok(_) => {}
        Err(reason) => found.set(Some(Err(reason))),
    });
    let asking = StoredValue::new_local(None::<Analyst>);
    match started {
        Ok(started) => asking.set_value(Some(started)),
        Err(reason) => found.set(Some(Err(reason))),
    }
    let options = std::iter::once(Choice::new("0", "All together"))
        .chain((1..=horizon).map(|ahead| Choice::new(ahead.to_string(), format!("{ahead} ahead"))))
        .collect::<Vec<_>>();
    let commit = Callback::new(move |key: String| {
        ahead.set(key.parse().unwrap_or(0));
        Ok(())
    });
    let content = move || match found.get() {
        None => view! { <p role="status">"Every method forecasts again and again…"</p> }.into_any(),
        Some(Err(reason)) => {
            view! { <p role="alert">{format!("This could not be worked out: {reason}. Nothing was changed.")}</p> }.into_any()
        }
        Some(Ok(backtest)) => table(backtest, ahead.get()),
    };
    view! {
        <p class="hint">
            "Each method is shown the history up to a period and forecasts the next ones; then one period more, and so on. What counts is how far it was off."
            {weights}
        </p>
        {terms_line(&[(Term::Mase, "MASE"), (Term::Mape, "MAPE")])}
        <ChoiceField
            label="Periods ahead"
            options=Signal::stored(options)
            value=Signal::derive(move || ahead.get().to_string())
            on_commit=commit
        />
        {content}
    }
    .into_any()
}

fn table(backtest: Backtest, ahead: usize) -> AnyView {
    let columns = vec![
        Column::text("method", "Method").width(300),
        Column::number("naive", "Against naive")
            .width(116)
            .help("Mean absolute error by that of the last value; below 1 it is worth its trouble."),
        Column::number("smape", "sMAPE").width(88).help("Symmetric mean absolute percentage error, 0 to 200."),
        Column::number("mase", "MASE").width(88).help("Mean absolute error by that of the seasonal naive forecast within the history."),
        Column::number("bias", "Bias").width(96).help("Mean error in units; positive where more came than was forecast."),
        Column::text("signal", "Tracking signal")
            .width(150)
            .help("Sum of the errors by their mean size, and the limit that chance passes once in a hundred times."),
        Column::number("forecasts", "Forecasts").width(96),
    ];
    let origins = backtest.origins;
    let data = (origins.horizon > 1).then(|| backtest_chart(&backtest));
    let chart =
        data.map(|data| view! { <LineChart label="Mean absolute error by periods ahead" data=Signal::stored(data) height=200.0 /> });
    let rows = Signal::stored(Arc::new((0..backtest.measured.len() as u64).collect::<Vec<u64>>()));
    let score = move |at: u64| -> Option<(String, Score, Option<f64>)> {
        let measured = backtest.measured.get(at as usize)?;
        let score = if ahead == 0 { Some(measured.overall) } else { measured.by_horizon.get(ahead - 1).copied() };
        let naive = backtest.against_naive(at as usize, (ahead > 0).then_some(ahead));
        Some((method_name(measured.method).to_owned(), score?, naive))
    };
    let cell = Arc::new(move |row: u64, column: usize| {
        let Some((method, score, naive)) = score(row) else { return CellValue::empty() };
        match column {
            0 => CellValue::text(method),
            1 => naive.map(|naive| CellValue::number(naive, 2)).unwrap_or_default(),
            2 => CellValue::number(score.smape, 1),
            3 => CellValue::number(score.mase, 2),
            4 => CellValue::number(score.bias, 1),
            5 => {
                let text = format!("{} of ±{}", number_text(score.tracking_signal, 1), number_text(score.tracking_limit, 1));
                if score.is_biased() {
                    CellValue::text(text).tone(Tone::Warning).note("Biased beyond accident.")
                } else {
                    CellValue::text(text)
                }
            }
            _ => CellValue::integer(score.forecasts as i64),
        }
    });
    let words = format!(
        "{} periods were kept back; forecasts began at each of them. The method with the least mean absolute error stands first.",
        origins.count
    );
    view! {
        <p class="hint">{words}</p>
        {chart}
        <DataTable label="Methods" columns rows cell />
    }
    .into_any()
}
