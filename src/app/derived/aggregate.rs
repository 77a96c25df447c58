//! The aggregate plan of a workspace: what is asked for by item and period, what it may be made with, and what that costs.
//!
//! Reads only. The plan itself is worked out by the analysis worker; here its numbers become the artefact, and versions of it are compared.

mod basis;
mod demand;
mod saved;
mod sheet;
mod shop;
mod words;

pub(in crate::app::derived) use basis::starts;
pub use basis::{Basis, Wish, basis};
pub use demand::Asked;
pub(in crate::app::derived) use demand::{Demand, demand, item_name};
pub use saved::{Difference, Saved, differences, pack, releases};
pub use sheet::{aggregate_sheet, cost_lines};
pub(in crate::app::derived) use shop::{MONTH_DAYS, is_scarce, members, monthly_holding, top_of};
pub use words::{contradiction_words, finding_words, least_change_words, price_words};
