//! The view of materials: the list of items beside the one chosen.

use super::detail::Detail;
use super::list::{first_item, item_list};
use crate::app::Session;
use crate::app::derived::aggregate::TABLES;
use crate::app::derived::materials::{Materials, MaterialsWish, materials};
use crate::model::{ItemId, Period};
use crate::ui::phases::LookAhead;
use crate::ui::widgets::entry::number_text;
use crate::ui::widgets::{EmptyState, Icon};
use leptos::prelude::*;
use std::sync::Arc;

/// The netting of the session's workspace and what is looked at of it. Copied freely.
#[derive(Clone, Copy)]
pub struct Netted {
    pub session: Session,
    pub wish: RwSignal<MaterialsWish>,
    pub found: Memo<Arc<Materials>>,
    /// The item chosen in the list.
    pub chosen: RwSignal<Option<ItemId>>,
    /// The period whose numbers are taken apart.
    pub period: RwSignal<Option<usize>>,
}

impl Netted {
    fn new(session: Session) -> Netted {
        let wish = RwSignal::new(MaterialsWish::of(session.settings().period));
        let found = Memo::new(move |_| {
            let (now, wish) = (session.plan_start(), wish.get());
            session.watch(&TABLES, |workspace| Arc::new(materials(workspace, now, wish)))
        });
        Netted { session, wish, found, chosen: RwSignal::new(None), period: RwSignal::new(None) }
    }

    /// The item chosen, or the first of the list; tracked.
    pub fn shown(self) -> Option<ItemId> {
        self.found.with(|found| {
            let chosen = self.chosen.get().filter(|chosen| found.items.iter().any(|item| item.id == *chosen));
            chosen.or_else(|| first_item(found))
        })
    }

    /// Reads the netting at the item's position; tracked. Nothing where the item is no longer in it.
    pub fn of<T>(self, item: ItemId, read: impl FnOnce(&Materials, usize) -> Option<T>) -> Option<T> {
        self.found.with(|found| read(found, found.items.iter().position(|known| known.id == item)?))
    }

    /// Shows another item.
    pub fn choose(self, item: ItemId) {
        self.period.set(None);
        self.chosen.set(Some(item));
    }
}

/// A quantity with no more digits than it needs.
pub fn units(quantity: f64) -> String {
    let rounded = (quantity * 100.0).round() / 100.0;
    number_text(rounded, if rounded.fract() == 0.0 { 0 } else { 2 })
}

/// Every item with what is needed, there and planned.
#[component]
pub fn MaterialsView() -> impl IntoView {
    let session = expect_context::<Session>();
    let netted = Netted::new(session);
    let is_empty = Memo::new(move |_| netted.found.with(|found| found.items.is_empty()));
    let content = move || {
        if is_empty.get() {
            let text = "Items appear here as soon as something is asked of them: enter orders or accept forecasts under Demand.";
            return view! { <EmptyState title="Nothing is needed" text shape=Icon::Tree /> }.into_any();
        }
        view! {
            <ul class="material-notes">
                {move || netted.found.with(|found| found.assumptions.iter().map(|told| view! { <li>{told.clone()}</li> }).collect_view())}
            </ul>
            <div class="materials list-and-detail">
                {item_list(netted)}
                <Detail netted />
            </div>
        }
        .into_any()
    };
    view! {
        <div class="stack">
            <div class="bar">{wishes(netted)}</div>
            {content}
        </div>
    }
    .into_any()
}

/// How far and how finely to look ahead.
fn wishes(netted: Netted) -> AnyView {
    let wish = netted.wish;
    let on_period = move |period: Period| {
        netted.period.set(None);
        wish.set(MaterialsWish::of(period));
    };
    let on_periods = move |periods: usize| {
        netted.period.set(None);
        wish.update(|wish| wish.periods = periods);
    };
    let value = Signal::derive(move || (wish.get().period, wish.get().periods));
    view! { <LookAhead lengths=&[Period::Day, Period::Week, Period::Month] value on_period on_periods /> }.into_any()
}
