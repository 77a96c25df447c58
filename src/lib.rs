//! Linewright: production management in one static web page.
//!
//! The layers, lowest first; each knows only those named in `tests/layers.rs`.

pub mod app;
pub mod document;
pub mod engine;
pub mod exchange;
pub mod guide;
pub mod model;
pub mod store;
pub mod ui;
