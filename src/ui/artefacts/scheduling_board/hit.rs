//! What lies under a point of the board.
//!
//! Never decides what a press there means.

use super::build::Sight;
use super::layout::RowKind;
use crate::app::derived::schedule::{Index, index};
use crate::model::Time;

/// What lies under a point.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Hit {
    /// A task's bar.
    Task(Index),
    /// The header of a row.
    Header(u32),
    /// The bar of an order, a purchase or nothing, in a row.
    Row(u32),
    /// The time axis.
    Axis,
    /// Below the last row.
    Outside,
}

/// Bars narrower than this can be hit a little beside them, too.
const EASY: f64 = 8.0;
/// The end of a bar is so wide.
const EDGE: f64 = 6.0;

/// What lies under a point, in pixels from the top left corner.
pub fn hit(sight: Sight, x: f64, y: f64) -> Hit {
    let view = sight.view;
    if y < view.metrics.axis_height {
        return Hit::Axis;
    }
    let inside = y - view.metrics.axis_height + view.scroll_y;
    let Some(at) = sight.layout.row_at(inside) else { return Hit::Outside };
    if x < view.metrics.header_width {
        return Hit::Header(at);
    }
    let Some(row) = sight.layout.row(at) else { return Hit::Outside };
    match row.kind {
        RowKind::Task(task) => match sight.task_area(task) {
            Some(area) if x >= area.x - slack(area.width) && x <= area.right() + slack(area.width) => Hit::Task(task),
            _ => Hit::Row(at),
        },
        RowKind::Resource(_) => {
            let lane = ((inside - row.top) / view.metrics.lane_height) as usize;
            let from = view.time_at(x - EASY);
            let found = row.lanes.get(lane).and_then(|lane| nearest(sight, lane.from(from), x, view.time_at(x + EASY)));
            found.map_or(Hit::Row(at), Hit::Task)
        }
        _ => Hit::Row(at),
    }
}

/// Whether a point on a task's bar is at its end, where it is made longer; never on a bar too short to tell.
pub fn at_end(sight: Sight, task: Index, x: f64) -> bool {
    sight.task_area(task).is_some_and(|area| area.width >= 4.0 * EDGE && x > area.right() - EDGE && x <= area.right() + 1.0)
}

/// The task whose bar is nearest to `x` and no further than its slack.
fn nearest(sight: Sight, tasks: &[Index], x: f64, until: Time) -> Option<Index> {
    let mut best: Option<(f64, Index)> = None;
    for &at in tasks {
        let task = sight.board.task(at)?;
        if task.start > until {
            break;
        }
        let (left, right) = (sight.view.x(task.start), sight.view.x(task.end));
        let away = (left - x).max(x - right).max(0.0);
        if away <= slack(right - left) && best.is_none_or(|(least, _)| away < least) {
            best = Some((away, at));
        }
    }
    best.map(|(_, at)| at)
}

fn slack(width: f64) -> f64 {
    ((EASY * 2.0 - width) / 2.0).clamp(0.0, EASY)
}

/// The resource whose row lies at a height of the window.
pub fn resource_at(sight: Sight, y: f64) -> Option<Index> {
    let inside = y - sight.view.metrics.axis_height + sight.view.scroll_y;
    match sight.layout.row(sight.layout.row_at(inside)?)?.kind {
        RowKind::Resource(at) => Some(at),
        _ => None,
    }
}

/// What the row of a task or header is called.
pub fn row_name(sight: Sight, row: u32) -> String {
    let board = sight.board;
    match sight.layout.row(row).map(|row| &row.kind) {
        Some(RowKind::Band(name)) => name.clone(),
        Some(RowKind::Resource(at)) => board.resources.get(index(*at)).map(|resource| resource.name.clone()).unwrap_or_default(),
        Some(RowKind::Order(at)) => board.orders.get(index(*at)).map(|order| order.name.clone()).unwrap_or_default(),
        Some(RowKind::Task(at)) => board.task(*at).map(|task| board.task_name(task)).unwrap_or_default(),
        Some(RowKind::Supply(at)) => board.supplies.get(index(*at)).map(|s| board.item_name(s.item).to_owned()).unwrap_or_default(),
        None => String::new(),
    }
}
