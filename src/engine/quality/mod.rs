//! Quality under statistical control.

mod constants;

pub use constants::{Constants, constants};
