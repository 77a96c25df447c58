//! The workspace file: save it, open it again, merge a colleague's copy after seeing what changed.

use crate::app::file::{ENDING, WorkspaceFile, read_file, write_file};
use crate::app::notices::Tone;
use crate::app::rescued::read_rescue_file;
use crate::app::web::files::bytes_of;
use crate::app::web::{Desk, file_stem, random_number};
use crate::app::{MergePreview, Session};
use crate::ui::widgets::{Button, ButtonLook, Dropzone, Icon};
use leptos::prelude::*;

/// A file that was opened and waits for a decision.
#[derive(Clone, PartialEq)]
struct Opened {
    file: WorkspaceFile,
    /// What merging it into the open workspace would change.
    preview: MergePreview,
}

/// Saving and opening workspace files.
#[component]
pub fn MergeView() -> impl IntoView {
    let session = expect_context::<Session>();
    let desk = expect_context::<Desk>();
    let opened = RwSignal::new(Vec::<Opened>::new());
    let refused = RwSignal::new(None::<String>);
    let save = move || {
        let name = desk.open_name();
        let file = WorkspaceFile { id: desk.open_id().unwrap_or_default(), name: name.clone(), snapshot: session.snapshot() };
        let name = if name.is_empty() { file_stem(session) } else { name };
        if let Err(reason) = crate::ui::widgets::download(&format!("{name}{ENDING}"), "application/octet-stream", &write_file(&file)) {
            session.notices.tell(Tone::Warning, "The file could not be saved", format!("{reason}. The workspace itself is safe."));
        }
    };
    let read = UnsyncCallback::new(move |files: Vec<web_sys::File>| {
        let Some(file) = files.into_iter().next() else { return };
        leptos::task::spawn_local(async move {
            let looked = match bytes_of(&file).await {
                Ok(bytes) => look(session, &bytes),
                Err(reason) => Err(reason),
            };
            match looked {
                Ok((found, unreadable)) => {
                    opened.set(found);
                    refused.set(unreadable);
                }
                Err(reason) => refused.set(Some(format!("“{}”: {reason} Nothing was changed.", file.name()))),
            }
        });
    });
    view! {
        <p class="hint">
            "The whole workspace in one file: a backup, or a copy for a colleague. Copies that were edited apart merge again without losing either side's work."
        </p>
        <div class="bar">
            <Button label="Save workspace to a file" icon=Icon::Download on_press=save />
        </div>
        <Dropzone
            label="Open a workspace file or a rescue file"
            help="You see what would change first."
            accept=format!("{ENDING},.txt")
            on_files=read
        />
        <p class="form-refusal" role="alert">{move || refused.get()}</p>
        {move || opened.get().into_iter().map(|found| decision_view(session, desk, opened, found)).collect_view()}
    }
    .into_any()
}

/// What a workspace file or a rescue file holds, and a sentence about what of it cannot be read.
fn look(session: Session, bytes: &[u8]) -> Result<(Vec<Opened>, Option<String>), String> {
    let (files, unreadable) = match read_rescue_file(bytes, random_number(), session.now()) {
        Some(rescue) => (rescue.workspaces, rescue.unreadable),
        None => (vec![read_file(bytes).map_err(|error| error.to_string())?], 0),
    };
    if files.is_empty() {
        return Err("The rescue file holds no workspace.".to_owned());
    }
    let mut opened = Vec::new();
    for file in files {
        let preview = session.preview_merge(&file.snapshot).map_err(|error| error.to_string())?;
        opened.push(Opened { file, preview });
    }
    let words = match unreadable {
        0 => None,
        1 => Some("One stored value in the file is damaged; everything else can be opened.".to_owned()),
        count => Some(format!("{count} stored values in the file are damaged; everything else can be opened.")),
    };
    Ok((opened, words))
}

fn decision_view(session: Session, desk: Desk, opened: RwSignal<Vec<Opened>>, found: Opened) -> AnyView {
    let is_same = desk.open_id() == Some(found.file.id) || found.preview.is_related;
    let is_empty = found.preview.is_empty();
    let id = found.file.id;
    let decided = move || opened.update(|list| list.retain(|other| other.file.id != id));
    let words = match (is_same, is_empty) {
        (true, true) => "This file holds nothing that is not here already.",
        (true, false) if session.history().is_empty() => "The open workspace is empty. Merging would add:",
        (true, false) => "This is a copy of the open workspace. Merging it would change:",
        (false, _) => "This is another workspace. It can be opened beside this one.",
    };
    let (snapshot, source, file) = (found.file.snapshot.clone(), found.file.name.clone(), found.file.clone());
    let merge = move || {
        if session.scenario().is_some() {
            let words = "A copy is merged into the workspace itself. Nothing was changed.";
            session.notices.tell(Tone::Warning, "Leave the scenario first", words);
            return;
        }
        match session.merge(&snapshot, &source) {
            Ok(_) => {
                session.notices.tell(Tone::Success, "The copy was merged", "Both sides' work is here. Undo takes the merge back.");
            }
            Err(error) => {
                session.notices.tell(Tone::Warning, "The copy could not be merged", error);
            }
        }
        decided();
    };
    let open_beside = move || {
        let file = file.clone();
        let name = file.name.clone();
        desk.create(&name, move |session| {
            if let Err(error) = session.merge(&file.snapshot, &file.name) {
                session.notices.tell(Tone::Warning, "The file could not be opened", error);
            }
        });
        decided();
    };
    view! {
        <div class="callout" role="status">
            <strong>{found.file.name.clone()}</strong>
            <p>{words}</p>
            {(is_same && !is_empty).then(|| preview_view(&found.preview))}
            <div class="bar">
                {(is_same && !is_empty).then(|| view! { <Button label="Merge" icon=Icon::Check look=ButtonLook::Primary on_press=merge /> })}
                {(!is_same).then(|| view! { <Button label="Open as a workspace of its own" look=ButtonLook::Primary on_press=open_beside /> })}
                <Button label="Cancel" on_press=decided />
            </div>
        </div>
    }
    .into_any()
}

fn preview_view(preview: &MergePreview) -> AnyView {
    const SHOWN: usize = 12;
    let part = |words: &str, rows: &[crate::app::PreviewRow]| {
        let names: Vec<&str> = rows.iter().take(SHOWN).map(|row| row.label.as_str()).collect();
        let more = rows.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        (!rows.is_empty()).then(|| format!("{} {words}: {}{more}", rows.len(), names.join(", ")))
    };
    let rows = preview.tables.iter().map(|table| {
        let parts: Vec<String> =
            [part("added", &table.added), part("changed", &table.changed), part("removed", &table.removed)].into_iter().flatten().collect();
        view! { <li><strong>{table.table.title()}</strong> " " {parts.join("; ")}</li> }
    });
    view! { <ul class="findings">{rows.collect_view()}</ul> }.into_any()
}
