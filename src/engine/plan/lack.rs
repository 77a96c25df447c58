//! Why something cannot be had at all, as data; the sentence is made where it is told.
//!
//! Never speaks of lateness: that is what `why` does.

use super::shop::Shop;
use super::staff::SkillNeed;
use crate::model::*;

/// Operations that wait for each other one by one, outside of a routing, at most.
pub const MOST_WAITING: usize = 150;

/// What makes a need impossible.
#[derive(Clone, Debug, PartialEq)]
pub enum Lack {
    /// No operation, supplier or transport gets the item there.
    NoSource { item: ItemId, place: Option<LocationId> },
    /// An item is needed to make itself.
    Circle { items: Vec<ItemId> },
    /// An operation waits for itself.
    CircleOfOperations { operations: Vec<OperationId> },
    /// Nobody in the group has the skill, or there is nobody in it.
    Nobody { operation: OperationId, resource: ResourceId, need: Option<SkillNeed> },
    /// Nobody in the group is large enough.
    TooSmall { operation: OperationId, resource: ResourceId, quantity: f64 },
    /// Its requirements ask for the same resource twice.
    NoTeam { operation: OperationId },
    /// Its calendars are never open together for long enough.
    NeverOpen { operation: OperationId },
    /// The operation or the supply terms are no longer valid.
    Expired { operation: Option<OperationId>, item: Option<ItemId> },
    /// The order lacks what it takes to plan it.
    Incomplete { what: &'static str },
    /// Bills of materials deeper than any product's.
    TooDeep { item: ItemId },
    /// Operations that wait for each other in a longer chain than can be followed.
    TooLong { operation: OperationId },
    /// More units than can be counted.
    TooMuch { item: ItemId },
    /// It would only be ready later than the order accepts.
    TooLate { ready: Option<Time>, limit: Time, because: String },
    /// There was no place for it in the present plan, and work of that plan stays.
    Kept,
    /// The scheduler found no time for an operation within the horizon.
    NoTime { operation: Option<OperationId>, because: String },
}

impl Lack {
    /// The sentence for people.
    pub fn sentence(&self, shop: &Shop) -> String {
        let workspace = shop.workspace;
        let operation =
            |id: &OperationId| workspace.operations.get(id).map_or_else(|| "an operation".to_owned(), |operation| operation.name.clone());
        let resource =
            |id: &ResourceId| workspace.resources.get(id).map_or_else(|| "a resource".to_owned(), |resource| resource.name.clone());
        match self {
            Lack::NoSource { item, place } => {
                format!("No operation or supplier makes {}{}.", shop.item_name(Some(*item)), shop.at_place(*place))
            }
            Lack::Circle { items } => {
                let names: Vec<String> = items.iter().map(|item| shop.item_name(Some(*item))).collect();
                format!("The materials run in a circle: {}.", names.join(" needs "))
            }
            Lack::CircleOfOperations { operations } => {
                let names: Vec<String> = operations.iter().map(operation).collect();
                format!("The operations wait for each other: {}.", names.join(" waits for "))
            }
            Lack::Nobody { operation: id, resource: group, need } => {
                match need.and_then(|need| workspace.skills.get(&need.skill).zip(Some(need.level))) {
                    Some((skill, level)) => {
                        let level = if level > 0 { format!(" at level {level}") } else { String::new() };
                        format!("{} needs {}{level}, and nobody in {} has that skill{level}.", operation(id), skill.name, resource(group))
                    }
                    None => format!("{} needs somebody of {}, and there is nobody in it.", operation(id), resource(group)),
                }
            }
            Lack::TooSmall { operation: id, resource: group, quantity } => {
                format!(
                    "{} needs {} units of {} at once, which is more than there is.",
                    operation(id),
                    text::number_text(*quantity),
                    resource(group)
                )
            }
            Lack::NoTeam { operation: id } => format!("{} asks for the same resource twice.", operation(id)),
            Lack::NeverOpen { operation: id } => {
                format!("The calendars of {} and of what it needs are never open together for long enough.", operation(id))
            }
            Lack::Expired { operation: Some(id), .. } => format!("{} is no longer valid.", operation(id)),
            Lack::Expired { item, .. } => format!("The supply terms for {} are no longer valid.", shop.item_name(*item)),
            Lack::Incomplete { what } => format!("The order has no {what}."),
            Lack::TooDeep { item } => format!("The bill of materials of {} goes deeper than 100 levels.", shop.item_name(Some(*item))),
            Lack::TooLong { operation: id } => {
                format!("More than {MOST_WAITING} operations wait for each other before {}; make them steps of a routing.", operation(id))
            }
            Lack::TooMuch { item } => format!("More of {} is needed than can be counted.", shop.item_name(Some(*item))),
            Lack::TooLate { ready, limit, because } => {
                // The sentence is kept for as long as the plan is: its dates have their year.
                let moment = |time: &Time| text::day_and_clock_text(*time, Time::MIN);
                let when = ready
                    .as_ref()
                    .map(moment)
                    .map_or_else(|| "It could not be ready".to_owned(), |ready| format!("It would only be ready on {ready}, not"));
                let because = if because.is_empty() { ".".to_owned() } else { format!(": {because}") };
                format!("{when} by {}, the latest that is accepted{because}", moment(limit))
            }
            Lack::Kept => "There is no time for it beside the work that stays where it is.".to_owned(),
            Lack::NoTime { operation: id, because } => {
                let what = id.as_ref().map_or_else(|| "A transport".to_owned(), operation);
                format!("{what} finds no time: {because}")
            }
        }
    }
}
