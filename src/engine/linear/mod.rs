//! Linear programmes: solved by the dual simplex method, with prices of every bound and how far they hold, and whole numbers where asked.
//!
//! Plain mathematics: never knows what a column means.

mod dual;
mod lu;
mod primal;
mod programme;
mod ranging;
mod simplex;
#[cfg(test)]
mod tests;
mod whole;

pub use programme::{Column, Programme};
pub use ranging::{Bound, Curve, Piece, curve_of};
pub use simplex::{Conflict, Ended, Place, Simplex, Watch};
pub use whole::{WholeSearch, whole_between};
