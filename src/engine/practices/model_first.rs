//! A change is tried in a model first, and the model held against what happened (Law, Simulation Modeling and Analysis).

use super::{Condition, Practised, first, median, practised};

/// Changes of the last twelve months.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Modelled<'a> {
    /// Changes that were decided, and of these those with a scenario saved before and a measurement after; nothing where scenarios are not
    /// kept with changes.
    pub changes: usize,
    pub tried: Option<usize>,
    /// What was predicted and what came, for each change of which both are known as numbers.
    pub outcomes: &'a [(f64, f64)],
}

/// Conditions: half of the changes were tried in a model and measured afterwards; in the middle the prediction was off by a fifth at most.
pub fn model_first(input: &Modelled) -> Practised {
    let tried =
        input.tried.map_or(Condition { n: input.changes, ..Condition::UNKNOWN }, |tried| Condition::share_from(tried, input.changes, 0.5));
    let errors: Vec<f64> = input
        .outcomes
        .iter()
        .filter(|(_, actual)| *actual != 0.0)
        .map(|(predicted, actual)| ((predicted - actual) / actual).abs())
        .collect();
    let close = median(&errors).map_or(Condition::UNKNOWN, |error| Condition::of(error <= 0.2, error, errors.len()));
    practised(vec![tried, close], first)
}

#[cfg(test)]
mod tests {
    use super::super::Adoption;
    use super::*;

    #[test]
    fn predictions_that_came_true_are_the_practice() {
        // Errors of 1/10, 2/10 and 5/10: 0.2 in the middle.
        let outcomes = [(11.0, 10.0), (8.0, 10.0), (15.0, 10.0)];
        let all = Modelled { changes: 4, tried: Some(2), outcomes: &outcomes };
        assert_eq!(model_first(&all).adoption, Adoption::Adopted);
        assert_eq!(model_first(&Modelled { outcomes: &[(15.0, 10.0)], ..all }).adoption, Adoption::Watch);
        assert_eq!(model_first(&Modelled { tried: Some(1), ..all }).adoption, Adoption::NotYet);
        assert_eq!(model_first(&Modelled { tried: None, outcomes: &[], ..all }).adoption, Adoption::Unknown);
    }
}
