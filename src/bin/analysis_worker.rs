//! The program of forecasts and other analyses: receives numbers, works them out, posts the answers. Mostly in a worker of its own; on the
//! page, in slices, where a portal forbids workers.
//!
//! Never touches the page, a store, a workspace or the network.
#![allow(clippy::disallowed_methods, reason = "the program hands the clock to the engine")]

use joint::{BUILD_ID, SLICE_MS, WORKER_SLICE_MS, buffer_of, now, others_turn};
use js_sys::{ArrayBuffer, Function, Uint8Array};
use linewright::engine::analysis::{Answer, answer};
use linewright::engine::slices::Slices;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

// The page's own way of resting; a program of its own cannot reach it through the page's layer.
#[path = "../app/web/turn.rs"]
mod turn;

mod joint;

fn main() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let worker = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok(buffer) = event.data().dyn_into::<ArrayBuffer>() else { return };
        let (worker, bytes) = (worker.clone(), Uint8Array::new(&buffer).to_vec());
        spawn_local(async move {
            let slices = Slices::of(WORKER_SLICE_MS, &now, &others_turn);
            // Whoever no longer wants the answer ends the worker.
            let mut tell = |reply: &Answer| {
                if let Some(buffer) = buffer_of(reply) {
                    drop(worker.post_message_with_transfer(&buffer, &js_sys::Array::of1(&buffer)));
                }
                true
            };
            answer(&bytes, BUILD_ID, &slices, &mut tell).await;
        });
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
    let mut tell = |reply: &Answer| {
        let heard = buffer_of(reply).and_then(|buffer| post.call1(&JsValue::NULL, &buffer).ok());
        heard.is_some_and(|heard| heard.is_truthy())
    };
    answer(&bytes, BUILD_ID, &slices, &mut tell).await;
}
