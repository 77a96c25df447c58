//! Which rows the board has, how high each is, and in which lane of its row each task lies.
//!
//! Never knows the zoom or what is scrolled into sight; heights follow from the tasks alone.

use super::filter::{Filter, Stage};
use super::view::Metrics;
use crate::app::derived::schedule::{BoardData, BoardTask, Followed, Index, index, name_or};
use crate::model::{OrderId, Time, sort_with_key};
use std::collections::{BTreeMap, BTreeSet};

/// What the rows of the board stand for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Grouping {
    /// One row per resource, with a lane for each task it does at the same time.
    #[default]
    Resource,
    /// One row per order, and below it one per task.
    Order,
    /// One row per task under the item it makes.
    Item,
    /// One row per task under how far it has come.
    Status,
    /// One row per task, by start.
    Task,
    /// One row per task, as they are listed.
    Listed,
}

/// What a row stands for.
#[derive(Clone, PartialEq, Debug)]
pub enum RowKind {
    /// Header of a group of rows.
    Band(String),
    Resource(Index),
    Order(Index),
    /// A task, on a row of its own.
    Task(Index),
    /// A purchase, transport or delivery.
    Supply(Index),
}

/// A row.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    pub kind: RowKind,
    /// Pixels from the top of the first row.
    pub top: f64,
    pub height: f64,
    pub lanes: Vec<Lane>,
}

/// Tasks that lie one behind the other in a row.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Lane {
    /// By start.
    pub tasks: Vec<Index>,
    /// For each task, the latest end up to and including it: found by halving even where tasks overlap.
    reach: Vec<Time>,
}

impl Lane {
    /// The tasks that may be seen from `from` on, in order of start.
    pub fn from(&self, from: Time) -> &[Index] {
        let first = self.reach.partition_point(|end| *end < from);
        self.tasks.get(first..).unwrap_or(&[])
    }

    fn push(&mut self, task: Index, end: Time) {
        self.reach.push(self.reach.last().map_or(end, |reach| (*reach).max(end)));
        self.tasks.push(task);
    }
}

/// What the person has folded away or does not want to see.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Folded {
    pub bands: BTreeSet<String>,
    pub orders: BTreeSet<OrderId>,
    pub filter: Filter,
}

/// Where a task lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Home {
    pub row: u32,
    pub lane: u32,
}

/// The rows of the board.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    pub grouping: Grouping,
    pub rows: Vec<Row>,
    /// Height of all rows together.
    pub height: f64,
    homes: Vec<Option<Home>>,
    /// Per task whether it is filtered out; empty where nothing is.
    hidden: Vec<bool>,
    /// Row of each resource, where it has one.
    resource_rows: Vec<Option<u32>>,
}

/// More lanes than this are no longer told apart: the rest lies in the last one.
const MOST_LANES: usize = 16;

impl Layout {
    /// The rows for a grouping.
    pub fn new(board: &BoardData, grouping: Grouping, folded: &Folded, metrics: &Metrics) -> Layout {
        let hidden = folded.filter.hidden(board);
        let mut layout = Layout { grouping, homes: vec![None; board.tasks.len()], hidden, ..Layout::default() };
        match grouping {
            Grouping::Resource => layout.rows_by_resource(board, folded),
            Grouping::Order => layout.rows_by_order(board, folded),
            Grouping::Item => layout.rows_by_band(board, folded, &|task| name_or(board.item_name(task.item), "No item").to_owned()),
            Grouping::Status => layout.rows_by_band(board, folded, &|task| Stage::of(task).words().to_owned()),
            Grouping::Task | Grouping::Listed => layout.rows_by_task(board),
        }
        layout.stack(metrics);
        layout
    }

