//! Plans of whole workspaces, against an independent judge, planners’ files and answers known by hand.

mod ahead_files;
mod answers;
mod by_hand;
#[path = "../computing/mod.rs"]
mod computing;
mod directions;
mod firm;
mod flow;
mod frepple;
mod job;
mod judge;
mod load;
mod materials;
mod operations;
mod orders;
mod random;
mod rough_cut;
mod scrap;
mod setups;
mod speed;
mod stability;
mod support;
