//! What the days of a calendar file mean: holidays of calendars, or absences of one person or machine.
//!
//! Nothing is changed before the button is pressed.

use crate::app::importing::{CalendarEvent, CalendarFile};
use crate::app::notices::Tone;
use crate::app::web::Importer;
use crate::app::{Act, CapacityCommand, Holiday, PasteRow, RecordCommand, Session};
use crate::model::{CalendarId, Gather, RecordId, ResourceId, Span, TableName, Value, id_text, parse_id};
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Button, ButtonLook, CheckField, ChoiceField, Icon};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// More days than this are not listed; all are taken.
const LISTED: usize = 40;

/// The days that were read and the question what they are.
pub fn holidays_view(session: Session, importer: Importer, name: &str, file: Arc<CalendarFile>) -> AnyView {
    let calendars: Vec<(CalendarId, String)> =
        session.peek(|workspace| workspace.calendars.values().map(|calendar| (calendar.id, calendar.name.clone())).collect());
    let resources: Vec<Choice> = session.peek(|workspace| {
        workspace.resources.values().map(|resource| Choice::new(id_text(resource.id.raw()), resource.name.clone())).collect()
    });
    let chosen = RwSignal::new(calendars.iter().map(|(id, _)| *id).gather::<BTreeSet<_>>());
    let who = RwSignal::new(String::new());
    let tick = move |(id, name): (CalendarId, String)| {
        let set = move |ticked: bool| {
            chosen.update(|chosen| {
                if ticked {
                    chosen.insert(id);
                } else {
                    chosen.remove(&id);
                }
            });
            Ok(())
        };
        view! { <CheckField label=name value=Signal::derive(move || chosen.with(|chosen| chosen.contains(&id))) on_commit=set /> }
    };
    let pick = move |key: String| {
        who.set(key);
        Ok(())
    };
    let count = file.events.len();
    let days = days_words(count);
    let nothing = (count == 0).then(|| "The file names no day from today on.".to_owned());
    let no_calendar = {
        let nothing = nothing.clone();
        Signal::derive(move || {
            nothing
                .clone()
                .or_else(|| chosen.with(BTreeSet::is_empty).then(|| "Choose a calendar, or add one under Capacity first.".to_owned()))
        })
    };
    let nobody = Signal::derive(move || nothing.clone().or_else(|| who.with(String::is_empty).then(|| "Choose who is absent.".to_owned())));
    let take = move |command: &dyn Act, summary: String| {
        if let Err(refusal) = importer.take_days(command, summary) {
            session.notices.tell(Tone::Warning, refusal.what, format!("{} {}", refusal.safe, refusal.todo));
        }
    };
    let close = {
        let (file, days) = (file.clone(), days.clone());
        move |()| {
            let calendars: Vec<CalendarId> = chosen.with_untracked(|chosen| chosen.iter().copied().collect());
            let holiday = |event: &CalendarEvent| Holiday { name: event.name.clone(), start: event.start, end: event.end };
            let summary = format!("{days}, on which calendars are closed.");
            let holidays = file.events.iter().map(holiday).collect();
            take(&CapacityCommand::AddHolidays { calendars, holidays }, summary);
        }
    };
    let absent = {
        let (file, days) = (file.clone(), days.clone());
        move |()| {
            let Some(resource) = parse_id(&who.get_untracked()).map(ResourceId::from_raw) else { return };
            take(&absences(&file, resource), format!("{days} of absence."));
        }
    };
    let title = if file.name.is_empty() { name.to_owned() } else { format!("{} ({name})", file.name) };
    view! {
        <div class="stack">
            <strong>{format!("{title}: {days}")}</strong>
            <ul class="plain-list">{listed(&file)}</ul>
            {doubts(&file)}
            <h3>"These are holidays"</h3>
            <p class="hint">"The calendars chosen here are closed on them. What a calendar has already is not added again."</p>
            {calendars.into_iter().map(tick).collect_view()}
            <div class="bar">
                <Button label="Close these calendars" icon=Icon::Calendar look=ButtonLook::Primary refused=no_calendar on_press=close />
            </div>
            <h3>"Or these are absences"</h3>
            <ChoiceField label="Who is absent" options=Signal::stored(resources) value=who on_commit=pick none="Choose…" />
            <div class="bar">
                <Button label="Enter these absences" icon=Icon::People refused=nobody on_press=absent />
                <Button label="Cancel" on_press=move || importer.forget() />
            </div>
        </div>
    }
    .into_any()
}

fn days_words(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

fn listed(file: &CalendarFile) -> impl IntoView + use<> {
    let more = file.events.len().saturating_sub(LISTED);
    let words = file.events.iter().take(LISTED).map(|event| format!("{}: {}", when(event), event.name));
    words.chain((more > 0).then(|| format!("and {more} more"))).map(|words| view! { <li>{words}</li> }).collect_view()
}

/// `2026-12-25 to 2026-12-26`; hours where they are not whole days.
fn when(event: &CalendarEvent) -> String {
    let is_whole = event.start == event.start.day_start() && event.end == event.end.day_start();
    let last = event.end.minus(Span::from_days(1));
    match is_whole {
        true if last <= event.start => event.start.date_text(),
        true => format!("{} to {}", event.start.date_text(), last.date_text()),
        false => format!("{} to {}", event.start, event.end),
    }
}

/// What was not understood.
fn doubts(file: &CalendarFile) -> impl IntoView + use<> {
    let repeated = (!file.unrepeated.is_empty()).then(|| {
        format!(
            "How these come again is more than is understood here; only the first day of each was read: {}.",
            file.unrepeated.join(", ")
        )
    });
    let unread = (file.unread > 0).then(|| format!("{} without a day that can be read.", days_words(file.unread)));
    repeated.into_iter().chain(unread).map(|words| view! { <p class="callout tone-warning">{words}</p> }).collect_view()
}

fn absences(file: &CalendarFile, resource: ResourceId) -> RecordCommand {
    let table = TableName::Absence;
    let row = |event: &CalendarEvent| {
        let value = |name: &str, value: Value| table.field(name).map(|field| (field, value));
        let fields = [
            value("resource", Value::Id(resource.raw())),
            value("start", Value::Number(event.start.seconds() as f64)),
            value("end", Value::Number(event.end.seconds() as f64)),
            value("reason", Value::Text(event.name.clone())),
        ];
        PasteRow { id: None, fields: fields.into_iter().flatten().collect() }
    };
    RecordCommand::Paste { table, rows: file.events.iter().map(row).collect() }
}
