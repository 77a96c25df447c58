//! The board as a contender beside other boards: `window.contender`, driven by the measuring script.
//!
//! Never part of the published page. Moves go through the same commands as those of a person.

use super::board::{Board, State};
use super::layout::Grouping;
use super::surface::BoardSurface;
use crate::app::Edit;
use crate::app::derived::schedule::BoardData;
use crate::app::rehearsal::{fill, rehearsal};
use crate::model::{self, *};
use crate::ui::widgets::provide_announcer;
use js_sys::{Array, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What the generator hands over.
    #[derive(Clone)]
    type Given;
    #[wasm_bindgen(method, getter)]
    fn tasks(this: &Given) -> Array;
    #[wasm_bindgen(method, getter)]
    fn links(this: &Given) -> Array;
    #[wasm_bindgen(method, getter)]
    fn nres(this: &Given) -> f64;
    /// Milliseconds since 1970 of day 0.
    #[wasm_bindgen(method, getter)]
    fn base(this: &Given) -> f64;

    type GivenTask;
    #[wasm_bindgen(method, getter)]
    fn id(this: &GivenTask) -> f64;
    #[wasm_bindgen(method, getter)]
    fn name(this: &GivenTask) -> String;
    #[wasm_bindgen(method, getter)]
    fn res(this: &GivenTask) -> f64;
    /// Start day with one row per task.
    #[wasm_bindgen(method, getter)]
    fn g(this: &GivenTask) -> f64;
    /// Start day with one row per resource.
    #[wasm_bindgen(method, getter)]
    fn b(this: &GivenTask) -> f64;
    #[wasm_bindgen(method, getter)]
    fn dur(this: &GivenTask) -> f64;

    type GivenLink;
    #[wasm_bindgen(method, getter)]
    fn from(this: &GivenLink) -> f64;
    #[wasm_bindgen(method, getter)]
    fn to(this: &GivenLink) -> f64;
}

/// So many frames after it was painted a board is on the screen.
const FRAMES: u8 = 3;
/// With one row per task, so many are taken over for the first look: those of the tallest window, and all that their links lead to.
const FIRST: usize = 256;

thread_local! {
    static BOARD: std::cell::RefCell<Option<Board>> = const { std::cell::RefCell::new(None) };
}

fn board() -> Option<Board> {
    BOARD.with_borrow(|board| *board)
}

/// Defines `window.contender`. With `?rows=resource` in the address a row is a resource, otherwise a task.
pub fn contend() {
    let by_resource = crate::ui::frame::asked("rows").is_some_and(|rows| rows == "resource");
    let contender = Object::new();
    let set = |name: &str, value: &JsValue| drop(Reflect::set(&contender, &name.into(), value));
    set("name", &"linewright".into());
    set("rows", &if by_resource { "resource" } else { "task" }.into());
    set("deps", &true.into());
    set("mount", &Closure::<dyn Fn(JsValue)>::new(move |data: JsValue| mount(&data, by_resource)).into_js_value());
    set(
        "painted",
        &Closure::<dyn Fn() -> bool>::new(|| board().is_some_and(|board| board.read(|state| state.has_painted()))).into_js_value(),
    );
    set("scrollMax", &Closure::<dyn Fn() -> JsValue>::new(scroll_max).into_js_value());
    set("scrollTo", &Closure::<dyn Fn(f64, f64)>::new(scroll_to).into_js_value());
    set("move", &Closure::<dyn Fn(f64, f64)>::new(move_task).into_js_value());
    set("barRect", &Closure::<dyn Fn(f64) -> JsValue>::new(bar_rect).into_js_value());
    drop(Reflect::set(&window(), &"contender".into(), &contender));
}

fn mount(data: &JsValue, by_resource: bool) {
    let given: Given = data.clone().unchecked_into();
    let base = Time::clamped((given.base() / 1000.0) as i64);
    // Which tasks the first window shows is known beforehand only where each has a row of its own.
    let first = workspace(&given, base, by_resource, if by_resource { usize::MAX } else { FIRST });
    leptos::mount::mount_to_body(move || {
        provide_announcer();
        let session = rehearsal(base, Vec::new());
        let board = Board::new(session, true);
        board.grouping.set(if by_resource { Grouping::Resource } else { Grouping::Listed });
        board.links.set(super::build::LinksShown::All);
        board.show_first(BoardData::collect(&first, base));
        // What is seen first need not wait for the document: it takes all records in as soon as that is painted.
        let take_in = move || {
            fill(session, edits(&workspace(&given, base, by_resource, usize::MAX)));
            board.show_rest();
        };
        when_seen(board, FRAMES, Box::new(take_in));
        BOARD.with_borrow_mut(|known| *known = Some(board));
        view! { <div class="board-alone"><BoardSurface board /></div> }
    });
    crate::ui::tell_shown();
}

