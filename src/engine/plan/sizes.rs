//! How a quantity is cut into runs or orders by minimum, multiple and maximum sizes.
//!
//! Never makes less than asked for; what is made too much goes to stock.

/// The sizes that a source allows.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Sizes {
    /// The least of one run.
    pub minimum: f64,
    /// Runs are multiples of this.
    pub multiple: Option<f64>,
    /// The most of one run.
    pub maximum: Option<f64>,
}

/// More runs than this are never made of one need; beyond it the runs grow past their maximum.
const MOST_RUNS: f64 = 2_000.0;

impl Sizes {
    /// The runs that make at least `quantity` together: as few and as small as the sizes allow, the last one the smallest.
    ///
    /// ```
    /// use linewright::engine::plan::Sizes;
    /// let sizes = Sizes { minimum: 20.0, multiple: Some(10.0), maximum: Some(50.0) };
    /// assert_eq!(sizes.runs(113.0), [50.0, 50.0, 20.0]);
    /// ```
    pub fn runs(&self, quantity: f64) -> Vec<f64> {
        let largest = self.largest(quantity);
        let mut runs = Vec::new();
        let mut left = quantity;
        while left > rounding(quantity) {
            let run = if left > largest { largest } else { self.rounded(left) };
            runs.push(run);
            left -= run;
        }
        runs
    }

    /// The smallest allowed run that makes at least `quantity`.
    pub fn rounded(&self, quantity: f64) -> f64 {
        let least = quantity.max(self.minimum);
        match self.multiple.filter(|multiple| *multiple > 0.0) {
            Some(multiple) => multiple * (least / multiple - 1e-9).ceil(),
            None => least,
        }
    }

    /// The largest allowed run; infinite where there is no maximum or where it contradicts the other sizes.
    fn largest(&self, quantity: f64) -> f64 {
        let Some(maximum) = self.maximum.filter(|maximum| *maximum > 0.0) else { return f64::INFINITY };
        let largest = match self.multiple.filter(|multiple| *multiple > 0.0) {
            Some(multiple) => multiple * (maximum / multiple + 1e-9).floor(),
            None => maximum,
        };
        if largest <= 0.0 || largest < self.minimum - rounding(self.minimum) {
            return f64::INFINITY;
        }
        largest.max(quantity / MOST_RUNS)
    }
}

/// Quantities closer than this are equal; sums of many fractions differ in their last digits.
pub(crate) fn rounding(quantity: f64) -> f64 {
    1e-9 * quantity.abs().max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_at_least_the_minimum_and_a_whole_multiple() {
        let sizes = Sizes { minimum: 400.0, multiple: Some(50.0), maximum: None };
        assert_eq!(sizes.runs(10.0), [400.0]);
        assert_eq!(sizes.runs(401.0), [450.0]);
        assert_eq!(sizes.runs(450.0), [450.0]);
    }

    #[test]
    fn a_maximum_makes_several_runs() {
        let sizes = Sizes { minimum: 1.0, multiple: None, maximum: Some(30.0) };
        assert_eq!(sizes.runs(70.0), [30.0, 30.0, 10.0]);
        assert_eq!(sizes.runs(30.0), [30.0]);
        assert!(sizes.runs(0.0).is_empty());
    }

    #[test]
    fn a_maximum_below_the_minimum_is_ignored() {
        let sizes = Sizes { minimum: 100.0, multiple: None, maximum: Some(30.0) };
        assert_eq!(sizes.runs(250.0), [250.0]);
        let sizes = Sizes { minimum: 1.0, multiple: Some(40.0), maximum: Some(30.0) };
        assert_eq!(sizes.runs(50.0), [80.0]);
    }

    #[test]
    fn a_tiny_maximum_never_makes_endless_runs() {
        let sizes = Sizes { minimum: 0.0, multiple: None, maximum: Some(1e-6) };
        assert!(sizes.runs(1e9).len() <= 2_001);
    }

    #[test]
    fn fractions_do_not_make_one_run_more() {
        let sizes = Sizes { minimum: 0.0, multiple: Some(0.1), maximum: Some(0.3) };
        assert_eq!(sizes.runs(0.1 + 0.2).len(), 1);
    }
}
