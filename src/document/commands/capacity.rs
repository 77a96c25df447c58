//! Commands of the capacity phase: the week and the holidays of a calendar, and what becomes of a version of the production plan.
//!
//! Resources and skills are changed by the commands of any table.

use super::build::{Edits, must_have, name, some};
use crate::document::refusal::Refusal;
use crate::document::{Edit, IdSource};
use crate::model::roles::{Accountable, accountable, name_of};
use crate::model::{
    Calendar, CalendarId, CalendarRule, CalendarRuleId, Clock, FieldKind, Item, ItemId, LocationId, Operation, OperationId, Phase,
    PlanStatus, ProductionPlan, ProductionPlanId, Record, RecordId, Supplier, SupplierId, SupplyKind, SupplyOrder, SupplyOrderId,
    SupplyStatus, TableName, Time, Value, Weekdays, Workspace,
};
use serde::{Deserialize, Serialize};

/// A shift that comes every week; one that ends before it starts goes over midnight.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct WeekShift {
    pub weekdays: Weekdays,
    pub start_time: Clock,
    pub end_time: Clock,
    /// The value of the calendar during the shift; 1 is open.
    pub value: f64,
    pub name: String,
}

/// When calendars are closed: from `start` up to, not including, `end`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Holiday {
    pub name: String,
    pub start: Time,
    pub end: Time,
}

/// Something that a production plan wants made by the end of a period.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PlannedOrder {
    pub item: ItemId,
    pub operation: OperationId,
    pub location: Option<LocationId>,
    /// Whom it is for, where the item is made to order; empty otherwise.
    pub batch: String,
    /// Units of the operation.
    pub quantity: f64,
    pub end: Time,
}

/// A lot that the netting of materials wants made or bought.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MaterialOrder {
    pub item: ItemId,
    pub location: Option<LocationId>,
    pub from: MaterialSource,
    pub quantity: f64,
    /// When to begin or to order.
    pub start: Time,
    /// When it has to be there.
    pub end: Time,
}

/// Where a lot comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum MaterialSource {
    Make(OperationId),
    Buy(SupplierId),
}

/// A change of calendars, or of what a version of the production plan means.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum CapacityCommand {
    /// Replaces the shifts of a calendar's week; rules with a validity stay.
    SetWeek { calendar: CalendarId, shifts: Vec<WeekShift> },
    /// Closes calendars for some time; what a calendar has already is not added again.
    AddHolidays { calendars: Vec<CalendarId>, holidays: Vec<Holiday> },
    /// Removes a rule: a holiday, a shift, an exception.
    RemoveRule { rule: CalendarRuleId },
    /// Says that whoever is accountable agrees to a version of the production plan.
    ApprovePlan { plan: ProductionPlanId, by: String, at: Time },
    /// Makes orders of a version that was approved; the scheduler keeps them and may move them.
    ReleasePlan { plan: ProductionPlanId, orders: Vec<PlannedOrder>, by: String },
    /// Makes orders of lots that the netting of materials wants; later plans and nettings keep them.
    ReleaseMaterials { orders: Vec<MaterialOrder> },
    /// Makes a calendar with its week; `used_by` is the field of the record that is to follow it.
    CreateCalendar { name: String, shifts: Vec<WeekShift>, used_by: Option<(TableName, u64, usize)> },
}

impl CapacityCommand {
    pub(super) fn name(&self, workspace: &Workspace) -> String {
        match self {
            CapacityCommand::SetWeek { calendar, .. } => format!("Change week of calendar {}", name::<Calendar>(workspace, *calendar)),
            CapacityCommand::AddHolidays { calendars, holidays } => {
                let what = match holidays.as_slice() {
                    [one] => format!("holiday {}", one.name),
                    many => format!("{} holidays", many.len()),
                };
                format!("Add {what} to {}", some::<Calendar>(workspace, calendars))
            }
            CapacityCommand::RemoveRule { rule } => match workspace.calendar_rules.get(rule) {
                Some(rule) if !rule.name.is_empty() => format!("Remove calendar rule {}", rule.name),
                _ => "Remove calendar rule".to_owned(),
            },
            CapacityCommand::ApprovePlan { plan, .. } => format!("Approve production plan {}", name::<ProductionPlan>(workspace, *plan)),
            CapacityCommand::ReleasePlan { plan, .. } => format!("Release production plan {}", name::<ProductionPlan>(workspace, *plan)),
            CapacityCommand::ReleaseMaterials { orders } => {
                let items: Vec<ItemId> = orders.iter().map(|order| order.item).take(1).collect();
                format!("Release {} of {}", if orders.len() == 1 { "an order" } else { "orders" }, some::<Item>(workspace, &items))
            }
            CapacityCommand::CreateCalendar { name, .. } => format!("Add calendar {name}"),
        }
    }

