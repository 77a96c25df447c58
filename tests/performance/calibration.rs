//! How often each pitfall cries wolf where nothing is wrong, against the calibration.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::reference::number;
use linewright::engine::forecast::{SMOOTHED_LIMIT, SMOOTHING, smoothed_signal, tracking_limit};
use linewright::engine::pitfalls::*;
use linewright::engine::statistics::binomial_upper;
use serde_json::Value;

/// Standard normal, by Box and Muller.
pub fn normal(random: &mut fastrand::Rng) -> f64 {
    (-2.0 * (1.0 - random.f64()).ln()).sqrt() * (std::f64::consts::TAU * random.f64()).cos()
}

fn poisson(random: &mut fastrand::Rng, mean: f64) -> f64 {
    let (mut count, mut left) = (0.0, mean);
    loop {
        left += (1.0 - random.f64()).ln();
        if left < 0.0 {
            return count;
        }
        count += 1.0;
    }
}

fn calibration() -> Value {
    serde_json::from_str(include_str!("../data/detector_calibration.json")).unwrap()
}

#[test]
fn a_stable_plant_is_left_alone() {
    let case = &calibration()["ap2_growth_false_alarm"];
    let mut random = fastrand::Rng::with_seed(11);
    let (runs, mean) = (20_000, number(&case["mean_per_period"]));
    let (mut naive, mut ours) = (0, 0);
    for _ in 0..runs {
        let mut six = || -> Vec<f64> { (0..6).map(|_| poisson(&mut random, mean)).collect() };
        let (starts, finishes) = (six(), six());
        let found = started_more_than_finished(&starts, &finishes, number(&case["wip0"]), &[], &[]);
        let more = starts.iter().zip(&finishes).filter(|(start, finish)| start > finish).count();
        naive += u32::from(found.growth >= 0.2 && more >= 4);
        ours += u32::from(found.evidence.level >= Level::Amber);
    }
    let [naive, ours] = [naive, ours].map(|count| f64::from(count) / f64::from(runs));
    println!("growth of a stable plant: naive {naive:.3}, ours {ours:.3}");
    assert!((naive - number(&case["p"])).abs() < 0.012, "the rule that cries wolf: {naive}");
    assert!(ours <= 0.05, "{ours}");
}

#[test]
fn work_of_a_stable_plant_is_not_called_old() {
    let shares = &calibration()["aged_share_stationary"];
    // Ages of a stable plant are what is left behind of cycle times met in proportion to their length.
    let spreads = shares["lognormal"].as_object().unwrap();
    assert_eq!(spreads.len(), 5);
    let lognormal = spreads.iter().map(|(name, share)| (name.as_str(), Some(name[3..].parse::<f64>().unwrap()), number(share)));
    for (name, spread, expected) in [("exponential", None, number(&shares["exponential"]))].into_iter().chain(lognormal) {
        let mut random = fastrand::Rng::with_seed(5);
        let sigma = spread.map(|cv| (1.0 + cv * cv).ln().sqrt());
        let mut time = |tilted: bool| match sigma {
            None if tilted => -(1.0 - random.f64()).ln() - (1.0 - random.f64()).ln(),
            None => -(1.0 - random.f64()).ln(),
            // A lognormal time met in proportion to its length is lognormal with a median shifted by its variance.
            Some(sigma) => (sigma * normal(&mut random) + if tilted { sigma * sigma } else { 0.0 }).exp(),
        };
        let (mut flagged, mut share, runs) = (0, 0.0, 4_000);
        let mut part = fastrand::Rng::with_seed(6);
        for _ in 0..runs {
            let done: Vec<f64> = (0..200).map(|_| time(false)).collect();
            let ages: Vec<f64> = (0..20).map(|_| time(true) * part.f64()).collect();
            let found = started_more_than_finished(&[], &[], 0.0, &ages, &done);
            flagged += u32::from(found.ages);
            share += found.aged / f64::from(runs);
        }
        let flagged = f64::from(flagged) / f64::from(runs);
        println!("{name}: {share:.3} old, expected {expected:.3}; called old in {flagged:.3}");
        assert!((share - expected).abs() < 0.02, "{name}: {share}");
        assert!(flagged <= 0.05, "{name}: {flagged}");
    }
}

