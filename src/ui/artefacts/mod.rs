//! The artefacts: each a pure render model first, then painted.

pub mod scheduling_board;
