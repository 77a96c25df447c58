//! The figures of a bar, each with its formula, its inputs and the rows behind it.

use crate::app::derived::rough_cut::{Observed, PeriodWaiting, RoughCutSheet, Station};
use crate::engine::supply::RoughCutMethod;
use crate::ui::widgets::entry::number_text;
use crate::ui::widgets::table::{CellValue, Look};
use crate::ui::widgets::{Explained, SortKey, SourceRow, Tone};

/// Utilisations at which waiting is told beside that of the period.
const LADDER: [f64; 6] = [0.5, 0.7, 0.8, 0.9, 0.95, 0.99];

/// A share in per cent, or that there are no hours at all.
pub fn percent(ratio: f64) -> String {
    if ratio.is_finite() { format!("{} %", number_text(ratio * 100.0, 0)) } else { "no hours".to_owned() }
}

/// How full something is, as a cell with a bar.
pub fn full(ratio: f64) -> CellValue {
    let tone = if ratio > 1.0 + 1e-9 {
        Tone::Bad
    } else if ratio > 0.85 {
        Tone::Warning
    } else {
        Tone::Neutral
    };
    CellValue { sort: SortKey::Number(ratio.min(1e9)), ..CellValue::text(percent(ratio)).tone(tone).look(Look::Meter(ratio.min(1.0))) }
}

/// Waiting in hours of work.
pub fn waiting_text(waiting: &PeriodWaiting) -> String {
    let hours = waiting.waiting.in_queue;
    if hours.is_finite() { format!("{} h", number_text(hours, 1)) } else { "no end".to_owned() }
}

/// The load of a bar.
pub fn load_figure(found: &RoughCutSheet, group: usize, period: usize) -> Explained {
    let (load, capacity) = found.hours(group, period);
    let ratio = if load <= 0.0 {
        0.0
    } else if capacity > 0.0 {
        load / capacity
    } else {
        f64::INFINITY
    };
    let rows = found.parts(group, period).into_iter().map(|part| SourceRow {
        label: format!("{}: {} due {}", found.item_name(part.item), number_text(part.quantity, 1), period_name(found, part.due)),
        value: format!("{} h", number_text(part.hours, 1)),
        id: 0,
    });
    let share = found.shares.get(group).copied().unwrap_or(0.0);
    let (formula, inputs) = match found.wish.method {
        RoughCutMethod::OverallFactors => {
            ("Σ quantity × all hours per unit × the group's share of all hours", vec![("Share of all hours".to_owned(), percent(share))])
        }
        RoughCutMethod::BillOfCapacity => ("Σ quantity due in the period × the group's hours per unit, parts included", Vec::new()),
        RoughCutMethod::ResourceProfile => {
            ("Σ quantity due so many periods later × the group's hours per unit, parts included", Vec::new())
        }
    };
    Explained {
        label: "Load".to_owned(),
        value: format!("{} h", number_text(load, 1)),
        tone: if ratio > 1.0 + 1e-9 { Tone::Bad } else { Tone::Neutral },
        detail: format!("{} of capacity", percent(ratio)),
        formula: formula.to_owned(),
        inputs,
        rows: rows.collect(),
        note: "Hours per unit are worked out of the routings for a lot of fifty, so that times of a run weigh as in daily work.".to_owned(),
    }
}

/// The capacity of a bar.
pub fn capacity_figure(found: &RoughCutSheet, group: usize, period: usize) -> Explained {
    let (load, capacity) = found.hours(group, period);
    let Some(of) = found.groups.get(group) else { return Explained::default() };
    let rows = of.shifts.iter().map(|shift| SourceRow {
        label: shift.name.clone(),
        value: format!("{} h", number_text(shift.capacity.get(period).copied().unwrap_or(0.0), 1)),
        id: 0,
    });
    Explained {
        label: "Capacity".to_owned(),
        value: format!("{} h", number_text(capacity, 1)),
        detail: if load > capacity + 1e-9 {
            format!("{} h too few", number_text(load - capacity, 1))
        } else {
            format!("{} h left", number_text(capacity - load, 1))
        },
        formula: "open hours × size × efficiency, absences taken off, over all in the group".to_owned(),
        inputs: vec![("Side by side".to_owned(), of.machines.to_string())],
        rows: rows.collect(),
        note: "The first period counts from the plan's start on.".to_owned(),
        ..Explained::default()
    }
}

/// Waiting by Kingman's equation, with what more and less load would do to it.
pub fn waiting_figure(found: &RoughCutSheet, group: usize, period: usize) -> Option<Explained> {
    let (waiting, station) = (found.waiting(group, period)?, found.stations.get(group)?);
    let product = waiting.waiting;
    let end = if product.utilisation.is_finite() { number_text(product.utilisation, 2) } else { "no end".to_owned() };
    let rows = LADDER.iter().filter_map(|load| {
        let at = station.at(*load, 1.0)?;
        Some(SourceRow { label: format!("at {}", percent(*load)), value: waiting_text(&at), id: 0 })
    });
    Some(Explained {
        label: "Expected waiting".to_owned(),
        value: waiting_text(&waiting),
        tone: if waiting.utilisation >= 1.0 { Tone::Bad } else { Tone::Neutral },
        detail: format!("before {} h of work, at {}", number_text(station.run_hours, 1), percent(waiting.utilisation)),
        formula: "V · U · T = (ca² + ce²)/2 · u^(√(2(m+1)) − 1)/(m(1 − u)) · te".to_owned(),
        inputs: vec![
            (format!("ca², {}", known(&station.arrivals, "days between due dates")), number_text(station.arrivals.value, 2)),
            (format!("ce², {}", known(&station.runs, runs_of(station))), number_text(station.runs.value, 2)),
            ("u: load by capacity".to_owned(), percent(waiting.utilisation)),
            ("m: side by side".to_owned(), station.machines.to_string()),
            (format!("te: mean hours of {}", runs_of(station)), number_text(station.run_hours, 2)),
            ("V".to_owned(), number_text(product.variability, 2)),
            ("U".to_owned(), end),
            ("Has to wait at all, by chance (Erlang C)".to_owned(), percent(waiting.waits)),
        ],
        rows: rows.collect(),
        note: "Hours of work of the group (Kingman 1961; for several Sakasegawa 1977), as if the load of the period went on for long."
            .to_owned(),
    })
}

fn runs_of(station: &Station) -> &'static str {
    if station.of_tasks { "tasks" } else { "orders" }
}

fn known(observed: &Observed, of: &str) -> String {
    match observed.observations {
        Some(count) => format!("from {count} {of}"),
        None => "assumed: too few to tell".to_owned(),
    }
}

/// The name of a period; those behind the last have none.
pub fn period_name(found: &RoughCutSheet, period: usize) -> &str {
    found.period_names.get(period).map_or("later", String::as_str)
}
