//! Reads a workspace into the board's own form.
//!
//! Never skips a task: one whose records are missing is shown without their names.

use super::data::{
    BoardAbsence, BoardData, BoardLink, BoardOperation, BoardOrder, BoardResource, BoardSupply, BoardTask, BoardUse, Index, index,
};
use super::hours::Hours;
use crate::engine::calendar::milli;
use crate::engine::plan::seconds_of;
use crate::model::text::natural;
use crate::model::*;
use std::collections::BTreeSet;

/// How far beyond the tasks the calendars are compiled, so that work can be moved there.
const BEYOND: Span = Span::from_days(400);

impl BoardData {
    /// Everything the board shows of a workspace, seen from the present moment `now`.
    pub fn collect(workspace: &Workspace, now: Time) -> BoardData {
        let mut board = BoardData::read(workspace, now, &|_| true);
        board.find_conflicts();
        for order in 0..board.orders.len() {
            board.refresh_ready(order as Index);
        }
        board
    }

    /// No more than the tasks that lie in a stretch of time: enough for a first look, where all of them would keep it waiting.
    /// What is in conflict is not known yet, and of orders only what the plan promised.
    pub fn glance(workspace: &Workspace, now: Time, (from, to): (Time, Time)) -> BoardData {
        let mut board =
            BoardData::read(workspace, now, &|task| task.placement.as_ref().is_some_and(|place| place.start < to && place.end > from));
        // How far can be scrolled is known from the beginning.
        board.span = span_of(workspace).or(board.span);
        board
    }

    /// The records of the tasks that are meant.
    fn read(workspace: &Workspace, now: Time, is_meant: &dyn Fn(&Task) -> bool) -> BoardData {
        let mut board = BoardData { now, ..BoardData::default() };
        let item_ids: Vec<u64> = workspace.items.keys().map(|id| id.raw()).collect();
        let operation_ids: Vec<u64> = workspace.operations.keys().map(|id| id.raw()).collect();
        board.items = workspace.items.values().map(|item| item.name.clone()).collect();
        board.operations = workspace
            .operations
            .values()
            .map(|operation| BoardOperation {
                id: operation.id,
                name: operation.name.clone(),
                interruptible: operation.interruptible,
                setups: Vec::new(),
            })
            .collect();
        collect_resources(&mut board, workspace);
        board.collect_changeovers(workspace);
        collect_orders(&mut board, workspace, &item_ids);
        collect_tasks(&mut board, workspace, (&item_ids, &operation_ids), is_meant);
        collect_supplies(&mut board, workspace, &item_ids);
        collect_absences(&mut board, workspace);
        collect_links(&mut board, workspace);
        board.list_tasks();
        board.span = board.find_span();
        board
    }

    /// Fills the lists of tasks of resources and orders.
    fn list_tasks(&mut self) {
        for (at, task) in self.tasks.iter().enumerate() {
            if task.placed {
                for usage in &task.uses {
                    if let Some(resource) = self.resources.get_mut(index(usage.resource)) {
                        resource.tasks.push(at as Index);
                    }
                }
            }
            if let Some(order) = task.order.and_then(|order| self.orders.get_mut(index(order))) {
                order.tasks.push(at as Index);
            }
        }
        let tasks = &self.tasks;
        let start = |at: &Index| tasks.get(index(*at)).map(|task| (!task.placed, task.start, task.end));
        for resource in &mut self.resources {
            sort_with_key(&mut resource.tasks, start);
        }
        for order in &mut self.orders {
            sort_with_key(&mut order.tasks, start);
        }
    }

    /// Works out when an order is ready as its tasks stand.
    pub(super) fn refresh_ready(&mut self, order: Index) {
        let Some(known) = self.orders.get(index(order)) else { return };
        let tasks: Vec<&BoardTask> = known.tasks.iter().filter_map(|at| self.tasks.get(index(*at))).collect();
        // Where the last tasks are marked by a due date they alone decide.
        let marked = tasks.iter().any(|task| task.due.is_some());
        let mut last = tasks.iter().filter(|task| !marked || task.due.is_some());
        let ready = last.try_fold(None, |ready: Option<Time>, task| task.placed.then(|| ready.max(Some(task.end)))).flatten();
        if let Some(order) = self.orders.get_mut(index(order)) {
            order.ready = ready;
        }
    }
}

