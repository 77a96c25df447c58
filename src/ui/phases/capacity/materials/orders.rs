//! The planned orders of an item, and the way to release them.

use super::view::{Netted, units};
use crate::app::CapacityCommand;
use crate::app::derived::materials::{PlannedSupply, SourceKind};
use crate::model::ItemId;
use crate::ui::widgets::{Badge, Button, ButtonLook, Tone};
use leptos::prelude::*;

/// Orders that are listed at most; all of them can be released.
const LISTED: usize = 12;

/// What is to be made or bought, the soonest first.
pub fn orders_view(netted: Netted, item: ItemId) -> AnyView {
    let shown = netted.of(item, |found, at| {
        let planned = found.planned(at);
        let item = found.items.get(at)?;
        if planned.is_empty() {
            return None;
        }
        let (begin, all) = match item.source.kind {
            SourceKind::Make(_) => ("Begin", "orders to make"),
            SourceKind::Buy(_) => ("Order by", "purchase orders"),
            SourceKind::ToOrder(_) => ("Begin", "orders to make"),
            SourceKind::Nowhere => ("Wanted", "orders"),
        };
        let refused = match item.source.kind {
            SourceKind::Make(_) | SourceKind::Buy(_) => item
                .is_to_order
                .then_some("This item is made to order: the schedule gets it for each order that needs it; there is nothing to release."),
            SourceKind::ToOrder(_) => Some(
                "Each order for this item is served by an operation of its own, which the schedule plans; there is nothing to release.",
            ),
            SourceKind::Nowhere => Some("Nobody makes or supplies this item: enter an operation under Workflow or a supplier first."),
        };
        let refused = refused.map(str::to_owned);
        let count = planned.len();
        let rows = planned.iter().take(LISTED).map(|order| row(netted, item.id, order, refused.clone())).collect_view();
        let more = count.saturating_sub(LISTED);
        let label = if count == 1 { format!("Release as {all}") } else { format!("Release all {count} as {all}") };
        let (id, everything) = (item.id, planned.clone());
        Some(view! {
            <section class="stack" aria-label="Planned orders">
                <div class="bar">
                    <h3>"Planned orders"</h3>
                    <Button label refused=refused.clone() on_press=move |()| release(netted, id, &everything) />
                </div>
                <div class="scroll" tabindex="0" role="region" aria-label="Planned orders, scrollable">
                    <table class="report">
                        <thead>
                            <tr>
                                <th scope="col">{begin}</th>
                                <th scope="col">"There"</th>
                                <th scope="col">"Units"</th>
                                <th scope="col">"Action"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                {(more > 0).then(|| view! { <p class="muted">{format!("and {more} more")}</p> })}
            </section>
        })
    });
    shown.into_any()
}

fn row(netted: Netted, item: ItemId, order: &PlannedSupply, refused: Option<String>) -> AnyView {
    let one = vec![order.clone()];
    let late = order.is_late.then(|| view! { <Badge tone=Tone::Bad label="late" /> });
    view! {
        <tr>
            <th scope="row">{order.release.date_text()} " " {late}</th>
            <td>{order.receipt.date_text()}</td>
            <td class="numbers">{units(order.quantity)}</td>
            <td>
                <Button label="Release" look=ButtonLook::Quiet refused on_press=move |()| release(netted, item, &one) />
            </td>
        </tr>
    }
    .into_any()
}

fn release(netted: Netted, item: ItemId, planned: &[PlannedSupply]) {
    let orders = netted.found.with_untracked(|found| {
        let at = found.items.iter().position(|known| known.id == item);
        at.map(|at| found.orders(at, planned)).unwrap_or_default()
    });
    netted.session.act(CapacityCommand::ReleaseMaterials { orders });
}
