//! Projects whose tasks share resources of constant size: searched on packed profiles, far quicker than the rich decoder is.
//!
//! Never has the last word: what is found here is built again by the rich decoder.

mod kernel;
mod project;
mod proof;
mod prover;
mod walk;

pub(super) use walk::Walk;
