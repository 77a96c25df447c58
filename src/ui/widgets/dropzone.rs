//! The way in for files and pasted text: drop, choose or paste.
//!
//! Hands over what the browser gives; reading a file is up to the page.

use super::dom::{by_id, unique_id};
use super::handler::Handler;
use super::icon::{Icon, icon};
use leptos::prelude::*;

/// A place to drop files on, with a button to choose them and the keys to paste them or text.
#[component]
pub fn Dropzone(
    /// What can be dropped: "Drop a workbook or CSV file here".
    #[prop(into)]
    label: String,
    /// A second line: formats, sizes.
    #[prop(optional, into)]
    help: String,
    /// File names accepted by the picker, as in `accept`: ".xlsx,.csv,.json".
    #[prop(optional, into)]
    accept: String,
    /// Takes several files at once.
    #[prop(optional)]
    several: bool,
    /// Called with the files.
    #[prop(into)]
    on_files: UnsyncCallback<Vec<web_sys::File>>,
    /// Called with pasted text.
    #[prop(optional, into)]
    on_text: Handler<String>,
) -> impl IntoView {
    let over = RwSignal::new(false);
    let input_id = unique_id();
    let picker = input_id.clone();
    let take = move |list: Option<web_sys::FileList>| {
        let files = files_of(list);
        if !files.is_empty() {
            on_files.run(files);
        }
    };
    let dropped = move |event: web_sys::DragEvent| {
        event.prevent_default();
        over.set(false);
        take(event.data_transfer().and_then(|data| data.files()));
    };
    let chosen = move |event: web_sys::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        take(input.files());
        // The same file can be chosen again after it has been mended.
        input.set_value("");
    };
    let pasted = move |event: web_sys::ClipboardEvent| on_paste(&event, on_files, on_text.get());
    let dragged = move |event: web_sys::DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    let pick = move |_| {
        if let Some(input) = by_id(&picker) {
            input.click();
        }
    };
    view! {
        <div
            class="dropzone"
            class:over=move || over.get()
            on:dragover=dragged
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
            on:paste=pasted
        >
            <button type="button" class="dropzone-button" on:click=pick>
                <span class="empty-icon">{icon(Icon::Upload)}</span>
                <strong>{label}</strong>
                <span>{if on_text.get().is_some() { "or press to choose, or paste with Ctrl+V" } else { "or press to choose" }}</span>
                <span class="muted">{help}</span>
            </button>
            <input
                type="file"
                id=input_id
                class="visually-hidden"
                tabindex="-1"
                aria-hidden="true"
                accept=(!accept.is_empty()).then_some(accept)
                multiple=several
                on:change=chosen
            />
        </div>
    }
    .into_any()
}

/// Takes files from the clipboard, else its text.
fn on_paste(event: &web_sys::ClipboardEvent, on_files: UnsyncCallback<Vec<web_sys::File>>, on_text: Option<Callback<String>>) {
    let Some(data) = event.clipboard_data() else { return };
    let files = files_of(data.files());
    let text = data.get_data("text/plain").unwrap_or_default();
    if !files.is_empty() {
        event.prevent_default();
        on_files.run(files);
    } else if let (Some(on_text), false) = (on_text, text.trim().is_empty()) {
        event.prevent_default();
        on_text.run(text);
    }
}

fn files_of(list: Option<web_sys::FileList>) -> Vec<web_sys::File> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.get(index)).collect()
}
