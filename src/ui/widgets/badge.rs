//! A state in one or two words, in a pill with an icon so that colour is never the only sign.

use super::icon::{Icon, icon};
use super::tone::Tone;
use leptos::prelude::*;

/// The icon that says the same as a tone.
pub const fn tone_icon(tone: Tone) -> Option<Icon> {
    match tone {
        Tone::Neutral | Tone::Muted => None,
        Tone::Info => Some(Icon::Info),
        Tone::Good => Some(Icon::Check),
        Tone::Warning => Some(Icon::Alert),
        Tone::Bad => Some(Icon::Error),
    }
}

/// A state in one or two words.
#[component]
pub fn Badge(
    /// The words.
    #[prop(into)]
    label: Signal<String>,
    /// How it stands.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// Without the tone's icon, where many stand together.
    #[prop(optional)]
    plain: bool,
) -> impl IntoView {
    view! {
        <span class=move || format!("badge {}", tone.get().class())>
            {move || if plain { None } else { tone_icon(tone.get()).map(icon) }} {move || label.get()}
        </span>
    }
    .into_any()
}
