//! Who can do an operation: every combination of resources that meets all its requirements.
//!
//! Never chooses one; the scheduler does, when it knows who is free.

use super::lack::Lack;
use super::shop::Shop;
use crate::engine::calendar::{Milli, milli};
use crate::model::*;
use std::collections::BTreeMap;

/// One combination of resources that can do an operation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Team {
    pub members: Vec<Member>,
    /// Lower is preferred; preferences count a thousand each, costs less.
    pub rank: u32,
}

/// A resource of a team.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Member {
    pub resource: ResourceId,
    /// Units in use during the run, or per unit of the run where its limit is per period.
    pub quantity: f64,
    /// Use per run of a limit per period.
    pub per_run: f64,
    /// The skill asked of it.
    pub skill: Option<SkillNeed>,
}

/// A skill, and how well it must be held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SkillNeed {
    pub skill: SkillId,
    /// The least level; 0 asks for the skill alone.
    pub level: i64,
}

impl SkillNeed {
    /// What a requirement asks for.
    pub fn of(line: &OperationResource) -> Option<SkillNeed> {
        line.skill.map(|skill| SkillNeed { skill, level: line.skill_level })
    }

    /// The records by which a resource meets it, each for its time; nothing where it never does.
    pub fn held<'a>(&self, shop: &'a Shop, resource: ResourceId) -> impl Iterator<Item = &'a ResourceSkill> + Clone + use<'a> {
        let level = self.level;
        shop.skill(resource, self.skill).iter().copied().filter(move |held| held.level >= level)
    }
}

/// More runs than this are not done side by side for one need.
const MOST_SIDE_BY_SIDE: usize = 8;

/// More combinations than this are not weighed.
const MOST_TEAMS: usize = 64;

/// Every team that can do the operation, the preferred one first; one empty team where it needs nobody.
///
/// # Errors
/// What is missing, where a requirement can be met by nobody.
pub fn teams(shop: &Shop, operation: &Operation) -> Result<Vec<Team>, Lack> {
    let mut teams = vec![Team::default()];
    for group in requirement_groups(shop.resources(operation.id)) {
        let mut choices: Vec<(u32, Vec<Member>)> = Vec::new();
        let mut lack = None;
        for line in group {
            match candidates(shop, operation, line) {
                Ok(found) => choices.extend(found),
                Err(missing) => lack = lack.or(Some(missing)),
            }
        }
        if choices.is_empty() {
            match lack {
                Some(lack) => return Err(lack),
                None => continue,
            }
        }
        sort_with_key(&mut choices, |(rank, _)| *rank);
        teams = joined(&teams, &choices);
        if teams.is_empty() {
            return Err(Lack::NoTeam { operation: operation.id });
        }
    }
    sort_with_key(&mut teams, |team| team.rank);
    Ok(teams)
}

/// Lines with the same name are alternatives; a line without a name stands by itself.
fn requirement_groups<'a, 'w>(lines: &'a [&'w OperationResource]) -> Vec<Vec<&'a &'w OperationResource>> {
    let mut groups: Vec<Vec<&&OperationResource>> = Vec::new();
    for line in lines {
        let known = groups.iter_mut().find(|group| !line.name.is_empty() && group.first().is_some_and(|first| first.name == line.name));
        match known {
            Some(group) => group.push(line),
            None => groups.push(vec![line]),
        }
    }
    groups
}

