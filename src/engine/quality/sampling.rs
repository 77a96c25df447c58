//! Single sampling by attributes: how likely a lot is accepted, what leaves inspection and what it costs, and plans for given risks.
//!
//! Montgomery, chapter 15. Never says which plan a standard asks for: that is `iso_2859`.

use crate::engine::statistics::{beta_quantile, binomial_probability, hypergeometric_probability, log_gamma, poisson_probability};
use serde::{Deserialize, Serialize};

/// A sample of so many, and a lot that is accepted with at most so many nonconforming in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SamplingPlan {
    pub sample: u64,
    pub accept: u64,
}

/// What a lot is drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Drawn {
    /// A process, or a lot much larger than the sample: binomial.
    Process,
    /// Nonconformities per item instead of nonconforming items: Poisson.
    Nonconformities,
    /// A lot of this size, whose nonconforming items are the nearest whole number: hypergeometric.
    Lot(u64),
}

impl SamplingPlan {
    /// The operating characteristic: how likely a lot of this quality (share nonconforming) is accepted.
    pub fn acceptance(&self, quality: f64, drawn: Drawn) -> f64 {
        let quality = if quality.is_finite() { quality.max(0.0) } else { 0.0 };
        match drawn {
            Drawn::Process => binomial_probability(self.accept, self.sample, quality.min(1.0)),
            Drawn::Nonconformities => poisson_probability(self.accept, self.sample as f64 * quality),
            Drawn::Lot(size) => hypergeometric_probability(self.accept, size, (quality.min(1.0) * size as f64).round() as u64, self.sample),
        }
    }

    /// The quality of a process whose lots are accepted with this probability.
    pub fn quality_at(&self, acceptance: f64) -> f64 {
        if self.accept >= self.sample {
            return 1.0;
        }
        beta_quantile(1.0 - acceptance, self.accept as f64 + 1.0, (self.sample - self.accept) as f64)
    }

    /// Average outgoing quality where rejected lots of this size are sorted and what is found is replaced.
    pub fn outgoing_quality(&self, quality: f64, lot: u64) -> f64 {
        let left = lot.saturating_sub(self.sample) as f64 / lot.max(1) as f64;
        self.acceptance(quality, Drawn::Process) * quality * left
    }

    /// Average total inspection of a lot: the sample, and the rest of the lots that are rejected.
    pub fn total_inspection(&self, quality: f64, lot: u64) -> f64 {
        let rest = lot.saturating_sub(self.sample) as f64;
        lot.min(self.sample) as f64 + (1.0 - self.acceptance(quality, Drawn::Process)) * rest
    }

    /// The worst average outgoing quality (AOQL) and the quality at which it comes out.
    pub fn outgoing_limit(&self, lot: u64) -> (f64, f64) {
        if self.accept >= self.sample {
            return (self.outgoing_quality(1.0, lot), 1.0);
        }
        // p·Pa(p) rises as long as Pa is above p times its fall, n·C(n−1, c)·p^c·(1−p)^(n−1−c).
        let (n, c) = (self.sample as f64, self.accept as f64);
        let log_fall = log_gamma(n + 1.0) - log_gamma(c + 1.0) - log_gamma(n - c);
        let rises = |p: f64| {
            let fall = (log_fall + c * p.ln() + (n - 1.0 - c) * (-p).ln_1p()).exp();
            self.acceptance(p, Drawn::Process) > p * fall
        };
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..70 {
            let middle = 0.5 * (low + high);
            if rises(middle) { low = middle } else { high = middle }
        }
        (self.outgoing_quality(low, lot), low)
    }
}

/// The smallest plan that accepts good lots and rejects bad ones: of `good` quality at most `producer_risk` are rejected, of `bad` quality at most
/// `consumer_risk` accepted. None where they are not in order, or no sample up to a hundred thousand tells them apart.
///
/// ```
/// use linewright::engine::quality::{SamplingPlan, plan_for_risks};
/// assert_eq!(plan_for_risks(0.02, 0.05, 0.08, 0.10), Some(SamplingPlan { sample: 98, accept: 4 }));
/// ```
pub fn plan_for_risks(good: f64, producer_risk: f64, bad: f64, consumer_risk: f64) -> Option<SamplingPlan> {
    const LARGEST: u64 = 100_000;
    let within = |number: f64| number > 0.0 && number < 1.0;
    if ![good, producer_risk, bad, consumer_risk].into_iter().all(within) || good >= bad {
        return None;
    }
    let mut smallest = 1;
    for accept in 0..LARGEST {
        // The smallest sample with which bad lots are rejected often enough; it grows with the acceptance number.
        let rejects = |sample: u64| binomial_probability(accept, sample, bad) <= consumer_risk;
        let mut low = smallest.max(accept + 1);
        let mut high = low;
        while !rejects(high) {
            low = high + 1;
            high *= 2;
            if high > 4 * LARGEST {
                return None;
            }
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if rejects(middle) { high = middle } else { low = middle + 1 }
        }
        if low > LARGEST {
            return None;
        }
        if binomial_probability(accept, low, good) >= 1.0 - producer_risk {
            return Some(SamplingPlan { sample: low, accept });
        }
        smallest = low;
    }
    None
}
