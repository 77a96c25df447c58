//! Whether who and what does the work may do it, is there, is not asked for twice, and is changed over for.

use super::*;

impl Judge<'_> {
    fn is_member(&self, resource: ResourceId, group: ResourceId) -> bool {
        let mut at = Some(resource);
        while let Some(id) = at {
            if id == group {
                return true;
            }
            at = self.workspace.resources[&id].owner;
        }
        false
    }

    fn meets(&self, used: &ResourceUse, line: &OperationResource, task: &Task) -> bool {
        let placement = task.placement.as_ref().unwrap();
        let resource = &self.workspace.resources[&used.resource];
        let has_members = self.workspace.resources.values().any(|other| other.owner == Some(resource.id));
        let skilled = line.skill.is_none_or(|skill| {
            self.workspace.resource_skills.values().any(|held| {
                held.resource == Some(resource.id)
                    && held.skill == Some(skill)
                    && held.level >= line.skill_level
                    && held.start.is_none_or(|since| since <= placement.start)
                    && held.end.is_none_or(|until| placement.end <= until)
            })
        });
        let enough = resource.kind != ResourceKind::Default || used.quantity + CLOSE >= line.quantity;
        line.resource.is_some_and(|group| self.is_member(used.resource, group)) && !has_members && skilled && enough
    }

    /// Several members of a group, one unit of each, instead of one that is large enough.
    fn crew(&self, left: &mut Vec<&ResourceUse>, lines: &[&OperationResource], task: &Task) -> bool {
        lines.iter().any(|line| {
            let single = OperationResource { quantity: 1.0, ..(*line).clone() };
            let count = line.quantity.ceil() as usize;
            let fits: Vec<usize> = (0..left.len()).filter(|at| self.meets(left[*at], &single, task)).take(count).collect();
            let enough = count > 1 && fits.len() == count;
            if enough {
                for at in fits.iter().rev() {
                    left.remove(*at);
                }
            }
            enough
        })
    }

    pub(super) fn people(&self, found: &mut Vec<String>) {
        for task in self.plan.tasks.iter().filter(|task| self.free(task) && task.placement.is_some()) {
            let lines: Vec<&OperationResource> =
                self.workspace.operation_resources.values().filter(|line| line.operation == task.operation).collect();
            let mut groups: BTreeMap<String, Vec<&OperationResource>> = BTreeMap::new();
            for line in &lines {
                let key = if line.name.is_empty() { format!("#{:?}", line.id) } else { line.name.clone() };
                groups.entry(key).or_default().push(line);
            }
            let mut left: Vec<&ResourceUse> = task.placement.as_ref().unwrap().uses.iter().collect();
            for (key, lines) in groups {
                match left.iter().position(|used| lines.iter().any(|line| self.meets(used, line, task))) {
                    Some(at) => {
                        left.remove(at);
                    }
                    None if self.crew(&mut left, &lines, task) => {}
                    None => found.push(format!("nobody for {key}: {}", self.name(task))),
                }
            }
            if !left.is_empty() {
                found.push(format!("uses more than it needs: {}", self.name(task)));
            }
        }
    }

    pub(super) fn capacity(&self, found: &mut Vec<String>) {
        let limited = |resource: &&Resource| resource.kind == ResourceKind::Default && resource.constrained;
        for resource in self.workspace.resources.values().filter(limited) {
            let mut running: Vec<(i64, i64, f64)> = Vec::new();
            for task in self.plan.tasks.iter().filter(|task| task.status != TaskStatus::Finished) {
                let Some(placement) = &task.placement else { continue };
                for used in placement.uses.iter().filter(|used| used.resource == resource.id) {
                    running.push((placement.start.seconds().max(self.now.seconds()), placement.end.seconds(), used.quantity));
                }
            }
            let mut events: Vec<i64> = running.iter().flat_map(|(start, end, _)| [*start, *end]).collect();
            let (Some(first), Some(last)) = (events.iter().min().copied(), events.iter().max().copied()) else { continue };
            events.extend(moments(self.workspace, &calendars_of(self.workspace, resource), first, last));
            let away = self.workspace.absences.values().filter(|absence| absence.resource == Some(resource.id));
            events.extend(away.flat_map(|absence| [absence.start, absence.end]).flatten().map(Time::seconds));
            events.sort_unstable();
            events.dedup();
            for at in events {
                let (size, _) = resource_at(self.workspace, resource, at);
                // Who needs more than there is rests, and counts against nobody.
                let used: f64 =
                    running.iter().filter(|(start, end, q)| *start <= at && at < *end && *q <= size + CLOSE).map(|(.., q)| q).sum();
                if used > size + CLOSE && size > 0.0 {
                    found.push(format!("{} has {size} but {used} are used at {:?}", resource.name, Time::clamped(at)));
                    break;
                }
            }
        }
    }

    /// A machine that is changed over does one thing at a time, and between two it is open for as long as the change takes.
    pub(super) fn changeovers(&self, found: &mut Vec<String>) {
        for machine in self.workspace.resources.values().filter(|resource| resource.kind == ResourceKind::Default && resource.constrained) {
            let Some(matrix) = machine.setup_matrix else { continue };
            let uses = |task: &&Task| task.placement.as_ref().is_some_and(|at| at.uses.iter().any(|used| used.resource == machine.id));
            let takes_time = |task: &&Task| task.placement.as_ref().is_some_and(|at| at.start < at.end);
            let mut runs: Vec<&Task> = self.plan.tasks.iter().filter(uses).filter(takes_time).collect();
            runs.sort_by_key(|task| task.placement.as_ref().map(|at| (at.start, at.end)));
            let mut before = (machine.setup.trim(), self.now.seconds());
            for task in runs {
                let at = task.placement.as_ref().unwrap();
                let lines = self.workspace.operation_resources.values().filter(|line| line.operation == task.operation);
                let asked = lines
                    .filter(|line| line.resource.is_some_and(|resource| self.is_member(machine.id, resource)))
                    .find(|line| !line.setup.trim().is_empty())
                    .map_or("", |line| line.setup.trim());
                let needed = if asked.is_empty() || before.0.is_empty() { 0 } else { self.change(matrix, before.0, asked) };
                let mut changes = moments(self.workspace, &calendars_of(self.workspace, machine), before.1, at.start.seconds());
                changes.extend([before.1, at.start.seconds()]);
                let away = self.workspace.absences.values().filter(|absence| absence.resource == Some(machine.id));
                changes.extend(away.flat_map(|absence| [absence.start, absence.end]).flatten().map(Time::seconds));
                changes.sort_unstable();
                let between = |pair: &&[i64]| before.1 <= pair[0] && pair[1] <= at.start.seconds();
                let open = |pair: &&[i64]| between(pair) && resource_at(self.workspace, machine, pair[0]).0 > 0.0;
                let had: i64 = changes.windows(2).filter(open).map(|pair| pair[1] - pair[0]).sum();
                if self.free(task) && (at.start.seconds() < before.1 || had < needed) {
                    let why = format!("{} needs {needed} s from “{}” to “{asked}” and has {had} s", machine.name, before.0);
                    found.push(format!("{why}: {}", self.name(task)));
                }
                before = (asked, at.end.seconds());
            }
        }
    }

    fn change(&self, matrix: SetupMatrixId, from: &str, to: &str) -> i64 {
        let mut least: Option<(i64, SetupRuleId, i64)> = None;
        for rule in self.workspace.setup_rules.values().filter(|rule| rule.matrix == Some(matrix)) {
            let (named_from, named_to) = (rule.from_setup.trim(), rule.to_setup.trim());
            let stays = from == to && (named_from.is_empty() || named_to.is_empty());
            let fits = (named_from.is_empty() || named_from == from) && (named_to.is_empty() || named_to == to) && !stays;
            let found = (rule.priority, rule.id, rule.duration.seconds());
            if fits && least.is_none_or(|least| (found.0, found.1) < (least.0, least.1)) {
                least = Some(found);
            }
        }
        least.map_or(0, |(.., seconds)| seconds)
    }

    pub(super) fn periods(&self, found: &mut Vec<String>) {
        let limited =
            |resource: &&Resource| !matches!(resource.kind, ResourceKind::Default | ResourceKind::Infinite) && resource.constrained;
        for resource in self.workspace.resources.values().filter(limited) {
            let mut used: BTreeMap<i64, f64> = BTreeMap::new();
            for task in &self.plan.tasks {
                let Some(placement) = &task.placement else { continue };
                for _ in placement.uses.iter().filter(|used| used.resource == resource.id) {
                    let lines = self
                        .workspace
                        .operation_resources
                        .values()
                        .filter(|line| line.operation == task.operation && line.resource.is_some());
                    let line = { lines }.find(|line| self.is_member(resource.id, line.resource.unwrap())).unwrap();
                    let quantity = (line.fixed_quantity + line.quantity * task.quantity) / (resource.efficiency / 100.0);
                    *used.entry(self.period_of(resource, placement.start)).or_insert(0.0) += quantity;
                }
            }
            for (period, quantity) in used {
                let limit = self.limit_of(resource, Time::clamped(period));
                if quantity > limit + 0.1 {
                    found.push(format!(
                        "{} has {limit} in its period from {:?} but {quantity} are used",
                        resource.name,
                        Time::clamped(period)
                    ));
                    if std::env::var_os("LINEWRIGHT_EXPLAIN").is_some() {
                        let uses = |task: &&Task| {
                            task.placement.as_ref().is_some_and(|placement| placement.uses.iter().any(|used| used.resource == resource.id))
                        };
                        for task in self.plan.tasks.iter().filter(uses) {
                            println!("    {} {:?} pinned {} {:?}", self.name(task), task.placement, task.pinned, resource);
                        }
                    }
                }
            }
        }
    }

    fn period_of(&self, resource: &Resource, at: Time) -> i64 {
        match resource.kind {
            ResourceKind::BucketsDay => at.day_start().seconds(),
            ResourceKind::BucketsWeek => at.week_start().seconds(),
            ResourceKind::BucketsMonth => at.month_start().seconds(),
            _ => {
                let Some(calendar) = resource.maximum_calendar else { return at.day_start().seconds() };
                let all = moments(self.workspace, &[calendar], at.seconds() - 40 * DAY, at.seconds());
                let here = value_at(self.workspace, calendar, at.seconds());
                let edges: BTreeSet<i64> = self
                    .workspace
                    .calendar_rules
                    .values()
                    .filter(|rule| rule.calendar == Some(calendar))
                    .flat_map(|rule| [rule.start, rule.end])
                    .flatten()
                    .map(Time::seconds)
                    .collect();
                let mut begin = at.seconds();
                for moment in all.into_iter().rev() {
                    if value_at(self.workspace, calendar, moment) != here {
                        break;
                    }
                    begin = moment;
                    if edges.contains(&moment) {
                        break;
                    }
                }
                begin
            }
        }
    }

    fn limit_of(&self, resource: &Resource, period: Time) -> f64 {
        let end = match resource.kind {
            ResourceKind::BucketsDay => period.plus(Span::from_days(1)),
            ResourceKind::BucketsWeek => period.plus(Span::from_days(7)),
            ResourceKind::BucketsMonth => period.next_month(),
            _ => {
                return resource.maximum_calendar.map_or(resource.maximum, |calendar| value_at(self.workspace, calendar, period.seconds()));
            }
        };
        let mut all = moments(self.workspace, &calendars_of(self.workspace, resource), period.seconds(), end.seconds());
        let away = self.workspace.absences.values().filter(|absence| absence.resource == Some(resource.id));
        let edges = away.flat_map(|absence| [absence.start, absence.end]).flatten().map(Time::seconds);
        all.extend(edges.filter(|edge| (period.seconds()..end.seconds()).contains(edge)));
        all.sort_unstable();
        let counted = Resource { kind: ResourceKind::Default, constrained: true, ..resource.clone() };
        all.windows(2).map(|pair| resource_at(self.workspace, &counted, pair[0]).0 * (pair[1] - pair[0]) as f64).sum()
    }
}
