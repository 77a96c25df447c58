//! The calendars of everything that a mode needs, joined into one.
//!
//! Never joins the same calendars twice.

use super::modes::Shapes;
use super::network::Need;
use super::problem::{Mode, Problem, ProfileIndex, Requirement, ResourceKind, Task};
use crate::engine::calendar::{Milli, ONE, Profile};

/// So many kinds of needs are known by their first resource; others are joined by their parts each time.
const MOST_MET: usize = 4;

/// Parts of a key: the task's own calendar, a resource's speed, or (with the threshold above) a resource's size.
const OWN: u64 = 1 << 63;
const SPEED: u64 = 1 << 62;
/// Stands for the speed of a resource that has none of its own. No problem has as many calendars.
const FULL_SPEED: u64 = 0xFFFF_FFFF;

/// Joined calendars so far, by position among the shapes.
pub(super) struct Joined {
    /// By what they are made of, sorted: there are few, and hashing takes longer than finding.
    known: Vec<(Vec<u64>, u32)>,
    /// By the first resource that a mode names: most modes need what one before them needed.
    met: Vec<Vec<Met>>,
    key: Vec<u64>,
}

/// What a mode needs, in which calendar of the task's own, and the joined calendar of that.
type Met = (Vec<Requirement>, Option<ProfileIndex>, u32);

/// A mode whose calendars are to be joined.
pub(super) struct Joining<'a> {
    pub problem: &'a Problem,
    /// Distinct values of each resource's size.
    pub sizes: &'a [Vec<Milli>],
    /// What the mode takes.
    pub needs: &'a [Need],
    pub task: &'a Task,
    pub mode: &'a Mode,
}

impl Joined {
    pub fn new(resources: usize) -> Joined {
        Joined { known: Vec::new(), met: vec![Vec::new(); resources], key: Vec::new() }
    }

    /// The task's own speed times that of the slowest resource, while all have enough; `None` where one of the calendars does not exist.
    pub fn calendar(&mut self, joining: &Joining, shapes: &mut Shapes) -> Option<u32> {
        let (needed, own) = (&joining.mode.requirements, joining.task.calendar);
        let first = needed.first().map_or(usize::MAX, |requirement| requirement.resource as usize);
        let is_met = |met: &&Met| met.1 == own && met.0 == *needed;
        if let Some(met) = self.met.get(first).and_then(|met| met.iter().find(is_met)) {
            return Some(met.2);
        }
        joining.key(&mut self.key)?;
        let index = match self.known.binary_search_by(|known| known.0.cmp(&self.key)) {
            Ok(place) => self.known[place].1,
            Err(place) => {
                let profile = joining.joined(&self.key);
                let index = if profile.constant() == Some(ONE) { 0 } else { shapes.add(profile) };
                self.known.insert(place, (self.key.clone(), index));
                index
            }
        };
        if let Some(met) = self.met.get_mut(first).filter(|met| met.len() < MOST_MET) {
            met.push((needed.clone(), own, index));
        }
        Some(index)
    }
}

impl Joining<'_> {
    /// Writes down what the joined calendar is made of, sorted.
    fn key(&self, key: &mut Vec<u64>) -> Option<()> {
        key.clear();
        let known = |index: ProfileIndex| ((index as usize) < self.problem.profiles.len()).then_some(u64::from(index));
        for requirement in &self.mode.requirements {
            let resource = self.problem.resources.get(requirement.resource as usize)?;
            insert(key, SPEED | resource.speed.map_or(Some(FULL_SPEED), known)?);
            if let Some(size) = resource.size {
                let needed = self.needs.iter().find(|need| need.resource == requirement.resource);
                let finite = matches!(resource.kind, ResourceKind::Finite);
                let threshold = needed.filter(|_| finite).map_or(1, |need| need.quantity);
                let sizes = &self.sizes[requirement.resource as usize];
                let level = sizes.partition_point(|value| *value < threshold).min(sizes.len() - 1);
                if level > 0 || sizes[0] == 0 {
                    // Equal for all thresholds between the same two sizes.
                    insert(key, (sizes[level].max(1) as u64) << 32 | known(size)?);
                }
            }
        }
        if let Some(own) = self.task.calendar {
            insert(key, OWN | known(own)?);
        }
        // All at full speed is as if nobody had said anything.
        if key.iter().filter(|part| **part & SPEED != 0).eq([&(SPEED | FULL_SPEED)]) {
            key.retain(|part| part & SPEED == 0);
        }
        Some(())
    }

    fn joined(&self, key: &[u64]) -> Profile {
        let profile = |part: u64| &self.problem.profiles[(part & 0xFFFF_FFFF) as usize];
        let join = |whole: Option<Profile>, part: Profile, how: fn(&Profile, &Profile) -> Profile| match whole {
            Some(whole) => Some(how(&whole, &part)),
            None => Some(part),
        };
        let (mut open, mut slowest, mut own) = (None, None, None);
        for &part in key {
            if part & OWN != 0 {
                own = Some(profile(part).clone());
            } else if part & SPEED != 0 {
                let full = part & FULL_SPEED == FULL_SPEED;
                let speed = if full { Profile::open() } else { profile(part).clone() };
                slowest = join(slowest, speed, Profile::smaller);
            } else {
                open = join(open, profile(part).at_least((part >> 32) as Milli), Profile::during);
            }
        }
        let factors = [slowest, own].into_iter().flatten();
        factors.fold(open, |whole, factor| join(whole, factor, Profile::times)).unwrap_or_else(Profile::open)
    }
}

/// Puts a part where it belongs in a sorted key, once.
fn insert(key: &mut Vec<u64>, part: u64) {
    if let Err(place) = key.binary_search(&part) {
        key.insert(place, part);
    }
}
