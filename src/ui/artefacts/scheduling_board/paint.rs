//! Paints a drawn board on a canvas.
//!
//! Never decides what is shown: it turns shapes into strokes, and changes its tools as seldom as it can.

use super::damage::bounds;
use super::fit::text_width;
use super::palette::{Palette, size_of};
use super::render_model::{Align, Area, Ink, Scene, Shape, Style, hatch_lines};
use super::svg::{arrow, sign_parts};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, Element, HtmlElement};

/// The tool in hand: changing it costs more than a stroke.
struct Brush<'a> {
    context: &'a CanvasRenderingContext2d,
    palette: &'a Palette,
    font_size: f64,
    fill: Option<Ink>,
    stroke: Option<Ink>,
    width: f64,
    dashed: bool,
    style: Option<Style>,
    align: Align,
}

/// Paints what of the scene lies in `part`; `ratio` is the number of the screen's dots per CSS pixel.
pub fn paint(context: &CanvasRenderingContext2d, scene: &Scene, palette: &Palette, ratio: f64, part: Area) {
    // Cut between two dots, an edge would be half of the old and half of the new.
    let (left, top) = ((part.x * ratio).floor() / ratio, (part.y * ratio).floor() / ratio);
    let part = Area::new(left, top, (part.right() * ratio).ceil() / ratio - left, (part.bottom() * ratio).ceil() / ratio - top);
    // A failed transform or clip leaves a worse picture, never a wrong one: nothing can be done about it here.
    let _ = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
    context.set_text_baseline("middle");
    for layer in &scene.layers {
        let clip = layer.clip.cut(part);
        let seen = |shape: &&Shape| !bounds(shape, scene.font_size).cut(clip).is_empty();
        let shapes: Vec<&Shape> = layer.shapes.iter().filter(seen).collect();
        if shapes.is_empty() {
            continue;
        }
        context.save();
        context.begin_path();
        context.rect(clip.x, clip.y, clip.width, clip.height);
        context.clip();
        let mut brush = Brush {
            context,
            palette,
            font_size: scene.font_size,
            fill: None,
            stroke: None,
            width: 0.0,
            dashed: false,
            style: None,
            align: Align::Start,
        };
        context.set_text_align("start");
        brush.paint_all(&shapes);
        context.restore();
    }
}

impl Brush<'_> {
    fn paint_all(&mut self, shapes: &[&Shape]) {
        let mut rest = shapes;
        while let Some((shape, after)) = rest.split_first() {
            // Neighbours that need the same tool are painted in one go.
            let run = 1 + after.iter().take_while(|next| alike(shape, next)).count();
            let (now, later) = rest.split_at(run);
            match shape {
                Shape::Fill { radius, .. } if *radius > 0.0 => self.rounded(now),
                Shape::Line { .. } => self.lines(now),
                _ => now.iter().for_each(|shape| self.paint(shape)),
            }
            rest = later;
        }
    }

    fn rounded(&mut self, shapes: &[&Shape]) {
        self.context.begin_path();
        for shape in shapes {
            if let Shape::Fill { area, ink, radius } = shape {
                self.fill(*ink);
                let radius = radius.min(area.width / 2.0).max(0.0);
                let _ = self.context.round_rect_with_f64(area.x, area.y, area.width.max(0.0), area.height, radius);
            }
        }
        self.context.fill();
    }

    fn lines(&mut self, shapes: &[&Shape]) {
        self.context.begin_path();
        for shape in shapes {
            if let Shape::Line { points, ink, width, dashed } = shape {
                self.stroke(*ink, *width, *dashed);
                for (at, (x, y)) in points.iter().enumerate() {
                    if at == 0 { self.context.move_to(*x, *y) } else { self.context.line_to(*x, *y) }
                }
            }
        }
        self.context.stroke();
    }

    fn paint(&mut self, shape: &Shape) {
        let context = self.context;
        match shape {
            Shape::Fill { area, ink, .. } => {
                self.fill(*ink);
                context.fill_rect(area.x, area.y, area.width, area.height);
            }
            Shape::Veil { area, ink, strength } => {
                self.fill(*ink);
                context.set_global_alpha(*strength);
                context.fill_rect(area.x, area.y, area.width, area.height);
                context.set_global_alpha(1.0);
            }
            Shape::Hatch { area, ink } => self.hatch(*area, *ink),
            Shape::Frame { area, ink, width, radius, dashed } => {
                self.stroke(*ink, *width, *dashed);
                context.begin_path();
                let radius = radius.min(area.width / 2.0).max(0.0);
                let _ = context.round_rect_with_f64(area.x, area.y, area.width.max(0.0), area.height, radius);
                context.stroke();
            }
            Shape::Arrow { x, y, ink, pointing } => {
                self.fill(*ink);
                self.polygon(&arrow(*x, *y, *pointing));
            }
            Shape::Mark { x, y, size, sign, ink } => {
                self.fill(*ink);
                for part in sign_parts(*sign, *x, *y, *size) {
                    self.polygon(&part);
                }
            }
            Shape::Text { x, y, text, ink, style, align } => {
                self.fill(*ink);
                self.letters(*style, *align);
                // The middle of the letters lies a little above the middle of their line.
                let _ = context.fill_text(text, *x, y + self.font_size * 0.06);
            }
            Shape::Line { .. } => {}
        }
    }

    fn hatch(&mut self, area: Area, ink: Ink) {
        self.stroke(ink, 1.0, false);
        self.context.set_global_alpha(0.35);
        self.context.begin_path();
        for ((x1, y1), (x2, y2)) in hatch_lines(area) {
            self.context.move_to(x1, y1);
            self.context.line_to(x2, y2);
        }
        self.context.stroke();
        self.context.set_global_alpha(1.0);
    }

    fn polygon(&self, points: &[(f64, f64)]) {
        self.context.begin_path();
        for (at, (x, y)) in points.iter().enumerate() {
            if at == 0 { self.context.move_to(*x, *y) } else { self.context.line_to(*x, *y) }
        }
        self.context.fill();
    }

    fn fill(&mut self, ink: Ink) {
        if self.fill != Some(ink) {
            self.fill = Some(ink);
            self.context.set_fill_style_str(self.palette.colour(ink));
        }
    }

    fn stroke(&mut self, ink: Ink, width: f64, dashed: bool) {
        if self.stroke != Some(ink) {
            self.stroke = Some(ink);
            self.context.set_stroke_style_str(self.palette.colour(ink));
        }
        if self.width != width {
            self.width = width;
            self.context.set_line_width(width);
        }
        if self.dashed != dashed {
            self.dashed = dashed;
            let pattern = js_sys::Array::new();
            if dashed {
                pattern.push(&4.0.into());
                pattern.push(&3.0.into());
            }
            let _ = self.context.set_line_dash(&pattern);
        }
    }

    fn letters(&mut self, style: Style, align: Align) {
        if self.style != Some(style) {
            self.style = Some(style);
            let weight = if style == Style::Bold { "600 " } else { "" };
            self.context.set_font(&format!("{weight}{}px {}", self.font_size * size_of(style), self.palette.font));
        }
        if self.align != align {
            self.align = align;
            self.context.set_text_align(match align {
                Align::Start => "start",
                Align::Middle => "center",
                Align::End => "end",
            });
        }
    }
}

