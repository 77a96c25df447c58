//! A sampling plan for a lot by ISO 2859-1, with what it lets through: the way from the code letter along the arrows, curve and risks.
//!
//! For the severity that it is told; which one is due comes from the lots before (`lots`).

use crate::engine::quality::{Drawn, LotPlan, QUALITY_LIMITS, Severity, lot_plan};
use crate::model::text::number_text;
use crate::model::{CheckItem, InspectionLevel};

/// What the plan is for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SamplingWish {
    /// Items in the lot.
    pub lot: u64,
    pub level: InspectionLevel,
    /// Acceptable quality limit, in per cent nonconforming.
    pub limit: f64,
    pub severity: Severity,
    /// Chance of acceptance of what the consumer does not want, usually a tenth.
    pub consumer_risk: f64,
}

impl Default for SamplingWish {
    fn default() -> SamplingWish {
        SamplingWish { lot: 1_000, level: InspectionLevel::II, limit: 1.0, severity: Severity::Normal, consumer_risk: 0.1 }
    }
}

/// The wish that is kept with a question; none where it keeps no limit or no size of a lot.
pub fn kept_wish(question: &CheckItem, severity: Severity, consumer_risk: f64) -> Option<SamplingWish> {
    let lot = u64::try_from(question.lot_size).ok().filter(|lot| *lot > 0)?;
    Some(SamplingWish { lot, level: question.inspection_level, limit: question.quality_limit?, severity, consumer_risk })
}

/// The limits that are of items nonconforming; those above ten per cent are of nonconformities.
pub fn item_limits() -> impl Iterator<Item = f64> {
    QUALITY_LIMITS.into_iter().filter(|limit| *limit <= 10.0)
}

/// One quality of lots on the curves.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct CurvePoint {
    /// Share nonconforming.
    pub quality: f64,
    pub acceptance: f64,
    /// Share nonconforming after rejected lots were sorted.
    pub outgoing: f64,
}

/// The plan and what it means.
#[derive(Clone, PartialEq, Debug)]
pub struct SamplingSheet {
    pub wish: SamplingWish,
    pub plan: LotPlan,
    pub curve: Vec<CurvePoint>,
    /// Chance that a lot at the limit is rejected.
    pub producer_risk: f64,
    /// The quality that is accepted with the consumer's risk (LTPD, RQL).
    pub rejected_quality: f64,
    /// The quality that is accepted as often as not.
    pub indifferent_quality: f64,
    /// The worst average outgoing quality, and the quality at which it comes out.
    pub outgoing_limit: (f64, f64),
    /// Items inspected of a lot at the limit on average.
    pub inspected: f64,
}

const STEPS: usize = 40;

/// The plan for a wish.
pub fn sampling_sheet(wish: SamplingWish) -> SamplingSheet {
    let wish = SamplingWish {
        lot: wish.lot.max(2),
        limit: if wish.limit.is_finite() { wish.limit.clamp(0.01, 10.0) } else { 1.0 },
        consumer_risk: if wish.consumer_risk > 0.0 && wish.consumer_risk < 1.0 { wish.consumer_risk } else { 0.1 },
        ..wish
    };
    let found = lot_plan(wish.lot, wish.level, wish.limit, wish.severity);
    let plan = found.plan;
    let rejected_quality = plan.quality_at(wish.consumer_risk);
    // As far as hardly any lot is accepted any more.
    let last = (plan.quality_at(0.01) * 1.1).clamp(1e-4, 1.0);
    let point = |at: usize| {
        let quality = last * at as f64 / STEPS as f64;
        CurvePoint { quality, acceptance: plan.acceptance(quality, Drawn::Process), outgoing: plan.outgoing_quality(quality, wish.lot) }
    };
    SamplingSheet {
        wish,
        plan: found,
        curve: (0..=STEPS).map(point).collect(),
        producer_risk: 1.0 - plan.acceptance(wish.limit / 100.0, Drawn::Process),
        rejected_quality,
        indifferent_quality: plan.quality_at(0.5),
        outgoing_limit: plan.outgoing_limit(wish.lot),
        inspected: plan.total_inspection(wish.limit / 100.0, wish.lot),
    }
}

