//! The load is level and the constraint protected (Goldratt's five steps; Ohno's heijunka; Hopp and Spearman, Factory Physics).

use super::{Condition, Practised, count, practised};
use crate::engine::statistics::{mean, variance};

/// So many periods ahead are looked at.
const AHEAD: usize = 6;
/// So many periods of released work tell how even it is.
const ENOUGH: usize = 6;

/// Hours planned by hours there are, per resource and period ahead; and hours of work that were released per period of the past.
///
/// Conditions: one constraint stands out by five points; it is planned to 70 to 90 % in four of six periods; the hours released vary by a
/// quarter of their mean at most.
pub fn level_load(loads: &[Vec<f64>], released: &[f64]) -> Practised {
    let ahead = |load: &[f64]| -> Vec<f64> { load.iter().copied().take(AHEAD).filter(|share| share.is_finite()).collect() };
    let mut means: Vec<(f64, usize)> = loads.iter().enumerate().map(|(at, load)| (mean(&ahead(load)), at)).collect();
    means.retain(|(mean, _)| *mean > 0.0);
    crate::model::sort_with(&mut means, |one, other| other.0.total_cmp(&one.0));
    let gap = match (means.first(), means.get(1)) {
        (Some(first), Some(second)) => Some(first.0 - second.0),
        (Some(first), None) => Some(first.0),
        _ => None,
    };
    let stands_out = gap.map_or(Condition::UNKNOWN, |gap| Condition::of(gap >= 0.05 - 1e-9, gap, means.len()));
    let protected = means.first().and_then(|(_, at)| loads.get(*at)).map_or(Condition::UNKNOWN, |load| {
        let periods = ahead(load);
        let within = periods.iter().filter(|share| (0.7..=0.9).contains(*share)).count();
        Condition::of(within >= 4, within as f64, periods.len())
    });
    let middle = mean(released);
    let even = if released.len() >= ENOUGH && middle > 0.0 {
        let spread = variance(released).sqrt() / middle;
        Condition::of(spread <= 0.25, spread, released.len())
    } else {
        Condition { n: released.len(), ..Condition::UNKNOWN }
    };
    practised(vec![stands_out, protected, even], |holds| count(holds) >= 2)
}

#[cfg(test)]
mod tests {
    use super::super::Adoption;
    use super::*;

    #[test]
    fn a_constraint_with_room_and_even_releases_are_the_practice() {
        let loads = [vec![0.8; 6], vec![0.7, 0.72, 0.74, 0.74, 0.72, 0.7]];
        // Mean 10, deviation √(6 · 1 / 5) = 1.095: a spread of 0.11.
        let released = [9.0, 11.0, 9.0, 11.0, 9.0, 11.0];
        let found = level_load(&loads, &released);
        assert_eq!(found.adoption, Adoption::Adopted);
        let values: Vec<f64> = found.conditions.iter().filter_map(|condition| condition.value).collect();
        assert!((values[0] - 0.08).abs() < 1e-9 && values[1] == 6.0 && (values[2] - 0.1095).abs() < 1e-4, "{values:?}");
    }

    #[test]
    fn full_hours_or_uneven_releases_are_a_part_of_it_and_equal_loads_with_both_are_none() {
        let even = [10.0; 6];
        assert_eq!(level_load(&[vec![0.97; 6], vec![0.5; 6]], &even).adoption, Adoption::Watch);
        assert_eq!(level_load(&[vec![0.97; 6], vec![0.96; 6]], &[1.0, 19.0, 1.0, 19.0, 1.0, 19.0]).adoption, Adoption::NotYet);
        // Three of six periods are one too few.
        let found = level_load(&[vec![0.8, 0.8, 0.8, 0.95, 0.95, 0.95]], &even);
        assert_eq!(found.conditions[1], Condition::of(false, 3.0, 6));
        assert_eq!(level_load(&[], &[]).adoption, Adoption::Unknown);
    }
}
