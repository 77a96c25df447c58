//! Which part of the board is seen, and how large: zoom, scroll and sizes, and the way between time and pixels.
//!
//! Never knows what stands on the board.

use crate::model::{Span, Time};

/// Sizes in CSS pixels, derived from the height of the text so that they grow with it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Metrics {
    pub font_size: f64,
    /// The height by which the widths of texts are reckoned: larger than `font_size` where the face runs wide.
    pub text_size: f64,
    /// Width of the row headers.
    pub header_width: f64,
    /// Height of the two levels of the time axis.
    pub axis_height: f64,
    /// Height of a lane: one bar and the space around it.
    pub lane_height: f64,
    /// Space above and below a bar.
    pub bar_inset: f64,
}

impl Metrics {
    /// Sizes for a text of `font_size` pixels on a board `width` pixels wide, in a face that runs wider than usual by `wide`.
    pub fn of(font_size: f64, width: f64, wide: f64) -> Metrics {
        let font_size = font_size.clamp(6.0, 48.0);
        Metrics {
            font_size,
            text_size: font_size * wide.clamp(0.7, 1.6),
            // On a phone the names must leave room for the bars.
            header_width: (font_size * 15.0).min(width * 0.32).round(),
            axis_height: (font_size * 3.6).round(),
            lane_height: (font_size * 2.2).round(),
            bar_inset: (font_size * 0.25).round(),
        }
    }
}

/// The window through which the board is seen.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct View {
    pub metrics: Metrics,
    /// Size of the window, headers included.
    pub width: f64,
    pub height: f64,
    pub px_per_hour: f64,
    /// The moment at the left end of all that can be scrolled to, and at the right end.
    pub from: Time,
    pub to: Time,
    /// Pixels scrolled away at the left and at the top.
    pub scroll_x: f64,
    pub scroll_y: f64,
}

/// The zoom steps by name, in pixels per hour.
pub const ZOOMS: [(&str, f64); 6] = [("Hour", 120.0), ("Shift", 32.0), ("Day", 8.0), ("Week", 2.0), ("Month", 0.6), ("Quarter", 0.18)];

/// The closest and the widest zoom.
pub const CLOSEST: f64 = 960.0;
pub const WIDEST: f64 = 0.02;

impl View {
    /// The left edge of a moment, in pixels of the window.
    pub fn x(&self, time: Time) -> f64 {
        self.metrics.header_width + hours(time.since(self.from)) * self.px_per_hour - self.scroll_x
    }

    /// The moment at a pixel of the window.
    pub fn time_at(&self, x: f64) -> Time {
        let hours = (x - self.metrics.header_width + self.scroll_x) / self.px_per_hour;
        self.from.plus(Span::from_seconds((hours * 3600.0).round() as i64))
    }

    /// First and last moment seen.
    pub fn window(&self) -> (Time, Time) {
        (self.time_at(self.metrics.header_width), self.time_at(self.width).plus(Span::from_seconds(1)))
    }

    /// The width of a span in pixels.
    pub fn width_of(&self, span: Span) -> f64 {
        hours(span) * self.px_per_hour
    }

    /// The width of everything that can be scrolled to, row headers included.
    pub fn full_width(&self) -> f64 {
        self.metrics.header_width + self.width_of(self.to.since(self.from))
    }

    /// Height left for rows below the axis.
    pub fn body_height(&self) -> f64 {
        (self.height - self.metrics.axis_height).max(0.0)
    }

    /// Width left for time beside the row headers.
    pub fn body_width(&self) -> f64 {
        (self.width - self.metrics.header_width).max(1.0)
    }

    /// The same view at another zoom, with the moment under pixel `x` staying where it is.
    pub fn zoomed(&self, px_per_hour: f64, x: f64) -> View {
        let px_per_hour = px_per_hour.clamp(WIDEST, CLOSEST);
        let hours = (x - self.metrics.header_width + self.scroll_x) / self.px_per_hour;
        let mut view = View { px_per_hour, ..*self };
        view.scroll_x = (hours * px_per_hour - (x - self.metrics.header_width)).max(0.0);
        view
    }

    /// The zoom at which a stretch of time fills the window.
    pub fn zoom_to_fit(&self, span: Span) -> f64 {
        (self.body_width() / hours(span).max(1.0)).clamp(WIDEST, CLOSEST)
    }

    /// How far a step of the keyboard or of a drag goes at this zoom: the smallest usual step of at least eight pixels.
    pub fn step(&self) -> Span {
        const MINUTES: [i64; 10] = [1, 5, 15, 30, 60, 120, 240, 480, 1440, 10_080];
        let wide = |minutes: &&i64| self.width_of(Span::from_minutes(**minutes)) >= 8.0;
        Span::from_minutes(MINUTES.iter().find(wide).copied().unwrap_or(10_080))
    }

