//! The page of the Allocation phase.

use super::absence_dialog::{AbsenceDialog, AbsenceDraft};
use super::absences::AbsenceList;
use super::day_panel::DayPanel;
use super::fairness_view::FairnessView;
use super::hand_over::{HandOverDialog, Offer};
use super::matrix_view::MatrixView;
use super::skills_view::SkillsView;
use crate::app::Session;
use crate::app::derived::schedule::{day_text, index};
use crate::model::{Phase, ResourceClass, ResourceId, Span, TableName, Time};
use crate::ui::artefacts::scheduling_board::Board;
use crate::ui::links;
use crate::ui::phases::PhaseFrame;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Button, ButtonLook, EmptyState, Icon, Segmented, Split, Tab, Tabs};
use leptos::prelude::*;

/// What the matrix shows, and what of it is chosen.
#[derive(Clone, Copy)]
pub struct Scope {
    pub board: Board,
    /// Midnight of the first day.
    pub from: RwSignal<Time>,
    pub days: RwSignal<usize>,
    /// The class of resources shown; all where empty.
    pub class: RwSignal<Option<ResourceClass>>,
    /// The tab that is looked at.
    pub tab: RwSignal<&'static str>,
    /// The resource and day looked into.
    pub cell: RwSignal<Option<(ResourceId, Time)>>,
    /// The absence being entered.
    pub draft: RwSignal<AbsenceDraft>,
    pub entering: RwSignal<bool>,
    /// The hand-over that is asked about.
    pub offer: RwSignal<Option<Offer>>,
    pub asking: RwSignal<bool>,
}

impl Scope {
    /// The day an absence begins on if nothing else is said: today, or the first day shown where that is later.
    pub fn likely_day(self) -> Time {
        self.board.session.now().day_start().max(self.from.get_untracked())
    }

    /// Opens the dialog for an absence of a resource on a day.
    pub fn enter_absence(self, resource: Option<ResourceId>, day: Time) {
        self.draft.set(AbsenceDraft { resource, start: day, end: day.plus(Span::from_days(1)), reason: String::new() });
        self.entering.set(true);
    }
}

/// Who does what, day by day, and who has too much.
#[component]
pub fn AllocationPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let board = Board::new(session, true);
    board.repaint();
    let start = session.peek(|workspace| {
        // Today, or the first task where all of them lie ahead.
        let now = session.now();
        let places = workspace.tasks.values().filter_map(|task| task.placement.as_ref());
        places.map(|place| place.start).min().map_or(now, |first| first.max(now))
    });
    let scope = Scope {
        board,
        from: RwSignal::new(first_week(start)),
        days: RwSignal::new(14),
        class: RwSignal::new(None),
        tab: links::tab(&["matrix", "absences", "skills", "fairness"]),
        cell: RwSignal::new(None),
        draft: RwSignal::new(AbsenceDraft::default()),
        entering: RwSignal::new(false),
        offer: RwSignal::new(None),
        asking: RwSignal::new(false),
    };
    let has_resources = Memo::new(move |_| session.watch(&[TableName::Resource], |workspace| !workspace.resources.is_empty()));
    let tabs = move || {
        let tabs = vec![
            Tab::new("matrix", "By day", move || view! { <Days scope /> }.into_any()),
            Tab::new("absences", "Absences", move || view! { <AbsenceList scope /> }.into_any()),
            Tab::new("skills", "Skills", move || view! { <SkillsView scope /> }.into_any()),
            Tab::new("fairness", "Load and fairness", move || view! { <FairnessView scope /> }.into_any()),
        ];
        view! { <Tabs label="Allocation" tabs selected=scope.tab /> }.into_any()
    };
    let nothing = || {
        view! {
            <EmptyState
                title="There is nobody to give work to"
                text="Add the people and machines under Capacity, or import a workbook. Each then has a row here with its load day by day."
                shape=Icon::People
            />
        }
        .into_any()
    };
    view! {
        <PhaseFrame phase=Phase::Allocation>
            {move || if has_resources.get() { tabs() } else { nothing() }}
            <AbsenceDialog scope />
            <HandOverDialog scope />
        </PhaseFrame>
    }
    .into_any()
}

/// The matrix with its tools and the panel of a day.
#[component]
fn Days(scope: Scope) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if scope.cell.get().is_some() {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            scope.cell.set(None);
        }
    });
    let title = Signal::derive(move || {
        let Some((resource, day)) = scope.cell.get() else { return String::new() };
        scope.board.data(|data| {
            let name = data.find_resource(resource).and_then(|at| data.resources.get(index(at))).map(|row| row.name.clone());
            format!("{} · {}", name.unwrap_or_default(), day_text(day, data.now))
        })
    });
    view! {
        <div class="allocation">
            <MatrixTools scope />
            <Split title open aside=move || view! { <DayPanel scope /> }>
                <MatrixView scope />
            </Split>
        </div>
    }
    .into_any()
}

#[component]
fn MatrixTools(scope: Scope) -> impl IntoView {
    let classes = || {
        let all = [Choice::new("", "All")];
        let classes = [ResourceClass::Person, ResourceClass::Machine, ResourceClass::Tool, ResourceClass::Place];
        all.into_iter().chain(classes.map(|class| Choice::new(class.code(), plural(class)))).collect::<Vec<_>>()
    };
    let lengths =
        [7, 14, 28].map(|days| Choice::new(days.to_string(), format!("{} weeks", days / 7).replace("1 weeks", "1 week"))).to_vec();
    let shift = move |weeks: i64| scope.from.update(|from| *from = from.plus(Span::from_days(7 * weeks)));
    let today = move |()| scope.from.set(first_week(scope.board.session.now()));
    view! {
        <div class="bar no-print">
            <Segmented
                label="Resources"
                options=classes()
                value=Signal::derive(move || scope.class.get().map(ResourceClass::code).unwrap_or_default().to_owned())
                on_change=move |key: String| scope.class.set(ResourceClass::from_code(&key))
            />
            <Segmented
                label="Length"
                options=lengths
                value=Signal::derive(move || scope.days.get().to_string())
                on_change=move |key: String| scope.days.set(key.parse().unwrap_or(14))
            />
            <span class="week-steps">
                <Button label="Earlier" icon=Icon::ChevronLeft icon_only=true look=ButtonLook::Quiet on_press=move |()| shift(-1) />
                <Button label="This week" look=ButtonLook::Quiet on_press=today />
                <Button label="Later" icon=Icon::ChevronRight icon_only=true look=ButtonLook::Quiet on_press=move |()| shift(1) />
            </span>
            <Button label="Enter absence" icon=Icon::Plus on_press=move |()| scope.enter_absence(None, scope.likely_day()) />
        </div>
    }
    .into_any()
}

/// The Monday of the week to begin with: on a weekend that of the week to come.
fn first_week(now: Time) -> Time {
    let monday = now.week_start();
    if now.weekday() >= 5 { monday.plus(Span::from_days(7)) } else { monday }
}

fn plural(class: ResourceClass) -> &'static str {
    match class {
        ResourceClass::Person => "People",
        ResourceClass::Machine => "Machines",
        ResourceClass::Tool => "Tools",
        ResourceClass::Place => "Places",
        ResourceClass::Group => "Groups",
    }
}
