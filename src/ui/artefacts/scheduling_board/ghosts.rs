//! A saved schedule on the board: a strip below each bar where its task was to be, and the progress line.
//!
//! Never compares by itself: what differs and where the work stands is asked of the board's data.

use super::build::Sight;
use super::layout::{Row, RowKind};
use super::render_model::{Area, Ink, Shape};
use crate::app::derived::schedule::{BoardData, Index, Progress, Saved};

/// Strips are so high.
const HIGH: f64 = 4.0;
/// Strips narrower than this say nothing.
const NARROWEST: f64 = 1.0;

/// What lies above the bars: strips, whole frames for what is selected, and the progress line.
pub fn draw(sight: Sight, saved: &Saved, body: Area) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let (from, to) = sight.view.window();
    let mut points = vec![(now_x(sight), body.y)];
    let mut marks = Vec::new();
    for at in sight.rows() {
        let Some(row) = sight.layout.rows.get(at) else { break };
        let mut furthest: Option<Progress> = None;
        let mut visit = |lane: u32, task: Index, is_first: bool| {
            let Some(known) = sight.board.task(task) else { return };
            if let Some(was) = saved.of(known.id).filter(|was| was.end >= from && was.start <= to)
                && let Some(bar) = sight.bar_area(at as u32, lane, was.start, was.end)
            {
                strip(&mut shapes, sight, bar, task);
            }
            if is_first {
                furthest = further(furthest, sight.board.progress_of(saved, known));
            }
        };
        match row.kind {
            RowKind::Resource(_) => {
                let is_home = |task: Index| sight.layout.home(task).is_some_and(|home| home.row == at as u32);
                for (lane, tasks) in row.lanes.iter().enumerate() {
                    tasks.tasks.iter().for_each(|task| visit(lane as u32, *task, is_home(*task)));
                }
            }
            RowKind::Task(task) => visit(0, task, true),
            RowKind::Band(_) | RowKind::Order(_) | RowKind::Supply(_) => {}
        }
        bend(&mut points, &mut marks, sight, row, furthest);
    }
    let bottom = points.last().map_or(body.y, |point| point.1).max(body.y);
    points.push((now_x(sight), body.bottom().max(bottom)));
    if !marks.is_empty() {
        shapes.push(Shape::Line { points, ink: Ink::Due, width: 2.0, dashed: false });
        shapes.append(&mut marks);
    }
    shapes
}

/// How a task differs, in words.
pub fn words(board: &BoardData, saved: &Saved, task: Index) -> Option<String> {
    board.variance_words(saved, task)
}

fn now_x(sight: Sight) -> f64 {
    sight.view.x(sight.board.now).round() + 0.5
}

/// Where a task was to be: a strip along the lower edge of its lane, and for what is selected its whole outline.
fn strip(shapes: &mut Vec<Shape>, sight: Sight, bar: Area, task: Index) {
    if bar.width < NARROWEST {
        return;
    }
    let y = bar.bottom() + sight.view.metrics.bar_inset - HIGH;
    shapes.push(Shape::Fill { area: Area::new(bar.x, y, bar.width, HIGH), ink: Ink::Due, radius: 0.0 });
    let look = sight.look;
    if look.selected.contains(&task) || look.hovered == Some(task) || (look.focused && look.current == Some(task)) {
        shapes.push(Shape::Frame { area: bar, ink: Ink::Due, width: 1.0, radius: 3.0, dashed: true });
    }
}

/// The one that counts for a row: what is furthest behind, else what is furthest ahead.
fn further(one: Option<Progress>, other: Option<Progress>) -> Option<Progress> {
    match (one, other) {
        (Some(Progress::Behind(a)), Some(Progress::Behind(b))) => Some(Progress::Behind(a.min(b))),
        (Some(Progress::Ahead(a)), Some(Progress::Ahead(b))) => Some(Progress::Ahead(a.max(b))),
        (behind @ Some(Progress::Behind(_)), _) | (_, behind @ Some(Progress::Behind(_))) => behind,
        (known, None) | (None, known) => known,
    }
}

