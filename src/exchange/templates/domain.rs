//! From the facts of an invented organisation to its workspace.
//!
//! Small cases such as tickets or invoices are worked in lots: an order is a handful of them, and a step that only some of
//! them need takes the average time.

use super::TemplateCard;
use super::build::{Build, shifts, working_day};
use super::year::{Checked, year};
use crate::model::*;
use std::collections::HashMap;

/// The level of who does the work without help.
const ALONE: i64 = 3;

/// An organisation: what it does, with whom, and how much is asked of it.
pub(super) struct Domain {
    pub id: &'static str,
    pub name: &'static str,
    pub summary: &'static str,
    /// What one unit of demand is.
    pub unit: &'static str,
    pub place: &'static str,
    /// What is done with an item: make, handle, process.
    pub verb: &'static str,
    /// Units in one order.
    pub lot: i64,
    pub customers: [&'static str; 3],
    pub items: &'static [Goods],
    pub steps: &'static [Step],
    pub pools: &'static [Pool],
    /// Tasks of a monthly close: code, name, hours, codes of those before.
    pub close: &'static [(&'static str, &'static str, i64, &'static [&'static str])],
    /// What is checked at the end of each run.
    pub checked: Checked,
    /// Units asked for per week, oldest first.
    pub demand: &'static [i64],
}

/// A kind of product or case, and its share of the demand.
pub(super) struct Goods {
    pub id: &'static str,
    pub name: &'static str,
    pub mix: f64,
}

/// A step every item goes through, or a share of them.
pub(super) struct Step {
    pub name: &'static str,
    pub role: &'static str,
    pub pool: &'static str,
    pub worth: &'static str,
    pub minutes: f64,
    pub setup_minutes: i64,
    pub share: f64,
}

/// People or machines that do the same work.
pub(super) struct Pool {
    pub id: &'static str,
    pub name: &'static str,
    pub people: bool,
    pub count: i64,
    pub weekly_hours: f64,
    /// Per cent.
    pub efficiency: f64,
    pub cost_per_hour: f64,
    pub skills: &'static [&'static str],
}

/// Who does the monthly close.
const CLOSING_TEAM: Pool = Pool {
    id: "ledger",
    name: "General ledger accountant",
    people: true,
    count: 4,
    weekly_hours: 38.0,
    efficiency: 100.0,
    cost_per_hour: 42.0,
    skills: &["closing"],
};

/// Weeks of open orders.
const OPEN_WEEKS: i64 = 3;

impl Domain {
    pub const fn card(&self) -> TemplateCard {
        TemplateCard { id: self.id, name: self.name, summary: self.summary }
    }

