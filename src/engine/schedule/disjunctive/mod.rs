//! Problems in which single machines bind: tabu search on the graph of a schedule, path relinking, and bounds.
//!
//! Never places a task: what it finds are sequences, and the decoder makes the schedule that counts.

mod bound;
mod compile;
mod construct;
mod critical;
mod elite;
mod relink;
mod selection;
mod shop;
mod span;
mod tabu;

use super::search::{Ground, Search};
use compile::Frame;

/// The searches for problems of this kind; none for others.
pub(super) fn suited(ground: Ground) -> Vec<Box<dyn Search>> {
    let Some(frame) = Frame::new(ground.net, ground.windows) else { return Vec::new() };
    vec![Box::new(span::SpanSearch::new(frame, ground))]
}
