//! Who can do what, how well and until when; and where it hangs on one person.
//!
//! Never decides who may do a task: the requirements of the operations and the engine do.

use super::schedule::day_text;
use crate::model::*;
use std::collections::BTreeMap;

/// A skill that ends within this time is told beforehand.
const SOON: Span = Span::from_days(60);

/// Resources by skill.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SkillMatrix {
    pub skills: Vec<SkillColumn>,
    pub rows: Vec<SkillRow>,
}

/// A skill, who has it and what is asked of them.
#[derive(Clone, Debug, PartialEq)]
pub struct SkillColumn {
    pub id: SkillId,
    pub name: String,
    /// The highest level any operation asks for; `None` where none asks for the skill.
    pub asked: Option<i64>,
    /// How many hold it now at the level asked.
    pub able: usize,
}

/// A resource and how it holds each skill.
#[derive(Clone, Debug, PartialEq)]
pub struct SkillRow {
    pub id: ResourceId,
    pub name: String,
    pub group: String,
    /// One per skill; `None` where it does not have it.
    pub cells: Vec<Option<Held>>,
}

/// How a resource holds a skill: the best record of now, else the next, else the last.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    pub record: ResourceSkillId,
    pub level: i64,
    pub since: Option<Time>,
    pub until: Option<Time>,
    pub validity: Validity,
}

/// Whether a skill is held.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Validity {
    Ended,
    Later,
    EndsSoon,
    Holds,
}

impl Held {
    fn of(record: &ResourceSkill, now: Time) -> Held {
        let validity = match (record.start, record.end) {
            (_, Some(end)) if end <= now => Validity::Ended,
            (Some(start), _) if start > now => Validity::Later,
            (_, Some(end)) if end.since(now) <= SOON => Validity::EndsSoon,
            _ => Validity::Holds,
        };
        Held { record: record.id, level: record.level, since: record.start, until: record.end, validity }
    }

    /// Whether it is held now.
    pub fn holds(&self) -> bool {
        matches!(self.validity, Validity::Holds | Validity::EndsSoon)
    }

    /// `level 3, does it alone, until 12 Jan`.
    pub fn words(&self, now: Time) -> String {
        let level = format!("level {}, {}", self.level, level_words(self.level));
        match (self.validity, self.since, self.until) {
            (Validity::Ended, _, Some(until)) => format!("{level}, ended {}", day_text(until, now)),
            (Validity::Later, Some(since), _) => format!("{level}, from {}", day_text(since, now)),
            (_, _, Some(until)) => format!("{level}, until {}", day_text(until, now)),
            _ => level,
        }
    }
}

/// What a level means.
pub fn level_words(level: i64) -> &'static str {
    match level {
        ..=0 => "cannot do it yet",
        1 => "learns it",
        2 => "does it with help",
        3 => "does it alone",
        _ => "teaches it",
    }
}

/// People, and whoever else has a skill, by all skills.
pub fn skill_matrix(workspace: &Workspace, now: Time) -> SkillMatrix {
    let mut held: BTreeMap<(ResourceId, SkillId), Held> = BTreeMap::new();
    for record in workspace.resource_skills.values() {
        let Some(key) = record.resource.zip(record.skill) else { continue };
        let new = Held::of(record, now);
        let rank = |held: &Held| (held.holds(), held.validity, held.level);
        if held.get(&key).is_none_or(|known| rank(known) < rank(&new)) {
            held.insert(key, new);
        }
    }
    let is_group = |id: ResourceId| workspace.resources.values().any(|resource| resource.owner == Some(id));
    let has_any = |id: ResourceId| held.keys().any(|(resource, _)| *resource == id);
    let shown = workspace.resources.values().filter(|resource| match resource.class {
        ResourceClass::Group => false,
        ResourceClass::Person => !is_group(resource.id),
        _ => has_any(resource.id),
    });
    let group = |resource: &Resource| {
        resource.owner.and_then(|id| workspace.resources.get(&id)).map_or_else(String::new, |group| group.name.clone())
    };
    let ids: Vec<SkillId> = workspace.skills.keys().collect();
    let mut rows: Vec<SkillRow> = shown
        .map(|resource| SkillRow {
            id: resource.id,
            name: resource.name.clone(),
            group: group(resource),
            cells: ids.iter().map(|skill| held.get(&(resource.id, *skill)).cloned()).collect(),
        })
        .collect();
    sort_with(&mut rows, |a, b| (&a.group, &a.name).cmp(&(&b.group, &b.name)));
    let skills = workspace.skills.values().enumerate().map(|(at, skill)| {
        let lines = workspace.operation_resources.values().filter(|line| line.skill == Some(skill.id));
        let asked = lines.map(|line| line.skill_level).max();
        let able = rows.iter().filter_map(|row| row.cells.get(at)?.as_ref());
        let able = able.filter(|held| held.holds() && held.level >= asked.unwrap_or(0)).count();
        SkillColumn { id: skill.id, name: skill.name.clone(), asked, able }
    });
    SkillMatrix { skills: skills.collect(), rows }
}

