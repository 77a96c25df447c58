//! Commands, histories, merges and everything else a workspace’s document promises.

mod accountable;
mod commands;
#[path = "../computing/mod.rs"]
mod computing;
mod demand_series;
mod execution;
mod hostile;
mod laws;
mod merge;
mod plan;
mod plan_ahead;
mod recover;
mod scenarios;
mod sizes;
mod support;
mod versions;
