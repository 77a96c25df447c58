//! Where an item comes from: made or bought, from which parts, how long that takes and how much at once.
//!
//! Of several ways the preferred one holds, as in a plan. Moves between locations add their time; stock counts wherever it lies.

use crate::engine::flow::parts;
use crate::engine::plan::{Calendars, Shop, Sizes, Source, seconds_of, teams};
use crate::model::{ItemId, LocationId, Operation, OperationId, OrderStatus, RecordId, ResourceUse, Span, SupplierId, TableName, Time};

/// How an item is got.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SourceKind {
    Make(OperationId),
    Buy(SupplierId),
    /// Each order for it is served by an operation of its own, which makes nothing for stock.
    ToOrder(OperationId),
    /// Nobody makes or supplies it.
    Nowhere,
}

/// The way in which an item is got.
#[derive(Clone, PartialEq, Debug)]
pub struct ItemSource {
    pub kind: SourceKind,
    pub location: Option<LocationId>,
    /// The operation's or the supplier's name.
    pub name: String,
    pub sizes: Sizes,
    /// Units of the item that one unit of the operation makes.
    pub per_unit: f64,
    /// What goes into one unit of the item.
    pub parts: Vec<(ItemId, f64)>,
    /// Time that moves between locations add.
    pub moving: Span,
    /// The supplier's own time.
    pub supplying: Span,
}

/// The preferred way to get an item.
pub(super) fn source_of(shop: &Shop, item: ItemId) -> ItemSource {
    let mut found = ItemSource {
        kind: SourceKind::Nowhere,
        location: shop.usual_place(item),
        name: String::new(),
        sizes: Sizes { minimum: 0.0, multiple: None, maximum: None },
        per_unit: 1.0,
        parts: Vec::new(),
        moving: Span::ZERO,
        supplying: Span::ZERO,
    };
    let mut seen = Vec::new();
    while !seen.contains(&found.location) {
        seen.push(found.location);
        match shop.sources(item, found.location).first().copied() {
            Some(Source::Move(terms)) => {
                found.moving = found.moving.plus(terms.lead_time);
                found.location = terms.origin;
            }
            Some(Source::Buy(terms)) => {
                let Some(supplier) = terms.supplier else { break };
                found.kind = SourceKind::Buy(supplier);
                found.name = shop.workspace.label(TableName::Supplier, supplier.raw());
                found.sizes = terms.into();
                found.supplying = terms.lead_time;
                break;
            }
            Some(Source::Make(operation)) => {
                make(shop, operation, item, &mut found);
                break;
            }
            None => {
                to_order(shop, item, &mut found);
                break;
            }
        }
    }
    found
}

/// What nothing else provides may be done by the operation that an open order for it names.
fn to_order(shop: &Shop, item: ItemId, found: &mut ItemSource) {
    let orders = shop.workspace.orders.values().filter(|order| order.item == Some(item) && order.status == OrderStatus::Open);
    let named = orders.filter_map(|order| order.operation).next();
    if let Some(operation) = named.and_then(|id| shop.workspace.operations.get(&id)) {
        make(shop, operation, item, found);
        found.kind = SourceKind::ToOrder(operation.id);
    }
}

fn make(shop: &Shop, operation: &Operation, item: ItemId, found: &mut ItemSource) {
    found.kind = SourceKind::Make(operation.id);
    found.name = operation.name.clone();
    found.location = operation.location.or(found.location);
    let output = shop.outputs(operation).into_iter().find(|output| output.item == item);
    found.per_unit = output.map(|output| output.per_unit).filter(|units| *units > 0.0).unwrap_or(1.0);
    let of_item = |size: f64| size * found.per_unit;
    found.sizes = Sizes {
        minimum: of_item(operation.size_minimum),
        multiple: operation.size_multiple.map(of_item),
        maximum: operation.size_maximum.map(of_item),
    };
    for (part, _, quantity) in parts(shop, Source::Make(operation), item, found.location) {
        match found.parts.iter_mut().find(|(known, _)| *known == part) {
            Some((_, sum)) => *sum += quantity,
            None => found.parts.push((part, quantity)),
        }
    }
}

/// How long it takes to get a lot once its parts are there, and how many units a day the slowest step makes at most.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) struct Pace {
    pub lead: Span,
    pub units_per_day: Option<f64>,
}

/// The time of a lot on the wall clock, begun in the first full week: closed hours count, other work does not. Most lots are done in the `near`
/// stretch of the calendars, which is worked out sooner than the whole of them.
pub(super) fn pace(shop: &Shop, near: &Calendars, calendars: &Calendars, source: &ItemSource, lot: f64, now: Time) -> Pace {
    let begin = now.week_start().plus(Span::from_days(7));
    let supplied = |supplier| calendars.arrival(Some(supplier), begin, source.supplying).map(|arrival| arrival.since(begin));
    let (own, units_per_day) = match source.kind {
        SourceKind::Nowhere => (Span::ZERO, None),
        SourceKind::Buy(supplier) => (supplied(supplier).unwrap_or(source.supplying), None),
        SourceKind::Make(id) | SourceKind::ToOrder(id) => match shop.workspace.operations.get(&id) {
            Some(operation) => {
                let made = |calendars, is_all| made(shop, (calendars, is_all), operation, lot / source.per_unit, begin, lot);
                made(near, false).or_else(|| made(calendars, true)).unwrap_or_default()
            }
            None => (Span::ZERO, None),
        },
    };
    Pace { lead: own.plus(source.moving), units_per_day }
}

/// How long a lot takes and how many units a day that is; nothing where it is not done within calendars that are not all there is.
fn made(
    shop: &Shop,
    (calendars, is_all): (&Calendars, bool),
    operation: &Operation,
    run: f64,
    begin: Time,
    lot: f64,
) -> Option<(Span, Option<f64>)> {
    let (mut at, mut first, mut slowest) = (begin, None, 0.0_f64);
    for step in shop.steps(operation) {
        let team = teams(shop, step).ok().and_then(|teams| teams.into_iter().next()).unwrap_or_default();
        let uses: Vec<ResourceUse> =
            team.members.iter().map(|member| ResourceUse { resource: member.resource, quantity: member.quantity }).collect();
        let seconds = seconds_of(step, run);
        let pace = calendars.pace(Some(step), &uses);
        let open = pace.as_ref().and_then(|pace| pace.next_open(at));
        let start = open.unwrap_or(at);
        let work = Span::from_seconds(seconds);
        let done = pace.and_then(|pace| pace.finish(start, work));
        if !is_all && (open.is_none() || done.is_none()) {
            return None;
        }
        let end = done.unwrap_or(start.plus(work));
        first = first.or(Some(start));
        slowest = slowest.max(end.since(start).hours() / 24.0);
        at = end.plus(step.post_time);
    }
    Some((at.since(first.unwrap_or(begin)), (slowest > 0.0 && lot > 0.0).then(|| lot / slowest)))
}
