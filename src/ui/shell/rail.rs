//! The rail of phases at the left: names, states, where one is. Icons only on a tablet, a bar at the bottom on a phone.

use crate::ui::widgets::{Icon, Tone, icon, tone_icon};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// How a phase stands, on the rail.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RailState {
    pub tone: Tone,
    /// A count or one word shown beside the name: "3".
    pub mark: String,
    /// The state in a sentence, for the tooltip and screen readers: "3 orders without a due date".
    pub sentence: String,
}

/// One link on the rail.
#[derive(Clone)]
pub struct RailItem {
    /// Path with the folder the site lies in: `/portal/demand/`.
    pub href: String,
    pub title: String,
    pub icon: Icon,
    pub state: Signal<RailState>,
    /// Path of a page that belongs to this one and has no link of its own here; empty for none.
    pub within: String,
}

impl RailItem {
    /// A link without a state.
    pub fn new(href: impl Into<String>, title: impl Into<String>, icon: Icon) -> RailItem {
        RailItem { href: href.into(), title: title.into(), icon, state: Signal::default(), within: String::new() }
    }

    /// This link with the state of what it leads to.
    pub fn state(mut self, state: impl Into<Signal<RailState>>) -> RailItem {
        self.state = state.into();
        self
    }

    /// This link, which shows where one is on the page at this path, too.
    pub fn within(mut self, href: impl Into<String>) -> RailItem {
        self.within = href.into();
        self
    }
}

/// Sections of links, the phases first.
#[component]
pub fn Rail(
    /// Each section with its heading.
    sections: Vec<(String, Vec<RailItem>)>,
) -> impl IntoView {
    let path = use_location().pathname;
    // On a phone the rail is a bar that may be longer than the window: where one is stays in sight.
    Effect::new(move |_| {
        path.track();
        request_animation_frame(|| {
            let here = document().query_selector(".rail [aria-current]").ok().flatten();
            if let Some(here) = here {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
                here.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    });
    let section = |(heading, items): (String, Vec<RailItem>)| {
        let links: Vec<AnyView> = items.into_iter().map(|item| link_view(item, path)).collect();
        view! {
            <div class="rail-section">
                <h2 class="rail-heading">{heading}</h2>
                <ul class="rail-list">{links}</ul>
            </div>
        }
        .into_any()
    };
    view! {
        <nav class="rail" aria-label="Phases">
            {sections.into_iter().map(section).collect::<Vec<_>>()}
        </nav>
    }
    .into_any()
}

fn link_view(item: RailItem, path: Memo<String>) -> AnyView {
    let RailItem { href, title, icon: shape, state, within } = item;
    let (target, within) = (bare(&href).to_owned(), bare(&within).to_owned());
    let current = move || {
        path.with(|path| match bare(path) {
            path if path == target => Some("page"),
            path if !within.is_empty() && path == within => Some("true"),
            _ => None,
        })
    };
    let tooltip = {
        let title = title.clone();
        move || state.with(|state| if state.sentence.is_empty() { title.clone() } else { format!("{title}: {}", state.sentence) })
    };
    let mark = move || {
        let state = state.get();
        let shown = !state.mark.is_empty() || matches!(state.tone, Tone::Warning | Tone::Bad | Tone::Good);
        shown.then(|| {
            view! {
                <span class=format!("rail-mark {}", state.tone.class()) aria-hidden="true">
                    {if state.mark.is_empty() { tone_icon(state.tone).map(icon).into_any() } else { state.mark.into_any() }}
                </span>
                <span class="visually-hidden">{state.sentence}</span>
            }
        })
    };
    view! {
        <li>
            <a class="rail-link" href=href title=tooltip aria-current=current>
                {icon(shape)}
                <span class="rail-title">{title}</span>
                {mark}
            </a>
        </li>
    }
    .into_any()
}

/// A path without what the server adds: the last slash and `index.html`.
fn bare(path: &str) -> &str {
    path.trim_end_matches("index.html").trim_end_matches(".html").trim_end_matches('/')
}
