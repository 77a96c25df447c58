//! Where the focus goes when the page changes: to its heading, so that keyboard and screen reader start there.

use crate::ui::widgets::use_announcer;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

/// After each change of route: scrolls the content to its start, moves the focus to the page's heading and names the page.
#[component]
pub fn RouteFocus(
    /// Name of the page for the window's title and for screen readers.
    #[prop(into)]
    title: Signal<String>,
    /// Name of the product or workspace, after the page's name in the window's title.
    #[prop(into)]
    site: Signal<String>,
) -> impl IntoView {
    let announcer = use_announcer();
    let path = use_location().pathname;
    Effect::new(move |_| {
        let (page, site) = (title.get(), site.get());
        document().set_title(&if page.is_empty() { site } else { format!("{page} \u{b7} {site}") });
    });
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        // The first page keeps the browser's own start of the focus.
        if before.is_some_and(|before| before != now) {
            request_animation_frame(move || {
                announcer.say(title.get_untracked());
                focus_heading(FRAMES_WAITED);
            });
        }
        now
    });
}

/// Brings what the keyboard comes to wholly into sight: a browser leaves what is cut off at the edge of a frame as it is.
pub fn keep_focus_in_sight() {
    let handle = window_event_listener(leptos::ev::focusin, |event| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else { return };
        let area = target.get_bounding_client_rect();
        let (width, height) = crate::ui::widgets::dom::window_size();
        // What nearly fills the window would jump rather than come into sight.
        let is_small = area.width() < width * 0.9 && area.height() < height * 0.5;
        if is_small && target.matches(":focus-visible").unwrap_or(false) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
            target.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    on_cleanup(move || handle.remove());
}

/// How long a heading is waited for that is still on its way: about ten seconds.
const FRAMES_WAITED: u32 = 600;

/// Moves the focus to the page's heading; while the page is on its way, to its frame, and on to the heading when it comes.
fn focus_heading(frames: u32) {
    let Some(main) = document().get_element_by_id("main") else { return };
    let heading = main.query_selector("h1").ok().flatten();
    let is_first = frames == FRAMES_WAITED;
    // Whoever has gone on meanwhile is not called back.
    let here = document().active_element().is_none_or(|active| active == main || active.tag_name() == "BODY");
    if !(is_first || here) {
        return;
    }
    if is_first {
        main.set_scroll_top(0);
    }
    if is_first || heading.is_some() {
        let target = heading.clone().unwrap_or_else(|| main.clone());
        if let Ok(target) = target.dyn_into::<web_sys::HtmlElement>() {
            target.set_tab_index(-1);
            let _ = target.focus();
        }
    }
    if heading.is_none() && frames > 0 {
        request_animation_frame(move || focus_heading(frames - 1));
    }
}
