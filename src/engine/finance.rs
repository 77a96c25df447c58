//! What an improvement is worth: present value, internal rates of return, payback and break-even of a row of payments.
//!
//! Payments are counted from now: the first is not discounted, each later one a period further on. Never guesses a rate and never says which
//! investment to make; where a number does not exist there is none.

/// Present value of payments at a rate per period.
///
/// ```
/// use linewright::engine::finance::present_value;
/// assert!((present_value(0.1, &[-100.0, 110.0])).abs() < 1e-12);
/// ```
pub fn present_value(rate: f64, payments: &[f64]) -> f64 {
    let factor = 1.0 / (1.0 + rate);
    payments.iter().rev().fold(0.0, |later, payment| later * factor + payment)
}

/// All internal rates of return: where the present value is nothing, lowest first, above −100 % and up to 1,000,000 %. More than one means
/// that none of them tells what the investment earns.
///
/// Sign changes of the present value on a fine net of discount factors, each narrowed by halving. Two rates closer than the net's width
/// (about half a percent of 1 + rate) are not told apart.
pub fn internal_rates(payments: &[f64]) -> Vec<f64> {
    const STEPS: i32 = 4_000;
    let known = payments.iter().all(|payment| payment.is_finite());
    if !known || !payments.iter().any(|payment| *payment > 0.0) || !payments.iter().any(|payment| *payment < 0.0) {
        return Vec::new();
    }
    // 1 + rate from e^-9.2 (−99.99 %) to e^9.2 (about 1,000,000 %), in even steps of its logarithm.
    let rate_at = |step: f64| (18.4 * step / f64::from(STEPS) - 9.2).exp() - 1.0;
    let mut found = Vec::new();
    let mut before = present_value(rate_at(0.0), payments);
    for step in 1..=STEPS {
        let (mut low, mut high) = (f64::from(step - 1), f64::from(step));
        let here = present_value(rate_at(high), payments);
        if before == 0.0 {
            found.push(rate_at(low));
        } else if here != 0.0 && (before < 0.0) != (here < 0.0) {
            for _ in 0..70 {
                let middle = 0.5 * (low + high);
                let value = present_value(rate_at(middle), payments);
                if (value < 0.0) == (before < 0.0) { low = middle } else { high = middle }
            }
            found.push(rate_at(0.5 * (low + high)));
        }
        before = here;
    }
    found
}

/// Modified internal rate of return: what is paid is financed at one rate, what comes in is invested again at another.
pub fn modified_rate(payments: &[f64], finance: f64, reinvest: f64) -> Option<f64> {
    let periods = payments.len().checked_sub(1).filter(|periods| *periods > 0)? as f64;
    let part = |sign: f64| -> Vec<f64> { payments.iter().map(|payment| sign * (sign * payment).max(0.0)).collect() };
    let paid = -present_value(finance, &part(-1.0));
    let gained = present_value(reinvest, &part(1.0)) * (1.0 + reinvest).powf(periods);
    let rate = (gained / paid).powf(1.0 / periods) - 1.0;
    (paid > 0.0 && rate.is_finite()).then_some(rate)
}

/// Periods until what came in has covered what was paid, within a period in proportion, and stays covered; nothing where it never does.
pub fn payback(payments: &[f64]) -> Option<f64> {
    discounted_payback(0.0, payments)
}

/// The same with every payment at its present value.
pub fn discounted_payback(rate: f64, payments: &[f64]) -> Option<f64> {
    let (mut sum, mut factor, mut covered) = (0.0, 1.0, None);
    for (at, payment) in payments.iter().enumerate() {
        let before = sum;
        sum += payment * factor;
        factor /= 1.0 + rate;
        if sum < 0.0 || sum.is_nan() {
            covered = None;
        } else if covered.is_none() {
            covered = Some(if at == 0 { 0.0 } else { at as f64 - sum / (sum - before).max(f64::MIN_POSITIVE) });
        }
    }
    covered
}

/// The number of pieces from which on the contribution covers the fixed cost; nothing where a piece contributes nothing.
pub fn break_even_quantity(fixed_cost: f64, price: f64, variable_cost: f64) -> Option<f64> {
    let contribution = price - variable_cost;
    (contribution > 0.0 && fixed_cost.is_finite()).then(|| fixed_cost.max(0.0) / contribution)
}

