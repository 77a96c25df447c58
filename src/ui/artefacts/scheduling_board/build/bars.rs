//! The bars: tasks, orders and purchases, with their labels and signs, and blocks where single bars are too small to see.

use super::super::colour::Colour;
use super::super::fit::{fit, text_width};
use super::super::layout::{Grouping, Lane, Row, RowKind};
use super::super::render_model::{Align, Area, Ink, Shape, Sign, Style};
use super::Sight;
use crate::app::derived::schedule::{BoardTask, Index, Standing, index, name_or};
use crate::model::{SupplyKind, sort_with_key};

/// Bars narrower than this become blocks.
const NARROWEST: f64 = 2.0;

/// The bars that are seen.
#[derive(Default)]
pub struct Bars {
    /// Ordered so that a painter changes its colour seldom.
    pub shapes: Vec<Shape>,
    /// What is written and drawn on the bars, above them all.
    pub marks: Vec<Shape>,
    /// The tasks behind them.
    pub seen: Vec<Index>,
}

/// The bars of every row that is seen.
pub fn bars(sight: Sight) -> Bars {
    let mut bars = Bars::default();
    for at in sight.rows() {
        let Some(row) = sight.layout.rows.get(at) else { break };
        match row.kind {
            RowKind::Band(_) => {}
            RowKind::Resource(_) => {
                for (lane, tasks) in row.lanes.iter().enumerate() {
                    lane_bars(&mut bars, sight, at as u32, lane as u32, tasks);
                }
            }
            RowKind::Task(task) => task_row(&mut bars, sight, at as u32, task),
            RowKind::Order(order) => order_row(&mut bars, sight, row, order),
            RowKind::Supply(supply) => supply_row(&mut bars, sight, at as u32, supply),
        }
    }
    sort_with_key(&mut bars.shapes, |shape| match shape {
        Shape::Fill { ink, .. } => (0, *ink),
        Shape::Veil { ink, .. } => (1, *ink),
        _ => (2, Ink::Ground),
    });
    sort_with_key(&mut bars.marks, |shape| match shape {
        Shape::Text { style, ink, .. } => (1, *style as u8, *ink),
        _ => (0, 0, Ink::Ground),
    });
    bars.shapes.append(&mut bars.marks);
    bars
}

/// A block that stands for bars too small to be seen by themselves.
struct Block {
    area: Area,
    ink: Ink,
    /// How much the most pressing of them presses, least first.
    rank: (bool, Standing),
    filled: f64,
}

fn lane_bars(bars: &mut Bars, sight: Sight, row: u32, lane: u32, tasks: &Lane) {
    let (from, to) = sight.view.window();
    let mut block: Option<Block> = None;
    for &at in tasks.from(from) {
        let Some(task) = sight.board.task(at) else { continue };
        if task.start >= to {
            break;
        }
        let Some(area) = sight.bar_area(row, lane, task.start, task.end) else { break };
        if task.end < from || (task.end == from && task.end > task.start) {
            continue;
        }
        if area.width >= NARROWEST || task.start == task.end {
            bars.shapes.extend(block.take().map(paint_block));
            lead_in(bars, sight, row, at, area);
            bar(bars, sight, at, task, area, area.width);
            continue;
        }
        let rank = (!(sight.look.colour == Colour::Criticality && sight.board.is_critical(at)), sight.board.standing(task));
        match &mut block {
            Some(open) if area.x <= open.area.right() + 1.0 => {
                open.area.width = (area.right() - open.area.x).max(open.area.width);
                open.filled += area.width;
                if rank < open.rank {
                    (open.rank, open.ink) = (rank, sight.look.colour.ink(sight.board, at, task));
                }
            }
            _ => {
                let ink = sight.look.colour.ink(sight.board, at, task);
                let wide = Area { width: area.width.max(1.0), ..area };
                bars.shapes.extend(block.replace(Block { area: wide, ink, rank, filled: area.width }).map(paint_block));
            }
        }
        bars.seen.push(at);
    }
    bars.shapes.extend(block.map(paint_block));
}

