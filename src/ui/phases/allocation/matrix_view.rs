//! The matrix itself: a row per resource, a column per day, hours of work over hours there.
//!
//! Never leaves over- and under-load to colour: the numbers stand in the cell and the words in its name.

use super::grid_view::{GridCell, GridRow, MOST_ROWS, grid_rows, move_focus};
use super::page::Scope;
use crate::app::derived::allocation::{DayLoad, Fill, Matrix, matrix};
use crate::app::derived::schedule::{BoardData, day_text, index};
use crate::model::{Time, Weekdays};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The matrix.
#[component]
pub fn MatrixView(scope: Scope) -> impl IntoView {
    let drawn = Memo::new(move |_| {
        let (from, days, class) = (scope.from.get(), scope.days.get(), scope.class.get());
        scope.board.data(|data| {
            let wanted = |at| class.is_none_or(|class| data.resources.get(index(at)).is_some_and(|row| row.class == class));
            draw(data, &matrix(data, from, days, wanted))
        })
    });
    let ids = Memo::new(move |_| {
        let class = scope.class.get();
        let shown = move |data: &BoardData| {
            let rows = data.resources.iter().filter(|row| class.is_none_or(|class| row.class == class));
            rows.map(|row| row.id).collect::<Vec<_>>()
        };
        scope.board.data(shown)
    });
    let choose = move |row: usize, column: usize| {
        let resource = ids.with_untracked(|ids| ids.get(row).copied());
        let day = drawn.with_untracked(|(days, _)| days.get(column).map(|(day, _)| *day));
        scope.cell.set(resource.zip(day));
    };
    let head = move || {
        drawn
            .with(|(days, _)| days.clone())
            .into_iter()
            .map(|(day, label)| {
                let today = scope.board.data(|data| data.now.day_start());
                let (is_weekend, is_past, current) = (day.weekday() >= 5, day < today, (day == today).then_some("date"));
                view! { <th scope="col" class:weekend=is_weekend class:past=is_past aria-current=current>{label}</th> }
            })
            .collect_view()
    };
    // Where some of the days are past, the share is not that of all the days shown.
    let load_head = move || if scope.from.get() < scope.board.data(|data| data.now.day_start()) { "Load ahead" } else { "Load" };
    let body = move || grid_rows(drawn.with(|(_, rows)| rows.clone()), choose);
    // The days to come are what is looked at: where not all days have room, today stands first.
    let frame = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        scope.from.track();
        if let Some(frame) = frame.get() {
            request_animation_frame(move || show_today(&frame));
        }
    });
    // Until the board is collected nothing is known of anybody.
    let nobody = move || {
        let is_known = scope.board.data(|data| !data.resources.is_empty());
        (is_known && drawn.with(|(_, rows)| rows.is_empty())).then(|| view! { <p class="hint">"There are no resources of this class."</p> })
    };
    view! {
        <div class="matrix-frame" node_ref=frame>
            <table class="matrix" on:keydown=move_focus>
                <caption class="visually-hidden">"Hours of work and hours there, by resource and day. Arrow keys go from day to day, Enter opens one."</caption>
                <thead>
                    <tr>
                        <th scope="col">"Resource"</th>
                        <th scope="col" title="Hours of work of the hours there, from now on; what is past is left out">{load_head}</th>
                        {head}
                    </tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
            {nobody}
        </div>
    }
    .into_any()
}

fn draw(data: &BoardData, matrix: &Matrix) -> (Vec<(Time, String)>, Vec<GridRow>) {
    let days: Vec<(Time, String)> = matrix
        .days
        .iter()
        .map(|day| {
            let weekday = Weekdays::NAMES.get(usize::from(day.weekday())).copied().unwrap_or_default();
            (*day, format!("{weekday} {}", day.date().2))
        })
        .collect();
    let rows = matrix.rows.iter().take(MOST_ROWS).filter_map(|row| {
        let resource = data.resources.get(index(row.resource))?;
        let (load, capacity) = row.total();
        let cells = row.days.iter().zip(&matrix.days).map(|(day, midnight)| cell(data, &resource.name, *midnight, day)).collect();
        let total = if capacity > 0.0 { format!("{:.0} %", load / capacity * 100.0) } else { String::new() };
        Some(GridRow { name: resource.name.clone(), group: resource.group.clone(), lead: vec![total], cells })
    });
    (days, rows.collect())
}

fn cell(data: &BoardData, name: &str, day: Time, load: &DayLoad) -> GridCell {
    let fill = load.fill();
    let (class, words) = fill_words(fill);
    let counted = |count: usize, what: &str| match count {
        0 => String::new(),
        1 => format!(", 1 task{what}"),
        many => format!(", {many} tasks{what}"),
    };
    let outside = if fill == Fill::Outside { 0 } else { load.outside.len() };
    let tasks = counted(load.tasks.len() + load.outside.len() - outside, "") + &counted(outside, " while not there");
    let conflicts = if load.conflicts == 0 { String::new() } else { format!(", {} in conflict", load.conflicts) };
    let text = match fill {
        Fill::Closed | Fill::Outside => String::new(),
        Fill::Free => "–".to_owned(),
        _ => hours(load.load),
    };
    GridCell {
        class,
        text,
        name: format!(
            "{name}, {}: {} of {} hours{tasks}{conflicts}, {words}",
            day_text(day, data.now),
            hours(load.load),
            hours(load.capacity)
        ),
        share: if load.capacity > 0.0 { (load.load / load.capacity).min(1.0) } else { f64::from(u8::from(load.load > 0.0)) },
        is_empty: load.tasks.is_empty() && load.outside.is_empty() && load.capacity <= 0.0,
        is_troubled: load.conflicts > 0 || fill == Fill::Outside,
    }
}

/// The style and the words of how time is loaded.
pub fn fill_words(fill: Fill) -> (&'static str, &'static str) {
    match fill {
        Fill::Closed => ("closed", "not there"),
        Fill::Outside => ("outside", "not there, but work was given to it"),
        Fill::Free => ("free", "free"),
        Fill::Low => ("low", "less than half"),
        Fill::Fair => ("fair", "in order"),
        Fill::Full => ("full", "full"),
        Fill::Over => ("over", "too much"),
    }
}

/// Hours with one decimal where it has one; a little is not nothing.
pub fn hours(hours: f64) -> String {
    if hours > 0.0 && hours < 0.05 {
        return "< 0.1".to_owned();
    }
    let rounded = (hours * 10.0).round() / 10.0;
    if rounded.fract() == 0.0 { format!("{rounded:.0}") } else { format!("{rounded:.1}") }
}

/// Scrolls until today is the first day beside the names; not at all where all days have room.
fn show_today(frame: &HtmlElement) {
    let find = |selector: &str| frame.query_selector(selector).ok().flatten().and_then(|found| found.dyn_into::<HtmlElement>().ok());
    if let (Some(today), Some(names)) = (find("th[aria-current]"), find("thead th")) {
        let beside = today.get_bounding_client_rect().left() - names.get_bounding_client_rect().right();
        frame.set_scroll_left(frame.scroll_left() + beside.floor() as i32);
    }
}
