//! The seasonal naive forecast: what was in the same period of the last season.
//!
//! Never smooths anything.

/// The last season; `season[k]` is the last value of the periods `k`, `k + length`, …
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonalNaive {
    season: Vec<f64>,
    seen: usize,
}

impl SeasonalNaive {
    /// As it stands before the first period, which it expects as it was; nothing without a season or with less than one.
    pub fn new(values: &[f64], length: usize) -> Option<SeasonalNaive> {
        (length > 1 && values.len() >= length).then(|| SeasonalNaive { season: values[..length].to_vec(), seen: 0 })
    }

    pub fn length(&self) -> usize {
        self.season.len()
    }

    /// Takes in what the next period was.
    pub fn step(&mut self, value: f64) {
        let at = self.seen % self.season.len();
        self.season[at] = value;
        self.seen += 1;
    }

    /// Forecasts of the next periods.
    pub fn path(&self, out: &mut [f64]) {
        out.iter_mut().enumerate().for_each(|(ahead, slot)| *slot = self.season[(self.seen + ahead) % self.season.len()]);
    }

    /// What an error of one period moves the forecast `ahead` periods later by: all of it in the same period of later seasons.
    pub fn carry(&self, ahead: usize) -> f64 {
        f64::from(u8::from(ahead.is_multiple_of(self.season.len())))
    }
}

/// Standard deviations of the errors in the next periods, where those one period ahead have the mean square `square` and an error of one moves the
/// forecast `ahead` periods later by `carry(ahead)` (Hyndman et al. 2008, chapter 6).
pub fn spread_of(square: f64, carry: impl Fn(usize) -> f64, out: &mut [f64]) {
    let mut growth = 1.0;
    for (ahead, slot) in out.iter_mut().enumerate() {
        *slot = (square * growth).sqrt();
        growth += carry(ahead + 1).powi(2);
    }
}
