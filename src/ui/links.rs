//! Links within the site, wherever it was put.

use crate::model::{TableName, parse_id};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use leptos_router::params::ParamsMap;

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

/// The tab of a page, which its address names (`?tab=…`) unless it is the first of the keys: who reloads the page, comes back to it or is sent its
/// address finds the same one.
pub fn tab(keys: &'static [&'static str]) -> RwSignal<&'static str> {
    let first = keys.first().copied().unwrap_or_default();
    let (query, route, turn) = (use_query_map(), current(), changed_query());
    let page = route.get_untracked();
    let named = Memo::new(move |_| {
        let name = query.with(|query| query.get("tab"));
        name.and_then(|name| keys.iter().copied().find(|key| *key == name)).unwrap_or(first)
    });
    let selected = RwSignal::new(named.get_untracked());
    // When the page is left, its tabs stay as they are until it has gone.
    let is_here = move || route.try_get_untracked().is_some_and(|route| route == page);
    let shown_here = is_here.clone();
    // At first the page decides: what else its address asks for may lie in another tab.
    Effect::new(move |before: Option<()>| {
        let key = named.get();
        if before.is_some() && is_here() && selected.get_untracked() != key {
            selected.set(key);
        }
    });
    Effect::new(move |before: Option<()>| {
        let key = selected.get();
        if before.is_some() && shown_here() && named.get_untracked() != key {
            turn(&|query| {
                query.remove("tab");
                if key != first {
                    query.insert("tab", key.to_owned());
                }
            });
        }
    });
    selected
}

/// The table that the address names (`?table=item`), for the page of all tables; tracked.
pub fn table_asked() -> Memo<Option<TableName>> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get("table").and_then(|word| TableName::from_word(&word))))
}

/// Whether the form for a new record of a table is open, which the address can ask for once (`?add=item`).
pub fn adding(table: TableName) -> RwSignal<bool> {
    let (query, turn) = (use_query_map(), changed_query());
    let adding = RwSignal::new(false);
    Effect::new(move |_| {
        if query.with(|query| query.get("add").as_deref() == Some(table.word())) {
            adding.set(true);
            turn(&|query| drop(query.remove("add")));
        }
    });
    adding
}

/// Changes what the address of the page asks for, in the place of what it asked before.
fn changed_query() -> impl Fn(&dyn Fn(&mut ParamsMap)) + Clone + 'static {
    let (query, route, navigate) = (use_query_map(), current(), use_navigate());
    move |change| {
        let mut asked = query.get_untracked();
        change(&mut asked);
        let page = route.get_untracked();
        let folder = if page.is_empty() { String::new() } else { format!("/{page}") };
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&format!("{folder}/{}", asked.to_query_string()), options);
    }
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