    /// Where a start goes that is moved by `by`: to the step of this zoom counted from midnight; steps of whole days keep
    /// the time of day. Less than half a step is no move in time at all, so that a drag straight up or down keeps the start.
    pub fn moved(&self, start: Time, by: Span) -> Time {
        let step = self.step().seconds();
        let steps = |seconds: i64| Span::from_seconds((seconds as f64 / step as f64).round() as i64 * step);
        if step >= crate::model::DAY {
            return start.plus(steps(by.seconds()));
        }
        if by.seconds().abs() * 2 < step {
            return start;
        }
        let to = start.plus(by);
        to.day_start().plus(steps(to.second_of_day()))
    }
}

fn hours(span: Span) -> f64 {
    span.seconds() as f64 / 3600.0
}

/// What a schedule from `first` to `last` is seen of when it is opened: where it begins, and the end of what is looked at.
///
/// What is planned next begins at the present: it is seen beside what was done last, unless that is long ago.
pub fn first_window(now: Time, first: Time, last: Time) -> (Time, Time) {
    let week = Span::from_days(7);
    match now {
        now if now < first => (first, last),
        now if now <= last => (now, last),
        now if now.since(last) <= week => (first.max(last.minus(week)), now.plus(week)),
        _ => (first.max(last.minus(week)), last),
    }
}

#[cfg(test)]
pub mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    /// A window of 1,000 by 400 pixels beside row headers of 180.
    pub fn view(px_per_hour: f64) -> View {
        let from = Time::parse("2026-11-02").unwrap();
        let metrics =
            Metrics { font_size: 12.0, text_size: 12.0, header_width: 180.0, axis_height: 40.0, lane_height: 26.0, bar_inset: 3.0 };
        View { metrics, width: 1180.0, height: 440.0, px_per_hour, from, to: from.plus(Span::from_days(100)), scroll_x: 0.0, scroll_y: 0.0 }
    }

    #[test]
    fn a_moment_and_its_pixel_are_the_same_place() {
        let mut view = view(8.0);
        view.scroll_x = 123.0;
        let time = Time::parse("2026-11-05 14:00").unwrap();
        assert_eq!(view.time_at(view.x(time)), time);
        assert_eq!(view.x(view.from), 180.0 - 123.0);
    }

    #[test]
    fn a_schedule_opens_at_the_present_or_at_what_is_nearest_to_it() {
        let at = |day: &str| Time::parse(day).unwrap();
        let of = |now, first, last| first_window(at(now), at(first), at(last));
        assert_eq!(of("2026-11-02", "2026-11-09", "2026-12-01"), (at("2026-11-09"), at("2026-12-01")), "all of it lies ahead");
        assert_eq!(of("2026-11-12", "2025-11-09", "2026-12-01"), (at("2026-11-12"), at("2026-12-01")), "a year lies behind it");
        assert_eq!(of("2026-12-03", "2025-11-09", "2026-12-01"), (at("2026-11-24"), at("2026-12-10")), "it has just ended");
        assert_eq!(of("2027-12-03", "2025-11-09", "2026-12-01"), (at("2026-11-24"), at("2026-12-01")), "it ended long ago");
    }

    #[test]
    fn zooming_keeps_the_moment_under_the_pointer() {
        let view = View { scroll_x: 900.0, ..view(8.0) };
        for zoom in [0.5, 3.0, 400.0] {
            let closer = view.zoomed(zoom, 700.0);
            let apart = closer.time_at(700.0).since(view.time_at(700.0)).seconds().abs();
            assert!(apart <= 1 || closer.scroll_x == 0.0, "{zoom}: {apart} s");
        }
        assert_eq!(view.zoomed(1e9, 700.0).px_per_hour, CLOSEST);
    }

    #[test]
    fn steps_are_at_least_eight_pixels_and_start_at_midnight() {
        assert_eq!(view(120.0).step(), Span::from_minutes(5));
        assert_eq!(view(8.0).step(), Span::from_hours(1));
        assert_eq!(view(0.6).step(), Span::from_days(1));
        let time = Time::parse("2026-11-05 14:34").unwrap();
        let hour = Span::from_hours(1);
        assert_eq!(view(8.0).moved(time, hour).clock_text(), "16:00");
        assert_eq!(view(8.0).moved(time, Span::from_hours(-1)).clock_text(), "14:00");
        assert_eq!(view(8.0).moved(time, Span::from_minutes(29)), time, "less than half a step is no move");
        assert_eq!(view(0.6).moved(time, Span::from_hours(20)).to_string(), "2026-11-06 14:34", "days keep the time of day");
        assert_eq!(view(0.1).moved(time, Span::from_days(4)).to_string(), "2026-11-12 14:34");
    }
}
