//! Paints a drawn board as an SVG file: for print, for reports, for people without the page.
//!
//! Never writes anything active: no script, no link, no style sheet, no foreign content; every text is escaped.

use super::palette::{Palette, size_of};
use super::render_model::{Align, Area, Ink, Pointing, Scene, Shape, Sign, Style, hatch_lines};
use std::fmt::Write;

/// The scene as a complete SVG document, `title` as its accessible name.
pub fn svg(scene: &Scene, palette: &Palette, title: &str) -> String {
    svg_among(scene, palette, title, 0)
}

/// The same for a page that shows several: what a document refers to inside itself is named after its place among them.
pub fn svg_among(scene: &Scene, palette: &Palette, title: &str, place: usize) -> String {
    let mut out = String::with_capacity(64 * 1024);
    let (width, height) = (number(scene.width), number(scene.height));
    // Writing to a string cannot fail; the results of `write!` say nothing.
    let _ = write!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" font-family="{}" font-size="{}"><title>{}</title>"#,
        escape(&palette.font),
        number(scene.font_size),
        escape(title),
    );
    for (at, layer) in scene.layers.iter().enumerate() {
        let clip = rectangle(layer.clip);
        let _ = write!(out, r#"<clipPath id="c{place}-{at}"><rect {clip}/></clipPath><g clip-path="url(#c{place}-{at})">"#);
        for shape in &layer.shapes {
            paint(&mut out, shape, palette, scene.font_size);
        }
        out.push_str("</g>");
    }
    out.push_str("</svg>");
    out
}

/// A text as it may stand in XML content and attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            // XML has no form for other control characters and for the two that are none.
            control if control.is_control() => {}
            '\u{fffe}' | '\u{ffff}' => {}
            other => out.push(other),
        }
    }
    out
}

