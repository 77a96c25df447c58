//! The steps that lead to an item, who does them, and what is handed over: the graph behind the Workflow Map.
//!
//! Never knows where anything is drawn.

use crate::engine::plan::{Shop, Source};
use crate::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a map is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MapTarget {
    /// Everything that leads to an item.
    Item(ItemId),
    /// An operation or routing and everything before it.
    Operation(OperationId),
    /// Every routing there is.
    Everything,
}

/// What a node stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum NodeKind {
    Step,
    /// Several operations of which one is chosen, or among which work is shared.
    Choice,
    Buy,
    Move,
    /// The item is there, or the order is served.
    Result,
}

/// The record a node stands for, for selecting and editing it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum NodeRecord {
    Operation(OperationId),
    Terms(ItemSupplierId),
    Transport(ItemDistributionId),
    Item(ItemId),
}

/// A node of a map.
#[derive(Clone, PartialEq, Debug)]
pub struct FlowNode {
    pub record: NodeRecord,
    pub kind: NodeKind,
    /// Who does it: the role, else the resource, else the place.
    pub lane: String,
    pub title: String,
    /// Its length and who does it, in a few words.
    pub detail: String,
}

/// Why one node comes before another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum EdgeKind {
    /// The next step of a routing.
    Sequence,
    /// A dependency between operations.
    Dependency,
    /// Material goes from the one to the other.
    Material,
}

/// An edge of a map, by the positions of its nodes.
#[derive(Clone, PartialEq, Debug)]
pub struct FlowEdge {
    pub from: usize,
    pub to: usize,
    pub kind: EdgeKind,
    /// What is handed over, or the lag; may be empty.
    pub text: String,
}

/// Nodes and edges of a map.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FlowGraph {
    pub nodes: Vec<FlowNode>,
    pub edges: Vec<FlowEdge>,
}

/// More nodes than this are not drawn on one map.
const MOST_NODES: usize = 2_000;

/// Operations that wait for each other are followed this far.
const DEEPEST: usize = 120;

/// The graph of everything that leads to the target.
pub fn flow_graph(workspace: &Workspace, target: MapTarget) -> FlowGraph {
    let shop = Shop::new(workspace);
    let mut builder = Builder {
        shop: &shop,
        graph: FlowGraph::default(),
        at: BTreeMap::new(),
        entered: BTreeMap::new(),
        edges: BTreeSet::new(),
        depth: 0,
    };
    match target {
        MapTarget::Item(item) => {
            let makers = builder.makers(item, shop.usual_place(item));
            let result = builder.result(item, makers.first());
            builder.hand_over(&makers, result, item, None);
            builder.shorten(&shop.item_name(Some(item)));
        }
        MapTarget::Operation(id) => {
            if let Some(operation) = workspace.operations.get(&id) {
                builder.operation(operation);
            }
        }
        MapTarget::Everything => {
            for operation in workspace.operations.values().filter(|operation| operation.owner.is_none()) {
                builder.operation(operation);
            }
        }
    }
    builder.graph
}

/// First and last nodes of what was entered.
#[derive(Clone, Default)]
struct Ends {
    first: Vec<usize>,
    last: Vec<usize>,
}

struct Builder<'a, 'w> {
    shop: &'a Shop<'w>,
    graph: FlowGraph,
    at: BTreeMap<NodeRecord, usize>,
    entered: BTreeMap<OperationId, Ends>,
    edges: BTreeSet<(usize, usize, EdgeKind)>,
    depth: usize,
}