/// Leads the line through a row: straight down, or out to where its work stands and back.
fn bend(points: &mut Vec<(f64, f64)>, marks: &mut Vec<Shape>, sight: Sight, row: &Row, progress: Option<Progress>) {
    let Some(progress) = progress else { return };
    let (top, now) = (sight.row_y(row.top), now_x(sight));
    let (x, y) = (sight.view.x(progress.reached()), top + row.height / 2.0);
    points.extend([(now, top), (x, y), (now, top + row.height)]);
    marks.push(Shape::Fill { area: Area::new(x - 3.0, y - 3.0, 6.0, 6.0), ink: Ink::Due, radius: 3.0 });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::build::tests::Scenery;
    use super::super::build::{Compared, build};
    use super::super::layout::Grouping;
    use super::super::legend::entries;
    use super::super::render_model::Scene;
    use super::*;
    use crate::app::derived::schedule::sample::{at, dairy};
    use crate::model::{Baseline, BaselineId, Record, RecordId, Span, TaskId, TaskStatus, Workspace};
    use std::sync::Arc;

    fn compared(workspace: &Workspace, then: Workspace, grouping: Grouping) -> Scenery {
        let board = BoardData::collect(workspace, at("2026-11-02 07:00"));
        let baseline = Baseline { places: board.pack_places(), ..Baseline::new(BaselineId::from_raw(1)) };
        let mut scenery = Scenery::new(&then, grouping, 20.0);
        scenery.look.compared =
            Some(Compared { baseline: baseline.id, name: "Agreed".into(), saved: Arc::new(Saved::open(&baseline)), draw, words });
        scenery
    }

    fn strips(scene: &Scene) -> Vec<(f64, f64)> {
        let strip = |shape: &Shape| match shape {
            Shape::Fill { area, ink: Ink::Due, .. } if area.height == HIGH => Some((area.x, area.width)),
            _ => None,
        };
        scene.shapes().filter_map(strip).collect()
    }

    fn line(scene: &Scene) -> Option<Vec<(f64, f64)>> {
        scene.shapes().find_map(|shape| match shape {
            Shape::Line { points, ink: Ink::Due, .. } => Some(points.clone()),
            _ => None,
        })
    }

    #[test]
    fn every_task_has_a_strip_where_it_was_to_be_and_the_selected_one_its_outline() {
        let mut then = dairy();
        let place = then.tasks.get_mut(&TaskId::from_raw(4)).unwrap().placement.as_mut().unwrap();
        (place.start, place.end) = (place.start.plus(Span::from_hours(24)), place.end.plus(Span::from_hours(24)));
        let mut scenery = compared(&dairy(), then, Grouping::Resource);
        let x = 180.0 + 14.0 * 20.0;
        assert!(strips(&scenery.scene()).contains(&(x, 400.0)), "{:?}", strips(&scenery.scene()));
        assert_eq!(strips(&scenery.scene()).len(), 4);
        let outlines = |scenery: &Scenery| {
            let scene = build(scenery.sight());
            scene.shapes().filter(|shape| matches!(shape, Shape::Frame { ink: Ink::Due, dashed: true, .. })).count()
        };
        assert_eq!(outlines(&scenery), 0);
        let task = scenery.board.find_task(TaskId::from_raw(4)).unwrap();
        scenery.look.selected.insert(task);
        assert_eq!(outlines(&scenery), 1);
    }

    #[test]
    fn the_progress_line_bends_to_the_left_where_work_is_behind_and_to_the_right_where_it_is_ahead() {
        let mut then = dairy();
        // At Monday 12:00 order 1 is not even mixed, which was to begin at 8:00; order 2 is filled, which was to end on Tuesday at 10:00.
        then.tasks.get_mut(&TaskId::from_raw(3)).unwrap().status = TaskStatus::Finished;
        then.tasks.get_mut(&TaskId::from_raw(4)).unwrap().status = TaskStatus::Finished;
        then.tasks.get_mut(&TaskId::from_raw(2)).unwrap().status = TaskStatus::Finished;
        let mut scenery = compared(&dairy(), then, Grouping::Resource);
        assert_eq!(
            line(&scenery.scene()).map(|points| points.len()),
            Some(8),
            "at 7:00 nothing should have begun, and both machines are ahead"
        );
        scenery.board.now = at("2026-11-02 12:00");
        let points = line(&scenery.scene()).unwrap();
        let now = 180.0 + 12.0 * 20.0 + 0.5;
        let bends: Vec<f64> = points.iter().map(|point| point.0).filter(|x| *x != now).collect();
        assert_eq!(bends, [180.0 + 34.0 * 20.0, 180.0 + 8.0 * 20.0], "the filling line first, then the mixer");
        assert!(points.windows(2).all(|pair| pair[0].1 <= pair[1].1), "from top to bottom");
    }

    #[test]
    fn without_work_behind_or_ahead_there_is_no_progress_line_and_without_a_baseline_nothing() {
        let mut scenery = compared(&dairy(), dairy(), Grouping::Task);
        assert_eq!((strips(&scenery.scene()).len(), line(&scenery.scene())), (4, None));
        let told = |scenery: &Scenery| {
            entries(&scenery.board, Grouping::Task, &scenery.look).into_iter().map(|(_, words)| words).collect::<Vec<_>>()
        };
        assert!(told(&scenery).contains(&"Baseline “Agreed”".to_owned()));
        scenery.look.compared = None;
        assert_eq!(strips(&scenery.scene()).len(), 0);
        assert!(!told(&scenery).iter().any(|words| words.contains("Baseline")));
    }
}
