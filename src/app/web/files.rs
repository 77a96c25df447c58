//! Files the person gives and takes: read as bytes, offered for saving.
//!
//! Never looks inside.

use super::worker::reason;
use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;

/// The bytes of a file.
///
/// # Errors
/// A sentence that says why the file cannot be read.
pub async fn bytes_of(file: &web_sys::File) -> Result<Vec<u8>, String> {
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|error| {
        format!(
            "“{}” could not be read: {}. If it is open in another program or on a network drive, copy it and try again.",
            file.name(),
            reason(&error)
        )
    })?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
