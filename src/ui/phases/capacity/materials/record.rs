//! The netting record of an item: its lines by period. A period's head takes its numbers apart below.

use super::view::{Netted, units};
use crate::app::derived::materials::Materials;
use crate::model::ItemId;
use leptos::prelude::*;

/// The lines of the record, as textbooks name them.
fn lines(found: &Materials, at: usize) -> Vec<(&'static str, Vec<f64>, bool)> {
    let (Some(netted), Some(record)) = (found.netted.get(at), found.netting.items.get(at)) else { return Vec::new() };
    let receipts = (0..record.gross.len()).map(|period| netted.scheduled_receipts.get(period).copied().unwrap_or(0.0)).collect();
    vec![
        ("Gross requirement", record.gross.clone(), false),
        ("Scheduled receipts", receipts, false),
        ("Projected on hand", record.projected_on_hand.clone(), true),
        ("Net requirement", record.net.clone(), false),
        ("Planned receipts", record.planned_receipts.clone(), false),
        ("Planned releases", record.planned_releases.clone(), false),
    ]
}

/// The record as a table; periods side by side.
pub fn record_table(netted: Netted, item: ItemId) -> AnyView {
    let table = netted.of(item, |found, at| {
        let short: Vec<usize> =
            found.shortages.iter().filter(|shortage| shortage.item == at).map(|shortage| shortage.period).collect();
        let heads = found.period_names.iter().enumerate().map(|(period, name)| {
            let press = move |_| netted.period.update(|chosen| *chosen = (*chosen != Some(period)).then_some(period));
            // Read where it is shown, so that the button pressed stays and keeps the focus.
            let pressed = move || if netted.period.get() == Some(period) { "true" } else { "false" };
            let is_short = short.contains(&period);
            let label = if is_short { format!("{name}, short") } else { name.clone() };
            view! {
                <th scope="col" class:material-short=is_short>
                    <button type="button" class="material-period" aria-pressed=pressed aria-label=label on:click=press>{name.clone()}</button>
                </th>
            }
        });
        let heads = heads.collect_view();
        let rows = lines(found, at).into_iter().map(|(label, values, is_stock)| {
            let cells = values.into_iter().map(|value| {
                let is_bad = is_stock && value < -1e-9;
                let text = if value.abs() < 1e-9 && !is_stock { String::new() } else { units(value) };
                view! { <td class="numbers" class:tone-bad=is_bad>{text}</td> }
            });
            view! { <tr><th scope="row">{label}</th>{cells.collect_view()}</tr> }
        });
        Some(view! {
            <table class="material-record">
                <caption class="visually-hidden">"Netting by period"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Line"</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        })
    });
    view! {
        <div class="scroll material-frame" tabindex="0" role="region" aria-label="Netting by period, scrollable">
            {table}
        </div>
    }
    .into_any()
}
