//! Key figures of equipment: availability, effectiveness, overall equipment effectiveness, utilisation, breakdowns. ISO 22400-2.

use super::amounts::Amount::*;
use super::kpi::{Better, Kpi, Made, Rows, Term, Unit};

const ISO: &str = "ISO 22400-2:2014";

/// Planned busy time: open, less planned stops, and what was worked beyond.
pub(super) const PLANNED_BUSY: &[Term] = &[(1.0, Open), (-1.0, PlannedStop), (1.0, Overtime)];

pub(super) const KPIS: &[Kpi] = &[
    Kpi {
        word: "availability",
        label: "Availability",
        formula: "seconds running / planned busy seconds; planned busy = open − planned stops + worked beyond the calendar",
        unit: Unit::Share,
        better: Better::Up,
        source: ISO,
        rows: Rows::Time,
        made: Made::Ratio { over: &[(1.0, Running)], under: PLANNED_BUSY, scale: 1.0 },
    },
    Kpi {
        word: "effectiveness",
        label: "Effectiveness (performance)",
        formula: "planned run time of a piece × produced / seconds running",
        unit: Unit::Share,
        better: Better::Up,
        source: ISO,
        rows: Rows::TimeAndPieces,
        made: Made::Ratio { over: &[(1.0, StandardProduced)], under: &[(1.0, Running)], scale: 1.0 },
    },
    Kpi {
        word: "oee",
        label: "Overall equipment effectiveness",
        formula: "planned run time of a piece × good / planned busy seconds = availability × effectiveness × quality, where quality weighs each item by its planned run time",
        unit: Unit::Share,
        better: Better::Up,
        source: ISO,
        rows: Rows::TimeAndPieces,
        made: Made::Ratio { over: &[(1.0, StandardGood)], under: PLANNED_BUSY, scale: 1.0 },
    },
    Kpi {
        word: "teep",
        label: "Total effective equipment performance",
        formula: "planned run time of a piece × good / open seconds",
        unit: Unit::Share,
        better: Better::Up,
        source: "Nakajima, Introduction to TPM, 1988; against the resource's calendar",
        rows: Rows::TimeAndPieces,
        made: Made::Ratio { over: &[(1.0, StandardGood)], under: &[(1.0, Open)], scale: 1.0 },
    },
    Kpi {
        word: "utilisation",
        label: "Utilisation",
        formula: "seconds running / open seconds",
        unit: Unit::Share,
        better: Better::Near,
        source: "Heizer and Render, Operations Management: output by design capacity",
        rows: Rows::Time,
        made: Made::Ratio { over: &[(1.0, Running)], under: &[(1.0, Open)], scale: 1.0 },
    },
    Kpi {
        word: "labour_efficiency",
        label: "Efficiency against standard",
        formula: "(planned run time × produced + planned setups) / (seconds running + seconds of setups)",
        unit: Unit::Share,
        better: Better::Up,
        source: "Standard time earned by time taken (APICS Dictionary: efficiency)",
        rows: Rows::TimeAndPieces,
        made: Made::Ratio { over: &[(1.0, StandardProduced), (1.0, StandardSetup)], under: &[(1.0, Running), (1.0, Setup)], scale: 1.0 },
    },
    Kpi {
        word: "setup_ratio",
        label: "Setup ratio",
        formula: "seconds of setups / (seconds running + seconds of setups)",
        unit: Unit::Share,
        better: Better::Down,
        source: "ISO 22400-2:2014, setup rate",
        rows: Rows::Time,
        made: Made::Ratio { over: &[(1.0, Setup)], under: &[(1.0, Running), (1.0, Setup)], scale: 1.0 },
    },
];

/// Key figures of breakdowns.
pub(super) const BREAKDOWNS: &[Kpi] = &[
    Kpi {
        word: "mtbf",
        label: "Mean time between failures",
        formula: "seconds running / breakdowns",
        unit: Unit::Seconds,
        better: Better::Up,
        source: "Operating time by failures",
        rows: Rows::Time,
        made: Made::Ratio { over: &[(1.0, Running)], under: &[(1.0, Failures)], scale: 1.0 },
    },
    Kpi {
        word: "mtbf_iso",
        label: "Mean operating time between failures",
        formula: "seconds running / (breakdowns + 1)",
        unit: Unit::Seconds,
        better: Better::Up,
        source: ISO,
        rows: Rows::Time,
        made: Made::Ratio { over: &[(1.0, Running)], under: &[(1.0, Failures), (1.0, One)], scale: 1.0 },
    },
    Kpi {
        word: "mttr",
        label: "Mean time to repair",
        formula: "open seconds of breakdowns / breakdowns",
        unit: Unit::Seconds,
        better: Better::Down,
        source: "Time to restoration by failures",
        rows: Rows::Time,
        made: Made::Ratio { over: &[(1.0, Breakdown)], under: &[(1.0, Failures)], scale: 1.0 },
    },
    Kpi {
        word: "inherent_availability",
        label: "Availability by breakdowns alone",
        formula: "seconds running / (seconds running + seconds of breakdowns) = MTBF / (MTBF + MTTR)",
        unit: Unit::Share,
        better: Better::Up,
        source: "Reliability engineering, inherent availability",
        rows: Rows::Time,
        made: Made::Ratio { over: &[(1.0, Running)], under: &[(1.0, Running), (1.0, Breakdown)], scale: 1.0 },
    },
];
