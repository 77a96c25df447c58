//! The data table: ten thousand rows sorted, filtered, searched, edited, copied and pasted from the keyboard or by pointer.

mod arrange;
mod column;
mod filter;
mod tsv;
mod value;
mod window;

pub use arrange::{arrange, natural};
pub use column::{Align, Choice, Column, ColumnKind, Lookup, SortBy, TableView, lookup_in};
pub use filter::Filter;
pub use value::{CellValue, Look, SortKey};
