//! Quality under statistical control: control charts, capability, gauges, acceptance sampling, and what most comes from.
//!
//! Pure functions of plain numbers. Never reads a workspace and never says what is to be done: it says what is not chance.

mod capability;
mod chart;
mod constants;
mod control;
mod estimate;
mod gauge;
mod iso_2859;
mod normality;
mod pareto;
mod rare;
mod rules;
mod run_length;
mod sampling;
mod switching;

pub use capability::{Capability, Index, Indices, Process, Specification, capability, indices};
pub use chart::{Basis, ChartKind, ChartOutcome, ChartRequest, Exclusion, Finding, Point, Series, Signal, Stage, StageOutcome};
pub use constants::{Constants, constants};
pub use control::control_chart;
pub use gauge::{GaugeStudy, gauge_by_range, gauge_by_variance, gauge_from_ranges};
pub use iso_2859::{Cell, LotPlan, QUALITY_LIMITS, Severity, code_letter, lot_plan, master_cell, tighter_plan};
pub use normality::{Normality, anderson_darling_p, normality, probability_plot};
pub use pareto::{Bar, pareto};
pub use rules::{Rule, RuleSet, Setting};
pub use run_length::{RunLength, average_run_length, cusum_run_length, ewma_run_length, shewhart_run_length};
pub use sampling::{Drawn, SamplingPlan, plan_for_risks};
pub use switching::{Inspected, Since, Standing, Switched, switched};
