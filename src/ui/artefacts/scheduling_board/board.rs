//! A board at work: its data, rows, window and selection, kept in step with the session and painted once per frame.
//!
//! Never edits: what the person wants done goes out as commands of the session.

use super::build::{Compared, GhostBox, LinksShown, Look, Sight};
use super::colour::Colour;
use super::filter::Filter;
use super::gesture::Drag;
use super::layout::{Folded, Grouping, Layout};
use super::palette::Palette;
use super::render_model::Scene;
use super::tools::Shown;
use super::view::{Metrics, View};
use crate::app::Session;
use crate::app::derived::schedule::{BoardData, Ground, Index};
use crate::model::{Span, TaskId, Time};
use crate::ui::widgets::{Announcer, use_announcer};
use leptos::prelude::*;
use std::collections::BTreeSet;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

/// Everything behind a board that is not a signal.
pub struct State {
    pub data: BoardData,
    pub layout: Layout,
    pub view: View,
    pub look: Look,
    pub folded: Folded,
    pub drag: Option<Drag>,
    pub(super) canvas: Option<(HtmlCanvasElement, CanvasRenderingContext2d)>,
    pub(super) scroller: Option<HtmlElement>,
    pub(super) palette: Option<Palette>,
    /// How much wider than usual the face of the text runs.
    pub(super) wide: f64,
    /// Whether the window is where it was measured last.
    pub(super) settled: bool,
    /// What the canvas shows.
    pub(super) painted: Option<Scene>,
    /// The boxes of a move under way that lie above it.
    pub(super) laid: Vec<GhostBox>,
    /// The revision of the workspace that the board has followed.
    pub(super) revision: u64,
    /// Whether the next frame has been asked for.
    pub(super) asked: bool,
    pub(super) stale: Stale,
    pub(super) glance: Glance,
    /// Whether the first window has been chosen.
    pub(super) opened: bool,
    /// How far was scrolled when the board left the page, until it is back.
    pub(super) kept: Option<(f64, f64)>,
}

/// The first look at a large board: its first window alone, until that is painted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Glance {
    Due,
    /// It is shown, and the rest waits.
    Shown,
    /// The rest follows; there is one first look.
    Over,
}

/// How much of the workspace the board has not followed yet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stale {
    Nothing,
    Tasks,
    Everything,
}

/// A board. Copied freely.
#[derive(Clone, Copy)]
pub struct Board {
    pub session: Session,
    pub(super) state: StoredValue<State, LocalStorage>,
    /// Whether the board is shown, by what, or the table in its place.
    pub shown: RwSignal<Shown>,
    pub grouping: RwSignal<Grouping>,
    pub colour: RwSignal<Colour>,
    /// Which tasks are shown.
    pub filter: RwSignal<Filter>,
    /// Whether the words for colours and signs show below the board.
    pub legend: RwSignal<bool>,
    /// Whether critical tasks are marked.
    pub critical: RwSignal<bool>,
    pub links: RwSignal<LinksShown>,
    /// The saved schedule that the board is compared with.
    pub compared: RwSignal<Option<Compared>>,
    /// Pixels per hour.
    pub zoom: RwSignal<f64>,
    pub selection: RwSignal<BTreeSet<TaskId>>,
    /// The task that the keyboard is on.
    pub current: RwSignal<Option<TaskId>>,
    pub hovered: RwSignal<Option<TaskId>>,
    /// The resource on whose row the current task is looked at, where it lies on several.
    pub row: RwSignal<Option<Index>>,
    /// What a move under way would do: point of the window and sentence.
    pub hint: RwSignal<Option<(f64, f64, String, bool)>>,
    /// Counts what the board took over from the workspace.
    pub version: RwSignal<u32>,
    /// Width and height of everything that can be scrolled to.
    pub extent: RwSignal<(f64, f64)>,
    /// Whether a move takes the rest with it and keeps the order of the work, or leaves conflicts and shows them.
    pub keeps_order: RwSignal<bool>,
    /// The task for which another is to wait, while that is chosen.
    pub linking: RwSignal<Option<TaskId>>,
    /// Whether the panel of what is selected shows.
    pub panel: RwSignal<bool>,
    /// Whether tasks may be moved.
    pub editable: bool,
    /// Tells what a key did to those who do not see it.
    pub announcer: Announcer,
}

impl Board {
    /// A board that follows the session until the view that made it is gone.
    pub fn new(session: Session, editable: bool) -> Board {
        let metrics = Metrics::of(13.0, 1000.0, 1.0);
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
            wide: 1.0,
            settled: false,
            painted: None,
            laid: Vec::new(),
            revision: 0,
            asked: false,
            stale: Stale::Everything,
            glance: Glance::Due,
            opened: false,
            kept: None,
        };
        let shown = Shown::remembered();
        let board = Board {
            session,
            state: StoredValue::new_local(state),
            shown: RwSignal::new(shown),
            grouping: RwSignal::new(shown.grouping().unwrap_or_default()),
            colour: RwSignal::new(Colour::Standing),
            filter: RwSignal::new(Filter::default()),
            legend: RwSignal::new(has_room()),
            critical: RwSignal::new(false),
            links: RwSignal::new(LinksShown::Selected),
            compared: RwSignal::new(None),
            zoom: RwSignal::new(8.0),
            selection: RwSignal::new(BTreeSet::new()),
            current: RwSignal::new(None),
            hovered: RwSignal::new(None),
            row: RwSignal::new(None),
            hint: RwSignal::new(None),
            version: RwSignal::new(0),
            extent: RwSignal::new((0.0, 0.0)),
            keeps_order: RwSignal::new(false),
            linking: RwSignal::new(None),
            panel: RwSignal::new(false),
            editable: editable && session.may_change().is_ok(),
            announcer: use_announcer(),
        };
        board.keep_place();
        board.follow_session();
        board.follow_clock();
        board
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

    /// Looks at the current task on the row of a resource, so that keys act on that of several.
    pub fn focus_row(self, resource: Option<Index>) {
        self.with(|state| state.look.row = resource);
        if self.row.get_untracked() != resource {
            self.row.set(resource);
        }
    }

    /// Sets how far can be scrolled: from two weeks before the first task to two months after the last.
    pub(super) fn reach(self) {
        let extent = self.with(|state| {
            let (first, last) = state.data.extent();
            let from = first.minus(Span::from_days(14)).week_start();
            let to = last.plus(Span::from_days(60)).max(from.plus(Span::from_days(120)));
            if from != state.view.from && state.view.from != Time::MIN {
                // What is seen stays where it is.
                let moved = state.view.width_of(state.view.from.since(from));
                state.view.scroll_x = (state.view.scroll_x + moved).max(0.0);
                if let Some((left, _)) = &mut state.kept {
                    *left = (*left + moved).max(0.0);
                }
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

    /// Takes the keyboard.
    pub fn take_focus(self) {
        if let Some(scroller) = self.read(|state| state.scroller.clone()) {
            let _ = scroller.focus();
        }
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

/// Whether the window has room for more than the board: on a phone the height belongs to the bars.
pub(super) fn has_room() -> bool {
    window().inner_width().ok().and_then(|width| width.as_f64()).is_some_and(|width| width >= 900.0)
}

impl State {
    /// Everything a frame is built from.
    pub fn sight(&self) -> Sight<'_> {
        Sight { board: &self.data, layout: &self.layout, view: &self.view, look: &self.look }
    }
}
