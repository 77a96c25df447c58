//! The surface of the board: the canvas, the pointer and the keys, and the words for those who do not see it.
//!
//! Never decides what a place is worth; it hands gestures to the board and shows what comes back.

use super::aria::{slack_text, task_text};
use super::board::Board;
use super::follow::after_paint;
use super::hit::row_name;
use super::keys::on_key;
use super::pointer::Pointer;
use super::render_model::Area;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlCanvasElement, HtmlElement};

/// More tasks than these are counted when the work on the board rests.
const COUNTED_AT_ONCE: usize = 1_000;
const REST: std::time::Duration = std::time::Duration::from_millis(250);

/// The board's surface.
#[component]
pub fn BoardSurface(board: Board) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    let scroller = NodeRef::<html::Div>::new();
    let cell = crate::ui::widgets::dom::unique_id();
    let keys_id = crate::ui::widgets::dom::unique_id();
    let pointer = Pointer::new(board);
    Effect::new(move |_| {
        let (Some(canvas), Some(scroller)) = (canvas.get(), scroller.get()) else { return };
        let (canvas, scroller): (HtmlCanvasElement, HtmlElement) = (canvas, scroller.into());
        board.mount(canvas, scroller);
    });
    crate::ui::widgets::dom::on_resize(scroller, Callback::new(move |_| board.resized()));
    follow_theme(board);
    let focus = move |on: bool| {
        board.with(|state| state.look.focused = on);
        board.repaint();
    };
    // Words for those who do not see the board need not hold up its first picture.
    let painted = RwSignal::new(false);
    after_paint(move || {
        let _given_up = painted.try_set(true);
    });
    let summary = summary_at_rest(board);
    let active = cell.clone();
    // Other rows have another height: so the count follows what is laid out.
    let rows = move || {
        board.extent.track();
        board.data(|_| board.read(|state| state.layout.rows.len().to_string()))
    };
    view! {
        <div class="board">
            <div
                node_ref=scroller
                class="board-scroller"
                role="grid"
                tabindex="0"
                aria-label="Scheduling board"
                aria-readonly="true"
                aria-rowcount=rows
                aria-describedby=keys_id.clone()
                aria-activedescendant=move || board.current.get().map(|_| active.clone())
                on:scroll=move |_| board.scrolled()
                on:keydown=move |event| on_key(board, &event)
                on:focus=move |_| focus(true)
                on:blur=move |_| focus(false)
            >
                <div class="board-spacer">
                    <canvas
                        node_ref=canvas
                        class="board-canvas"
                        aria-hidden="true"
                        on:pointerdown=move |event| pointer.down(&event)
                        on:pointermove=move |event| pointer.moved(&event)
                        on:pointerup=move |event| pointer.up(&event)
                        on:pointercancel=move |_| pointer.cancelled()
                        on:pointerleave=move |_| board.hovered.set(None)
                        on:dblclick=move |_| board.panel.set(true)
                        on:wheel=move |event| pointer.wheel(&event)
                        on:touchstart=move |event| pointer.touch(&event)
                    ></canvas>
                    {move || painted.get().then(|| mirror(board, cell.clone()))}
                </div>
            </div>
            // Filled and moved by the board itself while a task is held.
            <div class="board-ghosts" aria-hidden="true"></div>
            <p id=keys_id class="visually-hidden">
                "Arrow keys go from task to task. Enter opens a task. Alt and arrow keys move it in time or to another resource; with Shift they make it longer or shorter. L links it to the task where L is pressed next. S splits it in two, J joins its parts. P pins it, Delete takes it off the board. Plus and minus zoom."
            </p>
            {move || painted.get().then(|| hint(board))}
            {super::legend_view::legend_view(board)}
            <p class="board-status">{move || status(board, summary)}</p>
        </div>
    }
    .into_any()
}

/// The current task as a row and cell of the grid: its words for those who hear them, laid over its bar so that screen
/// readers and magnifiers point at the right place.
fn mirror(board: Board, cell: String) -> impl IntoView {
    let told = Memo::new(move |_| {
        let current = board.current.get();
        board.grouping.track();
        board.zoom.track();
        board.extent.track();
        board.row.track();
        board.colour.track();
        board.critical.track();
        board.data(|data| {
            let at = data.find_task(current?)?;
            let home = board.read(|state| state.sight().current_home(at).map(|home| (home.row, row_name(state.sight(), home.row))));
            let (row, name) = home.unwrap_or_default();
            // Working the floats out takes its time: they are told where they are looked at.
            let marked = board.read(|state| state.look.marks_critical());
            let slack = marked.then(|| slack_text(data, at)).flatten().map(|words| format!(" {words}.")).unwrap_or_default();
            Some((row + 1, name, task_text(data, at) + &slack, board.read(|state| state.place_in_content(at)).unwrap_or_default()))
        })
    });
    move || {
        let nothing = || (1, "Nothing chosen".to_owned(), "No task is chosen. Press an arrow key.".to_owned(), Area::default());
        let (row, name, text, area) = told.get().unwrap_or_else(nothing);
        let selected = board.current.get().is_some_and(|id| board.selection.get().contains(&id));
        view! {
            <div role="row" aria-rowindex=row.to_string()>
                <span role="rowheader" class="visually-hidden">{name}</span>
                <span
                    role="gridcell"
                    id=cell.clone()
                    class="board-mirror"
                    aria-selected=if selected { "true" } else { "false" }
                    style:left=format!("{}px", area.x)
                    style:top=format!("{}px", area.y)
                    style:width=format!("{}px", area.width)
                    style:height=format!("{}px", area.height)
                >
                    {text}
                </span>
            </div>
        }
    }
}

