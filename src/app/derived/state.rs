//! How far each phase is: what is there, what is missing, what is wrong.

use crate::app::Session;
use crate::engine::checks::{Finding, Weight, findings};
use crate::model::{OrderStatus, Phase, TableName, Verdict, Workspace};

/// How far a phase is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// Nothing has been entered yet.
    Empty,
    /// Something keeps the next phase from its work.
    Blocked,
    /// Something will go wrong.
    Attention,
    /// Nothing is missing.
    Ready,
}

/// The state of a phase as the rail and the page's head show it.
#[derive(Clone, PartialEq, Debug)]
pub struct PhaseState {
    pub level: Level,
    /// The phase in one line of figures: `12 open orders, 2 late`.
    pub summary: String,
    /// What is missing or wrong, most weighty first.
    pub findings: Vec<Finding>,
}

/// The state of a phase; tracked on every table it depends on.
pub fn phase_state(session: Session, phase: Phase) -> PhaseState {
    session.watch(tables_of(phase), |workspace| state_of(workspace, phase))
}

fn state_of(workspace: &Workspace, phase: Phase) -> PhaseState {
    let found = findings(phase, workspace);
    let (is_empty, summary) = summary(workspace, phase);
    let level = match found.iter().map(|finding| finding.weight).max() {
        _ if is_empty => Level::Empty,
        Some(Weight::Blocker) => Level::Blocked,
        Some(Weight::Warning) => Level::Attention,
        _ => Level::Ready,
    };
    PhaseState { level, summary, findings: found }
}

/// The tables that a phase's state depends on.
fn tables_of(phase: Phase) -> &'static [TableName] {
    use TableName as T;
    match phase {
        Phase::Demand => &[T::Order, T::Item, T::Customer, T::Location, T::Operation],
        Phase::Capacity => &[T::Resource, T::Calendar, T::CalendarRule, T::Location],
        Phase::Workflow => {
            &[T::Operation, T::OperationResource, T::OperationMaterial, T::ItemSupplier, T::ItemDistribution, T::Stock, T::Item, T::Order]
        }
        Phase::Schedule => &[T::Task, T::Promise, T::SupplyOrder],
        Phase::Allocation => &[T::Task, T::Absence, T::Resource],
        _ => &[],
    }
}

/// Whether the phase is empty, and its figures in one line.
fn summary(workspace: &Workspace, phase: Phase) -> (bool, String) {
    let plural = |count: usize, one: &str, many: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {many}") };
    match phase {
        Phase::Demand => {
            let open = workspace.orders.values().filter(|order| order.status == OrderStatus::Open).count();
            (workspace.orders.is_empty(), plural(open, "open order", "open orders"))
        }
        Phase::Capacity => (workspace.resources.is_empty(), plural(workspace.resources.len(), "resource", "resources")),
        Phase::Workflow => (workspace.operations.is_empty(), plural(workspace.operations.len(), "step", "steps")),
        Phase::Schedule => {
            let late = workspace.promises.values().filter(|promise| promise.verdict != Verdict::OnTime).count();
            let tasks = plural(workspace.tasks.len(), "task", "tasks");
            let nothing = workspace.tasks.is_empty() && workspace.promises.is_empty();
            (nothing, if late == 0 { tasks } else { format!("{tasks}, {}", plural(late, "order late", "orders late")) })
        }
        Phase::Allocation => {
            let assigned =
                workspace.tasks.values().filter(|task| task.placement.as_ref().is_some_and(|placement| !placement.uses.is_empty())).count();
            (workspace.tasks.is_empty(), plural(assigned, "assigned task", "assigned tasks"))
        }
        _ => (true, String::new()),
    }
}
