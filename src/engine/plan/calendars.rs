//! The calendars of a workspace as step functions of time: what is open, how much there is, how fast it works.
//!
//! The scheduler, the load chart and the estimates of the plan all read the same profiles, so they cannot disagree.
//! Never knows tasks or orders.

mod shifts;

use crate::engine::calendar::{Milli, ONE, Profile, Rule, milli};
use crate::engine::schedule::{Bucket, Period, buckets};
use crate::model::*;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Capacity that a resource has in a plan, although it does not have it.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Extra {
    pub resource: ResourceId,
    pub from: Time,
    pub to: Time,
    /// So many more units whenever it is open; none opens it where its calendars are closed.
    pub units: u32,
}

/// Compiled calendars of a workspace between two moments; outside of them everything with a calendar is closed.
pub struct Calendars<'w> {
    workspace: &'w Workspace,
    from: Time,
    to: Time,
    rules: Groups<CalendarId, &'w CalendarRule>,
    absences: Groups<ResourceId, (Time, Time)>,
    extra: Vec<Extra>,
    values: RefCell<BTreeMap<CalendarId, Rc<Profile>>>,
    /// There are few: one for each set of calendars that hold together.
    gates: RefCell<Vec<(Vec<CalendarId>, Rc<Profile>)>>,
    sizes: RefCell<BTreeMap<ResourceId, Rc<Profile>>>,
    speeds: RefCell<BTreeMap<ResourceId, Rc<Profile>>>,
}

impl<'w> Calendars<'w> {
    /// The calendars of `workspace` from `from` until `to`; each is compiled when first asked for.
    pub fn new(workspace: &'w Workspace, from: Time, to: Time) -> Calendars<'w> {
        let absences = workspace.absences.values().filter_map(|absence| Some((absence.resource?, (absence.start?, absence.end?))));
        Calendars {
            workspace,
            from,
            to,
            rules: Groups::of(workspace.calendar_rules.values(), |rule| rule.calendar),
            absences: Groups::of_pairs(absences.collect()),
            extra: Vec::new(),
            values: RefCell::default(),
            gates: RefCell::default(),
            sizes: RefCell::default(),
            speeds: RefCell::default(),
        }
    }

    /// The same calendars with nobody away.
    pub fn without_absences(mut self) -> Calendars<'w> {
        self.absences = Groups::default();
        self
    }

