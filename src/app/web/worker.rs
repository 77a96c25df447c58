//! A program beside the page, talked to in bytes: in a background worker, or on the page where a portal forbids workers.
//!
//! Never knows what the bytes mean.

use super::here::{Program, load_program};
use js_sys::{ArrayBuffer, Uint8Array};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{ErrorEvent, MessageEvent, Worker};

/// What a program says.
pub enum Word {
    /// It has loaded and listens.
    Listening,
    /// It sent these bytes.
    Bytes(Vec<u8>),
    /// It broke or could not be loaded, for this reason.
    Broken(String),
}

/// A running program; dropping it ends it: in a worker at once, on the page at its next word.
pub struct Background {
    shared: Rc<Shared>,
}

struct Shared {
    /// The file with its script, in the site's root.
    name: String,
    hear: Box<dyn Fn(Word)>,
    way: RefCell<Way>,
    /// Messages that came before the program listened.
    waiting: RefCell<Option<Vec<Vec<u8>>>>,
    ended: Cell<bool>,
}

/// Where the program runs.
enum Way {
    Nowhere,
    Worker(Crew),
    Page(Program),
}

/// A worker and what listens to it.
struct Crew {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Background {
    /// Starts the program whose script is the file `name` in the site's root. Messages sent before it listens wait.
    pub fn start(name: &str, hear: impl Fn(Word) + 'static) -> Background {
        let shared = Rc::new(Shared {
            name: name.to_owned(),
            hear: Box::new(hear),
            way: RefCell::new(Way::Nowhere),
            waiting: RefCell::new(Some(Vec::new())),
            ended: Cell::new(false),
        });
        // A policy that forbids workers shows here in some browsers, and as the worker's error in others.
        match Worker::new(&in_root(name)) {
            Ok(worker) => *shared.way.borrow_mut() = Way::Worker(crew(&shared, worker)),
            Err(_) => run_here(&shared),
        }
        Background { shared }
    }

    /// Whether it runs beside the page and not on it.
    pub fn is_beside(&self) -> bool {
        matches!(*self.shared.way.borrow(), Way::Worker(_))
    }

    /// Sends bytes to the program.
    pub fn send(&self, bytes: Vec<u8>) {
        match self.shared.waiting.borrow_mut().as_mut() {
            Some(waiting) => waiting.push(bytes),
            None => post(&self.shared, bytes),
        }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.shared.ended.set(true);
        // A program that is told of its end in the middle of a word lives until that word is said.
        if let Ok(mut way) = self.shared.way.try_borrow_mut() {
            *way = Way::Nowhere;
        }
    }
}

/// Listens to a worker.
fn crew(shared: &Rc<Shared>, worker: Worker) -> Crew {
    let listener = Rc::downgrade(shared);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Some(shared) = listener.upgrade() else { return };
        match event.data().dyn_into::<ArrayBuffer>() {
            Ok(buffer) => (shared.hear)(Word::Bytes(Uint8Array::new(&buffer).to_vec())),
            Err(_) => listening(&shared),
        }
    });
    let listener = Rc::downgrade(shared);
    let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
        let Some(shared) = listener.upgrade() else { return };
        // One that never listened was not let: a policy, or its files did not arrive. On the page the same files are tried again.
        if shared.waiting.borrow().is_some() {
            run_here(&shared);
            return;
        }
        let message = js_sys::Reflect::get(&event, &"message".into()).ok().and_then(|message| message.as_string());
        let message = message.filter(|message| !message.is_empty());
        (shared.hear)(Word::Broken(message.unwrap_or_else(|| "the browser ended it".to_owned())));
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    Crew { worker, _on_message: on_message, _on_error: on_error }
}

/// Hands over what waited.
fn listening(shared: &Rc<Shared>) {
    for message in shared.waiting.borrow_mut().take().unwrap_or_default() {
        post(shared, message);
    }
    (shared.hear)(Word::Listening);
}

/// Loads the program into the page.
fn run_here(shared: &Rc<Shared>) {
    let weak = Rc::downgrade(shared);
    let name = shared.name.clone();
    spawn_local(async move {
        let loaded = load_program(&name, &in_root(&name)).await;
        let Some(shared) = weak.upgrade().filter(|shared| !shared.ended.get()) else { return };
        match loaded {
            Ok(program) => {
                // The worker that was not let goes only now, for this may have been asked for by its own error.
                *shared.way.borrow_mut() = Way::Page(program);
                listening(&shared);
            }
            Err(reason) => (shared.hear)(Word::Broken(reason)),
        }
    });
}

/// Hands the bytes over.
fn post(shared: &Rc<Shared>, bytes: Vec<u8>) {
    match &*shared.way.borrow() {
        Way::Nowhere => {}
        Way::Worker(crew) => {
            let buffer = Uint8Array::from(bytes.as_slice()).buffer();
            // A worker that has ended takes no messages; its end is reported by its own error event.
            let _ = crew.worker.post_message_with_transfer(&buffer, &js_sys::Array::of1(&buffer));
        }
        Way::Page(program) => {
            let (program, weak) = (program.clone(), Rc::downgrade(shared));
            spawn_local(async move { answer_here(&program, &bytes, &weak).await });
        }
    }
}

/// Lets the program on the page answer one message.
async fn answer_here(program: &Program, bytes: &[u8], weak: &Weak<Shared>) {
    let listener = weak.clone();
    let hear = move |reply: Vec<u8>| {
        let living = listener.upgrade().filter(|shared| !shared.ended.get());
        living.is_some_and(|shared| {
            (shared.hear)(Word::Bytes(reply));
            // Hearing may have ended it.
            !shared.ended.get()
        })
    };
    if let Err(reason) = program.answer(bytes, hear).await
        && let Some(shared) = weak.upgrade().filter(|shared| !shared.ended.get())
    {
        (shared.hear)(Word::Broken(reason));
    }
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
