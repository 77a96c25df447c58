//! The data table: ten thousand rows sorted, filtered, searched, edited, copied and pasted from the keyboard or by pointer.

mod arrange;
mod column;
mod edits;
mod filter;
mod tsv;
mod value;
mod window;

#[cfg(feature = "page")]
mod bar;
#[cfg(feature = "page")]
mod clipboard;
#[cfg(feature = "page")]
mod column_menu;
#[cfg(feature = "page")]
mod data_table;
#[cfg(feature = "page")]
mod editor;
#[cfg(feature = "page")]
mod grid;
#[cfg(feature = "page")]
mod head;
#[cfg(feature = "page")]
mod keys;
#[cfg(feature = "page")]
mod pointer;
#[cfg(feature = "page")]
mod row;
#[cfg(feature = "page")]
mod status;

pub use arrange::arrange;
pub use column::{Align, Choice, Column, ColumnKind, Lookup, SortBy, TableView, lookup_in};
#[cfg(feature = "page")]
pub use data_table::DataTable;
pub use edits::{CellEdit, NewRow, Paste, PasteTarget, read_paste};
pub use filter::Filter;
#[cfg(feature = "page")]
pub use grid::CellSource;
#[cfg(feature = "page")]
pub use row::content_view;
pub use value::{CellValue, Look, SortKey};
