//! What lies behind the bars: closed time, weekends, absences, and the lines of the grid.

use super::super::axis::{major_unit, minor_unit, ticks, weekends};
use super::super::layout::{Grouping, RowKind};
use super::super::render_model::{Area, Ink, Shape};
use super::Sight;
use crate::app::derived::schedule::{Index, index};

/// Closed time narrower than this is not drawn: nights of a quarter would only turn the board grey.
const NARROWEST: f64 = 1.5;

/// The shapes behind the bars.
pub fn backdrop(sight: Sight, body: Area) -> Vec<Shape> {
    let mut shapes = Vec::new();
    match sight.layout.grouping {
        Grouping::Resource => {
            closed(&mut shapes, sight);
            absences(&mut shapes, sight);
        }
        _ => {
            for (start, end) in weekends(sight.view) {
                let x = sight.view.x(start);
                let area = Area::new(x, body.y, sight.view.x(end) - x, body.height);
                shapes.push(Shape::Fill { area, ink: Ink::Closed, radius: 0.0 });
            }
        }
    }
    grid(&mut shapes, sight, body);
    shapes
}

/// Closed time of the rows that are seen; neighbours with the same hours share their rectangles.
fn closed(shapes: &mut Vec<Shape>, sight: Sight) {
    let mut known: Vec<(Index, Vec<(f64, f64)>)> = Vec::new();
    let mut run: Option<(Index, f64, f64)> = None;
    for at in sight.rows() {
        let Some(row) = sight.layout.rows.get(at) else { break };
        let hours = if let RowKind::Resource(resource) = row.kind {
            sight.board.resources.get(index(resource)).map(|resource| resource.hours)
        } else {
            None
        };
        let top = sight.row_y(row.top);
        match (&mut run, hours) {
            (Some((profile, _, bottom)), Some(hours)) if *profile == hours => *bottom = top + row.height,
            _ => {
                shade(shapes, sight, &mut known, run);
                run = hours.map(|hours| (hours, top, top + row.height));
            }
        }
    }
    shade(shapes, sight, &mut known, run);
}

fn shade(shapes: &mut Vec<Shape>, sight: Sight, known: &mut Vec<(Index, Vec<(f64, f64)>)>, run: Option<(Index, f64, f64)>) {
    let Some((profile, top, bottom)) = run else { return };
    let at = match known.iter().position(|(index, _)| *index == profile) {
        Some(at) => at,
        None => {
            known.push((profile, stretches(sight, profile)));
            known.len() - 1
        }
    };
    let Some((_, stretches)) = known.get(at) else { return };
    shapes.extend(stretches.iter().map(|(left, right)| Shape::Fill {
        area: Area::new(*left, top, right - left, bottom - top),
        ink: Ink::Closed,
        radius: 0.0,
    }));
}

/// The closed stretches of a calendar that are seen and wide enough, in pixels.
fn stretches(sight: Sight, profile: Index) -> Vec<(f64, f64)> {
    let (from, to) = sight.view.window();
    let Some(profile) = sight.board.profile(profile) else { return Vec::new() };
    profile
        .intervals(from, to)
        .filter(|interval| interval.value == 0)
        .map(|interval| (sight.view.x(interval.start), sight.view.x(interval.end)))
        .filter(|(left, right)| right - left >= NARROWEST)
        .collect()
}

fn absences(shapes: &mut Vec<Shape>, sight: Sight) {
    let (from, to) = sight.view.window();
    for absence in &sight.board.absences {
        if absence.end <= from || absence.start >= to {
            continue;
        }
        let Some(row) = sight.layout.resource_row(absence.resource).and_then(|row| sight.layout.row(row)) else { continue };
        let x = sight.view.x(absence.start);
        let area = Area::new(x, sight.row_y(row.top), (sight.view.x(absence.end) - x).max(2.0), row.height);
        if area.y < sight.view.height && area.bottom() > 0.0 {
            shapes.push(Shape::Fill { area, ink: Ink::Absence, radius: 0.0 });
            shapes.push(Shape::Hatch { area, ink: Ink::Grid });
        }
    }
}

fn grid(shapes: &mut Vec<Shape>, sight: Sight, body: Area) {
    let view = sight.view;
    let mut upright = |x: f64, ink: Ink| {
        let x = x.round() + 0.5;
        if x > body.x {
            shapes.push(Shape::Line { points: vec![(x, body.y), (x, body.bottom())], ink, width: 1.0, dashed: false });
        }
    };
    for tick in ticks(view, minor_unit(view)) {
        upright(view.x(tick.start), Ink::GridFaint);
    }
    for tick in ticks(view, major_unit(view)) {
        upright(view.x(tick.start), Ink::Grid);
    }
    for at in sight.rows() {
        let Some(row) = sight.layout.rows.get(at) else { break };
        let y = (sight.row_y(row.top) + row.height).round() - 0.5;
        if matches!(row.kind, RowKind::Band(_)) {
            let area = Area::new(body.x, sight.row_y(row.top), body.width, row.height);
            shapes.push(Shape::Fill { area, ink: Ink::Band, radius: 0.0 });
        }
        shapes.push(Shape::Line { points: vec![(body.x, y), (body.right(), y)], ink: Ink::GridFaint, width: 1.0, dashed: false });
    }
}
