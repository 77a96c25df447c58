//! The page of the Demand phase.

use super::figures::Figures;
use super::periods::Periods;
use crate::app::Session;
use crate::model::{FieldValue, OrderId, OrderStatus, Phase, RecordId, TableName, sort_with_key};
use crate::ui::phases::PhaseFrame;
use crate::ui::records::RecordTable;
use crate::ui::widgets::{Tab, Tabs};
use crate::ui::{links, parts};
use leptos::prelude::*;
use leptos_router::components::A;
use std::sync::Arc;

/// Fields of an order shown first.
const ORDER_FIELDS: &[&str] = &[
    "name",
    "customer",
    "item",
    "quantity",
    "due",
    "priority",
    "status",
    "location",
    "max_lateness",
    "minimum_shipment",
    "release",
    "deadline",
    "batch",
    "operation",
    "description",
];

/// Orders as a planner reads them: what is open first, by due date. Only new or removed orders change it, so that no row runs away from
/// under the cursor.
fn orders_in_order() -> Signal<Arc<Vec<u64>>> {
    let session = expect_context::<Session>();
    let sorted = move |_: Option<&_>| {
        let mut ids = session.ids(TableName::Order).to_vec();
        session.peek(|workspace| {
            sort_with_key(&mut ids, |id| {
                let order = workspace.orders.get(&OrderId::from_raw(*id));
                let is_over = order.is_none_or(|order| matches!(order.status, OrderStatus::Closed | OrderStatus::Cancelled));
                (is_over, order.and_then(|order| order.due).is_none(), order.and_then(|order| order.due), *id)
            });
        });
        Arc::new(ids)
    };
    Memo::new(sorted).into()
}

/// What is asked for, how much, and by when.
#[component]
pub fn DemandPage() -> impl IntoView {
    let selected = links::tab(&["orders", "periods", "forecast", "items", "customers"]);
    let orders = || {
        let preset = vec![("status", OrderStatus::Open.to_value())];
        view! { <RecordTable table=TableName::Order fields=ORDER_FIELDS preset rows=orders_in_order() /> }.into_any()
    };
    let tabs = vec![
        Tab::new("orders", "Orders", orders),
        Tab::new("periods", "By item and period", || view! { <Periods /> }.into_any()),
        Tab::new("forecast", "Forecast", parts::forecasts),
        Tab::new("items", "Items", || {
            view! { <RecordTable table=TableName::Item fields=&["name", "description", "category", "unit", "cost", "kind", "owner"] /> }
                .into_any()
        }),
        Tab::new("customers", "Customers", || {
            view! { <RecordTable table=TableName::Customer fields=&["name", "description", "category", "owner"] /> }.into_any()
        }),
    ];
    // Who is asked for a date on the telephone begins here.
    let promise = || view! { <A href=links::to("schedule/?ask=promise") attr:class="button">"Promise a date"</A> }.into_any();
    view! {
        <PhaseFrame phase=Phase::Demand actions=Box::new(promise)>
            <Figures />
            <Tabs label="Demand" tabs selected />
        </PhaseFrame>
    }
    .into_any()
}
