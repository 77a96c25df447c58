//! The page of the Improvement phase.

use super::board::BoardOfImprovements;
use super::case_view::CaseView;
use super::readiness_view::ReadinessView;
use super::roles::Roles;
use crate::app::Session;
use crate::app::{ImprovementCommand, Refusal};
use crate::model::Phase;
use crate::ui::phases::PhaseFrame;
use crate::ui::widgets::{Tab, Tabs};
use leptos::prelude::*;

/// What gets better.
#[component]
pub fn ImprovementPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let selected = RwSignal::new("board");
    let tabs = vec![
        Tab::new("board", "Improvements", move || view! { <BoardOfImprovements session /> }.into_any()),
        Tab::new("case", "Business case", move || view! { <CaseView session /> }.into_any()),
        Tab::new("roles", "Roles", move || view! { <Roles session /> }.into_any()),
        Tab::new("ready", "Readiness", move || view! { <ReadinessView session /> }.into_any()),
    ];
    view! {
        <PhaseFrame phase=Phase::Improvement>
            <Tabs label="Improvement" tabs selected />
        </PhaseFrame>
    }
    .into_any()
}

/// Keeps an answer of the guide.
///
/// # Errors
/// Why it was not taken, in words.
pub fn keep_answer(session: Session, key: String, value: String) -> Result<(), String> {
    session.dispatch(&ImprovementCommand::Answer { key, value }).map_err(|refusal: Refusal| refusal.to_string())
}
