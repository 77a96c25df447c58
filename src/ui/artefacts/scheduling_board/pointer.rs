//! What the pointer does on the board: click, drag a task, drag the ground, zoom.
//!
//! Never moves a task for a finger that only wants to scroll: by touch, a task is moved when it was selected before.

use super::alter::Alteration;
use super::board::Board;
use super::hit::{Hit, at_end, hit, resource_at};
use super::layout::RowKind;
use crate::app::derived::schedule::index;
use crate::model::TaskId;
use crate::ui::parts::alter;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{PointerEvent, TouchEvent, WheelEvent};

/// A press becomes a drag after so many pixels.
const THRESHOLD: f64 = 4.0;

/// What the pointer is doing.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) enum Doing {
    #[default]
    Nothing,
    /// A button is down on a task.
    Pressed { task: TaskId, x: f64, y: f64, by_end: bool },
    /// A link is being drawn from a task.
    Linking { task: TaskId },
    /// A task is being dragged, taken hold of at a place.
    Dragging { task: TaskId, from: (f64, f64) },
    /// The ground is being dragged.
    Panning { x: f64, y: f64, moved: bool },
}

/// The pointer on one board.
#[derive(Clone, Copy)]
pub struct Pointer {
    pub(super) board: Board,
    pub(super) doing: StoredValue<Doing>,
    /// Where it is, in pixels of the window, and whether the place is insisted on.
    pub(super) at: StoredValue<(f64, f64, bool)>,
    /// Whether the next frame follows it already.
    pub(super) followed: StoredValue<bool>,
}

impl Pointer {
    /// The pointer of a board.
    pub fn new(board: Board) -> Pointer {
        Pointer {
            board,
            doing: StoredValue::new(Doing::Nothing),
            at: StoredValue::new((0.0, 0.0, false)),
            followed: StoredValue::new(false),
        }
    }

    /// A button or finger goes down.
    pub fn down(self, event: &PointerEvent) {
        if event.button() != 0 {
            return;
        }
        let (x, y) = point(event);
        self.at.set_value((x, y, event.shift_key()));
        let found = self.board.read(|state| hit(state.sight(), x, y));
        self.board.take_focus();
        match found {
            Hit::Task(at) => {
                let Some(id) = self.board.read(|state| state.data.task(at).map(|task| task.id)) else { return };
                let add = event.ctrl_key() || event.meta_key() || event.shift_key();
                let was_selected = self.board.selection.get_untracked().contains(&id);
                if self.board.linking.get_untracked().is_some() {
                    return self.board.link_next(id);
                }
                if event.alt_key() && self.board.editable {
                    self.doing.set_value(Doing::Linking { task: id });
                    return capture(event);
                }
                self.board.focus_row(self.board.read(|state| resource_at(state.sight(), y)));
                self.board.current.set(Some(id));
                if add {
                    self.board.selection.update(|selection| {
                        if !selection.remove(&id) {
                            selection.insert(id);
                        }
                    });
                    return;
                }
                self.board.selection.set([id].into());
                if event.pointer_type() != "touch" || was_selected {
                    let by_end = self.board.read(|state| at_end(state.sight(), at, x));
                    self.doing.set_value(Doing::Pressed { task: id, x, y, by_end });
                    capture(event);
                }
            }
            Hit::Header(row) => self.header(row, x),
            Hit::Row(_) | Hit::Outside | Hit::Axis => {
                if event.pointer_type() != "touch" {
                    self.doing.set_value(Doing::Panning { x, y, moved: false });
                    capture(event);
                }
            }
        }
    }

    /// A press on the header of a row: at its triangle it folds, elsewhere it selects what the row stands for.
    fn header(self, row: u32, x: f64) {
        let board = self.board;
        let at_triangle = x < board.read(|state| state.view.metrics.font_size) * 1.8;
        let tasks = board.read(|state| {
            let tasks = match state.layout.row(row).map(|row| &row.kind) {
                Some(RowKind::Task(task)) => vec![*task],
                Some(RowKind::Order(order)) => state.data.orders.get(index(*order)).map(|order| order.tasks.clone()).unwrap_or_default(),
                _ => Vec::new(),
            };
            tasks.into_iter().filter_map(|at| state.data.task(at).map(|task| task.id)).collect::<Vec<_>>()
        });
        if tasks.is_empty() || (at_triangle && tasks.len() != 1) {
            return board.fold_row(row);
        }
        board.current.set(tasks.first().copied());
        board.selection.set(tasks.into_iter().collect());
        board.panel.set(true);
    }

    /// It moves, pressed or not.
    pub fn moved(self, event: &PointerEvent) {
        let (x, y) = point(event);
        match self.doing.get_value() {
            Doing::Nothing => self.hover(x, y),
            Doing::Linking { task } => self.draw_link(task, x, y),
            Doing::Pressed { task, x: from_x, y: from_y, by_end } => {
                if (x - from_x).hypot(y - from_y) >= THRESHOLD {
                    self.take_hold(task, (from_x, from_y), by_end);
                    self.drag(x, y, event.shift_key());
                }
            }
            Doing::Dragging { .. } => self.drag(x, y, event.shift_key()),
            Doing::Panning { x: last_x, y: last_y, moved } => {
                if let Some(scroller) = self.board.read(|state| state.scroller().cloned()) {
                    scroller.set_scroll_left(scroller.scroll_left() - (x - last_x).round() as i32);
                    scroller.set_scroll_top(scroller.scroll_top() - (y - last_y).round() as i32);
                }
                let moved = moved || (x - last_x).hypot(y - last_y) > 0.5;
                self.doing.set_value(Doing::Panning { x, y, moved });
            }
        }
    }

