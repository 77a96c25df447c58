//! The browser's turn: long work is cut where nothing is half done, so that a page paints and answers in between, and a worker hears.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// Lets the browser do everything else that waits.
pub async fn turn() {
    let waited = Promise::new(&mut |done, _| {
        // A page and a worker have the same timer, but not in the same place of the bindings.
        let global = js_sys::global();
        let timer = Reflect::get(&global, &"setTimeout".into()).ok().and_then(|found| found.dyn_into::<Function>().ok());
        let set = timer.and_then(|timer| timer.call1(&global, &done).ok());
        // Without a timer the work goes on in one piece.
        if set.is_none() {
            drop(done.call0(&done));
        }
    });
    drop(JsFuture::from(waited).await);
}
