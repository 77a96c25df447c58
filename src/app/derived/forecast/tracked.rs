//! How good the forecasts were that plans went by: what was accepted, or said instead, against what was then asked for.
//!
//! Reads what is on record of periods that are over; forecasts nothing.

use super::season_of;
use super::sheets::{PeriodRow, Series};
use crate::engine::forecast::{SMOOTHING, Score, mase_scale, smoothed_signal, tracking_limit};
use crate::model::text::number_text;

/// The errors of a series' accepted forecasts.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Tracked {
    /// Of what plans went by: what a person said, else the accepted forecast.
    pub expected: Score,
    /// Of the accepted forecasts alone, where a person said something else of some period.
    pub baseline: Option<Score>,
    /// How far the newest errors of the former lie to one side; nothing of few errors, or where one is like the next, for then they have no limit.
    pub lately: Option<f64>,
    /// In how many periods demand lay within the 80 % range that was accepted, and of how many; nothing where no range was kept.
    pub held: Option<(usize, usize)>,
}

/// In how many periods that are over demand lay within the 80 % range that was accepted, and of how many.
pub fn held(series: &Series) -> (usize, usize) {
    let kept = series.rows.iter().take(series.past).filter_map(|row| Some((row.history()?, row.range?)));
    kept.fold((0, 0), |(inside, all), (actual, (low, high))| (inside + usize::from(actual >= low && actual <= high), all + 1))
}

/// The periods that are over and of which both are known, the oldest first.
pub fn tracked_rows(series: &Series) -> impl Iterator<Item = (&PeriodRow, f64, f64)> {
    series.rows.iter().take(series.past).filter_map(|row| Some((row, row.history()?, row.expected()?)))
}

/// What the accepted forecasts came to; nothing where no period with one is over.
pub fn tracked(series: &Series) -> Option<Tracked> {
    let pairs: Vec<(f64, f64)> = tracked_rows(series).map(|(_, actual, expected)| (actual, expected)).collect();
    if pairs.is_empty() {
        return None;
    }
    let known: Vec<f64> = series.rows.iter().take(series.past).filter_map(PeriodRow::history).collect();
    let scale = mase_scale(&known, season_of(series.period));
    let both = tracked_rows(series).filter_map(|(row, actual, _)| Some((actual, row.baseline?)));
    let alone: Vec<(f64, f64)> = both.collect();
    let was_overridden = tracked_rows(series).any(|(row, ..)| row.adjustment.is_some());
    let expected = Score::tracked(&pairs, scale);
    let errors: Vec<f64> = pairs.iter().map(|(actual, expected)| actual - expected).collect();
    let is_free = expected.tracking_limit == tracking_limit(errors.len(), 1);
    Some(Tracked {
        expected,
        lately: smoothed_signal(&errors, SMOOTHING).filter(|_| is_free),
        held: Some(held(series)).filter(|(_, all)| *all > 0),
        baseline: (was_overridden && !alone.is_empty()).then(|| Score::tracked(&alone, scale)),
    })
}

/// The errors of all series in a sentence beside the plan that they feed; nothing where nothing can be told yet.
pub fn tracked_sentence(all: &[&Series]) -> Option<String> {
    let known: Vec<(&str, Score)> = all.iter().filter_map(|series| Some((series.name.as_str(), tracked(series)?.expected))).collect();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let smape: Vec<f64> = known.iter().map(|(_, score)| score.smape).collect();
    // A history that never changed, or is a period long, has no scale.
    let has_scale = |score: &Score| score.mase > 0.0 || score.mean_absolute_error == 0.0;
    let mase: Vec<f64> = known.iter().filter(|(_, score)| has_scale(score)).map(|(_, score)| score.mase).collect();
    let short = |number: f64| number_text((number * 100.0).round() / 100.0);
    let periods: usize = known.iter().map(|(_, score)| score.forecasts).sum();
    let biased: Vec<String> = known
        .iter()
        .filter(|(_, score)| score.is_biased())
        .map(|(name, score)| {
            let (way, by) = (if score.bias > 0.0 { "more" } else { "less" }, short(score.bias.abs()));
            format!("{name} ({by} {way} a period, signal {} of ±{})", short(score.tracking_signal), short(score.tracking_limit))
        })
        .collect();
    let told = match biased.len() {
        0 => "none is biased beyond accident".to_owned(),
        1..=3 => format!("biased beyond accident: {}", biased.join(", ")),
        more => format!("biased beyond accident: {} and {} more", biased.get(..3).unwrap_or_default().join(", "), more - 3),
    };
    (!known.is_empty()).then(|| {
        format!(
            "Accepted forecasts so far, {periods} {} of {} series: sMAPE {}{}; {told}.",
            if periods == 1 { "period" } else { "periods" },
            known.len(),
            short(mean(&smape)),
            if mase.is_empty() { String::new() } else { format!(", MASE {}", short(mean(&mase))) }
        )
    })
}
