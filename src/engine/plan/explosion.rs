//! From orders to the supplies and work that serve them: netting, sources, runs, bills of materials, level by level.
//!
//! Orders are served in the sequence of their priority and due date, each from what the ones before have left over.
//! Times here ignore capacity; they only guide which way is taken.

use super::Calendars;
use super::draft::*;
use super::estimate::Estimates;
use super::frozen::FrozenRun;
use super::hold::Held;
use super::lack::Lack;
use super::rough::RoughLoad;
use super::shop::{Shop, Source};
use crate::model::*;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Something that is asked for: an order, or what lies below a safety stock.
#[derive(Clone, Debug)]
pub struct Demand {
    pub order: Option<OrderId>,
    /// The order it was made for at present, where it is what a frozen supply needs.
    pub on_behalf_of: Option<OrderId>,
    /// Its place in the sequence of orders; orders of the same priority and due date share one.
    pub rank: u32,
    pub priority: i64,
    pub due: Option<Time>,
    /// Later than this is not accepted.
    pub limit: Option<Time>,
    pub release: Option<Time>,
    pub quantity: f64,
    /// The shelf that serves it: item, place and batch.
    pub item: Option<ItemId>,
    pub place: Option<LocationId>,
    pub batch: u32,
}

impl Demand {
    /// The order itself, or the one whose frozen supply it is.
    pub fn served_order(&self) -> Option<OrderId> {
        self.order.or(self.on_behalf_of)
    }
}

/// What is asked of a shelf.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    pub item: ItemId,
    pub place: Option<LocationId>,
    /// The batch that items made to order are made for.
    pub batch: u32,
    pub quantity: f64,
    /// When it should be there.
    pub by: Time,
    pub demand: DemandIndex,
}

/// What a plan was told to do otherwise than by preference.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Steering {
    /// Which source to take, by order and by the how-manieth choice in its explosion.
    pub choices: BTreeMap<(OrderId, usize), usize>,
    /// Orders that are not planned, and why.
    pub refused: BTreeMap<OrderId, Lack>,
    /// Orders of which only so much is planned, and why.
    pub reduced: BTreeMap<OrderId, (f64, Lack)>,
    /// Orders whose safety times after operations are cut.
    pub hurried: BTreeSet<OrderId>,
    /// Orders whose runs are shared out among resources that can work side by side.
    pub split: BTreeSet<OrderId>,
    /// Whether late orders of one priority are weighed against each other, instead of served in their sequence.
    pub mixed: bool,
    /// Whether the runs of a present plan that is to be stayed close to are found again instead of kept.
    pub anew: bool,
    /// Whether, where the plan is to stay close to the present one, what can stay is held where it is.
    pub holds: bool,
    /// Whether, where the plan is to stay close to the present one, work may go earlier and to others all the same: that counts as moved.
    pub loose: bool,
}

