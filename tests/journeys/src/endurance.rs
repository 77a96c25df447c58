//! What a workspace has to endure: kills at any moment, kills in compaction, two tabs at once. Few times in the journeys, many in the benches.
//!
//! An edit counts as acknowledged only when the page itself has said "Saved" after it.

mod compaction;
mod kills;
mod tabs;

pub use compaction::{CompactionTally, Meanwhile, kills_in_compaction};
pub use kills::{KillTally, Storage, kills};
pub use tabs::{Hearing, TabTally, two_tabs};