fn paint(out: &mut String, shape: &Shape, palette: &Palette, font_size: f64) {
    let colour = |ink: &Ink| palette.colour(*ink);
    let _ = match shape {
        Shape::Fill { area, ink, radius } => {
            let round = if *radius > 0.0 { format!(r#" rx="{}""#, number(*radius)) } else { String::new() };
            write!(out, r#"<rect {}{round} fill="{}"/>"#, rectangle(*area), escape(colour(ink)))
        }
        Shape::Veil { area, ink, strength } => {
            write!(out, r#"<rect {} fill="{}" fill-opacity="{}"/>"#, rectangle(*area), escape(colour(ink)), number(*strength))
        }
        Shape::Hatch { area, ink } => {
            let mut path = String::new();
            for ((x1, y1), (x2, y2)) in hatch_lines(*area) {
                let _ = write!(path, "M{} {}L{} {}", number(x1), number(y1), number(x2), number(y2));
            }
            write!(out, r#"<path d="{path}" fill="none" stroke="{}" stroke-opacity="0.35"/>"#, escape(colour(ink)))
        }
        Shape::Frame { area, ink, width, radius, dashed } => write!(
            out,
            r#"<rect {} rx="{}" fill="none" stroke="{}" stroke-width="{}"{}/>"#,
            rectangle(*area),
            number(*radius),
            escape(colour(ink)),
            number(*width),
            dash(*dashed)
        ),
        Shape::Line { points, ink, width, dashed } => {
            let points: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
            write!(
                out,
                r#"<polyline points="{}" fill="none" stroke="{}" stroke-width="{}"{}/>"#,
                points.join(" "),
                escape(colour(ink)),
                number(*width),
                dash(*dashed)
            )
        }
        Shape::Arrow { x, y, ink, pointing } => polygon(out, &arrow(*x, *y, *pointing), colour(ink)),
        Shape::Text { x, y, text, ink, style, align } => {
            let size = font_size * size_of(*style);
            let anchor = match align {
                Align::Start => "",
                Align::Middle => r#" text-anchor="middle""#,
                Align::End => r#" text-anchor="end""#,
            };
            let weight = if *style == Style::Bold { r#" font-weight="600""# } else { "" };
            // A third of the height below the middle is where the letters stand.
            let base = number(y + size * 0.35);
            let small = if *style == Style::Small { format!(r#" font-size="{}""#, number(size)) } else { String::new() };
            write!(
                out,
                r#"<text x="{}" y="{base}"{small}{weight}{anchor} fill="{}">{}</text>"#,
                number(*x),
                escape(colour(ink)),
                escape(text)
            )
        }
        Shape::Mark { x, y, size, sign, ink } => {
            for part in sign_parts(*sign, *x, *y, *size) {
                let _ = polygon(out, &part, colour(ink));
            }
            Ok(())
        }
    };
}

/// The corners of an arrow head with its tip at the point.
pub fn arrow(x: f64, y: f64, pointing: Pointing) -> [(f64, f64); 3] {
    match pointing {
        Pointing::Right => [(x, y), (x - 6.0, y - 3.5), (x - 6.0, y + 3.5)],
        Pointing::Down => [(x, y), (x - 3.5, y - 6.0), (x + 3.5, y - 6.0)],
        Pointing::Up => [(x, y), (x - 3.5, y + 6.0), (x + 3.5, y + 6.0)],
    }
}

/// The polygons of a sign of a size around a point.
pub fn sign_parts(sign: Sign, x: f64, y: f64, size: f64) -> Vec<Vec<(f64, f64)>> {
    let at = |points: &[(f64, f64)]| -> Vec<(f64, f64)> { points.iter().map(|(dx, dy)| (x + dx * size, y + dy * size)).collect() };
    match sign {
        // A pin: a head, a collar and a needle.
        Sign::Pinned => vec![
            at(&[(-0.2, -0.5), (0.2, -0.5), (0.14, -0.05), (-0.14, -0.05)]),
            at(&[(-0.36, -0.05), (0.36, -0.05), (0.36, 0.08), (-0.36, 0.08)]),
            at(&[(-0.05, 0.08), (0.05, 0.08), (0.0, 0.5)]),
        ],
        // A triangle that stands on its side; the gap of the exclamation mark lies between its parts.
        Sign::Conflict => vec![
            at(&[(-0.08, -0.5), (0.08, -0.5), (0.06, 0.18), (-0.06, 0.18)]),
            at(&[(-0.08, 0.3), (0.08, 0.3), (0.08, 0.46), (-0.08, 0.46)]),
        ],
        // Two arrow heads to the right: it runs on beyond its date.
        Sign::Late => vec![at(&[(-0.45, -0.4), (0.0, 0.0), (-0.45, 0.4)]), at(&[(0.0, -0.4), (0.45, 0.0), (0.0, 0.4)])],
        // A bolt.
        Sign::Critical => vec![at(&[(0.12, -0.5), (-0.34, 0.1), (0.0, 0.1)]), at(&[(-0.12, 0.5), (0.34, -0.1), (0.0, -0.1)])],
        Sign::Folded => vec![at(&[(-0.3, -0.45), (0.4, 0.0), (-0.3, 0.45)])],
        Sign::Unfolded => vec![at(&[(-0.45, -0.3), (0.45, -0.3), (0.0, 0.4)])],
        Sign::Diamond => vec![at(&[(0.0, -0.5), (0.5, 0.0), (0.0, 0.5), (-0.5, 0.0)])],
    }
}

fn polygon(out: &mut String, points: &[(f64, f64)], colour: &str) -> std::fmt::Result {
    let points: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
    write!(out, r#"<polygon points="{}" fill="{}"/>"#, points.join(" "), escape(colour))
}

fn rectangle(area: Area) -> String {
    format!(
        r#"x="{}" y="{}" width="{}" height="{}""#,
        number(area.x),
        number(area.y),
        number(area.width.max(0.0)),
        number(area.height.max(0.0))
    )
}

fn dash(dashed: bool) -> &'static str {
    if dashed { r#" stroke-dasharray="4 3""# } else { "" }
}

/// A number with one decimal where it has one.
fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded.is_finite() { format!("{}", if rounded == 0.0 { 0.0 } else { rounded }) } else { "0".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::artefacts::scheduling_board::render_model::Layer;

    fn scene(shapes: Vec<Shape>) -> Scene {
        Scene { width: 100.0, height: 50.0, font_size: 12.0, layers: vec![Layer { clip: Area::new(0.0, 0.0, 100.0, 50.0), shapes }] }
    }

    #[test]
    fn a_name_that_is_markup_stays_text() {
        for text in ["<script>alert(1)</script>", "\"onload=\"x", "a&b", "]]>", "javascript:x", "\u{0}\u{8}x"] {
            let shape = Shape::Text { x: 1.0, y: 2.0, text: text.to_owned(), ink: Ink::Text, style: Style::Normal, align: Align::Start };
            let file = svg(&scene(vec![shape]), &Palette::paper(), text);
            assert!(!file.contains("<script") && !file.contains("onload=\""), "{file}");
            assert!(!file.chars().any(char::is_control));
            assert_eq!(file.matches('<').count(), file.matches('>').count(), "{file}");
        }
    }

    #[test]
    fn broken_numbers_never_reach_the_file() {
        let area = Area::new(f64::NAN, f64::INFINITY, -5.0, 1e300);
        let file = svg(&scene(vec![Shape::Fill { area, ink: Ink::Late, radius: 0.0 }]), &Palette::paper(), "t");
        assert!(!file.contains("NaN") && !file.contains("inf") && !file.contains("width=\"-"), "{file}");
    }

    #[test]
    fn every_shape_is_painted() {
        let area = Area::new(1.0, 2.0, 30.0, 10.0);
        let shapes = vec![
            Shape::Fill { area, ink: Ink::Late, radius: 3.0 },
            Shape::Veil { area, ink: Ink::Late, strength: 0.5 },
            Shape::Hatch { area, ink: Ink::OnBar },
            Shape::Frame { area, ink: Ink::Focus, width: 2.0, radius: 3.0, dashed: true },
            Shape::Line { points: vec![(0.0, 0.0), (5.0, 5.0)], ink: Ink::Link, width: 1.0, dashed: false },
            Shape::Arrow { x: 5.0, y: 5.0, ink: Ink::Link, pointing: Pointing::Right },
            Shape::Mark { x: 5.0, y: 5.0, size: 10.0, sign: Sign::Pinned, ink: Ink::OnBar },
        ];
        let file = svg(&scene(shapes), &Palette::paper(), "t");
        for part in ["rx=\"3\"", "fill-opacity=\"0.5\"", "<path", "stroke-dasharray", "<polyline", "<polygon"] {
            assert!(file.contains(part), "{part}");
        }
    }
}
