//! The frame around every page: top bar, rail of phases, page header, command palette, theme, focus.
//!
//! Told everything by its props: names, states, links and what to do. It reads the address only to mark where one is.

mod focus;
mod frame;
mod page_header;
mod rail;
mod theme;
mod top_bar;

pub use focus::RouteFocus;
pub use frame::{Frame, FrameWords};
pub use page_header::{NextStep, PageHeader, PageState};
pub use rail::{Rail, RailItem, RailState};
pub use theme::{Theme, ThemeMenu, apply_theme};
pub use top_bar::{SavedState, TopBar, UndoState};
