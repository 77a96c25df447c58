//! Holt-Winters as its authors wrote it (Winters 1960): the season is drawn from the new level, where the state space form draws it from the one before.
//!
//! Never estimates anything: weights and first states are given.

/// A recursion that has seen some periods; `season[k]` is the last known index of the periods `k`, `k + length`, …
#[derive(Clone, Debug, PartialEq)]
pub struct Winters {
    pub alpha: f64,
    pub beta: f64,
    pub gamma: f64,
    pub level: f64,
    pub trend: f64,
    /// At least one index.
    pub season: Vec<f64>,
    pub multiplicative: bool,
    /// Periods seen.
    pub seen: usize,
}

impl Winters {
    fn with_season(&self, value: f64, at: usize) -> f64 {
        let index = self.season[at % self.season.len()];
        if self.multiplicative { value * index } else { value + index }
    }

    /// The forecast of the next period.
    pub fn next(&self) -> f64 {
        self.with_season(self.level + self.trend, self.seen)
    }

    /// Takes in what the next period was.
    pub fn step(&mut self, value: f64) {
        let at = self.seen % self.season.len();
        let index = self.season[at];
        let without = |value: f64, part: f64| if self.multiplicative { value / part } else { value - part };
        let level = self.alpha * without(value, index) + (1.0 - self.alpha) * (self.level + self.trend);
        self.season[at] = self.gamma * without(value, level) + (1.0 - self.gamma) * index;
        self.trend = self.beta * (level - self.level) + (1.0 - self.beta) * self.trend;
        self.level = level;
        self.seen += 1;
    }

    /// Forecasts of the next periods.
    pub fn path(&self, out: &mut [f64]) {
        for (ahead, slot) in out.iter_mut().enumerate() {
            *slot = self.with_season(self.level + (ahead + 1) as f64 * self.trend, self.seen + ahead);
        }
    }
}
