//! Work has a standard and one clear owner (Ohno's standardised work; Training Within Industry, job instruction; RACI).

use super::{Condition, Practised, count, practised};

/// Steps, roles, reviews and skills.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Standards {
    pub steps: usize,
    /// Of these, those with a role, a standard time and an instruction.
    pub whole_steps: usize,
    /// Activities whose roles were said, and of these those without exactly one who answers for them and somebody who does them.
    pub activities: usize,
    pub unclear: usize,
    /// How long ago the workflow was reviewed; nothing where nobody said.
    pub reviewed_days: Option<f64>,
    /// Skills that the work asks for, and of these those that two or more hold.
    pub skills: usize,
    pub shared_skills: usize,
}

/// Conditions: every step is whole; no activity is unclear; the workflow was reviewed within a year; every skill is held by two.
pub fn standard_work(input: &Standards) -> Practised {
    let steps = Condition::share_from(input.whole_steps, input.steps, 1.0);
    let clear = match input.activities {
        0 => Condition::UNKNOWN,
        activities => Condition::of(input.unclear == 0, input.unclear as f64, activities),
    };
    let reviewed = input.reviewed_days.map_or(Condition::UNKNOWN, |days| Condition::of((0.0..=366.0).contains(&days), days, 1));
    let skills = Condition::share_from(input.shared_skills, input.skills, 1.0);
    practised(vec![steps, clear, reviewed, skills], |holds| count(holds) >= 3)
}

#[cfg(test)]
mod tests {
    use super::super::Adoption;
    use super::*;

    #[test]
    fn four_are_the_practice_three_a_part_of_it_and_fewer_not() {
        let all =
            Standards { steps: 5, whole_steps: 5, activities: 10, unclear: 0, reviewed_days: Some(300.0), skills: 2, shared_skills: 2 };
        assert_eq!(standard_work(&all).adoption, Adoption::Adopted);
        assert_eq!(standard_work(&Standards { reviewed_days: None, ..all }).adoption, Adoption::Watch);
        assert_eq!(standard_work(&Standards { shared_skills: 1, ..all }).adoption, Adoption::Watch);
        assert_eq!(standard_work(&Standards { reviewed_days: None, shared_skills: 1, ..all }).adoption, Adoption::Unknown);
        assert_eq!(standard_work(&Standards { whole_steps: 4, unclear: 1, ..all }).adoption, Adoption::NotYet);
        assert_eq!(standard_work(&Standards::default()).adoption, Adoption::Unknown);
    }
}