    /// The same calendars with more capacity than there is.
    pub fn with_extra(mut self, extra: &[Extra]) -> Calendars<'w> {
        self.extra = extra.to_vec();
        self
    }

    /// First moment the calendars speak of.
    pub fn from(&self) -> Time {
        self.from
    }

    /// First moment they no longer speak of.
    pub fn to(&self) -> Time {
        self.to
    }

    /// The value of a calendar over time; nothing, ever, where there is no such calendar.
    pub fn value(&self, id: CalendarId) -> Rc<Profile> {
        if let Some(known) = self.values.borrow().get(&id) {
            return known.clone();
        }
        let default = self.workspace.calendars.get(&id).map_or(0, |calendar| milli(calendar.default_value));
        let rules: Vec<Rule> = self.rules.get(id).iter().map(|rule| compiled(rule)).collect();
        let profile = Rc::new(Profile::from_rules(default, &rules, self.from, self.to));
        self.values.borrow_mut().insert(id, profile.clone());
        profile
    }

    /// Open (1,000) while every one of the calendars is above zero; `None` where there is no calendar, which means always.
    pub fn gate(&self, calendars: impl IntoIterator<Item = CalendarId>) -> Option<Rc<Profile>> {
        let mut key: Vec<CalendarId> = calendars.into_iter().filter(|id| self.workspace.calendars.contains_key(id)).collect();
        sort_with_key(&mut key, |id| *id);
        key.dedup();
        if key.is_empty() {
            return None;
        }
        if let Some((_, known)) = self.gates.borrow().iter().find(|(known, _)| *known == key) {
            return Some(known.clone());
        }
        let mut open = Profile::open();
        for id in &key {
            open = open.during(&self.value(*id));
        }
        let open = Rc::new(open);
        self.gates.borrow_mut().push((key, open.clone()));
        Some(open)
    }

    /// When work is possible at a location.
    pub fn location(&self, location: Option<LocationId>) -> Option<Rc<Profile>> {
        self.gate(self.calendar_of(location))
    }

    /// When an operation may be done: its own calendar and that of its location.
    pub fn operation(&self, operation: &Operation) -> Option<Rc<Profile>> {
        self.gate(operation.calendar.into_iter().chain(self.calendar_of(operation.location)))
    }

    /// Units of a resource over time: its size while it and its location are open and it is not absent.
    pub fn size(&self, resource: &Resource) -> Rc<Profile> {
        if let Some(known) = self.sizes.borrow().get(&resource.id) {
            return known.clone();
        }
        let size = match resource.maximum_calendar.filter(|id| self.workspace.calendars.contains_key(id)) {
            Some(calendar) => self.value(calendar),
            None => Rc::new(Profile::always(milli(resource.maximum))),
        };
        let profile = Rc::new(self.while_there(resource, &size));
        self.sizes.borrow_mut().insert(resource.id, profile.clone());
        profile
    }

    /// Whether a resource is there, whatever its size (1,000 or zero over time): what counts where its size is a limit per period.
    pub fn presence(&self, resource: &Resource) -> Profile {
        self.while_there(resource, &Profile::open())
    }

    fn while_there(&self, resource: &Resource, size: &Profile) -> Profile {
        let calendars = resource.calendar.into_iter().chain(self.calendar_of(resource.location));
        let present = match self.gate(calendars) {
            Some(gate) => size.during(&gate),
            None => size.clone(),
        };
        let mut present = present;
        for extra in self.extra.iter().filter(|extra| extra.resource == resource.id) {
            let (during, full, units) = (within(extra.from, extra.to), size.largest(), Milli::from(extra.units) * ONE);
            present = present.with(&during, |there, now| match (now > 0, units) {
                (true, 0) => there.max(full),
                (true, _) if there > 0 => there + units,
                _ => there,
            });
        }
        match self.absences.get(resource.id) {
            [] => present,
            absences => present.during(&absent(absences)),
        }
    }

    /// Speed of a resource over time; `None` where it is always full speed.
    pub fn speed(&self, resource: &Resource) -> Option<Rc<Profile>> {
        let calendar = resource.efficiency_calendar.filter(|id| self.workspace.calendars.contains_key(id));
        if calendar.is_none() && milli(resource.efficiency / 100.0) == ONE {
            return None;
        }
        if let Some(known) = self.speeds.borrow().get(&resource.id) {
            return Some(known.clone());
        }
        let profile = Rc::new(match calendar {
            Some(calendar) => self.value(calendar).map(|percent| percent / 100),
            None => Profile::always(milli(resource.efficiency / 100.0)),
        });
        self.speeds.borrow_mut().insert(resource.id, profile.clone());
        Some(profile)
    }

    /// When and how fast a run of an operation gets on with what is given to it, other work aside; `None` where something of it is gone.
    pub fn pace(&self, operation: Option<&Operation>, uses: &[ResourceUse]) -> Option<Profile> {
        let mut pace: Option<Profile> = None;
        for used in uses {
            let resource = self.workspace.resources.get(&used.resource)?;
            let there = match resource.kind {
                ResourceKind::Default if resource.constrained => self.size(resource).at_least(milli(used.quantity).max(1)),
                _ => self.presence(resource).at_least(1),
            };
            let speed = self.speed(resource).map_or_else(Profile::open, |speed| (*speed).clone()).during(&there);
            // Full speed is no limit by itself: a fast machine alone is faster.
            pace = Some(pace.map_or_else(|| speed.clone(), |pace| pace.smaller(&speed)));
        }
        let pace = pace.unwrap_or_else(Profile::open);
        let gate = operation.and_then(|operation| self.operation(operation));
        Some(gate.map_or_else(|| pace.clone(), |gate| pace.during(&gate)))
    }

    /// The periods of a resource that is limited per period, in thousandths of units (`Buckets`) or of hours (the others).
    pub fn buckets(&self, resource: &Resource) -> Option<Vec<Bucket>> {
        let period = match resource.kind {
            ResourceKind::Default | ResourceKind::Infinite => return None,
            ResourceKind::Buckets => return Some(self.calendar_buckets(resource)),
            ResourceKind::BucketsDay => Period::Day,
            ResourceKind::BucketsWeek => Period::Week,
            ResourceKind::BucketsMonth => Period::Month,
        };
        Some(buckets(&self.size(resource), period, self.from, self.to))
    }

    /// One bucket for every stretch in which one rule of the maximum calendar holds; without a calendar, one for every day.
    fn calendar_buckets(&self, resource: &Resource) -> Vec<Bucket> {
        let Some(calendar) = resource.maximum_calendar.filter(|id| self.workspace.calendars.contains_key(id)) else {
            let mut days = Vec::new();
            let mut day = self.from.day_start();
            while day < self.to {
                days.push(Bucket { start: day, limit: milli(resource.maximum) });
                day = day.plus(Span::from_days(1));
            }
            return days;
        };
        let values = self.value(calendar);
        let mut starts: Vec<Time> = values.intervals(self.from, self.to).map(|stretch| stretch.start).collect();
        // Two rules with the same value, one after the other, are two periods.
        let edges = self.rules.get(calendar).iter().flat_map(|rule| [rule.start, rule.end]).flatten();
        starts.extend(edges.filter(|edge| self.from <= *edge && *edge < self.to));
        sort_with_key(&mut starts, |start| *start);
        starts.dedup();
        starts.into_iter().map(|start| Bucket { start, limit: values.value_at(start) }).collect()
    }

    /// When something ordered at `order` from the supplier arrives: the lead time counts the days on which the supplier works.
    pub fn arrival(&self, supplier: Option<SupplierId>, order: Time, lead: Span) -> Option<Time> {
        match self.supplier_days(supplier) {
            None => Some(order.plus(lead)),
            Some((days, hours)) => hours.next_open(days.finish(order, lead)?),
        }
    }

    /// The latest moment to order so that it arrives by `arrival`.
    pub fn order_by(&self, supplier: Option<SupplierId>, arrival: Time, lead: Span) -> Option<Time> {
        match self.supplier_days(supplier) {
            None => Some(arrival.minus(lead)),
            Some((days, hours)) => {
                // Delivered while the supplier works: then, or in the last second of work before.
                let open = hours.value_at(arrival) > 0;
                let by = if open { arrival } else { hours.previous_open(arrival)?.minus(Span::from_seconds(1)) };
                days.begin(by, lead)
            }
        }
    }

    fn supplier_days(&self, supplier: Option<SupplierId>) -> Option<(Profile, Rc<Profile>)> {
        let calendar = self.workspace.suppliers.get(&supplier?)?.calendar?;
        let hours = self.gate([calendar])?;
        Some((whole_days(&hours, self.from, self.to), hours))
    }

    fn calendar_of(&self, location: Option<LocationId>) -> Option<CalendarId> {
        self.workspace.locations.get(&location?)?.calendar
    }
}

