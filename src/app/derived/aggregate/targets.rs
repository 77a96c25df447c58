//! What the plan ahead is to reach: service, stock at the end and utilisation, overall and by item, against what a plan gives.
//!
//! Never changes a plan: a target that is missed is marked, and what would have to give way stands under the limits.

use super::basis::Basis;
use crate::engine::aggregate::Plan;
use crate::model::roles::answer;
use crate::model::{ItemId, RecordId, Workspace};

/// What a target is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Aim {
    /// At least this share of demand met in the period that asks for it.
    Service,
    /// At most so many units in stock after the last period.
    StockAtEnd,
    /// At most this share of regular hours used, in every period.
    Utilisation,
}

impl Aim {
    pub const ALL: [Aim; 3] = [Aim::Service, Aim::StockAtEnd, Aim::Utilisation];

    /// What people call it, with its direction.
    pub fn label(self) -> &'static str {
        match self {
            Aim::Service => "Demand met on time, at least",
            Aim::StockAtEnd => "Stock at the end, at most",
            Aim::Utilisation => "Regular hours used, at most",
        }
    }

    /// Whether it is a share, shown in per cent.
    pub fn is_share(self) -> bool {
        self != Aim::StockAtEnd
    }

    fn word(self) -> &'static str {
        match self {
            Aim::Service => "service",
            Aim::StockAtEnd => "stock_at_end",
            Aim::Utilisation => "utilisation",
        }
    }
}

/// The key under which a target is kept: of one item, or of all together.
pub fn target_key(aim: Aim, item: Option<ItemId>) -> String {
    match item {
        Some(item) => format!("target.{}.{}", aim.word(), item.raw()),
        None => format!("target.{}", aim.word()),
    }
}

/// A target as it was set; shares as parts of one.
pub fn target(workspace: &Workspace, aim: Aim, item: Option<ItemId>) -> Option<f64> {
    let number = answer(workspace, &target_key(aim, item))?.parse::<f64>().ok()?;
    (number.is_finite() && number >= 0.0).then_some(number)
}

/// How a target is kept; nothing for what cannot be one.
///
/// # Errors
/// Why it cannot, in words.
pub fn target_text(aim: Aim, number: Option<f64>) -> Result<String, String> {
    match number {
        None => Ok(String::new()),
        Some(number) if number < 0.0 => Err("A target cannot be below zero.".to_owned()),
        Some(number) if aim == Aim::Service && number > 1.0 => Err("No more than 100 % of demand can be met.".to_owned()),
        Some(number) => Ok(number.to_string()),
    }
}

/// A value against its target.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Against {
    /// Nothing where nothing is asked for, or there are no hours.
    pub value: Option<f64>,
    pub is_missed: bool,
}

/// One target and what the plan gives.
#[derive(Clone, PartialEq, Debug)]
pub struct TargetRow {
    pub aim: Aim,
    /// The item or resource; empty for all together.
    pub of: String,
    pub target: f64,
    pub by_period: Vec<Against>,
    pub total: Against,
}

/// The targets that were set, against a plan: overall, then by item; utilisation also by resource.
pub fn targets(workspace: &Workspace, basis: &Basis, plan: &Plan) -> Vec<TargetRow> {
    let periods = basis.problem.periods;
    let mut rows = Vec::new();
    let of_items = |items: &[usize], period: usize| -> (f64, f64, f64) {
        items.iter().fold((0.0, 0.0, 0.0), |(on_time, asked, stock), at| {
            let demand = basis.problem.items.get(*at).and_then(|item| item.demand.get(period)).copied().unwrap_or(0.0);
            let of = |list: fn(&crate::engine::aggregate::ItemPlan) -> &Vec<f64>| {
                plan.items.get(*at).and_then(|item| list(item).get(period)).copied().unwrap_or(0.0)
            };
            // Deliveries go to the oldest demand first, so that what is owed is of the period's own before it is of older ones.
            (on_time + (demand - of(|item| &item.owed).max(0.0)).max(0.0), asked + demand, stock + of(|item| &item.stock))
        })
    };
    let mut add_items = |items: &[usize], name: &str, id: Option<ItemId>| {
        if let Some(least) = target(workspace, Aim::Service, id) {
            let share = |on_time: f64, asked: f64| (asked > 1e-9).then(|| on_time / asked);
            let missed = |share: Option<f64>| Against { value: share, is_missed: share.is_some_and(|share| share < least - 1e-6) };
            let each: Vec<(f64, f64, f64)> = (0..periods).map(|period| of_items(items, period)).collect();
            let all = each.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            rows.push(TargetRow {
                aim: Aim::Service,
                of: name.to_owned(),
                target: least,
                by_period: each.iter().map(|one| missed(share(one.0, one.1))).collect(),
                total: missed(share(all.0, all.1)),
            });
        }
        if let Some(most) = target(workspace, Aim::StockAtEnd, id) {
            // Only the last period is judged; the others show the way there.
            let judged = |period: usize| {
                let value = of_items(items, period).2;
                Against { value: Some(value), is_missed: period + 1 == periods && value > most + 1e-6 }
            };
            let by_period: Vec<Against> = (0..periods).map(judged).collect();
            let total = by_period.last().copied().unwrap_or(Against { value: None, is_missed: false });
            rows.push(TargetRow { aim: Aim::StockAtEnd, of: name.to_owned(), target: most, by_period, total });
        }
    };
    add_items(&(0..basis.items.len()).collect::<Vec<_>>(), "", None);
    for (at, (id, name)) in basis.items.iter().zip(&basis.item_names).enumerate() {
        add_items(&[at], name, Some(*id));
    }
    if let Some(most) = target(workspace, Aim::Utilisation, None) {
        rows.extend(basis.resource_names.iter().zip(&plan.resources).map(|(name, resource)| {
            let judge = |used: f64, regular: f64| {
                let value = (regular > 1e-9).then(|| used / regular);
                // Hours where there are none regularly are above any share of them.
                Against { value, is_missed: value.map_or(used > 1e-9, |value| value > most + 1e-6) }
            };
            let hours = resource.used_hours.iter().zip(&resource.regular_hours);
            TargetRow {
                aim: Aim::Utilisation,
                of: name.clone(),
                target: most,
                by_period: hours.map(|(used, regular)| judge(*used, *regular)).collect(),
                total: judge(resource.used_hours.iter().sum(), resource.regular_hours.iter().sum()),
            }
        }));
    }
    rows
}

/// How many targets are missed in some period or in all, in words; nothing where none is set.
pub fn targets_sentence(rows: &[TargetRow]) -> Option<String> {
    let missed = rows.iter().filter(|row| row.total.is_missed || row.by_period.iter().any(|against| against.is_missed)).count();
    match (rows.len(), missed) {
        (0, _) => None,
        (1, 0) => Some("The target is reached.".to_owned()),
        (all, 0) => Some(format!("All {all} targets are reached.")),
        (all, missed) => Some(format!("{missed} of {all} targets {} missed.", if missed == 1 { "is" } else { "are" })),
    }
}