pub struct Explosion<'a, 'w> {
    pub shop: &'a Shop<'w>,
    pub calendars: &'a Calendars<'w>,
    pub steering: &'a Steering,
    pub held: &'a Held,
    pub now: Time,
    pub estimates: &'a mut Estimates,
    pub draft: Draft,
    pub demands: Vec<Demand>,
    /// Orders that cannot be served at all, and why.
    pub lacks: BTreeMap<OrderId, Lack>,
    pub rough: RoughLoad,
    pub batches: Batches,
    /// What is being made on the way down, to notice circles.
    pub path: Vec<(ItemId, Option<LocationId>)>,
    pub operation_path: Vec<OperationId>,
    /// What the present demand's operations depend on and is already made for it.
    pub shared: BTreeMap<OperationId, SupplyIndex>,
    /// How much of each operation has to come before the run at hand.
    pub needed: BTreeMap<OperationId, f64>,
    /// Supply that is kept.
    pub firm: BTreeSet<SupplyOrderId>,
    /// Firm runs for orders that are served by an operation instead of an item.
    pub kept: BTreeMap<(OrderId, OperationId), SupplyIndex>,
    /// Tasks from which what is asked for at the moment is taken at present, where it is asked for by a frozen one.
    pub makers: Option<Vec<TaskId>>,
    /// Supplies whose runs are frozen, and those that they wait for.
    pub frozen: BTreeSet<SupplyOrderId>,
    /// What the present plan buys and moves, by item and place, where something is frozen.
    pub inbound: Groups<(ItemId, Option<LocationId>), &'w SupplyOrder>,
    /// Frozen runs that have not been provided with their materials yet.
    pub frozen_runs: Vec<FrozenRun<'w>>,
    /// When the batches of lots come out that are made by runs that are kept, by lot.
    pub batches_out: BTreeMap<LotIndex, Vec<Time>>,
    /// Ways still tried for the present demand before the first that works is taken.
    pub effort: usize,
    rank: u32,
    sources: BTreeMap<(ItemId, Option<LocationId>), Rc<[Source<'w>]>>,
}

/// Batch names by number; 0 is no batch.
#[derive(Clone, Debug)]
pub struct Batches {
    names: Vec<String>,
    numbers: BTreeMap<String, u32>,
}

impl Default for Batches {
    fn default() -> Batches {
        Batches { names: vec![String::new()], numbers: BTreeMap::from([(String::new(), 0)]) }
    }
}

impl Batches {
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// The number of a name that is used.
    pub fn known(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// Forgets all batches after the first `count`.
    pub fn truncate(&mut self, count: usize) {
        for name in self.names.drain(count.min(self.names.len())..) {
            self.numbers.remove(&name);
        }
    }

    pub fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", String::as_str)
    }
}

/// How many alternative ways are tried for one order before the first that works is taken.
const EFFORT: usize = 400;

impl<'a, 'w> Explosion<'a, 'w> {
    pub fn new(
        shop: &'a Shop<'w>,
        calendars: &'a Calendars<'w>,
        estimates: &'a mut Estimates,
        steering: &'a Steering,
        held: &'a Held,
        now: Time,
    ) -> Explosion<'a, 'w> {
        Explosion {
            shop,
            calendars,
            steering,
            held,
            now,
            estimates,
            draft: Draft::default(),
            demands: Vec::new(),
            lacks: BTreeMap::new(),
            rough: RoughLoad::default(),
            batches: Batches::default(),
            path: Vec::new(),
            operation_path: Vec::new(),
            shared: BTreeMap::new(),
            needed: BTreeMap::new(),
            firm: BTreeSet::new(),
            kept: BTreeMap::new(),
            makers: None,
            frozen: BTreeSet::new(),
            inbound: Groups::default(),
            frozen_runs: Vec::new(),
            batches_out: BTreeMap::new(),
            effort: EFFORT,
            // What is firm comes before every order.
            rank: 1,
            sources: BTreeMap::new(),
        }
    }

    /// Serves everything: what is firm first, then the orders in their sequence, then the safety stocks.
    pub fn run(&mut self) {
        self.lay_out_stock();
        self.keep_firm_supply();
        let mut before: Option<&Order> = None;
        for order in in_sequence(self.shop.workspace) {
            if before.is_some_and(|before| (before.priority, before.due) != (order.priority, order.due)) {
                self.rank += 1;
            }
            before = Some(order);
            self.serve(order);
        }
        self.refill_safety_stocks();
    }

    fn lay_out_stock(&mut self) {
        for stock in self.shop.workspace.stocks.values().filter(|stock| stock.on_hand > 0.0) {
            let Some(item) = stock.item else { continue };
            let batch = self.batches.number(&stock.batch);
            let shelf = (item, self.shop.place_of(stock.location), if self.made_to_order(item) { batch } else { 0 });
            self.draft.add_lot(shelf, Origin::Stock, stock.on_hand, self.now, self.now);
        }
    }

    fn serve(&mut self, order: &'w Order) {
        let lack = self.steering.refused.get(&order.id).cloned().or_else(|| self.try_to_serve(order).err());
        if let Some(lack) = lack {
            self.lacks.insert(order.id, lack);
        }
    }

    fn try_to_serve(&mut self, order: &'w Order) -> Result<(), Lack> {
        let demand = self.demand_of(order)?;
        let index = self.demands.len();
        self.demands.push(demand);
        self.effort = EFFORT;
        let point = self.point();
        let served = match order.operation.and_then(|id| self.shop.workspace.operations.get(&id)) {
            Some(operation) => self.deliver_by(operation, index),
            None => self.deliver(index),
        };
        if served.is_err() {
            self.back_to(point);
            self.demands.truncate(index);
        }
        self.shared.clear();
        served
    }

