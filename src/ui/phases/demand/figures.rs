//! The figures of the orders, each with the orders behind it.

use crate::app::Session;
use crate::app::derived::demand::demand_figures;
use crate::model::text::count_text;
use crate::model::{OrderId, RecordId, TableName, Workspace};
use crate::ui::widgets::{Explained, SourceRow, Stat, Tone};
use leptos::prelude::*;

/// A row of figures over the orders.
#[component]
pub fn Figures() -> impl IntoView {
    let session = expect_context::<Session>();
    let figures = Memo::new(move |_| {
        let now = session.plan_start();
        session.watch(&[TableName::Order, TableName::Promise], |workspace| demand_figures(workspace, now))
    });
    let stat = move |label: &'static str,
                     formula: &'static str,
                     tone: Tone,
                     pick: fn(&crate::app::derived::demand::DemandFigures) -> &Vec<OrderId>| {
        let of = Signal::derive(move || {
            let orders = figures.with(|figures| pick(figures).clone());
            let rows = session.peek(|workspace| orders.iter().map(|id| source_row(workspace, *id)).collect());
            Explained {
                label: label.to_owned(),
                value: count_text(orders.len()),
                tone: if orders.is_empty() { Tone::Neutral } else { tone },
                formula: formula.to_owned(),
                rows,
                ..Explained::default()
            }
        });
        view! { <Stat of /> }
    };
    view! {
        <div class="figures">
            {stat("Open orders", "orders whose status is open", Tone::Neutral, |figures| &figures.open)}
            {stat("Due within 7 days", "open orders due within seven days of the plan's start", Tone::Neutral, |figures| &figures.due_soon)}
            {stat("Overdue", "open orders due before the plan's start", Tone::Warning, |figures| &figures.overdue)}
            {stat("Late in the plan", "open orders that the accepted plan delivers late, in part or not at all", Tone::Bad, |figures| &figures.late)}
            {stat("Not planned", "open orders without a promise of an accepted plan", Tone::Info, |figures| &figures.unplanned)}
        </div>
    }
    .into_any()
}

fn source_row(workspace: &Workspace, id: OrderId) -> SourceRow {
    let order = workspace.orders.get(&id);
    SourceRow {
        label: order.map(|order| order.name.clone()).unwrap_or_default(),
        value: order.and_then(|order| order.due).map(|due| due.date_text()).unwrap_or_default(),
        id: id.raw(),
    }
}
