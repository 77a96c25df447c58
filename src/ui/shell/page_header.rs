//! The head of every page: its question, its artefact, how it stands, and what comes next.

use crate::ui::widgets::{Badge, Icon, Tone, icon};
use leptos::prelude::*;

/// How a page stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PageState {
    pub tone: Tone,
    /// "Ready", "3 things missing".
    pub word: String,
    /// What is missing or wrong, one sentence each.
    pub findings: Vec<String>,
}

/// Where to go next.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NextStep {
    pub href: String,
    /// "Capacity: is there enough of it?"
    pub label: String,
}

/// The head of a page.
#[component]
pub fn PageHeader(
    /// Name of the page: "Demand".
    #[prop(into)]
    title: Signal<String>,
    /// The question it answers.
    #[prop(optional, into)]
    question: Signal<String>,
    /// The artefact it works on: link and name.
    #[prop(optional, into)]
    artefact: Signal<Option<(String, String)>>,
    /// How it stands.
    #[prop(optional, into)]
    state: Signal<PageState>,
    /// Where to go next.
    #[prop(optional, into)]
    next: Signal<Option<NextStep>>,
    /// Buttons of the page.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let word = Signal::derive(move || state.with(|state| state.word.clone()));
    let tone = Signal::derive(move || state.with(|state| state.tone));
    let has_state = Memo::new(move |_| word.with(|word| !word.is_empty()));
    let findings = move || {
        let findings = state.with(|state| state.findings.clone());
        (!findings.is_empty()).then(|| {
            let items: Vec<AnyView> = findings.into_iter().map(|finding| view! { <li>{finding}</li> }.into_any()).collect();
            view! { <ul class="findings">{items}</ul> }
        })
    };
    let artefact_link =
        move || artefact.get().map(|(href, name)| view! { <a class="artefact-link" href=href>{icon(Icon::File)} {name}</a> });
    let next_link = move || {
        next.get().map(|step| {
            view! {
                <a class="next-step" href=step.href>
                    <span>"Next"</span>
                    <strong>{step.label}</strong>
                    {icon(Icon::ArrowRight)}
                </a>
            }
        })
    };
    view! {
        <header class="page-header">
            <div class="page-words">
                <div class="page-title">
                    <h1 tabindex="-1">{move || title.get()}</h1>
                    {artefact_link}
                </div>
                <div class="page-standing">
                    {move || has_state.get().then(|| view! { <Badge label=word tone /> })}
                    <p class="page-question">{move || question.get()}</p>
                </div>
                {findings}
            </div>
            <div class="page-tools">{children.map(|children| children())} {next_link}</div>
        </header>
    }
    .into_any()
}
