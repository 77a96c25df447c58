//! How long an operation would take from a moment on, or when it would have to begin, if nobody else wanted its resources.
//!
//! Only for dates that guide choices; real dates come from the scheduler.

use super::Calendars;
use super::lack::Lack;
use super::shop::Shop;
use super::staff::{Team, largest_run, side_by_side, teams, units};
use crate::engine::calendar::{ONE, Profile};
use crate::model::*;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What is known of an operation before anything is scheduled.
pub struct Known {
    pub teams: Result<Vec<Team>, Lack>,
    /// When and how fast its preferred team works on it; `None` is always at full speed.
    pace: Option<Rc<Profile>>,
    /// The largest run that fits into one period of every limit per period.
    pub largest_run: Option<f64>,
    /// How many runs its resources can do side by side.
    pub side_by_side: usize,
}

/// What is known of operations, worked out when first asked for.
#[derive(Default)]
pub struct Estimates {
    known: BTreeMap<OperationId, Rc<Known>>,
    paces: BTreeMap<(Vec<CalendarId>, Vec<(ResourceId, i64)>), Option<Rc<Profile>>>,
}

impl Estimates {
    pub fn of(&mut self, shop: &Shop, calendars: &Calendars, operation: &Operation) -> Rc<Known> {
        if let Some(known) = self.known.get(&operation.id) {
            return known.clone();
        }
        let teams = teams(shop, operation);
        let first = teams.as_ref().ok().and_then(|teams| teams.first());
        let pace = self.pace(shop, calendars, operation, first);
        let largest_run = teams.as_ref().ok().and_then(|teams| largest_run(calendars, shop, teams));
        let side_by_side = teams.as_ref().map_or(1, |teams| side_by_side(calendars, shop, teams));
        let known = Rc::new(Known { teams, pace, largest_run, side_by_side });
        self.known.insert(operation.id, known.clone());
        known
    }

    fn pace(&mut self, shop: &Shop, calendars: &Calendars, operation: &Operation, team: Option<&Team>) -> Option<Rc<Profile>> {
        let location = operation.location.and_then(|location| shop.workspace.locations.get(&location));
        let gates: Vec<CalendarId> = operation.calendar.into_iter().chain(location.and_then(|location| location.calendar)).collect();
        let members: Vec<(ResourceId, i64)> =
            team.map_or_else(Vec::new, |team| team.members.iter().map(|member| (member.resource, units(member))).collect());
        let key = (gates, members);
        if let Some(pace) = self.paces.get(&key) {
            return pace.clone();
        }
        let mut slowest: Option<Profile> = None;
        for (id, quantity) in &key.1 {
            let Some(resource) = shop.workspace.resources.get(id) else { continue };
            let there = match resource.kind {
                ResourceKind::Default => calendars.size(resource).at_least((*quantity).max(1)),
                _ => calendars.presence(resource),
            };
            let pace = calendars.speed(resource).map_or_else(|| there.clone(), |speed| speed.during(&there));
            slowest = Some(slowest.map_or(pace.clone(), |slowest| slowest.smaller(&pace)));
        }
        let pace = match (calendars.operation(operation), slowest) {
            (Some(open), Some(pace)) => Some(pace.during(&open)),
            (Some(open), None) => Some((*open).clone()),
            (None, pace) => pace,
        };
        let pace = pace.filter(|pace| pace.constant() != Some(ONE)).map(Rc::new);
        self.paces.insert(key, pace.clone());
        pace
    }
}

impl Known {
    /// When a run of `seconds` begun at `start` would end; `None` if never.
    pub fn end(&self, start: Time, seconds: i64) -> Option<Time> {
        let work = Span::from_seconds(seconds);
        match &self.pace {
            None => Some(start.plus(work)),
            Some(pace) => pace.finish(pace.next_open(start).filter(|_| seconds > 0).unwrap_or(start), work),
        }
    }

    /// The latest start from which a run of `seconds` would end by `end`; the first moment there is where that lies before it.
    pub fn start(&self, end: Time, seconds: i64) -> Time {
        let work = Span::from_seconds(seconds);
        match &self.pace {
            None => end.minus(work),
            Some(pace) => pace.begin(end, work).unwrap_or(Time::MIN),
        }
    }
}
