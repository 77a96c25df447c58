//! Whether it helped: what happened before and after the correction, compared, and written down when it says something.

use super::page::Scope;
use crate::app::IssueCommand;
use crate::app::derived::issues::{EFFECT_TABLES, Effect, Verdict, effect, recordable};
use crate::app::derived::schedule::day_text;
use crate::model::{IssueId, Time};
use crate::ui::widgets::chart::{BarChart, ChartData, Period, Series};
use crate::ui::widgets::{Badge, Button, ButtonLook, Icon, Tone};
use leptos::prelude::*;

/// The comparison of one issue, and what was written down of it.
#[component]
pub fn EffectView(scope: Scope, id: IssueId) -> impl IntoView {
    let session = scope.session;
    let found = Memo::new(move |_| session.watch(&EFFECT_TABLES, |workspace| effect(workspace, workspace.issues.get(&id)?, session.now())));
    let words = Memo::new(move |_| {
        let found = found.get()?;
        session.watch(&EFFECT_TABLES, |workspace| Some(recordable(workspace, workspace.issues.get(&id)?, &found)))
    });
    let recorded = Memo::new(move |_| scope.issue(id, |issue| issue.effect.clone()).unwrap_or_default());
    let refused = Signal::derive(move || match words.get() {
        None => Some("The cause is not removed yet: take the issue to “Corrected” first.".to_owned()),
        Some(Err(why)) => Some(why),
        Some(Ok(words)) if words == recorded.get() => Some("This is written down already.".to_owned()),
        Some(Ok(_)) => None,
    });
    let record = move |()| {
        if let Some(Ok(effect)) = words.get_untracked() {
            session.act(IssueCommand::RecordEffect { issue: id, effect });
        }
    };
    let data = Signal::derive(move || found.with(|found| found.as_ref().map(|found| chart(found, session.now())).unwrap_or_default()));
    let has_weeks = Memo::new(move |_| found.with(|found| found.as_ref().is_some_and(|found| found.weeks.len() > 1)));
    let told = move || {
        found.get().map(|found| {
            let (tone, label) = verdict_words(found.verdict);
            view! {
                <p><Badge label tone /></p>
                <p>{found.issues.sentence}</p>
                {found.checks.map(|checks| view! { <p>{checks.sentence}</p> })}
            }
        })
    };
    view! {
        <div class="stack">
            {told}
            {move || has_weeks.get().then(|| view! { <BarChart label="Issues like this one, week by week" data height=160.0 /> })}
            <div class="bar">
                <Button label="Record the effect" icon=Icon::Check look=ButtonLook::Secondary refused on_press=record />
            </div>
            <p class="hint">{move || refused.get()}</p>
            {move || {
                let recorded = recorded.get();
                (!recorded.is_empty()).then(|| view! { <h3>"Written down"</h3> <p>{recorded}</p> })
            }}
            <details>
                <summary>"How this is compared"</summary>
                <p class="hint">
                    "Like this one are issues of the same category at the same step; checks are those of the checklist that found it, else those at its step. Up to 26 weeks before the correction count. Exact tests: binomial for counts (Przyborowski and Wilenski, with the interval of Clopper and Pearson), Fisher's for shares (with Newcombe's interval). What was chosen because it had just happened often becomes rarer by chance alone: judge a result near p = 0.05 with care."
                </p>
            </details>
        </div>
    }
    .into_any()
}

fn verdict_words(verdict: Verdict) -> (Tone, &'static str) {
    match verdict {
        Verdict::NotEnough => (Tone::Muted, "Not enough yet"),
        Verdict::Unchanged => (Tone::Warning, "No difference shown"),
        Verdict::Helped => (Tone::Good, "It helped"),
        Verdict::Worse => (Tone::Bad, "It became worse"),
    }
}

fn chart(found: &Effect, now: Time) -> ChartData {
    let values = |after: bool| found.weeks.iter().map(|week| (week.after == after).then_some(week.count as f64)).collect();
    let period = |start: Time| Period { label: day_text(start, now), name: format!("Week from {}", day_text(start, now)) };
    ChartData {
        periods: found.weeks.iter().map(|week| period(week.start)).collect(),
        series: vec![
            Series { label: "Before".to_owned(), values: values(false), colour: 6, ..Series::default() },
            Series { label: "After the correction".to_owned(), values: values(true), colour: 0, ..Series::default() },
        ],
        ..ChartData::default()
    }
}
