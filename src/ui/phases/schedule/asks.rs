//! What a planner asks of the schedule, and the dialog in which it is answered.
//!
//! Never answers itself: the answers are a part of the page that is fetched when first asked for.

use crate::app::planning::Planning;
use crate::app::web::Planner;
use crate::model::OrderId;
use crate::ui::parts;
use crate::ui::widgets::{Dialog, DialogSize};
use leptos::prelude::*;

/// A question about the schedule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asked {
    /// How the plan stands that is being made or waits to be accepted.
    Plan,
    /// When a new order could be ready, and whom it would hurt.
    Promise,
    /// What a breakdown does, and how to get round it.
    Breakdown,
    /// How likely each order is on time.
    Chances,
    /// What would make a late order on time.
    Remedies(OrderId),
}

/// The question that is asked at the moment. Copied freely; provided as a context by the page.
#[derive(Clone, Copy)]
pub struct Asks {
    asked: RwSignal<Asked>,
    pub open: RwSignal<bool>,
}

impl Asks {
    /// Nothing asked yet; a context for everything below.
    pub fn provide() -> Asks {
        let asks = Asks { asked: RwSignal::new(Asked::Plan), open: RwSignal::new(false) };
        provide_context(asks);
        asks
    }

    /// Asks.
    pub fn ask(self, asked: Asked) {
        self.asked.set(asked);
        self.open.set(true);
    }
}

/// The dialog with the answer; its content is fetched when it is first asked for, unless the page has fetched it before.
#[component]
pub fn AnswerDialog() -> impl IntoView {
    let (asks, planner) = (expect_context::<Asks>(), expect_context::<Planner>());
    let title = Signal::derive(move || {
        let title = match asks.asked.get() {
            Asked::Plan => match planner.state() {
                Planning::Ready { .. } => "Accept this plan?",
                _ => "Searching for a plan",
            },
            Asked::Promise => "When could a new order be ready?",
            Asked::Breakdown => "A resource is out",
            Asked::Chances => "How likely is each order on time?",
            Asked::Remedies(_) => "What would make it on time?",
        };
        title.to_owned()
    });
    view! {
        <Dialog open=asks.open title size=DialogSize::Wide>
            {move || parts::answers(asks.asked.get(), asks.open)}
        </Dialog>
    }
    .into_any()
}
