//! The board as it goes on paper and into pictures: a stretch of time with all its rows, cut into sheets, each below a head that says
//! what it is, of when, and what its colours mean.
//!
//! Never the window's own shapes: a sheet has its own size, and the colours of paper.

use super::build::{Look, Sight, build};
use super::layout::{Layout, RowKind};
use super::legend::legend;
use super::render_model::{Align, Area, Ink, Layer, Scene, Shape, Style};
use super::view::{Metrics, View};
use crate::app::derived::schedule::{BoardData, day_text, minute_of};
use crate::model::{Span, Time};

/// Width and height of a landscape sheet of A4 or A3 without its margins, in CSS pixels at a text of 10: 7 points high on A4.
pub const PAGE: (f64, f64) = (1050.0, 715.0);
/// The faces that show a file may run wider than usual by this.
const WIDE: f64 = 1.12;
/// Pictures and prints have at most so many sheets: beyond it nobody turns them.
const MOST_SHEETS: usize = 60;
/// Pictures are at most so wide: beyond it few programs open them.
const WIDEST: f64 = 15_000.0;

/// A board on its way to paper.
#[derive(Clone, Copy)]
pub struct Paper<'a> {
    pub board: &'a BoardData,
    pub layout: &'a Layout,
    pub look: &'a Look,
    /// The name of the workspace.
    pub title: &'a str,
    /// The stretch of time that is shown.
    pub stretch: (Time, Time),
}

/// The rows of the board on sheets of a size.
pub fn sheets(paper: Paper, (width, height): (f64, f64)) -> Vec<Scene> {
    let bodies = bodies(paper, (width, height - head(paper, width, "").1));
    let count = bodies.len();
    let numbered = |at: usize| if count > 1 { format!(" · sheet {} of {count}", at + 1) } else { String::new() };
    bodies.into_iter().enumerate().map(|(at, body)| headed(paper, body, &numbered(at))).collect()
}

/// All rows one below the other as a single picture, at so many pixels an hour or what comes near it.
pub fn poster(paper: Paper, px_per_hour: f64) -> Scene {
    let hours = paper.stretch.1.since(paper.stretch.0).hours();
    let width = (metrics(PAGE.0).header_width + hours * px_per_hour).clamp(PAGE.0, WIDEST);
    let whole = bodies(paper, (width, f64::MAX)).into_iter().next().unwrap_or_default();
    headed(paper, whole, "")
}

/// The whole days from the first work to the last; the present day where there is none.
pub fn whole_schedule(board: &BoardData) -> (Time, Time) {
    let tasks = board.tasks.iter().filter(|task| task.placed).map(|task| (task.start, task.end));
    let supplies = board.supplies.iter().map(|supply| (supply.start, supply.end));
    let span = tasks.chain(supplies).reduce(|(first, last), (start, end)| (first.min(start), last.max(end)));
    let (first, last) = span.unwrap_or((board.now, board.now));
    let from = first.day_start();
    (from, last.plus(Span::from_days(1)).day_start().max(from.plus(Span::from_days(1))))
}

fn metrics(width: f64) -> Metrics {
    Metrics { header_width: 150.0, ..Metrics::of(10.0, width, WIDE) }
}

