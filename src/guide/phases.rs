//! The question, the result and the next step of each phase.

use crate::model::{Artefact, Phase};

/// What people read about a phase.
#[derive(Clone, Copy, Debug)]
pub struct Guide {
    /// The phase's name on the rail.
    pub title: &'static str,
    /// The question it answers.
    pub question: &'static str,
    /// What the phase is for, in two sentences at most.
    pub about: &'static str,
    /// The artefact that it works on, where it has one.
    pub artefact: Option<Artefact>,
    /// What an empty phase needs first.
    pub first_step: &'static str,
    /// Why one goes on to the next phase.
    pub next: &'static str,
}

/// The words of a phase.
pub const fn guide(phase: Phase) -> Guide {
    match phase {
        Phase::Demand => Guide {
            title: "Demand",
            question: "What is asked for, how much, and by when?",
            about: "Orders, tickets and cases with their due dates, and how demand runs per item and period.",
            artefact: Some(Artefact::ProductionPlan),
            first_step: "Add the first order, paste a list from a spreadsheet, or import a workbook.",
            next: "Is there enough capacity for it?",
        },
        Phase::Capacity => Guide {
            title: "Capacity",
            question: "Who and what is there, when, and is it enough?",
            about: "People, machines, tools and places with their calendars and skills, and the load each period puts on them.",
            artefact: Some(Artefact::ProductionPlan),
            first_step: "Add the people and machines that do the work, and the week they work.",
            next: "How does the work flow?",
        },
        Phase::Workflow => Guide {
            title: "Workflow",
            question: "Which steps make it, in which order, by whom?",
            about: "The routing of every item as a map with one lane per role or resource, and what goes into it.",
            artefact: Some(Artefact::WorkflowMap),
            first_step: "Choose an item and draw its first step.",
            next: "When does each task run?",
        },
        Phase::Schedule => Guide {
            title: "Schedule",
            question: "When does each task run, and will every order be ready in time?",
            about: "Orders are netted against stock, exploded into tasks and placed on resources within their capacity.",
            artefact: Some(Artefact::SchedulingBoard),
            first_step: "Have orders, steps and resources, then choose “Plan”.",
            next: "Who does what?",
        },
        Phase::Allocation => Guide {
            title: "Allocation",
            question: "Who does what, day by day, and who has too much?",
            about: "Every person and machine by day, with over- and under-load, absences and the tasks they touch.",
            artefact: Some(Artefact::SchedulingBoard),
            first_step: "Plan the schedule first; its tasks appear here by person and day.",
            next: "How is the work going?",
        },
        Phase::Execution => Guide {
            title: "Execution",
            question: "How is the work going?",
            about: "The work of each person and machine as a list. Those who do it report when it begins, stops and ends, and the schedule follows.",
            artefact: Some(Artefact::SchedulingBoard),
            first_step: "Plan the schedule first, then choose whose work the list shows.",
            next: "Is it good?",
        },
        Phase::Quality => Guide {
            title: "Quality",
            question: "Is it good?",
            about: "Checklists at the control points of the work, what was found with them, and whether that is a signal or noise.",
            artefact: Some(Artefact::QualityChecklist),
            first_step: "Add a checklist and the step at which it is filled in.",
            next: "What do the figures say?",
        },
        Phase::Performance => Guide {
            title: "Performance",
            question: "What do the figures say?",
            about: "Key figures counted from what was reported, each with what it is made of and whether it changes by more than chance; flow, losses and pitfalls.",
            artefact: Some(Artefact::PerformanceDashboard),
            first_step: "Report on the run list when work begins, stops and ends; the figures follow.",
            next: "What went wrong, and why?",
        },
        Phase::Issues => Guide {
            title: "Issues",
            question: "What went wrong, and why?",
            about: "Calls for help, nonconformities and complaints: contained, analysed to the root cause, corrected, and shown to be gone.",
            artefact: None,
            first_step: "Report what went wrong, in a few words; the rest can follow.",
            next: "What gets better?",
        },
        Phase::Improvement => Guide {
            title: "Improvement",
            question: "What gets better, and how do we know?",
            about: "Changes from idea to proof: what is expected, what was measured before and after, what was decided, and what it is worth.",
            artefact: None,
            first_step: "Add an improvement and write down what you expect from it.",
            next: "",
        },
    }
}
