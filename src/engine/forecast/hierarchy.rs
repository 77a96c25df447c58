//! Two levels of forecasts: what is said of a group reaches its members, and their sum is what was said.
//!
//! Never invents a member, and never makes a number finer than asked.

/// Splits a total over members by their weights, in multiples of `unit`; the parts' sum is the total rounded to the unit, exactly when
/// counted in units.
///
/// What rounding leaves goes to those that lost most by it (Hamilton's method of the largest remainder), the earlier first. Without any
/// positive weight all members get the same.
pub fn disaggregate(total: f64, weights: &[f64], unit: f64) -> Vec<f64> {
    let unit = if unit.is_finite() && unit > 0.0 { unit } else { 1.0 };
    let units = if total.is_finite() { (total / unit).round().clamp(-9e15, 9e15) } else { 0.0 };
    let shares = shares_of(weights);
    let wanted: Vec<f64> = shares.iter().map(|share| units * share).collect();
    let mut parts: Vec<f64> = wanted.iter().map(|part| part.floor()).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|a, b| (wanted[*b] - parts[*b]).total_cmp(&(wanted[*a] - parts[*a])).then(a.cmp(b)));
    let mut left = units - parts.iter().sum::<f64>();
    for at in order.iter().cycle().take(4 * parts.len()) {
        if left == 0.0 {
            break;
        }
        // Shares are rounded themselves, so that a large total may leave more than one unit a member, or less than none.
        let step = if left.abs() > parts.len() as f64 { left } else { left.signum() };
        parts[*at] += step;
        left -= step;
    }
    parts.iter().map(|part| part * unit).collect()
}

/// Weights as shares of one; equal ones where none is positive.
pub fn shares_of(weights: &[f64]) -> Vec<f64> {
    let positive = |weight: &f64| if weight.is_finite() { weight.max(0.0) } else { 0.0 };
    let largest = weights.iter().map(positive).fold(0.0, f64::max);
    if largest == 0.0 {
        return vec![1.0 / weights.len().max(1) as f64; weights.len()];
    }
    let sum: f64 = weights.iter().map(|weight| positive(weight) / largest).sum();
    weights.iter().map(|weight| positive(weight) / largest / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_over_three_equal_members_is_four_three_three() {
        assert_eq!(disaggregate(10.0, &[1.0, 1.0, 1.0], 1.0), [4.0, 3.0, 3.0]);
    }

    #[test]
    fn parts_follow_the_weights_and_sums_agree() {
        let parts = disaggregate(1000.0, &[0.5, 0.3, 0.2], 1.0);
        assert_eq!(parts, [500.0, 300.0, 200.0]);
        for total in [0.0, 1.0, 7.0, 99_999.0, 1e12, -5.0] {
            let parts = disaggregate(total, &[3.0, 0.0, 1.7, 0.001, 9.9], 1.0);
            assert_eq!(parts.iter().sum::<f64>(), total);
        }
    }

    #[test]
    fn weights_without_meaning_share_equally() {
        assert_eq!(disaggregate(6.0, &[0.0, -1.0, f64::NAN], 1.0), [2.0, 2.0, 2.0]);
        assert!(disaggregate(6.0, &[], 1.0).is_empty());
        assert_eq!(disaggregate(f64::NAN, &[1.0], 1.0), [0.0]);
    }
}
