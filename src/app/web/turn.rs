//! The browser's turn: long work on the page is cut where nothing is half done, so that the page paints and answers in between.

use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;

/// Lets the browser do everything else that waits.
pub async fn turn() {
    let waited = Promise::new(&mut |done, _| {
        let timer = web_sys::window().map(|window| window.set_timeout_with_callback(&done));
        // Without a timer the work goes on in one piece.
        if !matches!(timer, Some(Ok(_))) {
            drop(done.call0(&done));
        }
    });
    drop(JsFuture::from(waited).await);
}
