//! What charts are drawn from: periods, series of values, and an optional limit to compare with.

use crate::ui::widgets::entry::number_text;

/// One period on the horizontal axis.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Period {
    /// Short, under the axis: "W12".
    pub label: String,
    /// In full, read out and shown on hover: "Week 12, from 16 March".
    pub name: String,
}

/// One value for every period; gaps are `None`.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Series {
    pub label: String,
    pub values: Vec<Option<f64>>,
    /// Colour of the series, 0 to 7; series that mean the same keep the same colour everywhere.
    pub colour: u8,
    /// Drawn dashed where it is a line: expected instead of measured.
    pub dashed: bool,
    /// Lower and upper bound around each value, where known.
    pub band: Vec<Option<(f64, f64)>>,
}

/// Everything a chart shows.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ChartData {
    pub periods: Vec<Period>,
    pub series: Vec<Series>,
    /// What the sum of the series is compared with, such as what is available in each period.
    pub limit: Option<Series>,
    /// Unit of the values: "h", "pieces".
    pub unit: String,
    /// Digits after the point when values are told.
    pub decimals: usize,
}

impl ChartData {
    /// Value of a series in a period; `None` in a gap.
    pub fn value(&self, series: usize, period: usize) -> Option<f64> {
        self.series.get(series)?.values.get(period).copied().flatten().filter(|value| value.is_finite())
    }

    /// Limit in a period.
    pub fn limit_at(&self, period: usize) -> Option<f64> {
        self.limit.as_ref()?.values.get(period).copied().flatten().filter(|value| value.is_finite())
    }

    /// Sum of the positive values of all series in a period.
    pub fn total(&self, period: usize) -> f64 {
        (0..self.series.len()).filter_map(|series| self.value(series, period)).filter(|value| *value > 0.0).sum()
    }

    /// A value with its unit: `45.5 h`.
    pub fn told(&self, value: f64) -> String {
        let number = number_text(value, self.decimals);
        if self.unit.is_empty() { number } else { format!("{number} {}", self.unit) }
    }

    /// One period in a sentence, for screen readers: total against limit, then the series.
    pub fn sentence(&self, period: usize) -> String {
        let name = self.periods.get(period).map(|period| if period.name.is_empty() { &period.label } else { &period.name });
        let mut parts = Vec::new();
        if let Some(limit) = self.limit_at(period) {
            let total = self.total(period);
            let over = if total > limit { format!(", {} over", self.told(total - limit)) } else { String::new() };
            parts.push(format!("{} of {}{over}", self.told(total), self.told(limit)));
        }
        let told =
            |(index, series): (usize, &Series)| self.value(index, period).map(|value| format!("{} {}", series.label, self.told(value)));
        parts.extend(self.series.iter().enumerate().filter_map(told));
        format!("{}: {}", name.cloned().unwrap_or_default(), if parts.is_empty() { "no value".to_owned() } else { parts.join("; ") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_told_in_one_sentence() {
        let series = |label: &str, value: f64| Series { label: label.to_owned(), values: vec![Some(value), None], ..Series::default() };
        let data = ChartData {
            periods: vec![
                Period { label: "W1".to_owned(), name: "Week 1".to_owned() },
                Period { label: "W2".to_owned(), ..Period::default() },
            ],
            series: vec![series("firm", 30.0), series("planned", 15.0)],
            limit: Some(series("available", 40.0)),
            unit: "h".to_owned(),
            decimals: 0,
        };
        assert_eq!(data.sentence(0), "Week 1: 45 h of 40 h, 5 h over; firm 30 h; planned 15 h");
        assert_eq!(data.sentence(1), "W2: no value");
    }
}
