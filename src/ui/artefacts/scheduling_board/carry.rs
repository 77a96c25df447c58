//! A card or entry carried by the pointer to another column or day.
//!
//! Never decides what that means: whoever shows the places is told where it was put down.

use super::board::Board;
use crate::model::{RecordId, TaskId};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

/// A press becomes a carry after so many pixels.
const THRESHOLD: f64 = 6.0;

/// What is in the hand.
#[derive(Clone, PartialEq, Debug)]
struct Held {
    task: TaskId,
    from: (f64, f64),
    by: (f64, f64),
    /// The key of the place below the pointer.
    over: Option<String>,
}

/// The hand of one view; places bear their key in `data-place`.
#[derive(Clone, Copy)]
pub struct Carry {
    board: Board,
    held: RwSignal<Option<Held>>,
    put_down: Callback<(TaskId, String)>,
}

impl Carry {
    /// An empty hand; `put_down` is told of a task and the key of the place where it was let go.
    pub fn new(board: Board, put_down: impl Fn(TaskId, &str) + Send + Sync + 'static) -> Carry {
        let held = RwSignal::new(None);
        // Escape gives a carry up, wherever the keyboard is.
        let escape = window_event_listener_untyped("keydown", move |event| {
            let key = event.dyn_ref::<web_sys::KeyboardEvent>().map(web_sys::KeyboardEvent::key);
            if key.as_deref() == Some("Escape") && held.with_untracked(Option::is_some) {
                held.set(None);
            }
        });
        on_cleanup(move || escape.remove());
        Carry { board, held, put_down: Callback::new(move |(task, place): (TaskId, String)| put_down(task, &place)) }
    }

    /// Whether something is carried over the place with this key.
    pub fn is_over(self, key: &str) -> bool {
        self.held.with(|held| held.as_ref().is_some_and(|held| moved(held) && held.over.as_deref() == Some(key)))
    }

    /// Whether a task is carried.
    pub fn holds(self, task: TaskId) -> bool {
        self.held.with(|held| held.as_ref().is_some_and(|held| held.task == task && moved(held)))
    }

    /// What is in the hand, beside the pointer.
    pub fn view(self) -> AnyView {
        let shown = move || {
            self.held.get().filter(moved).map(|held| {
                let (left, top) = (held.from.0 + held.by.0 + 12.0, held.from.1 + held.by.1 + 12.0);
                let name = self.board.read(|state| state.data.find_task(held.task).and_then(|at| Some(state.data.task_name(state.data.task(at)?))));
                view! { <div class="carried-words" aria-hidden="true" style:left=format!("{left}px") style:top=format!("{top}px")>{name}</div> }
            })
        };
        shown.into_any()
    }

    /// The pointer goes down on a task.
    pub fn down(self, event: &PointerEvent, task: TaskId) {
        if event.button() == 0 && self.board.editable {
            let from = (f64::from(event.client_x()), f64::from(event.client_y()));
            self.held.set(Some(Held { task, from, by: (0.0, 0.0), over: None }));
        }
    }

    /// It moves.
    pub fn moves(self, event: &PointerEvent) {
        let Some(mut held) = self.held.get_untracked() else { return };
        held.by = (f64::from(event.client_x()) - held.from.0, f64::from(event.client_y()) - held.from.1);
        if !moved(&held) {
            return;
        }
        if let Some(element) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
            let _ = element.set_pointer_capture(event.pointer_id());
        }
        held.over = place_at(event);
        self.held.set(Some(held));
    }

    /// It is let go; a press that did not move opens the task's panel.
    pub fn up(self) {
        let Some(held) = self.held.get_untracked() else { return };
        self.held.set(None);
        if !moved(&held) {
            self.board.open(held.task);
        } else if let Some(place) = held.over {
            self.put_down.run((held.task, place));
        }
    }

    /// The browser took it for something else, such as scrolling.
    pub fn cancel(self) {
        self.held.set(None);
    }
}

fn moved(held: &Held) -> bool {
    held.by.0.hypot(held.by.1) >= THRESHOLD
}

/// The key of the place below the pointer, looking through what is carried.
fn place_at(event: &PointerEvent) -> Option<String> {
    let (x, y) = (event.client_x() as f32, event.client_y() as f32);
    let below = document().elements_from_point(x, y);
    let places = (0..below.length()).filter_map(|at| below.get(at).dyn_into::<Element>().ok());
    places.filter_map(|element| element.closest("[data-place]").ok().flatten()).find_map(|place| place.get_attribute("data-place"))
}

/// Gives the keyboard back to a task that is shown anew.
pub fn focus_again(task: TaskId) {
    request_animation_frame(move || {
        let found = document().query_selector(&format!("[data-task='{}']", task.raw())).ok().flatten();
        if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}
