//! The Workflow Map and the bill of materials of small workshops and of planners' files.
#![allow(clippy::disallowed_methods, reason = "a test may look at the clock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::build::Factory;
use crate::support::{FILES, import};
use linewright::engine::flow::*;
use linewright::model::*;

fn map(workspace: &Workspace, item: ItemId) -> MapLayout {
    workflow_map(workspace, MapTarget::Item(item), &Measures::default())
}

fn node<'a>(map: &'a MapLayout, title: &str) -> &'a MapNode {
    map.nodes.iter().find(|node| node.title == title).unwrap_or_else(|| panic!("no {title} on the map"))
}

/// From, to, kind and text of every line.
fn lines(map: &MapLayout) -> Vec<(&str, &str, EdgeKind, &str)> {
    let title = |at: usize| map.nodes[at].title.as_str();
    let mut lines: Vec<_> = map.edges.iter().map(|edge| (title(edge.from), title(edge.to), edge.kind, edge.text.as_str())).collect();
    lines.sort_unstable();
    lines
}

#[test]
fn a_map_shows_steps_in_lanes_with_what_goes_from_hand_to_hand() {
    let mut factory = Factory::default();
    let (table, panel) = (factory.item("table"), factory.item("panel"));
    let (_, steps) = factory.routing("make table", Some(table), &[("saw", 1.0), ("glue", 2.0), ("check", 0.5)]);
    let (saw, robot) = (factory.resource("saw bench"), factory.resource("robot"));
    factory.needs(steps[0], saw);
    factory.needs(steps[1], robot);
    factory.change(steps[2], |step| step.role = "Inspector".to_owned());
    factory.line(steps[0], panel, -2.0);
    factory.bought(panel, "forest", 5);
    let map = map(&factory.workspace, table);
    let lanes: Vec<&str> = map.lanes.iter().map(|lane| lane.text.as_str()).collect();
    assert_eq!(lanes, ["forest", "saw bench", "robot", "Inspector"]);
    assert_eq!(
        lines(&map),
        [
            ("Buy panel", "saw", EdgeKind::Material, "2 × panel"),
            ("check", "table", EdgeKind::Material, "table"),
            ("glue", "check", EdgeKind::Sequence, ""),
            ("saw", "glue", EdgeKind::Sequence, ""),
        ]
    );
    assert_eq!((node(&map, "saw").detail.as_str(), node(&map, "Buy panel").detail.as_str()), ("1 h", "5 d"));
    assert_eq!(map.edges.iter().filter(|edge| edge.is_handover).count(), 3, "the result lies with the inspector");
    assert!(node(&map, "saw").rect.x < node(&map, "glue").rect.x);
}

#[test]
fn on_the_map_of_an_item_steps_do_not_repeat_its_name_and_only_texts_take_room() {
    let mut factory = Factory::default();
    let item = factory.item("Incident");
    let steps = [("Incident: triage", 1.0), ("Incident: close", 1.0), ("Incident review", 1.0)];
    factory.routing("Incident", Some(item), &steps);
    let on_its_own = map(&factory.workspace, item);
    let titles: Vec<&str> = on_its_own.nodes.iter().map(|node| node.title.as_str()).collect();
    assert_eq!(titles, ["triage", "close", "Incident review", "Incident"]);
    let measures = Measures::default();
    let gap = |from: &str, to: &str| {
        let (from, to) = (node(&on_its_own, from).rect, node(&on_its_own, to).rect);
        to.x - from.x - from.width
    };
    assert_eq!(gap("triage", "close"), measures.gutter);
    assert_eq!(gap("Incident review", "Incident"), measures.wide_gutter, "what is handed over is written there");
    let everything = workflow_map(&factory.workspace, MapTarget::Everything, &measures);
    assert!(everything.nodes.iter().any(|node| node.title == "Incident: triage"), "beside others the name tells them apart");
}

#[test]
fn planners_files_are_drawn_without_overlap_and_with_the_flow() {
    for name in FILES {
        let Some(workspace) = import(name) else { continue };
        let began = std::time::Instant::now();
        let map = workflow_map(&workspace, MapTarget::Everything, &Measures::default());
        println!("{name}: {} steps, {} lines, {} lanes in {:?}", map.nodes.len(), map.edges.len(), map.lanes.len(), began.elapsed());
        for (at, node) in map.nodes.iter().enumerate() {
            let apart = |other: &MapNode| {
                let (a, b) = (&node.rect, &other.rect);
                a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
            };
            assert!(map.nodes[at + 1..].iter().all(apart), "{name}");
        }
        assert!(map.edges.iter().all(|edge| !edge.is_backward && map.nodes[edge.from].rect.x < map.nodes[edge.to].rect.x), "{name}");
        for item in workspace.items.keys() {
            bom_tree(&workspace, item);
        }
    }
}

