//! The exchange's program: reads and writes files away from the page, and is loaded when first needed. Mostly in a worker of its own; on the
//! page where a portal forbids workers.
//!
//! Never touches the page, a store or the network.

use js_sys::{ArrayBuffer, Function, Uint8Array};
use linewright::exchange::job::{ExchangeState, answer};
use std::cell::RefCell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// The build this program belongs to.
const BUILD_ID: &str = match option_env!("LINEWRIGHT_BUILD_ID") {
    Some(id) => id,
    None => "dev",
};

thread_local! {
    /// What is kept between requests.
    static STATE: RefCell<ExchangeState> = RefCell::default();
}

fn main() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let worker = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok(buffer) = event.data().dyn_into::<ArrayBuffer>() else { return };
        let buffer = reply_to(&Uint8Array::new(&buffer).to_vec());
        drop(worker.post_message_with_transfer(&buffer, &js_sys::Array::of1(&buffer)));
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // Lives as long as the worker.
    on_message.forget();
    // Anything that is not bytes says that the worker listens.
    drop(scope.post_message(&JsValue::TRUE));
}

/// Answers a request on the page itself; `post` gets the reply.
#[wasm_bindgen]
pub async fn here(bytes: Vec<u8>, post: Function) {
    drop(post.call1(&JsValue::NULL, &reply_to(&bytes)));
}

fn reply_to(bytes: &[u8]) -> ArrayBuffer {
    let reply = STATE.with_borrow_mut(|state| answer(bytes, BUILD_ID, state));
    Uint8Array::from(reply.as_slice()).buffer()
}
