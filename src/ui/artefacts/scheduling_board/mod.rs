//! The Scheduling Board: tasks over time, by resource, by order or one by one.
//!
//! What is seen is first built as plain shapes ([`build`]) and only then painted, so that screen, print and export agree
//! and everything but the painting is tested without a browser.

pub mod aria;
pub mod axis;
pub mod build;
pub mod csv;
pub mod fit;
pub mod gesture;
pub mod hit;
pub mod layout;
pub mod navigate;
pub mod palette;
pub mod render_model;
pub mod svg;
pub mod view;