#[test]
fn good_forecasts_are_left_alone() {
    let all = calibration();
    let mut random = fastrand::Rng::with_seed(17);
    let runs = 20_000;
    let rows = all["tracking_signal_false_alarm"]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 6);
    // Only the last two years are looked at, so that of 36 months 24 count; their limit is compared below.
    for row in rows.iter().filter(|row| row["N"].as_u64() <= Some(24)) {
        let n = row["N"].as_u64().unwrap() as usize;
        let (mut biased, mut worse, mut above_four, mut above_limit) = (0, 0, 0, 0);
        let limit = tracking_limit(n, 1);
        for _ in 0..runs {
            let mut list = || -> Vec<f64> { (0..n).map(|_| normal(&mut random)).collect() };
            let (forecast, naive) = (list(), list());
            let actual = vec![0.0; n];
            let found =
                forecast_unchecked(&Forecasts { forecast: &forecast, actual: &actual, naive: &naive, past_periods: n, has_ranges: true });
            biased += u32::from(found.is_biased);
            worse += u32::from(found.is_worse_than_naive);
            above_four += u32::from(found.tracking_signal.abs() > 4.0);
            above_limit += u32::from(found.tracking_signal.abs() > limit);
        }
        let [biased, worse, four, limited] = [biased, worse, above_four, above_limit].map(|count| f64::from(count) / f64::from(runs));
        println!("N = {n}: biased {biased:.4}, worse {worse:.4}, |TS| > 4 {four:.3}, beyond its limit {limited:.4}");
        assert!((four - number(&row["p_gt4"])).abs() < 0.015, "the limit that cries wolf: {four}");
        assert!(biased <= 0.0125 && worse <= 0.055, "{n}: {biased}, {worse}");
    }
}

/// The limits of the tracking signal are those that one unbiased series in a hundred passes, and grow with the root of the number of errors.
#[test]
fn limits_of_the_tracking_signal_are_those_of_the_calibration() {
    let all = calibration();
    let rows = all["tracking_signal_false_alarm"]["rows"].as_array().unwrap();
    let roots = all["sqrtN"].as_array().unwrap();
    assert_eq!((rows.len(), roots.len()), (6, 6));
    for (row, root) in rows.iter().zip(roots) {
        let n = row["N"].as_u64().unwrap();
        assert_eq!(root["N"].as_u64(), Some(n));
        let limit = tracking_limit(n as usize, 1);
        // Kept with three decimals.
        assert!((limit - number(&row["limit_1pct"])).abs() < 6e-4, "{n}: {limit}");
        assert!((limit / (n as f64).sqrt() - number(&root["ratio"])).abs() < 6e-4 / (n as f64).sqrt(), "{n}: {limit}");
    }
    // Bias that is found with it, in series of the calibration's size: half and one deviation.
    let mut random = fastrand::Rng::with_seed(29);
    for row in rows.iter().filter(|row| row["N"].as_u64() > Some(8)) {
        let n = row["N"].as_u64().unwrap() as usize;
        for (bias, name) in [(0.5, "power_bias_0.5_at_1pct"), (1.0, "power_bias_1.0_at_1pct")] {
            let found = (0..20_000).filter(|_| {
                let errors: Vec<f64> = (0..n).map(|_| bias + normal(&mut random)).collect();
                let mad = errors.iter().map(|error| error.abs()).sum::<f64>() / n as f64;
                (errors.iter().sum::<f64>() / mad).abs() > tracking_limit(n, 1)
            });
            let power = found.count() as f64 / 20_000.0;
            assert!((power - number(&row[name])).abs() < 0.012, "{n} {name}: {power}");
        }
    }
}

