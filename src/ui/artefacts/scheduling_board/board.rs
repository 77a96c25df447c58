//! A board at work: its data, rows, window and selection, kept in step with the session and painted once per frame.
//!
//! Never edits: what the person wants done goes out as commands of the session.

use super::build::{Colour, LinksShown, Look, Sight, build};
use super::gesture::Drag;
use super::layout::{Folded, Grouping, Layout};
use super::paint::{paint, read_palette};
use super::palette::Palette;
use super::view::{CLOSEST, Metrics, View, WIDEST};
use crate::app::Session;
use crate::app::derived::schedule::{BoardData, Followed, Ground, Index};
use crate::model::{Span, TableName, TaskId, Time};
use crate::ui::widgets::{Announcer, use_announcer};
use leptos::prelude::*;
use std::collections::BTreeSet;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

/// Tables whose change means collecting the board anew.
const GROUNDS: &[TableName] = &[
    TableName::Resource,
    TableName::Calendar,
    TableName::CalendarRule,
    TableName::Location,
    TableName::Item,
    TableName::Operation,
    TableName::Order,
    TableName::SupplyOrder,
    TableName::Promise,
    TableName::Absence,
    TableName::Settings,
];

/// The widest scrolled area that every browser can lay out, in pixels.
const WIDEST_AREA: f64 = 15_000_000.0;

/// Everything behind a board that is not a signal.
pub struct State {
    pub data: BoardData,
    pub layout: Layout,
    pub view: View,
    pub look: Look,
    pub folded: Folded,
    pub drag: Option<Drag>,
    canvas: Option<(HtmlCanvasElement, CanvasRenderingContext2d)>,
    scroller: Option<HtmlElement>,
    palette: Option<Palette>,
    /// Whether the next frame has been asked for.
    asked: bool,
    stale: Stale,
    /// Whether the first window has been chosen.
    opened: bool,
}

/// How much of the workspace the board has not followed yet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stale {
    Nothing,
    Tasks,
    Everything,
}

/// A board. Copied freely.
#[derive(Clone, Copy)]
pub struct Board {
    pub session: Session,
    state: StoredValue<State, LocalStorage>,
    pub grouping: RwSignal<Grouping>,
    pub colour: RwSignal<Colour>,
    pub links: RwSignal<LinksShown>,
    /// Pixels per hour.
    pub zoom: RwSignal<f64>,
    pub selection: RwSignal<BTreeSet<TaskId>>,
    /// The task that the keyboard is on.
    pub current: RwSignal<Option<TaskId>>,
    pub hovered: RwSignal<Option<TaskId>>,
    /// What a move under way would do: point of the window and sentence.
    pub hint: RwSignal<Option<(f64, f64, String, bool)>>,
    /// Counts what the board took over from the workspace.
    pub version: RwSignal<u32>,
    /// Width and height of everything that can be scrolled to.
    pub extent: RwSignal<(f64, f64)>,
    /// Whether tasks may be moved.
    pub editable: bool,
    /// Tells what a key did to those who do not see it.
    pub announcer: Announcer,
}

impl Board {
    /// A board that follows the session until the view that made it is gone.
    pub fn new(session: Session, editable: bool) -> Board {
        let metrics = Metrics::of(13.0, 1000.0);
        let view =
            View { metrics, width: 0.0, height: 0.0, px_per_hour: 8.0, from: Time::MIN, to: Time::MIN, scroll_x: 0.0, scroll_y: 0.0 };
        let state = State {
            data: BoardData::default(),
            layout: Layout::default(),
            view,
            look: Look::default(),
            folded: Folded::default(),
            drag: None,
            canvas: None,
            scroller: None,
            palette: None,
            asked: false,
            stale: Stale::Everything,
            opened: false,
        };
        let board = Board {
            session,
            state: StoredValue::new_local(state),
            grouping: RwSignal::new(Grouping::Resource),
            colour: RwSignal::new(Colour::Standing),
            links: RwSignal::new(LinksShown::Selected),
            zoom: RwSignal::new(8.0),
            selection: RwSignal::new(BTreeSet::new()),
            current: RwSignal::new(None),
            hovered: RwSignal::new(None),
            hint: RwSignal::new(None),
            version: RwSignal::new(0),
            extent: RwSignal::new((0.0, 0.0)),
            editable,
            announcer: use_announcer(),
        };
        board.follow_session();
        board
    }

    fn follow_session(self) {
        let session = self.session;
        // The first run only begins to watch: a new board has everything to take over anyway.
        Effect::new(move |before: Option<()>| {
            session.watch(GROUNDS, |_| ());
            if before.is_some() {
                self.spoil(Stale::Everything);
            }
        });
        Effect::new(move |before: Option<()>| {
            session.watch(&[TableName::Task], |_| ());
            if before.is_some() {
                self.spoil(Stale::Tasks);
            }
        });
        Effect::new(move |_| {
            let (grouping, colour, links) = (self.grouping.get(), self.colour.get(), self.links.get());
            self.with(|state| {
                (state.look.colour, state.look.links) = (colour, links);
                if state.layout.grouping != grouping {
                    state.layout = Layout::new(&state.data, grouping, &state.folded, &state.view.metrics);
                }
            });
            self.reach();
            self.repaint();
        });
        Effect::new(move |_| {
            let (selection, current, hovered) = (self.selection.get(), self.current.get(), self.hovered.get());
            self.with(|state| {
                state.look.selected = selection.iter().filter_map(|id| state.data.find_task(*id)).collect();
                state.look.current = current.and_then(|id| state.data.find_task(id));
                state.look.hovered = hovered.and_then(|id| state.data.find_task(id));
            });
            self.repaint();
        });
    }

