//! Aggregate planning: how much to make, buy, keep and owe in each period, with how many workers, at the least cost, as a linear programme.
//!
//! Pure functions of plain numbers by item, resource and period, all counted from zero. Never reads a workspace and never changes a plan: it
//! proposes one with everything that explains it (costs by kind and period, what limits are worth, what contradicts what).

mod build;
mod costs;
mod explain;
mod infeasible;
mod lawful;
mod limits;
mod prices;
mod problem;
mod relief;
mod solve;
mod strategies;
mod words;

pub use costs::{CostKind, Costs, ItemPlan, Plan, ResourcePlan};
pub use infeasible::{Change, Contradiction, LeastChange, Relief};
pub use lawful::Finding;
pub use limits::Limit;
pub use prices::{Price, PricePiece};
pub use problem::{
    Backlog, HoursPerUnit, Item, Levers, Overtime, Own, Problem, Request, Resource, Series, Strategy, Subcontract, Workforce,
};
pub use solve::{Outcome, Planner, Progress, Proof, Status, plan};
pub use words::{Names, limit_in_words, limits_in_words, price_in_words};
