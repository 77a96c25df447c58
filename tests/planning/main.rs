//! The plan ahead and the sizes of supplies, against reference cases.

mod aggregate_answers;
mod aggregate_impossible;
mod aggregate_reference;
mod aggregate_whole;
#[path = "../reference/mod.rs"]
mod reference;
mod supply;
