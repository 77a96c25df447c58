//! Projects whose tasks share resources of constant size: searched on packed profiles, far quicker than the rich decoder is.
//!
//! Never has the last word: what is found here is built again by the rich decoder.

mod bytes;
mod kernel;
mod lists;
mod profile;
mod project;
mod proof;
mod prover;
mod walk;
mod words;

pub(super) use walk::Walk;
