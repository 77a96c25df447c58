//! What makes it time to adopt production management: five triggers, each with three signs.

/// Each trigger with its signs, as statements that can be more or less true.
pub const TRIGGERS: [(&str, [&str; 3]); 5] = [
    ("Rapid growth", ["Demand grows", "People or orders become more", "The bottleneck is full in the weeks ahead"]),
    ("Operational complexity", ["There are many variants", "Work goes through many hands", "Workflows share their resources"]),
    (
        "Market pressure",
        ["Customers want it sooner than it is delivered", "A new rule or competitor presses", "It costs more than the market pays"],
    ),
    (
        "Modernisation of technology",
        ["A change of system is planned within twelve months", "Data are entered again by hand", "Steps have no tool that supports them"],
    ),
    ("Gaps in performance", ["Orders are late", "Work is not right the first time", "One resource holds everything up"]),
];

/// What a course means.
pub const COURSES: [&str; 4] = [
    "Both are high: adopt it now.",
    "It is urgent and not ready: mend the lowest prerequisite first, and try it with one team.",
    "It is ready and not urgent: adopt it step by step, beginning with Quality and Performance.",
    "Neither is high: watch, and look again in six months.",
];