    fn hover(self, x: f64, y: f64) {
        let (found, by_end) = self.board.read(|state| match hit(state.sight(), x, y) {
            Hit::Task(at) => (state.data.task(at).map(|task| task.id), self.board.editable && at_end(state.sight(), at, x)),
            _ => (None, false),
        });
        self.board.read(|state| state.point_with(if by_end { "ew-resize" } else { "" }));
        if self.board.hovered.get_untracked() != found {
            self.board.hovered.set(found);
        }
    }

    /// Draws a line from a task to the pointer, and says what letting go there would mean.
    fn draw_link(self, from: TaskId, x: f64, y: f64) {
        let board = self.board;
        let words = board.with(|state| {
            let at = state.data.find_task(from);
            state.look.rubber = at.map(|at| (at, x, y));
            let name = |at: u32| state.data.task(at).map(|task| state.data.task_name(task)).unwrap_or_default();
            match hit(state.sight(), x, y) {
                Hit::Task(to) if Some(to) != at => (true, format!("{} waits for {}.", name(to), at.map(name).unwrap_or_default())),
                _ => (false, "Let go on the task that is to wait.".to_owned()),
            }
        });
        board.hint.set(Some((x, y, words.1, words.0)));
        board.repaint();
    }

    /// It is let go.
    pub fn up(self, event: &PointerEvent) {
        let doing = self.doing.get_value();
        self.doing.set_value(Doing::Nothing);
        match doing {
            Doing::Dragging { task, .. } => {
                let (x, y) = point(event);
                self.at.set_value((x, y, event.shift_key()));
                self.follow();
                self.let_go(task, event.shift_key());
            }
            Doing::Linking { task } => {
                let (x, y) = point(event);
                let found = self.board.read(|state| match hit(state.sight(), x, y) {
                    Hit::Task(at) => state.data.task(at).map(|task| task.id),
                    _ => None,
                });
                self.board.give_up();
                if let Some(to) = found.filter(|to| *to != task) {
                    alter(self.board, Alteration::Link(task, to));
                }
            }
            Doing::Panning { moved: false, .. } => self.board.selection.set(Default::default()),
            Doing::Pressed { .. } => self.board.panel.set(true),
            _ => {}
        }
    }

    /// The browser took it for something else, such as scrolling.
    pub fn cancelled(self) {
        self.doing.set_value(Doing::Nothing);
        self.board.give_up();
    }

    /// Ctrl and wheel, or two fingers on a touchpad, zoom around the pointer.
    pub fn wheel(self, event: &WheelEvent) {
        if !event.ctrl_key() && !event.meta_key() {
            return;
        }
        event.prevent_default();
        let lines = if event.delta_mode() == WheelEvent::DOM_DELTA_LINE { 16.0 } else { 1.0 };
        let factor = (-event.delta_y() * lines * 0.0022).exp().clamp(0.5, 2.0);
        self.board.set_zoom(self.board.zoom.get_untracked() * factor, Some(f64::from(event.offset_x())));
    }

    /// A finger on a task selected before moves it; anywhere else it scrolls.
    pub fn touch(self, event: &TouchEvent) {
        let Some(touch) = event.touches().get(0).filter(|_| event.touches().length() == 1) else { return };
        let Some(area) =
            event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()).map(|element| element.get_bounding_client_rect())
        else {
            return;
        };
        let (x, y) = (f64::from(touch.client_x()) - area.left(), f64::from(touch.client_y()) - area.top());
        let selected = self.board.selection.get_untracked();
        let on_selected = self.board.read(|state| match hit(state.sight(), x, y) {
            Hit::Task(at) => state.data.task(at).is_some_and(|task| selected.contains(&task.id)),
            _ => false,
        });
        if on_selected {
            event.prevent_default();
        }
    }
}

impl Board {
    /// Gives up a move under way.
    pub fn give_up(self) {
        self.with(|state| {
            state.drag = None;
            (state.look.ghost, state.look.rubber) = (None, None);
            state.lay_ghosts();
        });
        if self.hint.get_untracked().is_some() {
            self.hint.set(None);
        }
        self.repaint();
    }

    /// Folds or unfolds what a row heads.
    pub fn fold_row(self, row: u32) {
        let kind = self.read(|state| state.layout.row(row).map(|row| row.kind.clone()));
        self.fold(|folded, data| match kind {
            Some(RowKind::Band(name)) => {
                if !folded.bands.remove(&name) {
                    folded.bands.insert(name);
                }
            }
            Some(RowKind::Order(order)) => {
                let Some(id) = data.orders.get(index(order)).map(|order| order.id) else { return };
                if !folded.orders.remove(&id) {
                    folded.orders.insert(id);
                }
            }
            _ => {}
        });
    }
}

/// Where an event happened, in pixels from the canvas's corner.
fn point(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.offset_x()), f64::from(event.offset_y()))
}

fn capture(event: &PointerEvent) {
    if let Some(element) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) {
        // Without capture a drag ends at the edge of the canvas, which is no harm.
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}
