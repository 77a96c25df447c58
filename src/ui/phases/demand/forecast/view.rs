//! The view of forecasts: the list of series beside the one chosen.

use super::detail::Detail;
use super::list::series_list;
use super::outlook::Outlook;
use super::paste::PasteHistory;
use crate::app::derived::forecast::{Series, acceptance, missing_series};
use crate::app::{DemandCommand, Session};
use crate::engine::analysis::Foreseen;
use crate::engine::forecast::Range;
use crate::model::TableName;
use crate::ui::records::RecordTable;
use crate::ui::widgets::{Button, ButtonLook, Dialog, DialogSize, EmptyState, Icon};
use leptos::prelude::*;
use std::sync::Arc;

/// Every series with what is expected of it.
#[component]
pub fn ForecastView() -> impl IntoView {
    let session = expect_context::<Session>();
    let outlook = Outlook::provide(session);
    let (pasting, editing) = (RwSignal::new(false), RwSignal::new(false));
    let missing = Memo::new(move |_| {
        let now = session.plan_start();
        session.watch(&[TableName::Order, TableName::Forecast, TableName::Item], |workspace| missing_series(workspace, now))
    });
    let begin = move |()| {
        if let Some((period, items)) = missing.get_untracked() {
            let of = items.into_iter().map(|item| (item, None)).collect();
            session.act(DemandCommand::BeginSeries { period, of });
        }
    };
    let from_orders = move || {
        missing.get().map(|(_, items)| {
            let label = format!("Begin series for {} items with orders", items.len());
            view! { <Button label icon=Icon::Plus on_press=begin /> }
        })
    };
    let state = move || match (outlook.failed.get(), outlook.waiting.get()) {
        (Some(reason), _) => format!("Forecasts could not be made: {reason}. Your data are safe; try again by loading the page anew."),
        (None, 0) => String::new(),
        (None, 1) => "One series is being forecast…".to_owned(),
        (None, waiting) => format!("{waiting} series are being forecast…"),
    };
    let has_series = Memo::new(move |_| outlook.series.with(|all| !all.is_empty()));
    let content = move || {
        if has_series.get() {
            view! {
                <div class="forecast list-and-detail">
                    {series_list(outlook)}
                    <Detail outlook />
                </div>
            }
            .into_any()
        } else {
            let text = "A series is the demand of an item, period by period. Begin series for the items of your orders, or paste a history from a spreadsheet.";
            view! { <EmptyState title="No series yet" text shape=Icon::Chart /> }.into_any()
        }
    };
    view! {
        <div class="stack">
            <div class="bar">
                {from_orders}
                <Button label="Paste history" icon=Icon::Plus on_press=move || pasting.set(true) />
                <Button label="Series" icon=Icon::Grid on_press=move || editing.set(true) />
                {accept_all(outlook)}
                <span class="hint" role="status">{state}</span>
            </div>
            {content}
        </div>
        <Dialog open=pasting title="History from a spreadsheet" size=DialogSize::Wide>
            <PasteHistory outlook open=pasting />
        </Dialog>
        <Dialog open=editing title="Series" size=DialogSize::Full>
            <RecordTable
                table=TableName::Forecast
                fields=&["name", "item", "customer", "location", "period", "horizon", "method", "consume_before", "consume_after", "discrete"]
            />
        </Dialog>
    }
    .into_any()
}

/// Accepts what is expected of every series, in one step that can be undone.
fn accept_all(outlook: Outlook) -> AnyView {
    let ready = move || -> Vec<(Series, Arc<Foreseen>)> {
        outlook.series.with(|all| all.iter().filter_map(|series| Some((series.clone(), outlook.of(series.id)?))).collect())
    };
    let refused = Signal::derive(move || {
        let ready = ready();
        let differs = |(series, foreseen): &(Series, Arc<Foreseen>)| {
            let points = &foreseen.forecast.points;
            series.coming().iter().zip(points).any(|(row, point)| row.baseline != Some(series.rounded(*point)))
        };
        if ready.is_empty() {
            Some("There is no forecast yet.".to_owned())
        } else if ready.iter().any(differs) {
            None
        } else {
            Some("All forecasts are accepted: plans go by them.".to_owned())
        }
    });
    let accept = move |()| {
        let ready = untrack(ready);
        let all: Vec<(&Series, &[f64], &[Range])> = ready
            .iter()
            .map(|(series, foreseen)| (series, foreseen.forecast.points.as_slice(), foreseen.forecast.ranges_80.as_slice()))
            .collect();
        outlook.session.act(acceptance(&all));
    };
    view! { <Button label="Accept all forecasts" look=ButtonLook::Secondary refused on_press=accept /> }.into_any()
}
