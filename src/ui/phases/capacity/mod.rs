//! The Capacity phase: who and what is there, when, and whether it is enough.

mod calendars;
mod load;
mod materials;
mod page;
mod rough;
mod week;

pub use materials::MaterialsView;
pub use page::CapacityPage;
pub use rough::RoughCutView;