/// Does something once the board has been painted and seen.
fn when_seen(board: Board, frames: u8, deed: Box<dyn FnOnce()>) {
    request_animation_frame(move || match frames {
        0 => set_timeout(deed, std::time::Duration::ZERO),
        _ => when_seen(board, if board.read(State::has_painted) { frames - 1 } else { frames }, deed),
    });
}

/// The records that the first tasks, at most `most`, and the links between them come to.
fn workspace(given: &Given, base: Time, by_resource: bool, most: usize) -> Workspace {
    let mut workspace = Workspace::default();
    for resource in 1..=given.nres() as u64 {
        let id = ResourceId::from_raw(resource);
        // With one row per task the generator lets tasks of one resource overlap.
        let kind = if by_resource { ResourceKind::Default } else { ResourceKind::Infinite };
        workspace.resources.insert(id, model::Resource { name: format!("Resource {resource}"), kind, ..model::Resource::new(id) });
    }
    for task in given.tasks().iter().take(most) {
        let task: GivenTask = task.unchecked_into();
        let number = task.id() as u64;
        // Each task has a name of its own, and so an operation of its own.
        let operation = OperationId::from_raw(number);
        workspace.operations.insert(operation, Operation { name: task.name(), ..Operation::new(operation) });
        let day = if by_resource { task.b() } else { task.g() };
        let start = base.plus(Span::from_seconds((day * 86_400.0) as i64));
        let end = start.plus(Span::from_seconds((task.dur() * 86_400.0) as i64));
        let uses = vec![ResourceUse { resource: ResourceId::from_raw(task.res() as u64 + 1), quantity: 1.0 }];
        let placement = Some(Placement { start, end, uses });
        let id = TaskId::from_raw(number);
        workspace.tasks.insert(id, Task { operation: Some(operation), placement, ..Task::new(id) });
    }
    for link in given.links().iter() {
        let link: GivenLink = link.unchecked_into();
        // Links come in the order of the tasks that wait.
        if link.to() > most as f64 {
            break;
        }
        if let Some(task) = workspace.tasks.get_mut(&TaskId::from_raw(link.to() as u64)) {
            task.after.push(TaskLink::new(TaskId::from_raw(link.from() as u64), LinkKind::FinishStart, Span::ZERO));
        }
    }
    workspace
}

/// The edits that make the records, where these say anything else than a new one.
fn edits(workspace: &Workspace) -> Vec<Edit> {
    [TableName::Resource, TableName::Operation, TableName::Task]
        .into_iter()
        .flat_map(|table| {
            let said = move |id: u64| {
                let value = |field: usize| Some((field, workspace.get(table, id, field)));
                (0..table.fields().len()).filter_map(value).filter(move |(field, value)| *value != default_value(table, *field)).collect()
            };
            workspace.ids(table).into_iter().map(move |id| Edit::Add { table, id, fields: said(id) })
        })
        .collect()
}

fn scroll_max() -> JsValue {
    let Some(scroller) = board().and_then(|board| board.read(|state| state.scroller().cloned())) else { return JsValue::NULL };
    let size = Object::new();
    drop(Reflect::set(&size, &"x".into(), &(scroller.scroll_width() - scroller.client_width()).into()));
    drop(Reflect::set(&size, &"y".into(), &(scroller.scroll_height() - scroller.client_height()).into()));
    size.into()
}

fn scroll_to(x: f64, y: f64) {
    if let Some(scroller) = board().and_then(|board| board.read(|state| state.scroller().cloned())) {
        scroller.set_scroll_left(x as i32);
        scroller.set_scroll_top(y as i32);
    }
}

/// Moves a task and everything that waits for it, as a person does who keeps the order of the work.
fn move_task(id: f64, days: f64) {
    let Some(board) = board() else { return };
    let id = TaskId::from_raw(id as u64);
    let Some(ground) = board.position(id).and_then(|at| board.ground(at)) else { return };
    let repair = board.read(|state| {
        let task = state.data.task(ground.task)?;
        state.data.repair(&ground, task.start.plus(Span::from_seconds((days * 86_400.0) as i64)), None)
    });
    if let Some(repair) = repair {
        board.put_repaired(id, &repair);
    }
}

fn bar_rect(id: f64) -> JsValue {
    let Some(board) = board() else { return JsValue::NULL };
    let area = board.read(|state| {
        let at = state.data.find_task(TaskId::from_raw(id as u64))?;
        let area = state.sight().task_area(at)?;
        let corner = state.scroller()?.get_bounding_client_rect();
        Some((area.x + corner.left(), area.y + corner.top(), area.width, area.height))
    });
    let Some((x, y, width, height)) = area else { return JsValue::NULL };
    let rect = Object::new();
    for (name, value) in [("x", x), ("y", y), ("width", width), ("height", height)] {
        drop(Reflect::set(&rect, &name.into(), &value.into()));
    }
    rect.into()
}
