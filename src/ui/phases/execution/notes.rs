//! What the next shift has to know, the latest first.

use super::ask::Ask;
use super::facts::fact_rows;
use super::page::Floor;
use crate::model::{Report, ReportKind, TableName};
use crate::ui::widgets::{Button, ButtonLook, EmptyState, Icon};
use leptos::prelude::*;

/// So many notes are shown.
const SHOWN: usize = 100;

/// The hand-over notes of a person or machine, or of all.
#[component]
pub fn Notes(floor: Floor) -> impl IntoView {
    let session = floor.session;
    let notes = Memo::new(move |_| {
        let station = floor.station.get();
        session.watch(&[TableName::Report], |workspace| {
            let theirs = |report: &&&Report| {
                matches!(report.kind, ReportKind::HandOver | ReportKind::Note)
                    && (station.is_none() || report.resource.is_none() || report.resource == station)
            };
            workspace.counted_reports().iter().rev().filter(theirs).take(SHOWN).map(|report| (*report).clone()).collect::<Vec<Report>>()
        })
    });
    let write = move |()| floor.ask(Ask::Note);
    let list = move || match notes.get() {
        notes if notes.is_empty() => view! {
            <EmptyState
                title="No notes"
                text="What the next shift has to know stands here: what runs badly, what is missing, what was promised."
                shape=Icon::Inbox
            />
        }
        .into_any(),
        notes => fact_rows(floor, notes),
    };
    view! {
        <div class="execution">
            <div class="bar no-print"><Button label="Write a note" icon=Icon::Edit look=ButtonLook::Primary on_press=write /></div>
            {list}
        </div>
    }
    .into_any()
}
