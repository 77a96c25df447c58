//! What the engine's programs share: their build, their clock, their way of resting and of writing what they say.
//!
//! Never knows what is worked on.

use crate::turn;
use js_sys::{ArrayBuffer, Uint8Array};
use linewright::engine::slices::Pause;
use wasm_bindgen::JsCast;

/// The build this program belongs to.
pub const BUILD_ID: &str = match option_env!("LINEWRIGHT_BUILD_ID") {
    Some(id) => id,
    None => "dev",
};

/// Milliseconds of work on the page before the person's turn: less than a frame.
pub const SLICE_MS: f64 = 12.0;
/// Milliseconds of work in a worker before it listens whether it is still wanted.
pub const WORKER_SLICE_MS: f64 = 120.0;

/// Lets everything else have its turn: messages in a worker, the person on the page.
pub fn others_turn() -> Pause {
    Box::pin(turn::turn())
}

/// Milliseconds since the program began.
pub fn now() -> f64 {
    let performance = js_sys::Reflect::get(&js_sys::global(), &"performance".into()).ok();
    performance
        .and_then(|found| found.dyn_into::<web_sys::Performance>().ok())
        .map_or_else(js_sys::Date::now, |performance| performance.now())
}

/// A reply as bytes that can be handed over.
pub fn buffer_of<T: serde::Serialize>(reply: &T) -> Option<ArrayBuffer> {
    postcard::to_allocvec(reply).ok().map(|bytes| Uint8Array::from(bytes.as_slice()).buffer())
}