    fn demand_of(&mut self, order: &Order) -> Result<Demand, Lack> {
        let quantity = self.steering.reduced.get(&order.id).map_or(order.quantity, |(quantity, _)| *quantity);
        if order.item.is_none() && order.operation.is_none() {
            return Err(Lack::Incomplete { what: "item" });
        }
        let Some(due) = order.due else { return Err(Lack::Incomplete { what: "due date" }) };
        if quantity <= 0.0 {
            return Err(Lack::Incomplete { what: "quantity" });
        }
        let accepted = order.max_lateness.map(|lateness| due.plus(lateness));
        let made_to_order = order.item.is_some_and(|item| self.made_to_order(item));
        let batch = if order.batch.is_empty() && made_to_order { order.name.as_str() } else { order.batch.as_str() };
        Ok(Demand {
            order: Some(order.id),
            on_behalf_of: None,
            rank: self.rank,
            priority: order.priority,
            due: Some(due),
            limit: [accepted, order.deadline].into_iter().flatten().min(),
            release: order.release,
            quantity,
            item: order.item,
            place: order.location.or_else(|| order.item.and_then(|item| self.shop.usual_place(item))),
            batch: self.batches.number(batch),
        })
    }

    /// An order taken from the shelf as it is.
    fn deliver(&mut self, index: DemandIndex) -> Result<(), Lack> {
        let demand = &self.demands[index];
        let Some(item) = demand.item else { return Err(Lack::Incomplete { what: "item" }) };
        let need = Need {
            item,
            place: demand.place,
            batch: demand.batch,
            quantity: demand.quantity,
            by: demand.due.unwrap_or(self.now),
            demand: index,
        };
        self.fulfil(&need, Taker::Demand(index), 0.0).map(|_| ())
    }

    /// What lies below a safety stock after all orders are served is made or bought for nobody, when nothing else is in the way.
    fn refill_safety_stocks(&mut self) {
        let wanted: Vec<&Stock> = self.shop.workspace.stocks.values().filter(|stock| stock.minimum > 0.0).collect();
        for stock in wanted {
            let Some(item) = stock.item else { continue };
            let batch = self.batches.number(&stock.batch);
            let place = self.shop.place_of(stock.location);
            let shelf = (item, place, if self.made_to_order(item) { batch } else { 0 });
            let left: f64 = self.draft.on_shelf(shelf).iter().map(|lot| self.draft.lots[*lot].left).sum();
            let missing = stock.minimum - left;
            if missing <= super::sizes::rounding(stock.minimum) {
                continue;
            }
            let index = self.demands.len();
            let (order, due, limit, release) = (None, None, None, None);
            let demand = Demand {
                order,
                on_behalf_of: None,
                rank: u32::MAX,
                priority: i64::MAX,
                due,
                limit,
                release,
                quantity: missing,
                item: Some(item),
                place,
                batch,
            };
            self.demands.push(demand);
            self.effort = EFFORT;
            let point = self.point();
            let need = Need { item, place, batch, quantity: missing, by: self.now, demand: index };
            // What still lies there counts; only new supply fills the gap, so nothing is taken from the shelf itself.
            if self.fetch_anew(&need, missing, Taker::Demand(index), 0.0).is_err() {
                self.back_to(point);
                self.demands.truncate(index);
            }
            self.shared.clear();
        }
    }

    pub fn made_to_order(&self, item: ItemId) -> bool {
        self.shop.workspace.items.get(&item).is_some_and(|item| item.kind == ItemKind::Order)
    }

    /// The ways to get an item to a place, looked up once.
    pub fn sources(&mut self, item: ItemId, place: Option<LocationId>) -> Rc<[Source<'w>]> {
        let shop = self.shop;
        self.sources.entry((item, place)).or_insert_with(|| shop.sources(item, place).into()).clone()
    }

    /// The order for which something is needed, also where it is needed by a frozen supply of that order.
    pub fn order_of(&self, demand: DemandIndex) -> Option<OrderId> {
        self.demands.get(demand).and_then(Demand::served_order)
    }

    pub fn hurried(&self, demand: DemandIndex) -> bool {
        self.order_of(demand).is_some_and(|order| self.steering.hurried.contains(&order))
    }
}

/// Open orders, the most important first, then the earliest due.
pub fn in_sequence(workspace: &Workspace) -> Vec<&Order> {
    let mut orders: Vec<&Order> = workspace.orders.values().filter(|order| order.status == OrderStatus::Open).collect();
    sort_with_key(&mut orders, |order| (order.priority, order.due.unwrap_or(Time::MAX), order.id));
    orders
}
