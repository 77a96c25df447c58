//! The page as a whole: the desk, the frame around every page, and the routes.
//!
//! Never reads or changes a record: pages do, through the session.

use super::frame::SiteFrame;
use super::links;
use super::pages::start::StartPage;
use super::parts;
use crate::app::Session;
use crate::app::web::{Desk, DeskState, Exchanger, Planner};
use crate::ui::widgets::provide_announcer;
use leptos::prelude::*;
use leptos_router::components::{A, Route, Router, Routes};
use leptos_router::path;
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

/// Everything of one open workspace.
#[component]
fn Site(session: Session) -> impl IntoView {
    provide_context(session);
    provide_context(Planner::new(session));
    Effect::new(|_| request_animation_frame(mark_ready));
    view! {
        <SiteFrame>
            <Routes fallback=NoPage>
                <Route path=path!("/") view=StartPage />
                <Route path=path!("/exchange") view=parts::exchange />
                <Route path=path!("/demand") view=parts::demand />
                <Route path=path!("/capacity") view=parts::capacity />
                <Route path=path!("/production_plan") view=parts::production_plan />
                <Route path=path!("/workflow") view=parts::workflow />
                <Route path=path!("/workflow_map") view=parts::workflow_map />
                <Route path=path!("/schedule") view=parts::schedule />
                <Route path=path!("/allocation") view=parts::allocation />
                <Route path=path!("/scheduling_board") view=parts::scheduling_board />
                <Route path=path!("/workspaces") view=parts::workspaces />
                <Route path=path!("/history") view=parts::history />
                <Route path=path!("/tables") view=parts::tables />
            </Routes>
        </SiteFrame>
    }
    .into_any()
}

/// Shown under an address that names no page.
#[component]
fn NoPage() -> impl IntoView {
    view! {
        <article class="page">
            <h1>"There is no page at this address"</h1>
            <p>"It may have been moved, or the address was cut off. Your data are as they were."</p>
            <p><A href=links::to("") attr:class="button primary">"Open the first page"</A></p>
        </article>
    }
    .into_any()
}

/// Notes when the page became usable, for measurements.
fn mark_ready() {
    if let Some(performance) = window().performance() {
        drop(js_sys::Reflect::set(&window(), &"__ready".into(), &JsValue::from_f64(performance.now())));
    }
}
