//! The board's window: its canvas, what of the board is seen, and the frames in which it is painted.
//!
//! Never changes what stands on the board.

use super::board::{Board, State};
use super::build::build;
use super::damage::damage;
use super::layout::Layout;
use super::paint::{paint, read_palette, wideness};
use super::render_model::Area;
use super::view::{CLOSEST, Metrics, View, WIDEST, first_window};
use crate::app::derived::schedule::{Index, span_of};
use crate::app::web::preferences::{BOARD_ZOOM, remember, remembered};
use crate::model::{Span, TaskId, Time};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

/// The widest scrolled area that every browser can lay out, in pixels.
const WIDEST_AREA: f64 = 15_000_000.0;

impl Board {
    /// The board's canvas is there, inside the element that scrolls.
    pub fn mount(self, canvas: HtmlCanvasElement, scroller: HtmlElement) {
        let context = canvas.get_context("2d").ok().flatten().and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok());
        self.with(|state| {
            state.canvas = context.map(|context| (canvas, context));
            state.scroller = Some(scroller);
            state.palette = None;
            (state.settled, state.painted) = (false, None);
            // A board that comes back, from behind another tab, is where it was.
            state.kept = state.opened.then_some((state.view.scroll_x, state.view.scroll_y));
        });
        // Nothing is gained by waiting for the next frame, and it may be one with much else to do.
        self.frame();
        if self.read(|state| state.painted.is_none()) {
            self.repaint();
        }
    }

    /// The colours may have changed: they are read again for the next frame.
    pub fn recolour(self) {
        self.with(|state| {
            state.palette = None;
            state.unsettle();
        });
        self.repaint();
    }

    /// It was scrolled, by the person or by the board itself, which then knows where it is.
    pub fn scrolled(self) {
        let moved = self.read(|state| {
            let here = state.scroller.as_ref().map(|scroller| (f64::from(scroller.scroll_left()), f64::from(scroller.scroll_top())));
            !state.settled || here != Some((state.view.scroll_x, state.view.scroll_y))
        });
        if moved {
            self.look_again();
        }
    }

    /// What is seen through the window has moved, or the window has another size.
    pub fn look_again(self) {
        self.with(State::unsettle);
        self.repaint();
    }

    /// The window has another size, as when the panel opens beside it: a current task that was seen is still seen.
    pub fn resized(self) {
        // The first word of a watcher is the size that it begins with.
        if self.read(|state| state.settled && state.is_measured()) {
            return;
        }
        let seen = self.sees_current();
        self.look_again();
        if seen {
            // The frame asked for above measures the window; this comes after it.
            request_animation_frame(move || {
                if let Some(id) = self.current.try_get_untracked().flatten().filter(|_| !self.sees_current()) {
                    self.reveal(id);
                }
            });
        }
    }

    /// Whether something of the current task lies in the window.
    fn sees_current(self) -> bool {
        let at = self.current.try_get_untracked().flatten().and_then(|id| self.position(id));
        let area = at.and_then(|at| self.read(|state| state.sight().current_area(at)));
        area.is_some_and(|area| {
            self.read(|state| {
                let view = &state.view;
                let (right, lower) = (area.x + area.width, area.y + area.height);
                right > view.metrics.header_width && area.x < view.width && lower > view.metrics.axis_height && area.y < view.height
            })
        })
    }

    /// Asks for a frame, once.
    pub fn repaint(self) {
        let Some(asked) = self.state.try_update_value(|state| std::mem::replace(&mut state.asked, true)) else { return };
        if !asked {
            request_animation_frame(move || {
                // Painted meanwhile, it waits for nothing.
                if self.state.try_with_value(|state| state.asked) == Some(true) {
                    self.frame();
                }
            });
        }
    }

    /// Paints now.
    pub fn frame(self) {
        self.catch_up();
        let first = self.with(|state| {
            state.measure();
            if let Some((x, y)) = state.kept.take() {
                state.scroll_to(x, y);
            }
            state.canvas.is_some() && state.view.width > 0.0 && !std::mem::replace(&mut state.opened, true)
        });
        if first {
            self.open_window();
        }
        self.with(|state| {
            // What was opened or brought back is painted where it has come to rest.
            state.measure();
            state.asked = false;
            state.paint();
            state.lay_ghosts();
        });
    }

    /// The first window: the present and what comes after it, or where the work is; where all of it lies in the past, its last week.
    fn open_window(self) {
        // Not of the board's own data: a first look has a part of them alone.
        let span = self.session.peek(span_of);
        let (zoom, start) = self.read(|state| {
            let now = state.data.now;
            let (first, last) = span.unwrap_or((now, now.plus(Span::from_days(7))));
            let (start, last) = first_window(now, first, last);
            // No more than about a month at once, and never closer than a shift.
            let seen = last.since(start).seconds().clamp(2 * 86_400, 28 * 86_400);
            let fitting = state.view.zoom_to_fit(Span::from_seconds(seen + seen / 12));
            // What this device looked at last holds, unless this schedule would be a speck in it, or endless.
            let share = |zoom: &f64| state.view.body_width() / (last.since(first).hours().max(1.0) * zoom);
            let zoom = remembered(BOARD_ZOOM).and_then(|zoom| zoom.parse().ok()).filter(|zoom| (0.01..20.0).contains(&share(zoom)));
            (zoom.unwrap_or(fitting), start)
        });
        self.set_zoom(zoom, None);
        self.go_to(start);
    }

    /// Brings a moment near the left edge.
    pub fn go_to(self, time: Time) {
        self.with(|state| {
            let left = state.view.width_of(time.since(state.view.from)) - state.view.body_width() * 0.06;
            state.scroll_to(left, state.view.scroll_y);
        });
        self.repaint();
    }

    /// Zooms, with the moment at `anchor` (in pixels of the window, else its middle) staying in place.
    pub fn set_zoom(self, px_per_hour: f64, anchor: Option<f64>) {
        let (zoom, extent) = self.with(|state| {
            let hours = state.view.to.since(state.view.from).hours().max(1.0);
            let closest = CLOSEST.min(WIDEST_AREA / hours);
            let zoom = px_per_hour.clamp(WIDEST, closest);
            let middle = state.view.metrics.header_width + state.view.body_width() / 2.0;
            let view = state.view.zoomed(zoom, anchor.unwrap_or(middle));
            state.view = view;
            let full = (view.full_width(), state.view.metrics.axis_height + state.layout.height + state.view.metrics.lane_height);
            // The area must be wide enough before it can be scrolled.
            state.fit_spacer(full);
            state.scroll_to(view.scroll_x, view.scroll_y);
            (zoom, full)
        });
        self.extent.set(extent);
        self.zoom.set(zoom);
        self.repaint();
    }

    /// Zooms as the person chose by name or step; this device opens the board so from now on.
    pub fn choose_zoom(self, px_per_hour: f64, anchor: Option<f64>) {
        self.set_zoom(px_per_hour, anchor);
        remember(BOARD_ZOOM, &self.zoom.get_untracked().to_string());
    }

    /// Zooms so that all work is seen.
    pub fn zoom_to_all(self) {
        let (zoom, first) = self.read(|state| {
            let (first, last) = state.data.extent();
            (state.view.zoom_to_fit(Span::from_seconds(last.since(first).seconds() * 115 / 100 + 3600)), first)
        });
        self.set_zoom(zoom, None);
        self.go_to(first);
    }

    /// Scrolls so that a task is seen as a whole, or its start where it is longer than the window.
    pub fn reveal(self, id: TaskId) {
        self.with(|state| {
            let Some((task, home)) = state.data.find_task(id).and_then(|at| Some((state.data.task(at)?, state.sight().current_home(at)?)))
            else {
                return;
            };
            let Some(row) = state.layout.row(home.row) else { return };
            let view = &state.view;
            let (left, right) = (view.width_of(task.start.since(view.from)), view.width_of(task.end.since(view.from)));
            let margin = 24.0;
            let mut x = view.scroll_x;
            if task.placed {
                if right + margin > x + view.body_width() {
                    x = right + margin - view.body_width();
                }
                if left - margin < x {
                    x = left - margin;
                }
            }
            let top = row.top + f64::from(home.lane) * view.metrics.lane_height;
            let mut y = view.scroll_y;
            if top + view.metrics.lane_height + 4.0 > y + view.body_height() {
                y = top + view.metrics.lane_height + 4.0 - view.body_height();
            }
            if top - 4.0 < y {
                y = (top - 4.0).max(0.0);
            }
            state.scroll_to(x, y);
        });
        self.repaint();
        // The board can be taller than what is seen of the page. The cell of the task moves there before the next frame.
        let cell = self.read(|state| state.scroller.as_ref()?.get_attribute("aria-activedescendant"));
        if let Some(cell) = cell {
            request_animation_frame(move || crate::ui::widgets::dom::scroll_into_sight(&cell));
        }
    }
}