#[test]
fn dependencies_between_operations_are_lines_of_their_own() {
    let Some(workspace) = import("operation-dependency.xlsx") else { return };
    let rocket = workspace.operations.values().find(|operation| operation.name == "Assemble rocket").unwrap().id;
    let map = workflow_map(&workspace, MapTarget::Operation(rocket), &Measures::default());
    assert_eq!(map.edges.iter().filter(|edge| edge.kind == EdgeKind::Dependency).count(), 23);
    assert_eq!(map.nodes.iter().filter(|node| node.kind == NodeKind::Step).count(), 19);
    assert_eq!(map.nodes.iter().filter(|node| node.kind == NodeKind::Buy).count(), 4);
}

#[test]
fn fifty_steps_are_laid_out_in_a_blink() {
    let mut factory = Factory::default();
    let item = factory.item("product");
    let names: Vec<String> = (0..50).map(|at| format!("step {at}")).collect();
    let steps: Vec<(&str, f64)> = names.iter().map(|name| (name.as_str(), 1.0)).collect();
    let (_, steps) = factory.routing("make", Some(item), &steps);
    for (at, step) in steps.iter().enumerate() {
        factory.change(*step, |step| step.role = format!("role {}", at * 7 % 6));
        for before in [at / 2, at / 3] {
            if before < at {
                let mut wait = OperationDependency::new(OperationDependencyId::from_raw(factory.id()));
                (wait.operation, wait.blocked_by) = (Some(*step), Some(steps[before]));
                factory.workspace.operation_dependencies.insert(wait.id, wait);
            }
        }
    }
    let best = (0..5).map(|_| {
        let began = std::time::Instant::now();
        let map = map(&factory.workspace, item);
        assert_eq!(map.nodes.len(), 51);
        began.elapsed()
    });
    // 20 ms with optimisation; the tests run without it.
    assert!(best.min().unwrap().as_millis() < 100);
}

#[test]
fn a_bill_of_materials_tells_quantities_and_lead_times_of_every_level() {
    let mut factory = Factory::default();
    let (table, leg, wood, screw) = (factory.item("table"), factory.item("leg"), factory.item("wood"), factory.item("screw"));
    let assemble = factory.operation("assemble", Some(table), 24.0, 0.0);
    let turn = factory.operation("turn legs", Some(leg), 12.0, 0.0);
    factory.line(assemble, leg, -4.0);
    factory.line(assemble, screw, -10.0);
    factory.line(turn, leg, 2.0);
    factory.line(turn, wood, -1.0);
    factory.bought(wood, "forest", 7);
    factory.bought(screw, "screw supplier", 3);
    let tree = bom_tree(&factory.workspace, table);
    let rows: Vec<(ItemId, usize, f64, i64, i64)> = tree
        .iter()
        .map(|node| (node.item, node.depth, node.per_top, node.lead_time.seconds() / 3600, node.total_lead_time.seconds() / 3600))
        .collect();
    assert_eq!(rows, [(table, 0, 1.0, 24, 24 + 12 + 168), (leg, 1, 4.0, 12, 180), (wood, 2, 2.0, 168, 168), (screw, 1, 10.0, 72, 72)]);
    assert_eq!(tree[2].source, "forest");
}

#[test]
fn a_circle_in_the_materials_is_marked_and_ends() {
    let mut factory = Factory::default();
    let (egg, hen) = (factory.item("egg"), factory.item("hen"));
    let (lay, hatch) = (factory.operation("lay", Some(egg), 1.0, 0.0), factory.operation("hatch", Some(hen), 1.0, 0.0));
    factory.line(lay, hen, -1.0);
    factory.line(hatch, egg, -1.0);
    let tree = bom_tree(&factory.workspace, egg);
    assert_eq!(tree.iter().map(|node| (node.item, node.is_circular)).collect::<Vec<_>>(), [(egg, false), (hen, false), (egg, true)]);
    let map = map(&factory.workspace, egg);
    assert_eq!(map.edges.iter().filter(|edge| edge.is_backward).count(), 1);
}