fn compiled(rule: &CalendarRule) -> Rule {
    Rule {
        value: milli(rule.value),
        priority: rule.priority.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32,
        from: rule.start,
        to: rule.end,
        weekdays: rule.weekdays.0,
        day_start: rule.start_time.0,
        day_end: rule.end_time.0,
    }
}

/// Open (1,000) except during the absences.
/// Above zero between two moments.
fn within(from: Time, to: Time) -> Profile {
    Profile::from_steps(0, [(from, ONE), (to, 0)])
}

fn absent(absences: &[(Time, Time)]) -> Profile {
    let mut steps: Vec<(Time, i64)> =
        absences.iter().filter(|(start, end)| start < end).flat_map(|&(start, end)| [(start, 1), (end, -1)]).collect();
    sort_with_key(&mut steps, |step| *step);
    let mut away = 0;
    let gates = steps.into_iter().map(|(time, change)| {
        away += change;
        (time, if away > 0 { 0 } else { ONE } as Milli)
    });
    Profile::from_steps(ONE, gates.collect::<Vec<_>>())
}

/// Every day with any open hour, open as a whole.
fn whole_days(hours: &Profile, from: Time, to: Time) -> Profile {
    let mut steps = Vec::new();
    for open in hours.open_intervals(from, to) {
        let last = open.end.minus(Span::from_seconds(1)).day_start();
        steps.push((open.start.day_start(), ONE));
        steps.push((last.plus(Span::from_days(1)), 0));
    }
    // A day opened twice would be closed by the end of its first opening; the later opening comes last and wins.
    sort_with_key(&mut steps, |(time, value)| (*time, *value));
    Profile::from_steps(0, steps)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    fn at(text: &str) -> Time {
        Time::parse(text).unwrap()
    }

    fn weekdays(workspace: &mut Workspace, raw: u64, hours: (i64, i64)) -> CalendarId {
        let id = CalendarId::from_raw(raw);
        workspace.calendars.insert(id, Calendar::new(id));
        let mut rule = CalendarRule::new(CalendarRuleId::from_raw(raw));
        rule.calendar = Some(id);
        rule.weekdays = Weekdays::WORKING;
        (rule.start_time, rule.end_time) = (Clock(hours.0 * 3600), Clock(hours.1 * 3600));
        workspace.calendar_rules.insert(rule.id, rule);
        id
    }

    #[test]
    fn a_resource_is_there_while_it_and_its_place_are_open_and_it_is_not_away() {
        let mut workspace = Workspace::default();
        let early = weekdays(&mut workspace, 1, (6, 14));
        let late = weekdays(&mut workspace, 2, (10, 18));
        let mut place = Location::new(LocationId::from_raw(1));
        place.calendar = Some(late);
        let mut person = Resource::new(ResourceId::from_raw(1));
        (person.calendar, person.location, person.maximum) = (Some(early), Some(place.id), 2.0);
        workspace.locations.insert(place.id, place);
        let mut absence = Absence::new(AbsenceId::from_raw(1));
        (absence.resource, absence.start, absence.end) = (Some(person.id), Some(at("2026-01-06")), Some(at("2026-01-07")));
        workspace.absences.insert(absence.id, absence);

        let calendars = Calendars::new(&workspace, at("2026-01-05"), at("2026-01-12"));
        let size = calendars.size(&person);
        assert_eq!(size.open_between(at("2026-01-05"), at("2026-01-12")), Span::from_hours(4 * 4));
        assert_eq!(size.value_at(at("2026-01-05 10:00")), 2 * ONE);
        assert_eq!(size.value_at(at("2026-01-06 11:00")), 0);
    }

    #[test]
    fn a_lead_time_counts_the_days_on_which_the_supplier_works() {
        let mut workspace = Workspace::default();
        let hours = weekdays(&mut workspace, 1, (8, 16));
        let mut supplier = Supplier::new(SupplierId::from_raw(1));
        supplier.calendar = Some(hours);
        workspace.suppliers.insert(supplier.id, supplier.clone());
        let calendars = Calendars::new(&workspace, at("2026-01-01"), at("2026-03-01"));
        let week = Span::from_days(7);
        // Monday: five working days, a weekend, two more; delivered when the supplier opens.
        assert_eq!(calendars.arrival(Some(supplier.id), at("2026-01-05"), week), Some(at("2026-01-14 08:00")));
        assert_eq!(calendars.order_by(Some(supplier.id), at("2026-01-14 08:00"), week), Some(at("2026-01-05 08:00")));
        assert_eq!(calendars.arrival(None, at("2026-01-05"), week), Some(at("2026-01-12")));
    }

    #[test]
    fn equal_periods_of_a_limit_are_periods_of_their_own() {
        let mut workspace = Workspace::default();
        let id = CalendarId::from_raw(1);
        workspace.calendars.insert(id, Calendar::new(id));
        for (raw, from, to) in [(1, "2026-01-01", "2026-02-01"), (2, "2026-02-01", "2026-03-01")] {
            let mut rule = CalendarRule::new(CalendarRuleId::from_raw(raw));
            (rule.calendar, rule.start, rule.end, rule.value) = (Some(id), Some(at(from)), Some(at(to)), 100.0);
            workspace.calendar_rules.insert(rule.id, rule);
        }
        let mut resource = Resource::new(ResourceId::from_raw(1));
        (resource.kind, resource.maximum_calendar) = (ResourceKind::Buckets, Some(id));
        let calendars = Calendars::new(&workspace, at("2026-01-01"), at("2026-03-01"));
        let limits: Vec<(Time, i64)> = calendars.buckets(&resource).unwrap().iter().map(|bucket| (bucket.start, bucket.limit)).collect();
        assert_eq!(limits, [(at("2026-01-01"), 100_000), (at("2026-02-01"), 100_000)]);
    }
}
