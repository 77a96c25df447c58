//! The board as a contender beside other boards: `window.contender`, driven by the measuring script.
//!
//! Never part of the published page. Moves go through the same commands as those of a person.

use super::board::Board;
use super::layout::Grouping;
use super::surface::BoardSurface;
use crate::app::Edit;
use crate::app::derived::schedule::{BoardData, Place};
use crate::app::rehearsal::{fill, rehearsal};
use crate::model::*;
use crate::ui::widgets::provide_announcer;
use js_sys::{JSON, Object, Reflect};
use leptos::prelude::*;
use serde::Deserialize;
use wasm_bindgen::prelude::*;

/// What the generator hands over.
#[derive(Deserialize)]
struct Given {
    tasks: Vec<GivenTask>,
    links: Vec<GivenLink>,
    nres: u64,
    /// Milliseconds since 1970 of day 0.
    base: f64,
}

#[derive(Deserialize)]
struct GivenTask {
    id: u64,
    name: String,
    res: u64,
    /// Start day with one row per task, and with one row per resource.
    g: f64,
    b: f64,
    dur: f64,
}

#[derive(Deserialize)]
struct GivenLink {
    from: u64,
    to: u64,
}

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
    let text = JSON::stringify(data).ok().and_then(|text| text.as_string()).unwrap_or_default();
    let Ok(given) = serde_json::from_str::<Given>(&text) else { return };
    let base = Time::clamped((given.base / 1000.0) as i64);
    let edits = edits(&given, base, by_resource);
    leptos::mount::mount_to_body(move || {
        provide_announcer();
        let session = rehearsal(base, Vec::new());
        let board = Board::new(session, true);
        board.grouping.set(if by_resource { Grouping::Resource } else { Grouping::Listed });
        board.links.set(super::build::LinksShown::All);
        board.present(BoardData::collect(&workspace_of(&edits), base));
        // What is seen first need not wait for the document: it takes the same records in as soon as they are painted.
        set_timeout(move || fill(session, edits), std::time::Duration::from_millis(50));
        BOARD.with_borrow_mut(|known| *known = Some(board));
        view! { <div class="board-alone"><BoardSurface board /></div> }
    });
    if let Some(board) = board() {
        board.frame();
        board.set_zoom(1.5, None);
        board.go_to(base);
        board.frame();
    }
    crate::ui::tell_shown();
}

/// The records of the edits, without a document.
fn workspace_of(edits: &[Edit]) -> Workspace {
    let mut workspace = Workspace::default();
    for edit in edits {
        if let Edit::Add { table, id, fields } = edit {
            workspace.add(*table, *id);
            for (field, value) in fields {
                workspace.set(*table, *id, *field, value);
            }
        }
    }
    workspace
}

/// The records that the tasks and links come to.
fn edits(given: &Given, base: Time, by_resource: bool) -> Vec<Edit> {
    let mut edits = Vec::new();
    let field = |table: TableName, name: &str| table.field(name).unwrap_or(usize::MAX);
    let named = |table: TableName, id: u64, name: String| Edit::Add { table, id, fields: vec![(field(table, "name"), Value::Text(name))] };
    for resource in 0..given.nres {
        let mut resource = named(TableName::Resource, resource + 1, format!("Resource {}", resource + 1));
        // With one row per task the generator lets tasks of one resource overlap.
        if let Edit::Add { fields, .. } = &mut resource
            && !by_resource
        {
            fields.push((field(TableName::Resource, "kind"), ResourceKind::Infinite.to_value()));
        }
        edits.push(resource);
    }
    let mut waits: Vec<Vec<TaskLink>> = vec![Vec::new(); given.tasks.len() + 1];
    for link in &given.links {
        if let Some(waits) = waits.get_mut(link.to as usize) {
            waits.push(TaskLink { task: TaskId::from_raw(link.from), kind: LinkKind::FinishStart, lag: Span::ZERO });
        }
    }
    let (placement, after, operation) =
        (field(TableName::Task, "placement"), field(TableName::Task, "after"), field(TableName::Task, "operation"));
    for (task, after_task) in given.tasks.iter().zip(waits.iter().skip(1)) {
        // Each task has a name of its own, and so an operation of its own.
        edits.push(named(TableName::Operation, task.id, task.name.clone()));
        let day = if by_resource { task.b } else { task.g };
        let start = base.plus(Span::from_seconds((day * 86_400.0) as i64));
        let end = start.plus(Span::from_seconds((task.dur * 86_400.0) as i64));
        let place = Placement { start, end, uses: vec![ResourceUse { resource: ResourceId::from_raw(task.res + 1), quantity: 1.0 }] };
        let fields = vec![(operation, Value::Id(task.id)), (placement, place.to_value()), (after, after_task.to_value())];
        edits.push(Edit::Add { table: TableName::Task, id: task.id, fields });
    }
    edits
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

fn move_task(id: f64, days: f64) {
    let Some(board) = board() else { return };
    let id = TaskId::from_raw(id as u64);
    let place = board.read(|state| {
        let task = state.data.find_task(id).and_then(|at| state.data.task(at))?;
        let by = Span::from_seconds((days * 86_400.0) as i64);
        let uses = task.uses.iter().map(|usage| (usage.resource, usage.quantity)).collect();
        Some(Place { start: task.start.plus(by), end: task.end.plus(by), uses })
    });
    if let Some(place) = place {
        board.place(id, &place);
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
