//! Control charts, capability, sampling and run lengths, against published cases.

mod capability;
mod charts;
mod constants;
mod rules;
mod run_length;
mod sampling;
mod stages;
mod support;
