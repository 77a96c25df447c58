//! The panel of one piece of work: how it is done, step by step, and what was reported of it.

use super::facts::fact_rows;
use super::page::Floor;
use crate::app::derived::execution::Work;
use crate::app::derived::schedule::moment_text;
use crate::model::{Report, ReportKind, TableName};
use crate::ui::widgets::{Button, Icon};
use leptos::prelude::*;

/// The panel.
#[component]
pub fn WorkDetail(floor: Floor) -> impl IntoView {
    let work = Memo::new(move |_| {
        let looked = floor.looked.get()?;
        floor.listed.with(|listed| listed.works.iter().find(|work| work.task == looked).cloned())
    });
    move || work.get().map(|work| detail(floor, work))
}

fn detail(floor: Floor, work: Work) -> AnyView {
    let session = floor.session;
    let task = work.task;
    let steps: Vec<String> = work.instruction.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    let reports = move || {
        session.watch(&[TableName::Report], |workspace| {
            workspace.counted_reports().into_iter().filter(|report| report.task == Some(task)).cloned().collect::<Vec<Report>>()
        })
    };
    let evidence = Memo::new(move |_| reports().into_iter().filter(|report| report.kind == ReportKind::Evidence).collect::<Vec<_>>());
    let step = |step: String| {
        let name = step.clone();
        let done = move || evidence.with(|evidence| evidence.iter().find(|report| report.text == name).cloned());
        let words = step.clone();
        let state = move || match done() {
            Some(report) => {
                let when = report.time.map(|time| moment_text(time, session.now())).unwrap_or_default();
                view! { <span class="hint">{format!("Done {when} {}", report.by)}</span> }.into_any()
            }
            None => {
                let text = words.clone();
                let press = move |()| {
                    floor.keep(Report { text: text.clone(), ..floor.report(task, ReportKind::Evidence) });
                };
                view! { <Button label="Done" icon=Icon::Check on_press=press /> }.into_any()
            }
        };
        view! { <li><span>{step}</span>{state}</li> }
    };
    let instruction = if steps.is_empty() {
        view! { <p class="hint">"No work instruction yet. Write one step per line into the description of the operation, under Workflow, Steps."</p> }.into_any()
    } else {
        view! { <ol class="work-steps">{steps.into_iter().map(step).collect_view()}</ol> }.into_any()
    };
    let reported = move || fact_rows(floor, reports());
    view! {
        <div class="work-detail">
            <p>{work.what.clone()}</p>
            <h3>"Work instruction"</h3>
            {instruction}
            <h3>"Reported"</h3>
            {reported}
        </div>
    }
    .into_any()
}
