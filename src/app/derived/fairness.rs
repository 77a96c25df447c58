//! How evenly the work of the weeks to come is spread over people who do the same, and what could be handed over to make it fairer.
//!
//! Never hands anything over: it proposes what costs nobody anything.

use super::allocation::{Price, matrix};
use super::schedule::{BoardData, Grounds, Index, index, moment_text};
use crate::model::text::natural;
use crate::model::*;
use std::collections::BTreeMap;

/// Shares that differ by less than this are even.
const EVEN: f64 = 0.1;
/// So many tasks of one person are looked through for something to hand over.
const MOST_LOOKED_AT: usize = 200;
/// So many hand-overs are proposed at once.
const MOST_PROPOSED: usize = 10;

/// The load of people by week.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fairness {
    /// Mondays, one per column.
    pub weeks: Vec<Time>,
    /// People by group.
    pub rows: Vec<PersonLoad>,
}

/// How much of a person's time is given away.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonLoad {
    pub resource: Index,
    pub name: String,
    pub group: String,
    /// Hours given away and hours there, by week, from now on.
    pub weeks: Vec<Hours>,
    /// Those of all weeks together.
    pub total: Hours,
    /// Hours of work on Saturdays and Sundays.
    pub weekend: f64,
    /// By how much the share is above that of the whole group; `None` for who is alone in it.
    pub above: Option<f64>,
}

/// Hours of work and hours there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hours {
    pub load: f64,
    pub capacity: f64,
}

impl Hours {
    /// The share that is given away; nothing of nothing is nothing.
    pub fn share(self) -> f64 {
        if self.capacity > 0.0 { self.load / self.capacity } else { 0.0 }
    }

    fn add(&mut self, (load, capacity): (f64, f64)) {
        self.load += load;
        self.capacity += capacity;
    }
}

/// How far apart the shares of a group are.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    pub group: String,
    /// Positions in [`Fairness::rows`].
    pub most: usize,
    pub least: usize,
    /// The difference of their shares.
    pub apart: f64,
}

/// Looks at people for so many weeks from the week of `from` on; what is past is left out.
pub fn fairness(board: &BoardData, from: Time, weeks: usize) -> Fairness {
    let monday = from.week_start();
    let person = |at: Index| board.resources.get(index(at)).is_some_and(|row| row.class == ResourceClass::Person);
    let days = matrix(board, monday, weeks * 7, person);
    let mut rows: Vec<PersonLoad> = days
        .rows
        .iter()
        .filter_map(|row| {
            let known = board.resources.get(index(row.resource))?;
            let (mut by_week, mut total, mut weekend) = (vec![Hours::default(); weeks], Hours::default(), 0.0);
            for (at, day) in row.days.iter().enumerate() {
                by_week.get_mut(at / 7)?.add(day.ahead);
                total.add(day.ahead);
                weekend += if at % 7 >= 5 { day.ahead.0 } else { 0.0 };
            }
            let (name, group) = (known.name.clone(), known.group.clone());
            Some(PersonLoad { resource: row.resource, name, group, weeks: by_week, total, weekend, above: None })
        })
        .collect();
    sort_with(&mut rows, |a, b| natural(&a.group, &b.group).then_with(|| natural(&a.name, &b.name)));
    let mut groups: BTreeMap<String, (Hours, usize)> = BTreeMap::new();
    for row in &rows {
        let (sum, people) = groups.entry(row.group.clone()).or_default();
        sum.add((row.total.load, row.total.capacity));
        *people += 1;
    }
    for row in &mut rows {
        row.above = groups.get(&row.group).filter(|(_, people)| *people > 1).map(|(sum, _)| row.total.share() - sum.share());
    }
    let weeks = (0..weeks).map(|week| monday.plus(Span::from_days(7 * week as i64))).collect();
    Fairness { weeks, rows }
}

impl Fairness {
    /// The groups whose people are not evenly loaded, the most uneven first.
    pub fn spreads(&self) -> Vec<Spread> {
        let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate().filter(|(_, row)| row.total.capacity > 0.0) {
            groups.entry(&row.group).or_default().push(at);
        }
        let share = |at: &usize| self.rows.get(*at).map_or(0.0, |row| row.total.share());
        let of_group = |(group, people): (&str, Vec<usize>)| {
            let most = people.iter().copied().max_by(|a, b| share(a).total_cmp(&share(b)))?;
            let least = people.iter().copied().min_by(|a, b| share(a).total_cmp(&share(b)))?;
            let apart = share(&most) - share(&least);
            (apart > EVEN).then(|| Spread { group: group.to_owned(), most, least, apart })
        };
        let mut found: Vec<Spread> = groups.into_iter().filter_map(of_group).collect();
        sort_with(&mut found, |a, b| b.apart.total_cmp(&a.apart));
        found
    }

    /// `Joiners: Anna has 99 % of her time given away, Ben 41 %.`
    pub fn sentence(&self, spread: &Spread) -> String {
        let person = |at: usize| self.rows.get(at).map(|row| (row.name.as_str(), row.total.share() * 100.0)).unwrap_or_default();
        let ((most, high), (least, low)) = (person(spread.most), person(spread.least));
        format!("{}: {high:.0} % of the time of {most} is given away, {low:.0} % of that of {least}.", spread.group)
    }
}

/// A task that somebody with less to do could take over, at the same time and without harm to anything.
#[derive(Clone, Debug, PartialEq)]
pub struct HandOver {
    pub task: TaskId,
    /// `Cut of SO-1, Tue 10:00`.
    pub name: String,
    pub from: String,
    pub to: String,
    pub hours: f64,
    pub placement: Placement,
}

