//! The parts of the page that are fetched when they are first shown, so that a person waits only for what is looked at.
//!
//! With the feature `split` the build cuts the program at the functions below (see `xtask`'s `split`); without it they are called
//! directly. Never decides what a page shows.
#![cfg_attr(
    feature = "split",
    allow(
        unsafe_code,
        reason = "the cut is made of exported and imported functions, which `wasm_split` declares; nothing else here is unsafe"
    )
)]

mod arriving;

pub use self::arriving::NotLoaded;

use self::arriving::when_arrived;
use crate::app::Session;
use crate::app::derived::improvement::Sample;
use crate::app::importing::TemplateCard;
use crate::app::notices::Tone;
use crate::app::web::preferences::{SCENARIO, remembered_in_tab};
use crate::app::web::{self, Exchanger};
use crate::guide::Term;
use crate::model::{ItemId, RecordId, ScenarioId, Time, parse_id};
use crate::ui::artefacts::production_plan::AggregateView;
use crate::ui::artefacts::scheduling_board::{Alteration, Board};
use crate::ui::pages::scenarios::Scenes;
use crate::ui::phases::capacity::{MaterialsView, RoughCutView};
use crate::ui::phases::demand::ForecastView;
use crate::ui::phases::schedule::{Asked, answer};
use crate::ui::phases::workflow::BillOfMaterials;
use crate::ui::widgets::{Action, palette_content};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

/// Declares the pages of each part: `part: page => Component` gives a function `page` for the route's view.
macro_rules! parts {
    ($($part:ident: $page:ident => $component:path),* $(,)?) => {
        $(
            pub fn $page() -> AnyView {
                // The cut is named after the function, so it bears the page's name too.
                #[cfg(feature = "split")]
                #[wasm_split_helpers::wasm_split($part, fallible)]
                fn $page() -> Result<AnyView, NotLoaded> {
                    Ok($component().into_any())
                }
                #[cfg(not(feature = "split"))]
                async fn $page() -> Result<AnyView, NotLoaded> {
                    Ok($component().into_any())
                }
                when_arrived(Rc::new(|| Box::pin($page())), "Loading this page…")
            }
        )*
    };
}

// The build tool reads these lines: a page's address is known by its function's name, its files by its part. Fewer parts mean fewer files.
parts! {
    office: exchange => super::pages::exchange::ExchangePage,
    office: workspaces => super::pages::workspaces::WorkspacesPage,
    office: scenarios => super::pages::scenarios::ScenariosPage,
    office: history => super::pages::history::HistoryPage,
    records: tables => super::pages::tables::TablesPage,
    records: demand => super::phases::demand::DemandPage,
    records: capacity => super::phases::capacity::CapacityPage,
    records: workflow => super::phases::workflow::WorkflowPage,
    office: production_plan => super::artefacts::production_plan::ProductionPlanPage,
    records: workflow_map => super::artefacts::workflow_map::WorkflowMapPage,
    floor: execution => super::phases::execution::ExecutionPage,
    proof: quality => super::phases::quality::QualityPage,
    care: improvement => super::phases::improvement::ImprovementPage,
    proof: quality_checklist => super::artefacts::quality_checklist::QualityChecklistPage,
    figures: performance => super::phases::performance::PerformancePage,
    figures: performance_dashboard => super::artefacts::performance_dashboard::PerformanceDashboardPage,
    crew: allocation => super::phases::allocation::AllocationPage,
    care: issues => super::phases::issues::IssuesPage,
    desk: schedule => super::phases::schedule::SchedulePage,
    desk: scheduling_board => super::artefacts::scheduling_board::SchedulingBoardPage,
}