/// The changeover that prepares a task, before its bar on the row of the machine: half as high and hatched.
fn lead_in(bars: &mut Bars, sight: Sight, row: u32, at: Index, bar: Area) {
    let here = sight.layout.resource_of(row);
    for changeover in sight.board.changeovers(at).into_iter().filter(|changeover| Some(changeover.resource) == here) {
        let left = sight.view.x(changeover.start);
        let area = Area::new(left, bar.y + bar.height / 4.0, bar.x - left, bar.height / 2.0);
        if area.width < NARROWEST {
            continue;
        }
        let ink = if changeover.fits { Ink::Neutral } else { Ink::Conflict };
        // Above the bar before it, where there is no room.
        bars.marks.push(Shape::Fill { area, ink, radius: 0.0 });
        bars.marks.push(Shape::Hatch { area, ink: Ink::OnBar });
    }
}

fn paint_block(block: Block) -> Shape {
    let strength = (block.filled / block.area.width.max(0.1)).clamp(0.35, 1.0);
    Shape::Veil { area: block.area, ink: block.ink, strength }
}

fn task_row(bars: &mut Bars, sight: Sight, row: u32, at: Index) {
    let Some(task) = sight.board.task(at).filter(|task| task.placed) else { return };
    let Some(area) = sight.bar_area(row, 0, task.start, task.end) else { return };
    let label = bar_label(sight, task);
    let size = sight.view.metrics.font_size;
    let label_width = text_width(&label, sight.view.metrics.text_size);
    let beside = area.width < label_width + size;
    let room = if beside { label_width + 2.0 * size } else { 0.0 };
    if area.right() + room < sight.view.metrics.header_width || area.x > sight.view.width {
        return;
    }
    let wide = Area { width: area.width.max(NARROWEST), ..area };
    bar(bars, sight, at, task, wide, if beside { 0.0 } else { area.width });
    if beside && sight.view.px_per_hour > 0.1 {
        let signs = if task.pinned { size * 1.2 } else { 0.0 };
        bars.marks.push(Shape::Text {
            x: wide.right() + size * 1.1 + signs,
            y: wide.y + wide.height / 2.0,
            text: label,
            ink: Ink::TextFaint,
            style: Style::Small,
            align: Align::Start,
        });
    }
}

/// One bar; its label gets `room` pixels.
fn bar(bars: &mut Bars, sight: Sight, at: Index, task: &BoardTask, area: Area, room: f64) {
    bars.seen.push(at);
    let ink = sight.look.colour.ink(sight.board, at, task);
    let marks = &mut bars.marks;
    let size = sight.view.metrics.font_size;
    let middle = area.y + area.height / 2.0;
    if task.start == task.end {
        marks.push(Shape::Mark { x: area.x, y: middle, size: area.height * 0.8, sign: Sign::Diamond, ink });
        return;
    }
    // A bar that begins left of the window keeps its label in sight.
    let left = area.x.max(sight.view.metrics.header_width);
    let shown = Area::new(left, area.y, area.right().min(sight.view.width + 8.0) - left, area.height);
    let rounded = area.width >= 6.0;
    let body = Area::new(area.x, area.y, area.width - f64::from(rounded), area.height);
    bars.shapes.push(Shape::Fill { area: body, ink, radius: if rounded { 3.0 } else { 0.0 } });
    let standing = sight.board.standing(task);
    if standing == Standing::Conflict && shown.width >= 4.0 {
        marks.push(Shape::Hatch { area: shown, ink: Ink::OnBar });
    }
    if sight.look.marks_critical() && sight.board.is_critical(at) {
        marks.extend(critical_mark(body));
    }
    let mut text_left = shown.x + size * 0.35;
    let mut text_right = shown.x + room.min(shown.width) - size * 0.35;
    let sign_size = size * 0.95;
    if task.pinned && shown.width >= size * 1.4 {
        marks.push(Shape::Mark { x: text_left + sign_size / 2.0, y: middle, size: sign_size, sign: Sign::Pinned, ink: Ink::OnBar });
        text_left += sign_size * 1.15;
    }
    let sign = match standing {
        Standing::Conflict => Some(Sign::Conflict),
        Standing::Late => Some(Sign::Late),
        _ => None,
    };
    if let Some(sign) = sign.filter(|_| shown.width >= size * 3.0) {
        let x = shown.right() - size * 0.8;
        marks.push(Shape::Mark { x, y: middle, size: sign_size, sign, ink: Ink::OnBar });
        text_right = text_right.min(x - sign_size * 0.6);
    }
    // Letters at an angle to the hatching would be hard to read: conflicts keep their label, but bold.
    let style = if standing == Standing::Conflict { Style::Bold } else { Style::Normal };
    if let Some(text) =
        fit(&bar_label(sight, task), sight.view.metrics.text_size, text_right - text_left).filter(|text| text.chars().count() > 1)
    {
        marks.push(Shape::Text { x: text_left, y: middle, text, ink: Ink::OnBar, style, align: Align::Start });
    }
}