impl SamplingSheet {
    /// The plan in a sentence: `Take 80 of 1000; accept the lot with at most 2 nonconforming, reject it with 3 or more.`
    pub fn words(&self) -> String {
        let LotPlan { plan, inspect_all, .. } = self.plan;
        if inspect_all {
            return format!(
                "The sample would be the whole lot: look at all {}, and accept with at most {} nonconforming.",
                self.wish.lot, plan.accept
            );
        }
        format!(
            "Take {} of {}; accept the lot with at most {} nonconforming, reject it with {} or more.",
            plan.sample,
            self.wish.lot,
            plan.accept,
            plan.accept + 1
        )
    }

    /// How the table leads there: `Code letter J. At 0.01 % an arrow leads to N.`
    pub fn way(&self) -> String {
        let LotPlan { letter, plan_letter, .. } = self.plan;
        let way = if letter == plan_letter {
            "The plan stands in its own row.".to_owned()
        } else {
            let direction = if plan_letter > letter { "down" } else { "up" };
            format!("At {} % an arrow leads {direction} to {plan_letter}, whose sample and numbers hold.", number_text(self.wish.limit))
        };
        format!("Code letter {letter}. {way}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lot_of_a_thousand_at_one_per_cent_is_the_plan_of_the_standard() {
        let sheet = sampling_sheet(SamplingWish::default());
        assert_eq!(sheet.words(), "Take 80 of 1000; accept the lot with at most 2 nonconforming, reject it with 3 or more.");
        assert_eq!(sheet.way(), "Code letter J. The plan stands in its own row.");
        // Binomial with n = 80, c = 2: P(accept) at 1 % is 0.9534; at 6.52 % about a tenth (ISO 2859-1, table 10-J).
        assert!((sheet.producer_risk - 0.0466).abs() < 5e-4, "{}", sheet.producer_risk);
        assert!((sheet.rejected_quality - 0.0652).abs() < 1e-3, "{}", sheet.rejected_quality);
        assert!(sheet.curve.first().is_some_and(|point| point.acceptance == 1.0 && point.outgoing == 0.0));
        assert!(sheet.curve.windows(2).all(|pair| matches!(pair, [before, after] if after.acceptance <= before.acceptance)));
        assert!(sheet.curve.iter().all(|point| point.outgoing <= sheet.outgoing_limit.0 + 1e-12), "none is worse than the limit");
    }

    #[test]
    fn tightened_and_reduced_inspection_are_the_plans_of_their_own_tables() {
        let words = |severity| sampling_sheet(SamplingWish { severity, ..SamplingWish::default() }).words();
        assert_eq!(words(Severity::Tightened), "Take 80 of 1000; accept the lot with at most 1 nonconforming, reject it with 2 or more.");
        assert_eq!(words(Severity::Reduced), "Take 32 of 1000; accept the lot with at most 1 nonconforming, reject it with 2 or more.");
    }

    #[test]
    fn an_arrow_is_followed_and_told_and_small_lots_are_looked_at_whole() {
        let strict = sampling_sheet(SamplingWish { limit: 0.065, ..SamplingWish::default() });
        assert_eq!(strict.way(), "Code letter J. At 0.065 % an arrow leads down to L, whose sample and numbers hold.");
        assert_eq!((strict.plan.plan.sample, strict.plan.plan.accept), (200, 0));
        let small = sampling_sheet(SamplingWish { lot: 10, limit: 0.1, ..SamplingWish::default() });
        assert!(small.plan.inspect_all && small.words().contains("all 10"), "{}", small.words());
        let odd = sampling_sheet(SamplingWish { lot: 0, limit: f64::NAN, consumer_risk: -1.0, ..SamplingWish::default() });
        assert!(odd.producer_risk.is_finite() && odd.rejected_quality.is_finite());
    }
}
