//! The page as a whole: the desk, the frame around every page, and the routes.
//!
//! Never reads or changes a record: pages do, through the session.

use super::frame::SiteFrame;
use super::links;
use super::pages::start::StartPage;
use super::parts;
use crate::app::Session;
use crate::app::web::{Desk, DeskState, Exchanger, Planner, turn};
use crate::ui::widgets::provide_announcer;
use leptos::prelude::*;
use leptos_router::components::{A, Router};
use leptos_router::location::{BrowserUrl, LocationProvider};
use wasm_bindgen::JsValue;

/// The page.
#[component]
pub fn App() -> impl IntoView {
    provide_announcer();
    let desk = Desk::start();
    provide_context(desk);
    provide_context(Exchanger::default());
    view! {
        <Router base=links::base()>
            {move || match (desk.state(), desk.session()) {
                (DeskState::Failed(reason), _) => unreadable(reason),
                (_, Some(session)) => view! { <Site session /> }.into_any(),
                _ => view! { <p class="opening" role="status">"Opening your workspace…"</p> }.into_any(),
            }}
        </Router>
    }
}

/// Shown where the storage cannot be read: nothing is written then, so that nothing is lost.
fn unreadable(reason: String) -> AnyView {
    let again = move |_| drop(window().location().reload());
    Effect::new(|_| tell_shown());
    view! {
        <main class="opening" role="alert">
            <h1>"Your workspaces could not be read"</h1>
            <p>{format!("The browser says: {reason}.")}</p>
            <p>"Nothing was written, so nothing is lost. Close other tabs of this page, free some space on the disk, and try again."</p>
            <button class="button primary" on:click=again>"Try again"</button>
        </main>
    }
    .into_any()
}

/// Everything of one open workspace: first the frame, then the page in it, so that neither keeps the browser for long.
#[component]
fn Site(session: Session) -> impl IntoView {
    provide_context(session);
    provide_context(Planner::new(session));
    let framed = RwSignal::new(false);
    leptos::task::spawn_local(async move {
        turn().await;
        parts::resume_scenario(session).await;
        // Another workspace may have been opened meanwhile.
        let _given_up = framed.try_set(true);
        request_animation_frame(move || mark_ready(session));
    });
    let page = shown_page();
    view! {
        <SiteFrame>
            {move || framed.get().then(&page)}
        </SiteFrame>
    }
    .into_any()
}

/// The page of the route, made anew when the route changes.
fn shown_page() -> impl Fn() -> AnyView {
    let route = links::current();
    let site = Owner::current().unwrap_or_default();
    let shown = StoredValue::new_local(None::<Owner>);
    let address = use_context::<BrowserUrl>();
    move || {
        let route = route.get();
        // The window's address and its history follow when the page is there.
        address.iter().for_each(LocationProvider::ready_to_complete);
        let owner = site.child();
        // What a page reads while it is made must not make it anew.
        let view = owner.with(|| untrack(|| page(&route)));
        let left = shown.try_update_value(|shown| shown.replace(owner)).flatten();
        // The page before is still in the window: as it goes it loses the focus, and its handlers read what it is made of. So that goes last.
        if let Some(left) = left {
            leptos::task::spawn_local(async move { left.cleanup() });
        }
        view
    }
}

/// The page at an address. One match in the place of a typed route for each page: the types of routes weigh more than all of these names.
fn page(route: &str) -> AnyView {
    match route {
        "" => StartPage().into_any(),
        "exchange" => parts::exchange(),
        "demand" => parts::demand(),
        "capacity" => parts::capacity(),
        "production_plan" => parts::production_plan(),
        "workflow" => parts::workflow(),
        "workflow_map" => parts::workflow_map(),
        "schedule" => parts::schedule(),
        "allocation" => parts::allocation(),
        "execution" => parts::execution(),
        "quality" => parts::quality(),
        "improvement" => parts::improvement(),
        "issues" => parts::issues(),
        "quality_checklist" => parts::quality_checklist(),
        "performance" => parts::performance(),
        "performance_dashboard" => parts::performance_dashboard(),
        "scheduling_board" => parts::scheduling_board(),
        "workspaces" => parts::workspaces(),
        "scenarios" => parts::scenarios(),
        "history" => parts::history(),
        "tables" => parts::tables(),
        _ => no_page(),
    }
}

/// Shown under an address that names no page.
fn no_page() -> AnyView {
    view! {
        <article class="page">
            <h1>"There is no page at this address"</h1>
            <p>"It may have been moved, or the address was cut off. Your data are as they were."</p>
            <p><A href=links::to("") attr:class="button primary">"Open the first page"</A></p>
        </article>
    }
    .into_any()
}

/// Tells the boot script that there is something to see.
pub fn tell_shown() {
    if let Ok(event) = web_sys::CustomEvent::new("linewright-shown") {
        drop(window().dispatch_event(&event));
    }
}

/// Notes when the page became usable, for measurements, and fetches what is wanted next.
fn mark_ready(session: Session) {
    tell_shown();
    parts::begin_checks(session);
    parts::fetch_palette();
    if let Some(performance) = window().performance() {
        drop(js_sys::Reflect::set(&window(), &"__ready".into(), &JsValue::from_f64(performance.now())));
    }
}