/// The board alone, cut after whole rows.
fn bodies(paper: Paper, (width, height): (f64, f64)) -> Vec<Scene> {
    let Paper { board, look, stretch: (from, to), .. } = paper;
    let metrics = metrics(width);
    let quiet = Look {
        colour: look.colour,
        critical: look.critical,
        links: look.links,
        selected: look.selected.clone(),
        compared: look.compared.clone(),
        ..Look::default()
    };
    // The rows keep their lanes but get the heights of paper.
    let mut layout = paper.layout.clone();
    layout.stack(&metrics);
    let mut top = 0.0;
    let mut found = Vec::new();
    while top < layout.height && found.len() < MOST_SHEETS {
        let room = height - metrics.axis_height;
        let bottom = sheet_bottom(&layout, top, room);
        let mut page =
            View { metrics, width, height: metrics.axis_height + (bottom - top), px_per_hour: 1.0, from, to, scroll_x: 0.0, scroll_y: top };
        page.px_per_hour = page.body_width() / to.since(from).hours().max(0.1);
        found.push(build(Sight { board, layout: &layout, view: &page, look: &quiet }));
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

/// The head of a sheet, and its height: which workspace, which stretch, seen when, and the legend.
fn head(paper: Paper, width: f64, number: &str) -> (Vec<Shape>, f64) {
    let metrics = metrics(width);
    let size = metrics.font_size;
    let line = (size * 2.2).round();
    let text = |x: f64, text: String, style: Style, align: Align| Shape::Text { x, y: line / 2.0, text, ink: Ink::Text, style, align };
    let (from, to) = (paper.stretch.0, paper.stretch.1.minus(Span::from_seconds(1)));
    // Paper lies about for long: its dates have their year.
    let day = |time: Time| day_text(time, Time::MIN);
    let days = if from.day_start() == to.day_start() { day(from) } else { format!("{} to {}", day(from), day(to)) };
    let now = paper.board.now;
    let when = format!("{days} · seen {} {}{number}", day(now), minute_of(now).clock_text());
    let (signs, height) = legend(paper.board, paper.layout.grouping, paper.look, &metrics, (size * 0.6, line, width - size * 1.2));
    let mut shapes = vec![
        Shape::Fill { area: Area::new(0.0, 0.0, width, line + height), ink: Ink::Ground, radius: 0.0 },
        text(size * 0.6, format!("{} · Scheduling Board", paper.title), Style::Bold, Align::Start),
        text(width - size * 0.6, when, Style::Normal, Align::End),
    ];
    shapes.extend(signs);
    (shapes, line + height)
}

/// A board below its head.
fn headed(paper: Paper, body: Scene, number: &str) -> Scene {
    let (shapes, height) = head(paper, body.width, number);
    let mut scene = Scene { height: body.height + height, ..body };
    for layer in &mut scene.layers {
        layer.clip.y += height;
        layer.shapes.iter_mut().for_each(|shape| shift(shape, height));
    }
    scene.layers.push(Layer { clip: Area::new(0.0, 0.0, scene.width, height), shapes });
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

    fn paper<'a>(scenery: &'a Scenery, title: &'a str) -> Paper<'a> {
        let Scenery { board, layout, look, view } = scenery;
        Paper { board, layout, look, title, stretch: view.window() }
    }

    #[test]
    fn every_row_is_on_exactly_one_sheet() {
        let scenery = Scenery::new(&large(500), Grouping::Resource, 8.0);
        let found = sheets(paper(&scenery, "Large"), (1000.0, 240.0));
        assert!(found.len() > 2);
        let mut all: Vec<String> = found.iter().flat_map(names).collect();
        assert_eq!(all.len(), 25);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 25);
        assert!(found.iter().all(|scene| scene.height <= 240.0));
    }

    #[test]
    fn every_sheet_says_which_workspace_it_is_of_and_when_it_was_seen_and_has_the_legend() {
        let scenery = Scenery::new(&large(500), Grouping::Resource, 8.0);
        let found = sheets(paper(&scenery, "Large"), (1000.0, 240.0));
        for (at, scene) in found.iter().enumerate() {
            let has = |words: &str| scene.texts().any(|text| text == words);
            assert!(has("Large · Scheduling Board") && has("In conflict") && has("Pinned"));
            let of = format!("Mon 2 Nov 2026 to Sat 7 Nov 2026 · seen Mon 2 Nov 2026 07:00 · sheet {} of {}", at + 1, found.len());
            assert!(has(&of), "{:?}", scene.texts().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_poster_has_all_rows_and_says_what_it_is() {
        let scenery = Scenery::new(&dairy(), Grouping::Order, 8.0);
        let scene = poster(paper(&scenery, "Dairy"), 8.0);
        for name in ["Dairy · Scheduling Board", "Order 1", "Order 2", "Mix", "Fill"] {
            assert!(scene.texts().any(|text| text == name), "{name}");
        }
    }

    #[test]
    fn a_poster_of_the_whole_schedule_has_every_task_however_far_from_the_window() {
        let mut workspace = large(1000);
        let far = workspace.tasks.values_mut().last().and_then(|task| task.placement.as_mut());
        if let Some(place) = far {
            (place.start, place.end) = (place.start.plus(Span::from_days(90)), place.end.plus(Span::from_days(90)));
        }
        let scenery = Scenery::new(&workspace, Grouping::Resource, 32.0);
        let stretch = whole_schedule(&scenery.board);
        assert!(scenery.board.tasks.iter().all(|task| stretch.0 <= task.start && task.end <= stretch.1));
        let scene = poster(Paper { stretch, ..paper(&scenery, "Large") }, 32.0);
        assert_eq!(scene.width, WIDEST, "as wide as programs open it");
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
        let found = sheets(paper(&scenery, "Large"), (1000.0, 160.0));
        assert!(found.len() > 2 && found.len() < 30, "{}", found.len());
    }
}
