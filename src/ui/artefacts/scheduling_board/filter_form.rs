//! The form that says which tasks are shown.
//!
//! Takes effect with every letter; never hides a task from what is judged.

use super::board::Board;
use super::filter::{Filter, Stage};
use crate::model::{OrderId, RecordId, ResourceId};
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Button, CheckField, ChoiceField, SearchField};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The form that says which tasks are shown.
pub fn filter_form(board: Board) -> AnyView {
    let filter = board.filter;
    let text = RwSignal::new(filter.with_untracked(|filter| filter.text.clone()));
    Effect::new(move |_| {
        let text = text.get();
        if filter.with_untracked(|filter| filter.text != text) {
            filter.update(|filter| filter.text = text);
        }
    });
    let choice = |label: &'static str, options: Vec<Choice>, read: fn(&Filter) -> String, write: fn(&mut Filter, &str)| {
        let value = Signal::derive(move || filter.with(read));
        let commit = move |key: String| {
            filter.update(|filter| write(filter, &key));
            Ok(())
        };
        view! { <ChoiceField label options=Signal::stored(options) value on_commit=commit none="All" /> }.into_any()
    };
    let (resources, orders) = board.read(|state| {
        let resources = state.data.resources.iter().map(|row| Choice::new(row.id.raw().to_string(), row.name.clone()));
        let orders = state.data.orders.iter().map(|order| Choice::new(order.id.raw().to_string(), order.name.clone()));
        (resources.collect(), orders.collect())
    });
    let stages = Stage::ALL.iter().map(|(_, words)| Choice::new(*words, *words)).collect();
    let set_late = move |on: bool| {
        filter.update(|filter| filter.late = on);
        Ok(())
    };
    let clear = move |()| {
        text.set(String::new());
        filter.set(Filter::default());
    };
    request_animation_frame(|| {
        let first = document().query_selector(".filter-form input").ok().flatten();
        if let Some(first) = first.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = first.focus();
        }
    });
    view! {
        <div class="filter-form">
            <SearchField label="Words in order, operation, item or resource" value=text placeholder="Order, operation, item, resource" />
            {choice("Resource", resources, |filter| raw(filter.resource), |filter, key| filter.resource = key.parse().ok().map(ResourceId::from_raw))}
            {choice("Order", orders, |filter| raw(filter.order), |filter, key| filter.order = key.parse().ok().map(OrderId::from_raw))}
            {choice(
                "Status",
                stages,
                |filter| filter.stage.map(|stage| stage.words().to_owned()).unwrap_or_default(),
                |filter, key| filter.stage = Stage::ALL.iter().find(|(_, words)| *words == key).map(|(stage, _)| *stage),
            )}
            <CheckField label="Late only" value=Signal::derive(move || filter.with(|filter| filter.late)) on_commit=set_late />
            <Button label="Show all" on_press=clear />
        </div>
    }
    .into_any()
}

fn raw<Id: RecordId>(id: Option<Id>) -> String {
    id.map(|id| id.raw().to_string()).unwrap_or_default()
}