/// Every way to meet one line.
fn candidates(shop: &Shop, operation: &Operation, line: &OperationResource) -> Result<Vec<(u32, Vec<Member>)>, Lack> {
    let Some(resource) = line.resource.and_then(|id| shop.workspace.resources.get(&id)) else { return Ok(Vec::new()) };
    if line.quantity <= 0.0 && line.fixed_quantity <= 0.0 {
        return Ok(Vec::new());
    }
    let everyone = shop.members(resource);
    let need = SkillNeed::of(line);
    let able: Vec<(&Resource, i64)> = match need {
        None => everyone.iter().map(|member| (*member, 1)).collect(),
        Some(need) => {
            everyone.iter().filter_map(|member| Some((*member, need.held(shop, member.id).map(|held| held.priority).min()?))).collect()
        }
    };
    if able.is_empty() {
        return Err(Lack::Nobody { operation: operation.id, resource: resource.id, need });
    }
    let by_cost = matches!(line.search_mode, SearchMode::MinimumCost | SearchMode::MinimumCostPenalty);
    let rank = |resource: &Resource, skill_priority: i64| {
        let cost = milli(resource.cost).min(999_000) / 1_000;
        let preference = line.priority.clamp(0, 500) * 1_000 + skill_priority.clamp(0, 500) * 1_000;
        (if by_cost { cost } else { preference.saturating_add(cost.min(900)) }).clamp(0, 1_000_000) as u32
    };
    let member = |resource: &Resource, quantity: f64| Member { resource: resource.id, quantity, per_run: line.fixed_quantity, skill: need };
    let fits = |resource: &Resource| {
        resource.kind != ResourceKind::Default || resource.maximum_calendar.is_some() || resource.maximum >= line.quantity - 1e-9
    };
    let mut single: Vec<(u32, Vec<Member>)> = able
        .iter()
        .filter(|(resource, _)| fits(resource))
        .map(|(resource, skill)| (rank(resource, *skill), vec![member(resource, line.quantity)]))
        .collect();
    let several =
        line.quantity > 1.0 && able.len() > 1 && (single.is_empty() || shop.parameter("plan.individualPoolResources") == Some("true"));
    if several {
        single = crews(&able, line.quantity.ceil() as usize, &rank, &member);
    }
    if single.is_empty() {
        return Err(Lack::TooSmall { operation: operation.id, resource: resource.id, quantity: line.quantity });
    }
    Ok(single)
}

/// Crews of `count` different members, one unit of each.
fn crews(
    able: &[(&Resource, i64)],
    count: usize,
    rank: &dyn Fn(&Resource, i64) -> u32,
    member: &dyn Fn(&Resource, f64) -> Member,
) -> Vec<(u32, Vec<Member>)> {
    let mut found = Vec::new();
    let mut chosen: Vec<usize> = (0..count).collect();
    if count > able.len() {
        return found;
    }
    while found.len() < MOST_TEAMS {
        let crew = chosen.iter().map(|&at| &able[at]);
        let total = crew.clone().map(|(resource, skill)| u64::from(rank(resource, *skill))).sum::<u64>() / count.max(1) as u64;
        found.push((total as u32, crew.map(|(resource, _)| member(resource, 1.0)).collect()));
        // The next combination in lexicographic order.
        let Some(at) = (0..count).rev().find(|&at| chosen[at] < able.len() - count + at) else { break };
        chosen[at] += 1;
        for next in at + 1..count {
            chosen[next] = chosen[next - 1] + 1;
        }
    }
    found
}

/// Every team with every choice added; a resource asked for twice must be there for both.
fn joined(teams: &[Team], choices: &[(u32, Vec<Member>)]) -> Vec<Team> {
    let mut joined = Vec::new();
    for team in teams {
        for (rank, members) in choices {
            if joined.len() == MOST_TEAMS {
                return joined;
            }
            let twice = members.iter().any(|member| team.members.iter().any(|other| other.resource == member.resource));
            if twice {
                continue;
            }
            let mut larger = team.clone();
            larger.members.extend(members);
            larger.rank = larger.rank.saturating_add(*rank);
            joined.push(larger);
        }
    }
    joined
}

