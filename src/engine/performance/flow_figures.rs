//! Key figures of flow: throughput, takt, work in progress, cycle and lead times with percentiles, Little's law.

use super::amounts::Amount::*;
use super::kpi::{Better, Kpi, Made, Rows, Sample, Unit};

const DAY: f64 = 86_400.0;
const KANBAN: &str = "Kanban Guide; percentiles by nearest rank";

const fn times(word: &'static str, label: &'static str, formula: &'static str, of: Sample, rank: Option<f64>) -> Kpi {
    let rows = match of {
        Sample::Cycle => Rows::Flow,
        Sample::Lead => Rows::Orders,
    };
    Kpi { word, label, formula, unit: Unit::Seconds, better: Better::Down, source: KANBAN, rows, made: Made::Times { of, rank } }
}

pub(super) const KPIS: &[Kpi] = &[
    Kpi {
        word: "throughput",
        label: "Throughput",
        formula: "done in the period / days of the period",
        unit: Unit::PerDay,
        better: Better::Up,
        source: KANBAN,
        rows: Rows::Flow,
        made: Made::Ratio { over: &[(1.0, Done)], under: &[(1.0, Seconds)], scale: DAY },
    },
    Kpi {
        word: "output_rate",
        label: "Good pieces per hour",
        formula: "good / hours running",
        unit: Unit::PiecesPerHour,
        better: Better::Up,
        source: "ISO 22400-2:2014, throughput rate, by time running",
        rows: Rows::TimeAndPieces,
        made: Made::Ratio { over: &[(1.0, Good)], under: &[(1.0, Running)], scale: 3_600.0 },
    },
    Kpi {
        word: "takt",
        label: "Takt time",
        formula: "open seconds less planned stops / quantity due in the period",
        unit: Unit::SecondsPerPiece,
        better: Better::Near,
        source: "Rother and Shook, Learning to See",
        rows: Rows::Orders,
        made: Made::Ratio { over: &[(1.0, Open), (-1.0, PlannedStop)], under: &[(1.0, Demanded)], scale: 1.0 },
    },
    Kpi {
        word: "piece_time",
        label: "Cycle time of a piece",
        formula: "seconds running / produced",
        unit: Unit::SecondsPerPiece,
        better: Better::Down,
        source: "Rother and Shook, Learning to See",
        rows: Rows::TimeAndPieces,
        made: Made::Ratio { over: &[(1.0, Running)], under: super::pieces::PRODUCED, scale: 1.0 },
    },
    times("cycle_time", "Cycle time, mean", "seconds from start to end / done", Sample::Cycle, None),
    times("cycle_time_p50", "Cycle time, median", "half of all are done within it", Sample::Cycle, Some(0.5)),
    times("cycle_time_p85", "Cycle time, 85 %", "85 of 100 are done within it", Sample::Cycle, Some(0.85)),
    times("cycle_time_p95", "Cycle time, 95 %", "95 of 100 are done within it", Sample::Cycle, Some(0.95)),
    times("lead_time", "Lead time, mean", "seconds from release to delivery / delivered", Sample::Lead, None),
    times("lead_time_p50", "Lead time, median", "half of all are delivered within it", Sample::Lead, Some(0.5)),
    times("lead_time_p85", "Lead time, 85 %", "85 of 100 are delivered within it", Sample::Lead, Some(0.85)),
    times("lead_time_p95", "Lead time, 95 %", "95 of 100 are delivered within it", Sample::Lead, Some(0.95)),
    Kpi {
        word: "wip",
        label: "Work in progress, mean",
        formula: "seconds in work, summed over what was in work / seconds of the period",
        unit: Unit::Count,
        better: Better::Down,
        source: "Little 1961",
        rows: Rows::Flow,
        made: Made::Ratio { over: &[(1.0, InWorkSeconds)], under: &[(1.0, Seconds)], scale: 1.0 },
    },
    Kpi {
        word: "wip_end",
        label: "Work in progress at the end",
        formula: "started and not done when the period ends",
        unit: Unit::Count,
        better: Better::Down,
        source: KANBAN,
        rows: Rows::Flow,
        made: Made::Sum { of: &[(1.0, InWorkAtEnd)] },
    },
    Kpi {
        word: "net_flow",
        label: "Done less started",
        formula: "done − started in the period",
        unit: Unit::Count,
        better: Better::Near,
        source: "Vacanti, Actionable Agile Metrics",
        rows: Rows::Flow,
        made: Made::Sum { of: &[(1.0, Done), (-1.0, Started)] },
    },
    Kpi {
        word: "little",
        label: "Little's law",
        formula: "mean work in progress / (throughput × mean cycle time); far from one, work grows or shrinks or times are not what they seem",
        unit: Unit::Ratio,
        better: Better::Near,
        source: "Little 1961",
        rows: Rows::Flow,
        made: Made::Little,
    },
];
