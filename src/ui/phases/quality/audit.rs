//! What was found: who checked what, when, by which version, and every answer.

use super::page::Desk;
use crate::app::derived::quality::{Answer, TABLES, check_row, check_rows, read_answers};
use crate::app::derived::schedule::moment_text;
use crate::model::text::number_text;
use crate::model::{AnswerKind, CheckId, RecordId};
use crate::ui::widgets::table::{CellValue, Column, DataTable};
use crate::ui::widgets::{EmptyState, Icon, Split, Tone};
use leptos::prelude::*;
use std::sync::Arc;

/// The filled-in checklists and the panel of one.
#[component]
pub fn Audit(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let columns = vec![
        Column::date_time("time", "When").width(184),
        Column::text("checklist", "Checklist").width(180),
        Column::integer("version", "Version").width(80),
        Column::text("about", "What was looked at").width(280),
        Column::text("verdict", "Verdict").width(90),
        Column::number("score", "Score %").width(90),
        Column::text("failed", "What failed").width(220),
        Column::text("by", "By").width(120),
        Column::text("device", "Device").width(120),
    ];
    let rows = Memo::new(move |_| {
        session.watch(&TABLES, |workspace| Arc::new(check_rows(workspace, None).into_iter().map(RecordId::raw).collect::<Vec<_>>()))
    });
    let cell = Arc::new(move |id: u64, column: usize| {
        let Some(row) = session.watch(&TABLES, |workspace| check_row(workspace, CheckId::from_raw(id))) else { return CellValue::empty() };
        match column {
            0 => CellValue::date_time(row.time),
            1 => CellValue::text(row.checklist),
            2 => CellValue::integer(row.version),
            3 => CellValue::text(row.about),
            4 => {
                let (word, tone) = if row.passed { ("passed", Tone::Good) } else { ("failed", Tone::Bad) };
                CellValue::text(word).tone(tone)
            }
            5 => CellValue::number(row.score, 0),
            6 => CellValue::text(row.failed),
            7 => CellValue::text(row.by),
            _ => CellValue::text(row.device),
        }
    });
    let chosen = RwSignal::new(None::<CheckId>);
    let open = RwSignal::new(false);
    let show = move |id: u64| {
        chosen.set(Some(CheckId::from_raw(id)));
        open.set(true);
    };
    let title = Signal::derive(move || {
        let row = chosen.get().and_then(|id| session.peek(|workspace| check_row(workspace, id)));
        row.map(|row| format!("{} · version {}", row.checklist, row.version)).unwrap_or_default()
    });
    let empty = || {
        view! {
            <EmptyState
                title="Nothing was checked yet"
                text="Checklists are filled in on the run list under Execution, or here with “Fill in”. Each stays as it was filled in, with who, when and by which version."
                shape=Icon::Shield
            />
        }
        .into_any()
    };
    view! {
        <Split title open aside=move || view! { <CheckPanel desk chosen /> }>
            <DataTable label="Checks" columns rows cell on_open=show empty=empty />
        </Split>
    }
    .into_any()
}

#[component]
fn CheckPanel(desk: Desk, chosen: RwSignal<Option<CheckId>>) -> impl IntoView {
    move || {
        let id = chosen.get()?;
        let (row, answers) = desk.session.watch(&TABLES, |workspace| {
            let row = check_row(workspace, id)?;
            let check = workspace.checks.get(&id)?;
            Some((row, (check.lot_size, read_answers(&check.answers))))
        })?;
        let (lot, answers) = answers;
        let lot = if lot > 0 { format!(", of a lot of {lot}") } else { String::new() };
        let verdict = if row.passed { "passed" } else { "failed" };
        let head = format!(
            "{} by {} ({}){lot}: {verdict} with {} %",
            moment_text(row.time, desk.session.now()),
            row.by,
            row.device,
            number_text(row.score.round())
        );
        Some(view! {
            <div class="check-panel">
                <p>{head}</p>
                <p class="hint">{row.about}</p>
                <dl class="answers">{answers.into_iter().map(answer_view).collect_view()}</dl>
            </div>
        })
    }
}

/// One answer with its question, limits and verdict, for a list of descriptions.
pub fn answer_view(answer: Answer) -> AnyView {
    let words = match answer.kind {
        AnswerKind::Photo => view! { <img src=answer.text.clone() alt=format!("Picture: {}", answer.question) /> }.into_any(),
        AnswerKind::Measured => {
            let values: Vec<String> = answer.values.iter().map(|value| number_text(*value)).collect();
            let limits = match (answer.lower, answer.upper) {
                (Some(lower), Some(upper)) => format!(" (limits {} to {})", number_text(lower), number_text(upper)),
                (Some(lower), None) => format!(" (at least {})", number_text(lower)),
                (None, Some(upper)) => format!(" (at most {})", number_text(upper)),
                (None, None) => String::new(),
            };
            format!("{} {}{limits}", values.join(" · "), answer.unit).into_any()
        }
        AnswerKind::Defectives | AnswerKind::Defects => {
            let count = answer.values.first().map(|count| number_text(*count)).unwrap_or_default();
            let limit = answer.quality_limit.map(|limit| format!(", AQL {} %", number_text(limit))).unwrap_or_default();
            format!("{count} of {} (at most {}{limit})", answer.size, number_text(answer.upper.unwrap_or(0.0))).into_any()
        }
        _ => answer.text.clone().into_any(),
    };
    let verdict = match answer.passed {
        Some(true) => " – passes",
        Some(false) => " – fails",
        None => "",
    };
    view! { <dt>{answer.question.clone()}</dt><dd class:bad=answer.passed == Some(false)>{words} {verdict}</dd> }.into_any()
}