    /// The organisation as a workspace seen from `today`.
    pub fn workspace(&self, today: Time) -> Workspace {
        let mut build = Build::new(self.name, self.summary);
        let place = build.location(self.place);
        let customers = self.customers.map(|name| build.customer(name));
        let pools: HashMap<&str, ResourceId> = self.pools.iter().map(|pool| (pool.id, pool.resources(&mut build, place))).collect();
        let items: Vec<ItemId> = self.items.iter().map(|goods| self.item(&mut build, goods)).collect();
        for (goods, item) in self.items.iter().zip(&items) {
            self.routing(&mut build, goods, *item, place, &pools);
        }
        self.history(&mut build, &items, &customers, place, today);
        self.open_orders(&mut build, &items, &customers, place, today);
        if !self.close.is_empty() {
            self.monthly_close(&mut build, place, today);
        }
        let seed = self.id.bytes().fold(7_u64, |seed, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)));
        year(&mut build, self, &items, today, seed);
        build.workspace
    }

    fn item(&self, build: &mut Build, goods: &Goods) -> ItemId {
        let mut item: Item = build.record();
        item.name = goods.name.to_owned();
        item.description = format!("Counted in units of one {}.", self.unit);
        item.category = goods.id.to_owned();
        item.unit = self.unit.to_owned();
        item.kind = ItemKind::Order;
        build.item(item)
    }

    fn routing(&self, build: &mut Build, goods: &Goods, item: ItemId, place: LocationId, pools: &HashMap<&str, ResourceId>) {
        let mut routing: Operation = build.record();
        routing.name = format!("{} {}", self.verb, goods.name);
        routing.kind = OperationKind::Routing;
        routing.item = Some(item);
        routing.location = Some(place);
        let routing = build.operation(routing);
        let mut last = routing;
        for (step, number) in self.steps.iter().zip(1i64..) {
            let Some(share) = self.share_of(step, goods) else { continue };
            let mut operation: Operation = build.record();
            operation.name = format!("{}: {}", goods.name, step.name);
            operation.category = step.worth.to_owned();
            operation.kind = OperationKind::TimePer;
            operation.location = Some(place);
            operation.owner = Some(routing);
            operation.priority = number;
            operation.duration = Span::from_minutes(step.setup_minutes);
            operation.duration_per_unit = (step.minutes * 60.0 * share * 1000.0).round() / 1000.0;
            operation.role = step.role.to_owned();
            last = build.operation(operation);
            self.needs(build, last, step, pools);
        }
        build.material(last, item, 1.0);
    }

    /// Who does a step: its own pool, and after it those who have the skill as well.
    fn needs(&self, build: &mut Build, operation: OperationId, step: &Step, pools: &HashMap<&str, ResourceId>) {
        let own = self.pools.iter().find(|pool| pool.id == step.pool);
        let Some((own, resource)) = own.zip(pools.get(step.pool).copied()) else { return };
        let asked = own.skills.contains(&own.id).then_some(own.id);
        let skill = asked.map(|name| build.skill(name));
        let others: Vec<ResourceId> = self
            .pools
            .iter()
            .filter(|pool| pool.id != own.id && asked.is_some_and(|skill| pool.skills.contains(&skill)))
            .filter_map(|pool| pools.get(pool.id).copied())
            .collect();
        let alternative = if others.is_empty() { "" } else { "who" };
        build.need(operation, resource, skill, alternative, 1);
        for (priority, other) in (2i64..).zip(others) {
            build.need(operation, other, skill, alternative, priority);
        }
    }

    /// The share of an item's units that a step takes; `None` where it takes none of them.
    fn share_of(&self, step: &Step, goods: &Goods) -> Option<f64> {
        // A step of the same share as one kind of item is that item's own.
        let own = self.items.iter().find(|item| step.share < 0.9 && (item.mix - step.share).abs() < 0.0101);
        match own {
            Some(item) if item.id == goods.id => Some((step.share / item.mix).min(1.0)),
            Some(_) => None,
            None => Some(step.share),
        }
    }

    /// Two years of delivered orders, one per week and item.
    fn history(&self, build: &mut Build, items: &[ItemId], customers: &[CustomerId; 3], place: LocationId, today: Time) {
        items.iter().for_each(|item| build.series(*item));
        let weeks = self.demand.len() as i64;
        for (week, units) in (0i64..).zip(self.demand) {
            let monday = today.week_start().minus(Span::from_days(7 * (weeks - week)));
            let (year, number) = monday.iso_week();
            for ((goods, item), customer) in self.items.iter().zip(items).zip(customers) {
                let mut order: Order = build.record();
                order.name = format!("{} {year}-W{number:02}", goods.id);
                order.item = Some(*item);
                order.location = Some(place);
                order.customer = Some(*customer);
                order.quantity = (*units as f64 * goods.mix).round();
                order.due = Some(working_day(monday, 4, 16));
                order.status = OrderStatus::Closed;
                build.order(order);
            }
        }
    }

    /// What is asked for in the coming weeks: as much as in the same weeks a year ago, in lots over the working days.
    fn open_orders(&self, build: &mut Build, items: &[ItemId], customers: &[CustomerId; 3], place: LocationId, today: Time) {
        let mut number = 0;
        for week in 0..OPEN_WEEKS {
            let units = self.demand.get(52 + week as usize).copied().unwrap_or(self.lot);
            let lots = (units / self.lot).max(1);
            // The kinds of item take turns so that every stretch of the week has its mix.
            let mut owed = vec![0.0; self.items.len()];
            for lot in 0..lots {
                for (debt, goods) in owed.iter_mut().zip(self.items) {
                    *debt += goods.mix;
                }
                let largest = owed.iter().copied().fold(f64::MIN, f64::max);
                let Some(at) = owed.iter().position(|debt| *debt == largest) else { continue };
                let (Some(goods), Some(item)) = (self.items.get(at), items.get(at)) else { continue };
                if let Some(debt) = owed.get_mut(at) {
                    *debt -= 1.0;
                }
                number += 1;
                let mut order: Order = build.record();
                order.name = format!("{}-{number:04}", goods.id);
                order.item = Some(*item);
                order.location = Some(place);
                order.customer = customers.get(number as usize % customers.len()).copied();
                order.quantity = self.lot as f64;
                // Day one gives the first lots time to go through all steps.
                order.due = Some(working_day(today, week * 5 + 1 + lot * 5 / lots, 16));
                order.priority = [10, 10, 5, 10, 1, 10, 10, 5][number as usize % 8];
                build.order(order);
            }
        }
    }

    fn monthly_close(&self, build: &mut Build, place: LocationId, today: Time) {
        let team = CLOSING_TEAM.resources(build, place);
        let mut item: Item = build.record();
        item.name = "Monthly close".to_owned();
        item.kind = ItemKind::Order;
        item.unit = "close".to_owned();
        let item = build.item(item);
        let mut routing: Operation = build.record();
        routing.name = "Close the month".to_owned();
        routing.kind = OperationKind::Routing;
        routing.item = Some(item);
        routing.location = Some(place);
        let routing = build.operation(routing);
        let mut last = routing;
        let mut steps: HashMap<&str, OperationId> = HashMap::new();
        for ((code, name, hours, before), number) in self.close.iter().zip(1i64..) {
            let mut step: Operation = build.record();
            step.name = format!("{code} {name}");
            step.owner = Some(routing);
            step.location = Some(place);
            step.priority = number;
            step.duration = Span::from_hours(*hours);
            step.role = "General ledger accountant".to_owned();
            let step = build.operation(step);
            last = step;
            build.need(step, team, None, "", 1);
            for blocker in before.iter().filter_map(|code| steps.get(code)) {
                let mut link: OperationDependency = build.record();
                link.operation = Some(step);
                link.blocked_by = Some(*blocker);
                build.workspace.operation_dependencies.insert(link.id, link);
            }
            steps.insert(code, step);
        }
        build.material(last, item, 1.0);
        let mut order: Order = build.record();
        order.name = "Monthly close".to_owned();
        order.item = Some(item);
        order.location = Some(place);
        order.due = Some(working_day(today, 8, 16));
        order.priority = 1;
        build.order(order);
    }
}

