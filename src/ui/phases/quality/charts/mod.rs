//! Control charts on the page: the list, the one shown with its signals and settings, and what is behind a point.

mod capability;
mod detail;
mod drawn;
mod figures;
mod list;
mod point;
mod settings;
mod state;

pub use capability::CapabilityView;
pub use drawn::drawn;
pub use list::ChartsView;
pub use state::Charts;
