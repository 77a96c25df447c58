//! The legend of a printed or exported board: what its colours and signs mean, in one strip.
//!
//! Never names a colour that the board does not use the same way: the inks are those of the bars.

use super::build::{Look, critical_mark};
use super::colour::Colour;
use super::fit::text_width;
use super::layout::Grouping;
use super::render_model::{Align, Area, Ink, Shape, Sign, Style};
use super::view::Metrics;
use crate::app::derived::schedule::{BoardData, BoardResource};

/// What stands before the words of a legend.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Sample {
    Bar(Ink),
    /// A bar with a sign on it, hatched where it is a conflict.
    Marked(Ink, Sign),
    Sign(Sign, Ink),
    Ground(Ink),
    /// The hatched lead-in of a changeover.
    Changeover,
    Line(Ink),
    /// The strip of a saved place.
    Baseline,
    Nothing,
}

/// The legend from a point on, in lines of a width; and its height.
pub fn legend(
    board: &BoardData,
    grouping: Grouping,
    look: &Look,
    metrics: &Metrics,
    (left, top, width): (f64, f64, f64),
) -> (Vec<Shape>, f64) {
    let size = metrics.font_size;
    let (line, sample_width) = ((size * 1.7).round(), (size * 2.2).round());
    let (mut x, mut y) = (left, top + line / 2.0);
    let mut shapes = Vec::new();
    for (sample, words) in entries(board, grouping, look) {
        let room = if matches!(sample, Sample::Nothing) { 0.0 } else { sample_width + size * 0.5 };
        let needed = room + text_width(&words, metrics.text_size);
        if x > left && x + needed > left + width {
            (x, y) = (left, y + line);
        }
        draw(&mut shapes, &sample, Area::new(x, y - size * 0.65, sample_width, size * 1.3));
        shapes.push(Shape::Text { x: x + room, y, text: words, ink: Ink::Text, style: Style::Normal, align: Align::Start });
        x += needed + size * 1.4;
    }
    (shapes, y + line / 2.0 - top)
}

/// What the board shows and what it means, in the order in which it is told.
pub fn entries(board: &BoardData, grouping: Grouping, look: &Look) -> Vec<(Sample, String)> {
    let sample = |(ink, sign, words): (Option<Ink>, Option<Sign>, String)| {
        let sample = match (ink, sign) {
            (Some(ink), Some(sign)) => Sample::Marked(ink, sign),
            (Some(ink), None) => Sample::Bar(ink),
            (None, _) => Sample::Nothing,
        };
        (sample, words)
    };
    let mut entries: Vec<(Sample, String)> = look.colour.entries(board).into_iter().map(sample).collect();
    if look.critical && look.colour != Colour::Criticality {
        entries.push((Sample::Marked(Ink::Neutral, Sign::Critical), "Critical".to_owned()));
    }
    let mut add = |sample: Sample, words: &str| entries.push((sample, words.to_owned()));
    add(Sample::Sign(Sign::Pinned, Ink::Text), "Pinned");
    if grouping == Grouping::Order {
        add(Sample::Sign(Sign::Diamond, Ink::Due), "Due");
    }
    if grouping == Grouping::Resource {
        add(Sample::Ground(Ink::Closed), "Closed");
        add(Sample::Ground(Ink::Absence), "Away");
        if board.resources.iter().any(BoardResource::is_changed_over) {
            add(Sample::Changeover, "Changed over");
        }
    }
    add(Sample::Line(Ink::Now), "Now");
    if let Some(compared) = &look.compared {
        add(Sample::Baseline, &format!("Baseline “{}”", compared.name));
        add(Sample::Line(Ink::Due), "Progress against it: left is behind, right ahead");
    }
    entries
}

fn draw(shapes: &mut Vec<Shape>, sample: &Sample, area: Area) {
    let (middle_x, middle_y) = (area.x + area.width / 2.0, area.y + area.height / 2.0);
    match *sample {
        Sample::Nothing => {}
        Sample::Bar(ink) => shapes.push(Shape::Fill { area, ink, radius: 2.0 }),
        Sample::Marked(ink, sign) => {
            shapes.push(Shape::Fill { area, ink, radius: 2.0 });
            match sign {
                Sign::Conflict => shapes.push(Shape::Hatch { area, ink: Ink::OnBar }),
                Sign::Critical => shapes.extend(critical_mark(area)),
                _ => {}
            }
            shapes.push(Shape::Mark { x: middle_x, y: middle_y, size: area.height * 0.75, sign, ink: Ink::OnBar });
        }
        Sample::Sign(sign, ink) => shapes.push(Shape::Mark { x: middle_x, y: middle_y, size: area.height * 0.75, sign, ink }),
        Sample::Ground(ink) => {
            shapes.push(Shape::Fill { area, ink, radius: 0.0 });
            shapes.push(Shape::Frame { area, ink: Ink::Grid, width: 1.0, radius: 0.0, dashed: false });
        }
        Sample::Changeover => {
            let area = Area::new(area.x, area.y + area.height / 4.0, area.width, area.height / 2.0);
            shapes.push(Shape::Fill { area, ink: Ink::Neutral, radius: 0.0 });
            shapes.push(Shape::Hatch { area, ink: Ink::OnBar });
        }
        Sample::Baseline => {
            shapes.push(Shape::Fill { area: Area::new(area.x, middle_y - 2.0, area.width, 4.0), ink: Ink::Due, radius: 0.0 });
        }
        Sample::Line(ink) => {
            shapes.push(Shape::Line { points: vec![(middle_x, area.y), (middle_x, area.bottom())], ink, width: 2.0, dashed: false });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::build::tests::Scenery;
    use super::*;
    use crate::app::derived::schedule::sample::dairy;

    fn words(colour: Colour, grouping: Grouping) -> Vec<String> {
        let scenery = Scenery::new(&dairy(), grouping, 8.0);
        let look = Look { colour, ..Look::default() };
        let (shapes, height) = legend(&scenery.board, grouping, &look, &scenery.view.metrics, (0.0, 0.0, 300.0));
        assert!(height > 0.0);
        shapes.into_iter().filter_map(|shape| if let Shape::Text { text, .. } = shape { Some(text) } else { None }).collect()
    }

    #[test]
    fn a_legend_names_what_the_board_shows() {
        let standing = ["On time", "Order late", "Started", "Finished", "In conflict", "Pinned"];
        assert_eq!(words(Colour::Standing, Grouping::Resource), [&standing[..], &["Closed", "Away", "Now"]].concat());
        assert_eq!(words(Colour::Standing, Grouping::Order), [&standing[..], &["Due", "Now"]].concat());
        assert_eq!(words(Colour::Order, Grouping::Task), ["Colours tell orders apart", "Pinned", "Now"]);
        assert!(words(Colour::Priority, Grouping::Task)[0].starts_with("Priority "));
    }

    #[test]
    fn a_legend_wider_than_its_place_goes_on_in_the_next_line() {
        let scenery = Scenery::new(&dairy(), Grouping::Resource, 8.0);
        let high = |width: f64| legend(&scenery.board, Grouping::Resource, &Look::default(), &scenery.view.metrics, (0.0, 0.0, width)).1;
        assert!(high(150.0) > 2.0 * high(2000.0));
    }
}
