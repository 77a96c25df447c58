//! What is unusual in a history, each with the one click that corrects it for the forecast; what was stays what it was.

use super::outlook::Outlook;
use crate::app::derived::demand::period_label;
use crate::app::derived::forecast::{Series, is_unknown, values};
use crate::app::{ForecastCell, ForecastPart};
use crate::engine::analysis::Foreseen;
use crate::engine::forecast::Finding;
use crate::model::text::with_thousands;
use crate::ui::widgets::{Button, ButtonLook};
use leptos::prelude::*;

/// A quantity with one decimal at most.
fn short(quantity: f64) -> String {
    with_thousands((quantity * 10.0).round() / 10.0)
}

/// What is unusual in the history of a series; nothing where nothing is.
pub fn findings_view(outlook: Outlook, series: &Series, foreseen: &Foreseen) -> AnyView {
    let mut lines: Vec<AnyView> = foreseen.forecast.findings.iter().map(|finding| plain(&sentence(finding))).collect();
    if is_unknown(&series.method) {
        lines.push(plain(&format!("The method “{}” is not known here, so it is chosen by errors.", series.method)));
    }
    lines.extend(foreseen.unusual.outliers.iter().filter_map(|outlier| {
        let row = series.rows.get(outlier.period).filter(|row| row.correction.is_none())?;
        let suggestion = series.rounded(outlier.suggestion.max(0.0));
        let words = format!(
            "{}: {} is far from what was to be expected. {} would fit.",
            period_label(series.period, row.start),
            short(outlier.value),
            short(suggestion)
        );
        let cell = ForecastCell { forecast: series.id, start: row.start, range: None, quantity: Some(suggestion) };
        Some(line(&words, "Correct for the forecast", outlook, vec![cell]))
    }));
    if let Some(shift) = &foreseen.unusual.shift
        && let Some(row) = series.rows.get(shift.period)
    {
        let by = short(shift.by.abs());
        let words = format!(
            "From {} on there is {by} {} a period than before.",
            period_label(series.period, row.start),
            if shift.by > 0.0 { "more" } else { "less" }
        );
        let cells: Vec<ForecastCell> = series
            .rows
            .iter()
            .take(shift.period)
            .filter_map(|row| {
                let was = row.correction.or(row.history())?;
                let moved = shift.factor.map_or(was + shift.by, |factor| was * factor);
                Some(ForecastCell { forecast: series.id, start: row.start, range: None, quantity: Some(series.rounded(moved.max(0.0))) })
            })
            .collect();
        lines.push(line(&words, "Bring what was before to the new level", outlook, cells));
    }
    let corrected: Vec<ForecastCell> = series
        .rows
        .iter()
        .filter(|row| row.correction.is_some())
        .map(|row| ForecastCell { forecast: series.id, start: row.start, range: None, quantity: None })
        .collect();
    if !corrected.is_empty() {
        let words = match corrected.len() {
            1 => "One period of the past is corrected for the forecast.".to_owned(),
            count => format!("{count} periods of the past are corrected for the forecast."),
        };
        lines.push(line(&words, "Take all corrections back", outlook, corrected));
    }
    if lines.is_empty() {
        return ().into_any();
    }
    view! { <ul class="forecast-findings" role="list">{lines}</ul> }.into_any()
}

fn plain(words: &str) -> AnyView {
    view! { <li>{words.to_owned()}</li> }.into_any()
}

fn line(words: &str, label: &'static str, outlook: Outlook, cells: Vec<ForecastCell>) -> AnyView {
    let press = move |()| {
        outlook.session.act(values(ForecastPart::Correction, cells.clone(), "", ""));
    };
    view! {
        <li>
            <span>{words.to_owned()}</span>
            <Button label look=ButtonLook::Quiet on_press=press />
        </li>
    }
    .into_any()
}

fn sentence(finding: &Finding) -> String {
    match finding {
        Finding::Empty => "There is no history to learn from: enter or paste what was asked for.".to_owned(),
        Finding::TooShort { values } => format!("{values} periods are too few to choose a method by; the last value goes on."),
        Finding::AllZero => "Nothing was ever asked for, so nothing is expected.".to_owned(),
        Finding::Constant => "Demand never changed, so no range can be told.".to_owned(),
        Finding::GapsFilled { periods: 1 } => "One period is missing and was filled from its neighbours.".to_owned(),
        Finding::GapsFilled { periods } => format!("{periods} periods are missing and were filled from their neighbours."),
        Finding::NotNumbers { periods } => format!("{periods} values are no numbers and were taken for missing."),
        Finding::MethodDoesNotApply => {
            "The method chosen needs more history than there is, or demand above zero in every period; the last value goes on instead."
                .to_owned()
        }
        Finding::Negative => "Some demand is below zero; ranges may be, too.".to_owned(),
    }
}
