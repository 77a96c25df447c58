//! Calendars for the judge: read from rules one moment at a time.

use linewright::engine::calendar::{Profile, Rule};
use linewright::model::{DAY, Time};
use std::collections::BTreeSet;

/// A calendar as the test wrote it.
#[derive(Clone, Debug)]
pub enum Source {
    Always(i64),
    Steps(Vec<(i64, i64)>),
    Rules { default: i64, rules: Vec<Rule>, from: Time, to: Time },
}

impl Source {
    /// The engine's own reading of it.
    pub fn profile(&self) -> Profile {
        match self {
            Source::Always(value) => Profile::always(*value),
            Source::Steps(steps) => Profile::from_steps(0, steps.iter().map(|(at, value)| (Time::clamped(*at), *value))),
            Source::Rules { default, rules, from, to } => Profile::from_rules(*default, rules, *from, *to),
        }
    }

    /// The judge's reading: the value at every moment at which some rule begins or ends.
    pub fn steps(&self) -> Steps {
        match self {
            Source::Always(value) => Steps(vec![(i64::MIN, *value)]),
            Source::Steps(steps) => {
                let moments: BTreeSet<i64> = steps.iter().map(|step| step.0).collect();
                let last = |t: i64| steps.iter().filter(|step| step.0 <= t).max_by_key(|step| step.0).map_or(0, |step| step.1);
                Steps(std::iter::once((i64::MIN, 0)).chain(moments.into_iter().map(|t| (t, last(t)))).collect())
            }
            Source::Rules { default, rules, from, to } => {
                let (from, to) = (from.seconds(), to.seconds());
                let mut moments = BTreeSet::from([from, to]);
                let mut day = from - from.rem_euclid(DAY) - DAY;
                while day <= to + DAY {
                    for rule in rules {
                        moments.extend([day, day + rule.day_start, day + rule.day_end, day + rule.day_end + 1]);
                    }
                    day += DAY;
                }
                moments.extend(rules.iter().flat_map(|rule| rule.from.into_iter().chain(rule.to)).map(Time::seconds));
                let value = |t: i64| if (from..to).contains(&t) { rule_value(*default, rules, t) } else { 0 };
                Steps(std::iter::once((i64::MIN, 0)).chain(moments.into_iter().map(|t| (t, value(t)))).collect())
            }
        }
    }
}

/// What the rules say of one second.
fn rule_value(default: i64, rules: &[Rule], t: i64) -> i64 {
    let mut best: Option<(i32, i64, usize, i64)> = None;
    for (position, rule) in rules.iter().enumerate() {
        let valid = rule.from.is_none_or(|from| from.seconds() <= t) && rule.to.is_none_or(|to| t < to.seconds());
        if !valid || !speaks(rule, t) {
            continue;
        }
        let from = rule.from.map_or(i64::MIN, Time::seconds);
        let stronger = best.is_none_or(|(priority, since, place, _)| {
            rule.priority < priority || rule.priority == priority && (from > since || from == since && position > place)
        });
        if stronger {
            best = Some((rule.priority, from, position, rule.value));
        }
    }
    best.map_or(default, |best| best.3)
}

/// Whether a rule's hours and weekdays hold the second.
fn speaks(rule: &Rule, t: i64) -> bool {
    let second = t.rem_euclid(DAY);
    // 1970-01-01 was a Thursday.
    let weekday = (t.div_euclid(DAY) + 3).rem_euclid(7);
    let on = |weekday: i64| rule.weekdays & (1 << weekday) != 0;
    let end = if rule.day_end == DAY - 1 { DAY } else { rule.day_end };
    if end > rule.day_start {
        on(weekday) && (rule.day_start..end).contains(&second)
    } else {
        on(weekday) && second >= rule.day_start || on((weekday + 6) % 7) && second < end
    }
}

/// Values from certain moments on, sorted.
#[derive(Clone, Debug)]
pub struct Steps(Vec<(i64, i64)>);

impl Steps {
    pub fn of_profile(profile: &Profile) -> Steps {
        let parts = profile.intervals(Time::MIN, Time::MAX).map(|part| (part.start.seconds(), part.value));
        Steps(std::iter::once((i64::MIN, 0)).chain(parts).collect())
    }

    pub fn value(&self, t: i64) -> i64 {
        let after = self.0.partition_point(|step| step.0 <= t);
        self.0[after - 1].1
    }

    pub fn most(&self) -> i64 {
        self.0.iter().map(|step| step.1).max().unwrap()
    }

    /// Moments strictly between two others at which the value may change.
    pub fn changes(&self, from: i64, to: i64) -> Vec<i64> {
        let first = self.0.partition_point(|step| step.0 <= from);
        self.0[first..].iter().map(|step| step.0).take_while(|at| *at < to).collect()
    }
}
