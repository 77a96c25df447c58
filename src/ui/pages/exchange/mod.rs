//! Import and export: files tried out before anything changes, and files to save.

mod export;
mod holidays;
mod import;
mod mapping;
mod merge;
mod page;
mod report;

pub use page::ExchangePage;
