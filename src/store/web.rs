//! The browser around a store: which places there are, one tab at a time, persistence, random numbers, and when to sweep.
#![allow(clippy::disallowed_methods, reason = "here the store meets the browser")]

use super::backend::{Durable, Held, Lease, Media, Primary};
use super::indexed_db::IndexedDb;
use super::local_storage::LocalStorage;
use super::memory::{MemoryDurable, MemoryPrimary};
use super::task::{Spawn, Task};
use js_sys::{Function, Object, Promise, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Everything a store needs, as far as this browser gives it; what it does not give is replaced by memory that says so.
///
/// Takes as long as the browser takes to open its database, which may be long on a slow disk: show that the page waits.
pub async fn media() -> Media {
    let primary: Rc<dyn Primary> = match LocalStorage::find() {
        Some(found) => Rc::new(found),
        None => Rc::new(MemoryPrimary::default()),
    };
    let durable: Rc<dyn Durable> = match IndexedDb::find().await {
        Ok(found) => Rc::new(found),
        Err(_) => Rc::new(MemoryDurable::default()),
    };
    Media { primary, durable, lease: Rc::new(WebLocks), spawn: Rc::new(EventLoop), fresh_id: Rc::new(random_number) }
}

/// Asks the browser not to clear the storage of this origin by itself; `None` if it cannot be asked.
pub async fn ask_for_persistence() -> Option<bool> {
    let asked = storage_manager()?.persist().ok()?;
    JsFuture::from(asked).await.ok()?.as_bool()
}

/// Bytes used and granted on this origin by the browser's own estimate, local storage not included.
pub async fn estimate() -> Option<(u64, u64)> {
    let asked = storage_manager()?.estimate().ok()?;
    let estimate = JsFuture::from(asked).await.ok()?;
    let number = |name: &str| Reflect::get(&estimate, &name.into()).ok()?.as_f64();
    Some((number("usage")? as u64, number("quota")? as u64))
}

/// A random number from the browser's secure source.
pub fn random_number() -> u64 {
    let mut bytes = [0_u8; 8];
    let filled = web_sys::window().and_then(|window| window.crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok());
    match filled {
        Some(_) => u64::from_le_bytes(bytes),
        // Only on browsers far older than the ones this page runs on; two draws of 32 bits.
        None => (((js_sys::Math::random() * 4_294_967_296.0) as u64) << 32) | (js_sys::Math::random() * 4_294_967_296.0) as u64,
    }
}

/// Calls `swept` whenever another tab may have written: on a storage event, on focus, and when the page is shown again.
///
/// Events are hints that may be missing, so sweep every five seconds as well. Lives until dropped.
pub fn on_hint(swept: impl Fn() + 'static) -> Hints {
    let listener: Closure<dyn FnMut(JsValue)> = Closure::new(move |_event: JsValue| swept());
    let hints = Hints(listener);
    hints.each(|target, name, listener| target.add_event_listener_with_callback(name, listener));
    hints
}

/// Listening for hints; dropping it stops.
pub struct Hints(Closure<dyn FnMut(JsValue)>);

impl Hints {
    fn each(&self, call: impl Fn(&web_sys::EventTarget, &str, &Function) -> Result<(), JsValue>) {
        if let Some(window) = web_sys::window() {
            for name in ["storage", "focus", "pageshow"] {
                // A hint that cannot be listened for is made up for by the regular sweep.
                let _swept_regularly = call(&window, name, self.0.as_ref().unchecked_ref());
            }
        }
    }
}

impl Drop for Hints {
    fn drop(&mut self) {
        self.each(|target, name, listener| target.remove_event_listener_with_callback(name, listener));
    }
}

/// The browser's event loop as the runner of tasks.
struct EventLoop;

impl Spawn for EventLoop {
    fn spawn(&self, task: Task<()>) {
        spawn_local(task);
    }
}

/// The browser's Web Locks; where there are none every tab gets the right, which compaction survives.
struct WebLocks;

impl Lease for WebLocks {
    fn try_hold(&self, name: &str) -> Task<Option<Held>> {
        let asked = ask_for_lock(name);
        Box::pin(async move {
            let Ok(asked) = asked else { return Some(Held::new(|| {})) };
            match JsFuture::from(asked.answer).await {
                Ok(granted) if granted.is_falsy() => None,
                Ok(_) => Some(Held::new(move || drop(asked.release.borrow_mut().take().map(|give_back| give_back.call0(&JsValue::NULL))))),
                Err(_) => Some(Held::new(|| {})),
            }
        })
    }
}

struct AskedLock {
    /// True when granted, false when another tab has it, refused when locks do not work here.
    answer: Promise,
    release: Rc<RefCell<Option<Function>>>,
    _granted: Closure<dyn FnMut(JsValue) -> JsValue>,
}

fn ask_for_lock(name: &str) -> Result<AskedLock, JsValue> {
    let navigator = web_sys::window().ok_or(JsValue::NULL)?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into())?;
    let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE)?;
    let release: Rc<RefCell<Option<Function>>> = Rc::default();
    let settle: Rc<RefCell<Option<(Function, Function)>>> = Rc::default();
    let answer = Promise::new(&mut |fulfil, refuse| *settle.borrow_mut() = Some((fulfil, refuse)));
    let (fulfil, refuse) = settle.borrow_mut().take().ok_or(JsValue::NULL)?;
    let held_by = Rc::clone(&release);
    let granted: Closure<dyn FnMut(JsValue) -> JsValue> = Closure::new(move |lock: JsValue| {
        let _nobody_waits = fulfil.call1(&JsValue::NULL, &JsValue::from_bool(!lock.is_null()));
        if lock.is_null() {
            return JsValue::UNDEFINED;
        }
        // The lock is held until this promise is fulfilled, or the tab is gone.
        Promise::new(&mut |give_back, _| *held_by.borrow_mut() = Some(give_back)).into()
    });
    let requested: Promise = request.call3(&locks, &name.into(), &options, granted.as_ref())?.dyn_into()?;
    // A refusal fails both the request and what waits for it.
    on_refusal(&requested, &refuse)?;
    Ok(AskedLock { answer, release, _granted: granted })
}

/// Calls `refuse` when the promise is refused.
fn on_refusal(promise: &Promise, refuse: &Function) -> Result<JsValue, JsValue> {
    let catch: Function = Reflect::get(promise, &"catch".into())?.dyn_into()?;
    catch.call1(promise, refuse)
}

fn storage_manager() -> Option<web_sys::StorageManager> {
    let navigator = web_sys::window()?.navigator();
    // Missing on pages that are not served securely, where web-sys would hand out something that is not there.
    let manager = Reflect::get(&navigator, &"storage".into()).ok()?;
    manager.is_object().then(|| manager.unchecked_into())
}
