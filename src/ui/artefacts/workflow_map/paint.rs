//! Paints a laid-out map as SVG: lanes, lines, steps.

use super::gesture::{Drag, Gestures, Pull};
use super::lane_move::{lane_at, step_at};
use super::picture::{DETAIL, LINE, lane_lines, title_lines, title_top};
use super::zoom::Zoom;
use crate::app::derived::workflow::{EdgeKind, Label, MapEdge, MapLane, MapLayout, MapNode, NodeKind};
use crate::model::text::cut;
use leptos::prelude::*;

/// The map as an SVG in which steps can be chosen by pointer and keyboard.
pub fn paint(map: &MapLayout, chosen: Signal<Option<usize>>, choose: Callback<usize>, gestures: Gestures, zoom: Zoom) -> AnyView {
    let svg = NodeRef::<leptos::svg::Svg>::new();
    let lanes = map.lanes.iter().enumerate().map(|(at, lane)| lane_view(at, lane)).collect_view();
    let edges = map.edges.iter().map(edge_view).collect_view();
    // After all lines, so that none is drawn across a text.
    let labels = map.edges.iter().filter_map(|edge| edge.label.as_ref()).map(label_view).collect_view();
    let nodes = map.nodes.iter().enumerate().map(|(at, node)| node_view(at, node, map, chosen, choose, (gestures, svg))).collect_view();
    let (width, height) = (map.width.max(1.0), map.height.max(1.0));
    let pulled = move |event: web_sys::PointerEvent| {
        if let Some(svg) = svg.get_untracked() {
            gestures.pull(&svg, &event);
        }
    };
    view! {
        <svg
            node_ref=svg
            on:pointermove=pulled
            on:pointerup=move |_| gestures.release()
            on:pointercancel=move |_| gestures.give_up()
            class="map" width=move || width * zoom.scale() height=move || height * zoom.scale() viewBox=format!("0 0 {width} {height}") role="group" aria-label="Workflow Map">
            <defs>
                <marker id="map-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
                    <path d="M0 0 8 4 0 8z" class="map-arrow" />
                </marker>
            </defs>
            {lanes}
            {edges}
            {labels}
            {nodes}
            {drag_view(map, gestures.drag)}
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
            {lines("map-lane-name", &lane_lines(&lane.text), rect.x + 12.0, rect.y + 22.0)}
        </g>
    }
    .into_any()
}

/// A name of several lines; one text for each, which a step's title says in one.
fn lines(class: &'static str, lines: &[String], x: f64, y: f64) -> Vec<AnyView> {
    let line = |(at, line): (usize, &String)| view! { <text class=class x=x y=y + at as f64 * LINE>{line.clone()}</text> }.into_any();
    lines.iter().enumerate().map(line).collect()
}

fn label_view(label: &Label) -> AnyView {
    view! { <text class="map-edge-text" aria-hidden="true" x=label.rect.x y=label.rect.y + 11.0>{label.text.clone()}</text> }.into_any()
}

fn edge_view(edge: &MapEdge) -> AnyView {
    let points: Vec<String> = edge.points.iter().map(|(x, y)| format!("{x},{y}")).collect();
    let kind = match edge.kind {
        EdgeKind::Sequence => "map-edge",
        EdgeKind::Dependency => "map-edge dependency",
        EdgeKind::Material => "map-edge material",
    };
    let title = (!edge.text.is_empty()).then(|| view! { <title>{edge.text.clone()}</title> });
    view! {
        <g aria-hidden="true">
            {title}
            <polyline class=kind class:handover=edge.is_handover points=points.join(" ") marker-end="url(#map-arrow)" />
        </g>
    }
    .into_any()
}

/// What a drag under way would do: the lane it would go to, or the line it would draw.
fn drag_view(map: &MapLayout, drag: RwSignal<Option<Drag>>) -> impl IntoView + use<> {
    let map = map.clone();
    move || {
        let drag = drag.get().filter(|drag| drag.is_begun)?;
        let rect = map.nodes.get(drag.at)?.rect;
        Some(match drag.pull {
            Pull::Move => {
                let lane = lane_at(&map, drag.to.1).and_then(|lane| map.lanes.get(lane)).map(|lane| lane.rect).unwrap_or_default();
                let (x, y) = (rect.x + drag.to.0 - drag.from.0, rect.y + drag.to.1 - drag.from.1);
                view! {
                    <g class="map-ghost" aria-hidden="true">
                        <rect class="map-target" x=lane.x y=lane.y width=lane.width height=lane.height />
                        <rect x=x y=y width=rect.width height=rect.height rx="6" />
                    </g>
                }
                .into_any()
            }
            Pull::Connect => {
                let (x, y) = (rect.x + rect.width, rect.y + rect.height / 2.0);
                view! { <g class="map-ghost" aria-hidden="true"><line x1=x y1=y x2=drag.to.0 y2=drag.to.1 /></g> }.into_any()
            }
        })
    }
}

fn node_view(
    at: usize,
    node: &MapNode,
    map: &MapLayout,
    chosen: Signal<Option<usize>>,
    choose: Callback<usize>,
    (gestures, svg): (Gestures, NodeRef<leptos::svg::Svg>),
) -> AnyView {
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
    let title = title_lines(&node.title);
    let is_chosen = move || chosen.get() == Some(at);
    let is_step = step_at(map, at).is_some();
    let on_key = move |event: web_sys::KeyboardEvent| {
        match (event.key().as_str(), event.alt_key()) {
            ("Enter" | " ", false) => choose.run(at),
            ("ArrowUp", true) if is_step => gestures.shift_lane(at, false),
            ("ArrowDown", true) if is_step => gestures.shift_lane(at, true),
            _ => return,
        }
        event.prevent_default();
    };
    let press = move |event: &web_sys::PointerEvent, pull: Pull| {
        gestures.press(svg.get_untracked(), event, at, pull);
    };
    let handle = is_step.then(|| {
        let connect = move |event: web_sys::PointerEvent| {
            event.stop_propagation();
            press(&event, Pull::Connect);
        };
        view! {
            <circle class="map-handle" cx=rect.x + rect.width cy=rect.y + rect.height / 2.0 r="9" on:pointerdown=connect>
                <title>"Drag to the step that waits for this one"</title>
            </circle>
        }
    });
    view! {
        <g
            class=class
            class:chosen=is_chosen
            role="button"
            tabindex="0"
            aria-keyshortcuts=is_step.then_some("Alt+ArrowUp Alt+ArrowDown")
            on:pointerdown=move |event| press(&event, Pull::Move)
            aria-pressed=move || if is_chosen() { "true" } else { "false" }
            on:click=move |_| choose.run(at)
            on:keydown=on_key
        >
            // The tooltip, and the name for those who hear it: the words in the box may be cut.
            <title>{name}</title>
            <rect x=rect.x y=rect.y width=rect.width height=rect.height rx="6" />
            {lines("map-title", &title, rect.x + 10.0, rect.y + title_top(&title))}
            <text class="map-detail" x=rect.x + 10.0 y=rect.y + rect.height - 11.0>{cut(&node.detail, DETAIL)}</text>
            {handle}
        </g>
    }
    .into_any()
}
