//! The Workflow Map: lanes, steps and handovers, drawn from the data and edited on the map and in its panel.

mod map;
mod page;
mod paint;
mod panel;

pub use map::WorkflowMap;
pub use page::WorkflowMapPage;
