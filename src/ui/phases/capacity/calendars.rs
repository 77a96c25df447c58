//! Calendars: a list, and the chosen one as a week one can see, with its holidays and exceptions.

use super::week::Week;
use crate::app::derived::capacity::exceptions_of;
use crate::app::{CapacityCommand, Holiday, Session, WeekShift};
use crate::model::text::number_text;
use crate::model::{CalendarId, CalendarRule, Clock, RecordId, Span, TableName, Time, Weekdays};
use crate::ui::links;
use crate::ui::widgets::{Button, ButtonLook, DateField, Dialog, EmptyState, Icon, TextField};
use leptos::prelude::*;

/// Every calendar.
pub(super) fn calendars() -> AnyView {
    let session = expect_context::<Session>();
    let chosen = RwSignal::new(None::<CalendarId>);
    let calendars = Memo::new(move |_| {
        session.watch(&[TableName::Calendar], |workspace| {
            workspace.calendars.values().map(|calendar| (calendar.id, calendar.name.clone())).collect::<Vec<_>>()
        })
    });
    let shown = Memo::new(move |_| {
        let calendars = calendars.get();
        let kept = chosen.get().filter(|id| calendars.iter().any(|(other, _)| other == id));
        kept.or_else(|| calendars.first().map(|(id, _)| *id))
    });
    let adding = RwSignal::new(false);
    let entry = move |(id, name): (CalendarId, String)| {
        view! {
            <li>
                <button
                    type="button"
                    class="table-choice"
                    aria-current=move || (shown.get() == Some(id)).then_some("true")
                    on:click=move |_| chosen.set(Some(id))
                >
                    <span>{name}</span>
                </button>
            </li>
        }
    };
    view! {
        <div class="tables-page">
            <nav aria-label="Calendars" class="stack">
                <ul class="table-choices">{move || calendars.get().into_iter().map(entry).collect_view()}</ul>
                <Button label="Add calendar" icon=Icon::Plus on_press=move || adding.set(true) />
            </nav>
            {move || match shown.get() {
                Some(calendar) => view! { <CalendarView calendar /> }.into_any(),
                None => {
                    let text = "A calendar says when people and machines work. Without one they work around the clock.";
                    view! { <EmptyState title="No calendars yet" text shape=Icon::Calendar /> }.into_any()
                }
            }}
        </div>
        <NewCalendar open=adding />
    }
    .into_any()
}

/// One calendar: its week, its holidays and exceptions.
#[component]
fn CalendarView(calendar: CalendarId) -> impl IntoView {
    let session = expect_context::<Session>();
    let exceptions = Memo::new(move |_| session.watch(&[TableName::CalendarRule], |workspace| exceptions_of(workspace, calendar)));
    let closing = RwSignal::new(false);
    let row = move |rule: CalendarRule| {
        let id = rule.id;
        let name =
            if rule.name.is_empty() { if rule.value == 0.0 { "Closed" } else { "Different hours" }.to_owned() } else { rule.name.clone() };
        view! {
            <li class="workspace-row">
                <span class="workspace-name">
                    <strong>{name.clone()}</strong>
                    <span class="hint">{exception_words(&rule)}</span>
                </span>
                <Button label=format!("Remove {name}") icon=Icon::Trash icon_only=true on_press=move || {
                    session.act(CapacityCommand::RemoveRule { rule: id });
                } />
            </li>
        }
    };
    view! {
        <section class="stack">
            <h2>{move || session.watch_record(TableName::Calendar, calendar.raw(), |workspace| workspace.label(TableName::Calendar, calendar.raw()))}</h2>
            <Week calendar />
            <div class="bar">
                <h3>"Holidays and exceptions"</h3>
                <Button label="Add closed days" icon=Icon::Plus on_press=move || closing.set(true) />
                <a href=links::to("exchange/")>"Holidays from a calendar file (.ics)"</a>
            </div>
            {move || {
                let exceptions = exceptions.get();
                if exceptions.is_empty() {
                    view! { <p class="hint">"None."</p> }.into_any()
                } else {
                    view! { <ul class="workspace-list">{exceptions.into_iter().map(row).collect_view()}</ul> }.into_any()
                }
            }}
            <ClosedDays open=closing calendar />
        </section>
    }
    .into_any()
}

