//! The engine's program: receives a request, runs the engine, posts progress and the reply. Mostly in a worker of its own; on the page, in
//! slices, where a portal forbids workers.
//!
//! Never touches the page, a store or the network.
#![allow(clippy::disallowed_methods, reason = "the program hands the clock to the engine")]

use joint::{BUILD_ID, SLICE_MS, WORKER_SLICE_MS, buffer_of, now, others_turn};
use js_sys::{ArrayBuffer, Function, Uint8Array};
use linewright::engine::job::{Reply, run};
use linewright::engine::slices::Slices;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

// The page's own way of resting; a program of its own cannot reach it through the page's layer.
#[path = "../app/web/turn.rs"]
mod turn;

mod joint;

thread_local! {
    /// Counts messages: each ends the work on those before. One without bytes asks for nothing else.
    static MESSAGES: Cell<u64> = const { Cell::new(0) };
    /// What came for the work that is going on in a worker; nothing when none is.
    static INBOX: RefCell<Option<VecDeque<Vec<u8>>>> = const { RefCell::new(None) };
}

fn main() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let worker = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok(buffer) = event.data().dyn_into::<ArrayBuffer>() else { return };
        let bytes = Uint8Array::new(&buffer).to_vec();
        let Some(bytes) = outside(bytes) else { return };
        let (worker, message) = (worker.clone(), next_message());
        spawn_local(async move {
            let slices = Slices::of(WORKER_SLICE_MS, &now, &others_turn);
            let mut tell = |reply: &Reply| {
                if let Some(buffer) = buffer_of(reply) {
                    drop(worker.post_message_with_transfer(&buffer, &js_sys::Array::of1(&buffer)));
                }
                is_last(message)
            };
            if !bytes.is_empty() {
                INBOX.set(Some(VecDeque::new()));
                run(&bytes, BUILD_ID, &slices, Some(&next_inside), &mut tell).await;
                INBOX.set(None);
            }
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
    let message = next_message();
    let slices = Slices::of(SLICE_MS, &now, &others_turn);
    let mut tell = |reply: &Reply| {
        let answer = buffer_of(reply).and_then(|buffer| post.call1(&JsValue::NULL, &buffer).ok());
        answer.is_some_and(|answer| answer.is_truthy()) && is_last(message)
    };
    if !bytes.is_empty() {
        run(&bytes, BUILD_ID, &slices, None, &mut tell).await;
    }
}

/// Puts a message with bytes into the inbox while there is work; answers any other.
fn outside(bytes: Vec<u8>) -> Option<Vec<u8>> {
    INBOX.with_borrow_mut(|inbox| match inbox {
        Some(inbox) if !bytes.is_empty() => {
            inbox.push_back(bytes);
            None
        }
        _ => Some(bytes),
    })
}

/// The next message in the inbox.
fn next_inside() -> Option<Vec<u8>> {
    INBOX.with_borrow_mut(|inbox| inbox.as_mut()?.pop_front())
}

fn next_message() -> u64 {
    MESSAGES.with(|messages| {
        messages.set(messages.get() + 1);
        messages.get()
    })
}

/// Whether nothing has been said since the message.
fn is_last(message: u64) -> bool {
    MESSAGES.with(|messages| messages.get() == message)
}
