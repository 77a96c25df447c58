//! A background worker of the page: one WebAssembly module of its own, talked to in bytes.
//!
//! Never knows what the bytes mean.

use js_sys::{ArrayBuffer, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, Worker};

/// What a worker says.
pub enum Word {
    /// It has loaded and listens.
    Listening,
    /// It sent these bytes.
    Bytes(Vec<u8>),
    /// It broke or could not be loaded, for this reason.
    Broken(String),
}

/// A running worker; dropping it ends it at once.
pub struct Background {
    worker: Worker,
    waiting: Rc<RefCell<Option<Vec<Vec<u8>>>>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Background {
    /// Starts the worker whose script is the file `name` in the site's root. Messages sent before it listens wait.
    ///
    /// # Errors
    /// The browser or the portal around the page forbids workers.
    pub fn start(name: &str, hear: impl Fn(Word) + 'static) -> Result<Background, String> {
        let worker = Worker::new(&in_root(name)).map_err(|error| reason(&error))?;
        let hear = Rc::new(hear);
        let waiting: Rc<RefCell<Option<Vec<Vec<u8>>>>> = Rc::new(RefCell::new(Some(Vec::new())));
        let on_message = {
            let (hear, waiting, worker) = (Rc::clone(&hear), Rc::clone(&waiting), worker.clone());
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| match event.data().dyn_into::<ArrayBuffer>() {
                Ok(buffer) => hear(Word::Bytes(Uint8Array::new(&buffer).to_vec())),
                Err(_) => {
                    for message in waiting.borrow_mut().take().unwrap_or_default() {
                        post(&worker, &message);
                    }
                    hear(Word::Listening);
                }
            })
        };
        let on_error = {
            let hear = Rc::clone(&hear);
            Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
                // A script that cannot be loaded gives an event without a message.
                let message = js_sys::Reflect::get(&event, &"message".into()).ok().and_then(|message| message.as_string());
                hear(Word::Broken(
                    message.filter(|message| !message.is_empty()).unwrap_or_else(|| "its files could not be loaded".to_owned()),
                ));
            })
        };
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Background { worker, waiting, _on_message: on_message, _on_error: on_error })
    }

    /// Sends bytes to the worker.
    pub fn send(&self, bytes: Vec<u8>) {
        match self.waiting.borrow_mut().as_mut() {
            Some(waiting) => waiting.push(bytes),
            None => post(&self.worker, &bytes),
        }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Hands the bytes over without a second copy.
fn post(worker: &Worker, bytes: &[u8]) {
    let array = Uint8Array::from(bytes);
    let buffer = array.buffer();
    // A worker that has ended takes no messages; its end is reported by its own error event.
    let _ = worker.post_message_with_transfer(&buffer, &js_sys::Array::of1(&buffer));
}

/// The address of a file in the site's root, whatever page asks for it.
fn in_root(name: &str) -> String {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    let base = root.and_then(|root| root.get_attribute("data-base")).unwrap_or_default();
    format!("{}/{name}", base.trim_end_matches('/'))
}

/// What a thrown value says.
pub fn reason(error: &JsValue) -> String {
    let message = js_sys::Reflect::get(error, &JsValue::from_str("message")).ok().and_then(|message| message.as_string());
    message.or_else(|| error.as_string()).unwrap_or_else(|| "the browser gave no reason".to_owned())
}
