//! What is behind a bar: items with their orders, members of the group, shifts; and which group is the bottleneck.
//!
//! The parts of a bar add up to the engine's load.

use super::basis::RoughCutSheet;
use super::waiting::PeriodWaiting;
use crate::engine::supply::RoughCutMethod;
use crate::model::text::number_text;
use crate::model::{ItemId, OrderId, OrderStatus, RecordId, ResourceId, TableName, Workspace, sort_with};
use std::collections::BTreeMap;

/// What an item adds to a bar.
#[derive(Clone, PartialEq, Debug)]
pub struct PartLoad {
    /// The item, by its position.
    pub item: usize,
    /// The period in which it is due.
    pub due: usize,
    pub quantity: f64,
    pub hours: f64,
}

/// An order behind a part of a bar.
#[derive(Clone, PartialEq, Debug)]
pub struct OrderLoad {
    pub order: OrderId,
    pub label: String,
    pub quantity: f64,
    pub hours: f64,
}

/// The load of a group over the periods in which there is work.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct GroupLoad {
    pub load: f64,
    pub capacity: f64,
    /// The period that is fullest, and how full it is.
    pub fullest: usize,
    pub ratio: f64,
}

impl GroupLoad {
    /// Load by capacity over all periods.
    pub fn whole(&self) -> f64 {
        match (self.load > 0.0, self.capacity > 0.0) {
            (false, _) => 0.0,
            (true, true) => self.load / self.capacity,
            (true, false) => f64::INFINITY,
        }
    }
}

impl RoughCutSheet {
    /// Load and capacity of a group in a period.
    pub fn hours(&self, group: usize, period: usize) -> (f64, f64) {
        let load = self.cut.load_hours.get(group).and_then(|list| list.get(period)).copied().unwrap_or(0.0);
        let capacity = self.groups.get(group).and_then(|group| group.capacity.get(period)).copied().unwrap_or(0.0);
        (load, capacity)
    }

    /// Periods until the last one in which anything is to be done: what comes after it has hours and no work yet, and would make every group
    /// look idle.
    fn busy_periods(&self) -> usize {
        let last = self.cut.load_hours.iter().filter_map(|list| list.iter().rposition(|hours| *hours > 0.0)).max();
        last.map_or(0, |last| last + 1).min(self.period_names.len())
    }

    /// A group over all periods until the last one in which anything is to be done.
    pub fn of_group(&self, group: usize) -> GroupLoad {
        let mut found = GroupLoad { load: 0.0, capacity: 0.0, fullest: 0, ratio: 0.0 };
        for period in 0..self.busy_periods() {
            let (load, capacity) = self.hours(group, period);
            found.load += load;
            found.capacity += capacity;
            let ratio = GroupLoad { load, capacity, ..found }.whole();
            if ratio > found.ratio {
                (found.fullest, found.ratio) = (period, ratio);
            }
        }
        found
    }

    /// The group that is fullest over all periods; nothing where nothing is to be done.
    pub fn bottleneck(&self) -> Option<usize> {
        let loads = (0..self.groups.len()).map(|group| (group, self.of_group(group))).filter(|(_, load)| load.load > 0.0);
        loads.max_by(|(_, a), (_, b)| a.whole().total_cmp(&b.whole()).then(a.ratio.total_cmp(&b.ratio))).map(|(group, _)| group)
    }

    /// The bottleneck in a sentence.
    pub fn bottleneck_words(&self) -> Option<String> {
        let group = self.bottleneck()?;
        let (load, name) = (self.of_group(group), &self.groups.get(group)?.name);
        let round = |hours: f64| number_text(hours.round());
        let percent =
            |ratio: f64| if ratio.is_finite() { format!("{} %", round(ratio * 100.0)) } else { "work without any hours".to_owned() };
        let fullest = self.period_names.get(load.fullest).map(String::as_str).unwrap_or_default();
        let last = self.busy_periods().checked_sub(1).and_then(|last| self.period_names.get(last)).map(String::as_str).unwrap_or_default();
        let is_over = (0..self.period_names.len()).filter(|period| {
            let (load, capacity) = self.hours(group, *period);
            load > capacity + 1e-9
        });
        let over = match is_over.count() {
            0 => "It is enough in every period".to_owned(),
            1 => "It is not enough in one period".to_owned(),
            count => format!("It is not enough in {count} periods"),
        };
        Some(format!(
            "The bottleneck is {name}: {} h of work for {} h until {last} ({}). {over}; the fullest is {fullest} with {}.",
            round(load.load),
            round(load.capacity),
            percent(load.whole()),
            percent(load.ratio)
        ))
    }