/// What could be handed over to make the load fairer, each reckoning with those before it.
pub fn hand_overs(workspace: &Workspace, now: Time, from: Time, weeks: usize) -> Vec<HandOver> {
    let mut board = BoardData::collect(workspace, now);
    let grounds = Grounds::new(workspace, &board);
    let people = fairness(&board, from, weeks);
    let until = from.week_start().plus(Span::from_days(7 * weeks as i64));
    let mut hours: BTreeMap<Index, Hours> = people.rows.iter().map(|row| (row.resource, row.total)).gather();
    let mut found = Vec::new();
    for spread in people.spreads() {
        let Some(giver) = people.rows.get(spread.most).map(|row| row.resource) else { continue };
        let tasks = board.resources.get(index(giver)).map(|row| row.tasks.clone()).unwrap_or_default();
        let open = |at: &Index| {
            let is_open = |task: &super::schedule::BoardTask| task.status == TaskStatus::Planned && !task.pinned && task.start >= now;
            board.task(*at).is_some_and(|task| is_open(task) && task.start < until)
        };
        let open: Vec<Index> = tasks.into_iter().filter(open).take(MOST_LOOKED_AT).collect();
        for at in open {
            if found.len() == MOST_PROPOSED {
                return found;
            }
            if let Some((hand_over, taker)) = fairer(&board, &grounds, at, giver, &hours) {
                if let Some(task) = workspace.tasks.get(&hand_over.task) {
                    board.suppose(at, &Task { placement: Some(hand_over.placement.clone()), ..task.clone() });
                }
                hours.entry(giver).and_modify(|known| known.load -= hand_over.hours);
                hours.entry(taker).and_modify(|known| known.load += hand_over.hours);
                found.push(hand_over);
            }
        }
    }
    found
}

/// The colleague with the least to do who could take over a task for nothing, where that brings the shares of the two nearer together.
fn fairer(board: &BoardData, grounds: &Grounds, at: Index, giver: Index, hours: &BTreeMap<Index, Hours>) -> Option<(HandOver, Index)> {
    let task = board.task(at)?;
    let ground = grounds.of(board, at)?;
    let row = board.resources.get(index(giver))?;
    let length = board.profile(row.hours)?.open_between(task.start, task.end).hours();
    let from = hours.get(&giver)?;
    let with = |known: &Hours, change: f64| Hours { load: known.load + change, ..*known }.share();
    let nearer = |to: &Hours| {
        let (before, after) = (from.share() - to.share(), with(from, -length) - with(to, length));
        to.capacity > 0.0 && before > EVEN && after.abs() < before
    };
    let able = ground.instead_of(task, giver);
    let mut takers: Vec<(Index, &Hours)> = able.into_iter().filter_map(|taker| Some((taker, hours.get(&taker)?))).collect();
    takers.retain(|(_, known)| nearer(known));
    sort_with(&mut takers, |a, b| a.1.share().total_cmp(&b.1.share()));
    takers.into_iter().find_map(|(taker, _)| {
        let judgement = board.judge(&ground, task.start, Some(taker))?;
        let place = &judgement.wanted;
        let is_free = judgement.fits() && place.end == task.end && Price::of(board, at, place)?.is_free;
        let hand_over = HandOver {
            task: task.id,
            name: format!("{}, {}", board.task_name(task), moment_text(task.start, board.now)),
            from: row.name.clone(),
            to: board.resources.get(index(taker))?.name.clone(),
            hours: length,
            placement: place.placement(board),
        };
        is_free.then_some((hand_over, taker))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::allocation::tests::two_lines;
    use super::super::schedule::sample::now;
    use super::*;

    /// The two filling lines as people of one group: 8 h of work for the first, none for the second.
    fn two_people() -> Workspace {
        let mut workspace = two_lines();
        let group = Resource { name: "Fillers".to_owned(), class: ResourceClass::Group, ..Resource::new(ResourceId::from_raw(50)) };
        for raw in [2, 3] {
            let person = workspace.resources.get_mut(&ResourceId::from_raw(raw)).unwrap();
            (person.class, person.owner) = (ResourceClass::Person, Some(group.id));
        }
        workspace.resources.insert(group.id, group);
        workspace
    }

    #[test]
    fn shares_are_of_the_time_to_come_and_compared_within_the_group() {
        let board = BoardData::collect(&two_people(), now());
        let people = fairness(&board, now(), 2);
        let rows: Vec<(&str, f64, f64, Option<f64>)> =
            people.rows.iter().map(|row| (row.name.as_str(), row.total.load, row.total.capacity, row.above)).collect();
        assert_eq!(rows, [("Filling line", 8.0, 80.0, Some(0.05)), ("Second line", 0.0, 80.0, Some(-0.05))]);
        assert_eq!(people.rows[0].weeks, [Hours { load: 8.0, capacity: 40.0 }, Hours { load: 0.0, capacity: 40.0 }]);
        assert_eq!(people.spreads(), [], "a tenth apart is even");
        let week = fairness(&board, now(), 1);
        assert_eq!(
            week.sentence(&week.spreads()[0]),
            "Fillers: 20 % of the time of Filling line is given away, 0 % of that of Second line."
        );
    }

    #[test]
    fn what_is_proposed_costs_nothing_and_stops_where_it_is_even() {
        let workspace = two_people();
        let found = hand_overs(&workspace, now(), now(), 1);
        let told: Vec<String> = found.iter().map(|one| format!("{}: {} to {}, {} h", one.name, one.from, one.to, one.hours)).collect();
        assert_eq!(told, ["Fill of Order 1, Mon 10:00: Filling line to Second line, 4 h"], "4 h each are fair");
        let mut pinned = workspace.clone();
        pinned.tasks.values_mut().for_each(|task| task.pinned = true);
        assert_eq!(hand_overs(&pinned, now(), now(), 1), [], "what is pinned stays with whom it was given to");
    }
}
