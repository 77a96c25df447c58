//! Who takes over what an absence breaks: a proposal for every task, worked out as if the absence held already.
//!
//! Never moves anything: it proposes, and the person decides task by task.

use super::allocation::{Price, broken_by_absence, candidates};
use super::schedule::{BoardData, Grounds, Index, Place, index, length_text, moment_text};
use crate::model::*;
use std::collections::BTreeMap;

/// An absence that is thought about.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Away {
    pub resource: ResourceId,
    pub start: Time,
    pub end: Time,
}

/// What could be done about one broken task.
#[derive(Clone, PartialEq, Debug)]
pub struct Takeover {
    pub task: TaskId,
    /// `Cut of SO-1, Mon 10:00`.
    pub name: String,
    /// The ways that are open, the one that costs least first, and to leave it where it is.
    pub ways: Vec<Way>,
    /// The way that is taken: the cheapest that breaks nothing else, unless the person has chosen another.
    pub chosen: usize,
}

/// One way to go on with a task.
#[derive(Clone, PartialEq, Debug)]
pub struct Way {
    /// By which the person's choice is known when the proposal is made again.
    pub key: String,
    /// `Ben, 2 h later`.
    pub label: String,
    /// What it costs beside that; empty where nothing.
    pub costs: String,
    /// Where the task goes; `None` where it stays, in conflict.
    pub placement: Option<Placement>,
}

impl Takeover {
    /// The way that is taken.
    pub fn way(&self) -> Option<&Way> {
        self.ways.get(self.chosen)
    }
}

/// The key of leaving a task where it is.
const LEAVE: &str = "leave";
/// The key of those who do a task now doing it at another time.
const KEEP: &str = "keep";

/// A proposal for every task that the absence breaks, by start, each reckoning with those before it; `chosen` holds the keys of ways that
/// the person has picked.
pub fn proposal(workspace: &Workspace, now: Time, away: Away, chosen: &BTreeMap<TaskId, String>) -> Vec<Takeover> {
    let before = BoardData::collect(workspace, now);
    let Some(resource) = before.find_resource(away.resource) else { return Vec::new() };
    let broken: Vec<TaskId> =
        broken_by_absence(&before, resource, away.start, away.end).into_iter().filter_map(|at| Some(before.task(at)?.id)).collect();
    if broken.is_empty() {
        return Vec::new();
    }
    let mut supposed = workspace.clone();
    let id = AbsenceId::from_raw(supposed.absences.keys().next_back().map_or(1, |last| last.raw().saturating_add(1)));
    let mut absence = Absence::new(id);
    (absence.resource, absence.start, absence.end) = (Some(away.resource), Some(away.start), Some(away.end));
    supposed.absences.insert(id, absence);
    let mut board = BoardData::collect(&supposed, now);
    let grounds = Grounds::new(&supposed, &board);
    let mut found = Vec::new();
    for id in broken {
        let (Some(at), Some(task)) = (board.find_task(id), supposed.tasks.get(&id)) else { continue };
        let Some(ways) = ways(&board, &grounds, at, away) else { continue };
        let picked = chosen.get(&id).and_then(|key| ways.iter().position(|way| way.key == *key));
        let takeover = Takeover { task: id, name: name(&board, at), ways, chosen: picked.unwrap_or(0) };
        if let Some(placement) = takeover.way().and_then(|way| way.placement.clone()) {
            board.suppose(at, &Task { placement: Some(placement), ..task.clone() });
        }
        found.push(takeover);
    }
    found
}

fn name(board: &BoardData, at: Index) -> String {
    board.task(at).map(|task| format!("{}, {}", board.task_name(task), moment_text(task.start, board.now))).unwrap_or_default()
}

/// Every way to go on with a task; `None` where it fits where it is in spite of the absence.
fn ways(board: &BoardData, grounds: &Grounds, at: Index, away: Away) -> Option<Vec<Way>> {
    let ground = grounds.of(board, at)?;
    if board.troubles(&ground).is_empty() {
        return None;
    }
    let start = board.task(at)?.start.max(board.now);
    let absent = board.find_resource(away.resource);
    let others = candidates(board, &ground).into_iter().filter_map(|candidate| {
        let place = candidate.judgement.landing()?;
        // Somebody beside the one who is away helps nothing.
        let is_instead = !place.uses.iter().any(|(used, _)| Some(*used) == absent);
        let key = board.resources.get(index(candidate.resource)).map(|row| id_text(row.id.raw()))?;
        is_instead.then(|| priced(board, at, key, &candidate.name, place)).flatten()
    });
    let mut priced_ways: Vec<((bool, i64, i64, bool), Way)> = others.collect();
    let own = board.earliest_from(&ground, None, start);
    let crew = names(board, at);
    priced_ways.extend(own.and_then(|place| priced(board, at, KEEP.to_owned(), &crew, &place)));
    sort_with_key(&mut priced_ways, |(rank, _)| *rank);
    // What breaks something else is worse than leaving it to the next plan, which weighs all orders at once.
    let harmless = priced_ways.iter().take_while(|((breaks, ..), _)| !breaks).count();
    let mut ways: Vec<Way> = priced_ways.into_iter().map(|(_, way)| way).collect();
    let label = "Leave it in conflict until the next plan".to_owned();
    ways.insert(harmless, Way { key: LEAVE.to_owned(), label, costs: String::new(), placement: None });
    Some(ways)
}