/// Declares views that are fetched when they are first looked at: `view(what it is given) => component, what is said meanwhile`.
macro_rules! later {
    ($($(#[$docs:meta])* $view:ident($($given:ident: $kind:ty)?) => $made:expr, $waiting:literal;)*) => {
        $(
            $(#[$docs])*
            pub fn $view($($given: $kind)?) -> AnyView {
                #[cfg(feature = "split")]
                #[wasm_split_helpers::wasm_split(later, fallible)]
                fn $view($($given: $kind)?) -> Result<AnyView, NotLoaded> {
                    Ok($made)
                }
                #[cfg(not(feature = "split"))]
                async fn $view($($given: $kind)?) -> Result<AnyView, NotLoaded> {
                    Ok($made)
                }
                when_arrived(Rc::new(move || Box::pin($view($($given)?))), $waiting)
            }
        )*
    };
}

later! {
    /// The forecasts of the demand page: most visits to the page are for its orders.
    forecasts() => ForecastView().into_any(), "Loading forecasts…";

    /// The plan ahead of the Production Plan's page, fetched with the forecasts and the board's views.
    plan_ahead() => AggregateView().into_any(), "Loading the plan ahead…";

    /// The materials of the capacity page, fetched with the forecasts: they read the same series.
    materials() => MaterialsView().into_any(), "Loading materials…";

    /// The rough cut of the capacity page, fetched with the materials.
    rough_cut() => RoughCutView().into_any(), "Loading the rough cut…";

    /// The bill of materials of the workflow page, fetched with the materials.
    bill_of_materials(item: RwSignal<Option<ItemId>>) => view! { <BillOfMaterials item /> }.into_any(), "Loading the bill of materials…";

    /// Scenarios side by side and how one differs: their figures are those of schedules and plans, which the board's views have with them.
    side_by_side(scenes: Scenes) => crate::ui::pages::scenarios::side_by_side(scenes), "Loading the figures…";
}

/// A part of the Improvement page that is made from the figures, fetched with their page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Proven {
    Case,
    Roles,
    Readiness,
}

/// The business case, the roles or the readiness.
pub fn proven(which: Proven, session: Session) -> AnyView {
    #[cfg(feature = "split")]
    #[wasm_split_helpers::wasm_split(figures, fallible)]
    fn proven_view(which: Proven, session: Session) -> Result<AnyView, NotLoaded> {
        Ok(super::phases::improvement::proven(which, session))
    }
    #[cfg(not(feature = "split"))]
    async fn proven_view(which: Proven, session: Session) -> Result<AnyView, NotLoaded> {
        Ok(super::phases::improvement::proven(which, session))
    }
    when_arrived(Rc::new(move || Box::pin(proven_view(which, session))), "Loading…")
}

/// The control chart of an improvement, fetched with the charts of quality.
pub fn staged(session: Session, sample: Memo<Option<Sample>>, began: Memo<Option<Time>>) -> AnyView {
    #[cfg(feature = "split")]
    #[wasm_split_helpers::wasm_split(proof, fallible)]
    fn staged_view(session: Session, sample: Memo<Option<Sample>>, began: Memo<Option<Time>>) -> Result<AnyView, NotLoaded> {
        Ok(super::phases::improvement::staged_view(session, sample, began))
    }
    #[cfg(not(feature = "split"))]
    async fn staged_view(session: Session, sample: Memo<Option<Sample>>, began: Memo<Option<Time>>) -> Result<AnyView, NotLoaded> {
        Ok(super::phases::improvement::staged_view(session, sample, began))
    }
    when_arrived(Rc::new(move || Box::pin(staged_view(session, sample, began))), "Loading the chart…")
}

/// The strip over every page while a scenario is looked at.
pub fn scenario_bar(session: Session) -> AnyView {
    when_arrived(Rc::new(move || Box::pin(scenario_part(session, None))), "Loading the scenario…")
}

/// Looks at a scenario again, or makes the strip of the one that is looked at.
#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(office, fallible)]
fn scenario_part(session: Session, again: Option<ScenarioId>) -> Result<AnyView, NotLoaded> {
    Ok(super::pages::scenarios::strip(session, again))
}

#[cfg(not(feature = "split"))]
async fn scenario_part(session: Session, again: Option<ScenarioId>) -> Result<AnyView, NotLoaded> {
    Ok(super::pages::scenarios::strip(session, again))
}

/// Looks at the scenario again that was looked at in this tab before the page was loaded, before any page is shown: nobody is to change the
/// workspace who means the scenario.
pub async fn resume_scenario(session: Session) {
    let Some(id) = remembered_in_tab(SCENARIO).and_then(|id| parse_id(&id)) else { return };
    if scenario_part(session, Some(ScenarioId::from_raw(id))).await.is_err() {
        session.notices.tell(Tone::Warning, "You look at the workspace, not at the scenario.", NOT_ARRIVED);
    }
}

/// What is told when something could not be fetched and the page goes on without it.
const NOT_ARRIVED: &str = "A file of Linewright did not arrive; check the connection and try again.";

/// What the command palette shows while it is open.
pub fn palette(open: RwSignal<bool>, actions: Signal<Vec<Action>>) -> AnyView {
    let session = expect_context::<Session>();
    when_arrived(Rc::new(move || Box::pin(palette_part(session, open, actions))), "Loading…")
}

/// Fetches the palette before it is asked for, so that what is typed right after Ctrl+K is not lost. Where it does not come now, it is
/// fetched when it is opened.
pub fn fetch_palette() {
    #[cfg(feature = "split")]
    leptos::task::spawn_local(async { drop(fetch_palette_part().await) });
}

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(palette, fallible, preload(fetch_palette_part))]
fn palette_part(session: Session, open: RwSignal<bool>, actions: Signal<Vec<Action>>) -> Result<AnyView, NotLoaded> {
    Ok(found_or_done(session, open, actions))
}

#[cfg(not(feature = "split"))]
async fn palette_part(session: Session, open: RwSignal<bool>, actions: Signal<Vec<Action>>) -> Result<AnyView, NotLoaded> {
    Ok(found_or_done(session, open, actions))
}

fn found_or_done(session: Session, open: RwSignal<bool>, actions: Signal<Vec<Action>>) -> AnyView {
    palette_content(open, actions, Some(Callback::new(move |typed: String| super::found::found(session, &typed))))
}

/// The explanation of a term. It lies with the palette, which is small and fetched once the page has begun.
pub fn term_words(key: Term) -> AnyView {
    when_arrived(Rc::new(move || Box::pin(term_part(key))), "Loading…")
}

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(palette, fallible)]
fn term_part(key: Term) -> Result<AnyView, NotLoaded> {
    Ok(super::terms::words(key))
}

