//! The Performance phase: key figures with what they are made of, flow, losses, pitfalls and practices.
//!
//! Nothing is counted here: the figures are derived, and every one leads back to the facts.

mod bar;
mod card;
mod chart;
mod figures;
mod flow;
mod look;
mod losses;
mod page;
mod pitfalls;
mod practices;
mod typing;

pub use chart::{control_data, sparkline};
pub use look::{Looked, look_dialog, row_opener, standing_tone};
pub use page::{Desk, PerformancePage};