impl State {
    /// Where a task's bar lies in all that can be scrolled to.
    pub fn place_in_content(&self, task: Index) -> Option<Area> {
        let area = self.sight().current_area(task)?;
        Some(Area { x: area.x + self.view.scroll_x, y: area.y + self.view.scroll_y, ..area })
    }

    /// Whether a frame has been painted since the canvas is there.
    pub fn has_painted(&self) -> bool {
        self.opened
    }

    /// Goes on where another board was.
    pub(super) fn resume(&mut self, view: View) {
        (self.view, self.opened) = (view, true);
    }

    /// The element that scrolls.
    pub fn scroller(&self) -> Option<&HtmlElement> {
        self.scroller.as_ref()
    }

    /// Gives the pointer over the canvas another form; nothing for the usual one.
    pub fn point_with(&self, form: &str) {
        if let Some((canvas, _)) = &self.canvas {
            let element: &HtmlElement = canvas;
            let _ = element.style().set_property("cursor", form);
        }
    }

    fn scroll_to(&mut self, x: f64, y: f64) {
        (self.view.scroll_x, self.view.scroll_y) = (x.max(0.0), y.max(0.0));
        // How far it can be scrolled only the browser knows.
        self.unsettle();
        if let Some(scroller) = &self.scroller {
            scroller.set_scroll_left(self.view.scroll_x.round() as i32);
            scroller.set_scroll_top(self.view.scroll_y.round() as i32);
        }
    }

