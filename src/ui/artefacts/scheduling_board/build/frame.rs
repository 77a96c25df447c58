//! What stands still around the bars: the headers of the rows, the two levels of the time axis, and the corner between them.

use super::super::axis::{major_unit, minor_unit, ticks};
use super::super::fit::{fit, text_width};
use super::super::layout::{Grouping, Row, RowKind};
use super::super::render_model::{Align, Area, Ink, Shape, Sign, Style};
use super::super::view::View;
use super::Sight;
use crate::app::derived::schedule::{index, quantity_text};

/// The headers of the rows that are seen.
pub fn headers(sight: Sight, column: Area) -> Vec<Shape> {
    let mut shapes = vec![Shape::Fill { area: column, ink: Ink::Panel, radius: 0.0 }];
    for at in sight.rows() {
        let Some(row) = sight.layout.rows.get(at) else { break };
        header(&mut shapes, sight, row, column);
    }
    let x = column.right() - 0.5;
    shapes.push(Shape::Line { points: vec![(x, column.y), (x, column.bottom())], ink: Ink::Grid, width: 1.0, dashed: false });
    shapes
}

fn header(shapes: &mut Vec<Shape>, sight: Sight, row: &Row, column: Area) {
    let size = sight.view.metrics.font_size;
    let top = sight.row_y(row.top);
    let area = Area::new(column.x, top, column.width, row.height);
    // The name of a row that begins above the window stays in sight.
    let first_lane = top.max(column.y.min(top + row.height - sight.view.metrics.lane_height));
    let y = if row.lanes.len() > 1 { first_lane + sight.view.metrics.lane_height / 2.0 } else { top + row.height / 2.0 };
    let mut left = column.x + size * 0.6;
    let mut style = Style::Normal;
    let mut ink = Ink::Text;
    let mut detail: Option<(String, Ink)> = None;
    let text = match &row.kind {
        RowKind::Band(name) => {
            shapes.push(Shape::Fill { area, ink: Ink::Band, radius: 0.0 });
            fold_sign(shapes, &mut left, y, size, row, sight);
            style = Style::Bold;
            name.clone()
        }
        RowKind::Resource(at) => {
            let resource = sight.board.resources.get(index(*at));
            left += if matches!(sight.layout.rows.first().map(|row| &row.kind), Some(RowKind::Band(_))) { size * 0.9 } else { 0.0 };
            detail = resource
                .filter(|r| r.limits() && r.size > 1000)
                .map(|r| (format!("× {}", quantity_text(r.size as f64 / 1000.0)), Ink::TextFaint));
            resource.map(|resource| resource.name.clone()).unwrap_or_default()
        }
        RowKind::Order(at) => {
            let Some(order) = sight.board.orders.get(index(*at)) else { return };
            fold_sign(shapes, &mut left, y, size, row, sight);
            style = Style::Bold;
            detail = order.lateness().map(|late| (format!("+{}", late.text()), Ink::Late));
            order.name.clone()
        }
        RowKind::Task(at) => {
            let Some(task) = sight.board.task(*at) else { return };
            let in_order = sight.layout.grouping == Grouping::Order;
            let is_below = in_order || matches!(sight.layout.grouping, Grouping::Item | Grouping::Status);
            left += if is_below { size * 1.8 } else { 0.0 };
            if !task.placed {
                detail = Some(("not scheduled".to_owned(), Ink::Late));
            }
            if in_order { sight.board.operation_name(task).to_owned() } else { sight.board.task_name(task) }
        }
        RowKind::Supply(at) => {
            left += size * 1.8;
            ink = Ink::TextFaint;
            sight.board.supplies.get(index(*at)).map(|supply| sight.board.item_name(supply.item).to_owned()).unwrap_or_default()
        }
    };
    let mut right = column.right() - size * 0.5;
    let text_size = sight.view.metrics.text_size;
    if let Some((text, ink)) = detail.filter(|(text, _)| text_width(text, text_size) < column.width * 0.5) {
        let width = text_width(&text, text_size);
        shapes.push(Shape::Text { x: right, y, text, ink, style: Style::Small, align: Align::End });
        right -= width + size * 0.4;
    }
    if let Some(text) = fit(&text, text_size * if style == Style::Bold { 1.08 } else { 1.0 }, right - left) {
        shapes.push(Shape::Text { x: left, y, text, ink, style, align: Align::Start });
    }
    let line = (top + row.height).round() - 0.5;
    shapes.push(Shape::Line { points: vec![(column.x, line), (column.right(), line)], ink: Ink::GridFaint, width: 1.0, dashed: false });
}

