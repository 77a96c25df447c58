//! How much work the orders planned so far ask of each resource by when: enough to see that a preferred way is full.
//!
//! Never places anything; it only guides the choice between ways to get the same thing.

use super::Calendars;
use super::shop::Shop;
use super::staff::Team;
use crate::model::*;
use std::collections::BTreeMap;

/// Seconds of work by resource and by the day on which they are wanted.
#[derive(Clone, Debug, Default)]
pub struct RoughLoad {
    wanted: BTreeMap<ResourceId, BTreeMap<i64, f64>>,
    journal: Vec<(ResourceId, i64, f64)>,
}

impl RoughLoad {
    pub fn mark(&self) -> usize {
        self.journal.len()
    }

    pub fn back_to(&mut self, mark: usize) {
        while self.journal.len() > mark {
            let Some((resource, day, seconds)) = self.journal.pop() else { break };
            if let Some(of_day) = self.wanted.get_mut(&resource).and_then(|days| days.get_mut(&day)) {
                *of_day -= seconds;
            }
        }
    }

    /// Adds work to the team that would be done with it first, and says when that would be.
    pub fn add(&mut self, shop: &Shop, calendars: &Calendars, now: Time, teams: &[Team], seconds: i64, by: Time) -> Option<Time> {
        let day = by.max(now).seconds().div_euclid(DAY);
        let finish = |team: &Team| {
            let of_member = |member: &super::staff::Member| {
                let resource = shop
                    .workspace
                    .resources
                    .get(&member.resource)
                    .filter(|resource| resource.constrained && resource.kind == ResourceKind::Default)?;
                let before: f64 = self.wanted.get(&resource.id).map_or(0.0, |days| days.range(..=day).map(|(_, seconds)| seconds).sum());
                let speed = (resource.efficiency / 100.0).max(0.001);
                let work = before + seconds as f64 * member.quantity / speed;
                Some(calendars.size(resource).finish(now, Span::from_seconds(work as i64)).unwrap_or(Time::MAX))
            };
            team.members.iter().filter_map(of_member).max().unwrap_or(now)
        };
        let (done, team) = teams.iter().map(|team| (finish(team), team)).min_by_key(|(done, _)| *done)?;
        for member in &team.members {
            let Some(resource) = shop.workspace.resources.get(&member.resource) else { continue };
            let work = seconds as f64 * member.quantity / (resource.efficiency / 100.0).max(0.001);
            *self.wanted.entry(member.resource).or_default().entry(day).or_insert(0.0) += work;
            self.journal.push((member.resource, day, work));
        }
        Some(done)
    }
}