/// What a move under way would do, beside the pointer; only what changes is set anew while the pointer moves.
fn hint(board: Board) -> impl IntoView {
    let shown = Memo::new(move |_| board.hint.with(Option::is_some));
    let part = move |read: fn(&(f64, f64, String, bool), (f64, f64)) -> String| {
        let size = board.read(|state| (state.view.width, state.view.height));
        board.hint.with(|hint| hint.as_ref().map(|hint| read(hint, size)).unwrap_or_default())
    };
    move || {
        shown.get().then(|| {
            let fits = Memo::new(move |_| board.hint.with(|hint| hint.as_ref().is_some_and(|(.., fits)| *fits)));
            let place = move || {
                part(|(x, y, ..), (width, height)| {
                    // Near the right or lower edge it stands on the other side of the pointer.
                    let (left, across) = if *x > width * 0.6 { (x - 12.0, "-100%") } else { (x + 16.0, "0px") };
                    let (top, down) = if *y > height * 0.7 { (y - 12.0, "-100%") } else { (y + 20.0, "0px") };
                    format!("translate({left}px, {top}px) translate({across}, {down})")
                })
            };
            view! {
                <div class="board-hint" class:fits=move || fits.get() style:transform=place>
                    <strong>{move || if fits.get() { "Fits. " } else { "Does not fit. " }}</strong>
                    {move || part(|(_, _, text, _), _| text.clone())}
                </div>
            }
        })
    }
}

/// The line below the board: the task under the pointer or the keyboard, else the board as a whole.
fn status(board: Board, summary: RwSignal<String>) -> String {
    if let Some(from) = board.linking.get() {
        return format!("Which task waits for {}? Click it, or go to it and press L. Escape gives up.", board.name_of(from));
    }
    let shown = board.hovered.get().or(board.current.get());
    let told = board.data(|data| shown.and_then(|id| data.find_task(id)).map(|at| task_text(data, at)));
    told.unwrap_or_else(|| summary.get())
}

/// What the board as a whole shows. To count every task takes its time, so a large board counts when the work on it rests.
fn summary_at_rest(board: Board) -> RwSignal<String> {
    let summary = RwSignal::new(String::new());
    let tell = move || {
        let _ = summary.try_set(board.read(|state| super::aria::summary(&state.data)));
    };
    let waiting: StoredValue<Option<TimeoutHandle>> = StoredValue::new(None);
    let clear = move || waiting.try_update_value(Option::take).flatten().into_iter().for_each(|waiting| waiting.clear());
    Effect::new(move |_| {
        clear();
        if board.data(|data| data.tasks.len()) < COUNTED_AT_ONCE {
            tell();
        } else {
            waiting.set_value(set_timeout_with_handle(tell, REST).ok());
        }
    });
    on_cleanup(clear);
    summary
}

/// Paints anew when the theme or the screen changes.
fn follow_theme(board: Board) {
    let changed = Closure::<dyn FnMut()>::new(move || board.recolour());
    let function: &js_sys::Function = changed.as_ref().unchecked_ref();
    let queries = ["(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-contrast: more)", "print"];
    let watched: Vec<_> = queries.iter().filter_map(|query| window().match_media(query).ok().flatten()).collect();
    for query in &watched {
        let _ = query.add_event_listener_with_callback("change", function);
    }
    let observer = web_sys::MutationObserver::new(function).ok();
    if let (Some(observer), Some(root)) = (&observer, document().document_element()) {
        let options = web_sys::MutationObserverInit::new();
        options.set_attributes(true);
        let _ = observer.observe_with_options(&root, &options);
    }
    let kept = StoredValue::new_local((watched, observer, changed));
    on_cleanup(move || {
        kept.with_value(|(watched, observer, changed)| {
            for query in watched {
                let _ = query.remove_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
            }
            if let Some(observer) = observer {
                observer.disconnect();
            }
        });
    });
}