/// The triangle that folds a row's children away; what follows decides whether they are folded now.
fn fold_sign(shapes: &mut Vec<Shape>, left: &mut f64, y: f64, size: f64, row: &Row, sight: Sight) {
    let next = sight.layout.rows_between(row.top + row.height, row.top + row.height + 1.0).next();
    let below = next.and_then(|at| sight.layout.rows.get(at)).map(|row| &row.kind);
    let unfolded = match row.kind {
        RowKind::Order(_) => matches!(below, Some(RowKind::Task(_) | RowKind::Supply(_))),
        _ => !matches!(below, None | Some(RowKind::Band(_))),
    };
    let sign = if unfolded { Sign::Unfolded } else { Sign::Folded };
    shapes.push(Shape::Mark { x: *left + size * 0.35, y, size: size * 0.7, sign, ink: Ink::TextFaint });
    *left += size * 1.1;
}

/// The two levels of the time axis.
pub fn axis(view: &View, area: Area) -> Vec<Shape> {
    let mut shapes = vec![Shape::Fill { area, ink: Ink::Panel, radius: 0.0 }];
    let half = area.height / 2.0;
    let size = view.metrics.font_size;
    let major = major_unit(view);
    let levels = if major == minor_unit(view) {
        vec![(minor_unit(view), 0.0, Ink::Text)]
    } else {
        vec![(major, 0.0, Ink::Text), (minor_unit(view), half, Ink::TextFaint)]
    };
    for (unit, top, ink) in levels {
        for tick in ticks(view, unit) {
            let x = view.x(tick.start);
            let line = x.round() + 0.5;
            let height = if top == 0.0 { area.height } else { half };
            shapes.push(Shape::Line { points: vec![(line, top), (line, top + height)], ink: Ink::Grid, width: 1.0, dashed: false });
            if !tick.label.is_empty() {
                let left = x.max(area.x) + size * 0.35;
                shapes.push(Shape::Text { x: left, y: top + half / 2.0, text: tick.label, ink, style: Style::Normal, align: Align::Start });
            }
        }
    }
    let y = area.bottom() - 0.5;
    shapes.push(Shape::Line { points: vec![(area.x, y), (area.right(), y)], ink: Ink::Grid, width: 1.0, dashed: false });
    shapes
}

/// The corner: what the rows are.
pub fn corner(sight: Sight) -> Vec<Shape> {
    let metrics = &sight.view.metrics;
    let area = Area::new(0.0, 0.0, metrics.header_width, metrics.axis_height);
    let text = match sight.layout.grouping {
        Grouping::Resource => "Resource",
        Grouping::Order => "Order and step",
        Grouping::Item => "Item",
        Grouping::Status => "Status",
        Grouping::Task | Grouping::Listed => "Task",
    };
    let edge = |points| Shape::Line { points, ink: Ink::Grid, width: 1.0, dashed: false };
    let (right, bottom) = (area.right() - 0.5, area.bottom() - 0.5);
    vec![
        Shape::Fill { area, ink: Ink::Panel, radius: 0.0 },
        edge(vec![(0.0, bottom), (area.right(), bottom)]),
        edge(vec![(right, 0.0), (right, area.bottom())]),
        Shape::Text {
            x: metrics.font_size * 0.6,
            y: area.height * 0.75,
            text: text.to_owned(),
            ink: Ink::TextFaint,
            style: Style::Normal,
            align: Align::Start,
        },
    ]
}
