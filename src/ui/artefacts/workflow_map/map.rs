//! The map with its tools and the panel of the step chosen.

use super::export::MapExport;
use super::gesture::Gestures;
use super::paint::paint;
use super::panel::StepPanel;
use super::zoom::{Zoom, ZoomButtons};
use crate::app::derived::workflow::{MapLayout, NodeRecord, map_of};
use crate::app::{Session, WorkflowCommand};
use crate::model::{ItemId, RecordId, TableName};
use crate::ui::phases::workflow::{Chooser, chosen_item};
use crate::ui::widgets::{Button, EmptyState, Icon};
use leptos::prelude::*;

/// The Workflow Map of an item.
#[component]
pub fn WorkflowMap(item: RwSignal<Option<ItemId>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let map = Memo::new(move |_| map_of(session, |workspace| chosen_item(workspace, item.get())));
    let chosen = RwSignal::new(None::<NodeRecord>);
    let place =
        Signal::derive(move || chosen.get().and_then(|record| map.with(|map| map.nodes.iter().position(|node| node.record == record))));
    let choose = Callback::new(move |at: usize| chosen.set(map.with_untracked(|map| map.nodes.get(at).map(|node| node.record))));
    let gestures = Gestures::new(session, map);
    let zoom = Zoom::new();
    // Once per map that appears; edits leave the size as the person set it.
    Effect::new(move |_| {
        zoom.frame.track();
        item.track();
        let width = map.with_untracked(|map| map.width);
        request_animation_frame(move || zoom.start(width));
    });
    let start = move || {
        let Some(item) = session.peek(|workspace| chosen_item(workspace, item.get_untracked())) else { return };
        let name = format!("Make {}", session.peek(|workspace| workspace.label(TableName::Item, item.raw())));
        session.act(WorkflowCommand::CreateRouting { item, name, location: None });
    };
    let of = Signal::derive(move || {
        session
            .peek(|workspace| chosen_item(workspace, item.get()).map(|item| workspace.label(TableName::Item, item.raw())))
            .unwrap_or_default()
    });
    view! {
        <div class="stack">
            <div class="bar map-tools">
                <Chooser item />
                <span class="hint">{move || map.with(summary)}</span>
                <span class="bar-gap"></span>
                <ZoomButtons zoom width=Signal::derive(move || map.with(|map| map.width)) />
                <MapExport map of />
            </div>
            {move || {
                if map.with(|map| map.nodes.is_empty()) {
                    view! {
                        <EmptyState title="No steps yet" text="Add a routing for the item; its steps are drawn in one lane per role or resource." shape=Icon::Flow>
                            <Button label="Add routing" icon=Icon::Plus on_press=start />
                        </EmptyState>
                    }
                    .into_any()
                } else {
                    view! {
                        <div class="map-page">
                            <div node_ref=zoom.frame on:wheel=move |event| zoom.wheel(&event) class="map-frame scroll" tabindex="0" role="region" aria-label="Workflow Map, scrollable">
                                {move || map.with(|map| paint(map, place, choose, gestures, zoom))}
                            </div>
                            <StepPanel chosen />
                        </div>
                    }
                    .into_any()
                }
            }}
        </div>
    }
    .into_any()
}

fn summary(map: &MapLayout) -> String {
    let handovers = map.edges.iter().filter(|edge| edge.is_handover).count();
    format!("{} steps in {} lanes, {handovers} handovers. Choose a step to see and change it.", map.nodes.len(), map.lanes.len())
}
