//! The ten phases and the five artefacts: the one list from which rail, routes, route files and the completeness test are made.
//!
//! Depends on nothing, so that the build tool can read it as a module of its own.

/// One of the ten phases of managing production, each building on the one before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Phase {
    Demand,
    Capacity,
    Workflow,
    Schedule,
    Allocation,
    Execution,
    Quality,
    Performance,
    Issues,
    Improvement,
}

impl Phase {
    /// Every phase in the order of the work.
    pub const ALL: [Phase; 10] = [
        Phase::Demand,
        Phase::Capacity,
        Phase::Workflow,
        Phase::Schedule,
        Phase::Allocation,
        Phase::Execution,
        Phase::Quality,
        Phase::Performance,
        Phase::Issues,
        Phase::Improvement,
    ];

    /// The phases that have a page.
    pub const OPEN: [Phase; 10] = Phase::ALL;

    /// The one word that is file, folder, route, style file and command enum of the phase.
    pub const fn word(self) -> &'static str {
        match self {
            Phase::Demand => "demand",
            Phase::Capacity => "capacity",
            Phase::Workflow => "workflow",
            Phase::Schedule => "schedule",
            Phase::Allocation => "allocation",
            Phase::Execution => "execution",
            Phase::Quality => "quality",
            Phase::Performance => "performance",
            Phase::Issues => "issues",
            Phase::Improvement => "improvement",
        }
    }
}

/// One of the five artefacts that the phases produce.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Artefact {
    ProductionPlan,
    WorkflowMap,
    SchedulingBoard,
    QualityChecklist,
    PerformanceDashboard,
}

impl Artefact {
    /// Every artefact in the order of the work.
    pub const ALL: [Artefact; 5] = [
        Artefact::ProductionPlan,
        Artefact::WorkflowMap,
        Artefact::SchedulingBoard,
        Artefact::QualityChecklist,
        Artefact::PerformanceDashboard,
    ];

    /// The artefacts that have a page.
    pub const OPEN: [Artefact; 5] = Artefact::ALL;

    /// The one word that is file, folder and route of the artefact.
    pub const fn word(self) -> &'static str {
        match self {
            Artefact::ProductionPlan => "production_plan",
            Artefact::WorkflowMap => "workflow_map",
            Artefact::SchedulingBoard => "scheduling_board",
            Artefact::QualityChecklist => "quality_checklist",
            Artefact::PerformanceDashboard => "performance_dashboard",
        }
    }
}

/// Pages beside the phases and artefacts, by route; the empty one is the start page.
pub const PAGES: [&str; 6] = ["", "workspaces", "exchange", "scenarios", "history", "tables"];
