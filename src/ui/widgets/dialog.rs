//! The dialog: the browser's own `<dialog>`, so that focus, Escape and the page behind it behave as everywhere.

use super::button::{Button, ButtonLook};
use super::dom::{all_in, unique_id};
use super::icon::Icon;
use leptos::html;
use leptos::prelude::*;

/// How wide a dialog is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum DialogSize {
    /// A question or a few fields.
    #[default]
    Small,
    /// A form or a preview.
    Wide,
    /// A table or an import report.
    Full,
}

/// A modal dialog. Set `open` to show it; it sets `open` back when it is closed. Its content is made when it opens.
#[component]
pub fn Dialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// How wide it is.
    #[prop(optional)]
    size: DialogSize,
    /// Its content; buttons go into a last element of class `dialog-actions`.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let title_id = unique_id();
    let heading = title_id.clone();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                let _ = dialog.show_modal();
                focus_content(dialog.into());
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    // The browser tells of a closing afterwards, when the dialog may be open again.
    let closed = move |_| {
        if node.get_untracked().is_none_or(|dialog| !dialog.open()) {
            open.set(false);
        }
    };
    let class = match size {
        DialogSize::Small => "dialog",
        DialogSize::Wide => "dialog wide",
        DialogSize::Full => "dialog full",
    };
    view! {
        <dialog node_ref=node class=class aria-labelledby=title_id on:close=closed>
            <div class="dialog-frame">
                <header class="dialog-head">
                    <h2 id=heading>{move || title.get()}</h2>
                    <Button label="Close" icon=Icon::Cross icon_only=true look=ButtonLook::Quiet on_press=move || open.set(false) />
                </header>
                <div class="dialog-body">{move || open.get().then(|| children())}</div>
            </div>
        </dialog>
    }
    .into_any()
}

/// Moves the focus from the close button, which comes first, to the first control of the content.
fn focus_content(dialog: web_sys::Element) {
    request_animation_frame(move || {
        let controls = all_in(&dialog, ".dialog-body :is([data-autofocus], input, select, textarea, button, a[href], [tabindex='0'])");
        if let Some(first) = controls.first() {
            // A long dialog is read from its beginning, wherever its first control stands.
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = first.focus_with_options(&options);
        }
    });
}

/// Asks before something that cannot be taken back or that surprises.
#[component]
pub fn Confirm(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The question: "Delete 3 orders?"
    #[prop(into)]
    title: Signal<String>,
    /// What will happen and what stays safe.
    #[prop(into)]
    text: Signal<String>,
    /// Words of the button that does it, a verb: "Delete".
    #[prop(into)]
    confirm: Signal<String>,
    /// Does it.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// Whether it removes or discards something.
    #[prop(optional)]
    danger: bool,
) -> impl IntoView {
    let look = if danger { ButtonLook::Danger } else { ButtonLook::Primary };
    let confirmed = move || {
        open.set(false);
        on_confirm.run(());
    };
    view! {
        <Dialog open title>
            <p>{move || text.get()}</p>
            <div class="dialog-actions">
                <Button label="Cancel" on_press=move || open.set(false) />
                <Button label=confirm look on_press=confirmed />
            </div>
        </Dialog>
    }
    .into_any()
}
