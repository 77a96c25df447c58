//! The engine worker: receives a request, runs the engine, posts progress and the reply.
//!
//! Never touches the page, a store or the network.
#![allow(clippy::disallowed_methods, reason = "the worker hands the clock to the engine")]

use js_sys::{ArrayBuffer, Uint8Array};
use linewright::engine::job::{Reply, run};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// The build this worker belongs to.
const BUILD_ID: &str = match option_env!("LINEWRIGHT_BUILD_ID") {
    Some(id) => id,
    None => "dev",
};

fn main() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let worker = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok(buffer) = event.data().dyn_into::<ArrayBuffer>() else { return };
        let bytes = Uint8Array::new(&buffer).to_vec();
        run(&bytes, BUILD_ID, &now, &mut |reply| post(&worker, reply));
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // Lives as long as the worker.
    on_message.forget();
    // Anything that is not bytes says that the worker listens.
    drop(scope.post_message(&JsValue::TRUE));
}

/// Milliseconds since the worker began.
fn now() -> f64 {
    let performance = js_sys::Reflect::get(&js_sys::global(), &"performance".into()).ok();
    performance
        .and_then(|found| found.dyn_into::<web_sys::Performance>().ok())
        .map_or_else(js_sys::Date::now, |performance| performance.now())
}

fn post(scope: &DedicatedWorkerGlobalScope, reply: &Reply) {
    let Ok(bytes) = postcard::to_allocvec(reply) else { return };
    let buffer = Uint8Array::from(bytes.as_slice()).buffer();
    drop(scope.post_message_with_transfer(&buffer, &js_sys::Array::of1(&buffer)));
}
