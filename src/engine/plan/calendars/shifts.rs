//! The shifts of a calendar: which of its rules opens it at each moment, by the names that people gave them.
//!
//! Shifts never overlap: at each moment the rule that decides the calendar's value is the shift.

use super::{Calendars, compiled};
use crate::engine::calendar::{Milli, ONE, Profile, Rule, milli};
use crate::model::*;

impl Calendars<'_> {
    /// The calendar that tells a resource's shifts: its own or that of its place.
    pub fn calendar_of_shifts(&self, resource: &Resource) -> Option<CalendarId> {
        resource.calendar.or_else(|| self.calendar_of(resource.location))
    }

    /// The shifts of a resource with when each holds (1,000 while it does), by its own calendar or that of its place. A rule without a name,
    /// and what is open without a rule, bears the calendar's name. Nothing where the resource follows no calendar.
    pub fn shifts(&self, resource: &Resource) -> Vec<(String, Profile)> {
        let Some(calendar) = self.calendar_of_shifts(resource).and_then(|id| self.workspace.calendars.get(&id)) else { return Vec::new() };
        let mut names: Vec<&str> = Vec::new();
        let mut number = |name| {
            let at = names.iter().position(|known| *known == name).unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            });
            (at as Milli + 1) * ONE
        };
        let rules: Vec<Rule> = self
            .rules
            .get(calendar.id)
            .iter()
            .map(|rule| {
                let name = if rule.name.trim().is_empty() { &calendar.name } else { rule.name.trim() };
                Rule { value: if milli(rule.value) > 0 { number(name) } else { 0 }, ..compiled(rule) }
            })
            .collect();
        let otherwise = if milli(calendar.default_value) > 0 { number(&calendar.name) } else { 0 };
        let labelled = Profile::from_rules(otherwise, &rules, self.from, self.to);
        let of = |at: usize| labelled.map(|value| if value == (at as Milli + 1) * ONE { ONE } else { 0 });
        names.iter().enumerate().map(|(at, name)| ((*name).to_owned(), of(at))).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn each_hour_belongs_to_the_shift_whose_rule_decides_it() {
        let mut workspace = Workspace::default();
        let id = CalendarId::from_raw(1);
        workspace.calendars.insert(id, Calendar { name: "Works".to_owned(), ..Calendar::new(id) });
        let mut rule = |raw: u64, name: &str, hours: (i64, i64), value: f64, priority: i64| {
            let rule = CalendarRuleId::from_raw(raw);
            let (start_time, end_time) = (Clock(hours.0 * 3600), Clock(hours.1 * 3600));
            let rule = CalendarRule { name: name.to_owned(), start_time, end_time, value, priority, ..CalendarRule::new(rule) };
            workspace.calendar_rules.insert(rule.id, CalendarRule { calendar: Some(id), ..rule });
        };
        rule(1, "early", (6, 14), 1.0, 5);
        rule(2, "late", (14, 22), 1.0, 5);
        rule(3, "night", (22, 6), 1.0, 5);
        // The break belongs to no shift.
        rule(4, "break", (10, 11), 0.0, 1);
        rule(5, "", (20, 21), 1.0, 1);
        let resource = Resource { calendar: Some(id), ..Resource::new(ResourceId::from_raw(1)) };
        let at = |text| Time::parse(text).unwrap();
        let (from, to) = (at("2026-03-02"), at("2026-03-04"));
        let shifts = Calendars::new(&workspace, from, to).shifts(&resource);
        let found: Vec<(&str, f64)> = shifts.iter().map(|(name, open)| (name.as_str(), open.open_between(from, to).hours())).collect();
        assert_eq!(found, [("early", 14.0), ("late", 14.0), ("night", 16.0), ("Works", 2.0)]);
    }
}
