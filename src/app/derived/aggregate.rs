//! The aggregate plan of a workspace: what is asked for by item and period, what it may be made with, and what that costs.
//!
//! Reads only. The plan itself is worked out by the analysis worker; here its numbers become the artefact, and versions of it are compared.

mod ahead;
mod basis;
mod demand;
mod release;
mod saved;
mod shared;
mod sheet;
mod shop;
mod targets;
mod words;

pub(in crate::app::derived) use basis::ahead;
pub use basis::{Basis, Wish, basis, basis_ahead};
pub use demand::Asked;
pub(in crate::app::derived) use demand::{Demand, demand, idle_sentence, item_name};
pub use release::releases;
pub use saved::{Difference, Saved, differences, pack};
pub(in crate::app::derived) use sheet::cost_name;
pub use sheet::{aggregate_sheet, cost_lines};
pub(in crate::app::derived) use shop::{MONTH_DAYS, is_scarce, members, monthly_holding, top_of};
pub use targets::{Against, Aim, TargetRow, target, target_key, target_text, targets, targets_sentence};
pub use words::{contradiction_words, finding_words, least_change_words, price_words};

use crate::model::TableName;

/// Tables from which quantities are planned ahead: what is asked for, what is there and on its way, how it is made and with whom. One list for
/// the plan ahead, materials and the rough cut, for all of them rest on the same demand and bills.
pub const TABLES: [TableName; 24] = [
    TableName::Settings,
    TableName::Order,
    TableName::Promise,
    TableName::Forecast,
    TableName::ForecastValue,
    TableName::Item,
    TableName::Stock,
    TableName::Supplier,
    TableName::ItemSupplier,
    TableName::ItemDistribution,
    TableName::SupplyOrder,
    TableName::Task,
    TableName::ProductionPlan,
    TableName::Resource,
    TableName::ResourceSkill,
    TableName::Skill,
    TableName::Calendar,
    TableName::CalendarRule,
    TableName::Location,
    TableName::Absence,
    TableName::Operation,
    TableName::OperationMaterial,
    TableName::OperationResource,
    TableName::OperationDependency,
];
