//! The lot rule of an item, what it needs to know, and what every rule would cost.

use super::view::Netted;
use crate::app::RecordCommand;
use crate::app::derived::materials::{RuleCost, rule_name};
use crate::model::{FieldValue, ItemId, RecordId, TableName, Value};
use crate::ui::records::{record_field, send};
use crate::ui::widgets::entry::number_text;
use crate::ui::widgets::{Badge, Button, ButtonLook, Tone};
use leptos::prelude::*;

const FIELDS: [&str; 5] = ["lot_rule", "lot_quantity", "order_cost", "holding_cost", "service_level"];

/// The fields of the rule, and the rules side by side.
pub fn rules_view(netted: Netted, item: ItemId) -> AnyView {
    let fields = FIELDS.iter().filter_map(|name| TableName::Item.field(name)).map(|index| field(netted, item, index)).collect_view();
    view! {
        <section class="stack" aria-label="Lot rule">
            <h3>"Lot rule"</h3>
            <div class="form-grid">{fields}</div>
            {move || costs_table(netted, item)}
        </section>
    }
    .into_any()
}

fn field(netted: Netted, item: ItemId, index: usize) -> AnyView {
    let session = netted.session;
    let value = Signal::derive(move || session.value(TableName::Item, item.raw(), index));
    let set = Callback::new(move |value: Value| set(netted, item, index, value));
    record_field(session, TableName::Item, index, value, set)
}

fn set(netted: Netted, item: ItemId, field: usize, value: Value) -> Result<(), String> {
    send(netted.session, RecordCommand::Set { table: TableName::Item, ids: vec![item.raw()], field, value })
}

/// What each rule costs over the periods shown.
fn costs_table(netted: Netted, item: ItemId) -> AnyView {
    let costs = netted.of(item, |found, at| Some(found.rule_costs(at))).unwrap_or_default();
    if costs.iter().all(|cost| cost.lots == 0) {
        return view! { <p class="hint">"Stock and receipts cover all needs of the periods shown: no lot is planned."</p> }.into_any();
    }
    let least = costs.iter().map(RuleCost::total).fold(f64::INFINITY, f64::min);
    let currency = netted.session.settings().currency;
    let is_free = costs.iter().all(|cost| cost.ordering == 0.0);
    let rows = costs.iter().map(|cost| cost_row(netted, item, cost, least)).collect_view();
    let unit = if currency.is_empty() { "Total".to_owned() } else { format!("Total, {currency}") };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="What each lot rule costs">
            <table class="report">
                <thead>
                    <tr>
                        <th scope="col">"Rule"</th>
                        <th scope="col">"Lots"</th>
                        <th scope="col">"Ordering"</th>
                        <th scope="col">"Keeping"</th>
                        <th scope="col">{unit}</th>
                        <th scope="col">"Action"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="hint">
            {if is_free {
                "An order costs nothing so far, so lot for lot is always cheapest: enter what one order or set-up costs."
            } else {
                "Ordering is lots × cost per order; keeping is units left over at each period's end × holding cost. Safety stock is the same in all and left out."
            }}
        </p>
    }
    .into_any()
}

fn cost_row(netted: Netted, item: ItemId, cost: &RuleCost, least: f64) -> AnyView {
    let (rule, total) = (cost.rule, cost.total());
    let choose = move |()| {
        let field = TableName::Item.field("lot_rule").unwrap_or_default();
        netted.session.act(RecordCommand::Set { table: TableName::Item, ids: vec![item.raw()], field, value: rule.to_value() });
    };
    let deed = if cost.is_chosen {
        view! { <Badge tone=Tone::Info label="in force" /> }.into_any()
    } else {
        view! { <Button label=format!("Use {}", rule_name(rule)) look=ButtonLook::Quiet on_press=choose /> }.into_any()
    };
    let is_least = total <= least * (1.0 + 1e-9);
    view! {
        <tr>
            <th scope="row">{rule_name(rule)}</th>
            <td class="numbers">{cost.lots}</td>
            <td class="numbers">{number_text(cost.ordering, 0)}</td>
            <td class="numbers">{number_text(cost.keeping, 0)}</td>
            <td class="numbers" class:tone-good=is_least>{number_text(total, 0)}</td>
            <td>{deed}</td>
        </tr>
    }
    .into_any()
}
