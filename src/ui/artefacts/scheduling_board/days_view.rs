//! The tasks in a calendar, by month or week, with the load of each day.
//!
//! Never moves a task itself: another day is the same move as on the board, with the same reasons.

use super::board::Board;
use super::carry::{Carry, focus_again};
use super::days::{Day, days, stretch};
use super::entry::entry_view;
use super::gesture::sentence;
use crate::app::derived::schedule::{Index, Place, month_name};
use crate::model::{DAY, Span, TaskId, Time, Weekdays};
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Button, ButtonLook, Icon, Segmented};
use leptos::prelude::*;
use web_sys::KeyboardEvent;

/// A day of a month shows so many entries, one of a week so many.
const OF_MONTH: usize = 4;
const OF_WEEK: usize = 60;

/// What of the calendar is seen.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Seen {
    around: Time,
    is_month: bool,
}

/// The calendar of tasks.
pub fn days_view(board: Board) -> AnyView {
    let current = board.current.get_untracked().and_then(|id| board.position(id));
    let around =
        board.read(|state| current.and_then(|at| state.data.task(at)).filter(|task| task.placed).map_or(state.data.now, |task| task.start));
    let seen = RwSignal::new(Seen { around, is_month: super::board::has_room() });
    let carry = Carry::new(board, move |id, day| {
        if let Some(day) = day.parse().ok().map(Time::clamped) {
            move_to_day(board, id, day);
        }
    });
    let known = Memo::new(move |_| {
        let Seen { around, is_month } = seen.get();
        let (first, count) = stretch(around, is_month);
        board.data(|data| board.read(|state| days(data, &state.layout, first, count)))
    });
    let on_key = move |event: &KeyboardEvent, id: TaskId| key(board, seen, event, id, &known.get_untracked());
    let grid = move || {
        board.version.track();
        let Seen { around, is_month } = seen.get();
        let now = board.read(|state| state.data.now).day_start();
        known.with(|days| {
            let day = |day: &Day| {
                let is_outside = is_month && day.start.month_start() != around.month_start();
                day_view(board, carry, seen, day, is_outside, day.start == now, on_key)
            };
            days.iter().map(day).collect_view()
        })
    };
    let heads = Weekdays::NAMES.iter().map(|name| view! { <span aria-hidden="true">{*name}</span> }).collect_view();
    view! {
        <section class="task-days board-view" class:week=move || !seen.get().is_month aria-label="Calendar of tasks">
            {controls(board, seen)}
            <p id="days-keys" class="visually-hidden">
                "Left and right arrow keys go from task to task. Alt and arrow keys move a task by a day or a week. Enter opens a task."
            </p>
            <div class="task-days-heads">{heads}</div>
            <div class="task-days-grid">{grid}</div>
            {carry.view()}
        </section>
    }
    .into_any()
}

fn controls(board: Board, seen: RwSignal<Seen>) -> AnyView {
    let turn = move |forward: bool| {
        seen.update(|seen| {
            seen.around = match (seen.is_month, forward) {
                (true, true) => seen.around.next_month(),
                (true, false) => seen.around.month_start().minus(Span::from_days(1)),
                (false, true) => seen.around.plus(Span::from_days(7)),
                (false, false) => seen.around.minus(Span::from_days(7)),
            };
        });
    };
    let title = move || {
        let Seen { around, is_month } = seen.get();
        let (year, month, _) = around.date();
        if is_month { format!("{} {year}", month_name(month)) } else { format!("Week {} of {}", around.iso_week().1, around.iso_week().0) }
    };
    let options = vec![Choice::new("month", "Month"), Choice::new("week", "Week")];
    let value = Signal::derive(move || if seen.get().is_month { "month" } else { "week" }.to_owned());
    let choose = move |key: String| seen.update(|seen| seen.is_month = key == "month");
    let now = move |()| seen.update(|seen| seen.around = board.read(|state| state.data.now));
    view! {
        <div class="task-days-controls">
            <Segmented label="Stretch" options value on_change=choose />
            <Button label="Earlier" icon=Icon::ChevronLeft icon_only=true look=ButtonLook::Quiet on_press=move |()| turn(false) />
            <Button label="Later" icon=Icon::ChevronRight icon_only=true look=ButtonLook::Quiet on_press=move |()| turn(true) />
            <Button label="Today" look=ButtonLook::Quiet on_press=now />
            <h3 aria-live="polite">{title}</h3>
        </div>
    }
    .into_any()
}