    /// Reads the state.
    pub fn read<T>(self, read: impl FnOnce(&State) -> T) -> T {
        self.state.with_value(read)
    }

    /// Reads the board's data; tracked.
    pub fn data<T>(self, read: impl FnOnce(&BoardData) -> T) -> T {
        self.version.track();
        self.state.with_value(|state| read(&state.data))
    }

    /// Changes the state; whoever does so asks for a new frame.
    pub fn with<T>(self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.write_value())
    }

    fn spoil(self, stale: Stale) {
        self.with(|state| state.stale = state.stale.max(stale));
        self.repaint();
    }

    /// Takes over what changed in the workspace since the last time.
    pub fn catch_up(self) {
        let stale = self.with(|state| std::mem::replace(&mut state.stale, Stale::Nothing));
        if stale == Stale::Nothing {
            return;
        }
        let (session, grouping) = (self.session, self.grouping.get_untracked());
        let followed = match stale {
            Stale::Tasks => session.peek(|workspace| self.with(|state| state.data.follow(workspace))),
            _ => Followed::Anew,
        };
        if followed == Followed::Nothing {
            return;
        }
        let metrics = self.read(|state| state.view.metrics);
        if followed == Followed::Anew {
            let now = session.now();
            let data = session.peek(|workspace| BoardData::collect(workspace, now));
            self.with(|state| {
                state.layout = Layout::new(&data, grouping, &state.folded, &metrics);
                state.data = data;
            });
            self.find_again();
        } else {
            self.with(|state| {
                if !state.layout.follow(&state.data, &followed, &metrics) {
                    state.layout = Layout::new(&state.data, grouping, &state.folded, &metrics);
                }
            });
        }
        self.reach();
        self.version.update(|version| *version = version.wrapping_add(1));
    }

    /// Finds the selected, current and hovered tasks among the tasks collected anew.
    fn find_again(self) {
        let (selection, current) = (self.selection.get_untracked(), self.current.get_untracked());
        self.with(|state| {
            state.look.selected = selection.iter().filter_map(|id| state.data.find_task(*id)).collect();
            state.look.current = current.and_then(|id| state.data.find_task(id));
            state.look.hovered = None;
            state.look.ghost = None;
            state.drag = None;
        });
    }

    /// Sets how far can be scrolled: from two weeks before the first task to two months after the last.
    fn reach(self) {
        let extent = self.with(|state| {
            let (first, last) = state.data.extent();
            let from = first.minus(Span::from_days(14)).week_start();
            let to = last.plus(Span::from_days(60)).max(from.plus(Span::from_days(120)));
            if from != state.view.from && state.view.from != Time::MIN {
                // What is seen stays where it is.
                let moved = state.view.width_of(state.view.from.since(from));
                state.view.scroll_x = (state.view.scroll_x + moved).max(0.0);
                if let Some(scroller) = &state.scroller {
                    scroller.set_scroll_left(state.view.scroll_x as i32);
                }
            }
            (state.view.from, state.view.to) = (from, to);
            let full = (state.view.full_width(), state.view.metrics.axis_height + state.layout.height + state.view.metrics.lane_height);
            state.fit_spacer(full);
            full
        });
        if self.extent.get_untracked() != extent {
            self.extent.set(extent);
        }
    }

    /// The board's canvas is there, inside the element that scrolls.
    pub fn mount(self, canvas: HtmlCanvasElement, scroller: HtmlElement) {
        let context = canvas.get_context("2d").ok().flatten().and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok());
        self.with(|state| {
            state.canvas = context.map(|context| (canvas, context));
            state.scroller = Some(scroller);
            state.palette = None;
        });
        self.repaint();
    }

    /// The colours may have changed: they are read again for the next frame.
    pub fn recolour(self) {
        self.with(|state| state.palette = None);
        self.repaint();
    }

    /// Asks for a frame, once.
    pub fn repaint(self) {
        let Some(asked) = self.state.try_update_value(|state| std::mem::replace(&mut state.asked, true)) else { return };
        if !asked {
            request_animation_frame(move || {
                if !self.state.is_disposed() {
                    self.frame();
                }
            });
        }
    }

    /// Paints now.
    pub fn frame(self) {
        self.with(|state| state.asked = false);
        self.catch_up();
        let first = self.with(|state| {
            state.measure();
            state.canvas.is_some() && state.view.width > 0.0 && !std::mem::replace(&mut state.opened, true)
        });
        if first {
            self.open_window();
        }
        self.with(State::paint);
    }

    /// The first window: the present and the week after it, or where the work is.
    fn open_window(self) {
        let (zoom, start) = self.read(|state| {
            let placed = state.data.tasks.iter().filter(|task| task.placed);
            let span = placed.fold(None, |span: Option<(Time, Time)>, task| {
                Some(span.map_or((task.start, task.end), |(first, last)| (first.min(task.start), last.max(task.end))))
            });
            let (first, last) = span.unwrap_or((state.data.now, state.data.now.plus(Span::from_days(7))));
            let now = state.data.now;
            let start = if now >= first && now <= last { now } else { first };
            // No more than about a month at once, and never closer than a shift.
            let seen = last.since(start).seconds().clamp(2 * 86_400, 28 * 86_400);
            (state.view.zoom_to_fit(Span::from_seconds(seen + seen / 12)), start)
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
            let Some((task, home)) = state.data.find_task(id).and_then(|at| Some((state.data.task(at)?, state.layout.home(at)?))) else {
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
    }

    /// Folds or unfolds; `change` says what.
    pub fn fold(self, change: impl FnOnce(&mut Folded, &BoardData)) {
        let grouping = self.grouping.get_untracked();
        self.with(|state| {
            let mut folded = std::mem::take(&mut state.folded);
            change(&mut folded, &state.data);
            state.layout = Layout::new(&state.data, grouping, &folded, &state.view.metrics);
            state.folded = folded;
        });
        self.reach();
        self.repaint();
    }

    /// What must be known to move a task.
    pub fn ground(self, task: Index) -> Option<Ground> {
        self.session.peek(|workspace| self.read(|state| Ground::of(workspace, &state.data, task)))
    }

    /// The position of a task.
    pub fn position(self, id: TaskId) -> Option<Index> {
        self.read(|state| state.data.find_task(id))
    }
}

impl State {
    /// Everything a frame is built from.
    pub fn sight(&self) -> Sight<'_> {
        Sight { board: &self.data, layout: &self.layout, view: &self.view, look: &self.look }
    }

    /// Whether a frame has been painted since the canvas is there.
    pub fn has_painted(&self) -> bool {
        self.opened
    }

    /// The element that scrolls.
    pub fn scroller(&self) -> Option<&HtmlElement> {
        self.scroller.as_ref()
    }

    fn scroll_to(&mut self, x: f64, y: f64) {
        (self.view.scroll_x, self.view.scroll_y) = (x.max(0.0), y.max(0.0));
        if let Some(scroller) = &self.scroller {
            scroller.set_scroll_left(self.view.scroll_x.round() as i32);
            scroller.set_scroll_top(self.view.scroll_y.round() as i32);
        }
    }

    /// Gives the scrolled area its size at once; the view follows with the same size.
    fn fit_spacer(&self, (width, height): (f64, f64)) {
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

    /// Reads the size of the window and what is scrolled, and fits the canvas to it.
    fn measure(&mut self) {
        let (Some(scroller), Some((canvas, _))) = (self.scroller.clone(), self.canvas.clone()) else { return };
        let (width, height) = (f64::from(scroller.client_width()), f64::from(scroller.client_height()));
        self.view.scroll_x = f64::from(scroller.scroll_left());
        self.view.scroll_y = f64::from(scroller.scroll_top());
        if self.palette.is_none() {
            self.palette = Some(read_palette(&scroller));
            let size = window().get_computed_style(&scroller).ok().flatten().and_then(|style| style.get_property_value("font-size").ok());
            let size = size.and_then(|size| size.trim_end_matches("px").parse().ok()).unwrap_or(13.0);
            self.resize(width, height, size);
        } else if (width, height) != (self.view.width, self.view.height) {
            self.resize(width, height, self.view.metrics.font_size);
        }
        let ratio = window().device_pixel_ratio();
        let (dots_x, dots_y) = ((width * ratio).round() as u32, (height * ratio).round() as u32);
        if (canvas.width(), canvas.height()) != (dots_x, dots_y) {
            canvas.set_width(dots_x);
            canvas.set_height(dots_y);
            let element: &HtmlElement = &canvas;
            let style = element.style();
            let _ = style.set_property("width", &format!("{width}px"));
            let _ = style.set_property("height", &format!("{height}px"));
        }
    }

    fn resize(&mut self, width: f64, height: f64, font_size: f64) {
        let metrics = Metrics::of(font_size, width);
        if metrics != self.view.metrics {
            self.view.metrics = metrics;
            self.layout = Layout::new(&self.data, self.layout.grouping, &self.folded, &metrics);
        }
        (self.view.width, self.view.height) = (width, height);
        self.fit_spacer((self.view.full_width(), metrics.axis_height + self.layout.height + metrics.lane_height));
    }

    fn paint(&mut self) {
        let (Some((_, context)), Some(palette)) = (&self.canvas, &self.palette) else { return };
        paint(context, &build(self.sight()), palette, window().device_pixel_ratio());
    }
}
