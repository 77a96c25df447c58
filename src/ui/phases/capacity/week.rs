//! The week of a calendar: a picture of its open hours and its shifts, each of which can be changed.

use crate::app::derived::capacity::week_of;
use crate::app::{CapacityCommand, Session, WeekShift};
use crate::model::text::weekdays_text;
use crate::model::{CalendarId, CalendarRule, Clock, DAY, RecordId, TableName, Weekdays, clock_text, parse_clock};
use crate::ui::widgets::{Button, CheckField, Icon, NumberField, TextField};
use leptos::prelude::*;

/// The week of a calendar.
#[component]
pub fn Week(calendar: CalendarId) -> impl IntoView {
    let session = expect_context::<Session>();
    let rules =
        Memo::new(move |_| session.watch(&[TableName::CalendarRule, TableName::Calendar], |workspace| week_of(workspace, calendar)));
    let otherwise = Memo::new(move |_| {
        session.watch_record(TableName::Calendar, calendar.raw(), |workspace| {
            workspace.calendars.get(&calendar).map_or(0.0, |calendar| calendar.default_value)
        })
    });
    let add = move || {
        let mut shifts = shifts_of(&rules.get_untracked());
        shifts.push(WeekShift {
            weekdays: Weekdays::WORKING,
            start_time: Clock(8 * 3600),
            end_time: Clock(16 * 3600),
            value: 1.0,
            name: "Shift".to_owned(),
        });
        drop(send(session, calendar, shifts));
    };
    view! {
        <figure class="week" role="img" aria-label=move || week_words(&rules.get(), otherwise.get())>
            {move || picture(&rules.get(), otherwise.get())}
        </figure>
        <div class="stack">
            <For each=move || { 0..rules.with(Vec::len) } key=|at| *at children=move |at| shift_view(session, calendar, rules, at) />
            <div class="bar">
                <Button label="Add shift" icon=Icon::Plus on_press=add />
                <span class="hint">
                    {move || if otherwise.get() > 0.0 { "Open outside these shifts. " } else { "Closed outside these shifts. " }}
                    "Available: 1 is open, 0 closed; more where several work at once."
                </span>
            </div>
        </div>
    }
    .into_any()
}

fn shifts_of(rules: &[CalendarRule]) -> Vec<WeekShift> {
    rules
        .iter()
        .map(|rule| WeekShift {
            weekdays: rule.weekdays,
            start_time: rule.start_time,
            end_time: rule.end_time,
            value: rule.value,
            name: rule.name.clone(),
        })
        .collect()
}

fn send(session: Session, calendar: CalendarId, shifts: Vec<WeekShift>) -> Result<(), String> {
    session.dispatch(&CapacityCommand::SetWeek { calendar, shifts }).map_err(|refusal| format!("{} {}", refusal.what, refusal.todo))
}

/// One shift as a row of fields.
fn shift_view(session: Session, calendar: CalendarId, rules: Memo<Vec<CalendarRule>>, at: usize) -> AnyView {
    let of = move |read: fn(&WeekShift) -> String| Signal::derive(move || shifts_of(&rules.get()).get(at).map(read).unwrap_or_default());
    let change = move |edit: Box<dyn FnOnce(&mut WeekShift)>| {
        let mut shifts = shifts_of(&rules.get_untracked());
        if let Some(shift) = shifts.get_mut(at) {
            edit(shift);
        }
        send(session, calendar, shifts)
    };
    let clock = move |set: fn(&mut WeekShift, Clock)| {
        Callback::new(move |text: String| {
            let seconds = parse_clock(&text)
                .ok_or_else(|| format!("“{text}” is not a time of day. Write hours and minutes, from 00:00 to 24:00."))?;
            change(Box::new(move |shift| set(shift, Clock(seconds))))
        })
    };
    let rename = Callback::new(move |text: String| change(Box::new(move |shift| shift.name = text)));
    let day = move |day: u8| {
        let on = Signal::derive(move || shifts_of(&rules.get()).get(at).is_some_and(|shift| shift.weekdays.has(day)));
        let toggle = Callback::new(move |on: bool| change(Box::new(move |shift| shift.weekdays = shift.weekdays.with(day, on))));
        view! { <CheckField label=Weekdays::NAMES.get(usize::from(day)).copied().unwrap_or_default() value=on on_commit=toggle /> }
    };
    let amount = Signal::derive(move || shifts_of(&rules.get()).get(at).map(|shift| shift.value));
    let set_amount = Callback::new(move |value: Option<f64>| change(Box::new(move |shift| shift.value = value.unwrap_or(1.0))));
    let over_midnight = Signal::derive(move || {
        rules.with(|rules| rules.get(at).is_some_and(|rule| rule.end_time.0 <= rule.start_time.0 && rule.end_time.0 > 0))
    });
    let remove = move || {
        let mut shifts = shifts_of(&rules.get_untracked());
        if at < shifts.len() {
            shifts.remove(at);
        }
        drop(send(session, calendar, shifts));
    };
    view! {
        <fieldset class="shift">
            <legend class="visually-hidden">{move || of(|shift| shift.name.clone()).get()}</legend>
            <TextField label="Shift" value=of(|shift| shift.name.clone()) on_commit=rename />
            <TextField label="From" value=of(|shift| clock_text(shift.start_time.0)) on_commit=clock(|shift, clock| shift.start_time = clock) />
            <TextField label="Until" value=of(|shift| clock_text(shift.end_time.0)) on_commit=clock(|shift, clock| shift.end_time = clock) />
            <NumberField label="Available" value=amount on_commit=set_amount />
            {move || over_midnight.get().then(|| view! { <p class="hint shift-note">"Runs over midnight into the next day."</p> })}
            <div class="days" role="group" aria-label="Weekdays">{(0..7).map(day).collect_view()}</div>
            <Button label="Remove shift" icon=Icon::Trash icon_only=true on_press=remove />
        </fieldset>
    }
    .into_any()
}

