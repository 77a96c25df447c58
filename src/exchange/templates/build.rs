//! Making a workspace record by record.
//!
//! Ids are counted up from one; they are exchanged for lasting ones when the template becomes edits.

use crate::model::*;

/// A workspace in the making.
pub(super) struct Build {
    pub workspace: Workspace,
    next: u64,
}

/// A shift: weekdays, from and until, in minutes since midnight.
pub(super) type Shift = (Weekdays, i64, i64);

impl Build {
    pub fn new(name: &str, description: &str) -> Build {
        let mut build = Build { workspace: Workspace::default(), next: 1 };
        let mut settings = Settings::new(RecordId::from_raw(SettingsId::THE));
        settings.name = name.to_owned();
        settings.description = description.to_owned();
        settings.currency = "€".to_owned();
        build.workspace.settings.insert(settings.id, settings);
        build
    }

    /// A new record with every field at its default.
    pub fn record<R: Record>(&mut self) -> R {
        let id = self.next;
        self.next += 1;
        R::new(R::Id::from_raw(id))
    }

    pub fn location(&mut self, name: &str) -> LocationId {
        let mut location: Location = self.record();
        location.name = name.to_owned();
        let id = location.id;
        self.workspace.locations.insert(id, location);
        id
    }

    pub fn customer(&mut self, name: &str) -> CustomerId {
        let mut customer: Customer = self.record();
        customer.name = name.to_owned();
        let id = customer.id;
        self.workspace.customers.insert(id, customer);
        id
    }

    /// The series by which an item's demand is foreseen, week by week.
    pub fn series(&mut self, item: ItemId) {
        let mut series: Forecast = self.record();
        series.name = self.workspace.items.get(&item).map(|item| item.name.clone()).unwrap_or_default();
        series.item = Some(item);
        series.period = Period::Week;
        series.horizon = 13;
        self.workspace.forecasts.insert(series.id, series);
    }

    /// A calendar that is closed but for its shifts.
    pub fn calendar(&mut self, name: &str, shifts: &[Shift]) -> CalendarId {
        let mut calendar: Calendar = self.record();
        calendar.name = name.to_owned();
        let id = calendar.id;
        self.workspace.calendars.insert(id, calendar);
        for (weekdays, from, until) in shifts {
            let mut rule: CalendarRule = self.record();
            rule.calendar = Some(id);
            rule.priority = 10;
            rule.weekdays = *weekdays;
            rule.start_time = Clock(from * 60);
            rule.end_time = Clock(until * 60);
            self.workspace.calendar_rules.insert(rule.id, rule);
        }
        id
    }

    /// A day on which a calendar is closed.
    pub fn holiday(&mut self, calendar: CalendarId, day: Time, name: &str) {
        let mut rule: CalendarRule = self.record();
        rule.calendar = Some(calendar);
        rule.start = Some(day.day_start());
        rule.end = Some(day.day_start().plus(Span::from_days(1)));
        rule.value = 0.0;
        rule.name = name.to_owned();
        self.workspace.calendar_rules.insert(rule.id, rule);
    }

    pub fn skill(&mut self, name: &str) -> SkillId {
        if let Some(skill) = self.workspace.skills.values().find(|skill| skill.name == name) {
            return skill.id;
        }
        let mut skill: Skill = self.record();
        skill.name = name.to_owned();
        let id = skill.id;
        self.workspace.skills.insert(id, skill);
        id
    }

