//! A small search for the least value of a function of few parameters within limits, without derivatives.
//!
//! Never allocates in the search itself and never evaluates outside the unit box: methods map their parameters to it.

/// Most parameters that a method searches at once.
pub const MOST: usize = 4;

/// A point of the unit box; what is beyond the number of parameters in use stays as it is.
pub type Point = [f64; MOST];

/// Downhill simplex of Nelder and Mead (1965) in the unit box, with points outside drawn back to its faces.
///
/// `count` parameters are searched from `start`; `step` is the size of the first simplex. Ends after `evaluations`, or when the
/// values at all corners differ by less than `tolerance` of the best.
pub fn minimise(count: usize, start: Point, step: f64, evaluations: usize, tolerance: f64, value: &mut dyn FnMut(&Point) -> f64) -> Point {
    let count = count.min(MOST);
    let mut corners: [(f64, Point); MOST + 1] = [(f64::INFINITY, start); MOST + 1];
    let mut known = |point: &Point| {
        let found = value(point);
        if found.is_finite() { found } else { f64::MAX }
    };
    for (at, corner) in corners.iter_mut().enumerate().take(count + 1) {
        if at > 0 {
            let coordinate = &mut corner.1[at - 1];
            *coordinate += if *coordinate + step <= 1.0 { step } else { -step };
        }
        corner.0 = known(&corner.1);
    }
    let mut used = count + 1;
    let corners = &mut corners[..=count];
    while used < evaluations && count > 0 {
        corners.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let (best, worst) = (corners[0].0, corners[count].0);
        if worst - best <= tolerance * best.abs() {
            break;
        }
        let along = |factor: f64| {
            let mut point = corners[count].1;
            for (coordinate, slot) in point.iter_mut().enumerate().take(count) {
                let centre = corners[..count].iter().map(|corner| corner.1[coordinate]).sum::<f64>() / count as f64;
                *slot = (centre + factor * (*slot - centre)).clamp(0.0, 1.0);
            }
            point
        };
        let mut attempt = |factor: f64| {
            let point = along(factor);
            (known(&point), point)
        };
        let reflected = attempt(-1.0);
        used += 1;
        let accepted = if reflected.0 < best {
            used += 1;
            let expanded = attempt(-2.0);
            Some(if expanded.0 < reflected.0 { expanded } else { reflected })
        } else if reflected.0 < corners[count - 1].0 {
            Some(reflected)
        } else {
            used += 1;
            let contracted = attempt(if reflected.0 < worst { -0.5 } else { 0.5 });
            (contracted.0 < worst.min(reflected.0)).then_some(contracted)
        };
        match accepted {
            Some(corner) => corners[count] = corner,
            None => {
                let towards = corners[0].1;
                for corner in &mut corners[1..] {
                    for (coordinate, target) in corner.1.iter_mut().zip(towards) {
                        *coordinate = 0.5 * (*coordinate + target);
                    }
                    corner.0 = known(&corner.1);
                }
                used += count;
            }
        }
    }
    corners.iter().min_by(|a, b| a.0.total_cmp(&b.0)).map_or(start, |corner| corner.1)
}

/// The least value of a function of one parameter in the unit interval: a coarse look everywhere, for it may have several valleys,
/// then golden sections around the best.
pub fn minimise_one(coarse: usize, fine: usize, value: &mut dyn FnMut(f64) -> f64) -> f64 {
    let mut known = |at: f64| {
        let found = value(at);
        if found.is_finite() { found } else { f64::MAX }
    };
    let width = 1.0 / coarse.max(2) as f64;
    let (mut best, mut least) = (0.0, f64::INFINITY);
    for step in 0..=coarse.max(2) {
        let at = step as f64 * width;
        let found = known(at);
        if found < least {
            (best, least) = (at, found);
        }
    }
    let (mut low, mut high) = ((best - width).max(0.0), (best + width).min(1.0));
    const GOLDEN: f64 = 0.618_033_988_749_894_8;
    let (mut left, mut right) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
    let (mut at_left, mut at_right) = (known(left), known(right));
    for _ in 0..fine {
        if at_left <= at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - GOLDEN * (high - low);
            at_left = known(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + GOLDEN * (high - low);
            at_right = known(right);
        }
    }
    let (inner, at_inner) = if at_left <= at_right { (left, at_left) } else { (right, at_right) };
    if at_inner < least { inner } else { best }
}

