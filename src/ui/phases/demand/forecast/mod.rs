//! Forecasts: every series with its history, what is expected, and what a person says instead.
//!
//! Nothing is expected here: the analysis worker foresees, and only what is accepted enters the workspace.

mod backtest;
mod chart;
mod detail;
mod findings;
mod list;
mod outlook;
mod paste;
mod periods;
mod view;

pub use view::ForecastView;
