//! Demand forecasts: from a series of quantities per period to what is expected, with honest ranges and everything that explains them.
//!
//! Pure functions of one series; hierarchies and the consumption by orders are plain arithmetic beside them. Never reads a workspace and
//! never changes a history: what is unusual is flagged.

mod accuracy;
mod arima;
mod arima_fit;
mod arma;
mod automatic;
mod backtest;
mod classical;
mod consumption;
mod ets;
mod ets_ahead;
mod ets_fit;
mod ets_search;
mod hierarchy;
mod history;
mod intermittent;
mod method;
mod naive;
mod ranges;
mod rolling;
mod season;
mod simplex;
mod smoothing;
mod stl;
mod theta;
mod unusual;

pub use accuracy::{SMOOTHED_LIMIT, SMOOTHING, Score, mase_scale, smoothed_signal, tracking_limit};
pub use arima::{Arima, Coefficients, Orders};
pub use arima_fit::{arima_aicc, fit_arima};
pub use automatic::{Coverage, Forecast, Range, Settings, Tried, forecast};
pub use backtest::{Backtest, Measured, backtest};
pub use classical::{Classical, Weights};
pub use consumption::{Consumed, Window, consume};
pub use ets::{Ets, Seasonality, Shape};
pub use ets_fit::{choose_ets, fit_ets, fit_holt_winters};
pub use hierarchy::{disaggregate, shares_of};
pub use history::Finding;
pub use intermittent::{DemandClass, Intermittent, Pattern, Rule, pattern};
pub use method::{Method, Parameter};
pub use naive::{SeasonalNaive, spread_of};
pub use rolling::Origins;
pub use season::{Season, decompose, is_seasonal};
pub use smoothing::{Effort, Smoothing, Trend, fit as fit_smoothing};
pub use stl::{Parts, Windows, stl};
pub use theta::{DynamicTheta, Theta, fit_dynamic_theta, fit_theta};
pub use unusual::{LevelShift, Outlier, Unusual, unusual};
