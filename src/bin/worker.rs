//! The engine's program: receives a request, runs the engine, posts progress and the reply. Mostly in a worker of its own; on the page, in
//! slices, where a portal forbids workers.
//!
//! Never touches the page, a store or the network.
#![allow(clippy::disallowed_methods, reason = "the program hands the clock to the engine")]

use js_sys::{ArrayBuffer, Function, Uint8Array};
use linewright::engine::job::{Reply, run};
use linewright::engine::slices::{Pause, Slices, at_once};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

// The page's own way of resting; a program of its own cannot reach it through the page's layer.
#[path = "../app/web/turn.rs"]
mod turn;

/// The build this program belongs to.
const BUILD_ID: &str = match option_env!("LINEWRIGHT_BUILD_ID") {
    Some(id) => id,
    None => "dev",
};

/// Milliseconds of work on the page before the person's turn: less than a frame.
const SLICE_MS: f64 = 12.0;

fn main() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let worker = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok(buffer) = event.data().dyn_into::<ArrayBuffer>() else { return };
        let bytes = Uint8Array::new(&buffer).to_vec();
        at_once(run(&bytes, BUILD_ID, &Slices::whole(&now), &mut |reply| {
            if let Some(buffer) = buffer_of(reply) {
                drop(worker.post_message_with_transfer(&buffer, &js_sys::Array::of1(&buffer)));
            }
            true
        }));
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // Lives as long as the worker.
    on_message.forget();
    // Anything that is not bytes says that the worker listens.
    drop(scope.post_message(&JsValue::TRUE));
}

/// Answers a request on the page itself. `post` gets every reply and answers whether to go on.
#[wasm_bindgen]
pub async fn here(bytes: Vec<u8>, post: Function) {
    let slices = Slices::of(SLICE_MS, &now, &others_turn);
    let mut tell = |reply: &Reply| {
        let answer = buffer_of(reply).and_then(|buffer| post.call1(&JsValue::NULL, &buffer).ok());
        answer.is_some_and(|answer| answer.is_truthy())
    };
    run(&bytes, BUILD_ID, &slices, &mut tell).await;
}

/// Lets everything else on the page have its turn.
fn others_turn() -> Pause {
    Box::pin(turn::turn())
}

/// Milliseconds since the program began.
fn now() -> f64 {
    let performance = js_sys::Reflect::get(&js_sys::global(), &"performance".into()).ok();
    performance
        .and_then(|found| found.dyn_into::<web_sys::Performance>().ok())
        .map_or_else(js_sys::Date::now, |performance| performance.now())
}

fn buffer_of(reply: &Reply) -> Option<ArrayBuffer> {
    postcard::to_allocvec(reply).ok().map(|bytes| Uint8Array::from(bytes.as_slice()).buffer())
}
