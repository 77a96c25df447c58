//! Compiled calendars: how much of something there is, second by second, over a horizon.
//!
//! Never knows shifts by name or people by record; those are turned into [`Rule`]s and [`Profile`]s by the caller.

mod algebra;
mod profile;
mod rules;
mod work;

pub(crate) use profile::{FIRST, LAST, MIRROR, MOST};
pub use profile::{Interval, Milli, ONE, Profile, milli};
pub use rules::Rule;
