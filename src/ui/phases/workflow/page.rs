//! The page of the Workflow phase.

use crate::model::{ItemId, Phase, TableName};
use crate::ui::artefacts::workflow_map::WorkflowMap;
use crate::ui::phases::PhaseFrame;
use crate::ui::records::RecordTable;
use crate::ui::widgets::{Tab, Tabs};
use crate::ui::{links, parts};
use leptos::prelude::*;

/// Which steps make it, in which order, by whom.
#[component]
pub fn WorkflowPage() -> impl IntoView {
    let selected = links::tab(&["map", "materials", "operations", "lines", "requirements", "dependencies", "supply"]);
    let item = RwSignal::new(None::<ItemId>);
    let tabs = vec![
        Tab::new("map", "Workflow Map", move || view! { <WorkflowMap item /> }.into_any()),
        Tab::new("materials", "Bill of materials", move || parts::bill_of_materials(item)),
        Tab::new("operations", "Operations", || {
            let fields = &[
                "name",
                "kind",
                "item",
                "owner",
                "priority",
                "duration",
                "duration_per_unit",
                "role",
                "location",
                "size_minimum",
                "size_multiple",
                "calendar",
            ];
            view! { <RecordTable table=TableName::Operation fields /> }.into_any()
        }),
        Tab::new("lines", "Materials", || {
            view! { <RecordTable table=TableName::OperationMaterial fields=&["operation", "item", "quantity", "kind", "fixed_quantity", "transfer_batch", "name", "priority"] /> }
                .into_any()
        }),
        Tab::new("requirements", "Requirements", || {
            view! { <RecordTable table=TableName::OperationResource fields=&["operation", "resource", "skill", "skill_level", "quantity", "setup", "name", "priority"] /> }.into_any()
        }),
        Tab::new("dependencies", "Dependencies", || {
            view! { <RecordTable table=TableName::OperationDependency fields=&["operation", "blocked_by", "kind", "lag", "lag_maximum", "quantity"] /> }.into_any()
        }),
        Tab::new("supply", "Stock and supply", || {
            view! {
                <div class="stack">
                    <RecordTable table=TableName::Stock fields=&["item", "location", "on_hand", "minimum", "batch"] />
                    <RecordTable table=TableName::ItemSupplier fields=&["item", "supplier", "lead_time", "size_minimum", "size_multiple", "cost", "location"] />
                    <RecordTable table=TableName::ItemDistribution fields=&["item", "origin", "location", "lead_time", "size_minimum"] />
                </div>
            }
            .into_any()
        }),
    ];
    view! {
        <PhaseFrame phase=Phase::Workflow>
            <Tabs label="Workflow" tabs selected />
        </PhaseFrame>
    }
    .into_any()
}
