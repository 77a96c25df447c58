//! The backward pass of the critical path method over any network of dated activities: latest dates, and the chains that decide when
//! something ends.
//!
//! Knows neither tasks nor resources: whoever asks says which activities follow each other, by link or by turn on a machine. Never moves
//! an activity. Times and lags are seconds. After Kelley and Walker, "Critical-path planning and scheduling" (1959), with calendars, and
//! with the four kinds of links of the precedence diagram method.

/// Rounds over the network; they end earlier where all dates have settled, and a circle of ties never settles.
const MOST_ROUNDS: usize = 10;

/// An activity where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activity {
    pub start: i64,
    pub end: i64,
    /// It may end no later than this, whatever follows.
    pub until: i64,
    /// Whether it stays where it is.
    pub fixed: bool,
}

/// That the start or end of one activity must come so long after the start or end of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    pub from: u32,
    /// Whether it is the end of `from` that counts, and not its start.
    pub from_end: bool,
    pub to: u32,
    /// Whether it is the start of `to` that is tied, and not its end.
    pub to_start: bool,
    pub lag: i64,
}

/// The calendars of the activities.
pub trait Calendars {
    /// The latest start with which the activity is done at `end`; `None` where there is none.
    fn begin(&self, activity: u32, end: i64) -> Option<i64>;
    /// When the activity is done that starts at `start`; `None` where it never is.
    fn finish(&self, activity: u32, start: i64) -> Option<i64>;
}

/// Latest start and end of each activity; `None` for those without a place.
pub type Dates = Vec<Option<(i64, i64)>>;

/// Activities and what ties them.
pub struct Network<'a> {
    activities: Vec<Option<Activity>>,
    ties: Vec<Tie>,
    /// Positions of ties, by the activity they lead from and by the one they lead to, with where each activity's begin.
    out: Adjacent,
    into: Adjacent,
    calendars: &'a dyn Calendars,
}

struct Adjacent {
    starts: Vec<u32>,
    ties: Vec<u32>,
}

impl<'a> Network<'a> {
    /// The network of activities (`None`: without a place) and ties; ties to what is not there are left out.
    pub fn new(activities: Vec<Option<Activity>>, mut ties: Vec<Tie>, calendars: &'a dyn Calendars) -> Network<'a> {
        let count = activities.len();
        let is_there = |at: u32| activities.get(at as usize).is_some_and(Option::is_some);
        ties.retain(|tie| tie.from != tie.to && is_there(tie.from) && is_there(tie.to));
        let out = Adjacent::new(count, ties.iter().map(|tie| tie.from));
        let into = Adjacent::new(count, ties.iter().map(|tie| tie.to));
        Network { activities, ties, out, into, calendars }
    }

    /// The latest dates at which nothing that follows ends later than it may.
    pub fn latest(&self) -> Dates {
        let mut order: Vec<(i64, i64, u32)> =
            self.activities.iter().zip(0..).filter_map(|(known, at)| known.map(|known| (known.end, known.start, at))).collect();
        crate::model::sort_with_key(&mut order, |entry| *entry);
        let mut latest: Dates = self.activities.iter().map(|known| known.map(|known| (i64::MAX, known.until))).collect();
        // What follows nearly always ends later; where it does not, another round settles it.
        for _ in 0..MOST_ROUNDS {
            let mut settled = true;
            for &(.., at) in order.iter().rev() {
                let new = self.latest_of(at, &latest);
                settled &= new == latest[at as usize];
                latest[at as usize] = new;
            }
            if settled {
                break;
            }
        }
        latest
    }

    /// The latest dates of each activity by itself, with everything that follows where it stands.
    pub fn free(&self) -> Dates {
        let actual: Dates = self.activities.iter().map(|known| known.map(|known| (known.start, known.end))).collect();
        (0..self.activities.len() as u32).map(|at| self.latest_of(at, &actual)).collect()
    }

    /// For each activity the first of `ends` that would end earlier if this activity did: from each end back along whatever leaves no
    /// time between. `None` for those that decide none of them.
    pub fn deciding(&self, ends: &[u32]) -> Vec<Option<u32>> {
        let mut found = vec![None; self.activities.len()];
        for &end in ends.iter().filter(|end| self.activity(**end).is_some()) {
            let mut open = vec![end];
            while let Some(at) = open.pop() {
                match found.get_mut(at as usize) {
                    Some(known) if known.is_none() => *known = Some(end),
                    _ => continue,
                }
                open.extend(self.into.of(at).filter_map(|tie| self.ties.get(tie)).filter(|tie| self.is_tight(tie)).map(|tie| tie.from));
            }
        }
        found
    }

    /// Whether the tie leaves the first of its two no time at all, with the second where it stands.
    fn is_tight(&self, tie: &Tie) -> bool {
        let (Some(from), Some(to)) = (self.activity(tie.from), self.activity(tie.to)) else { return false };
        let bound = bound(tie, (to.start, to.end));
        let start = if tie.from_end { self.calendars.begin(tie.from, bound) } else { Some(bound) };
        start.is_none_or(|start| start <= from.start)
    }

    fn activity(&self, at: u32) -> Option<Activity> {
        self.activities.get(at as usize).copied().flatten()
    }

    /// Latest start and end that leave what follows where `following` has it. What breaks a tie already has no time, but not less.
    fn latest_of(&self, at: u32, following: &Dates) -> Option<(i64, i64)> {
        let own = self.activity(at)?;
        if own.fixed {
            return Some((own.start, own.end));
        }
        let (mut start, mut end) = (i64::MAX, own.until);
        for tie in self.out.of(at).filter_map(|tie| self.ties.get(tie)) {
            let Some(next) = following.get(tie.to as usize).copied().flatten() else { continue };
            let latest = if tie.from_end { &mut end } else { &mut start };
            *latest = (*latest).min(bound(tie, next));
        }
        let begin = self.calendars.begin(at, end).unwrap_or(own.start);
        if start < begin {
            end = self.calendars.finish(at, start).map_or(end, |done| done.min(end));
        }
        Some((begin.min(start).max(own.start), end.max(own.end)))
    }
}

/// The latest moment for the first of a tie, with the second at these dates.
fn bound(tie: &Tie, (start, end): (i64, i64)) -> i64 {
    (if tie.to_start { start } else { end }).saturating_sub(tie.lag)
}

impl Adjacent {
    fn new(count: usize, keys: impl Iterator<Item = u32> + Clone) -> Adjacent {
        let mut starts = vec![0u32; count + 1];
        for key in keys.clone() {
            starts[key as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut ties = vec![0; keys.clone().count()];
        for (tie, key) in keys.enumerate() {
            ties[next[key as usize] as usize] = tie as u32;
            next[key as usize] += 1;
        }
        Adjacent { starts, ties }
    }

    fn of(&self, at: u32) -> impl Iterator<Item = usize> + '_ {
        let range = self.starts[at as usize] as usize..self.starts[at as usize + 1] as usize;
        self.ties[range].iter().map(|tie| *tie as usize)
    }
}

#[cfg(test)]
mod tests;
