//! The sign of each phase, in the rail and wherever one leads to it.

use crate::model::Phase;
use crate::ui::widgets::Icon;

/// The icon of a phase.
pub fn phase_icon(phase: Phase) -> Icon {
    match phase {
        Phase::Demand => Icon::Inbox,
        Phase::Capacity => Icon::Gauge,
        Phase::Workflow => Icon::Flow,
        Phase::Schedule => Icon::Board,
        Phase::Allocation => Icon::People,
        Phase::Execution => Icon::Play,
        Phase::Quality => Icon::Shield,
        Phase::Performance => Icon::Trend,
        Phase::Issues => Icon::Alert,
        Phase::Improvement => Icon::Rise,
    }
}
