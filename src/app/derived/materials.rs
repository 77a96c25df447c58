//! Materials: what every item needs by period, what is there and on its way, which lots are to be made or bought when, and why something is
//! short.
//!
//! Reads only. What is to be released is handed over as orders for a command; nothing here changes a workspace.

mod basis;
mod drill;
mod policy;
mod release;
mod shortage;
mod source;

pub(in crate::app::derived) use basis::days_of;
pub use basis::{MaterialItem, Materials, MaterialsWish, materials};
pub use drill::{Need, NeedOf};
pub use policy::{RuleCost, StockPolicy, economic, rule_name};
pub use release::PlannedSupply;
pub use shortage::ToldLink;
pub use source::{ItemSource, SourceKind};
