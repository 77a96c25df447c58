//! The exchange worker: reads and writes files away from the page, and is loaded when first needed.
//!
//! Never touches the page, a store or the network.

use js_sys::{ArrayBuffer, Uint8Array};
use linewright::exchange::job::{ExchangeState, answer};
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
    let mut state = ExchangeState::default();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok(buffer) = event.data().dyn_into::<ArrayBuffer>() else { return };
        let reply = answer(&Uint8Array::new(&buffer).to_vec(), BUILD_ID, &mut state);
        let buffer = Uint8Array::from(reply.as_slice()).buffer();
        drop(worker.post_message_with_transfer(&buffer, &js_sys::Array::of1(&buffer)));
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // Lives as long as the worker.
    on_message.forget();
    // Anything that is not bytes says that the worker listens.
    drop(scope.post_message(&JsValue::TRUE));
}
