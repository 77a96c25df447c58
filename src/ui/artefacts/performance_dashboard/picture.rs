//! The dashboard as a picture for files: the tiles two by two, each with its value, its line and its words.
//!
//! Never counts anything.

use crate::app::derived::performance::Tile;
use crate::model::text::cut;
use crate::ui::artefacts::scheduling_board::render_model::{Align, Area, Ink, Layer, Scene, Shape, Style};

const FONT: f64 = 13.0;
const HEAD: f64 = 44.0;
const GAP: f64 = 14.0;
const WIDTH: f64 = 460.0;
const HEIGHT: f64 = 190.0;
/// Letters of a line of words.
const LETTERS: usize = 62;

/// The tiles under a title.
pub fn picture(tiles: &[Tile], title: &str) -> Scene {
    let rows = tiles.len().div_ceil(2).max(1) as f64;
    let (width, height) = (2.0 * WIDTH + 3.0 * GAP, HEAD + rows * (HEIGHT + GAP) + GAP);
    let mut shapes = vec![Shape::Fill { area: Area::new(0.0, 0.0, width, height), ink: Ink::Ground, radius: 0.0 }];
    shapes.push(text(GAP, HEAD / 2.0, title, Ink::Text, Style::Bold));
    for (at, tile) in tiles.iter().enumerate() {
        let (column, row) = ((at % 2) as f64, (at / 2) as f64);
        draw(tile, GAP + column * (WIDTH + GAP), HEAD + row * (HEIGHT + GAP), &mut shapes);
    }
    Scene { width, height, font_size: FONT, layers: vec![Layer { clip: Area::new(0.0, 0.0, width, height), shapes }] }
}

fn draw(tile: &Tile, left: f64, top: f64, shapes: &mut Vec<Shape>) {
    shapes.push(Shape::Frame { area: Area::new(left, top, WIDTH, HEIGHT), ink: Ink::Grid, width: 1.0, radius: 6.0, dashed: false });
    let name = if tile.of.is_empty() { tile.label.clone() } else { format!("{} · {}", tile.label, tile.of) };
    let inside = left + GAP;
    shapes.push(text(inside, top + 18.0, &cut(&name, LETTERS), Ink::Text, Style::Bold));
    shapes.push(text(inside, top + 40.0, &format!("{} ({})", tile.value, tile.period), Ink::Text, Style::Bold));
    let details = [tile.compared.as_str(), tile.target_words.as_str()];
    let details: Vec<&str> = details.into_iter().filter(|words| !words.is_empty()).collect();
    shapes.push(text(inside, top + 60.0, &cut(&details.join(" · "), LETTERS), Ink::TextFaint, Style::Small));
    line(tile, Area::new(inside, top + 74.0, WIDTH - 2.0 * GAP, 68.0), shapes);
    for (at, words) in wrapped(&tile.chart.words).into_iter().take(2).enumerate() {
        shapes.push(text(inside, top + 156.0 + 16.0 * at as f64, &words, Ink::TextFaint, Style::Small));
    }
}

