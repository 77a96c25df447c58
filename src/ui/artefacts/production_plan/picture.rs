//! The Production Plan as a picture: the same rows and columns as on the page.
//!
//! Widths are those that the letters need in the face of files; nothing is cut off but very long names.

use crate::app::derived::production_plan::{PlanBlock, PlanSheet};
use crate::ui::artefacts::scheduling_board::render_model::{Align, Area, Ink, Layer, Scene, Shape, Style};
use crate::ui::widgets::entry::number_text;

const FONT: f64 = 12.0;
/// Width of a letter at that height, in the widest of the usual faces.
const LETTER: f64 = 7.2;
const ROW: f64 = 22.0;
const HEAD: f64 = 40.0;
const GAP: f64 = 8.0;
/// Letters of the longest name.
const MOST_LETTERS: usize = 40;

/// The plan under its title.
pub fn picture(sheet: &PlanSheet, title: &str) -> Scene {
    let blocks: Vec<&PlanBlock> = sheet.items.iter().chain(&sheet.resources).collect();
    let wide = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or_default() as f64 * LETTER + 2.0 * GAP;
    let names = wide(&mut blocks.iter().map(|block| name(block).chars().count()));
    let labels = wide(&mut blocks.iter().flat_map(|block| &block.lines).map(|line| line.label.chars().count()));
    let column = |at: usize| {
        let values = blocks.iter().flat_map(|block| &block.lines).map(|line| shown(line.values.get(at)).chars().count());
        let head = sheet.periods.get(at).map_or(0, |period| period.chars().count());
        wide(&mut values.chain([head]))
    };
    let columns: Vec<f64> = (0..sheet.periods.len()).map(column).collect();
    let least = wide(&mut sheet.assumptions.iter().map(|words| words.chars().count()).chain([title.chars().count()]));
    let lines: usize = blocks.iter().map(|block| block.lines.len()).sum();
    let width = (names + labels + columns.iter().sum::<f64>()).max(least);
    let height = HEAD + (lines + 1 + sheet.assumptions.len()) as f64 * ROW + GAP;
    let mut pen = Pen { shapes: Vec::new(), width };
    pen.fill(Area::new(0.0, 0.0, width, height), Ink::Ground);
    pen.text(GAP, HEAD / 2.0, title, Ink::Text, Style::Bold, Align::Start);
    pen.fill(Area::new(0.0, HEAD, width, ROW), Ink::Panel);
    let mut right = names + labels;
    for (period, column) in sheet.periods.iter().zip(&columns) {
        right += column;
        pen.text(right - GAP, HEAD + ROW / 2.0, period, Ink::TextFaint, Style::Normal, Align::End);
    }
    let mut top = HEAD + ROW;
    for block in blocks {
        pen.rule(top, Ink::Grid);
        pen.text(GAP, top + ROW / 2.0, &name(block), Ink::Text, Style::Bold, Align::Start);
        for line in &block.lines {
            pen.text(names + GAP, top + ROW / 2.0, line.label, Ink::TextFaint, Style::Normal, Align::Start);
            let mut right = names + labels;
            for (at, column) in columns.iter().enumerate() {
                right += column;
                let value = line.values.get(at);
                let is_bad = line.is_gap && value.is_some_and(|value| *value > 1e-9);
                // Bad news is bold as well as coloured.
                let (ink, style) = if is_bad { (Ink::Conflict, Style::Bold) } else { (Ink::Text, Style::Normal) };
                pen.text(right - GAP, top + ROW / 2.0, &shown(value), ink, style, Align::End);
            }
            top += ROW;
        }
    }
    pen.rule(top, Ink::Grid);
    for words in &sheet.assumptions {
        pen.text(GAP, top + ROW / 2.0, words, Ink::TextFaint, Style::Normal, Align::Start);
        top += ROW;
    }
    Scene { width, height, font_size: FONT, layers: vec![Layer { clip: Area::new(0.0, 0.0, width, height), shapes: pen.shapes }] }
}

fn name(block: &PlanBlock) -> String {
    let name = if block.unit.is_empty() { block.name.clone() } else { format!("{} ({})", block.name, block.unit) };
    if name.chars().count() <= MOST_LETTERS { name } else { name.chars().take(MOST_LETTERS - 1).collect::<String>() + "…" }
}

/// A value as it stands on the page: nothing for nothing.
fn shown(value: Option<&f64>) -> String {
    let value = value.copied().unwrap_or_default();
    if value.abs() < 1e-9 { String::new() } else { number_text(value, if value.fract() == 0.0 { 0 } else { 1 }) }
}

struct Pen {
    shapes: Vec<Shape>,
    width: f64,
}

impl Pen {
    fn fill(&mut self, area: Area, ink: Ink) {
        self.shapes.push(Shape::Fill { area, ink, radius: 0.0 });
    }

    fn rule(&mut self, y: f64, ink: Ink) {
        self.shapes.push(Shape::Line { points: vec![(0.0, y), (self.width, y)], ink, width: 1.0, dashed: false });
    }

    fn text(&mut self, x: f64, y: f64, text: &str, ink: Ink, style: Style, align: Align) {
        if !text.is_empty() {
            self.shapes.push(Shape::Text { x, y, text: text.to_owned(), ink, style, align });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::derived::production_plan::PlanLine;
    use crate::ui::artefacts::scheduling_board::{palette::Palette, svg::svg};

    fn sheet(name: &str) -> PlanSheet {
        let lines = vec![
            PlanLine { label: "Expected demand", values: vec![3.0, 0.0], is_gap: false },
            PlanLine { label: "Gap", values: vec![1.5, 0.0], is_gap: true },
        ];
        let item = PlanBlock { name: name.to_owned(), unit: "pcs".to_owned(), lines };
        let periods = vec!["W1 2027".to_owned(), "W2 2027".to_owned()];
        PlanSheet { periods, items: vec![item], assumptions: vec!["Rough.".to_owned()], ..PlanSheet::default() }
    }

    #[test]
    fn everything_that_stands_on_the_page_stands_in_the_picture_and_inside_it() {
        let scene = picture(&sheet("Chair"), "Plan of March");
        let texts: Vec<&str> = scene.texts().collect();
        for wanted in ["Plan of March", "W1 2027", "W2 2027", "Chair (pcs)", "Expected demand", "Gap", "3", "1.5", "Rough."] {
            assert!(texts.contains(&wanted), "{wanted} is missing from {texts:?}");
        }
        for shape in scene.shapes() {
            if let Shape::Text { x, y, text, align, .. } = shape {
                let length = text.chars().count() as f64 * LETTER;
                let left = if *align == Align::End { x - length } else { *x };
                assert!(left >= 0.0 && left + length <= scene.width && *y <= scene.height, "{text} stands outside");
            }
        }
    }

    #[test]
    fn a_name_made_of_markup_stays_text() {
        let file = svg(&picture(&sheet("<script>alert(1)</script>"), "\"><img onerror=x>"), &Palette::paper(), "t");
        assert!(!file.contains("<script") && !file.contains("<img"), "{file}");
    }
}