/// All that is told about one row of payments.
#[derive(Clone, Debug, PartialEq)]
pub struct Appraisal {
    pub present_value: f64,
    /// The one internal rate; nothing where there is none or more than one.
    pub internal_rate: Option<f64>,
    /// How many internal rates there are: above one, the rate is ambiguous.
    pub internal_rates: usize,
    pub modified_rate: Option<f64>,
    pub payback: Option<f64>,
    pub discounted_payback: Option<f64>,
    /// Gain by what is paid first, undiscounted.
    pub return_on_investment: Option<f64>,
    /// Present value of what comes after by what is paid first.
    pub profitability_index: Option<f64>,
    /// The share of all later payments that would just do: how far the benefit may fall short.
    pub least_share_of_benefit: Option<f64>,
}

/// One row of payments with one rate for discounting, financing and investing again.
pub fn appraise(rate: f64, payments: &[f64]) -> Appraisal {
    let rates = internal_rates(payments);
    let value = present_value(rate, payments);
    let first = payments.first().copied().unwrap_or(0.0);
    let by_first = |number: f64| (first < 0.0).then(|| number / -first);
    let index = by_first(value - first);
    Appraisal {
        present_value: value,
        internal_rate: if let [only] = rates.as_slice() { Some(*only) } else { None },
        internal_rates: rates.len(),
        modified_rate: modified_rate(payments, rate, rate),
        payback: payback(payments),
        discounted_payback: discounted_payback(rate, payments),
        return_on_investment: by_first(payments.iter().sum()),
        profitability_index: index,
        least_share_of_benefit: index.filter(|index| *index > 0.0).map(|index| 1.0 / index),
    }
}

/// The same investment seen with caution, as it is most likely, and with luck.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    pub low: Appraisal,
    pub likely: Appraisal,
    pub high: Appraisal,
    /// Expected present value and its standard deviation by the three-point rule of PERT: (l + 4m + h)/6 and (h − l)/6.
    pub expected_value: f64,
    pub deviation: f64,
}

/// Appraises three rows of payments of the same investment.
pub fn appraise_range(rate: f64, low: &[f64], likely: &[f64], high: &[f64]) -> Range {
    let [low, likely, high] = [low, likely, high].map(|payments| appraise(rate, payments));
    let (least, middle, most) = (low.present_value, likely.present_value, high.present_value);
    Range { expected_value: (least + 4.0 * middle + most) / 6.0, deviation: ((most - least) / 6.0).abs(), low, likely, high }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_exist_is_not_made_up() {
        assert_eq!(internal_rates(&[100.0, 50.0]), Vec::<f64>::new());
        assert_eq!(internal_rates(&[-100.0, f64::NAN]), Vec::<f64>::new());
        assert_eq!(modified_rate(&[100.0, 50.0], 0.1, 0.1), None);
        assert_eq!((payback(&[]), payback(&[-1.0, 0.5]), payback(&[5.0])), (None, None, Some(0.0)));
        assert_eq!((break_even_quantity(1_000.0, 10.0, 6.0), break_even_quantity(1_000.0, 6.0, 6.0)), (Some(250.0), None));
        let nothing = appraise(0.1, &[]);
        assert_eq!((nothing.present_value, nothing.profitability_index), (0.0, None));
    }

    #[test]
    fn what_is_paid_again_later_must_be_covered_again() {
        // Covered after one period, but a second payment opens it again until the end of the third.
        assert_eq!(payback(&[-10.0, 10.0, -10.0, 10.0]), Some(3.0));
    }

    #[test]
    fn a_range_is_weighed_by_three_points() {
        let found = appraise_range(0.0, &[-10.0, 8.0], &[-10.0, 14.0], &[-10.0, 20.0]);
        assert!((found.expected_value - 4.0).abs() < 1e-12 && (found.deviation - 2.0).abs() < 1e-12);
        assert_eq!(found.likely.least_share_of_benefit.map(|share| (share * 1e6).round()), Some(714_286.0));
    }
}
