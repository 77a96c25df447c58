//! Figures, statistics, money and pitfalls, against reference cases.

mod calibration;
mod costs;
mod figures;
mod finance;
mod key_figures;
mod pitfalls;
#[path = "../reference/mod.rs"]
mod reference;
mod speed;
mod statistics;
mod support;
mod typed;
mod workspace;
