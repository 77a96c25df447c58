//! How far a long piece of work has come, with the way to stop it.

use super::button::{Button, ButtonLook};
use super::handler::Handler;
use leptos::prelude::*;

/// A bar that fills, or moves where the end is not known, with words and a button to cancel.
#[component]
pub fn Progress(
    /// What is going on: "Scheduling 1,200 tasks".
    #[prop(into)]
    label: Signal<String>,
    /// Share that is done, 0 to 1; `None` where the end is not known.
    #[prop(into)]
    share: Signal<Option<f64>>,
    /// What is known so far: "best so far: 3 late".
    #[prop(optional, into)]
    detail: Signal<String>,
    /// Stops the work; without it there is no button.
    #[prop(optional, into)]
    on_cancel: Handler<()>,
) -> impl IntoView {
    let value = move || share.get().map(|share| (share.clamp(0.0, 1.0) * 100.0).round().to_string());
    view! {
        <div class="progress">
            <div class="progress-words">
                <strong>{move || label.get()}</strong>
                <span>{move || detail.get()}</span>
            </div>
            <progress max="100" value=value aria-label=move || label.get() />
            {on_cancel.get().map(|on_cancel| view! { <Button label="Cancel" look=ButtonLook::Quiet on_press=on_cancel /> })}
        </div>
    }
    .into_any()
}
