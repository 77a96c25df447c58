//! What machines are set up for: the families of the work, and how long each machine takes from one to the other.
//!
//! A family is what the lines of an operation ask its machines to be set up for. Never decides an order of work.

use super::shop::Shop;
use crate::engine::schedule as sched;
use crate::model::*;

/// Families met so far, and the machines that are changed over.
#[derive(Default)]
pub struct Setups<'w> {
    /// Which set-ups a family asks for: of a machine, or of any in a group.
    families: Vec<Vec<(ResourceId, &'w str)>>,
    machines: Vec<(&'w Resource, SetupMatrixId)>,
}

impl<'w> Setups<'w> {
    /// The family of an operation; `None` where its machines may be set up for anything.
    pub fn family(&mut self, shop: &Shop<'w>, operation: OperationId) -> Option<u32> {
        let lines = shop.resources(operation).iter();
        let asked = lines.filter_map(|line| Some((line.resource?, line.setup.trim()))).filter(|(_, setup)| !setup.is_empty());
        let asked: Vec<(ResourceId, &str)> = asked.collect();
        (!asked.is_empty()).then(|| self.number(asked))
    }

    /// The position of a machine among the matrices and what it is set up for first; `None` where it needs no changing over.
    pub fn machine(&mut self, resource: &'w Resource) -> Option<(u32, Option<u32>)> {
        let matrix = resource.setup_matrix?;
        self.machines.push((resource, matrix));
        let first = resource.setup.trim();
        Some((self.machines.len() as u32 - 1, (!first.is_empty()).then(|| self.number(vec![(resource.id, first)]))))
    }

    fn number(&mut self, family: Vec<(ResourceId, &'w str)>) -> u32 {
        let known = self.families.iter().position(|other| *other == family);
        known.unwrap_or_else(|| {
            self.families.push(family);
            self.families.len() - 1
        }) as u32
    }

    /// A matrix for each machine, once every family is known.
    pub fn matrices(&self, workspace: &Workspace) -> Vec<sched::SetupMatrix> {
        self.machines.iter().map(|(machine, matrix)| self.matrix(workspace, machine, *matrix)).collect()
    }

    fn matrix(&self, workspace: &Workspace, machine: &Resource, id: SetupMatrixId) -> sched::SetupMatrix {
        let rules = rules(workspace, id);
        let asked: Vec<&str> = self
            .families
            .iter()
            .map(|family| family.iter().find(|(resource, _)| is_within(workspace, machine, *resource)).map_or("", |(_, setup)| *setup))
            .collect();
        let mut matrix = sched::SetupMatrix { families: asked.len() as u32, ..sched::SetupMatrix::default() };
        for from in &asked {
            for to in &asked {
                let rule = changeover(&rules, from, to);
                matrix.times.push(rule.map_or(Span::ZERO, |rule| rule.duration));
                matrix.costs.push(rule.map_or(0, |rule| rule.cost.clamp(0.0, 1e9) as u32));
            }
        }
        matrix
    }
}

/// Whether a machine is the one named, or belongs to the group named.
fn is_within(workspace: &Workspace, machine: &Resource, named: ResourceId) -> bool {
    // Groups that contain each other are reported elsewhere; here they must only not go on for ever.
    let mut at = Some(machine);
    for _ in 0..=workspace.resources.len() {
        match at {
            Some(resource) if resource.id == named => return true,
            Some(resource) => at = resource.owner.and_then(|owner| workspace.resources.get(&owner)),
            None => return false,
        }
    }
    false
}

/// The rules of a set of changeovers, those that hold before others first.
pub fn rules(workspace: &Workspace, matrix: SetupMatrixId) -> Vec<&SetupRule> {
    let mut rules: Vec<&SetupRule> = workspace.setup_rules.values().filter(|rule| rule.matrix == Some(matrix)).collect();
    sort_with_key(&mut rules, |rule| (rule.priority, rule.id));
    rules
}

/// The rule for a change; what stays as it is is changed only by a rule that names it on both sides, and what asks for nothing never.
pub fn changeover<'w>(rules: &[&'w SetupRule], from: &str, to: &str) -> Option<&'w SetupRule> {
    if from.is_empty() || to.is_empty() {
        return None;
    }
    let fits = |named: &str, setup: &str| named.trim() == setup || (named.trim().is_empty() && from != to);
    rules.iter().copied().find(|rule| fits(&rule.from_setup, from) && fits(&rule.to_setup, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(id: u64, from: &str, to: &str, minutes: i64, priority: i64) -> SetupRule {
        let ends = SetupRule { from_setup: from.into(), to_setup: to.into(), ..SetupRule::new(SetupRuleId::from_raw(id)) };
        SetupRule { matrix: Some(SetupMatrixId::from_raw(1)), duration: Span::from_minutes(minutes), priority, ..ends }
    }

    #[test]
    fn the_first_rule_that_fits_holds_and_what_stays_needs_none() {
        let mut workspace = Workspace::default();
        for rule in [rule(1, "", "", 30, 9), rule(2, "white", "", 5, 2), rule(3, "black", "white", 60, 1), rule(4, "sand", "sand", 2, 1)] {
            workspace.setup_rules.insert(rule.id, rule);
        }
        let rules = rules(&workspace, SetupMatrixId::from_raw(1));
        let minutes = |from, to| changeover(&rules, from, to).map_or(0, |rule| rule.duration.seconds() / 60);
        assert_eq!([minutes("white", "black"), minutes("black", "white"), minutes("black", "sand")], [5, 60, 30]);
        assert_eq!([minutes("white", "white"), minutes("sand", "sand")], [0, 2]);
    }
}
