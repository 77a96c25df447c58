//! Quality under statistical control.

mod chart;
mod constants;
mod control;
mod estimate;
mod rare;
mod rules;

pub use chart::{Basis, ChartKind, ChartOutcome, ChartRequest, Exclusion, Finding, Point, Series, Signal, Stage, StageOutcome};
pub use constants::{Constants, constants};
pub use control::control_chart;
pub use rules::{Rule, RuleSet, Setting};
