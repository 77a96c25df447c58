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

use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;

/// A part that did not arrive.
#[derive(Clone, Copy, Debug)]
pub struct NotLoaded;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        NotLoaded
    }
}

/// A page on its way.
type Arriving = Pin<Box<dyn Future<Output = Result<AnyView, NotLoaded>>>>;

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
                when_arrived(|| Box::pin($page()))
            }
        )*
    };
}

parts! {
    office: exchange => super::pages::exchange::ExchangePage,
    office: workspaces => super::pages::workspaces::WorkspacesPage,
    office: history => super::pages::history::HistoryPage,
    tables: tables => super::pages::tables::TablesPage,
    demand: demand => super::phases::demand::DemandPage,
    capacity: capacity => super::phases::capacity::CapacityPage,
    workflow: workflow => super::phases::workflow::WorkflowPage,
    schedule: schedule => super::phases::schedule::SchedulePage,
    allocation: allocation => super::phases::allocation::AllocationPage,
    plan: production_plan => super::artefacts::production_plan::ProductionPlanPage,
    map: workflow_map => super::artefacts::workflow_map::WorkflowMapPage,
    board: scheduling_board => super::artefacts::scheduling_board::SchedulingBoardPage,
}

/// Shows the page as soon as its part is there; says so while it is under way, and how to go on if it does not come.
fn when_arrived(fetch: fn() -> Arriving) -> AnyView {
    let arrived = RwSignal::new_local(None::<Result<AnyView, NotLoaded>>);
    let owner = Owner::current();
    let start = move || {
        let owner = owner.clone();
        leptos::task::spawn_local(async move {
            // The call that makes the view needs the page's contexts, which an awaiting task does not have.
            let mut fetching = fetch();
            let result = std::future::poll_fn(|task| match &owner {
                Some(owner) => owner.with(|| fetching.as_mut().poll(task)),
                None => fetching.as_mut().poll(task),
            });
            arrived.set(Some(result.await));
        });
    };
    start();
    let again = Callback::new(move |()| start());
    view! {
        {move || {
            arrived.track();
            match arrived.try_update_untracked(Option::take).flatten() {
                Some(Ok(page)) => page,
                Some(Err(NotLoaded)) => not_loaded(again),
                None => view! { <p class="opening" role="status">"Loading this page…"</p> }.into_any(),
            }
        }}
    }
    .into_any()
}

fn not_loaded(again: Callback<()>) -> AnyView {
    view! {
        <article class="page" role="alert">
            <h1>"This page could not be loaded"</h1>
            <p>"A file of Linewright did not arrive. Your data are safe, and the other pages go on working. Check the connection and try again."</p>
            <p><button class="button primary" on:click=move |_| again.run(())>"Try again"</button></p>
        </article>
    }
    .into_any()
}
