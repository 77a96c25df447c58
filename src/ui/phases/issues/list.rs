//! The list of issues: what is open and worst first, with ages and what came back.

use super::page::Scope;
use crate::app::RecordCommand;
use crate::app::derived::issues::IssueRow;
use crate::model::{IssueId, IssueKind, IssueStatus, RecordId, Severity, TableName};
use crate::ui::records::send;
use crate::ui::widgets::table::{CellValue, Choice, Column, DataTable, Look, TableView};
use crate::ui::widgets::{Segmented, Tone};
use leptos::prelude::*;
use std::sync::Arc;

/// The list; opening a row shows it beside.
#[component]
pub fn IssueList(scope: Scope) -> impl IntoView {
    let all = RwSignal::new(false);
    let stages = IssueStatus::ALL.iter().map(|known| Choice::new(known.code(), known.label())).collect();
    let severities = Severity::ALL.iter().map(|known| Choice::new(known.code(), known.label())).collect();
    let kinds = IssueKind::ALL.iter().map(|known| Choice::new(known.code(), known.label())).collect();
    let columns = vec![
        Column::text("name", "What happened").width(200),
        Column::choice("status", "Stage", stages).width(104),
        Column::choice("severity", "Severity", severities).width(88),
        Column::text("category", "Category").width(104),
        Column::text("step", "Step").width(112),
        Column::text("owner", "Owner").width(96),
        Column::date_time("due", "Due").width(140),
        Column::duration("age", "Age").width(80).help("Since it was found; of closed ones, how long it took."),
        Column::text("recurs", "Came back")
            .width(110)
            .help("The issue that it is again: same category and step, solved no more than 90 days before."),
        Column::integer("actions", "To do").width(72).help("Actions that are not done."),
        Column::choice("kind", "Kind", kinds).hidden(),
    ];
    let rows = Signal::derive(move || {
        let all = all.get();
        let shown = |row: &&IssueRow| all || row.status != IssueStatus::Closed;
        scope.rows.with(|rows| Arc::new(rows.iter().filter(shown).map(|row| row.id.raw()).collect::<Vec<_>>()))
    });
    let cell = Arc::new(move |id: u64, column: usize| {
        scope.rows.with(|rows| rows.iter().find(|row| row.id.raw() == id).map(|row| cell_of(row, column))).unwrap_or_default()
    });
    let remove = move |ids: Vec<u64>| send(scope.session, RecordCommand::Remove { table: TableName::Issue, ids });
    let view = RwSignal::new(TableView::of(&columns));
    let value = Signal::derive(move || if all.get() { "all" } else { "open" }.to_owned());
    view! {
        <DataTable
            label="Issues"
            columns
            rows
            cell
            view
            on_delete=remove
            on_open=move |id: u64| scope.open(IssueId::from_raw(id))
            empty=|| view! { <p class="table-nothing">"Nothing is open. Choose “All” to see what is closed."</p> }
        >
            <Segmented
                label="Which issues"
                options=vec![Choice::new("open", "Open"), Choice::new("all", "All")]
                value
                on_change=move |key: String| all.set(key == "all")
            />
        </DataTable>
    }
    .into_any()
}

fn cell_of(row: &IssueRow, column: usize) -> CellValue {
    match column {
        0 => CellValue::text(row.name.clone()),
        1 => {
            let stage = CellValue::choice(row.status.code(), row.status.label(), row.status as usize);
            match row.escalated {
                Some(why) => stage.tone(Tone::Bad).note(format!("Escalated: {}", why.words())),
                None => stage,
            }
        }
        2 => CellValue::choice(row.severity.code(), row.severity.label(), row.severity as usize)
            .tone(severity_tone(row.severity))
            .look(Look::Badge),
        3 => CellValue::text(row.category.clone()),
        4 => CellValue::text(row.step.clone()),
        5 => CellValue::text(row.owner.clone()),
        6 => match row.due {
            Some(due) if row.overdue => CellValue::date_time(due).tone(Tone::Bad).note("Overdue."),
            Some(due) => CellValue::date_time(due),
            None => CellValue::empty(),
        },
        7 => row.age.map(CellValue::span).unwrap_or_default(),
        8 => row.recurs.as_ref().map(|(_, name)| CellValue::text(name.clone()).tone(Tone::Warning)).unwrap_or_default(),
        9 => CellValue::integer(row.open_actions as i64),
        _ => CellValue::choice(row.kind.code(), row.kind.label(), row.kind as usize),
    }
}

/// The tone of a severity.
pub fn severity_tone(severity: Severity) -> Tone {
    match severity {
        Severity::Minor => Tone::Neutral,
        Severity::Major => Tone::Warning,
        Severity::Critical => Tone::Bad,
    }
}
