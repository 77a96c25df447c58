//! The Capacity phase: who and what is there, when, and whether it is enough.

mod calendars;
mod load;
mod materials;
mod page;
mod week;

pub use materials::MaterialsView;
pub use page::CapacityPage;
