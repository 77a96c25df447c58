//! The Workflow Map: lanes, steps and handovers, drawn from the data and edited on the map and in its panel.

#[cfg(feature = "page")]
mod export;
#[cfg(feature = "page")]
mod gesture;
pub mod lane_move;
#[cfg(feature = "page")]
mod map;
#[cfg(feature = "page")]
mod page;
#[cfg(feature = "page")]
mod paint;
#[cfg(feature = "page")]
mod panel;
pub mod picture;
#[cfg(feature = "page")]
mod zoom;

#[cfg(feature = "page")]
pub use map::WorkflowMap;
#[cfg(feature = "page")]
pub use page::WorkflowMapPage;
