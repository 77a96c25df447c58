//! The dashboard as a table for other programs: one row per tile with its values over the periods.
//!
//! Never makes a file: that is the exchange's.

use crate::app::derived::performance::Tile;
use crate::app::{OutCell, OutSheet};

/// The tiles below a row of headings.
pub fn dashboard_table(tiles: &[Tile], periods: &[String]) -> OutSheet {
    let text = |text: &str| OutCell::Text(text.to_owned());
    let heads =
        ["Key figure", "Of", "Target", "Not below", "Not above", "Centre line", "Lower control limit", "Upper control limit", "Reading"];
    let mut rows = vec![heads.into_iter().chain(periods.iter().map(String::as_str)).map(text).collect::<Vec<OutCell>>()];
    for tile in tiles {
        let number = |value: Option<f64>| value.map_or_else(|| text(""), |value| OutCell::Number((value * 1e6).round() / 1e6));
        let (lower, upper) = tile.limits;
        let levels = [tile.target, lower, upper, tile.chart.centre, tile.chart.lower, tile.chart.upper].map(number);
        let start = [text(&tile.label), text(&tile.of)].into_iter().chain(levels).chain([text(&tile.chart.words)]);
        rows.push(start.chain(tile.chart.values.iter().copied().map(number)).collect());
    }
    OutSheet { name: "Performance Dashboard".to_owned(), rows }
}
