//! The page's ways to the browser: storage, tabs, workers, preferences.
//!
//! Never decides anything about the workspace.

mod analyst;
mod asking;
mod desk;
mod exchanger;
mod exporter;
pub mod files;
mod here;
mod importer;
mod keeper;
mod planner;
pub mod preferences;
mod templates;
mod together;
mod turn;
pub mod worker;

pub use crate::store::web::random_number;
pub use analyst::Analyst;
pub use asking::{Asking, fresh_id};
pub use desk::{Desk, DeskState, Listed, Trouble};
pub use exchanger::Exchanger;
pub use exporter::{Made, artefact_file, export_calendar, export_csv, export_project, export_sheet, export_workbook, file_stem};
pub use importer::Importer;
pub use keeper::wall_clock;
pub use planner::Planner;
pub use templates::fill_from_template;
pub use turn::turn;

/// The build this page belongs to; workers of another build are never spoken to.
pub const BUILD_ID: &str = match option_env!("LINEWRIGHT_BUILD_ID") {
    Some(id) => id,
    None => "dev",
};
