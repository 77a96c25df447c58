//! Files in and out.

#[path = "../computing/mod.rs"]
mod computing;
mod files;
mod hostile;
mod project;
mod round_trip;
mod support;
mod templates;
