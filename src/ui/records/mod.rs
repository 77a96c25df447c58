//! Records of any table as rows, cells and forms, made from their fields' descriptions.
//!
//! The bridge between the widgets, which know no domain word, and the session.

mod column;
mod form;
mod settings;
mod table;

pub use column::{cell, column, lookup};
pub use form::{RecordForm, edited_field, field as record_field};
pub use settings::SettingsButton;
pub use table::{RecordTable, send};