    pub(super) fn check(&self, workspace: &Workspace) -> Result<(), Refusal> {
        match self {
            CapacityCommand::SetWeek { calendar, shifts } => {
                must_have::<Calendar>(workspace, *calendar)?;
                check_shifts(shifts)
            }
            CapacityCommand::AddHolidays { calendars, holidays } => {
                calendars.iter().try_for_each(|calendar| must_have::<Calendar>(workspace, *calendar))?;
                match holidays.iter().find(|holiday| holiday.start >= holiday.end) {
                    None => Ok(()),
                    Some(_) => Err(Refusal::new("The holiday would end before it starts.", "Enter a later end.")),
                }
            }
            CapacityCommand::RemoveRule { rule } => must_have::<CalendarRule>(workspace, *rule),
            CapacityCommand::ApprovePlan { plan, by, .. } => {
                must_have::<ProductionPlan>(workspace, *plan)?;
                may_approve(&accountable(workspace, Phase::Capacity), by)
            }
            CapacityCommand::ReleasePlan { plan, orders, .. } => {
                must_have::<ProductionPlan>(workspace, *plan)?;
                if workspace.production_plans.get(plan).is_some_and(|plan| plan.status != PlanStatus::Approved) {
                    return Err(Refusal::new("Only a plan that was approved can be released.", "Approve it first."));
                }
                if orders.is_empty() {
                    return Err(Refusal::new("The plan makes nothing that could be released.", "Save a plan with planned output."));
                }
                orders.iter().try_for_each(|order| {
                    must_have::<Item>(workspace, order.item)?;
                    must_have::<Operation>(workspace, order.operation)
                })
            }
            CapacityCommand::ReleaseMaterials { orders } => {
                if orders.is_empty() {
                    return Err(Refusal::new("There is nothing to release.", "Choose an item with planned orders."));
                }
                orders.iter().try_for_each(|order| {
                    must_have::<Item>(workspace, order.item)?;
                    if order.quantity.is_nan() || order.quantity <= 0.0 || order.end < order.start {
                        return Err(Refusal::new("An order has no quantity, or ends before it begins.", "Look at its item again."));
                    }
                    match order.from {
                        MaterialSource::Make(operation) => must_have::<Operation>(workspace, operation),
                        MaterialSource::Buy(supplier) => must_have::<Supplier>(workspace, supplier),
                    }
                })
            }
            CapacityCommand::CreateCalendar { shifts, used_by, .. } => {
                if let Some((table, id, field)) = used_by {
                    let follows = table.fields().get(*field).is_some_and(|field| field.kind == FieldKind::Reference(TableName::Calendar));
                    if !follows || !workspace.has(*table, *id) {
                        return Err(Refusal::gone(*table));
                    }
                }
                check_shifts(shifts)
            }
        }
    }

