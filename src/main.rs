//! The page: reads where it was put, arms the rescue page against a panic, and mounts the interface.
//!
//! It never holds a rule of the product: those live in the layers of the library.

use leptos::prelude::*;
use leptos_router::components::{A, Route, Router, Routes};
use leptos_router::path;
use wasm_bindgen::JsValue;

/// The build this page belongs to; a worker of another build is never spoken to.
pub const BUILD_ID: &str = match option_env!("LINEWRIGHT_BUILD_ID") {
    Some(id) => id,
    None => "dev",
};

fn main() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        report_panic(&info.to_string());
    }));
    let base = site_base();
    leptos::mount::mount_to_body(move || view! { <Hello base=base.clone() /> });
}

/// The folder the page was put in, without the last slash (`/portal/line`, empty at the root), as the boot script found it.
fn site_base() -> String {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    let base = root.and_then(|root| root.get_attribute("data-base")).unwrap_or_default();
    base.trim_end_matches('/').to_owned()
}

/// Hands a panic's message to the boot script, which shows the rescue page.
fn report_panic(message: &str) {
    let init = web_sys::CustomEventInit::new();
    init.set_detail(&JsValue::from_str(message));
    if let (Some(window), Ok(event)) = (web_sys::window(), web_sys::CustomEvent::new_with_event_init_dict("linewright-panic", &init)) {
        // A failure here leaves the browser's own error event, which the boot script listens to as well.
        drop(window.dispatch_event(&event));
    }
}

/// A stand-in page for every route.
#[component]
fn Hello(base: String) -> impl IntoView {
    // The router leaves links that begin with a slash as they are, so each names the folder the site lies in.
    let to = |route: &str| format!("{base}/{route}");
    let (start, demand, schedule) = (to(""), to("demand/"), to("schedule/"));
    view! {
        <Router base=base.clone()>
            <nav>
                <A href=start>"Start"</A>
                " "
                <A href=demand>"Demand"</A>
                " "
                <A href=schedule>"Schedule"</A>
            </nav>
            <Routes fallback=|| ()>
                <Route path=path!("/") view=Page />
                <Route path=path!("/*route") view=Page />
            </Routes>
        </Router>
    }
}

/// Says which route it is.
#[component]
fn Page() -> impl IntoView {
    let parameters = leptos_router::hooks::use_params_map();
    let route = move || parameters.read().get("route").unwrap_or_default().trim_end_matches('/').to_owned();
    view! {
        <main data-route=route>
            <h1>"Linewright"</h1>
            <p>{route}</p>
            <p id="build">{BUILD_ID}</p>
        </main>
    }
}