impl<'w> Builder<'_, 'w> {
    fn node(&mut self, record: NodeRecord, make: impl FnOnce(&Shop<'w>) -> FlowNode) -> usize {
        if let Some(at) = self.at.get(&record) {
            return *at;
        }
        let node = make(self.shop);
        self.graph.nodes.push(node);
        let at = self.graph.nodes.len() - 1;
        self.at.insert(record, at);
        at
    }

    /// On the map of an item its steps need not repeat its name: `Incident: Close` is `Close`.
    fn shorten(&mut self, item: &str) {
        for node in self.graph.nodes.iter_mut().filter(|node| matches!(node.kind, NodeKind::Step | NodeKind::Choice)) {
            if let Some(rest) = node.title.strip_prefix(item).and_then(|rest| rest.strip_prefix(": ")) {
                node.title = rest.to_owned();
            }
        }
    }

    fn edge(&mut self, from: usize, to: usize, kind: EdgeKind, text: String) {
        if from != to && self.edges.insert((from, to, kind)) {
            self.graph.edges.push(FlowEdge { from, to, kind, text });
        }
    }

    /// The item itself, with whoever makes it.
    fn result(&mut self, item: ItemId, maker: Option<&usize>) -> usize {
        let record = NodeRecord::Item(item);
        let lane = maker.and_then(|at| self.graph.nodes.get(*at)).map_or_else(String::new, |node| node.lane.clone());
        self.node(record, |shop| FlowNode {
            record,
            kind: NodeKind::Result,
            lane,
            title: shop.item_name(Some(item)),
            detail: String::new(),
        })
    }

    /// Every way to get an item to a place, as nodes that put it out.
    fn makers(&mut self, item: ItemId, place: Option<LocationId>) -> Vec<usize> {
        let mut nodes = Vec::new();
        for source in self.shop.sources(item, place) {
            if self.graph.nodes.len() >= MOST_NODES {
                break;
            }
            match source {
                Source::Make(operation) => {
                    let ends = self.operation(operation);
                    let output = self.shop.outputs(operation).into_iter().find(|output| output.item == item);
                    let step = output.and_then(|output| self.at.get(&NodeRecord::Operation(output.operation)).copied());
                    nodes.extend(step.map_or(ends.last, |step| vec![step]));
                }
                Source::Buy(terms) => nodes.push(self.purchase(terms, item)),
                Source::Move(terms) => {
                    let record = NodeRecord::Transport(terms.id);
                    let known = self.at.contains_key(&record);
                    let node = self.node(record, |shop| FlowNode {
                        record,
                        kind: NodeKind::Move,
                        lane: "Transport".to_owned(),
                        title: format!("Move {}", shop.item_name(Some(item))),
                        detail: format!("{}{}", terms.lead_time.text(), shop.at_place(place).replace(" at ", " to ")),
                    });
                    nodes.push(node);
                    if !known {
                        let before = self.makers(item, terms.origin);
                        self.hand_over(&before, node, item, None);
                    }
                }
            }
        }
        nodes
    }

    fn purchase(&mut self, terms: &ItemSupplier, item: ItemId) -> usize {
        let record = NodeRecord::Terms(terms.id);
        let supplier = terms.supplier.and_then(|id| self.shop.workspace.suppliers.get(&id));
        self.node(record, |shop| FlowNode {
            record,
            kind: NodeKind::Buy,
            lane: supplier.map_or_else(|| "Suppliers".to_owned(), |supplier| supplier.name.clone()),
            title: format!("Buy {}", shop.item_name(Some(item))),
            detail: terms.lead_time.text(),
        })
    }

    fn hand_over(&mut self, from: &[usize], to: usize, item: ItemId, per_unit: Option<f64>) {
        let name = self.shop.item_name(Some(item));
        let text = match per_unit {
            Some(per_unit) if per_unit != 1.0 => format!("{} × {name}", text::number_text(per_unit)),
            _ => name,
        };
        for from in from {
            self.edge(*from, to, EdgeKind::Material, text.clone());
        }
    }

    /// Enters an operation with its steps and everything before it, once.
    fn operation(&mut self, operation: &'w Operation) -> Ends {
        if let Some(ends) = self.entered.get(&operation.id) {
            return ends.clone();
        }
        if self.depth >= DEEPEST || self.graph.nodes.len() >= MOST_NODES {
            return Ends::default();
        }
        self.depth += 1;
        // Entered before what leads to it, so that a circle comes back here and ends.
        self.entered.insert(operation.id, Ends::default());
        let parts = self.shop.below(operation.id).to_vec();
        let ends = match operation.kind {
            OperationKind::Alternate | OperationKind::Split if !parts.is_empty() => self.choice(operation, &parts),
            _ => self.steps(operation),
        };
        self.depth -= 1;
        self.entered.insert(operation.id, ends.clone());
        ends
    }

    fn choice(&mut self, operation: &'w Operation, parts: &[&'w Operation]) -> Ends {
        let record = NodeRecord::Operation(operation.id);
        let detail = if operation.kind == OperationKind::Split { "shared among several" } else { "one of several" };
        let mut first = Vec::new();
        let ends: Vec<Ends> = parts.iter().map(|part| self.operation(part)).collect();
        let lane = ends.iter().flat_map(|ends| ends.last.first()).next().map_or_else(String::new, |at| self.graph.nodes[*at].lane.clone());
        let node = self.node(record, |_| FlowNode {
            record,
            kind: NodeKind::Choice,
            lane,
            title: operation.name.clone(),
            detail: detail.to_owned(),
        });
        for of_part in &ends {
            of_part.last.iter().for_each(|last| self.edge(*last, node, EdgeKind::Sequence, String::new()));
            first.extend(&of_part.first);
        }
        Ends { first, last: vec![node] }
    }

    fn steps(&mut self, operation: &'w Operation) -> Ends {
        let steps = self.shop.steps(operation);
        let nodes: Vec<usize> = steps.iter().map(|step| self.step(step)).collect();
        let position = |id: Option<OperationId>| steps.iter().position(|step| Some(step.id) == id);
        let mut among = false;
        for (to, step) in steps.iter().enumerate() {
            for wait in self.shop.waits(step.id) {
                match position(wait.blocked_by) {
                    Some(from) if from != to => {
                        among = true;
                        self.edge(nodes[from], nodes[to], EdgeKind::Dependency, lag_text(wait));
                    }
                    Some(_) => {}
                    None => self.wait_for(nodes[to], wait),
                }
            }
        }
        if !among {
            for pair in nodes.windows(2) {
                self.edge(pair[0], pair[1], EdgeKind::Sequence, String::new());
            }
        }
        for (at, step) in steps.iter().enumerate() {
            let place = self.shop.place_of(step.location.or(operation.location));
            for line in self.shop.lines_of_step(operation, &steps, at) {
                let Some(item) = line.item.filter(|_| line.quantity < 0.0 || line.fixed_quantity < 0.0) else { continue };
                if self.graph.nodes.len() < MOST_NODES {
                    let makers = self.makers(item, place);
                    self.hand_over(&makers, nodes[at], item, Some(-line.quantity));
                }
            }
        }
        let has = |at: &usize, edges: &[FlowEdge], out: bool| {
            edges.iter().any(|edge| {
                edge.kind != EdgeKind::Material
                    && if out { edge.from == *at && nodes.contains(&edge.to) } else { edge.to == *at && nodes.contains(&edge.from) }
            })
        };
        let first = nodes.iter().copied().filter(|at| !has(at, &self.graph.edges, false)).collect();
        let last = nodes.iter().copied().filter(|at| !has(at, &self.graph.edges, true)).collect();
        Ends { first, last }
    }

    fn wait_for(&mut self, node: usize, wait: &OperationDependency) {
        let Some(before) = wait.blocked_by.and_then(|id| self.shop.workspace.operations.get(&id)) else { return };
        let ends = self.operation(before);
        let text = lag_text(wait);
        for last in ends.last {
            self.edge(last, node, EdgeKind::Dependency, text.clone());
        }
    }

    fn step(&mut self, step: &'w Operation) -> usize {
        let record = NodeRecord::Operation(step.id);
        self.node(record, |shop| {
            let workspace = shop.workspace;
            let resources: Vec<&Resource> =
                shop.resources(step.id).iter().filter_map(|line| workspace.resources.get(&line.resource?)).collect();
            let place = step.location.and_then(|id| workspace.locations.get(&id));
            let who = resources.first().map(|resource| resource.name.clone());
            let lane = if step.role.is_empty() { who.or_else(|| place.map(|place| place.name.clone())) } else { Some(step.role.clone()) };
            FlowNode {
                record,
                kind: NodeKind::Step,
                lane: lane.unwrap_or_else(|| "Anyone".to_owned()),
                title: step.name.clone(),
                detail: length_text(step),
            }
        })
    }
}

fn length_text(step: &Operation) -> String {
    let per_unit = (step.kind == OperationKind::TimePer && step.duration_per_unit > 0.0)
        .then(|| format!("{} per unit", Span::from_seconds(step.duration_per_unit.round() as i64).text()));
    let fixed = (!step.duration.is_zero()).then(|| step.duration.text());
    [fixed, per_unit].into_iter().flatten().collect::<Vec<_>>().join(" + ")
}

fn lag_text(wait: &OperationDependency) -> String {
    let kind = if wait.kind == LinkKind::FinishStart { String::new() } else { wait.kind.code().to_owned() };
    let lag = if wait.lag.is_zero() { String::new() } else { wait.lag.text() };
    [kind, lag].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
