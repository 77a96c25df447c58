//! Tells users of screen readers what has happened, through two live regions that exist once on the page.
//!
//! Only words; never moves the focus and never shows anything.

use leptos::prelude::*;

/// Speaks to users of screen readers. Provided once by [`provide_announcer`]; silent where none is provided.
#[derive(Clone, Copy)]
pub struct Announcer {
    polite: RwSignal<String>,
    urgent: RwSignal<String>,
}

impl Announcer {
    /// Says `text` when the reader has finished its sentence.
    pub fn say(self, text: impl Into<String>) {
        speak(self.polite, text.into());
    }

    /// Says `text` at once.
    pub fn alert(self, text: impl Into<String>) {
        speak(self.urgent, text.into());
    }
}

/// The same words twice in a row are read twice only if the region's text differs, so a space that does not break is added.
fn speak(region: RwSignal<String>, text: String) {
    let same = region.with_untracked(|now| *now == text);
    region.set(if same { format!("{text}\u{a0}") } else { text });
}

/// Makes the page's announcer available to every view below.
pub fn provide_announcer() -> Announcer {
    let announcer = Announcer { polite: RwSignal::new(String::new()), urgent: RwSignal::new(String::new()) };
    provide_context(announcer);
    announcer
}

/// The page's announcer; one that nobody hears where none was provided.
pub fn use_announcer() -> Announcer {
    use_context().unwrap_or_else(|| Announcer { polite: RwSignal::new(String::new()), urgent: RwSignal::new(String::new()) })
}

/// The two live regions. Rendered once, near the end of the page, under a [`provide_announcer`].
#[component]
pub fn LiveRegions() -> impl IntoView {
    let announcer = use_announcer();
    view! {
        <div class="visually-hidden" role="status" aria-live="polite">{move || announcer.polite.get()}</div>
        <div class="visually-hidden" role="alert" aria-live="assertive">{move || announcer.urgent.get()}</div>
    }
    .into_any()
}