    /// Gives a resource skills at their levels, the first one preferred.
    pub fn skills<'a>(&mut self, resource: ResourceId, skills: impl IntoIterator<Item = (&'a str, i64)>) {
        for (priority, (name, level)) in (1i64..).zip(skills) {
            let skill = self.skill(name);
            let mut has: ResourceSkill = self.record();
            has.resource = Some(resource);
            has.skill = Some(skill);
            has.level = level;
            has.priority = priority;
            self.workspace.resource_skills.insert(has.id, has);
        }
    }

    /// Puts a resource that was filled in into the workspace.
    pub fn resource(&mut self, resource: Resource) -> ResourceId {
        let id = resource.id;
        self.workspace.resources.insert(id, resource);
        id
    }

    pub fn item(&mut self, item: Item) -> ItemId {
        let id = item.id;
        self.workspace.items.insert(id, item);
        id
    }

    pub fn operation(&mut self, operation: Operation) -> OperationId {
        let id = operation.id;
        self.workspace.operations.insert(id, operation);
        id
    }

    /// What an operation uses up (below zero) or makes (above zero) per unit.
    pub fn material(&mut self, operation: OperationId, item: ItemId, quantity: f64) {
        let mut line: OperationMaterial = self.record();
        line.operation = Some(operation);
        line.item = Some(item);
        line.quantity = quantity;
        line.kind = if quantity > 0.0 { FlowKind::End } else { FlowKind::Start };
        self.workspace.operation_materials.insert(line.id, line);
    }

    /// What an operation needs; lines with the same `alternative` name stand for each other in the order of `priority`.
    pub fn need(
        &mut self,
        operation: OperationId,
        resource: ResourceId,
        skill: Option<SkillId>,
        alternative: &str,
        priority: i64,
    ) -> OperationResourceId {
        let mut need: OperationResource = self.record();
        need.operation = Some(operation);
        need.resource = Some(resource);
        need.skill = skill;
        need.name = alternative.to_owned();
        need.priority = priority;
        let id = need.id;
        self.workspace.operation_resources.insert(id, need);
        id
    }

    /// A set of changeovers: from, to and minutes.
    pub fn changeovers(&mut self, name: &str, rules: &[(&str, &str, i64)]) -> SetupMatrixId {
        let mut matrix: SetupMatrix = self.record();
        matrix.name = name.to_owned();
        let id = matrix.id;
        self.workspace.setup_matrices.insert(id, matrix);
        for (from, to, minutes) in rules {
            let mut rule: SetupRule = self.record();
            rule.matrix = Some(id);
            (rule.from_setup, rule.to_setup) = ((*from).to_owned(), (*to).to_owned());
            rule.duration = Span::from_minutes(*minutes);
            self.workspace.setup_rules.insert(rule.id, rule);
        }
        id
    }

    pub fn order(&mut self, order: Order) {
        self.workspace.orders.insert(order.id, order);
    }
}

/// The n-th working day (Monday to Friday) after a moment, at an hour of the day; 0 is the day itself or the next working one.
pub(super) fn working_day(from: Time, days: i64, hour: i64) -> Time {
    let mut day = from.day_start();
    while day.weekday() > 4 {
        day = day.plus(Span::from_days(1));
    }
    // Whole weeks at once, then the rest day by day.
    day = day.plus(Span::from_days(days.max(0) / 5 * 7));
    for _ in 0..days.max(0) % 5 {
        day = day.plus(Span::from_days(if day.weekday() == 4 { 3 } else { 1 }));
    }
    day.plus(Span::from_hours(hour))
}

/// Shifts that add up to so many hours a week: early and late above 60, otherwise days from eight with a break after four hours.
pub(super) fn shifts(weekly_hours: f64) -> Vec<Shift> {
    if weekly_hours > 60.0 {
        let minutes = (weekly_hours * 60.0 / 5.0).round() as i64;
        return vec![(Weekdays::WORKING, 6 * 60, 6 * 60 + minutes)];
    }
    // Half hours, so that Friday is the short day.
    let long = ((weekly_hours / 5.0 * 2.0).ceil() * 30.0) as i64;
    let short = (weekly_hours * 60.0).round() as i64 - 4 * long;
    let mut shifts = Vec::new();
    for (weekdays, minutes) in [(Weekdays(0b000_1111), long), (Weekdays(0b001_0000), short)] {
        let morning = minutes.min(4 * 60);
        if morning > 0 {
            shifts.push((weekdays, 8 * 60, 8 * 60 + morning));
        }
        if minutes > morning {
            shifts.push((weekdays, 12 * 60 + 30, 12 * 60 + 30 + minutes - morning));
        }
    }
    shifts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifts_add_up_to_the_weekly_hours() {
        for hours in [2.0, 36.0, 37.0, 38.0, 40.0, 80.0] {
            let minutes: i64 = shifts(hours).iter().map(|(days, from, until)| i64::from(days.0.count_ones()) * (until - from)).sum();
            assert_eq!(minutes as f64, hours * 60.0);
        }
    }

    #[test]
    fn working_days_skip_weekends() {
        let friday = Time::parse("2026-03-06 10:00").unwrap_or_default();
        let days = [0, 1, 5, 6].map(|days| working_day(friday, days, 12).to_string());
        assert_eq!(days, ["2026-03-06 12:00", "2026-03-09 12:00", "2026-03-13 12:00", "2026-03-16 12:00"]);
    }
}
