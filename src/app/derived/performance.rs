//! What the Performance page and the dashboard show: key figures of the workspace's facts, with all that they are made of.
//!
//! Reads only. What a figure is and how it is counted is the engine's; here the records become its input and its numbers words.

mod basis;
mod behind;
mod costs;
mod figures;
mod orders;
mod pitfalls;
mod plan;
mod practices;
mod signal;
mod tiles;
mod typed;
mod words;

pub use basis::{Asked, Basis};
pub use behind::{Row, RowKind};
pub use costs::CostOf;
pub use figures::Figures;
pub use pitfalls::{Ahead, Pitfall, loads_ahead, pitfalls};
pub use practices::{ConditionLine, PRACTICE_TABLES, Practice, practices};
pub use signal::{Charted, Reading, charted};
pub use tiles::{Measure, Role, Standing, Tile, broken_tile, latest, narrowed, record_of, run, scope, standing, tile};
pub use typed::{Typed, TypedSeries, read_typed, typed_words, typing_periods, word_for};
pub use words::{chart_scale, compared_words, signed_text, value_text};

use crate::model::TableName;

/// What the figures are made from.
pub const TABLES: [TableName; 21] = [
    TableName::Settings,
    TableName::Report,
    TableName::Reason,
    TableName::Check,
    TableName::Checklist,
    TableName::Issue,
    TableName::IssueAction,
    TableName::Improvement,
    TableName::Task,
    TableName::SupplyOrder,
    TableName::Operation,
    TableName::Item,
    TableName::Order,
    TableName::Customer,
    TableName::Promise,
    TableName::Baseline,
    TableName::Resource,
    TableName::Calendar,
    TableName::CalendarRule,
    TableName::Location,
    TableName::Absence,
];
