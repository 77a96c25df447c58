//! Links within the site, wherever it was put.

use crate::model::parse_id;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

/// The address of a route (`demand/`), from the folder in which the site lies.
pub fn to(route: &str) -> String {
    format!("{}/{}", base(), route)
}

/// The address of a route as the router takes it when told to go there: it adds the site's folder itself.
pub fn route(route: &str) -> String {
    format!("/{route}")
}

/// The record that the address asks for (`?record=…`), for pages that can show it; tracked.
pub fn record_asked() -> Memo<Option<u64>> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get("record").and_then(|id| parse_id(&id))))
}

/// Whether the address asks for the date of a new order (`?ask=promise`); not tracked.
pub fn promise_asked() -> bool {
    use_query_map().with_untracked(|query| query.get("ask").as_deref() == Some("promise"))
}

/// The folder in which the site lies, without its last slash (`/portal/line`, empty at the root), as the boot script found it.
pub fn base() -> String {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    let base = root.and_then(|root| root.get_attribute("data-base")).unwrap_or_default();
    base.trim_end_matches('/').to_owned()
}

/// The route of the page shown: `demand`, or nothing for the first page.
pub fn current() -> Memo<String> {
    let path = use_location().pathname;
    Memo::new(move |_| {
        let path = path.get();
        path.strip_prefix(&base()).unwrap_or(&path).trim_matches('/').to_owned()
    })
}