    /// Gives the scrolled area its size at once; the view follows with the same size.
    pub(super) fn fit_spacer(&mut self, (width, height): (f64, f64)) {
        self.unsettle();
        let spacer = self
            .scroller
            .as_ref()
            .and_then(|scroller| scroller.first_element_child())
            .and_then(|child| child.dyn_into::<HtmlElement>().ok());
        if let Some(spacer) = spacer {
            let style = spacer.style();
            let _ = style.set_property("width", &format!("{width}px"));
            let _ = style.set_property("height", &format!("{height}px"));
        }
    }

    /// Whether the window has the size at which the board was laid out last.
    fn is_measured(&self) -> bool {
        let size = self.scroller.as_ref().map(|scroller| (f64::from(scroller.client_width()), f64::from(scroller.client_height())));
        size == Some((self.view.width, self.view.height))
    }

    /// Reads the size of the window and what is scrolled, and fits the canvas to it.
    pub(super) fn measure(&mut self) {
        let (Some(scroller), Some((canvas, _))) = (self.scroller.clone(), self.canvas.clone()) else { return };
        // Behind another tab there is nothing to measure, and what was seen last holds. Asking lets the browser lay everything out.
        if self.settled || !scroller.is_connected() {
            return;
        }
        self.settled = true;
        let (width, height) = (f64::from(scroller.client_width()), f64::from(scroller.client_height()));
        self.view.scroll_x = f64::from(scroller.scroll_left());
        self.view.scroll_y = f64::from(scroller.scroll_top());
        if self.palette.is_none() {
            let palette = read_palette(&scroller);
            self.wide = self.canvas.as_ref().map_or(1.0, |(_, context)| wideness(context, &palette));
            self.palette = Some(palette);
            self.painted = None;
            let size = window().get_computed_style(&scroller).ok().flatten().and_then(|style| style.get_property_value("font-size").ok());
            let size = size.and_then(|size| size.trim_end_matches("px").parse().ok()).unwrap_or(13.0);
            self.resize(width, height, size);
        } else if (width, height) != (self.view.width, self.view.height) {
            self.resize(width, height, self.view.metrics.font_size);
        }
        let ratio = window().device_pixel_ratio();
        let (dots_x, dots_y) = ((width * ratio).round() as u32, (height * ratio).round() as u32);
        if (canvas.width(), canvas.height()) != (dots_x, dots_y) {
            self.painted = None;
            canvas.set_width(dots_x);
            canvas.set_height(dots_y);
            let element: &HtmlElement = &canvas;
            let style = element.style();
            let _ = style.set_property("width", &format!("{width}px"));
            let _ = style.set_property("height", &format!("{height}px"));
        }
    }

    fn resize(&mut self, width: f64, height: f64, font_size: f64) {
        let metrics = Metrics::of(font_size, width, self.wide);
        if metrics != self.view.metrics {
            self.view.metrics = metrics;
            self.layout = Layout::new(&self.data, self.layout.grouping, &self.folded, &metrics);
        }
        (self.view.width, self.view.height) = (width, height);
        self.fit_spacer((self.view.full_width(), metrics.axis_height + self.layout.height + metrics.lane_height));
    }

    /// Paints what differs from the last frame.
    fn paint(&mut self) {
        let (Some((_, context)), Some(palette)) = (&self.canvas, &self.palette) else { return };
        let scene = build(self.sight());
        let whole = scene.area();
        let part = self.painted.as_ref().and_then(|before| damage(before, &scene)).map_or(whole, |part| part.cut(whole));
        if !part.is_empty() {
            paint(context, &scene, palette, window().device_pixel_ratio(), part);
        }
        self.painted = Some(scene);
    }

    /// The window may have moved, or changed its size: it is measured for the next frame.
    pub(super) fn unsettle(&mut self) {
        self.settled = false;
    }
}
