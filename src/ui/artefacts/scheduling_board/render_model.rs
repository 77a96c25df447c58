//! The shapes of a drawn board: what a painter needs to know and nothing of what they mean.
//!
//! Lengths are CSS pixels from the top left corner of the board.

/// What a shape is painted with, by meaning; each painter has its own colours for it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ink {
    Ground,
    /// Row headers and the axis.
    Panel,
    /// Header of a group of rows.
    Band,
    GridFaint,
    Grid,
    Text,
    TextFaint,
    /// Closed time and weekends.
    Closed,
    Absence,
    Now,
    Link,
    LinkStrong,
    /// What is selected or current.
    Focus,
    OnTime,
    Late,
    Started,
    Finished,
    Conflict,
    Neutral,
    /// Text on a bar.
    OnBar,
    /// The ghost of a move that is possible.
    Fits,
    /// The ghost of a move that is not.
    Breaks,
    Due,
    /// Nearly late, or nearly critical.
    Tight,
    Critical,
    /// One of [`Ink::SERIES`] colours that only tell things apart.
    Series(u8),
}

impl Ink {
    /// How many colours there are to tell things apart.
    pub const SERIES: u8 = 8;

    /// Every ink.
    pub const ALL: [Ink; 33] = [
        Ink::Ground,
        Ink::Panel,
        Ink::Band,
        Ink::GridFaint,
        Ink::Grid,
        Ink::Text,
        Ink::TextFaint,
        Ink::Closed,
        Ink::Absence,
        Ink::Now,
        Ink::Link,
        Ink::LinkStrong,
        Ink::Focus,
        Ink::OnTime,
        Ink::Late,
        Ink::Started,
        Ink::Finished,
        Ink::Conflict,
        Ink::Neutral,
        Ink::OnBar,
        Ink::Fits,
        Ink::Breaks,
        Ink::Due,
        Ink::Tight,
        Ink::Critical,
        Ink::Series(0),
        Ink::Series(1),
        Ink::Series(2),
        Ink::Series(3),
        Ink::Series(4),
        Ink::Series(5),
        Ink::Series(6),
        Ink::Series(7),
    ];

    /// Position in [`Ink::ALL`].
    pub const fn index(self) -> usize {
        match self {
            Ink::Ground => 0,
            Ink::Panel => 1,
            Ink::Band => 2,
            Ink::GridFaint => 3,
            Ink::Grid => 4,
            Ink::Text => 5,
            Ink::TextFaint => 6,
            Ink::Closed => 7,
            Ink::Absence => 8,
            Ink::Now => 9,
            Ink::Link => 10,
            Ink::LinkStrong => 11,
            Ink::Focus => 12,
            Ink::OnTime => 13,
            Ink::Late => 14,
            Ink::Started => 15,
            Ink::Finished => 16,
            Ink::Conflict => 17,
            Ink::Neutral => 18,
            Ink::OnBar => 19,
            Ink::Fits => 20,
            Ink::Breaks => 21,
            Ink::Due => 22,
            Ink::Tight => 23,
            Ink::Critical => 24,
            Ink::Series(at) => 25 + (at % Ink::SERIES) as usize,
        }
    }

    /// The word that names the colour in style sheets: `--board-<word>`.
    pub const fn word(self) -> &'static str {
        const SERIES: [&str; 8] = ["series-1", "series-2", "series-3", "series-4", "series-5", "series-6", "series-7", "series-8"];
        match self {
            Ink::Ground => "ground",
            Ink::Panel => "panel",
            Ink::Band => "band",
            Ink::GridFaint => "grid-faint",
            Ink::Grid => "grid",
            Ink::Text => "text",
            Ink::TextFaint => "text-faint",
            Ink::Closed => "closed",
            Ink::Absence => "absence",
            Ink::Now => "now",
            Ink::Link => "link",
            Ink::LinkStrong => "link-strong",
            Ink::Focus => "focus",
            Ink::OnTime => "on-time",
            Ink::Late => "late",
            Ink::Started => "started",
            Ink::Finished => "finished",
            Ink::Conflict => "conflict",
            Ink::Neutral => "neutral",
            Ink::OnBar => "on-bar",
            Ink::Fits => "fits",
            Ink::Breaks => "breaks",
            Ink::Due => "due",
            Ink::Tight => "tight",
            Ink::Critical => "critical",
            Ink::Series(at) => SERIES[(at % Ink::SERIES) as usize],
        }
    }
}

