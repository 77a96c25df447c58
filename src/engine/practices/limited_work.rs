//! Work in progress is limited, and finishing triggers starting (Spearman, Woodruff and Hopp 1990; Kanban Guide; Little 1961).

use super::{Condition, Practised, first, practised};

/// So many days are looked back.
pub const DAYS: usize = 30;

/// Limits, and what ran. Days are counted from anywhere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limited<'a> {
    /// Stages in which work is under way, and of these those with a limit.
    pub stages: usize,
    pub limited: usize,
    /// How much may be under way at once; nothing where no limit holds for all of it.
    pub most: Option<usize>,
    /// When each piece of work began, and when it was done.
    pub work: &'a [(f64, Option<f64>)],
    pub now: f64,
}

/// Conditions: four of five stages have a limit; it is exceeded at the end of one day in twenty at most; work in progress is throughput times
/// cycle time within a fifth (Little's law), which shows that work flows and does not lie.
pub fn limited_work(input: &Limited) -> Practised {
    let limits = Condition::share_from(input.limited, input.stages, 0.8);
    let from = input.now - DAYS as f64;
    let known = input.work.iter().any(|(start, _)| *start <= from);
    let kept = match input.most {
        Some(most) if known => {
            let full = (1..=DAYS).filter(|day| under_way(input.work, from + *day as f64) > most).count();
            let share = full as f64 / DAYS as f64;
            Condition::of(share <= 0.05, share, DAYS)
        }
        _ => Condition::UNKNOWN,
    };
    let flows =
        little(input.work, from, input.now).map_or(Condition::UNKNOWN, |(ratio, n)| Condition::of((ratio - 1.0).abs() <= 0.2, ratio, n));
    practised(vec![limits, kept, flows], first)
}

fn under_way(work: &[(f64, Option<f64>)], time: f64) -> usize {
    work.iter().filter(|(start, end)| *start <= time && end.is_none_or(|end| end > time)).count()
}

/// Mean work in progress by throughput times mean cycle time, and how much was done; nothing below ten.
fn little(work: &[(f64, Option<f64>)], from: f64, to: f64) -> Option<(f64, usize)> {
    let inside: f64 = work.iter().map(|(start, end)| (end.unwrap_or(to).min(to) - start.max(from)).max(0.0)).sum();
    let times: Vec<f64> =
        work.iter().filter_map(|(start, end)| end.filter(|end| *end > from && *end <= to).map(|end| end - start)).collect();
    // Throughput times cycle time is the sum of the cycle times by the length of the window, which both sides share.
    let through: f64 = times.iter().sum();
    (times.len() >= 10 && through > 0.0).then(|| (inside / through, times.len()))
}

#[cfg(test)]
mod tests {
    use super::super::Adoption;
    use super::*;

    /// A piece begins every day and takes two, for forty days up to day 40.
    fn steady() -> Vec<(f64, Option<f64>)> {
        (0..40).map(|day| (f64::from(day) + 0.5, Some(f64::from(day) + 2.5).filter(|end| *end <= 40.0))).collect()
    }

    #[test]
    fn a_limit_that_is_kept_by_work_that_flows_is_the_practice() {
        let work = steady();
        let of = |most| Limited { stages: 1, limited: 1, most: Some(most), work: &work, now: 40.0 };
        let found = limited_work(&of(2));
        assert_eq!(found.adoption, Adoption::Adopted);
        // Two are under way at the end of each day; each of the thirty days two days of work, and thirty were done in two days each.
        assert_eq!(found.conditions[1], Condition::of(true, 0.0, 30));
        assert!(found.conditions[2].value.is_some_and(|ratio| (ratio - 1.0).abs() < 0.01), "{:?}", found.conditions);
        assert_eq!(limited_work(&of(1)).adoption, Adoption::Watch, "the limit is exceeded every day");
    }

    #[test]
    fn without_limits_it_is_not_practised_and_work_that_lies_breaks_littles_law() {
        let mut work = steady();
        let input = Limited { stages: 1, limited: 0, most: None, work: &work, now: 40.0 };
        assert_eq!(limited_work(&input).adoption, Adoption::NotYet);
        // Thirty pieces begun long ago that nobody finishes.
        work.extend((0..30).map(|_| (0.0, None)));
        let found = limited_work(&Limited { stages: 1, limited: 1, most: Some(99), work: &work, now: 40.0 });
        assert_eq!(found.conditions[2].holds, Some(false));
        assert_eq!(limited_work(&Limited { stages: 0, limited: 0, most: None, work: &[], now: 0.0 }).adoption, Adoption::Unknown);
    }
}
