//! The schedule engine, against an independent checker, published problems and answers known by hand.

mod board;
mod checker;
#[path = "../computing/mod.rs"]
mod computing;
mod constraints;
mod cumulative;
mod flow;
mod hostile;
mod job_shops;
mod just_in_time;
mod objectives;
mod peers;
mod planted;
mod public_sets;
mod random;
#[path = "../reference/mod.rs"]
mod reference;
mod setups;
mod solver;
mod speed;
