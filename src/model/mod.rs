//! Plain data of a workspace and its laws.
//!
//! Never knows how it is stored, computed with or shown.

mod allocation;
mod capacity;
mod demand;
mod escalation;
mod execution;
pub mod for_plans;
mod gather;
mod groups;
mod improvement;
mod inspection;
mod issues;
pub mod laws;
mod performance;
mod phase;
mod progress;
mod quality;
mod record;
pub mod roles;
mod scenario;
mod schedule;
mod settings;
mod supply;
mod table;
pub mod text;
mod time;
mod value;
mod workflow;
mod workspace;

pub use allocation::*;
pub use capacity::*;
pub use demand::*;
pub use escalation::*;
pub use execution::*;
pub use gather::{Gather, sort_places, sort_places_by_number, sort_with, sort_with_key, unsigned};
pub use groups::Groups;
pub use improvement::*;
pub use inspection::*;
pub use issues::*;
pub use performance::*;
pub use phase::{Artefact, PAGES, Phase};
pub use progress::{DueCheck, Progress, due_checks};
pub use quality::*;
pub use record::{Field, FieldSlot, Mark, Record, RecordId, id_text, parse_id};
pub use scenario::*;
pub use schedule::*;
pub use settings::*;
pub use supply::*;
pub use table::Table;
pub use time::{DAY, Span, Time, clock_text, parse_clock};
pub use value::{Choice, Clock, FieldKind, FieldValue, Value, Weekdays};
pub use workflow::*;
pub use workspace::{TableName, Workspace, default_value};
