//! The page of the Quality phase.

use super::audit::Audit;
use super::causes::CausesView;
use super::charts::{CapabilityView, Charts, ChartsView};
use super::gauge::GaugeView;
use super::lists::Lists;
use super::sampling::SamplingView;
use crate::app::Session;
use crate::app::web::preferences::{PERSON, remember, remembered};
use crate::model::{ChecklistId, Phase};
use crate::ui::links;
use crate::ui::phases::PhaseFrame;
use crate::ui::widgets::{Dialog, DialogSize, Tab, Tabs};
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, Copy)]
pub struct Desk {
    pub session: Session,
    /// Who fills in.
    pub person: RwSignal<String>,
    /// The checklist being filled in.
    pub filling: RwSignal<Option<ChecklistId>>,
    pub is_filling: RwSignal<bool>,
}

impl Desk {
    /// Opens a checklist to be filled in, of no task.
    pub fn fill(self, list: ChecklistId) {
        self.filling.set(Some(list));
        self.is_filling.set(true);
    }
}

/// Whether it is good.
#[component]
pub fn QualityPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let person = RwSignal::new(remembered(PERSON).unwrap_or_default());
    Effect::new(move |_| remember(PERSON, &person.get()));
    let desk = Desk { session, person, filling: RwSignal::new(None), is_filling: RwSignal::new(false) };
    let charts = Charts::new(session, person);
    let selected = links::tab(&["lists", "found", "charts", "capability", "causes", "sampling", "gauge"]);
    let tabs = vec![
        Tab::new("lists", "Checklists", move || view! { <Lists desk /> }.into_any()),
        Tab::new("found", "What was found", move || view! { <Audit desk /> }.into_any()),
        Tab::new("charts", "Control charts", move || view! { <ChartsView charts /> }.into_any()),
        Tab::new("capability", "Capability", move || view! { <CapabilityView charts /> }.into_any()),
        Tab::new("causes", "Pareto", move || view! { <CausesView session /> }.into_any()),
        Tab::new("sampling", "Sampling", move || view! { <SamplingView session person /> }.into_any()),
        Tab::new("gauge", "Gauge study", || view! { <GaugeView /> }.into_any()),
    ];
    let title = Signal::derive(move || {
        let list = desk.filling.get();
        list.map(|list| session.peek(|workspace| workspace.label(crate::model::TableName::Checklist, crate::model::RecordId::raw(list))))
            .unwrap_or_default()
    });
    let form = move || {
        let saved = move || desk.is_filling.set(false);
        desk.filling.get().map(|list| view! { <FillHere desk list on_saved=saved /> })
    };
    view! {
        <PhaseFrame phase=Phase::Quality>
            <Tabs label="Quality" tabs selected />
            <Dialog open=desk.is_filling title size=DialogSize::Wide>{form}</Dialog>
        </PhaseFrame>
    }
    .into_any()
}

#[component]
fn FillHere(desk: Desk, list: ChecklistId, #[prop(into)] on_saved: Callback<()>) -> impl IntoView {
    view! { <super::fill::FillForm session=desk.session list task=None person=desk.person on_saved /> }
}
