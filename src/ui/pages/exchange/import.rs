//! Import: a file is read and tried out, its report shown, and only then taken over.

use super::holidays::holidays_view;
use super::mapping::MappingView;
use super::report::ReportView;
use crate::app::importing::{Importing, Trial};
use crate::app::web::{Exchanger, Importer};
use crate::app::{Session, notices::Tone};
use crate::ui::links;
use crate::ui::widgets::{Button, ButtonLook, Dropzone, Icon, Progress};
use leptos::prelude::*;
use leptos_router::components::A;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// The import of one file.
#[component]
pub fn ImportView() -> impl IntoView {
    let session = expect_context::<Session>();
    let exchanger = expect_context::<Exchanger>();
    let importer = Importer::new(session, exchanger);
    if let Some((name, table)) = exchanger.take_handed() {
        importer.read_bytes(name, table.into_bytes());
    }
    let mapping_open = RwSignal::new(None);
    paste_anywhere(importer);
    view! {
        {move || match importer.state() {
            Importing::Nothing => {
                mapping_open.set(None);
                drop_view(importer)
            }
            Importing::Reading(name) => {
                view! { <Progress label=format!("Reading {name}") share=None detail="Nothing is changed yet." /> }.into_any()
            }
            Importing::Failed { name, reason } => failed_view(importer, &name, &reason),
            Importing::Calendar { name, file } => holidays_view(session, importer, &name, file),
            Importing::Tried(trial) => tried_view(session, importer, trial, mapping_open),
            Importing::Done { name, summary } => done_view(importer, &name, &summary),
        }}
    }
    .into_any()
}

/// Takes a table that is pasted anywhere on the page while no file is being looked at.
fn paste_anywhere(importer: Importer) {
    let handle = window_event_listener(leptos::ev::paste, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let is_taken = target.is_some_and(|target| target.closest("input, textarea, .dropzone, dialog").ok().flatten().is_some());
        if is_taken || event.default_prevented() || !matches!(importer.state_untracked(), Importing::Nothing) {
            return;
        }
        let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
        if !text.trim().is_empty() {
            event.prevent_default();
            importer.read_bytes("Pasted table".to_owned(), text.into_bytes());
        }
    });
    on_cleanup(move || handle.remove());
}

fn drop_view(importer: Importer) -> AnyView {
    let take = UnsyncCallback::new(move |files: Vec<web_sys::File>| {
        if let Some(file) = files.into_iter().next() {
            importer.read(file);
        }
    });
    view! {
        <Dropzone
            label="Drop a workbook or CSV file here"
            help="Excel workbooks (.xlsx), CSV or TSV, frePPLe JSON, projects (MSPDI, .xml), calendars (.ics), up to 20 MB."
            accept=".xlsx,.csv,.tsv,.txt,.json,.xml,.ics"
            on_files=take
            on_text=Callback::new(move |text: String| importer.read_bytes("Pasted table".to_owned(), text.into_bytes()))
        />
    }
    .into_any()
}

fn failed_view(importer: Importer, name: &str, reason: &str) -> AnyView {
    view! {
        <div class="callout tone-bad" role="alert">
            <strong>{format!("“{name}” could not be read")}</strong>
            <p>{reason.to_owned()}</p>
            <p>"Nothing was changed."</p>
        </div>
        <div class="bar">
            <Button label="Choose another file" icon=Icon::Upload on_press=move || importer.forget() />
        </div>
    }
    .into_any()
}

fn tried_view(session: Session, importer: Importer, trial: Arc<Trial>, mapping_open: RwSignal<Option<bool>>) -> AnyView {
    let refused = if !trial.dry_run.can_import {
        Some("The errors below have to be mended in the file, or their columns left out, first.".to_owned())
    } else if trial.dry_run.sheets.iter().all(|sheet| sheet.rows_read == 0) {
        Some("The file holds one row of titles and nothing below it. Choose another file.".to_owned())
    } else if trial.mapping.sheets.iter().all(|sheet| sheet.table.is_none()) {
        Some("Nothing in this file was understood yet. Choose below what its sheets are.".to_owned())
    } else if trial.dry_run.edits.is_empty() {
        Some("The file brings nothing that is not here already.".to_owned())
    } else {
        None
    };
    let take = move || {
        if let Err(refusal) = importer.take() {
            session.notices.tell(Tone::Warning, refusal.what, format!("{} {}", refusal.safe, refusal.todo));
        }
    };
    let prospect = trial.prospect();
    view! {
        <div class="bar">
            <strong>{trial.file.name.clone()}</strong>
            <span class="hint">{prospect}</span>
            <Button label="Import" icon=Icon::Check look=ButtonLook::Primary refused=Signal::stored(refused.clone()) on_press=take />
            <Button label="Cancel" on_press=move || importer.forget() />
        </div>
        {refused.map(|reason| view! { <p class="hint">{reason}</p> })}
        <ReportView trial=Arc::clone(&trial) />
        <MappingView trial importer open=mapping_open />
    }
    .into_any()
}

fn done_view(importer: Importer, name: &str, summary: &str) -> AnyView {
    view! {
        <div class="callout tone-good" role="status">
            <strong>{format!("“{name}” was imported: {summary}")}</strong>
            <p>"It was one step: Undo takes it back."</p>
        </div>
        <div class="bar">
            <A href=links::to("demand/") attr:class="button primary">"See the demand"</A>
            <A href=links::to("schedule/") attr:class="button">"Plan it"</A>
            <Button label="Import another file" icon=Icon::Upload on_press=move || importer.forget() />
        </div>
    }
    .into_any()
}
