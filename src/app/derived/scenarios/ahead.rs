//! What the plan ahead of a scenario costs at least, by kinds of cost.
//!
//! Solves nothing: the analysis worker is asked with the request that is made here.

use super::figures::{Better, Figure, Unit};
use crate::app::derived::aggregate::{Wish, basis_ahead, cost_name};
use crate::engine::aggregate::{CostKind, Outcome, Request, Strategy};
use crate::model::{Time, Workspace};

const LABEL: &str = "Cost of the plan ahead";
const FORMULA: &str = "The least that meeting all demand of the next 13 weeks costs: material, hours, overtime, stock, what is owed.";

/// What is asked of the worker; nothing where nothing is asked for that is made here.
pub fn ahead_request(workspace: &Workspace, now: Time) -> Option<Request> {
    let basis = basis_ahead(workspace, now, &Wish::default());
    (!basis.items.is_empty()).then(|| basis.request(Strategy::Optimum))
}

/// The figure before there is an answer.
pub fn ahead_awaited() -> Figure {
    let mut figure = ahead_without("");
    figure.words = "…".to_owned();
    figure
}

/// The figure where there is no answer, and why.
pub fn ahead_without(why: &str) -> Figure {
    let mut figure = Figure::new(LABEL, FORMULA, None, Unit::Plain, Better::Lower);
    if !why.is_empty() {
        figure.inputs = vec![("Not known", why.to_owned())];
    }
    figure
}

/// The figure that an answer comes to.
pub fn ahead_figure(outcome: &Outcome) -> Figure {
    let Some(plan) = &outcome.plan else { return ahead_without("no plan keeps all limits; the Production Plan says which.") };
    let rows = CostKind::ALL.iter().map(|kind| (cost_name(*kind).to_owned(), plan.costs.of(*kind))).filter(|(_, cost)| cost.abs() > 1e-6);
    Figure::new(LABEL, FORMULA, Some(plan.costs.total), Unit::Plain, Better::Lower).of(Unit::Plain, rows.collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;
    use crate::engine::aggregate::plan;
    use crate::model::*;

    /// Chairs, half an hour each of a joiner who costs 30 an hour and is there at any hour.
    fn chairs(quantity: f64, due: &str) -> Workspace {
        let mut workspace = Workspace::default();
        let chair = Item { name: "Chair".to_owned(), ..Item::new(ItemId::from_raw(1)) };
        let joiner = Resource { name: "Joiner".to_owned(), cost: 30.0, ..Resource::new(ResourceId::from_raw(2)) };
        let join = Operation {
            item: Some(chair.id),
            kind: OperationKind::TimePer,
            duration_per_unit: 1800.0,
            ..Operation::new(OperationId::from_raw(3))
        };
        let line = OperationResource {
            operation: Some(join.id),
            resource: Some(joiner.id),
            ..OperationResource::new(OperationResourceId::from_raw(4))
        };
        let order = Order { item: Some(chair.id), quantity, due: Time::parse(due), ..Order::new(OrderId::from_raw(5)) };
        workspace.items.insert(chair.id, chair);
        workspace.resources.insert(joiner.id, joiner);
        workspace.operations.insert(join.id, join);
        workspace.operation_resources.insert(line.id, line);
        workspace.orders.insert(order.id, order);
        workspace
    }

    #[test]
    fn the_cost_of_the_plan_ahead_is_told_by_its_kinds() {
        let now = Time::parse("2026-03-02").unwrap();
        let answer = |workspace: &Workspace| ahead_figure(&plan(&ahead_request(workspace, now).unwrap(), &|| true, &mut |_| ()));
        // Twenty chairs are ten hours.
        let figure = answer(&chairs(20.0, "2026-03-11"));
        assert_eq!(
            (figure.value.map(f64::round), figure.rows.as_slice()),
            (Some(300.0), [("Regular hours".to_owned(), "300".to_owned())].as_slice())
        );
        // A thousand in the week that begins are five hundred hours, of which 168 are there: the rest comes late and is owed meanwhile.
        let late = answer(&chairs(1000.0, "2026-03-04"));
        assert!(late.rows.iter().any(|(kind, _)| kind == "Owing demand"), "{late:?}");
        // Too much for thirteen weeks is said, and no number is made up.
        let never = answer(&chairs(1e6, "2026-03-04"));
        assert_eq!((never.value, never.words.as_str(), never.inputs.len()), (None, "–", 1));
        assert!(ahead_request(&Workspace::default(), now).is_none());
    }

    #[test]
    fn the_plan_ahead_is_the_same_all_day_unless_its_start_is_set() {
        let request = |workspace: &Workspace, now: &str| ahead_request(workspace, Time::parse(now).unwrap()).unwrap();
        let mut workspace = chairs(20.0, "2026-03-11");
        assert_eq!(request(&workspace, "2026-03-03T00:00:00"), request(&workspace, "2026-03-03T23:59:00"));
        assert_ne!(request(&workspace, "2026-03-03T23:59:00"), request(&workspace, "2026-03-04T00:00:00"));
        let set = Settings { plan_start: Time::parse("2026-03-03T12:00:00"), ..Settings::new(SettingsId::from_raw(SettingsId::THE)) };
        workspace.settings.insert(set.id, set);
        assert_ne!(request(&workspace, "2026-03-03T12:00:00"), request(&chairs(20.0, "2026-03-11"), "2026-03-03T12:00:00"));
        assert_eq!(request(&workspace, "2026-03-03T12:00:00"), request(&workspace, "2026-03-04T00:00:00"));
    }
}