/// The values with centre line, limits and target on one scale.
fn line(tile: &Tile, area: Area, shapes: &mut Vec<Shape>) {
    let chart = &tile.chart;
    let levels = [
        (chart.centre, Ink::Grid, false),
        (chart.lower, Ink::TextFaint, true),
        (chart.upper, Ink::TextFaint, true),
        (tile.target, Ink::Now, false),
    ];
    let known = chart.values.iter().copied().chain(levels.map(|(level, ..)| level)).flatten().filter(|value| value.is_finite());
    let (low, high) = known.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    if !low.is_finite() {
        return;
    }
    let span = if high > low { high - low } else { 1.0 };
    let y = |value: f64| area.y + area.height - (value - low) / span * area.height;
    let step = area.width / chart.values.len().saturating_sub(1).max(1) as f64;
    for (level, ink, dashed) in levels {
        if let Some(level) = level {
            let points = vec![(area.x, y(level)), (area.x + area.width, y(level))];
            shapes.push(Shape::Line { points, ink, width: 1.0, dashed });
        }
    }
    let mut points: Vec<(f64, f64)> = Vec::new();
    for (at, value) in chart.values.iter().enumerate() {
        let x = area.x + at as f64 * step;
        match value.filter(|value| value.is_finite()) {
            Some(value) => {
                points.push((x, y(value)));
                if chart.signals.contains(&at) {
                    let area = Area::new(x - 4.0, y(value) - 4.0, 8.0, 8.0);
                    shapes.push(Shape::Fill { area, ink: Ink::Conflict, radius: 4.0 });
                }
            }
            None if points.is_empty() => {}
            None => shapes.push(Shape::Line { points: std::mem::take(&mut points), ink: Ink::Text, width: 1.6, dashed: false }),
        }
    }
    if !points.is_empty() {
        shapes.push(Shape::Line { points, ink: Ink::Text, width: 1.6, dashed: false });
    }
}

/// Words in lines that fit.
fn wrapped(words: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split(' ') {
        match lines.last_mut().filter(|line| line.chars().count() + word.chars().count() < LETTERS + 10) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

fn text(x: f64, y: f64, text: &str, ink: Ink, style: Style) -> Shape {
    Shape::Text { x, y, text: text.to_owned(), ink, style, align: Align::Start }
}

#[cfg(test)]
mod tests {
    use super::super::table::dashboard_table;
    use super::*;
    use crate::app::derived::performance::{Standing, charted};
    use crate::engine::performance::Unit;
    use crate::model::{KpiId, RecordId};

    fn tile(label: &str) -> Tile {
        let mut values: Vec<Option<f64>> = (0..13).map(|at| Some(0.8 + 0.01 * f64::from(at % 3))).collect();
        values[4] = None;
        values[12] = Some(0.2);
        let names: Vec<String> = (1..=13).map(|at| format!("W{at}")).collect();
        Tile {
            id: KpiId::from_raw(1),
            label: label.to_owned(),
            of: "Saw".to_owned(),
            value: "20 %".to_owned(),
            raw: Some(0.2),
            period: "W13".to_owned(),
            compared: "−62 points on W12".to_owned(),
            target: Some(0.85),
            limits: (Some(0.7), None),
            target_words: "target 85 %".to_owned(),
            standing: Standing::Beyond,
            chart: charted(&values, false, &names, Some(Unit::Share)),
            unit: Some(Unit::Share),
            own_unit: String::new(),
        }
    }

    #[test]
    fn what_a_tile_says_stands_in_the_picture_and_inside_it() {
        let scene = picture(&[tile("OEE"), tile("Yield"), tile("Scrap")], "Dashboard of Works");
        let texts: Vec<&str> = scene.texts().collect();
        for wanted in ["Dashboard of Works", "OEE · Saw", "Scrap · Saw", "20 % (W13)", "−62 points on W12 · target 85 %"] {
            assert!(texts.contains(&wanted), "{wanted} is missing from {texts:?}");
        }
        assert!(texts.iter().any(|text| text.starts_with("Signal in W13")), "{texts:?}");
        for shape in scene.shapes() {
            if let Shape::Line { points, .. } = shape {
                assert!(points.iter().all(|(x, y)| *x >= 0.0 && *x <= scene.width && *y >= 0.0 && *y <= scene.height));
            }
        }
    }

    #[test]
    fn the_table_has_a_row_a_tile_and_a_column_a_period() {
        let names: Vec<String> = (1..=13).map(|at| format!("W{at}")).collect();
        let sheet = dashboard_table(&[tile("=1+1")], &names);
        assert_eq!(sheet.rows.iter().map(Vec::len).collect::<Vec<_>>(), [22, 22]);
        assert!(sheet.csv().contains("'=1+1,Saw,0.85,0.7,"), "{}", sheet.csv());
    }
}