/// A way and its rank: what breaks nothing else first, then by the lateness it adds, then by how far the task moves.
fn priced(board: &BoardData, at: Index, key: String, who: &str, place: &Place) -> Option<((bool, i64, i64, bool), Way)> {
    let task = board.task(at)?;
    let price = Price::of(board, at, place)?;
    let seconds = |late: Option<Span>| late.map_or(0, Span::seconds);
    let added: i64 = price.also.orders.iter().map(|shift| seconds(shift.after) - seconds(shift.before)).sum();
    let moved = place.start.since(task.start);
    let longer = place.end.since(place.start) > task.end.since(task.start);
    let when = match moved {
        moved if moved > Span::ZERO => format!(", {} later", length_text(moved)),
        moved if moved < Span::ZERO => format!(", {} earlier", length_text(task.start.since(place.start))),
        _ if longer => format!(", until {}", moment_text(place.end, board.now)),
        _ => String::new(),
    };
    let costs = if price.also.is_empty() { String::new() } else { price.also.words(board) };
    let rank = (!price.also.conflicts.is_empty(), added, place.end.since(task.end).seconds().abs(), key == KEEP);
    Some((rank, Way { key, label: format!("{who}{when}"), costs, placement: Some(place.placement(board)) }))
}

/// Those who do a task now.
fn names(board: &BoardData, at: Index) -> String {
    let uses = board.task(at).map(|task| task.uses.as_slice()).unwrap_or_default();
    let named = uses.iter().filter_map(|usage| board.resources.get(index(usage.resource)));
    named.map(|row| row.name.as_str()).collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::allocation::tests::two_lines;
    use super::super::schedule::sample::{at, now};
    use super::*;

    fn labels(takeover: &Takeover) -> Vec<&str> {
        takeover.ways.iter().map(|way| way.label.as_str()).collect()
    }

    #[test]
    fn a_free_colleague_takes_over_and_the_next_task_reckons_with_it() {
        let workspace = two_lines();
        // Filling of order 1 runs from Monday 10:00 to 14:00, of order 2 from 14:00 to Tuesday 10:00.
        let away = Away { resource: ResourceId::from_raw(2), start: at("2026-11-02"), end: at("2026-11-05") };
        let found = proposal(&workspace, now(), away, &BTreeMap::new());
        assert_eq!(
            found.iter().map(|takeover| takeover.name.as_str()).collect::<Vec<_>>(),
            ["Fill of Order 1, Mon 10:00", "Fill of Order 2, Mon 14:00"]
        );
        assert_eq!(labels(&found[0]), ["Second line", "Filling line, 2 d 22 h later", "Leave it in conflict until the next plan"]);
        assert_eq!(found[1].way().unwrap().label, "Second line");
        let places: Vec<Placement> = found.iter().filter_map(|takeover| takeover.way()?.placement.clone()).collect();
        assert!(places.iter().all(|place| place.uses.iter().all(|usage| usage.resource == ResourceId::from_raw(3))));
        assert!(places[0].end <= places[1].start, "one after the other on the line that takes over");
    }

    #[test]
    fn what_the_person_has_picked_holds_and_the_others_follow() {
        let workspace = two_lines();
        let away = Away { resource: ResourceId::from_raw(2), start: at("2026-11-02"), end: at("2026-11-05") };
        let first = TaskId::from_raw(2);
        let found = proposal(&workspace, now(), away, &[(first, LEAVE.to_owned())].into());
        assert_eq!((found[0].task, found[0].way().unwrap().placement.clone()), (first, None));
        assert_eq!(found[1].way().unwrap().label, "Second line");
        let unknown = proposal(&workspace, now(), away, &[(first, "nobody".to_owned())].into());
        assert_eq!(unknown[0].chosen, 0, "a way that is gone falls back to the best");
    }

    #[test]
    fn an_absence_that_breaks_nothing_needs_no_proposal() {
        let away = Away { resource: ResourceId::from_raw(2), start: at("2026-11-02 17:00"), end: at("2026-11-03 07:00") };
        assert_eq!(proposal(&two_lines(), now(), away, &BTreeMap::new()), Vec::new());
        let gone = Away { resource: ResourceId::from_raw(99), ..away };
        assert_eq!(proposal(&two_lines(), now(), gone, &BTreeMap::new()), Vec::new());
    }
}
