//! The program of a worker, loaded into the page: for portals that forbid workers. It answers in slices, so that the page stays usable.
//!
//! Never used where a worker may run.

use super::worker::reason;
use js_sys::{ArrayBuffer, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlScriptElement;

/// Where the script of a worker that finds itself on a page leaves the promise of its program, under the script's name.
const PROGRAMS: &str = "linewrightPrograms";

/// A loaded program.
#[derive(Clone)]
pub struct Program(Function);

impl Program {
    /// Lets it answer one message; `hear` gets every reply and answers whether to go on.
    ///
    /// # Errors
    /// It broke, for this reason.
    pub async fn answer(&self, bytes: &[u8], hear: impl Fn(Vec<u8>) -> bool + 'static) -> Result<(), String> {
        let post = Closure::<dyn Fn(JsValue) -> bool>::new(move |reply: JsValue| {
            reply.dyn_into::<ArrayBuffer>().is_ok_and(|buffer| hear(Uint8Array::new(&buffer).to_vec()))
        });
        let promised = self.0.call2(&JsValue::NULL, &Uint8Array::from(bytes), post.as_ref());
        let promise = promised.map_err(|error| reason(&error))?.unchecked_into::<Promise>();
        JsFuture::from(promise).await.map(drop).map_err(|error| reason(&error))
    }
}

/// Loads the program of the worker script `name` at `address`, once for the page.
///
/// # Errors
/// Its files did not arrive or did not run, for this reason.
pub async fn load_program(name: &str, address: &str) -> Result<Program, String> {
    if promised(name).is_none() {
        JsFuture::from(add_script(address)?).await.map_err(|_| "its files could not be loaded".to_owned())?;
    }
    let promise = promised(name).ok_or("its files could not be run")?;
    let program = JsFuture::from(promise).await.map_err(|error| reason(&error))?;
    program.dyn_into::<Function>().map(Program).map_err(|_| "its files are of another kind".to_owned())
}

fn promised(name: &str) -> Option<Promise> {
    let programs = Reflect::get(&js_sys::global(), &PROGRAMS.into()).ok().filter(JsValue::is_object)?;
    Reflect::get(&programs, &name.into()).ok()?.dyn_into().ok()
}

/// Adds a script to the page; the promise is kept when it has run.
fn add_script(address: &str) -> Result<Promise, String> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or("there is no page")?;
    let element = document.create_element("script").map_err(|error| reason(&error))?;
    let script = element.unchecked_into::<HtmlScriptElement>();
    let loaded = Promise::new(&mut |done, failed| {
        script.set_onload(Some(&done));
        script.set_onerror(Some(&failed));
    });
    script.set_src(address);
    let head = document.head().ok_or("there is no page")?;
    head.append_child(&script).map_err(|error| reason(&error))?;
    Ok(loaded)
}
