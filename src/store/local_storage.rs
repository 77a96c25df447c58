//! The browser's local storage as the primary place: any throw means "not saved", and there may be none at all.
//!
//! Never goes through the convenient calls of gloo-storage that panic or wrap values in JSON; the text under a key is the record.
#![allow(clippy::disallowed_methods, reason = "here the store meets the browser")]

use super::backend::{Primary, Refusal};
use gloo_storage::Storage;
use wasm_bindgen::{JsCast, JsValue};

/// The local storage of this origin.
pub struct LocalStorage(web_sys::Storage);

impl LocalStorage {
    /// The local storage, or `None` where it is null, throws, or cannot even be counted (blocked site data, sandboxed frames).
    pub fn find() -> Option<LocalStorage> {
        let there = web_sys::window()?.local_storage().ok()??;
        there.length().ok()?;
        // From here on gloo's own access, which would throw on the page had the look above not succeeded.
        Some(LocalStorage(gloo_storage::LocalStorage::raw()))
    }
}

impl Primary for LocalStorage {
    fn lasting(&self) -> bool {
        true
    }

    fn get(&self, key: &str) -> Result<Option<String>, Refusal> {
        self.0.get_item(key).map_err(|error| refusal(&error))
    }

    fn set(&self, key: &str, text: &str) -> Result<(), Refusal> {
        self.0.set_item(key, text).map_err(|error| refusal(&error))
    }

    fn remove(&self, key: &str) -> Result<(), Refusal> {
        self.0.remove_item(key).map_err(|error| refusal(&error))
    }

    fn keys(&self) -> Result<Vec<String>, Refusal> {
        // One call for all of them: counting through `key(n)` skips some while another tab writes.
        self.0.length().map_err(|error| refusal(&error))?;
        Ok(js_sys::Object::keys(&self.0).iter().filter_map(|key| key.as_string()).collect())
    }
}

/// What a thrown value means; its name differs between browsers and versions, so whatever speaks of quota counts as full.
pub(super) fn refusal(error: &JsValue) -> Refusal {
    let name = match error.dyn_ref::<web_sys::DomException>() {
        Some(exception) => format!("{}: {}", exception.name(), exception.message()),
        None => error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |error| String::from(error.to_string())),
    };
    if name.to_ascii_lowercase().contains("quota") {
        Refusal::Full(name)
    } else if name.starts_with("SecurityError") {
        Refusal::Unavailable(name)
    } else {
        Refusal::Failed(name)
    }
}
