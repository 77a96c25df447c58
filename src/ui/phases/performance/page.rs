//! The page of the Performance phase.

use super::bar::desk_bar;
use super::figures::figures_view;
use super::flow::flow_view;
use super::look::{Looked, look_dialog};
use super::losses::losses_view;
use super::pitfalls::pitfalls_view;
use super::practices::practices_view;
use crate::app::Session;
use crate::app::derived::performance::{Asked, Basis, Figures, Measure, TABLES, Typed, latest, scope};
use crate::engine::performance::Dimension;
use crate::model::{Kpi, Phase, TableName};
use crate::ui::links;
use crate::ui::phases::PhaseFrame;
use crate::ui::widgets::{EmptyState, Icon, Tab, Tabs};
use leptos::prelude::*;
use std::sync::Arc;

/// What is counted and how it is looked at. Copied freely.
#[derive(Clone, Copy)]
pub struct Desk {
    pub session: Session,
    pub asked: RwSignal<Asked>,
    pub dimension: RwSignal<Dimension>,
    pub member: RwSignal<u64>,
    /// How many periods before the last one are looked at; the latest of which anything is known until somebody chooses.
    pub chosen: RwSignal<Option<usize>>,
    pub basis: Memo<Arc<Basis>>,
    pub figures: Memo<Arc<Figures>>,
    /// What people type, over the same periods.
    pub typed: Memo<Arc<Typed>>,
    pub looked: RwSignal<Option<Looked>>,
    pub looking: RwSignal<bool>,
}

impl Desk {
    /// Counts anew when anything changes that figures are made from, and by another dimension when that is asked for.
    pub fn new(session: Session) -> Desk {
        let (asked, dimension) = (RwSignal::new(Asked::default()), RwSignal::new(Dimension::All));
        let basis = Memo::new(move |_| {
            let (asked, now) = (asked.get(), session.now());
            session.watch(&TABLES, |workspace| Arc::new(Basis::of(workspace, asked, now)))
        });
        let figures = Memo::new(move |_| Arc::new(Figures::of(basis.get(), dimension.get())));
        let typed = Memo::new(move |_| {
            basis.with(|basis| session.watch(&[TableName::Kpi, TableName::KpiValue], |workspace| Arc::new(Typed::of(workspace, basis))))
        });
        Desk {
            session,
            asked,
            dimension,
            member: RwSignal::new(0),
            chosen: RwSignal::new(None),
            basis,
            figures,
            typed,
            looked: RwSignal::new(None),
            looking: RwSignal::new(false),
        }
    }

    /// How many periods before the last one are looked at; tracked.
    pub fn back(self) -> usize {
        self.chosen.get().unwrap_or_else(|| self.basis.with(|basis| usize::from(basis.is_quiet())))
    }

    /// The period looked at; tracked.
    pub fn period(self) -> usize {
        self.figures.with(|figures| figures.last()).saturating_sub(self.back())
    }

    /// The period of a measure that is looked at; tracked.
    pub fn period_of(self, figures: &Figures, measure: &Measure, member: u64) -> usize {
        self.chosen.get().map_or_else(|| latest(figures, measure, member), |back| figures.last().saturating_sub(back))
    }

    /// Whose figures a record is about.
    pub fn scope(self, record: &Kpi) -> (Dimension, u64) {
        self.basis.with_untracked(|basis| scope(record, &basis.shifts))
    }

    /// Opens a figure with all that it is made of.
    pub fn look(self, looked: Looked) {
        if let Looked::Record(id) = looked
            && let Some((dimension, _)) = self.session.peek(|workspace| workspace.kpis.get(&id).map(|record| self.scope(record)))
        {
            self.dimension.set(dimension);
        }
        self.looked.set(Some(looked));
        self.looking.set(true);
    }
}

/// What the figures say.
#[component]
pub fn PerformancePage() -> impl IntoView {
    let session = expect_context::<Session>();
    let desk = Desk::new(session);
    let selected = links::tab(&["figures", "flow", "losses", "pitfalls", "practices"]);
    let tabs = vec![
        Tab::new("figures", "Figures", move || figures_view(desk)),
        Tab::new("flow", "Flow", move || flow_view(desk)),
        Tab::new("losses", "Losses", move || losses_view(desk)),
        Tab::new("pitfalls", "Pitfalls", move || pitfalls_view(desk)),
        Tab::new("practices", "Practices", move || practices_view(desk)),
    ];
    let nothing = Memo::new(move |_| session.ids(TableName::Report).is_empty());
    let empty = move || {
        nothing.get().then(|| {
            let text = "Figures are counted from what is reported on the run list: when work begins, stops and ends, and how many were made. Report there first; what is planned and due is known already.";
            view! { <EmptyState title="Nothing was reported yet" text shape=Icon::Trend /> }
        })
    };
    view! {
        <PhaseFrame phase=Phase::Performance>
            {empty}
            {desk_bar(desk)}
            {look_dialog(desk)}
            <Tabs label="Performance" tabs selected />
        </PhaseFrame>
    }
    .into_any()
}