    /// Takes over moved tasks at the cost of their rows; false where the rows must be made anew.
    pub fn follow(&mut self, board: &BoardData, followed: &Followed, metrics: &Metrics) -> bool {
        match followed {
            Followed::Nothing => true,
            Followed::Anew => false,
            // What is moved may come into what is shown or go out of it.
            Followed::Tasks { .. } if !self.hidden.is_empty() || self.grouping == Grouping::Status => false,
            // Rows by order and by task keep their places while one works on them.
            Followed::Tasks { .. } if self.grouping != Grouping::Resource => true,
            Followed::Tasks { tasks, resources } => {
                for task in tasks {
                    if let Some(home) = self.homes.get_mut(index(*task)) {
                        *home = None;
                    }
                }
                let mut higher = false;
                for resource in resources {
                    let Some(row) = self.resource_rows.get(index(*resource)).copied().flatten() else { continue };
                    let lanes = pack(board, *resource, &self.hidden);
                    let Some(known) = self.rows.get_mut(index(row)) else { continue };
                    higher |= lanes.len().max(1) != known.lanes.len().max(1);
                    known.lanes = lanes;
                    self.settle(row);
                }
                // A task on several resources may have lost its home to a row that no longer has it.
                let lost: Vec<Index> = tasks.iter().copied().filter(|task| self.home(*task).is_none()).collect();
                for task in lost {
                    let rows = board.task(task).map(|task| task.uses.clone()).unwrap_or_default();
                    for usage in rows {
                        if let Some(row) = self.resource_rows.get(index(usage.resource)).copied().flatten() {
                            self.settle(row);
                        }
                    }
                }
                if higher {
                    self.stack(metrics);
                }
                true
            }
        }
    }

    /// Whether the filter leaves a task in.
    pub fn shows(&self, task: Index) -> bool {
        !self.hidden.get(index(task)).is_some_and(|hidden| *hidden)
    }

    /// How many tasks the filter leaves in; `None` where it is off.
    pub fn shown(&self) -> Option<usize> {
        (!self.hidden.is_empty()).then(|| self.hidden.iter().filter(|hidden| !**hidden).count())
    }

    /// Where a task lies; `None` where it has no place or its row is folded away.
    pub fn home(&self, task: Index) -> Option<Home> {
        self.homes.get(index(task)).copied().flatten()
    }

    /// Where a task lies on the row of a resource that it uses.
    pub fn home_on(&self, task: Index, resource: Index) -> Option<Home> {
        let row = self.resource_row(resource)?;
        let lane = self.row(row)?.lanes.iter().position(|lane| lane.tasks.contains(&task))?;
        Some(Home { row, lane: lane as u32 })
    }

    /// The resource that a row stands for.
    pub fn resource_of(&self, row: u32) -> Option<Index> {
        match self.row(row)?.kind {
            RowKind::Resource(at) => Some(at),
            _ => None,
        }
    }

    /// The row at a height, counted from the top of the first row.
    pub fn row_at(&self, y: f64) -> Option<u32> {
        if y < 0.0 || y >= self.height {
            return None;
        }
        let after = self.rows.partition_point(|row| row.top <= y);
        (after > 0).then(|| (after - 1) as u32)
    }

    /// The row at a position.
    pub fn row(&self, row: u32) -> Option<&Row> {
        self.rows.get(index(row))
    }

    /// The row of a resource.
    pub fn resource_row(&self, resource: Index) -> Option<u32> {
        self.resource_rows.get(index(resource)).copied().flatten()
    }

    /// Positions of the rows between two heights.
    pub fn rows_between(&self, top: f64, bottom: f64) -> std::ops::Range<usize> {
        let first = self.rows.partition_point(|row| row.top + row.height <= top);
        let end = self.rows.partition_point(|row| row.top < bottom);
        first..end.max(first)
    }

    fn push(&mut self, kind: RowKind, lanes: Vec<Lane>) -> u32 {
        let row = self.rows.len() as u32;
        self.rows.push(Row { kind, top: 0.0, height: 0.0, lanes });
        row
    }

    /// Gives the tasks of a row their homes; the first row of a task is its home.
    fn settle(&mut self, row: u32) {
        let Some(known) = self.rows.get(index(row)) else { return };
        for (lane, tasks) in known.lanes.iter().enumerate() {
            for task in &tasks.tasks {
                let Some(home) = self.homes.get_mut(index(*task)) else { continue };
                if home.is_none_or(|home| home.row >= row) {
                    *home = Some(Home { row, lane: lane as u32 });
                }
            }
        }
    }

    /// Sets the heights and tops of all rows.
    pub fn stack(&mut self, metrics: &Metrics) {
        let mut top = 0.0;
        for row in &mut self.rows {
            row.top = top;
            row.height = match row.kind {
                RowKind::Band(_) => (metrics.lane_height * 0.9).round(),
                RowKind::Supply(_) => (metrics.lane_height * 0.75).round(),
                _ => metrics.lane_height * row.lanes.len().max(1) as f64,
            };
            top += row.height;
        }
        self.height = top;
    }