fn collect_resources(board: &mut BoardData, workspace: &Workspace) {
    let used: BTreeSet<ResourceId> = workspace
        .tasks
        .values()
        .filter_map(|task| task.placement.as_ref())
        .flat_map(|placement| &placement.uses)
        .map(|u| u.resource)
        .gather();
    let owners: BTreeSet<ResourceId> = workspace.resources.values().filter_map(|resource| resource.owner).gather();
    let (from, to) = stretch(workspace, board.now);
    board.stretch = (from, to);
    let mut hours = Hours::new(workspace, from, to);
    // A group that only stands for its members has no row unless work was given to the group itself.
    let shown = workspace.resources.values().filter(|resource| !owners.contains(&resource.id) || used.contains(&resource.id));
    for resource in shown {
        let owner = resource.owner.and_then(|id| workspace.resources.get(&id));
        let most = hours.size(resource);
        board.resources.push(BoardResource {
            id: resource.id,
            name: resource.name.clone(),
            group: group(resource, owner),
            class: resource.class,
            kind: if resource.constrained { resource.kind } else { ResourceKind::Infinite },
            size: hours.profiles.get(index(most)).map_or(0, |profile| profile.largest()),
            hours: most,
            speed: hours.speed(resource),
            skills: Vec::new(),
            changed: None,
            tasks: Vec::new(),
        });
    }
    board.profiles = hours.profiles;
    sort_with(&mut board.resources, |a, b| natural(&a.group, &b.group).then_with(|| natural(&a.name, &b.name)).then(a.id.cmp(&b.id)));
    board.ids.resources = sorted_ids(board.resources.iter().map(|resource| resource.id.raw()));
    for known in workspace.resource_skills.values() {
        let resource = known.resource.and_then(|id| board.find_resource(id));
        if let (Some(resource), Some(skill)) = (resource.and_then(|at| board.resources.get_mut(index(at))), known.skill) {
            resource.skills.push(skill);
        }
    }
    for resource in &mut board.resources {
        sort_with(&mut resource.skills, Ord::cmp);
    }
}

/// The group a resource's row stands in: that of its owner or category, else of its class.
fn group(resource: &Resource, owner: Option<&Resource>) -> String {
    let named = owner.map_or(resource.category.as_str(), |owner| owner.name.as_str());
    let class = match resource.class {
        ResourceClass::Machine => "Machines",
        ResourceClass::Person => "People",
        ResourceClass::Tool => "Tools",
        ResourceClass::Place => "Places",
        ResourceClass::Group => "Groups",
    };
    if named.is_empty() { class.to_owned() } else { named.to_owned() }
}

/// First start and last end of all placed tasks.
pub fn span_of(workspace: &Workspace) -> Option<(Time, Time)> {
    let places = workspace.tasks.values().filter_map(|task| task.placement.as_ref()).map(|place| (place.start, place.end));
    places.reduce(|(first, last), (start, end)| (first.min(start), last.max(end)))
}

/// The stretch of time for which calendars are compiled.
fn stretch(workspace: &Workspace, now: Time) -> (Time, Time) {
    let (first, last) = span_of(workspace).map_or((now, now), |(first, last)| (first.min(now), last.max(now)));
    (first.minus(Span::from_days(60)).week_start(), last.plus(BEYOND))
}

fn collect_orders(board: &mut BoardData, workspace: &Workspace, item_ids: &[u64]) {
    let mut served: Vec<OrderId> = workspace.tasks.values().filter_map(|task| task.orders.first().copied()).collect();
    served.extend(workspace.supply_orders.values().filter_map(|supply| supply.orders.first().copied()));
    sort_with_key(&mut served, |order| *order);
    served.dedup();
    let promises: std::collections::BTreeMap<OrderId, &Promise> =
        workspace.promises.values().filter_map(|promise| Some((promise.order?, promise))).gather();
    let shown = |order: &&Order| order.status == OrderStatus::Open || served.binary_search(&order.id).is_ok();
    for order in workspace.orders.values().filter(shown) {
        let promise = promises.get(&order.id);
        board.orders.push(BoardOrder {
            id: order.id,
            name: order.name.clone(),
            open: order.status == OrderStatus::Open,
            item: order.item.and_then(|id| position(item_ids, id.raw())),
            quantity: order.quantity,
            priority: order.priority,
            due: order.due,
            deadline: order.deadline,
            verdict: promise.map(|promise| promise.verdict),
            promised: promise.and_then(|promise| promise.ready),
            reason: promise.map(|promise| promise.reason.clone()).unwrap_or_default(),
            tasks: Vec::new(),
            supplies: Vec::new(),
            ready: None,
        });
    }
    sort_with(&mut board.orders, |a, b| (a.due.is_none(), a.due).cmp(&(b.due.is_none(), b.due)).then_with(|| natural(&a.name, &b.name)));
    board.ids.orders = sorted_ids(board.orders.iter().map(|order| order.id.raw()));
}

