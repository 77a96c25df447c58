//! When resources work and how fast: their calendars compiled once for all who keep the same hours.
//!
//! Never looks beyond the stretch of time asked for, and never takes absences away: those are shown by themselves.

use super::data::Index;
use crate::engine::calendar::{Milli, ONE, Profile, Rule, milli};
use crate::model::*;
use std::collections::HashMap;

/// What a profile was made of, so that equal ones are shared.
#[derive(PartialEq, Eq, Hash)]
enum Origin {
    Size { gate: Option<CalendarId>, size: Option<CalendarId>, maximum: Milli },
    Speed { calendar: Option<CalendarId>, per_cent: Milli },
}

/// Compiles calendars of a workspace between two moments.
pub struct Hours<'a> {
    workspace: &'a Workspace,
    from: Time,
    to: Time,
    rules: HashMap<CalendarId, Vec<Rule>>,
    known: HashMap<Origin, Index>,
    /// The compiled profiles.
    pub profiles: Vec<Profile>,
}

impl<'a> Hours<'a> {
    /// Nothing compiled yet.
    pub fn new(workspace: &'a Workspace, from: Time, to: Time) -> Hours<'a> {
        let mut rules: HashMap<CalendarId, Vec<Rule>> = HashMap::new();
        for rule in workspace.calendar_rules.values() {
            if let Some(calendar) = rule.calendar {
                rules.entry(calendar).or_default().push(compile(rule));
            }
        }
        Hours { workspace, from, to, rules, known: HashMap::new(), profiles: Vec::new() }
    }

    /// How much of a resource there is over time.
    pub fn size(&mut self, resource: &Resource) -> Index {
        let place = resource.location.and_then(|id| self.workspace.locations.get(&id)).and_then(|location| location.calendar);
        let origin =
            Origin::Size { gate: resource.calendar.or(place), size: resource.maximum_calendar, maximum: milli(resource.maximum).max(1) };
        self.shared(origin, |hours, origin| {
            let Origin::Size { gate, size, maximum } = origin else { return Profile::closed() };
            let most = size.map_or(Profile::always(*maximum), |calendar| hours.calendar(calendar));
            gate.map_or(most.clone(), |calendar| most.during(&hours.calendar(calendar)))
        })
    }

    /// The speed of a resource over time.
    pub fn speed(&mut self, resource: &Resource) -> Index {
        let origin = Origin::Speed { calendar: resource.efficiency_calendar, per_cent: milli(resource.efficiency) };
        self.shared(origin, |hours, origin| {
            let Origin::Speed { calendar, per_cent } = origin else { return Profile::closed() };
            // Efficiencies are per cent: 100 is full speed.
            let speed = calendar.map_or(Profile::always(*per_cent), |calendar| hours.calendar(calendar));
            speed.map(|value| value / 100)
        })
    }

    fn shared(&mut self, origin: Origin, make: impl FnOnce(&Hours, &Origin) -> Profile) -> Index {
        if let Some(known) = self.known.get(&origin) {
            return *known;
        }
        let profile = make(self, &origin);
        let position = self.profiles.len() as Index;
        self.profiles.push(profile);
        self.known.insert(origin, position);
        position
    }

    fn calendar(&self, id: CalendarId) -> Profile {
        let default = self.workspace.calendars.get(&id).map_or(ONE, |calendar| milli(calendar.default_value));
        let rules = self.rules.get(&id).map_or(&[][..], Vec::as_slice);
        Profile::from_rules(default, rules, self.from, self.to)
    }
}

fn compile(rule: &CalendarRule) -> Rule {
    Rule {
        value: milli(rule.value),
        priority: i32::try_from(rule.priority).unwrap_or(if rule.priority < 0 { i32::MIN } else { i32::MAX }),
        from: rule.start,
        to: rule.end,
        weekdays: rule.weekdays.0,
        day_start: rule.start_time.0,
        day_end: rule.end_time.0,
    }
}
