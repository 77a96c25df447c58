//! A schedule saved under a name: packed into few characters, and opened again.
//!
//! Never changes a workspace and never trusts what it opens: a line that is damaged is left out and counted.
//!
//! The first line lists the operations. Every other line holds the tasks of up to [`ORDERS_PER_LINE`] orders and can be read without
//! its neighbours. Numbers are of variable length, 7 bits a byte, and bytes are written in base 64, for texts are what a field holds.
//! A task takes 13 bytes: its id, which is a hash and cannot be made smaller, its operation, its start after the one before it, and its
//! length; times on the minute are kept as minutes.

use super::data::{BoardData, BoardTask, index};
use crate::model::{Baseline, OperationId, OrderId, RecordId, Span, TaskId, Time, sort_with_key};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// So many orders share a line: what is damaged costs no more than these.
const ORDERS_PER_LINE: usize = 64;
/// Far above what a line can hold, far below what would fill the memory of a page.
const MOST_PER_ORDER: u64 = 1 << 20;

/// A saved schedule, opened.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Saved {
    /// By id.
    pub tasks: Vec<SavedTask>,
    /// Lines that could not be read.
    pub damaged: usize,
}

/// When a task was to run.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SavedTask {
    pub task: TaskId,
    /// The order it served first.
    pub order: Option<OrderId>,
    pub operation: Option<OperationId>,
    pub start: Time,
    pub end: Time,
}

impl Saved {
    /// Opens what a baseline holds.
    pub fn open(baseline: &Baseline) -> Saved {
        let mut lines = baseline.places.iter();
        let operations = lines.next().and_then(|line| read_operations(line));
        let mut saved = Saved { tasks: Vec::new(), damaged: usize::from(operations.is_none() && !baseline.places.is_empty()) };
        let operations = operations.unwrap_or_default();
        for line in lines {
            match read_line(line, &operations) {
                Some(tasks) => saved.tasks.extend(tasks),
                None => saved.damaged += 1,
            }
        }
        sort_with_key(&mut saved.tasks, |task| task.task);
        saved.tasks.dedup_by_key(|task| task.task);
        saved
    }

    /// When a task was to run; `None` where it had no place or was not there.
    pub fn of(&self, task: TaskId) -> Option<&SavedTask> {
        let at = self.tasks.binary_search_by_key(&task, |saved| saved.task).ok()?;
        self.tasks.get(at)
    }
}

impl BoardData {
    /// The places of all tasks, packed for a [`Baseline`].
    pub fn pack_places(&self) -> Vec<String> {
        let mut operations: Vec<OperationId> = self.operations.iter().map(|operation| operation.id).collect();
        sort_with_key(&mut operations, |id| *id);
        let mut tasks: Vec<(Option<OrderId>, &BoardTask)> =
            self.tasks.iter().filter(|task| task.placed).map(|task| (self.order_id(task), task)).collect();
        sort_with_key(&mut tasks, |(order, task)| (*order, task.start, task.id));
        let mut lines = vec![write_operations(&operations)];
        let mut line = Packed::default();
        let mut orders = 0;
        for group in tasks.chunk_by(|one, next| one.0 == next.0) {
            let Some((order, _)) = group.first() else { continue };
            line.order(*order, group.len());
            for (_, task) in group {
                let operation = task.operation.and_then(|at| self.operations.get(index(at))).map(|operation| operation.id);
                line.task(task, operation.and_then(|id| operations.binary_search(&id).ok()));
            }
            orders += 1;
            if orders == ORDERS_PER_LINE {
                lines.push(std::mem::take(&mut line).text());
                orders = 0;
            }
        }
        if orders > 0 {
            lines.push(line.text());
        }
        lines
    }

    /// The id of the order that a task serves first.
    pub fn order_id(&self, task: &BoardTask) -> Option<OrderId> {
        task.order.and_then(|at| self.orders.get(index(at))).map(|order| order.id)
    }
}

/// A line in the making.
#[derive(Default)]
struct Packed {
    bytes: Vec<u8>,
    order: u64,
    time: i64,
}

impl Packed {
    /// Begins an order: its id after the one before, with 0 for none, and how many tasks it has.
    fn order(&mut self, order: Option<OrderId>, count: usize) {
        let raw = order.map_or(0, RecordId::raw);
        self.number(raw.wrapping_sub(self.order));
        self.number(count as u64);
        self.order = raw;
    }

    fn task(&mut self, task: &BoardTask, operation: Option<usize>) {
        self.bytes.extend(task.id.raw().to_le_bytes());
        self.number(operation.map_or(0, |at| at as u64 + 1));
        let start = task.start.seconds();
        self.span(start - self.time);
        self.span(task.end.seconds() - start);
        self.time = start;
    }

    /// Seconds, as minutes where that is exact; below zero, too.
    fn span(&mut self, seconds: i64) {
        let (value, unit) = if seconds % 60 == 0 { (seconds / 60, 0) } else { (seconds, 1) };
        let unsigned = ((value << 1) ^ (value >> 63)) as u64;
        self.number(unsigned << 1 | unit);
    }

    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    fn text(self) -> String {
        STANDARD_NO_PAD.encode(self.bytes)
    }
}

/// A line being read.
struct Line {
    bytes: Vec<u8>,
    at: usize,
}