fn day_view(
    board: Board,
    carry: Carry,
    seen: RwSignal<Seen>,
    day: &Day,
    is_outside: bool,
    is_today: bool,
    on_key: impl Fn(&KeyboardEvent, TaskId) + Copy + 'static,
) -> AnyView {
    let start = day.start;
    let key = start.seconds().to_string();
    let most = if seen.get_untracked().is_month { OF_MONTH } else { OF_WEEK };
    let load = day.load_ratio().map(|ratio| (ratio * 100.0).round() as i64);
    let told = load.map_or_else(|| "closed".to_owned(), |load| format!("{load} %"));
    let spoken = format!("{}, {} tasks, load {told}", crate::app::derived::schedule::day_text(start, Time::MIN), day.tasks.len());
    // The task that the keyboard is on is shown however many come before it.
    let current = board.current.get_untracked().and_then(|id| board.position(id));
    let is_shown = |(place, at): &(usize, &Index)| *place < most || Some(**at) == current;
    let entries = day
        .tasks
        .iter()
        .enumerate()
        .filter(is_shown)
        .map(|(_, at)| at)
        .map(|at| view! { <li>{entry_view(board, carry, *at, false, on_key)}</li> })
        .collect_view();
    let rest = day.tasks.len().saturating_sub(most);
    let more = (rest > 0).then(|| {
        let press = move |()| seen.set(Seen { around: start, is_month: false });
        view! { <li><Button label=format!("{rest} more") look=ButtonLook::Quiet on_press=press /></li> }
    });
    let is_target = {
        let key = key.clone();
        move || carry.is_over(&key)
    };
    view! {
        <section
            class="task-day"
            class:outside=is_outside
            class:today=is_today
            class:full=load.is_some_and(|load| load > 100)
            class:target=is_target
            data-place=key
            aria-label=spoken
        >
            <header>
                <span>{start.date().2}</span>
                <span class="task-day-load" style:--load=format!("{}%", load.unwrap_or(0).min(100))>{told}</span>
            </header>
            <ul>{entries} {more}</ul>
        </section>
    }
    .into_any()
}

/// Puts a task on another day at the same time of day, or at the nearest place that fits; says where it went or why it stays.
fn move_to_day(board: Board, id: TaskId, day: Time) {
    let Some(at) = board.position(id) else { return };
    let Some(ground) = board.ground(at) else { return };
    let judged = board.read(|state| {
        let task = state.data.task(at).filter(|task| task.placed && task.start.day_start() != day)?;
        let start = day.plus(Span::from_seconds(task.start.second_of_day()));
        let judgement = state.data.judge(&ground, start, None)?;
        // Where it does not fit it goes on the way it was sent, and never back to where it is.
        let on_its_way = |place: &&Place| place.start != task.start && (place.start > task.start) == (start > task.start);
        let place = match judgement.landing().filter(on_its_way) {
            Some(place) => Some(place.clone()),
            None if start > task.start => state.data.earliest_from(&ground, None, start),
            None => state.data.latest_until(&ground, start),
        };
        Some((judgement, place))
    });
    let Some((judgement, place)) = judged else { return };
    board.current.set(Some(id));
    let words = board.read(|state| sentence(&state.data, at, &judgement, false));
    let is_done = place.is_some_and(|place| board.put(id, &judgement, &place));
    focus_again(id);
    request_animation_frame(move || board.announcer.say(if is_done { board.said_of(id) } else { words }));
}

/// What a key does on an entry: go to its neighbour, or take the task to another day.
fn key(board: Board, seen: RwSignal<Seen>, event: &KeyboardEvent, id: TaskId, known: &[Day]) {
    let days = match event.key().as_str() {
        "ArrowLeft" => -1,
        "ArrowRight" => 1,
        "ArrowUp" => -7,
        "ArrowDown" => 7,
        "Enter" | " " => 0,
        _ => return,
    };
    event.prevent_default();
    if days == 0 {
        return board.open(id);
    }
    let Some(at) = board.position(id) else { return };
    if !event.alt_key() {
        return go(board, at, days, known);
    }
    let Some(start) = board.read(|state| state.data.task(at).map(|task| task.start)) else { return };
    let day = start.day_start().plus(Span::from_days(days));
    move_to_day(board, id, day);
    // Where it went may lie beyond what is seen.
    if let Some(start) = board.read(|state| state.data.task(at).map(|task| task.start)) {
        let is_seen =
            known.first().zip(known.last()).is_some_and(|(first, last)| start >= first.start && start.since(last.start).seconds() < DAY);
        if !is_seen {
            seen.update(|seen| seen.around = start);
        }
    }
}

/// Goes to the next entry to the left or right, or to the first one of a day a week away.
fn go(board: Board, at: Index, days: i64, known: &[Day]) {
    let shown: Vec<(usize, Index)> =
        known.iter().enumerate().flat_map(|(day, found)| found.tasks.iter().map(move |task| (day, *task))).collect();
    let Some(place) = shown.iter().position(|(_, task)| *task == at) else { return };
    let next = match days {
        1 => shown.get(place + 1),
        -1 => place.checked_sub(1).and_then(|place| shown.get(place)),
        _ => {
            let day = shown[place].0 as i64 + days;
            shown.iter().find(|(found, _)| *found as i64 == day)
        }
    };
    if let Some(id) = next.and_then(|(_, task)| board.read(|state| state.data.task(*task).map(|task| task.id))) {
        board.current.set(Some(id));
        focus_again(id);
    }
}
