//! The Workflow Map as a picture for files and paper, from the same layout as on the page.
//!
//! Never lays anything out.

use crate::app::derived::workflow::{EdgeKind, MapEdge, MapLayout, MapNode, NodeKind};
use crate::model::text::{cut, wrapped};
use crate::ui::artefacts::scheduling_board::render_model::{Align, Area, Ink, Layer, Pointing, Scene, Shape, Style};

const FONT: f64 = 13.0;
const HEAD: f64 = 40.0;

/// The most letters of what stands below the name in a step's box.
pub const DETAIL: usize = 23;

/// The map under its title.
pub fn picture(map: &MapLayout, title: &str) -> Scene {
    let (width, height) = (map.width.max(320.0), map.height + HEAD);
    let mut shapes = vec![Shape::Fill { area: Area::new(0.0, 0.0, width, height), ink: Ink::Ground, radius: 0.0 }];
    shapes.push(text(12.0, HEAD / 2.0, title, Ink::Text, Style::Bold));
    for (at, lane) in map.lanes.iter().enumerate() {
        let area = Area::new(lane.rect.x, lane.rect.y + HEAD, lane.rect.width, lane.rect.height);
        shapes.push(Shape::Fill { area, ink: if at.is_multiple_of(2) { Ink::Ground } else { Ink::Panel }, radius: 0.0 });
        shapes.push(Shape::Frame { area, ink: Ink::Grid, width: 1.0, radius: 0.0, dashed: false });
        lines(&lane_lines(&lane.text), (area.x + 12.0, area.y + 18.0), (Ink::TextFaint, Style::Bold), &mut shapes);
    }
    map.edges.iter().for_each(|edge| edge_shapes(edge, &mut shapes));
    for label in map.edges.iter().filter_map(|edge| edge.label.as_ref()) {
        shapes.push(text(label.rect.x, label.rect.y + HEAD + label.rect.height / 2.0, &label.text, Ink::TextFaint, Style::Small));
    }
    map.nodes.iter().for_each(|node| node_shapes(node, &mut shapes));
    Scene { width, height, font_size: FONT, layers: vec![Layer { clip: Area::new(0.0, 0.0, width, height), shapes }] }
}

fn edge_shapes(edge: &MapEdge, shapes: &mut Vec<Shape>) {
    let points: Vec<(f64, f64)> = edge.points.iter().map(|(x, y)| (*x, y + HEAD)).collect();
    let ink = if edge.is_handover { Ink::LinkStrong } else { Ink::Link };
    if let [.., (from_x, from_y), (x, y)] = points.as_slice() {
        let pointing = match (x - from_x, y - from_y) {
            (across, down) if across.abs() >= down.abs() => Pointing::Right,
            (_, down) if down > 0.0 => Pointing::Down,
            _ => Pointing::Up,
        };
        shapes.push(Shape::Arrow { x: *x, y: *y, ink, pointing });
    }
    // A handover is thicker, so that it does not depend on colour alone.
    let width = if edge.is_handover { 2.0 } else { 1.2 };
    shapes.push(Shape::Line { points, ink, width, dashed: edge.kind == EdgeKind::Material });
}

fn node_shapes(node: &MapNode, shapes: &mut Vec<Shape>) {
    let area = Area::new(node.rect.x, node.rect.y + HEAD, node.rect.width, node.rect.height);
    let ink = match node.kind {
        NodeKind::Step => Ink::Ground,
        NodeKind::Choice | NodeKind::Buy | NodeKind::Move => Ink::Closed,
        NodeKind::Result => Ink::Band,
    };
    shapes.push(Shape::Fill { area, ink, radius: 6.0 });
    shapes.push(Shape::Frame { area, ink: Ink::LinkStrong, width: 1.2, radius: 6.0, dashed: node.kind == NodeKind::Choice });
    // A picture's texts stand with their middle where the page's stand with their feet.
    let title = title_lines(&node.title);
    lines(&title, (area.x + 10.0, area.y + title_top(&title) - 4.0), (Ink::Text, Style::Normal), shapes);
    shapes.push(text(area.x + 10.0, area.y + area.height - 15.0, &cut(&node.detail, DETAIL), Ink::TextFaint, Style::Small));
}

/// The name of a lane, as it is written at its beginning.
pub fn lane_lines(name: &str) -> Vec<String> {
    wrapped(name, 16, 3)
}

/// The name of a step, as it is written in its box.
pub fn title_lines(title: &str) -> Vec<String> {
    wrapped(title, 21, 2)
}

/// How far below the upper edge of its box the first line of a step's name stands: a single one stands lower.
pub fn title_top(lines: &[String]) -> f64 {
    if lines.len() > 1 { 19.0 } else { 26.0 }
}

/// Pixels from one line of a name to the next.
pub const LINE: f64 = 15.0;

fn lines(lines: &[String], (x, y): (f64, f64), (ink, style): (Ink, Style), shapes: &mut Vec<Shape>) {
    shapes.extend(lines.iter().enumerate().map(|(at, line)| text(x, y + at as f64 * LINE, line, ink, style)));
}

fn text(x: f64, y: f64, text: &str, ink: Ink, style: Style) -> Shape {
    Shape::Text { x, y, text: text.to_owned(), ink, style, align: Align::Start }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::derived::schedule::sample::dairy;
    use crate::app::derived::workflow::{MapTarget, Measures};
    use crate::engine::flow::workflow_map;
    use crate::model::{OperationDependency, OperationDependencyId, OperationId, Record, RecordId};

    #[test]
    fn every_lane_step_and_line_of_the_map_is_in_the_picture() {
        let mut workspace = dairy();
        let operations: Vec<OperationId> = workspace.operations.values().map(|operation| operation.id).take(2).collect();
        let link = OperationDependency {
            operation: operations.last().copied(),
            blocked_by: operations.first().copied(),
            ..OperationDependency::new(OperationDependencyId::from_raw(9_000))
        };
        workspace.operation_dependencies.insert(link.id, link);
        let map = workflow_map(&workspace, MapTarget::Everything, &Measures::default());
        assert!(map.nodes.len() > 1 && !map.edges.is_empty());
        let scene = picture(&map, "Dairy");
        for node in &map.nodes {
            assert!(title_lines(&node.title).iter().all(|line| scene.texts().any(|text| text == line)), "{} is missing", node.title);
        }
        for lane in &map.lanes {
            assert!(lane_lines(&lane.text).iter().all(|line| scene.texts().any(|text| text == line)), "{} is missing", lane.text);
        }
        let arrows = scene.shapes().filter(|shape| matches!(shape, Shape::Arrow { .. })).count();
        assert_eq!(arrows, map.edges.len());
    }
}
