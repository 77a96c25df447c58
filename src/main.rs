//! The page: reads where it was put, arms the rescue page against a panic, and mounts the interface.
//!
//! It never holds a rule of the product: those live in the layers of the library.

use wasm_bindgen::JsValue;

fn main() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        report_panic(&info.to_string());
    }));
    #[cfg(feature = "bench")]
    linewright::ui::artefacts::scheduling_board::contend();
    #[cfg(not(feature = "bench"))]
    leptos::mount::mount_to_body(linewright::ui::App);
}

/// Hands a panic's message to the boot script, which shows the rescue page.
fn report_panic(message: &str) {
    let init = web_sys::CustomEventInit::new();
    init.set_detail(&JsValue::from_str(message));
    if let (Some(window), Ok(event)) = (web_sys::window(), web_sys::CustomEvent::new_with_event_init_dict("linewright-panic", &init)) {
        // A failure here leaves the browser's own error event, which the boot script listens to as well.
        drop(window.dispatch_event(&event));
    }
}
