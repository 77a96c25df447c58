//! Charts: a pure render model from data to shapes, and components that paint it as SVG.
//!
//! Every chart can be read without seeing it: marks are reached by arrow keys and tell themselves in a sentence, and the
//! same numbers are offered as a table.

mod bars;
mod bones;
mod histogram;
mod limits;
mod lines;
mod scale;
mod series;
mod time_axis;

#[cfg(feature = "page")]
mod bar_chart;
#[cfg(feature = "page")]
mod fishbone_chart;
#[cfg(feature = "page")]
mod frame;
#[cfg(feature = "page")]
mod histogram_view;
#[cfg(feature = "page")]
mod limit_chart;
#[cfg(feature = "page")]
mod line_chart;

#[cfg(feature = "page")]
pub use bar_chart::BarChart;
pub use bars::{BarModel, lay_out as lay_out_bars};
pub use bones::{BonesModel, lay_out as lay_out_bones};
#[cfg(feature = "page")]
pub use fishbone_chart::FishboneChart;
pub use histogram::{Bin, Border, HistogramData, HistogramModel, bins, lay_out as lay_out_histogram};
#[cfg(feature = "page")]
pub use histogram_view::Histogram;
#[cfg(feature = "page")]
pub use limit_chart::LimitChart;
pub use limits::{LimitData, LimitModel, PointMark, lay_out as lay_out_limits};
#[cfg(feature = "page")]
pub use line_chart::LineChart;
pub use lines::{LineModel, lay_out as lay_out_lines};
pub use scale::{Linear, Tick, ticks};
pub use series::{ChartData, Period, Series};
pub use time_axis::{TimeBand, TimeScale, TimeUnit};
