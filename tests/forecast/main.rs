//! Forecasts, against published series, reference values and simulated processes.

mod accuracy;
mod hostile;
mod intermittent;
mod ranges;
mod reference;
mod support;
