//! What every phase page has: its question, its state with what is missing or wrong, and the way on to the next phase.

use crate::app::Session;
use crate::app::derived::{Level, PhaseState, phase_state};
use crate::guide::guide;
use crate::model::{Artefact, Phase};
use crate::ui::links;
use crate::ui::widgets::{Badge, Icon, Popover, Tone, icon};
use leptos::prelude::*;
use leptos_router::components::A;

/// The frame of a phase's page.
#[component]
pub fn PhaseFrame(
    phase: Phase,
    /// Buttons that stand beside the state.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    children: Children,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let words = guide(phase);
    let state = Memo::new(move |_| phase_state(session, phase));
    view! {
        <article class="page">
            <header class="page-head">
                <div class="page-words">
                    <h1>{words.title}</h1>
                    <p class="page-question">{words.question}</p>
                </div>
                <div class="page-state">
                    <Badge label=Signal::derive(move || level_words(state.get().level)) tone=Signal::derive(move || tone(state.get().level)) />
                    <span class="page-summary">{move || state.get().summary}</span>
                    {move || findings_view(state.get())}
                    {words.artefact.map(artefact_link)}
                    {actions.map(|actions| actions.run())}
                </div>
            </header>
            {children()}
            <footer class="page-next">{next_link(phase, words.next)}</footer>
        </article>
    }
    .into_any()
}

fn findings_view(state: PhaseState) -> Option<AnyView> {
    let count = state.findings.len();
    let label = if count == 1 { "1 thing to look at".to_owned() } else { format!("{count} things to look at") };
    let findings = StoredValue::new(state.findings);
    (count > 0).then(|| {
        view! {
            <Popover label icon=Icon::Alert>
                <ul class="findings">
                    {findings
                        .get_value()
                        .into_iter()
                        .map(|finding| view! { <li><strong>{finding.sentence}</strong> " " {finding.remedy}</li> })
                        .collect_view()}
                </ul>
            </Popover>
        }
        .into_any()
    })
}

fn artefact_link(artefact: Artefact) -> Option<AnyView> {
    let words = artefact_words(artefact);
    Artefact::OPEN.contains(&artefact).then(|| {
        view! { <A href=links::to(&format!("{}/", artefact.word())) attr:class="button quiet">{icon(Icon::External)} <span>{words}</span></A> }.into_any()
    })
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

fn next_link(phase: Phase, words: &'static str) -> Option<AnyView> {
    let next = Phase::OPEN.iter().position(|open| *open == phase).and_then(|index| Phase::OPEN.get(index + 1))?;
    let title = guide(*next).title;
    Some(
        view! {
            <A href=links::to(&format!("{}/", next.word())) attr:class="next-link">
                <span>{words}</span>
                <strong>{title} {icon(Icon::ArrowRight)}</strong>
            </A>
        }
        .into_any(),
    )
}

/// The words of a level.
pub fn level_words(level: Level) -> String {
    match level {
        Level::Empty => "Not started",
        Level::Blocked => "Something is missing",
        Level::Attention => "Needs attention",
        Level::Ready => "In order",
    }
    .to_owned()
}

/// The tone of a level.
pub fn tone(level: Level) -> Tone {
    match level {
        Level::Empty => Tone::Muted,
        Level::Blocked => Tone::Bad,
        Level::Attention => Tone::Warning,
        Level::Ready => Tone::Good,
    }
}
