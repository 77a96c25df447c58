//! From values to places on the screen: linear scales with round ticks.

/// Maps values between `from` and `to` onto pixels between `start` and `end` (either may run downwards).
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Linear {
    pub from: f64,
    pub to: f64,
    pub start: f64,
    pub end: f64,
}

impl Linear {
    /// Place of a value in pixels; the middle when all values are the same.
    pub fn at(&self, value: f64) -> f64 {
        let range = self.to - self.from;
        if range == 0.0 {
            return (self.start + self.end) / 2.0;
        }
        self.start + (value - self.from) / range * (self.end - self.start)
    }
}

/// A mark on an axis: its value and the words beside it.
#[derive(Clone, PartialEq, Debug)]
pub struct Tick {
    pub value: f64,
    pub label: String,
}

/// Round ticks (1, 2 or 5 times a power of ten apart) that cover `low` to `high` in about `wanted` steps.
///
/// The first tick is at or below `low`, the last at or above `high`; so they are the ends of a scale too.
pub fn ticks(low: f64, high: f64, wanted: usize) -> Vec<Tick> {
    let (low, high) = if low.is_finite() && high.is_finite() { (low.min(high), low.max(high)) } else { (0.0, 1.0) };
    let (low, high) = if low == high { (low.min(0.0), if high == 0.0 { 1.0 } else { high.max(0.0) }) } else { (low, high) };
    let step = round_step((high - low) / wanted.max(1) as f64);
    let (first, last) = ((low / step).floor() as i64, (high / step - 1e-9).ceil() as i64);
    let decimals = if step >= 1.0 { 0 } else { (-step.log10()).ceil().max(0.0) as usize };
    (first..=last).map(|index| index as f64 * step).map(|value| Tick { value, label: short(value, decimals) }).collect()
}

/// The smallest of 1, 2, 5 times a power of ten that is at least `rough`.
fn round_step(rough: f64) -> f64 {
    let power = 10_f64.powf(rough.max(1e-9).log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|step| *step >= rough * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

/// A number for an axis: thousands and millions are shortened.
fn short(value: f64, decimals: usize) -> String {
    let shortened = |divisor: f64, sign: &str| {
        let text = format!("{:.1}", value / divisor);
        format!("{}{sign}", text.strip_suffix(".0").unwrap_or(&text))
    };
    match value.abs() {
        size if size >= 1e6 => shortened(1e6, "M"),
        size if size >= 1e4 => shortened(1e3, "k"),
        _ => crate::ui::widgets::entry::number_text(value, decimals),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(low: f64, high: f64) -> Vec<f64> {
        ticks(low, high, 5).into_iter().map(|tick| tick.value).collect()
    }

    #[test]
    fn ticks_are_round_and_cover_the_values() {
        assert_eq!(values(0.0, 100.0), vec![0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(values(0.0, 43.0), vec![0.0, 10.0, 20.0, 30.0, 40.0, 50.0]);
        assert_eq!(values(-3.0, 7.0), vec![-4.0, -2.0, 0.0, 2.0, 4.0, 6.0, 8.0]);
    }

    #[test]
    fn small_steps_show_their_decimals_and_large_ones_are_shortened() {
        let labels = |high: f64| ticks(0.0, high, 4).into_iter().map(|tick| tick.label).collect::<Vec<_>>();
        assert_eq!(labels(0.2), vec!["0.00", "0.05", "0.10", "0.15", "0.20"]);
        assert_eq!(labels(60_000.0), vec!["0", "20k", "40k", "60k"]);
        assert_eq!(labels(6e6), vec!["0", "2M", "4M", "6M"]);
    }

    #[test]
    fn values_without_a_range_still_get_an_axis() {
        assert_eq!(values(0.0, 0.0).first(), Some(&0.0));
        assert!(values(5.0, 5.0).len() >= 2);
        assert!(values(f64::NAN, 1.0).len() >= 2);
    }

    #[test]
    fn a_scale_maps_both_ends_and_the_middle() {
        let scale = Linear { from: 0.0, to: 10.0, start: 100.0, end: 0.0 };
        assert_eq!((scale.at(0.0), scale.at(5.0), scale.at(10.0)), (100.0, 50.0, 0.0));
    }
}
