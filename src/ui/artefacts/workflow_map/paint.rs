//! Paints a laid-out map as SVG: lanes, lines, steps.

use crate::app::derived::workflow::{EdgeKind, MapEdge, MapLane, MapLayout, MapNode, NodeKind};
use leptos::prelude::*;

/// The map as an SVG in which steps can be chosen by pointer and keyboard.
pub fn paint(map: &MapLayout, chosen: Signal<Option<usize>>, choose: Callback<usize>) -> AnyView {
    let lanes = map.lanes.iter().enumerate().map(|(at, lane)| lane_view(at, lane)).collect_view();
    let edges = map.edges.iter().map(edge_view).collect_view();
    let nodes = map.nodes.iter().enumerate().map(|(at, node)| node_view(at, node, map, chosen, choose)).collect_view();
    let (width, height) = (map.width.max(1.0), map.height.max(1.0));
    view! {
        <svg class="map" width=width height=height viewBox=format!("0 0 {width} {height}") role="group" aria-label="Workflow Map">
            <defs>
                <marker id="map-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
                    <path d="M0 0 8 4 0 8z" class="map-arrow" />
                </marker>
            </defs>
            {lanes}
            {edges}
            {nodes}
        </svg>
    }
    .into_any()
}

fn lane_view(at: usize, lane: &MapLane) -> AnyView {
    let rect = lane.rect;
    let class = if at.is_multiple_of(2) { "map-lane" } else { "map-lane odd" };
    view! {
        <g aria-hidden="true">
            <rect class=class x=rect.x y=rect.y width=rect.width height=rect.height />
            <text class="map-lane-name" x=rect.x + 12.0 y=rect.y + 22.0>{cut(&lane.text, 16)}</text>
        </g>
    }
    .into_any()
}

fn edge_view(edge: &MapEdge) -> AnyView {
    let points: Vec<String> = edge.points.iter().map(|(x, y)| format!("{x},{y}")).collect();
    let kind = match edge.kind {
        EdgeKind::Sequence => "map-edge",
        EdgeKind::Dependency => "map-edge dependency",
        EdgeKind::Material => "map-edge material",
    };
    let label = (!edge.text.is_empty()).then(|| edge.points.get(edge.points.len() / 2).copied()).flatten().map(|(x, y)| {
        view! { <text class="map-edge-text" x=x + 4.0 y=y - 4.0>{cut(&edge.text, 18)}</text> }
    });
    view! {
        <g aria-hidden="true">
            <polyline class=kind class:handover=edge.is_handover points=points.join(" ") marker-end="url(#map-arrow)" />
            {label}
        </g>
    }
    .into_any()
}

fn node_view(at: usize, node: &MapNode, map: &MapLayout, chosen: Signal<Option<usize>>, choose: Callback<usize>) -> AnyView {
    let rect = node.rect;
    let class = match node.kind {
        NodeKind::Step => "map-node step",
        NodeKind::Choice => "map-node choice",
        NodeKind::Buy => "map-node buy",
        NodeKind::Move => "map-node move",
        NodeKind::Result => "map-node result",
    };
    let lane = map.lanes.get(node.lane).map(|lane| lane.text.as_str()).unwrap_or_default();
    let name = format!("{}, {}, in lane {lane}", node.title, node.detail);
    let is_chosen = move || chosen.get() == Some(at);
    let on_key = move |event: web_sys::KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            choose.run(at);
        }
    };
    view! {
        <g
            class=class
            class:chosen=is_chosen
            role="button"
            tabindex="0"
            aria-pressed=move || if is_chosen() { "true" } else { "false" }
            on:click=move |_| choose.run(at)
            on:keydown=on_key
        >
            // The tooltip, and the name for those who hear it: the words in the box may be cut.
            <title>{name}</title>
            <rect x=rect.x y=rect.y width=rect.width height=rect.height rx="6" />
            <text class="map-title" x=rect.x + 10.0 y=rect.y + 23.0>{cut(&node.title, 22)}</text>
            <text class="map-detail" x=rect.x + 10.0 y=rect.y + 42.0>{cut(&node.detail, 26)}</text>
        </g>
    }
    .into_any()
}

/// The first letters of a text; the rest stands in the tooltip.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).collect::<String>() + "…"
}