/// Whether two shapes are painted with the same tool in one go.
fn alike(one: &Shape, other: &Shape) -> bool {
    match (one, other) {
        (Shape::Fill { ink, radius, .. }, Shape::Fill { ink: next, radius: round, .. }) => *radius > 0.0 && *round > 0.0 && ink == next,
        (Shape::Line { ink, width, dashed, .. }, Shape::Line { ink: next, width: wide, dashed: dash, .. }) => {
            (ink, width, dashed) == (next, wide, dash)
        }
        _ => false,
    }
}

/// The colours that the style sheets give the inks inside `host` now, and the face of its text.
pub fn read_palette(host: &HtmlElement) -> Palette {
    let window = leptos::prelude::window();
    let probes: Vec<Option<Element>> = Ink::ALL.iter().map(|ink| probe(host, *ink)).collect();
    let computed = |element: &Element, property: &str| {
        window.get_computed_style(element).ok().flatten().and_then(|style| style.get_property_value(property).ok())
    };
    let colours = probes.iter().map(|probe| probe.as_ref().and_then(|probe| computed(probe, "color")).unwrap_or_default()).collect();
    for probe in probes.into_iter().flatten() {
        probe.remove();
    }
    Palette::new(colours, computed(host, "font-family").unwrap_or_else(|| "sans-serif".to_owned()))
}

/// How much wider than usual the face of the palette runs: measured once on a text of the common letters.
pub fn wideness(context: &CanvasRenderingContext2d, palette: &Palette) -> f64 {
    const SAMPLE: &str = "Assembly line 12 waits for order 4071 until Tue 14:30";
    context.save();
    context.set_font(&format!("100px {}", palette.font));
    let measured = context.measure_text(SAMPLE).map_or(0.0, |measured| measured.width());
    context.restore();
    let usual = text_width(SAMPLE, 100.0);
    if measured > 0.0 { measured / usual } else { 1.0 }
}

/// An element that has the colour of an ink; the browser resolves variables and system colours for it.
fn probe(host: &HtmlElement, ink: Ink) -> Option<Element> {
    let element = document().create_element("i").ok()?;
    let style = element.dyn_ref::<HtmlElement>()?.style();
    style.set_css_text(&format!("display:none;forced-color-adjust:none;color:var(--board-{})", ink.word()));
    host.append_child(&element).ok()?;
    Some(element)
}
