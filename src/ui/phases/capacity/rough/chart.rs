//! What the chart of a group shows: its load by item or by shift, against its capacity.

use super::view::Split;
use crate::app::derived::rough_cut::RoughCutSheet;
use crate::model::{Period as PlanPeriod, sort_with};
use crate::ui::widgets::chart::{ChartData, Period, Series};
use std::collections::BTreeMap;

/// Items that have a colour of their own; the others share one.
const OWN_COLOURS: usize = 6;

/// The bars of a group.
pub fn bars(found: &RoughCutSheet, group: usize, split: Split) -> ChartData {
    let periods = found.period_names.len();
    let series = match split {
        Split::Item => by_item(found, group, periods),
        Split::Shift => by_shift(found, group, periods),
    };
    let capacity = (0..periods).map(|period| Some(found.hours(group, period).1)).collect();
    let named = |name: &String| {
        let short = match found.wish.period {
            PlanPeriod::Day => name.get(5..).unwrap_or(name),
            _ => name.split(' ').next().unwrap_or(name),
        };
        Period { label: short.to_owned(), name: name.clone() }
    };
    ChartData {
        periods: found.period_names.iter().map(named).collect(),
        series,
        limit: Some(Series { label: "Capacity".to_owned(), values: capacity, ..Series::default() }),
        unit: "h".to_owned(),
        decimals: 1,
    }
}

fn by_item(found: &RoughCutSheet, group: usize, periods: usize) -> Vec<Series> {
    let mut sums: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for period in 0..periods {
        for part in found.parts(group, period) {
            if let Some(sum) = sums.entry(part.item).or_insert_with(|| vec![0.0; periods]).get_mut(period) {
                *sum += part.hours;
            }
        }
    }
    let mut items: Vec<(usize, Vec<f64>)> = sums.into_iter().collect();
    let whole = |hours: &[f64]| hours.iter().sum::<f64>();
    sort_with(&mut items, |a, b| whole(&b.1).total_cmp(&whole(&a.1)));
    let others = items.split_off(OWN_COLOURS.min(items.len()));
    let mut series: Vec<Series> =
        items.iter().zip(0..).map(|((item, hours), colour)| named(found.item_name(*item), hours, colour)).collect();
    if !others.is_empty() {
        let sum = |period: usize| others.iter().filter_map(|(_, hours)| hours.get(period)).sum();
        let hours: Vec<f64> = (0..periods).map(sum).collect();
        series.push(named(&format!("{} other items", others.len()), &hours, OWN_COLOURS as u8));
    }
    series
}

fn by_shift(found: &RoughCutSheet, group: usize, periods: usize) -> Vec<Series> {
    let shifts = found.groups.get(group).map(|group| group.shifts.as_slice()).unwrap_or_default();
    let hours = |shift: usize| -> Vec<f64> { (0..periods).map(|period| found.shift_hours(group, shift, period)).collect() };
    let mut series: Vec<Series> =
        shifts.iter().enumerate().zip(0..).map(|((at, shift), colour)| named(&shift.name, &hours(at), colour)).collect();
    // Work in a period without any open shift stays in sight.
    let rest = |period: usize| {
        let shared: f64 = (0..shifts.len()).map(|shift| found.shift_hours(group, shift, period)).sum();
        let rest = found.hours(group, period).0 - shared;
        if rest > 1e-6 { rest } else { 0.0 }
    };
    let rest: Vec<f64> = (0..periods).map(rest).collect();
    if rest.iter().any(|hours| *hours > 0.0) {
        series.push(named("In no shift", &rest, 7));
    }
    series
}

fn named(label: &str, hours: &[f64], colour: u8) -> Series {
    Series { label: label.to_owned(), values: hours.iter().copied().map(Some).collect(), colour, ..Series::default() }
}