/// The smoothed tracking signal passes its limits as often as the calibration has it, and the product's is that of a fifth, once in a hundred times.
#[test]
fn limits_of_the_smoothed_signal_are_those_of_the_calibration() {
    let all = calibration();
    let rows = all["trigg_limits"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    let mut random = fastrand::Rng::with_seed(37);
    for row in rows {
        let share = number(&row["alpha"]);
        let mut signals: Vec<f64> = (0..20_000)
            .map(|_| {
                let errors: Vec<f64> = (0..60).map(|_| normal(&mut random)).collect();
                smoothed_signal(&errors, share).unwrap().abs()
            })
            .collect();
        signals.sort_by(f64::total_cmp);
        for (name, beyond) in [("limit_5pct", 0.05), ("limit_1pct", 0.01)] {
            let found = signals[((1.0 - beyond) * signals.len() as f64) as usize];
            assert!((found - number(&row[name])).abs() < 0.012, "{share} {name}: {found}");
        }
    }
    let ours = rows.iter().find(|row| number(&row["alpha"]) == SMOOTHING).unwrap();
    assert!((SMOOTHED_LIMIT - number(&ours["limit_1pct"])).abs() < 6e-4);
}

/// Of two equally good forecasts one looks a fifth worse in a third of all cases of six; what is called worse here is tested instead.
#[test]
fn equally_good_forecasts_differ_by_chance_as_calibrated() {
    let all = calibration();
    let rows = all["relmae_noise"]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    let mut random = fastrand::Rng::with_seed(31);
    let runs = 10_000;
    for row in rows {
        let n = row["N"].as_u64().unwrap() as usize;
        let (mut above, mut called) = ([0_u32; 3], 0_u32);
        for _ in 0..runs {
            let mut list = || -> Vec<f64> { (0..n).map(|_| normal(&mut random)).collect() };
            let (forecast, naive) = (list(), list());
            let size = |errors: &[f64]| errors.iter().map(|error| error.abs()).sum::<f64>();
            let ratio = size(&forecast) / size(&naive);
            for (count, limit) in above.iter_mut().zip([1.0, 1.2, 1.5]) {
                *count += u32::from(ratio > limit);
            }
            let actual = vec![0.0; n];
            let found =
                forecast_unchecked(&Forecasts { forecast: &forecast, actual: &actual, naive: &naive, past_periods: n, has_ranges: true });
            called += u32::from(found.is_worse_than_naive);
        }
        for (count, name) in above.into_iter().zip(["p_rel_gt_1", "p_rel_gt_1_2", "p_rel_gt_1_5"]) {
            let share = f64::from(count) / f64::from(runs);
            assert!((share - number(&row[name])).abs() < 0.015, "{n} {name}: {share}");
        }
        assert!(f64::from(called) / f64::from(runs) <= 0.055, "{n}: {called} of {runs} called worse");
    }
}

#[test]
fn a_stable_process_is_not_called_tampered_with() {
    let mut random = fastrand::Rng::with_seed(23);
    for n in [20, 60] {
        let swings = (0..10_000).filter(|_| {
            let series: Vec<f64> = (0..n).map(|_| normal(&mut random)).collect();
            tampering(&series, &[], -3.0, 3.0, &[]).evidence.level >= Level::Amber
        });
        let share = swings.count() as f64 / 10_000.0;
        println!("{n} points: {share:.4}");
        assert!(share <= 0.03, "{n}: {share}");
    }
}

#[test]
fn coverage_of_ranges_is_judged_as_calibrated() {
    let rows = calibration()["interval_coverage_80"].as_array().unwrap().clone();
    assert_eq!(rows.len(), 4);
    for row in rows {
        let n = row["n"].as_u64().unwrap();
        let (least, most) = ((n as f64 * 0.7).round() as u64, (n as f64 * 0.9).round() as u64);
        let found = binomial_upper(least, n, 0.8) - binomial_upper(most + 1, n, 0.8);
        assert!((found - number(&row["p_in_70_90"])).abs() <= 1e-6, "{n}: {found}");
    }
}