/// When an exception holds and what it means: `2026-12-24 to 2026-12-26, closed`.
fn exception_words(rule: &CalendarRule) -> String {
    let what = if rule.value == 0.0 { "closed".to_owned() } else { format!("{} available", number_text(rule.value)) };
    let whole_days = |time: &Time| time.day_start() == *time;
    let when = match (rule.start, rule.end) {
        // Days are told by the last one that is meant, not by the midnight that ends it.
        (Some(start), Some(end)) if whole_days(&start) && whole_days(&end) && start < end => {
            let last = end.minus(Span::from_days(1));
            if last == start { start.date_text() } else { format!("{} to {}", start.date_text(), last.date_text()) }
        }
        (Some(start), Some(end)) => format!("{start} to {end}"),
        (Some(start), None) => format!("from {start} on"),
        (None, Some(end)) => format!("until {end}"),
        (None, None) => "always".to_owned(),
    };
    format!("{when}, {what}")
}

/// A dialog that closes a calendar for some days.
#[component]
fn ClosedDays(open: RwSignal<bool>, calendar: CalendarId) -> impl IntoView {
    let session = expect_context::<Session>();
    let name = RwSignal::new("Holiday".to_owned());
    let (first, last) = (RwSignal::new(None::<Time>), RwSignal::new(None::<Time>));
    let keep = |signal: RwSignal<Option<Time>>| {
        Callback::new(move |time: Option<Time>| {
            signal.set(time);
            Ok(())
        })
    };
    let missing = Signal::derive(move || match (first.get(), last.get()) {
        (None, _) => Some("Enter the first closed day.".to_owned()),
        (Some(first), Some(last)) if last < first => Some("The last day is before the first one.".to_owned()),
        _ => None,
    });
    let add = move || {
        let Some(start) = first.get_untracked() else { return };
        let last = last.get_untracked().unwrap_or(start);
        let end = last.plus(Span::from_days(1));
        let holidays = vec![Holiday { name: name.get_untracked(), start, end }];
        let command = CapacityCommand::AddHolidays { calendars: vec![calendar], holidays };
        if session.act(command) {
            open.set(false);
        }
    };
    let rename = Callback::new(move |text: String| {
        name.set(text);
        Ok(())
    });
    view! {
        <Dialog open title="Closed days">
            <TextField label="Name" value=name on_commit=rename />
            <DateField label="First day" value=first on_commit=keep(first) required=true />
            <DateField label="Last day" help="Empty for a single day." value=last on_commit=keep(last) />
            <div class="dialog-actions">
                <Button label="Cancel" on_press=move || open.set(false) />
                <Button label="Add" look=ButtonLook::Primary refused=missing on_press=add />
            </div>
        </Dialog>
    }
    .into_any()
}

/// A dialog that makes a calendar with an ordinary week.
#[component]
fn NewCalendar(open: RwSignal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let name = RwSignal::new(String::new());
    let rename = Callback::new(move |text: String| {
        name.set(text);
        Ok(())
    });
    let missing = Signal::derive(move || name.with(|name| name.trim().is_empty()).then(|| "Enter a name first.".to_owned()));
    let add = move || {
        let day = WeekShift {
            weekdays: Weekdays::WORKING,
            start_time: Clock(8 * 3600),
            end_time: Clock(16 * 3600),
            value: 1.0,
            name: "Day shift".to_owned(),
        };
        let command = CapacityCommand::CreateCalendar { name: name.get_untracked(), shifts: vec![day], used_by: None };
        if session.act(command) {
            name.set(String::new());
            open.set(false);
        }
    };
    view! {
        <Dialog open title="Add calendar">
            <TextField label="Name" help="It starts with Monday to Friday, 08:00 to 16:00; change the week afterwards." value=name on_commit=rename required=true />
            <div class="dialog-actions">
                <Button label="Cancel" on_press=move || open.set(false) />
                <Button label="Add" look=ButtonLook::Primary refused=missing on_press=add />
            </div>
        </Dialog>
    }
    .into_any()
}
