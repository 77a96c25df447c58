//! What is kept survives crashes, damage, other tabs and full disks.

#[path = "../computing/mod.rs"]
mod computing;
mod crash;
mod damage;
mod directory;
mod faults;
mod hostile;
mod records;
mod room;
mod size;
mod support;
mod tabs;