impl Pool {
    /// The pool's resources: a group with its members for people, one resource of the pool's size for machines.
    fn resources(&self, build: &mut Build, place: LocationId) -> ResourceId {
        let calendar = build.calendar(&format!("Hours of {}", self.name), &shifts(self.weekly_hours));
        let title = self.name.split(" (").next().unwrap_or(self.name);
        let mut pool: Resource = build.record();
        pool.name = self.name.to_owned();
        pool.location = Some(place);
        pool.calendar = Some(calendar);
        pool.cost = self.cost_per_hour;
        pool.efficiency = self.efficiency;
        if !self.people || self.count == 1 {
            pool.class = if self.people { ResourceClass::Person } else { ResourceClass::Machine };
            pool.maximum = self.count as f64;
            let pool = build.resource(pool);
            build.skills(pool, self.skills.iter().map(|name| (*name, ALONE)));
            return pool;
        }
        pool.class = ResourceClass::Group;
        pool.name = format!("{title} team");
        let group = build.resource(pool.clone());
        for number in 1..=self.count {
            let mut member: Resource = build.record();
            member.name = format!("{title} {number}");
            member.class = ResourceClass::Person;
            member.owner = Some(group);
            member.location = pool.location;
            member.calendar = pool.calendar;
            member.cost = pool.cost;
            member.efficiency = pool.efficiency;
            let member = build.resource(member);
            build.skills(member, self.skills.iter().map(|name| (*name, ALONE)));
        }
        group
    }
}
