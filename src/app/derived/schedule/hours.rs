//! When resources work and how fast: their calendars as the plan reads them, once for all who keep the same hours.
//!
//! Never knows a calendar's rules: the plan's own reading of them is used, so that board and plan cannot disagree.

use super::data::Index;
use crate::engine::calendar::{Milli, Profile, milli};
use crate::engine::plan::Calendars;
use crate::model::*;
use std::collections::{BTreeSet, HashMap};

/// What a profile was made of, so that equal ones are shared.
#[derive(PartialEq, Eq, Hash)]
enum Origin {
    Size { own: Option<CalendarId>, place: Option<CalendarId>, size: Option<CalendarId>, maximum: Milli, absent: Option<ResourceId> },
    Speed { calendar: Option<CalendarId>, per_cent: Milli },
}

/// The profiles of a board.
pub struct Hours<'w> {
    workspace: &'w Workspace,
    calendars: Calendars<'w>,
    absent: BTreeSet<ResourceId>,
    known: HashMap<Origin, Index>,
    pub profiles: Vec<Profile>,
}

impl<'w> Hours<'w> {
    /// Nothing compiled yet.
    pub fn new(workspace: &'w Workspace, from: Time, to: Time) -> Hours<'w> {
        let absent = workspace.absences.values().filter_map(|absence| absence.resource).collect();
        Hours { workspace, calendars: Calendars::new(workspace, from, to), absent, known: HashMap::new(), profiles: Vec::new() }
    }

    /// How much of a resource there is over time, while it and its place are open and it is not absent.
    pub fn size(&mut self, resource: &Resource) -> Index {
        let origin = Origin::Size {
            own: resource.calendar,
            place: resource.location.and_then(|id| self.workspace.locations.get(&id)).and_then(|location| location.calendar),
            size: resource.maximum_calendar,
            maximum: milli(resource.maximum),
            absent: Some(resource.id).filter(|id| self.absent.contains(id)),
        };
        self.shared(origin, |calendars| (*calendars.size(resource)).clone())
    }

    /// The speed of a resource over time.
    pub fn speed(&mut self, resource: &Resource) -> Index {
        let origin = Origin::Speed { calendar: resource.efficiency_calendar, per_cent: milli(resource.efficiency) };
        self.shared(origin, |calendars| calendars.speed(resource).map_or_else(Profile::open, |speed| (*speed).clone()))
    }

    fn shared(&mut self, origin: Origin, make: impl FnOnce(&Calendars) -> Profile) -> Index {
        if let Some(known) = self.known.get(&origin) {
            return *known;
        }
        let position = self.profiles.len() as Index;
        self.profiles.push(make(&self.calendars));
        self.known.insert(origin, position);
        position
    }
}
