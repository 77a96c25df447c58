//! Ranges hold what they promise, on simulated series whose process is known: short and long ones, with and without a season, errors with heavy tails,
//! levels that shift, growth and errors in proportion.

use crate::support::known;
use linewright::engine::forecast::{Effort, Range, Settings, forecast};

struct Chance(fastrand::Rng);

impl Chance {
    fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.0.f64()).ln()).sqrt() * (std::f64::consts::TAU * self.0.f64()).cos()
    }

    /// Student's t with four degrees of freedom, with the variance one.
    fn heavy(&mut self) -> f64 {
        let squares: f64 = (0..4).map(|_| self.normal().powi(2)).sum();
        self.normal() / (squares / 2.0).sqrt()
    }
}

/// Years, quarters or months: fewest and most periods known, the season and the horizon.
#[derive(Clone, Copy)]
struct Frequency {
    name: &'static str,
    known: (usize, usize),
    season: usize,
    horizon: usize,
}

const FREQUENCIES: [Frequency; 3] = [
    Frequency { name: "years", known: (14, 30), season: 1, horizon: 6 },
    Frequency { name: "quarters", known: (24, 60), season: 4, horizon: 8 },
    Frequency { name: "months", known: (50, 120), season: 12, horizon: 18 },
];

/// What a process has besides a level and a trend that wander, a season and noise.
#[derive(Clone, Copy, Debug, Default)]
struct Process {
    heavy: bool,
    shifts: bool,
    proportional: bool,
    grows: bool,
}

const PLAIN: Process = Process { heavy: false, shifts: false, proportional: false, grows: false };
const PROPORTIONAL: Process = Process { proportional: true, ..PLAIN };
const PROCESSES: [Process; 8] = [
    PLAIN,
    Process { heavy: true, ..PLAIN },
    Process { shifts: true, ..PLAIN },
    PROPORTIONAL,
    Process { heavy: true, ..PROPORTIONAL },
    Process { heavy: true, shifts: true, ..PROPORTIONAL },
    Process { grows: true, ..PROPORTIONAL },
    Process { grows: true, heavy: true, ..PROPORTIONAL },
];

fn simulate(process: Process, frequency: Frequency, periods: usize, chance: &mut Chance) -> Vec<f64> {
    let season = frequency.season;
    // Level, trend and noise move by other amounts in each series; per period, so less in shorter ones.
    let (of_level, of_trend, of_noise) = (0.01 + 0.06 * chance.0.f64(), 0.012 * chance.0.f64() * chance.0.f64(), 0.06 * chance.0.f64());
    let (slope_share, trend_share) = match season {
        12 => (0.15, 0.2),
        4 => (0.4, 1.0),
        _ => (1.0, 1.0),
    };
    let shape: Vec<f64> = (0..season).map(|_| if season > 1 { 0.12 * chance.normal() } else { 0.0 }).collect();
    let mut level = 0.0;
    let mut trend = slope_share * (if process.grows { 0.07 } else { 0.0 } + 0.02 * chance.normal());
    let error = |chance: &mut Chance| if process.heavy { chance.heavy() } else { chance.normal() };
    let value = |at: usize| {
        trend += trend_share * of_trend * chance.normal();
        if process.shifts && chance.0.f64() < 0.03 {
            level += 0.25 * chance.normal();
            trend = 0.02 * chance.normal();
        }
        level += trend + of_level * error(chance);
        let sum = level + shape[at % season] + of_noise * error(chance);
        if process.proportional { 1000.0 * sum.exp() } else { 3000.0 + 1000.0 * sum }
    };
    (0..periods).map(value).collect()
}

/// Shares of what came after so many periods inside the ranges of 80 and of 95 %.
fn shares(all: impl Iterator<Item = (Vec<f64>, usize)>, season: usize, horizon: usize) -> [f64; 2] {
    let (mut found, mut count) = ([0.0; 2], 0.0);
    for (series, length) in all {
        let settings = Settings { horizon, season, method: None, weights: None, effort: Effort::Quick };
        let answer = forecast(&known(&series[..length]), &settings);
        for (slot, ranges) in found.iter_mut().zip([&answer.ranges_80, &answer.ranges_95]) {
            let within = |(value, range): &(&f64, &Range)| (range.low..=range.high).contains(*value);
            *slot += series[length..].iter().zip(ranges).filter(within).count() as f64;
        }
        count += horizon as f64;
    }
    found.map(|inside| inside / count)
}

fn inside(process: Process, frequency: Frequency, count: usize) -> [f64; 2] {
    let mut chance = Chance(fastrand::Rng::with_seed(17));
    let series = (0..count).map(|_| {
        let length = chance.0.usize(frequency.known.0..frequency.known.1);
        (simulate(process, frequency, length + frequency.horizon, &mut chance), length)
    });
    shares(series, frequency.season, frequency.horizon)
}

#[test]
fn ranges_hold_what_they_promise_whatever_the_process() {
    for frequency in FREQUENCIES {
        let mut mean = [0.0; 2];
        for process in PROCESSES {
            let [most, nearly_all] = inside(process, frequency, 250);
            println!("{}: {most:.3} inside 80 %, {nearly_all:.3} inside 95 %, {process:?}", frequency.name);
            assert!((0.75..=0.88).contains(&most) && (0.90..=0.98).contains(&nearly_all), "{} {process:?}", frequency.name);
            mean = [mean[0] + most / PROCESSES.len() as f64, mean[1] + nearly_all / PROCESSES.len() as f64];
        }
        println!("{}: {:.3} and {:.3} in the mean", frequency.name, mean[0], mean[1]);
        assert!((0.78..=0.83).contains(&mean[0]) && (0.935..=0.965).contains(&mean[1]), "{} {mean:?}", frequency.name);
    }
}

/// Without errors in proportion a range of what grows would be that of the mean of the past: too narrow for what is largest now.
#[test]
fn what_grows_has_ranges_that_grow() {
    for frequency in FREQUENCIES {
        let [most, nearly_all] = inside(Process { grows: true, ..PROPORTIONAL }, frequency, 500);
        println!("{}: {most:.3} and {nearly_all:.3}", frequency.name);
        assert!(nearly_all >= 0.93 && most >= 0.77, "{}: {most} {nearly_all}", frequency.name);
    }
}

/// Series whose level and trend wander, with a season where there is one.
fn wandering(length: usize, season: usize, horizon: usize) -> Vec<Vec<f64>> {
    let mut random = fastrand::Rng::with_seed(3);
    let mut normal = move || (0..12).map(|_| random.f64()).sum::<f64>() - 6.0;
    let mut series = || {
        let (mut level, mut trend) = (1000.0, 5.0 * normal());
        let shape: Vec<f64> = (0..season).map(|_| if season > 1 { 60.0 * normal() } else { 0.0 }).collect();
        (0..length + horizon)
            .map(|at| {
                trend += 2.0 * normal();
                level += trend + 15.0 * normal();
                level + shape[at % season] + 20.0 * normal()
            })
            .collect()
    };
    (0..300).map(|_| series()).collect()
}

#[test]
fn ranges_hold_what_they_promise_on_short_series_too() {
    for (name, length, season, horizon) in [("years", 15, 1, 6), ("quarters", 32, 4, 8), ("months", 60, 12, 18)] {
        let [most, nearly_all] = shares(wandering(length, season, horizon).into_iter().map(|one| (one, length)), season, horizon);
        println!("{name}: {nearly_all:.3} inside 95 %, {most:.3} inside 80 %");
        assert!((0.92..=0.97).contains(&nearly_all) && (0.74..=0.85).contains(&most), "{name}: {most} {nearly_all}");
    }
}