/// The mark of a critical bar: a line along its upper and its lower edge.
pub fn critical_mark(bar: Area) -> [Shape; 2] {
    let line = |y: f64| Shape::Fill { area: Area::new(bar.x, y, bar.width, 2.0), ink: Ink::OnBar, radius: 0.0 };
    [line(bar.y + 1.0), line(bar.bottom() - 3.0)]
}

/// What is written on a task's bar: what its row does not say already.
pub fn bar_label(sight: Sight, task: &BoardTask) -> String {
    let operation = sight.board.operation_name(task);
    match sight.layout.grouping {
        Grouping::Resource | Grouping::Item | Grouping::Status | Grouping::Task | Grouping::Listed => match sight.board.order_name(task) {
            "" => name_or(sight.board.item_name(task.item), operation).to_owned(),
            order if sight.layout.grouping == Grouping::Resource => format!("{order} · {operation}"),
            _ => resources_text(sight, task),
        },
        Grouping::Order => resources_text(sight, task),
    }
}

fn resources_text(sight: Sight, task: &BoardTask) -> String {
    let names: Vec<&str> =
        task.uses.iter().filter_map(|usage| sight.board.resources.get(index(usage.resource))).map(|r| r.name.as_str()).collect();
    names.join(", ")
}

/// An order: from its first task to its last, its due date, and the stretch by which it is late.
fn order_row(bars: &mut Bars, sight: Sight, row: &Row, at: Index) {
    let Some(order) = sight.board.orders.get(index(at)) else { return };
    let metrics = &sight.view.metrics;
    let middle = sight.row_y(row.top) + row.height / 2.0;
    let placed = order.tasks.iter().filter_map(|task| sight.board.task(*task)).filter(|task| task.placed);
    let span = placed.fold(None, |span: Option<(_, _)>, task| {
        Some(span.map_or((task.start, task.end), |(start, end)| (task.start.min(start), task.end.max(end))))
    });
    let thick = (metrics.lane_height * 0.22).round();
    if let Some((start, end)) = span {
        let (left, right) = (sight.view.x(start), sight.view.x(end));
        let ink = if order.lateness().is_some() { Ink::Late } else { Ink::Neutral };
        let area = Area::new(left, middle - thick / 2.0, (right - left).max(2.0), thick);
        bars.shapes.push(Shape::Fill { area, ink, radius: 2.0 });
        for x in [area.x, area.right() - 2.0] {
            bars.shapes.push(Shape::Fill { area: Area::new(x, middle - thick, 2.0, thick * 2.0), ink, radius: 0.0 });
        }
    }
    let Some(due) = order.due else { return };
    let x = sight.view.x(due);
    if let Some(ready) = order.ready.or(order.promised).filter(|ready| *ready > due) {
        let points = vec![(x, middle), (sight.view.x(ready), middle)];
        bars.marks.push(Shape::Line { points, ink: Ink::Conflict, width: 2.0, dashed: true });
    }
    bars.marks.push(Shape::Mark { x, y: middle, size: metrics.lane_height * 0.5, sign: Sign::Diamond, ink: Ink::Due });
}

fn supply_row(bars: &mut Bars, sight: Sight, row: u32, at: Index) {
    let Some(supply) = sight.board.supplies.get(index(at)) else { return };
    let Some(area) = sight.bar_area(row, 0, supply.start, supply.end) else { return };
    let area = Area { width: area.width.max(2.0), ..area };
    bars.shapes.push(Shape::Fill { area, ink: Ink::Neutral, radius: 2.0 });
    let size = sight.view.metrics.font_size;
    let what = match supply.kind {
        SupplyKind::Buy => "bought",
        SupplyKind::Move => "moved",
        SupplyKind::Deliver => "delivered",
        SupplyKind::Make => "made",
    };
    bars.marks.push(Shape::Text {
        x: area.right() + size * 0.4,
        y: area.y + area.height / 2.0,
        text: what.to_owned(),
        ink: Ink::TextFaint,
        style: Style::Small,
        align: Align::Start,
    });
}