    /// Waiting before a group in a period.
    pub fn waiting(&self, group: usize, period: usize) -> Option<PeriodWaiting> {
        let (load, capacity) = self.hours(group, period);
        self.stations.get(group)?.at(load, capacity)
    }

    /// What a bar is made of, the largest first.
    pub fn parts(&self, group: usize, period: usize) -> Vec<PartLoad> {
        let mut sums: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for (item, product) in self.products.iter().enumerate() {
            for line in &product.hours {
                let (due, weight) = match self.wish.method {
                    RoughCutMethod::OverallFactors => (period, self.shares.get(group).copied().unwrap_or(0.0)),
                    _ if line.resource != group => continue,
                    RoughCutMethod::BillOfCapacity => (period, 1.0),
                    RoughCutMethod::ResourceProfile => (period + line.periods_before as usize, 1.0),
                };
                let hours = product.quantities.get(due).copied().unwrap_or(0.0) * line.hours_per_unit * weight;
                if hours > 0.0 {
                    *sums.entry((item, due)).or_default() += hours;
                }
            }
        }
        let quantity =
            |item: usize, due: usize| self.products.get(item).and_then(|product| product.quantities.get(due)).copied().unwrap_or(0.0);
        let mut parts: Vec<PartLoad> =
            sums.into_iter().map(|((item, due), hours)| PartLoad { item, due, quantity: quantity(item, due), hours }).collect();
        sort_with(&mut parts, |a, b| b.hours.total_cmp(&a.hours));
        parts
    }

    /// The open orders that ask for a part, by size; forecasts and stock make up the rest.
    pub fn orders(&self, workspace: &Workspace, part: &PartLoad) -> Vec<OrderLoad> {
        let Some(item) = self.items.get(part.item) else { return Vec::new() };
        let each = if part.quantity > 0.0 { part.hours / part.quantity } else { 0.0 };
        let period = |due| self.starts.partition_point(|start| *start <= due).saturating_sub(1);
        let orders = workspace.orders.values().filter(|order| order.status == OrderStatus::Open && order.item == Some(item.id));
        let mut found: Vec<OrderLoad> = orders
            .filter(|order| order.due.map(period) == Some(part.due))
            .map(|order| OrderLoad {
                order: order.id,
                label: workspace.label(TableName::Order, order.id.raw()),
                quantity: order.quantity,
                hours: order.quantity * each,
            })
            .collect();
        sort_with(&mut found, |a, b| b.hours.total_cmp(&a.hours));
        found
    }

    /// Hours of each member of a group in a period, shared among those who can do the work; nothing by overall factors, which know no
    /// members.
    pub fn people(&self, group: usize, period: usize) -> Vec<(ResourceId, f64)> {
        let mut sums: BTreeMap<ResourceId, f64> = BTreeMap::new();
        for (item, product) in self.items.iter().zip(&self.products) {
            for line in item.lines.iter().filter(|line| line.group == group) {
                let due = match self.wish.method {
                    RoughCutMethod::OverallFactors => return Vec::new(),
                    RoughCutMethod::BillOfCapacity => period,
                    RoughCutMethod::ResourceProfile => period + line.periods_before as usize,
                };
                let hours = product.quantities.get(due).copied().unwrap_or(0.0) * line.hours_per_unit;
                if hours > 0.0 {
                    *sums.entry(line.member).or_default() += hours;
                }
            }
        }
        let mut people: Vec<(ResourceId, f64)> = sums.into_iter().collect();
        sort_with(&mut people, |a, b| b.1.total_cmp(&a.1));
        people
    }

    /// Hours of a bar that fall to a shift: rough work has no hour of the day, so it is shared out by the hours of each shift.
    pub fn shift_hours(&self, group: usize, shift: usize, period: usize) -> f64 {
        let (load, _) = self.hours(group, period);
        let shifts = self.groups.get(group).map(|group| group.shifts.as_slice()).unwrap_or_default();
        let of = |shift: &super::ShiftLoad| shift.capacity.get(period).copied().unwrap_or(0.0);
        let whole: f64 = shifts.iter().map(of).sum();
        shifts.get(shift).map_or(0.0, |shift| if whole > 0.0 { load * of(shift) / whole } else { 0.0 })
    }

    /// The item's name.
    pub fn item_name(&self, item: usize) -> &str {
        self.items.get(item).map_or("", |item| item.name.as_str())
    }

    /// The item at a position.
    pub fn item_id(&self, item: usize) -> Option<ItemId> {
        self.items.get(item).map(|item| item.id)
    }
}
