//! The button: words, an icon or both; when it is refused it stays reachable and gives its reason.

use super::announce::use_announcer;
use super::icon::{Icon, icon_if};
use leptos::prelude::*;

/// How much a button stands out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ButtonLook {
    /// The one thing to do next on a page or in a dialog.
    Primary,
    /// Everything else with a frame.
    #[default]
    Secondary,
    /// Without a frame until pointed at, for toolbars and tables.
    Quiet,
    /// Removes or discards something.
    Danger,
}

impl ButtonLook {
    const fn class(self) -> &'static str {
        match self {
            ButtonLook::Primary => "button primary",
            ButtonLook::Secondary => "button",
            ButtonLook::Quiet => "button quiet",
            ButtonLook::Danger => "button danger",
        }
    }
}

/// A button.
#[component]
pub fn Button(
    /// Its words; also its accessible name when only the icon shows.
    #[prop(into)]
    label: Signal<String>,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// Icon before the words.
    #[prop(optional, into)]
    icon: MaybeProp<Icon>,
    /// How much it stands out.
    #[prop(optional)]
    look: ButtonLook,
    /// Shows the icon only; the words become name and tooltip.
    #[prop(optional)]
    icon_only: bool,
    /// Why it cannot be pressed at the moment.
    #[prop(optional, into)]
    refused: Signal<Option<String>>,
    /// For a button that stays pressed: whether it is.
    #[prop(optional, into)]
    pressed: MaybeProp<bool>,
    /// Submits the form it is in.
    #[prop(optional)]
    submit: bool,
) -> impl IntoView {
    let announcer = use_announcer();
    let press = move |event: web_sys::MouseEvent| match refused.get_untracked() {
        Some(reason) => {
            event.prevent_default();
            announcer.say(reason);
        }
        None => on_press.run(()),
    };
    let title = move || refused.get().or_else(|| icon_only.then(|| label.get()));
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=look.class()
            class:icon-only=icon_only
            title=title
            aria-label=move || icon_only.then(|| label.get())
            aria-disabled=move || refused.with(Option::is_some).then_some("true")
            aria-description=move || refused.get()
            aria-pressed=move || pressed.get().map(|on| if on { "true" } else { "false" })
            on:click=press
        >
            {move || icon_if(icon.get())}
            {(!icon_only).then(|| view! { <span>{move || label.get()}</span> })}
        </button>
    }
    .into_any()
}
