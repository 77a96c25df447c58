//! The roles of production management, and what each is in every phase unless an organisation says otherwise.

/// The roles.
pub const ROLES: [&str; 5] = ["Executive Sponsor", "Production Manager", "Operations Lead", "Quality Specialist", "Technical Support"];

/// What a role can be in a phase: accountable, responsible, both, consulted, informed or nothing.
pub const LETTERS: [&str; 6] = ["A", "R", "A/R", "C", "I", ""];

/// Who is what in each phase unless somebody says otherwise, by role.
pub const USUAL_LETTERS: [[&str; 5]; 10] = [
    ["C", "A", "R", "C", "C"],
    ["C", "A", "R", "C", "C"],
    ["I", "A", "R", "C", "R"],
    ["I", "A", "R", "I", "C"],
    ["C", "A", "R", "I", "C"],
    ["I", "C", "A/R", "C", "R"],
    ["I", "C", "R", "A/R", "C"],
    ["I", "A", "R", "R", "R"],
    ["I", "C", "A/R", "R", "R"],
    ["A", "R", "R", "R", "C"],
];
