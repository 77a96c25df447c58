//! The ways of planning side by side: what each costs, owes and works overtime.

use super::planner::{Ahead, Way};
use crate::app::derived::aggregate::cost_lines;
use crate::engine::aggregate::{Plan, Status};
use crate::engine::analysis::Planned;
use crate::ui::widgets::entry::number_text;
use leptos::prelude::*;

/// One card for each way; choosing one shows its plan.
pub fn strategy_cards(ahead: Ahead) -> AnyView {
    let cards = Way::ALL.map(|way| card(ahead, way)).collect_view();
    view! {
        <div class="strategies" role="radiogroup" aria-label="How production follows demand">
            {cards}
        </div>
    }
    .into_any()
}

fn card(ahead: Ahead, way: Way) -> AnyView {
    let is_chosen = move || ahead.way.get() == way;
    let told = move || told(ahead, way);
    view! {
        <label class="strategy" class:chosen=is_chosen>
            <input type="radio" name="strategy" prop:checked=is_chosen on:change=move |_| ahead.way.set(way) />
            <strong>{way.label()}</strong>
            <span class="strategy-help">{way.help()}</span>
            {told}
        </label>
    }
    .into_any()
}

fn told(ahead: Ahead, way: Way) -> AnyView {
    let Some(planned) = ahead.of(way) else {
        return view! { <span class="muted">{if ahead.is_working() { "Being worked out…" } else { "" }}</span> }.into_any();
    };
    let currency = ahead.session.settings().currency;
    match &planned.outcome.plan {
        Some(plan) => {
            let facts = facts(plan).into_iter().map(|fact| view! { <span>{fact}</span> }.into_any()).collect::<Vec<_>>();
            let cost = format!("{} {currency}", number_text(plan.costs.total, 0));
            view! {
                <span class="strategy-cost numbers">{cost}</span>
                <span class="strategy-facts">{facts}</span>
            }
            .into_any()
        }
        None => {
            let words = if planned.outcome.status == Status::Impossible { "Not possible within the limits" } else { "Not finished" };
            view! { <span class="tone-bad">{words}</span> }.into_any()
        }
    }
}

/// What a plan asks of people besides money.
fn facts(plan: &Plan) -> Vec<String> {
    let sum = |lists: &mut dyn Iterator<Item = &Vec<f64>>| -> f64 { lists.flatten().sum() };
    let owed = plan.items.iter().flat_map(|item| item.owed.iter().copied()).fold(0.0, f64::max);
    let overtime = sum(&mut plan.resources.iter().map(|resource| &resource.overtime_hours));
    let bought = sum(&mut plan.items.iter().map(|item| &item.bought));
    let stock = plan.items.first().map_or(0, |item| item.stock.len());
    let mean_stock = sum(&mut plan.items.iter().map(|item| &item.stock)) / stock.max(1) as f64;
    let mut facts = vec![format!("stock {} on average", number_text(mean_stock, 0))];
    if owed > 0.05 {
        facts.push(format!("owes up to {} of an item", number_text(owed, 0)));
    }
    if overtime > 0.05 {
        facts.push(format!("{} h overtime", number_text(overtime, 0)));
    }
    if bought > 0.05 {
        facts.push(format!("{} from others", number_text(bought, 0)));
    }
    facts
}

/// The costs of the plan shown, by kind.
pub fn costs(planned: &Planned, currency: &str) -> Vec<(String, String)> {
    planned.outcome.plan.as_ref().map(|plan| cost_lines(&plan.costs, currency)).unwrap_or_default()
}