/// The largest run whose use of every limit per period still fits into one period; `None` where nothing limits it.
pub fn largest_run(calendars: &super::Calendars, shop: &Shop, teams: &[Team]) -> Option<f64> {
    let of_member = |member: &Member| -> Option<f64> {
        let resource = shop.workspace.resources.get(&member.resource).filter(|resource| resource.constrained)?;
        let limit = calendars.buckets(resource)?.iter().map(|bucket| bucket.limit).max()? as f64 / 1_000.0;
        let unit = use_of_period(resource, member.quantity);
        (unit > 0.0).then(|| ((limit - use_of_period(resource, member.per_run)) / unit).max(0.0))
    };
    let of_team = |team: &Team| team.members.iter().filter_map(of_member).fold(f64::INFINITY, f64::min);
    let largest = teams.iter().map(of_team).fold(0.0, f64::max);
    (largest.is_finite() && !teams.is_empty()).then_some(largest)
}

/// How many runs these teams can do at the same time, at most: no resource of a team more often than it has room.
pub fn side_by_side(calendars: &super::Calendars, shop: &Shop, teams: &[Team]) -> usize {
    let mut room: BTreeMap<ResourceId, i64> = BTreeMap::new();
    let mut runs = 0;
    for team in teams {
        let limited = |member: &Member| {
            let resource = shop.workspace.resources.get(&member.resource)?;
            (resource.constrained && resource.kind == ResourceKind::Default && member.quantity > 0.0).then_some(resource)
        };
        let mut fits = usize::MAX;
        for (member, resource) in team.members.iter().filter_map(|member| Some((member, limited(member)?))) {
            let left = *room.entry(resource.id).or_insert_with(|| calendars.size(resource).largest());
            fits = fits.min((left / units(member).max(1)).max(0) as usize);
        }
        if fits == usize::MAX {
            return MOST_SIDE_BY_SIDE;
        }
        for member in &team.members {
            room.entry(member.resource).and_modify(|left| *left -= fits as i64 * units(member));
        }
        runs += fits;
    }
    runs.clamp(1, MOST_SIDE_BY_SIDE)
}

/// How much of a limit per period a quantity uses: units for a calendar's periods, hours (of seconds given) for days, weeks and months.
pub fn use_of_period(resource: &Resource, quantity: f64) -> f64 {
    quantity / quantity_per_use(resource)
}

/// The quantity that uses so much of a limit per period.
pub fn run_of_period(resource: &Resource, used: f64) -> f64 {
    used * quantity_per_use(resource)
}

fn quantity_per_use(resource: &Resource) -> f64 {
    let unit = if resource.kind == ResourceKind::Buckets { 1.0 } else { 3600.0 };
    unit * (resource.efficiency / 100.0).max(0.001)
}

/// Whether the member has its skill all the time between two moments.
pub fn skilled(shop: &Shop, member: &Member, start: Time, end: Time) -> bool {
    let Some(need) = member.skill else { return true };
    need.held(shop, member.resource)
        .any(|skill| skill.start.is_none_or(|since| since <= start) && skill.end.is_none_or(|until| end <= until))
}

/// From when some team has all its skills, and until when some team keeps them.
pub fn skill_window(shop: &Shop, teams: &[Team]) -> (Option<Time>, Option<Time>) {
    let of_team = |team: &Team| {
        let (mut from, mut until) = (Time::MIN, Time::MAX);
        for member in &team.members {
            let Some(need) = member.skill else { continue };
            let held = need.held(shop, member.resource);
            from = from.max(held.clone().map(|skill| skill.start.unwrap_or(Time::MIN)).min().unwrap_or(Time::MIN));
            until = until.min(held.map(|skill| skill.end.unwrap_or(Time::MAX)).max().unwrap_or(Time::MAX));
        }
        (from, until)
    };
    let windows = teams.iter().map(of_team);
    let from = windows.clone().map(|(from, _)| from).min().filter(|from| *from > Time::MIN);
    (from, windows.map(|(_, until)| until).max().filter(|until| *until < Time::MAX))
}

/// The units of a member in use at a moment, in thousandths.
pub fn units(member: &Member) -> Milli {
    milli(member.quantity)
}
