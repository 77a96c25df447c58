//! Everything that was reported, the latest first, with what was corrected and by what.

use super::ask::Ask;
use super::page::Floor;
use crate::app::derived::execution::report_sentence;
use crate::app::derived::schedule::moment_text;
use crate::model::{RecordId, Report, ReportId, ReportKind, TableName, sort_with_key};
use crate::ui::links;
use crate::ui::widgets::table::{CellValue, Column, DataTable};
use crate::ui::widgets::{Button, ButtonLook, EmptyState, Icon};
use leptos::prelude::*;
use std::sync::Arc;

/// The reports as a table; opening one corrects it.
#[component]
pub fn Facts(floor: Floor) -> impl IntoView {
    let session = floor.session;
    let columns = vec![
        Column::date_time("time", "When").width(184),
        Column::text("what", "What").width(260),
        Column::text("task", "Task").width(200),
        Column::text("order", "Order").width(120),
        Column::text("resource", "Where").width(160),
        Column::text("by", "By").width(120),
        Column::text("device", "Device").width(120),
        Column::date_time("entered", "Written"),
        Column::text("state", "State").width(140),
    ];
    let rows = Memo::new(move |_| {
        session.watch(&[TableName::Report], |workspace| {
            let mut all: Vec<&Report> = workspace.reports.values().collect();
            sort_with_key(&mut all, |report| std::cmp::Reverse((report.time, report.id)));
            Arc::new(all.into_iter().map(|report| report.id.raw()).collect::<Vec<_>>())
        })
    });
    let cell = Arc::new(move |id: u64, column: usize| {
        session.watch_record(TableName::Report, id, |workspace| {
            let Some(report) = workspace.reports.get(&ReportId::from_raw(id)) else { return CellValue::empty() };
            let label = |table, id: Option<u64>| CellValue::text(id.map(|id| workspace.label(table, id)).unwrap_or_default());
            match column {
                0 => report.time.map_or_else(CellValue::empty, CellValue::date_time),
                1 => CellValue::text(report_sentence(workspace, report)),
                2 => label(TableName::Task, report.task.map(RecordId::raw)),
                3 => label(TableName::Order, report.order.map(RecordId::raw)),
                4 => label(TableName::Resource, report.resource.map(RecordId::raw)),
                5 => CellValue::text(report.by.clone()),
                6 => CellValue::text(report.device.clone()),
                7 => report.entered.map_or_else(CellValue::empty, CellValue::date_time),
                _ => {
                    let wrong = workspace.reports.values().any(|other| other.corrects == Some(report.id));
                    CellValue::text(if wrong {
                        "corrected"
                    } else if report.corrects.is_some() {
                        "correction"
                    } else {
                        ""
                    })
                }
            }
        })
    });
    let open = move |id: u64| floor.ask(Ask::Correct(ReportId::from_raw(id)));
    let empty = || {
        view! {
            <EmptyState
                title="Nothing was reported yet"
                text="Whoever works reports on the run list when a task begins, stops and ends, and how many were made. Reports stay as they are; whoever was wrong corrects them with another."
                shape=Icon::Clock
            />
        }
        .into_any()
    };
    view! {
        {asked_report(floor)}
        <DataTable label="Reports" columns rows cell on_open=open empty=empty />
    }
    .into_any()
}

/// The report that the address asks for, before all others.
fn asked_report(floor: Floor) -> AnyView {
    let asked = links::record_asked();
    let report = move || {
        let id = ReportId::from_raw(asked.get()?);
        floor.session.watch(&[TableName::Report], |workspace| workspace.reports.get(&id).cloned())
    };
    (move || {
        report().map(|report| {
            let what = floor.session.peek(|workspace| {
                let label = |table, id: Option<u64>| id.map(|id| workspace.label(table, id));
                let parts = [
                    label(TableName::Task, report.task.map(RecordId::raw)),
                    label(TableName::Order, report.order.map(RecordId::raw)),
                    label(TableName::Resource, report.resource.map(RecordId::raw)),
                ];
                parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
            });
            view! {
                <section class="stack asked-report" aria-label="The report behind the figure">
                    <strong>{what}</strong>
                    {fact_rows(floor, vec![report])}
                </section>
            }
        })
    })
    .into_any()
}

/// Reports as lines, each with the way to its correction.
pub fn fact_rows(floor: Floor, reports: Vec<Report>) -> AnyView {
    let session = floor.session;
    let row = |report: Report| {
        let words = session.peek(|workspace| report_sentence(workspace, &report));
        let when = report.time.map(|time| moment_text(time, session.now())).unwrap_or_default();
        let id = report.id;
        view! {
            <li>
                <span>{format!("{when}: {words}")}</span>
                <span class="hint">{report.by.clone()}</span>
                <Button label=format!("Correct: {words}") icon=Icon::Edit icon_only=true look=ButtonLook::Quiet on_press=move |()| floor.ask(Ask::Correct(id)) />
            </li>
        }
    };
    let shown: Vec<AnyView> =
        reports.into_iter().filter(|report| report.kind != ReportKind::Evidence).map(|report| row(report).into_any()).collect();
    if shown.is_empty() {
        return view! { <p class="hint">"Nothing yet."</p> }.into_any();
    }
    view! { <ul class="work-reports">{shown}</ul> }.into_any()
}