fn collect_tasks(
    board: &mut BoardData,
    workspace: &Workspace,
    (item_ids, operation_ids): (&[u64], &[u64]),
    is_meant: &dyn Fn(&Task) -> bool,
) {
    for task in workspace.tasks.values().filter(|task| is_meant(task)) {
        let supply = task.supply.and_then(|id| workspace.supply_orders.get(&id));
        let operation = task.operation.and_then(|id| position(operation_ids, id.raw()));
        let made = || workspace.operations.get(&task.operation?)?.item;
        let mut known = BoardTask {
            id: task.id,
            supply: task.supply,
            operation,
            item: supply.and_then(|supply| supply.item).or_else(made).and_then(|id| position(item_ids, id.raw())),
            order: task.orders.first().and_then(|id| board.find_order(*id)),
            quantity: task.quantity,
            work: task
                .operation
                .and_then(|id| workspace.operations.get(&id))
                .map_or(Span::ZERO, |operation| Span::from_seconds(seconds_of(operation, task.quantity))),
            start: Time::MIN,
            end: Time::MIN,
            uses: Vec::new(),
            placed: false,
            pinned: task.pinned,
            status: task.status,
            release: task.release,
            due: task.due,
            conflict: false,
        };
        place(board, &mut known, task.placement.as_ref());
        board.ids.tasks.push(task.id.raw());
        board.tasks.push(known);
    }
}

/// Copies a placement into the board's form.
pub(super) fn place(board: &BoardData, task: &mut BoardTask, placement: Option<&Placement>) {
    task.placed = placement.is_some();
    task.start = placement.map_or(Time::MIN, |place| place.start);
    task.end = placement.map_or(Time::MIN, |place| place.end);
    let uses = placement.map_or(&[][..], |place| &place.uses);
    task.uses.clear();
    task.uses.extend(
        uses.iter().filter_map(|usage| Some(BoardUse { resource: board.find_resource(usage.resource)?, quantity: milli(usage.quantity) })),
    );
}

fn collect_supplies(board: &mut BoardData, workspace: &Workspace, item_ids: &[u64]) {
    let open = |supply: &&SupplyOrder| {
        supply.kind != SupplyKind::Make
            && !matches!(supply.status, SupplyStatus::Cancelled | SupplyStatus::Closed | SupplyStatus::Completed)
    };
    for supply in workspace.supply_orders.values().filter(open) {
        let (Some(start), Some(end)) = (supply.start.or(supply.end), supply.end.or(supply.start)) else { continue };
        let at = board.supplies.len() as Index;
        board.supplies.push(BoardSupply {
            id: supply.id,
            kind: supply.kind,
            item: supply.item.and_then(|id| position(item_ids, id.raw())),
            quantity: supply.quantity,
            start: start.min(end),
            end: end.max(start),
        });
        let order = supply.orders.first().and_then(|id| board.find_order(*id));
        if let Some(order) = order.and_then(|order| board.orders.get_mut(index(order))) {
            order.supplies.push(at);
        }
    }
}

fn collect_absences(board: &mut BoardData, workspace: &Workspace) {
    for absence in workspace.absences.values() {
        let resource = absence.resource.and_then(|id| board.find_resource(id));
        let (Some(resource), Some(start), Some(end)) = (resource, absence.start, absence.end) else { continue };
        board.absences.push(BoardAbsence { id: absence.id, resource, start, end, reason: absence.reason.clone() });
    }
}

fn collect_links(board: &mut BoardData, workspace: &Workspace) {
    board.incoming.push(0);
    let mut counts = vec![0u32; board.tasks.len() + 1];
    for to in 0..board.ids.tasks.len() {
        let Some(task) = workspace.tasks.get(&TaskId::from_raw(board.ids.tasks[to])) else { continue };
        for link in &task.after {
            let Some(from) = board.find_task(link.task) else { continue };
            board.links.push(BoardLink { from, to: to as Index, kind: link.kind, lag: link.lag, by_hand: link.by_hand });
            if let Some(count) = counts.get_mut(index(from) + 1) {
                *count += 1;
            }
        }
        board.incoming.push(board.links.len() as u32);
    }
    for at in 1..counts.len() {
        counts[at] += counts[at - 1];
    }
    board.outgoing_starts.clone_from(&counts);
    board.outgoing = vec![0; board.links.len()];
    for (at, link) in board.links.iter().enumerate() {
        let next = &mut counts[index(link.from)];
        board.outgoing[index(*next)] = at as Index;
        *next += 1;
    }
}

fn sorted_ids(raw: impl Iterator<Item = u64>) -> Vec<(u64, Index)> {
    let mut ids: Vec<(u64, Index)> = raw.enumerate().map(|(at, id)| (id, at as Index)).collect();
    sort_with_key(&mut ids, |entry| *entry);
    ids
}

/// The position of an id in a sorted list.
fn position(ids: &[u64], raw: u64) -> Option<Index> {
    ids.binary_search(&raw).ok().map(|at| at as Index)
}