/// A rectangle.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Area {
    /// From its left, top, width and height.
    pub const fn new(x: f64, y: f64, width: f64, height: f64) -> Area {
        Area { x, y, width, height }
    }

    /// Whether a point lies in it.
    pub fn holds(&self, x: f64, y: f64) -> bool {
        x >= self.x && x < self.x + self.width && y >= self.y && y < self.y + self.height
    }

    /// The right edge.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// The lower edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Whether nothing lies in it.
    pub fn is_empty(&self) -> bool {
        self.width <= 0.0 || self.height <= 0.0
    }

    /// What it has in common with another; without a size where that is nothing.
    pub fn cut(&self, other: Area) -> Area {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        Area::new(x, y, (self.right().min(other.right()) - x).max(0.0), (self.bottom().min(other.bottom()) - y).max(0.0))
    }

    /// The smallest that holds both; what is empty counts for nothing.
    pub fn with(&self, other: Area) -> Area {
        if self.is_empty() {
            return other;
        }
        if other.is_empty() {
            return *self;
        }
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Area::new(x, y, self.right().max(other.right()) - x, self.bottom().max(other.bottom()) - y)
    }

    /// Smaller by `by` on every side, never below nothing.
    pub fn shrunk(&self, by: f64) -> Area {
        Area::new(self.x + by, self.y + by, (self.width - 2.0 * by).max(0.0), (self.height - 2.0 * by).max(0.0))
    }
}

/// How a text looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    Normal,
    Bold,
    Small,
}

/// Where a text stands at its point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    Start,
    Middle,
    End,
}

/// A small sign on a bar; its meaning is also told in words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    /// A pin.
    Pinned,
    /// A warning triangle.
    Conflict,
    /// A clock hand past its hour.
    Late,
    /// A bolt: it decides when something late, or the last of all, is done.
    Critical,
    /// A triangle that points to the right.
    Folded,
    /// A triangle that points down.
    Unfolded,
    /// A diamond: a due date or a milestone.
    Diamond,
}

/// Where an arrow points.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pointing {
    Right,
    Down,
    Up,
}

/// One thing to paint.
#[derive(Clone, PartialEq, Debug)]
pub enum Shape {
    /// A filled rectangle.
    Fill { area: Area, ink: Ink, radius: f64 },
    /// A rectangle filled with `ink` at a share of its strength, for blocks that stand for many bars.
    Veil { area: Area, ink: Ink, strength: f64 },
    /// Slanted lines across a rectangle, so that a meaning does not depend on colour alone.
    Hatch { area: Area, ink: Ink },
    /// The outline of a rectangle.
    Frame { area: Area, ink: Ink, width: f64, radius: f64, dashed: bool },
    /// Straight lines from point to point.
    Line { points: Vec<(f64, f64)>, ink: Ink, width: f64, dashed: bool },
    /// The head of an arrow with its tip at the point.
    Arrow { x: f64, y: f64, ink: Ink, pointing: Pointing },
    /// A text on one line, standing vertically centred on `y`.
    Text { x: f64, y: f64, text: String, ink: Ink, style: Style, align: Align },
    /// A sign centred on a point.
    Mark { x: f64, y: f64, size: f64, sign: Sign, ink: Ink },
}

/// Shapes that are cut off at the edges of an area.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Layer {
    pub clip: Area,
    pub shapes: Vec<Shape>,
}

/// A drawn board, lowest layer first.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Scene {
    pub width: f64,
    pub height: f64,
    /// Height of a normal text.
    pub font_size: f64,
    pub layers: Vec<Layer>,
}

impl Scene {
    /// All of it.
    pub fn area(&self) -> Area {
        Area::new(0.0, 0.0, self.width, self.height)
    }

    /// Every shape, lowest first.
    pub fn shapes(&self) -> impl Iterator<Item = &Shape> {
        self.layers.iter().flat_map(|layer| &layer.shapes)
    }

    /// Every text, lowest first.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.shapes().filter_map(|shape| if let Shape::Text { text, .. } = shape { Some(text.as_str()) } else { None })
    }
}

/// The slanted lines of a hatched rectangle, each from its lower to its upper end.
pub fn hatch_lines(area: Area) -> Vec<((f64, f64), (f64, f64))> {
    const APART: f64 = 7.0;
    let mut lines = Vec::new();
    // Lines stand on fixed places of the board, so that they do not crawl when a bar grows.
    let mut foot = ((area.x - area.height) / APART).floor() * APART;
    while foot < area.right() {
        let (left, right) = (foot.max(area.x), (foot + area.height).min(area.right()));
        if right > left {
            lines.push(((left, area.bottom() - (left - foot)), (right, area.bottom() - (right - foot))));
        }
        foot += APART;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ink_stands_at_its_own_index() {
        for (at, ink) in Ink::ALL.iter().enumerate() {
            assert_eq!(ink.index(), at, "{}", ink.word());
        }
    }

    #[test]
    fn hatching_stays_inside_its_rectangle() {
        let area = Area::new(13.0, 40.0, 100.0, 20.0);
        let lines = hatch_lines(area);
        assert!(lines.len() > 10);
        for ((x1, y1), (x2, y2)) in lines {
            for (x, y) in [(x1, y1), (x2, y2)] {
                assert!((13.0..=113.0).contains(&x) && (40.0..=60.0).contains(&y), "{x} {y}");
            }
        }
    }
}
