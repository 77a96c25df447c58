//! Materials and rough capacity: how much to order and when, what that asks of components and resources, and why something is short.
//!
//! Pure functions of plain numbers by period, counted from zero. Never reads a workspace and never releases an order: whoever asks decides.

mod economic;
mod explosion;
mod lot_sizing;
mod netting;
mod queueing;
mod queues;
mod reorder;
mod rough_cut;
mod shortage;

pub use economic::{
    Discounted, EconomicLot, Newsvendor, PriceBreak, PricedLot, economic_lot, newsvendor, production_lot, quantity_discount,
};
pub use explosion::{explode, low_level_codes};
pub use lot_sizing::{LotCosts, LotRule, Lots, SizeLimits, lots};
pub use netting::{Component, Finding, ItemNetting, NettedItem, Netting, PlannedLot, Source, Supply, net};
pub use queueing::{Outages, ProcessTime, Station, Waiting, departure_variability, effective_process_time, waiting};
pub use queues::{Limited, Queue, limited, lost, network, queue};
pub use reorder::{LeadTimeDemand, ReorderPoint, fill_rate_of, reorder_point, safety_factor_for_fill_rate};
pub use rough_cut::{Method as RoughCutMethod, Product, ResourceHours, RoughCut, RoughCutResource, rough_cut, shares_of_load};
pub use shortage::{Link, Shortage, shortages};
