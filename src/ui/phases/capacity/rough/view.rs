//! The view of the rough cut: how to look, the bottleneck, the groups, and the one chosen by period.

use super::chart::bars;
use super::drill::bar_view;
use super::groups::group_list;
use super::periods::period_table;
use crate::app::Session;
use crate::app::derived::aggregate::TABLES;
use crate::app::derived::rough_cut::{RoughCutSheet, RoughWish, ScheduleSource, rough_cut_sheet};
use crate::engine::supply::RoughCutMethod;
use crate::guide::Term;
use crate::model::{Period, ResourceId};
use crate::ui::phases::LookAhead;
use crate::ui::terms::terms_line;
use crate::ui::widgets::chart::BarChart;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{ChoiceField, EmptyState, Icon, Segmented};
use leptos::prelude::*;
use std::sync::Arc;

/// The methods with the words under which they are chosen.
const METHODS: [(RoughCutMethod, &str, &str); 3] = [
    (RoughCutMethod::OverallFactors, "factors", "Overall factors"),
    (RoughCutMethod::BillOfCapacity, "bill", "Bill of capacity"),
    (RoughCutMethod::ResourceProfile, "profile", "Resource profile"),
];

/// What the pieces of a bar stand for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Split {
    Item,
    Shift,
}

/// The rough cut of the session's workspace and what is looked at of it. Copied freely.
#[derive(Clone, Copy)]
pub struct Rough {
    pub session: Session,
    pub wish: RwSignal<RoughWish>,
    pub found: Memo<Arc<RoughCutSheet>>,
    /// The group chosen in the list.
    pub chosen: RwSignal<Option<ResourceId>>,
    /// The bar that is taken apart.
    pub period: RwSignal<Option<usize>>,
    pub split: RwSignal<Split>,
}

impl Rough {
    fn new(session: Session) -> Rough {
        let period = session.settings().period;
        let wish = RoughWish { period, periods: 13, method: RoughCutMethod::ResourceProfile, source: ScheduleSource::Demand };
        let wish = RwSignal::new(wish);
        let found = Memo::new(move |_| {
            let (now, wish) = (session.plan_start(), wish.get());
            session.watch(&TABLES, |workspace| Arc::new(rough_cut_sheet(workspace, now, wish)))
        });
        Rough { session, wish, found, chosen: RwSignal::new(None), period: RwSignal::new(None), split: RwSignal::new(Split::Item) }
    }

    /// The position of the group chosen, else of the bottleneck, else of the first; tracked.
    pub fn shown(self) -> Option<usize> {
        self.found.with(|found| {
            let chosen = self.chosen.get();
            let place = chosen.and_then(|chosen| found.groups.iter().position(|group| group.id == chosen));
            place.or_else(|| found.bottleneck()).or_else(|| (!found.groups.is_empty()).then_some(0))
        })
    }

    /// Reads the rough cut at the group shown; tracked.
    pub fn with<T>(self, read: impl FnOnce(&RoughCutSheet, usize) -> T) -> Option<T> {
        let group = self.shown()?;
        Some(self.found.with(|found| read(found, group)))
    }
}

/// Load against capacity before anything is scheduled.
#[component]
pub fn RoughCutView() -> impl IntoView {
    let session = expect_context::<Session>();
    let rough = Rough::new(session);
    let is_empty = Memo::new(move |_| rough.found.with(|found| found.groups.is_empty()));
    let content = move || {
        if is_empty.get() {
            let text = "Nothing that is asked for takes hours of a limited resource. Enter orders or accept forecasts under Demand; operations and what they require stand under Workflow.";
            return view! { <EmptyState title="No load to look at" text shape=Icon::Gauge /> }.into_any();
        }
        let data = Signal::derive(move || rough.with(|found, group| bars(found, group, rough.split.get())).unwrap_or_default());
        let title = move || rough.with(|found, group| found.groups.get(group).map(|group| group.name.clone()).unwrap_or_default());
        view! {
            <p class="rough-bottleneck" role="status">{move || rough.found.with(|found| found.bottleneck_words())}</p>
            {terms_line(&[(Term::RoughCut, "rough cut"), (Term::Bottleneck, "bottleneck"), (Term::Capacity, "capacity"), (Term::LoadRatio, "load")])}
            <ul class="material-notes">
                {move || rough.found.with(|found| found.assumptions.iter().map(|told| view! { <li>{told.clone()}</li> }).collect_view())}
            </ul>
            <div class="rough">
                {group_list(rough)}
                <section class="stack rough-detail">
                    <div class="bar">
                        <h2>{title}</h2>
                        {splits(rough)}
                    </div>
                    <BarChart
                        label="Load and capacity by period"
                        data
                        on_pick=Callback::new(move |period: usize| rough.period.set(Some(period)))
                    />
                    {period_table(rough)}
                    {move || bar_view(rough)}
                </section>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="stack">
            <div class="bar rough-bar">{wishes(rough)}</div>
            {content}
        </div>
    }
    .into_any()
}

/// The method, the periods, and where the quantities come from.
fn wishes(rough: Rough) -> AnyView {
    let wish = rough.wish;
    let change = move |change: &dyn Fn(&mut RoughWish)| {
        rough.period.set(None);
        wish.update(|wish| change(wish));
    };
    let methods: Vec<Choice> = METHODS.iter().map(|(_, word, name)| Choice::new(*word, *name)).collect();
    let method = Signal::derive(move || {
        let method = wish.get().method;
        METHODS.iter().find(|(known, ..)| *known == method).map_or("", |(_, word, _)| word).to_owned()
    });
    let set_method = Callback::new(move |word: String| {
        if let Some((method, ..)) = METHODS.iter().find(|(_, known, _)| *known == word) {
            change(&|wish| wish.method = *method);
        }
        Ok(())
    });
    let value = Signal::derive(move || (wish.get().period, wish.get().periods));
    let on_period = move |period: Period| change(&|wish| wish.period = period);
    let on_periods = move |periods: usize| change(&|wish| wish.periods = periods);
    let plan = Memo::new(move |_| rough.found.with(|found| found.plan.clone()));
    let source = move || {
        plan.get().map(|name| {
            let options = vec![Choice::new("demand", "Demand less stock"), Choice::new("plan", format!("Plan {name}"))];
            let value = Signal::derive(move || if wish.get().source == ScheduleSource::Plan { "plan" } else { "demand" }.to_owned());
            let commit = Callback::new(move |word: String| {
                change(&|wish| wish.source = if word == "plan" { ScheduleSource::Plan } else { ScheduleSource::Demand });
                Ok(())
            });
            view! { <ChoiceField label="Quantities" options=Signal::stored(options) value on_commit=commit /> }
        })
    };
    view! {
        <ChoiceField label="Method" options=Signal::stored(methods) value=method on_commit=set_method />
        {source}
        <LookAhead lengths=&[Period::Day, Period::Week, Period::Month] value on_period on_periods />
    }
    .into_any()
}

fn splits(rough: Rough) -> AnyView {
    let options = vec![Choice::new("item", "By item"), Choice::new("shift", "By shift")];
    let value = Signal::derive(move || if rough.split.get() == Split::Shift { "shift" } else { "item" }.to_owned());
    let change = Callback::new(move |word: String| rough.split.set(if word == "shift" { Split::Shift } else { Split::Item }));
    view! { <Segmented label="Pieces of the bars" options value on_change=change /> }.into_any()
}
