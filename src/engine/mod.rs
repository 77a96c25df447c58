//! Pure functions: a problem, options and a seed in; an outcome and findings out.
//!
//! Never reads a clock, a random source or a store, never fails and never panics: what cannot be done is told as a finding.

pub mod adoption;
pub mod aggregate;
pub mod analysis;
pub mod calendar;
pub mod checks;
pub mod finance;
pub mod flow;
pub mod forecast;
pub mod job;
pub mod linear;
pub mod meeting;
pub mod performance;
pub mod pitfalls;
pub mod plan;
pub mod practices;
pub mod quality;
mod rows;
pub mod schedule;
pub mod slices;
pub mod statistics;
pub mod supply;
