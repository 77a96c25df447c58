//! Builds the shapes of the board from its data, its rows and the window through which it is seen.
//!
//! Visits only what is seen; never paints and never changes what it shows.

mod backdrop;
mod bars;
mod frame;
mod ghost;
mod links;

use super::colour::Colour;
use super::layout::{Home, Layout, RowKind};
use super::render_model::{Area, Ink, Layer, Scene, Shape};
use super::view::View;
use crate::app::derived::schedule::{BoardData, Index, Saved};
use crate::model::{BaselineId, Time};
use std::collections::BTreeSet;
use std::sync::Arc;

pub use bars::{bar_label, critical_mark};
pub use ghost::{GhostBox, GhostPart, ghost_boxes};

/// Which dependencies are drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LinksShown {
    None,
    /// Those of selected tasks and what hangs together with them.
    #[default]
    Selected,
    All,
}

/// Where a task would go if it were let go now.
#[derive(Clone, PartialEq, Debug)]
pub struct Ghost {
    pub task: Index,
    pub row: u32,
    pub start: Time,
    pub end: Time,
    /// Whether it can be done there.
    pub fits: bool,
    /// The nearest place where it can be done, where this is not one.
    pub nearest: Option<(u32, Time, Time)>,
    /// What else would move, to where, and whether its order becomes later.
    pub others: Vec<(Index, Time, Time, bool)>,
}

/// A saved schedule that the board is compared with. What draws and tells it lies in a part of the page that is fetched when baselines are
/// first looked at, so the board calls it by its address.
#[derive(Clone, Debug)]
pub struct Compared {
    pub baseline: BaselineId,
    pub name: Arc<str>,
    pub saved: Arc<Saved>,
    /// Draws what lies above the bars, given the saved schedule and the area of the bars.
    pub draw: fn(Sight, &Saved, Area) -> Vec<Shape>,
    /// How a task differs, in words.
    pub words: fn(&BoardData, &Saved, Index) -> Option<String>,
}

impl Compared {
    /// How a task of the board differs, in words.
    pub fn told(&self, board: &BoardData, task: Index) -> Option<String> {
        (self.words)(board, &self.saved, task)
    }
}

/// What the person is doing and how they want it shown.
#[derive(Clone, Debug, Default)]
pub struct Look {
    pub colour: Colour,
    /// Whether critical tasks are marked whatever the colours tell.
    pub critical: bool,
    pub links: LinksShown,
    pub selected: BTreeSet<Index>,
    pub current: Option<Index>,
    pub hovered: Option<Index>,
    /// The resource on whose row the current task is looked at, where it lies on several.
    pub row: Option<Index>,
    pub ghost: Option<Ghost>,
    /// A link being drawn: from this task to this point.
    pub rubber: Option<(Index, f64, f64)>,
    /// Whether the board has the keyboard.
    pub focused: bool,
    /// The saved schedule that the board is compared with.
    pub compared: Option<Compared>,
}

impl Look {
    /// Whether critical tasks bear their mark.
    pub fn marks_critical(&self) -> bool {
        self.critical || self.colour == Colour::Criticality
    }
}

/// Everything a frame is built from.
#[derive(Clone, Copy)]
pub struct Sight<'a> {
    pub board: &'a BoardData,
    pub layout: &'a Layout,
    pub view: &'a View,
    pub look: &'a Look,
}

/// The shapes of everything that is seen.
pub fn build(sight: Sight) -> Scene {
    let view = sight.view;
    let metrics = &view.metrics;
    let body = Area::new(metrics.header_width, metrics.axis_height, view.body_width(), view.body_height());
    let whole = Area::new(0.0, 0.0, view.width, view.height);
    let headers = Area::new(0.0, metrics.axis_height, metrics.header_width, view.body_height());
    let top = Area::new(metrics.header_width, 0.0, view.body_width(), metrics.axis_height);
    let ground = vec![Shape::Fill { area: whole, ink: Ink::Ground, radius: 0.0 }];
    let bars = bars::bars(sight);
    let mut overlay = links::overlay(sight, body);
    if let Some(compared) = &sight.look.compared {
        overlay.extend((compared.draw)(sight, &compared.saved, body));
    }
    let layers = vec![
        Layer { clip: whole, shapes: ground },
        Layer { clip: body, shapes: backdrop::backdrop(sight, body) },
        Layer { clip: body, shapes: links::links(sight, &bars.seen) },
        Layer { clip: body, shapes: bars.shapes },
        Layer { clip: body, shapes: overlay },
        Layer { clip: headers, shapes: frame::headers(sight, headers) },
        Layer { clip: top, shapes: frame::axis(view, top) },
        Layer { clip: whole, shapes: frame::corner(sight) },
    ];
    Scene { width: view.width, height: view.height, font_size: metrics.font_size, layers }
}

impl Sight<'_> {
    /// Positions of the rows that are seen.
    pub(super) fn rows(&self) -> std::ops::Range<usize> {
        self.layout.rows_between(self.view.scroll_y, self.view.scroll_y + self.view.body_height())
    }

    /// The upper edge of a row in the window.
    pub(super) fn row_y(&self, top: f64) -> f64 {
        self.view.metrics.axis_height + top - self.view.scroll_y
    }

    /// The rectangle of a bar in a lane of a row.
    pub fn bar_area(&self, row: u32, lane: u32, start: Time, end: Time) -> Option<Area> {
        let known = self.layout.row(row)?;
        let metrics = &self.view.metrics;
        let y = self.row_y(known.top) + f64::from(lane) * metrics.lane_height + metrics.bar_inset;
        let x = self.view.x(start);
        let thin = matches!(known.kind, RowKind::Supply(_));
        let height = if thin { known.height * 0.4 } else { metrics.lane_height - 2.0 * metrics.bar_inset };
        Some(Area::new(x, y, self.view.x(end) - x, height))
    }

    /// The rectangle of a task where it lies, or would lie if it had a row.
    pub fn task_area(&self, task: Index) -> Option<Area> {
        self.area_at(task, self.layout.home(task)?)
    }

    /// The rectangle of the current task on the row on which it is looked at.
    pub fn current_area(&self, task: Index) -> Option<Area> {
        self.area_at(task, self.current_home(task)?)
    }

    /// Where the current task is looked at: on the row that the keyboard is on, else at its home.
    pub fn current_home(&self, task: Index) -> Option<Home> {
        self.look.row.and_then(|row| self.layout.home_on(task, row)).or_else(|| self.layout.home(task))
    }

    /// The resource of the row that is a task's home, where rows stand for resources.
    pub fn row_of_home(&self, task: Index) -> Option<Index> {
        self.layout.resource_of(self.layout.home(task)?.row)
    }

    fn area_at(&self, task: Index, home: Home) -> Option<Area> {
        let known = self.board.task(task).filter(|task| task.placed)?;
        self.bar_area(home.row, home.lane, known.start, known.end)
    }
}

#[cfg(test)]
pub mod tests;
