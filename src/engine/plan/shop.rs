//! The workspace as a plan looks at it: what each operation uses, makes and needs, and every way to get an item.
//!
//! Never decides anything; it only finds.

use super::sizes::Sizes;
use crate::model::*;
use std::cell::OnceCell;

/// Look-ups over a workspace that a plan asks again and again.
pub struct Shop<'w> {
    pub workspace: &'w Workspace,
    materials: Groups<OperationId, &'w OperationMaterial>,
    resources: Groups<OperationId, &'w OperationResource>,
    below: Groups<OperationId, &'w Operation>,
    waits: Groups<OperationId, &'w OperationDependency>,
    members: Groups<ResourceId, &'w Resource>,
    skills: Groups<(ResourceId, SkillId), &'w ResourceSkill>,
    /// Looked up when first asked for: who only asks for teams does not pay for it.
    makers: OnceCell<Groups<ItemId, OperationId>>,
    terms: Groups<ItemId, &'w ItemSupplier>,
    moves: Groups<Option<ItemId>, &'w ItemDistribution>,
    only_place: Option<LocationId>,
}

/// A way to get an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Source<'w> {
    Make(&'w Operation),
    Move(&'w ItemDistribution),
    Buy(&'w ItemSupplier),
}

/// What one run of an operation puts out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Output {
    /// The step that puts it out.
    pub operation: OperationId,
    pub item: ItemId,
    /// Units for each one begun, without what is scrapped.
    pub per_unit: f64,
    pub per_run: f64,
    /// The share of what was begun that is left; one where nothing is scrapped.
    pub kept: f64,
    pub kind: FlowKind,
    pub transfer_batch: Option<f64>,
}

impl<'w> Shop<'w> {
    pub fn new(workspace: &'w Workspace) -> Shop<'w> {
        let mut in_order: Vec<&Operation> = workspace.operations.values().collect();
        sort_with_key(&mut in_order, |operation| (operation.priority, operation.id));
        Shop {
            workspace,
            materials: Groups::of(workspace.operation_materials.values(), |line| line.operation),
            resources: Groups::of(workspace.operation_resources.values(), |line| line.operation),
            below: Groups::of(in_order.into_iter(), |operation| operation.owner),
            waits: Groups::of(workspace.operation_dependencies.values(), |wait| wait.operation),
            members: Groups::of(workspace.resources.values(), |resource| resource.owner),
            skills: Groups::of(workspace.resource_skills.values(), |skill| skill.resource.zip(skill.skill)),
            makers: OnceCell::new(),
            terms: Groups::of(workspace.item_suppliers.values(), |terms| terms.item),
            moves: Groups::of(workspace.item_distributions.values(), |terms| Some(terms.item)),
            only_place: only_place(workspace),
        }
    }

    /// The operations that make an item, routings and choices as a whole.
    fn makers(&self, item: ItemId) -> impl Iterator<Item = &'w Operation> {
        let known = self.makers.get_or_init(|| self.find_makers()).get(item);
        known.iter().filter_map(|id| self.workspace.operations.get(id))
    }

    fn find_makers(&self) -> Groups<ItemId, OperationId> {
        let mut makers = Vec::new();
        for operation in self.workspace.operations.values() {
            if operation.owner.and_then(|owner| self.workspace.operations.get(&owner)).is_some() {
                continue;
            }
            let mut items: Vec<ItemId> = operation.item.into_iter().collect();
            if items.is_empty() {
                items = self.outputs(operation).iter().map(|output| output.item).collect();
            }
            sort_with_key(&mut items, |item| *item);
            items.dedup();
            makers.extend(items.into_iter().map(|item| (item, operation.id)));
        }
        Groups::of_pairs(makers)
    }

    /// The lines of an operation's bill of materials.
    pub fn materials(&self, operation: OperationId) -> &[&'w OperationMaterial] {
        self.materials.get(operation)
    }

    /// The lines of a step; what the routing itself uses is taken by its first step, or at the end by its last.
    pub fn lines_of_step(&self, routing: &Operation, steps: &[&Operation], at: usize) -> Vec<&'w OperationMaterial> {
        let Some(step) = steps.get(at) else { return Vec::new() };
        let mut lines = self.materials(step.id).to_vec();
        if step.id != routing.id {
            let at_end = at + 1 == steps.len();
            lines.extend(self.materials(routing.id).iter().filter(|line| if line.kind == FlowKind::End { at_end } else { at == 0 }));
        }
        lines
    }

    /// What an operation needs to be done.
    pub fn resources(&self, operation: OperationId) -> &[&'w OperationResource] {
        self.resources.get(operation)
    }

    /// What an operation waits for.
    pub fn waits(&self, operation: OperationId) -> &[&'w OperationDependency] {
        self.waits.get(operation)
    }

    /// The operations below a routing or choice, in their order.
    pub fn below(&self, operation: OperationId) -> &[&'w Operation] {
        self.below.get(operation)
    }

    /// The operations that are really run for one run of `operation`, in order: its steps, or itself.
    pub fn steps(&self, operation: &'w Operation) -> Vec<&'w Operation> {
        let mut steps = Vec::new();
        self.collect_steps(operation, &mut Vec::new(), &mut steps);
        steps
    }

    fn collect_steps(&self, operation: &'w Operation, path: &mut Vec<OperationId>, steps: &mut Vec<&'w Operation>) {
        let below = self.below(operation.id);
        // A step that is part of itself, as a merge of two copies can make it, is not opened again.
        if below.is_empty() || path.contains(&operation.id) {
            steps.push(operation);
            return;
        }
        path.push(operation.id);
        match operation.kind {
            OperationKind::Routing => below.iter().for_each(|step| self.collect_steps(step, path, steps)),
            // A choice inside a routing takes its first preference; choices are weighed at the top only.
            OperationKind::Alternate | OperationKind::Split => {
                let first = below.iter().find(|step| step.priority > 0).or(below.first());
                first.iter().for_each(|step| self.collect_steps(step, path, steps));
            }
            OperationKind::FixedTime | OperationKind::TimePer => steps.push(operation),
        }
        path.pop();
    }

    /// Everything that a run of the operation puts out; one unit per unit of its own item where no line says otherwise.
    pub fn outputs(&self, operation: &'w Operation) -> Vec<Output> {
        let steps = self.steps(operation);
        let mut outputs: Vec<Output> = Vec::new();
        let routing = (steps.first().map(|step| step.id) != Some(operation.id)).then_some(operation);
        for step in steps.iter().copied().chain(routing) {
            for line in self.materials(step.id) {
                let Some(item) = line.item.filter(|_| line.quantity > 0.0 || line.fixed_quantity > 0.0) else { continue };
                let at = if step.id == operation.id { steps.last().map_or(step.id, |last| last.id) } else { step.id };
                outputs.push(Output {
                    operation: at,
                    item,
                    per_unit: line.quantity.max(0.0),
                    per_run: line.fixed_quantity.max(0.0),
                    kept: 1.0,
                    kind: line.kind,
                    transfer_batch: line.transfer_batch,
                });
            }
        }
        let makes = operation.item.or_else(|| steps.iter().find_map(|step| step.item));
        if let (Some(item), Some(last)) = (makes, steps.last())
            && !outputs.iter().any(|output| output.item == item)
        {
            let (kind, transfer_batch) = (FlowKind::End, None);
            outputs.push(Output { operation: last.id, item, per_unit: 1.0, per_run: 0.0, kept: 1.0, kind, transfer_batch });
        }
        for output in &mut outputs {
            // What one step scraps does not come to the next.
            let until = steps.iter().position(|step| step.id == output.operation).map_or(steps.len(), |at| at + 1);
            output.kept = steps.iter().take(until).copied().chain(routing).map(Operation::kept_share).product();
            (output.per_unit, output.per_run) = (output.per_unit * output.kept, output.per_run * output.kept);
        }
        outputs
    }

    /// Every way to get `item` to `place`, the preferred one first; preference 0 is never chosen by itself.
    pub fn sources(&self, item: ItemId, place: Option<LocationId>) -> Vec<Source<'w>> {
        let mut found: Vec<(i64, u8, f64, u64, Source<'w>)> = Vec::new();
        let makers = self.makers(item).filter(|operation| operation.priority > 0);
        for operation in makers.filter(|operation| self.within(place, operation.location)) {
            for way in self.ways(operation) {
                // The preference of a choice's part orders the parts; that of the choice orders it among other sources.
                let rank = operation.priority.saturating_mul(1_000).saturating_add(if way.id == operation.id { 0 } else { way.priority });
                found.push((rank, 0, self.unit_cost(way), way.id.raw(), Source::Make(way)));
            }
        }
        for group in self.families(item) {
            let moves = self.moves.get(Some(group)).iter();
            let any = self.moves.get(None).iter().filter(|_| group == item);
            for terms in moves.chain(any).filter(|terms| terms.origin != place && self.within(place, terms.location)) {
                found.push((terms.priority.saturating_mul(1_000), 1, terms.cost, terms.id.raw(), Source::Move(terms)));
            }
            for terms in self.terms.get(group).iter().filter(|terms| self.within(place, terms.location)) {
                found.push((terms.priority.saturating_mul(1_000), 2, terms.cost, terms.id.raw(), Source::Buy(terms)));
            }
        }
        found.retain(|(rank, ..)| *rank > 0);
        let by_cost = found.iter().any(|(.., source)| source.cheapest_first());
        sort_with(&mut found, |a, b| {
            let rank =
                if by_cost { a.2.total_cmp(&b.2).then(a.0.cmp(&b.0)) } else { a.0.cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.total_cmp(&b.2)) };
            rank.then(a.3.cmp(&b.3))
        });
        found.into_iter().map(|(.., source)| source).collect()
    }

    /// The operations that an operation may stand for: the parts of a choice, or itself.
    pub fn ways(&self, operation: &'w Operation) -> Vec<&'w Operation> {
        let parts = self.below(operation.id);
        if operation.kind != OperationKind::Alternate || parts.is_empty() {
            return vec![operation];
        }
        let mut ways: Vec<&Operation> = parts.iter().copied().filter(|part| part.priority > 0).collect();
        if matches!(operation.search_mode, SearchMode::MinimumCost | SearchMode::MinimumCostPenalty) {
            sort_with(&mut ways, |a, b| self.unit_cost(a).total_cmp(&self.unit_cost(b)));
        }
        ways
    }

    /// Money for one unit: the operation, its hours on the first resource of each requirement, and the value of its materials.
    pub fn unit_cost(&self, operation: &'w Operation) -> f64 {
        let of_step = |step: &&Operation| {
            let hours = step.duration_per_unit / 3600.0;
            let resources = self.resources(step.id).iter().filter_map(|line| self.workspace.resources.get(&line.resource?));
            let materials = self.materials(step.id).iter().filter(|line| line.quantity < 0.0);
            step.cost
                + resources.map(|resource| resource.cost * hours).sum::<f64>()
                + materials.filter_map(|line| Some(-line.quantity * self.workspace.items.get(&line.item?)?.cost)).sum::<f64>()
        };
        self.steps(operation).iter().map(of_step).sum()
    }

    /// Whether what holds at `at` holds at `place`: the same location, a part of it, or anywhere where none is named.
    pub fn within(&self, place: Option<LocationId>, at: Option<LocationId>) -> bool {
        let Some(at) = at else { return true };
        let Some(mut place) = place else { return false };
        for _ in 0..=self.workspace.locations.len() {
            if place == at {
                return true;
            }
            match self.workspace.locations.get(&place).and_then(|location| location.owner) {
                Some(owner) => place = owner,
                None => return false,
            }
        }
        false
    }

    /// The item and the groups it belongs to, nearest first.
    pub fn families(&self, item: ItemId) -> Vec<ItemId> {
        let mut families = vec![item];
        while let Some(owner) = families.last().and_then(|last| self.workspace.items.get(last)?.owner) {
            if families.contains(&owner) {
                break;
            }
            families.push(owner);
        }
        families
    }

    /// Where an item is asked for when nobody says where: the only location there is, else one that makes, keeps or gets it.
    pub fn usual_place(&self, item: ItemId) -> Option<LocationId> {
        let made = || self.makers(item).find_map(|operation| operation.location);
        let kept = || self.workspace.stocks.values().find(|stock| stock.item == Some(item))?.location;
        let bought = || self.terms.get(item).iter().find_map(|terms| terms.location);
        self.only_place.or_else(made).or_else(kept).or_else(bought)
    }

    /// The location of a record, or the only one there is.
    pub fn place_of(&self, location: Option<LocationId>) -> Option<LocationId> {
        location.or(self.only_place)
    }

    /// The members that can stand for a resource: itself, or where it is a group everybody in it, at every depth.
    pub fn members(&self, resource: &'w Resource) -> Vec<&'w Resource> {
        let mut found = Vec::new();
        let mut waiting = vec![resource];
        let mut seen = vec![resource.id];
        while let Some(next) = waiting.pop() {
            match self.members.get(next.id) {
                [] if next.class == ResourceClass::Group => {}
                [] => found.push(next),
                members => {
                    for member in members.iter().rev().filter(|member| !seen.contains(&member.id)).copied().collect::<Vec<_>>() {
                        seen.push(member.id);
                        waiting.push(member);
                    }
                }
            }
        }
        found
    }

    /// The validities and preferences of a skill of a resource; empty where it does not have it.
    pub fn skill(&self, resource: ResourceId, skill: SkillId) -> &[&'w ResourceSkill] {
        self.skills.get((resource, skill))
    }

    /// A parameter kept from another program, where it is switched off.
    pub fn switched_off(&self, name: &str) -> bool {
        self.parameter(name).is_some_and(|value| value.eq_ignore_ascii_case("false"))
    }

    /// The value of a parameter kept from another program.
    pub fn parameter(&self, name: &str) -> Option<&'w str> {
        self.workspace.parameters.values().find(|parameter| parameter.name == name).map(|parameter| parameter.value.as_str())
    }

    pub fn item_name(&self, item: Option<ItemId>) -> String {
        item.and_then(|item| self.workspace.items.get(&item)).map_or_else(|| "an item that is gone".to_owned(), |item| item.name.clone())
    }

    /// ` at factory`, or nothing where the place is not known.
    pub fn at_place(&self, place: Option<LocationId>) -> String {
        let named = place.and_then(|place| self.workspace.locations.get(&place));
        named.map_or_else(String::new, |location| format!(" at {}", location.name))
    }
}

impl Output {
    /// Units to begin so that `quantity` comes out; whole ones where only scrap would make them broken.
    pub fn begun_for(&self, quantity: f64) -> f64 {
        let needed = (quantity - self.per_run).max(0.0) / self.per_unit;
        let is_whole = |units: f64| (units - units.round()).abs() < 1e-9;
        if self.kept < 1.0 && is_whole(needed * self.kept) { (needed - 1e-9).ceil() } else { needed }
    }
}

impl Source<'_> {
    fn cheapest_first(&self) -> bool {
        matches!(self, Source::Make(operation) if operation.search_mode == SearchMode::MinimumCost)
    }
}

impl From<&Operation> for Sizes {
    fn from(operation: &Operation) -> Sizes {
        Sizes { minimum: operation.size_minimum, multiple: operation.size_multiple, maximum: operation.size_maximum }
    }
}

impl From<&ItemSupplier> for Sizes {
    fn from(terms: &ItemSupplier) -> Sizes {
        Sizes { minimum: terms.size_minimum, multiple: terms.size_multiple, maximum: terms.size_maximum }
    }
}

impl From<&ItemDistribution> for Sizes {
    fn from(terms: &ItemDistribution) -> Sizes {
        Sizes { minimum: terms.size_minimum, multiple: terms.size_multiple, maximum: terms.size_maximum }
    }
}

/// The one location that no other is a part of, where there is just one.
fn only_place(workspace: &Workspace) -> Option<LocationId> {
    let owners: Vec<LocationId> = workspace.locations.values().filter_map(|location| location.owner).collect();
    let mut leaves = workspace.locations.keys().filter(|id| !owners.contains(id));
    leaves.next().filter(|_| leaves.next().is_none())
}
