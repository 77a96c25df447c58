//! Profiles made of profiles: a location's calendar times a resource's, a pool's size less its absences.
//!
//! Never leaves the range of a profile: results are stopped at zero and at the largest value.

use super::profile::{Milli, ONE, Profile};

impl Profile {
    /// Both together as factors: 1,000 times 500 is 500; rounded down to whole thousandths.
    pub fn times(&self, other: &Profile) -> Profile {
        self.with(other, |a, b| if b == ONE { a } else { (i128::from(a) * i128::from(b) / i128::from(ONE)) as Milli })
    }

    /// The smaller of both at every moment.
    pub fn smaller(&self, other: &Profile) -> Profile {
        self.with(other, Milli::min)
    }

    /// Both added, for a pool made of its members.
    pub fn plus(&self, other: &Profile) -> Profile {
        self.with(other, |a, b| a + b)
    }

    /// What is left when `other` is taken away, for absences; never below zero.
    pub fn minus(&self, other: &Profile) -> Profile {
        self.with(other, |a, b| a - b)
    }

    /// This profile where `gate` is above zero, and nothing elsewhere.
    pub fn during(&self, gate: &Profile) -> Profile {
        self.with(gate, |a, b| if b > 0 { a } else { 0 })
    }

    /// Open (1,000) wherever the value is at least `threshold`, closed elsewhere.
    pub fn at_least(&self, threshold: Milli) -> Profile {
        self.map(|value| if value >= threshold { ONE } else { 0 })
    }

    /// Every value changed by one rule.
    pub fn map(&self, rule: impl Fn(Milli) -> Milli) -> Profile {
        Profile::from_raw(0, self.segments.iter().map(|segment| (segment.start, rule(segment.value))).collect())
    }

    /// Both profiles joined value by value; results below zero or above 900,000 units are stopped there.
    pub fn with(&self, other: &Profile, join: impl Fn(Milli, Milli) -> Milli) -> Profile {
        let (a, b) = (&self.segments, &other.segments);
        let mut steps = Vec::with_capacity(a.len() + b.len());
        let (mut i, mut j) = (0, 0);
        loop {
            steps.push((a[i].start.max(b[j].start), join(a[i].value, b[j].value)));
            let (next_a, next_b) = (self.end_of(i), other.end_of(j));
            if i + 1 == a.len() && j + 1 == b.len() {
                return Profile::from_raw(0, steps);
            }
            i += usize::from(i + 1 < a.len() && next_a <= next_b);
            j += usize::from(j + 1 < b.len() && next_b <= next_a);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(values: &[(i64, Milli)]) -> Profile {
        Profile::from_raw(0, values.to_vec())
    }

    #[test]
    fn joined_profiles_have_the_joined_value_at_every_second() {
        let a = steps(&[(0, 1000), (10, 0), (20, 2000), (30, 500)]);
        let b = steps(&[(5, 500), (20, 1000), (25, 0), (40, 3000)]);
        let (product, sum, rest) = (a.times(&b), a.plus(&b), a.minus(&b));
        for t in -1..50 {
            assert_eq!(product.value(t), a.value(t) * b.value(t) / 1000);
            assert_eq!(sum.value(t), a.value(t) + b.value(t));
            assert_eq!(rest.value(t), (a.value(t) - b.value(t)).max(0));
            assert_eq!(a.smaller(&b).value(t), a.value(t).min(b.value(t)));
            assert_eq!(a.during(&b).value(t), if b.value(t) > 0 { a.value(t) } else { 0 });
            assert_eq!(a.at_least(1000).value(t), if a.value(t) >= 1000 { ONE } else { 0 });
        }
    }

    #[test]
    fn an_absence_takes_one_of_a_pool_away() {
        let pool = Profile::always(5 * ONE);
        let absent = steps(&[(100, ONE), (200, 0)]);
        assert_eq!(pool.minus(&absent), steps(&[(-3_000_000_000, 5 * ONE), (100, 4 * ONE), (200, 5 * ONE)]));
    }
}
