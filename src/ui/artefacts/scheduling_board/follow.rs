//! How a board keeps in step with the session: what changed is taken over before the next frame, and what is large is shown at a glance first.
//!
//! Never changes the workspace.

use super::board::{Board, Glance, Stale};
use super::build::Compared;
use super::layout::{Grouping, Layout};
use super::view::first_window;
use crate::app::derived::schedule::{BoardData, Followed, counted, span_of};
use crate::app::web::preferences::{BOARD_ZOOM, remembered};
use crate::model::{Span, TableName};
use leptos::prelude::*;
use std::time::Duration;

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
    TableName::Baseline,
];

/// From so many tasks on a board opens with what its first window shows.
const GLANCED: usize = 2_000;

impl Board {
    pub(super) fn follow_session(self) {
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
            let (grouping, colour, links, critical) = (self.grouping.get(), self.colour.get(), self.links.get(), self.critical.get());
            let compared = self.compared.get();
            self.with(|state| {
                state.look.compared = compared;
                (state.look.colour, state.look.links, state.look.critical) = (colour, links, critical);
                if state.layout.grouping != grouping {
                    state.layout = Layout::new(&state.data, grouping, &state.folded, &state.view.metrics);
                }
            });
            self.reach();
            self.repaint();
        });
        Effect::new(move |_| {
            let filter = self.filter.get();
            if self.read(|state| state.folded.filter != filter) {
                self.fold(|folded, _| folded.filter = filter);
                self.version.update(|version| *version = version.wrapping_add(1));
                let (shown, all) = self.read(|state| (state.layout.shown(), state.data.tasks.len()));
                self.announcer.say(format!("{} of {} shown.", shown.unwrap_or(all), counted(all, "task", "tasks")));
            }
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

    /// Moves the line of the present moment once a minute.
    pub(super) fn follow_clock(self) {
        let tick = move || {
            if self.state.is_disposed() {
                return;
            }
            let now = self.session.now();
            self.with(|state| {
                state.data.now = now;
                // A browser may have lost what a canvas showed.
                state.painted = None;
            });
            self.repaint();
        };
        if let Ok(clock) = set_interval_with_handle(tick, Duration::from_secs(60)) {
            on_cleanup(move || clock.clear());
        }
    }

    pub(super) fn spoil(self, stale: Stale) {
        self.with(|state| state.stale = state.stale.max(stale));
        self.repaint();
    }

    /// Takes over what changed in the workspace since the last time.
    pub fn catch_up(self) {
        if self.read(|state| state.glance == Glance::Shown) || self.glance() {
            return;
        }
        let stale = self.with(|state| std::mem::replace(&mut state.stale, Stale::Nothing));
        if stale == Stale::Nothing {
            return;
        }
        let (session, grouping) = (self.session, self.grouping.get_untracked());
        let revision = session.revision();
        let known = self.with(|state| std::mem::replace(&mut state.revision, revision));
        let followed = match (stale, session.touched_tasks(known)) {
            (Stale::Tasks, Some(tasks)) => session.peek(|workspace| self.with(|state| state.data.follow_tasks(workspace, &tasks))),
            (Stale::Tasks, None) => session.peek(|workspace| self.with(|state| state.data.follow(workspace))),
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
            let is_gone = |compared: &Compared| session.peek(|workspace| !workspace.baselines.contains_key(&compared.baseline));
            if self.compared.with_untracked(|compared| compared.as_ref().is_some_and(is_gone)) {
                self.compared.set(None);
            }
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

    /// Opens a large board with what its first window shows; the rest follows in a later turn of the browser.
    fn glance(self) -> bool {
        // Without a canvas it has no first window: another page looks at its data.
        let is_first = self.read(|state| {
            let is_new = state.glance == Glance::Due && !state.opened && state.stale == Stale::Everything;
            is_new && state.canvas.is_some() && state.layout.grouping == Grouping::Resource
        });
        let (now, wide) = (self.session.now(), widest_first());
        let data = self.session.peek(|workspace| {
            if !is_first || workspace.tasks.len() < GLANCED {
                return None;
            }
            let (first, last) = span_of(workspace)?;
            let (start, _) = first_window(now, first, last);
            let data = BoardData::glance(workspace, now, (start.minus(wide), start.plus(wide)));
            // Where nearly everything is seen at once there is nothing to gain.
            (data.tasks.len() * 4 < workspace.tasks.len() * 3).then_some(data)
        });
        let Some(data) = data else { return false };
        self.show_first(data);
        after_paint(move || self.show_rest());
        true
    }

    /// Shows what is seen first; the rest waits for [`Board::show_rest`].
    pub(super) fn show_first(self, data: BoardData) {
        let grouping = self.grouping.get_untracked();
        self.with(|state| {
            state.layout = Layout::new(&data, grouping, &state.folded, &state.view.metrics);
            (state.data, state.glance) = (data, Glance::Shown);
        });
        self.reach();
    }

    /// What was left out of the first look may follow.
    pub(super) fn show_rest(self) {
        if !self.state.is_disposed() {
            self.with(|state| state.glance = Glance::Over);
            self.repaint();
        }
    }

    /// Finds the selected, current and hovered tasks among the tasks collected anew.
    fn find_again(self) {
        self.focus_row(None);
        let (selection, current) = (self.selection.get_untracked(), self.current.get_untracked());
        self.with(|state| {
            state.look.selected = selection.iter().filter_map(|id| state.data.find_task(*id)).collect();
            state.look.current = current.and_then(|id| state.data.find_task(id));
            state.look.hovered = None;
            state.look.ghost = None;
            state.drag = None;
        });
    }
}

/// The longest stretch that a first window shows.
fn widest_first() -> Span {
    let zoom = remembered(BOARD_ZOOM).and_then(|zoom| zoom.parse::<f64>().ok()).unwrap_or(f64::INFINITY);
    let hours = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(0.0) / zoom.max(0.01);
    // Without a zoom that this device remembers no more than about a month is shown.
    Span::from_hours(hours as i64).max(Span::from_days(31))
}

/// Does something once the next frame is on the screen: that is certain when the browser asks for the one after it.
pub(super) fn after_paint(deed: impl FnOnce() + 'static) {
    request_animation_frame(move || request_animation_frame(move || set_timeout(deed, Duration::ZERO)));
}
