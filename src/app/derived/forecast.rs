//! Forecast series as tables of periods: what was asked for, what is on order, what is expected, and what of it is still to be ordered.
//!
//! Reads only, and expects nothing by itself: forecasts come from the analysis worker, accepted ones from the workspace.

mod groups;
mod pasted;
mod sheets;
mod tracked;
mod weights;

pub use groups::{Group, GroupRow, groups, share_out};
pub use pasted::{Pasted, PastedValue, period_of, read_history, read_numbers, read_values};
pub use sheets::{PeriodRow, Series, missing_series, series_sheets};
pub use tracked::{Tracked, held, tracked, tracked_rows, tracked_sentence};
pub use weights::{takes_weights, weights_text, with_weights};

use crate::app::{DemandCommand, ForecastCell, ForecastPart};
use crate::engine::analysis::AskedSeries;
use crate::engine::forecast::{Effort, Method, Range, Settings, Weights};
use crate::model::{ForecastId, Period, RecordId};

/// Periods after which demand repeats itself.
pub fn season_of(period: Period) -> usize {
    match period {
        Period::Day => 7,
        Period::Week => 52,
        Period::Month => 12,
    }
}

/// Each method with the word under which a series names it, and its name for people.
const METHODS: [(Method, &str, &str); 16] = [
    (Method::Naive, "naive", "Last value (naive)"),
    (Method::SeasonalNaive, "seasonal naive", "Same period last season (seasonal naive)"),
    (Method::SimpleSmoothing, "simple smoothing", "Simple exponential smoothing"),
    (Method::Holt, "holt", "Holt's linear trend"),
    (Method::DampedHolt, "damped", "Damped trend"),
    (Method::HoltWintersAdditive, "holt-winters additive", "Holt-Winters, additive season"),
    (Method::HoltWintersMultiplicative, "holt-winters multiplicative", "Holt-Winters, multiplicative season"),
    (Method::Ets, "ets", "Exponential smoothing chosen by AICc (ETS)"),
    (Method::Arima, "arima", "Autoregressive integrated moving average chosen by AICc (ARIMA)"),
    (Method::Theta, "theta", "Theta"),
    (Method::DynamicTheta, "dynamic theta", "Dynamic optimised theta"),
    (Method::Croston, "croston", "Croston"),
    (Method::SyntetosBoylan, "sba", "Syntetos and Boylan (SBA)"),
    (Method::TeunterSyntetosBabai, "tsb", "Teunter, Syntetos and Babai (TSB)"),
    (Method::MovingAverage, "moving average", "Mean of the last season (moving average)"),
    (Method::Mean, "automatic", "Mean of three"),
];

/// The words and names of the methods a person can choose from; the first chooses by itself.
pub fn method_choices() -> impl Iterator<Item = (&'static str, &'static str)> {
    let single = METHODS.iter().filter(|(method, ..)| *method != Method::Mean).map(|(_, word, name)| (*word, *name));
    std::iter::once(("automatic", "Automatic, by errors out of sample")).chain(single)
}

/// The name of a method for people.
pub fn method_name(method: Method) -> &'static str {
    METHODS.iter().find(|(known, ..)| *known == method).map_or("", |(_, _, name)| name)
}

/// The method that a series names; nothing where it is chosen by itself, or the word means nothing here.
pub fn method_named(word: &str) -> Option<Method> {
    let (word, weights) = weights::parted(word);
    let known = METHODS.iter().find(|(method, known, _)| *known == word && *method != Method::Mean).map(|(method, ..)| *method);
    known.filter(|method| weights.is_none() || takes_weights(*method))
}

/// The weights that a series names behind its method.
pub fn weights_named(word: &str) -> Option<Weights> {
    method_named(word).and(weights::parted(word).1)
}

/// Whether a series names a method that is not known here, so that it is chosen by itself.
pub fn is_unknown(word: &str) -> bool {
    !matches!(word.trim().to_lowercase().as_str(), "" | "automatic") && method_named(word).is_none()
}

/// What is asked of the worker to foresee a series.
pub fn question(series: &Series) -> AskedSeries {
    let settings = Settings {
        horizon: series.rows.len() - series.past,
        season: season_of(series.period),
        method: method_named(&series.method),
        weights: weights_named(&series.method),
        effort: Effort::Quick,
    };
    AskedSeries { key: series.id.raw(), history: series.history(), settings }
}

/// The command that accepts forecasts: for each series the quantities of its periods to come.
pub fn acceptance(series: &[(&Series, &[f64], &[Range])]) -> DemandCommand {
    let cells = series.iter().flat_map(|(series, points, ranges)| {
        series.rows.iter().skip(series.past).zip(points.iter()).enumerate().map(|(at, (row, quantity))| ForecastCell {
            forecast: series.id,
            start: row.start,
            quantity: Some(series.rounded(*quantity)),
            range: ranges.get(at).map(|range| (range.low, range.high)),
        })
    });
    values(ForecastPart::Baseline, cells.collect(), "", "")
}

/// The command that says values of series.
pub fn values(what: ForecastPart, cells: Vec<ForecastCell>, reason: &str, author: &str) -> DemandCommand {
    DemandCommand::SetValues { what, cells, reason: reason.to_owned(), author: author.to_owned() }
}

/// The series of an id.
pub fn series_of(all: &[Series], id: ForecastId) -> Option<&Series> {
    all.iter().find(|series| series.id == id)
}
