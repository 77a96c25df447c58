//! What every phase page has: its question, its state with what is missing or wrong, and the way on to the next phase.

use crate::app::Session;
use crate::app::derived::{Level, PhaseState, phase_state};
use crate::guide::guide;
use crate::model::{Artefact, Phase};
use crate::ui::links;
use crate::ui::shell::{NextStep, PageHeader, PageState};
use crate::ui::widgets::Tone;
use leptos::prelude::*;

/// The frame of a phase's page.
#[component]
pub fn PhaseFrame(
    phase: Phase,
    /// Buttons that stand in the page's head.
    #[prop(optional)]
    actions: Option<Children>,
    /// Goes on with time, on a page where what waits gets worse by itself.
    #[prop(optional, into)]
    tick: Option<Signal<u32>>,
    children: Children,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let words = guide(phase);
    let state = Memo::new(move |_| {
        if let Some(tick) = tick {
            tick.track();
        }
        phase_state(session, phase)
    });
    let shown = Signal::derive(move || page_state(&state.get()));
    let artefact = words.artefact.filter(|artefact| Artefact::OPEN.contains(artefact));
    let artefact = artefact.map(|artefact| (links::to(&format!("{}/", artefact.word())), artefact_words(artefact).to_owned()));
    let next = next_phase(phase).map(|next| NextStep {
        href: links::to(&format!("{}/", next.word())),
        label: format!("{}: {}", guide(next).title, lower_first(words.next)),
    });
    let actions = actions.map(|actions| actions());
    view! {
        <article class="page">
            <PageHeader
                title=words.title
                question=words.question
                artefact=Signal::stored(artefact)
                state=shown
                next=Signal::stored(next)
            >
                {actions}
            </PageHeader>
            {children()}
        </article>
    }
    .into_any()
}

fn next_phase(phase: Phase) -> Option<Phase> {
    let at = Phase::OPEN.iter().position(|open| *open == phase)?;
    Phase::OPEN.get(at + 1).copied()
}

fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().collect::<String>() + letters.as_str())
}

/// A phase's state for a page's head.
fn page_state(state: &PhaseState) -> PageState {
    let findings = state.findings.iter().map(|finding| format!("{} {}", finding.sentence, finding.remedy)).collect();
    let word = match state.level {
        Level::Empty => "Not started".to_owned(),
        _ => state.summary.clone(),
    };
    PageState { tone: tone(state.level), word, findings }
}

/// What people call an artefact.
pub fn artefact_words(artefact: Artefact) -> &'static str {
    match artefact {
        Artefact::ProductionPlan => "Production Plan",
        Artefact::WorkflowMap => "Workflow Map",
        Artefact::SchedulingBoard => "Scheduling Board",
        Artefact::QualityChecklist => "Quality Checklist",
        Artefact::PerformanceDashboard => "Performance Dashboard",
    }
}

/// The tone of a level.
pub fn tone(level: Level) -> Tone {
    match level {
        Level::Empty | Level::Unchecked => Tone::Muted,
        Level::Blocked => Tone::Bad,
        Level::Attention => Tone::Warning,
        Level::Ready => Tone::Good,
    }
}
