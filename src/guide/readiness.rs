//! What an organisation needs before it adopts production management.

/// What has to be there before an organisation adopts it: each prerequisite with its statements.
pub const READINESS: [(&str, [&str; 4]); 4] = [
    (
        "Those concerned agree",
        [
            "A named sponsor has agreed to the goal and to how success is measured",
            "Middle managers of every team concerned were asked, and no objection is unanswered",
            "Those who do the work helped to describe how it is done today",
            "Targets of teams that contradict each other are listed and decided",
        ],
    ),
    (
        "There are means for the change",
        [
            "There is a budget, or a decision that there is none",
            "Time is freed: at least one hour in twenty for the first three months",
            "Somebody is released to lead the change",
            "The data for the first dashboard can be had without a project",
        ],
    ),
    (
        "Responsibilities are clear",
        [
            "Every phase has exactly one role that is accountable",
            "Every step has a role that does it",
            "Every key figure and open issue has an owner",
            "It is written down who decides what, and whom to call next",
        ],
    ),
    (
        "Planning and reporting have begun",
        [
            "There is a history of demand of at least two dozen periods",
            "A plan is kept and held against what happened",
            "At least three key figures are reported regularly, with definitions",
            "Defects or issues are recorded with their cause",
        ],
    ),
];
