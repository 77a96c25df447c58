//! What quality costs by the records: prevention, appraisal, failure inside and outside (Feigenbaum); and what was earned.
//!
//! Counts what is recorded and nothing else. Pieces that were scrapped are not here: their reports tell them.

use crate::engine::performance::{Cost, CostKind, Order};
use crate::model::*;
use std::collections::BTreeMap;

/// The record that an amount was paid for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CostOf {
    Issue(IssueId),
    Action(IssueActionId),
    Improvement(ImprovementId),
    Check(CheckId),
    Order(OrderId),
}

type Shift<'a> = &'a dyn Fn(u64, Time) -> u32;

/// All that was paid or earned, with the record of each: issues and their actions, improvements against failures, the time of checks, and
/// orders that were delivered.
pub(super) fn costs(workspace: &Workspace, orders: &[Order], shift_at: Shift) -> Vec<(Cost, CostOf)> {
    let issues = workspace.issues.values().filter_map(|issue| {
        let time = issue.raised.filter(|_| issue.cost > 0.0)?;
        Some((of_issue(workspace, issue, time, failure(issue), issue.cost, shift_at), CostOf::Issue(issue.id)))
    });
    let actions = workspace.issue_actions.values().filter_map(|action| {
        let time = action.done.filter(|_| action.cost > 0.0)?;
        let issue = workspace.issues.get(&action.issue?)?;
        let kind = match action.kind {
            ActionKind::Preventive => CostKind::Prevention,
            ActionKind::Verification => CostKind::Appraisal,
            ActionKind::Containment | ActionKind::Corrective => failure(issue),
        };
        Some((of_issue(workspace, issue, time, kind, action.cost, shift_at), CostOf::Action(action.id)))
    });
    let improvements = workspace.improvements.values().filter_map(|improvement| {
        let time = improvement.began.filter(|_| improvement.cost > 0.0 && is_against_failures(improvement))?;
        let cost = Cost {
            time: time.seconds(),
            kind: CostKind::Prevention,
            amount: improvement.cost,
            order: 0,
            item: improvement.item.map_or(0, RecordId::raw),
            customer: 0,
            operation: improvement.operation.map_or(0, RecordId::raw),
            resource: 0,
            shift: 0,
        };
        Some((cost, CostOf::Improvement(improvement.id)))
    });
    issues.chain(actions).chain(improvements).chain(checks(workspace, shift_at)).chain(earned(workspace, orders)).collect()
}

/// The time of each check at the cost per hour of whoever checked, by name, else of whoever did the work.
fn checks<'a>(workspace: &'a Workspace, shift_at: Shift<'a>) -> impl Iterator<Item = (Cost, CostOf)> + 'a {
    let named: BTreeMap<String, f64> =
        workspace.resources.values().filter(|resource| resource.cost > 0.0).map(|found| (found.name.to_lowercase(), found.cost)).collect();
    workspace.checks.values().filter(|check| check.corrects.is_none()).filter_map(move |check| {
        let hours = workspace.checklists.get(&check.checklist?)?.duration?.hours();
        let by_work = || workspace.resources.get(&check.resource?).map(|resource| resource.cost);
        let rate = named.get(&check.by.trim().to_lowercase()).copied().or_else(by_work)?;
        let (time, amount) = (check.time?, hours * rate);
        let about = About { order: check.order, item: check.item, operation: check.operation, resource: check.resource };
        let cost = cost(workspace, about, time, CostKind::Appraisal, amount, shift_at);
        (amount > 0.0).then_some((cost, CostOf::Check(check.id)))
    })
}

/// What was delivered at the price of its item.
fn earned<'a>(workspace: &'a Workspace, orders: &'a [Order]) -> impl Iterator<Item = (Cost, CostOf)> + 'a {
    orders.iter().filter_map(move |order| {
        let amount = workspace.items.get(&ItemId::from_raw(order.item))?.price * order.delivered_quantity;
        let cost = Cost {
            time: order.delivered.filter(|_| amount > 0.0)?,
            kind: CostKind::Revenue,
            amount,
            order: order.id,
            item: order.item,
            customer: order.customer,
            operation: 0,
            resource: 0,
            shift: 0,
        };
        Some((cost, CostOf::Order(OrderId::from_raw(order.id))))
    })
}

/// A complaint is a failure outside, all else one inside.
fn failure(issue: &Issue) -> CostKind {
    if issue.kind == IssueKind::Complaint { CostKind::ExternalFailure } else { CostKind::InternalFailure }
}

/// Whether a change is to keep things from going wrong: it comes from an issue, or what fails or is lost is what is measured.
fn is_against_failures(improvement: &Improvement) -> bool {
    improvement.issue.is_some() || matches!(improvement.measure, Measured::Question | Measured::Scrap | Measured::Failures)
}

fn of_issue(workspace: &Workspace, issue: &Issue, time: Time, kind: CostKind, amount: f64, shift_at: Shift) -> Cost {
    let about = About { order: issue.order, item: issue.item, operation: issue.operation, resource: issue.resource };
    cost(workspace, about, time, kind, amount, shift_at)
}

/// The records that an amount was paid about, as far as they are known.
struct About {
    order: Option<OrderId>,
    item: Option<ItemId>,
    operation: Option<OperationId>,
    resource: Option<ResourceId>,
}

fn cost(workspace: &Workspace, about: About, time: Time, kind: CostKind, amount: f64, shift_at: Shift) -> Cost {
    let resource = about.resource.map_or(0, RecordId::raw);
    let order = about.order.and_then(|order| workspace.orders.get(&order));
    Cost {
        time: time.seconds(),
        kind,
        amount,
        order: about.order.map_or(0, RecordId::raw),
        // What an order was of is known also where the record does not say it.
        item: about.item.or(order.and_then(|order| order.item)).map_or(0, RecordId::raw),
        customer: order.and_then(|order| order.customer).map_or(0, RecordId::raw),
        operation: about.operation.map_or(0, RecordId::raw),
        resource,
        shift: shift_at(resource, time),
    }
}
