//! The page of the Demand phase.

use super::figures::Figures;
use super::periods::Periods;
use crate::model::{FieldValue, OrderStatus, Phase, TableName};
use crate::ui::phases::PhaseFrame;
use crate::ui::records::RecordTable;
use crate::ui::widgets::{Tab, Tabs};
use leptos::prelude::*;

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

/// What is asked for, how much, and by when.
#[component]
pub fn DemandPage() -> impl IntoView {
    let selected = RwSignal::new("orders");
    let orders = || {
        let preset = vec![("status", OrderStatus::Open.to_value())];
        view! { <RecordTable table=TableName::Order fields=ORDER_FIELDS preset /> }.into_any()
    };
    let tabs = vec![
        Tab::new("orders", "Orders", orders),
        Tab::new("periods", "By item and period", || view! { <Periods /> }.into_any()),
        Tab::new("items", "Items", || {
            view! { <RecordTable table=TableName::Item fields=&["name", "description", "category", "unit", "cost", "kind", "owner"] /> }
                .into_any()
        }),
        Tab::new("customers", "Customers", || {
            view! { <RecordTable table=TableName::Customer fields=&["name", "description", "category", "owner"] /> }.into_any()
        }),
        Tab::new("forecasts", "Forecast series", || {
            view! { <RecordTable table=TableName::Forecast fields=&["name", "item", "customer", "location", "method", "priority"] /> }
                .into_any()
        }),
    ];
    view! {
        <PhaseFrame phase=Phase::Demand>
            <Figures />
            <Tabs label="Demand" tabs selected />
        </PhaseFrame>
    }
    .into_any()
}
