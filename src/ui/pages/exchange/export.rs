//! Export: the workspace as a workbook, the schedule as a calendar and as a project.

use crate::app::Session;
use crate::app::notices::Tone;
use crate::app::web::{Exchanger, artefact_file, export_calendar, export_project, export_workbook};
use crate::ui::widgets::{Button, Icon};
use leptos::prelude::*;

/// What can be saved.
#[component]
pub fn ExportView() -> impl IntoView {
    let session = expect_context::<Session>();
    let exchanger = expect_context::<Exchanger>();
    let offer = move |made: Result<(String, &'static str, Vec<u8>), String>| {
        let saved = made.and_then(|(name, kind, bytes)| crate::ui::widgets::download(&name, kind, &bytes));
        if let Err(reason) = saved {
            session.notices.tell(Tone::Warning, "The file could not be made", format!("{reason}. Nothing was changed. Try again."));
        }
    };
    let calendar = move || export_calendar(session, exchanger, artefact_file(session, "scheduling board"), offer);
    let project = move || offer(export_project(session, &artefact_file(session, "scheduling board")));
    view! {
        <p class="hint">"The workbook has one sheet per table, in the form that Import reads: what comes out goes in again unchanged."</p>
        <div class="bar">
            <Button label="Save as workbook (.xlsx)" icon=Icon::Download on_press=move || export_workbook(session, exchanger, offer) />
            <Button label="Save schedule as calendar (.ics)" icon=Icon::Calendar on_press=calendar />
            <Button label="Save schedule as project (.xml)" icon=Icon::Download on_press=project />
        </div>
    }
    .into_any()
}