    pub(super) fn edits(&self, workspace: &Workspace, ids: &mut IdSource) -> Vec<Edit> {
        let mut edits = Edits::default();
        match self {
            CapacityCommand::SetWeek { calendar, shifts } => set_week(workspace, *calendar, shifts, ids, &mut edits),
            CapacityCommand::AddHolidays { calendars, holidays } => {
                for calendar in calendars {
                    close(workspace, *calendar, holidays, ids, &mut edits);
                }
            }
            CapacityCommand::RemoveRule { rule } => edits.remove::<CalendarRule>(*rule),
            CapacityCommand::ApprovePlan { plan, by, at } => {
                edits.set::<ProductionPlan>(*plan, "status", &PlanStatus::Approved);
                // As the name stands on the list of roles, however it was written here.
                edits.set::<ProductionPlan>(*plan, "approved_by", &name_of(workspace, Phase::Capacity, by));
                edits.set::<ProductionPlan>(*plan, "approved", &Some(*at));
            }
            CapacityCommand::ReleasePlan { plan, orders, by } => {
                release(workspace, *plan, orders, ids, &mut edits);
                edits.set::<ProductionPlan>(*plan, "released_by", &name_of(workspace, Phase::Capacity, by));
            }
            CapacityCommand::ReleaseMaterials { orders } => release_materials(workspace, orders, ids, &mut edits),
            CapacityCommand::CreateCalendar { name, shifts, used_by } => {
                let id = CalendarId::from_raw(ids.next());
                edits.add(&Calendar { name: name.clone(), ..Calendar::new(id) });
                shifts.iter().for_each(|shift| edits.add(&rule_of(shift, id, 0, ids)));
                if let Some((table, user, field)) = *used_by {
                    edits.0.push(Edit::Set { table, id: user, field, value: Value::Id(id.raw()) });
                }
            }
        }
        edits.0
    }
}

/// Passes whoever holds the role that answers for the production plan, which is part of Capacity.
fn may_approve(accountable: &Accountable, by: &str) -> Result<(), Refusal> {
    let role = accountable.role_words();
    if accountable.roles.is_empty() {
        return Err(Refusal::new(
            "No role answers for Capacity, so nobody can approve its plan.",
            "Give one role an A under Improvement, Roles.",
        ));
    }
    if accountable.people.is_empty() {
        let what = format!("Nobody is named as {role}, the role that answers for the production plan.");
        return Err(Refusal::new(what, "Name the person under Improvement, Roles."));
    }
    if accountable.holder(by).is_none() {
        let who = if by.trim().is_empty() { "Nobody".to_owned() } else { format!("“{}”", by.trim()) };
        let what =
            format!("{who} does not answer for the production plan: the {role} does, and that is {}.", accountable.people.join(" or "));
        return Err(Refusal::new(what, "Let them approve it, or name somebody else under Improvement, Roles."));
    }
    Ok(())
}

/// Orders to make for a version; those of versions released before stay, for work may have begun on them.
fn release(workspace: &Workspace, plan: ProductionPlanId, orders: &[PlannedOrder], ids: &mut IdSource, edits: &mut Edits) {
    let title = name::<ProductionPlan>(workspace, plan);
    for (order, number) in orders.iter().zip(1..) {
        edits.add(&SupplyOrder {
            reference: format!("{title} {number}"),
            kind: SupplyKind::Make,
            status: SupplyStatus::Approved,
            item: Some(order.item),
            location: order.location,
            operation: Some(order.operation),
            batch: order.batch.clone(),
            quantity: order.quantity,
            end: Some(order.end),
            ..SupplyOrder::new(SupplyOrderId::from_raw(ids.next()))
        });
    }
    edits.set::<ProductionPlan>(plan, "status", &PlanStatus::Released);
}

/// Orders of the netting, numbered on from those that an item has.
fn release_materials(workspace: &Workspace, orders: &[MaterialOrder], ids: &mut IdSource, edits: &mut Edits) {
    for (at, order) in orders.iter().enumerate() {
        let known = workspace.supply_orders.values().filter(|known| known.item == Some(order.item)).count();
        let before = orders.iter().take(at).filter(|other| other.item == order.item).count();
        let (kind, operation, supplier) = match order.from {
            MaterialSource::Make(operation) => (SupplyKind::Make, Some(operation), None),
            MaterialSource::Buy(supplier) => (SupplyKind::Buy, None, Some(supplier)),
        };
        edits.add(&SupplyOrder {
            reference: format!("{} {}", name::<Item>(workspace, order.item), known + before + 1),
            kind,
            status: SupplyStatus::Approved,
            item: Some(order.item),
            location: order.location,
            operation,
            supplier,
            quantity: order.quantity,
            start: Some(order.start),
            end: Some(order.end),
            ..SupplyOrder::new(SupplyOrderId::from_raw(ids.next()))
        });
    }
}

