//! Moving and connecting steps on the map by pointer and by key.
//!
//! Each gesture ends in the same command as its field in the panel; a gesture that is given up changes nothing.

use super::lane_move::{lane_at, lane_move, node_at, step_at};
use crate::app::derived::workflow::MapLayout;
use crate::app::notices::Tone;
use crate::app::{Session, WorkflowCommand};
use crate::model::{LinkKind, Span};
use crate::ui::widgets::{Announcer, use_announcer};
use leptos::prelude::*;
use web_sys::{PointerEvent, SvgElement};

/// The pointer has to go so far, in pixels, before it drags.
const THRESHOLD: f64 = 6.0;

/// What a drag does when it ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pull {
    /// Moves the step into the lane it is dropped on.
    Move,
    /// Lets the step it is dropped on wait for this one.
    Connect,
}

/// A drag under way.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Drag {
    /// Position of the node in the map.
    pub at: usize,
    pub pull: Pull,
    /// Where it began and where the pointer is, in pixels of the map.
    pub from: (f64, f64),
    pub to: (f64, f64),
    /// Whether it has gone far enough to be one.
    pub is_begun: bool,
}

/// The gestures of one map. Copied freely.
#[derive(Clone, Copy)]
pub struct Gestures {
    session: Session,
    map: Memo<MapLayout>,
    announcer: Announcer,
    /// The drag under way, for painting.
    pub drag: RwSignal<Option<Drag>>,
}

impl Gestures {
    /// The gestures of a map.
    pub fn new(session: Session, map: Memo<MapLayout>) -> Gestures {
        Gestures { session, map, announcer: use_announcer(), drag: RwSignal::new(None) }
    }

    /// The pointer was pressed on a step or on its handle. Fingers scroll; for them there is the panel.
    pub fn press(self, svg: Option<SvgElement>, event: &PointerEvent, at: usize, pull: Pull) {
        let is_step = self.map.with_untracked(|map| step_at(map, at).is_some());
        if event.button() != 0 || event.pointer_type() == "touch" || !is_step || self.session.may_change().is_err() {
            return;
        }
        if let Some(point) = svg.map(|svg| self.point_in(&svg, event)) {
            self.drag.set(Some(Drag { at, pull, from: point, to: point, is_begun: false }));
        }
    }

    /// The pointer moved over the map.
    pub fn pull(self, svg: &SvgElement, event: &PointerEvent) {
        let Some(drag) = self.drag.get_untracked() else { return };
        let to = self.point_in(svg, event);
        let is_begun = drag.is_begun || (to.0 - drag.from.0).hypot(to.1 - drag.from.1) > THRESHOLD;
        if is_begun && !drag.is_begun {
            // From here on the map hears of the pointer wherever it goes.
            let _ = svg.set_pointer_capture(event.pointer_id());
        }
        self.drag.set(Some(Drag { to, is_begun, ..drag }));
    }

    /// The pointer was released: carries out what the drag means there.
    pub fn release(self) {
        let Some(drag) = self.drag.get_untracked() else { return };
        self.drag.set(None);
        if !drag.is_begun {
            return;
        }
        match drag.pull {
            Pull::Move => {
                if let Some(lane) = self.map.with_untracked(|map| lane_at(map, drag.to.1)) {
                    self.move_to_lane(drag.at, lane);
                }
            }
            Pull::Connect => {
                let other = self.map.with_untracked(|map| node_at(map, drag.to.0, drag.to.1));
                if let Some(other) = other.filter(|other| *other != drag.at) {
                    self.connect(drag.at, other);
                }
            }
        }
    }

    /// Gives a drag up.
    pub fn give_up(self) {
        self.drag.set(None);
    }

    /// Moves a step to the next lane above or below that does steps, or says that there is none.
    pub fn shift_lane(self, at: usize, down: bool) {
        let lanes = self.map.with_untracked(|map| {
            let lane = map.nodes.get(at).map(|node| node.lane)?;
            let lanes: Vec<usize> = if down { (lane + 1..map.lanes.len()).collect() } else { (0..lane).rev().collect() };
            Some(lanes)
        });
        let next = lanes.into_iter().flatten().find(|lane| {
            self.session.peek(|workspace| self.map.with_untracked(|map| matches!(lane_move(workspace, map, at, *lane), Ok(Some(_)))))
        });
        match next {
            Some(lane) => self.move_to_lane(at, lane),
            None => self.announcer.say(if down { "There is no lane below for it." } else { "There is no lane above for it." }),
        }
    }

    fn move_to_lane(self, at: usize, lane: usize) {
        let name = self.map.with_untracked(|map| map.lanes.get(lane).map(|lane| lane.text.clone())).unwrap_or_default();
        let found = self.session.peek(|workspace| self.map.with_untracked(|map| lane_move(workspace, map, at, lane)));
        match found {
            Ok(Some(command)) => {
                if self.session.act(command) {
                    self.announcer.say(format!("Moved to lane {name}"));
                }
            }
            Ok(None) => {}
            Err(reason) => {
                self.session.notices.tell(Tone::Warning, "The step stays in its lane.", reason);
            }
        }
    }

    /// Where a pointer is, in pixels of the map at 100 %.
    fn point_in(self, svg: &SvgElement, event: &PointerEvent) -> (f64, f64) {
        let area = svg.get_bounding_client_rect();
        let width = self.map.with_untracked(|map| map.width.max(1.0));
        let scale = if area.width() > 0.0 { area.width() / width } else { 1.0 };
        ((f64::from(event.client_x()) - area.left()) / scale, (f64::from(event.client_y()) - area.top()) / scale)
    }

    fn connect(self, from: usize, to: usize) {
        let ends = self.map.with_untracked(|map| step_at(map, from).zip(step_at(map, to)));
        let Some((from, to)) = ends else {
            self.session.notices.tell(Tone::Warning, "They were not connected.", "Only a step can wait for another step.");
            return;
        };
        let command = WorkflowCommand::Connect { from, to, kind: LinkKind::FinishStart, lag: Span::ZERO };
        if self.session.act(command) {
            self.announcer.say("Connected");
        }
    }
}
