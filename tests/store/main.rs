//! What is kept survives crashes, damage, other tabs and full disks.

mod crash;
mod damage;
mod directory;
mod faults;
mod hostile;
mod records;
mod size;
mod support;
mod tabs;
