//! Demand that comes now and then: Croston (1972), its correction by Syntetos and Boylan (2005), and the method of Teunter, Syntetos and
//! Babai (2011), which lets a demand that has ended fade away.
//!
//! Never sees trends or seasons.

use serde::{Deserialize, Serialize};

/// How a series' demand comes (Syntetos, Boylan and Croston 2005).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DemandClass {
    Smooth,
    Erratic,
    Intermittent,
    Lumpy,
}

/// Periods from demand to demand, the squared coefficient of variation of its size, and the class they make.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pattern {
    pub interval: f64,
    pub variation: f64,
    pub class: DemandClass,
}

/// Limits between the classes: 1.32 periods and a squared variation of 0.49.
pub fn pattern(values: &[f64]) -> Pattern {
    let sizes: Vec<f64> = values.iter().copied().filter(|value| *value != 0.0).collect();
    let count = sizes.len().max(1) as f64;
    let interval = values.len() as f64 / count;
    let mean = sizes.iter().sum::<f64>() / count;
    let variance = sizes.iter().map(|size| (size - mean).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
    let variation = if mean == 0.0 { 0.0 } else { variance / (mean * mean) };
    let class = match (interval >= 1.32, variation >= 0.49) {
        (false, false) => DemandClass::Smooth,
        (false, true) => DemandClass::Erratic,
        (true, false) => DemandClass::Intermittent,
        (true, true) => DemandClass::Lumpy,
    };
    Pattern { interval, variation, class }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    Croston,
    SyntetosBoylan,
    TeunterSyntetosBabai,
}

/// A method that has seen some periods: size of a demand, and the interval between two (Croston) or the chance of one (TSB).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Intermittent {
    pub rule: Rule,
    pub alpha: f64,
    pub size: f64,
    pub interval: f64,
    pub chance: f64,
    since: f64,
    begun: bool,
}

impl Intermittent {
    pub fn new(rule: Rule, alpha: f64) -> Intermittent {
        Intermittent { rule, alpha, size: 0.0, interval: 1.0, chance: 0.0, since: 0.0, begun: false }
    }

    /// Demand per period from now on.
    pub fn next(&self) -> f64 {
        match self.rule {
            Rule::Croston => self.size / self.interval,
            Rule::SyntetosBoylan => (1.0 - self.alpha / 2.0) * self.size / self.interval,
            Rule::TeunterSyntetosBabai => self.size * self.chance,
        }
    }

    /// Takes in what the next period was.
    pub fn step(&mut self, value: f64) {
        self.since += 1.0;
        let came = value != 0.0;
        if came && !self.begun {
            (self.size, self.interval, self.chance, self.begun) = (value, self.since, 1.0 / self.since, true);
            self.since = 0.0;
            return;
        }
        self.chance += self.alpha * (f64::from(u8::from(came)) - self.chance);
        if came {
            self.size += self.alpha * (value - self.size);
            self.interval += self.alpha * (self.since - self.interval);
            self.since = 0.0;
        }
    }
}