#[cfg(not(feature = "split"))]
async fn term_part(key: Term) -> Result<AnyView, NotLoaded> {
    Ok(super::terms::words(key))
}

/// What answers a question about the schedule. It is in one part with the views of the board: a part more would cut what
/// the pages share into more and smaller pieces.
pub fn answers(asked: Asked, open: RwSignal<bool>) -> AnyView {
    when_arrived(Rc::new(move || Box::pin(answers_part(asked, open))), "Loading…")
}

/// Fetches the answers' dialogs before they are asked for; where they do not come now, they are fetched when asked for.
pub fn fetch_answers() {
    #[cfg(feature = "split")]
    leptos::task::spawn_local(async { drop(fetch_answers_part().await) });
}

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(later, fallible, preload(fetch_answers_part))]
fn answers_part(asked: Asked, open: RwSignal<bool>) -> Result<AnyView, NotLoaded> {
    Ok(answer(asked, open))
}

#[cfg(not(feature = "split"))]
async fn answers_part(asked: Asked, open: RwSignal<bool>) -> Result<AnyView, NotLoaded> {
    Ok(answer(asked, open))
}

/// Fetches what finds what is missing and wrong, and what recovers changes; until it comes the phases tell only what is there.
pub fn begin_checks(session: Session) {
    #[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(checks, fallible))]
    fn begin(session: Session) -> Result<(), NotLoaded> {
        crate::app::derived::begin_checks(session);
        Ok(())
    }
    leptos::task::spawn_local(async move {
        #[cfg(feature = "split")]
        let _ = begin(session).await;
        #[cfg(not(feature = "split"))]
        let _ = begin(session);
    });
}

