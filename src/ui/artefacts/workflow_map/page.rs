//! The Workflow Map as a page of its own, for printing and embedding.

use super::map::WorkflowMap;
use crate::model::ItemId;
use crate::ui::shell::PageHeader;
use leptos::prelude::*;

/// The map alone.
#[component]
pub fn WorkflowMapPage() -> impl IntoView {
    let item = RwSignal::new(None::<ItemId>);
    view! {
        <article class="page">
            <PageHeader title="Workflow Map" question="Steps, handovers, responsibilities." />
            <WorkflowMap item />
        </article>
    }
    .into_any()
}