    fn rows_by_resource(&mut self, board: &BoardData, folded: &Folded) {
        self.resource_rows = vec![None; board.resources.len()];
        let grouped = board.resources.windows(2).any(|pair| pair[0].group != pair[1].group);
        let mut band: Option<&str> = None;
        for (at, resource) in board.resources.iter().enumerate() {
            let name = resource.group.as_str();
            let lanes = pack(board, at as Index, &self.hidden);
            let is_asked_for = folded.filter.resource.is_none_or(|id| id == resource.id);
            if folded.filter.is_on() && (lanes.is_empty() || !is_asked_for) {
                continue;
            }
            if grouped && band != Some(name) {
                band = Some(name);
                self.push(RowKind::Band(name.to_owned()), Vec::new());
            }
            if grouped && folded.bands.contains(name) {
                continue;
            }
            let row = self.push(RowKind::Resource(at as Index), lanes);
            self.resource_rows[at] = Some(row);
            self.settle(row);
        }
    }

    fn rows_by_order(&mut self, board: &BoardData, folded: &Folded) {
        let filtered = !self.hidden.is_empty();
        for (at, order) in board.orders.iter().enumerate() {
            if filtered && !order.tasks.iter().any(|task| self.shows(*task)) {
                continue;
            }
            self.push(RowKind::Order(at as Index), Vec::new());
            if folded.orders.contains(&order.id) {
                continue;
            }
            for supply in order.supplies.iter().filter(|_| !filtered) {
                self.push(RowKind::Supply(*supply), Vec::new());
            }
            for task in order.tasks.iter().copied() {
                if self.shows(task) {
                    self.push_task(task);
                }
            }
        }
        let loose = self.tasks_by_start(board, |task| task.order.is_none());
        self.push_band("For stock", loose, folded);
    }

    /// A group of rows for each name that tasks have, in the order of the names, of stages in that of the work.
    fn rows_by_band(&mut self, board: &BoardData, folded: &Folded, name: &dyn Fn(&BoardTask) -> String) {
        let mut bands: BTreeMap<(Option<Stage>, String), Vec<Index>> = BTreeMap::new();
        for at in self.tasks_by_start(board, |_| true) {
            let Some(task) = board.task(at) else { continue };
            let stage = (self.grouping == Grouping::Status).then(|| Stage::of(task));
            bands.entry((stage, name(task))).or_default().push(at);
        }
        for ((_, name), tasks) in bands {
            self.push_band(&name, tasks, folded);
        }
    }

    fn push_band(&mut self, name: &str, tasks: Vec<Index>, folded: &Folded) {
        if tasks.is_empty() {
            return;
        }
        self.push(RowKind::Band(name.to_owned()), Vec::new());
        if !folded.bands.contains(name) {
            tasks.into_iter().for_each(|task| self.push_task(task));
        }
    }

    fn rows_by_task(&mut self, board: &BoardData) {
        let tasks = if self.grouping == Grouping::Task {
            self.tasks_by_start(board, |_| true)
        } else {
            (0..board.tasks.len() as Index).filter(|at| self.shows(*at)).collect()
        };
        for task in tasks {
            self.push_task(task);
        }
    }

    /// The tasks that are shown and meant, by start; those without a place last.
    fn tasks_by_start(&self, board: &BoardData, is_meant: impl Fn(&BoardTask) -> bool) -> Vec<Index> {
        let known = (0..board.tasks.len() as Index).filter(|at| self.shows(*at) && board.task(*at).is_some_and(&is_meant));
        let mut tasks: Vec<Index> = known.collect();
        sort_with_key(&mut tasks, |at| board.task(*at).map(|task| (!task.placed, task.start)));
        tasks
    }

    fn push_task(&mut self, task: Index) {
        let row = self.push(RowKind::Task(task), Vec::new());
        if let Some(home) = self.homes.get_mut(index(task)) {
            *home = Some(Home { row, lane: 0 });
        }
    }
}

/// The lanes of a resource: each task in the first lane that is free when it starts.
fn pack(board: &BoardData, resource: Index, hidden: &[bool]) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = Vec::new();
    let Some(row) = board.resources.get(index(resource)) else { return lanes };
    for &at in row.tasks.iter().filter(|at| !hidden.get(index(**at)).is_some_and(|hidden| *hidden)) {
        let Some(task) = board.task(at) else { continue };
        let free = |lane: &Lane| lane.reach.last().is_none_or(|end| *end <= task.start);
        let lane = lanes.iter().position(free).unwrap_or(lanes.len()).min(MOST_LANES - 1);
        if lane == lanes.len() {
            lanes.push(Lane::default());
        }
        if let Some(lane) = lanes.get_mut(lane) {
            lane.push(at, task.end);
        }
    }
    lanes
}
