//! The bill of materials as a tree: what goes into an item, level by level, how much of it, and how long it takes to get.
//!
//! Of several ways to get an item the preferred one is shown. Never ends in a circle: the second time is marked and not opened.

use crate::engine::plan::{Shop, Source};
use crate::model::*;

/// A line of the tree.
#[derive(Clone, PartialEq, Debug)]
pub struct BomNode {
    pub item: ItemId,
    pub place: Option<LocationId>,
    /// 0 is the item asked for.
    pub depth: usize,
    /// Position of the node it goes into.
    pub parent: Option<usize>,
    /// Units that go into one unit of the parent.
    pub per_parent: f64,
    /// Units that go into one unit of the item asked for.
    pub per_top: f64,
    /// How it is got: the operation's or the supplier's name, or where it is moved from; empty where there is no way.
    pub source: String,
    pub operation: Option<OperationId>,
    /// Time to get it once its parts are there, for one unit.
    pub lead_time: Span,
    /// Time to get it when nothing is there yet.
    pub total_lead_time: Span,
    /// It goes into itself: not opened again.
    pub is_circular: bool,
}

/// Deeper or longer trees are cut off.
const DEEPEST: usize = 60;
const LONGEST: usize = 5_000;

/// The tree of an item, every node before its parts.
pub fn bom_tree(workspace: &Workspace, item: ItemId) -> Vec<BomNode> {
    let shop = Shop::new(workspace);
    let mut nodes = Vec::new();
    let mut path = Vec::new();
    open(&shop, (item, shop.usual_place(item)), None, 1.0, &mut path, &mut nodes);
    nodes
}

/// Adds an item and its parts, and gives the time to get it when nothing is there.
fn open(
    shop: &Shop,
    (item, place): (ItemId, Option<LocationId>),
    parent: Option<usize>,
    per_parent: f64,
    path: &mut Vec<(ItemId, Option<LocationId>)>,
    nodes: &mut Vec<BomNode>,
) -> Span {
    let at = nodes.len();
    let above = parent.and_then(|parent: usize| nodes.get(parent)).map_or(1.0, |parent| parent.per_top);
    let is_circular = path.contains(&(item, place));
    let source = if is_circular { None } else { shop.sources(item, place).first().copied() };
    let (name, operation, lead_time) = described(shop, source);
    let per_top = above * per_parent;
    let (depth, total_lead_time) = (path.len(), lead_time);
    nodes.push(BomNode {
        item,
        place,
        depth,
        parent,
        per_parent,
        per_top,
        source: name,
        operation,
        lead_time,
        total_lead_time,
        is_circular,
    });
    let Some(source) = source.filter(|_| depth < DEEPEST && nodes.len() < LONGEST) else { return lead_time };
    path.push((item, place));
    let parts = parts(shop, source, item, place);
    let slowest = parts.into_iter().map(|(part, place, quantity)| open(shop, (part, place), Some(at), quantity, path, nodes)).max();
    path.pop();
    let total = lead_time.plus(slowest.unwrap_or(Span::ZERO));
    nodes[at].total_lead_time = total;
    total
}

fn described(shop: &Shop, source: Option<Source>) -> (String, Option<OperationId>, Span) {
    match source {
        None => (String::new(), None, Span::ZERO),
        Some(Source::Make(operation)) => {
            let length = |step: &&Operation| {
                let per_unit = if step.kind == OperationKind::TimePer { step.duration_per_unit } else { 0.0 };
                step.duration.seconds() + per_unit.ceil() as i64
            };
            (operation.name.clone(), Some(operation.id), Span::from_seconds(shop.steps(operation).iter().map(length).sum()))
        }
        Some(Source::Buy(terms)) => {
            let supplier = terms.supplier.and_then(|id| shop.workspace.suppliers.get(&id));
            (supplier.map_or_else(String::new, |supplier| supplier.name.clone()), None, terms.lead_time)
        }
        Some(Source::Move(terms)) => (shop.at_place(terms.origin).trim_start().replacen("at ", "from ", 1), None, terms.lead_time),
    }
}

/// What goes into one unit from a source, where it is taken, and how much of it; of alternatives the first.
pub fn parts(shop: &Shop, source: Source, item: ItemId, place: Option<LocationId>) -> Vec<(ItemId, Option<LocationId>, f64)> {
    match source {
        Source::Buy(_) => Vec::new(),
        Source::Move(terms) => vec![(item, terms.origin, 1.0)],
        Source::Make(operation) => {
            let output = shop.outputs(operation).into_iter().find(|output| output.item == item);
            let made = output.map_or(1.0, |output| output.per_unit).max(1e-9);
            let steps = shop.steps(operation);
            let mut seen: Vec<String> = Vec::new();
            let mut parts = Vec::new();
            for at in 0..steps.len() {
                for line in shop.lines_of_step(operation, &steps, at) {
                    let Some(part) = line.item.filter(|_| line.quantity < 0.0) else { continue };
                    // Of alternatives the first one stands for all.
                    if !line.name.is_empty() {
                        if seen.contains(&line.name) {
                            continue;
                        }
                        seen.push(line.name.clone());
                    }
                    let at = steps.get(at).and_then(|step| step.location).or(operation.location);
                    parts.push((part, shop.place_of(at).or(place), -line.quantity / made));
                }
            }
            parts
        }
    }
}
