//! Dependencies between bars, and what lies above everything: the present moment and the selection.

use super::super::render_model::{Area, Ink, Pointing, Shape};
use super::{LinksShown, Sight};
use crate::app::derived::schedule::{BoardLink, Index};
use crate::model::Gather;
use std::collections::BTreeSet;

/// Followed chains end after so many tasks: more lines would tell nothing.
const LONGEST_CHAIN: usize = 120;

/// The dependencies that are drawn below the bars.
pub fn links(sight: Sight, seen: &[Index]) -> Vec<Shape> {
    let mut shapes = Vec::new();
    match sight.look.links {
        LinksShown::None => {}
        LinksShown::Selected => {
            let chain = chain(sight);
            for link in chain.iter().flat_map(|task| sight.board.waits_for(*task)) {
                draw(&mut shapes, sight, link, Ink::Link);
            }
        }
        LinksShown::All => {
            let shown: BTreeSet<Index> = seen.iter().copied().gather();
            for task in &shown {
                for link in sight.board.waits_for(*task) {
                    draw(&mut shapes, sight, link, Ink::Link);
                }
                // Those that lead out of sight; the others were drawn from their other end.
                for link in sight.board.holds_up(*task).filter(|link| !shown.contains(&link.to)) {
                    draw(&mut shapes, sight, link, Ink::Link);
                }
            }
        }
    }
    shapes
}

/// Everything of the same orders that hangs together with the selected and current tasks, both ways.
fn chain(sight: Sight) -> BTreeSet<Index> {
    let mut found: BTreeSet<Index> = roots(sight);
    // A batch serves many orders: followed through it, everything would hang together with everything.
    let orders: Vec<Option<Index>> = found.iter().filter_map(|task| sight.board.task(*task)).map(|task| task.order).collect();
    let mut open: Vec<Index> = found.iter().copied().collect();
    while let Some(task) = open.pop() {
        if found.len() >= LONGEST_CHAIN {
            break;
        }
        let before = sight.board.waits_for(task).iter().map(|link| link.from);
        let after = sight.board.holds_up(task).map(|link| link.to);
        for next in before.chain(after) {
            let order = sight.board.task(next).and_then(|task| task.order);
            if orders.contains(&order) && found.insert(next) {
                open.push(next);
            }
        }
    }
    found
}

fn roots(sight: Sight) -> BTreeSet<Index> {
    let look = sight.look;
    look.selected.iter().copied().chain(look.current.filter(|_| look.focused)).chain(look.hovered).collect()
}

fn draw(shapes: &mut Vec<Shape>, sight: Sight, link: &BoardLink, ink: Ink) {
    let (Some(from), Some(to)) = (sight.task_area(link.from), sight.task_area(link.to)) else { return };
    let x1 =
        if matches!(link.kind, crate::model::LinkKind::StartStart | crate::model::LinkKind::StartFinish) { from.x } else { from.right() };
    let x2 = if link.ties_start() { to.x } else { to.right() };
    let (y1, y2) = (from.y + from.height / 2.0, to.y + to.height / 2.0);
    let (left, right) = (x1.min(x2) - 12.0, x1.max(x2) + 12.0);
    let view = sight.view;
    if right < view.metrics.header_width || left > view.width || y1.max(y2) < view.metrics.axis_height || y1.min(y2) > view.height {
        return;
    }
    let points = if x2 - x1 >= 12.0 {
        let turn = (x1 + 8.0).min(x2 - 6.0);
        vec![(x1, y1), (turn, y1), (turn, y2), (x2 - 2.0, y2)]
    } else if (y1 - y2).abs() < 1.0 {
        vec![(x1, y1), (x2 - 2.0, y2)]
    } else {
        // Little room between the two: down from the end of the one into the bar of the other.
        let edge = if y2 > y1 { to.y } else { to.bottom() };
        let turn = x2.max(x1) + 5.0;
        vec![(x1, y1), (turn, y1), (turn, edge)]
    };
    let last = points.last().copied().unwrap_or((x2, y2));
    let pointing = match points.len() {
        3 if y2 > y1 => Pointing::Down,
        3 => Pointing::Up,
        _ => Pointing::Right,
    };
    shapes.push(Shape::Line { points, ink, width: if ink == Ink::LinkStrong { 2.0 } else { 1.0 }, dashed: link.by_hand });
    shapes.push(Shape::Arrow { x: if pointing == Pointing::Right { x2 } else { last.0 }, y: last.1, ink, pointing });
}

/// What lies above the bars.
pub fn overlay(sight: Sight, body: Area) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let look = sight.look;
    if look.links != LinksShown::None {
        for task in roots(sight) {
            for link in sight.board.waits_for(task).iter().chain(sight.board.holds_up(task)) {
                draw(&mut shapes, sight, link, Ink::LinkStrong);
            }
        }
    }
    let now = sight.view.x(sight.board.now).round() + 0.5;
    if now >= body.x && now <= body.right() {
        shapes.push(Shape::Line { points: vec![(now, body.y), (now, body.bottom())], ink: Ink::Now, width: 2.0, dashed: false });
    }
    if let Some(area) = look.hovered.and_then(|task| sight.task_area(task)) {
        shapes.push(Shape::Frame { area, ink: Ink::Text, width: 1.0, radius: 3.0, dashed: false });
    }
    for area in look.selected.iter().filter_map(|task| sight.task_area(*task)) {
        shapes.push(Shape::Frame { area, ink: Ink::Focus, width: 2.0, radius: 3.0, dashed: false });
    }
    if let Some(area) = look.current.filter(|_| look.focused).and_then(|task| sight.current_area(task)) {
        let ring = Area::new(area.x - 3.0, area.y - 3.0, area.width.max(2.0) + 6.0, area.height + 6.0);
        shapes.push(Shape::Frame { area: ring, ink: Ink::Focus, width: 3.0, radius: 5.0, dashed: false });
    }
    if let Some((area, (x, y))) = look.rubber.and_then(|(from, x, y)| Some((sight.task_area(from)?, (x, y)))) {
        let points = vec![(area.right(), area.y + area.height / 2.0), (x, y)];
        shapes.push(Shape::Line { points, ink: Ink::Focus, width: 2.0, dashed: true });
        shapes.push(Shape::Arrow { x, y, ink: Ink::Focus, pointing: Pointing::Right });
    }
    shapes
}