/// Downhill simplex of Nelder and Mead (1965) over any number of parameters without limits, with Nash's (1990) rules for its first size and its end,
/// which are those of R's `optim`.
///
/// Ends after `looks` values or when those at all corners are as good as equal. A value that is not finite says that a point is not allowed; nothing
/// is found where the start is not.
pub fn descend(start: Vec<f64>, looks: usize, value: &mut dyn FnMut(&[f64]) -> f64) -> Option<Vec<f64>> {
    const TOLERANCE: f64 = 1.490_116_119_384_765_6e-8;
    let mut known = |point: &[f64]| {
        let found = value(point);
        if found.is_finite() { found } else { f64::MAX }
    };
    let begin = known(&start);
    let equal = TOLERANCE * (begin.abs() + TOLERANCE);
    let count = start.len();
    let step = start.iter().map(|coordinate| 0.1 * coordinate.abs()).fold(0.0, f64::max);
    let step = if step == 0.0 { 0.1 } else { step };
    if begin == f64::MAX {
        return None;
    }
    let mut corners = vec![(begin, start.clone())];
    corners.extend((0..count).map(|at| {
        let mut corner = start.clone();
        let mut size = step;
        while corner[at] == start[at] {
            corner[at] = start[at] + size;
            size *= 10.0;
        }
        (known(&corner), corner)
    }));
    let (mut used, mut size, mut best) = (count + 1, f64::INFINITY, 0);
    let between = |from: &[f64], to: &[f64], share: f64| -> Vec<f64> {
        from.iter().zip(to).map(|(from, to)| (1.0 - share) * from + share * to).collect()
    };
    while used <= looks {
        let mut worst = best;
        for at in 0..=count {
            best = if corners[at].0 < corners[best].0 { at } else { best };
            worst = if corners[at].0 > corners[worst].0 { at } else { worst };
        }
        let (least, most) = (corners[best].0, corners[worst].0);
        if most <= least + equal {
            break;
        }
        let centre: Vec<f64> =
            (0..count).map(|at| (corners.iter().map(|corner| corner.1[at]).sum::<f64>() - corners[worst].1[at]) / count as f64).collect();
        let attempt = |point: Vec<f64>, known: &mut dyn FnMut(&[f64]) -> f64| (known(&point), point);
        let reflected = attempt(between(&corners[worst].1, &centre, 2.0), &mut known);
        used += 2;
        if reflected.0 < least {
            let expanded = attempt(between(&centre, &reflected.1, 2.0), &mut known);
            corners[worst] = if expanded.0 < reflected.0 { expanded } else { reflected };
            continue;
        }
        let better = reflected.0 < most;
        if better {
            corners[worst] = reflected;
        }
        let contracted = attempt(between(&corners[worst].1, &centre, 0.5), &mut known);
        if contracted.0 < corners[worst].0 {
            corners[worst] = contracted;
        } else if !better {
            let towards = corners[best].1.clone();
            let before = std::mem::replace(&mut size, 0.0);
            for (_, corner) in corners.iter_mut().enumerate().filter(|(at, _)| *at != best) {
                corner.1 = between(&corner.1, &towards, 0.5);
                size += corner.1.iter().zip(&towards).map(|(a, b)| (a - b).abs()).sum::<f64>();
                corner.0 = known(&corner.1);
            }
            used += count;
            if size >= before {
                break;
            }
        }
    }
    Some(corners.swap_remove(best).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_valley_is_found_and_a_minimum_outside_ends_at_the_face() {
        let mut inside = |p: &Point| (p[0] - 0.3).powi(2) + 10.0 * (p[1] - p[0]).powi(2);
        let found = minimise(2, [0.9, 0.1, 0.0, 0.0], 0.2, 300, 1e-14, &mut inside);
        assert!((found[0] - 0.3).abs() < 1e-4 && (found[1] - 0.3).abs() < 1e-4, "{found:?}");
        let mut outside = |p: &Point| (p[0] + 1.0).powi(2) + (p[1] - 2.0).powi(2);
        assert_eq!(minimise(2, [0.5; MOST], 0.2, 300, 1e-14, &mut outside)[..2], [0.0, 1.0]);
    }

    #[test]
    fn one_parameter_with_two_valleys_ends_in_the_deeper() {
        let found = minimise_one(10, 30, &mut |at| (at - 0.2).powi(2).min((at - 0.8).powi(2) - 0.01));
        assert!((found - 0.8).abs() < 1e-5, "{found}");
    }

    #[test]
    fn a_function_without_values_ends_where_it_began() {
        assert_eq!(minimise(3, [0.5; MOST], 0.2, 100, 1e-9, &mut |_| f64::NAN), [0.5; MOST]);
    }

    #[test]
    fn many_parameters_without_limits_find_their_valley_and_what_is_not_allowed_is_not_entered() {
        let target = [3.0, -40.0, 0.5, 7.0, 0.0];
        let square = |point: &[f64]| point.iter().zip(target).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
        let found = descend(vec![1.0; 5], 4000, &mut |point| square(point)).unwrap_or_default();
        assert!(square(&found) < 1e-4, "{found:?}");
        let mut walled = |point: &[f64]| if point[0] > 2.0 { f64::INFINITY } else { square(point) };
        let found = descend(vec![1.0; 5], 4000, &mut walled).unwrap_or_default();
        assert!(found[0] <= 2.0 && found[0] > 1.5, "{found:?}");
        assert_eq!(descend(vec![5.0; 5], 4000, &mut walled), None);
    }
}
