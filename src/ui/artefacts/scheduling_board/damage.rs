//! Where two drawn boards differ, so that a frame paints no more than what changed since the last one.
//!
//! Never paints; where it cannot tell, everything is to be painted again.

use super::fit::text_width;
use super::render_model::{Align, Area, Scene, Shape};

/// The faces of people's devices run wider than the one that texts are reckoned by.
const WIDER: f64 = 1.35;

/// The rectangle outside of which the two scenes look alike, empty where they are; `None` where everything may differ.
pub fn damage(before: &Scene, now: &Scene) -> Option<Area> {
    let same_ground = (before.width, before.height, before.font_size) == (now.width, now.height, now.font_size);
    if !same_ground || before.layers.len() != now.layers.len() {
        return None;
    }
    let mut found = Area::default();
    for (old, new) in before.layers.iter().zip(&now.layers) {
        if old.clip != new.clip {
            return None;
        }
        // What stands before and after the change is the same in both.
        let ahead = old.shapes.iter().zip(&new.shapes).take_while(|(old, new)| old == new).count();
        let (old, now_shapes) = (old.shapes.get(ahead..).unwrap_or(&[]), new.shapes.get(ahead..).unwrap_or(&[]));
        let behind = old.iter().rev().zip(now_shapes.iter().rev()).take_while(|(old, new)| old == new).count();
        let changed = [old, now_shapes].into_iter().flat_map(|shapes| shapes.iter().take(shapes.len() - behind));
        for shape in changed {
            found = found.with(bounds(shape, now.font_size).cut(new.clip));
        }
    }
    Some(found)
}

/// A rectangle that holds everything a shape paints.
pub fn bounds(shape: &Shape, font_size: f64) -> Area {
    match shape {
        Shape::Fill { area, .. } | Shape::Veil { area, .. } | Shape::Hatch { area, .. } => grown(*area, 1.0),
        Shape::Frame { area, width, .. } => grown(*area, width + 1.0),
        Shape::Line { points, width, .. } => {
            let corner = points.iter().map(|(x, y)| Area::new(*x, *y, 0.0, 0.0));
            let held = corner.reduce(|all, one| {
                let (x, y) = (all.x.min(one.x), all.y.min(one.y));
                Area::new(x, y, all.right().max(one.x) - x, all.bottom().max(one.y) - y)
            });
            // The corner of two lines that meet at an angle stands out.
            held.map_or_else(Area::default, |area| grown(area, width * 4.0 + 1.0))
        }
        Shape::Arrow { x, y, .. } => grown(Area::new(*x, *y, 0.0, 0.0), 12.0),
        Shape::Mark { x, y, size, .. } => grown(Area::new(*x, *y, 0.0, 0.0), size + 1.0),
        Shape::Text { x, y, text, align, .. } => {
            let width = text_width(text, font_size) * WIDER;
            let left = match align {
                Align::Start => 0.0,
                Align::Middle => width / 2.0,
                Align::End => width,
            };
            grown(Area::new(x - left, y - font_size, width, font_size * 2.0), 2.0)
        }
    }
}

fn grown(area: Area, by: f64) -> Area {
    Area::new(area.x - by, area.y - by, area.width.max(0.0) + 2.0 * by, area.height.max(0.0) + 2.0 * by)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::build::tests::Scenery;
    use super::super::layout::Grouping;
    use super::*;
    use crate::app::derived::schedule::sample::dairy;
    use crate::model::{RecordId, TaskId};

    #[test]
    fn two_frames_of_the_same_board_differ_nowhere() {
        let scenery = Scenery::new(&dairy(), Grouping::Resource, 8.0);
        assert!(damage(&scenery.scene(), &scenery.scene()).unwrap().is_empty());
    }

    #[test]
    fn a_selected_task_changes_its_own_place_and_little_more() {
        let mut scenery = Scenery::new(&dairy(), Grouping::Resource, 8.0);
        let before = scenery.scene();
        let task = scenery.board.find_task(TaskId::from_raw(3)).unwrap();
        scenery.look.selected.insert(task);
        let bar = scenery.sight().task_area(task).unwrap();
        let found = damage(&before, &scenery.scene()).unwrap();
        assert_eq!(bar.cut(found), bar, "all of its bar");
        // What it hangs together with is drawn as well.
        assert!(found.width * found.height < before.width * before.height / 10.0, "{found:?}");
    }

    #[test]
    fn a_board_scrolled_zoomed_or_resized_is_painted_anew_as_far_as_it_moved() {
        let mut scenery = Scenery::new(&dairy(), Grouping::Resource, 8.0);
        let before = scenery.scene();
        scenery.view.scroll_x += 40.0;
        let found = damage(&before, &scenery.scene()).unwrap();
        assert!(found.width > before.width / 2.0, "{found:?}");
        scenery.view.width += 10.0;
        assert_eq!(damage(&before, &scenery.scene()), None);
    }

    #[test]
    fn the_bounds_of_a_text_hold_it_at_either_end() {
        let text = |align: Align| Shape::Text {
            x: 100.0,
            y: 50.0,
            text: "Mill".to_owned(),
            ink: super::super::render_model::Ink::Text,
            style: super::super::render_model::Style::Bold,
            align,
        };
        let [start, middle, end] = [Align::Start, Align::Middle, Align::End].map(|align| bounds(&text(align), 13.0));
        assert!(start.x < 100.0 && start.right() > 120.0);
        assert!(end.x < 80.0 && end.right() > 100.0);
        assert!(middle.x < 90.0 && middle.right() > 110.0);
    }
}
