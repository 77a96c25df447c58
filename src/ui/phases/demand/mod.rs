//! The Demand phase: orders, how demand runs per item and period, and what is to be expected.

mod figures;
mod forecast;
mod page;
mod periods;

pub use forecast::ForecastView;
pub use page::DemandPage;
