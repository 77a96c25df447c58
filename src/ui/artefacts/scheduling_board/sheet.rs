//! The board as it goes on paper and into pictures: the stretch of time that is seen, with all its rows, cut into sheets.
//!
//! Never the window's own shapes: a sheet has its own size, and the colours of paper.

use super::build::{Look, Sight, build};
use super::layout::{Layout, RowKind};
use super::render_model::{Align, Ink, Scene, Shape, Style};
use super::view::{Metrics, View};
use crate::app::derived::schedule::{BoardData, moment_text};

/// Width and height of what fits on a landscape sheet of A4 or A3 with margins, in CSS pixels at a text of 10.
pub const PAGE: (f64, f64) = (1400.0, 930.0);
/// The faces that show a file may run wider than usual by this.
const WIDE: f64 = 1.12;
/// Pictures and prints have at most so many sheets: beyond it nobody turns them.
const MOST_SHEETS: usize = 60;

/// The rows of the board on sheets of a size, showing the stretch of time that `view` shows.
pub fn sheets(board: &BoardData, layout: &Layout, view: &View, look: &Look, (width, height): (f64, f64)) -> Vec<Scene> {
    let metrics = Metrics { header_width: 150.0, ..Metrics::of(10.0, width, WIDE) };
    let (from, to) = view.window();
    let quiet = Look { colour: look.colour, links: look.links, selected: look.selected.clone(), ..Look::default() };
    // The rows keep their lanes but get the heights of paper.
    let mut paper = layout.clone();
    paper.stack(&metrics);
    let mut top = 0.0;
    let mut found = Vec::new();
    while top < paper.height && found.len() < MOST_SHEETS {
        let room = height - metrics.axis_height;
        let bottom = sheet_bottom(&paper, top, room);
        let mut page =
            View { metrics, width, height: metrics.axis_height + (bottom - top), px_per_hour: 1.0, from, to, scroll_x: 0.0, scroll_y: top };
        page.px_per_hour = page.body_width() / to.since(from).hours().max(0.1);
        found.push(build(Sight { board, layout: &paper, view: &page, look: &quiet }));
        top = bottom;
    }
    found
}

/// Where a sheet that begins at `top` ends: after the last row that fits as a whole, or in a row too high for any sheet.
fn sheet_bottom(layout: &Layout, top: f64, room: f64) -> f64 {
    let mut rows = layout.rows.iter().filter(|row| row.top >= top && row.top + row.height <= top + room);
    // A header without its rows is left for the next sheet.
    let last = rows.rfind(|row| !matches!(row.kind, RowKind::Band(_)) || row.top + row.height >= layout.height);
    last.map_or((top + room).min(layout.height), |row| row.top + row.height)
}

/// All sheets one below the other as a single picture, with a line above that says what it is.
pub fn poster(board: &BoardData, layout: &Layout, view: &View, look: &Look, title: &str) -> Scene {
    let whole = sheets(board, layout, view, look, (PAGE.0, f64::MAX)).into_iter().next().unwrap_or_default();
    let head = 34.0;
    let (from, to) = view.window();
    let line = format!("{title} · {} to {} · seen {}", moment_text(from, board.now), moment_text(to, board.now), board.now);
    let mut scene = Scene { height: whole.height + head, ..whole };
    for layer in &mut scene.layers {
        layer.clip.y += head;
        layer.shapes.iter_mut().for_each(|shape| shift(shape, head));
    }
    let area = super::render_model::Area::new(0.0, 0.0, scene.width, head);
    let shapes = vec![
        Shape::Fill { area, ink: Ink::Ground, radius: 0.0 },
        Shape::Text { x: 8.0, y: head / 2.0, text: line, ink: Ink::Text, style: Style::Bold, align: Align::Start },
    ];
    scene.layers.push(super::render_model::Layer { clip: area, shapes });
    scene
}

/// Moves a shape down.
fn shift(shape: &mut Shape, by: f64) {
    match shape {
        Shape::Fill { area, .. } | Shape::Veil { area, .. } | Shape::Hatch { area, .. } | Shape::Frame { area, .. } => area.y += by,
        Shape::Line { points, .. } => points.iter_mut().for_each(|point| point.1 += by),
        Shape::Arrow { y, .. } | Shape::Text { y, .. } | Shape::Mark { y, .. } => *y += by,
    }
}

#[cfg(test)]
mod tests {
    use super::super::build::tests::Scenery;
    use super::super::layout::Grouping;
    use super::*;
    use crate::app::derived::schedule::sample::{dairy, large};

    fn names(scene: &Scene) -> Vec<String> {
        scene.texts().filter(|text| text.starts_with("Machine")).map(str::to_owned).collect()
    }

    #[test]
    fn every_row_is_on_exactly_one_sheet() {
        let scenery = Scenery::new(&large(500), Grouping::Resource, 8.0);
        let found = sheets(&scenery.board, &scenery.layout, &scenery.view, &scenery.look, (1000.0, 200.0));
        assert!(found.len() > 2);
        let mut all: Vec<String> = found.iter().flat_map(names).collect();
        assert_eq!(all.len(), 25);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 25);
        assert!(found.iter().all(|scene| scene.height <= 200.0));
    }

    #[test]
    fn a_poster_has_all_rows_and_says_what_it_is() {
        let scenery = Scenery::new(&dairy(), Grouping::Order, 8.0);
        let scene = poster(&scenery.board, &scenery.layout, &scenery.view, &scenery.look, "Dairy");
        assert!(scene.texts().any(|text| text.starts_with("Dairy · ")));
        for name in ["Order 1", "Order 2", "Mix", "Fill"] {
            assert!(scene.texts().any(|text| text == name), "{name}");
        }
    }

    #[test]
    fn a_row_higher_than_a_sheet_still_comes_to_an_end() {
        let mut workspace = large(400);
        workspace.resources.values_mut().for_each(|resource| resource.maximum = 100.0);
        let start = workspace.tasks.values().next().and_then(|task| task.placement.clone());
        for task in workspace.tasks.values_mut() {
            task.placement.clone_from(&start);
        }
        let scenery = Scenery::new(&workspace, Grouping::Resource, 8.0);
        let found = sheets(&scenery.board, &scenery.layout, &scenery.view, &scenery.look, (1000.0, 120.0));
        assert!(found.len() > 2 && found.len() < 30, "{}", found.len());
    }
}
