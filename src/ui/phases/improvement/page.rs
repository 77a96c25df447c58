//! The page of the Improvement phase.

use super::board::BoardOfImprovements;
use super::case_view::CaseView;
use super::readiness_view::ReadinessView;
use super::roles::Roles;
use crate::app::Session;
use crate::app::{ImprovementCommand, Refusal};
use crate::model::Phase;
use crate::ui::links;
use crate::ui::parts::{self, Proven};
use crate::ui::phases::PhaseFrame;
use crate::ui::widgets::{Tab, Tabs};
use leptos::prelude::*;

/// What gets better.
#[component]
pub fn ImprovementPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let selected = links::tab(&["board", "case", "roles", "ready"]);
    let tabs = vec![
        Tab::new("board", "Improvements", move || view! { <BoardOfImprovements session /> }.into_any()),
        Tab::new("case", "Business case", move || parts::proven(Proven::Case, session)),
        Tab::new("roles", "Roles", move || parts::proven(Proven::Roles, session)),
        Tab::new("ready", "Readiness", move || parts::proven(Proven::Readiness, session)),
    ];
    view! {
        <PhaseFrame phase=Phase::Improvement>
            <Tabs label="Improvement" tabs selected />
        </PhaseFrame>
    }
    .into_any()
}

/// What is made from the figures: the business case, the roles, the readiness.
pub fn proven(which: Proven, session: Session) -> AnyView {
    match which {
        Proven::Case => view! { <CaseView session /> }.into_any(),
        Proven::Roles => view! { <Roles session /> }.into_any(),
        Proven::Readiness => view! { <ReadinessView session /> }.into_any(),
    }
}

/// Keeps an answer of the guide.
///
/// # Errors
/// Why it was not taken, in words.
pub fn keep_answer(session: Session, key: String, value: String) -> Result<(), String> {
    session.dispatch(&ImprovementCommand::Answer { key, value }).map_err(|refusal: Refusal| refusal.to_string())
}
