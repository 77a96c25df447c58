//! What is behind a bar: its figures, the items with their orders, the shifts and the members.

use super::figures::{capacity_figure, load_figure, period_name, waiting_figure};
use super::people::{people_table, shift_table};
use super::view::Rough;
use crate::app::derived::rough_cut::{PartLoad, RoughCutSheet};
use crate::ui::widgets::Stat;
use crate::ui::widgets::entry::number_text;
use leptos::prelude::*;

/// Orders of an item that are listed at most.
const LISTED: usize = 20;

/// The bar chosen, taken apart.
pub fn bar_view(rough: Rough) -> AnyView {
    let Some(period) = rough.period.get() else {
        return view! { <p class="hint">"Choose a bar or a row to see the items and orders behind it."</p> }.into_any();
    };
    let shown = rough.with(|found, group| {
        let figures =
            [Some(load_figure(found, group, period)), Some(capacity_figure(found, group, period)), waiting_figure(found, group, period)];
        let stats = figures.into_iter().flatten().map(|of| view! { <Stat of=Signal::stored(of) /> }).collect_view();
        view! {
            <h3>{period_name(found, period).to_owned()}</h3>
            <div class="stats">{stats}</div>
            {parts_table(rough, found, group, period)}
            {shift_table(found, group, period)}
            {people_table(rough, found, group, period)}
        }
    });
    view! { <div class="stack">{shown}</div> }.into_any()
}

fn parts_table(rough: Rough, found: &RoughCutSheet, group: usize, period: usize) -> AnyView {
    let parts = found.parts(group, period);
    if parts.is_empty() {
        return view! { <p class="hint">"Nothing is to be done in this period."</p> }.into_any();
    }
    let rows = parts.iter().map(|part| part_rows(rough, found, part)).collect_view();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Items and orders behind the bar, scrollable">
            <table class="report">
                <thead>
                    <tr>
                        <th scope="col">"Item or order"</th>
                        <th scope="col">"Due"</th>
                        <th scope="col">"Units"</th>
                        <th scope="col">"Hours"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="hint">"Orders are whole; what stock covers or a forecast adds is in the item's line alone."</p>
    }
    .into_any()
}

fn part_rows(rough: Rough, found: &RoughCutSheet, part: &PartLoad) -> AnyView {
    let orders = rough.session.peek(|workspace| found.orders(workspace, part));
    let more = orders.len().saturating_sub(LISTED);
    let rows = orders.into_iter().take(LISTED).map(|order| {
        view! {
            <tr class="rough-order">
                <th scope="row">{order.label}</th>
                <td></td>
                <td class="numbers">{number_text(order.quantity, 1)}</td>
                <td class="numbers">{number_text(order.hours, 1)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let more = (more > 0).then(|| {
        view! {
            <tr class="rough-order">
                <th scope="row">{format!("and {more} more orders")}</th>
                <td></td>
                <td></td>
                <td></td>
            </tr>
        }
    });
    view! {
        <tr>
            <th scope="row">{found.item_name(part.item).to_owned()}</th>
            <td>{period_name(found, part.due).to_owned()}</td>
            <td class="numbers">{number_text(part.quantity, 1)}</td>
            <td class="numbers">{number_text(part.hours, 1)}</td>
        </tr>
        {rows}
        {more}
    }
    .into_any()
}