impl SkillMatrix {
    /// Where work hangs on one person or on nobody, and what ends soon; the most pressing first.
    pub fn risks(&self, now: Time) -> Vec<String> {
        let mut risks = Vec::new();
        let asked = || self.skills.iter().enumerate().filter_map(|(at, skill)| Some((at, skill, skill.asked?)));
        let level = |asked: i64| if asked > 0 { format!(" at level {asked}") } else { String::new() };
        for (_, skill, asked) in asked().filter(|(_, skill, _)| skill.able == 0) {
            risks.push(format!("Nobody can do {}{}, and work asks for it.", skill.name, level(asked)));
        }
        for (at, skill, asked) in asked().filter(|(_, skill, _)| skill.able == 1) {
            let holds = |row: &&SkillRow| matches!(row.cells.get(at), Some(Some(held)) if held.holds() && held.level >= asked);
            if let Some(row) = self.rows.iter().find(holds) {
                risks.push(format!("Only {} can do {}{}.", row.name, skill.name, level(asked)));
            }
        }
        for (at, skill, _) in asked() {
            for row in &self.rows {
                if let Some(Some(Held { validity: Validity::EndsSoon, until: Some(until), .. })) = row.cells.get(at) {
                    risks.push(format!("{} of {} ends {}.", skill.name, row.name, day_text(*until, now)));
                }
            }
        }
        risks
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    fn now() -> Time {
        Time::parse("2026-11-02 07:00").unwrap()
    }

    /// Ann teaches welding, Bob learns it, Cid held it until October and holds it again from next week.
    fn shop() -> Workspace {
        let mut workspace = Workspace::default();
        for (at, name) in [(1, "Welders"), (2, "Ann"), (3, "Bob"), (4, "Cid")] {
            let mut person = Resource::new(ResourceId::from_raw(at));
            (person.name, person.class) = (name.to_owned(), ResourceClass::Person);
            person.owner = (at > 1).then_some(ResourceId::from_raw(1));
            workspace.resources.insert(person.id, person);
        }
        let mut skill = Skill::new(SkillId::from_raw(1));
        skill.name = "welding".to_owned();
        workspace.skills.insert(skill.id, skill);
        for (at, who, level, start, end) in [
            (1, 2, 4, None, Some("2026-12-01")),
            (2, 3, 1, None, None),
            (3, 4, 3, None, Some("2026-10-01")),
            (4, 4, 3, Some("2026-11-09"), None),
        ] {
            let mut held = ResourceSkill::new(ResourceSkillId::from_raw(at));
            (held.resource, held.skill, held.level) = (Some(ResourceId::from_raw(who)), Some(SkillId::from_raw(1)), level);
            (held.start, held.end) = (start.and_then(Time::parse), end.and_then(Time::parse));
            workspace.resource_skills.insert(held.id, held);
        }
        let mut line = OperationResource::new(OperationResourceId::from_raw(1));
        (line.skill, line.skill_level) = (Some(SkillId::from_raw(1)), 2);
        workspace.operation_resources.insert(line.id, line);
        workspace
    }

    #[test]
    fn each_person_has_the_record_that_counts_now() {
        let matrix = skill_matrix(&shop(), now());
        let words: Vec<String> =
            matrix.rows.iter().map(|row| format!("{}: {}", row.name, row.cells[0].as_ref().unwrap().words(now()))).collect();
        assert_eq!(
            words,
            ["Ann: level 4, teaches it, until Tue 1 Dec", "Bob: level 1, learns it", "Cid: level 3, does it alone, from Mon 9 Nov"]
        );
        assert_eq!((matrix.skills[0].able, matrix.skills[0].asked), (1, Some(2)), "the group is no person, Bob only learns it");
    }

    #[test]
    fn what_hangs_on_one_person_and_what_ends_is_told() {
        let mut workspace = shop();
        let told = |workspace: &Workspace| skill_matrix(workspace, now()).risks(now());
        assert_eq!(told(&workspace), ["Only Ann can do welding at level 2.", "welding of Ann ends Tue 1 Dec."]);
        workspace.resource_skills.get_mut(&ResourceSkillId::from_raw(1)).unwrap().level = 1;
        assert_eq!(told(&workspace)[0], "Nobody can do welding at level 2, and work asks for it.");
        workspace.operation_resources.clear();
        assert_eq!(told(&workspace), Vec::<String>::new(), "what no work asks for is no risk");
    }
}