impl Line {
    fn open(text: &str) -> Option<Line> {
        Some(Line { bytes: STANDARD_NO_PAD.decode(text).ok()?, at: 0 })
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied()?;
        self.at += 1;
        Some(byte)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn span(&mut self) -> Option<Span> {
        let coded = self.number()?;
        let unsigned = coded >> 1;
        let value = (unsigned >> 1) as i64 ^ -((unsigned & 1) as i64);
        let unit = if coded & 1 == 0 { 60 } else { 1 };
        value.checked_mul(unit).map(Span::from_seconds)
    }

    fn id(&mut self) -> Option<u64> {
        let bytes = self.bytes.get(self.at..self.at + 8)?;
        self.at += 8;
        Some(u64::from_le_bytes(bytes.try_into().ok()?))
    }
}

fn write_operations(operations: &[OperationId]) -> String {
    let mut line = Packed::default();
    let mut before = 0;
    for operation in operations {
        line.number(operation.raw().wrapping_sub(before));
        before = operation.raw();
    }
    line.text()
}

fn read_operations(line: &str) -> Option<Vec<OperationId>> {
    let mut line = Line::open(line)?;
    let (mut operations, mut before) = (Vec::new(), 0u64);
    while !line.is_at_end() {
        before = before.wrapping_add(line.number()?);
        operations.push(OperationId::from_raw(before));
    }
    Some(operations)
}

fn read_line(line: &str, operations: &[OperationId]) -> Option<Vec<SavedTask>> {
    let mut line = Line::open(line)?;
    let (mut tasks, mut raw, mut time) = (Vec::new(), 0u64, Time::clamped(0));
    while !line.is_at_end() {
        raw = raw.wrapping_add(line.number()?);
        let order = (raw != 0).then(|| OrderId::from_raw(raw));
        let count = line.number().filter(|count| *count <= MOST_PER_ORDER)?;
        for _ in 0..count {
            let task = TaskId::from_raw(line.id()?);
            let operation = line.number()?.checked_sub(1).and_then(|at| operations.get(usize::try_from(at).ok()?)).copied();
            time = time.plus(line.span()?);
            let length = line.span().filter(|length| *length >= Span::ZERO)?;
            tasks.push(SavedTask { task, order, operation, start: time, end: time.plus(length) });
        }
    }
    Some(tasks)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::sample::{dairy, large, now};
    use super::*;
    use crate::model::{BaselineId, Record, Workspace};
    use proptest::prelude::*;

    fn saved(workspace: &Workspace) -> Baseline {
        let places = BoardData::collect(workspace, now()).pack_places();
        Baseline { places, ..Baseline::new(BaselineId::from_raw(1)) }
    }

    #[test]
    fn every_place_comes_back_to_the_second() {
        let mut workspace = large(1_000);
        let odd = workspace.tasks.values_mut().nth(7).unwrap().placement.as_mut().unwrap();
        (odd.start, odd.end) = (odd.start.minus(Span::from_seconds(86_401)), odd.end.plus(Span::from_seconds(7)));
        workspace.tasks.values_mut().nth(8).unwrap().placement = None;
        let opened = Saved::open(&saved(&workspace));
        assert_eq!((opened.tasks.len(), opened.damaged), (999, 0));
        for task in workspace.tasks.values() {
            let found = opened.of(task.id);
            assert_eq!(found.map(|found| (found.start, found.end)), task.placement.as_ref().map(|place| (place.start, place.end)));
            assert!(found.is_none_or(|found| found.operation == task.operation && found.order == task.orders.first().copied()));
        }
    }

    #[test]
    fn a_damaged_line_costs_its_own_orders_and_is_counted() {
        let mut baseline = saved(&large(1_000));
        assert_eq!(baseline.places.len(), 5, "250 orders in lines of 64");
        baseline.places[2].replace_range(9..10, "!");
        baseline.places[3].truncate(100);
        let opened = Saved::open(&baseline);
        assert_eq!((opened.tasks.len(), opened.damaged), (1_000 - 2 * 64 * 4, 2));
    }

    #[test]
    fn ten_thousand_tasks_with_ids_that_are_hashes_weigh_less_than_two_hundred_thousand_characters() {
        let mut workspace = large(10_000);
        let tasks = std::mem::take(&mut workspace.tasks);
        for task in tasks {
            let id = TaskId::from_raw(task.id.raw().wrapping_mul(0x9e37_79b9_7f4a_7c15));
            workspace.tasks.insert(id, crate::model::Task { id, after: Vec::new(), ..task });
        }
        let baseline = saved(&workspace);
        let weight: usize = baseline.places.iter().map(String::len).sum();
        println!("10,000 tasks of 2,500 orders: {weight} characters");
        assert!(weight < 200_000, "{weight}");
        assert_eq!(Saved::open(&baseline).tasks.len(), 10_000);
    }

    proptest! {
        #[test]
        fn whatever_a_file_brings_is_read_or_left_out(places in proptest::collection::vec("[A-Za-z0-9+/!]{0,60}", 0..6)) {
            let count = places.len();
            let opened = Saved::open(&Baseline { places, ..Baseline::new(BaselineId::from_raw(1)) });
            prop_assert!(opened.damaged <= count);
            prop_assert!(opened.tasks.iter().all(|task| task.start <= task.end));
            prop_assert!(opened.tasks.windows(2).all(|pair| pair[0].task < pair[1].task));
        }

        #[test]
        fn numbers_come_back(seconds in -200_000_000_000i64..200_000_000_000, number: u64) {
            let mut packed = Packed::default();
            packed.span(seconds);
            packed.number(number);
            let mut line = Line::open(&packed.text()).unwrap();
            prop_assert_eq!((line.span(), line.number()), (Some(Span::from_seconds(seconds)), Some(number)));
            prop_assert!(line.is_at_end());
        }
    }

    #[test]
    fn an_empty_schedule_is_a_baseline_of_nothing() {
        let mut workspace = dairy();
        workspace.tasks.clear();
        assert_eq!(Saved::open(&saved(&workspace)), Saved::default());
    }
}
