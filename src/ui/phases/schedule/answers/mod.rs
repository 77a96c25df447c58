//! The answers to what a planner asks of the schedule; one file for each question.
//!
//! Nothing is changed before its button is pressed; the engine's worker computes every answer.

mod breakdown;
mod chances;
mod compare;
mod plan;
mod promise;
mod remedies;

use super::asks::Asked;
use leptos::prelude::*;

/// The content of the dialog for a question; `open` closes it.
pub fn answer(asked: Asked, open: RwSignal<bool>) -> AnyView {
    match asked {
        Asked::Plan => view! { <plan::PlanAnswer open /> }.into_any(),
        Asked::Promise => view! { <promise::PromiseAnswer open /> }.into_any(),
        Asked::Breakdown => view! { <breakdown::BreakdownAnswer open /> }.into_any(),
        Asked::Chances => view! { <chances::ChancesAnswer /> }.into_any(),
        Asked::Remedies(order) => view! { <remedies::RemediesAnswer order /> }.into_any(),
    }
}