/// Seven rows of a day each with its open hours as bars.
fn picture(rules: &[CalendarRule], otherwise: f64) -> AnyView {
    const LEFT: f64 = 44.0;
    const WIDTH: f64 = 720.0;
    const ROW: f64 = 22.0;
    let x = |seconds: i64| LEFT + seconds as f64 / DAY as f64 * WIDTH;
    let hours = (0..=24).step_by(3).map(|hour| {
        let at = x(hour * 3600);
        view! {
            <line x1=at y1=16.0 x2=at y2=16.0 + 7.0 * ROW class="week-line" />
            <text x=at y=11.0 class="week-hour">{format!("{hour:02}")}</text>
        }
    });
    let days = Weekdays::NAMES.iter().enumerate().map(|(day, name)| {
        let top = 16.0 + day as f64 * ROW;
        let base = (otherwise > 0.0).then(|| view! { <rect x=LEFT y=top + 3.0 width=WIDTH height=ROW - 6.0 class="week-open" /> });
        let bars: Vec<_> = rules.iter().rev().flat_map(|rule| bars_of(rule, day as u8)).collect();
        let bars = bars.into_iter().map(|(start, end, value)| {
            let class = if value > 0.0 { "week-open" } else { "week-closed" };
            view! { <rect x=x(start) y=top + 3.0 width=x(end) - x(start) height=ROW - 6.0 class=class /> }
        });
        view! {
            <text x=0.0 y=top + 15.0 class="week-day">{*name}</text>
            {base}
            {bars.collect_view()}
        }
    });
    view! {
        <svg viewBox="0 0 776 176" class="week-picture" aria-hidden="true">
            {hours.collect_view()} {days.collect_view()}
        </svg>
    }
    .into_any()
}

/// The hours of a rule on a weekday; a shift over midnight has an evening and, the day after, a morning.
fn bars_of(rule: &CalendarRule, day: u8) -> Vec<(i64, i64, f64)> {
    let (start, end) = (rule.start_time.0, rule.end_time.0);
    let mut bars = Vec::new();
    if rule.weekdays.has(day) {
        bars.push((start, if end > start { end } else { DAY }, rule.value));
    }
    if end <= start && end > 0 && rule.weekdays.has((day + 6) % 7) {
        bars.push((0, end, rule.value));
    }
    bars
}

/// The week in words, for those who cannot see the picture.
fn week_words(rules: &[CalendarRule], otherwise: f64) -> String {
    let shifts: Vec<String> = rules
        .iter()
        .map(|rule| {
            let open = if rule.value > 0.0 { "open" } else { "closed" };
            format!("{open} {} {} to {}", weekdays_text(rule.weekdays), clock_text(rule.start_time.0), clock_text(rule.end_time.0))
        })
        .collect();
    let rest = if otherwise > 0.0 { "otherwise open" } else { "otherwise closed" };
    format!("{}; {rest}", shifts.join("; "))
}