/// A view of the Scheduling Board that is fetched when it is first shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BoardView {
    Filter,
    Alter,
    Cards,
    Calendar,
    Baselines,
}

/// A view of a board, as soon as it is there. It lies in a part that has room for it: one more part would cut the code that parts share
/// finer, and every page would weigh more.
pub fn board_view(view: BoardView, board: Board) -> AnyView {
    when_arrived(Rc::new(move || Box::pin(board_view_part(view, board))), "Loading…")
}

/// Fetches the views of a board before they are asked for; where they do not come now, they are fetched when asked for.
pub fn fetch_board_views() {
    #[cfg(feature = "split")]
    leptos::task::spawn_local(async { drop(fetch_board_view_part().await) });
}

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(later, fallible, preload(fetch_board_view_part))]
fn board_view_part(view: BoardView, board: Board) -> Result<AnyView, NotLoaded> {
    Ok(show_board_view(view, board))
}

#[cfg(not(feature = "split"))]
async fn board_view_part(view: BoardView, board: Board) -> Result<AnyView, NotLoaded> {
    Ok(show_board_view(view, board))
}

fn show_board_view(view: BoardView, board: Board) -> AnyView {
    use super::artefacts::scheduling_board as shown;
    match view {
        BoardView::Filter => shown::filter_form(board),
        BoardView::Alter => shown::alter_form(board),
        BoardView::Cards => shown::cards_view(board),
        BoardView::Calendar => shown::days_view(board),
        BoardView::Baselines => shown::baselines_view(board),
    }
}

/// Alters the parts or links of a task as soon as what does so is there; it comes with the board's forms, which need it too.
pub fn alter(board: Board, alteration: Alteration) {
    #[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(later, fallible))]
    fn begin_alter(board: Board, alteration: Alteration) -> Result<(), NotLoaded> {
        super::artefacts::scheduling_board::alter(board, alteration);
        Ok(())
    }
    leptos::task::spawn_local(async move {
        #[cfg(feature = "split")]
        let outcome = begin_alter(board, alteration).await;
        #[cfg(not(feature = "split"))]
        let outcome = begin_alter(board, alteration);
        if outcome.is_err() {
            board.session.notices.tell(Tone::Warning, "The task stays as it is.", NOT_ARRIVED);
        }
    });
}

/// What is told how it went.
type Told = Box<dyn FnOnce(Result<(), String>)>;

/// Fills the open workspace with a template; `then` is told how it went.
pub fn fill_from_template(
    session: Session,
    exchanger: Exchanger,
    card: &'static TemplateCard,
    then: impl FnOnce(Result<(), String>) + 'static,
) {
    #[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(office, fallible))]
    fn fill(session: Session, exchanger: Exchanger, card: &'static TemplateCard, then: Told) -> Result<(), NotLoaded> {
        web::fill_from_template(session, exchanger, card, then);
        Ok(())
    }
    // A failed arrival drops what was handed over, so the one to be told is kept outside.
    let then: Rc<Cell<Option<Told>>> = Rc::new(Cell::new(Some(Box::new(then))));
    let told = {
        let then = then.clone();
        Box::new(move |outcome| {
            if let Some(then) = then.take() {
                then(outcome);
            }
        })
    };
    leptos::task::spawn_local(async move {
        #[cfg(feature = "split")]
        let outcome = fill(session, exchanger, card, told).await;
        #[cfg(not(feature = "split"))]
        let outcome = fill(session, exchanger, card, told);
        if outcome.is_err()
            && let Some(then) = then.take()
        {
            then(Err("a file of Linewright did not arrive; check the connection".to_owned()));
        }
    });
}
