//! The page.
//!
//! The pure parts (render models, reading of typed values) are built and tested without a browser; the rest needs the
//! feature `page`.
#![cfg_attr(not(feature = "page"), allow(dead_code, reason = "the pure parts are used by components that only the page has"))]

#[cfg(feature = "page")]
mod accountable;
#[cfg(feature = "page")]
mod app;
pub mod artefacts;
#[cfg(feature = "page")]
mod found;
#[cfg(feature = "page")]
mod frame;
#[cfg(feature = "page")]
pub mod links;
#[cfg(feature = "page")]
pub mod pages;
#[cfg(feature = "page")]
mod parts;
#[cfg(feature = "page")]
mod phase_icon;
#[cfg(feature = "page")]
pub mod phases;
#[cfg(feature = "page")]
pub mod records;
#[cfg(feature = "page")]
pub mod shell;
#[cfg(feature = "page")]
mod terms;
pub mod widgets;

#[cfg(feature = "page")]
pub use app::{App, tell_shown};