fn close(workspace: &Workspace, calendar: CalendarId, holidays: &[Holiday], ids: &mut IdSource, edits: &mut Edits) {
    let closes =
        |rule: &CalendarRule, holiday: &Holiday| rule.value == 0.0 && (rule.start, rule.end) == (Some(holiday.start), Some(holiday.end));
    // The lower number wins, so that a holiday closes whatever shift there is.
    let lowest = rules_of(workspace, calendar).map(|rule| rule.priority).min().unwrap_or(0);
    for holiday in holidays.iter().filter(|holiday| !rules_of(workspace, calendar).any(|rule| closes(rule, holiday))) {
        edits.add(&CalendarRule {
            calendar: Some(calendar),
            name: holiday.name.clone(),
            start: Some(holiday.start),
            end: Some(holiday.end),
            value: 0.0,
            priority: lowest.min(0).saturating_sub(1),
            ..CalendarRule::new(CalendarRuleId::from_raw(ids.next()))
        });
    }
}

fn check_shifts(shifts: &[WeekShift]) -> Result<(), Refusal> {
    for shift in shifts {
        let what = if shift.name.is_empty() { "A shift" } else { shift.name.as_str() };
        if shift.weekdays.0 == 0 {
            return Err(Refusal::new(format!("{what} is on no day of the week."), "Choose a day, or leave the shift out."));
        }
        if shift.start_time == shift.end_time {
            return Err(Refusal::new(format!("{what} ends when it starts."), "Enter another end, or 00:00 to 24:00 for the whole day."));
        }
    }
    Ok(())
}

fn rules_of(workspace: &Workspace, calendar: CalendarId) -> impl Iterator<Item = &CalendarRule> {
    workspace.calendar_rules.values().filter(move |rule| rule.calendar == Some(calendar))
}

fn rule_of(shift: &WeekShift, calendar: CalendarId, priority: i64, ids: &mut IdSource) -> CalendarRule {
    let rule = CalendarRule { calendar: Some(calendar), priority, ..CalendarRule::new(CalendarRuleId::from_raw(ids.next())) };
    shaped(&rule, shift)
}

fn shaped(rule: &CalendarRule, shift: &WeekShift) -> CalendarRule {
    let WeekShift { weekdays, start_time, end_time, value, name } = shift.clone();
    CalendarRule { weekdays, start_time, end_time, value, name, ..rule.clone() }
}

/// Keeps the rules that are still wanted, reshapes as many as it can, and adds or removes the rest.
fn set_week(workspace: &Workspace, calendar: CalendarId, shifts: &[WeekShift], ids: &mut IdSource, edits: &mut Edits) {
    let mut weekly: Vec<&CalendarRule> = rules_of(workspace, calendar).filter(|rule| rule.start.is_none() && rule.end.is_none()).collect();
    // A new shift gives way to every rule with a validity, as the shifts before it did.
    let dated = rules_of(workspace, calendar).filter(|rule| rule.start.is_some() || rule.end.is_some()).map(|rule| rule.priority).max();
    let priority = weekly.iter().map(|rule| rule.priority).max().or(dated.map(|highest| highest.saturating_add(1).max(0))).unwrap_or(0);
    let mut open: Vec<&WeekShift> = Vec::new();
    for shift in shifts {
        match weekly.iter().position(|rule| shaped(rule, shift) == **rule) {
            Some(same) => drop(weekly.remove(same)),
            None => open.push(shift),
        }
    }
    let mut spare = weekly.into_iter();
    for shift in open {
        match spare.next() {
            Some(rule) => edits.change(rule, &shaped(rule, shift), &[]),
            None => edits.add(&rule_of(shift, calendar, priority, ids)),
        }
    }
    spare.for_each(|rule| edits.remove::<CalendarRule>(rule.id));
}
